"""A document of the catalogue: nodes in the order given, to RDF in any representation."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

import msgspec
import pyoxigraph as ox

from ontology.iris import Iris
from server.catalogue.dcat.nodes import Node
from server.web import rdf
from server.web.representations import Representation


@functools.cache
def context(iris: Iris) -> dict[str, Any]:
    """Return the context, whole: a harvester looks nothing up."""
    text = (files("server.catalogue.dcat") / "catalogue.jsonld").read_text("utf-8")
    found: dict[str, Any] = json.loads(iris.rebase(text))
    return {**found, "@base": iris.base}


@functools.cache
def prefixes(iris: Iris) -> Mapping[str, str]:
    """Return the prefixes of the context."""
    found = context(iris).items()
    return {
        name: value for name, value in found if isinstance(value, str) and value.endswith(("/", "#")) and name[0] != "@"
    }


def distinct(nodes: Iterable[Node]) -> list[Node]:
    """Return nodes without doubles, each where it first stands."""
    return list({node.id: node for node in reversed(list(nodes))}.values())[::-1]


def json_ld(nodes: Iterable[Node], iris: Iris) -> bytes:
    """Return nodes as a JSON-LD document that holds its own context."""
    head = msgspec.json.encode(context(iris))
    return b'{"@context":' + head + b',"@graph":' + msgspec.json.encode(distinct(nodes)) + b"}"


def triples(nodes: Iterable[Node], iris: Iris) -> list[ox.Triple]:
    """Return nodes as triples, in the order of the nodes."""
    return rdf.said(json_ld(nodes, iris))


def write(nodes: Iterable[Node], representation: Representation, iris: Iris) -> bytes:
    """Return nodes in a representation."""
    return rdf.written(msgspec.json.format(json_ld(nodes, iris), indent=1), representation, prefixes(iris))
