"""Quality as a release holds it: what was counted of each plan, and of all plans together.

Written below ``reports/``: ``<plan>.quality.nq`` and ``.json`` a plan, ``metrics.nq`` and ``overview.json`` a release.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Literal

import msgspec

from shapes.places import SourcePlace
from shapes.report import Severity
from shapes.rules import Kind

Dimension = Literal["completeness", "coverage", "consistency"]
DIMENSIONS: dict[Kind, Dimension] = {"required": "completeness", "optional": "coverage", "rule": "consistency"}
"""In which dimension a kind of rule measures."""
_PLACES = Decimal("0.0001")
OVERVIEW = "overview.json"


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """``found`` of ``expected`` things are as a rule asks (of an optional property: have it)."""

    rule: str
    expected: int
    found: int


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """The sum of the tallies of a dimension."""

    expected: int = 0
    found: int = 0


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted of a plan. ``profile`` is the strictest that it conforms to; ``places`` are those of its findings."""

    plan: str
    title: dict[str, str]
    jurisdiction: str
    measures: int
    profile: str | None
    counts: dict[Severity, int]
    shares: dict[Dimension, Share]
    tallies: tuple[Tally, ...]
    places: dict[str, SourcePlace]


class PlanQuality(msgspec.Struct, frozen=True, kw_only=True):
    """A plan in the overview of a release; ``held_back`` is true where it was not published."""

    plan: str
    title: dict[str, str]
    jurisdiction: str
    measures: int
    profile: str | None
    counts: dict[Severity, int]
    shares: dict[Dimension, Share]
    held_back: bool


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All plans of a release, and the tallies of the published ones together."""

    plans: tuple[PlanQuality, ...]
    tallies: tuple[Tally, ...]


def share(expected: int, found: int) -> str:
    """Return ``found`` of ``expected`` as a decimal string; only all of them are 1, for it is rounded down."""
    exact = (Decimal(found) / Decimal(expected)).quantize(_PLACES, rounding=ROUND_DOWN)
    return f"{exact.normalize():f}"
