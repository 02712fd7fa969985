"""The whole network: the agencies of a release around a circle, place by place, joined where they share measures."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mapping.release.index.schema import key
from server.search_index.cards import Cards
from server.search_index.items import AgencyItem, filled
from server.search_index.opened import SearchIndex
from server.search_index.samples import is_only_in_samples, marked
from server.search_index.selection import Selection
from server.words.letters import width
from server.words.links import Link

SHOWN = 80
"""How many agencies the picture has: those with most measures; the list of agencies has all."""
_PARTNERS = 300
_LEAST = 190.0
_ARC = 17.0  # along the circle for each agency, so that no two names touch


@dataclass(frozen=True, slots=True)
class WebNode:
    """An agency on the circle; ``turn`` is how its name stands, in degrees."""

    x: float
    y: float
    turn: float
    anchor: str
    label: str
    link: Link
    place: Link | None
    measures: int
    partners: int
    sample: bool


@dataclass(frozen=True, slots=True)
class WebTie:
    """Two agencies that share measures: a path through the circle."""

    path: str
    width: float
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Web:
    """The network; ``total`` counts all agencies that carry measures, of which it shows the busiest."""

    nodes: tuple[WebNode, ...]
    ties: tuple[WebTie, ...]
    width: float
    height: float
    total: int


def web(index: SearchIndex, write: Cards, place: tuple[str, ...]) -> Web:
    """Return the network of all agencies, or of those of places (keys)."""
    keys = (("jurisdiction", place),) if place else ()
    selection = Selection(kinds=("agency",), keys=keys, having=("plan",))
    found = index.find(selection, 1, SHOWN, "measures")
    agencies = [item for item in filled(found.items, index) if isinstance(item, AgencyItem)]
    agencies.sort(key=lambda each: (each.spatial.id if each.spatial else "", -each.measure_count, each.id))
    keyed = {key(each.id, write.addresses.iris): at for at, each in enumerate(agencies)}
    shared = {
        (at, keyed[other]): n
        for own, at in keyed.items()
        for other, n in index.partners(own, _PARTNERS)
        if keyed.get(other, -1) > at
    }
    return _drawn(agencies, list(keyed), shared, write, found.total)


def _drawn(
    agencies: list[AgencyItem], keys: list[str], shared: dict[tuple[int, int], int], write: Cards, total: int
) -> Web:
    radius = max(_LEAST, _ARC * len(agencies) / (2 * math.pi))
    links = [Link(write.href(each.id), write.called(each).short) for each in agencies]
    invented = [is_only_in_samples("agency", each.key) for each in agencies]
    named = [
        f"{marked(link.text.value, write.words, invented=made_up)} {each.measure_count}"
        for link, each, made_up in zip(links, agencies, invented, strict=True)
    ]
    margin = max(map(width, named), default=0.0) + 20
    middle = radius + margin
    angles = [2 * math.pi * (at + 0.5) / len(agencies) - math.pi / 2 for at in range(len(agencies))]
    places = [(middle + radius * math.cos(angle), middle + radius * math.sin(angle)) for angle in angles]
    partners = [sum(at in pair for pair in shared) for at in range(len(agencies))]
    nodes = tuple(
        _node(places[at], angles[at], named[at], links[at], write, each, partners[at], invented=invented[at])
        for at, each in enumerate(agencies)
    )
    most = max(shared.values(), default=1)
    ties = tuple(
        WebTie(
            _through(middle, places[one], places[other]),
            round(0.5 + 4 * n / most, 1),
            n,
            write.addresses.to("measures", agency=keys[one], partner=keys[other]),
        )
        for (one, other), n in sorted(shared.items(), key=lambda each: each[1])
    )
    return Web(nodes, ties, 2 * middle, 2 * middle, total)


def _through(middle: float, one: tuple[float, float], other: tuple[float, float]) -> str:
    return f"M{one[0]:.0f} {one[1]:.0f}Q{middle:.0f} {middle:.0f} {other[0]:.0f} {other[1]:.0f}"


def _node(
    point: tuple[float, float],
    angle: float,
    label: str,
    link: Link,
    write: Cards,
    agency: AgencyItem,
    partners: int,
    *,
    invented: bool,
) -> WebNode:
    degrees = math.degrees(angle)
    is_left = math.cos(angle) < 0
    place = write.link(agency.spatial, "jurisdiction") if agency.spatial else None
    turn, anchor = (degrees + 180, "end") if is_left else (degrees, "start")
    return WebNode(*point, turn, anchor, label, link, place, agency.measure_count, partners, invented)
