"""The page of a theme: its requirements, who carries them, and its measures."""

from __future__ import annotations

from dataclasses import dataclass

from mapping.release.index.schema import key
from server.search_index.opened import opened
from server.search_index.samples import is_only_in_samples, marked
from server.things.pages import measures
from server.things.pages.counted import linked, summary
from server.things.visit import Visit
from server.words.facts import Facts
from server.words.labels import Text
from server.words.links import Link
from server.words.pictures import Matrix, matrix

BODIES = 12
"""How many agencies a requirement names in the list; the picture and the requirement's own page have more."""


@dataclass(frozen=True, slots=True)
class ThemeRequirement:
    """A requirement or a point of a theme; ``bodies`` those with most of its measures."""

    link: Link
    text: Text | None
    bodies: tuple[tuple[Link, int], ...]
    left_out: int = 0


def page(visit: Visit) -> dict[str, object]:
    """Return what the page of a theme shows."""
    found = visit.read("theme-requirements")
    ordered = sorted(
        found.of_class("policy:Requirement"), key=lambda each: (found.integer(each, "schema:position") or 0, each)
    )
    return {
        "definition": visit.text("skos:definition", "skos:scopeNote"),
        "broader": visit.link_of("skos:broader"),
        "narrower": _narrower(visit, found),
        "stands_in": visit.links([*found.of_class("policy:Part"), *found.of_class("policy:Point")]),
        "requirements": tuple(_requirement(visit, found, each) for each in ordered),
        "matrix": _matrix(visit, found, ordered),
        "elsewhere": visit.links(visit.facts.things(visit.thing, "skos:broadMatch")),
        "listing": measures.listing(visit, "theme"),
    }


def _narrower(visit: Visit, found: Facts) -> tuple[tuple[Link, str], ...]:
    inner = [each for each, prop in found.pointing_to(visit.thing) if prop == "skos:broader"]
    order = sorted(inner, key=lambda each: found.string(each, "skos:notation") or each)
    return tuple((visit.link(each), found.string(each, "skos:notation") or "") for each in order)


def _requirement(visit: Visit, found: Facts, requirement: str) -> ThemeRequirement:
    counted = opened().summary(requirement)
    text = found.text(requirement, visit.language, "schema:text", "dct:title")
    shown = linked(visit, "agency", counted.agencies[:BODIES])
    return ThemeRequirement(visit.link(requirement), text, shown, counted.agency_count - len(shown))


def _matrix(visit: Visit, found: Facts, requirements: list[str]) -> Matrix | None:
    counted = summary(visit)
    agencies = linked(visit, "agency", counted.agencies)
    row = {key: place for place, (key, _) in enumerate(counted.agencies)}
    column = {key(each, visit.addresses.iris): place for place, each in enumerate(requirements)}
    counts = {(row[body], column[of]): n for of, body, n in counted.cells if of in column}
    if not counts:
        return None
    numbers = [(found.string(each, "eli:number") or "").rpartition(".")[2] for each in requirements]
    heads = list(zip(visit.links(requirements), numbers, strict=True))
    requirement_keys, agency_keys = list(column), list(row)

    def listed(at: int, across: int) -> str:
        return visit.addresses.to("measures", agency=agency_keys[at], requirement=requirement_keys[across])

    rows = [_labelled(visit, link, own) for (link, _), own in zip(agencies, agency_keys, strict=True)]
    return matrix(rows, heads, counts, listed, of=counted.agency_count)


def _labelled(visit: Visit, agency: Link, own_key: str) -> Link:
    """Return an agency as a picture calls it: an invented one says that it is."""
    invented = is_only_in_samples("agency", own_key)
    return Link(agency.href, Text(marked(agency.text.value, visit.words, invented=invented), agency.text.language))
