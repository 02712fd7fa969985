"""An exchange: one request on its way through the gateway, and its answer. Logs and metrics tell of exchanges."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

IDENTIFIER = "policygraph.exchange"
"""Where the environment of a request holds the id of its exchange, which the client reads in ``X-Request-Id``."""


@dataclass(slots=True)
class Exchange:
    """A request and its answer; ``size`` is that of the body as it was sent, in bytes, and ``why`` names the error of
    the store that made it a refusal. ``gone`` says that the client hung up before the end.
    """

    method: str
    path: str
    address: str
    identifier: str = field(default_factory=lambda: secrets.token_hex(8))
    began: float = field(default_factory=time.perf_counter)
    pool: str = ""
    status: int = 0
    size: int = 0
    why: str = ""
    gone: bool = False

    @property
    def seconds(self) -> float:
        """The time since it began."""
        return time.perf_counter() - self.began


Watcher = Callable[[Exchange], None]
"""What is told of each exchange when it has ended, in the event loop: it must not wait."""
