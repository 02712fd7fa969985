"""The provinces as tiles: of which a plan is held, or that of a city in it, of which one is known by its name alone, and of
which none is.
"""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files

from server.release.store.interface import Store
from server.search_index.cards import Cards
from server.search_index.headings import shortest
from server.search_index.items import JurisdictionItem, filled
from server.search_index.opened import SearchIndex
from server.search_index.selection import Selection
from server.words.letters import width
from server.words.links import Link

_PLACES = 500
_LEVELS = 4
"""How many levels of places there are: province, city, county, township (GB/T 2260)."""
_HEIGHT = 44.0
STATES = ("held", "inside", "known")
"""The states of a province that has any, the most telling first: a plan of its own is held, one of a place in it is, or one
is known by its name alone. What has none of them is in the state ``none``.
"""


@dataclass(frozen=True, slots=True)
class PlaceTile:
    """A province at its place; ``state`` is one of :data:`STATES`; ``sample`` says that an invented plan is there."""

    x: float
    y: float
    link: Link
    state: str
    measures: int
    sample: bool


@dataclass(frozen=True, slots=True)
class Tiles:
    """All provinces; ``side`` is how wide a tile is; ``held``, ``inside`` and ``known`` are how many are in these states."""

    tiles: tuple[PlaceTile, ...]
    side: float
    width: float
    height: float
    held: int
    inside: int
    known: int


@functools.cache
def _at() -> dict[str, tuple[int, int]]:
    text = files("server.pictures").joinpath("tiles.toml").read_text("utf-8")
    return {code: (place[0], place[1]) for code, place in tomllib.loads(text)["at"].items()}


def tiles(index: SearchIndex, write: Cards, store: Store) -> Tiles:
    """Return the map; a province leads to its page. What is invented counts for nothing."""
    plans = _plans(store, index)
    found = index.find(Selection(kinds=("jurisdiction",)), 1, _PLACES, "default").items
    places = [each for each in filled(found, index) if isinstance(each, JurisdictionItem) and each.key in _at()]
    states = [next((state for state in STATES if plans[each.id, state]), "none") for each in places]
    names = {each.key: shortest(index.item(each.id), write.words.language) or each.key for each in places}
    side = max((width(name) for name in names.values()), default=40.0) + 16
    drawn = tuple(
        PlaceTile(
            _at()[each.key][0] * (side + 4), _at()[each.key][1] * (_HEIGHT + 4),
            Link(write.href(each.id), write.own(names[each.key])),
            state, plans[each.id, f"measures {state}"], bool(plans[each.id, "sample"]),
        )
        for each, state in zip(places, states, strict=True)
    )  # fmt: skip # entries side by side
    across = max((each.x for each in drawn), default=0.0) + side
    down = max((each.y for each in drawn), default=0.0) + _HEIGHT
    return Tiles(drawn, side, across, down, *(sum(each.state == state for each in drawn) for state in STATES))


def _plans(store: Store, index: SearchIndex) -> Counter[tuple[str, str]]:
    """Return how many plans of each province are in each state or samples, and how many measures those of a state have."""
    found: Counter[tuple[str, str]] = Counter()
    for row in store.select("map-plans"):
        place = row.text("place")
        province = _province(place, index)
        if row.text("sample") == "true":
            found[province, "sample"] += 1
            continue
        is_known = row.text("class").endswith("KnownPlan")
        state = "known" if is_known else "held" if place == province else "inside"
        found[province, state] += 1
        found[province, f"measures {state}"] += int(index.item(row.text("plan")).get("measureCount", 0))
    return found


def _province(place: str, index: SearchIndex) -> str:
    """Return the province that a place is in: itself, or the first of those around it that has a tile."""
    around = place
    for _ in range(_LEVELS):
        item = index.item(around)
        if item.get("key") in _at():
            return around
        around = item.get("broader", "")
        if not around:
            break
    return place
