"""What OWL 2 RL makes of the ontology: no contradiction, and nothing new about the words of others."""

from importlib.resources import files
from pathlib import Path

import owlrl  # type: ignore[import-untyped]  # it ships no types
import pytest
from owlrl.Namespaces import ERRNS  # type: ignore[import-untyped]  # it ships no types
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from ontology.iris import DEFAULT_BASE, DEFAULT_VOCABULARY
from ontology.terms import CLASSES, POLICY, PREFIXES
from ontology.vocabulary import sources

FOREIGN = (Path(__file__).parent / "foreign.ttl").read_text("utf-8")
OURS = (DEFAULT_VOCABULARY, DEFAULT_BASE)


def examples() -> list[str]:
    turtle = (entry for entry in files("ontology").joinpath("examples").iterdir() if entry.name.endswith(".ttl"))
    return [entry.read_text("utf-8") for entry in turtle]


def reasoned(*turtle: str) -> Graph:
    graph = Graph()
    for text in turtle:
        graph.parse(data=text, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return graph


def contradictions(graph: Graph) -> list[str]:
    return [str(message) for message in graph.objects(None, ERRNS.error)]


def vocabulary() -> list[str]:
    return [source.read_text("utf-8") for source in sources()]


@pytest.fixture(scope="module")
def ontology_reasoned() -> Graph:
    return reasoned(*vocabulary())


@pytest.fixture(scope="module")
def examples_reasoned_with_foreign_axioms() -> Graph:
    return reasoned(*vocabulary(), *examples(), FOREIGN)


@pytest.fixture(scope="module")
def examples_reasoned() -> Graph:
    return reasoned(*vocabulary(), *examples())


def test_the_ontology_contradicts_nothing(ontology_reasoned: Graph) -> None:
    assert contradictions(ontology_reasoned) == []


def test_the_examples_contradict_nothing(examples_reasoned: Graph) -> None:
    assert contradictions(examples_reasoned) == []


def test_a_reasoner_finds_a_thing_that_confuses_two_classes() -> None:
    confused = f"<urn:x> a <{POLICY.Measure}>, <{POLICY.QuotedRequirement}> ."
    assert contradictions(reasoned(*vocabulary(), confused))


@pytest.fixture(scope="module")
def members_reasoned() -> Graph:
    """A thing of each class, reasoned about together: they have nothing to do with one another."""
    return reasoned(*vocabulary(), *(f"<urn:x:{name}> a <{POLICY[name]}> ." for name in CLASSES))


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_can_have_members(members_reasoned: Graph, name: str) -> None:
    member = URIRef(f"urn:x:{name}")
    assert [each for each in contradictions(members_reasoned) if member in each] == []
    assert (member, RDF.type, OWL.Nothing) not in members_reasoned
    assert (POLICY[name], RDFS.subClassOf, OWL.Nothing) not in members_reasoned


def test_things_of_all_classes_contradict_nothing(members_reasoned: Graph) -> None:
    assert contradictions(members_reasoned) == []


def is_foreign(term: Node) -> bool:
    return isinstance(term, URIRef) and not str(term).startswith(OURS)


def test_nothing_is_inferred_about_a_foreign_term(ontology_reasoned: Graph) -> None:
    # That everything equals itself, is a thing, and stands above the empty class says nothing.
    said = {
        (subject, predicate, value)
        for subject, predicate, value in ontology_reasoned
        if is_foreign(subject) and subject not in {value, OWL.Nothing} and value not in {OWL.Thing, RDFS.Resource}
    }
    kinds = {
        OWL.Class,
        RDFS.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        RDF.Property,
        RDFS.Datatype,
    }
    assert {triple for triple in said if not (triple[1] == RDF.type and triple[2] in kinds)} == set()


def test_things_of_foreign_kinds_get_no_class_of_ours(examples_reasoned: Graph) -> None:
    typed = {
        (thing, kind)
        for thing, kind in examples_reasoned.subject_objects(RDF.type)
        if str(kind).startswith(str(POLICY))
    }
    stated = Graph()
    for text in examples():
        stated.parse(data=text, format="turtle")
    # What is said to be the same as a thing of ours is of its class, as it should be.
    same = set(stated.objects(None, OWL.sameAs))
    assert typed
    assert {pair for pair in typed if pair[0] not in same} == {
        (s, k) for s, k in stated.subject_objects(RDF.type) if str(k).startswith(str(POLICY))
    }


def test_the_axioms_of_the_standards_we_align_to_contradict_no_example(
    examples_reasoned_with_foreign_axioms: Graph,
) -> None:
    assert contradictions(examples_reasoned_with_foreign_axioms) == []


# What the domains and ranges of others would make of our things, if we had chosen their properties wrongly.
UNWANTED = [
    ("Agency", "eli", "LegalResource"),
    ("Agency", "org", "OrganizationalUnit"),
    ("AgencyGroup", "org", "Organization"),
    ("CitedDocument", "eli", "LegalResource"),
    ("Jurisdiction", "eli", "LegalResource"),
    ("Responsibility", "eli", "LegalResource"),
    ("Target", "eli", "LegalResource"),
    ("Theme", "eli", "LegalResource"),
    ("Measure", "org", "Organization"),
    ("Measure", "prov", "Activity"),
    ("Passage", "eli", "LegalResource"),
    ("SourceDocument", "eli", "LegalResource"),
]


@pytest.mark.parametrize(("ours", "prefix", "theirs"), UNWANTED, ids=lambda part: part)
def test_the_axioms_of_the_standards_make_nothing_what_it_is_not(
    examples_reasoned_with_foreign_axioms: Graph, ours: str, prefix: str, theirs: str
) -> None:
    graph = examples_reasoned_with_foreign_axioms
    members = set(graph.subjects(RDF.type, POLICY[ours]))
    assert members
    assert not members & set(graph.subjects(RDF.type, URIRef(PREFIXES[prefix] + theirs)))


def test_a_property_chosen_wrongly_would_show() -> None:
    wrong = (
        f"<urn:agency> <{PREFIXES['eli']}ensures_implementation_of> <urn:bureau> . <urn:bureau> a <{POLICY.Agency}> ."
    )
    graph = reasoned(*vocabulary(), FOREIGN, wrong)
    assert (URIRef("urn:bureau"), RDF.type, URIRef(PREFIXES["eli"] + "LegalResource")) in graph
