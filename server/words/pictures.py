"""Pictures as plain numbers for a template that writes SVG. Every picture has a table beside it that says the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from server.words.letters import BOLD, width
from server.words.links import Link


@dataclass(frozen=True, slots=True)
class Dot:
    """A count in a matrix; ``radius`` grows with its root, so that the area tells the number; ``href`` is its list."""

    x: float
    y: float
    radius: float
    count: int
    row: Link
    column: Link
    href: str


@dataclass(frozen=True, slots=True)
class MatrixShape:
    """The size of a cell in SVG units, which are CSS pixels at full size, and of the least and the largest dot; what is left
    free above and to the right; whether the columns grow with their heads, and the fullest rows come first.
    """

    across: float
    down: float
    least: float
    largest: float
    above: float
    beside: float
    fits_heads: bool
    fullest_first: bool


COUNTED = MatrixShape(26.0, 26.0, 3.0, 11.0, 34.0, 62.0, fits_heads=False, fullest_first=True)
"""Narrow columns under short heads, the total beside each row."""
COMPARED = MatrixShape(92.0, 28.0, 2.0, 12.0, 40.0, 0.0, fits_heads=True, fullest_first=False)
"""Columns as wide as their heads, with the number beside each dot, in the order given."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by columns. ``table`` has every row with its counts, 0 for none, and its total; the picture the first rows.

    ``of`` is how many rows there are in all, of which ``table`` may hold the fullest only.
    """

    rows: tuple[tuple[float, Link, int], ...]
    columns: tuple[tuple[float, Link, str], ...]
    dots: tuple[Dot, ...]
    width: float
    height: float
    left: float
    table: tuple[tuple[Link, tuple[int, ...], int], ...]
    of: int


def matrix(
    rows: Sequence[Link],
    columns: Sequence[tuple[Link, str]],
    counts: Mapping[tuple[int, int], int],
    listed: Callable[[int, int], str],
    *,
    shape: MatrixShape = COUNTED,
    at_most: int = 40,
    of: int | None = None,
) -> Matrix:
    """Return a matrix of ``counts`` by (row, column) index; the picture shows ``at_most`` rows.

    ``listed`` returns the address of the list of what a row and a column have in common.
    """
    grid = [tuple(counts.get((r, c), 0) for c in range(len(columns))) for r in range(len(rows))]
    totals = [sum(cells) for cells in grid]
    order = sorted(range(len(rows)), key=lambda r: (-totals[r], r)) if shape.fullest_first else range(len(rows))
    kept = order[:at_most]
    most = max(counts.values(), default=1) or 1
    heads = [width(head) * BOLD + 10 for _, head in columns] if shape.fits_heads else []
    left, across = _widest([rows[r] for r in kept]) + 18.0, max([shape.across, *heads])
    at = [left + (c + 0.5) * across for c in range(len(columns))]
    level = [shape.above + (place + 0.5) * shape.down for place in range(len(kept))]
    dots = tuple(
        Dot(
            x=at[c],
            y=y,
            radius=shape.least + (shape.largest - shape.least) * math.sqrt(count / most),
            count=count,
            row=rows[r],
            column=columns[c][0],
            href=listed(r, c),
        )
        for y, r in zip(level, kept, strict=True)
        for c, count in enumerate(grid[r])
        if count
    )
    return Matrix(
        rows=tuple((y, rows[r], totals[r]) for y, r in zip(level, kept, strict=True)),
        columns=tuple((x, link, head) for x, (link, head) in zip(at, columns, strict=True)),
        dots=dots,
        width=left + len(columns) * across + shape.beside,
        height=shape.above + len(kept) * shape.down + 8,
        left=left,
        table=tuple((rows[r], grid[r], totals[r]) for r in order),
        of=len(rows) if of is None else of,
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One number as a bar of ``width`` SVG units; ``label`` is whose it is, ``shown`` its wording, ``href`` its measure."""

    y: float
    width: float
    label: str
    shown: str
    href: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers of one unit, one under the other."""

    bars: tuple[Bar, ...]
    width: float
    height: float
    left: float


def bars(numbers: Sequence[tuple[str, str, float, str]]) -> Bars:
    """Return (whose, as written, how much, the address of its measure) as bars; the longest is the largest number."""
    step, full = 26.0, 300.0
    left = max((width(label) for label, *_ in numbers), default=0.0) + 14
    most = max((size for _, _, size, _ in numbers), default=1.0) or 1.0
    drawn = tuple(
        Bar(place * step + 4, max(full * size / most, 2.0), label, shown, href)
        for place, (label, shown, size, href) in enumerate(numbers)
    )
    across = max((left + bar.width + 8 + width(bar.shown) for bar in drawn), default=left)
    return Bars(drawn, across, len(drawn) * step + 4, left)


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A thing in a network or a fan; ``anchor`` is SVG's ``text-anchor`` of its label."""

    x: float
    y: float
    link: Link
    count: int = 0
    anchor: str = "start"
    label_x: float = 0.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two places; ``width`` grows with ``count``."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    count: int = 0

    @property
    def curve(self) -> str:
        """The tie as an SVG path that leaves and arrives level."""
        middle = (self.x1 + self.x2) / 2
        return f"M{self.x1:.1f} {self.y1:.1f}C{middle:.1f} {self.y1:.1f} {middle:.1f} {self.y2:.1f} {self.x2:.1f} {self.y2:.1f}"


