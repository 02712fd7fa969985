"""What one task may take of time and memory, held by the kernel: no library can forget to look at the clock."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

MEBIBYTE = 2**20
_PAGE = resource.getpagesize()


class PlanLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What making one plan may take: seconds of time, and bytes of memory where the system counts them (Linux does)."""

    seconds: float = 300.0
    memory: int = 2048 * MEBIBYTE


@contextmanager
def within(limits: PlanLimits) -> Iterator[None]:
    """Run a block within limits, in a process that has only this to do.

    When the time is over, the alarm ends the process, whatever code it is in. Past the memory, Python raises
    :class:`MemoryError`; a library that gets none may end the process. Either way the process that waits sees it.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _limit(_allocated() + limits.memory)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _limit(resource.RLIM_INFINITY)


def _limit(memory: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = (
        memory if most == resource.RLIM_INFINITY else most if memory == resource.RLIM_INFINITY else min(memory, most)
    )
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def _allocated() -> int:
    """Return the bytes that this process has allocated, as ``RLIMIT_DATA`` counts them; 0 where nobody says."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[5]) * _PAGE
    except OSError:
        return 0
