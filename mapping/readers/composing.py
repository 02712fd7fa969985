"""The canonical text of formats that are no text: ours to build, so that it is unambiguous.

A paragraph is a line. A table row is a line, its cells separated by tabs; a merged cell is written once, in
its first row and column, and leaves the others empty. Inside a cell or paragraph there is therefore no tab
and no line feed: a wrapped line is joined to the next (with a blank only between two Latin words), and a break
that the author made becomes one blank, unless a punctuation mark stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from mapping.blocks import Block, Document, Omission, Paragraph, Place, Row, Table
from mapping.readers.source import Source

_BREAK = re.compile(r"[ \u3000\xa0]*[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+[ \u3000\xa0\t\n\r\v\f]*")
_PUNCTUATION = frozenset("、，。；：？！,.;:?!“”‘’（）()《》〈〉【】〔〕[]「」—…·")


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A table cell; a merged one stands, as the same object, in every row and column that it covers."""

    text: str
    page: int | None = None


Grid = Sequence[Sequence[Cell]]


def unbroken(text: str) -> str:
    """Return a text without the author's line breaks: one blank each, none beside punctuation."""
    return _join(text, lambda before, after: before not in _PUNCTUATION and after not in _PUNCTUATION)


def unwrapped(text: str) -> str:
    """Return a text without the line breaks that only the page's width made: none, a blank between Latin words."""
    return _join(text, lambda before, after: (before + after).isascii() and (before + after).isalnum())


def _join(text: str, needs_blank: Callable[[str, str], bool]) -> str:
    stripped = text.strip()

    def between(found: re.Match[str]) -> str:
        return " " if needs_blank(stripped[found.start() - 1], stripped[found.end()]) else ""

    return _BREAK.sub(between, stripped)


@dataclass(slots=True)
class Composer:
    """Builds a canonical text and the blocks that point into it, in reading order."""

    omissions: list[Omission] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _length: int = 0

    def paragraph(self, text: str, *, level: int = 0, page: int | None = None) -> None:
        """Add a paragraph, unless it is empty. ``text`` holds no line break."""
        if not text:
            return
        start = self._write(text)
        self._write("\n")
        place = Place(start=start, end=start + len(text), block=len(self._blocks) + 1, page=page)
        self._blocks.append(Paragraph(place=place, level=level))

    def table(self, grid: Grid) -> None:
        """Add a table, unless it is empty. Rows may differ in length; the texts hold no tab and no line break."""
        if not any(cell.text for row in grid for cell in row):
            return
        block = len(self._blocks) + 1
        placed: dict[int, Place] = {}
        start = self._length
        rows = tuple(self._row(row, placed, block, number) for number, row in enumerate(grid, 1))
        place = Place(start=start, end=self._length - 1, block=block, page=rows[0].place.page)
        self._blocks.append(Table(place=place, rows=rows))

    def document(
        self, source: Source, *, media_type: str, encoding: str | None = None, title: str | None = None
    ) -> Document:
        """Return the document composed.

        Raises:
            DocumentError: nothing was added.
        """
        if not self._blocks:
            raise source.error("the document holds no text", "Check that it is the right file, and no picture.")
        document = source.document("".join(self._parts), tuple(self._blocks), media_type=media_type, encoding=encoding)
        return msgspec.structs.replace(document, title=title, omissions=tuple(self.omissions))

    def _row(self, cells: Sequence[Cell], placed: dict[int, Place], block: int, number: int) -> Row:
        start = self._length
        page = next((cell.page for cell in cells if id(cell) not in placed), cells[0].page if cells else None)
        places = []
        for at, cell in enumerate(cells):
            if at:
                self._write("\t")
            if id(cell) not in placed:
                begin = self._write(cell.text)
                placed[id(cell)] = Place(start=begin, end=self._length, block=block, row=number, page=cell.page)
            places.append(placed[id(cell)])
        end = self._length
        self._write("\n")
        return Row(cells=tuple(places), place=Place(start=start, end=end, block=block, row=number, page=page))

    def _write(self, text: str) -> int:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start


def add_sheet(composer: Composer, grid: Grid) -> None:
    """Add the rows of a sheet: a table per stretch between empty rows; titles and notes around it are paragraphs."""
    stretch: list[Sequence[Cell]] = []
    for row in [*grid, ()]:
        if any(cell.text for cell in row):
            stretch.append(row)
            continue
        _add_stretch(composer, stretch)
        stretch = []


def _add_stretch(composer: Composer, rows: list[Sequence[Cell]]) -> None:
    tabular = [at for at, row in enumerate(rows) if len(_texts(row)) > 1]
    first, last = (tabular[0], tabular[-1] + 1) if tabular else (len(rows), len(rows))
    for row in rows[:first]:
        composer.paragraph(_texts(row)[0])
    composer.table(_without_empty_columns(rows[first:last]))
    for row in rows[last:]:
        composer.paragraph(_texts(row)[0])


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in dict.fromkeys(row) if cell.text]


def _without_empty_columns(rows: list[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Drop the columns to the right of the last one that holds text."""
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell.text), default=0)
    empty = Cell("")
    return [(*row[:width], *(Cell(empty.text) for _ in range(width - len(row)))) for row in rows]
