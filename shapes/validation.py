"""SHACL, plan by plan: which of the things in a store are complete, and what is wrong with the others.

pyshacl evaluates the constraints. Six things make it fast without changing a single result. It is not asked about things
that surely conform (:mod:`shapes.clearing`). Shapes and data are remembered once they are read, the shapes as long as the
process, the data as long as a validation. A property shape is given its node shape's target class, so that each constraint is
set up once for all focus nodes and not once for each. What pyshacl looks up by going through a list is looked up in a set.
And only the focus nodes asked for are visited, while everything in the store can be looked at; pyshacl's own ``focus_nodes``
would also skip the values of their properties, and let errors pass (``sh:or``).
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Set
from functools import cache
from typing import Any, NamedTuple, cast

import pyoxigraph as ox
import pyshacl.shape
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.graph_abstraction import DataGraph, OxigraphDataGraph, to_rdf
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.monkey import rdflib_bool_patch, rdflib_bool_unpatch
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDFS, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import BNode, IdentifiedNode, Node

from ontology.iris import Iris
from shapes import library
from shapes.clearing.clearing import Clearing
from shapes.clearing.data import Data, Term
from shapes.report import SEVERITIES, Report, Result, name_of

_SUBCLASS = ox.NamedNode(RDFS.subClassOf)
_SEVERITY = {str(SH[name]): name for name in SEVERITIES}


class _Rules(NamedTuple):
    """Shapes ready to run: pyshacl's view of them, and each shape that has focus nodes with the classes it targets."""

    shapes: ShapesGraph
    clearing: Clearing
    targeted: tuple[tuple[Shape, frozenset[URIRef]], ...]


def validate(data: ox.Store, *, focus: Collection[str] | None = None, iris: Iris, seen: Data | None = None) -> Report:
    """Return what the shapes say about ``data``, all of whose graphs count as one.

    ``focus`` holds the names of the things to judge (see :func:`subjects`); the rest of the data is only looked at. None
    judges everything. The closure must have been made before (:mod:`ontology.closure`). ``seen`` is what was read of the
    same data before.
    """
    return validate_with(_rules(iris), data, focus, seen)


def validate_against(shapes: Graph, data: ox.Store, focus: Collection[str] | None = None) -> Report:
    """Return what other shapes than ours say; they may target classes only."""
    return validate_with(_prepare(shapes), data, focus)


def subjects(store: ox.Store, graph: str) -> frozenset[str]:
    """Return the names of what a named graph describes: the focus nodes of the plan whose graph it is."""
    return frozenset(name_of(quad.subject) for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def judged(data: ox.Store, focus: Collection[str], iris: Iris) -> int:
    """Return how many of the things in ``focus`` the shapes have something to say about."""
    classes = frozenset[URIRef]().union(*(classes for _, classes in _rules(iris).targeted))
    return len(_Targets(Data(data), focus).of(classes))


def validate_with(rules: _Rules, data: ox.Store, focus: Collection[str] | None, seen: Data | None = None) -> Report:
    """Run prepared rules; see :func:`validate`."""
    graph, seen = data_graph(data), seen or Data(data)
    targets = _Targets(seen, focus)
    rdflib_bool_patch()  # type: ignore[no-untyped-call] # as pyshacl does: literals keep the form they were written in
    try:
        found = [each for shape, kinds in rules.targeted for each in _run(rules, shape, targets.of(kinds), seen, graph)]
    finally:
        rdflib_bool_unpatch()  # type: ignore[no-untyped-call]
    return Report.of(found)


class _Parameters(list[URIRef]):
    """The names of all constraint parameters, as pyshacl keeps them; asked a thousand times a plan whether one is there."""

    def __init__(self, names: Iterable[URIRef]) -> None:
        super().__init__(names)
        self._names = frozenset(self)

    def __contains__(self, name: object) -> bool:
        return name in self._names


# Where pyshacl keeps what it has looked up at its first validation; it goes through a list of thirty names otherwise.
vars(pyshacl.shape)["CONSTRAINT_PARAMS"] = (_Parameters(ALL_CONSTRAINT_PARAMETERS), CONSTRAINT_PARAMETERS_MAP)


class _ShapeGraph(Graph):
    """The shapes, which remember what they were asked: pyshacl reads a path anew for each focus node."""

    def __init__(self) -> None:
        super().__init__(store="SimpleMemory")  # has no contexts to sift, and is twice as fast for it
        self._values: dict[tuple[Any, Any], list[Node]] = {}

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Node, None, None]:
        """Yield the values of a property of a shape; they must not change once they were asked for."""
        pair = subject, predicate
        if pair not in self._values:
            self._values[pair] = list(super().objects(subject, predicate, unique))
        yield from self._values[pair]


