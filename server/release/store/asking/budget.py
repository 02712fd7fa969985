"""Room on disk that askers share: what large answers take from when they are made until they have been sent."""

from __future__ import annotations

import io
import threading
from collections import Counter
from collections.abc import Callable
from typing import BinaryIO

from server.release.store.errors import DiskFull


class KeptFile(io.BufferedReader):
    """An answer in a file, whose room is free when it is closed."""

    def __init__(self, raw: io.RawIOBase, free: Callable[[], None]) -> None:
        super().__init__(raw)
        self._free = free

    def close(self) -> None:
        """Close it, and give its room back, once."""
        if not self.closed:
            super().close()
            self._free()


class DiskBudget:
    """``limit`` bytes, of which one address has half at most."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """What is taken, in bytes."""
        with self._lock:
            return self._taken.total()

    def keep(self, file: BinaryIO, size: int, address: str) -> BinaryIO:
        """Return the file of an answer, with its room taken; raises :class:`DiskFull`, the file closed, where there is none."""
        with self._lock:
            fits = self._taken.total() + size <= self._limit
            fair = not address or self._taken[address] + size <= self._limit // 2
            if fits and fair:
                self._taken[address] += size
        if not (fits and fair):
            file.close()
            raise DiskFull
        return KeptFile(file.detach(), lambda: self._give_back(size, address))  # type: ignore[attr-defined]

    def _give_back(self, size: int, address: str) -> None:
        with self._lock:
            self._taken[address] -= size
            self._taken += Counter()  # forget who holds nothing
