"""The places in names of bodies: a level (省), a place by its full or short name, a place within another.

A name may mean several places: the nearest to the document's own is taken, and of two in turn the one that is valid in the
document's year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mapping.reference.bodies import Jurisdiction
from mapping.reference.reference import CENTRE, Reference

_LEVELS = ("自治区", "自治州", "地区", "省", "市", "区", "县", "州", "盟", "旗")


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the stem of a name, and the rest. ``place`` is a code, ``printed`` how the name has it.

    ``own`` is false where a level names no place of the document's lineage; ``organ`` is the government as printed.
    """

    place: str
    rest: str
    printed: str = ""
    explicit: bool = False
    party: bool = False
    organ: str = ""
    own: bool = True


@dataclass(frozen=True, eq=False)
class Places:
    """Finds the places of names, as of a year; none is known where it is absent."""

    reference: Reference
    year: int | None = None

    def levels(self, key: str, code: str) -> Iterator[Front]:
        """Yield what is left behind a level: 省 in Hunan is 湖南省."""
        for level in _LEVELS:
            if key.startswith(level) and len(key) > len(level):
                place = self._of_level(level, code)
                yield Front(place=place or code, rest=key.removeprefix(level), printed=level, own=place is not None)

    def nested(self, key: str, code: str) -> Iterator[Front]:
        """Yield places, and places within them: 天津市和平区."""
        for front in self.starting(key, code):
            for inner in self.starting(front.rest, front.place):
                if front.place in self.reference.lineage(inner.place):
                    yield inner
            yield front

    def starting(self, key: str, code: str) -> Iterator[Front]:
        """Yield the places with whose names a name begins, the longest first."""
        for length in range(min(self._longest, len(key) - 1), 1, -1):
            printed = key[:length]
            if place := self.nearest(printed, code):
                yield Front(place=place, rest=key[length:], printed=printed, explicit=True)

    def nearest(self, printed: str, code: str) -> str | None:
        """Return the place of this name nearest to ``code``: in its lineage, below it, in its province, elsewhere."""
        known = self.reference.jurisdictions
        lineage = self.reference.lineage(code)
        own = re.sub("(?:00)+$", "", code) if code != CENTRE else ""
        found = [place for place in self._codes_by_name.get(printed, ()) if place != CENTRE]
        found.sort(key=lambda place: not known[place].validity.holds(self.year))
        full = [place for place in found if known[place].name_in(self.year) == printed]
        ranked = [
            *(place for place in found if place in lineage),
            *(place for place in found if place.startswith(own)),
            *(place for place in found if place[:2] == code[:2]),
            *(place for place in full or found if place.endswith("00")),
        ]
        return ranked[0] if ranked else None

    def known(self, front: Front) -> Jurisdiction | None:
        """Return the place of a front, where the reference data describes it."""
        return self.reference.jurisdictions.get(front.place) if front.own else None

    def name(self, front: Front) -> str:
        """Return the full name of the place of a front; one that is printed in full stays as printed."""
        place = self.known(front)
        if not place or front.printed in {place.label["zh"], place.former_name}:
            return front.printed
        return place.name_in(self.year)

    def with_city(self, place: Jurisdiction) -> str:
        """Return the full name of a place, a district with its city, as local units have it: 杭州市西湖区."""
        name = place.name_in(self.year)
        city = self.reference.jurisdictions.get(place.broader or "")
        return (
            city.name_in(self.year) + name if city and name.endswith("区") and not place.code.endswith("00") else name
        )

    def full_name(self, front: Front, rest: str) -> str:
        """Return the full name of a body: place, organ and the rest."""
        if front.place == CENTRE:
            return rest
        if front.party:
            return f"中共{self.name(front)}委{rest}" if front.own else f"{front.printed}{front.organ or '委'}{rest}"
        return f"{self.name(front)}人民政府{rest}" if front.organ else self.name(front) + rest

    def _of_level(self, level: str, code: str) -> str | None:
        known = self.reference.jurisdictions
        lineage = [found for found in self.reference.lineage(code) if found in known]
        return next((found for found in lineage if known[found].label["zh"].endswith(level)), None)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._codes_by_name))

    @cached_property
    def _codes_by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code, place in self.reference.jurisdictions.items():
            for name in place.names:
                if len(name) > 1:  # 津 and 新 would be read into 新闻出版局
                    found[name] = (*found.get(name, ()), code)
        return found
