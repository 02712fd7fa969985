"""Tables from ruled lines: where lines meet is a grid, and squares of it that no line parts are one cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mapping.readers.pdf.page import Box, PrintedPage, RuledLine

SNAP = 3.0
"""Points by which the edges of one column or row may differ, and lines that meet may miss each other."""

_WALL = 0.6
_SHORTEST_RULE = 4.0
_MOST_CROSSINGS = 1_000_000


@dataclass(frozen=True, slots=True)
class Grid:
    """The ruled grid of a table: the edges of its columns and rows, and for each square the number of its cell."""

    lefts: list[float]
    tops: list[float]
    cells: list[list[int]]

    @property
    def box(self) -> Box:
        """What the grid covers."""
        return self.lefts[0], self.tops[0], self.lefts[-1], self.tops[-1]

    def cell_at(self, across: float, down: float) -> int | None:
        """Return the cell in which a point lies."""
        column, row = _index(self.lefts, across), _index(self.tops, down)
        return self.cells[row][column] if column is not None and row is not None else None


def grids_of(page: PrintedPage) -> list[Grid]:
    """Return the grids that a page's lines make, the smallest first: a frame around a table is a grid of its own."""
    across = [rule for rule in _merged(page.across) if rule.end - rule.start >= _SHORTEST_RULE]
    upright = [rule for rule in _merged(page.upright) if rule.end - rule.start >= _SHORTEST_RULE]
    if len(across) * len(upright) > _MOST_CROSSINGS:
        return []  # a drawing
    grids = [grid for part in _connected(across, upright) if (grid := _grid(*part)) is not None]
    return sorted(grids, key=lambda grid: (grid.box[2] - grid.box[0]) * (grid.box[3] - grid.box[1]))


def _index(edges: Sequence[float], at: float) -> int | None:
    return next((number for number, (low, high) in enumerate(pairwise(edges)) if low <= at < high), None)


def _merged(rules: Sequence[RuledLine]) -> list[RuledLine]:
    """Join the lines that continue one another or lie on one another."""
    found: list[RuledLine] = []
    rows: dict[int, list[RuledLine]] = defaultdict(list)
    level, number = float("-inf"), 0
    for rule in sorted(rules):
        number += rule.at - level > SNAP
        level = rule.at if rule.at - level > SNAP else level
        rows[number].append(rule)
    for row in rows.values():
        at = sum(rule.at for rule in row) / len(row)
        start, end = float("-inf"), float("-inf")
        for rule in sorted(row, key=lambda rule: rule.start):
            if rule.start > end + SNAP:
                if end > start:
                    found.append(RuledLine(at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        found.append(RuledLine(at, start, end))
    return found


def _connected(
    across: Sequence[RuledLine], upright: Sequence[RuledLine]
) -> Iterator[tuple[list[RuledLine], list[RuledLine]]]:
    """Yield the lines that touch one another, directly or through others."""
    touching: dict[int, list[int]] = defaultdict(list)
    for h, level in enumerate(across):
        for v, post in enumerate(upright, len(across)):
            meets_level = level.start - SNAP <= post.at <= level.end + SNAP
            if meets_level and post.start - SNAP <= level.at <= post.end + SNAP:
                touching[h].append(v)
                touching[v].append(h)
    seen: set[int] = set()
    for first in touching:
        if first in seen:
            continue
        seen.add(first)
        part = [first]
        for one in part:
            fresh = [other for other in touching[one] if other not in seen]
            seen.update(fresh)
            part.extend(fresh)
        yield (
            [across[at] for at in part if at < len(across)],
            [upright[at - len(across)] for at in part if at >= len(across)],
        )


def _grid(across: list[RuledLine], upright: list[RuledLine]) -> Grid | None:
    """Return the grid of lines that belong together; an open side, as where the page cuts a row, is closed."""
    if len(upright) < 2 or not across:
        return None
    ends, feet = [end for rule in across for end in rule[1:]], [end for rule in upright for end in rule[1:]]
    lefts = _edges([*(rule.at for rule in upright), min(ends), max(ends)])
    tops = _edges([*(rule.at for rule in across), min(feet), max(feet)])
    if len(lefts) < 2 or len(tops) < 2:
        return None
    walls = {(_nearest(lefts, rule.at), rule) for rule in upright}
    floors = {(_nearest(tops, rule.at), rule) for rule in across}
    cells = _Squares(len(tops) - 1, len(lefts) - 1)
    for row, (top, bottom) in enumerate(pairwise(tops)):
        for column, (left, right) in enumerate(pairwise(lefts)):
            if column and not _parts(walls, column, top, bottom):
                cells.join((row, column), (row, column - 1))
            if row and not _parts(floors, row, left, right):
                cells.join((row, column), (row - 1, column))
    return Grid(lefts, tops, cells.numbered())


def _parts(rules: set[tuple[int, RuledLine]], edge: int, start: float, end: float) -> bool:
    """Tell whether lines on an edge cover most of the way from start to end."""
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for at, rule in rules if at == edge)
    return covered >= _WALL * (end - start)


def _edges(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    found = ordered[:1]
    for value in ordered[1:]:
        if value - found[-1] > SNAP:
            found.append(value)
    return found


def _nearest(edges: Sequence[float], at: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - at))


class _Squares:
    """The squares of a grid, joined to cells."""

    def __init__(self, rows: int, columns: int) -> None:
        self._rows, self._columns = rows, columns
        self._parents = list(range(rows * columns))

    def join(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        first, second = (self._root(row * self._columns + column) for row, column in (one, other))
        self._parents[max(first, second)] = min(first, second)

    def numbered(self) -> list[list[int]]:
        return [
            [self._root(row * self._columns + column) for column in range(self._columns)] for row in range(self._rows)
        ]

    def _root(self, at: int) -> int:
        while self._parents[at] != at:
            at = self._parents[at]
        return at
