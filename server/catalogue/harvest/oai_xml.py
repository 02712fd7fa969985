"""The XML of OAI-PMH: an answer is put together piece by piece and written once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from mapping.release.tables import xml_text
from ontology.iris import Iris, of_plan
from server.catalogue.dcat import catalog, datasets, distributions, document
from server.catalogue.dcat.edition import CatalogueDataset, Edition
from server.catalogue.dcat.nodes import Texts
from server.web.representations import RDF_XML

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9\-]*(?:\.[a-zA-Z][a-zA-Z0-9\-]*)+")
"""What the guidelines take for the name of a repository: a domain, and no number or name of a machine."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMA_LOCATION = f"{{{XSI}}}schemaLocation"

FORMATS = {
    "oai_dc": (OAI_DC, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"),
    "dcat": (RDF, "http://www.openarchives.org/OAI/2.0/rdf.xsd"),
}
"""Prefix to namespace and schema."""

_PREFIXES = {"": OAI, "oai-id": OAI_IDENTIFIER, "oai_dc": OAI_DC, "dc": DC, "xsi": XSI, "rdf": RDF}

for _prefix, _namespace in {**document.prefixes(Iris()), **_PREFIXES}.items():
    ET.register_namespace(_prefix, _namespace)


@dataclass(frozen=True, slots=True)
class Item:
    """A record: its identifier, the name of its dataset, when it last changed (UTC, seconds), its sets."""

    identifier: str
    name: str
    datestamp: str
    sets: tuple[str, ...] = ()
    deleted: bool = False


class OaiResponse:
    """An answer of the protocol."""

    def __init__(self, edition: Edition, address: str) -> None:
        self._edition = edition
        self._address = address
        self._body: ET.Element | None = None

    def identify(self, host: str, sample: str) -> None:
        """Say who this repository is, and how its identifiers are made, as in ``sample``."""
        publication = self._edition.manifest.publication
        body = self._begin("Identify")
        for name, text in (
            ("repositoryName", publication.title["en"]),
            ("baseURL", self._address),
            ("protocolVersion", "2.0"),
            ("adminEmail", publication.mail or f"postmaster@{host}"),
            ("earliestDatestamp", self._edition.history.first),
            ("deletedRecord", "persistent"),
            ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ):
            _add(body, name, text)
        if _DOMAIN.fullmatch(host):
            _add(body, "description").append(_identifiers(host, sample))

    def formats(self) -> None:
        """List the formats; every record is to be had in each."""
        body = self._begin("ListMetadataFormats")
        for prefix, (namespace, schema) in FORMATS.items():
            entry = _add(body, "metadataFormat")
            for name, text in (("metadataPrefix", prefix), ("schema", schema), ("metadataNamespace", namespace)):
                _add(entry, name, text)

    def sets(self, found: Mapping[str, Texts]) -> None:
        """List the sets: the national documents."""
        body = self._begin("ListSets")
        for name, title in found.items():
            entry = _add(body, "set")
            _add(entry, "setSpec", name)
            _add(entry, "setName", title["zh"])

    def record(self, item: Item, prefix: str) -> None:
        """Give one record."""
        self._record(self._begin("GetRecord"), item, prefix)

    def records(self, found: Iterable[Item], prefix: str) -> None:
        """List records."""
        body = self._begin("ListRecords")
        for item in found:
            self._record(body, item, prefix)

    def headers(self, found: Iterable[Item]) -> None:
        """List the headers of records."""
        body = self._begin("ListIdentifiers")
        for item in found:
            _header(body, item)

    def resume(self, token: str, cursor: int, size: int) -> None:
        """Say how to go on; an empty token ends the list."""
        if self._body is not None:
            _add(self._body, "resumptionToken", token, cursor=str(cursor), completeListSize=str(size))

    def written(self, arguments: Mapping[str, str]) -> bytes:
        """Return the answer."""
        return self._written(arguments, self._body)

    def failed(self, code: str, message: str, arguments: Mapping[str, str]) -> bytes:
        """Return the answer to a request that cannot be met."""
        error = ET.Element(f"{{{OAI}}}error", code=code)
        error.text = message
        return self._written(arguments, error)

    def _begin(self, verb: str) -> ET.Element:
        self._body = ET.Element(f"{{{OAI}}}{verb}")
        return self._body

    def _written(self, arguments: Mapping[str, str], body: ET.Element | None) -> bytes:
        root = ET.Element(f"{{{OAI}}}OAI-PMH", {_SCHEMA_LOCATION: f"{OAI} {OAI}OAI-PMH.xsd"})
        _add(root, "responseDate", dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        _add(root, "request", self._address, **arguments)
        if body is not None:
            root.append(body)
        return xml_text.document(root)

    def _record(self, body: ET.Element, item: Item, prefix: str) -> None:
        record = _add(body, "record")
        _header(record, item)
        if not item.deleted:
            described = _DESCRIBED[prefix](self._edition.datasets[item.name])
            _add(record, "metadata").append(described)


def _identifiers(host: str, sample: str) -> ET.Element:
    """Return what the identifiers are made of (http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm)."""
    root = ET.Element(
        f"{{{OAI_IDENTIFIER}}}oai-identifier", {_SCHEMA_LOCATION: f"{OAI_IDENTIFIER} {OAI_IDENTIFIER}.xsd"}
    )
    for name, text in (
        ("scheme", "oai"),
        ("repositoryIdentifier", host),
        ("delimiter", ":"),
        ("sampleIdentifier", sample),
    ):
        ET.SubElement(root, f"{{{OAI_IDENTIFIER}}}{name}").text = text
    return root


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{OAI}}}{name}", attributes)
    child.text = text
    return child


