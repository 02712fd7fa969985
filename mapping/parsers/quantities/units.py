"""The units that follow numbers, by what they measure, from ``units.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Sort = Literal["counted", "shares", "money", "measured", "ages", "durations", "bare"]
_SORTS: tuple[Sort, ...] = ("shares", "money", "measured", "ages", "durations")
PEOPLE = frozenset({"人", "名", "位", "户", "人次", "户次", "乘次", "人(次)"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed, what it measures, and its name in QUDT where that vocabulary has it."""

    text: str
    sort: Sort
    qudt: str | None = None


NONE = Unit("", "bare")
"""No unit is printed."""


@cache
def known() -> dict[str, Unit]:
    """Return the units by how they are printed."""
    data = _data()
    units = {text: Unit(text, "counted") for text in data["counted"]}
    for sort in _SORTS:
        units |= {text: Unit(text, sort, qudt or None) for text, qudt in data[sort].items()}
    units["番"] = Unit("番", "measured")
    return units


@cache
def pattern() -> str:
    """Return a pattern for a unit, the longest first, with what it is reckoned by (元/人); it holds no group."""
    data = _data()
    alternatives = "|".join(_guarded(text, data["not_before"]) for text in sorted(known(), key=lambda u: (-len(u), u)))
    return rf"(?:{alternatives})(?:/(?:[百千万亿]{{0,2}}?)(?:{_latin_or_long()}|[年月日天人户亩次吨元米])(?![\d.]))?"


def unit(printed: str) -> Unit:
    """Return the unit that is printed so; one reckoned by another (元/人) keeps its sort, and has no name in QUDT."""
    if found := known().get(printed):
        return found
    head = printed.partition("/")[0]
    return Unit(printed, known()[head].sort if head in known() else "measured")


def _guarded(text: str, not_before: dict[str, str]) -> str:
    after = not_before.get(text)
    guard = rf"(?![{after}])" if after else "(?![A-Za-z0-9])" if text[-1].isascii() and text[-1].isalnum() else ""
    return re.escape(text) + guard


def _latin_or_long() -> str:
    return "|".join(re.escape(text) for text in sorted(known(), key=lambda u: (-len(u), u)) if "/" not in text)


@cache
def _data() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = tomllib.loads(
        files("mapping.parsers.quantities").joinpath("units.toml").read_text(encoding="utf-8")
    )
    return loaded
