"""The errors of the maker, one tree::

MappingError            what was wrong, where, and what to do
├── DocumentError       a document that cannot be read
├── LayoutError         a document whose layout does not fit its plan.toml
├── PlanFolderError     a plan.toml that does not hold together
├── CuratedDataError    reference data that contradicts itself
└── ReleaseError        a release that could not be made or switched to
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """A place that a person can find: a file, and as much of page, block, row and text as is known (all 1-based)."""

    document: str = ""
    page: int | None = None
    block: int | None = None
    row: int | None = None
    text: str = ""

    def __str__(self) -> str:
        numbered = [(word, n) for word, n in (("page", self.page), ("block", self.block), ("row", self.row)) if n]
        place = ", ".join([*([self.document] if self.document else []), *(f"{word} {n}" for word, n in numbered)])
        return f"{place}: “{self.text}”" if self.text and place else place or self.text


class MappingError(Exception):
    """What was wrong (``what``), where (``where``), and what to do (``advice``)."""

    def __init__(self, what: str, *, advice: str, where: Where | None = None) -> None:
        self.what = what
        self.where = where or Where()
        self.advice = advice
        place = str(self.where)
        super().__init__(f"{place + ': ' if place else ''}{what}. {advice}")


class DocumentError(MappingError):
    """A document that cannot be read."""


class LayoutError(MappingError):
    """A document whose layout does not fit its ``plan.toml``."""


class PlanFolderError(MappingError):
    """A ``plan.toml`` that does not hold together."""


class CuratedDataError(MappingError):
    """Reference data that contradicts itself."""


class ReleaseError(MappingError):
    """A release that could not be made or switched to."""
