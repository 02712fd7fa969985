"""The pages of agencies, groups, functions and jurisdictions."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mapping.release.index.schema import key as key_of
from mapping.release.index.summary import Summary
from server.search_index.cards import Cards
from server.search_index.items import AgencyItem, PlanItem
from server.search_index.opened import opened
from server.search_index.samples import is_only_in_samples
from server.search_index.selection import FIELDS
from server.things.pages import measures
from server.things.pages.counted import Counted, cards, linked, own_key, page_of, summary
from server.things.reader import BoundedCount
from server.things.visit import Visit
from server.words.labels import Text
from server.words.links import Link, Paging
from server.words.pictures import Network, network

MEMBERS = 50
"""The page size of lists of agencies."""
PLANS = 50
"""How many plans the page of a jurisdiction shows; the list of plans has them all."""
PARTNERS = 300
"""How many partners the table has at most."""
IN_NETWORK = 14
"""How many partners the picture shows; the table has all."""


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency in a list."""

    link: Link
    place: Link | None
    functions: tuple[Link, ...]
    measures: int
    sample: bool


@dataclass(frozen=True, slots=True)
class Members:
    """A page of agencies out of ``total``."""

    entries: tuple[AgencyRow, ...]
    total: BoundedCount
    paging: Paging


@dataclass(frozen=True, slots=True)
class NarrowedLink:
    """A thing, how many measures an agency has that have to do with it, and the address of their list."""

    link: Link
    count: int
    measures: str


@dataclass(frozen=True, slots=True)
class Plans:
    """The first plans of a jurisdiction out of ``total``; ``address`` is the list of all."""

    links: tuple[Link, ...]
    total: int
    address: str


@dataclass(frozen=True, slots=True)
class MeasureList:
    """How many measures a thing has to do with, the address of their list, and their themes, counted: each part of a
    document with its points.
    """

    total: int
    address: str
    themes: tuple[tuple[Link, int, Counted], ...]


def agency(visit: Visit) -> dict[str, object]:
    """Return what the page of an agency shows."""
    counted = summary(visit)
    own, to = own_key(visit), visit.addresses.to
    return {
        "written_forms": visit.texts("skos:altLabel"),
        "kind_of_agency": visit.link_of("org:classification"),
        "functions": visit.links(visit.facts.things(visit.thing, "policy:function")),
        "jurisdiction": visit.link_of("dct:spatial"),
        "central": visit.link_of("org:subOrganizationOf"),
        "gaps": visit.texts("policy:knownGap"),
        "notes": visit.texts("skos:editorialNote"),
        "roles": linked(visit, "role", counted.roles),
        "themes": _narrowed(visit, "theme", counted.themes),
        "partners": _narrowed(visit, "partner", opened().partners(own, PARTNERS)),
        "partner_count": counted.agency_count,
        "all_measures": to("measures", agency=own),
        "network": lambda: _network(visit, counted),
        "listing": measures.listing(visit, "agency"),
    }


def _narrowed(visit: Visit, facet: str, counts: Iterable[tuple[str, int]]) -> tuple[NarrowedLink, ...]:
    """Return things that the agency's measures have to do with, each with the list of these measures."""
    kind, counted = FIELDS.get(facet, facet), tuple(counts)
    named, write = opened().keyed(kind, (key for key, _ in counted)), cards(visit)
    listed = functools.partial(visit.addresses.to, "measures", agency=own_key(visit))
    return tuple(
        NarrowedLink(write.link(named[key], kind), n, listed(**{facet: key})) for key, n in counted if key in named
    )


def group(visit: Visit) -> dict[str, object]:
    """Return what the page of a group shows."""
    return {
        "jurisdiction": visit.link_of("dct:spatial"),
        "roles": linked(visit, "role", summary(visit).roles),
        "listing": measures.of_group(visit),
    }


