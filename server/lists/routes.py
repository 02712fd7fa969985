"""The routes of lists, one for each of :data:`~server.lists.definitions.LISTS`, each with its twins."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import msgspec
import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request

from server.lists.definitions import LISTS, Listing, Page
from server.lists.tables import table
from server.release import answering
from server.release.live import Served, served
from server.search_index import facets
from server.search_index.cards import Cards
from server.search_index.items import AnyItem, filled, triples
from server.search_index.opened import SearchIndex, opened
from server.search_index.paging import ListPages
from server.search_index.parameters import Wish, check_page, read
from server.things.json_ld import CONTEXT_PATH
from server.web import chrome
from server.web.answers import Kept
from server.web.representations import CSV, HTML, JSON, LIST, TURTLE, negotiate
from server.words.addresses import Addresses
from server.words.language import Words
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
    index: SearchIndex

    @property
    def facets(self) -> dict[str, tuple[facets.Value, ...]]:
        """The keys that the list can be narrowed by."""
        return facets.values(self.wish.selection((self.listing.kind,)), self.wish, self.index)

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
        found = index.find(selection, wish.page, wish.size, wish.rank)
        shown = ListView(listing, wish, found.total, filled(found.items, index), now, index)
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
        items=shown.items, facets=shown.facets,
        previous=paging.before(JSON.suffix), next=paging.after(JSON.suffix),
    )  # fmt: skip
    return msgspec.json.encode(page)


_NO_STATEMENTS = ("total", "page", "size", "sort", "filters", "facets", "previous", "next")
"""The members of the JSON that speak of the list and not of things, which RDF leaves out."""


def _filters(wish: Wish) -> list[tuple[str, tuple[str, ...]]]:
    days = [(name, (day,)) for name, day in (("since", wish.since), ("until", wish.until)) if day]
    return [*wish.keys, *days]


def _csv(shown: ListView) -> bytes:
    return table(shown.listing.kind, shown.items, "en" if shown.wish.lang == "en" else "zh")


def _turtle(shown: ListView) -> bytes:
    iris = shown.now.iris
    return ox.serialize(triples(shown.items, iris), format=ox.RdfFormat.TURTLE, prefixes=prefixes(iris)) or b""


def _html(shown: ListView) -> bytes:
    cards = Cards(Addresses(shown.now.iris), Words(chrome.language()), chrome.wish())
    page = render_template(
        "lists/list.html",
        listing=shown.listing,
        asked=shown.wish,
        total=shown.total,
        cards=[cards.of(item) for item in shown.items],
        facets=facets.shown(shown.facets, shown.wish, cards),
        paging=shown.paging,
        others=[each for each in LISTS if each is not shown.listing],
        twins=[(each.label, shown.wish.address(each.suffix)) for each in LIST if each is not HTML],
    )
    return page.encode()


_WRITERS = {HTML: _html, JSON: _json, CSV: _csv, TURTLE: _turtle}


def _register(listing: Listing) -> None:
    view = functools.partial(_show, listing, None)
    lists.add_url_rule(listing.path, listing.name, view)
    for each in LIST:
        twin = functools.partial(_show, listing, each.suffix)
        lists.add_url_rule(f"{listing.path}.{each.suffix}", f"{listing.name}_{each.suffix}", twin)


for _listing in LISTS:
    _register(_listing)
