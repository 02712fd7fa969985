"""Granian in front of the application: one web process with threads, which owns the query workers."""

from __future__ import annotations

import ctypes
import functools
import gc
import logging
import signal
import sys
from typing import Any

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.log import logger as granian_logger
from granian.server import Server

from server.app import create_app
from server.config import ServerConfig

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>

_MANY_THREADS = "Configuration allows spawning up to"
"""How granian begins to advise fewer threads than ours. They are many on purpose: most of them wait for a query worker."""


def serve(config: ServerConfig) -> None:
    """Serve until interrupted or told to end. Every setting is that of ``config``."""
    granian_logger.addFilter(is_news)
    server = Server(
        "server.command.serving:load",
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


def is_news(record: logging.LogRecord) -> bool:
    """Say whether a message of granian tells the user something: all do but its advice on the number of threads."""
    return not record.getMessage().startswith(_MANY_THREADS)


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
