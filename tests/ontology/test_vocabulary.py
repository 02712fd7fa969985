"""The ontology as quads, and how blank nodes get names."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from ontology.iris import DEFAULT_VOCABULARY, ONTOLOGY_GRAPH, Iris
from ontology.skolem import skolemise
from ontology.vocabulary import load, sources

PREFIX = "https://example.org/genid/"
KNOWS = NamedNode("urn:knows")


def test_everything_lands_in_the_ontology_graph_and_nothing_is_blank() -> None:
    quads = load(Iris())
    assert {quad.graph_name for quad in quads} == {NamedNode(Iris().absolute(ONTOLOGY_GRAPH))}
    assert not [quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]


def test_every_file_is_in_it_in_full() -> None:
    stated = {
        (triple.subject, triple.predicate, triple.object)
        for source in sources()
        for triple in parse(source.read_bytes(), format=RdfFormat.TURTLE)
    }
    assert {(quad.subject, quad.predicate, quad.object) for quad in load(Iris())} == stated


def test_it_is_parsed_once_for_each_pair_of_bases() -> None:
    assert load(Iris()) is load(Iris())
    assert load(Iris()) is not load(Iris(base="https://example.org/"))


def test_no_name_of_the_default_vocabulary_stays_when_it_moves() -> None:
    moved = load(Iris(vocabulary="https://example.org/v/"))
    assert len(moved) == len(load(Iris()))
    assert not [quad for quad in moved if DEFAULT_VOCABULARY in str(quad)]


def test_quads_without_a_blank_node_come_back_as_they_are() -> None:
    quads = [Quad(NamedNode("urn:b"), KNOWS, NamedNode("urn:a")), Quad(NamedNode("urn:a"), KNOWS, NamedNode("urn:b"))]
    assert skolemise(quads, PREFIX) == quads


def test_a_blank_node_is_named_the_same_wherever_it_stands() -> None:
    node = BlankNode()
    first, second = skolemise(
        [Quad(NamedNode("urn:a"), KNOWS, node, node), Quad(node, KNOWS, NamedNode("urn:a"))], PREFIX
    )
    names = {first.subject, first.object, first.graph_name, second.subject, second.object, second.graph_name}
    minted = {name.value for name in names if isinstance(name, NamedNode) and name.value.startswith(PREFIX)}
    assert len(minted) == 1


@given(st.permutations(range(4)), st.lists(st.uuids(), min_size=4, max_size=4, unique=True))
def test_names_depend_on_what_is_said_and_on_nothing_else(order: list[int], labels: list[object]) -> None:
    nodes = [BlankNode(f"b{str(label).replace('-', '')}") for label in labels]
    chain = [
        Quad(NamedNode("urn:start"), KNOWS, nodes[0]),
        *(Quad(one, KNOWS, other) for one, other in pairwise(nodes)),
    ]
    shuffled = skolemise([chain[position] for position in order], PREFIX)
    plain = [Quad(NamedNode("urn:start"), KNOWS, BlankNode("a")), Quad(BlankNode("a"), KNOWS, BlankNode("b"))]
    plain += [Quad(BlankNode("b"), KNOWS, BlankNode("c")), Quad(BlankNode("c"), KNOWS, BlankNode("d"))]
    assert shuffled == skolemise(plain, PREFIX)


def test_different_statements_give_different_names() -> None:
    one = skolemise([Quad(NamedNode("urn:a"), KNOWS, BlankNode())], PREFIX)
    other = skolemise([Quad(NamedNode("urn:b"), KNOWS, BlankNode())], PREFIX)
    assert one[0].object != other[0].object


def test_the_ontology_can_be_stored_and_written_again(tmp_path: Path) -> None:
    store = Store()
    store.extend(load(Iris()))
    store.dump(str(tmp_path / "ontology.nq"), format=RdfFormat.N_QUADS)
    assert len(list(parse(path=str(tmp_path / "ontology.nq"), format=RdfFormat.N_QUADS))) == len(load(Iris()))
