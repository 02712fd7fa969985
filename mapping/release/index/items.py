"""The graph to items: what is said of a thing, as the JSON that our context reads back as the same statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyoxigraph as ox

from mapping.records.rdf import context
from ontology.curies import expanded
from ontology.iris import Iris
from shapes.clearing.data import Data

TYPES = {
    "measure": "Measure", "requirement": "Requirement", "theme": "Theme", "plan": "ImplementationPlan",
    "agency": "Agency", "jurisdiction": "Jurisdiction", "function": "Function", "point": "Point", "part": "Part",
    "national": "NationalOpinion", "group": "AgencyGroup",
}  # fmt: skip # entries side by side
"""The record type of each kind of thing, a term of the context."""
SCHEMES = {"role": "pg:role", "kind": "pg:kind"}
"""The kinds of thing that are the concepts of a scheme."""

TERMS = {
    "measure": (
        "number", "position", "text", "isPartOf", "implements", "theme", "responsibleAgency", "leadAgency",
        "supportingAgency", "otherAgencies", "responsibilities", "targets", "deadline", "deadlineText", "period",
        "unofficialTranslation",
    ),
    "requirement": ("number", "position", "text", "isPartOf", "theme", "quotedOnlyIn", "unofficialTranslation"),
    "theme": ("prefLabel", "altLabel", "notation", "definition", "broader"),
    "plan": (
        "title", "identifier", "idLocal", "jurisdiction", "ensuresImplementationOf", "dateDocument", "datePublication",
        "sample",
    ),
    "agency": ("prefLabel", "altLabel", "spatial", "function", "classification", "subOrganizationOf"),
    "jurisdiction": ("prefLabel", "altLabel", "broader"),
    "function": ("prefLabel", "altLabel", "notation", "definition"),
    "point": ("number", "position", "title", "isPartOf"),
    "part": ("number", "position", "title"),
    "national": ("title", "idLocal"),
    "group": ("prefLabel", "spatial"),
    "role": ("prefLabel",),
    "kind": ("prefLabel",),
    "responsibility": ("position", "text", "role", "agency", "group"),
    "target": (
        "description", "value", "minValue", "maxValue", "unitText", "deadline", "deadlineText", "period",
        "unofficialTranslation", "unofficialUnitTranslation",
    ),
    "period": ("startDate", "endDate"),
}  # fmt: skip # entries side by side
"""What an item of each kind says, as terms of the context."""
INSIDE = {
    "responsibilities": ("responsibility", "Responsibility"),
    "targets": ("target", "Target"),
    "period": ("period", "Period"),
}
"""The terms whose values are items themselves: their kind and record type."""

Item = dict[str, Any]
Value = ox.NamedNode | ox.Literal
"""What a property may have: no blank node."""
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_HIDDEN_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#hiddenLabel")
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class ContextProperty:
    """A term of the context: its property, and how its values are written."""

    property: str
    datatype: str
    containers: frozenset[str]

    def written(self, values: list[Value]) -> Any:
        """Return values as the context reads them."""
        if "@language" in self.containers:
            return self._by_language([value for value in values if isinstance(value, ox.Literal)])
        plain = [self._plain(value.value) for value in values]
        return plain if "@set" in self.containers else plain[0]

    def _by_language(self, literals: list[ox.Literal]) -> dict[str, Any]:
        found: dict[str, list[str]] = {}
        for literal in sorted(
            literals, key=lambda each: each.language or "", reverse=True
        ):  # Chinese first: it is original
            found.setdefault(literal.language or "", []).append(literal.value)
        return found if "@set" in self.containers else {tag: texts[0] for tag, texts in found.items()}

    def _plain(self, lexical: str) -> str | int | bool:
        match self.datatype:
            case "integer":
                return int(lexical)
            case "boolean":
                return lexical in {"true", "1"}
            case _:
                return lexical


class ReadableGraph(Protocol):
    """What is said of things."""

    def of(self, thing: str, properties: Iterable[str]) -> Mapping[str, Sequence[Value]]:
        """Return the values of a thing by property, each once: those of some properties at least."""

    def subjects(self, prop: ox.NamedNode, value: ox.NamedNode) -> Iterable[str]:
        """Return what has a value of a property."""


class SmallGraph:
    """A graph that is read property by property."""

    def __init__(self, said: Data) -> None:
        self._said = said
        self._named: dict[str, ox.NamedNode] = {}

    def of(self, thing: str, properties: Iterable[str]) -> Mapping[str, Sequence[Value]]:
        """Return the values of a thing by property."""
        name = ox.NamedNode(thing)
        found = ((prop, self._said.values(self._name(prop)).get(name)) for prop in properties)
        return {
            prop: [each for each in values if not isinstance(each, ox.BlankNode)] for prop, values in found if values
        }

    def _name(self, prop: str) -> ox.NamedNode:
        return self._named.setdefault(prop, ox.NamedNode(prop)) if prop not in self._named else self._named[prop]

    def subjects(self, prop: ox.NamedNode, value: ox.NamedNode) -> Iterable[str]:
        """Return what has a value of a property."""
        found = self._said.values(prop, inverse=True).get(value, ())
        return (each.value for each in found if isinstance(each, ox.NamedNode))


class MergedGraph:
    """The statements of all graphs of a store together."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        merge = ox.DefaultGraph()  # a release holds all graphs merged here; without that, each is gone through
        self._where = merge if next(store.quads_for_pattern(None, None, None, merge), None) else None

    def of(self, thing: str, properties: Iterable[str]) -> Mapping[str, Sequence[Value]]:  # noqa: ARG002 - reads all
        """Return the values of a thing by property, each once."""
        said: dict[str, list[Value]] = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(thing), None, None, self._where):
            values = said.setdefault(quad.predicate.value, [])
            if isinstance(quad.object, ox.NamedNode | ox.Literal) and quad.object not in values:
                values.append(quad.object)
        return said

    def subjects(self, prop: ox.NamedNode, value: ox.NamedNode) -> Iterable[str]:
        """Return what has a value of a property."""
        quads = self._store.quads_for_pattern(None, prop, value, self._where)
        return (quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))


