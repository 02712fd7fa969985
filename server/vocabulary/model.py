"""The model of the data: every class with every property that its things have, read from ontology, shapes and examples.

The shapes say what a class must and may have; the ontology what is meant for it, and what follows from what (its closure
states super-properties); the examples that come with the ontology hold what neither speaks of, such as other names.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

import pyoxigraph as ox

from ontology import closure, vocabulary
from ontology.curies import Curies, curies
from ontology.iris import REFERENCE_GRAPH, Iris
from server.words import names
from server.words.facts import Facts
from server.words.labels import Text
from server.words.language import Language
from shapes import library

FIRST = (
    "policy:Measure", "policy:ImplementationPlan", "policy:Jurisdiction", "policy:QuotedRequirement", "policy:Requirement",
    "policy:Point", "policy:Part", "policy:NationalOpinion", "policy:Theme", "policy:Responsibility", "policy:Agency",
    "policy:AgencyGroup", "policy:Function", "policy:Target", "policy:Parameter", "policy:Citation",
    "policy:CitedDocument", "policy:Signature", "policy:KnownPlan", "policy:Passage", "policy:SourceDocument",
)  # fmt: skip # entries side by side
"""The classes that a reader meets first; the others follow by name."""
EDGES = (
    ("policy:Measure", "eli:is_part_of", "policy:ImplementationPlan"),
    ("policy:ImplementationPlan", "eli:jurisdiction", "policy:Jurisdiction"),
    ("policy:ImplementationPlan", "eli:ensures_implementation_of", "policy:NationalOpinion"),
    ("policy:Measure", "policy:implements", "policy:Requirement"),
    ("policy:Requirement", "eli:is_part_of", "policy:Point"),
    ("policy:Point", "eli:is_part_of", "policy:Part"),
    ("policy:Part", "eli:is_part_of", "policy:NationalOpinion"),
    ("policy:Measure", "policy:theme", "policy:Theme"),
    ("policy:Measure", "policy:hasResponsibility", "policy:Responsibility"),
    ("policy:Responsibility", "policy:agency", "policy:Agency"),
    ("policy:Measure", "policy:responsibleAgency", "policy:Agency"),
    ("policy:Agency", "policy:function", "policy:Function"),
    ("policy:Agency", "dct:spatial", "policy:Jurisdiction"),
    ("policy:Agency", "org:subOrganizationOf", "policy:Agency"),
    ("policy:Measure", "policy:hasTarget", "policy:Target"),
    ("policy:Measure", "prov:wasDerivedFrom", "policy:Passage"),
)
"""What the one picture shows: a class, a property, the class of its values. A test holds each against the release."""
_ABOVE = "rdfs:subPropertyOf"
_BESIDE = {"policy:Measure": ("eli:cites",)}
"""What is written and has neither a rule nor an example: a document that a measure only cites."""


@dataclass(frozen=True, slots=True)
class ModelProperty:
    """A property of a class: how many values a thing has (``1``, ``0–1``, ``1–n``, ``0–n``), of what; ``follows`` is from
    which property it is derived, if it is.
    """

    iri: str
    short_name: str
    label: Text | None
    how_many: str
    values: tuple[str, ...]
    follows: tuple[str, ...] = ()
    example: ox.NamedNode | ox.Literal | None = None


@dataclass(frozen=True, slots=True)
class ModelClass:
    """A class with its properties, those that things must have first."""

    iri: str
    short_name: str
    label: Text
    definition: Text | None
    properties: tuple[ModelProperty, ...]

    @property
    def anchor(self) -> str:
        """Its name on a page."""
        return self.short_name.partition(":")[2]


@functools.cache
def model(iris: Iris, language: Language) -> tuple[ModelClass, ...]:
    """Return the classes of the model, those that a reader meets first at the top."""
    return tuple(_Reading(iris, language).classes())


@functools.cache
def examples(iris: Iris) -> Facts:
    """Return the statements of the examples that come with the ontology, with what follows from them."""
    store, graph = ox.Store(), ox.NamedNode(iris.absolute(REFERENCE_GRAPH))
    store.extend(vocabulary.load(iris))
    for entry in sorted(files("ontology").joinpath("examples").iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".ttl"):
            text = iris.rebase(entry.read_text("utf-8"))
            store.load(text.encode(), ox.RdfFormat.TURTLE, to_graph=graph)
    closure.close(store, graph, iris)
    return Facts(Curies(iris), (quad.triple for quad in store.quads_for_pattern(None, None, None, graph)))


@functools.cache
def _shapes(iris: Iris) -> Facts:
    return Facts(curies(iris), library.triples(iris))


class _Reading:
    """Reads the model in a language."""

    def __init__(self, iris: Iris, language: Language) -> None:
        self._curies = curies(iris)
        self._language = language
        self._ontology = names.ontology(iris)
        self._shapes = _shapes(iris)
        self._examples = examples(iris)

    def classes(self) -> Iterator[ModelClass]:
        shapes: dict[str, list[str]] = {}
        for shape in self._shapes.of_class("sh:NodeShape"):
            for target in self._shapes.things(shape, "sh:targetClass"):
                shapes.setdefault(target, []).append(shape)
        order = {name: place for place, name in enumerate(FIRST)}
        names = {each: self._curies.compact(each) for each in shapes}
        named = sorted((order.get(name, len(FIRST)), name, each) for each, name in names.items())
        for _, short_name, target in named:
            properties = self._properties(target, short_name, shapes[target])
            if properties:
                label = self._ontology.text(target, self._language, "rdfs:label")
                name = label or self._shapes.text(shapes[target][0], self._language, "sh:name") or Text(short_name)
                definition = self._ontology.text(target, self._language, "skos:definition")
                yield ModelClass(target, short_name, name, definition, properties)

    def _properties(self, target: str, short_name: str, shapes: Iterable[str]) -> tuple[ModelProperty, ...]:
        rules: dict[str, list[str]] = {}
        for shape in shapes:
            for rule in self._shapes.things(shape, "sh:property"):
                for path in self._shapes.things(rule, "sh:path"):
                    rules.setdefault(path, []).append(rule)
        for prop, said in self._ontology.pointing_to(target):
            if said == "schema:domainIncludes":
                rules.setdefault(prop, [])
        seen = self._exemplified(short_name)
        for prop in (*seen, *_BESIDE.get(short_name, ())):
            rules.setdefault(self._curies.expand(prop), [])
        below = self._derived(rules)
        for above in below:
            rules.setdefault(above, [])
        properties = [self._property(prop, rules[prop], below.get(prop, ()), seen) for prop in rules]
        return tuple(
            sorted(properties, key=lambda each: (bool(each.follows), each.how_many[0] == "0", each.short_name))
        )

    def _derived(self, rules: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the super-properties that the closure states beside these properties, with what each follows from."""
        by_property: dict[str, list[str]] = {}
        waiting = list(rules)
        while waiting:
            prop = waiting.pop()
            for above in self._ontology.things(prop, _ABOVE):
                if self._curies.compact(prop) not in by_property.setdefault(above, []):
                    by_property[above].append(self._curies.compact(prop))
                    waiting.append(above)
        return {above: tuple(sorted(props)) for above, props in by_property.items()}

    def _exemplified(self, short_name: str) -> dict[str, list[ox.NamedNode | ox.Literal]]:
        """Return the properties of the examples of a class, with their values."""
        found: dict[str, list[ox.NamedNode | ox.Literal]] = {}
        for thing in sorted(self._examples.of_class(short_name)):
            for prop, values in self._examples.about(thing):
                if prop != "rdf:type":
                    found.setdefault(prop, []).extend(values)
        return found

    def _property(
        self, prop: str, rules: list[str], follows: tuple[str, ...], seen: dict[str, list[ox.NamedNode | ox.Literal]]
    ) -> ModelProperty:
        short_name = self._curies.compact(prop)
        shown = seen.get(short_name, [])
        label = self._ontology.text(prop, self._language, "rdfs:label")
        names = (self._shapes.text(rule, self._language, "sh:name") for rule in rules)
        return ModelProperty(
            iri=prop,
            short_name=short_name,
            label=label or next(filter(None, names), None),
            how_many=self._how_many(rules),
            values=self._values(prop, rules, shown),
            follows=() if rules else follows,
            example=shown[0] if shown else None,
        )

    def _how_many(self, rules: list[str]) -> str:
        musts = [rule for rule in rules if not self._shapes.things(rule, "sh:severity")]  # others are warnings
        least = max((self._number(rule, "sh:minCount") or 0 for rule in musts), default=0)
        mosts = [most for rule in rules if (most := self._number(rule, "sh:maxCount")) is not None]
        highest = str(min(mosts)) if mosts else "n"
        return highest if str(least) == highest else f"{least}–{highest}"

    def _number(self, rule: str, limit: str) -> int | None:
        value = self._shapes.string(rule, limit)
        return int(value) if value else None

    def _values(self, prop: str, rules: list[str], shown: list[ox.NamedNode | ox.Literal]) -> tuple[str, ...]:
        asked = [each for rule in rules for each in self._shapes.things(rule, "sh:class", "sh:datatype")]
        meant = asked or self._ontology.things(prop, "schema:rangeIncludes")
        if meant:
            return tuple(dict.fromkeys(map(self._curies.compact, meant)))
        kinds = (self._kind(value) for value in shown)
        return tuple(dict.fromkeys(kinds))

    def _kind(self, value: ox.NamedNode | ox.Literal) -> str:
        if isinstance(value, ox.Literal):
            return self._curies.compact(value.datatype.value)
        own = [each for each in self._examples.classes(value.value) if each.startswith("policy:")]
        return own[0] if own else "IRI"
