"""Reports reach people and machines whole: where a thing stands, what to do, and whether a profile lets it pass."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.namespace import SH

from ontology.iris import DEFAULT_BASE, Iris
from shapes import profiles
from shapes.across import has_other_languages, rules, validate_across, validate_merged
from shapes.checking import Checked, run
from shapes.errors import ProfileError, SourceError
from shapes.passages import validate_quotes
from shapes.rendering import FORMATS
from shapes.report import Report, Result, Severity, report_quads
from shapes.validation import validate
from tests.shapes.minimal_pairs import VALID, Pair, pairs

IRIS = Iris()
PREFIXES = "PREFIX policy: <https://w3id.org/policygraph/def#> PREFIX dct: <http://purl.org/dc/terms/> "
PREFIXES += "PREFIX eli: <http://data.europa.eu/eli/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
PREFIXES += "PREFIX id: <http://localhost:8000/id/> PREFIX pg: <https://w3id.org/policygraph/> "


def valid() -> ox.Store:
    store = ox.Store()
    store.load(path=VALID, format=ox.RdfFormat.TURTLE)
    return store


def pair_of(shape: str) -> Pair:
    return next(pair for pair in pairs() if pair.breaks[0][0] == shape and len(pair.breaks) == 1)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A file whose responsibility has a position below 1 and whose quotation nothing national matches."""
    store = pair_of("QuotedRequirement/match").data()
    store.update(PREFIXES + "DELETE WHERE { id:measure\\/p\\/1 policy:hasResponsibility ?held }")
    path = tmp_path / "faulty.ttl"
    store.dump(path, format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph())
    return path


@pytest.fixture
def check(faulty: Path) -> Callable[..., Checked]:
    return partial(run, [str(faulty)], iris=IRIS)


# ---- passages --------------------------------------------------------------------------------------------------------


def text_of_valid() -> str:
    text = list(" " * 1000)
    rows = valid().query((Path(__file__).parents[2] / "shapes/queries/passages.rq").read_text("utf-8"))
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        text[int(row["start"].value) : int(row["end"].value)] = row["exact"].value
    return "".join(text)


def test_quotes_that_are_in_the_text_at_their_offsets_pass() -> None:
    document = f"{DEFAULT_BASE}id/document/p/text"
    assert validate_quotes(valid(), {document: text_of_valid()}, iris=IRIS).results == ()


def test_a_quote_that_differs_from_the_text_by_one_character_is_named() -> None:
    document = f"{DEFAULT_BASE}id/document/p/text"
    (result,) = validate_quotes(valid(), {document: text_of_valid().replace("推进", "推動")}, iris=IRIS).results
    assert result.focus == document
    assert result.value == f"<{DEFAULT_BASE}id/passage/p/1/quotation>"
    assert set(result.messages) == {"zh", "en"}


# ---- across plans ----------------------------------------------------------------------------------------------------

ACROSS = {
    "identifiers": 'id:plan\\/q a policy:ImplementationPlan ; dct:identifier "p" .',
    "known-plans": "id:plan\\/p eli:changes id:plan\\/unknown .",
    "languages": 'id:plan\\/p dct:title "Plan"@fr .',
    "one-plan": "id:plan\\/q a policy:ImplementationPlan . id:measure\\/p\\/1 eli:is_part_of id:plan\\/q .",
    "same-name": 'id:agency\\/x a policy:Agency ; skos:prefLabel "天津市商务局"@zh ; dct:spatial pg:jurisdiction\\/120000 .',
}


def complete() -> ox.Store:
    store = valid()
    store.update(
        PREFIXES + "INSERT DATA { id:plan\\/older dct:identifier 'older' . id:plan\\/oldest dct:identifier 'oldest' }"
    )
    return store


def test_every_rule_across_plans_has_a_case() -> None:
    assert set(rules()) == set(ACROSS)
    assert validate_across(complete(), iris=IRIS).results == ()


@pytest.mark.parametrize("rule", ACROSS)
def test_a_rule_across_plans_finds_its_case_and_no_other(rule: str) -> None:
    store = complete()
    store.update(f"{PREFIXES}INSERT DATA {{ {ACROSS[rule]} }}")
    results = validate_across(store, iris=IRIS).results
    assert {result.shape.rpartition("/")[2] for result in results} == {rule}
    assert all(set(result.messages) == {"zh", "en"} for result in results)
    assert validate_merged(merged(store), [GRAPH.value], iris=IRIS).results == results


GRAPH = ox.NamedNode("http://localhost:8000/graph/all")


def merged(store: ox.Store) -> ox.Store:
    """Return a store as a release has it: everything in a graph of its own, and in the default graph."""
    graphs: list[ox.NamedNode | ox.DefaultGraph] = [GRAPH, ox.DefaultGraph()]
    found = ox.Store()
    found.extend(ox.Quad(each.subject, each.predicate, each.object, graph) for each in store for graph in graphs)
    return found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ('"Plan"@fr', True), ('"计划"@zh-Hant', True), ('"say \\"x\\"@fr <y> ."@zh', False), ('"\\\\"@de', True),
        ('"Plan"@en', False), ('"plain"', False), ('"1"^^<http://x/@de>', False), ('<mailto:"@fr>', False),
    ],
)  # fmt: skip # entries side by side
def test_a_text_in_another_language_is_seen_in_the_lines_of_its_graph(value: str, found: bool) -> None:
    lines = f'<u:a> <u:p> "市场"@zh {GRAPH} .\n<u:s> <u:p> {value} {GRAPH} .\n<u:t> <u:p> "x" {GRAPH} .\n'
    assert has_other_languages(lines.encode()) == found


