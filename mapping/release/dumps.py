"""What a release offers for download: each graph in N-Quads, Turtle and JSON-LD, measures as CSV and XML."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from mapping.release import compression
from mapping.release.compression import Frame, JoinedPart, PieceWriter, join, read, write
from mapping.release.folder import Dump
from ontology.iris import Iris
from ontology.terms import prefixes

N_QUADS = "application/n-quads"
FORMATS = {"ttl": (ox.RdfFormat.TURTLE, "text/turtle"), "jsonld": (ox.RdfFormat.JSON_LD, "application/ld+json")}
"""Suffix to engine format and media type of what is written beside N-Quads."""
_WHOLE = "dumps/policygraph"
_PIECE = 2**20  # bytes


def write_graph(n_quads: bytes, path: str, staging: Path, graph: str, iris: Iris) -> list[Dump]:
    """Write a graph to ``path`` (without suffix) in every format; ``n_quads`` is sorted, so each file is too."""
    dumps = [write(staging, f"{path}.nq", n_quads, N_QUADS, graph)]
    triples = [quad.triple for quad in ox.parse(n_quads, format=ox.RdfFormat.N_QUADS, lenient=True)]
    for suffix, (engine_format, media_type) in FORMATS.items():
        content = ox.serialize(triples, format=engine_format, prefixes=_prefixes(engine_format, iris)) or b""
        dumps.append(write(staging, f"{path}.{suffix}", content, media_type, graph, _frame(engine_format, iris)))
    return dumps


def write_lines(lines: Iterable[bytes], path: str, staging: Path, graph: str, iris: Iris) -> list[Dump]:
    """Write a graph that may be large, of which the sorted lines of N-Quads come one by one, as :func:`write_graph` does.

    Turtle and JSON-LD of things, one after the other, are those of all of them.
    """
    plain = PieceWriter(staging, f"{path}.nq", N_QUADS, graph)
    formats = [
        (engine_format, PieceWriter(staging, f"{path}.{suffix}", media_type, graph, _frame(engine_format, iris)))
        for suffix, (engine_format, media_type) in FORMATS.items()
    ]
    for piece in _pieces(lines):
        plain.add(piece)
        triples = [quad.triple for quad in ox.parse(piece, format=ox.RdfFormat.N_QUADS, lenient=True)]
        for engine_format, writer in formats:
            frame = _frame(engine_format, iris)
            said = ox.serialize(triples, format=engine_format, prefixes=_prefixes(engine_format, iris)) or b""
            writer.add(said.removeprefix(frame.head).removesuffix(frame.tail))
    return [plain.close(), *(writer.close() for _, writer in formats)]


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield sorted lines of N-Quads in pieces of some size, all lines about a thing in one."""
    piece: list[bytes] = []
    size, about = 0, b""
    for line in lines:
        thing = line.partition(b" ")[0]
        if size >= _PIECE and thing != about:
            yield b"".join(piece)
            piece, size = [], 0
        piece.append(line)
        size, about = size + len(line), thing
    if piece:
        yield b"".join(piece)


def write_whole(parts: Sequence[Dump], staging: Path, iris: Iris) -> list[Dump]:
    """Write the whole graph, graph by graph in the order given; ``parts`` are N-Quads files. Streams: memory stays flat.

    Turtle and JSON-LD of the graphs, one after the other, are those of the whole, as long as no graph begins with the thing
    that the one before ended with: a serializer would say that once.
    """
    full = [part.path.removesuffix(".nq") for part in parts if part.byte_size]
    dumps = [join(staging, [JoinedPart(f"{part}.nq", Frame()) for part in full], f"{_WHOLE}.nq", N_QUADS, Frame())]
    ends = [_ends(staging, part) for part in full]
    apart = all(last != first for (_, last), (first, _) in pairwise(ends))
    for suffix, (engine_format, media_type) in FORMATS.items():
        path, frame = f"{_WHOLE}.{suffix}", _frame(engine_format, iris)
        if apart:
            dumps.append(
                join(staging, [JoinedPart(f"{part}.{suffix}", frame) for part in full], path, media_type, frame)
            )
        else:
            said = (quad.triple for quad in ox.parse(read(staging, f"{_WHOLE}.nq"), format=ox.RdfFormat.N_QUADS))
            whole = ox.serialize(said, format=engine_format, prefixes=_prefixes(engine_format, iris)) or b""
            dumps.append(write(staging, path, whole, media_type))
    return dumps


def _frame(engine_format: ox.RdfFormat, iris: Iris) -> Frame:
    """Return what stands before the statements of a file, between those of two graphs, and at its end."""
    if engine_format == ox.RdfFormat.JSON_LD:
        return Frame(b"[", b",", b"]")
    name = ox.NamedNode("x:y")
    one = ox.serialize([ox.Triple(name, name, name)], format=engine_format, prefixes=_prefixes(engine_format, iris))
    return Frame((one or b"").partition(b"<x:y>")[0])


def _ends(staging: Path, part: str) -> tuple[bytes, bytes]:
    """Return the subjects of the first and the last line of a file of N-Quads."""
    blocks = compression.blocks(staging, f"{part}.nq")
    begin = next(blocks)
    (last,) = deque(blocks, maxlen=1) or (begin,)
    return begin.partition(b" ")[0], last[last.rfind(b"\n", 0, -1) + 1 :].partition(b" ")[0]


def _prefixes(engine_format: ox.RdfFormat, iris: Iris) -> dict[str, str] | None:
    return dict(prefixes(iris)) if engine_format == ox.RdfFormat.TURTLE else None
