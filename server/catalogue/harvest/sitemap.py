"""For search engines: the sitemap of things that people look for, in parts, and ``robots.txt``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from http import HTTPStatus
from xml.etree import ElementTree as ET

from flask import Blueprint, Response

from mapping.release.tables import xml_text
from server.catalogue.answering import reply
from server.catalogue.dcat import datasets
from server.catalogue.dcat.edition import Edition, current
from server.release.live import Served, served
from server.web.problems import Problem
from server.web.representations import TEXT, XML
from server.words.addresses import Addresses

sitemap = Blueprint("sitemap", __name__)

PART = 10_000
"""How many addresses a part holds; the protocol allows 50,000."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SECTIONS = (
    "",
    "plans",
    "measures",
    "requirements",
    "themes",
    "agencies",
    "compare",
    "quality",
    "catalog",
    "releases",
    "sparql",
)


@sitemap.get("/robots.txt")
def robots() -> Response:
    """Let everybody read everything but answers that cost a query each."""
    edition = current()
    lines = [
        "User-agent: *",
        "Allow: /",
        "Disallow: /sparql?",
        "Disallow: /search?",
        f"Sitemap: {edition.address('sitemap.xml')}",
        "",
    ]
    return reply(edition, TEXT, lambda: "\n".join(lines))


@sitemap.get("/sitemap.xml")
def index() -> Response:
    """Answer with the list of parts."""
    edition, now = current(), served()
    return reply(edition, XML, lambda: _index(edition, math.ceil(len(now.once(_addresses, edition)) / PART)))


@sitemap.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """Answer with a part, counted from 1."""
    edition, now = current(), served()
    found = now.once(_addresses, edition)[(number - 1) * PART : number * PART] if number else []
    if not found:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "sitemap", None, number=str(number))
    return reply(edition, XML, lambda: _urls(found))


def _index(edition: Edition, parts: int) -> bytes:
    root = ET.Element("sitemapindex", xmlns=_NAMESPACE)
    for number in range(1, parts + 1):
        entry = ET.SubElement(root, "sitemap")
        ET.SubElement(entry, "loc").text = edition.address(f"sitemap-{number}.xml")
        ET.SubElement(entry, "lastmod").text = edition.history.last
    return xml_text.document(root)


def _urls(found: list[tuple[str, str]]) -> bytes:
    root = ET.Element("urlset", xmlns=_NAMESPACE)
    for address, modified in found:
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = address
        if modified:
            ET.SubElement(entry, "lastmod").text = modified
    return xml_text.document(root)


def _addresses(now: Served, edition: Edition) -> list[tuple[str, str]]:
    """Return every address with the time it last changed, empty where that is not known; the order is that of the release."""
    return [*_pages(edition), *_things(edition, now)]


def _pages(edition: Edition) -> Iterator[tuple[str, str]]:
    for section in _SECTIONS:
        yield edition.address(section), edition.history.last
    for dataset in edition.datasets.values():
        yield dataset.landing, dataset.modified
    for national in datasets.series_names(edition):
        yield edition.address(f"doc/id/series/{national}"), edition.history.last


def _things(edition: Edition, now: Served) -> Iterator[tuple[str, str]]:
    addresses = Addresses(edition.iris)
    for row in now.store.select("catalogue-things"):
        document = addresses.document(row.text("thing"))
        if document:
            plan = row.text("graph").rpartition("graph/plan/")[2]
            yield edition.address(document), edition.datasets[plan].modified if plan in edition.plans else ""
