"""The glossary: what the words of these pages mean, as the ontology defines them."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.iris import Iris
from server.words.addresses import Addresses
from server.words.labels import Text
from server.words.language import LANGUAGES, Language
from server.words.names import ontology


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A word in the page's language and in the other one, what it means, and where it is defined."""

    word: str
    other: Text
    meaning: Text
    href: str


def glossary(iris: Iris, language: Language) -> tuple[GlossaryEntry, ...]:
    """Return the classes of the ontology that have a definition, in the order of their words."""
    facts, addresses = ontology(iris), Addresses(iris, language)
    other = next(each for each in LANGUAGES if each != language)
    own = facts.curies.expand("policy:")
    found = []
    for each in facts.of_class("owl:Class"):
        word, twin = facts.text(each, language, "rdfs:label"), facts.text(each, other, "rdfs:label")
        meaning = facts.text(each, language, "skos:definition")
        if each.startswith(own) and word and twin and meaning:
            found.append(GlossaryEntry(word.value, twin, meaning, addresses.document(each) or each))
    return tuple(sorted(found, key=lambda entry: entry.word))
