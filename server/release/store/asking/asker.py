"""Who asks: from where, and whether still there. What is done for someone who has hung up is ended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from server.release.store.errors import HungUp


class Client:
    """A client during one request; ``address`` is whom it shares its fair part with, nothing for the program itself."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self._lock = threading.Lock()
        self._gone = False
        self._then: list[Callable[[], None]] = []

    @property
    def gone(self) -> bool:
        """Whether the client has hung up."""
        return self._gone

    def hang_up(self) -> None:
        """Say that the client has gone, and end what is done for it."""
        with self._lock:  # held, so that nothing is ended that has passed on to another client
            self._gone = True
            for end in self._then:
                end()

    @contextmanager
    def while_there(self, end: Callable[[], None]) -> Iterator[None]:
        """Call ``end`` if the client hangs up meanwhile; raises :class:`HungUp` where it has already."""
        with self._lock:
            if self._gone:
                raise HungUp
            self._then.append(end)
        try:
            yield
        finally:
            with self._lock:
                self._then.remove(end)


_ASKER: ContextVar[Client | None] = ContextVar("asker", default=None)


def current() -> Client:
    """Return who asks in the current context."""
    return _ASKER.get() or Client()


def answer_for(asker: Client) -> None:
    """Let what follows in this context be done for a client."""
    _ASKER.set(asker)
