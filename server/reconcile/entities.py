"""What names can be reconciled to, in memory: read once a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox
from cachetools import LRUCache
from flask import current_app

from mapping.comparable import letters
from mapping.release.index import forms
from ontology.curies import Curies
from ontology.iris import Iris
from server.reconcile.wording import WordIndex, wording
from server.release.live import Served
from server.release.store.interface import Store
from server.words.facts import Facts, Value
from server.words.names import called

_EXTENSION = "policygraph.reconcile"
_RELEASES_KEPT = 2

TYPES = ("Agency", "Function", "Theme", "Requirement", "Jurisdiction", "AgencyGroup")
"""Local names of the classes, in the order in which they are offered."""
WITHIN = {"Agency": frozenset({"Agency", "AgencyGroup"})}
"""What else a type stands for: a column of bodies has collective ones in it, such as 各区人民政府."""

PROPERTIES: dict[str, tuple[str, ...]] = {
    "jurisdiction": ("dct:spatial",),
    "function": ("policy:function",),
    "theme": ("policy:theme",),
    "broader": ("skos:broader",),
    "partOf": ("eli:is_part_of", "org:subOrganizationOf"),
    "code": ("skos:notation", "eli:number"),
    "prefLabel": ("skos:prefLabel",),
    "altLabel": ("skos:altLabel",),
    "definition": ("skos:definition", "schema:text"),
    "broadMatch": ("skos:broadMatch",),
}
"""The properties by their id in the API, and where the graph says them."""
OF_TYPE: dict[str, tuple[str, ...]] = {
    "Agency": ("jurisdiction", "function", "prefLabel", "altLabel", "partOf"),
    "Function": ("code", "prefLabel", "altLabel", "definition", "broader"),
    "Theme": ("code", "prefLabel", "altLabel", "broader", "broadMatch"),
    "Requirement": ("code", "definition", "theme", "partOf"),
    "Jurisdiction": ("code", "prefLabel", "altLabel", "broader"),
    "AgencyGroup": ("jurisdiction", "prefLabel", "altLabel"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A form in which an entity is written; ``exactness`` is the score of meeting it, of 100."""

    key: str
    exactness: float
    entity: str
    text: str


@dataclass(frozen=True, slots=True)
class EntityIndex:
    """The entities with their labels; ``by_key`` finds a form, ``labels`` are all of them."""

    facts: Facts
    types: dict[str, str]
    labels: tuple[Label, ...]
    wording: WordIndex
    by_key: dict[str, tuple[Label, ...]] = field(repr=False, default_factory=dict)

    def name(self, entity: str, language: str) -> str:
        """Return the name of an entity; a requirement is called by its text."""
        return called(self.facts, entity, language, "schema:text").value

    def description(self, entity: str, language: str) -> str:
        """Return what tells namesakes apart: where an agency is, what a thing is part of, its code."""
        around = (
            self.facts.thing(entity, "dct:spatial")
            or self.facts.thing(entity, "skos:broader")
            or self.facts.thing(entity, "policy:theme")
        )
        code = self.facts.string(entity, "eli:number", "skos:notation")
        return " · ".join(part for part in (code, self.name(around, language) if around else None) if part)

    def values(self, entity: str, prop: str) -> list[Value]:
        """Return the values of a property by its id in the API; none where it is unknown."""
        return self.facts.values(entity, *PROPERTIES.get(prop, ()))


def index(now: Served) -> EntityIndex:
    """Return what can be reconciled to in the release that is served."""
    kept: LRUCache[str, EntityIndex] = current_app.extensions.setdefault(_EXTENSION, LRUCache(_RELEASES_KEPT))
    found = kept.get(now.id)
    if found is None:
        found = kept[now.id] = read(now.store, now.iris)
    return found


def read(store: Store, iris: Iris) -> EntityIndex:
    """Return what can be reconciled to in a store."""
    facts = Facts(Curies(iris), store.construct("reconcile-entities"))
    types = {entity: kind for kind in TYPES for entity in facts.of_class(f"policy:{kind}")}
    labels = tuple(sorted(_labels(facts, types), key=lambda label: (-label.exactness, label.entity, label.key)))
    by_key: dict[str, tuple[Label, ...]] = {}
    for label in labels:
        by_key[label.key] = (*by_key.get(label.key, ()), label)
    return EntityIndex(facts, types, labels, wording(label.text for label in labels), by_key)


def _labels(facts: Facts, types: Iterable[str]) -> Iterator[Label]:
    for entity in types:
        seen: set[str] = set()
        for text, exactness in _forms(facts, entity):
            key = letters(text)
            if key and key not in seen:
                seen.add(key)
                yield Label(key, exactness, entity, "" if text == entity else text)


def _forms(facts: Facts, entity: str) -> Iterator[tuple[str, float]]:
    """Yield the forms of an entity, the surest first."""
    yield entity, 100.0
    for prop, exactness in (
        ("skos:prefLabel", 100.0),
        ("schema:text", 100.0),
        ("eli:number", 99.0),
        ("skos:notation", 99.0),
        ("skos:altLabel", 98.0),
        ("skos:hiddenLabel", 96.0),
    ):
        yield from ((literal.value, exactness) for literal in facts.literals(entity, prop))
    yield from ((form, 95.0) for form in _without_place(facts, entity))


def _without_place(facts: Facts, entity: str) -> list[str]:
    """Return the names of an agency as its own place writes them, as search does: 天津市商务局 is 市商务局 and 商务局 there."""
    place = facts.thing(entity, "dct:spatial")
    names, of_place = (
        [
            literal.value
            for literal in facts.literals(each, "skos:prefLabel", "skos:altLabel")
            if literal.language == "zh"
        ]
        for each in (entity, place)
    )
    return forms.forms(names, of_place) if of_place else []


def as_text(value: Value) -> str:
    """Return a value as the API writes a string."""
    return value.value if isinstance(value, ox.Literal) else str(value.value)
