"""The shapes and the JSON-LD context, documented from their files: what each class must have, and what to do if it has not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import pyoxigraph as ox

from ontology.curies import Curies
from server.vocabulary.files import SHAPES, VocabularySource
from server.vocabulary.ontology import downloads
from server.web.problems import Problem
from server.words.addresses import Addresses
from server.words.facts import Facts
from server.words.labels import Text
from server.words.language import Language
from server.words.links import Link
from shapes import rules as shape_rules
from shapes.report import Severity
from shapes.rules import Kind

_LIMITS = (
    "sh:minCount", "sh:maxCount", "sh:datatype", "sh:class", "sh:nodeKind", "sh:pattern", "sh:minInclusive",
    "sh:maxInclusive", "sh:minExclusive", "sh:equals", "sh:uniqueLang", "sh:hasValue",
)  # fmt: skip # entries side by side
"""The constraints that one value tells; lists and queries are in the Turtle."""
_PARTS = ("sh:in", "sh:languageIn", "sh:or", "sh:and", "sh:not", "sh:xone", "sh:select", "sh:node")


@dataclass(frozen=True, slots=True)
class RuleDoc:
    """A rule: what it looks at (``path``, a short name), what it asks, how grave it is, what to do if it is broken."""

    anchor: str
    name: Text
    path: str
    asks: tuple[str, ...]
    kind: Kind
    severity: Severity
    message: Text | None


@dataclass(frozen=True, slots=True)
class ShapeDoc:
    """A shape with its rules; ``href`` tells of them."""

    anchor: str
    href: str
    name: Text
    target: Link
    rules: tuple[RuleDoc, ...]


@dataclass(frozen=True, slots=True)
class ContextTerm:
    """A term of the JSON-LD context: the property or class it stands for, and how its values are read."""

    name: str
    stands_for: str
    values: str
    container: str


def page(
    source: VocabularySource, language: Language, addresses: Addresses, asked: str | None = None
) -> dict[str, object]:
    """Return what the page of the shapes shows: all with the names of their rules, or the one that is ``asked`` for, whole.

    Raises :class:`Problem` where there is none of that name.
    """
    facts = Facts(Curies(source.iris), _with_lists_named(source))
    header = f"{source.iris.vocabulary}shape/"
    shapes = tuple(_shapes(source, facts, language, addresses))
    shown = next((each for each in shapes if each.anchor == asked), None)
    if asked is not None and shown is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "part", name=asked, known=", ".join(each.anchor for each in shapes))
    return {
        "iri": header,
        "title": facts.text(header, language, "dct:title"),
        "description": facts.text(header, language, "dct:description"),
        "version": facts.string(header, "owl:versionInfo"),
        "license": facts.thing(header, "dct:license"),
        "profiles": tuple(_profiles(facts, language)),
        "shapes": shapes,
        "shown": shown,
        "files": tuple(each for each in downloads(source) if each[1].startswith(SHAPES)),
    }


def _with_lists_named(source: VocabularySource) -> Iterator[ox.Triple]:
    """Yield the statements of the shapes; of a value that is a blank node, facts show only that there is one."""
    for triple in source.triples(SHAPES):
        value = triple.object
        stand_in = ox.Literal("…") if isinstance(value, ox.BlankNode) else value
        yield ox.Triple(triple.subject, triple.predicate, stand_in)


def _profiles(facts: Facts, language: Language) -> Iterator[tuple[Text | None, Text | None]]:
    for profile in facts.of_class("http://www.w3.org/ns/dx/prof/Profile"):
        yield tuple(facts.text(profile, language, each) for each in ("dct:title", "skos:definition"))  # type: ignore[misc] # two each


def _shapes(source: VocabularySource, facts: Facts, language: Language, addresses: Addresses) -> Iterator[ShapeDoc]:
    by_shape: dict[str, list[shape_rules.Rule]] = {}
    for rule in shape_rules.rules(source.iris):
        by_shape.setdefault(rule.shape, []).append(rule)
    for shape, rules in by_shape.items():
        target = rules[0].target
        link = addresses.link(target, Text(facts.curies.compact(target)))
        docs = tuple(_rule(facts, rule, language) for rule in rules)
        anchor = _anchor(shape)
        yield ShapeDoc(
            anchor,
            addresses.to("shapes", shape=anchor),
            facts.text(shape, language, "sh:name") or Text(anchor),
            link,
            docs,
        )


def _rule(facts: Facts, rule: shape_rules.Rule, language: Language) -> RuleDoc:
    return RuleDoc(
        anchor=_anchor(rule.rule),
        name=facts.text(rule.rule, language, "sh:name") or Text(_anchor(rule.rule)),
        path=facts.curies.compact(rule.path) if rule.path else "",
        asks=tuple(_asks(facts, rule.rule)),
        kind=rule.kind,
        severity=rule.severity,
        message=facts.text(rule.rule, language, "sh:message"),
    )


def _asks(facts: Facts, rule: str) -> Iterator[str]:
    for limit in _LIMITS:
        for value in facts.values(rule, limit):
            yield f"{limit} {facts.curies.compact(value.value)}"
    yield from (f"{part} …" for part in _PARTS if facts.values(rule, part))


def _anchor(iri: str) -> str:
    return iri.rpartition("/shape/")[2].replace("/", ".")


def context_terms(source: VocabularySource) -> tuple[ContextTerm, ...]:
    """Return the terms of the JSON-LD context by name; prefixes and keywords are left out."""
    found = json.loads(source.texts["context.jsonld"])["@context"]
    terms = ((name, entry) for name, entry in found.items() if not name.startswith("@"))
    return tuple(_context_term(name, entry) for name, entry in sorted(terms) if not _is_prefix(entry))


def _is_prefix(entry: object) -> bool:
    return isinstance(entry, str) and entry.endswith(("/", "#"))


def _context_term(name: str, entry: object) -> ContextTerm:
    if not isinstance(entry, dict):
        return ContextTerm(name, str(entry), "", "")
    container = entry.get("@container", "")
    listed = ", ".join(container) if isinstance(container, list) else str(container)
    values = entry.get("@type") or (f"@{entry['@language']}" if "@language" in entry else "")
    inverse = f"^{entry['@reverse']}" if "@reverse" in entry else ""
    return ContextTerm(name, inverse or str(entry.get("@id", "")), str(values), listed)