@dataclass(frozen=True, slots=True)
class Network:
    """A centre with others around it."""

    centre: PictureNode
    nodes: tuple[PictureNode, ...]
    spokes: tuple[Tie, ...]
    ties: tuple[Tie, ...]
    width: float
    height: float


def network(centre: Link, others: Sequence[tuple[Link, int]], ties: Mapping[tuple[int, int], int]) -> Network:
    """Return ``others`` in a ring around ``centre``, each with what it shares with it; ``ties`` join two others."""
    height, rx, ry = 470.0, 190.0, 185.0
    across = 2 * (rx + 12 + max((width(f"{link.text.value} {count}") for link, count in others), default=0.0))
    cx, cy = across / 2, height / 2
    most = max((count for _, count in others), default=1)
    nodes: list[PictureNode] = []
    for place, (link, count) in enumerate(others):
        angle = 2 * math.pi * (place + 0.5) / len(others) - math.pi / 2
        x, y = cx + rx * math.cos(angle), cy + ry * math.sin(angle)
        right = math.cos(angle) >= 0
        label_x = x + (12 if right else -12)
        nodes.append(PictureNode(x, y, link, count, "start" if right else "end", label_x, link.text.value))
    spokes = tuple(Tie(cx, cy, node.x, node.y, 1 + 5 * node.count / most, node.count) for node in nodes)
    joined = tuple(
        Tie(nodes[a].x, nodes[a].y, nodes[b].x, nodes[b].y, 0.8, count) for (a, b), count in sorted(ties.items())
    )
    hub = PictureNode(cx, cy, centre, label=centre.text.value, anchor="middle", label_x=cx)
    return Network(hub, tuple(nodes), spokes, joined, across, height)


@dataclass(frozen=True, slots=True)
class Fan:
    """One thing, what follows from it, and who does that: three columns joined by lines."""

    root: PictureNode
    middle: tuple[PictureNode, ...]
    ends: tuple[PictureNode, ...]
    lines: tuple[Tie, ...]
    width: float
    height: float


def fan(root: Link, middle: Sequence[Link], ends: Sequence[Link], ties: Sequence[tuple[int, int]]) -> Fan:
    """Return ``root`` joined to every ``middle``, and these to ``ends`` by ``ties`` (indexes into both)."""
    step, gap_between = 30.0, 100.0
    height = step * max(len(middle), len(ends), 2) + 20
    at_root = _widest([root]) * BOLD + 24
    at_middle = at_root + gap_between
    at_end = at_middle + _widest(middle) + gap_between
    across = at_end + _widest(ends) + 24

    def column(links: Sequence[Link], x: float) -> tuple[PictureNode, ...]:
        gap = height / (len(links) or 1)
        return tuple(
            PictureNode(x, gap * (place + 0.5), link, label_x=x + 10, label=link.text.value)
            for place, link in enumerate(links)
        )

    first = PictureNode(at_root, height / 2, root, anchor="end", label_x=at_root - 10, label=root.text.value)
    inner, outer = column(middle, at_middle), column(ends, at_end)
    lines = [Tie(first.x, first.y, node.x, node.y, 1.5) for node in inner]
    lines += [Tie(inner[m].label_x + width(inner[m].label), inner[m].y, outer[e].x, outer[e].y, 1.2) for m, e in ties]
    return Fan(first, inner, outer, tuple(lines), across, height)


def _widest(links: Sequence[Link]) -> float:
    """Return about how wide the widest of labels is."""
    return round(max((width(link.text.value) for link in links), default=0.0))
