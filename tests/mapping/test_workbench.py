"""The bench holds one plan at a time, and is afterwards as it was."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest

from mapping.workbench import Settings, Workbench

GRAPH = ox.NamedNode("http://localhost:8000/graph/plan/p")
MEASURE = ox.NamedNode("http://localhost:8000/id/measure/p/1")
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
QUAD = ox.Quad(MEASURE, RDF_TYPE, ox.NamedNode("https://w3id.org/policygraph/def#Measure"), GRAPH)


@pytest.mark.parametrize("fails", [False, True])
def test_a_bench_that_held_a_plan_is_as_it_was(fails: bool) -> None:
    bench = Workbench(Settings())
    before = set(bench.store)
    with suppress(KeyError), bench.holding([QUAD], GRAPH):
        assert len(bench.quads(GRAPH)) > 1, "what it holds is closed"
        assert set(bench.store) > before
        assert dict[str, bool]()["missing"] if fails else True
    assert set(bench.store) == before
    assert bench.ontology
