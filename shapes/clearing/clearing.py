"""Which things surely conform to a shape, found for all of them at once: what is cleared here, pyshacl need not be asked.

Most things of most plans break no rule, and pyshacl goes to each of them by itself. Here a constraint is a question to all
things together, by sets: whose values are too few, of another class, in another language. Doubt is the rule: what is broken,
and what a check does not understand (a constraint, a path, a form of number), is left to pyshacl, who alone says what is
wrong. So no result can come from here, and none gets lost as long as what is cleared does conform, which tests hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from typing import cast

import pyoxigraph as ox
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from shapes.clearing.checks import OF_ALL_VALUES, OF_ONE_VALUE, Check, UnclearError, count, not_matching, of_each
from shapes.clearing.data import Data, Looked, Path, Term, along, either_of, in_steps, itself


class Clearing:
    """The shapes of a graph, as far as they can be looked at here."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._known: dict[Node, tuple[Path, list[Check]] | None] = {}
        self._of_shapes: Mapping[Node, Callable[[Node], Check]] = {
            SH["class"]: self._of_class,
            SH["not"]: self._not,
            SH["or"]: lambda listed: self._any_of([*shapes.items(listed)]),
            SH.property: lambda shape: self._any_of([shape]),
        }

    def doubtful(self, shape: Node, things: Set[Term], data: Data) -> Set[Term]:
        """Return of some things those that may break a shape; the others conform to it."""
        if not things or (known := self._compiled(shape)) is None:
            return things
        path, checks = known
        looked = Looked(data, things, path(data, things))
        return set[Term]().union(*(check(looked) for check in checks))

    def _compiled(self, shape: Node) -> tuple[Path, list[Check]] | None:
        if shape not in self._known:
            try:
                path = self._shapes.value(shape, SH.path)
                self._known[shape] = self._path(path) if path else itself, self._checks(shape)
            except UnclearError:
                self._known[shape] = None
        return self._known[shape]

    # ---- paths (SHACL §2.3.1) ------------------------------------------------------------------------------------------

    def _path(self, path: Node) -> Path:
        if isinstance(path, URIRef):
            return along(ox.NamedNode(path))
        back, either = self._shapes.value(path, SH.inversePath), self._shapes.value(path, SH.alternativePath)
        if isinstance(back, URIRef):
            return along(ox.NamedNode(back), inverse=True)
        if either is not None:
            return either_of([self._path(each) for each in self._shapes.items(either)])
        if steps := list(self._shapes.items(path)):
            return in_steps([self._path(each) for each in steps])
        raise UnclearError

    # ---- constraints (SHACL §4, §5) -------------------------------------------------------------------------------------

    def _checks(self, shape: Node) -> list[Check]:
        asked = [(name, value) for name, value in self._shapes.predicate_objects(shape) if name in _PARAMETERS]
        if self._shapes.value(shape, SH.flags) is not None:  # of sh:pattern
            raise UnclearError
        return [self._check(shape, name, value) for name, value in asked if name != SH.qualifiedValueShape]

    def _check(self, shape: Node, name: Node, value: Node) -> Check:
        if name in OF_ONE_VALUE:
            return of_each(OF_ONE_VALUE[name](self._shapes, value))
        if name in OF_ALL_VALUES:
            return OF_ALL_VALUES[name](value)
        if name in self._of_shapes:
            return self._of_shapes[name](value)
        if name == SH.qualifiedMinCount:
            return self._qualified(self._shapes.value(shape, SH.qualifiedValueShape), value)
        if name == SH.sparql and not self._shapes.value(shape, SH.path):
            return self._by_query(str(self._shapes.value(value, SH.select)))
        raise UnclearError

    def _of_class(self, value: Node) -> Check:
        name = ox.NamedNode(str(value))
        return lambda seen: seen.whose(seen.all() - seen.data.instances(name))

    def _any_of(self, shapes: list[Node]) -> Check:
        """Doubt values that no shape of several clears."""

        def check(seen: Looked) -> Set[Term]:
            left = seen.all()
            for shape in shapes:
                left = self.doubtful(shape, left, seen.data)
            return seen.whose(left)

        return check

    def _not(self, shape: Node) -> Check:
        """Doubt all values but those that a pattern, if the shape asks for nothing else, surely does not match."""
        asked = [(name, value) for name, value in self._shapes.predicate_objects(shape) if name in _PARAMETERS]
        if [name for name, _ in asked] != [SH.pattern] or any((shape, each, None) in self._shapes for each in _MORE):
            raise UnclearError
        return of_each(not_matching(asked[0][1]))

    def _qualified(self, shape: Node | None, least: Node) -> Check:
        if shape is None or count(least) > 1:
            raise UnclearError

        def check(seen: Looked) -> Set[Term]:
            sure = (values := seen.all()) - self.doubtful(shape, values, seen.data)
            return {thing for thing in seen.things if seen.of(thing).isdisjoint(sure)}

        return check

    def _by_query(self, query: str) -> Check:
        """Doubt what a query finds when it is asked once, of everything; a query of parts is none that may be asked so."""
        if len(re.findall(r"\bSELECT\b", query, re.IGNORECASE)) != 1 or any(word in query for word in _NOT_PLAIN):
            raise UnclearError
        text = f"{self._prefixes()}{query}"

        def check(seen: Looked) -> Set[Term]:
            rows = seen.data.store.query(text, use_default_graph_as_union=True)
            assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - sh:select is a SELECT
            return {cast("Term", row["this"]) for row in rows} & seen.things

        return check

    def _prefixes(self) -> str:
        declared = (
            (self._shapes.value(each, SH.prefix), ns) for each, ns in self._shapes.subject_objects(SH.namespace)
        )
        return "".join(sorted(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in declared))


_MORE = (SH.path, SH.flags, SH.deactivated)
_PARAMETERS = frozenset(ALL_CONSTRAINT_PARAMETERS)
_NOT_PLAIN = ("$PATH", "shapesGraph", "currentShape", "GROUP BY", "SERVICE", "GRAPH ")