class ThingReader:
    """Statements, read thing by thing."""

    def __init__(self, statements: ReadableGraph, iris: Iris) -> None:
        self._statements = statements
        self.iris = iris
        self._context = context(iris)
        self._terms = {name: self._term(name) for terms in TERMS.values() for name in terms}
        self._properties = {kind: [self._terms[name].property for name in terms] for kind, terms in TERMS.items()}

    def _term(self, name: str) -> ContextProperty:
        defined = self._context[name]
        containers = defined.get("@container", ())
        return ContextProperty(
            self._expanded(defined["@id"]),
            self._expanded(defined.get("@type", "")).removeprefix(_XSD),
            frozenset([containers] if isinstance(containers, str) else containers),
        )

    def _expanded(self, name: str) -> str:
        return expanded(name, self._context) or name

    def things(self, kind: str) -> list[str]:
        """Return the IRIs of a kind of thing, sorted."""
        if kind in SCHEMES:
            scheme = ox.NamedNode(self.iris.absolute(SCHEMES[kind]))
            prop = ox.NamedNode(self._expanded(self._context["inScheme"]["@id"]))
            return sorted(set(self._statements.subjects(prop, scheme)))
        of_class = ox.NamedNode(self._expanded(self._context[TYPES[kind]]))
        return sorted(set(self._statements.subjects(_TYPE, of_class)))

    def hidden_labels(self, iri: str) -> list[str]:
        """Return the names by which a thing is found and never shown."""
        labels = self._statements.of(iri, [_HIDDEN_LABEL.value]).get(_HIDDEN_LABEL.value, ())
        return sorted({each.value for each in labels if isinstance(each, ox.Literal)})

    def item(self, iri: str, kind: str, type_: str | None = None) -> Item:
        """Return what is said of a thing, in the terms of its kind; values that are not there are absent."""
        said = self._statements.of(iri, self._properties[kind])
        item: Item = {"id": iri}
        if of_type := type_ or TYPES.get(kind):
            item["type"] = of_type
        for name in TERMS[kind]:
            term = self._terms[name]
            if term.property in said:
                values = said[term.property]
                item[name] = self._inner(name, term.written(sorted(values, key=str) if len(values) > 1 else [*values]))
        return item

    def _inner(self, name: str, written: Any) -> Any:
        if name not in INSIDE:
            return written
        kind, type_ = INSIDE[name]
        if isinstance(written, str):
            return self.item(written, kind, type_)
        items = [self.item(iri, kind, type_) for iri in written]
        return sorted(items, key=lambda item: (item.get("position", 0), item["id"]))
