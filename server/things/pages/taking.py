"""What can be taken from a page at once: all measures of the thing as tables for people."""

from __future__ import annotations

from dataclasses import dataclass

from server.things.pages.counted import own_key, summary
from server.things.visit import Visit
from server.web.representations import WHOLE
from server.words import addresses

FACETS = ("agency", "theme", "requirement", "plan", "function", "jurisdiction")
"""The kinds of thing that measures are narrowed by."""


@dataclass(frozen=True, slots=True)
class Taking:
    """How many measures there are to take, the tables with their addresses, and the address of their list."""

    total: int
    tables: tuple[tuple[str, str], ...]
    listed: str


def taking(visit: Visit) -> Taking | None:
    """Return what can be taken from the visited thing, or nothing where it has no measures."""
    total = summary(visit).measures if visit.kind in FACETS else 0
    if not total:
        return None
    chosen = {visit.kind: own_key(visit)}
    tables = tuple((each.label, addresses.all_measures(each.suffix, **chosen, lang=visit.language)) for each in WHOLE)
    return Taking(total, tables, addresses.measures(**chosen, lang=visit.wish))
