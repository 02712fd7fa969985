"""Function by place: which body has a function there, for how many measures it is responsible, and how many it leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mapping.release.cube import Code, Cube, Observation
from mapping.release.index.schema import key as key_of
from server.compare.landscape import ComparedPlace
from server.compare.view import Comparison, ComparisonContext, Record
from server.words.addresses import to, with_query
from server.words.facts import Facts
from server.words.links import Link
from server.words.names import called
from server.words.pictures import COMPARED, Matrix, matrix

FIELDS = (
    "national", "theme", "function", "function_label", "place", "place_label", "agency", "agency_label", "measures",
    "led", "functions_beside",
)  # fmt: skip # entries side by side
_PICTURED = 20
"""Functions in the picture: those with most measures; the table has them all."""


@dataclass(slots=True)
class FunctionAgency:
    """An agency of a function: how many measures it is responsible for, and how many of them it leads.

    ``beside`` are its other functions: with any, nothing says in which of them it carries a measure.
    """

    iri: str
    link: Link
    measures: int = 0
    led: int = 0
    beside: tuple[Link, ...] = ()


@dataclass(slots=True)
class FunctionRow:
    """A function with the bodies of each place."""

    iri: str
    link: Link
    cells: dict[str, dict[str, FunctionAgency]] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def bodies(self, place: str) -> list[FunctionAgency]:
        """Return the bodies of a place, the busiest first."""
        return sorted(self.cells.get(place, {}).values(), key=lambda body: (-body.led, -body.measures, body.iri))

    def count(self, place: str, name: str) -> int:
        """Return how many ``measures`` of a place, each counted once, or how many ``led``."""
        return self.counts.get(place, {}).get(name, 0)


def functions(context: ComparisonContext) -> Comparison:
    """Return the comparison by function, of the whole document or one theme."""
    facts = context.asker.facts("agency-names", context.choice.plans)
    rows = _rows(context, facts)
    places = context.choice.with_text
    return Comparison(
        template="functions",
        shown={
            "rows": rows,
            "picture": _picture(context, rows),
            "undivided": any(body.beside for row in rows for cell in row.cells.values() for body in cell.values()),
            "no_leads": [place.iri for place in places if not any(row.count(place.iri, "led") for row in rows)],
        },
        fields=FIELDS,
        records=tuple(_records(context, rows)),
        triples=lambda: _cube(context, rows, facts).triples(context.asker.iris),
    )


def _rows(context: ComparisonContext, facts: Facts) -> list[FunctionRow]:
    found: dict[str, FunctionRow] = {}
    for row in context.asker.rows("functions", context.choice.plans, **context.under()):
        function, agency = row.text("function"), row.text("agency")
        line = found.setdefault(function, FunctionRow(function, _link(context, facts, function)))
        bodies = line.cells.setdefault(row.text("place"), {})
        body = bodies.setdefault(agency, FunctionAgency(agency, _link(context, facts, agency)))
        body.measures, body.led = row.integer("measures"), row.integer("led")
    for row in context.asker.rows("function-counts", context.choice.plans, **context.under()):
        counts = {"measures": row.integer("measures"), "led": row.integer("led")}
        found[row.text("function")].counts[row.text("place")] = counts
    _say_beside(found)
    places = [place.iri for place in context.choice.with_text]
    return sorted(found.values(), key=lambda line: (-sum(line.count(place, "measures") for place in places), line.iri))


def _say_beside(rows: dict[str, FunctionRow]) -> None:
    """Note of each body its functions besides that of the row."""
    functions_of: dict[str, dict[str, Link]] = {}
    for line in rows.values():
        for bodies in line.cells.values():
            for body in bodies.values():
                functions_of.setdefault(body.iri, {})[line.iri] = line.link
    for line in rows.values():
        for bodies in line.cells.values():
            for body in bodies.values():
                body.beside = tuple(link for iri, link in functions_of[body.iri].items() if iri != line.iri)


def _link(context: ComparisonContext, facts: Facts, iri: str) -> Link:
    return context.link(iri, called(facts, iri, context.language))


def _picture(context: ComparisonContext, rows: list[FunctionRow]) -> Matrix:
    places = context.place_links()
    kept = rows[:_PICTURED]

    def listed(row: int, column: int) -> str:
        return _counted(context, kept[row], places[column][0])

    return matrix(
        [row.link for row in kept],
        context.heads(),
        {(r, c): row.count(place.iri, "measures") for r, row in enumerate(kept) for c, (place, _) in enumerate(places)},
        listed,
        shape=COMPARED,
    )


def _counted(context: ComparisonContext, row: FunctionRow, place: ComparedPlace) -> str:
    """Return the address of the list of what is counted: the measures of the bodies that have this function alone."""
    choice, iris = context.choice, context.addresses.iris
    bodies = [body.iri for body in row.bodies(place.iri) if not body.beside]
    found = [("plan", key_of(plan, iris)) for plan in place.compared]
    found += [("agency", key_of(body, iris)) for body in bodies]
    found += [("theme", key_of(choice.theme, iris))] if choice.theme else []
    found += [("requirement", key_of(choice.requirement.iri, iris))] if choice.requirement else []
    return with_query(to("measures"), [*found, ("lang", choice.wish)])


def _records(context: ComparisonContext, rows: list[FunctionRow]) -> Iterator[Record]:
    for row in rows:
        for place in context.choice.with_text:
            for body in row.bodies(place.iri):
                yield {
                    "national": context.choice.national.iri, "theme": context.choice.theme,
                    "function": row.iri, "function_label": row.link.text.value,
                    "place": place.iri, "place_label": context.name(place.iri),
                    "agency": body.iri, "agency_label": body.link.text.value,
                    "measures": body.measures, "led": body.led,
                    "functions_beside": " | ".join(link.text.value for link in body.beside),
                }  # fmt: skip # entries side by side


def _cube(context: ComparisonContext, rows: list[FunctionRow], facts: Facts) -> Cube:
    cells = tuple(
        Observation(row.iri, place.iri, {name: row.count(place.iri, name) for name in ("measures", "led")})
        for row in rows
        for place in context.choice.with_text
    )
    codes = tuple(
        Code(
            row.iri,
            facts.thing(row.iri, "skos:inScheme"),
            {name.language: name.value for name in facts.literals(row.iri, "skos:prefLabel") if name.language},
        )
        for row in rows
    )
    return Cube(context.choice.national.iri, "function", cells, (*context.codes(()), *codes))
