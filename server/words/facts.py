"""A few statements in memory, to be read by a page: by subject, then by the short name of the property."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ontology.curies import Curies
from server.words.labels import Text, best

Value = ox.NamedNode | ox.Literal
"""What a statement's object can be: a release holds no blank node."""


class Facts:
    """Statements about a thing and what surrounds it; subjects and things are IRIs, properties and classes short names."""

    def __init__(self, curies: Curies, triples: Iterable[ox.Triple] = ()) -> None:
        self.curies = curies
        self._out: dict[str, dict[str, list[Value]]] = {}
        self.add(triples)

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Add statements; one that is there already is not doubled."""
        for triple in triples:
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
                about = self._out.setdefault(triple.subject.value, {})
                values = about.setdefault(self.curies.compact(triple.predicate.value), [])
                if triple.object not in values:
                    values.append(triple.object)

    def merge(self, other: Facts) -> None:
        """Add the statements of other facts."""
        for subject, about in other._out.items():
            own = self._out.setdefault(subject, {})
            for prop, values in about.items():
                known = own.setdefault(prop, [])
                known += [value for value in values if value not in known]

    def pointing_to(self, thing: str) -> Iterator[tuple[str, str]]:
        """Yield the subjects and properties of the statements whose value is a thing."""
        for subject, about in self._out.items():
            for prop, values in about.items():
                if any(isinstance(value, ox.NamedNode) and value.value == thing for value in values):
                    yield subject, prop

    def __contains__(self, subject: str) -> bool:
        return subject in self._out

    def about(self, subject: str) -> Iterator[tuple[str, list[Value]]]:
        """Yield the properties of a subject with their values."""
        yield from self._out.get(subject, {}).items()

    def values(self, subject: str | None, *properties: str) -> list[Value]:
        """Return the values of properties, in the order of the properties."""
        about = self._out.get(subject or "", {})
        return [value for each in properties for value in about.get(each, ())]

    def things(self, subject: str | None, *properties: str) -> list[str]:
        """Return the IRIs among the values."""
        return [value.value for value in self.values(subject, *properties) if isinstance(value, ox.NamedNode)]

    def thing(self, subject: str | None, *properties: str) -> str | None:
        """Return the first IRI among the values, or nothing."""
        return next(iter(self.things(subject, *properties)), None)

    def literals(self, subject: str | None, *properties: str) -> list[ox.Literal]:
        """Return the literals among the values."""
        return [value for value in self.values(subject, *properties) if isinstance(value, ox.Literal)]

    def string(self, subject: str | None, *properties: str) -> str | None:
        """Return the lexical form of the first literal, or nothing."""
        return next((literal.value for literal in self.literals(subject, *properties)), None)

    def integer(self, subject: str | None, *properties: str) -> int | None:
        """Return the first literal as a whole number, or nothing."""
        found = self.string(subject, *properties)
        return int(found) if found is not None else None

    def text(self, subject: str | None, language: str, *properties: str) -> Text | None:
        """Return the best text for a language, or nothing."""
        return best(self.literals(subject, *properties), language)

    def classes(self, subject: str) -> list[str]:
        """Return the classes of a subject as short names."""
        return [self.curies.compact(each) for each in self.things(subject, "rdf:type")]

    def of_class(self, short_name: str) -> list[str]:
        """Return the subjects of a class, in the order in which they came."""
        wanted = ox.NamedNode(self.curies.expand(short_name))
        return [subject for subject, about in self._out.items() if wanted in about.get("rdf:type", ())]
