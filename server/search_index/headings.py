"""What people call a thing that has only a number: 天津 · 举措 36 · the first clause of it."""

from __future__ import annotations

import re

from server.search_index.opened import Item, opened
from server.words.labels import BETWEEN, Text
from server.words.language import Language

_CLAUSE = re.compile(r"[^，,；;。：:！!？?]{4,}")
_DATE_ALONE = re.compile(r"[到至自在截]?\s*\d{4}\s*年[^，,]{0,5}")
_LONGEST = 36
_LONGEST_IN_LATIN = 90


def _telling(text: str) -> str:
    first = None
    for found in _CLAUSE.finditer(text):
        clause = found[0].strip()
        if not _DATE_ALONE.fullmatch(clause):
            return clause or first or text
        first = first or clause
    return first or text


def first_clause(text: str) -> str:
    """Return the first clause of a text that says more than a date, up to its mark of punctuation; a long one is cut."""
    return Text(_telling(text)).excerpt(_LONGEST).value


def first_words(translation: str) -> str:
    """Return the first clause of a translation, cut between words where it is long."""
    clause = _telling(translation.partition(". ")[0].removesuffix("."))
    return clause if len(clause) <= _LONGEST_IN_LATIN else f"{clause[:_LONGEST_IN_LATIN].rpartition(' ')[0]}…"


def place_of(plan: str | None, language: Language) -> str:
    """Return the place of a plan as people say it, the shortest of its names; nothing where the index holds no such plan."""
    return shortest(opened().plan(plan).place if plan else {}, language)


def shortest(item: Item, language: Language) -> str:
    """Return what people call a place: the shortest of its names."""
    names = [item.get("prefLabel", {}).get(language, ""), *item.get("altLabel", {}).get(language, ())]
    return min((name for name in names if len(name) > 1), key=len, default="")  # 津 alone is for number plates


def heading(name: Text, text: Text | None, place: Text | None = None) -> tuple[Text, ...]:
    """Return the parts of a title: the place, what the thing is called, and how its text begins."""
    begins = (Text(first_clause(text.value), text.language),) if text and text.value else ()
    return (*((place,) if place and place.value else ()), name, *begins)


def joined(parts: tuple[Text, ...]) -> str:
    """Return a title in one piece."""
    return BETWEEN.join(part.value for part in parts)
