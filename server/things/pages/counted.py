"""What the release's index holds for pages: lists, and what was counted when the release was made.

Nothing here counts, so no page's time grows with the graph.
"""

from __future__ import annotations

from collections.abc import Iterable

from mapping.release.index.schema import key
from mapping.release.index.summary import Summary
from server.search_index.cards import Cards
from server.search_index.items import AnyItem, filled
from server.search_index.opened import SearchIndex, opened
from server.search_index.selection import Selection
from server.things.reader import BoundedCount
from server.things.visit import Visit
from server.words.links import Link

Counted = tuple[tuple[Link, int], ...]
"""Things with how many measures each has, most first."""


def own_key(visit: Visit) -> str:
    """Return the key of the visited thing."""
    return key(visit.thing, visit.addresses.iris)


def summary(visit: Visit) -> Summary:
    """Return what was counted of the visited thing."""
    return opened().summary(visit.thing)


def cards(visit: Visit) -> Cards:
    """Return what writes items in the visit's language."""
    return Cards(visit.addresses, visit.words)


def linked(visit: Visit, kind: str, counts: Iterable[tuple[str, int]]) -> Counted:
    """Return links to the things of a kind whose keys were counted."""
    counted = tuple(counts)
    named = opened().keyed(kind, (each for each, _ in counted))
    write = cards(visit)
    return tuple((write.link(named[each], kind), n) for each, n in counted if each in named)


def page_of(
    visit: Visit, kind: str, facet: str, size: int, rank: str = "default", *, page: int | None = None
) -> tuple[tuple[AnyItem, ...], BoundedCount, SearchIndex]:
    """Return a page of the things of a kind that have the visited thing in a facet, how many there are, and the index."""
    index = opened()
    selection = Selection(kinds=(kind,), keys=((facet, (own_key(visit),)),))
    found = index.find(selection, page or visit.page, size, rank)
    return filled(found.items, index), BoundedCount(found.total), index
