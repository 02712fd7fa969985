"""The parts of a page in reading order: tables, and the lines around them, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from mapping.readers.composing import Cell
from mapping.readers.pdf.grid import Grid, grids_of
from mapping.readers.pdf.lines import Line, cell_text, line_of, lines_of, rows_of
from mapping.readers.pdf.page import Box, Glyph, PrintedPage

_GAP = 1.2
_MIDDLE = (0.35, 0.65)
_FEWEST_ROWS = 8
_MOST_LINES_OF_HEADING = 3
_SMALL = 0.92
_WIDE = 0.75
_EDGE = 0.07
_FEW_GLYPHS = 20


@dataclass(frozen=True, slots=True)
class PageTable:
    """The part of a table that stands on one page; ``lefts`` are the edges of its columns."""

    grid: list[list[Cell]]
    lefts: list[float]
    box: Box
    page: int


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A line and the column of the page it stands in: 0 for the whole page, 1 and 2 for the left and the right half."""

    line: Line
    column: int = 0


Part = FlowLine | PageTable


@dataclass(slots=True)
class PageFlow:
    """What is read of a page, in order, and the notes in its margin, which are not.

    Of the page's glyphs only their number and usual size are kept, and which part of it a picture without text covers.
    """

    page: PrintedPage
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    glyphs: int = 0
    size: float = 0.0
    covered: float = 0.0


