"""Pages put together again: paragraphs from lines, tables from the parts that stand on each page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from mapping.readers.composing import Cell, Composer, unwrapped
from mapping.readers.page import Line, PageTable, Part

_ENDS_A_PARAGRAPH = re.compile(r"[。：:；;！？”）)〕】]$")
_BEGINS_A_PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十]+[章节条]|\d+[.．、](?!\d)"
    r"|(?:责任|牵头|配合|主办|协办|参加|落实)(?:单位|部门)\s*[:：]"
)


class Stitcher:
    """Adds pages to a composer, joining what a page break cut."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._lines: list[Line] = []
        self._table: list[list[Cell]] = []

    def add(self, pages: Sequence[Sequence[Part]]) -> None:
        """Add all pages, without the lines that run along the top or bottom of most of them."""
        running = _running_lines(pages)
        parts = [part for page in pages for part in page if not (isinstance(part, Line) and part.text in running)]
        self._right = max((part.box[2] for part in parts if isinstance(part, Line)), default=0.0)
        self._left = _margin([part for part in parts if isinstance(part, Line)])
        for part in parts:
            if isinstance(part, Line):
                self._flush_table()
                self._line(part)
            else:
                self._flush_lines()
                self._part_of_table(part)
        self._flush_lines()
        self._flush_table()

    def _line(self, line: Line) -> None:
        if self._lines and self._begins(line, self._lines[-1]):
            self._flush_lines()
        self._lines.append(line)

    def _begins(self, line: Line, above: Line) -> bool:
        """Tell whether a line begins a paragraph: it is indented, or the one above is short or of another size."""
        is_indented = line.box[0] > self._left + line.size
        above_is_short = above.box[2] < self._right - 2 * above.size
        above_is_set_in = above.box[0] > self._left + 3 * above.size
        return (
            abs(line.size - above.size) > 1
            or is_indented
            or above_is_short
            or above_is_set_in
            or (_BEGINS_A_PARAGRAPH.match(line.text) is not None and _ENDS_A_PARAGRAPH.search(above.text) is not None)
        )

    def _flush_lines(self) -> None:
        if self._lines:
            self._composer.paragraph(unwrapped("\n".join(line.text for line in self._lines)), page=self._lines[0].page)
        self._lines = []

    def _part_of_table(self, part: PageTable) -> None:
        if not self._table or len(self._table[0]) != part.columns:
            self._flush_table()
            self._table = part.grid
            return
        rows = part.grid
        header = _texts(self._table[0])
        while rows and self._table and _texts(rows[0]) == header:
            rows = rows[1:]
        if rows and not rows[0][0].text and any(cell.text for cell in rows[0]):
            self._join(self._table[-1], rows[0])
            rows = rows[1:]
        self._table.extend(rows)

    def _join(self, above: list[Cell], below: list[Cell]) -> None:
        """Make the last row whole with what stands below the page break; a merged cell everywhere it stands."""
        pairs = dict.fromkeys(zip(above, below, strict=True))
        whole = {
            upper: Cell(unwrapped(f"{upper.text}\n{lower.text}"), upper.page) for upper, lower in pairs if lower.text
        }
        self._table = [[whole.get(cell, cell) for cell in row] for row in self._table]

    def _flush_table(self) -> None:
        if self._table:
            self._composer.table(self._table)
        self._table = []


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _margin(lines: Sequence[Line]) -> float:
    """Return the left edge that most lines share, in points."""
    edges = Counter(round(line.box[0]) for line in lines)
    common = [edge for edge, count in edges.items() if count * 5 >= max(edges.values())]
    return float(min(common, default=0))


def _running_lines(pages: Sequence[Sequence[Part]]) -> set[str]:
    """Return the first and last lines that more than half of at least three pages share."""
    edges = chain.from_iterable(
        {part.text for part in (page[0], page[-1]) if isinstance(part, Line)} for page in pages if page
    )
    return {text for text, count in Counter(edges).items() if len(pages) >= 3 and count * 2 > len(pages)}
