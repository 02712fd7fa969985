"""What the datasets are about, read from the graph once a release: days, themes, places, national documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ontology.iris import Iris
from server.catalogue.dcat import authorities
from server.catalogue.dcat.nodes import Texts
from server.release.live import Served
from server.release.store.interface import Solution

_MANY = 0.2
"""The share of a graph's measures from which on a theme is one of the graph."""


@dataclass(frozen=True)
class DatasetTheme:
    """A theme of ours: its label, its scheme, its broader themes, and the themes of the EU that it belongs to."""

    label: Texts
    scheme: str
    broader: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpatialCoverage:
    """A jurisdiction; ``bbox`` and ``centroid`` are WKT, or nothing where the extent is not known.

    ``same`` is what GeoNames and the EU call it.
    """

    label: Texts
    broader: str | None = None
    bbox: str | None = None
    centroid: str | None = None
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class CatalogueCoverage:
    """What the graph says that the catalogue repeats. Keys are absolute IRIs, days ISO 8601."""

    iris: Iris
    days: dict[str, tuple[str, str]] = field(default_factory=dict)
    themes_of: dict[str, dict[str, int]] = field(default_factory=dict)
    themes: dict[str, DatasetTheme] = field(default_factory=dict)
    schemes: dict[str, Texts] = field(default_factory=dict)
    places: dict[str, SpatialCoverage] = field(default_factory=dict)
    nationals: dict[str, Texts] = field(default_factory=dict)

    def top_themes(self, graph: str) -> tuple[str, ...]:
        """Return the broadest of our themes that a graph's measures have."""
        tops = {top for theme in self.themes_of.get(graph, ()) for top in self._tops(theme)}
        return tuple(sorted(tops))

    def _tops(self, theme: str) -> Iterator[str]:
        known = self.themes.get(theme)
        if known is None:
            return
        if not known.broader:
            yield theme
        for broader in known.broader:
            yield from self._tops(broader)

    def european_themes(self, graph: str) -> tuple[str, ...]:
        """Return the EU's data themes that a graph is about: those of many of its measures, and that of government always.

        A plan touches nearly all of them with one measure or another; a reader who filters by a theme looks for the plans
        that have something to say on it.
        """
        counts: Counter[str] = Counter()
        for theme, measures in self.themes_of.get(graph, {}).items():
            for match in self._matches(theme):
                counts[match] += measures
        least = _MANY * sum(self.themes_of.get(graph, {}).values())
        many = (theme for theme, measures in counts.items() if measures >= least)
        return tuple(sorted({authorities.GOVERNMENT, *many}))

    def _matches(self, theme: str) -> frozenset[str]:
        """Return the EU's themes of a theme, or else of what it is part of."""
        known = self.themes.get(theme)
        if known is None:
            return frozenset()
        return frozenset(known.matches) or frozenset().union(*map(self._matches, known.broader))

    def located(self, place: str) -> str | None:
        """Return a place, or the nearest one above it, whose extent is known."""
        known = self.places.get(place)
        while known is not None and known.bbox is None:
            place = known.broader or ""
            known = self.places.get(place)
        return place if known else None

    def all_days(self) -> tuple[str, str] | None:
        """Return the first and the last day that any graph speaks of."""
        spans = self.days.values()
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def coverage(now: Served) -> CatalogueCoverage:
    """Return the coverage of a release."""
    store = now.store
    return CatalogueCoverage(
        iris=now.iris,
        days={row.text("graph"): (row.text("first"), row.text("last")) for row in store.select("catalogue-dates")},
        themes_of=_counted(store.select("catalogue-themes")),
        themes=_themes(store.select("catalogue-concepts")),
        schemes=_texts(store.select("catalogue-schemes"), "scheme", "title"),
        places=_places(store.select("catalogue-places")),
        nationals=_texts(store.select("catalogue-nationals"), "national", "title"),
    )


def _grouped(rows: Iterable[Solution], key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.text(key), []).append(row.text(value))
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items()}


def _counted(rows: Iterable[Solution]) -> dict[str, dict[str, int]]:
    """Return how many measures of each graph have each theme."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.text("graph"), {})[row.text("theme")] = row.integer("measures")
    return found


def _texts(rows: Iterable[Solution], key: str, value: str) -> dict[str, Texts]:
    found: dict[str, Texts] = {}
    for row in rows:
        found.setdefault(row.text(key), {})[row.language(value) or "zh"] = row.text(value)
    return found


def _themes(rows: Sequence[Solution]) -> dict[str, DatasetTheme]:
    labels = _texts(rows, "theme", "label")
    schemes = {row.text("theme"): row.text("scheme") for row in rows}
    broader = _grouped((row for row in rows if "broader" in row), "theme", "broader")
    matches = _grouped((row for row in rows if authorities.is_theme(row.text("match"))), "theme", "match")
    return {
        theme: DatasetTheme(label, schemes[theme], broader.get(theme, ()), matches.get(theme, ()))
        for theme, label in labels.items()
    }


def _places(rows: Sequence[Solution]) -> dict[str, SpatialCoverage]:
    labels = _texts(rows, "place", "label")
    same = _grouped((row for row in rows if "same" in row), "place", "same")
    return {
        row.text("place"): SpatialCoverage(
            labels[row.text("place")],
            row.text("broader") or None,
            row.text("bbox") or None,
            row.text("centroid") or None,
            same.get(row.text("place"), ()),
        )
        for row in rows
    }
