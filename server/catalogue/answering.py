"""What every answer of the catalogue has in common: its tag follows from the edition, and it says when that was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from email.utils import format_datetime

from flask import Response, request
from werkzeug.http import parse_date

from server.catalogue.dcat.edition import Edition
from server.release import answering
from server.release.answering import Body
from server.web import chrome, responses
from server.web.representations import (
    HTML,
    JSON,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    TURTLE,
    Offers,
    Representation,
    negotiate,
)

CATALOGUE: Offers = (TURTLE, RDF_XML, JSON_LD, N_TRIPLES, HTML)
"""The catalogue: Turtle for a harvester that does not say, a page for a browser."""
LANDING: Offers = (HTML, TURTLE, RDF_XML, JSON_LD, N_TRIPLES)
"""A dataset: its page, and the same as RDF."""
RELEASE: Offers = (HTML, JSON)
"""A release: its page, and its manifest."""

IMMUTABLE = "public, max-age=31536000, immutable"


def chosen(offers: Offers, suffix: str | None = None) -> Representation:
    """Return the representation that the request asks for: a suffix, ``?format=``, then ``Accept``."""
    return negotiate(request.headers.get("Accept"), offers, suffix or request.args.get("format"))


def split(path: str, offers: Offers) -> tuple[str, str | None]:
    """Return a path without the suffix of a representation that is offered, and that suffix."""
    for each in offers:
        if path.endswith(f".{each.suffix}"):
            return path.removesuffix(f".{each.suffix}"), each.suffix
    return path, None


def reply(
    edition: Edition,
    representation: Representation,
    body: Body,
    *,
    headers: Mapping[str, str] | None = None,
    immutable: bool = False,
) -> Response:
    """Return the answer, or 304; a body is made once an edition and address, and kept."""
    spoken = (chrome.look(), chrome.language(), str(chrome.wish())) if representation is HTML else ()
    state = edition.iris.base if immutable else edition.tag
    tag = responses.entity_tag(state, request.full_path, *spoken, representation.media_type)
    response = _unmodified_since(edition, representation, tag) or answering.reply(representation, tag, body)
    if immutable:  # what never changes has no date that a later release would move
        response.headers["Cache-Control"] = IMMUTABLE
    else:
        response.headers["Last-Modified"] = http_date(edition.history.last)
    response.headers.extend(dict(headers or {}))
    return response


def _unmodified_since(edition: Edition, representation: Representation, tag: str) -> Response | None:
    """Return 304 for a harvester that knows dates only; pages also change with the software, so they have tags only."""
    if representation is HTML or "If-None-Match" in request.headers or not edition.history.last:
        return None
    since = parse_date(request.headers.get("If-Modified-Since"))
    if since is None or since < moment(edition.history.last):
        return None
    response = Response(status=304)
    response.headers["ETag"] = f'"{tag}"'
    return response


def moment(at: str) -> dt.datetime:
    """Return a time of the journal."""
    return dt.datetime.fromisoformat(at) if at else dt.datetime.fromtimestamp(0, dt.UTC)


def http_date(at: str) -> str:
    """Return a time of the journal as HTTP writes it."""
    return format_datetime(moment(at), usegmt=True)
