"""The ontology at its own address: its Turtle as it was written, and documentation for people made from it.

Made on request from the files of the release and kept with its other answers: so the pages speak the reader's language, lead
into the release that they describe, and can never differ from the words that the release was built with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

import pyoxigraph as ox

from mapping.release import vocabulary_files
from mapping.release.release import Release
from ontology.curies import Curies
from server.vocabulary import model as models
from server.vocabulary.diagram import Diagram, DiagramClass, diagram
from server.vocabulary.files import ONTOLOGY, VocabularySource
from server.web.problems import Problem
from server.words.addresses import Addresses, to
from server.words.facts import Facts
from server.words.labels import Text
from server.words.language import Language, Words
from server.words.links import Link
from server.words.names import Namer, called

SECTIONS = (("classes", "owl:Class"), ("objects", "owl:ObjectProperty"), ("data", "owl:DatatypeProperty"))
"""The sections of the documentation, and the class of the terms in each."""
Asked = Mapping[str, str]
"""The query of an address."""
_ABOVE = ("rdfs:subClassOf", "rdfs:subPropertyOf")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology; ``properties`` are those meant for a class, ``all_properties`` those that its things have,
    ``shape`` what they must have.
    """

    anchor: str
    short_name: str
    label: Text
    definition: Text | None
    notes: tuple[Text, ...]
    examples: tuple[Text, ...]
    above: tuple[Link, ...]
    below: tuple[Link, ...]
    used_on: tuple[Link, ...]
    values: tuple[Link, ...]
    disjoint: tuple[Link, ...]
    properties: tuple[Link, ...]
    all_properties: tuple[tuple[str, str], ...]
    shape: str | None
    deprecated: bool
    replaced_by: tuple[Link, ...]
    changes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme."""

    link: Link
    definition: Text | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme that comes with the ontology."""

    link: Link
    description: Text | None
    concepts: tuple[Concept, ...]


def turtle(source: VocabularySource) -> bytes:
    """Return the ontology as it was written, with the bases of the installation."""
    return source.turtle(ONTOLOGY)


def triples(source: VocabularySource) -> tuple[ox.Triple, ...]:
    """Return the statements of the ontology."""
    return source.triples(ONTOLOGY)


def version(source: VocabularySource) -> str:
    """Return the version of the ontology."""
    return source.release.once(_version)


def _version(release: Release) -> str:
    source = VocabularySource(release)
    version = Facts(Curies(source.iris), triples(source)).string(f"{source.iris.vocabulary}def", "owl:versionInfo")
    return version or ""


def page(source: VocabularySource, language: Language, wish: Language | None, asked: Asked) -> dict[str, object]:
    """Return what the page of the ontology shows: every term in short, or the one term or part that is ``asked`` for.

    Raises :class:`Problem` where there is none of that name.
    """
    facts = Facts(Curies(source.iris), triples(source))
    ontology = f"{source.iris.vocabulary}def"
    writer = _Writer(source, facts, Namer(facts, Words(language), facts.curies), Addresses(source.iris, wish), language)
    term, part = (asked.get(name) for name in ("term", "part"))
    if part is not None and part not in PARTS:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "part", name=part, known=", ".join(PARTS))
    of_term = writer.named(term) if term is not None else None
    called = facts.text(ontology, language, "dct:title")
    return {
        "iri": ontology,
        "part": part,
        "of_term": of_term,
        "ontology_title": called,
        "title": of_term.label if of_term else Text(Words(language)(f"ontology.{part}"), language) if part else called,
        "description": facts.text(ontology, language, "dct:description"),
        "version": facts.string(ontology, "owl:versionInfo"),
        "version_iri": facts.thing(ontology, "owl:versionIRI"),
        "license": facts.thing(ontology, "dct:license"),
        "prefix": facts.string(ontology, "vann:preferredNamespacePrefix"),
        "namespace": facts.string(ontology, "vann:preferredNamespaceUri"),
        "sections": [] if term or part else [(name, writer.briefly(of_class)) for name, of_class in SECTIONS],
        "parts": PARTS,
        **({part: _PARTS[part](writer, source)} if part else {}),
    }


def downloads(source: VocabularySource) -> tuple[tuple[str, str], ...]:
    """Return address and name of each file of the words."""
    return tuple((to("file", f"{vocabulary_files.FOLDER}/{name}"), name) for name in sorted(source.texts))


@dataclass(frozen=True, slots=True)
class TermInShort:
    """A term as the page of the whole ontology has it; ``href`` tells the rest."""

    anchor: str
    short_name: str
    label: Text
    definition: Text | None
    deprecated: bool
    href: str


