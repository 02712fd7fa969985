"""The provinces as tiles: of which a plan is held, and of which none is."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files

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
    """A province at its place; ``state`` is held or none."""

    x: float
    y: float
    link: Link
    state: str
    measures: int


@dataclass(frozen=True, slots=True)
class Tiles:
    """All provinces; ``side`` is how wide a tile is."""

    tiles: tuple[PlaceTile, ...]
    side: float
    width: float
    height: float
    held: int


@functools.cache
def _at() -> dict[str, tuple[int, int]]:
    text = files("server.pictures").joinpath("tiles.toml").read_text("utf-8")
    return {code: (place[0], place[1]) for code, place in tomllib.loads(text)["at"].items()}


def tiles(index: SearchIndex, write: Cards) -> Tiles:
    """Return the map; a province leads to its page."""
    found = index.find(Selection(kinds=("jurisdiction",)), 1, _PLACES, "default").items
    places = [each for each in filled(found, index) if isinstance(each, JurisdictionItem) and each.key in _at()]
    names = {each.key: shortest(index.item(each.id), write.words.language) or each.key for each in places}
    side = max((width(name) for name in names.values()), default=40.0) + 16
    drawn = tuple(
        PlaceTile(
            _at()[each.key][0] * (side + 4), _at()[each.key][1] * (_HEIGHT + 4),
            Link(write.href(each.id), write.own(names[each.key])), "held" if each.measure_count else "none",
            each.measure_count,
        )
        for each in places
    )  # fmt: skip # entries side by side
    across = max((each.x for each in drawn), default=0.0) + side
    down = max((each.y for each in drawn), default=0.0) + _HEIGHT
    return Tiles(drawn, side, across, down, sum(each.state == "held" for each in drawn))
