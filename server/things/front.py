"""The front page."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from ontology.curies import Curies
from server.release import answering
from server.release.live import live, served
from server.things.pages import home
from server.things.pages.glossary import glossary
from server.things.reader import Reader
from server.web import chrome
from server.web.representations import HTML, negotiate
from server.words.addresses import Addresses

front = Blueprint("front", __name__)


@front.get("/")
def get() -> Response:
    """Answer with the front page."""
    now = served()
    representation = negotiate(request.headers.get("Accept"), (HTML,))
    language = chrome.language()
    events = live().shelf.history.of_release(now.id)
    at = events[-1].at if events else ""

    def page() -> str:
        reader = Reader(now.store, now.iris, Curies(now.iris))
        shown = home.page(reader, Addresses(now.iris, chrome.wish()), now.manifest, language) | {"published": at[:10]}
        return render_template("home.html", **shown)

    return answering.reply(representation, answering.tag_of(representation, "front", at), page)


@front.get("/help")
def help_page() -> Response:
    """Answer with help, what this is, what its words mean, whom to write to, and the licence."""
    now, language = served(), chrome.language()
    representation = negotiate(request.headers.get("Accept"), (HTML,))

    def page() -> str:
        context = {"publication": now.manifest.publication, "glossary": glossary(now.iris, language)}
        return render_template("help.html", **context)

    return answering.reply(representation, answering.tag_of(representation, "help"), page)
