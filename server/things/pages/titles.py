"""What a page is called by people: 天津 · 举措 36 · the first clause of it."""

from __future__ import annotations

import re

from server.search_index.opened import Item, opened
from server.things.visit import Visit
from server.words.labels import Text

_CLAUSE = re.compile(r"[^，,；;。：:！!？?]{4,}")
_LONGEST = 36
_SUMMARY = 200
BETWEEN = " · "


def first_clause(text: str) -> str:
    """Return the first clause of a text, without what follows its first mark of punctuation; a long one is cut."""
    found = _CLAUSE.search(text)
    return Text(found[0].strip() if found else text).excerpt(_LONGEST).value


def plan_of(visit: Visit) -> Item:
    """Return what the index holds of the plan that the visited thing is, or is part of."""
    plan = visit.thing if visit.kind == "plan" else visit.facts.thing(visit.thing, "eli:is_part_of")
    item = opened().item(plan) if plan else {}
    return item if item.get("type") == "ImplementationPlan" else {}


def place_of(visit: Visit) -> str:
    """Return the place of the thing's plan as people say it: the shortest of its names."""
    place = plan_of(visit).get("jurisdiction")
    if not place:
        return ""
    item = opened().item(place)
    names = [item.get("prefLabel", {}).get(visit.language, ""), *item.get("altLabel", {}).get(visit.language, ())]
    return min((name for name in names if len(name) > 1), key=len, default="")  # 津 alone is for number plates


def heading(visit: Visit) -> tuple[Text, ...]:
    """Return the title of a thing's page in parts: its place, what it is called, and how it begins where it has a number."""
    name, words = visit.name.short, visit.language
    if visit.kind not in {"measure", "quotation", "requirement"}:
        return (name,)
    text, place = visit.text("schema:text"), place_of(visit)
    begins = (Text(first_clause(text.value), text.language),) if text else ()
    return (*((Text(place, words),) if place else ()), name, *begins)


def title(visit: Visit) -> str:
    """Return the title of a thing's page."""
    return BETWEEN.join(part.value for part in heading(visit))


def summary(visit: Visit) -> str:
    """Return what a page is about in a sentence or two, for whoever shows a link to it; empty where nothing says so."""
    text = visit.text("schema:text", "skos:definition", "schema:description")
    return text.excerpt(_SUMMARY).value if text else ""
