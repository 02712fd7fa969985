"""What a page is called by people: 天津 · 举措 36 · the first clause of it."""

from __future__ import annotations

from mapping.release.index.schema import key
from server.search_index import headings
from server.search_index.opened import Item, opened
from server.search_index.samples import is_only_in_samples, marked
from server.things.visit import Visit
from server.words.labels import Text

_SUMMARY = 200


def plan_of(visit: Visit) -> Item:
    """Return what the index holds of the plan that the visited thing is, or is part of."""
    plan = visit.thing if visit.kind == "plan" else visit.facts.thing(visit.thing, "eli:is_part_of")
    item = opened().item(plan) if plan else {}
    return item if item.get("type") == "ImplementationPlan" else {}


def heading(visit: Visit) -> tuple[Text, ...]:
    """Return the title of a thing's page in parts: its place, what it is called, and how it begins where it has a number."""
    name = visit.name.short
    if visit.kind not in {"measure", "quotation", "requirement"}:
        return (name,)
    place = headings.place_of(visit.facts.thing(visit.thing, "eli:is_part_of"), visit.language)
    return headings.heading(name, visit.text("schema:text"), Text(place, visit.language))


def in_english(visit: Visit) -> tuple[Text, ...]:
    """Return the title of an English page with what an unofficial translation says; nothing where there is none."""
    said, parts = visit.translated(), heading(visit)
    if visit.language == "zh" or not said or len(parts) == 1:
        return ()
    return (*parts[:-1], Text(headings.first_words(said), "en"))


def title(visit: Visit) -> str:
    """Return the title of a thing's page, as it is cited and shown elsewhere: what is invented says so."""
    own = key(visit.thing, visit.addresses.iris)
    return marked(headings.joined(heading(visit)), visit.words, invented=is_only_in_samples(visit.kind, own))


def summary(visit: Visit) -> str:
    """Return what a page is about in a sentence or two, for whoever shows a link to it; empty where nothing says so."""
    text = visit.text("schema:text", "skos:definition", "schema:description")
    return text.excerpt(_SUMMARY).value if text else ""
