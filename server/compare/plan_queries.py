"""Asks the queries ``compare-….rq`` about the plans that are compared: they stand in a ``VALUES`` line of the query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ontology.curies import Curies
from ontology.iris import Iris
from server.release import queries
from server.release.store.interface import Solution, Store
from server.words.facts import Facts


@dataclass(frozen=True, slots=True)
class PlanQueries:
    """A store, asked about some plans; other bindings are IRIs."""

    store: Store
    iris: Iris

    def rows(self, name: str, plans: Sequence[str], **bindings: str) -> Sequence[Solution]:
        """Return the rows of a SELECT; none where no plan is compared."""
        return self.store.select(self._query(name, plans), _bound(bindings)) if plans else []

    def triples(self, name: str, plans: Sequence[str], **bindings: str) -> Sequence[ox.Triple]:
        """Return the triples of a CONSTRUCT; none where no plan is compared."""
        return self.store.construct(self._query(name, plans), _bound(bindings)) if plans else []

    def facts(self, name: str, plans: Sequence[str], **bindings: str) -> Facts:
        """Return what a CONSTRUCT says."""
        return Facts(Curies(self.iris), self.triples(name, plans, **bindings))

    def _query(self, name: str, plans: Sequence[str]) -> str:
        return queries.about(f"compare-{name}", self.iris, "plan", plans)


def _bound(bindings: dict[str, str]) -> dict[str, ox.NamedNode | ox.Literal]:
    return {variable: ox.NamedNode(iri) for variable, iri in bindings.items()}
