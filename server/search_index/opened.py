"""The index of the served release, opened once, read by all threads."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import tantivy
from cachetools import LRUCache
from flask import current_app, g
from tantivy import Query

from mapping.release.index import FOLDER
from mapping.release.index import schema as fields
from mapping.release.index.summary import Summary
from server.release.live import Served, served
from server.search_index.selection import IndexTerms, Selection
from server.web.problems import Problem

VALUES = 100
"""How many keys of a facet are counted: those that most things have."""
_PAIRS_COUNTED = 65_000  # the engine's own bound on the buckets of one aggregation
_NAMES_KEPT = 40_000
_REFERRED_TO = ("jurisdiction", "theme", "function", "plan", "requirement", "group", "agency")
"""The kinds of thing that others refer to."""
_COUNTS_KEPT = 2_000
_INDEXES_KEPT = 2  # the release that is served, and the one before it while its last requests end
_EXTENSION = "policygraph.search_index"

Item = dict[str, Any]
Counts = tuple[tuple[str, int], ...]


class Named(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A thing that is referred to, and what it is called: ``number`` and ``text`` of what has no name of its own."""

    id: str
    pref_label: dict[str, str] | None = None
    title: dict[str, str] | None = None
    number: str | None = None
    text: str | None = None

    def __hash__(self) -> int:
        """Return the hash of what tells things apart: labels have none."""
        return hash(self.id)


class _Identified(msgspec.Struct):
    id: str


_ID = msgspec.json.Decoder(_Identified)


class Hits(msgspec.Struct, frozen=True):
    """A page of what was found: all there is, and the items of the page."""

    total: int
    items: tuple[Item, ...]


class PlanAround(msgspec.Struct, frozen=True):
    """What is stored of a plan's place, nothing where none is known, and whether the plan is an invented sample."""

    place: Item
    sample: bool


