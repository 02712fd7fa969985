"""What the closure derives, and where."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from ontology.closure import close
from ontology.iris import ONTOLOGY_GRAPH, REFERENCE_GRAPH, Iris, plan_graph
from ontology.terms import PREFIXES, policy
from ontology.vocabulary import load

IRIS = Iris()
ELSEWHERE = Iris(vocabulary="https://example.org/v/", base="https://example.org/data/")
RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
MEASURE, OTHER, AGENCY = (NamedNode(f"urn:{name}") for name in ("measure", "other-measure", "agency"))
REQUIREMENT, POINT, THEME, POINT_THEME = (
    NamedNode(f"urn:{name}") for name in ("requirement", "point", "theme", "point-theme")
)


def ours(name: str, iris: Iris = IRIS) -> NamedNode:
    return NamedNode(str(policy(iris.vocabulary)[name]))


def term(prefixed: str) -> NamedNode:
    prefix, _, name = prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


def graph(iris: Iris = IRIS, plan: str = "tianjin-2020-293") -> NamedNode:
    return NamedNode(iris.absolute(plan_graph(plan)))


def reference(iris: Iris = IRIS) -> NamedNode:
    return NamedNode(iris.absolute(REFERENCE_GRAPH))


def store_of(*quads: Quad, iris: Iris = IRIS) -> Store:
    store = Store()
    store.extend([*load(iris), *quads])
    return store


def triples(store: Store, name: NamedNode) -> set[tuple[object, object, object]]:
    return {(quad.subject, quad.predicate, quad.object) for quad in store.quads_for_pattern(None, None, None, name)}


def derived(*quads: Quad, iris: Iris = IRIS) -> set[tuple[object, object, object]]:
    """What closing the plan's graph adds to it."""
    store = store_of(*quads, iris=iris)
    before = triples(store, graph(iris))
    close(store, graph(iris), iris)
    return triples(store, graph(iris)) - before


def closed(store: Store, name: NamedNode) -> int:
    """Close a graph, and return how many statements it has more."""
    before = triples(store, name)
    close(store, name, IRIS)
    return len(triples(store, name)) - len(before)


@pytest.mark.parametrize("name", ["leadAgency", "supportingAgency"])
def test_a_lead_or_supporting_agency_is_a_responsible_agency(name: str) -> None:
    assert derived(Quad(MEASURE, ours(name), AGENCY, graph())) == {(MEASURE, ours("responsibleAgency"), AGENCY)}


def test_a_responsible_agency_is_not_made_a_lead() -> None:
    assert derived(Quad(MEASURE, ours("responsibleAgency"), AGENCY, graph())) == set()


def test_a_property_brings_those_above_its_super_property() -> None:
    stated = Quad(MEASURE, ours("producesDocument"), NamedNode("urn:standard"), graph())
    assert derived(stated) == {
        (MEASURE, ours("mentionsDocument"), NamedNode("urn:standard")),
        (MEASURE, term("dct:references"), NamedNode("urn:standard")),
    }


def test_a_literal_keeps_its_datatype_on_the_way_up() -> None:
    stated = Quad(MEASURE, ours("mediaType"), Literal("text/plain"), graph())
    assert derived(stated) == {(MEASURE, term("schema:encodingFormat"), Literal("text/plain"))}


def test_a_class_brings_its_super_classes() -> None:
    assert derived(Quad(MEASURE, RDF_TYPE, ours("Measure"), graph())) == {
        (MEASURE, RDF_TYPE, term("eli:LegalResourceSubdivision")),
        (MEASURE, RDF_TYPE, term("prov:Entity")),
    }


def test_a_class_is_not_brought_by_the_use_of_a_property() -> None:
    new = derived(Quad(MEASURE, ours("hasTarget"), NamedNode("urn:target"), graph()))
    assert new == set()


def test_a_measure_is_about_what_the_requirement_it_implements_is_about() -> None:
    new = derived(
        Quad(MEASURE, ours("implements"), REQUIREMENT, graph()),
        Quad(REQUIREMENT, ours("theme"), THEME, reference()),
    )
    assert new == {
        (MEASURE, ours("theme"), THEME),
        (MEASURE, term("eli:is_about"), THEME),
        (MEASURE, term("eli:applies"), REQUIREMENT),
    }


def test_a_measure_that_implements_a_requirement_and_a_point_is_about_both_themes() -> None:
    new = derived(
        Quad(MEASURE, ours("implements"), REQUIREMENT, graph()),
        Quad(MEASURE, ours("implements"), POINT, graph()),
        Quad(REQUIREMENT, ours("theme"), THEME, reference()),
        Quad(POINT, ours("theme"), POINT_THEME, reference()),
    )
    assert {value for subject, predicate, value in new if predicate == ours("theme")} == {THEME, POINT_THEME}


def test_a_theme_that_only_another_plan_claims_for_a_requirement_is_not_taken() -> None:
    new = derived(
        Quad(MEASURE, ours("implements"), REQUIREMENT, graph()),
        Quad(REQUIREMENT, ours("theme"), THEME, graph(plan="another")),
    )
    assert new == {(MEASURE, term("eli:applies"), REQUIREMENT)}


def test_reference_data_is_closed_in_the_same_way() -> None:
    store = store_of(
        Quad(POINT, RDF_TYPE, ours("Point"), reference()),
        Quad(POINT, ours("theme"), THEME, reference()),
        Quad(THEME, RDF_TYPE, ours("Theme"), reference()),
    )
    assert closed(store, reference()) == 3
    assert {
        (POINT, RDF_TYPE, term("eli:LegalResourceSubdivision")),
        (POINT, term("eli:is_about"), THEME),
        (THEME, RDF_TYPE, term("skos:Concept")),
    } <= triples(store, reference())


def test_closing_twice_adds_nothing() -> None:
    store = store_of(
        Quad(MEASURE, RDF_TYPE, ours("Measure"), graph()),
        Quad(MEASURE, ours("leadAgency"), AGENCY, graph()),
        Quad(MEASURE, ours("implements"), REQUIREMENT, graph()),
        Quad(REQUIREMENT, ours("theme"), THEME, reference()),
    )
    assert closed(store, graph()) == 6
    assert closed(store, graph()) == 0


def test_no_other_graph_is_touched() -> None:
    others = [reference(), NamedNode(IRIS.absolute(ONTOLOGY_GRAPH)), graph(plan="another")]
    store = store_of(
        Quad(MEASURE, ours("leadAgency"), AGENCY, graph()),
        Quad(OTHER, ours("leadAgency"), AGENCY, graph(plan="another")),
        Quad(REQUIREMENT, ours("theme"), THEME, reference()),
    )
    before = [triples(store, name) for name in others]
    assert closed(store, graph()) == 1
    assert [triples(store, name) for name in others] == before
    assert set(store.named_graphs()) == {graph(), *others}


def test_what_is_already_stated_is_not_added() -> None:
    new = derived(
        Quad(MEASURE, ours("leadAgency"), AGENCY, graph()),
        Quad(MEASURE, ours("responsibleAgency"), AGENCY, graph()),
    )
    assert new == set()


def test_the_closure_follows_the_bases_of_the_installation() -> None:
    new = derived(
        Quad(MEASURE, ours("implements", ELSEWHERE), REQUIREMENT, graph(ELSEWHERE)),
        Quad(REQUIREMENT, ours("theme", ELSEWHERE), THEME, reference(ELSEWHERE)),
        iris=ELSEWHERE,
    )
    assert (MEASURE, ours("theme", ELSEWHERE), THEME) in new