def function(visit: Visit) -> dict[str, object]:
    """Return what the page of a function shows."""
    return {
        "definition": visit.text("skos:definition"),
        "other_names": _other_names(visit),
        "members": _members(visit, "function"),
        "measures": _measure_list(visit, "function"),
    }


def jurisdiction(visit: Visit) -> dict[str, object]:
    """Return what the page of a jurisdiction shows."""
    found = visit.read("places-inside")
    return {
        "other_names": _other_names(visit),
        "codes": visit.facts.literals(visit.thing, "skos:notation"),
        "broader": visit.link_of("skos:broader"),
        "inner": visit.links(sorted(each for each in found.of_class("policy:Jurisdiction") if each != visit.thing)),
        "plans": _plans(visit),
        "known": visit.links(sorted(found.of_class("policy:KnownPlan"))),
        "measures": _measure_list(visit, "jurisdiction"),
        "same": visit.links(visit.facts.things(visit.thing, "owl:sameAs")),
        "members": _members(visit, "jurisdiction"),
    }


def _network(visit: Visit, counted: Summary) -> Network | None:
    """Return the agency among those with which it shares most; each leads to the measures that both have."""
    shared = _narrowed(visit, "partner", counted.agencies[:IN_NETWORK])
    if not shared:
        return None
    shown = tuple((Link(each.measures, each.link.text), each.count) for each in shared)
    ties = {(one, other): n for one, other, n in counted.ties if other < len(shown)}
    return network(visit.link(visit.thing), shown, ties)


def _plans(visit: Visit) -> Plans:
    """Return the first plans of the jurisdiction, and where all of them are."""
    found, total, _ = page_of(visit, "plan", "jurisdiction", PLANS, page=1)
    write = cards(visit)
    links = tuple(Link(write.href(each.id), write.called(each).short) for each in found if isinstance(each, PlanItem))
    return Plans(links, total.number, visit.addresses.to("plans", jurisdiction=own_key(visit)))


def _measure_list(visit: Visit, facet: str) -> MeasureList:
    """Return how many measures have to do with the thing, what they are about and where they are listed."""
    counted = summary(visit)
    return MeasureList(
        counted.measures,
        visit.addresses.to("measures", **{facet: own_key(visit)}),
        tuple(_under(visit, counted.themes)),
    )


def _under(visit: Visit, counts: Iterable[tuple[str, int]]) -> Iterator[tuple[Link, int, Counted]]:
    """Yield themes with how many measures each has, most first, and those that are narrower with them."""
    found = dict(counts)
    named = opened().keyed("theme", found)
    above = {key: _broader(visit, named[key].id) if key in named else "" for key in found}
    for key, n in found.items():
        if above[key] not in found:
            inner = linked(visit, "theme", ((each, m) for each, m in found.items() if above[each] == key))
            yield from ((link, n, inner) for link, _ in linked(visit, "theme", ((key, n),)))


def _broader(visit: Visit, theme: str) -> str:
    """Return the key of the theme that is broader than one; empty where none is."""
    broader = opened().item(theme).get("broader")
    return key_of(broader, visit.addresses.iris) if broader else ""


def _members(visit: Visit, facet: str) -> Members:
    found, total, _ = page_of(visit, "agency", facet, MEMBERS, rank="measures")
    write = cards(visit)
    entries = tuple(_member(write, each) for each in found if isinstance(each, AgencyItem))
    return Members(entries, total, visit.paging(total, MEMBERS))


def _member(write: Cards, agency: AgencyItem) -> AgencyRow:
    return AgencyRow(
        Link(write.href(agency.id), write.called(agency).short),
        write.link(agency.spatial, "jurisdiction") if agency.spatial else None,
        tuple(write.link(each, "function") for each in agency.function),
        agency.measure_count,
        is_only_in_samples("agency", agency.key),
    )


def _other_names(visit: Visit) -> tuple[Text, ...]:
    return visit.texts("skos:altLabel")
