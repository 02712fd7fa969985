"""What ``policygraph validate`` judges: dumps plan by plan, blank nodes too, and never nothing at all."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.namespace import SH

from ontology import vocabulary
from ontology.iris import DEFAULT_BASE, DEFAULT_VOCABULARY, QUALITY_GRAPH, REFERENCE_GRAPH, Iris
from shapes.checking import run
from shapes.errors import SourceError
from tests.shapes.minimal_pairs import VALID, pairs

IRIS = Iris()
PLANS = 12
OWN = f"{DEFAULT_BASE}id/"
DCT = "http://purl.org/dc/terms/"
ELI = "http://data.europa.eu/eli/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
POLICY = f"@prefix policy: <{DEFAULT_VOCABULARY}def#> . @prefix schema: <http://schema.org/> . "


def renamed(quad: ox.Quad, graph: str, number: int) -> str:
    return f"{quad.subject} {quad.predicate} {quad.object} <{graph}> .\n".replace(OWN, f"{OWN}{number:02d}/")


def lines() -> list[str]:
    """Plans in graphs of their own, most of them with a fault, and between them what every rule across plans finds."""
    valid = list(ox.parse(path=VALID, format=ox.RdfFormat.TURTLE))
    shared = [quad for quad in valid if str(quad.subject).startswith(f"<{DEFAULT_VOCABULARY}")]
    found = [renamed(quad, IRIS.absolute(REFERENCE_GRAPH), 0) for quad in shared]
    plain = [pair for pair in pairs() if f"<{DEFAULT_VOCABULARY}" not in pair.path.read_text("utf-8")]
    for number, pair in enumerate(plain[:: len(plain) // PLANS][:PLANS]):
        graph = f"{DEFAULT_BASE}graph/plan/{number:02d}"
        found += [
            renamed(quad, graph, number) for quad in pair.data() if quad.subject not in {q.subject for q in shared}
        ]
    plan, second, graph = f"<{OWN}00/plan/p>", f"<{OWN}00/plan/q>", f"<{DEFAULT_BASE}graph/plan/00>"
    found += [
        f"{plan} <{ELI}repeals> <{OWN}nowhere> {graph} .\n",
        f'{plan} <{DCT}title> "Plan"@fr {graph} .\n',
        f"{second} <{RDF_TYPE}> <{DEFAULT_VOCABULARY}def#ImplementationPlan> {graph} .\n",
        f"<{OWN}00/measure/p/1> <{ELI}is_part_of> {second} {graph} .\n",
        f"<{OWN}x> <{RDF_TYPE}> <{DEFAULT_VOCABULARY}def#Agency> {graph} .\n",
        f'<{OWN}x> <{SKOS}prefLabel> "天津市商务局"@zh {graph} .\n',
        f"<{OWN}x> <{DCT}spatial> <{DEFAULT_VOCABULARY}jurisdiction/120000> {graph} .\n",
        f"_:a <{RDF_TYPE}> <{DEFAULT_VOCABULARY}def#Target> {graph} .\n",
        f'<urn:x:earlier> <{DCT}title> "earlier"@de <{IRIS.absolute(QUALITY_GRAPH)}> .\n',
    ]
    return found


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "plans.nq"
    path.write_text("".join(lines()), "utf-8")
    return path


def test_a_dump_judged_plan_by_plan_gets_the_report_that_it_gets_together(dump: Path, tmp_path: Path) -> None:
    quads = [quad for quad in ox.parse(path=dump, format=ox.RdfFormat.N_QUADS) if "graph/quality" not in str(quad)]
    ox.serialize(quads, str(together := tmp_path / "together.trig"), format=ox.RdfFormat.TRIG)
    seen: list[tuple[int, int]] = []
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        apart = run([str(dump)], output="json", iris=IRIS, executor=executor, progress=lambda *done: seen.append(done))
    assert seen == [(number, PLANS) for number in range(1, PLANS + 1)]
    found, expected = json.loads(apart.text), json.loads(run([str(together)], output="json", iris=IRIS).text)
    assert found["judged"] == expected["judged"]
    across = {result["shape"].rpartition("/")[2] for result in found["results"] if "/cross/" in result["shape"]}
    assert across == {"identifiers", "known-plans", "languages", "one-plan", "same-name"}
    assert len(found["results"]) > PLANS
    assert blank_apart(found["results"]) == blank_apart(expected["results"])


def blank_apart(results: list[dict[str, str]]) -> list[str]:
    """Return results in an order, with one name for the one blank node: N-Quads and TriG name it each in its way."""
    names = [{**result, "focus": "_:" if result["focus"].startswith("_:") else result["focus"]} for result in results]
    return sorted(json.dumps(result, sort_keys=True) for result in names)


def test_what_the_context_says_is_looked_at_and_not_judged(dump: Path) -> None:
    agency = f"<{OWN}y> <{RDF_TYPE}> <{DEFAULT_VOCABULARY}def#Agency> <{IRIS.absolute(REFERENCE_GRAPH)}> ."
    context = [*vocabulary.load(IRIS), *ox.parse(agency, format=ox.RdfFormat.N_QUADS)]
    results = json.loads(run([str(dump)], output="json", context=context, iris=IRIS).text)["results"]
    assert results
    assert f"{OWN}y" not in {result["focus"] for result in results}


def test_a_blank_node_is_judged_like_any_other_thing(tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text(
        POLICY + "[] a policy:Target ; schema:minValue 5.0 ; schema:maxValue 3.0 ; policy:deadline [] .", "utf-8"
    )
    text, exit_code = run([str(path)], output="json", iris=IRIS)
    results = json.loads(text)["results"]
    assert exit_code == 1
    assert {result["focus"] for result in results} == {"_:b1-1"}
    assert any(result["shape"].endswith("Target") and "SPARQL" in result["component"] for result in results)
    report = Graph().parse(data=run([str(path)], output="ttl", iris=IRIS).text, format="turtle")
    assert len(set(report.objects(None, SH.focusNode))) == 1
    assert text == run([str(path)], output="json", iris=IRIS).text, "blank nodes have the same names each time"


@pytest.mark.parametrize("text", ["", "<urn:x:a> a <http://www.w3.org/2002/07/owl#Thing> ."])
def test_where_there_is_nothing_to_judge_nothing_conforms(tmp_path: Path, text: str) -> None:
    (path := tmp_path / "foreign.ttl").write_text(text, "utf-8")
    with pytest.raises(SourceError, match=r"nothing that the shapes could judge.*--vocabulary"):
        run([str(path)], iris=IRIS)


def test_the_number_of_things_judged_is_in_the_summary(tmp_path: Path) -> None:
    text = run([str(VALID)], iris=IRIS).text
    assert text.startswith("Conforms to “publishable”: ")
    count = json.loads(run([str(VALID)], output="json", iris=IRIS).text)["judged"]
    assert f": {count} things judged" in text


@pytest.mark.parametrize(
    "source", ["http://[x", "http://exa mple/x", "http://localhost:1/x", "http://localhost:999999/"]
)
def test_an_address_that_is_none_is_an_error_and_not_a_crash(source: str) -> None:
    with pytest.raises(SourceError, match="cannot be fetched"):
        run([source], iris=IRIS)


def test_a_context_elsewhere_is_said_to_be_not_fetched(tmp_path: Path) -> None:
    (path := tmp_path / "remote.jsonld").write_text('{"@context": "http://localhost:1/c", "@type": "Measure"}', "utf-8")
    with pytest.raises(SourceError, match="Write the context into the file"):
        run([str(path)], iris=IRIS)
