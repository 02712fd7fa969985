"""Places in a document, before any policy is known.

A reader turns a file into a :class:`Document`: the *canonical text* (Unicode as is, LF, no BOM) and blocks that point
into it. Every offset is a code point into the canonical text, end exclusive. Text is never altered: a cell's text is
exactly the slice between its offsets, without the blanks around it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A slice of the canonical text and where a person finds it; ``block``, ``row`` and ``page`` are 1-based.

    ``block`` counts tables and paragraphs in reading order; ``row`` counts the rows of a table, header included;
    ``page`` is absent where the format has no pages. A cell merged over several rows has one place, that of its text.
    """

    start: int
    end: int
    block: int
    row: int | None = None
    page: int | None = None

    def part(self, start: int, end: int) -> Place:
        """Return the place of ``[start:end]`` of this place's own text."""
        return msgspec.structs.replace(self, start=self.start + start, end=self.start + end)


DECLARED_HEADING = 10
"""The level of a paragraph that a steward calls a heading, whatever it looks like; formats know nine at most."""


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph; ``level`` is 1… where the format marks it as a heading, else 0."""

    place: Place
    level: int = 0


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A table row: one place per column of the grid; a merged cell's place stands in every row and column it covers.

    An empty cell is a place whose start equals its end. Text tables have no grid: a row has as many cells as it prints.
    """

    cells: tuple[Place, ...]
    place: Place


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table, header rows included; ``has_grid`` is false where columns were only separated by tabs or blanks."""

    place: Place
    rows: tuple[Row, ...]
    has_grid: bool = True


Block = Paragraph | Table


class Omission(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that a file shows and its canonical text does not hold: ``what`` goes on after the page it is on.

    ``code`` is that of the finding it becomes; ``place`` is where the text holds something in its stead.
    """

    what: str
    advice: str
    severity: Literal["warning", "info"] = "warning"
    page: int | None = None
    text: str = ""
    code: str = "not-read"
    place: Place | None = None


class RecognisedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was recognised on the picture of a page: its box in points from the top left corner, and how surely, from
    0 to 1; ``doubtful`` are the places of characters in ``text`` that are less sure."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    sureness: float
    doubtful: tuple[int, ...] = ()


class RecognisedRule(msgspec.Struct, frozen=True, kw_only=True):
    """A straight line on the picture of a page, as the ruling of a table: its box in points."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Recognition(msgspec.Struct, frozen=True, kw_only=True):
    """What was recognised on the pages of a document that are pictures; ``engine`` is the program and its version, and
    ``is_kept`` says that it was read from a file beside the document, which a person may have corrected."""

    engine: str
    lines: tuple[RecognisedLine, ...] = ()
    rules: tuple[RecognisedRule, ...] = ()
    is_kept: bool = False

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that text was recognised on."""
        return tuple(sorted({line.page for line in self.lines}))

    @property
    def sureness(self) -> float:
        """How surely the characters were recognised, on average."""
        characters = sum(len(line.text) for line in self.lines)
        return sum(line.sureness * len(line.text) for line in self.lines) / characters if characters else 0.0


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document as read.

    ``name`` is the file's name, ``media_type`` its IANA type, ``encoding`` the charset of a text format, ``byte_size`` and
    ``sha256`` (hex) those of the original bytes. ``title`` is what the format itself calls the document, ``omissions``
    what the file shows and the text does not hold. ``authors`` are those whom the format names as having written, changed
    or commented on the file. ``recognised`` is there where the text, or some of it, was recognised on pictures.
    """

    path: Path
    name: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    byte_size: int
    sha256: str
    encoding: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    has_comments: bool = False
    omissions: tuple[Omission, ...] = ()
    recognised: Recognition | None = None

    def at(self, place: Place) -> str:
        """Return the text between the offsets of a place."""
        return self.text[place.start : place.end]
