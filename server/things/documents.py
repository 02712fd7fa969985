"""The RDF of a thing: what is said of it and its parts, what names all that, and a page of what points to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from server.things.json_ld import compacted
from server.things.reader import Reader
from server.web import rdf
from server.web.representations import JSON_LD, Representation

LINKS_A_PAGE = 200
"""The page size of ``thing-links.rq``: how many statements that point to the thing one document holds."""


@dataclass(frozen=True, slots=True)
class ThingDocument:
    """A page of a thing's document; the statements about the thing itself are on every page."""

    thing: str
    triples: tuple[ox.Triple, ...]
    page: int
    has_more: bool


def read(reader: Reader, thing: str, page: int, extra: Iterable[ox.Triple] = ()) -> ThingDocument:
    """Return a page of the document of a thing; ``extra`` is what is known of it beside the store."""
    links = reader.triples("links", page=page, thing=thing)
    own = reader.own_triples(thing)
    sources = reader.triples("link-names", page=page, thing=thing)
    triples = dict.fromkeys(triple for part in (own, extra, links, sources) for triple in part)
    return ThingDocument(thing, tuple(sorted(triples, key=str)), page, len(links) == LINKS_A_PAGE)


def write(document: ThingDocument, representation: Representation, reader: Reader, prefixes: dict[str, str]) -> bytes:
    """Return a document in a representation."""
    if representation is JSON_LD:
        return compacted(document.triples, document.thing, reader.iris)
    return rdf.serialized(document.triples, representation, prefixes)
