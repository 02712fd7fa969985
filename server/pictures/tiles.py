"""The provinces as tiles: of which a plan is held, of which one is known by its name alone, and of which none is."""

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
_HEIGHT = 44.0


@dataclass(frozen=True, slots=True)
class PlaceTile:
    """A province at its place; ``state`` is ``held``, ``known`` or ``none``; ``sample`` says that an invented plan is there."""

    x: float
    y: float
    link: Link
    state: str
    measures: int
    sample: bool


@dataclass(frozen=True, slots=True)
class Tiles:
    """All provinces; ``side`` is how wide a tile is; ``held`` and ``known`` are how many are in these states."""

    tiles: tuple[PlaceTile, ...]
    side: float
    width: float
    height: float
    held: int
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
    names = {each.key: shortest(index.item(each.id), write.words.language) or each.key for each in places}
    side = max((width(name) for name in names.values()), default=40.0) + 16
    drawn = tuple(
        PlaceTile(
            _at()[each.key][0] * (side + 4), _at()[each.key][1] * (_HEIGHT + 4),
            Link(write.href(each.id), write.own(names[each.key])),
            "held" if plans[each.id, "held"] else "known" if plans[each.id, "known"] else "none",
            each.measure_count - plans[each.id, "invented"], bool(plans[each.id, "sample"]),
        )
        for each in places
    )  # fmt: skip # entries side by side
    across = max((each.x for each in drawn), default=0.0) + side
    down = max((each.y for each in drawn), default=0.0) + _HEIGHT
    held, known = (sum(each.state == state for each in drawn) for state in ("held", "known"))
    return Tiles(drawn, side, across, down, held, known)


def _plans(store: Store, index: SearchIndex) -> Counter[tuple[str, str]]:
    """Return how many plans of each place are held, known and samples, and how many measures these samples invent."""
    found: Counter[tuple[str, str]] = Counter()
    for row in store.select("map-plans"):
        place, is_known = row.text("place"), row.text("class").endswith("KnownPlan")
        if row.text("sample") == "true":
            found[place, "sample"] += 1
            found[place, "invented"] += int(index.item(row.text("plan")).get("measureCount", 0))
        else:
            found[place, "known" if is_known else "held"] += 1
    return found
