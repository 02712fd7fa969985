"""The routes of lists, one for each of :data:`~server.lists.definitions.LISTS`, each with its twins."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from flask import Blueprint, Response, render_template, request

from server.lists import calendar, downloads, printed
from server.lists.definitions import LISTS, Listing, Page
from server.lists.tables import table
from server.release import answering
from server.release.about import about
from server.release.live import Served, served
from server.release.shelf import shelf
from server.search_index import facets, feed, samples
from server.search_index.cards import Cards
from server.search_index.items import AnyItem, MeasureItem, filled, triples
from server.search_index.opened import SearchIndex, opened
from server.search_index.paging import ListPages
from server.search_index.parameters import SIZE, Wish, check_page, read
from server.things.json_ld import CONTEXT_PATH
from server.web import chrome, rdf, word
from server.web.answers import Kept
from server.web.mount import outside
from server.web.problems import Problem
from server.web.representations import (
    ATOM,
    CALENDAR,
    CSV,
    HTML,
    JSON,
    LIST,
    TURTLE,
    WORD,
    XLSX,
    Representation,
    negotiate,
)
from server.web.sheets import MOST_ROWS, Sheet, separated, workbook
from server.words.addresses import Addresses
from server.words.labels import BETWEEN
from server.words.language import Language, Words
from server.words.prefixes import prefixes

lists = Blueprint("lists", __name__)


@dataclass(frozen=True, slots=True)
class ListView:
    """What a list shows for a wish."""

    listing: Listing
    wish: Wish
    total: int
    items: tuple[AnyItem, ...]
    now: Served
    facets: Callable[[], facets.Values]
    """Waits for the keys that the list can be narrowed by."""

    @property
    def paging(self) -> ListPages:
        """The pages around this one."""
        return ListPages(self.wish, self.total)


def _show(listing: Listing, suffix: str | None) -> Response:
    now, index = served(), opened()
    wish = read(request.args, listing.offer, listing.path, index)
    asked = request.args.get("format") or None
    representation = negotiate(request.headers.get("Accept"), LIST, suffix or asked)
    language = chrome.language() if representation is HTML else wish.lang
    tag = answering.tag_of(representation, listing.name, repr(wish.pairs()), language)

    def answer() -> Kept:
        selection = wish.selection((listing.kind,))
        if wish.page > 1:  # the first page is there, and finding it counts all of them
            check_page(wish, index.total(selection))
        counted = facets.counting(selection, wish, index).result if representation in _FACETED else dict
        found = index.find(selection, wish.page, wish.size, wish.rank)
        shown = ListView(listing, wish, found.total, filled(found.items, index), now, counted)
        links = ListPages(wish, found.total).links(representation, LIST)
        headers = (("Link", links), ("Content-Location", wish.address(representation.suffix)))
        return Kept(body=_WRITERS[representation](shown), headers=headers)

    return answering.reply(representation, tag, answer)


def _json(shown: ListView) -> bytes:
    wish, paging = shown.wish, shown.paging
    base = shown.now.iris.base
    page = Page(
        context=[base + CONTEXT_PATH, {"@base": base, "items": "@graph", **dict.fromkeys(_NO_STATEMENTS)}],
        total=shown.total, page=wish.page, size=wish.size, sort=wish.sort,
        filters={name: list(keys) for name, keys in _filters(wish)},
        items=shown.items, facets=shown.facets(),
        previous=outside(paging.before(JSON.suffix)), next=outside(paging.after(JSON.suffix)),
    )  # fmt: skip # entries side by side
    return msgspec.json.encode(page)


_NO_STATEMENTS = ("total", "page", "size", "sort", "filters", "facets", "previous", "next")
"""The members of the JSON that speak of the list and not of things, which RDF leaves out."""


def _filters(wish: Wish) -> list[tuple[str, tuple[str, ...]]]:
    days = [(name, (day,)) for name, day in (("since", wish.since), ("until", wish.until)) if day]
    return [*wish.keys, *days]


def _csv(shown: ListView) -> bytes:
    return table(shown.listing.kind, shown.items, shown.wish.language)


def _turtle(shown: ListView) -> bytes:
    iris = shown.now.iris
    return rdf.serialized(triples(shown.items, iris), TURTLE, prefixes(iris))


def _html(shown: ListView) -> bytes:
    cards = Cards(Addresses(shown.now.iris, chrome.wish()), Words(chrome.language()))
    page = render_template(
        "lists/list.html",
        listing=shown.listing,
        asked=shown.wish,
        total=shown.total,
        invented=samples.among(shown.wish.selection((shown.listing.kind,))),
        cards=[cards.of(item) for item in shown.items],
        facets=facets.shown(shown.facets(), shown.wish, cards),
        paging=shown.paging,
        feed=shown.wish.address(ATOM.suffix, page=1, lang=cards.words.language),
        others=[each for each in LISTS if each is not shown.listing],
        whole=[
            (each.label, whole_of(shown.wish, shown.listing, cards.words.language).address(each.suffix))
            for each in shown.listing.tables
        ],
        twins=[(each.label, shown.wish.address(each.suffix)) for each in LIST if each is not HTML],
    )
    return page.encode()


_WRITERS = {HTML: _html, JSON: _json, CSV: _csv, TURTLE: _turtle}
_FACETED = (HTML, JSON)


def _feed(listing: Listing) -> Response:
    """Answer with what a list is narrowed to as a feed."""
    now, index = served(), opened()
    wish = read(request.args, listing.offer, listing.path, index)
    language = wish.language
    words = Words(language)
    history = str(len(shelf().history.events))
    tag = answering.tag_of(ATOM, listing.name, repr(wish.pairs()), language, history)

    def answer() -> bytes:
        items = feed.found(index, wish.selection((listing.kind,)), wish.rank)
        cards = Cards(Addresses(now.iris, language), words)
        about = BETWEEN.join((words(f"list.{listing.name}"), *facets.chosen(wish, index, cards)))
        title = f"{about} – {now.manifest.publication.title.get(language) or words('site.title')}"
        return feed.atom(items, cards, title, wish.address(ATOM.suffix), wish.address())

    return answering.reply(ATOM, tag, answer)


# ---- all of it --------------------------------------------------------------------------------------------------------


def whole_of(wish: Wish, listing: Listing, language: Language) -> Wish:
    """Return the wish for all that a page is one page of, in its language."""
    changed = {"offer": listing.whole, "path": listing.whole_path, "page": 1, "size": SIZE, "lang": language}
    return msgspec.structs.replace(wish, **changed)


@dataclass(frozen=True, slots=True)
class WholeList:
    """All that a wish selects of a list; ``places`` are the names of the places of plans, by the plan's IRI."""

    listing: Listing
    wish: Wish
    items: tuple[AnyItem, ...]
    places: dict[str, str]
    cards: Cards
    now: Served

    @property
    def sheets(self) -> list[Sheet]:
        """All of it as tables."""
        return downloads.sheets(self.listing.kind, self.items, self.places, self.cards)


