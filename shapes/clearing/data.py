"""What data say, property by property, and along a path (SHACL §2.3.1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple, cast

import pyoxigraph as ox
from rdflib import RDF

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Values = Mapping[Term, Set[Term]]
NOTHING: Set[Term] = frozenset()
_TYPE = ox.NamedNode(RDF.type)


class Data:
    """What a store says in a graph, or in all as one, property by property, read when it is asked for; it must not change.

    ``parts`` are its graphs, where what was read of them before is used again.
    """

    def __init__(self, store: ox.Store, graph: ox.NamedNode | None = None, parts: Sequence[Data] = ()) -> None:
        self.store = store
        self._graph = graph
        self._parts = parts
        self._said: dict[tuple[ox.NamedNode, bool], Values] = {}

    def values(self, of: ox.NamedNode, *, inverse: bool = False) -> Values:
        """Return the values of a property by the things that have it; ``inverse``, those things by its values."""
        if (of, inverse) not in self._said:
            said = [part.values(of, inverse=inverse) for part in self._parts]
            self._said[of, inverse] = _together(said) if said else _by_first(self._pairs(of, inverse=inverse))
        return self._said[of, inverse]

    def _pairs(self, of: ox.NamedNode, *, inverse: bool) -> Iterator[tuple[Term, Term]]:
        """Yield what has a property and its value, which are read once, or both the other way round."""
        if inverse:
            yield from ((value, thing) for thing, values in self.values(of).items() for value in values)
        else:
            found = self.store.quads_for_pattern(None, of, None, self._graph)
            yield from (cast("tuple[Term, Term]", (thing, value)) for thing, _, value, _ in found)

    def instances(self, of: Term) -> Set[Term]:
        """Return the things of a class."""
        return self.values(_TYPE, inverse=True).get(of, NOTHING)


def _by_first(pairs: Iterable[tuple[Term, Term]]) -> Values:
    found: dict[Term, set[Term]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found


def _together(said: Sequence[Values]) -> Values:
    """Return what several say, of which mostly one alone says something."""
    first, *others = sorted(said, key=len, reverse=True)
    if not any(others):
        return first
    found = dict(first)
    for values in others:
        for thing, more in values.items():
            found[thing] = found[thing] | more if thing in found else more
    return found


class Looked(NamedTuple):
    """What a shape looks at: the data, some things, and the values of its path by them."""

    data: Data
    things: Set[Term]
    values: Values

    def of(self, thing: Term) -> Set[Term]:
        """Return the values of a thing."""
        return self.values.get(thing, NOTHING)

    def all(self) -> Set[Term]:
        """Return the values of all the things."""
        return set[Term]().union(*(self.values[thing] for thing in self.values.keys() & self.things))

    def whose(self, doubtful: Collection[Term]) -> Set[Term]:
        """Return the things with a value of which there is doubt."""
        if not doubtful:
            return NOTHING
        return {thing for thing in self.things if not self.of(thing).isdisjoint(doubtful)}


Path = Callable[[Data, Set[Term]], Values]
"""Returns the values of some things, and perhaps of others."""


def itself(_data: Data, things: Set[Term]) -> Values:
    """Return the things: the path of a shape that has none."""
    return {thing: {thing} for thing in things}


def along(of: ox.NamedNode, *, inverse: bool = False) -> Path:
    """Return the path along a property, or against it."""
    return lambda data, _things: data.values(of, inverse=inverse)


def either_of(paths: list[Path]) -> Path:
    """Return the path that goes any of several."""

    def path(data: Data, things: Set[Term]) -> Values:
        said = [each(data, things) for each in paths]
        return {thing: set[Term]().union(*(each.get(thing, ()) for each in said)) for thing in things}

    return path


def in_steps(steps: list[Path]) -> Path:
    """Return the path of several, one after the other."""

    def path(data: Data, things: Set[Term]) -> Values:
        found = itself(data, things)
        for step in steps:
            said = step(data, set[Term]().union(*found.values()))
            found = {
                thing: set[Term]().union(*(said.get(each, ()) for each in values)) for thing, values in found.items()
            }
        return found

    return path
