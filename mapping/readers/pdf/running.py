"""Lines that run along the top and the bottom of pages: heads, feet, page numbers, what a browser prints there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from mapping.readers.pdf.flow import FlowLine, PageFlow
from mapping.readers.pdf.lines import Line

_NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,5}|[ivxIVX]{1,6})"
_PAGE_NUMBER = re.compile(
    rf"[-—－–―~·\s]*(?:第\s*|Page\s*)?{_NUMERAL}\s*页?(?:\s*[,，]?\s*(?:[/／]|of|共)\s*(?:共\s*)?{_NUMERAL}\s*页?)?[-—－–―~·\s]*"
)
_BROWSER_FOOT = re.compile(r"(?:https?|file|about|data)\s*:\S.*?\d+\s*/\s*\d+|(?:https?|file)://\S+")
_BROWSER_HEAD = re.compile(
    r"(?:\d{4}[/.年-]\d{1,2}[/.月-]\d{1,2}日?|\d{1,2}/\d{1,2}/\d{2,4}),?\s*(?:[上下]午)?\s*\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s.*)?"
)
_PLAIN_NUMBER = re.compile(r"[-—－–―~·\s]*(\d{1,4})[-—－–―~·\s]*")
_FEWEST_NUMBERS = 3
_DIGITS = re.compile(r"\d+")
_EDGE = 0.12
_OUTERMOST = 3


def running_lines(pages: Sequence[PageFlow]) -> set[int]:
    """Return the ids of the lines that only run along: page numbers, a browser's head and foot, and lines that
    several pages share at one height, apart from the text; a number that changes makes no other line."""
    found = _page_numbers(pages)
    shared: dict[tuple[str, bool], list[Line]] = defaultdict(list)
    for flow in pages:
        for line, at_top in _edges(flow):
            if _is_alone(line.text, at_top=at_top):
                found.add(id(line))
            elif _is_apart(line, flow):
                shared[_DIGITS.sub("#", line.text), at_top].append(line)
    needed = 2 if len(pages) < 4 else 3
    for lines in shared.values():
        heights = Counter(round(line.base / 4) for line in lines)
        near = [line for line in lines if heights[round(line.base / 4)] + _beside(heights, line) >= needed]
        found.update(map(id, near))
    return found


def _page_numbers(pages: Sequence[PageFlow]) -> set[int]:
    """Return the ids of the lines that are nothing but a number, wherever they stand on the page (beside a table on a
    landscape page), and count on from page to page."""
    counted: dict[int, dict[int, Line]] = defaultdict(dict)
    for flow in pages:
        for part in flow.parts:
            number = _PLAIN_NUMBER.fullmatch(part.line.text) if isinstance(part, FlowLine) else None
            if number and isinstance(part, FlowLine):
                counted[int(number[1]) - flow.page.number].setdefault(flow.page.number, part.line)
    return {id(line) for lines in counted.values() if len(lines) >= _FEWEST_NUMBERS for line in lines.values()}


def _beside(heights: Counter[int], line: Line) -> int:
    at = line.base / 4
    return heights[round(at) + (1 if at > round(at) else -1)]


def _is_alone(text: str, *, at_top: bool) -> bool:
    pattern = _BROWSER_HEAD if at_top else _BROWSER_FOOT
    return any(one.fullmatch(text.strip()) for one in (_PAGE_NUMBER, pattern))


def _edges(flow: PageFlow) -> Iterator[tuple[Line, bool]]:
    """Yield the lines near the top and the bottom of a page, the outermost three of each, and which they are."""
    lines = sorted((part.line for part in flow.parts if isinstance(part, FlowLine)), key=lambda line: line.base)
    tables = [part.box for part in flow.parts if not isinstance(part, FlowLine)]
    top, bottom = min((box[1] for box in tables), default=1e9), max((box[3] for box in tables), default=0.0)
    height = flow.page.height
    for line in lines[:_OUTERMOST]:
        if line.base < _EDGE * height and line.base <= top:
            yield line, True
    for line in lines[-_OUTERMOST:]:
        if line.base > (1 - _EDGE) * height and line.box[1] >= bottom:
            yield line, False


def _is_apart(line: Line, flow: PageFlow) -> bool:
    """Tell whether more white than usual, or another size, parts a line from the text."""
    lines = [part.line for part in flow.parts if isinstance(part, FlowLine)]
    bases = sorted(other.base for other in lines)
    usual = median([below - above for above, below in pairwise(bases)] or [line.size * 2])
    nearest = min((abs(other.base - line.base) for other in lines if other is not line), default=1e9)
    return nearest > 1.25 * usual or abs(line.size - flow.size) > 1
