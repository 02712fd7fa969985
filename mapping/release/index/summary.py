"""What a graph says of a thing altogether, counted once when a release is made, so that no page counts it again."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources import files

import msgspec
import pyoxigraph as ox

BODIES = 24
"""How many agencies a summary names, those with most measures first; it counts them all."""

Counts = tuple[tuple[str, int], ...]
"""Keys with how many measures each has, most first."""


class Summary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is counted of a thing. Things are named by their keys (:func:`mapping.release.index.schema.key`), properties by IRI.

    ``agencies`` are those with most of the thing's measures, ``agency_count`` counts all of them; ``ties`` are pairs of
    places in ``agencies`` with the measures that both have anywhere; ``cells`` are (requirement, agency, measures) of
    these agencies; ``links`` are the statements that point to the thing, by property.
    """

    measures: int = 0
    agencies: Counts = ()
    agency_count: int = 0
    themes: Counts = ()
    roles: Counts = ()
    ties: tuple[tuple[int, int, int], ...] = ()
    cells: tuple[tuple[str, str, int], ...] = ()
    links: Counts = ()


class Gathered:
    """What measures have said of a thing so far: for each facet, how many have each key."""

    __slots__ = ("cells", "facets", "having", "measures", "roles")

    def __init__(self) -> None:
        self.measures = 0
        self.facets: dict[str, Counter[str]] = defaultdict(Counter)
        self.roles: Counter[str] = Counter()
        self.cells: Counter[tuple[str, str]] = Counter()
        self.having: set[str] = set()

    def add(self, facets: Mapping[str, Sequence[str]], names: Sequence[str]) -> None:
        """Note a measure with its keys of the facets ``names``."""
        self.measures += 1
        for name in names:
            counter = self.facets[name]
            for key in facets[name]:  # quicker than update() for the one or two keys that there mostly are
                counter[key] += 1

    def keys(self, facet: str) -> Counter[str]:
        """Return the keys of a facet with how many measures each has."""
        return self.facets.get(facet, Counter())


def most_first(counted: Mapping[str, int], at_most: int | None = None) -> Counts:
    """Return what was counted, most first; equal ones by name."""
    return tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:at_most])


def summary(gathered: Gathered, shared: Mapping[str, Counter[str]], own_key: str, links: Counts) -> Summary:
    """Return the summary of a thing; ``shared`` tells of an agency, by key, how many measures it has with each other."""
    agencies = Counter({key: n for key, n in gathered.keys("agency").items() if key != own_key})
    first = most_first((gathered.cells and _carrying(gathered)) or agencies, BODIES)
    names = [key for key, _ in first]
    among = set(names)
    return Summary(
        measures=gathered.measures,
        agencies=first,
        agency_count=len(agencies),
        themes=most_first(gathered.keys("theme")),
        roles=most_first(gathered.roles),
        ties=_ties(names, shared) if own_key in shared else (),
        cells=tuple(sorted((of, body, n) for (of, body), n in gathered.cells.items() if body in among)),
        links=links,
    )


def _carrying(gathered: Gathered) -> Counter[str]:
    """Return the agencies of the cells, with how many measures each has in them."""
    found: Counter[str] = Counter()
    for (_, body), n in gathered.cells.items():
        found[body] += n
    return found


def _ties(names: Sequence[str], shared: Mapping[str, Counter[str]]) -> tuple[tuple[int, int, int], ...]:
    found: list[tuple[int, int, int]] = []
    no_one: Counter[str] = Counter()
    for one, name in enumerate(names):
        with_others = shared.get(name, no_one)
        later = enumerate(names[one + 1 :], one + 1)
        found += [(one, other, n) for other, partner in later if (n := with_others.get(partner, 0))]
    return tuple(found)


def links_to(store: ox.Store, things: Sequence[str]) -> dict[str, Counts]:
    """Return how many statements of the merged graph point to each of some things, by property, most first."""
    names = " ".join(str(ox.NamedNode(thing)) for thing in things)
    rows = store.query(_links_query().replace("VALUES ?thing ?things", f"VALUES ?thing {{ {names} }}"))
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    found: dict[str, dict[str, int]] = {thing: {} for thing in things}
    for row in rows:
        found[row["thing"].value][row["property"].value] = int(row["count"].value)
    return {thing: most_first(counted) for thing, counted in found.items()}


@functools.cache
def _links_query() -> str:
    return (files("mapping.release.index") / "search-links.rq").read_text("utf-8")
