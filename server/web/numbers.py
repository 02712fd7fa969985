"""Whole numbers in addresses: a page, a size, how many to skip."""

from __future__ import annotations

_DIGITS = 9
"""How long a number may be that is read: nothing here has a billion pages, and Python refuses to read thousands of digits."""


def number_of(given: str, most: int = 10**_DIGITS, *, least: int = 1) -> int | None:
    """Return the number that ``given`` writes in ASCII digits, or nothing where it is none from ``least`` to ``most``."""
    is_number = given.isascii() and given.isdecimal() and len(given) <= _DIGITS
    return int(given) if is_number and least <= int(given) <= most else None
