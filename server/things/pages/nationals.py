"""The pages of a national document, its parts, its points and its requirements."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from server.search_index.cards import Cards
from server.search_index.headings import place_of
from server.search_index.items import MeasureItem
from server.search_index.samples import is_only_in_samples, marked
from server.things.pages import measures
from server.things.pages.counted import cards, summary
from server.things.pages.measures import MeasurePage
from server.things.pages.passages import passage_of, sentence
from server.things.reader import BoundedCount
from server.things.visit import Visit
from server.web.problems import Problem
from server.words.facts import Facts
from server.words.labels import BETWEEN, Text
from server.words.language import Language
from server.words.links import Link
from server.words.pictures import Fan, fan

_A_PAGE = 16_000
"""About how many bytes of text a page of a document has."""
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


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan that carries the document out, and whether it is an invented sample; these come last."""

    link: Link
    place: Link
    sample: bool


def document(visit: Visit) -> dict[str, object]:
    """Return what the page of a national document, a part or a point shows."""
    found = visit.read("national-parts", "national-plans")
    plans = [*found.of_class("policy:ImplementationPlan"), *found.of_class("policy:KnownPlan")]
    pages = _pages(_divisions(visit, found, visit.thing), visit.language)
    if visit.page > max(len(pages), 1):
        raise Problem.worded(HTTPStatus.NOT_FOUND, "pages", number=visit.page, last=len(pages))
    return {
        "divisions": pages[visit.page - 1] if pages else (),
        "paging": visit.paging(BoundedCount(len(pages)), 1),
        "translations": visit.link_of("policy:hasTranslation"),
        "plans": tuple(sorted((_plan(visit, found, plan) for plan in plans), key=lambda plan: plan.sample)),
        "number": visit.facts.string(visit.thing, "eli:id_local"),
        "signatories": visit.links(visit.facts.things(visit.thing, "eli:passed_by")),
        **_shared(visit),
    }


def _plan(visit: Visit, found: Facts, plan: str) -> PlanShown:
    place = visit.link(found.things(plan, "eli:jurisdiction")[0])
    return PlanShown(visit.link(plan), place, found.string(plan, "policy:sample") == "true")


def requirement(visit: Visit) -> dict[str, object]:
    """Return what the page of a requirement shows."""
    listing = measures.listing(visit, "requirement")
    return {
        "wording": visit.text("schema:text") or Text(""),
        "translation": visit.translated(),
        "sentence": sentence(visit, passage_of(visit.facts, visit.thing), visit.text("schema:text")),
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


def _pages(divisions: tuple[DivisionShown, ...], language: Language) -> list[tuple[DivisionShown, ...]]:
    """Return the divisions page by page, each whole: a document is long, and longer with its translation."""
    pages: list[tuple[DivisionShown, ...]] = []
    room = 0
    for each in divisions:
        taken = _size(each, language)
        if pages and taken <= room:
            pages[-1] = (*pages[-1], each)
            room -= taken
        else:
            pages.append((each,))
            room = _A_PAGE - taken
    return pages


def _size(division: DivisionShown, language: Language) -> int:
    """Return about how many bytes of text a division has with all that is in it."""
    said = (division.text.value if division.text else "", division.translation if language != "zh" else "")
    return sum(len((each or "").encode()) for each in said) + sum(_size(each, language) for each in division.inner)


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
    middle = [_in_fan(write, each, len({each.is_part_of for each in measures_shown}) > 1) for each in measures_shown]
    return fan(visit.link(visit.thing), middle, [write.link(body, "agency") for body in bodies], ties)


def _in_fan(write: Cards, measure: MeasureItem, several: bool) -> Link:
    """Return a measure as the fan calls it: of several plans with its place, and what is invented says so."""
    plan, words = measure.is_part_of.id if measure.is_part_of else None, write.words
    own = write.called(measure).short.value
    place = place_of(plan, words.language) if several else ""
    invented = is_only_in_samples("measure", measure.key)
    return Link(
        write.href(measure.id), write.own(marked(f"{place}{BETWEEN}{own}" if place else own, words, invented=invented))
    )
