"""What words mean to people who search, from ``meanings.toml``."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from mapping.comparable import folded
from mapping.release.index import english

_FILE = Path(__file__).with_name("meanings.toml")
_LONGEST = 3
"""How many words the longest phrase of the file has."""


def alike(asked: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the stretches of folded words that others can stand for, the longest first: first, end (exclusive), the others."""
    groups = _groups()
    for length in range(min(_LONGEST, len(asked)), 0, -1):
        for first in range(len(asked) - length + 1):
            said = _compared(" ".join(asked[first : first + length]))
            for group in groups.get(said, ()):
                yield first, first + length, tuple(each for each in group if _compared(each) != said)


def _compared(text: str) -> str:
    """Return a word as it is compared: words of English by their stems."""
    return " ".join(english.stems(text.replace("▁", " "))) if text.isascii() or "▁" in text else folded(text)


def said(what: str) -> list[str]:
    """Return the words of a list of the file: ``asking`` or ``general``."""
    return list(_read()[what])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _groups() -> Mapping[str, Sequence[Sequence[str]]]:
    found: dict[str, list[Sequence[str]]] = defaultdict(list)
    for group in _read()["groups"]:
        for each in group:
            found[_compared(each)].append(group)
    return found
