"""How complete a dataset is, in numbers that were counted: a plan by its shapes, the common datasets by what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mapping.release.quality import Dimension, PlanQuality
from server.release.live import Served

_DIMENSIONS: tuple[Dimension, ...] = ("completeness", "coverage", "consistency")


@dataclass(frozen=True, slots=True)
class Counted:
    """``found`` of ``expected``; ``word`` and ``says`` are keys of the words for what was counted, and for what that means."""

    word: str
    says: str
    found: int
    expected: int

    @property
    def percent(self) -> str:
        """The share, rounded down to a tenth: only all of them are 100 %."""
        return f"{self.found * 1000 // self.expected / 10:g} %" if self.expected else "–"


def counted(now: Served, name: str) -> tuple[Counted, ...]:
    """Return what was counted of a dataset; nothing of one that is validated whole, or was made before anything was counted."""
    if name == "ontology":
        return now.once(_terms)
    known = now.overview
    published = [line for line in known.plans if not line.held_back]
    if name == "all":
        everything = Counted("quality.plans", "quality.held_says", len(published), len(known.plans))
        return (everything, *_shares(published)) if known.plans else ()
    if name == "quality":
        plans = len(now.manifest.plans) + len(now.manifest.held_back)
        return (Counted("quality.plans", "quality.measured_says", len(known.plans), plans),) if known.plans else ()
    return _shares(line for line in published if line.plan == name)


def _shares(lines: Iterable[PlanQuality]) -> tuple[Counted, ...]:
    """Return the sums of the dimensions over plans."""
    shares = [line.shares for line in lines]
    found = []
    for dimension in _DIMENSIONS:
        several = [each[dimension] for each in shares if dimension in each]
        if several:
            have, should = sum(each.found for each in several), sum(each.expected for each in several)
            found.append(Counted(f"quality.{dimension}", f"quality.{dimension}_says", have, should))
    return tuple(found)


def _terms(now: Served) -> tuple[Counted, ...]:
    row = next(iter(now.store.select("catalogue-terms")))
    terms = row.integer("terms")
    return (Counted("quality.terms", "quality.terms_says", row.integer("explained"), terms),) if terms else ()
