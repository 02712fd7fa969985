"""Whole answers that were given before, bounded in bytes: their key names the release, so none is ever stale."""

from __future__ import annotations

import threading

import msgspec
from cachetools import LRUCache

_OVERHEAD = 512  # bytes of bookkeeping an entry, so that many small answers stay in bounds too


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: ``cut`` if a row limit left rows out; with all its ``headers`` where it is kept as it was sent."""

    body: bytes
    cut: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """What it takes to keep, in bytes."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + _OVERHEAD


class Answers:
    """The answers, least recently used out first. Threads share it."""

    def __init__(self, limit: int) -> None:
        self._kept: LRUCache[str, Kept] = LRUCache(max(limit, 0), getsizeof=lambda kept: kept.size)
        self._lock = threading.Lock()

    def get(self, tag: str) -> Kept | None:
        """Return the answer with this entity tag."""
        with self._lock:
            return self._kept.get(tag)

    def put(self, tag: str, answer: Kept) -> None:
        """Keep an answer, unless it alone is larger than all may be."""
        if answer.size <= self._kept.maxsize:
            with self._lock:
                self._kept[tag] = answer

    @property
    def size(self) -> float:
        """What is kept, in bytes."""
        return self._kept.currsize
