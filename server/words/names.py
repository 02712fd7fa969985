"""What a page calls a thing: its label, or what a person would say of a thing that has none (举措 36, 200 家)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Protocol

import msgspec

from ontology import vocabulary as turtle
from ontology.curies import Curies
from ontology.iris import Iris
from server.words.facts import Facts
from server.words.labels import EXCERPT, Text
from server.words.language import Words

LABELS = ("skos:prefLabel", "dct:title", "rdfs:label", "foaf:name", "schema:name")
"""The properties that hold a label, the best first."""

_MAPPING = re.compile(r"/mapping/[^/]+/([^/]+?)(/measure)?\.\d+$")
_QUANTITY = ("schema:value", "schema:minValue", "schema:maxValue", "schema:unitText")
_PLACES = {"http://www.wikidata.org/entity/": "Wikidata", "https://sws.geonames.org/": "GeoNames"}

CLASSES: dict[str, str] = {
    "policy:Measure": "measure", "policy:ImplementationPlan": "plan", "policy:KnownPlan": "known-plan",
    "policy:NationalOpinion": "national",
    "policy:Requirement": "requirement", "policy:QuotedRequirement": "quotation", "policy:Point": "point",
    "policy:Part": "part", "policy:Theme": "theme", "policy:Agency": "agency", "policy:AgencyGroup": "group",
    "policy:Jurisdiction": "jurisdiction", "policy:Function": "function", "policy:Responsibility": "responsibility",
    "policy:Target": "target", "policy:Parameter": "parameter", "policy:Citation": "citation", "policy:Signature": "signature",
    "policy:CitedDocument": "cited", "policy:Passage": "passage", "policy:SourceDocument": "source",
    "policy:CanonicalText": "canonical", "policy:Translation": "translation",
    "policy:Extraction": "extraction", "sssom:Mapping": "mapping",
    "dct:PeriodOfTime": "period", "oa:TextPositionSelector": "position-selector",
    "oa:TextQuoteSelector": "quote-selector", "spdx:Checksum": "checksum", "prov:SoftwareAgent": "software",
    "qb:Observation": "observation", "qb:DataStructureDefinition": "structure", "qb:ComponentSpecification": "component",
    "dqv:QualityMeasurement": "measurement", "dqv:Metric": "metric", "sh:ValidationReport": "report",
    "sh:ValidationResult": "finding", "sh:NodeShape": "shape", "sh:PropertyShape": "shape", "sh:SPARQLConstraint": "shape",
    "sd:NamedGraph": "graph", "skos:ConceptScheme": "scheme", "owl:Class": "class", "owl:ObjectProperty": "property",
    "owl:DatatypeProperty": "property", "owl:Ontology": "ontology", "skos:Concept": "concept", "rdfs:Datatype": "datatype",
}  # fmt: skip # entries side by side
"""The kinds of thing that a page knows, the most telling class first, and the word for each (``words.toml``, ``kind.…``)."""
_KINDS = tuple(CLASSES.values())
_PLACES_OF = {each: place for place, each in enumerate(CLASSES)}


class NameSource(Protocol):
    """What is said of things, for whoever names them: statements (:class:`~server.words.facts.Facts`), or the index."""

    def classes(self, subject: str, /) -> list[str]:
        """Return the classes of a subject as short names."""

    def text(self, subject: str | None, language: str, /, *properties: str) -> Text | None:
        """Return the best text for a language, or nothing."""

    def string(self, subject: str | None, /, *properties: str) -> str | None:
        """Return the first value of properties that are no texts, or nothing."""

    def thing(self, subject: str | None, /, *properties: str) -> str | None:
        """Return the first thing that properties point to, or nothing."""


def kind(source: NameSource, thing: str) -> str:
    """Return the kind of a thing, ``thing`` where it has no class that a page knows."""
    known = [_PLACES_OF[each] for each in source.classes(thing) if each in _PLACES_OF]
    return _KINDS[min(known)] if known else "thing"


def called(source: NameSource, thing: str, language: str, *otherwise: str) -> Text:
    """Return the label of a thing, or else a text of other properties of it, or else the end of its IRI."""
    return source.text(thing, language, *LABELS) or source.text(thing, language, *otherwise) or Text(_end(thing))


def amount(value: str | None, least: str | None, most: str | None, unit: str | None) -> str:
    """Return a quantity with its unit: ``200 家``, ``4–5 家``, ``≥ 20 个``."""
    value, least, most = (grouped(each) for each in (value, least, most))
    both = f"{least}–{most}" if least and most else f"≥ {least}" if least else f"≤ {most}" if most else ""
    return f"{value or both} {unit or ''}".strip()


def grouped(number: str | None) -> str:
    """Return a number for people, its thousands apart: ``1,000,000,000``; one that is none as it is."""
    try:
        return f"{Decimal(number):,f}" if number else ""
    except InvalidOperation:
        return number or ""


@functools.cache
def ontology(iris: Iris) -> Facts:
    """Return the ontology and its schemes, whose terms every page names."""
    return Facts(Curies(iris), (quad.triple for quad in turtle.load(iris)))


class Name(msgspec.Struct, frozen=True):
    """What a page calls a thing: ``short`` in running text, ``more`` (an excerpt) where there is room for it."""

    short: Text
    more: Text | None = None


class Namer(msgspec.Struct, frozen=True):
    """Names things in one language by what a source says of them; ``curies`` shorten what nothing is said of."""

    source: NameSource
    words: Words
    curies: Curies

    def name(self, thing: str) -> Name:
        """Return the name of a thing; an IRI is shown only of what nothing is known about."""
        of_kind = kind(self.source, thing)
        teller = _TELLERS.get(of_kind)
        if teller and (found := teller(self, thing)):
            return found
        if label := self.source.text(thing, self.words.language, *LABELS):
            return Name(label)
        if of_kind != "thing":
            return Name(self.own(f"{self.words(f'kind.{of_kind}')} {_tail(thing)}"))
        return Name(self._property(thing))

    def property(self, short_name: str) -> Text:
        """Return the name of a property: its label, our word for a borrowed one, or the short name."""
        iri = self.curies.expand(short_name)
        label = self.source.text(iri, self.words.language, "rdfs:label")
        return label or self._known(short_name) or self._in_vocabulary(iri) or Text(short_name)

    def _property(self, iri: str) -> Text:
        short_name = self.curies.compact(iri)
        return (
            self._known(short_name)
            or self._in_vocabulary(iri)
            or self._elsewhere(iri)
            or self._graph(iri)
            or Text(short_name)
        )

    def _graph(self, iri: str) -> Text | None:
        """Return what a named graph is called; no graph says anything of another."""
        of = iri.removeprefix(f"{self.curies.iris.base}graph/")
        return self.own(self.words("named.graph", of=of.rpartition("/")[2])) if of != iri else None

    def _elsewhere(self, iri: str) -> Text | None:
        """Return our words for a thing that others describe: by its IRI, or by where it is and its last segment."""
        if words := self.words.known(f"elsewhere.{iri}"):
            return self.own(words)
        place = next((name for start, name in _PLACES.items() if iri.startswith(start)), None)
        return Text(f"{place} {iri.removesuffix('/').rpartition('/')[2]}") if place else None

    def _in_vocabulary(self, iri: str) -> Text | None:
        return ontology(self.curies.iris).text(iri, self.words.language, *LABELS)

    def _known(self, short_name: str) -> Text | None:
        words = self.words.known("borrowed." + short_name.replace(":", "-"))
        return self.own(words) if words else None

    def own(self, value: str) -> Text:
        """Return words of the window as a text of the page's language."""
        return Text(value, self.words.language)

    def amount(self, thing: str) -> str:
        """Return a quantity with its unit."""
        return amount(*(self.source.string(thing, each) for each in _QUANTITY))