class SearchIndex:
    """An index. Threads share it: the searcher sees one state of it for ever, and the caches have a lock."""

    def __init__(self, folder: Path) -> None:
        view = _view(folder)
        weakref.finalize(self, shutil.rmtree, view, ignore_errors=True)
        index = tantivy.Index.open(str(view))
        index.config_reader("manual")  # a release does not change: nobody needs to watch it
        self._schema = index.schema
        self._searcher = index.searcher()
        self._terms = IndexTerms(self._schema, self._searcher)
        self._lock = threading.Lock()
        self._names: LRUCache[tuple[str, str], Named] = LRUCache(_NAMES_KEPT)
        self._plans: LRUCache[str, PlanAround] = LRUCache(_NAMES_KEPT)
        self._totals: LRUCache[Selection, int] = LRUCache(_COUNTS_KEPT)
        self._counts: LRUCache[tuple[Selection, str], Counts] = LRUCache(_COUNTS_KEPT)
        self._read_names()

    def find(self, selection: Selection, page: int, size: int, rank: str | None = None) -> Hits:
        """Return a page (from 1) of what is selected, in the order ``rank``, or the best first without one."""
        query = selection.query(self._terms)
        offset = (page - 1) * size
        order = fields.rank_field(rank) if rank else None
        found = self._searcher.search(query, size, offset=offset, order_by_field=order, order=tantivy.Order.Asc)
        total = self._keep_total(selection, int(found.count))  # type: ignore[attr-defined]
        return Hits(total, tuple(self._item(address) for _, address in found.hits))

    def scored(
        self, selection: Selection, most: int, iri: str | None = None, *, whole: bool = True
    ) -> tuple[int, list[tuple[float, Item]]]:
        """Return how many things are selected, and the best of them with their scores; of one thing alone with ``iri``.

        Unless they are wanted ``whole``, items have no more than their ``id``, which is quicker.
        """
        query = selection.query(self._terms)
        if iri is not None:
            alone = Query.const_score_query(Query.term_query(self._schema, "iri", iri, "basic"), 0.0)
            query = Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, alone)])
        found = self._searcher.search(query, most)
        read = self._item if whole else self._named_item
        return int(found.count), [(score, read(address)) for score, address in found.hits]  # type: ignore[attr-defined]

    def total(self, selection: Selection) -> int:
        """Return how many things are selected: what :meth:`find` has just counted need not be counted again."""
        with self._lock:
            kept = self._totals.get(selection)
        if kept is None:
            found = self._searcher.search(selection.query(self._terms), 1)
            kept = self._keep_total(selection, int(found.count))  # type: ignore[attr-defined]
        return kept

    def _keep_total(self, selection: Selection, total: int) -> int:
        with self._lock:
            self._totals[selection] = total
        return total

    def item(self, iri: str) -> Item:
        """Return what is stored of a thing; an item that says nothing where it is not there."""
        address = self._address("iri", iri)
        return self._item(address) if address else {"id": iri}

    def plan(self, iri: str) -> PlanAround:
        """Return what is to be said of a plan beside each of its measures."""
        with self._lock:
            kept = self._plans.get(iri)
        if kept is None:
            plan = self.item(iri)
            place = plan.get("jurisdiction")
            kept = _around(plan, self.item(place) if place else {})
            with self._lock:
                self._plans[iri] = kept
        return kept

    def summary(self, iri: str) -> Summary:
        """Return what was counted of a thing; an empty summary where nothing was."""
        address = self._address("iri", iri)
        stored = self._searcher.doc(address).get_first("summary") if address else None
        return msgspec.json.decode(bytes(stored), type=Summary) if stored else Summary()

    def _address(self, field: str, value: str) -> tantivy.DocAddress | None:
        hits = self._searcher.search(Query.term_query(self._schema, field, value, "basic"), 1, count=False).hits
        return hits[0][1] if hits else None

    def _item(self, address: tantivy.DocAddress) -> Item:
        found: Item = msgspec.json.decode(bytes(self._searcher.doc(address)["item"][0]))
        return found

    def _named_item(self, address: tantivy.DocAddress) -> Item:
        return {"id": _ID.decode(bytes(self._searcher.doc(address)["item"][0])).id}

    def lexicon(self, query: Callable[[tantivy.Schema], Query], most: int) -> list[Item]:
        """Return words of the release that a query finds, at most so many."""
        word = Query.const_score_query(Query.term_query(self._schema, "kind", fields.WORD, "basic"), 0.0)
        both = Query.boolean_query([(tantivy.Occur.Must, word), (tantivy.Occur.Must, query(self._schema))])
        return [self._item(address) for _, address in self._searcher.search(both, most, count=False).hits]

    # ---- counting -----------------------------------------------------------------------------------------------------

    def counts(self, selection: Selection, facets: Sequence[str]) -> dict[str, Counts]:
        """Return the most frequent keys of facets with how many things have each, most first.

        What is chosen of a facet does not narrow its own counts, so that one can choose otherwise.
        """
        selection = msgspec.structs.replace(selection, behind=())  # to count, it is all the same what stands where
        found: dict[str, Counts] = {}
        open_ones = []
        for facet in facets:
            kept = self._kept(selection, facet)
            if kept is not None:
                found[facet] = kept
            elif selection.of(facet) or facet in {"role", "agency"}:
                found[facet] = self._keep(selection, facet, self._count_one(selection.without(facet), facet))
            else:
                open_ones.append(facet)
        if open_ones:
            for facet, counted in self._aggregated(selection, open_ones).items():
                found[facet] = self._keep(selection, facet, counted)
        return {facet: found[facet] for facet in facets}

    def all_counts(self, selection: Selection, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        """Return how many things have each key of facets, however many keys there are: for what is made once a release."""
        return {facet: dict(counts) for facet, counts in self._aggregated(selection, facets, _PAIRS_COUNTED).items()}

    def partners(self, agency: str, most: int) -> Counts:
        """Return the agencies that an agency shares measures with, at most so many, with how many measures; most first."""
        selection = Selection(kinds=("measure",), keys=(("agency", (agency,)),))
        counted = self._aggregated(selection, ["agency"], most + 1)["agency"]
        return tuple(each for each in counted if each[0] != agency)

    def _count_one(self, selection: Selection, facet: str) -> Counts:
        roles, agencies = selection.of("role"), selection.of("agency")
        if selection.kinds != ("measure",):
            return self._aggregated(selection, [facet])[facet]
        if facet == "agency" and roles:
            return self._in_role(selection, roles[0])
        if facet == "role" and agencies:
            keys = [key for key, _ in self._aggregated(selection, [facet])[facet]]
            counted = ((key, self.total(selection.with_keys("role", (key,)))) for key in keys)
            return tuple(sorted(((key, n) for key, n in counted if n), key=lambda each: (-each[1], each[0])))
        return self._aggregated(selection, [facet])[facet]

    def _in_role(self, selection: Selection, role: str) -> Counts:
        pairs = self._aggregated(selection, [fields.BEARING], _PAIRS_COUNTED)[fields.BEARING]
        wanted = f"{role} "
        return tuple((key.removeprefix(wanted), n) for key, n in pairs if key.startswith(wanted))[:VALUES]

    def _aggregated(self, selection: Selection, facets: Sequence[str], size: int = VALUES) -> dict[str, Counts]:
        wanted = {facet: {"terms": {"field": facet, "size": size}} for facet in facets}
        found = self._searcher.aggregate(selection.query(self._terms), wanted)
        return {
            facet: tuple(
                sorted(
                    ((each["key"], int(each["doc_count"])) for each in found[facet]["buckets"]),
                    key=lambda each: (-each[1], each[0]),
                )
            )
            for facet in facets
        }

    def _kept(self, selection: Selection, facet: str) -> Counts | None:
        with self._lock:
            return self._counts.get((selection.without(facet), facet))

    def _keep(self, selection: Selection, facet: str, counts: Counts) -> Counts:
        with self._lock:
            self._counts[selection.without(facet), facet] = counts
        return counts

    # ---- naming -------------------------------------------------------------------------------------------------------

    def _read_names(self) -> None:
        """Read what pages refer to by name, as much as is kept: each page that did so for the first time would be slower."""
        places: dict[str, Item] = {}
        for kind in _REFERRED_TO:
            query = Query.term_query(self._schema, "kind", kind, "basic")
            most = max(1, (_NAMES_KEPT - len(self._names)) // 2)
            for _, address in self._searcher.search(query, most, count=False).hits:
                item = self._item(address)
                named = msgspec.convert(item, Named)
                self._names["iri", named.id] = self._names["ref", fields.keyed_reference(kind, item["key"])] = named
                if kind == "jurisdiction":
                    places[named.id] = item
                elif kind == "plan":
                    self._plans[named.id] = _around(item, places.get(item.get("jurisdiction", ""), {}))

    def named(self, iris: Iterable[str]) -> dict[str, Named]:
        """Return what things are called, by IRI; one that the index does not hold is called by nothing."""
        return self._by("iri", dict.fromkeys(iris))

    def keyed(self, kind: str, keys: Iterable[str]) -> dict[str, Named]:
        """Return the things of a kind that have these keys, by key; one that is not there is absent."""
        references = {fields.keyed_reference(kind, key): key for key in keys}
        return {references[ref]: named for ref, named in self._by("ref", references).items() if named.id}

    def _by(self, field: str, values: Iterable[str]) -> dict[str, Named]:
        with self._lock:
            found = {value: self._names.get((field, value)) for value in values}
        missing = [value for value, named in found.items() if named is None]
        fetched = {value: self._fetch(field, value) for value in missing}
        with self._lock:
            for value, named in fetched.items():
                self._names[field, value] = named
        return {value: named or fetched[value] for value, named in found.items()}

    def _fetch(self, field: str, value: str) -> Named:
        address = self._address(field, value)
        if address is None:
            return Named(id=value if field == "iri" else "")
        item = self._item(address)
        if item.get("type") == "Measure":
            item.pop("text")  # a measure is called by its number; its text is too long for a name
        return msgspec.convert(item, Named)


def _around(plan: Item, place: Item) -> PlanAround:
    return PlanAround(place, bool(plan.get("sample")))


def _view(folder: Path) -> Path:
    """Return a folder of links to the files of an index: opening one writes a lock beside them, and a release may be on
    a disk that nobody writes to.
    """
    view = Path(tempfile.mkdtemp(prefix="policygraph-index-"))
    for file in folder.iterdir():
        if not file.name.endswith(".lock"):
            (view / file.name).symlink_to(file.resolve())
    return view


def opened() -> SearchIndex:
    """Return the index of the release that answers the current request; raises :class:`Problem` where it has none."""
    now = served()
    kept: tuple[Served, SearchIndex] | None = g.get("search_index")
    if kept is None or kept[0] is not now:
        keeper: _Keeper = current_app.extensions.setdefault(_EXTENSION, _Keeper())
        g.search_index = kept = (now, keeper.get(now.folder))
    return kept[1]


class _Keeper:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._indexes: LRUCache[Path, SearchIndex] = LRUCache(_INDEXES_KEPT)

    def get(self, release: Path) -> SearchIndex:
        with self._lock:
            if release not in self._indexes:
                folder = release / FOLDER
                if not (folder / "meta.json").is_file():
                    raise Problem.unavailable("no_index", 3600)
                self._indexes[release] = SearchIndex(folder)
            return self._indexes[release]
