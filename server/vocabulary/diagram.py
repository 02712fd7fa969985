"""The class diagram, laid out from the Turtle: a box a class, a line from each property to the class of its values.

Classes stand in columns by how far they are from those that nothing points to (longest path), and in each column near what
points to them (one barycentre sweep). Numbers are SVG units, which are CSS pixels at full size.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.words.labels import Text

WIDTH, ROW, HEAD, GAP_X, GAP_Y = 196.0, 21.0, 50.0, 56.0, 22.0
_MARGIN = 8.0
_HIGHEST = 900.0  # a column that grows higher goes on beside itself


@dataclass(frozen=True, slots=True)
class DiagramProperty:
    """A property of a class whose values are things of another; ``y`` is where its text stands."""

    label: Text
    anchor: str
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A class; ``above`` are the foreign classes that it is a kind of."""

    anchor: str
    label: Text
    above: tuple[str, ...]
    x: float
    y: float
    height: float
    rows: tuple[DiagramProperty, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes, and lines as SVG paths."""

    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DiagramClass:
    """A class as it goes into a diagram: ``properties`` are (anchor, label, anchors of the classes of its values)."""

    anchor: str
    label: Text
    above: tuple[str, ...]
    properties: tuple[tuple[str, Text, tuple[str, ...]], ...]

    @property
    def targets(self) -> tuple[str, ...]:
        """The classes that its properties point to, each once."""
        return tuple(dict.fromkeys(target for *_, targets in self.properties for target in targets))

    @property
    def height(self) -> float:
        """How high its box is."""
        return HEAD + ROW * len(self.properties) + (8 if self.properties else 0)


def diagram(nodes: Sequence[DiagramClass]) -> Diagram:
    """Lay classes out."""
    drawn = {node.anchor: node for node in nodes}
    boxes = _placed(drawn, _columns(drawn))
    lines = tuple(
        _line(box, row, boxes[target])
        for box in boxes.values()
        for row, (_, _, targets) in zip(box.rows, drawn[box.anchor].properties, strict=True)
        for target in targets
        if target in boxes
    )
    return Diagram(
        tuple(boxes.values()),
        lines,
        max((box.x + WIDTH for box in boxes.values()), default=0) + _MARGIN,
        max((box.y + box.height for box in boxes.values()), default=0) + _MARGIN,
    )


def _columns(nodes: Mapping[str, DiagramClass]) -> list[list[str]]:
    """Return the classes by column, each ordered by where those stand that point to it."""
    depth = _depths(nodes)
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for anchor in sorted(nodes):
        columns[depth[anchor]].append(anchor)
    place: dict[str, float] = {}
    for column in columns:
        column.sort(key=lambda anchor: (_middle(anchor, nodes, place), anchor))
        place |= {anchor: at for at, anchor in enumerate(column)}
    return columns


def _middle(anchor: str, nodes: Mapping[str, DiagramClass], place: Mapping[str, float]) -> float:
    found = [place[each] for each in nodes if anchor in nodes[each].targets and each in place]
    return sum(found) / len(found) if found else 0.0


def _depths(nodes: Mapping[str, DiagramClass]) -> dict[str, int]:
    """Return the longest way to each class from one that nothing points to; a circle is entered where it is met first."""
    before = {anchor: [each for each in sorted(nodes) if anchor in nodes[each].targets] for anchor in nodes}

    @functools.cache
    def depth(anchor: str, seen: frozenset[str]) -> int:
        ways = [depth(each, seen | {anchor}) + 1 for each in before[anchor] if each not in seen and each != anchor]
        return max(ways, default=0)

    return {anchor: depth(anchor, frozenset()) for anchor in nodes}


def _placed(nodes: Mapping[str, DiagramClass], columns: Sequence[Sequence[str]]) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    x = _MARGIN
    for column in columns:
        y = _MARGIN
        for anchor in column:
            if y > _MARGIN and y + nodes[anchor].height > _HIGHEST:
                x, y = x + WIDTH + GAP_X, _MARGIN
            boxes[anchor] = _box(nodes[anchor], x, y)
            y += nodes[anchor].height + GAP_Y
        x += WIDTH + GAP_X
    return boxes


def _box(node: DiagramClass, x: float, y: float) -> Box:
    rows = tuple(
        DiagramProperty(label, anchor, y + HEAD + ROW * (at + 0.75))
        for at, (anchor, label, _) in enumerate(node.properties)
    )
    return Box(node.anchor, node.label, node.above, x, y, node.height, rows)


def _line(box: Box, row: DiagramProperty, target: Box) -> str:
    """Return a curve from the end of a row to the side of a box; back to an earlier column it leaves on the left."""
    forward = target.x > box.x
    x1, y1 = (box.x + WIDTH if forward else box.x), row.y - 4
    x2, y2 = (target.x if forward else target.x + WIDTH), target.y + HEAD / 2
    if target.x == box.x:
        x2 = target.x
    bend = max(abs(x2 - x1) / 2, 36.0) * (1 if forward else -1)
    far = x2 - bend if target.x != box.x else x2 + bend
    return f"M{x1:.0f},{y1:.0f} C{x1 + bend:.0f},{y1:.0f} {far:.0f},{y2:.0f} {x2:.0f},{y2:.0f}"
