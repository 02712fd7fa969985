"""The pages of what a measure is made of (responsibility, target, passage …) and of what it was read from."""

from __future__ import annotations

from server.things.pages import measures
from server.things.pages.passages import context, passage_of, plan_of, sentence, span
from server.things.pages.plans import downloads
from server.things.visit import Visit
from server.words.facts import Facts
from server.words.labels import Text, of_language
from server.words.links import Link
from server.words.marks import Mark
from server.words.when import When, of_thing


def part(visit: Visit) -> dict[str, object]:
    """Return what the page of a responsibility, a target, a parameter, a citation or a quotation shows."""
    held = visit.read("holder")
    passage = passage_of(visit.facts, visit.thing)
    return {
        "wording": visit.text("schema:text", "schema:description"),
        "translation": measures.quantity_translated(visit, visit.thing),
        "amount": visit.namer.amount(visit.thing),
        "when": _when(visit, held),
        "deadline_text": visit.text("policy:deadlineText"),
        "role": visit.link_of("policy:role"),
        "body": visit.link_of("policy:agency", "policy:group"),
        "document": visit.link_of("policy:document"),
        "matches": visit.links(
            visit.facts.things(visit.thing, "skos:exactMatch", "skos:closeMatch", "skos:broadMatch")
        ),
        "holders": visit.links(held.of_class("policy:Measure")),
        "notes": visit.texts("skos:editorialNote"),
        "passage": visit.link(passage) if passage else None,
        "context": _context(visit, passage),
        "sentence": sentence(visit, passage, visit.text("schema:text", "schema:description")),
    }


def _when(visit: Visit, held: Facts) -> When | None:
    """Return when a part is due; a target without a time of its own shows its measure's."""
    measure = next(iter(held.of_class("policy:Measure")), None) if visit.kind == "target" else None
    if measure:
        visit.facts.merge(visit.reader.facts("when", thing=measure))
    return of_thing(visit.facts, visit.thing, measure)


def passage(visit: Visit) -> dict[str, object]:
    """Return what the page of a passage shows."""
    held = visit.read("holder")
    holders = [source for source, prop in held.pointing_to(visit.thing) if prop == "prov:wasDerivedFrom"]
    exact = visit.facts.text(visit.facts.thing(visit.thing, "policy:quoteSelector"), visit.language, "oa:exact")
    return {
        "exact": exact,
        "span": span(visit.facts, visit.thing),
        "source": _canonical(visit, "oa:hasSource"),
        "holders": visit.links(holders),
        "context": _context(visit, visit.thing),
        "sentence": sentence(visit, visit.thing, exact),
    }


def _canonical(visit: Visit, prop: str) -> Link | None:
    """Return a link to a canonical text, which is called by the title of its plan: its own IRI tells nobody anything."""
    text = visit.facts.thing(visit.thing, prop)
    plan = visit.release.plan(plan_of(visit, text) or "")
    title = of_language(plan.title, visit.language) if plan else None
    named = Text(visit.words("named.canonical", of=title.value), visit.language) if title else None
    return visit.addresses.link(text, named) if text and named else visit.link_of(prop)


def source(visit: Visit) -> dict[str, object]:
    """Return what the page of a source document or a canonical text shows."""
    held = visit.read("holder")
    plan = plan_of(visit, visit.thing) or ""
    return {
        "file_name": visit.facts.string(visit.thing, "policy:fileName"),
        "media_type": visit.facts.string(visit.thing, "policy:mediaType"),
        "bytes": visit.facts.integer(visit.thing, "dcat:byteSize"),
        "characters": visit.facts.integer(visit.thing, "policy:characters"),
        "sureness": visit.facts.string(visit.thing, "policy:recognitionSureness"),
        "checksum": visit.facts.string(visit.facts.thing(visit.thing, "spdx:checksum"), "spdx:checksumValue"),
        "canonical": _canonical(visit, "policy:canonicalText"),
        "rights": visit.text("dct:rights"),
        "plans": visit.links(held.of_class("policy:ImplementationPlan")),
        "downloads": downloads(visit, plan),
        "access": visit.link_of("dct:accessRights"),
        "whole": visit.addresses.to("text", plan),
    }


def cited(visit: Visit) -> dict[str, object]:
    """Return what the page of a cited document shows."""
    listing = measures.pointing(visit, "policy:mentionsDocument")
    made = visit.reader.count(
        "measure-count", thing=visit.thing, relation=visit.facts.curies.expand("policy:producesDocument")
    )
    return {"listing": listing, "made": made.number, "translation": visit.translated()}


def _context(visit: Visit, passage: str | None) -> object:
    place = span(visit.facts, passage)
    return context(visit, passage, [Mark(*place, "passage")]) if passage and place else None
