"""Measures: the page of one, and lists of those that point to a thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mapping.release.index.schema import key
from server.history.versions import since
from server.release.shelf import shelf
from server.release.store.interface import Solution
from server.search_index.cards import Card
from server.search_index.items import AnyItem, MeasureItem, filled
from server.search_index.opened import opened
from server.search_index.selection import Selection
from server.things.pages.counted import cards, page_of
from server.things.pages.passages import PassageContext, context, passage_of, sentence, span
from server.things.reader import BoundedCount
from server.things.visit import Visit
from server.words.labels import Text
from server.words.links import Link, Paging
from server.words.marks import Mark, Segment, kinds, segments
from server.words.when import When, of_thing

PAGE = 20
"""The page size of lists of measures, also of ``thing-measures.rq``."""
OTHERS = 12
"""How many measures of other plans the page of a measure shows; the page of the requirement has them all."""
WHOLE = 1000
"""How many measures the page of a plan shows; the list of measures has them all."""


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """A page of measures out of ``total``: as the index has them, and as people see them."""

    measures: tuple[MeasureItem, ...]
    entries: tuple[Card, ...]
    total: BoundedCount
    paging: Paging


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who is responsible: the role, the body, and its wording in the plan."""

    role: Link | None
    body: Link
    wording: Text | None
    link: Link
    note: Text | None


@dataclass(frozen=True, slots=True)
class QuantityShown:
    """A target or a parameter."""

    kind: str
    link: Link
    description: Text | None
    translation: str | None
    amount: str
    when: When | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class MappingShown:
    """Why a printed requirement is taken for a national one, and who reviewed that (a role, no person)."""

    link: Link
    to: Link
    predicate: Link
    justification: Link
    confidence: str
    reviewer: Link | None


@dataclass(frozen=True, slots=True)
class Demand:
    """A national requirement that a measure carries out.

    ``source`` is the plan whose quotation alone it is known through, where it is; ``by_construction`` tells that it is the
    measure's own plan, so that the two cannot but match.
    """

    link: Link
    text: Text | None
    translation: str | None
    note: Text | None
    source: Link | None
    by_construction: bool


def listing(visit: Visit, facet: str) -> MeasurePage:
    """Return a page of the measures that have the visited thing in a facet, in the order of plans and of their text."""
    found, total, _ = page_of(visit, "measure", facet, PAGE)
    return _page(visit, found, total)


def _page(visit: Visit, found: Iterable[AnyItem], total: BoundedCount) -> MeasurePage:
    measures = tuple(item for item in found if isinstance(item, MeasureItem))
    write = cards(visit)
    return MeasurePage(measures, tuple(map(write.of, measures)), total, visit.paging(total, PAGE))


def of_plan(visit: Visit) -> tuple[tuple[MeasureItem, ...], BoundedCount]:
    """Return the measures of the visited plan in its order, at most :data:`WHOLE`, and how many it has."""
    found, total, _ = page_of(visit, "measure", "plan", WHOLE, page=1)
    return tuple(item for item in found if isinstance(item, MeasureItem)), total


def pointing(visit: Visit, relation: str) -> MeasurePage:
    """Return a page of the measures that point to the visited thing by ``relation`` (a short name), which are few."""
    bound = visit.facts.curies.expand(relation)
    total = visit.reader.count("measure-count", thing=visit.thing, relation=bound)
    return _read(visit, visit.reader.rows("measures", page=visit.page, thing=visit.thing, relation=bound), total)


def of_group(visit: Visit) -> MeasurePage:
    """Return the measures that a group is responsible for."""
    total = visit.reader.count("group-count", thing=visit.thing)
    return _read(visit, visit.reader.rows("group-measures", page=visit.page, thing=visit.thing), total)


def _read(visit: Visit, rows: Iterable[Solution], total: BoundedCount) -> MeasurePage:
    index = opened()
    items = [index.item(row.text("measure")) for row in rows]
    items.sort(key=lambda item: (item.get("isPartOf", ""), item.get("position", 0)))
    return _page(visit, filled(items, index), total)


