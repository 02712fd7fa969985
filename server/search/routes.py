"""The routes of search: a page, JSON, and what browsers need to search from their address bar (OpenSearch 1.1)."""

from __future__ import annotations

import re
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint, Response, render_template, request

from mapping.release.index.schema import FOUND
from server.release import answering
from server.release.about import about
from server.release.live import Served, served
from server.release.shelf import shelf
from server.search.definitions import (
    OFFER,
    PATH,
    SEARCH,
    SUGGEST_OFFER,
    SUGGEST_PATH,
    SUGGESTED,
    WHOLE,
    WHOLE_OFFER,
    WHOLE_PATH,
    Hit,
    Results,
)
from server.search.sheet import sheet
from server.search.understanding import EVERYWHERE, MOST_UNKNOWN, ReadWord, pieces, understood
from server.search_index import facets, feed, highlights, samples
from server.search_index.cards import Card, Cards
from server.search_index.highlights import HitSegment, excerpt, marked, segments, spans, translated_segments
from server.search_index.items import KIND_OF, AnyItem, filled
from server.search_index.opened import Hits, SearchIndex, opened
from server.search_index.paging import ListPages
from server.search_index.parameters import SIZE, Wish, check_page, read
from server.search_index.selection import Selection
from server.search_index.spelling import nearest
from server.search_index.words import Word, words
from server.web import chrome
from server.web.answers import Kept
from server.web.mount import outside
from server.web.problems import Problem
from server.web.representations import (
    ATOM,
    CSV,
    HTML,
    JSON,
    OPENSEARCH,
    SUGGESTIONS,
    XLSX,
    Representation,
    negotiate,
)
from server.web.sheets import MOST_ROWS, separated, workbook
from server.words.addresses import Addresses
from server.words.labels import Text
from server.words.language import Language, Words
from server.words.links import Link

search = Blueprint("search", __name__)

search.add_app_template_filter(highlights.shown, "cut")

