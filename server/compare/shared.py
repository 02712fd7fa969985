"""Shared theme by national document: themes of different documents that fall under one theme of a shared scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from mapping.release.index.schema import key
from server.compare.landscape import National
from server.compare.view import Comparison, ComparisonContext, Record
from server.search_index.samples import is_only_in_samples
from server.words.links import Link
from server.words.names import Namer

FIELDS = (
    "shared",
    "shared_label",
    "national",
    "national_label",
    "theme",
    "theme_label",
    "place",
    "place_label",
    "measures",
)
_MATCH = ox.NamedNode("http://www.w3.org/2004/02/skos/core#broadMatch")


@dataclass(frozen=True, slots=True)
class SharedThemeRow:
    """A theme of a national document under a shared one, with how many measures each place has under it."""

    theme: str
    link: Link
    national: National
    counts: tuple[tuple[str, int], ...]

    @property
    def measures(self) -> int:
        """The measures of all places."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A shared theme, with the themes of each national document under it."""

    iri: str
    link: Link
    cells: tuple[tuple[SharedThemeRow, ...], ...]


def shared(context: ComparisonContext) -> Comparison:
    """Return the comparison of national documents, over the chosen places; those themes first that most documents have."""
    members = [member for national in context.known.nationals for member in _members(context, national)]
    names = sorted({match for member in members for match in context.known.broad_matches(member.theme)})
    rows = [_row(context, name, members) for name in names]
    rows.sort(key=lambda row: -sum(1 for cell in row.cells if cell))
    return Comparison(
        template="shared",
        shown={"rows": rows, "documents": [_document(context, national) for national in context.known.nationals]},
        fields=FIELDS,
        records=tuple(_records(context, rows)),
        triples=lambda: [
            ox.Triple(ox.NamedNode(member.theme), _MATCH, ox.NamedNode(row.iri))
            for row in rows
            for cell in row.cells
            for member in cell
        ],
    )


def _document(context: ComparisonContext, national: National) -> tuple[Link, bool]:
    """Return a national document, and whether it is invented: only samples carry it out."""
    return context.link(national.iri), is_only_in_samples("national", key(national.iri, context.addresses.iris))


def _members(context: ComparisonContext, national: National) -> Iterator[SharedThemeRow]:
    """Yield the themes of the points of a document: those of its parts say nothing more."""
    chosen = {place.iri for place in context.choice.places}
    places = [place for place in context.known.places(national) if place.iri in chosen]
    plans = [plan for place in places for plan in place.compared]
    counts: dict[str, list[tuple[str, int]]] = {}
    for row in context.asker.rows("themes", plans):
        counts.setdefault(row.text("theme"), []).append((row.text("place"), row.integer("measures")))
    for point in national.points:
        found = tuple(sorted(counts.get(point.theme, ())))
        yield SharedThemeRow(point.theme, context.link(point.theme), national, found)


def _row(context: ComparisonContext, name: str, members: Sequence[SharedThemeRow]) -> SharedRow:
    cells = tuple(
        tuple(
            member
            for member in members
            if member.national is national and name in context.known.broad_matches(member.theme)
        )
        for national in context.known.nationals
    )
    facts = context.known.facts
    return SharedRow(name, context.link(name, Namer(facts, context.words, facts.curies).name(name).short), cells)


def _records(context: ComparisonContext, rows: Sequence[SharedRow]) -> Iterator[Record]:
    for row in rows:
        for cell in row.cells:
            for member in cell:
                for place, count in member.counts or (("", 0),):
                    yield {
                        "shared": row.iri,
                        "shared_label": row.link.text.value,
                        "national": member.national.iri,
                        "national_label": context.name(member.national.iri),
                        "theme": member.theme,
                        "theme_label": context.name(member.theme),
                        "place": place or None,
                        "place_label": context.name(place) if place else None,
                        "measures": count,
                    }
