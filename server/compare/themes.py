"""Theme by place: how many measures, and which targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mapping.release.cube import Cell, Cube
from server.compare.choice import ChosenComparison
from server.compare.counts import matrix
from server.compare.targets import ComparedTarget, targets
from server.compare.view import Comparison, Desk, Record
from server.words.links import Link

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


def themes(desk: Desk) -> Comparison:
    """Return the comparison by theme."""
    counts = {
        (row.text("theme"), row.text("place")): row.integer("measures")
        for row in desk.asker.rows("themes", desk.choice.plans)
    }
    aims = _by_cell(desk, targets(desk))
    rows = tuple(_row(desk, theme, heading, counts, aims) for theme, heading in _order(desk.choice))
    places = desk.place_links()
    picture = matrix(
        [row.link for row in rows if not row.heading],
        [link for _, link in places],
        [[cell.measures for cell in row.cells] for row in rows if not row.heading],
    )
    return Comparison(
        template="themes",
        shown={"rows": rows, "picture": picture, "totals": _totals(rows)},
        fields=FIELDS,
        records=tuple(_records(desk, counts, aims)),
        triples=lambda: _cube(desk, counts, aims).triples(desk.asker.iris),
    )


def _order(choice: ChosenComparison) -> Iterator[tuple[str, bool]]:
    """Yield the themes of a national document, each part's before those of its points; or the one that was chosen."""
    for part in choice.national.parts:
        points = [point for point in choice.national.points if point.over == part.iri]
        if choice.theme in {None, part.theme}:
            yield part.theme, True
        yield from ((point.theme, False) for point in points if choice.theme in {None, part.theme, point.theme})


def _by_cell(desk: Desk, found: tuple[ComparedTarget, ...]) -> dict[tuple[str, str], list[ComparedTarget]]:
    """Return targets by theme and place; a part has those of its points, each once."""
    cells: dict[tuple[str, str], list[ComparedTarget]] = defaultdict(list)
    for target in found:
        broader = (desk.known.facts.thing(theme, "skos:broader") for theme in target.themes)
        for theme in dict.fromkeys((*target.themes, *filter(None, broader))):
            cells[theme, target.place].append(target)
    return cells


def _row(
    desk: Desk,
    theme: str,
    heading: bool,
    counts: dict[tuple[str, str], int],
    aims: dict[tuple[str, str], list[ComparedTarget]],
) -> ThemeRow:
    under = desk.choice.with_theme(theme)
    cells = []
    for place in desk.choice.held:
        found = aims.get((theme, place.iri), [])
        shown = tuple(found[:_TARGETS_SHOWN])
        href = under.with_places([place]).address("requirements")
        cells.append(ThemeCell(counts.get((theme, place.iri), 0), shown, len(found) - len(shown), href))
    notation = desk.known.facts.string(theme, "skos:notation") or ""
    return ThemeRow(desk.link(theme), notation, heading, tuple(cells), under.address("requirements"))


def _totals(rows: tuple[ThemeRow, ...]) -> list[int]:
    """Return for how many themes each place has any measure."""
    columns = zip(*(row.cells for row in rows if not row.heading), strict=True)
    return [sum(1 for cell in column if cell.measures) for column in columns]


def _records(
    desk: Desk, counts: dict[tuple[str, str], int], aims: dict[tuple[str, str], list[ComparedTarget]]
) -> Iterator[Record]:
    for theme, _ in _order(desk.choice):
        for place in desk.choice.held:
            found = aims.get((theme, place.iri), [])
            yield {
                "national": desk.choice.national.iri,
                "theme": theme,
                "theme_label": desk.name(theme),
                "place": place.iri,
                "place_label": desk.name(place.iri),
                "measures": counts.get((theme, place.iri), 0),
                "targets": len(found),
                "target_texts": " | ".join(target.text for target in found),
            }


def _cube(desk: Desk, counts: dict[tuple[str, str], int], aims: dict[tuple[str, str], list[ComparedTarget]]) -> Cube:
    cells = [
        Cell(theme, place.iri, {
            "measures": counts.get((theme, place.iri), 0), "targets": len(aims.get((theme, place.iri), [])),
        })
        for theme, _ in _order(desk.choice)
        for place in desk.choice.held
    ]  # fmt: skip
    return Cube(desk.choice.national.iri, "theme", tuple(cells), desk.codes(cell.row for cell in cells))
