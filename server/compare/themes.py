"""Theme by place: how many measures, and which targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mapping.release.cube import Cube, Observation
from server.compare.choice import ChosenComparison
from server.compare.targets import ComparedTarget, targets
from server.compare.view import Comparison, ComparisonContext, Record
from server.words.links import Link
from server.words.pictures import COMPARED, matrix

_TARGETS_SHOWN = 3
FIELDS = ("national", "theme", "theme_label", "place", "place_label", "measures", "targets", "target_texts")


@dataclass(frozen=True, slots=True)
class ThemeCell:
    """A theme in a place; ``href`` opens its requirements, ``more`` counts the targets that are not shown."""

    measures: int
    targets: tuple[ComparedTarget, ...]
    more: int
    href: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme; that of a part, ``heading``, stands above those of its points."""

    link: Link
    notation: str
    heading: bool
    cells: tuple[ThemeCell, ...]
    href: str


def themes(context: ComparisonContext) -> Comparison:
    """Return the comparison by theme."""
    counts = {
        (row.text("theme"), row.text("place")): row.integer("measures")
        for row in context.asker.rows("themes", context.choice.plans)
    }
    aims = _by_cell(context, targets(context))
    rows = tuple(_row(context, theme, heading, counts, aims) for theme, heading in _order(context.choice))
    drawn = [row for row in rows if not row.heading]
    picture = matrix(
        [row.link for row in drawn],
        context.heads(),
        {(r, c): cell.measures for r, row in enumerate(drawn) for c, cell in enumerate(row.cells)},
        lambda r, c: drawn[r].cells[c].href,
        shape=COMPARED,
        at_most=len(drawn),
    )
    return Comparison(
        template="themes",
        shown={"rows": rows, "picture": picture, "totals": _totals(rows)},
        fields=FIELDS,
        records=tuple(_records(context, counts, aims)),
        triples=lambda: _cube(context, counts, aims).triples(context.asker.iris),
    )


def _order(choice: ChosenComparison) -> Iterator[tuple[str, bool]]:
    """Yield the themes of a national document, each part's before those of its points; or the one that was chosen."""
    for part in choice.national.parts:
        points = [point for point in choice.national.points if point.over == part.iri]
        if choice.theme in {None, part.theme}:
            yield part.theme, True
        yield from ((point.theme, False) for point in points if choice.theme in {None, part.theme, point.theme})


def _by_cell(
    context: ComparisonContext, found: tuple[ComparedTarget, ...]
) -> dict[tuple[str, str], list[ComparedTarget]]:
    """Return targets by theme and place; a part has those of its points, each once."""
    cells: dict[tuple[str, str], list[ComparedTarget]] = defaultdict(list)
    for target in found:
        broader = (context.known.facts.thing(theme, "skos:broader") for theme in target.themes)
        for theme in dict.fromkeys((*target.themes, *filter(None, broader))):
            cells[theme, target.place].append(target)
    return cells


def _row(
    context: ComparisonContext,
    theme: str,
    heading: bool,
    counts: dict[tuple[str, str], int],
    aims: dict[tuple[str, str], list[ComparedTarget]],
) -> ThemeRow:
    under = context.choice.with_theme(theme)
    cells = []
    for place in context.choice.with_text:
        found = aims.get((theme, place.iri), [])
        shown = tuple(found[:_TARGETS_SHOWN])
        href = under.with_places([place]).address("requirements")
        cells.append(ThemeCell(counts.get((theme, place.iri), 0), shown, len(found) - len(shown), href))
    notation = context.known.facts.string(theme, "skos:notation") or ""
    return ThemeRow(context.link(theme), notation, heading, tuple(cells), under.address("requirements"))


def _totals(rows: tuple[ThemeRow, ...]) -> list[int]:
    """Return for how many themes each place has any measure."""
    columns = zip(*(row.cells for row in rows if not row.heading), strict=True)
    return [sum(1 for cell in column if cell.measures) for column in columns]


def _records(
    context: ComparisonContext, counts: dict[tuple[str, str], int], aims: dict[tuple[str, str], list[ComparedTarget]]
) -> Iterator[Record]:
    for theme, _ in _order(context.choice):
        for place in context.choice.with_text:
            found = aims.get((theme, place.iri), [])
            yield {
                "national": context.choice.national.iri,
                "theme": theme,
                "theme_label": context.name(theme),
                "place": place.iri,
                "place_label": context.name(place.iri),
                "measures": counts.get((theme, place.iri), 0),
                "targets": len(found),
                "target_texts": " | ".join(target.text for target in found),
            }


def _cube(
    context: ComparisonContext, counts: dict[tuple[str, str], int], aims: dict[tuple[str, str], list[ComparedTarget]]
) -> Cube:
    cells = [
        Observation(theme, place.iri, {
            "measures": counts.get((theme, place.iri), 0), "targets": len(aims.get((theme, place.iri), [])),
        })
        for theme, _ in _order(context.choice)
        for place in context.choice.with_text
    ]  # fmt: skip # entries side by side
    return Cube(context.choice.national.iri, "theme", tuple(cells), context.codes(cell.row for cell in cells))
