"""FAIR Signposting (https://signposting.org/FAIR/): where a machine that stands before a dataset goes next.

Every answer links to the identifier, the descriptions, the files and the licence; a link set (RFC 9264) has all files of a
dataset that has more than a header should name, and what each description and file links back to.
"""

from __future__ import annotations

from server.catalogue.answering import LANDING
from server.catalogue.dcat import distributions
from server.catalogue.dcat.edition import PUBLISHER, CatalogueDataset, Edition
from server.web.links import Signpost, header_of, linkset
from server.web.representations import HTML, LINK_SET, Representation
from server.words.addresses import to

_ITEMS = 20
"""How many files a header names."""


def header(dataset: CatalogueDataset, own: Representation) -> str:
    """Return the ``Link`` header of a dataset in a representation."""
    links = of_page(dataset, _ITEMS) if own is HTML else of_description(dataset)
    return header_of(links)


def of_page(dataset: CatalogueDataset, most: int | None = None) -> list[Signpost]:
    """Return the links of a dataset's page, with at most so many files."""
    formats = [each for each in LANDING if each is not HTML]
    return [
        Signpost(dataset.iri, "cite-as"),
        Signpost("https://schema.org/Dataset", "type"),
        Signpost("https://schema.org/AboutPage", "type"),
        Signpost(dataset.edition.iris.absolute(PUBLISHER), "author"),
        *_terms(dataset),
        *(Signpost(to("dataset_file", dataset.name, each.suffix), "describedby", each.media_type) for each in formats),
        *(Signpost(to("file", dump.path), "item", dump.media_type) for dump in distributions.files(dataset)[:most]),
        Signpost(to("dataset_file", dataset.name, LINK_SET.suffix), "linkset", LINK_SET.media_type),
    ]


def of_description(dataset: CatalogueDataset) -> list[Signpost]:
    """Return the links of a dataset's description in RDF."""
    return [
        Signpost(dataset.iri, "cite-as"),
        Signpost("https://schema.org/Dataset", "type"),
        *_terms(dataset),
        Signpost(to("dataset", dataset.name), "describes", HTML.media_type),
    ]


def of_file(name: str) -> list[Signpost]:
    """Return the links of a file: back to the page of its dataset."""
    return [Signpost(to("dataset", name), "collection", HTML.media_type)]


def _terms(dataset: CatalogueDataset) -> list[Signpost]:
    license_iri = dataset.license
    return [Signpost(license_iri, "license"), Signpost(to("catalog"), "collection", "text/turtle")]


def file_links(name: str) -> str:
    """Return the ``Link`` header of a file of a dataset."""
    return header_of(of_file(name))


def link_set(dataset: CatalogueDataset) -> bytes:
    """Return all links of a dataset, its descriptions and its files as a link set in JSON (RFC 9264 §4.2)."""
    page = to("dataset", dataset.name)
    about = {page: [each for each in of_page(dataset) if each.relation != "linkset"]}
    about |= {
        to("dataset_file", dataset.name, each.suffix): of_description(dataset) for each in LANDING if each is not HTML
    }
    about |= {to("file", dump.path): of_file(dataset.name) for dump in distributions.files(dataset)}
    return linkset(about, lambda target: _whole(dataset.edition, target))


def _whole(edition: Edition, target: str) -> str:
    return edition.address(target) if target.startswith("/") else target
