"""The page of the model: what there is to ask for, how much of it this release has, and an example of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

import pyoxigraph as ox

from ontology.curies import Curies
from server.release.live import Served
from server.release.store.interface import Solution
from server.vocabulary import model as models
from server.vocabulary.diagram import Diagram, DiagramClass, diagram
from server.vocabulary.model import EDGES, ModelClass, ModelProperty
from server.web.problems import Problem
from server.words.addresses import Addresses
from server.words.facts import Facts
from server.words.labels import Text
from server.words.language import Language, Words
from server.words.links import Link
from server.words.names import Namer

_SHOWN = 60
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property with how many things of the class have it, and a value that one of them has."""

    model: ModelProperty
    things: int
    example: Link | Text | None


@dataclass(frozen=True, slots=True)
class ClassSection:
    """A class with how many things there are, one of them, and a query for more."""

    model: ModelClass
    things: int
    example: Link | None
    query: str
    rows: tuple[PropertyRow, ...]


class ModelPage:
    """The model beside a release, for a reader."""

    def __init__(self, now: Served, language: Language, wish: Language | None) -> None:
        self._now = now
        self._language = language
        self._curies = Curies(now.iris)
        self._addresses = Addresses(now.iris, wish)

    def shown(self, asked: str | None = None) -> dict[str, object]:
        """Return what the page shows: every class in short, or the one that is ``asked`` for with all its properties.

        Raises :class:`Problem` where there is none of that name.
        """
        classes = models.model(self._now.iris, self._language)
        if asked is None:
            counts = {each.iri: self._things(each) for each in classes}
            return {"diagram": self._diagram(classes), "classes": classes, "counts": counts, "shown": None}
        found = next((each for each in classes if each.anchor == asked), None)
        if found is None:
            known = ", ".join(each.anchor for each in classes)
            raise Problem.worded(HTTPStatus.NOT_FOUND, "part", name=asked, known=known)
        return {"shown": self._section(found)}

    def _things(self, model: ModelClass) -> int:
        counted = self._counted.get((model.iri, _TYPE))
        return counted.integer("things") if counted else 0

    @cached_property
    def _counted(self) -> Mapping[tuple[str, str], Solution]:
        return self._now.once(_counted)

    def _section(self, model: ModelClass) -> ClassSection:
        counted = self._counted.get((model.iri, _TYPE))
        example = self._link(counted.text("example")) if counted else None
        return ClassSection(
            model=model,
            things=self._things(model),
            example=example,
            query=self._addresses.to("sparql", query=self._query(model), edit=1),
            rows=tuple(self._row(prop, model) for prop in self._with_others(model)),
        )

    def _with_others(self, model: ModelClass) -> tuple[ModelProperty, ...]:
        """Return the properties of a class, and those that this release has beside them."""
        known = {each.iri for each in model.properties} | {_TYPE}
        others = sorted(prop for of, prop in self._counted if of == model.iri and prop not in known)
        more = (ModelProperty(each, self._curies.compact(each), None, "0–n", ()) for each in others)
        return (*model.properties, *more)

    def _row(self, prop: ModelProperty, model: ModelClass) -> PropertyRow:
        counted = self._counted.get((model.iri, prop.iri))
        return PropertyRow(
            prop, counted.integer("things") if counted else 0, self._value(counted["valued"]) if counted else None
        )

    def _value(self, value: object) -> Link | Text | None:
        if isinstance(value, ox.NamedNode):
            return self._link(value.value)
        if isinstance(value, ox.Literal):
            text = value.value if len(value.value) <= _SHOWN else f"{value.value[:_SHOWN]}…"
            return Text(text, value.language or "")
        return None

    def _link(self, iri: str) -> Link:
        """Return a link to an example, called as its own page calls it."""
        said = self._now.store.construct("thing-statements", {"thing": ox.NamedNode(iri)})
        facts = Facts(self._curies, said)
        name = Namer(facts, Words(self._language), self._curies).name(iri)
        return self._addresses.link(iri, name.short, name.more)

    def _query(self, model: ModelClass) -> str:
        """Return a query for things of a class with what all of them have."""
        musts = [each for each in model.properties if each.how_many[0] != "0" and not each.follows][:6]
        used = [model.short_name, *(each.short_name for each in musts)]
        prefixes = sorted({name.partition(":")[0] for name in used})
        declared = "".join(f"PREFIX {each}: <{self._curies.expand(f'{each}:')}>\n" for each in prefixes)
        names = _variables(musts)
        lines = "".join(f" ;\n    {each.short_name} ?{name}" for each, name in zip(musts, names, strict=True))
        return f"{declared}\nSELECT * WHERE {{\n  ?thing a {model.short_name}{lines} .\n}}\nLIMIT 100\n"

    def _diagram(self, classes: tuple[ModelClass, ...]) -> Diagram:
        return diagram(list(_nodes({each.short_name: each for each in classes})))


def _variables(properties: list[ModelProperty]) -> list[str]:
    return [each.short_name.partition(":")[2] for each in properties]


def _nodes(classes: Mapping[str, ModelClass]) -> Iterator[DiagramClass]:
    drawn = dict.fromkeys(name for start, _, end in EDGES for name in (start, end))
    for name in drawn:
        rows = tuple(
            (classes[name].anchor, _property_label(classes[name], prop), (classes[end].anchor,))
            for start, prop, end in EDGES
            if start == name
        )
        yield DiagramClass(classes[name].anchor, classes[name].label, (name,), rows)


def _property_label(model: ModelClass, short_name: str) -> Text:
    found = next(each.label for each in model.properties if each.short_name == short_name)
    return found or Text(short_name)


def _counted(now: Served) -> dict[tuple[str, str], Solution]:
    rows = now.store.select("model-properties")
    return {(row.text("class"), row.text("property")): row for row in rows}
