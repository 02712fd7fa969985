"""Connections under limits: none stays that says nothing, sends its request in drops, or does not take its answer.

Uvicorn reads HTTP; what is here gives it the patience of a public server. A connection is always in one phase, and has so
much time for it. Where there are too many, the one that has been silent longest goes, of the address that has the most:
so that whoever holds thousands open pushes out their own.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
from collections import Counter
from enum import Enum
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from server.config import Patience
from server.release.store.asking.asker import Client

_LOG = logging.getLogger(__name__)
CONNECTION = "policygraph.connection"
"""Where the scope of a request holds its :class:`Connection`."""
_HEAD_BYTES = 64 * 1024
"""Request line and headers together."""
DRAINED = 64 * 1024 * 1024
"""How much of a body that is too large is taken and thrown away, so that its sender gets to read why it is refused."""
_PIPELINED = 32
_HANDLES_KEPT = 256
"""Handles that connections leave for workers, answers in files, and what is read."""
_REFUSALS = {
    408: b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain\r\ncontent-length: 40\r\nconnection: close\r\n\r\n"
    b"The request did not arrive within time.\n",
    431: b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain\r\ncontent-length: 42\r\n"
    b"connection: close\r\n\r\nThe headers are larger than may be sent.\r\n",
}


class Phase(Enum):
    """What a connection is waited for."""

    SILENT = "silent"
    HEAD = "head"
    BODY = "body"
    ASKED = "asked"


class Connections:
    """All connections of a server; a sweep a second ends those whose time is over."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self.most = min(patience.connections, _handles() - _HANDLES_KEPT)
        self._open: set[Connection] = set()

    @property
    def count(self) -> int:
        """How many are open."""
        return len(self._open)

    def add(self, connection: Connection) -> None:
        """Take a new connection in; another one goes where there are too many."""
        self._open.add(connection)
        if len(self._open) > self.most:
            (self._longest_silent() or connection).end()

    def discard(self, connection: Connection) -> None:
        """Forget a connection that has ended."""
        self._open.discard(connection)

    def _longest_silent(self) -> Connection | None:
        waiting = [each for each in self._open if each.phase is not Phase.ASKED]
        if not waiting:
            return None
        crowd = Counter(each.address for each in self._open)
        return max(waiting, key=lambda each: (crowd[each.address], -each.since))

    async def sweep(self) -> None:
        """End what has had its time, for ever."""
        while True:
            await asyncio.sleep(1.0)
            now = asyncio.get_running_loop().time()
            for each in tuple(self._open):
                each.look(now)

    def hang_up(self) -> None:
        """End the work for everyone, at the end of the server."""
        for each in tuple(self._open):
            each.hang_up()


class Connection(HttpToolsProtocol):
    """A connection, its phase, and who is behind it."""

    keeper: Connections

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.phase = Phase.SILENT
        self.since = self.loop.time()
        self.address = ""
        self.asker: Client | None = None
        self._answering: RequestResponseCycle | None = None
        self._stuck: float | None = None  # since when the client does not take what is written
        self._head = 0
        self._ahead = 0
        self._drained = 0

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        self.since = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and let the kernel give up a client that takes nothing even after we have closed."""
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        raw = cast("socket.socket | None", transport.get_extra_info("socket"))
        if raw is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
            milliseconds = round(self.keeper.patience.write_seconds * 1000)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
        self.keeper.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """End, and with it what is done for this client."""
        self.keeper.discard(self)
        super().connection_lost(exc)
        self._let_go()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Answer a request, of which more may stand in line."""
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def _let_go(self) -> None:
        """Let nothing more be sent: uvicorn tells it only to the request that came last, which may still be in line."""
        if self._answering is not None:
            self._answering.disconnected = True
            self._answering.message_event.set()
        self.hang_up()

    def hang_up(self) -> None:
        """End what is done for this client."""
        if self.asker is not None:
            self.asker.hang_up()

    def data_received(self, data: bytes) -> None:
        """Read on; a head beyond its size is refused."""
        if self.phase in {Phase.SILENT, Phase.HEAD}:
            self._head += len(data)
        elif self.phase is Phase.ASKED:
            self._ahead += len(data)
        super().data_received(data)
        if self._ahead > self.keeper.patience.unread_bytes:
            self.end()
        if self.phase is Phase.HEAD and self._head > _HEAD_BYTES:
            self._refuse(431)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        cast("dict[str, Any]", self.scope)[CONNECTION] = self
        self._head = 0
        if self.phase is Phase.SILENT:
            self._enter(Phase.HEAD)

    def on_headers_complete(self) -> None:
        """Its body is awaited. Reading goes on while requests are in line, or nobody would see the client hang up."""
        if self.phase is Phase.HEAD:
            self._enter(Phase.BODY)
        super().on_headers_complete()
        self.flow.resume_reading()
        if len(self.pipeline) > _PIPELINED:
            self.end()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body; of one that is refused already, take what it needs for the refusal to be read."""
        cycle = self.cycle
        if cycle.response_complete:
            self._drained += len(body)
            if self._drained > DRAINED:
                self.end()
            return
        super().on_body(body)  # which stops reading until the gateway has taken what is there
        if self.pipeline:
            self.flow.resume_reading()
        if len(cycle.body) > self.keeper.patience.unread_bytes:
            self.end()

    def on_message_complete(self) -> None:
        """It is whole."""
        self._drained = 0
        super().on_message_complete()
        if self.phase is Phase.BODY:
            self._enter(Phase.SILENT if self.cycle.response_complete else Phase.ASKED)

    def on_response_complete(self) -> None:
        """It is answered."""
        self.asker = None
        self._ahead = 0
        if self.phase is Phase.ASKED:
            self._enter(Phase.ASKED if self.pipeline else Phase.SILENT)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client is slow to take its answer."""
        self._stuck = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """The client has taken what was written."""
        self._stuck = None
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Leave it to :meth:`look`, which sees also whether the answer has been taken."""

    def look(self, now: float) -> None:
        """End this connection if its time is over."""
        patience = self.keeper.patience
        if self.transport.get_write_buffer_size() and self.phase is not Phase.BODY:
            since = self._stuck if self.phase is Phase.ASKED else self._stuck or self.since
            if since is not None and now - since > patience.write_seconds:
                self.end()
            return
        allowed = {
            Phase.SILENT: patience.idle_seconds,
            Phase.HEAD: patience.head_seconds,
            Phase.BODY: patience.body_seconds + 5,  # the gateway refuses it before, in words
        }
        if now - self.since > allowed.get(self.phase, float("inf")):
            if self.phase is Phase.HEAD:
                self._refuse(408)
            else:
                self.end()

    def _refuse(self, status: int) -> None:
        if not self.transport.is_closing():
            self.transport.write(_REFUSALS[status])
            self.transport.close()
            self._enter(Phase.SILENT)

    def end(self) -> None:
        """End this connection at once, whatever is still to be sent."""
        self._let_go()
        self.transport.abort()


def _handles() -> int:
    """Return how many handles this process may have, having asked for as many as it is allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard not in {soft, resource.RLIM_INFINITY}:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return soft if soft != resource.RLIM_INFINITY else 1 << 20
