"""Without any one of its constraints, the shapes no longer find what a minimal pair plants."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from ontology.iris import Iris
from shapes import library
from shapes.validation import validate_against
from tests.shapes.minimal_pairs import SHAPE, Pair, broken, pairs, variants

Mutation = tuple[Node, URIRef, Node]
SHAPES = library.load(Iris())
_TOGETHER = (SH.qualifiedValueShape, SH.qualifiedMinCount)  # one constraint: neither may stand without the other


def constraints() -> list[Mutation]:
    """Return every triple of the shapes that constrains something, those of helper shapes included."""
    parameters = set(CONSTRAINT_PARAMETERS_MAP) - {SH.property}
    found = [triple for parameter in parameters for triple in SHAPES.triples((None, parameter, None))]
    return sorted(found, key=lambda triple: (str(triple[0]), str(triple[1])))


def part_about(node: Node) -> Graph:
    """Return the shapes that a shape can change the results of: a small graph makes hundreds of mutants cheap."""
    part = Graph()
    for owner in leaning_on(node):
        part += closed_description(owner)
    return part


def leaning_on(node: Node) -> set[Node]:
    """Return the targeted shapes whose results a shape can change, or the shape with its target."""
    owners: set[Node] = set()
    reached, frontier = {node}, [node]
    while frontier:
        here = frontier.pop()
        if list(SHAPES.objects(here, SH.targetClass)):
            owners.add(here)
        for user in SHAPES.subjects(None, here):
            if user not in reached:
                reached.add(user)
                frontier.append(user)
    return owners


def closed_description(node: Node) -> Graph:
    """Return a shape with all that it leads to within the shapes."""
    found, frontier, seen = Graph(), [node], {node}
    while frontier:
        for triple in SHAPES.triples((frontier.pop(), None, None)):
            found.add(triple)
            if triple[2] not in seen and isinstance(triple[2], Node):
                seen.add(triple[2])
                frontier.append(triple[2])
    return found


def candidates(node: Node) -> Iterator[Pair]:
    """Yield the pairs that are about a shape or those that lean on it, then what breaks nothing."""
    names = {str(shape).removeprefix(SHAPE) for shape in (*leaning_on(node), node)}
    yield from (pair for pair in pairs() if pair.under_test[0] in names or pair.path.parent.name in names)
    yield from (pair for pair in variants() if pair.path.parent.name in names)


def is_noticed(mutation: Mutation) -> bool:
    """Whether some pair no longer breaks what it says once a constraint is dropped."""
    mutant = part_about(mutation[0])
    for parameter in _TOGETHER if mutation[1] in _TOGETHER else [mutation[1]]:
        mutant.remove((mutation[0], parameter, mutation[2] if parameter == mutation[1] else None))
    return any(not holds(pair, mutant) for pair in exact_first(mutation))


def holds(pair: Pair, shapes: Graph) -> bool:
    """Whether a pair breaks what it says, as far as some of the shapes can tell."""
    kept = {str(node).removeprefix(SHAPE) for node in set(shapes.subjects())}
    return broken(validate_against(shapes, pair.data())) == {claim for claim in pair.breaks if claim[0] in kept}


def exact_first(mutation: Mutation) -> list[Pair]:
    """Return the candidates, the pair of this very constraint before the others."""
    name = str(mutation[0]).removeprefix(SHAPE)
    component = str(CONSTRAINT_PARAMETERS_MAP[mutation[1]].shacl_constraint_component).removeprefix(str(SH))
    own = (name, component.removesuffix("ConstraintComponent"))
    return sorted(candidates(mutation[0]), key=lambda pair: pair.under_test != own if pair.breaks else True)


def test_there_are_hundreds_of_constraints_to_drop() -> None:
    assert len(constraints()) > 400


@pytest.mark.parametrize(
    "shape", sorted({str(node) for node, _, _ in constraints()}), ids=lambda s: s.removeprefix(SHAPE)
)
def test_dropping_any_constraint_of_a_shape_is_noticed(shape: str) -> None:
    unnoticed = [mutation for mutation in constraints() if str(mutation[0]) == shape and not is_noticed(mutation)]
    assert not unnoticed


@pytest.mark.parametrize(
    "owner", sorted(map(str, SHAPES.subjects(SH.targetClass, None))), ids=lambda s: s.removeprefix(SHAPE)
)
def test_with_every_constraint_in_place_each_pair_holds(owner: str) -> None:
    found = list(candidates(URIRef(owner)))
    assert found
    assert all(holds(pair, part_about(URIRef(owner))) for pair in found)