# ---- profiles --------------------------------------------------------------------------------------------------------


def report_with(*severities: Severity) -> Report:
    return Report.of(Result(focus="urn:x:f", shape=f"urn:x:{s}", component="urn:x:c", severity=s) for s in severities)


def test_each_profile_refuses_one_severity_more_than_the_one_before() -> None:
    assert [profiles.refused(name, IRIS) for name in profiles.NAMES] == [
        ("Violation",),
        ("Violation", "Warning"),
        ("Violation", "Warning", "Info"),
    ]


def test_the_best_profile_is_the_strictest_that_lets_the_data_pass() -> None:
    cases: list[tuple[tuple[Severity, ...], str | None]] = [
        ((), "excellent"),
        (("Info",), "complete"),
        (("Warning", "Info"), "publishable"),
        (("Violation",), None),
    ]
    assert [profiles.best(report_with(*given), iris=IRIS) for given, _ in cases] == [best for _, best in cases]


# ---- reports ---------------------------------------------------------------------------------------------------------


def test_a_report_as_rdf_has_no_blank_node_and_all_of_every_result() -> None:
    report = validate(pair_of("PlanNumbers/gaps").data(), iris=IRIS)
    quads = report_quads(report, node="urn:x:report", graph="urn:x:graph")
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    text = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert text is not None
    graph = Graph().parse(data=text, format="nt")
    assert len(set(graph.objects(None, SH.result))) == len(report.results) == 1
    assert {str(text) for text in graph.objects(None, SH.resultMessage)} == set(report.results[0].messages.values())
    assert len(set(graph.objects(None, SH.sourceConstraint))) == 1


def test_validate_says_what_to_do_and_on_which_row(check: Callable[..., Checked]) -> None:
    text, exit_code = check()
    assert exit_code == 1
    assert "Does not conform to “publishable”" in text
    assert "请给出举措的责任单位" in text
    assert "document.txt, page 1, block 1, row 1" in text


def test_json_holds_every_result_with_its_place(check: Callable[..., Checked]) -> None:
    found = json.loads(check(output="json").text)
    assert found["counts"] == {
        severity: len([r for r in found["results"] if r["severity"] == severity])
        for severity in ("Violation", "Warning", "Info")
    }
    measures = [result for result in found["results"] if "/measure/" in result["focus"]]
    assert measures
    assert all(result["place"]["row"] == 1 for result in measures)


def test_turtle_is_a_shacl_report(check: Callable[..., Checked]) -> None:
    graph = Graph().parse(data=check(output="ttl").text, format="turtle")
    assert len(list(graph.subjects(None, SH.ValidationReport))) == 1
    assert [value.toPython() for value in graph.objects(None, SH.conforms)] == [False]  # type: ignore[attr-defined]


def test_github_gets_one_command_a_finding(check: Callable[..., Checked]) -> None:
    lines = check(output="github").text.splitlines()
    assert len(lines) == sum(json.loads(check(output="json").text)["counts"].values())
    assert any(line.startswith("::error file=document.txt::") for line in lines)
    assert any(line.startswith("::warning ") for line in lines)


def test_junit_fails_the_rules_that_the_profile_refuses(check: Callable[..., Checked]) -> None:
    lenient = ET.fromstring(check(output="junit").text)
    strict = ET.fromstring(check(output="junit", profile="complete").text)
    assert 0 < int(lenient.attrib["failures"]) < int(strict.attrib["failures"])
    assert len(strict.findall("testcase")) == int(strict.attrib["tests"])


def test_good_data_conform_in_every_format(tmp_path: Path) -> None:
    path = tmp_path / "good.ttl"
    complete().dump(path, format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph())
    for output in FORMATS:
        assert run([str(path)], profile="excellent", output=output, iris=IRIS).exit_code == 0


def test_data_without_the_closure_are_closed_first(tmp_path: Path) -> None:
    store = complete()
    store.update(
        PREFIXES + "DELETE WHERE { id:measure\\/p\\/1 policy:responsibleAgency pg:agency\\/120000\\/shang-wu-ju }"
    )
    assert validate(store, iris=IRIS).of_severity("Violation")
    path = tmp_path / "open.ttl"
    store.dump(path, format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph())
    assert run([str(path)], iris=IRIS).exit_code == 0


def test_an_address_is_read_like_a_file(faulty: Path) -> None:
    class Handler(SimpleHTTPRequestHandler):
        extensions_map = {".ttl": "text/turtle"}  # noqa: RUF012 - the base class has it so

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(faulty.parent)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/{faulty.name}"
        assert run([address], output="json", iris=IRIS) == run([str(faulty)], output="json", iris=IRIS)
        with pytest.raises(SourceError, match="cannot be fetched"):
            run([f"{address}.gone"], iris=IRIS)
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("data.docx", "x", "no ending that names an RDF format"),
        ("data.ttl", "this is no Turtle", "is not valid RDF"),
        ("absent.ttl", None, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named_with_advice(tmp_path: Path, name: str, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(SourceError, match=message) as caught:
        run([str(tmp_path / name)], iris=IRIS)
    assert caught.value.advice


def test_an_unknown_profile_or_format_is_answered_with_the_known_ones(faulty: Path) -> None:
    with pytest.raises(ProfileError, match="publishable, complete, excellent"):
        run([str(faulty)], profile="perfect", iris=IRIS)
    with pytest.raises(ProfileError, match="human, json, ttl, github, junit"):
        run([str(faulty)], output="pdf", iris=IRIS)
