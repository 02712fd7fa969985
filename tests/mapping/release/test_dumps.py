"""The whole graph, written part by part, is what a serializer writes of it at once."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from mapping.release import dumps
from ontology.iris import Iris
from ontology.terms import prefixes

IRIS = Iris()
A, B, C = (f"<http://localhost:8000/id/{name}>" for name in "abc")
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
    ],
)
def test_the_whole_is_written_as_at_once(graphs: list[list[str]], tmp_path: Path) -> None:
    parts = []
    for number, lines in enumerate(graphs):
        graph = f"http://localhost:8000/graph/{number}"
        n_quads = "".join(f"{line} <{graph}> .\n" for line in lines).encode()
        path = tmp_path / "dumps" / "plan" / str(number)
        parts.append(tmp_path / dumps.write_graph(n_quads, path, tmp_path, graph, IRIS)[0].path)
    written = dumps.write_whole(parts, tmp_path, IRIS)
    assert [dump.path for dump in written] == [f"dumps/policygraph.{suffix}" for suffix in ("nq", "ttl", "jsonld")]
    triples = [quad.triple for part in parts for quad in ox.parse(path=str(part), format=ox.RdfFormat.N_QUADS)]
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes(IRIS)))
    assert (tmp_path / "dumps" / "policygraph.ttl").read_bytes() == turtle
    json_ld = ox.serialize(triples, format=ox.RdfFormat.JSON_LD)
    assert (tmp_path / "dumps" / "policygraph.jsonld").read_bytes() == json_ld
