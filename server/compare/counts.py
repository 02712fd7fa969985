"""Counts by row and place as a picture: dots whose area is the number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from server.words.labels import Text
from server.words.letters import BOLD, width
from server.words.links import Link

_ROW = 28.0
_COLUMN = 92.0
_TOP = 40.0


@dataclass(frozen=True, slots=True)
class ComparedCount:
    """A count at its place in the picture, in SVG units."""

    x: float
    y: float
    radius: float
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class CountPicture:
    """Rows and columns with the middle of each, and a dot for every count that is not 0."""

    rows: tuple[tuple[float, Link], ...]
    columns: tuple[tuple[float, Link], ...]
    dots: tuple[ComparedCount, ...]
    width: float
    height: float
    left: float


def matrix(
    rows: Sequence[Link], columns: Sequence[Link], counts: Sequence[Sequence[int]], listed: Sequence[Sequence[str]]
) -> CountPicture:
    """Return the picture of ``counts``, a list of rows, in the order given; ``listed`` are the addresses of their lists."""
    left = max((width(row.text.value) for row in rows), default=0.0) + 18
    column = max([_COLUMN, *(width(each.text.value) * BOLD + 10 for each in columns)])
    most = max((count for row in counts for count in row), default=1) or 1
    across = [left + (place + 0.5) * column for place in range(len(columns))]
    down = [_TOP + (place + 0.5) * _ROW for place in range(len(rows))]
    dots = tuple(
        ComparedCount(x, y, 2 + 10 * math.sqrt(count / most), count, href)
        for y, row, hrefs in zip(down, counts, listed, strict=True)
        for x, count, href in zip(across, row, hrefs, strict=True)
        if count
    )
    return CountPicture(
        rows=tuple(zip(down, rows, strict=True)),
        columns=tuple(zip(across, columns, strict=True)),
        dots=dots,
        width=left + len(columns) * column,
        height=_TOP + len(rows) * _ROW + 8,
        left=left,
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One number as a bar of ``width`` SVG units; ``label`` is whose it is, ``shown`` its wording, ``href`` its measure."""

    y: float
    width: float
    label: Text
    shown: str
    href: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers of one unit, one under the other."""

    bars: tuple[Bar, ...]
    width: float
    height: float
    left: float


def bars(numbers: Sequence[tuple[Text, str, float, str]]) -> Bars:
    """Return (whose, as written, how much, the address of its measure) as bars; the longest is the largest number."""
    step, full = 26.0, 300.0
    left = max((width(label.value) for label, *_ in numbers), default=0.0) + 14
    most = max((size for _, _, size, _ in numbers), default=1.0) or 1.0
    drawn = tuple(
        Bar(place * step + 4, max(full * size / most, 2.0), label, shown, href)
        for place, (label, shown, size, href) in enumerate(numbers)
    )
    across = max((left + bar.width + 8 + width(bar.shown) for bar in drawn), default=left)
    return Bars(drawn, across, len(drawn) * step + 4, left)
