"""What a layout finds in a document: entries and the places around them."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from mapping.blocks import Document, Place
from mapping.errors import LayoutError, Where
from mapping.findings import Finding
from mapping.parsers.mentions import LeadRule, Role


class BodyText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A text that names bodies; ``role`` is that of its column or line, absent where only the text says."""

    place: Place
    role: Role | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One measure and what stands beside it.

    ``number`` is the serial as printed, without the punctuation around it. ``label`` is the theme label printed on
    this row (two places where it is split over two rows); ``headings`` the path of headings above, outermost first.
    ``place`` is the row.
    """

    number: str
    measure: Place
    place: Place
    requirement: Place | None = None
    label: tuple[Place, ...] = ()
    headings: tuple[Place, ...] = ()
    bodies: tuple[BodyText, ...] = ()
    deadline: Place | None = None


class LayoutReading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything a layout read.

    ``signatories`` are one place a name; ``defaults`` the texts that state a responsibility once for what follows them;
    ``persons`` the cells with names of persons, which are never to be published. ``lead_rule`` says who leads where no
    word beside the name does.
    """

    entries: tuple[Entry, ...]
    lead_rule: LeadRule | None = None
    signatories: tuple[Place, ...] = ()
    defaults: tuple[Place, ...] = ()
    persons: tuple[Place, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class ReadEntries:
    """What was read of some blocks so far: entries, the cells with names of persons, and what could not be read."""

    entries: list[Entry] = field(default_factory=list)
    persons: list[Place] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


LONGEST_QUOTE = 60
"""Characters of a row that an error shows."""


def fault(document: Document, place: Place | None, what: str, advice: str, *, more: str = "") -> LayoutError:
    """Return the error that names the document, page, block and row of a place, and shows its text.

    ``more`` says what else is wrong, so that all is told at once.
    """
    where = Where(document=document.name) if place is None else _where(document, place)
    return LayoutError(what, advice=f"{advice}{more}", where=where)


def doubt(document: Document, place: Place, code: str, what: str, advice: str) -> Finding:
    """Return the finding that shows the text of a place, and says what is wrong with it and what to do."""
    shown = _shown(document, place)
    return Finding(code=code, message=f"“{shown}”: {what}", advice=advice, place=place, text=shown)


def _where(document: Document, place: Place) -> Where:
    return Where(
        document=document.name, page=place.page, block=place.block, row=place.row, text=_shown(document, place)
    )


def _shown(document: Document, place: Place) -> str:
    shown = " ".join(document.at(place).split())
    return shown[:LONGEST_QUOTE] + "…" if len(shown) > LONGEST_QUOTE else shown
