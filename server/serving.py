"""Granian in front of the application: one web process with threads, which owns the query workers."""

from __future__ import annotations

import ctypes
import functools
import gc
import signal
import sys
from typing import Any

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from server.app import create_app
from server.config import ServerConfig

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>


def serve(config: ServerConfig) -> None:
    """Serve until interrupted or told to end. Every setting is that of ``config``."""
    server = Server(
        "server.serving:load",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=1,  # a second one would have a cache and workers of its own
        blocking_threads=config.web_threads,
        blocking_threads_idle_timeout=600,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
        websockets=False,
    )
    server.serve(target_loader=functools.partial(load, config))


def load(config: ServerConfig, *_target: Any) -> Flask:
    """Return the application, in the web process."""
    if sys.platform == "linux":  # the web process ends with the process that the user started, however that ends
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    app = create_app(config)
    _settle()
    return app


def _settle() -> None:
    """Leave what is there for good out of garbage collection: going through it would hold up a request in a hundred."""
    gc.collect()
    gc.freeze()
