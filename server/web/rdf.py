"""RDF as it leaves the window: triples in a representation, and JSON-LD of our own as the triples that it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from mapping.release.tables import xml_text
from server.web.representations import JSON_LD, Representation


def serialized(triples: Iterable[ox.Triple], representation: Representation, prefixes: Mapping[str, str]) -> bytes:
    """Return triples in a representation.

    Raises :class:`LookupError` for one that is no RDF. Oxigraph escapes markup and leaves control characters in RDF/XML, which
    would make it no XML.
    """
    syntax = ox.RdfFormat.from_media_type(representation.media_type)
    if syntax is None:
        raise LookupError(f"Oxigraph writes no {representation.media_type}")
    known = {} if syntax == ox.RdfFormat.JSON_LD else dict(prefixes)
    return xml_text.fit_for(representation.media_type, ox.serialize(triples, format=syntax, prefixes=known) or b"")


def said(json_ld: bytes | str, base: str | None = None) -> list[ox.Triple]:
    """Return the triples that a JSON-LD document says, in its order."""
    return [quad.triple for quad in ox.parse(json_ld, format=ox.RdfFormat.JSON_LD, base_iri=base)]


def written(json_ld: bytes, representation: Representation, prefixes: Mapping[str, str]) -> bytes:
    """Return a JSON-LD document in a representation: as it is, or as the triples that it says."""
    return json_ld if representation is JSON_LD else serialized(said(json_ld), representation, prefixes)
