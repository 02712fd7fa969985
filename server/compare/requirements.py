"""Requirement by place: how many measures answer each, what is printed side by side, and what nobody acts on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mapping.release.cube import Cube, Observation
from server.compare.landscape import Division
from server.compare.view import Comparison, ComparisonContext, Record
from server.words.labels import Text
from server.words.links import Link

State = Literal["acted", "point", "gap"]
"""Whether a place has measures for a requirement, only for its point as a whole, or none."""

FIELDS = (
    "national", "requirement", "number", "text", "theme", "theme_label", "place", "place_label", "measures",
    "measures_for_whole_point", "state", "by_construction",
)  # fmt: skip # entries side by side


@dataclass(frozen=True, slots=True)
class RequirementCell:
    """A requirement in a place; ``for_point`` counts measures that carry out its point as a whole.

    ``by_construction`` tells that the requirement is known only through the quotation of the place's own plan, which
    therefore cannot but act on it.
    """

    measures: int
    for_point: int
    href: str
    by_construction: bool

    @property
    def state(self) -> State:
        """What the counts mean."""
        return "acted" if self.measures else "point" if self.for_point else "gap"


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A requirement of the national document."""

    link: Link
    text: Text | None
    translation: Text | None
    theme: Link
    cells: tuple[RequirementCell, ...]
    href: str
    division: Division

    @property
    def gaps(self) -> int:
        """How many places do not act on it."""
        return sum(1 for cell in self.cells if cell.state == "gap")


def compare_requirements(context: ComparisonContext) -> Comparison:
    """Return how many measures of each place answer each requirement, of a theme or of the whole document."""
    return _view(context, "requirements", _rows(context))


def gaps(context: ComparisonContext) -> Comparison:
    """Return the requirements that at least one of the places does not act on, those first that most do not."""
    rows = [row for row in _rows(context) if row.gaps]
    rows.sort(key=lambda row: -row.gaps)
    return _view(context, "gaps", rows)


def _view(context: ComparisonContext, template: str, rows: Sequence[RequirementRow]) -> Comparison:
    places = context.choice.with_text
    columns = list(zip(*(row.cells for row in rows), strict=True)) or [() for _ in places]
    real = [at for at, place in enumerate(places) if not place.sample] or range(len(places))
    gaps_of = [sum(row.cells[at].state == "gap" for at in real) for row in rows]
    return Comparison(
        template=template,
        shown={
            "rows": rows,
            "gaps": [sum(1 for cell in column if cell.state == "gap") for column in columns],
            "by_construction": [
                all(requirement.quoted_in in place.compared for requirement in context.choice.national.requirements)
                for place in places
            ],
            "nobody": gaps_of.count(len(real)),
            "lacking": sum(map(bool, gaps_of)),
            "real_alone": len(real) < len(places),
            "total": len(context.choice.national.requirements),
        },
        fields=FIELDS,
        records=tuple(_records(context, rows)),
        triples=lambda: _cube(context, rows).triples(context.asker.iris),
    )


def _rows(context: ComparisonContext) -> list[RequirementRow]:
    choice = context.choice
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for row in context.asker.rows("requirements", choice.plans):
        counts[row.text("requirement"), row.text("place")] = row.integer("measures")
    return [
        _row(context, requirement, counts)
        for requirement in choice.national.requirements
        if _wanted(context, requirement)
    ]


def _wanted(context: ComparisonContext, requirement: Division) -> bool:
    theme = context.choice.theme
    if theme is None or requirement.theme == theme:
        return True
    return context.known.facts.thing(requirement.theme, "skos:broader") == theme


def _row(context: ComparisonContext, requirement: Division, counts: dict[tuple[str, str], int]) -> RequirementRow:
    choice = context.choice.with_requirement(requirement).with_theme(None).with_requirement(requirement)
    cells = tuple(
        RequirementCell(
            measures=counts[requirement.iri, place.iri],
            for_point=counts[requirement.over, place.iri],
            href=choice.with_places([place]).address("requirement"),
            by_construction=requirement.quoted_in in place.compared,
        )
        for place in context.choice.with_text
    )
    return RequirementRow(
        link=context.link(requirement.iri, Text(requirement.number)),
        text=context.known.facts.text(requirement.iri, context.language, "schema:text"),
        translation=_translation(context, requirement.iri),
        theme=context.link(requirement.theme),
        cells=cells,
        href=choice.address("requirement"),
        division=requirement,
    )


def _translation(context: ComparisonContext, requirement: str) -> Text | None:
    said = context.known.facts.string(requirement, "policy:unofficialTranslation")
    return Text(said, "en") if said else None


def _records(context: ComparisonContext, rows: Sequence[RequirementRow]) -> Iterator[Record]:
    for row in rows:
        for place, cell in zip(context.choice.with_text, row.cells, strict=True):
            yield {
                "national": context.choice.national.iri,
                "requirement": row.division.iri,
                "number": row.division.number,
                "text": row.text.value if row.text else "",
                "theme": row.division.theme,
                "theme_label": context.name(row.division.theme),
                "place": place.iri,
                "place_label": context.name(place.iri),
                "measures": cell.measures,
                "measures_for_whole_point": cell.for_point,
                "state": cell.state,
                "by_construction": cell.by_construction,
            }


def _cube(context: ComparisonContext, rows: Sequence[RequirementRow]) -> Cube:
    cells = [
        Observation(row.division.iri, place.iri, {"measures": cell.measures})
        for row in rows
        for place, cell in zip(context.choice.with_text, row.cells, strict=True)
    ]
    codes = context.codes(row.division.iri for row in rows)
    return Cube(context.choice.national.iri, "requirement", tuple(cells), codes)
