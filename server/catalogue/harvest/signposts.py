"""FAIR Signposting (https://signposting.org/FAIR/): where a machine that stands before a dataset goes next.

Every answer links to the identifier, the descriptions, the files and the licence; a link set (RFC 9264) has all files of a
dataset that has more than a header should name, and what each description and file links back to.
"""

from __future__ import annotations

from server.catalogue.answering import LANDING
from server.catalogue.dcat import distributions
from server.catalogue.dcat.edition import PUBLISHER, Edition, dataset
from server.web.links import LINKSET, LINKSET_TYPE, Signpost, header_of, linkset
from server.web.representations import HTML, Representation, Writer
from server.words.addresses import to

LINK_SET = Representation(LINKSET_TYPE, LINKSET, "Link set", Writer.DATA)
_ITEMS = 20
"""How many files a header names."""


def header(edition: Edition, name: str, own: Representation) -> str:
    """Return the ``Link`` header of a dataset in a representation."""
    links = of_page(edition, name, _ITEMS) if own is HTML else of_description(edition, name)
    return header_of(links)


def of_page(edition: Edition, name: str, most: int | None = None) -> list[Signpost]:
    """Return the links of a dataset's page, with at most so many files."""
    formats = [each for each in LANDING if each is not HTML]
    return [
        Signpost(edition.iris.absolute(dataset(name)), "cite-as"),
        Signpost("https://schema.org/Dataset", "type"),
        Signpost("https://schema.org/AboutPage", "type"),
        Signpost(edition.iris.absolute(PUBLISHER), "author"),
        *_terms(edition, name),
        *(Signpost(to("dataset_file", name, each.suffix), "describedby", each.media_type) for each in formats),
        *(
            Signpost(to("file", dump.path), "item", dump.media_type)
            for dump in distributions.files(edition, name)[:most]
        ),
        Signpost(to("dataset_file", name, LINK_SET.suffix), "linkset", LINK_SET.media_type),
    ]


def of_description(edition: Edition, name: str) -> list[Signpost]:
    """Return the links of a dataset's description in RDF."""
    return [
        Signpost(edition.iris.absolute(dataset(name)), "cite-as"),
        Signpost("https://schema.org/Dataset", "type"),
        *_terms(edition, name),
        Signpost(to("dataset", name), "describes", HTML.media_type),
    ]


def of_file(name: str) -> list[Signpost]:
    """Return the links of a file: back to the page of its dataset."""
    return [Signpost(to("dataset", name), "collection", HTML.media_type)]


def _terms(edition: Edition, name: str) -> list[Signpost]:
    license_iri = distributions.license_of(edition, name)
    return [Signpost(license_iri, "license"), Signpost(to("catalog"), "collection", "text/turtle")]


def file_links(name: str) -> str:
    """Return the ``Link`` header of a file of a dataset."""
    return header_of(of_file(name))


def link_set(edition: Edition, name: str) -> bytes:
    """Return all links of a dataset, its descriptions and its files as a link set in JSON (RFC 9264 §4.2)."""
    page = to("dataset", name)
    about = {page: [each for each in of_page(edition, name) if each.relation != "linkset"]}
    about |= {
        to("dataset_file", name, each.suffix): of_description(edition, name) for each in LANDING if each is not HTML
    }
    about |= {to("file", dump.path): of_file(name) for dump in distributions.files(edition, name)}
    return linkset(about, lambda target: _whole(edition, target))


def _whole(edition: Edition, target: str) -> str:
    return edition.address(target) if target.startswith("/") else target
