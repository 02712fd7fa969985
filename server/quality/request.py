"""What every page of quality needs of a request: the release, its words, and the names of rules, profiles and things."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from rdflib import DCTERMS, SKOS, Literal, URIRef

from mapping.release.shelf import Shelf
from ontology.iris import Iris
from server.release.live import Served, live, served
from server.web import chrome
from server.words.addresses import Addresses
from server.words.labels import Text, of_language
from server.words.language import Language, Words
from server.words.links import Link
from shapes import library
from shapes import rules as shape_rules
from shapes.rules import Rule


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile of the shapes; ``name`` is nothing where not even the first is reached."""

    name: str | None
    title: Text
    definition: Text | None


@dataclass(frozen=True, slots=True)
class QualityRequest:
    """The current request."""

    now: Served
    language: Language
    wish: Language | None

    @classmethod
    def current(cls) -> QualityRequest:
        """Return the current one."""
        return cls(served(), chrome.language(), chrome.wish())

    @property
    def iris(self) -> Iris:
        """The bases of the release."""
        return self.now.iris

    @property
    def addresses(self) -> Addresses:
        """Where things are."""
        return Addresses(self.iris, self.wish)

    @property
    def words(self) -> Words:
        """The window's words."""
        return Words(self.language)

    @property
    def shelf(self) -> Shelf:
        """The releases that there are."""
        return live().shelf

    def text(self, said: dict[str, str]) -> Text:
        """Return the best of some texts by language."""
        return of_language(said, self.language) or Text("")

    def profile(self, name: str | None) -> Profile:
        """Return a profile with its words, which the shapes have."""
        if name is None:
            return Profile(None, Text(self.words("quality.held_back"), self.language), None)
        title, definition = profile_texts(self.iris, name)
        return Profile(name, self.text(title), self.text(definition))

    def names_of(self, rule: str) -> dict[str, str]:
        """Return the names of a shape or rule by language tag, or the end of its IRI where it has none."""
        return shape_rules.names(self.iris).get(rule) or {"": rule.rpartition("/shape/")[2]}

    def name_of(self, rule: str) -> Text:
        """Return the name of a shape or rule in the language of the page."""
        return self.text(self.names_of(rule))

    def thing(self, iri: str) -> Link:
        """Return a link to a thing, called by its kind and the end of its IRI: a thing held back is in no store."""
        path = (self.addresses.path(iri) or iri).split("/")
        kind = self.words.known(f"kind.{_KINDS.get(path[1], path[1])}") if len(path) > 1 else None
        tail = path[-1] if len(path) < 4 or path[0] != "id" else "/".join(path[3:])
        called = f"{kind} {tail}".strip() if kind else tail
        return self.addresses.link(iri, Text(called, self.language if kind else ""))


_KINDS = {"document": "source"}
"""Kinds of IRI that have a word of another name."""


@functools.cache
def rule_by_iri(iris: Iris) -> dict[str, Rule]:
    """Return the rules of the shapes by their IRIs."""
    return {rule.rule: rule for rule in shape_rules.rules(iris)}


@functools.cache
def profile_texts(iris: Iris, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return title and definition of a profile by language tag."""
    profile = URIRef(iris.absolute(f"{library.NAMESPACE}profile/{name}"))
    graph = library.load(iris)
    found = [
        {text.language or "": str(text) for text in graph.objects(profile, each) if isinstance(text, Literal)}
        for each in (DCTERMS.title, SKOS.definition)
    ]
    return found[0], found[1]
