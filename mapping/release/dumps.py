"""What a release offers for download: each graph in N-Quads, Turtle and JSON-LD, measures as CSV and XML."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from mapping.release.folder import Dump, dump_of
from ontology.iris import Iris
from ontology.terms import prefixes

N_QUADS = "application/n-quads"
FORMATS = {"ttl": (ox.RdfFormat.TURTLE, "text/turtle"), "jsonld": (ox.RdfFormat.JSON_LD, "application/ld+json")}
"""Suffix to engine format and media type of what is written beside N-Quads."""


def write_graph(n_quads: bytes, path: Path, staging: Path, graph: str, iris: Iris) -> list[Dump]:
    """Write a graph to ``path`` (without suffix) in every format; ``n_quads`` is sorted, so each file is too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (nq := path.with_name(f"{path.name}.nq")).write_bytes(n_quads)
    dumps = [dump_of(nq, staging, N_QUADS, graph)]
    for suffix, (engine_format, media_type) in FORMATS.items():
        target = path.with_name(f"{path.name}.{suffix}")
        ox.serialize(_triples(nq), str(target), format=engine_format, prefixes=_prefixes(engine_format, iris))
        dumps.append(dump_of(target, staging, media_type, graph))
    return dumps


def write_whole(parts: list[Path], staging: Path, iris: Iris) -> list[Dump]:
    """Write the whole graph, graph by graph in the order given; ``parts`` are N-Quads files. Streams: memory stays flat.

    Turtle and JSON-LD of the graphs, one after the other, are those of the whole, as long as no graph begins with the thing
    that the one before ended with: a serializer would say that once.
    """
    whole = staging / "dumps" / "policygraph.nq"
    full = [part for part in parts if part.stat().st_size]
    _join(full, whole, b"", b"", b"")
    dumps = [dump_of(whole, staging, N_QUADS)]
    apart = all(_subject(_last(one)) != _subject(_first(other)) for one, other in pairwise(full))
    for suffix, (engine_format, media_type) in FORMATS.items():
        target = whole.with_suffix(f".{suffix}")
        if apart:
            _join([part.with_suffix(f".{suffix}") for part in full], target, *_frame(engine_format, iris))
        else:
            ox.serialize(_triples(whole), str(target), format=engine_format, prefixes=_prefixes(engine_format, iris))
        dumps.append(dump_of(target, staging, media_type))
    return dumps


def _join(parts: Iterable[Path], target: Path, head: bytes, joint: bytes, tail: bytes) -> None:
    """Write files one after the other, of each what stands between ``head`` and ``tail``, which are written once."""
    with target.open("wb") as out:
        out.write(head)
        for position, part in enumerate(parts):
            out.write(joint if position else b"")
            out.write(part.read_bytes().removeprefix(head).removesuffix(tail))
        out.write(tail)


def _frame(engine_format: ox.RdfFormat, iris: Iris) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the statements of a file, between those of two graphs, and at its end."""
    if engine_format == ox.RdfFormat.JSON_LD:
        return b"[", b",", b"]"
    name = ox.NamedNode("x:y")
    ox.serialize(
        [ox.Triple(name, name, name)],
        written := io.BytesIO(),
        format=engine_format,
        prefixes=_prefixes(engine_format, iris),
    )
    return written.getvalue().partition(b"<x:y>")[0], b"", b""


def _first(n_quads: Path) -> bytes:
    with n_quads.open("rb") as file:
        return file.readline()


def _last(n_quads: Path) -> bytes:
    """Return the last line of a file, without reading the others of a large one."""
    with n_quads.open("rb") as file:
        taken = 0
        while True:
            taken = min(2 * taken or 1024, n_quads.stat().st_size)
            file.seek(-taken, os.SEEK_END)
            *before, line = file.read().rstrip(b"\n").split(b"\n")
            if before or taken == n_quads.stat().st_size:
                return line


def _subject(line: bytes) -> bytes:
    return line.partition(b" ")[0]


def _prefixes(engine_format: ox.RdfFormat, iris: Iris) -> dict[str, str] | None:
    return dict(prefixes(iris)) if engine_format == ox.RdfFormat.TURTLE else None


def _triples(path: Path) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
