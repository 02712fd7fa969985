"""What changed in words: of each measure in a line, 新建便利店 200 → 260."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from server.history.states import FieldChange
from server.search_index.headings import heading, place_of
from server.search_index.opened import opened
from server.words.labels import Text
from server.words.language import Language
from server.words.links import Link
from server.words.overlap import MarkedText

_PAIRS = 4
"""How many changes of a field are told in a line; the page of the plan has all."""
_LONGEST = 40
_WORD = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """A change: what was said no more and what is said now, either may be empty, between what both say."""

    before: str
    gone: str
    fresh: str
    behind: str = ""


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A measure or plan with what changed in it: each field with its changes; ``more`` counts those that are left out."""

    link: Link
    change: str
    fields: tuple[tuple[str, tuple[Told, ...]], ...]
    more: int


def told(link: Link, change: str, fields: Sequence[FieldChange]) -> ToldChange:
    """Return what changed in a thing, in words; of what is new or gone, that it is so says enough."""
    if change != "update":
        return ToldChange(link, change, (), 0)
    all_of_it = [(each.field, list(_of_field(each))) for each in sorted(fields, key=lambda each: each.field == "text")]
    shown = tuple((field, tuple(found[:_PAIRS])) for field, found in all_of_it)
    return ToldChange(link, change, shown, sum(max(len(found) - _PAIRS, 0) for _, found in all_of_it))


def title(thing: str, plan: str, name: Text, language: Language) -> Text:
    """Return what people call a measure: its place, its number and how it begins, where the live release holds it."""
    text = opened().item(thing).get("text")
    place = place_of(plan, language)
    parts = heading(name, Text(text, "zh") if text else None, Text(place, language) if place else None)
    return Text(" · ".join(part.value for part in parts), language)


def _of_field(change: FieldChange) -> Iterator[Told]:
    if change.worded:
        old, new = (_apart(each) for each in change.worded)
        for was, now in itertools.zip_longest(old, new, fillvalue=""):
            apart = _between(_WORD.findall(was), _WORD.findall(now), joint="")
            yield Told("", *(Text(each).excerpt(_LONGEST).value for each in (apart.gone, apart.fresh)))
        return
    gone, fresh = ([each.value for each in side] for side in (change.gone, change.fresh))
    if len(gone) == len(fresh):
        yield from (_between(old.split(" "), new.split(" ")) for old, new in zip(gone, fresh, strict=True))
    else:
        yield from (Told("", each, "") for each in gone)
        yield from (Told("", "", each) for each in fresh)


def _apart(text: MarkedText) -> list[str]:
    """Return the pieces of a text that the other does not have."""
    return [piece.text.strip() for piece in text.pieces if not piece.shared]


def _between(was: list[str], now: list[str], joint: str = " ") -> Told:
    """Return two texts, in words, with what they share at their ends said once: 新建公园 200 → 260 个."""
    first = _shared(zip(was, now, strict=False))
    last = _shared(zip(reversed(was[first:]), reversed(now[first:]), strict=False))
    end, until = len(was) - last, len(now) - last
    return Told(*(joint.join(each) for each in (was[:first], was[first:end], now[first:until], was[end:])))


def _shared(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
