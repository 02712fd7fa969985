"""A request to a remote store that ends in time, however slowly its answer drips: a socket's own timeout starts anew with
every byte.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPResponse
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError

from SPARQLWrapper import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

_READ_OF_A_REFUSAL = 64 * 1024


class Deadline:
    """The end of a request: its connection is cut then, whoever waits for it."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._is_cut = False
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True

    @property
    def passed(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._until

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection too when the time is over."""
        self._sockets.append(connection)
        if self._is_cut:
            self.cut()

    def cut(self) -> None:
        """Cut its connections, and those that it is still to get."""
        self._is_cut = True
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, _type: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None) -> None:
        self._timer.cancel()


def _watched(kind: type[http.client.HTTPConnection], deadline: Deadline) -> Callable[..., http.client.HTTPConnection]:
    class Watched(kind):  # type: ignore[misc, valid-type]  # either of the two classes
        def connect(self) -> None:
            super().connect()
            deadline.watch(self.sock)

    return Watched


class _Http(urllib.request.HTTPHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_watched(http.client.HTTPConnection, self._deadline), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_watched(http.client.HTTPSConnection, self._deadline), req)


class PatientWrapper(SPARQLWrapper):
    """SPARQLWrapper, which sends and reads under a deadline."""

    def __init__(self, url: str, deadline: Deadline) -> None:
        super().__init__(url)
        self._opener = urllib.request.build_opener(_Http(deadline), _Https(deadline))

    def _query(self) -> tuple[Any, str]:
        try:
            return self._opener.open(self._createRequest(), timeout=self.timeout), self.returnFormat
        except HTTPError as error:
            if error.code == http.client.BAD_REQUEST:
                with contextlib.closing(error):
                    raise QueryBadFormed(error.read(_READ_OF_A_REFUSAL)) from error
            raise
