"""The page of a mapping: what is held to be what, how sure that is, why, and whether somebody looked at it (SSSOM)."""

from __future__ import annotations

from decimal import Decimal

from server.things.visit import Visit
from server.words.labels import Text
from server.words.links import Link

SURE = Decimal("0.95")
"""From here on the two texts differ in punctuation or a word or two; the shape ``MappingReview`` has the same number."""


def page(visit: Visit) -> dict[str, object]:
    """Return what the page of a mapping shows."""
    confidence = visit.facts.string(visit.thing, "sssom:confidence")
    reviewer = visit.link_of("sssom:reviewer_id")
    return {
        "subject": _side(visit, "sssom:subject_id"),
        "object": _side(visit, "sssom:object_id"),
        "predicate": visit.link_of("sssom:predicate_id"),
        "justification": visit.link_of("sssom:mapping_justification"),
        "confidence": confidence,
        "percent": f"{float(confidence):.0%}" if confidence else None,
        "reviewer": reviewer,
        "state": "reviewed" if reviewer else "sure" if confidence and Decimal(confidence) >= SURE else "open",
        "comments": visit.texts("rdfs:comment"),
    }


def _side(visit: Visit, relation: str) -> tuple[Link, Text | None] | None:
    """Return one side of the mapping with its text."""
    thing = visit.facts.thing(visit.thing, relation)
    if thing is None:
        return None
    found = visit.reader.facts("statements", thing=thing)
    return visit.link(thing), found.text(thing, visit.language, "schema:text", "dct:title")
