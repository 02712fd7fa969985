"""One page of a PDF: its tables and the lines around them, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mapping.readers.composing import Cell, unwrapped
from mapping.readers.glyphs import as_seen

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the page's top left corner."""

SNAP = 3.0
"""Points by which the edges of one column or row may differ."""

# A blank wider than this part of a character's size is one; justified Chinese is set wider than normal.
_BLANK_RATIO = 0.5
_PAGE_NUMBER = re.compile(r"[-—－–\s·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/共]\s*\d{1,4}\s*页?)?[-—－–\s·]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside tables; ``size`` is that of its characters, in points."""

    text: str
    box: Box
    size: float
    page: int


@dataclass(frozen=True, slots=True)
class PageTable:
    """The part of a table that stands on one page."""

    grid: list[list[Cell]]
    box: Box
    page: int

    @property
    def columns(self) -> int:
        """How many columns its grid has."""
        return len(self.grid[0])


Part = Line | PageTable


def parts_of(page: Page) -> list[Part]:
    """Return the tables and lines of a page from top to bottom, without its page number."""
    tables = _tables(page)
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_holds(box, thing) for box in boxes))
    parts: list[Part] = [PageTable(_grid(table, page), table.bbox, page.page_number) for table in tables]
    parts.extend(_lines(outside, page))
    return sorted(parts, key=lambda part: (part.box[1], part.box[0]))


def _tables(page: Page) -> list[Table]:
    """Return the ruled tables of a page.

    A row that the page break cuts has no rule below it (or above it, on the next page): one is laid where the
    upright rules end.
    """
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    if not upright:
        return []
    ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
    return [table for table in page.find_tables({"explicit_horizontal_lines": ends}) if len(table.cells) > 1]


def _lines(outside: Page, page: Page) -> list[Line]:
    if not outside.chars:
        return []
    found = []
    for line in outside.extract_text_lines(x_tolerance_ratio=_BLANK_RATIO, return_chars=True):
        box = (line["x0"], line["top"], line["x1"], line["bottom"])
        at_edge = box[1] < page.height * 0.1 or box[3] > page.height * 0.9
        if line["text"].strip() and not (at_edge and _PAGE_NUMBER.fullmatch(line["text"])):
            size = max(character["size"] for character in line["chars"])
            found.append(Line(as_seen(line["text"].strip()), box, size, page.page_number))
    return found


def _grid(table: Table, page: Page) -> list[list[Cell]]:
    """Return the grid of a table: a merged cell is one box that covers several rows or columns."""
    lefts = _edges([edge for box in table.cells for edge in (box[0], box[2])])
    tops = _edges([edge for box in table.cells for edge in (box[1], box[3])])
    grid = [[Cell("", page.page_number) for _ in lefts[1:]] for _ in tops[1:]]
    for box in table.cells:
        cell = Cell(_text(page, box), page.page_number)
        for row in range(_index(tops, box[1]), _index(tops, box[3])):
            for column in range(_index(lefts, box[0]), _index(lefts, box[2])):
                grid[row][column] = cell
    return grid


def _edges(edges: Sequence[float]) -> list[float]:
    ordered = sorted(edges)
    return [ordered[0], *(right for left, right in pairwise(ordered) if right - left > SNAP)]


def _index(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - edge))


def _text(page: Page, box: Box) -> str:
    inside = page.filter(lambda thing: _holds(box, thing))
    return as_seen(unwrapped(inside.extract_text(x_tolerance_ratio=_BLANK_RATIO))) if inside.chars else ""


def _holds(box: Box, thing: dict[str, Any]) -> bool:
    """Tell whether the middle of a character (or line, or rectangle) lies in a box."""
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= across < box[2] and box[1] <= down < box[3])
