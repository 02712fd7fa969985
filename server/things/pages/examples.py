"""A page opened as a query: what the page shows, as SPARQL that a person can read, run and change."""

from __future__ import annotations

from server.release import queries
from server.things.visit import Visit

KINDS = ("measure", "plan", "requirement", "theme", "agency", "jurisdiction", "function", "graph")
"""The kinds of thing with a query of their own, ``thing-example-<kind>.rq``; of others, all statements are asked."""


def address(visit: Visit) -> str:
    """Return the address of the query page with the visited thing's query in it."""
    return visit.addresses.to("sparql", query=query(visit), edit=1)


def query(visit: Visit) -> str:
    """Return the query of the visited thing; the engine writes the IRI."""
    kind = visit.kind if visit.kind in KINDS else "thing"
    return queries.shown_with(f"thing-example-{kind}", visit.reader.iris, visit.thing)
