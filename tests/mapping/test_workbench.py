"""The bench holds one plan at a time, and is afterwards as it was."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from mapping.workbench import Settings, Workbench, workbench

GRAPH = ox.NamedNode("http://localhost:8000/graph/plan/p")
MEASURE = ox.NamedNode("http://localhost:8000/id/measure/p/1")
DOCUMENT = f'{{"@id": "{MEASURE.value}", "@type": "https://w3id.org/policygraph/def#Measure"}}'.encode()


@pytest.mark.parametrize("fails", [False, True])
def test_a_bench_that_held_a_plan_is_as_it_was(fails: bool) -> None:
    bench = Workbench(Settings())
    before = set(bench.store)
    with suppress(KeyError), bench.holding(DOCUMENT, GRAPH):
        assert len(bench.quads(GRAPH)) > 1, "what it holds is closed"
        assert set(bench.store) > before
        assert dict[str, bool]()["missing"] if fails else True
    assert set(bench.store) == before
    assert bench.ontology


def test_what_was_seen_of_one_plan_is_not_seen_with_the_next_on_a_bench_that_was_laid_anew() -> None:
    bench = Workbench(Settings())
    measures = ox.NamedNode("https://w3id.org/policygraph/def#Measure")
    for number in range(20):
        measure = ox.NamedNode(f"http://localhost:8000/id/measure/p/{number}")
        document = DOCUMENT.replace(MEASURE.value.encode(), measure.value.encode())
        with bench.holding(document, GRAPH):
            assert [seen.instances(measures) for seen in bench.seen(GRAPH)] == [{measure}] * 2


def test_reference_data_that_change_while_a_process_lives_are_on_its_next_bench(tmp_path: Path) -> None:
    settings = Settings(reference=(str(tmp_path),))
    before = workbench(settings)
    assert workbench(settings) is before
    (tmp_path / "more.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/policygraph/function/commerce> skos:editorialNote "looked at again"@en .\n'
    )
    assert "looked at again" in {getattr(quad.object, "value", "") for quad in workbench(settings).store}
