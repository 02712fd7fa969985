"""FAIR Signposting (https://signposting.org/FAIR/): where a machine that stands before a dataset goes next.

Every answer links to the identifier, the descriptions, the files and the licence; a link set (RFC 9264) has all files of a
dataset that has more than a header should name, and what each description and file links back to.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from server.catalogue.answering import LANDING
from server.catalogue.dcat import distributions
from server.catalogue.dcat.edition import PUBLISHER, Edition, dataset
from server.web.representations import HTML, Representation, Writer
from server.words import addresses

LINK_SET = Representation("application/linkset+json", "linkset", "Link set", Writer.DATA)
_ITEMS = 20
"""How many files a header names."""


class CatalogueLink(NamedTuple):
    """A link: its relation, where it leads, relative to the base, and the media type of what is there, if that is known."""

    relation: str
    target: str
    media_type: str = ""


def header(edition: Edition, name: str, own: Representation) -> str:
    """Return the ``Link`` header of a dataset in a representation."""
    links = of_page(edition, name, _ITEMS) if own is HTML else of_description(edition, name)
    return ", ".join(map(_written, links))


def of_page(edition: Edition, name: str, most: int | None = None) -> list[CatalogueLink]:
    """Return the links of a dataset's page, with at most so many files."""
    page = f"/doc/{dataset(name)}"
    formats = [each for each in LANDING if each is not HTML]
    return [
        CatalogueLink("cite-as", edition.iris.absolute(dataset(name))),
        CatalogueLink("type", "https://schema.org/Dataset"),
        CatalogueLink("type", "https://schema.org/AboutPage"),
        CatalogueLink("author", edition.iris.absolute(PUBLISHER)),
        *_terms(edition, name),
        *(CatalogueLink("describedby", f"{page}.{each.suffix}", each.media_type) for each in formats),
        *(
            CatalogueLink("item", addresses.dump(dump.path), dump.media_type)
            for dump in distributions.files(edition, name)[:most]
        ),
        CatalogueLink("linkset", f"{page}.{LINK_SET.suffix}", LINK_SET.media_type),
    ]


def of_description(edition: Edition, name: str) -> list[CatalogueLink]:
    """Return the links of a dataset's description in RDF."""
    return [
        CatalogueLink("cite-as", edition.iris.absolute(dataset(name))),
        CatalogueLink("type", "https://schema.org/Dataset"),
        *_terms(edition, name),
        CatalogueLink("describes", f"/doc/{dataset(name)}", HTML.media_type),
    ]


def of_file(name: str) -> list[CatalogueLink]:
    """Return the links of a file: back to the page of its dataset."""
    return [CatalogueLink("collection", f"/doc/{dataset(name)}", HTML.media_type)]


def _terms(edition: Edition, name: str) -> list[CatalogueLink]:
    license_iri = distributions.license_of(edition, name)
    return [CatalogueLink("license", license_iri), CatalogueLink("collection", "/catalog", "text/turtle")]


def _written(link: CatalogueLink) -> str:
    kind = f'; type="{link.media_type}"' if link.media_type else ""
    return f'<{link.target}>; rel="{link.relation}"{kind}'


def file_links(name: str) -> str:
    """Return the ``Link`` header of a file of a dataset."""
    return ", ".join(map(_written, of_file(name)))


def link_set(edition: Edition, name: str) -> bytes:
    """Return all links of a dataset, its descriptions and its files as a link set in JSON (RFC 9264 §4.2)."""
    page = f"/doc/{dataset(name)}"
    about = {page: [each for each in of_page(edition, name) if each.relation != "linkset"]}
    about |= {f"{page}.{each.suffix}": of_description(edition, name) for each in LANDING if each is not HTML}
    about |= {addresses.dump(dump.path): of_file(name) for dump in distributions.files(edition, name)}
    contexts = [{"anchor": _whole(edition, anchor), **_targets(edition, links)} for anchor, links in about.items()]
    return msgspec.json.format(msgspec.json.encode({"linkset": contexts}), indent=1)


def _targets(edition: Edition, links: list[CatalogueLink]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for link in links:
        target = {"href": _whole(edition, link.target)} | ({"type": link.media_type} if link.media_type else {})
        found.setdefault(link.relation, []).append(target)
    return found


def _whole(edition: Edition, target: str) -> str:
    return edition.address(target) if target.startswith("/") else target
