"""JSON-LD of a thing, framed and compacted with our own context, so that it reads like the record that it came from.

The engine writes expanded JSON-LD only. The context is referred to by its immutable address, and never fetched here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox
from pyld import jsonld  # type: ignore[import-untyped]

from mapping.records.rdf import CONTEXT_VERSION, context
from ontology.iris import Iris

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {f"{_XSD}integer", f"{_XSD}nonNegativeInteger"}

CONTEXT_PATH = f"ns/context/{CONTEXT_VERSION}.jsonld"
"""Where this server answers with the context, below B."""


def context_document(iris: Iris) -> bytes:
    """Return the context as the document that stands at its address."""
    return json.dumps({"@context": context(iris)}, ensure_ascii=False, indent=1).encode()


def compacted(triples: Iterable[ox.Triple], thing: str, iris: Iris) -> bytes:
    """Return triples as JSON-LD: the thing with its parts inside it, then everything else as ``@included``."""
    nodes = [_natural(node) for node in json.loads(ox.serialize(triples, format=ox.RdfFormat.JSON_LD) or b"[]")]
    framed = _process("frame", nodes, {"@context": _context(iris), "@id": thing, "@embed": "@once"}, iris)
    inside = {iris.absolute(reference) for reference in _described(framed)}
    outside = [node for node in nodes if node["@id"] not in inside]
    framed.pop("@context", None)
    document = {"@context": [iris.base + CONTEXT_PATH, {"@base": iris.base}], **_as_recorded(framed)}
    if outside:
        rest = _process("compact", outside, {"@context": _context(iris)}, iris)
        rest.pop("@context", None)
        document["@included"] = [_as_recorded(node) for node in rest.get("@graph", [rest])]
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _natural(node: dict[str, Any]) -> dict[str, Any]:
    """Return an expanded node with ``@type``, and whole numbers and truth values as those of JSON.

    Both read as the same RDF; the engine writes neither. Decimals stay strings: 0.5 as a JSON number is no ``xsd:decimal``.
    """
    classes = [value["@id"] for value in node.get(_TYPE, ())]
    rest = {name: _native(values) for name, values in node.items() if name != _TYPE}
    return {"@id": node["@id"], **({"@type": classes} if classes else {}), **rest}


def _native(values: Any) -> Any:
    return [_native_value(value) for value in values] if isinstance(values, list) else values


def _native_value(value: dict[str, Any]) -> dict[str, Any]:
    lexical, datatype = value.get("@value"), value.get("@type")
    if datatype in _WHOLE and lexical == str(int(lexical or 0)):
        return {"@value": int(lexical), "@type": datatype}
    if datatype == f"{_XSD}boolean" and lexical in {"true", "false"}:
        return {"@value": lexical == "true", "@type": datatype}
    return value


def _context(iris: Iris) -> list[dict[str, Any]]:
    return [context(iris), {"@base": iris.base}]


def _process(step: str, nodes: list[dict[str, Any]], frame: dict[str, Any], iris: Iris) -> dict[str, Any]:
    options = {"documentLoader": _no_network, "base": iris.base, "processingMode": "json-ld-1.1", "omitGraph": True}
    found: dict[str, Any] = getattr(jsonld, step)(nodes, frame, options)
    return found


def _as_recorded(node: Any) -> Any:
    """Return a framed node as the record has it: what follows from the ontology comes last, and only refers.

    Of what a record does not name, and of ``type``, nothing says how many there are, so they are lists, however many.

    A super-property (``eli:applies``) sorts before the property that was stated (``implements``), so framing put the
    thing that both point to inside the former. Names with a colon are those that no record has.
    """
    if isinstance(node, list):
        return [_as_recorded(each) for each in node]
    if not isinstance(node, dict):
        return node
    borrowed = {key: value for key, value in node.items() if ":" in key}
    inside = {each["id"]: each for value in borrowed.values() for each in _listed(value) if _is_described(each)}
    own: dict[str, Any] = {}
    for key, value in node.items():
        if key not in borrowed:
            own[key] = _as_recorded(_put_inside(value, inside) if key not in {"id", "type"} else value)
    left = {key: [_referring(each) for each in _listed(value)] for key, value in borrowed.items()}
    if "type" in own:
        own["type"] = _listed(own["type"])
    return {**own, **{key: _as_recorded(_put_inside(value, inside)) for key, value in left.items()}}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_described(value: Any) -> bool:
    return isinstance(value, dict) and "id" in value and len(value) > 1


def _put_inside(value: Any, inside: dict[str, Any]) -> Any:
    """Return a value in which the first reference to each thing is the thing itself, which is then used up."""
    if isinstance(value, list):
        return [_put_inside(each, inside) for each in value]
    reference = value.get("id") if isinstance(value, dict) and len(value) == 1 else value
    return inside.pop(reference) if isinstance(reference, str) and reference in inside else value


def _referring(value: Any) -> Any:
    """Return a value in which things are only referred to."""
    if isinstance(value, list):
        return [_referring(each) for each in value]
    return {"id": value["id"]} if _is_described(value) else value


def _no_network(url: str, _options: object) -> dict[str, Any]:
    raise LookupError(f"no context is fetched from {url}")


def _described(node: Any) -> Iterator[str]:
    """Yield the ids of the nodes inside a framed document of which more than the id is said."""
    if isinstance(node, list):
        for each in node:
            yield from _described(each)
    elif isinstance(node, dict):
        if "id" in node and len(node) > 1:
            yield node["id"]
        for each in node.values():
            yield from _described(each)
