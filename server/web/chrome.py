"""What every page has around it: title, navigation, the language and its switch, security headers.

All templates extend ``base.html`` and find here ``words``, ``language`` and ``wish``; ``marked`` and ``tag`` are
in ``macros.html``.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import operator
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from flask import Flask, Response, g, request

from server.web import security, social_card
from server.words.addresses import Addresses, carrying, to, with_query
from server.words.anchors import anchor, anchors, tag, titled
from server.words.language import HTML_TAGS, NAMES, Language, Words, choose, other, word_files
from server.words.letters import fitting
from server.words.phrases import phrased

NAVIGATION = ("plans", "measures", "themes", "agencies", "compare", "quality", "sparql", "catalog")
"""The sections in the navigation; each has a word ``nav.…`` and the address ``/…``."""

CARDS = (*NAVIGATION, "network", "deadlines", "map")
"""The rooms with a card of their own for whoever shows a link to one of their pages; all others have that of the site."""


def room_title(room: str, words: Words) -> str:
    """Return what a room of :data:`CARDS` is called."""
    return words.known(f"nav.{room}") or words(f"whole.{room}")


def language() -> Language:
    """Return the language of the current request, whose answer then depends on it."""
    g.by_language = True
    return choose(request.args.get("lang"), request.headers.get("Accept-Language"))


def wish() -> Language | None:
    """Return the language that the address names, which links carry on; nothing where it names none."""
    return language() if request.args.get("lang") in NAMES else None


def _switched(to: Language) -> str:
    """Return the address of this page in another language."""
    query = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return with_query("", [*query, ("lang", to)])


def around() -> dict[str, object]:
    """Return what the base template needs."""
    own = language()
    words = Words(own)
    now = g.lease.served if "lease" in g else None
    title = now.manifest.publication.title.get(own) if now else None
    return {
        "words": words,
        "language": own,
        "html_tag": HTML_TAGS[own],
        "html_tags": HTML_TAGS,
        "wish": wish(),
        "to": carrying(wish()),
        "switch": {"href": _switched(other(own)), "name": NAMES[other(own)], "html_tag": HTML_TAGS[other(own)]},
        "site_title": title or words("site.title"),
        "navigation": NAVIGATION,
        "look": look(),
        "release_id": now.id if now else None,
        "public": Addresses(now.iris).public if now else str,
        "card": _card(own) if now and social_card.font_file() else "",
    }


def _card(language: Language) -> str:
    room = request.path.split("/")[1]
    return to("card", room if room in CARDS else "home", lang=language)


def moment(at: str) -> str:
    """Return a time as people read it, to the minute: ``2026-11-25 17:00 UTC`` for ``2026-11-25T17:00:32Z``."""
    return f"{at[:10]} {at[11:16]} UTC"


def runs(items: Iterable[Any], attribute: str) -> list[tuple[Any, list[Any]]]:
    """Return items that stand together and have the same value of an attribute, by that value, in their order."""
    return [(value, list(each)) for value, each in itertools.groupby(items, operator.attrgetter(attribute))]


def _say_languages(response: Response) -> Response:
    """Say of an answer that was made, or found unchanged, by the language of the request that it depends on it, and of a
    page which one it is in.
    """
    if "by_language" in g:
        response.vary.add("Accept-Language")
        if response.mimetype == "text/html" and response.status_code != HTTPStatus.NOT_MODIFIED:
            response.headers["Content-Language"] = HTML_TAGS[language()]
    return response


def register(app: Flask) -> None:
    """Put the frame around every page of an application."""
    app.context_processor(around)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "fitting": fitting, "moment": moment, "groupby_runs": runs,
        "anchor": anchor, "anchors": anchors, "tag": tag, "titled": titled, "phrased": phrased,
    }  # fmt: skip # entries side by side
    app.after_request(security.harden)
    app.after_request(_say_languages)


@functools.cache
def look() -> str:
    """Return a digest of templates, styles, scripts and words: an entity tag changes with them."""
    digest = hashlib.blake2b(digest_size=8)
    for entry in _files(files("server")):
        digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def _files(package: Traversable) -> Iterator[Traversable]:
    yield from word_files()
    yield from (entry for entry in (package / "static").iterdir() if entry.name.endswith((".css", ".js")))
    folders = [package / "templates"]
    while folders:
        for entry in sorted(folders.pop().iterdir(), key=lambda each: each.name):
            if entry.is_dir():
                folders.append(entry)
            elif entry.name.endswith(".html"):
                yield entry
