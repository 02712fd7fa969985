"""JSON-LD of a graph, written as it comes: one shape at every size, ``{"@context": …, "@graph": [node, …]}``.

The engine writes expanded JSON-LD only, and compacting takes a whole graph in memory. Here the context holds our prefixes and
nothing else, so that a node can be written when its last triple has come; a value is always in a list. A subject that comes
again later in the answer is one more node object with the same ``@id``, which reads as the same RDF.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
import pyoxigraph as ox

from server.release.store.errors import Inexpressible

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_LANGUAGE = {
    ox.NamedNode(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}") for name in ("langString", "dirLangString")
}

_PIECE = 64 * 1024


def write(triples: Iterable[ox.Triple], put: Callable[[bytes], Any], prefixes: Mapping[str, str]) -> None:
    """Write triples piece by piece; raises :class:`~server.release.store.errors.Inexpressible`."""
    names = _Names(prefixes)
    pieces = bytearray(b'{"@context":' + msgspec.json.encode(dict(prefixes)) + b',"@graph":[')
    for place, (_, described) in enumerate(itertools.groupby(triples, key=lambda triple: triple.subject)):
        pieces += b",\n" if place else b"\n"
        pieces += msgspec.json.encode(_node(described, names))
        if len(pieces) > _PIECE:
            put(bytes(pieces))
            pieces.clear()
    put(bytes(pieces) + b"\n]}\n")


def _node(triples: Iterable[ox.Triple], names: _Names) -> dict[str, Any]:
    """Return the node object of triples with one subject."""
    found: dict[str, Any] = {}
    for triple in triples:
        found.setdefault("@id", names.reference(triple.subject))
        if triple.predicate == _TYPE and isinstance(triple.object, ox.NamedNode):
            found.setdefault("@type", []).append(names.short(triple.object))
        else:
            found.setdefault(names.short(triple.predicate), []).append(_value(triple.object, names))
    return found


def _value(term: Any, names: _Names) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": names.reference(term)}
    if term.datatype == _STRING:
        return term.value
    if term.datatype not in _LANGUAGE:
        return {"@value": term.value, "@type": names.short(term.datatype)}
    if term.direction is not None:
        raise Inexpressible("a text with a direction, which RDF 1.2 has and JSON-LD 1.1 has not")
    return {"@value": term.value, "@language": term.language}


class _Names:
    """How IRIs are written in the body: short where a prefix of the context allows it."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._spaces = sorted(((space, name) for name, space in prefixes.items()), key=lambda each: -len(each[0]))
        self._prefixes = frozenset(prefixes)
        self._known: dict[str, str] = {}

    def reference(self, term: Any) -> str:
        """Return what stands after ``@id``."""
        if isinstance(term, ox.NamedNode):
            return self.short(term)
        if isinstance(term, ox.BlankNode):
            return str(term)
        raise Inexpressible("a triple inside a triple, which RDF 1.2 has and JSON-LD 1.1 has not")

    def short(self, node: ox.NamedNode) -> str:
        """Return an IRI as the context reads it."""
        found = self._known.get(node.value)
        if found is None:
            if len(self._known) > 10_000:  # of a large graph, what comes again soon
                self._known.clear()
            found = self._known[node.value] = self._shortened(node.value)
        return found

    def _shortened(self, iri: str) -> str:
        for space, name in self._spaces:
            if iri.startswith(space) and not iri.startswith("//", len(space)):
                return f"{name}:{iri[len(space) :]}"
        if iri.partition(":")[0] in self._prefixes:
            raise Inexpressible(f"the IRI <{iri}>, whose beginning is a prefix of the JSON-LD that is written here")
        return iri
