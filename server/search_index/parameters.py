"""The parameters of lists and search, as data: what reads a request is also what the description of the API says.

An unknown parameter or value is refused with those that there are: a misspelt filter would otherwise show everything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from rapidfuzz import process
from werkzeug.datastructures import MultiDict

from mapping.release.index import schema as fields
from server.search_index.opened import SearchIndex
from server.search_index.selection import FIELDS, SearchedWord, Selection
from server.web.numbers import number_of
from server.web.problems import Problem
from server.words.addresses import query_of, with_query
from server.words.language import LANGUAGES, Language

SIZE = 20
"""How many things a page has, where nothing else is asked for."""
MOST = 200
"""How many it may have."""
LAST_PAGE = 1_000_000
QUERY_LENGTH = 500
"""How many characters the words of a search may have."""
KEYS = 50
"""How many keys of one facet can be chosen."""
_OFFERED = 20
_ANY = ""
"""Stands where a key will stand; no key is empty."""
_DAY = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"  # or empty: a form sends days that were left open

FIXED = {"target": ("true", "false"), "dated": ("true", "false"), "kind": fields.FOUND}
"""The facets whose keys are no things: they are known beforehand."""
CHOSEN_ONCE = ("role",)
"""The facets of which only one key can be chosen."""


class Sort(msgspec.Struct, frozen=True):
    """An order: ``name`` is for addresses, ``rank`` the order of the index."""

    name: str
    rank: str


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What can be asked for at an address. ``facets`` are shown and counted, ``beside`` only what is chosen of it."""

    facets: tuple[str, ...]
    beside: tuple[str, ...] = ()
    sorts: tuple[Sort, ...] = ()
    dated: bool = False
    words: bool = False
    paged: bool = True
    suffixes: tuple[str, ...] = ()

    @property
    def narrowing(self) -> tuple[str, ...]:
        """All facets of which something can be chosen."""
        return (*self.facets, *self.beside)

    def names(self) -> tuple[str, ...]:
        """Return the names of all parameters."""
        return tuple(parameter["name"] for parameter in self.parameters())

    def parameters(self) -> list[dict[str, Any]]:
        """Return the parameters as OpenAPI has them, without descriptions."""
        described: list[dict[str, Any]] = []
        if self.words:
            described.append(_parameter("q", {"type": "string", "maxLength": QUERY_LENGTH}))
        described += [_of_facet(name) for name in self.narrowing]
        if self.dated:
            described += [_parameter(name, {"type": "string", "pattern": _DAY}) for name in ("since", "until")]
        if self.sorts:
            names = [sort.name for sort in self.sorts]
            described.append(_parameter("sort", {"type": "string", "enum": names, "default": names[0]}))
        if self.paged:
            described.append(_parameter("page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}))
            described.append(_parameter("size", {"type": "integer", "minimum": 1, "maximum": MOST, "default": SIZE}))
        described.append(_parameter("lang", {"type": "string", "enum": list(LANGUAGES)}))
        if self.suffixes:
            described.append(_parameter("format", {"type": "string", "enum": list(self.suffixes)}))
        return described


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def _of_facet(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 300}
    if name in FIXED:
        schema = {"type": "string", "enum": list(FIXED[name])}
    if name in CHOSEN_ONCE:
        return _parameter(name, schema)
    return {**_parameter(name, {"type": "array", "items": schema, "maxItems": KEYS}), "style": "form", "explode": True}


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a request asks for, read and checked: each parameter as it was given, the defaults filled in."""

    offer: Offer
    path: str
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: str = ""
    until: str = ""
    q: str = ""
    sort: str = ""
    page: int = 1
    size: int = SIZE
    lang: str = ""

    def of(self, facet: str) -> tuple[str, ...]:
        """Return the keys chosen of a facet."""
        return dict(self.keys).get(facet, ())

    @property
    def language(self) -> Language:
        """The language of what is made for machines: that which the address names, whatever a browser would like."""
        return "en" if self.lang == "en" else "zh"

    @property
    def rank(self) -> str | None:
        """The order of the index, or nothing for the best first."""
        return next((sort.rank for sort in self.offer.sorts if sort.name == self.sort), None)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.keys or self.since or self.until)

    def selection(self, kinds: tuple[str, ...], words: tuple[SearchedWord, ...] = ()) -> Selection:
        """Return what to ask of the index."""
        since, until = (int(day.replace("-", "")) if day else 0 for day in (self.since, self.until))
        return Selection(kinds=kinds, keys=self.keys, since=since, until=until, words=words)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the wish as the query of an address, without what is the default."""
        given = [("q", self.q)] if self.q else []
        given += [(name, key) for name in self.offer.narrowing for key in self.of(name)]
        given += [(name, day) for name, day in (("since", self.since), ("until", self.until)) if day]
        if self.offer.sorts and self.sort != self.offer.sorts[0].name:
            given.append(("sort", self.sort))
        given += [("page", str(self.page))] if self.page != 1 else []
        given += [("size", str(self.size))] if self.size != SIZE else []
        return given + ([("lang", self.lang)] if self.lang else [])

    def address(self, suffix: str = "", **changes: Any) -> str:
        """Return the address of the same with changes; ``suffix`` names a representation."""
        changed = msgspec.structs.replace(self, **changes)
        return with_query(f"{self.path}{'.' if suffix else ''}{suffix}", changed.pairs(), safe="/")

    def without(self, facet: str, key: str) -> str:
        """Return the address at which a key of a facet is no longer chosen."""
        return self.address(keys=self._keys_with(facet, tuple(each for each in self.of(facet) if each != key)), page=1)

    def with_one_more(self, facet: str) -> Callable[[str], str]:
        """Return what makes the addresses at which one more key of a facet is chosen: a page has hundreds, which differ
        in that key alone.
        """
        chosen = () if facet in CHOSEN_ONCE else self.of(facet)
        asked = msgspec.structs.replace(self, keys=self._keys_with(facet, (*chosen, _ANY)), page=1).pairs()
        at = asked.index((facet, _ANY))
        before, behind = (query_of(each, safe="/") for each in (asked[:at], asked[at + 1 :]))
        start, end = f"{self.path}?{before}{'&' if before else ''}", f"{'&' if behind else ''}{behind}"
        return lambda key: f"{start}{query_of([(facet, key)], safe='/')}{end}"

    def _keys_with(self, facet: str, chosen: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        rest = tuple(each for each in self.keys if each[0] != facet)
        return (*rest, (facet, chosen)) if chosen else rest


def read(args: MultiDict[str, str], offer: Offer, path: str, index: SearchIndex) -> Wish:
    """Return what a request asks for; raises :class:`Problem` 400, which says what there is."""
    _check_names(args, offer, path)
    keys = {name: chosen for name in offer.narrowing if (chosen := tuple(dict.fromkeys(args.getlist(name))))}
    for name, chosen in keys.items():
        _check_keys(name, chosen, index)
    sorts = [sort.name for sort in offer.sorts]
    return Wish(
        offer=offer, path=path, keys=tuple(keys.items()),
        since=_day(args, "since"), until=_day(args, "until"), q=_words(args),
        sort=_one_of(args, "sort", sorts) or (sorts[0] if sorts else ""),
        page=_number(args, "page", 1, LAST_PAGE), size=_number(args, "size", SIZE, MOST),
        lang=_one_of(args, "lang", LANGUAGES),
    )  # fmt: skip # entries side by side


def _check_names(args: MultiDict[str, str], offer: Offer, path: str) -> None:
    known = offer.names()
    unknown = [name for name in args if name not in known]
    if unknown:
        near = process.extractOne(unknown[0], known, score_cutoff=60)
        meant = f" Did you mean {near[0]}?" if near else ""
        members = {"parameter": unknown[0], "available": list(known)}
        raise _refused("parameter", members, path=path, name=unknown[0], meant=meant, known=", ".join(known))
    for name in args:
        if len(args.getlist(name)) > 1 and name not in offer.narrowing:
            raise _refused("twice", {"parameter": name}, name=name, times=str(len(args.getlist(name))))


def _check_keys(facet: str, wanted: Sequence[str], index: SearchIndex) -> None:
    if facet in CHOSEN_ONCE and len(wanted) > 1:
        raise _refused("twice", {"parameter": facet}, name=facet, times=str(len(wanted)))
    if len(wanted) > KEYS:
        raise _refused("many", {"parameter": facet}, name=facet, times=str(len(wanted)), most=str(KEYS))
    kind = FIELDS.get(facet, facet)
    known: Mapping[str, Any] = dict.fromkeys(FIXED[facet]) if facet in FIXED else index.keyed(kind, wanted)
    for key in wanted:
        if key not in known:
            raise _unknown(facet, key, index)


def _unknown(facet: str, key: str, index: SearchIndex) -> Problem:
    if facet in FIXED:
        offered, rest = list(FIXED[facet]), ""
    else:
        field = FIELDS.get(facet, facet)
        used = [each for each, _ in index.counts(Selection(kinds=("measure",)), [field])[field]]
        near = [each for each, _, _ in process.extract(key, used, limit=_OFFERED)]
        offered = near or used[:_OFFERED]
        rest = " and others; each list shows those that it has" if len(used) > len(offered) else ""
    listed = ", ".join(offered) or "none"
    members = {"parameter": facet, "available": offered}
    return _refused("key", members, name=facet, given=key[:80], listed=listed, rest=rest)


def _refused(key: str, members: Mapping[str, Any], **values: str) -> Problem:
    return Problem.worded(HTTPStatus.BAD_REQUEST, key, members, **values)


def _day(args: MultiDict[str, str], name: str) -> str:
    given = args.get(name, "")
    if not given:
        return ""
    try:
        day = dt.date.fromisoformat(given).isoformat()
    except ValueError:
        day = ""
    if day != given:  # Python reads further ways of writing a day, which no other client knows
        raise _refused("day", {"parameter": name}, name=name, given=given[:40])
    return day


def _number(args: MultiDict[str, str], name: str, default: int, most: int) -> int:
    given = args.get(name, str(default))
    number = number_of(given, most)
    if number is None:
        raise _refused("number", {"parameter": name}, name=name, given=given[:40], most=str(most))
    return number


def _one_of(args: MultiDict[str, str], name: str, known: Sequence[str]) -> str:
    given = args.get(name)
    if given is None:
        return ""
    if given not in known:
        members = {"parameter": name, "available": list(known)}
        raise _refused("choice", members, name=name, given=given[:40], known=", ".join(known))
    return given


def _words(args: MultiDict[str, str]) -> str:
    given = args.get("q", "")
    if len(given) > QUERY_LENGTH:
        raise Problem.worded(
            HTTPStatus.BAD_REQUEST, "long", {"parameter": "q"}, name="q", length=len(given), most=QUERY_LENGTH
        )
    return given


def check_page(wish: Wish, total: int) -> None:
    """Raise :class:`Problem` 404 for a page behind the last one; the first is there even if it is empty."""
    last = max(1, -(-total // wish.size))
    if wish.page > last:
        numbers = {"page": str(wish.page), "total": str(total), "last": str(last), "size": str(wish.size)}
        raise Problem.worded(HTTPStatus.NOT_FOUND, "last_page", None, **numbers)
