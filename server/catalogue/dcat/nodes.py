"""The nodes of the catalogue's documents: typed values that, as JSON read with ``catalogue.jsonld``, *are* the RDF.

References are those of :mod:`ontology.iris`: a name under B is relative, one under V carries ``pg:``. Texts are one string a
language, Chinese first: a harvester that wants one language only, and has none of ours, takes the first.
"""

from __future__ import annotations

import msgspec

Texts = dict[str, str]
"""A text per language tag, ``zh`` before ``en``."""


def _always(*classes: str) -> tuple[str, ...]:
    """Return the default of a node's classes, which is written although it is the default."""
    found: tuple[str, ...] = msgspec.field(default_factory=lambda: classes)
    return found


class Node(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A node: its reference and its classes, all of them, because nobody infers the others."""

    id: str
    type: tuple[str, ...]


class Labelled(Node, frozen=True, kw_only=True):
    """A thing that is only named: of the authorities of others, or a part of a node. Each kind has its own label."""

    label: Texts | None = None
    plain_label: str | None = None
    pref_label: Texts | None = None
    title: Texts | None = None
    document_title: str | None = None
    in_scheme: str | None = None
    exact_match: str | None = None
    terms: str | None = None


class Agent(Node, frozen=True, kw_only=True):
    """Who publishes (``foaf:Agent``); ``mbox`` is a mailto IRI."""

    name: Texts
    terms: str
    homepage: str | None = None
    mbox: str | None = None
    type: tuple[str, ...] = _always("foaf:Agent", "foaf:Organization")


class Contact(Node, frozen=True, kw_only=True):
    """Where to write to (``vcard:Kind``): ``email`` is a mailto IRI, ``url`` a page."""

    full_name: Texts
    email: str | None = None
    url: str | None = None
    type: tuple[str, ...] = _always("vcard:Kind", "vcard:Organization")


class Location(Node, frozen=True, kw_only=True):
    """A jurisdiction with its extent in WKT."""

    pref_label: Texts
    bbox: str
    centroid: str
    in_scheme: str | None = None
    type: tuple[str, ...] = _always("dct:Location")


class PeriodNode(Node, frozen=True, kw_only=True):
    """A period, both ends inclusive (ISO 8601 dates)."""

    label: Texts
    start_date: str
    end_date: str
    type: tuple[str, ...] = _always("dct:PeriodOfTime")


class ChecksumNode(Node, frozen=True, kw_only=True):
    """SHA-256 in hex."""

    label: Texts
    checksum_value: str
    algorithm: str
    type: tuple[str, ...] = _always("spdx:Checksum")


class Distribution(Node, frozen=True, kw_only=True):
    """A file or a list. What only files have, which are whole: ``download_url``, ``byte_size`` and ``checksum``."""

    title: Texts
    description: Texts
    access_url: str
    download_url: str | None = None
    format: str
    media_type: str
    license: str
    rights: str
    availability: str
    language: tuple[str, ...]
    issued: str
    modified: str
    byte_size: str | None = None
    checksum: str | None = None
    conforms_to: tuple[str, ...] = ()
    access_service: str | None = None
    type: tuple[str, ...] = _always("dcat:Distribution")


class DatasetNode(Node, frozen=True, kw_only=True):
    """A dataset (DCAT-AP 3). Dates are ISO 8601 with a time, UTC."""

    identifier: str
    title: Texts
    description: Texts
    keyword: dict[str, tuple[str, ...]]
    issued: str
    modified: str
    version: str
    publisher: str
    creator: str
    contact_point: str
    license: str
    access_rights: str
    spatial: tuple[str, ...]
    temporal: str
    theme: tuple[str, ...]
    frequency: str
    landing_page: str
    provenance: str
    language: tuple[str, ...]
    conforms_to: tuple[str, ...]
    distributions: tuple[str, ...]
    in_series: str | None = None
    page: str | None = None
    was_generated_by: str | None = None
    type: tuple[str, ...] = _always("dcat:Dataset", "dcat:Resource")


class Series(Node, frozen=True, kw_only=True):
    """The implementation plans of one national document."""

    identifier: str
    title: Texts
    description: Texts
    keyword: dict[str, tuple[str, ...]]
    issued: str
    modified: str
    publisher: str
    contact_point: str
    spatial: tuple[str, ...]
    temporal: str
    theme: tuple[str, ...]
    frequency: str
    landing_page: str
    type: tuple[str, ...] = _always("dcat:DatasetSeries", "dcat:Resource")


class Service(Node, frozen=True, kw_only=True):
    """A data service."""

    identifier: str
    title: Texts
    description: Texts
    keyword: dict[str, tuple[str, ...]]
    endpoint_url: str
    endpoint_description: str
    conforms_to: tuple[str, ...]
    publisher: str
    contact_point: str
    license: str
    access_rights: str
    theme: tuple[str, ...]
    landing_page: str
    serves_dataset: tuple[str, ...] = ()
    type: tuple[str, ...] = _always("dcat:DataService", "dcat:Resource")


class CatalogRecord(Node, frozen=True, kw_only=True):
    """The entry of the catalogue about a dataset."""

    title: Texts
    primary_topic: str
    issued: str
    modified: str
    conforms_to: tuple[str, ...]
    status: str
    language: tuple[str, ...]
    type: tuple[str, ...] = _always("dcat:CatalogRecord")


class Catalog(Node, frozen=True, kw_only=True):
    """The catalogue; a page of it lists the datasets of that page."""

    identifier: str
    title: Texts
    description: Texts
    issued: str
    modified: str
    publisher: str
    contact_point: str
    license: str
    homepage: str
    language: tuple[str, ...]
    spatial: tuple[str, ...]
    theme_taxonomy: tuple[str, ...]
    datasets: tuple[str, ...]
    service: tuple[str, ...]
    record: tuple[str, ...]
    type: tuple[str, ...] = _always("dcat:Catalog", "dcat:Resource", "hydra:Collection")
    total_items: int = 0
    view: str = ""


class PageNode(Node, frozen=True, kw_only=True):
    """A page of the catalogue (``hydra:PartialCollectionView``); the last one has no ``next``."""

    label: Texts
    first: str
    last: str
    next: str | None = None
    previous: str | None = None
    type: tuple[str, ...] = _always("hydra:PartialCollectionView")


def as_json(node: Node) -> dict[str, object]:
    """Return a node as the JSON that it is written as."""
    found: dict[str, object] = msgspec.to_builtins(node)
    return found
