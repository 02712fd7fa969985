"""Pages put together again: paragraphs from lines, tables from the parts that stand on each page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from mapping.comparable import compact
from mapping.readers.composing import Cell, Composer, unwrapped
from mapping.readers.pdf.flow import FlowLine, PageFlow, PageTable
from mapping.readers.pdf.typesetting import Typesetting

_CONTINUED = re.compile(r"[(（]?\s*续\s*(?:上?表|前表)?\s*[\d一二三四五六七八九十]*\s*[)）]?")
_SERIAL_HEADER = re.compile(r"序号|编号|项目序号|任务序号|No\.?")
_SERIAL = re.compile(r"[(（]?\d{1,4}(?:[.-]\d{1,3})*[)）.、]?")
_ENDS_A_TEXT = re.compile(r"[。；;!！?？:：]$")
_SAME_EDGE = 5.0
_SAME_WIDTH = 8.0


class Stitcher:
    """Adds pages to a composer, joining what a page break cut."""

    def __init__(self, composer: Composer, pages: Sequence[PageFlow], running: set[int]) -> None:
        self._composer = composer
        self._set = Typesetting(pages)
        self._running = running
        self._lines: list[FlowLine] = []
        self._table: PageTable | None = None

    def add(self, pages: Iterable[PageFlow]) -> None:
        """Add all pages, without the lines that run along the top or bottom of them."""
        for flow in pages:
            for part in flow.parts:
                if isinstance(part, PageTable):
                    self._flush_lines()
                    self._part_of_table(part)
                elif id(part.line) not in self._running and not self._says_continued(part):
                    self._flush_table()
                    self._line(part)
        self._flush_lines()
        self._flush_table()

    def _says_continued(self, part: FlowLine) -> bool:
        """Tell a line between two parts of a table that says no more than 续表."""
        return self._table is not None and _CONTINUED.fullmatch(part.line.text) is not None

    def _line(self, part: FlowLine) -> None:
        if self._lines and self._set.begins(part, self._lines[-1]):
            self._flush_lines()
        self._lines.append(part)

    def _flush_lines(self) -> None:
        if self._lines:
            text = unwrapped("\n".join(part.line.text for part in self._lines))
            self._composer.paragraph(text, page=self._lines[0].line.page)
        self._lines = []

    def _part_of_table(self, part: PageTable) -> None:
        above = self._table
        if above is None or above.page == part.page or not _is_same_width(above, part):
            self._flush_table()
            self._table = part
            return
        lefts = _common_edges(above, part)
        joined = _joined(_spread(above, lefts), _without_header(_spread(above, lefts), _spread(part, lefts)))
        self._table = PageTable(joined, lefts, part.box, part.page)

    def _flush_table(self) -> None:
        if self._table is not None:
            self._composer.table(_without_doubled_columns(self._table.grid))
        self._table = None


Rows = list[list[Cell]]


def _is_same_width(above: PageTable, part: PageTable) -> bool:
    return abs((above.lefts[-1] - above.lefts[0]) - (part.lefts[-1] - part.lefts[0])) <= _SAME_WIDTH


def _common_edges(above: PageTable, part: PageTable) -> list[float]:
    """Return the edges of the columns of both, from the left edge of each."""
    edges = sorted({edge - table.lefts[0] for table in (above, part) for edge in table.lefts})
    found = edges[:1]
    for edge in edges[1:]:
        if edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _spread(table: PageTable, lefts: Sequence[float]) -> Rows:
    """Return the rows of a table over more columns than it has: a cell stands in each that it covers."""
    own = [edge - table.lefts[0] for edge in table.lefts]
    middles = [(left + right) / 2 for left, right in pairwise(lefts)]
    columns = [max((at for at, edge in enumerate(own[:-1]) if edge <= middle), default=0) for middle in middles]
    return [[row[column] for column in columns] for row in table.grid]


def _without_doubled_columns(rows: Rows) -> Rows:
    """Drop the columns that hold in every row the same cell as the column to their left."""
    doubled = {at for at in range(1, len(rows[0])) if all(row[at] is row[at - 1] for row in rows)}
    return [[cell for at, cell in enumerate(row) if at not in doubled] for row in rows]


def _without_header(above: Rows, below: Rows) -> Rows:
    """Return the rows below a page break without the header rows that are repeated there."""
    first = next((at for at, row in enumerate(above[:3]) if below and _texts(row) == _texts(below[0])), None)
    if first is None:
        return below
    repeated = 0
    while repeated < len(below) and first + repeated < len(above):
        if _texts(above[first + repeated]) != _texts(below[repeated]):
            break
        repeated += 1
    return below[repeated:]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [compact(cell.text) for cell in row]


def _joined(above: Rows, below: Rows) -> Rows:
    """Return the rows above and below a page break as one table: a row that it cut is whole, and so is a label beside."""
    if not below:
        return above
    serial = _serial_column(above)
    if _is_cut(above[-1], below[0], serial):
        whole = _whole(above[-1], below[0])
        rows = [*above, *below[1:]]
        return [[whole.get(id(cell), cell) for cell in row] for row in rows]
    return [*above, *_labelled(above[-1], below, serial)]


def _serial_column(rows: Rows) -> int | None:
    """Return the column of serials, as its header or its numbers say."""
    for row in rows[:3]:
        for at, cell in enumerate(row):
            if _SERIAL_HEADER.fullmatch(compact(cell.text)):
                return at
    columns = range(len(rows[0]))
    counts = {at: sum(_SERIAL.fullmatch(compact(row[at].text)) is not None for row in rows) for at in columns}
    best = max(counts, key=lambda at: (counts[at], -at))
    return best if counts[best] * 2 > len(rows) else None


def _is_cut(upper: Sequence[Cell], lower: Sequence[Cell], serial: int | None) -> bool:
    """Tell whether the page break cut a row: its serial stands on one side of it only, or no serial tells and a text
    has not ended."""
    if len(set(map(id, lower))) == 1 or not any(cell.text for cell in lower):
        return False
    if serial is not None:
        return not (upper[serial].text and lower[serial].text)
    longest = max(upper, key=lambda cell: len(cell.text))
    at = next(number for number, cell in enumerate(upper) if cell is longest)
    has_hole = any(up.text and not low.text for up, low in zip(upper, lower, strict=True))
    return has_hole and bool(lower[at].text) and not _ENDS_A_TEXT.search(longest.text)


def _whole(upper: Sequence[Cell], lower: Sequence[Cell]) -> dict[int, Cell]:
    """Return, by the cells that the break cut, the cells made whole."""
    found: dict[int, Cell] = {}
    for one, other in dict.fromkeys(zip(upper, lower, strict=True)):
        text = unwrapped(f"{one.text}\n{other.text}") if one.text and other.text else one.text or other.text
        found[id(one)] = found[id(other)] = Cell(text, one.page)
    return found


def _labelled(upper: Sequence[Cell], below: Rows, serial: int | None) -> Rows:
    """Return the rows below a page break; a label before the serials that is not printed again goes on there."""
    if serial is None or not serial:
        return below
    goes_on = {
        id(low): up
        for up, low in zip(upper[:serial], below[0][:serial], strict=True)
        if up.text and not low.text and up is not upper[serial]
    }
    return [[goes_on.get(id(cell), cell) for cell in row] for row in below]