def _show_whole(listing: Listing, representation: Representation, write: Callable[[WholeList], bytes]) -> Response:
    """Answer with a table of all that is selected, or 400 where it is too much for one."""
    now, index = served(), opened()
    wish = read(request.args, listing.whole, listing.whole_path, index)
    language = wish.language
    tag = answering.tag_of(representation, listing.name, "all", repr(wish.pairs()), language)

    def answer() -> Kept:
        selection = wish.selection((listing.kind,))
        total = index.total(selection)
        most = word.MOST_ROWS if representation is WORD else MOST_ROWS
        if total > most:
            raise Problem.worded(HTTPStatus.BAD_REQUEST, "too_many", total=total, most=most)
        items = filled(index.find(selection, 1, max(total, 1), wish.rank).items, index)
        cards = Cards(Addresses(now.iris, language), Words(language))
        body = write(WholeList(listing, wish, items, _places(items, cards, index), cards, now))
        named = f'attachment; filename="{listing.name}-{total}.{representation.suffix}"'
        return Kept(body=body, headers=(("Content-Disposition", named),))

    return answering.reply(representation, tag, answer)


def _places(items: tuple[AnyItem, ...], cards: Cards, index: SearchIndex) -> dict[str, str]:
    """Return the names of the places of the plans of measures."""
    plans = {each.is_part_of.id for each in items if isinstance(each, MeasureItem) and each.is_part_of}
    homes = {plan: index.item(plan).get("jurisdiction", "") for plan in plans}
    named = index.named(filter(None, homes.values()))
    return {plan: cards.called(named[home]).short.value for plan, home in homes.items() if home}


def _whole_csv(shown: WholeList) -> bytes:
    return separated(shown.sheets[0])


def _whole_xlsx(shown: WholeList) -> bytes:
    return workbook(shown.sheets, _about(shown, XLSX))


def _whole_word(shown: WholeList) -> bytes:
    title, facts = printed.titled(shown.items, shown.cards)
    words = shown.cards.words
    text = word.WordText(
        title=title or words(f"list.{shown.listing.name}"),
        lead=facts,
        about_heading=words("column.source"),
        about=_about(shown, WORD),
        mark=words("translation.mark"),
    )
    return word.document(text, printed.tables(shown.listing.kind, shown.items, shown.cards))


def _whole_calendar(shown: WholeList) -> bytes:
    words, publication = shown.cards.words, shown.now.manifest.publication
    title = words("list.deadlines", site=publication.publisher[words.language])
    at = dt.datetime.fromisoformat(shelf().history.until(shown.now.id).last)
    return calendar.calendar(shown.items, shown.places, shown.cards, title, at)


_WHOLE_WRITERS = {CSV: _whole_csv, XLSX: _whole_xlsx, WORD: _whole_word, CALENDAR: _whole_calendar}


def _about(shown: WholeList, representation: Representation) -> list[tuple[str, str]]:
    address = shown.cards.addresses.public(shown.wish.address(representation.suffix))
    return about(address, len(shown.items), shown.now, shown.cards.words)


def _register(listing: Listing) -> None:
    view = functools.partial(_show, listing, None)
    lists.add_url_rule(listing.path, listing.name, view)
    for each in LIST:
        twin = functools.partial(_show, listing, each.suffix)
        lists.add_url_rule(f"{listing.path}.{each.suffix}", f"{listing.name}_{each.suffix}", twin)
    lists.add_url_rule(f"{listing.path}.atom", f"{listing.name}_atom", functools.partial(_feed, listing))
    for each in listing.tables:
        whole = functools.partial(_show_whole, listing, each, _WHOLE_WRITERS[each])
        lists.add_url_rule(f"{listing.whole_path}.{each.suffix}", f"{listing.name}_all_{each.suffix}", whole)


for _listing in LISTS:
    _register(_listing)
