"""What a release offers for download: each graph in N-Quads, Turtle and JSON-LD, measures as CSV and XML."""

from __future__ import annotations

from collections.abc import Iterator
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
    """Write the whole graph, graph by graph in the order given; ``parts`` are N-Quads files. Streams: memory stays flat."""
    whole = staging / "dumps" / "policygraph.nq"
    with whole.open("wb") as out:
        for part in parts:
            out.write(part.read_bytes())
    dumps = [dump_of(whole, staging, N_QUADS)]
    for suffix, (engine_format, media_type) in FORMATS.items():
        target = whole.with_suffix(f".{suffix}")
        ox.serialize(_triples(whole), str(target), format=engine_format, prefixes=_prefixes(engine_format, iris))
        dumps.append(dump_of(target, staging, media_type))
    return dumps


def _prefixes(engine_format: ox.RdfFormat, iris: Iris) -> dict[str, str] | None:
    return dict(prefixes(iris)) if engine_format == ox.RdfFormat.TURTLE else None


def _triples(path: Path) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