class _StoreGraph(OxigraphDataGraph):
    """A store as pyshacl's data graph, which keeps what it has read; the store must not change meanwhile."""

    def __init__(self, store: ox.Store) -> None:
        super().__init__(store)
        self._values: dict[tuple[Node, Node], list[Node]] = {}
        self._names: dict[str, URIRef] = {}

    def __bool__(self) -> bool:
        """Be true, as pyshacl asks several times a result: without this, Python would count all quads each time."""
        return True

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Any, None, None]:
        """Yield the values of a property of a thing, from all graphs together."""
        if isinstance(subject, (URIRef, BNode)) and predicate is not None:
            yield from self._values_of(subject, predicate)
        else:
            yield from super().objects(subject, predicate, unique=unique)

    def _values_of(self, subject: URIRef | BNode, predicate: URIRef) -> list[Node]:
        pair = subject, predicate
        if pair not in self._values:
            thing = ox.BlankNode(subject) if isinstance(subject, BNode) else ox.NamedNode(subject)
            quads = self.impl.quads_for_pattern(thing, ox.NamedNode(predicate), None, None)
            self._values[pair] = [self._term(quad.object) for quad in quads]
        return self._values[pair]

    def _term(self, term: Any) -> Any:
        if not isinstance(term, ox.NamedNode):
            return to_rdf(term)
        value = term.value
        if value not in self._names:
            self._names[value] = URIRef(value)
        return self._names[value]


class _Targets:
    """The things that a store has of each class, and that are to be judged; found once."""

    def __init__(self, seen: Data, wanted: Collection[str] | None) -> None:
        self._seen = seen
        self._wanted = None if wanted is None else frozenset(wanted)
        self._found: dict[frozenset[URIRef], Set[Term]] = {}

    def of(self, classes: frozenset[URIRef]) -> Set[Term]:
        """Return the things of some classes, or of sub-classes that the data state, that are to be judged."""
        if classes not in self._found:
            kinds = {kind for each in classes for kind in self._with_subclasses(_stored(each))}
            things = set[Term]().union(*map(self._seen.instances, kinds))
            self._found[classes] = things if self._wanted is None else set(filter(self._is_wanted, things))
        return self._found[classes]

    def _with_subclasses(self, target: Term) -> Set[Term]:
        below = self._seen.values(_SUBCLASS, inverse=True)
        found, left = set[Term](), [target]
        while left:
            if (kind := left.pop()) not in found:
                found.add(kind)
                left += below.get(kind, ())
        return found

    def _is_wanted(self, thing: Term) -> bool:
        return self._wanted is None or (not isinstance(thing, ox.Literal) and name_of(thing) in self._wanted)


def _stored(node: IdentifiedNode) -> ox.NamedNode | ox.BlankNode:
    """Return a thing as a store has it."""
    return ox.BlankNode(node) if isinstance(node, BNode) else ox.NamedNode(node)


def _name(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else str(node)


@cache
def _rules(iris: Iris) -> _Rules:
    return _prepare(library.load(iris))


def _prepare(shapes: Graph) -> _Rules:
    graph = ShapesGraph(flat := _flattened(shapes))
    targeted = [(shape, frozenset(shape.target_classes())) for shape in graph.shapes]
    return _Rules(
        graph, Clearing(flat), tuple(sorted(((s, c) for s, c in targeted if c), key=lambda pair: str(pair[0].node)))
    )


def _flattened(shapes: Graph) -> Graph:
    """Let each property of a targeted node shape be targeted itself: SHACL allows it (§2.1.3), and it says the same."""
    flat = _ShapeGraph()
    flat += shapes
    for node, target in shapes.subject_objects(SH.targetClass):
        for rule in shapes.objects(node, SH.property):
            flat.remove((node, SH.property, rule))
            flat.add((rule, SH.targetClass, target))
    return flat


def data_graph(data: ox.Store) -> DataGraph:
    """Return data as pyshacl takes it; the graphs of a store count as one."""
    graph = _StoreGraph(data)
    graph.default_union = True  # type: ignore[misc] # its setter is declared under a second name
    return graph


def _run(rules: _Rules, shape: Shape, things: Set[Term], seen: Data, data: DataGraph) -> Iterator[Result]:
    """Judge things by a shape; those that surely conform are passed over."""
    if doubtful := rules.clearing.doubtful(shape.node, things, seen):
        _, found = shape.validate(
            SHACLExecutor(), data, focus=[cast("IdentifiedNode", to_rdf(thing)) for thing in doubtful]
        )
        for _text, node, statements in found:
            yield _result(rules.shapes, node, statements)


def _result(shapes: ShapesGraph, node: BNode, statements: list[tuple[Node, URIRef, Any]]) -> Result:
    # pyshacl pairs a term with the graph it came from; messages are read from the shapes, where they keep their tags.
    said = {p: o[1] if isinstance(o, tuple) else o for s, p, o in statements if s == node}
    shape, constraint = said[SH.sourceShape], said.get(SH.sourceConstraint)
    value, path = said.get(SH.value), said.get(SH.resultPath)
    return Result(
        focus=_name(said[SH.focusNode]),
        shape=str(shape),
        component=str(said[SH.sourceConstraintComponent]),
        severity=_SEVERITY[str(said[SH.resultSeverity])],
        constraint="" if constraint is None else str(constraint),
        path="" if path is None else shacl_path_to_sparql_path(shapes, path),
        value="" if value is None else value.n3(),
        messages=library.messages(shapes.graph, constraint or shape),
    )
