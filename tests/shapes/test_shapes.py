"""The shapes say what they should, of what they should, and nothing more."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from ontology.iris import Iris
from shapes import library
from shapes.validation import validate
from tests.shapes.minimal_pairs import SHAPE, VALID, Pair, broken, pairs, variants

IRIS = Iris()
SHAPES = library.load(IRIS)
PAIRS = pairs()

# Whose component pyshacl's table does not name.
_COMPONENT: dict[Node, str] = {
    SH.sparql: "SPARQL",
    SH.qualifiedValueShape: "QualifiedMinCount",
    SH.qualifiedMinCount: "QualifiedMinCount",
}
_NOT_CONSTRAINTS = {SH.property}


def reporting_constraints() -> set[tuple[str, str]]:
    """Return every constraint that can put a result into a report, found in the shapes themselves."""
    found = set()
    targeted = set(SHAPES.subjects(SH.targetClass, None))
    for node in targeted | {rule for owner in targeted for rule in SHAPES.objects(owner, SH.property)}:
        for parameter in set(SHAPES.predicates(node)) & set(CONSTRAINT_PARAMETERS_MAP) - _NOT_CONSTRAINTS:
            component = _COMPONENT.get(parameter) or _component(parameter)
            named = SHAPES.objects(node, SH.sparql) if parameter == SH.sparql else [node]
            found |= {(str(name).removeprefix(SHAPE), component) for name in named}
    return found


def _component(parameter: Node) -> str:
    name = str(CONSTRAINT_PARAMETERS_MAP[parameter].shacl_constraint_component).removeprefix(str(SH))
    return name.removesuffix("ConstraintComponent")


def test_the_valid_plan_breaks_no_rule() -> None:
    store = ox.Store()
    store.load(path=VALID, format=ox.RdfFormat.TURTLE)
    assert validate(store, iris=IRIS).results == ()


@pytest.mark.parametrize("pair", variants(), ids=lambda pair: pair.name)
def test_a_harmless_change_breaks_nothing(pair: Pair) -> None:
    assert validate(pair.data(), iris=IRIS).results == ()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_each_change_breaks_exactly_the_constraint_it_names_and_what_follows(pair: Pair) -> None:
    assert broken(validate(pair.data(), iris=IRIS)) == set(pair.breaks)


def test_every_constraint_has_a_minimal_pair() -> None:
    assert {pair.under_test for pair in PAIRS} == reporting_constraints()


def test_every_term_of_shacl_exists() -> None:
    used = {term for triple in SHAPES for term in triple if isinstance(term, URIRef) and term.startswith(str(SH))}
    unknown = {term for term in used if term not in SH}
    assert not unknown


def test_every_rule_tells_in_both_languages_what_to_do() -> None:
    sources = {
        *SHAPES.subjects(RDF.type, SH.PropertyShape),
        *SHAPES.subjects(RDF.type, SH.SPARQLConstraint),
        *(node for node in SHAPES.subjects(SH["or"], None)),
    }
    for source in sources:
        assert isinstance(source, URIRef), f"{source} has no IRI"
        for predicate in (SH.message, SH.name):
            texts = [text for text in SHAPES.objects(source, predicate) if isinstance(text, Literal)]
            assert sorted(text.language or "" for text in texts) == ["en", "zh"], f"{source} {predicate}"


def test_a_shape_targets_a_class_and_nothing_else() -> None:
    others = (SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf, SH.target)
    assert not [node for predicate in others for node in SHAPES.subjects(predicate, None)]


def test_each_file_has_one_node_shape_named_after_its_class() -> None:
    for name in library.turtle_files():
        graph = Graph().parse(data=library.text_of(name, IRIS), format="turtle")
        owners = [node for node in set(graph.subjects(SH.property, None)) if list(graph.objects(node, SH.targetClass))]
        assert name in {"profiles.ttl", "cross.ttl", "unit.ttl"} or len(owners) == 1, name


def test_every_number_in_a_shape_has_a_comment() -> None:
    number = re.compile(r"sh:(min|max|qualified)\w+ [\d.]+ ")
    for name in library.turtle_files():
        lines = library.text_of(name, IRIS).splitlines()
        bare = [line for line in lines if number.search(line) and "#" not in line]
        assert not bare, name


def test_published_shapes_have_no_blank_node_and_are_the_same_each_time() -> None:
    graph = "http://localhost:8000/graph/ontology"
    quads = library.published(IRIS, graph)
    assert quads == library.published(IRIS, graph)
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert len(set(quads)) == len(SHAPES)


def test_shapes_follow_the_vocabulary_base() -> None:
    moved = library.load(Iris(vocabulary="https://example.org/v/"))
    assert URIRef("https://example.org/v/shape/Measure") in set(moved.subjects())
    assert not [term for triple in moved for term in triple if "w3id.org/policygraph" in str(term)]
