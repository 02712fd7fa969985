"""The routes of ``/reconcile``: the service itself, suggestions, previews, and properties to extend with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from server.reconcile import messages
from server.reconcile.answers import Json, Speaker
from server.reconcile.entities import index
from server.reconcile.matching import candidates
from server.release import answering
from server.release.live import served
from server.web import chrome, responses, security
from server.web.numbers import number_of
from server.web.problems import Problem
from server.web.representations import HTML, JSON
from server.words.addresses import Addresses

reconcile = Blueprint("reconcile", __name__)

_FRAMED = security.CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
"""A preview is there to be shown inside another site; nothing in it acts on a click but a link that opens elsewhere."""

_SUGGESTERS: Mapping[str, Callable[[Speaker, str, int], Json]] = {
    "entity": Speaker.suggest_entities,
    "property": Speaker.suggest_properties,
    "type": Speaker.suggest_types,
}


def _speaker() -> Speaker:
    now = served()
    return Speaker(index(now), now, chrome.language())


def _said(content: Callable[[], Any]) -> Response:
    """Answer with JSON; what a GET asks for may be kept."""
    if request.method == "POST":
        return responses.answer(msgspec.json.encode(content()), JSON, None)
    tag = answering.tag_of(JSON, chrome.language(), request.full_path)
    return answering.reply(JSON, tag, lambda: msgspec.json.encode(content()))


@reconcile.route("/reconcile", methods=["GET", "POST"])
def service() -> Response:
    """Answer a batch of queries or an extension; with neither, say what this service can do."""
    given = request.values
    if "queries" in given:
        return _said(lambda: _results(messages.queries(given["queries"])))
    if "extend" in given:
        return _said(lambda: _speaker().extended(messages.extension(given["extend"])))
    return _said(lambda: _speaker().manifest(_root()))


def _results(batch: Mapping[str, messages.Query | str]) -> Json:
    speaker, known = _speaker(), index(served())
    return speaker.results(
        {
            key: query if isinstance(query, str) else candidates(query, known, speaker.type_prefix)
            for key, query in batch.items()
        }
    )


@reconcile.get("/reconcile/suggest/<what>")
def suggest(what: str) -> Response:
    """Complete what someone has begun to write."""
    if what not in _SUGGESTERS:
        raise Problem.not_found(f"Nothing suggests {what!r}. There is: {', '.join(_SUGGESTERS)}.")
    given = request.args.get("cursor", "0")
    cursor = number_of(given, least=0)
    if cursor is None:
        raise Problem.bad_request(f"cursor={given[:20]!r} is no number of suggestions to skip.")
    prefix = messages.prefix(request.args.get("prefix", ""))
    return _said(lambda: _SUGGESTERS[what](_speaker(), prefix, cursor))


@reconcile.get("/reconcile/properties")
def properties() -> Response:
    """Propose the properties that entities of a type can be extended with."""
    limit = number_of(request.args.get("limit", ""))
    return _said(lambda: _speaker().proposed(request.args.get("type"), limit))


@reconcile.get("/reconcile/view")
def view() -> AnyResponse:
    """Send on to the page of an entity."""
    entity = _entity()
    return redirect(Addresses(served().iris, chrome.wish()).document(entity) or entity, 303)


@reconcile.get("/reconcile/preview")
def preview() -> Response:
    """Show an entity in a small frame of another site."""
    entity = _entity()
    href = Addresses(served().iris, chrome.wish()).document(entity) or entity

    def page() -> str:
        return render_template("reconcile/preview.html", entity=entity, href=href, **_speaker().preview(entity))

    response = answering.reply(HTML, answering.tag_of(HTML, "preview", entity), page)
    response.headers["Content-Security-Policy"] = _FRAMED
    return response


@reconcile.get("/reconcile/about")
def about() -> Response:
    """Tell people what this service is for and how to use it."""
    root = _root()

    def page() -> str:
        return render_template("reconcile/about.html", manifest=_speaker().manifest(root), service=f"{root}/reconcile")

    return answering.reply(HTML, answering.tag_of(HTML, "about reconciliation", root), page)


def _root() -> str:
    """Return where this service is: under the base that is configured, whatever host was asked."""
    return served().iris.base.rstrip("/")


def _entity() -> str:
    entity = request.args.get("id", "")
    if entity not in index(served()).types:
        raise Problem.not_found(
            f"id={entity!r} is no agency, function, theme, requirement or jurisdiction of this release."
        )
    return entity