def _numbered(namer: Namer, thing: str) -> Name | None:
    """举措 36, with the beginning of its text."""
    number = namer.source.string(thing, "eli:number")
    if number is None:
        return None
    text = namer.source.text(thing, namer.words.language, "schema:text", "dct:title")
    word = namer.words(f"kind.{kind(namer.source, thing)}")
    return Name(namer.own(f"{word} {number}"), text.excerpt() if text else None)


def _worded(namer: Namer, thing: str) -> Name | None:
    text = namer.source.text(thing, namer.words.language, "schema:text", "oa:exact")
    return Name(text.excerpt()) if text else None


def _quantity(namer: Namer, thing: str) -> Name | None:
    description = namer.source.text(thing, namer.words.language, "schema:description")
    amount = namer.amount(thing)
    if description is None:
        return Name(Text(amount)) if amount else None
    return Name(Text(f"{description.value} {amount}".strip(), description.language))


def _passage(namer: Namer, thing: str) -> Name | None:
    return _worded(namer, namer.source.thing(thing, "policy:quoteSelector") or thing)


def _period(namer: Namer, thing: str) -> Name | None:
    first, last = (namer.source.string(thing, each) for each in ("dcat:startDate", "dcat:endDate"))
    return Name(Text(f"{first or ''} – {last or ''}".strip())) if first or last else None


