"""The front page."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from server.release.live import live, served
from server.things.pages import home
from server.things.reader import Reader
from server.web import chrome, responses
from server.web.answers import Kept
from server.web.representations import HTML, negotiate
from server.words.addresses import Addresses
from server.words.curies import Curies

front = Blueprint("front", __name__)


@front.get("/")
def get() -> Response:
    """Answer with the front page."""
    now = served()
    representation = negotiate(request.headers.get("Accept"), (HTML,))
    language, wish = chrome.language(), chrome.wish()
    events = live().shelf.history.of_release(now.id)
    at = events[-1].at if events else ""
    tag = responses.entity_tag(now.id, at, chrome.look(), "front", language, str(wish), representation.media_type)
    if unchanged := responses.not_modified(tag):
        return unchanged
    kept = live().answers.get(tag)
    if kept is None:
        reader = Reader(now.store, now.iris, Curies(now.iris))
        shown = home.page(reader, Addresses(now.iris), now.manifest, language, wish) | {"published": at[:10]}
        kept = Kept(body=render_template("home.html", **shown).encode())
        live().answers.put(tag, kept)
    return responses.answer(kept.body, representation, tag)
