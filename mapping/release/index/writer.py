"""Writes the search index of a release from its graph: what each thing says, what it is found by, and its place in lists."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
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
from mapping.release.index.collection import IndexEntry, collect
from ontology.iris import Iris

_HEAP = 256 * 1024 * 1024  # bytes: documents are written in segments of this size
_NEVER = 99999999
_OF_THE_SYSTEM = re.compile(r"\(os error (\d+)\)")


def write(store: ox.Store, release: Path, iris: Iris) -> None:
    """Write the index of a release's store below the folder ``release``."""
    write_entries(collect(store, iris), release)


def write_entries(entries: Iterable[IndexEntry], release: Path) -> None:
    """Write the index of what was collected below the folder ``release``."""
    folder = release / FOLDER
    folder.mkdir(parents=True)
    made = documents(entries)
    with _told_as_of_the_disk():
        index = tantivy.Index(fields.schema(), str(folder))
        writer = index.writer(
            _HEAP, num_threads=1
        )  # one thread writes things in one order, so that ties are settled alike
        for document in made:
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()


@contextmanager
def _told_as_of_the_disk() -> Iterator[None]:
    """Raise what the system said to the index, such as that the disk is full, as :class:`OSError`; it says ValueError."""
    try:
        yield
    except ValueError as error:
        if said := _OF_THE_SYSTEM.search(str(error)):
            raise OSError(int(said[1]), os.strerror(int(said[1]))) from error
        raise


# ---- orders -----------------------------------------------------------------------------------------------------------

_Order = Callable[[IndexEntry], tuple[Any, ...]]


def _pinyin(entry: IndexEntry) -> tuple[str, ...]:
    return tuple(lazy_pinyin(entry.names[0])) if entry.names else ()


def _by_position(entry: IndexEntry) -> tuple[Any, ...]:
    """Return the place in the plan or the national document; a measure's plan is named by its key too."""
    return entry.key.partition("/")[0], entry.item.get("position", 0)


_OWN_ORDER: dict[str, _Order] = {
    "measure": _by_position,
    "requirement": _by_position,
    "plan": lambda entry: (min(entry.facets.get("jurisdiction", ()), default=""), entry.key),
    "function": _pinyin,
}
"""How things of a kind stand by themselves; others by their key."""
_ORDERS: dict[str, _Order] = {
    "name": _pinyin,
    "measures": lambda entry: (-entry.measures,),
    "agencies": lambda entry: (-len(entry.facets.get("agency", ())),),
    "deadline": lambda entry: (min(entry.deadlines, default=_NEVER),),
    "deadline_last": lambda entry: (-max(entry.deadlines, default=0),),
    "date": lambda entry: (-int(entry.item.get("dateDocument", "0000-00-00").replace("-", "")),),
}
_RANKED = {
    "measure": ("agencies", "deadline", "deadline_last"),
    "requirement": ("measures", "agencies"),
    "theme": ("name", "measures"),
    "plan": ("name", "measures", "date"),
    "agency": ("name", "measures"),
    "jurisdiction": ("name", "measures"),
    "function": ("name", "measures", "agencies"),
}
"""The orders that each kind has beside its own."""


_OF_PLANS = ("measure", "plan", "agency", "jurisdiction")
"""The kinds that stand behind the others where all that is known of them is of invented samples."""


def _ranks(entries: list[IndexEntry], kind: str, samples: frozenset[str]) -> dict[str, list[int]]:
    """Return each entry's place in each order; equal ones stand as they do in the order of their kind.

    What is of ``samples`` alone (keys of plans) never stands before what is real.
    """
    invented = [kind in _OF_PLANS and _is_of(entry, samples) for entry in entries]
    own = _broader_first(entries) if kind == "theme" else _OWN_ORDER.get(kind, lambda entry: (entry.key,))
    places = sorted(range(len(entries)), key=lambda place: (invented[place], own(entries[place]), entries[place].key))
    orders = {"default": places}
    for rank in _RANKED[kind]:
        order = _ORDERS[rank]
        orders[rank] = sorted(places, key=lambda place: (invented[place], order(entries[place])))
    return {rank: _inverse(order) for rank, order in orders.items()}


def _is_of(entry: IndexEntry, samples: frozenset[str]) -> bool:
    plans = {entry.key} if entry.kind == "plan" else {*entry.facets.get("plan", ())}
    return bool(plans) and plans <= samples


def _inverse(order: list[int]) -> list[int]:
    places = [0] * len(order)
    for place, entry in enumerate(order):
        places[entry] = place
    return places


def _broader_first(themes: list[IndexEntry]) -> _Order:
    """Return the order in which a theme stands before its narrower ones."""
    first: dict[str, str] = {}
    for theme in themes:
        above = theme.item.get("broader", "")
        first[above] = min(first.get(above, theme.key), theme.key)
    return lambda theme: (first.get(theme.item["id"], theme.key), theme.item["id"] not in first)


# ---- documents --------------------------------------------------------------------------------------------------------


def documents(entries: Iterable[IndexEntry]) -> Iterator[tantivy.Document]:
    """Yield the documents of entries, kind by kind."""
    by_kind: dict[str, list[IndexEntry]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry)
    samples = frozenset(entry.key for entry in by_kind["plan"] if entry.item.get("sample"))
    for kind, of_kind in by_kind.items():
        ranks = _ranks(of_kind, kind, samples) if kind in fields.LISTED else {}
        for number, entry in enumerate(of_kind):
            yield _document(entry, {rank: places[number] for rank, places in ranks.items()})
    yield from _words([entry for of_kind in by_kind.values() for entry in of_kind])


def _words(entries: list[IndexEntry]) -> Iterator[tantivy.Document]:
    """Yield the documents of words: what is called with measures behind it, and what texts often say."""
    called = (form for entry in entries if entry.measures for form in entry.called)
    for each in lexicon.words(called, [text for entry in entries for text in (*entry.texts, *entry.english)]):
        document = tantivy.Document()
        document.add_text("kind", fields.WORD)
        document.add_text(fields.CALLED, each.word)
        document.add_text(fields.SOUND, each.sound)
        document.add_bytes("item", msgspec.json.encode(each._asdict()))
        yield document


def _document(entry: IndexEntry, ranks: dict[str, int]) -> tantivy.Document:
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
    for text in entry.english:
        document.add_text(fields.ENGLISH, " ".join(english.stems(text)))
    for pair in entry.bearing:
        document.add_text(fields.BEARING, pair)
    for day in entry.deadlines:
        document.add_integer(fields.DEADLINE, day)
    for rank, place in ranks.items():
        document.add_unsigned(fields.rank_field(rank), place)
    _add_grams(document, entry)
    document.add_bytes("item", entry.stored or msgspec.json.encode(entry.item))
    if entry.summary:
        document.add_bytes("summary", msgspec.json.encode(entry.summary))
    return document


def _add_grams(document: tantivy.Document, entry: IndexEntry) -> None:
    """Add what words find: nothing of a point, which is found by its number, for its theme is called as it is."""
    if entry.kind == "point":
        return
    for name, texts in (("name", entry.names), ("text", entry.texts)):
        for text in texts:
            folded = comparable.folded(text)
            document.add_text(fields.SINGLE[name], " ".join(fields.singles(folded)))
            document.add_text(fields.PAIRS[name], " ".join(fields.pairs(folded)))
