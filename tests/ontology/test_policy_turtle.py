"""The ontology as a publication: its header, its annotations, its examples, and the pitfalls that a query can find."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, BNode, Graph, Literal, Namespace, URIRef

from ontology.iris import DEFAULT_VOCABULARY, Iris
from ontology.terms import CLASSES, DATATYPE_PROPERTIES, OBJECT_PROPERTIES, POLICY
from ontology.vocabulary import load, sources

HERE = Path(__file__).parent
PLAN = HERE.parents[1] / "seeds/plans/tianjin-2020-293/document.txt"
ONTOLOGY = URIRef(f"{DEFAULT_VOCABULARY}def")
TERMS = (*CLASSES, *OBJECT_PROPERTIES, *DATATYPE_PROPERTIES)
PITFALLS = sorted((HERE / "pitfalls").glob("*.rq"))
SCHEMA = Namespace("http://schema.org/")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    # rdflib knows schema.org by another address than ours.
    return Graph(bind_namespaces="none").parse(data=sources()[0].read_text("utf-8"), format="turtle")


def offenders(query: Path, store: Store) -> list[str]:
    answer = store.query(query.read_text("utf-8"), use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    return [str(solution[0]) for solution in answer]


@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_labelled_and_defined_in_both_languages(ontology: Graph, name: str) -> None:
    for annotation in (RDFS.label, SKOS.definition):
        texts = [text for text in ontology.objects(POLICY[name], annotation) if isinstance(text, Literal)]
        assert sorted(text.language or "" for text in texts) == ["en", "zh"]
        assert all(text.strip() == str(text) != "" for text in texts)
    assert list(ontology.objects(POLICY[name], RDFS.isDefinedBy)) == [ONTOLOGY]


@pytest.mark.parametrize("name", TERMS)
def test_labels_stand_chinese_first(name: str) -> None:
    turtle = sources()[0].read_text("utf-8")
    described = re.search(rf'^policy:{name} a .*?\n    rdfs:label "[^"]+"@zh, "[^"]+"@en ;$', turtle, re.MULTILINE)
    assert described


def test_the_header_says_what_a_catalogue_asks(ontology: Graph) -> None:
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in ontology
    for text in (DCTERMS.title, DCTERMS.description):
        assert sorted(
            str(value.language) for value in ontology.objects(ONTOLOGY, text) if isinstance(value, Literal)
        ) == [
            "en",
            "zh",
        ]
    assert str(ontology.value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(POLICY)
    assert str(ontology.value(ONTOLOGY, VANN.preferredNamespacePrefix)) == "policy"
    assert ontology.value(ONTOLOGY, DCTERMS.license)


def test_the_version_iri_and_the_change_log_name_the_same_version(ontology: Graph) -> None:
    version = str(ontology.value(ONTOLOGY, OWL.versionInfo))
    log = files("ontology").joinpath("CHANGELOG.md").read_text("utf-8")
    assert ontology.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    assert re.findall(r"^## (\S+)$", log, re.MULTILINE)[0] == version


def test_every_example_quotes_a_published_plan() -> None:
    plan = PLAN.read_text("utf-8")
    stated = Graph()
    for source in sources():
        stated.parse(data=source.read_text("utf-8"), format="turtle")
    quotes = {str(text) for text in stated.objects(None, SKOS.example)}
    assert len(quotes) > 25
    assert [quote for quote in quotes if quote not in plan] == []


def test_every_alignment_is_justified_in_the_design_note(ontology: Graph) -> None:
    note = files("ontology").joinpath("DESIGN.md").read_text("utf-8")
    rows = [line for line in note.splitlines() if line.startswith("| `")]
    for property_ in (RDFS.subClassOf, RDFS.subPropertyOf):
        for ours, above in ontology.subject_objects(property_):
            name, target = str(ours).rpartition("#")[2], str(above).removeprefix(str(POLICY))
            prefixed = target if target in TERMS else ontology.qname(str(above))
            assert any(f"`{name}`" in row.split("|")[1] and prefixed in row.split("|")[2] for row in rows), (
                name,
                prefixed,
            )


def test_the_ontology_has_no_blank_node(ontology: Graph) -> None:
    assert not [triple for triple in ontology if any(isinstance(term, BNode) for term in triple)]


def test_every_kind_of_thing_named_as_a_value_is_declared_or_foreign(ontology: Graph) -> None:
    ours = {term for term in ontology.objects(None, SCHEMA.rangeIncludes) if str(term).startswith(str(POLICY))}
    assert ours
    assert all((term, RDF.type, OWL.Class) in ontology for term in ours)


@pytest.mark.parametrize("query", PITFALLS, ids=lambda query: query.stem)
def test_the_ontology_has_none_of_the_known_pitfalls(query: Path) -> None:
    store = Store()
    graph = load(Iris())[0].graph_name
    assert isinstance(graph, NamedNode)
    store.load(sources()[0].read_bytes(), format=RdfFormat.TURTLE, to_graph=graph)
    assert offenders(query, store) == []


@pytest.mark.parametrize("query", PITFALLS, ids=lambda query: query.stem)
def test_a_pitfall_query_finds_an_ontology_that_has_fallen_in(query: Path) -> None:
    store = Store()
    store.load(path=query.with_suffix(".ttl"), format=RdfFormat.TURTLE)
    assert offenders(query, store)


def test_the_pitfalls_are_all_here() -> None:
    assert len(PITFALLS) == len(list((HERE / "pitfalls").glob("*.ttl"))) == 19