_EXCERPT = 220
_TRANSLATED = 480
"""English says in so many characters what Chinese says in half as many."""
_LETTER = re.compile(r"[^\W_]")
_NEAREST = 4
"""How many near words are offered for one that is not found."""
_THEMES = 8
"""How many themes are offered where nothing is found."""
_TEXT_KINDS = ("measure", "requirement")
_NAMED_KINDS = tuple(kind for kind in FOUND if kind not in {*_TEXT_KINDS, "part", "point"})
_BEFORE, _AFTER = 6, 18
"""How many characters stand before and from what a suggestion was found by."""


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit for people: its card, with title, text, translation and other names cut at what was found."""

    card: Card
    title: tuple[tuple[Text, tuple[HitSegment, ...]], ...]
    text: tuple[HitSegment, ...]
    translation: tuple[HitSegment, ...]
    also: tuple[tuple[Text, tuple[HitSegment, ...]], ...]


@dataclass(frozen=True)
class Search:
    """A search and what it finds; ``readings`` are the words that were read as others, since they find nothing."""

    wish: Wish
    words: tuple[Word, ...]
    now: Served
    index: SearchIndex
    readings: tuple[ReadWord, ...] = ()
    counting: Future[facets.Values] | None = None

    @property
    def folded(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return tuple(word.folded for word in self.words)

    @cached_property
    def selection(self) -> Selection:
        """What is asked of the index."""
        asked = self.wish.selection(FOUND, tuple(word.searched for word in self.words))
        return msgspec.structs.replace(asked, behind=samples.behind())

    @cached_property
    def _hits(self) -> Hits:
        return self.index.find(self.selection, self.wish.page, self.wish.size) if self.words else Hits(0, ())

    @property
    def total(self) -> int:
        """How many things are found; without a word, none."""
        return self._hits.total

    def items(self) -> tuple[AnyItem, ...]:
        """Return the page of things found, the best first."""
        return filled(self._hits.items, self.index)

    def read_otherwise(self) -> Search:
        """Return the search for what the words may mean, where they find nothing."""
        if self.total or not self.words:
            return self
        meant = understood(self.words, self.wish.selection(FOUND), self.index)
        return Search(self.wish, meant.words, self.now, self.index, meant.readings)

    def begin_to_count(self) -> Search:
        """Return the search, for which it is counted now what its hits can be narrowed by."""
        return replace(self, counting=facets.counting(self.selection, self.wish, self.index)) if self.words else self

    def facets(self) -> facets.Values:
        """Return what the hits can be narrowed by."""
        if self.counting:
            return self.counting.result()
        return facets.values(self.selection, self.wish, self.index) if self.words else {}

    def cards(self, language: Language) -> Cards:
        """Return what makes cards."""
        return Cards(Addresses(self.now.iris, chrome.wish()), Words(language))


@search.get("/search", defaults={"suffix": None})
@search.get("/search.html", defaults={"suffix": "html"})
@search.get("/search.json", defaults={"suffix": "json"})
def get(suffix: str | None) -> Response:
    """Answer with what is found."""
    now, index = served(), opened()
    wish = read(request.args, OFFER, PATH, index)
    representation = negotiate(request.headers.get("Accept"), SEARCH, suffix or request.args.get("format") or None)
    language = chrome.language() if representation is HTML else ""
    tag = answering.tag_of(representation, "search", repr(wish.pairs()), language)

    def answer() -> Kept:
        found = Search(wish, words(wish.q), now, index).begin_to_count().read_otherwise()
        if wish.page > 1:  # the first page is there, and finding it counts all of them
            check_page(wish, found.total)
        links = ListPages(wish, found.total).links(representation, SEARCH)
        headers = (("Link", links), ("Content-Location", wish.address(representation.suffix)))
        return Kept(body=_json(found) if representation is JSON else _html(found), headers=headers)

    return answering.reply(representation, tag, answer)


@search.get("/search.atom")
def as_feed() -> Response:
    """Answer with what a search finds as a feed."""
    now, index = served(), opened()
    wish = read(request.args, OFFER, PATH, index)
    language = wish.language
    tag = answering.tag_of(ATOM, "search", repr(wish.pairs()), language, str(len(shelf().history.events)))

    def answer() -> bytes:
        found = Search(wish, words(wish.q), now, index).read_otherwise()
        items = feed.found(index, found.selection, None) if found.words else ()
        cards = Cards(Addresses(now.iris, language), Words(language))
        title = cards.words("found.title_for", words=wish.q)
        return feed.atom(items, cards, title, wish.address(ATOM.suffix), wish.address())

    return answering.reply(ATOM, tag, answer)


def _json(found: Search) -> bytes:
    items, total = found.items(), found.total
    paging = ListPages(found.wish, total)
    results = Results(
        q=found.wish.q, words=tuple(word.written for word in found.words),
        read_as={each.written: each.read for each in found.readings},
        total=total, page=found.wish.page, size=found.wish.size,
        hits=tuple(_hit(item, found.folded) for item in items), facets=found.facets(),
        previous=outside(paging.before(JSON.suffix)), next=outside(paging.after(JSON.suffix)),
    )  # fmt: skip # entries side by side
    return msgspec.json.encode(results)


def _hit(item: AnyItem, folded: tuple[str, ...]) -> Hit:
    title = (
        getattr(item, "pref_label", None) or getattr(item, "title", None) or {"zh": getattr(item, "number", item.key)}
    )
    texts = getattr(item, "definition", None) or {"zh": getattr(item, "text", None) or ""}
    html = {tag: marked(segments(text, folded)) for tag, text in texts.items() if text}
    said = getattr(item, "unofficial_translation", None)
    return Hit(
        kind=KIND_OF[type(item)],
        item=item,
        title={tag: marked(segments(text, folded)) for tag, text in title.items()},
        html=html,
        translation=marked(translated_segments(said, folded)) if said else None,
    )


def _html(found: Search) -> bytes:
    cards = found.cards(chrome.language())
    shown = [_shown(cards.of(item), found.folded, cards.words.language) for item in found.items()]
    total = found.total
    page = render_template(
        "search/results.html",
        asked=found.wish,
        q=found.wish.q,
        total=total,
        hits=shown,
        offers=_offers(found, cards) if not total else None,
        readings=found.readings,
        facets=facets.shown(found.facets(), found.wish, cards),
        paging=ListPages(found.wish, total),
        whole=[(each.label, _whole_of(found.wish, cards.words.language).address(each.suffix)) for each in WHOLE],
        twins=[(JSON.label, found.wish.address(JSON.suffix))],
        feed=found.wish.address(ATOM.suffix, page=1, lang=cards.words.language),
    )
    return page.encode()


def _whole_of(wish: Wish, language: Language) -> Wish:
    """Return the wish for all that a page of hits is one page of, in its language."""
    return msgspec.structs.replace(wish, offer=WHOLE_OFFER, path=WHOLE_PATH, page=1, size=SIZE, lang=language)


def _shown(card: Card, folded: tuple[str, ...], language: Language) -> ShownHit:
    """Return a hit; its translation where the reader wants it, or the words stand in it."""
    text = excerpt(segments(card.text.value, folded), _EXCERPT) if card.text else ()
    names = [(name, segments(name.value, folded)) for name in card.also]
    also = tuple((name, cut) for name, cut in names if any(each.hit for each in cut))
    said = translated_segments(card.translation.value, folded) if card.translation else ()
    shown = excerpt(said, _TRANSLATED) if language != "zh" or any(each.hit for each in said) else ()
    title = tuple((part, segments(part.value, folded)) for part in card.heading)
    return ShownHit(card, title, text, shown, also)


@dataclass(frozen=True, slots=True)
class OfferedSearch:
    """Another search that finds something: its words, how much it finds, and where."""

    words: str
    total: int
    href: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What is offered where nothing is found: fewer words, stretches of words, near words, themes.

    ``searched`` says whether there was a word to look for, or signs alone.
    """

    searched: bool
    fewer: tuple[OfferedSearch, ...]
    pieces: tuple[OfferedSearch, ...]
    nearest: tuple[OfferedSearch, ...]
    themes: tuple[Link, ...]


