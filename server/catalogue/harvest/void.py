"""VoID (https://www.w3.org/TR/void/): what the whole graph holds, in numbers counted in it, and where to begin."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, Response

from server.catalogue.answering import CATALOGUE, chosen, reply
from server.catalogue.dcat import catalog, datasets, distributions
from server.catalogue.dcat import document as documents
from server.catalogue.dcat.edition import PUBLISHER, RIGHTS, Edition, current, dataset_reference, shared_nodes
from server.catalogue.dcat.nodes import as_json
from server.catalogue.dcat.texts import texts
from server.release.live import Served, served
from server.release.store.interface import Solution
from server.web import rdf
from server.web.representations import CSV, HTML, Representation

void = Blueprint("void", __name__)

WHOLE = dataset_reference("all")
_OFFERS = tuple(each for each in CATALOGUE if each is not HTML)
_TARGETS = {
    "http://www.wikidata.org/entity/": ("wikidata", "Wikidata"),
    "https://sws.geonames.org/": ("geonames", "GeoNames"),
}


@void.get("/void", defaults={"suffix": None})
@void.get("/void.<suffix>")
def get(suffix: str | None) -> Response:
    """Answer with the description of the graph."""
    return _described(suffix)


@void.get("/.well-known/void")
def well_known() -> Response:
    """Answer with the description of the graph where strangers look for it (VoID §7.2)."""
    return _described(None)


def _described(suffix: str | None) -> Response:
    edition, now = current(), served()
    representation = chosen(_OFFERS, suffix)
    return reply(edition, representation, lambda: _write(edition, now, representation))


def _write(edition: Edition, now: Served, representation: Representation) -> bytes:
    nodes = [*_nodes(edition, now), *(as_json(node) for node in shared_nodes(edition))]
    head = documents.context(edition.iris)
    written = json.dumps({"@context": head, "@graph": nodes}, ensure_ascii=False, indent=1).encode()
    return rdf.written(written, representation, documents.prefixes(edition.iris))


def _nodes(edition: Edition, now: Served) -> list[dict[str, Any]]:
    counts = now.once(_counts)
    classes = [_partition("class", "voidClass", "entities", row) for row in counts["classes"]]
    properties = [_partition("property", "voidProperty", "triples", row) for row in counts["properties"]]
    links = [_linkset(row) for row in counts["links"]]
    about = {
        "id": "void",
        "type": ["void:DatasetDescription", "foaf:Document"],
        "title": catalog.title(edition),
        "publisher": PUBLISHER,
        "primaryTopic": WHOLE,
        "modified": edition.history.last,
    }
    whole = _whole(edition, counts) | {
        "classPartition": [each["id"] for each in classes],
        "propertyPartition": [each["id"] for each in properties],
        "subset": [
            *(each["id"] for each in links),
            *(dataset.reference for dataset in edition.datasets.values() if dataset.name != "all"),
        ],
    }
    targets = [{"id": target, "type": "void:Dataset", "title": {"en": name}} for target, (_, name) in _TARGETS.items()]
    return [about, whole, *_subsets(edition), *links, *targets, *classes, *properties]


def _counts(now: Served) -> dict[str, list[Solution]]:
    """Return what was counted in a release; counting takes seconds in a large one."""
    names = ("classes", "properties", "subjects", "links", "examples")
    return {name: list(now.store.select(f"catalogue-{name}")) for name in names}


def _whole(edition: Edition, counts: dict[str, list[Solution]]) -> dict[str, Any]:
    files = edition.whole.dumps
    return {
        "id": WHOLE,
        "type": ["void:Dataset", "dcat:Dataset"],
        "identifier": edition.iris.absolute(WHOLE),
        "title": datasets.title(edition.whole),
        "description": datasets.description(edition.whole),
        "license": edition.manifest.publication.license,
        "rights": RIGHTS,
        "publisher": PUBLISHER,
        "issued": edition.whole.issued,
        "modified": edition.whole.modified,
        "homepage": edition.address(f"doc/{WHOLE}"),
        "triples": edition.whole.triples,
        "entities": counts["subjects"][0].integer("things"),
        "distinctSubjects": counts["subjects"][0].integer("things"),
        "properties": len(counts["properties"]),
        "sparqlEndpoint": edition.address("sparql"),
        "uriLookupEndpoint": edition.address("lookup?uri="),
        "uriSpace": edition.iris.base,
        "dataDump": [distributions.latest(edition, dump) for dump in files if dump.media_type != CSV.media_type],
        "exampleResource": [row.text("example") for row in counts["examples"]],
        "vocabulary": _vocabularies(counts["properties"], counts["classes"]),
        "feature": [f"http://www.w3.org/ns/formats/{name}" for name in ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")],
    }


def _vocabularies(properties: list[Solution], classes: list[Solution]) -> list[str]:
    """Return the namespaces of the terms that are used."""
    terms = [row.text("property") for row in properties] + [row.text("class") for row in classes]
    return sorted({term[: max(term.rfind("#"), term.rfind("/")) + 1] for term in terms})


def _subsets(edition: Edition) -> list[dict[str, Any]]:
    return [
        {
            "id": dataset.reference,
            "type": "void:Dataset",
            "title": datasets.title(dataset),
            "triples": dataset.triples,
            "license": dataset.license,
            "dataDump": [
                distributions.latest(edition, dump)
                for dump in dataset.dumps
                if dump.graph is not None and dump.media_type != CSV.media_type
            ],
        }
        for dataset in edition.datasets.values()
        if dataset.name != "all"
    ]


def _partition(kind: str, prop: str, count: str, row: Solution) -> dict[str, Any]:
    """Return a partition, under a name that follows from its term and so stays the same in every release."""
    term = row.text(kind)
    name = hashlib.sha256(term.encode()).hexdigest()[:12]
    number = row.integer("things" if kind == "class" else "statements")
    return {"id": f"void#{kind}-{name}", "type": "void:Dataset", prop: term, count: number}


def _linkset(row: Solution) -> dict[str, Any]:
    target = row.text("target")
    name, label = _TARGETS[target]
    return {
        "id": f"void#links-{name}",
        "type": "void:Linkset",
        "title": texts("void.linkset", target=label),
        "linkPredicate": "http://www.w3.org/2002/07/owl#sameAs",
        "subjectsTarget": WHOLE,
        "objectsTarget": target,
        "triples": row.integer("links"),
    }
