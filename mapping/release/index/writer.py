"""Writes the search index of a release from its graph: what each thing says, what it is found by, and its place in lists."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox
import tantivy
from pypinyin import lazy_pinyin

from mapping import comparable
from mapping.release.index import FOLDER, english, lexicon
from mapping.release.index import schema as fields
from mapping.release.index.collection import Collection, IndexEntry, Standing, names
from mapping.release.index.items import Item
from ontology.iris import Iris

_HEAP = 256 * 1024 * 1024  # bytes: documents are written in segments of this size
_NEVER = 99999999
_FOUND_BY_NUMBER = ("part", "point")
_OF_THE_SYSTEM = re.compile(r"\(os error (\d+)\)")


def write(store: ox.Store, release: Path, iris: Iris, measures: Iterable[list[Item]] | None = None) -> None:
    """Write the index of a release's store below the folder ``release``; see :class:`Collection` for ``measures``."""
    folder = release / FOLDER
    folder.mkdir(parents=True)
    made = documents(Collection(store, iris, measures))
    with _disk_errors():
        index = tantivy.Index(fields.schema(), str(folder))
        writer = index.writer(
            _HEAP, num_threads=1
        )  # one thread writes things in one order, so that ties are settled alike
        for document in made:
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Raise what the system said to the index, such as that the disk is full, as :class:`OSError`; it says ValueError."""
    try:
        yield
    except ValueError as error:
        if said := _OF_THE_SYSTEM.search(str(error)):
            raise OSError(int(said[1]), os.strerror(int(said[1]))) from error
        raise


# ---- orders -----------------------------------------------------------------------------------------------------------

_Order = Callable[[Standing], tuple[Any, ...]]
_Ranks = Mapping[str, int]


def _pinyin(thing: Standing) -> tuple[str, ...]:
    name = next(iter(names(thing.item)), None)
    return tuple(lazy_pinyin(name)) if name else ()


_OWN_ORDER: dict[str, _Order] = {
    "requirement": lambda thing: (thing.key.partition("/")[0], thing.item.get("position", 0)),
    "plan": lambda thing: (thing.place, thing.key),
    "function": _pinyin,
}
"""How things of a kind stand by themselves; others by their key."""
_ORDERS: dict[str, _Order] = {
    "name": _pinyin,
    "measures": lambda thing: (-thing.measures,),
    "agencies": lambda thing: (-thing.agencies,),
    "date": lambda thing: (-int(thing.item.get("dateDocument", "0000-00-00").replace("-", "")),),
}
_RANKED = {
    "requirement": ("measures", "agencies"),
    "theme": ("name", "measures"),
    "plan": ("name", "measures", "date"),
    "agency": ("name", "measures"),
    "jurisdiction": ("name", "measures"),
    "function": ("name", "measures", "agencies"),
}
"""The orders that each kind has beside its own."""


def _ranks(things: list[Standing], kind: str) -> dict[str, list[int]]:
    """Return each thing's place in each order; equal ones stand as they do in the order of their kind.

    What is invented never stands before what is real.
    """
    own = _broader_first(things) if kind == "theme" else _OWN_ORDER.get(kind, lambda thing: (thing.key,))
    places = sorted(
        range(len(things)), key=lambda place: (things[place].invented, own(things[place]), things[place].key)
    )
    orders = {"default": places}
    for rank in _RANKED[kind]:
        order = _ORDERS[rank]
        orders[rank] = sorted(places, key=lambda place: (things[place].invented, order(things[place])))
    return {rank: _inverse(order) for rank, order in orders.items()}


def _inverse(order: list[int]) -> list[int]:
    places = [0] * len(order)
    for place, thing in enumerate(order):
        places[thing] = place
    return places


def _broader_first(themes: list[Standing]) -> _Order:
    """Return the order in which a theme stands before its narrower ones."""
    first: dict[str, str] = {}
    for theme in themes:
        above = theme.item.get("broader", "")
        first[above] = min(first.get(above, theme.key), theme.key)
    return lambda theme: (first.get(theme.item["id"], theme.key), theme.item["id"] not in first)


_PLACE_BITS, _PLAN_BITS, _VALUE_BITS = 16, 20, 27  # and one for what is invented: 64 together
_LAST = (1 << _VALUE_BITS) - 1


def _ranks_of_measures(of_plan: list[IndexEntry], plan: int) -> list[_Ranks]:
    """Return the place of each measure of a plan in the orders of all measures: a number, in which what orders them stands
    before the plan's own (that of its key) and their place in the plan. So no measure need be compared with all others.
    """
    order = sorted(range(len(of_plan)), key=lambda one: (of_plan[one].item.get("position", 0), of_plan[one].key))
    return [_ranks_of(entry, plan, place) for entry, place in zip(of_plan, _inverse(order), strict=True)]


def _ranks_of(entry: IndexEntry, plan: int, place: int) -> _Ranks:
    orders = {
        "default": 0,
        "agencies": _LAST - len(entry.facets["agency"]),
        "deadline": min(entry.deadlines, default=_NEVER),
        "deadline_last": _LAST - max(entry.deadlines, default=0),
    }
    behind = entry.invented << _VALUE_BITS
    within = min(plan, (1 << _PLAN_BITS) - 1) << _PLACE_BITS | min(place, (1 << _PLACE_BITS) - 1)
    return {rank: (behind | value) << (_PLAN_BITS + _PLACE_BITS) | within for rank, value in orders.items()}


# ---- documents --------------------------------------------------------------------------------------------------------


def documents(collection: Collection) -> Iterator[tantivy.Document]:
    """Yield the documents of what was collected, kind by kind, and of the words that it says."""
    said = lexicon.Lexicon()
    plans = {plan: number for number, plan in enumerate(collection.plans)}
    for of_plan in collection.measures():
        plan = plans.get(of_plan[0].key.partition("/")[0], 0) if of_plan else 0
        for entry, ranks in zip(of_plan, _ranks_of_measures(of_plan, plan), strict=True):
            said.hear((*entry.texts, *entry.english))
            yield _document(entry, ranks)
    for kind, things in collection.others():
        orders = _ranks(things, kind) if kind in fields.LISTED else {}
        for number, entry in enumerate(collection.entries(kind, things)):
            said.hear((*entry.texts, *entry.english), entry.called if entry.measures else ())
            yield _document(entry, {rank: places[number] for rank, places in orders.items()})
    yield from _words(said)


def _words(said: lexicon.Lexicon) -> Iterator[tantivy.Document]:
    """Yield the documents of words: what is called with measures behind it, and what texts often say."""
    for each in said.words():
        document = tantivy.Document()
        document.add_text("kind", fields.WORD)
        document.add_text(fields.CALLED, each.word)
        for sound in filter(None, (each.sound, each.initials)):
            document.add_text(fields.SOUND, sound)
        document.add_bytes("item", msgspec.json.encode(each._asdict()))
        yield document


def _document(entry: IndexEntry, ranks: _Ranks) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("iri", entry.item["id"])
    document.add_text("ref", fields.keyed_reference(entry.kind, entry.key))
    document.add_text("kind", entry.kind)
    for name in fields.FACETS:
        for key in entry.facets.get(name, ()):
            document.add_text(name, key)
    for name, terms in ((fields.CALLED, entry.called), (fields.CONTEXT, entry.context), (fields.NUMBER, entry.numbers)):
        for term in terms:
            document.add_text(name, term)
    for text in (*entry.english, *_english_names(entry)):
        document.add_text(fields.ENGLISH, " ".join(english.stems(text)))
    for pair in entry.bearing:
        document.add_text(fields.BEARING, pair)
    for day in entry.deadlines:
        document.add_integer(fields.DEADLINE, day)
    for rank, place in ranks.items():
        document.add_unsigned(fields.rank_field(rank), place)
    _add_grams(document, entry)
    document.add_bytes("item", msgspec.json.encode(entry.item))
    if entry.summary:
        document.add_bytes("summary", msgspec.json.encode(entry.summary))
    return document


def _english_names(entry: IndexEntry) -> list[str]:
    return [] if entry.kind in _FOUND_BY_NUMBER else [name for name in entry.names if name.isascii()]


def _add_grams(document: tantivy.Document, entry: IndexEntry) -> None:
    """Add what words find: nothing of a part or a point, which its number finds, for its theme is called as it is."""
    if entry.kind in _FOUND_BY_NUMBER:
        return
    for name, texts in (("name", entry.names), ("text", entry.texts)):
        for text in texts:
            folded = comparable.folded(text)
            document.add_text(fields.SINGLE[name], " ".join(fields.singles(folded)))
            document.add_text(fields.PAIRS[name], " ".join(fields.pairs(folded)))
