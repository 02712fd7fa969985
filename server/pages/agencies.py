"""The pages of agencies, groups, functions and jurisdictions."""

from __future__ import annotations

from dataclasses import dataclass

from server.labels import Text
from server.pages import measures
from server.pages.pictures import Network, network
from server.pages.reader import Count
from server.pages.visit import Link, Paging, Visit

MEMBERS = 50
"""The page size of ``thing-members.rq``."""
IN_NETWORK = 14
"""How many partners the picture shows; the table has up to 24."""


@dataclass(frozen=True, slots=True)
class Member:
    """An agency in a list."""

    link: Link
    place: Link | None
    functions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """A page of agencies out of ``total``."""

    entries: tuple[Member, ...]
    total: Count
    paging: Paging


def agency(visit: Visit) -> dict[str, object]:
    """Return what the page of an agency shows."""
    visit.read("agency-partner-names")
    partners = [
        (row.text("other"), row.integer("count")) for row in visit.reader.rows("agency-partners", thing=visit.thing)
    ]
    themes = visit.reader.rows("agency-themes", thing=visit.thing)
    return {
        "written_forms": visit.texts("skos:altLabel"),
        "kind_of_agency": visit.link_of("org:classification"),
        "functions": visit.links(visit.facts.things(visit.thing, "policy:function")),
        "jurisdiction": visit.link_of("dct:spatial"),
        "central": visit.link_of("org:subOrganizationOf"),
        "gaps": visit.texts("policy:knownGap"),
        "notes": visit.texts("skos:editorialNote"),
        "roles": _roles(visit),
        "themes": tuple((visit.link(row.text("theme")), row.integer("count")) for row in themes),
        "partners": tuple((visit.link(other), n) for other, n in partners),
        "network": _network(visit, partners),
        "listing": measures.listing(visit, "policy:responsibleAgency"),
    }


def group(visit: Visit) -> dict[str, object]:
    """Return what the page of a group shows."""
    return {
        "jurisdiction": visit.link_of("dct:spatial"),
        "roles": _roles(visit),
        "listing": measures.of_group(visit),
    }


def function(visit: Visit) -> dict[str, object]:
    """Return what the page of a function shows."""
    return {
        "definition": visit.text("skos:definition"),
        "other_names": _other_names(visit),
        "members": _members(visit, "policy:function"),
    }


def jurisdiction(visit: Visit) -> dict[str, object]:
    """Return what the page of a jurisdiction shows."""
    found = visit.read("jurisdiction-plans")
    return {
        "other_names": _other_names(visit),
        "codes": visit.facts.literals(visit.thing, "skos:notation"),
        "broader": visit.link_of("skos:broader"),
        "inner": visit.links(sorted(each for each in found.of_class("policy:Jurisdiction") if each != visit.thing)),
        "plans": visit.links(found.of_class("policy:ImplementationPlan")),
        "same": visit.links(visit.facts.things(visit.thing, "owl:sameAs")),
        "members": _members(visit, "dct:spatial"),
    }


def _other_names(visit: Visit) -> tuple[Text, ...]:
    return visit.texts("skos:altLabel")


def _roles(visit: Visit) -> tuple[tuple[Link, int], ...]:
    visit.facts.merge(visit.reader.facts("role-names"))
    rows = visit.reader.rows("agency-roles", thing=visit.thing)
    return tuple((visit.link(row.text("role")), row.integer("count")) for row in rows)


def _network(visit: Visit, partners: list[tuple[str, int]]) -> Network | None:
    if not partners:
        return None
    shown = partners[:IN_NETWORK]
    place = {other: at for at, (other, _) in enumerate(shown)}
    ties = {
        (place[row.text("one")], place[row.text("other")]): row.integer("count")
        for row in visit.reader.rows("agency-ties", thing=visit.thing)
        if row.text("one") in place and row.text("other") in place
    }
    return network(visit.link(visit.thing), [(visit.link(other), n) for other, n in shown], ties)


def _members(visit: Visit, relation: str) -> Members:
    bound = visit.facts.curies.expand(relation)
    total = visit.reader.count("member-count", thing=visit.thing, relation=bound)
    found = visit.read("members", page=visit.page, relation=bound)
    entries = [
        Member(
            visit.link(each),
            visit.link(place) if (place := found.thing(each, "dct:spatial")) else None,
            visit.links(found.things(each, "policy:function")),
        )
        for each in found.of_class("policy:Agency")
    ]
    return Members(tuple(entries), total, visit.paging(total, MEMBERS))
