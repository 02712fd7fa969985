"""Places that clients share fairly: who holds the fewest is next, and the last free ones are for who holds none."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from dataclasses import dataclass, field

from server.release.store.asking.asker import Client
from server.release.store.errors import HungUp


@dataclass(eq=False)
class _Waiting:
    address: str
    seated: bool = False
    called: threading.Event = field(default_factory=threading.Event)


class LanePlaces:
    """``count`` places, of which the last ``kept`` free ones go only to an address that holds none.

    The program itself, which has no address, is held to no share.
    """

    def __init__(self, count: int, kept: int = 0) -> None:
        self._free = count
        self._kept = min(kept, count - 1)
        self._held: Counter[str] = Counter()
        self._line: list[_Waiting] = []
        self._lock = threading.Lock()

    def enter(self, asker: Client, patience: float = 0.0) -> bool:
        """Take a place, waiting for it up to ``patience`` seconds; raises :class:`HungUp`."""
        me = _Waiting(asker.address)
        with self._lock:
            self._line.append(me)
            self._seat()
            if me.seated:
                return True
            if not patience:
                self._line.remove(me)
                return False
        return self._wait(me, asker, patience)

    def _wait(self, me: _Waiting, asker: Client, patience: float) -> bool:
        with contextlib.suppress(HungUp), asker.while_there(me.called.set):
            me.called.wait(patience)
        with self._lock:
            if not me.seated:
                self._line.remove(me)
        if asker.gone:
            if me.seated:
                self.leave(asker)
            raise HungUp
        return me.seated

    def leave(self, asker: Client) -> None:
        """Give a place back."""
        with self._lock:
            self._free += 1
            self._held[asker.address] -= 1
            self._held += Counter()  # forget who holds none
            self._seat()

    def _seat(self) -> None:
        while self._free and (able := [each for each in self._line if self._may(each.address)]):
            chosen = min(able, key=lambda each: self._held[each.address])
            self._line.remove(chosen)
            self._free -= 1
            self._held[chosen.address] += 1
            chosen.seated = True
            chosen.called.set()

    def _may(self, address: str) -> bool:
        return self._free > self._kept or not address or not self._held[address]