@dataclass(frozen=True, slots=True)
class _Writer:
    source: VocabularySource
    facts: Facts
    namer: Namer
    addresses: Addresses
    language: Language

    def named(self, anchor: str) -> Term:
        """Return a term by its anchor; raises :class:`Problem` where there is none."""
        term = self.facts.curies.expand("policy:") + anchor
        if not any(term in self._own(of_class) for _, of_class in SECTIONS):
            raise Problem.worded(HTTPStatus.NOT_FOUND, "term", name=anchor)
        return self._term(term)

    def briefly(self, of_class: str) -> tuple[TermInShort, ...]:
        """Return the terms of a class in short."""
        return tuple(
            TermInShort(
                _anchor(term),
                self.facts.curies.compact(term),
                self._label(term),
                self.facts.text(term, self.language, "skos:definition"),
                self.facts.string(term, "owl:deprecated") == "true",
                self._of_term(term),
            )
            for term in self._own(of_class)
        )

    def _of_term(self, term: str) -> str:
        return self.addresses.to("ontology", term=_anchor(term))

    def _own(self, of_class: str) -> list[str]:
        own = self.facts.curies.expand("policy:")
        return sorted(each for each in self.facts.of_class(of_class) if each.startswith(own))

    def _term(self, term: str) -> Term:
        pointing = list(self.facts.pointing_to(term))
        return Term(
            anchor=_anchor(term),
            short_name=self.facts.curies.compact(term),
            label=self._label(term),
            definition=self.facts.text(term, self.language, "skos:definition"),
            notes=self._texts(term, "skos:scopeNote"),
            examples=self._texts(term, "skos:example"),
            above=self._links(term, *_ABOVE),
            below=tuple(self._link(each) for each, prop in sorted(pointing) if prop in _ABOVE),
            used_on=self._links(term, "schema:domainIncludes"),
            values=self._links(term, "schema:rangeIncludes"),
            disjoint=self._links(term, "owl:disjointWith"),
            properties=tuple(self._link(each) for each, prop in sorted(pointing) if prop == "schema:domainIncludes"),
            all_properties=self._all_properties(term),
            shape=self._shape(term),
            deprecated=self.facts.string(term, "owl:deprecated") == "true",
            replaced_by=self._links(term, "dct:isReplacedBy"),
            changes=self._texts(term, "skos:changeNote"),
        )

    def _all_properties(self, term: str) -> tuple[tuple[str, str], ...]:
        """Return every property that the things of a class have, other vocabularies' too, with how many values each has."""
        model_class = next((each for each in models.model(self.source.iris, self.language) if each.iri == term), None)
        return tuple((each.short_name, each.how_many) for each in model_class.properties) if model_class else ()

    def _label(self, term: str) -> Text:
        return called(self.facts, term, self.language)

    def _shape(self, term: str) -> str | None:
        """Return the address of the shape of a class."""
        targets = "http://www.w3.org/ns/shacl#targetClass"
        for triple in self.source.triples("shapes/"):
            if triple.predicate.value == targets and triple.object == ox.NamedNode(term):
                name = str(triple.subject).strip("<>").rpartition("/shape/")[2]
                return self.addresses.to("shapes", fragment=name)
        return None

    def diagram(self) -> Diagram:
        return diagram([self._node(each) for each in self._own("owl:Class")])

    def _node(self, term: str) -> DiagramClass:
        own = self.facts.curies.expand("policy:")
        properties = [
            (_anchor(prop), self._label(prop), tuple(map(_anchor, targets)))
            for prop in self._own("owl:ObjectProperty")
            if term in self.facts.things(prop, "schema:domainIncludes")
            and (targets := [v for v in self.facts.things(prop, "schema:rangeIncludes") if v.startswith(own)])
        ]
        above = [self.facts.curies.compact(each) for each in self.facts.things(term, "rdfs:subClassOf")]
        return DiagramClass(_anchor(term), self._label(term), tuple(above), tuple(properties))

    def schemes(self) -> Iterator[Scheme]:
        facts = Facts(self.facts.curies, self.source.triples("schemes/"))
        namer = Namer(facts, Words(self.language), facts.curies)
        for scheme in sorted(facts.of_class("skos:ConceptScheme")):
            members = sorted(each for each, prop in facts.pointing_to(scheme) if prop == "skos:inScheme")
            yield Scheme(
                self._to(scheme, namer),
                facts.text(scheme, self.language, "dct:description"),
                tuple(
                    Concept(self._to(each, namer), facts.text(each, self.language, "skos:definition"))
                    for each in members
                ),
            )

    def _to(self, thing: str, namer: Namer) -> Link:
        return self.addresses.link(thing, namer.name(thing).short)

    def _texts(self, term: str, short_name: str) -> tuple[Text, ...]:
        text = self.facts.text(term, self.language, short_name)
        return (text,) if text else ()

    def _links(self, term: str, *properties: str) -> tuple[Link, ...]:
        return tuple(map(self._link, self.facts.things(term, *properties)))

    def _link(self, iri: str) -> Link:
        if iri.startswith(self.facts.curies.expand("policy:")):
            return Link(self._of_term(iri), self.namer.name(iri).short)
        return self.addresses.link(iri, Text(self.facts.curies.compact(iri)))


_PARTS: Mapping[str, Callable[[_Writer, VocabularySource], object]] = {
    "diagram": lambda writer, _: writer.diagram(),
    "schemes": lambda writer, _: tuple(writer.schemes()),
    "changes": lambda _, source: source.note("CHANGELOG.md"),
    "versions": lambda _, source: source.note("DESIGN.md", "Versions"),
    "design": lambda _, source: source.note("DESIGN.md"),
    "files": lambda _, source: downloads(source),
}
PARTS = tuple(_PARTS)
"""What has a page of its own beside the terms."""


def _anchor(term: str) -> str:
    return term.rpartition("#")[2]