def page(visit: Visit) -> dict[str, object]:
    """Return what the page of a measure shows."""
    requirement = visit.read("measure-requirement", "requirement-names")
    quotation = visit.facts.thing(visit.thing, "policy:answers")
    marked = _text(visit)
    others, other_count = _others(visit)
    return {
        "plan": visit.link_of("eli:is_part_of"),
        "segments": marked,
        "translation": visit.translated(),
        "legend": kinds(marked),
        "bodies": _bodies(visit),
        "open_ended": visit.facts.string(visit.thing, "policy:otherAgencies") == "true",
        "amounts": _amounts(visit),
        "documents": _documents(visit),
        "when": of_thing(visit.facts, visit.thing),
        "deadline_text": visit.text("policy:deadlineText"),
        "themes": visit.links(visit.facts.things(visit.thing, "policy:theme")),
        "quotation": visit.link(quotation) if quotation else None,
        "printed_translation": requirement.string(quotation, "policy:unofficialTranslation"),
        "printed": requirement.text(quotation, visit.language, "schema:text"),
        "printed_label": requirement.text(quotation, visit.language, "policy:printedLabel"),
        "national": tuple(_demand(visit, each) for each in visit.facts.things(visit.thing, "policy:implements")),
        "context": _context(visit, quotation),
        "passage": visit.link_of("prov:wasDerivedFrom"),
        "sentence": sentence(visit, passage_of(visit.facts, visit.thing), visit.text("schema:text")),
        "since": _since(visit),
        "others": others,
        "other_count": other_count,
    }


def made(visit: Visit) -> dict[str, object]:
    """Return what the page of a measure's data shows beside its statements: how it was read, and what it was matched to."""
    visit.read("measure-requirement", "requirement-names")
    quotation = visit.facts.thing(visit.thing, "policy:answers")
    return {"provenance": visit.provenance(), "mappings": _mappings(visit, quotation)}


def _since(visit: Visit) -> str | None:
    """Return since when this measure says what it says: its plan may have changed elsewhere."""
    plan = visit.plan
    if plan is None:
        return None
    return since(shelf(), visit.release, visit.thing, plan.id, visit.language) or visit.since(plan)


def _demand(visit: Visit, requirement: str) -> Demand:
    facts = visit.facts
    source = facts.thing(requirement, "policy:quotedOnlyIn")
    return Demand(
        link=visit.link(requirement),
        text=facts.text(requirement, visit.language, "schema:text", "dct:title"),
        translation=visit.translated(requirement),
        note=facts.text(requirement, visit.language, "skos:editorialNote"),
        source=visit.link(source) if source else None,
        by_construction=source is not None and source == facts.thing(visit.thing, "eli:is_part_of"),
    )


def _others(visit: Visit) -> tuple[tuple[Card, ...], int]:
    """Return what other plans do under the requirements that the measure carries out: the first, and how many in all."""
    requirements = tuple(
        key(each, visit.addresses.iris) for each in visit.facts.things(visit.thing, "policy:implements")
    )
    if not requirements:
        return (), 0
    index, own = opened(), visit.facts.thing(visit.thing, "eli:is_part_of")
    all_plans = Selection(kinds=("measure",), keys=(("requirement", requirements),))
    of_own = all_plans.with_keys("plan", (key(own, visit.addresses.iris),)) if own else all_plans
    here = index.find(of_own, 1, 1).total if own else 0
    found = index.find(all_plans, 1, here + OTHERS, "default")
    elsewhere = [item for item in found.items if item.get("isPartOf") != own][:OTHERS]
    measures = [item for item in filled(elsewhere, index) if isinstance(item, MeasureItem)]
    return tuple(map(cards(visit).of, measures)), found.total - here


def _text(visit: Visit) -> tuple[Segment, ...]:
    """Return the text of the measure with its marks; without a passage it stays plain."""
    text = visit.text("schema:text") or Text("")
    place = span(visit.facts, passage_of(visit.facts, visit.thing))
    if place is None:
        return (Segment(text.value),)
    return segments(text.value, place[0], [*_marks(visit), *_deadlines(visit, text.value, place[0])])


_PARTS = (
    ("policy:hasTarget", "target"),
    ("policy:hasParameter", "parameter"),
    ("policy:hasCitation", "document"),
    ("policy:hasResponsibility", "agency"),
)


def _marks(visit: Visit) -> list[Mark]:
    found: list[Mark] = []
    for relation, kind in _PARTS:
        for part in visit.facts.things(visit.thing, relation):
            place = span(visit.facts, passage_of(visit.facts, part))
            if place:
                target = visit.facts.thing(part, "policy:agency", "policy:group", "policy:document") or part
                found.append(Mark(*place, kind, visit.link(target)))
    return found


