"""The examples are a small plan that holds together."""

import hashlib
from importlib.resources import files

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from ontology.iris import DEFAULT_BASE
from ontology.terms import CLASSES, POLICY, PREFIXES

FOLDER = files("ontology").joinpath("examples")
FILES = sorted((entry for entry in FOLDER.iterdir() if entry.name.endswith(".ttl")), key=lambda entry: entry.name)
OA, SPDX, SCHEMA, PROV = (Namespace(PREFIXES[prefix]) for prefix in ("oa", "spdx", "schema", "prov"))


@pytest.fixture(scope="module")
def document() -> bytes:
    return FOLDER.joinpath("document.txt").read_bytes()


@pytest.fixture(scope="module")
def graph() -> Graph:
    graph = Graph()
    for entry in FILES:
        graph.parse(data=entry.read_text("utf-8"), format="turtle")
    return graph


def test_every_class_has_an_example(graph: Graph) -> None:
    assert [name for name in CLASSES if (None, RDF.type, POLICY[name]) not in graph] == []


def test_no_example_is_said_twice(graph: Graph) -> None:
    stated = sum(len(list(parse(entry.read_bytes(), format=RdfFormat.TURTLE))) for entry in FILES)
    assert stated == len(graph)


def test_an_example_begins_with_what_it_shows() -> None:
    assert FILES
    assert all(entry.read_text("utf-8").startswith("# ") for entry in FILES)


def test_every_quote_is_the_document_between_its_offsets(graph: Graph, document: bytes) -> None:
    text = document.decode()
    passages = list(graph.subjects(RDF.type, POLICY.Passage))
    assert len(passages) > 10
    for passage in passages:
        position, quote = graph.value(passage, POLICY.positionSelector), graph.value(passage, POLICY.quoteSelector)
        start, end = (int(str(graph.value(position, OA[name]))) for name in ("start", "end"))
        assert text[start:end] == str(graph.value(quote, OA.exact)), passage


def test_what_is_derived_from_a_passage_says_its_quote(graph: Graph) -> None:
    texts = 0
    for thing, passage in graph.subject_objects(PROV.wasDerivedFrom):
        text = graph.value(thing, SCHEMA.text)
        if text is not None:
            quote = graph.value(graph.value(passage, POLICY.quoteSelector), OA.exact)
            assert text == quote, thing
            texts += 1
    assert texts >= 8


def test_the_checksums_are_those_of_the_document(graph: Graph, document: bytes) -> None:
    checksums = {str(value) for value in graph.objects(None, SPDX.checksumValue)}
    assert checksums == {hashlib.sha256(document).hexdigest()}
    assert list(graph.objects(None, POLICY.characters)) == [Literal(len(document.decode()))]


def test_whatever_an_example_of_the_plan_points_to_is_described(graph: Graph) -> None:
    described = set(graph.subjects())
    mentioned = {value for value in graph.objects() if isinstance(value, URIRef) and value.startswith(DEFAULT_BASE)}
    assert mentioned
    assert mentioned - described == set()


def test_every_number_date_and_checksum_is_well_formed(graph: Graph) -> None:
    assert [value for value in graph.objects() if isinstance(value, Literal) and value.ill_typed] == []