def _selector(namer: Namer, thing: str) -> Name | None:
    start, end = (namer.source.string(thing, each) for each in ("oa:start", "oa:end"))
    return Name(namer.own(f"{namer.words('kind.position-selector')} {start}–{end}")) if start and end else None


def _checksum(namer: Namer, thing: str) -> Name | None:
    value = namer.source.string(thing, "spdx:checksumValue")
    return Name(Text(f"SHA-256 {value[:12]}…")) if value else None


def _software(namer: Namer, thing: str) -> Name | None:
    label = namer.source.text(thing, namer.words.language, *LABELS)
    version = namer.source.string(thing, "schema:softwareVersion")
    if label is None:
        return None
    teller = label.value if not version or label.value.endswith(version) else f"{label.value} {version}"
    return Name(Text(teller, label.language))


def _mapping(namer: Namer, thing: str) -> Name | None:
    """Return what a mapping is of: the quotation of a row (``…/mapping/<plan>/36.1``), or a measure's own text."""
    found = _MAPPING.search(thing)
    if found is None:
        return None
    return Name(namer.own(namer.words("named.mapping_of_measure" if found[2] else "named.mapping", of=found[1])))


def _extraction(namer: Namer, thing: str) -> Name | None:
    """Return whose extraction it is; the last segment of its IRI is the plan's id."""
    return Name(namer.own(namer.words("named.extraction", of=thing.rpartition("/")[2])))


def _finding(namer: Namer, thing: str) -> Name | None:
    """Return what a finding says, since the hash in its IRI tells nobody anything."""
    message = namer.source.text(thing, namer.words.language, "sh:resultMessage")
    return Name(message.excerpt()) if message else None


_TELLERS: dict[str, Callable[[Namer, str], Name | None]] = {
    "measure": _numbered, "requirement": _numbered, "quotation": _numbered,
    "responsibility": _worded, "citation": _worded, "target": _quantity, "parameter": _quantity,
    "passage": _passage, "quote-selector": _worded, "position-selector": _selector,
    "period": _period, "checksum": _checksum, "software": _software,
    "mapping": _mapping, "extraction": _extraction, "finding": _finding,
}  # fmt: skip # entries side by side


def _end(iri: str) -> str:
    return re.split("[/#]", iri.rstrip("/#"))[-1]


def _tail(iri: str) -> str:
    """Return the end of an IRI, which tells things of a kind apart."""
    return Text("/".join(iri.rstrip("/#").split("/")[-2:])).excerpt(EXCERPT).value