def _deadlines(visit: Visit, text: str, start: int) -> list[Mark]:
    """Return marks of the wordings of deadlines, which are quoted verbatim but have no passage of their own."""
    whose = [visit.thing, *visit.facts.things(visit.thing, "policy:hasTarget", "policy:hasParameter")]
    wordings = {found for each in whose if (found := visit.facts.string(each, "policy:deadlineText"))}
    places = [(at, wording) for wording in wordings if (at := text.find(wording)) >= 0]
    return [Mark(start + at, start + at + len(wording), "deadline") for at, wording in places]


def _context(visit: Visit, quotation: str | None) -> PassageContext | None:
    passage = passage_of(visit.facts, visit.thing)
    if passage is None:
        return None
    place, quoted = span(visit.facts, passage), span(visit.facts, passage_of(visit.facts, quotation))
    bodies = [mark for mark in _marks(visit) if mark.kind == "agency"]
    marks = [mark for mark in bodies if place is None or not place[0] <= mark.start < place[1]]
    if place:
        marks.append(Mark(*place, "measure"))
    if quoted and quotation:
        marks.append(Mark(*quoted, "quotation", visit.link(quotation)))
    return context(visit, passage, marks)


def _bodies(visit: Visit) -> tuple[Responsible, ...]:
    facts = visit.facts
    parts = facts.things(visit.thing, "policy:hasResponsibility")
    found: list[Responsible] = []
    for part in sorted(parts, key=lambda each: facts.integer(each, "schema:position") or 0):
        body, role = facts.thing(part, "policy:agency", "policy:group"), facts.thing(part, "policy:role")
        wording, note = (facts.text(part, visit.language, each) for each in ("schema:text", "skos:editorialNote"))
        if body:
            found.append(
                Responsible(visit.link(role) if role else None, visit.link(body), wording, visit.link(part), note)
            )
    return tuple(found)


def _amounts(visit: Visit) -> tuple[QuantityShown, ...]:
    facts, namer = visit.facts, visit.namer
    return tuple(
        QuantityShown(
            kind=kind,
            link=visit.link(part),
            description=facts.text(part, visit.language, "schema:description"),
            translation=quantity_translated(visit, part),
            amount=namer.amount(part),
            when=of_thing(facts, part, visit.thing if kind == "target" else None),
            note=facts.text(part, visit.language, "skos:editorialNote"),
        )
        for relation, kind in _PARTS[:2]
        for part in sorted(facts.things(visit.thing, relation))
    )


def quantity_translated(visit: Visit, part: str) -> str | None:
    """Return what a target or a parameter is in English, unofficially, with its unit in brackets."""
    said, unit = visit.translated(part), visit.facts.string(part, "policy:unofficialUnitTranslation")
    printed = visit.facts.string(part, "schema:unitText")
    return f"{said} ({unit})" if said and unit and unit != printed else said


def _documents(visit: Visit) -> tuple[tuple[Link, str | None, bool], ...]:
    """Return the documents that the measure names, as printed: each with its translation, and whether it will be made."""
    facts = visit.facts
    made = set(facts.things(visit.thing, "policy:producesDocument"))
    cited = sorted(
        facts.things(visit.thing, "policy:hasCitation"), key=lambda each: facts.integer(each, "schema:position") or 0
    )
    named = [document for each in cited for document in facts.things(each, "policy:document")]
    return tuple(
        (visit.link(document), visit.translated(document), document in made) for document in dict.fromkeys(named)
    )


def _mappings(visit: Visit, quotation: str | None) -> tuple[MappingShown, ...]:
    facts = visit.facts
    found: list[MappingShown] = []
    for mapping in facts.things(quotation, "policy:hasMapping"):
        to, predicate, why = (
            facts.thing(mapping, f"sssom:{each}") for each in ("object_id", "predicate_id", "mapping_justification")
        )
        if to and predicate and why:
            confidence, reviewer = facts.string(mapping, "sssom:confidence"), facts.thing(mapping, "sssom:reviewer_id")
            found.append(
                MappingShown(
                    visit.link(mapping),
                    visit.link(to),
                    visit.link(predicate),
                    visit.link(why),
                    confidence or "",
                    visit.link(reviewer) if reviewer else None,
                )
            )
    return tuple(found)