def _offers(found: Search, cards: Cards) -> Offers:
    several = found.words if len(found.words) > 1 else ()
    less = [tuple(each for each in several if each is not left) for left in several if len(several) > 2]
    fewer = [_offered(found, one) for one in [*less, *((word,) for word in several)]]
    unknown = [word for word in found.words if not _offered(found, (word,)).total]
    cut = [_offered(found, (piece,)) for word in unknown[:MOST_UNKNOWN] for piece in pieces(word, found.index)]
    near = [each for word in unknown[:MOST_UNKNOWN] for each in nearest(word.folded, found.index, _NEAREST)]
    counts = found.index.counts(Selection(kinds=("measure",)), ["theme"])["theme"][:_THEMES]
    named = found.index.keyed("theme", [key for key, _ in counts])
    themes = tuple(cards.link(named[key]) for key, _ in counts if key in named)
    return Offers(
        any(_LETTER.search(word.folded) for word in found.words),
        tuple(each for each in fewer if each.total),
        tuple(cut),
        tuple(_offered(found, words(each)) for each in near),
        themes,
    )


def _offered(found: Search, asked: tuple[Word, ...]) -> OfferedSearch:
    searched = tuple(word.searched for word in asked)
    total = found.index.total(msgspec.structs.replace(EVERYWHERE, words=searched))
    q = " ".join(word.asked for word in asked)
    return OfferedSearch(" ".join(word.written for word in asked), total, found.wish.address(q=q, keys=(), page=1))


