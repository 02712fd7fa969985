"""Memento (RFC 7089): what stood at an address at a time, for things and files.

``/timegate/<path>`` sends on to the release that was live at ``Accept-Datetime``; ``/timemap/<path>`` lists the releases that
held it; ``/releases/<id>/doc/…`` is the document of a thing as that release had it, which never changes.
"""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.http import parse_date
from werkzeug.wrappers import Response as AnyResponse

from mapping.release.history import History
from mapping.release.journal import PublicationEvent
from mapping.release.release import Release
from server.catalogue.answering import IMMUTABLE, LANDING, chosen, http_date, split
from server.release import answering
from server.release.live import served
from server.release.shelf import on_shelf, shelf
from server.web import rdf, responses
from server.web.problems import Problem
from server.web.representations import HTML, LINK_FORMAT
from server.words.addresses import Addresses, to
from server.words.prefixes import prefixes

mementos = Blueprint("mementos", __name__)
_SAFE = "/:@!$&'()*+,;=~-._"
_OF_THE_CATALOGUE = ("/doc/id/dataset/", "/doc/id/series/", "/doc/id/service/")
"""Documents that no release holds: the catalogue is made from release and journal."""
_LISTED = 100
"""How many releases a time map looks into, the newest first."""


def wanted_moment() -> str | None:
    """Return the time that ``Accept-Datetime`` asks for, as the journal writes it; raises :class:`Problem` for no date."""
    given = request.headers.get("Accept-Datetime")
    if given is None:
        return None
    try:
        found = parse_date(given)
        if found is not None:
            return f"{found.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    except (ValueError, OverflowError):  # a day before the year 1, or after 9999, once its zone is reckoned in
        pass
    like = http_date("2026-01-31T12:00:00Z")
    raise Problem.worded(HTTPStatus.BAD_REQUEST, "datetime", None, given=given[:60], like=like)


def links(path: str, gate: str | None = None) -> str:
    """Return the ``Link`` header of an original resource, or of a memento of it, at a decoded path."""
    safe = quote(path, safe=_SAFE)
    base = served().iris.base.rstrip("/")
    time_gate = f"{base}{quote(gate, safe=_SAFE)}" if gate else f"{base}/timegate{safe}"
    return (
        f'<{base}{safe}>; rel="original", <{time_gate}>; rel="timegate", '
        f'<{base}/timemap{safe}>; rel="timemap"; type="{LINK_FORMAT.media_type}"'
    )


@mementos.after_app_request
def point_to_time(response: Response) -> Response:
    """Let the documents of things say where their past is."""
    of_a_thing = request.path.startswith("/doc/") and not request.path.startswith(_OF_THE_CATALOGUE)
    if of_a_thing and response.status_code in {200, 304, 410}:
        response.headers["Link"] = ", ".join(
            filter(None, (response.headers.get("Link"), links(_thing_path(request.path))))
        )
    return response


def _thing_path(path: str) -> str:
    """Return the path of a document without the suffix of a representation."""
    return split(path, LANDING)[0]


@mementos.get("/timegate/<path:path>")
def gate(path: str) -> AnyResponse:
    """Send on to what stood at a path at ``Accept-Datetime``, now if no time is given."""
    event = held_at(path, wanted_moment())
    response = redirect(to("kept_file", event.release, path), HTTPStatus.FOUND)
    response.headers["Link"] = links(f"/{path}")
    response.headers["Cache-Control"] = "public, max-age=60"
    response.vary.add("Accept-Datetime")
    return response


def held_at(path: str, wanted: str | None) -> PublicationEvent:
    """Return the release that was live at a time, now if none is given: the nearest one that is kept and held the thing."""
    known = shelf().history
    held = [event for event in _kept(known) if _holds(event, path)]
    if not held:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "never_held", thing=f"/{path}")
    before = [event for event in held if event.at <= (wanted or known.last)]
    return before[-1] if before else held[0]


def _kept(known: History) -> list[PublicationEvent]:
    """Return the events of releases that are kept, oldest first."""
    kept = set(shelf().kept())
    return [event for event in known.events if event.release in kept][-_LISTED:]


def _holds(event: PublicationEvent, path: str) -> bool:
    shelved = shelf().get(event.release)
    if shelved is None:
        return False
    if path.startswith("dumps/"):
        return path in shelved.dumps
    return bool(_statements(shelved, path))


def _statements(shelved: Release, path: str) -> list[ox.Triple]:
    """Return what a release says of a thing and of its parts that have a fragment."""
    thing = Addresses(shelved.manifest.publication.iris).iri(path.removeprefix("doc/"))
    if thing is None:
        return []
    found = shelved.quads.quads_for_pattern(ox.NamedNode(thing), None, None, None)
    return sorted({quad.triple for quad in found}, key=str)


@mementos.get("/timemap/<path:path>")
def time_map(path: str) -> Response:
    """Answer with the releases that held what stands at a path (RFC 7089 §5)."""
    known = shelf().history
    base = served().iris.base
    safe = quote(path, safe=_SAFE)
    held = [event for event in _kept(known) if _holds(event, path)]
    if not held:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "never_held", thing=f"/{path}")
    lines = [f'<{base}{safe}>; rel="original"', f'<{base}timegate/{safe}>; rel="timegate"']
    span = f'from="{http_date(held[0].at)}"; until="{http_date(held[-1].at)}"'
    lines.append(f'<{base}timemap/{safe}>; rel="self"; type="{LINK_FORMAT.media_type}"; {span}')
    last = len(held) - 1
    for place, event in enumerate(held):
        relation = " ".join(filter(None, ("first" if place == 0 else "", "last" if place == last else "", "memento")))
        lines.append(f'<{base}releases/{event.release}/{safe}>; rel="{relation}"; datetime="{http_date(event.at)}"')
    tag = responses.entity_tag(known.last, path, str(len(known.events)), ",".join(event.release for event in held))
    return answering.reply(LINK_FORMAT, tag, lambda: ",\n".join(lines) + "\n")


@mementos.get("/releases/<release>/doc/<path:path>")
def memento(release: str, path: str) -> Response:
    """Answer with what a release says of a thing."""
    name, suffix = split(path, LANDING)
    representation = chosen(LANDING, suffix)
    shelved = on_shelf(release)
    triples = _statements(shelved, f"doc/{name}")
    if not triples:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "says_nothing", release=release, name=name)

    def body() -> str | bytes:
        if representation is HTML:
            return render_template("catalogue/memento.html", triples=triples, name=name, release=release)
        return rdf.serialized(triples, representation, prefixes(shelved.manifest.publication.iris))

    of_page = (
        representation is HTML
    )  # what is around it is of the live release; the statements are of this one for ever
    tag = (
        answering.tag_of(HTML, release, name)
        if of_page
        else responses.entity_tag(release, name, representation.media_type)
    )
    response = answering.reply(representation, tag, body)
    response.headers["Link"] = links(f"/doc/{name}")
    if published := shelf().history.of_release(release):
        response.headers["Memento-Datetime"] = http_date(published[0].at)
    if representation is not HTML:
        response.headers["Cache-Control"] = IMMUTABLE
    return response
