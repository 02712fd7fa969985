"""A comparison, ready to be shown: for people a template with what it shows, for machines records and triples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec
import pyoxigraph as ox

from mapping.release.cube import Code
from mapping.release.tables.cells import table
from ontology.terms import prefixes
from server.compare.choice import ChosenComparison
from server.compare.landscape import ComparedPlace, Landscape
from server.compare.plan_queries import PlanQueries
from server.search_index import samples
from server.web import rdf
from server.web.representations import CSV, JSON, TURTLE, Representation
from server.web.sheets import Sheet, SheetCell, SheetLink, workbook
from server.words.addresses import Addresses
from server.words.labels import Text
from server.words.language import Language, Words
from server.words.links import Link

Record = dict[str, str | int | float | bool | None]
"""One row for machines: the same fields in every row of a table."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison; ``fields`` are the columns of ``records``, in order; ``triples`` says the same as RDF."""

    template: str
    shown: Mapping[str, object]
    fields: tuple[str, ...]
    records: Sequence[Record]
    triples: Callable[[], Iterable[ox.Triple]]


@dataclass(frozen=True, slots=True)
class ComparisonContext:
    """Where a comparison is made: what can be compared, what was chosen, and who is asked."""

    known: Landscape
    choice: ChosenComparison
    asker: PlanQueries
    addresses: Addresses
    language: Language

    @property
    def words(self) -> Words:
        """The window's words."""
        return Words(self.language)

    def link(self, iri: str, text: Text | None = None, more: Text | None = None) -> Link:
        """Return a link to a thing, called by its name here unless another text is given."""
        return self.addresses.link(iri, text or self.known.name(iri, self.language), more)

    def under(self) -> dict[str, str]:
        """Return what the measures that count have, and by which property: the requirement, the theme, or all."""
        choice, curies = self.choice, self.known.facts.curies
        if choice.requirement:
            return {"by": curies.expand("policy:implements"), "only": choice.requirement.iri}
        if choice.theme:
            return {"by": curies.expand("policy:theme"), "only": choice.theme}
        return {"by": curies.expand("rdf:type"), "only": curies.expand("policy:Measure")}

    def place_links(self) -> list[tuple[ComparedPlace, Link]]:
        """Return the chosen places whose text is here, with links."""
        return [(place, self.link(place.iri)) for place in self.choice.with_text]

    def heads(self) -> list[tuple[Link, str]]:
        """Return the same for a picture, with what stands above each column."""
        return [(link, self.called(place)) for place, link in self.place_links()]

    def called(self, place: ComparedPlace) -> str:
        """Return what a place is called in a picture, where an invented one says that it is."""
        return samples.marked(self.name(place.iri), self.words, invented=place.sample)

    def codes(self, rows: Iterable[str]) -> tuple[Code, ...]:
        """Return what a cube tells of its rows and places: the scheme and the names of each, once."""
        facts = self.known.facts
        return tuple(
            Code(
                iri,
                facts.thing(iri, "skos:inScheme"),
                {
                    name.language: name.value
                    for name in facts.literals(iri, "skos:prefLabel", "schema:text")
                    if name.language
                },
            )
            for iri in dict.fromkeys((*rows, *(place.iri for place in self.choice.with_text)))
        )

    def name(self, iri: str) -> str:
        """Return the name of a thing, for records."""
        return self.known.name(iri, self.language).value


def with_samples(view: Comparison, context: ComparisonContext) -> Comparison:
    """Return a comparison whose records say of each place whether its plans are invented samples."""
    invented = {place.iri for place in context.choice.places if place.sample}
    records = tuple({**record, "sample": record["place"] in invented} for record in view.records)
    return replace(view, fields=(*view.fields, "sample"), records=records)


def body(
    view: Comparison, representation: Representation, heading: Mapping[str, object], words: Words | None = None
) -> bytes:
    """Return a table as JSON, with ``heading`` around its records, or as CSV (RFC 4180) with a line of column names: those
    of the fields, or in a language that was asked for the heads that people read.

    CSV begins with a byte order mark, as every CSV here does: without it, Excel in Chinese reads UTF-8 as GBK.
    """
    if representation is JSON:
        return msgspec.json.encode({**heading, "fields": view.fields, "rows": view.records})
    assert representation is CSV  # noqa: S101 - what a table is offered as is known
    return table(
        heads(view.fields, words) if words else view.fields,
        ([record[name] for name in view.fields] for record in view.records),
    ).encode("utf-8-sig")


def spreadsheet(view: Comparison, title: str, words: Words, about: tuple[str, str]) -> bytes:
    """Return a table as a spreadsheet with heads for people; ``about`` are its address and its release."""
    rows = [[_typed(name, record[name]) for name in view.fields] for record in view.records]
    facts = list(zip((words("column.source"), words("column.release")), about, strict=True))
    return workbook([Sheet(title, heads(view.fields, words), rows)], facts)


def heads(fields: Sequence[str], words: Words) -> tuple[str, ...]:
    """Return the heads of columns for people; an identifier that stands beside its label says that it is one."""
    said = {name: words.known(f"column.{name}") or name for name in fields}
    return tuple(
        words("column.identifier", what=head) if f"{name}_label" in said else head for name, head in said.items()
    )


def _typed(name: str, value: str | float | bool | None) -> SheetCell:
    """Return a value of a record as a spreadsheet should know it: numbers are written as strings in records."""
    if isinstance(value, str) and name in _NUMBERS and value:
        return Decimal(value)
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return SheetLink(value.rstrip("/").rpartition("/")[2] or value, value)
    return value


_NUMBERS = {"value", "min_value", "max_value"}


def turtle(view: Comparison, asker: PlanQueries) -> bytes:
    """Return a table as Turtle; the same triples come in the same order."""
    triples = sorted(set(view.triples()), key=str)
    return rdf.serialized(triples, TURTLE, prefixes(asker.iris))
