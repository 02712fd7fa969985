"""JSON-LD of a graph: one shape at every size, and the same RDF."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from server.release.store import graph_json
from server.release.store.errors import Inexpressible

PREFIXES = {"e": "http://e/", "deep": "http://e/deep/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
TURTLE = """
@prefix e: <http://e/> .
e:a a e:C, e:D ; e:p "plain", "市商务局"@zh, 1, 1.50, true, e:deep\\/x, [ e:q "in a blank node" ] .
<http://e/deep/a> e:p <http://e//slashes>, <http://other/?q=1#f>, "line\\nbreak \\"quoted\\"" .
<http://e/> e:p "an IRI that is a prefix alone" .
""".replace("\\\\", "\\")


def triples(data: str | bytes, form: ox.RdfFormat) -> ox.Dataset:
    found = ox.Dataset(ox.parse(data, format=form))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def written(given: list[ox.Triple]) -> bytes:
    pieces: list[bytes] = []
    graph_json.write(given, pieces.append, PREFIXES)
    return b"".join(pieces)


def test_it_reads_as_the_same_rdf() -> None:
    given = [quad.triple for quad in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)]
    assert triples(written(given), ox.RdfFormat.JSON_LD) == triples(TURTLE, ox.RdfFormat.TURTLE)
    assert triples(written(given[::-1]), ox.RdfFormat.JSON_LD) == triples(TURTLE, ox.RdfFormat.TURTLE)


@pytest.mark.parametrize("size", [0, 1, 2, 40_000])
def test_its_shape_is_the_same_at_every_size(size: int) -> None:
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    given = [ox.Triple(ox.NamedNode(f"http://e/{n}"), kind, ox.NamedNode("http://e/C")) for n in range(size)]
    document = json.loads(written(given))
    assert list(document) == ["@context", "@graph"]
    assert document["@graph"] == [{"@id": f"e:{n}", "@type": ["e:C"]} for n in range(size)]


def test_what_json_ld_cannot_say_is_refused() -> None:
    node = ox.NamedNode("http://e/x")
    with pytest.raises(Inexpressible, match="triple"):
        written([ox.Triple(node, node, ox.Triple(node, node, node))])
    with pytest.raises(Inexpressible, match="direction"):
        written([ox.Triple(node, node, ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL))])
    with pytest.raises(Inexpressible, match="<deep:water>"):
        written([ox.Triple(node, node, ox.NamedNode("deep:water"))])
