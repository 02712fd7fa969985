"""The routes of the pictures of the whole: ``/network`` and ``/deadlines``, and each by itself below ``/embed``."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, render_template, request

from server.pictures.network import web
from server.pictures.tiles import tiles
from server.pictures.timeline import timeline
from server.release.answering import reply_to_address
from server.release.embedding import PictureAddress, embedded, suffixed
from server.release.live import served
from server.search_index.cards import Cards
from server.search_index.items import MeasureItem, filled
from server.search_index.opened import opened
from server.search_index.parameters import Offer, read
from server.search_index.selection import Selection
from server.web import chrome
from server.web.problems import Problem
from server.web.representations import HTML, negotiate
from server.words.addresses import Addresses
from server.words.labels import Text
from server.words.language import Words
from server.words.links import Link

pictures = Blueprint("pictures", __name__)

_OFFER = Offer(facets=("jurisdiction",), paged=False)
_NEXT = 40
"""How many measures the page of deadlines lists: those that are due first."""


def _place(name: str) -> dict[str, str]:
    """Return the place that the picture is narrowed to, as the query of an address; raises :class:`Problem` for several."""
    chosen = read(request.args, _OFFER, f"/{name}", opened()).of("jurisdiction")
    if len(chosen) > 1:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "one_place")
    return dict(zip(("jurisdiction",), chosen, strict=False))


def _cards() -> Cards:
    return Cards(Addresses(served().iris, chrome.wish()), Words(chrome.language()))


def _network(place: dict[str, str]) -> dict[str, object]:
    return {"web": web(opened(), _cards(), tuple(place.values()))}


def _deadlines(place: dict[str, str]) -> dict[str, object]:
    index, write = opened(), _cards()
    asked = Selection(kinds=("measure",), keys=tuple((name, (key,)) for name, key in place.items()))
    first = index.find(asked.with_keys("dated", ("true",)), 1, _NEXT, "deadline")
    shown = [write.of(item) for item in filled(first.items, index) if isinstance(item, MeasureItem)]
    return {"line": timeline(index, write.addresses, asked, **place), "cards": shown, "query": place}


def _map(place: dict[str, str]) -> dict[str, object]:
    if place:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "map")
    return {"map": tiles(opened(), _cards(), served().store)}


_SHOWN: dict[str, Callable[[dict[str, str]], dict[str, object]]] = {
    "network": _network,
    "deadlines": _deadlines,
    "map": _map,
}


@pictures.get("/<any(network, deadlines, map):name>")
def page(name: str) -> Response:
    """Answer with the page of a picture."""
    negotiate(request.headers.get("Accept"), (HTML,))
    place = _place(name)

    def made() -> str:
        to = Addresses(served().iris).to
        alone = (to(each, name, **place, lang=chrome.language()) for each in ("embed", "picture"))
        return render_template(f"pictures/{name}.html", embed=PictureAddress(*alone), **_SHOWN[name](place))

    return reply_to_address(HTML, made)


@pictures.get("/embed/<name>")
def embed(name: str) -> Response:
    """Answer with a picture by itself."""
    name, representation = suffixed(name)
    if name not in _SHOWN:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "picture", name=name, known=", ".join(_SHOWN))
    addresses = Addresses(served().iris, chrome.wish())
    place = _place(f"embed/{name}")
    source = Link(addresses.to(name, **place), Text(Words(chrome.language())(f"whole.{name}"), chrome.language()))
    return embedded(representation, f"pictures/{name}.html", source, addresses.public, lambda: _SHOWN[name](place))
