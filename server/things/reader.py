"""Reads the statements that a page shows, through the named queries ``thing-….rq``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ontology.curies import Curies
from ontology.iris import Iris
from server.release import queries
from server.release.store.interface import Solution, Store
from server.words.facts import Facts

COUNT_UP_TO = 1000
"""Counts stop here, so that no page's time grows with the graph; the queries look for one more."""

MOST_NAMED = 2000
"""How many of the things that a thing points to have their names read."""


@dataclass(frozen=True, slots=True)
class BoundedCount:
    """A number; ``is_open`` says that counting stopped there, and that there may be more."""

    number: int
    is_open: bool = False

    @property
    def shown(self) -> str:
        """The number for people: ``84``, ``≥ 1,000``."""
        return f"≥ {self.number:,}" if self.is_open else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class Reader:
    """A store, read by named queries; ``thing`` and other bindings are IRIs, ``page`` is 1-based."""

    store: Store
    iris: Iris
    curies: Curies

    def facts(self, *names: str, page: int = 1, **bindings: str) -> Facts:
        """Return what CONSTRUCT queries say, together."""
        found = Facts(self.curies)
        for name in names:
            found.add(self.triples(name, page=page, **bindings))
        return found

    def described(self, thing: str) -> Facts:
        """Return what is said of a thing and of its parts, with the names of what they point to."""
        return Facts(self.curies, self.own_triples(thing))

    def own_triples(self, thing: str) -> list[ox.Triple]:
        """Return the statements of a thing and of its parts, and those that name what they point to."""
        own = self.triples("statements", thing=thing)
        pointed_to = dict.fromkeys(each.object.value for each in own if isinstance(each.object, ox.NamedNode))
        names = queries.about("thing-names", self.iris, "node", list(pointed_to)[:MOST_NAMED])
        return [*own, *self.store.construct(names)]

    def triples(self, name: str, page: int = 1, **bindings: str) -> Sequence[ox.Triple]:
        """Return the triples of a CONSTRUCT query."""
        return self.store.construct(self._query(name, page), _bound(bindings))

    def rows(self, name: str, page: int = 1, **bindings: str) -> Sequence[Solution]:
        """Return the rows of a SELECT query."""
        return self.store.select(self._query(name, page), _bound(bindings))

    def count(self, name: str, **bindings: str) -> BoundedCount:
        """Return the number in the column ``count`` of the first row, 0 where there is none."""
        rows = self.store.select(self._query(name, page=1), _bound(bindings))
        number = rows[0].integer("count") if rows else 0
        return BoundedCount(min(number, COUNT_UP_TO), is_open=number > COUNT_UP_TO)

    def _query(self, name: str, page: int) -> str:
        return queries.on_page(f"thing-{name}", self.iris, page)


def _bound(bindings: dict[str, str]) -> dict[str, ox.NamedNode | ox.Literal]:
    return {variable: ox.NamedNode(iri) for variable, iri in bindings.items()}
