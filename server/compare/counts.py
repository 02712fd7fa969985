"""Counts by row and place as a picture: dots whose area is the number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from server.words.labels import Text
from server.words.links import Link

_ROW = 28.0
_COLUMN = 92.0
_LEFT = 250.0
_TOP = 40.0


@dataclass(frozen=True, slots=True)
class ComparedCount:
    """A count at its place in the picture, in SVG units."""

    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True, slots=True)
class CountPicture:
    """Rows and columns with the middle of each, and a dot for every count that is not 0."""

    rows: tuple[tuple[float, Link], ...]
    columns: tuple[tuple[float, Link], ...]
    dots: tuple[ComparedCount, ...]
    width: float
    height: float
    left: float = _LEFT


def matrix(rows: Sequence[Link], columns: Sequence[Link], counts: Sequence[Sequence[int]]) -> CountPicture:
    """Return the picture of ``counts``, a list of rows, in the order given."""
    most = max((count for row in counts for count in row), default=1) or 1
    across = [_LEFT + (place + 0.5) * _COLUMN for place in range(len(columns))]
    down = [_TOP + (place + 0.5) * _ROW for place in range(len(rows))]
    dots = tuple(
        ComparedCount(x, y, 2 + 10 * math.sqrt(count / most), count)
        for y, row in zip(down, counts, strict=True)
        for x, count in zip(across, row, strict=True)
        if count
    )
    return CountPicture(
        rows=tuple(zip(down, rows, strict=True)),
        columns=tuple(zip(across, columns, strict=True)),
        dots=dots,
        width=_LEFT + len(columns) * _COLUMN,
        height=_TOP + len(rows) * _ROW + 8,
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One number as a bar of ``width`` SVG units; ``label`` is whose it is, ``shown`` how it is written."""

    y: float
    width: float
    label: Text
    shown: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers of one unit, one under the other."""

    bars: tuple[Bar, ...]
    width: float
    height: float
    left: float


def bars(numbers: Sequence[tuple[Text, str, float]]) -> Bars:
    """Return (whose, as written, how much) as bars; the longest is the largest number."""
    step, left, full = 26.0, 150.0, 300.0
    most = max((size for _, _, size in numbers), default=1.0) or 1.0
    drawn = tuple(
        Bar(place * step + 4, max(full * size / most, 2.0), label, shown)
        for place, (label, shown, size) in enumerate(numbers)
    )
    return Bars(drawn, left + full + 330, len(drawn) * step + 4, left)