def flow_of(page: PrintedPage) -> PageFlow:
    """Return the tables and lines of a page in reading order."""
    sizes = sorted(glyph.size for glyph in page.glyphs)
    bare = replace(page, glyphs=[], across=[], upright=[])
    flow = PageFlow(bare, glyphs=len(sizes), size=sizes[len(sizes) // 2] if sizes else 0.0, covered=_covered(page))
    left = list(page.glyphs)
    tables: list[PageTable] = []
    for grid in grids_of(page):
        inside = [glyph for glyph in left if grid.cell_at(*glyph.middle) is not None]
        found = list(_tables(grid, inside, page.number))
        if not found:
            continue  # a frame: what stands in it is read as if it were not there
        taken = {id(glyph) for glyph in inside if any(_holds(table.box, glyph) for table in found)}
        tables += found
        left = [glyph for glyph in left if id(glyph) not in taken]
    rows, flow.notes = _without_notes(rows_of(left), page)
    flow.parts = list(_ordered(rows, tables, page))
    return flow


def _covered(page: PrintedPage) -> float:
    """Return which part of the page the largest picture covers that has no text on it."""
    largest = 0.0
    for left, top, right, bottom in page.pictures:
        width = max(0.0, min(right, page.width) - max(left, 0))
        height = max(0.0, min(bottom, page.height) - max(top, 0))
        part = width * height / (page.width * page.height)
        if part > largest:
            inside = sum(left <= x <= right and top <= y <= bottom for x, y in (glyph.middle for glyph in page.glyphs))
            largest = part if inside < _FEW_GLYPHS else largest
    return largest


def _tables(grid: Grid, glyphs: Sequence[Glyph], page: int) -> Iterator[PageTable]:
    """Yield the tables of a grid: its rows, parted where a cell over the whole width holds text of many lines."""
    by_cell: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        cell = grid.cell_at(*glyph.middle)
        if cell is not None:
            by_cell.setdefault(cell, []).append(glyph)
    lines = {cell: lines_of(inside, page) for cell, inside in by_cell.items()}
    cells = {cell: Cell(cell_text(lines.get(cell, [])), page) for row in grid.cells for cell in row}
    numbered = enumerate(grid.cells)
    for is_text, run in groupby(numbered, key=lambda row: _is_text(row[1], grid.lefts, lines)):
        rows = list(run)
        made = [[cells[cell] for cell in row] for _, row in rows]
        if not is_text and _is_table(made):
            first, last = rows[0][0], rows[-1][0]
            box = (grid.lefts[0], grid.tops[first], grid.lefts[-1], grid.tops[last + 1])
            yield PageTable(made, grid.lefts, box, page)


def _is_text(row: Sequence[int], lefts: Sequence[float], lines: dict[int, list[Line]]) -> bool:
    """Tell a row that is text in a frame: one cell over several columns alone is filled, and with more lines than a
    heading between rows has."""
    filled = {cell for cell in row if lines.get(cell)}
    if len(filled) != 1:
        return False
    cell = next(iter(filled))
    covered = sum(right - left for one, (left, right) in zip(row, pairwise(lefts), strict=True) if one == cell)
    is_wide = row.count(cell) > 1 and covered > _WIDE * (lefts[-1] - lefts[0])
    return (is_wide or len(set(row)) == 1) and len(lines[cell]) > _MOST_LINES_OF_HEADING


def _is_table(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell a table from a frame: two cells beside one another hold text."""
    return any(len({id(cell) for cell in row if cell.text}) > 1 for row in rows)


def _holds(box: Box, glyph: Glyph) -> bool:
    across, down = glyph.middle
    return box[0] <= across < box[2] and box[1] <= down < box[3]


def _ordered(rows: list[list[Glyph]], tables: Sequence[PageTable], page: PrintedPage) -> Iterator[Part]:
    gutter = _gutter(rows, page)
    placed: list[tuple[float, int, Part]] = [(table.box[1], _side(table.box, gutter), table) for table in tables]
    for row in rows:
        for glyphs in _halves(row, gutter):
            line = line_of(glyphs, page.number)
            if line is not None:
                side = _side(line.box, gutter)
                placed.append((line.box[1], side, FlowLine(line, side)))
    placed.sort(key=lambda part: part[0])
    for spans, group in groupby(placed, key=lambda part: part[1] == 0):
        parts = list(group)
        yield from (part for _, _, part in (parts if spans else sorted(parts, key=lambda part: part[1])))


def _side(box: Box, gutter: float | None) -> int:
    if gutter is None or box[0] < gutter < box[2]:
        return 0
    return 1 if box[2] <= gutter else 2


def _gaps(row: Sequence[Glyph]) -> Iterator[tuple[float, float]]:
    shown = [glyph for glyph in row if not glyph.text.isspace()]
    for before, after in pairwise(shown):
        if after.left - before.right > _GAP * before.size:
            yield before.right, after.left


def _halves(row: Sequence[Glyph], gutter: float | None) -> list[list[Glyph]]:
    if gutter is None or not any(start <= gutter <= end for start, end in _gaps(row)):
        return [list(row)]
    return [
        [glyph for glyph in row if glyph.right <= gutter],
        [glyph for glyph in row if glyph.right > gutter],
    ]


def _gutter(rows: Sequence[Sequence[Glyph]], page: PrintedPage) -> float | None:
    """Return where the white strip between two columns stands, if most rows leave one and both halves are full."""
    low, high = (part * page.width for part in _MIDDLE)
    gaps = [[gap for gap in _gaps(row) if low <= (gap[0] + gap[1]) / 2 <= high] for row in rows]
    middles = [(start + end) / 2 for row in gaps for start, end in row]
    best = max(middles, key=lambda x: sum(any(s <= x <= e for s, e in row) for row in gaps), default=None)
    if best is None:
        return None
    parted = [row for row, found in zip(rows, gaps, strict=True) if any(s <= best <= e for s, e in found)]
    crossed = sum(_crosses(row, best) for row in rows) - len(parted)
    full = [row for row in parted if min(_widths(row, best)) > page.width / 5]
    return best if len(full) >= _FEWEST_ROWS and len(full) >= 3 * crossed else None


def _crosses(row: Sequence[Glyph], x: float) -> bool:
    return row[0].left < x < max(glyph.right for glyph in row)


def _widths(row: Sequence[Glyph], x: float) -> tuple[float, float]:
    left = max(glyph.right for glyph in row if glyph.right <= x) - row[0].left
    right = [glyph for glyph in row if glyph.left >= x]
    return left, max(glyph.right for glyph in right) - min(glyph.left for glyph in right)


def _without_notes(rows: list[list[Glyph]], page: PrintedPage) -> tuple[list[list[Glyph]], list[str]]:
    """Part the balloons of comments from the rows: smaller text that stands beyond the right edge of the text."""
    size, edge = _body(rows)
    if edge is None:
        return rows, []
    kept, notes = [], []
    for row in rows:
        inner = [glyph for glyph in row if glyph.left < edge]
        outer = [glyph for glyph in row if glyph.left >= edge]
        is_inside = _EDGE * page.height < row[0].base < (1 - _EDGE) * page.height
        if outer and is_inside and all(glyph.size < _SMALL * size for glyph in outer):
            note = line_of(outer, page.number)
            notes += [note.text] if note else []
            if inner:
                kept.append(inner)
        else:
            kept.append(row)
    return kept, notes


def _body(rows: Sequence[Sequence[Glyph]]) -> tuple[float, float | None]:
    """Return the size of most of the text, and the right edge that lines of that size share."""
    sizes = sorted(glyph.size for row in rows for glyph in row)
    if len(rows) < _FEWEST_ROWS:
        return 0.0, None
    size = sizes[len(sizes) // 2]
    edges = sorted(
        max(glyph.right for glyph in row if glyph.size >= _SMALL * size)
        for row in rows
        if any(glyph.size >= _SMALL * size for glyph in row)
    )
    return size, edges[-1] + size / 2 if edges else None
