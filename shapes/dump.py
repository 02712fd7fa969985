"""Large N-Quads files, cut into their graphs without being held: where each plan's lines are, and where all others are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyoxigraph as ox

from ontology.iris import Iris
from shapes.errors import SourceError

_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_END = b"\n"


class Slice(msgspec.Struct, frozen=True):
    """The lines of one graph: its absolute IRI (empty for the default graph), and ranges of bytes in a file, end exclusive."""

    graph: str
    path: str
    ranges: tuple[tuple[int, int], ...]

    def quads(self, graph: str = "") -> list[ox.Quad]:
        """Return what the lines say, in the graph or in another; raises :class:`SourceError` with the line that is broken."""
        name = ox.NamedNode(graph or self.graph)
        with Path(self.path).open("rb") as file:
            parsed = (_parse(file.seek(start), file.read(end - start), self.path) for start, end in self.ranges)
            return [ox.Quad(quad.subject, quad.predicate, quad.object, name) for quads in parsed for quad in quads]


class Cut(NamedTuple):
    """The graphs of a dump: those that describe a plan, and the others."""

    plans: list[Slice]
    others: list[Slice]


def cut(path: Path, iris: Iris) -> Cut:
    """Return the graphs of an N-Quads file in the order of their first lines; raises :class:`SourceError`.

    The lines of a graph need not stand together, though a dump that is sorted graph by graph is read faster.
    """
    kind = f"<{iris.absolute('pg:def#ImplementationPlan')}>".encode()
    ranges: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    planned: set[str] = set()
    for graph, start, end, has_plan in _runs(path, kind):
        ranges[graph].append((start, end))
        if has_plan:
            planned.add(graph)
    slices = [Slice(graph, str(path), tuple(runs)) for graph, runs in ranges.items()]
    return Cut([one for one in slices if one.graph in planned], [one for one in slices if one.graph not in planned])


def _runs(path: Path, kind: bytes) -> Iterator[tuple[str, int, int, bool]]:
    """Yield each run of lines of one graph: its name, its first byte, the byte after it, whether it types a plan."""
    graph, suffix, start, end, has_plan = "", b"", 0, 0, False
    with path.open("rb") as lines:
        for line in lines:
            # A named graph is the last term of a line: lines that end alike are of one graph, and need no parsing.
            if not suffix or not line.endswith(suffix):
                here = _graph_of(line, path, end)
                if here != graph:
                    if end > start:
                        yield graph, start, end, has_plan
                    graph, start, has_plan = here, end, False
                suffix = _suffix(line, graph)
            end += len(line)
            has_plan = has_plan or (kind in line and _TYPE in line and bool(graph))
    if end > start:
        yield graph, start, end, has_plan


def _suffix(line: bytes, graph: str) -> bytes:
    """Return the graph's name and the end of a line, nothing where another line could end so and be of another graph."""
    name = f"<{graph}>".encode()
    position = line.rfind(name)
    return line[position:] if graph and line[position + len(name) :].strip() == b"." else b""


def _graph_of(line: bytes, path: Path, start: int) -> str:
    """Return the graph of a line, nothing for the default graph and for lines that say nothing."""
    for quad in _parse(start, line, str(path)):
        if isinstance(quad.graph_name, ox.NamedNode):
            return quad.graph_name.value
    return ""


def _parse(start: int, lines: bytes, path: str) -> list[ox.Quad]:
    try:
        return list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        number = _line_at(Path(path), start) + (error.lineno or 1) - 1
        raise SourceError(
            f"is not valid RDF: line {number}: {error.msg.partition(': ')[2] or error.msg}",
            where=path,
            advice="Correct it there and try again.",
        ) from error


def _line_at(path: Path, offset: int) -> int:
    """Return the number of the line that begins at a byte, counted from 1."""
    with path.open("rb") as file:
        return file.read(offset).count(_END) + 1
