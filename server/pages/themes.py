"""The page of a theme: its requirements, who carries them, and its measures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from server.facts import Facts
from server.labels import Text
from server.pages import measures
from server.pages.pictures import Matrix, matrix
from server.pages.visit import Link, Visit

BODIES = 12
"""How many agencies a requirement names in the list; the picture and the requirement's own page have more."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement or a point of a theme; ``measures`` is how many carry it out, among the first of the theme."""

    link: Link
    text: Text | None
    bodies: tuple[tuple[Link, int], ...]
    left_out: int = 0


def page(visit: Visit) -> dict[str, object]:
    """Return what the page of a theme shows."""
    found = visit.read("theme-requirements", "theme-body-names")
    ordered = sorted(
        found.of_class("policy:Requirement"), key=lambda each: (found.integer(each, "schema:position") or 0, each)
    )
    carried = _carried(visit)
    return {
        "definition": visit.text("skos:definition", "skos:scopeNote"),
        "broader": visit.link_of("skos:broader"),
        "narrower": _narrower(visit, found),
        "stands_in": visit.links([*found.of_class("policy:Part"), *found.of_class("policy:Point")]),
        "requirements": tuple(_requirement(visit, found, each, carried) for each in ordered),
        "matrix": _matrix(visit, found, ordered, carried),
        "elsewhere": visit.links(visit.facts.things(visit.thing, "skos:broadMatch")),
        "listing": measures.listing(visit, "policy:theme"),
    }


_Carried = Counter[tuple[str, str]]


def _carried(visit: Visit) -> _Carried:
    """Return how many measures carry a requirement out, by (requirement, agency)."""
    rows = visit.reader.rows("theme-bodies", thing=visit.thing)
    return Counter({(row.text("requirement"), row.text("agency")): row.integer("count") for row in rows})


def _narrower(visit: Visit, found: Facts) -> tuple[tuple[Link, str], ...]:
    inner = [each for each, prop in found.pointing_to(visit.thing) if prop == "skos:broader"]
    order = sorted(inner, key=lambda each: found.string(each, "skos:notation") or each)
    return tuple((visit.link(each), found.string(each, "skos:notation") or "") for each in order)


def _requirement(visit: Visit, found: Facts, requirement: str, carried: _Carried) -> Requirement:
    bodies = [(agency, n) for (each, agency), n in carried.most_common() if each == requirement]
    text = found.text(requirement, visit.language, "schema:text", "dct:title")
    shown = tuple((visit.link(agency), n) for agency, n in bodies[:BODIES])
    return Requirement(visit.link(requirement), text, shown, max(0, len(bodies) - BODIES))


def _matrix(visit: Visit, found: Facts, requirements: list[str], carried: _Carried) -> Matrix | None:
    agencies = list(dict.fromkeys(agency for _, agency in carried))
    columns = [each for each in requirements if any(of == each for of, _ in carried)]
    if not agencies or not columns:
        return None
    row, column = {a: i for i, a in enumerate(agencies)}, {r: i for i, r in enumerate(columns)}
    counts = {(row[agency], column[each]): n for (each, agency), n in carried.items() if each in column}
    heads = [(visit.link(each), (found.string(each, "eli:number") or "").rpartition(".")[2]) for each in columns]
    return matrix(visit.links(agencies), heads, counts, at_most=24)
