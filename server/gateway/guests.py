"""Guests: whom a request shares places with, and how often they may come."""

from __future__ import annotations

import functools
import hashlib
import ipaddress
import math
from collections.abc import Sequence

from cachetools import LRUCache

from server.web.problems import Problem

_REMEMBERED = 65_536
"""How many guests are remembered at most: no crowd of strangers takes memory without end."""
_BURST_SECONDS = 10.0
"""Who was quiet for so long may come as often as that at once."""
_SCHEME = "bearer "


class Pace:
    """So many requests a second a guest, and ten seconds' worth of them at once (the generic cell rate algorithm)."""

    def __init__(self, a_second: float) -> None:
        self.a_second = a_second
        self._next: LRUCache[str, float] = LRUCache(_REMEMBERED)

    def wait(self, guest: str, now: float) -> float:
        """Note a request, and return 0; or, where it comes too early, the seconds until it may come."""
        if not self.a_second:
            return 0.0
        due = max(self._next.get(guest, now), now)
        early = due - now - _BURST_SECONDS
        if early > 0:
            return early
        self._next[guest] = due + 1 / self.a_second
        return 0.0


class Guests:
    """Tells guests by their address, or by a token, whose holder has a share of its own and no pace."""

    def __init__(self, a_second: float, tokens: Sequence[str]) -> None:
        self._pace = Pace(a_second)
        self._tokens = {_digest(token) for token in tokens}

    def admit(self, address: str, authorization: str, now: float) -> str:
        """Return whom a request shares with; raises :class:`Problem` for one too many, and for a token that is none.

        What comes from this machine itself has no pace: it is the operator, or a proxy that speaks for everybody.
        """
        if self._tokens and authorization.lower().startswith(_SCHEME):
            return self._holder(authorization[len(_SCHEME) :].strip())
        guest = share_of(address)
        if not _is_here(address) and (wait := self._pace.wait(guest, now)):
            raise Problem.too_many(self._pace.a_second, math.ceil(wait))
        return guest

    def _holder(self, token: str) -> str:
        digest = _digest(token)
        if digest not in self._tokens:
            raise Problem.unauthorized("This server does not know the token. Ask without one, or ask its operator.")
        return f"token {digest[:16]}"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@functools.lru_cache(maxsize=1024)
def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def share_of(address: str) -> str:
    """Return whom an address shares with: one client has a whole /64 of IPv6 to choose from."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
    except ValueError:
        return address
