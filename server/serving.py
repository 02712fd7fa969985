"""The server: uvicorn reads HTTP, the gateway keeps clients from holding each other up, the application answers.

One process with threads, which owns the query workers: a second one would have a cache and workers of its own.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType

import uvicorn
from flask import Flask
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from server.app import close, create_app
from server.config import ServerConfig
from server.gateway.access_log import AccessLog
from server.gateway.connections import Connection, Connections
from server.gateway.exchange import Watcher
from server.gateway.metrics import Metrics
from server.gateway.wsgi import Gateway
from server.release.live import EXTENSION, Live

_BACKLOG = 1024
_LAST_WORDS = 2
"""Seconds for refusing what was still being answered when the time to stop was over."""


class WatchError(Exception):
    """The log or the metrics cannot be opened."""


def serve(config: ServerConfig, listening: socket.socket | None = None) -> None:
    """Serve until interrupted or told to end; answers in flight are finished, within ``patience.stop_seconds``.

    Raises :class:`OSError` where nobody can listen at that address; :func:`listen` tells before anything is opened. Raises
    :class:`WatchError` where the settings name a log or metrics that cannot be opened.
    """
    listening = listening or listen(config)
    with ExitStack() as open_things:
        app = create_app(config)
        open_things.callback(close, app)
        connections = Connections(config.patience)
        gateway = Gateway(app, config)
        open_things.callback(gateway.close)
        keeper: Live = app.extensions[EXTENSION]
        gateway.base = lambda: keeper.base
        gateway.watchers = _watch(config, app, gateway, connections, open_things)
        open_things.callback(connections.hang_up)
        _settle()
        _Server(_settings(config, gateway, connections), connections).run([listening])


def _watch(
    config: ServerConfig, app: Flask, gateway: Gateway, connections: Connections, open_things: ExitStack
) -> list[Watcher]:
    """Open what the settings name, and return who is to be told of every exchange."""
    watchers: list[Watcher] = []
    if config.access_log:
        with _opening(f"the access log {config.access_log}"):
            watchers.append(log := AccessLog(config.access_log))
        open_things.callback(log.close)
    if config.metrics:
        keeper: Live = app.extensions[EXTENSION]

        def levels() -> dict[str, float]:
            now = {"connections": connections.count, "requests_in_progress": gateway.in_progress}
            return {**keeper.levels(), **now}

        watchers.append(metrics := Metrics(levels, lambda: keeper.release_id))
        with _opening("the address {}:{} of the metrics".format(*config.metrics)):
            open_things.callback(metrics.show(*config.metrics))
    return watchers


@contextmanager
def _opening(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WatchError(f"{what} cannot be opened: {error.strerror or error}. Choose another one.") from error


def listen(config: ServerConfig) -> socket.socket:
    """Return a socket that listens where the settings say; raises :class:`OSError`, also where another server does."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    return socket.create_server((config.host, config.port), family=family, backlog=_BACKLOG)


def _settings(config: ServerConfig, gateway: Gateway, connections: Connections) -> uvicorn.Config:
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # who sends no HTTP is told so, and not worth a line
    return uvicorn.Config(
        ProxyHeadersMiddleware(gateway, trusted_hosts=list(config.proxies)) if config.proxies else gateway,
        http=type("KeptConnection", (Connection,), {"keeper": connections}),
        ws="none",
        lifespan="off",
        loop="uvloop",
        backlog=_BACKLOG,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=round(config.patience.stop_seconds) + _LAST_WORDS,
    )


class _Server(uvicorn.Server):
    """Uvicorn's server with a sweep over its connections, which ends without a signal of its own once told to."""

    def __init__(self, config: uvicorn.Config, connections: Connections) -> None:
        super().__init__(config)
        self._connections = connections

    async def main_loop(self) -> None:
        """Serve, and sweep."""
        sweeping = asyncio.create_task(self._connections.sweep())
        try:
            await super().main_loop()
        finally:
            sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await sweeping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, let what is being answered be finished, and end the rest when the time for that is over."""
        patience = self._connections.patience.stop_seconds
        asyncio.get_running_loop().call_later(patience, self._connections.hang_up)
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let an interrupt and a request to end stop the server, and the command end as it does otherwise."""
        handlers = {each: signal.signal(each, self._end) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, before in handlers.items():
                signal.signal(each, before)

    def _end(self, signum: int, frame: FrameType | None) -> None:
        self.handle_exit(signum, frame)


def _settle() -> None:
    """Leave what is there for good out of garbage collection: going through it would hold up a request in a hundred."""
    gc.collect()
    gc.freeze()
