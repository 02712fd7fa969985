"""How the lines of a document are set: the margins of each page and column, and where paragraphs begin."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from mapping.readers.pdf.flow import FlowLine, PageFlow
from mapping.readers.pdf.lines import Line

_ENDS_A_PARAGRAPH = re.compile(r"[。：:；;！？”）)〕】]$")
_BEGINS_A_PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十]+[章节条]|\d+[.．、](?!\d)|[①-⑳]"
    r"|(?:责任|牵头|配合|主办|协办|参加|落实)(?:单位|部门)\s*[:：]"
)
_WORD = re.compile(r"[!-~]+")
_LETTER = 0.6  # of its size: how wide a letter is
_FEWEST_LINES = 6
_WIDER_GAP = 1.6


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and right edge of a column, the size of its text, and how far its lines are apart."""

    left: float
    right: float
    size: float
    leading: float

    def is_full(self, line: Line, below: str = "") -> bool:
        """Tell whether a line reaches the right edge, or ends where the word with which the next one begins did not fit."""
        word = _WORD.match(below)
        needed = len(word[0]) * line.size * _LETTER if word else 0.0
        return line.box[2] >= self.right - max(2 * line.size, needed + line.size)

    def is_indented(self, line: Line) -> bool:
        """Tell whether a line begins to the right of the left edge."""
        return line.box[0] > self.left + line.size

    def is_centred(self, line: Line) -> bool:
        """Tell whether a line stands in the middle."""
        return abs((line.box[0] + line.box[2]) / 2 - (self.left + self.right) / 2) < 1.5 * line.size


class Typesetting:
    """The margins of every page and column of a document."""

    def __init__(self, pages: Sequence[PageFlow]) -> None:
        own: dict[tuple[int, int], list[Line]] = defaultdict(list)
        alike: dict[tuple[int, int, int], list[Line]] = defaultdict(list)
        for flow in pages:
            for part in flow.parts:
                if isinstance(part, FlowLine):
                    own[flow.page.number, part.column].append(part.line)
                    alike[_form(flow, part.column)].append(part.line)
        pooled = {form: _margins(lines) for form, lines in alike.items()}
        self._margins: dict[tuple[int, int], Margins] = {}
        self._blocks: set[int] = set()
        for flow in pages:
            for column in (0, 1, 2):
                lines = own.get((flow.page.number, column), [])
                if lines:
                    margins = _margins(lines) if len(lines) >= _FEWEST_LINES else pooled[_form(flow, column)]
                    self._margins[flow.page.number, column] = margins
                    self._blocks |= _set_in_blocks(lines, margins)

    def begins(self, part: FlowLine, before: FlowLine) -> bool:
        """Tell whether a line begins a paragraph: it is indented, or the one above is short or of another size."""
        line, above = part.line, before.line
        margins, margins_above = self.of(part), self.of(before)
        if self._goes_on_as_title(part, before):
            return False
        if part.column != before.column and 0 in (part.column, before.column):
            return True
        if (
            abs(line.size - above.size) > 1
            or not margins_above.is_full(above, line.text)
            or self._is_far_below(part, before)
        ):
            return True
        if margins.is_indented(line):
            return id(line) not in self._blocks and not _hangs(line, above, margins_above)
        if margins_above.is_indented(above) and above.box[0] > margins_above.left + 3 * above.size:
            return True
        return bool(_BEGINS_A_PARAGRAPH.match(line.text) and _ENDS_A_PARAGRAPH.search(above.text))

    def of(self, part: FlowLine) -> Margins:
        """Return the margins of a line's page and column."""
        return self._margins[part.line.page, part.column]

    def _is_far_below(self, part: FlowLine, before: FlowLine) -> bool:
        line, above = part.line, before.line
        together = (line.page, part.column) == (above.page, before.column)
        return together and line.base - above.base > _WIDER_GAP * self.of(part).leading

    def _goes_on_as_title(self, part: FlowLine, before: FlowLine) -> bool:
        """Tell the next line of a title: both are centred, of one size, larger than the text or set in on both sides."""
        line, above = part.line, before.line
        margins = self.of(part)
        if line.page != above.page or part.column != before.column or abs(line.size - above.size) > 0.5:
            return False
        if _ENDS_A_PARAGRAPH.search(above.text) or _BEGINS_A_PARAGRAPH.match(line.text) or _stands_alone(line.text):
            return False
        is_near = 0 < line.base - above.base < 2.2 * line.size
        is_large = line.size > margins.size + 1
        return (
            is_near and is_large and margins.is_centred(line) and (margins.is_centred(above) or margins.is_full(above))
        )


def _stands_alone(text: str) -> bool:
    """Tell a line below a title that is none of it: （试行）, a number, a date."""
    return re.match(r"[(（]|\d{4}\s*年\d|.*[〔\[［]\s*\d{4}\s*[〕\]］]", text) is not None


def _form(flow: PageFlow, column: int) -> tuple[int, int, int]:
    return round(flow.page.width), round(flow.page.height), column


def _margins(lines: Sequence[Line]) -> Margins:
    by_length: Counter[float] = Counter()
    for line in lines:
        by_length[round(line.size * 2) / 2] += len(line.text)
    size = max(by_length, key=lambda one: by_length[one])
    body = [line for line in lines if abs(line.size - size) <= 1] or list(lines)
    gaps = [below.base - above.base for above, below in pairwise(body) if 0 < below.base - above.base < 5 * size]
    return Margins(_left(body), _right(body, size), size, median(gaps) if gaps else 2 * size)


def _left(lines: Sequence[Line]) -> float:
    """Return the leftmost edge that many lines share."""
    edges = Counter(round(line.box[0]) for line in lines)
    common = [edge for edge, count in edges.items() if count * 5 >= max(edges.values())]
    return float(min(common))


def _right(lines: Sequence[Line], size: float) -> float:
    """Return the right edge that many lines share: one line that stands out is none."""
    rights = sorted((line.box[2] for line in lines), reverse=True)
    needed = max(2, len(lines) // 10) if len(lines) > 2 else 1
    return next(
        (edge for edge in rights if sum(edge - 1.5 * size <= other <= edge + 1 for other in rights) >= needed),
        rights[0],
    )


def _set_in_blocks(lines: Sequence[Line], margins: Margins) -> set[int]:
    """Return the lines of blocks that are set in as a whole: below the first, each begins where the one above does."""
    found: set[int] = set()
    for first, second, third in zip(lines, lines[1:], lines[2:], strict=False):
        alike = abs(first.box[0] - second.box[0]) < 2 and abs(second.box[0] - third.box[0]) < 2
        if alike and margins.is_indented(first) and margins.is_full(first) and margins.is_full(second):
            found.update((id(second), id(third)))
    return found


def _hangs(line: Line, above: Line, margins: Margins) -> bool:
    """Tell a line set in below the numeral of its paragraph, which stands at the left edge."""
    begins = _BEGINS_A_PARAGRAPH.match(above.text) and not _BEGINS_A_PARAGRAPH.match(line.text)
    near = 0 < line.box[0] - above.box[0] < 4 * line.size
    return bool(begins and near and not margins.is_indented(above) and not _ENDS_A_PARAGRAPH.search(above.text))
