"""The pages of a national document, its parts, its points and its requirements."""

from __future__ import annotations

from dataclasses import dataclass

from server.things.pages import measures
from server.things.pages.counted import cards, summary
from server.things.pages.measures import MeasurePage
from server.things.visit import Visit
from server.words.facts import Facts
from server.words.labels import Text
from server.words.links import Link
from server.words.pictures import Fan, fan

IN_FAN = 12
"""How many agencies the fan shows; the table has them all."""


@dataclass(frozen=True, slots=True)
class DivisionShown:
    """A part, a point or a requirement, with what it holds."""

    link: Link
    number: str
    text: Text | None
    translation: str | None
    inner: tuple[DivisionShown, ...]


def document(visit: Visit) -> dict[str, object]:
    """Return what the page of a national document, a part or a point shows."""
    found = visit.read("national-parts", "national-plans")
    plans = [*found.of_class("policy:ImplementationPlan"), *found.of_class("policy:KnownPlan")]
    return {
        "divisions": _divisions(visit, found, visit.thing),
        "translations": visit.link_of("policy:hasTranslation"),
        "plans": tuple((visit.link(plan), visit.link(found.things(plan, "eli:jurisdiction")[0])) for plan in plans),
        "number": visit.facts.string(visit.thing, "eli:id_local"),
        "signatories": visit.links(visit.facts.things(visit.thing, "eli:passed_by")),
        **_shared(visit),
    }


def requirement(visit: Visit) -> dict[str, object]:
    """Return what the page of a requirement shows."""
    listing = measures.listing(visit, "requirement")
    return {
        "wording": visit.text("schema:text") or Text(""),
        "translation": visit.translated(),
        "source": visit.link_of("policy:quotedOnlyIn"),
        "listing": listing,
        "fan": _fan(visit, listing),
        "agency_count": summary(visit).agency_count,
        **_shared(visit),
    }


def _shared(visit: Visit) -> dict[str, object]:
    return {
        "whole": visit.link_of("eli:is_part_of"),
        "themes": visit.links(visit.facts.things(visit.thing, "policy:theme")),
        "gaps": visit.texts("policy:knownGap"),
        "notes": visit.texts("skos:editorialNote"),
    }


def _divisions(visit: Visit, found: Facts, whole: str) -> tuple[DivisionShown, ...]:
    inner = sorted(
        (source for source, prop in found.pointing_to(whole) if prop == "eli:is_part_of"),
        key=lambda each: (found.integer(each, "schema:position") or 0, found.string(each, "eli:number") or ""),
    )
    return tuple(
        DivisionShown(
            visit.link(each),
            found.string(each, "eli:number") or "",
            found.text(each, visit.language, "dct:title", "schema:text"),
            found.string(each, "policy:unofficialTranslation"),
            _divisions(visit, found, each),
        )
        for each in inner
    )


def _fan(visit: Visit, listing: MeasurePage) -> Fan | None:
    if not listing.entries:
        return None
    write, measures_shown = cards(visit), listing.measures
    bodies = list({body.id: body for each in measures_shown for body in each.responsible_agency}.values())[:IN_FAN]
    place = {body.id: at for at, body in enumerate(bodies)}
    ties = [
        (m, place[body.id])
        for m, each in enumerate(measures_shown)
        for body in each.responsible_agency
        if body.id in place
    ]
    middle = [Link(write.href(each.id), write.called(each).short) for each in measures_shown]
    return fan(visit.link(visit.thing), middle, [write.link(body, "agency") for body in bodies], ties)
