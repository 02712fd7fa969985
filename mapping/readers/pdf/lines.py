"""Glyphs to lines of text: by the line that they stand on, whatever their font, and from left to right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mapping.readers.composing import unwrapped
from mapping.readers.pdf.page import Box, Glyph

# A blank wider than this part of a character's size is one; justified Chinese is set wider than normal.
_BLANK = 0.5
_LATIN_BLANK = 0.12
_WIDE_BLANK = 1.8
_SAME_BASE = 0.3
_RAISED = 0.65
_SMALLER = 0.85
_BAND = 8.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; ``size`` is that of most of its characters, ``base`` where it stands, in points."""

    text: str
    box: Box
    size: float
    base: float
    page: int

    @property
    def width(self) -> float:
        """From its first character to its last."""
        return self.box[2] - self.box[0]


@dataclass(slots=True)
class _Row:
    base: float
    size: float
    glyphs: list[Glyph]


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Return the lines that glyphs make, from top to bottom."""
    return [line for row in rows_of(glyphs) if (line := line_of(row, page)) is not None]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Gather the glyphs that stand on one line: large ones first, then what is raised or lowered beside them."""
    rows = _Rows()
    ordered = sorted((glyph for glyph in glyphs if glyph.size > 0), key=lambda glyph: (-round(glyph.size), glyph.base))
    for glyph in ordered:
        rows.add(glyph)
    return rows.in_order()


class _Rows:
    """The rows so far, found by the height at which they stand."""

    def __init__(self) -> None:
        self._at: dict[int, list[_Row]] = defaultdict(list)

    def add(self, glyph: Glyph) -> None:
        reach = range(int((glyph.base - glyph.size) // _BAND), int((glyph.base + 3 * glyph.size) // _BAND) + 1)
        near = [row for band in reach for row in self._at.get(band, ())]
        row = _row_for(glyph, near)
        if row is None:
            self._at[int(glyph.base // _BAND)].append(_Row(glyph.base, glyph.size, [glyph]))
        else:
            row.glyphs.append(glyph)

    def in_order(self) -> list[list[Glyph]]:
        rows = sorted((row for band in self._at.values() for row in band), key=lambda row: row.base)
        return [sorted(row.glyphs, key=lambda glyph: (glyph.left, glyph.right)) for row in rows]


def _row_for(glyph: Glyph, rows: Sequence[_Row]) -> _Row | None:
    nearest = min(rows, key=lambda row: abs(row.base - glyph.base), default=None)
    if nearest is not None and abs(nearest.base - glyph.base) <= _SAME_BASE * min(nearest.size, glyph.size):
        return nearest
    raised = (row for row in rows if glyph.size < _SMALLER * row.size and _is_beside(glyph, row))
    return next(raised, None)


def _is_beside(glyph: Glyph, row: _Row) -> bool:
    """Tell whether a small glyph is a raised or lowered part of a row: it touches one of its characters."""
    if not -_SAME_BASE * row.size <= row.base - glyph.base <= _RAISED * row.size:
        return False
    return any(
        abs(glyph.left - other.right) < row.size / 2 or abs(glyph.right - other.left) < row.size / 2
        for other in row.glyphs
    )


def line_of(glyphs: Sequence[Glyph], page: int) -> Line | None:
    """Return the line of a row of glyphs, ``None`` if it is blank."""
    shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not shown:
        return None
    sizes = sorted(glyph.size for glyph in shown)
    size, base = sizes[len(sizes) // 2], sorted(glyph.base for glyph in shown)[len(shown) // 2]
    text = shown[0].text
    for before, after in pairwise(shown):
        text += _between(before, after, glyphs) + after.text
    box = (shown[0].left, base - size, max(glyph.right for glyph in shown), base + size / 4)
    return Line(text, box, size, base, page)


def _between(before: Glyph, after: Glyph, row: Sequence[Glyph]) -> str:
    size = max(before.size, after.size)
    gap = after.left - before.right
    if gap > _WIDE_BLANK * size:
        return "\u3000"
    if any(glyph.text.isspace() and before.left <= glyph.left <= after.left for glyph in row):
        return " "
    is_latin = before.text.isascii() and after.text.isascii()
    return " " if gap > (_LATIN_BLANK if is_latin else _BLANK) * size else ""


def cell_text(lines: Sequence[Line]) -> str:
    """Return the text of a cell. Its lines are joined without a blank: real tables part names where they like."""
    return unwrapped("\n".join(line.text for line in lines))
