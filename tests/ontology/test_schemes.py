"""The concept schemes are well-made SKOS."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store
from rdflib import ORG, RDF, SKOS, Graph

from mapping.parsers.mentions import Role
from ontology.iris import DEFAULT_VOCABULARY, Iris, kind, role
from ontology.vocabulary import sources

QUERIES = sorted((Path(__file__).parent / "skos").glob("*.rq"))
REFERENCE = Path(__file__).parents[2] / "seeds/reference"
SCHEMES = {source.name: source for source in sources()[1:]}


def offenders(query: Path, turtle: bytes) -> list[str]:
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    answer = store.query(query.read_text("utf-8"))
    assert isinstance(answer, QuerySolutions)
    return [str(solution[0]) for solution in answer]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_a_scheme_is_clean(query: Path, scheme: str) -> None:
    assert offenders(query, SCHEMES[scheme].read_bytes()) == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_a_check_finds_a_scheme_that_is_not_clean(query: Path) -> None:
    assert offenders(query, query.with_suffix(".ttl").read_bytes())


def test_the_checks_and_the_schemes_are_all_here() -> None:
    assert len(QUERIES) == len(list(QUERIES[0].parent.glob("*.ttl"))) == 9
    assert list(SCHEMES) == ["access.ttl", "editorial-roles.ttl", "kinds.ttl", "roles.ttl"]


def concepts(scheme: str) -> set[str]:
    graph = Graph().parse(data=SCHEMES[scheme].read_text("utf-8"), format="turtle")
    return {str(concept) for concept in graph.subjects(RDF.type, SKOS.Concept)}


def test_every_role_that_a_parser_can_read_is_a_concept_and_there_is_no_other() -> None:
    assert concepts("roles.ttl") == {Iris().absolute(role(name)) for name in get_args(Role)}


@pytest.mark.parametrize(
    "slug",
    [
        "municipal-department",
        "party-organ",
        "local-unit-of-central-body",
        "state-owned-company",
        "zone-authority",
        "government",
    ],
)
def test_the_kinds_that_the_first_plan_needs_are_there(slug: str) -> None:
    assert Iris().absolute(kind(slug)) in concepts("kinds.ttl")


def test_every_kind_that_the_reference_data_names_is_a_concept() -> None:
    named: set[str] = set()
    for turtle in REFERENCE.rglob("*.ttl"):
        named |= {str(value) for value in Graph().parse(turtle).objects(None, ORG.classification)}
    assert named
    assert named <= concepts("kinds.ttl")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_concepts_are_listed_by_name(scheme: str) -> None:
    listed = re.findall(
        r"^(?:access|kind|role):([a-z-]+) a skos:Concept", SCHEMES[scheme].read_text("utf-8"), re.MULTILINE
    )
    assert listed == sorted(listed)
    assert len(listed) == len(concepts(scheme))


def test_a_scheme_moves_with_the_vocabulary_base() -> None:
    moved = Iris(vocabulary="https://example.org/v/").rebase(SCHEMES["kinds.ttl"].read_text("utf-8"))
    assert DEFAULT_VOCABULARY not in moved