# ---- all of it ------------------------------------------------------------------------------------------------------


@search.get(f"{WHOLE_PATH}.csv", endpoint="all_csv", defaults={"representation": CSV})
@search.get(f"{WHOLE_PATH}.xlsx", endpoint="all_xlsx", defaults={"representation": XLSX})
def get_all(representation: Representation) -> Response:
    """Answer with a table of all that is found, or 400 where it is too much for one."""
    now, index = served(), opened()
    wish = read(request.args, WHOLE_OFFER, WHOLE_PATH, index)
    tag = answering.tag_of(representation, "search", "all", repr(wish.pairs()), wish.language)

    def answer() -> Kept:
        found = Search(wish, words(wish.q), now, index).read_otherwise()
        if found.total > MOST_ROWS:
            raise Problem.worded(HTTPStatus.BAD_REQUEST, "too_many", total=found.total, most=MOST_ROWS)
        cards = Cards(Addresses(now.iris, wish.language), Words(wish.language))
        items = filled(index.find(found.selection, 1, found.total).items, index) if found.total else ()
        table, address = sheet(items, cards), cards.addresses.public(wish.address(representation.suffix))
        is_csv = representation is CSV
        body = separated(table) if is_csv else workbook([table], about(address, len(items), now, cards.words))
        named = f'attachment; filename="search-{found.total}.{representation.suffix}"'
        return Kept(body=body, headers=(("Content-Disposition", named),))

    return answering.reply(representation, tag, answer)


# ---- from the address bar ---------------------------------------------------------------------------------------------


@search.get(SUGGEST_PATH)
def suggest() -> Response:
    """Answer with names that hold the words, as OpenSearch Suggestions have it: words, names, kinds, addresses."""
    now, index = served(), opened()
    wish = read(request.args, SUGGEST_OFFER, SUGGEST_PATH, index)
    language = chrome.language()
    cards = Cards(Addresses(now.iris, chrome.wish()), Words(language))
    asked, items = words(wish.q), list[AnyItem]()
    numbered = any(word.searched.numbers for word in asked)
    for kinds in (FOUND,) if numbered else (_NAMED_KINDS, _TEXT_KINDS):  # names go before what is said of them
        if asked and len(items) < SUGGESTED:
            asked = understood(asked, Selection(kinds=FOUND), index).words
            searched = tuple(word.searched for word in asked)
            selection = Selection(kinds=kinds, words=searched, behind=samples.behind())
            items += filled(index.find(selection, 1, SUGGESTED - len(items)).items, index)
    shown = [cards.of(item) for item in items]
    folded = [word.folded for word in asked]
    body: list[Any] = [
        wish.q,
        [card.title for card in shown],
        [_beside(card, cards.words(f"kind.{card.kind}"), folded) for card in shown],
        [cards.addresses.public(card.href) for card in shown],
    ]
    tag = answering.tag_of(SUGGESTIONS, "suggestions", repr(wish.pairs()), language)
    return answering.reply(SUGGESTIONS, tag, lambda: msgspec.json.encode(body))


def _beside(card: Card, kind: str, folded: list[str]) -> str:
    """Return what is told beside a suggestion: its kind, and the words around what was found where the title has none of it."""
    if not card.text or any(each.hit for each in segments(card.title, folded)):
        return kind
    at = next((start for start, _ in spans(card.text.value, folded)), None)
    return kind if at is None else f"{kind} · …{card.text.value[max(0, at - _BEFORE) : at + _AFTER]}…"


@search.get("/opensearch.xml")
def description() -> Response:
    """Answer with the OpenSearch description, which browsers find through the ``search`` link of every page."""
    now = served()
    language = chrome.language()
    tag = answering.tag_of(OPENSEARCH, "opensearch", language)
    base = now.iris.base.rstrip("/")
    return answering.reply(OPENSEARCH, tag, lambda: render_template("search/opensearch.xml", base=base))
