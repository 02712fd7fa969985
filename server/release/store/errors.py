"""Why a store gave no answer, one tree::

StoreError
├── MalformedQuery      the query is not SPARQL
├── Unsupported         it calls what the engine does not have
├── Inexpressible       its answer holds what the format asked for cannot say
├── TooDeep             it nests deeper than the engine can follow
├── TimeExceeded        it ran longer than it may
├── MemoryExceeded      it needed more memory than it may
├── AnswerTooLarge      its answer is larger than it may be
├── DiskFull            there is no room for its answer
├── Busy                nobody is free
├── HungUp              nobody waits for the answer any more
├── ServiceFailed       an address behind SERVICE did not answer
├── StoreUnreachable    a remote store did not answer
└── StoreFault          the fault is ours
"""

# ruff: noqa: N818 - each name says what happened

from __future__ import annotations


class StoreError(Exception):
    """A store gave no answer."""


class MalformedQuery(StoreError):
    """The query is not SPARQL; ``line`` and ``column`` are 1-based and absent where no place is known; ``hint`` may mend it."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column
        self.hint = hint


class Unsupported(StoreError):
    """The query calls what the engine does not have, such as a function of another store."""


class Inexpressible(StoreError):
    """The answer holds a term that the format asked for cannot say."""


class TooDeep(StoreError):
    """The query nests deeper than the engine, which reads by recursion, can follow on its stack."""

    def __init__(self) -> None:
        super().__init__("the query nests too deeply to be read")


class TimeExceeded(StoreError):
    """The query ran longer than ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the query ran longer than {seconds:g} s")
        self.seconds = seconds


class MemoryExceeded(StoreError):
    """The query needed more than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the query needed more than {limit >> 20} MiB of memory")
        self.limit = limit


class AnswerTooLarge(StoreError):
    """The answer is larger than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer is larger than {limit >> 20} MiB")
        self.limit = limit


class DiskFull(StoreError):
    """A large answer is written to a file before it is sent, and the disk has no room for it."""

    def __init__(self) -> None:
        super().__init__("this server has no room for an answer of that size now")


class Busy(StoreError):
    """Nobody is free; come back after ``retry_after`` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many queries at once; try again in {retry_after} s")
        self.retry_after = retry_after


class HungUp(StoreError):
    """The client has hung up, or the server stops, so the query was ended."""

    def __init__(self) -> None:
        super().__init__("the query was ended, because its client hung up or this server stops")


class ServiceFailed(StoreError):
    """An address behind SERVICE did not answer."""


class StoreUnreachable(StoreError):
    """A remote store did not answer, or not as SPARQL 1.1 says."""


class StoreFault(StoreError):
    """A worker ended in a way that no limit explains."""