def _header(parent: ET.Element, item: Item) -> None:
    header = _add(parent, "header", None, **({"status": "deleted"} if item.deleted else {}))
    _add(header, "identifier", item.identifier)
    _add(header, "datestamp", item.datestamp)
    for name in item.sets:
        _add(header, "setSpec", name)


def _dublin_core(dataset: CatalogueDataset) -> ET.Element:
    edition = dataset.edition
    root = ET.Element(f"{{{OAI_DC}}}dc", {_SCHEMA_LOCATION: " ".join(FORMATS["oai_dc"])})
    titles, said = datasets.title(dataset), datasets.description(dataset)
    publisher = edition.manifest.publication.publisher
    subjects = datasets.subjects(dataset)
    for element, values in (("title", titles), ("creator", publisher), ("publisher", publisher), ("description", said)):
        for tag, text in values.items():
            _dc(root, element, text, tag)
    for tag, words in subjects.items():
        for word in words:
            _dc(root, "subject", word, tag)
    files = dataset.dumps
    plan = dataset.plan
    for element, found in (
        ("date", [dataset.modified]),
        ("type", ["Dataset"]),
        ("format", dict.fromkeys(dump.media_type for dump in files)),
        ("identifier", [dataset.iri, dataset.landing]),
        ("source", [edition.iris.absolute(of_plan("document", dataset.name))] if plan else []),
        ("language", ["zh", "en"]),
        ("relation", [distributions.latest(edition, dump) for dump in files]),
        ("rights", [dataset.license]),
    ):
        for text in found:
            _dc(root, element, text)
    if plan:
        _dc(root, "coverage", edition.place_label(plan.jurisdiction)["zh"], "zh")
    return root


def _dc(root: ET.Element, name: str, text: str, tag: str = "") -> None:
    ET.SubElement(root, f"{{{DC}}}{name}", {_LANG: tag} if tag else {}).text = text


def _dcat(dataset: CatalogueDataset) -> ET.Element:
    """Return the document of a dataset as RDF/XML; it was written here, so it is read without precautions."""
    written = document.write(catalog.document(dataset), RDF_XML, dataset.edition.iris)
    return ET.fromstring(written)  # noqa: S314


_DESCRIBED = {"oai_dc": _dublin_core, "dcat": _dcat}
