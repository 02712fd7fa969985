"""The W3C's tests of SPARQL 1.1 queries, syntax and result formats, through a real server: it loses nothing of the engine.

All data stand in one release, each file in a graph of its own; a case asks with the graphs that its manifest names as its
dataset. Each answer is taken in every format and compared with the expected one, blank nodes up to renaming.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import requests
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF
from rdflib.term import Node

from server.config import ServerConfig

SUITE = Path(__file__).parents[3].parent / "shared" / "conformance" / "w3c-sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
BASE = "http://w3c.example/"
GRAPHS = {"ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML, "nt": ox.RdfFormat.N_TRIPLES}
RESULTS = {"srx": ox.QueryResultsFormat.XML, "srj": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
TABLES = {"xml": ox.QueryResultsFormat.XML, "json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
RDF_FORMATS = ("ttl", "nt", "jsonld", "rdf", "trig", "nq")
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float")}
_TAGGED = "GROUP_CONCAT of texts with a language keeps the language, where SPARQL 1.1 gives a plain text"
_EMPTY = "a path of no step does not begin or end at a term that is not in the data"
_GRAPH = "GRAPH ?g gives ?g no value where its group has no pattern of triples"
FAILS = {
    "aggregates/agg-groupconcat-04": _TAGGED,
    "aggregates/agg-groupconcat-06": _TAGGED,
    "aggregates/agg-empty-group-count-graph": _GRAPH,
    "bindings/graph": _GRAPH,
    "csv-tsv-res/tsv03": "derived types of integers are kept as xsd:integer",
    "functions/bnode01": "BNODE of a text gives one blank node in a whole answer, not one in a solution",
    "negation/graph-minus": "MINUS inside GRAPH ?g takes ?g for a variable that both sides share",
    "property-path/zero_or_more_set_start": _EMPTY,
    "property-path/zero_or_more_set_end": _EMPTY,
    "property-path/zero_or_one_set_start": _EMPTY,
    "property-path/zero_or_one_set_end": _EMPTY,
    "syntax-query/test_4": "a function that is not there is told when a query is read, not when it is called",
}
"""What the engine answers otherwise, in a program of its own too, by name, with the reason."""

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="the W3C's query tests are not beside the repository")

Term = Any
Row = dict[str, Term]


@dataclass(frozen=True)
class Case:
    """A test of a manifest; files are relative to the suite."""

    name: str
    kind: str
    query: str
    data: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: str = ""


def relative(node: Node) -> str:
    return str(node).removeprefix(BASE)


@cache
def cases() -> tuple[Case, ...]:
    return tuple(case for manifest in sorted(SUITE.glob("*/manifest.ttl")) for case in cases_of(manifest))


def cases_of(path: Path) -> Iterator[Case]:
    graph = Graph().parse(path, format="turtle", publicID=f"{BASE}{path.parent.name}/manifest.ttl")
    for listed in graph.objects(None, MF.entries):
        for case in Collection(graph, listed):
            kind = graph.value(case, RDF.type)
            action = graph.value(case, MF.action)
            assert isinstance(case, URIRef)
            name = f"{path.parent.name}/{case.rpartition('#')[2]}"
            if str(kind).endswith(("PositiveSyntaxTest11", "NegativeSyntaxTest11")):
                yield Case(name, str(kind).rpartition("#")[2], relative(action))  # type: ignore[arg-type]
            else:
                yield Case(
                    name,
                    "evaluation",
                    relative(graph.value(action, QT.query)),  # type: ignore[arg-type]
                    tuple(map(relative, graph.objects(action, QT.data))),
                    tuple(map(relative, graph.objects(action, QT.graphData))),
                    relative(graph.value(case, MF.result)),  # type: ignore[arg-type]
                )


def chosen(*kinds: str) -> list[Any]:
    marks = {name: [pytest.mark.xfail(reason=reason, strict=True)] for name, reason in FAILS.items()}
    return [pytest.param(each, id=each.name, marks=marks.get(each.name, [])) for each in cases() if each.kind in kinds]


def quads(file: str) -> list[ox.Quad]:
    form = GRAPHS[file.rpartition(".")[2]]
    parsed = ox.parse((SUITE / file).read_bytes(), format=form, base_iri=BASE + file, rename_blank_nodes=True)
    return [ox.Quad(each.subject, each.predicate, each.object, ox.NamedNode(BASE + file)) for each in parsed]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory, release: Callable[..., str], serve: Callable[..., Any]) -> str:
    files = sorted({file for case in cases() for file in (*case.data, *case.named)})
    lines = ox.serialize([quad for file in files for quad in quads(file)], format=ox.RdfFormat.N_QUADS)
    folder = tmp_path_factory.mktemp("releases")
    release(folder, (lines or b"").decode())
    url: str = serve(ServerConfig(releases=folder)).sparql
    return url


def send(endpoint: str, case: Case, suffix: str) -> requests.Response:
    query = (SUITE / case.query).read_text("utf-8")
    based = (
        query
        if re.search(r"^\s*BASE\b", query, re.IGNORECASE | re.MULTILINE)
        else f"BASE <{BASE}{case.query}>\n{query}"
    )
    graphs = {
        "default-graph-uri": [BASE + file for file in case.data] or [f"{BASE}nothing"],
        "named-graph-uri": [BASE + file for file in case.named],
    }
    own = {} if re.search(r"\bFROM\b", query) else graphs
    answer = requests.post(endpoint, {"query": based, "format": suffix, **own}, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer


# ---- comparison ---------------------------------------------------------------------------------------------------


def comparable(term: Term) -> Term:
    """Return a term; of a number the value counts, not how it is written."""
    if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS:
        try:
            return ox.Literal(repr(float(term.value)), datatype=term.datatype)
        except ValueError:
            return term
    if isinstance(term, ox.Literal) and term.datatype.value == f"{XSD}boolean":
        return ox.Literal({"0": "false", "1": "true"}.get(term.value, term.value), datatype=term.datatype)
    if isinstance(term, ox.Literal) and term.language:
        return ox.Literal(term.value, language=term.language.lower())
    return term


def table(rows: Iterable[Row]) -> ox.Dataset:
    """Return solutions as a graph, in which each is a blank node, so that equal tables are equal graphs."""
    found = ox.Dataset()
    for row in rows:
        solution = ox.BlankNode()
        found.add(ox.Quad(solution, ox.NamedNode(f"{BASE}is"), ox.Literal("a solution")))
        for name, term in row.items():
            found.add(ox.Quad(solution, ox.NamedNode(f"{BASE}variable/{name}"), comparable(term)))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def told(rows: list[Row]) -> object:
    """Return what equal tables have in common."""
    if any(isinstance(each, ox.BlankNode) for row in rows for each in row.values()):
        return set(table(rows))
    return Counter(frozenset((name, comparable(each)) for name, each in row.items()) for row in rows)


def rows_of(results: ox.QuerySolutions) -> list[Row]:
    names = [variable.value for variable in results.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in results]


def expected_rows(file: str) -> list[Row] | bool:
    suffix = file.rpartition(".")[2]
    if suffix in RESULTS:
        found = ox.parse_query_results((SUITE / file).read_bytes(), format=RESULTS[suffix])
        return bool(found) if isinstance(found, ox.QueryBoolean) else rows_of(found)
    graph = Graph().parse(SUITE / file, publicID=BASE + file)
    boolean = next(graph.objects(None, RS.boolean), None)
    if boolean is not None:
        return str(boolean) == "true"
    return [
        {str(graph.value(b, RS.variable)): term(graph.value(b, RS.value)) for b in graph.objects(solution, RS.binding)}
        for solution in graph.objects(None, RS.solution)
    ]


def term(node: Node | None) -> Term:
    assert node is not None
    return ox.parse_query_results(f"?x\n{node.n3()}\n", format=ox.QueryResultsFormat.TSV).__next__()[0]  # type: ignore[union-attr]


def plain(value: Term) -> str:
    """Return a term as CSV says it."""
    if isinstance(value, ox.BlankNode):
        return "_:"
    return number(value.value) if isinstance(value, ox.Literal) else str(value.value)


def number(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return text


def csv_rows(text: str) -> Counter[tuple[tuple[str, str], ...]]:
    """Return the rows, by name: the order of the columns of ``SELECT *`` is free."""
    rows = csv.DictReader(io.StringIO(text))
    return Counter(
        tuple(sorted((name, "_:" if each.startswith("_:") else number(each)) for name, each in row.items() if each))
        for row in rows
    )


def check_csv(text: str, expected: list[Row]) -> None:
    wanted = Counter(
        tuple(sorted((name, plain(comparable(each))) for name, each in row.items() if plain(each))) for row in expected
    )
    found = csv_rows(text)
    found.pop((), None)  # a row of one variable without a value is an empty line, which readers pass over
    wanted.pop((), None)
    assert found == wanted


def is_graph(case: Case) -> bool:
    query = re.sub(r"#[^\n<>]*", "", (SUITE / case.query).read_text("utf-8"))
    return bool(re.search(r"\b(CONSTRUCT|DESCRIBE)\b", query, re.IGNORECASE))


# ---- the tests ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", chosen("evaluation"))
def test_a_query_brings_the_expected_answer_in_every_format(case: Case, endpoint: str) -> None:
    if is_graph(case):
        wanted = ox.Dataset(ox.Quad(q.subject, q.predicate, q.object) for q in quads(case.result))
        wanted.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        for suffix in RDF_FORMATS:
            form = ox.RdfFormat.from_extension(suffix)
            found = ox.Dataset(ox.parse(send(endpoint, case, suffix).content, format=form))
            found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
            assert found == wanted, suffix
    elif case.result.endswith(".csv"):
        expected_text = (SUITE / case.result).read_text("utf-8")
        assert csv_rows(send(endpoint, case, "csv").text) == csv_rows(expected_text)
    else:
        check_table(case, endpoint, expected_rows(case.result))


def check_table(case: Case, endpoint: str, expected: list[Row] | bool) -> None:
    for suffix, form in TABLES.items():
        found = ox.parse_query_results(send(endpoint, case, suffix).content, format=form)
        if isinstance(found, ox.QueryBoolean):
            assert bool(found) == expected, suffix
        else:
            assert not isinstance(expected, bool)
            assert told(rows_of(found)) == told(expected), suffix
    text = send(endpoint, case, "csv").text
    if isinstance(expected, bool):
        assert text.strip() == str(expected).lower()
    else:
        check_csv(text, expected)


@pytest.mark.parametrize("case", chosen("PositiveSyntaxTest11"))
def test_a_query_of_the_grammar_is_answered(case: Case, endpoint: str) -> None:
    query = (SUITE / case.query).read_text("utf-8")
    answer = requests.post(endpoint, query.encode(), headers={"Content-Type": "application/sparql-query"}, timeout=30)
    federated = answer.status_code == 403 and "SERVICE" in answer.text
    assert answer.status_code == 200 or federated, answer.text


@pytest.mark.parametrize("case", chosen("NegativeSyntaxTest11"))
def test_what_is_no_query_is_400_with_the_reason(case: Case, endpoint: str) -> None:
    query = (SUITE / case.query).read_text("utf-8")
    headers = {"Content-Type": "application/sparql-query", "Accept": "application/json"}
    answer = requests.post(endpoint, query.encode(), headers=headers, timeout=30)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_no_case_of_the_manifests_is_left_out() -> None:
    assert Counter(case.kind for case in cases()) == {
        "evaluation": 235,
        "PositiveSyntaxTest11": 63,
        "NegativeSyntaxTest11": 40,
    }
    assert set(FAILS) <= {case.name for case in cases()}
