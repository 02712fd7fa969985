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


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """A place of text that looks like a measure and was not read as one; ``kind`` is the code of the finding about it."""

    kind: str
    place: SourcePlace


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Of the characters that look like measures, how many were ``read``, and how many ``unread`` and where.

    ``omissions`` say in English what the file shows and its text does not hold; ``accepted`` is the steward's reason, by
    language, why it may be published all the same.
    """

    read: int
    unread: int
    places: tuple[Unread, ...] = ()
    omissions: tuple[str, ...] = ()
    accepted: dict[str, str] = {}

    @property
    def share(self) -> Share:
        """What was read, of all that looks like measures."""
        return Share(expected=self.read + self.unread, found=self.read)


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted of a plan. ``profile`` is the strictest that it conforms to; ``places`` are those of its findings.

    ``reading`` is absent where a release was made before it was measured.
    """

    plan: str
    title: dict[str, str]
    jurisdiction: str
    measures: int
    profile: str | None
    counts: dict[Severity, int]
    shares: dict[Dimension, Share]
    tallies: tuple[Tally, ...]
    places: dict[str, SourcePlace]
    reading: Reading | None = None


class PlanQuality(msgspec.Struct, frozen=True, kw_only=True):
    """A plan in the overview of a release; ``held_back`` is true where it was not published.

    ``read`` counts the characters that look like measures; it is absent where a release was made before that was measured.
    """

    plan: str
    title: dict[str, str]
    jurisdiction: str
    measures: int
    profile: str | None
    counts: dict[Severity, int]
    shares: dict[Dimension, Share]
    held_back: bool
    read: Share | None = None


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All plans of a release, and the tallies of the published ones together."""

    plans: tuple[PlanQuality, ...]
    tallies: tuple[Tally, ...]


def share(expected: int, found: int) -> str:
    """Return ``found`` of ``expected`` as a decimal string; only all of them are 1, for it is rounded down."""
    exact = (Decimal(found) / Decimal(expected)).quantize(_PLACES, rounding=ROUND_DOWN)
    return f"{exact.normalize():f}"
