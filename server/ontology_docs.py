"""The ontology at its own address: its Turtle as it was written, and documentation for people made from it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import pyoxigraph as ox

from ontology.iris import Iris
from server.addresses import Addresses
from server.curies import Curies
from server.facts import Facts
from server.labels import Text
from server.language import Language, Words
from server.names import Namer
from server.pages.visit import Link

SECTIONS = (("classes", "owl:Class"), ("objects", "owl:ObjectProperty"), ("data", "owl:DatatypeProperty"))
"""The sections of the documentation, and the class of the terms in each."""
_ABOVE = ("rdfs:subClassOf", "rdfs:subPropertyOf")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology."""

    anchor: str
    short_name: str
    label: Text
    definition: Text | None
    notes: tuple[Text, ...]
    examples: tuple[Text, ...]
    above: tuple[Link, ...]
    used_on: tuple[Link, ...]
    values: tuple[Link, ...]
    disjoint: tuple[Link, ...]


def turtle(iris: Iris) -> bytes:
    """Return the ontology as it was written, with the bases of the installation."""
    return iris.rebase((files("ontology") / "policy.ttl").read_text("utf-8")).encode()


@functools.cache
def triples(iris: Iris) -> tuple[ox.Triple, ...]:
    """Return the statements of the ontology."""
    return tuple(quad.triple for quad in ox.parse(turtle(iris), format=ox.RdfFormat.TURTLE))


@functools.cache
def version(iris: Iris) -> str:
    """Return the version of the ontology."""
    found = Facts(Curies(iris), triples(iris)).string(f"{iris.vocabulary}def", "owl:versionInfo")
    return found or ""


def page(iris: Iris, language: Language, wish: Language | None) -> dict[str, object]:
    """Return what the page of the ontology shows."""
    facts = Facts(Curies(iris), triples(iris))
    ontology = f"{iris.vocabulary}def"
    writer = _Writer(facts, Namer(facts, Words(language)), Addresses(iris), language, wish)
    return {
        "iri": ontology,
        "title": facts.text(ontology, language, "dct:title"),
        "description": facts.text(ontology, language, "dct:description"),
        "version": facts.string(ontology, "owl:versionInfo"),
        "version_iri": facts.thing(ontology, "owl:versionIRI"),
        "license": facts.thing(ontology, "dct:license"),
        "prefix": facts.string(ontology, "vann:preferredNamespacePrefix"),
        "namespace": facts.string(ontology, "vann:preferredNamespaceUri"),
        "sections": tuple((name, tuple(writer.terms(of_class))) for name, of_class in SECTIONS),
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    facts: Facts
    namer: Namer
    addresses: Addresses
    language: Language
    wish: Language | None

    def terms(self, of_class: str) -> Iterator[Term]:
        own = self.facts.curies.expand("policy:")
        found = [each for each in self.facts.of_class(of_class) if each.startswith(own)]
        for term in sorted(found):
            yield self._term(term)

    def _term(self, term: str) -> Term:
        return Term(
            anchor=term.rpartition("#")[2],
            short_name=self.facts.curies.compact(term),
            label=self.facts.text(term, self.language, "rdfs:label") or Text(term),
            definition=self.facts.text(term, self.language, "skos:definition"),
            notes=self._texts(term, "skos:scopeNote"),
            examples=self._texts(term, "skos:example"),
            above=self._links(term, *_ABOVE),
            used_on=self._links(term, "schema:domainIncludes"),
            values=self._links(term, "schema:rangeIncludes"),
            disjoint=self._links(term, "owl:disjointWith"),
        )

    def _texts(self, term: str, short_name: str) -> tuple[Text, ...]:
        found = self.facts.text(term, self.language, short_name)
        return (found,) if found else ()

    def _links(self, term: str, *properties: str) -> tuple[Link, ...]:
        return tuple(map(self._link, self.facts.things(term, *properties)))

    def _link(self, iri: str) -> Link:
        own = iri.startswith(self.facts.curies.expand("policy:"))
        if own:
            return Link(f"#{iri.rpartition('#')[2]}", self.namer.name(iri).short)
        inside = self.addresses.document(iri, lang=self.wish)
        return Link(inside or iri, Text(self.facts.curies.compact(iri)), outside=inside is None)
