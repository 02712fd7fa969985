"""The service description (SPARQL 1.1 Service Description), true in every number: they come from the release."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import Any

import pyoxigraph as ox

from ontology import iris
from server.config import ServerConfig
from server.release.live import Served
from server.release.store import graph_json
from server.sparql.fulltext import terms
from server.web import rdf
from server.web.representations import GRAPH, HTML, JSON_LD, RESULTS, Representation
from server.words.prefixes import prefixes

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}
"""The names of formats at W3C, <https://www.w3.org/ns/formats/>."""


def write(now: Served, config: ServerConfig, representation: Representation) -> bytes:
    """Return the description of the endpoint in a representation."""
    triples = _triples(now, config)
    known = prefixes(now.iris) | {"text": terms.namespace(now.iris), "sd": _SD, "void": "http://rdfs.org/ns/void#"}
    if representation is JSON_LD:
        pieces: list[bytes] = []
        graph_json.write(triples, pieces.append, known)
        return b"".join(pieces)
    return rdf.serialized(triples, representation, known)


def _triples(now: Served, config: ServerConfig) -> list[ox.Triple]:
    document = {"@context": _context(), **describe(now, config)}
    return rdf.said(json.dumps(document), now.iris.base)


@functools.cache
def _context() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("server.sparql") / "description.jsonld").read_text("utf-8"))
    return found


def describe(now: Served, config: ServerConfig) -> dict[str, Any]:
    """Return the description as JSON, to be read with ``description.jsonld``."""
    service = iris.publisher("service", "sparql")
    return {
        "id": service,
        "type": "sd:Service",
        "title": now.manifest.publication.title,
        "endpoint": "sparql",
        "supportedLanguage": [f"{_SD}SPARQL10Query", f"{_SD}SPARQL11Query"],
        "feature": [f"{_SD}{name}" for name in _features(now, config)],
        "resultFormat": [_FORMATS + _FORMAT_NAMES[each.media_type] for each in (*RESULTS, *GRAPH) if each is not HTML],
        "describedBy": ".well-known/void",
        "defaultDataset": _dataset(now, service),
        "related": _search(now),
    }


def _search(now: Served) -> dict[str, Any]:
    """Return what the address of the search answers in ``SERVICE``, and the properties that it knows."""
    text = terms.namespace(now.iris)
    return {
        "id": iris.publisher("service", "search"),
        "type": "dcat:DataService",
        "endpointURL": terms.PATH,
        "description": terms.ABOUT,
        "vocabulary": {
            "id": text,
            "definedHere": [
                {"id": text + each.name, "type": "rdf:Property", "label": each.label, "comment": each.comment}
                for each in terms.PROPERTIES
            ],
        },
    }


def _features(now: Served, config: ServerConfig) -> list[str]:
    return ["UnionDefaultGraph", *(["BasicFederatedQuery"] if config.services and now.store.federates else [])]


def _dataset(now: Served, service: str) -> dict[str, Any]:
    return {
        "id": f"{service}#dataset",
        "type": ["sd:Dataset", "sd:GraphCollection"],
        "release": iris.publisher("release", now.id),
        "vocabulary": f"{now.iris.vocabulary}def#",
        "defaultGraph": {"id": f"{service}#default-graph", "type": "sd:Graph", "triples": str(now.once(_all_triples))},
        "namedGraph": [
            {
                "id": f"{service}#graph-{place}",
                "type": "sd:NamedGraph",
                "name": graph.iri,
                "graph": {"id": graph.iri, "type": "sd:Graph", "triples": str(graph.triples)},
            }
            for place, graph in enumerate(now.manifest.graphs, 1)
        ],
    }


def _all_triples(now: Served) -> int:
    return now.store.select("triples-in-all-graphs")[0].integer("triples")
