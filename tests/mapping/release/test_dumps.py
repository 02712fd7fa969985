"""The whole graph, written part by part, is what a serializer writes of it at once."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

import pyoxigraph as ox
import pytest

from mapping.release import compression, dumps
from ontology.iris import Iris
from ontology.terms import prefixes

IRIS = Iris()
A, B, C = (f"<http://localhost:8000/id/{name}>" for name in "abc")
N_QUADS = ox.RdfFormat.N_QUADS
LONG = f'{C} {A} "{"长" * 3000}"@zh'


@pytest.mark.parametrize(
    "graphs",
    [
        [[f"{A} {B} {C}"], [f"{B} {B} {C}", f"{B} {B} {A}"]],
        [[f"{A} {B} {C}", f"{B} {A} 'x'@zh".replace("'", '"')], [LONG], [f"{A} {B} {C}"]],
        [[f"{A} {B} {C}"], [f"{A} {B} {A}"]],  # the same thing at a border
        [[f"{A} {B} {C}", LONG], [f"{C} {B} {A}"]],
        [[f"{A} {B} {C}"], [], [f"{B} {B} {A}"]],
        [[], [f"{A} {B} {C}"]],
        [[LONG, LONG.replace("长", "短")]],
        [[f"{A} {B} {C}", *(f'{B} {A} "{number:0300}"' for number in range(500))], [], [LONG, f"{C} {B} {A}"]],  # large
    ],
)
def test_the_whole_is_written_as_at_once(graphs: list[list[str]], tmp_path: Path) -> None:
    parts = []
    for number, lines in enumerate(graphs):
        graph = f"http://localhost:8000/graph/{number}"
        n_quads = "".join(f"{line} <{graph}> .\n" for line in lines).encode()
        parts.append(dumps.write_graph(n_quads, f"dumps/plan/{number}", tmp_path, graph, IRIS)[0])
    written = dumps.write_whole(parts, tmp_path, IRIS)
    assert [dump.path for dump in written] == [f"dumps/policygraph.{suffix}" for suffix in ("nq", "ttl", "jsonld")]
    triples = [quad.triple for part in parts for quad in ox.parse(compression.read(tmp_path, part.path), N_QUADS)]
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes(IRIS)))
    assert compression.read(tmp_path, "dumps/policygraph.ttl") == turtle
    json_ld = ox.serialize(triples, format=ox.RdfFormat.JSON_LD)
    assert compression.read(tmp_path, "dumps/policygraph.jsonld") == json_ld
    for dump in written:
        content = compression.read(tmp_path, dump.path)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (dump.byte_size, dump.sha256)
        assert (tmp_path / dump.path).is_file() == (dump.byte_size < compression.LARGE or dump.byte_size < 1024)
        if compression.worth_compressing(dump):
            assert gzip.decompress(compression.compressed(tmp_path, dump.path, "gzip").read_bytes()) == content
            one_member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            assert one_member.decompress(compression.compressed(tmp_path, dump.path, "gzip").read_bytes()) == content
            assert not one_member.unused_data
