"""A passage in its context: the canonical text around it, as the release holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.things.visit import Visit
from server.words.addresses import at_text
from server.words.facts import Facts
from server.words.labels import Text
from server.words.marks import Mark, Segment, kinds, segments

AROUND = 90
"""How many characters are shown before and behind what is marked."""
LONGEST = 6000
"""How many characters are shown at most."""


@dataclass(frozen=True, slots=True)
class PassageContext:
    """A stretch of a source with marks; ``page``, ``block`` and ``row`` are where a person finds the passage."""

    segments: tuple[Segment, ...]
    cut_before: bool
    cut_behind: bool
    page: int | None
    block: int | None
    row: int | None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of mark that it holds."""
        return kinds(self.segments)


def span(facts: Facts, passage: str | None) -> tuple[int, int] | None:
    """Return start and end of a passage, or nothing where they are not known."""
    selector = facts.thing(passage, "policy:positionSelector")
    start, end = facts.integer(selector, "oa:start"), facts.integer(selector, "oa:end")
    return None if start is None or end is None else (start, end)


def passage_of(facts: Facts, thing: str | None) -> str | None:
    """Return the passage that a thing was read from."""
    return next((each for each in facts.things(thing, "prov:wasDerivedFrom") if span(facts, each)), None)


def whole_document(visit: Visit, passage: str | None) -> str | None:
    """Return the address of the whole document, open at a passage."""
    if passage is None:
        return None
    plan, _, name = (visit.addresses.path(passage) or "").removeprefix("id/passage/").partition("/")
    return visit.addresses.to("text", plan, passage=name, fragment="passage")


def sentence(visit: Visit, passage: str | None, text: Text | None) -> str | None:
    """Return the address of a sentence: marked in its document, or in this page where no document is published."""
    if passage and _canonical_text(visit, visit.facts.thing(passage, "oa:hasSource")) is not None:
        return whole_document(visit, passage)
    return at_text(visit.here(), text.value) if text and text.value else None


def context(visit: Visit, passage: str, marks: Iterable[Mark]) -> PassageContext | None:
    """Return a passage in its context, or nothing where the release does not publish the text."""
    text = _canonical_text(visit, visit.facts.thing(passage, "oa:hasSource"))
    place = span(visit.facts, passage)
    if text is None or place is None:
        return None
    found = sorted(marks, key=lambda mark: mark.start)
    near = [mark for mark in found if abs(mark.start - place[0]) < LONGEST]
    first = max(0, min([place[0], *(mark.start for mark in near)]) - AROUND)
    last = min(len(text), max([place[1], *(mark.end for mark in near)]) + AROUND, first + LONGEST)
    numbers = (visit.facts.integer(passage, f"policy:{each}") for each in ("page", "block", "row"))
    return PassageContext(segments(text[first:last], first, near), first > 0, last < len(text), *numbers)


def _canonical_text(visit: Visit, source: str | None) -> str | None:
    """Return the canonical text that an IRI ``…/id/document/<plan>/text`` names."""
    plan = plan_of(visit, source)
    return None if plan is None else visit.release.canonical_text(plan)


def plan_of(visit: Visit, document: str | None) -> str | None:
    """Return the id of the plan of a source document, or of its canonical text: ``…/id/document/<plan>/text``."""
    path = visit.addresses.path(document) if document else None
    return None if path is None else path.removeprefix("id/document/").removesuffix("/text")
