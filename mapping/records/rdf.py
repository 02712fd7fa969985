"""Records to RDF: a record, as JSON, read with ``context.jsonld`` (JSON-LD 1.1), *is* the RDF. Nothing here adds a triple."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import msgspec
import pyoxigraph as ox

from mapping.records.records import Record
from ontology.iris import Iris

CONTEXT_VERSION = "0.1.0"


@functools.cache
def context(iris: Iris) -> dict[str, Any]:
    """Return the JSON-LD context, without ``@base``: a remote context's base is ignored (JSON-LD 1.1 §4.1.3)."""
    text = (files("mapping.records") / "context.jsonld").read_text("utf-8")
    found: dict[str, Any] = json.loads(iris.rebase(text))["@context"]
    return found


@functools.cache
def _context_json(iris: Iris) -> bytes:
    return json.dumps([context(iris), {"@base": iris.base}]).encode()


def document(record: Record, iris: Iris) -> bytes:
    """Return a record as a JSON-LD document that holds its own context."""
    body = msgspec.json.encode(record)
    return b'{"@context":' + _context_json(iris) + b"," + body[1:]


def quads_together(records: Iterable[Record], graph: str, iris: Iris) -> list[ox.Quad]:
    """Return the quads of many small records, read as one document: the context is parsed once for all of them."""
    nodes = b",".join(map(msgspec.json.encode, records))
    parsed = ox.parse(
        b'{"@context":' + _context_json(iris) + b',"@graph":[' + nodes + b"]}", format=ox.RdfFormat.JSON_LD
    )
    return [ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)) for quad in parsed]


def n_quads(quads_of_graph: Iterable[ox.Quad]) -> bytes:
    """Return quads as N-Quads, one a line, sorted by code point and without doubles: equal sets give equal bytes."""
    return b"".join(lines(quads_of_graph))


def lines(quads_of_graph: Iterable[ox.Quad]) -> list[bytes]:
    """Return the lines of quads as N-Quads, sorted by code point and without doubles."""
    serialized = ox.serialize(quads_of_graph, format=ox.RdfFormat.N_QUADS) or b""
    return sorted(set(serialized.splitlines(keepends=True)))
