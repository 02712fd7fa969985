"""What happened to the plans: a Linked Data Event Stream (https://w3id.org/ldes/specification), and an Atom feed for people.

A page of the stream holds a fixed number of events and follows from the journal alone. A full page never changes. The root
node, which leads to the pages, has an address of its own: a client takes as a node only what bears the address that it asked.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from xml.etree import ElementTree as ET

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from mapping.release.history import PlanEvent
from mapping.release.tables import xml_text
from ontology.iris import of_plan, plan, publisher
from server.catalogue.answering import CATALOGUE, chosen, reply, split
from server.catalogue.dcat import datasets
from server.catalogue.dcat.edition import Edition, current, dataset_reference
from server.catalogue.dcat.texts import texts
from server.web import atom, rdf
from server.web.numbers import number_of
from server.web.problems import Problem
from server.web.representations import ATOM, HTML, Representation
from server.web.responses import see
from server.words.addresses import to

events = Blueprint("events", __name__)

PAGE = 100
"""How many events a page holds; changing it would change pages that are cached for ever."""
_FEED = 50
_ROOT = "stream/root"
_KINDS = {"create": "as:Create", "update": "as:Update", "delete": "as:Delete"}
_OFFERS = tuple(each for each in CATALOGUE if each is not HTML)
_PREFIXES = {
    "as": "https://www.w3.org/ns/activitystreams#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "ldes": "https://w3id.org/ldes#",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "tree": "https://w3id.org/tree#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CONTEXT = {
    **_PREFIXES,
    "id": "@id",
    "type": "@type",
    "at": {"@id": "as:published", "@type": "xsd:dateTime"},
    "checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
    "member": {"@id": "tree:member", "@type": "@id"},
    "node": {"@id": "tree:node", "@type": "@id"},
    "object": {"@id": "as:object", "@type": "@id"},
    "origin": {"@id": "as:result", "@type": "@id"},
    "path": {"@id": "tree:path", "@type": "@id"},
    "relation": {"@id": "tree:relation", "@type": "@id"},
    "release": {"@id": "prov:wasInfluencedBy", "@type": "@id"},
    "file": {"@id": "as:url", "@type": "@id"},
    "digest": {"@id": "dcat:version"},
    "timestampPath": {"@id": "ldes:timestampPath", "@type": "@id"},
    "title": {"@id": "dct:title", "@container": "@language"},
    "value": {"@id": "tree:value", "@type": "xsd:dateTime"},
    "versionOfPath": {"@id": "ldes:versionOfPath", "@type": "@id"},
    "view": {"@id": "tree:view", "@type": "@id"},
}


@events.get("/stream", defaults={"suffix": None})
@events.get("/stream.<suffix>")
def stream(suffix: str | None) -> Response:
    """Answer with the stream and the way to each of its pages."""
    return _described(suffix)


@events.get(f"/{_ROOT}", defaults={"suffix": None})
@events.get(f"/{_ROOT}.<suffix>")
def root(suffix: str | None) -> Response:
    """Answer with the same at the address of the node that it describes."""
    return _described(suffix)


def _described(suffix: str | None) -> Response:
    edition = current()
    representation = chosen(_OFFERS, suffix)
    return reply(edition, representation, lambda: _write(edition, [_stream(), *_ways(edition)], representation))


@events.get("/stream/<path>")
def page(path: str) -> Response:
    """Answer with a page of the stream; a full one may be kept for ever."""
    name, suffix = split(path, _OFFERS)
    edition = current()
    last = pages(edition)
    number = number_of(name, last)
    if number is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "stream_page", None, name=name[:20], last=str(last))
    representation = chosen(_OFFERS, suffix)
    nodes = _page(edition, number)
    return reply(
        edition,
        representation,
        lambda: _write(edition, nodes, representation),
        immutable=len(edition.history.changes) >= number * PAGE,
    )


@events.get("/id/event/<int:number>")
def identify(number: int) -> AnyResponse:
    """Send on from an event to the page that holds it."""
    if not 1 <= number <= len(current().history.changes):
        raise Problem.worded(HTTPStatus.NOT_FOUND, "event", None, number=str(number))
    return see(to("stream_page", (number - 1) // PAGE + 1))


def pages(edition: Edition) -> int:
    """Return the number of pages; behind a full one stands an empty one, to which the full one points already."""
    return len(edition.history.changes) // PAGE + 1


def on_page(edition: Edition, number: int) -> tuple[PlanEvent, ...]:
    """Return the events on a page, oldest first."""
    return edition.history.changes[(number - 1) * PAGE : number * PAGE]


def _stream() -> dict[str, Any]:
    """Return what every page says of the stream, so that a client knows it wherever it begins."""
    return {
        "id": "stream",
        "type": "ldes:EventStream",
        "title": texts("services.stream"),
        "timestampPath": "as:published",
        "versionOfPath": "as:object",
        "view": _ROOT,
    }


def _ways(edition: Edition) -> list[dict[str, Any]]:
    ways = [{"id": f"{_ROOT}#way-{number}", **_way(edition, number)} for number in range(1, pages(edition) + 1)]
    return [{"id": _ROOT, "type": "tree:Node", "relation": [way["id"] for way in ways]}, *ways]


def _way(edition: Edition, number: int) -> dict[str, Any]:
    """Return the relation to a page: it holds what happened since its first event."""
    first = next(iter(on_page(edition, number)), None)
    if first is None:
        return {"type": "tree:Relation", "node": f"stream/{number}"}
    kind = "tree:GreaterThanOrEqualToRelation"
    return {"type": kind, "node": f"stream/{number}", "path": "as:published", "value": first.at}


def _page(edition: Edition, number: int) -> list[dict[str, Any]]:
    """Return a page. What it says of the stream and of the page behind it is true for ever."""
    found = on_page(edition, number)
    node: dict[str, Any] = {"id": f"stream/{number}", "type": "tree:Node"}
    if len(found) == PAGE:
        node["relation"] = [f"stream/{number}#next"]
    nodes = [{**_stream(), "member": [_reference(each) for each in found]}, node]
    if len(found) == PAGE:
        nodes.append({"id": f"stream/{number}#next", "type": "tree:Relation", "node": f"stream/{number + 1}"})
    for each in found:
        nodes += _event(each)
    return nodes


def _reference(event: PlanEvent) -> str:
    return publisher("event", event.number)


def _event(event: PlanEvent) -> list[dict[str, Any]]:
    """Return a member. The plan itself is in the file that it names, as it was in that release."""
    node: dict[str, Any] = {
        "id": _reference(event),
        "type": _KINDS[event.change],
        "at": event.at,
        "object": plan(event.plan),
        "release": publisher("release", event.release),
    }
    if event.change == "delete":
        return [node]
    version = f"{_reference(event)}#version"
    file = to("kept_file", event.release, f"dumps/plan/{event.plan}.ttl").lstrip("/")
    node |= {"origin": version, "digest": event.digest[:16], "file": file}
    return [node, {"id": version, "type": "prov:Entity", "checksumValue": event.digest}]


def _write(edition: Edition, nodes: list[dict[str, Any]], representation: Representation) -> bytes:
    base = edition.iris.base
    written = json.dumps(
        {"@context": {**_CONTEXT, "@base": base}, "@graph": nodes}, ensure_ascii=False, indent=1
    ).encode()
    return rdf.written(written, representation, _PREFIXES)


@events.get("/feed.atom")
def feed() -> Response:
    """Answer with the last changes as an Atom feed (RFC 4287)."""
    edition = current()
    return reply(edition, ATOM, lambda: _atom(edition))


def _atom(edition: Edition) -> bytes:
    publication = edition.manifest.publication
    title = f"{publication.title['zh']} · {publication.title.get('en', '')}"
    own, page = edition.address("feed.atom"), edition.address("catalog")
    root = atom.begun("zh", own, page, title, edition.history.last, publication.publisher["zh"])
    for event in reversed(edition.history.changes[-_FEED:]):
        _add(root, edition, event)
    return xml_text.document(root)


def _add(root: ET.Element, edition: Edition, event: PlanEvent) -> None:
    happened = texts(f"page.{event.change}")
    known = (
        datasets.title(edition.datasets[event.plan])
        if event.plan in edition.plans
        else {"zh": event.plan, "en": event.plan}
    )
    entry = atom.add(
        root,
        edition.iris.absolute(_reference(event)),
        f"{happened['zh']}：{known['zh']}",
        event.at,
        f"{happened['zh']} / {happened['en']}: {known['en']}",
        edition.address(f"doc/{dataset_reference(event.plan)}"),
    )
    ET.SubElement(entry, "link", {"rel": "related", "href": edition.address(f"doc/{of_plan('plan', event.plan)}")})
