"""The names of bodies, taken apart: place, organ, stem and ending, by the places and functions of the reference data.

省发改委 in Hunan is 湖南省 + 发展和改革 + 委员会. Nothing is matched by resemblance here: a name is read to its last
character, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from mapping.agencies.places import Front, Places
from mapping.agencies.stems import Core, Stems
from mapping.agencies.units import LocalUnit, Units
from mapping.comparable import compact
from mapping.reference.reference import CENTRE, Reference

_ORGANS = re.compile(
    r"(?P<party>党委(?!员会)|委(?=.*(?:部|办|办公室|办公厅|委|委员会|局|室|党校|工委)$)|(?<=[省市区县州盟旗])(?:党)?委(?:员会)?$)"
    r"|(?P<government>人民政府|政府|行政公署|行署)"
)
_CORPS = re.compile(r"(?:新疆)?(?:生产建设)?兵团(?=.)")  # beside the government of its region, with bodies of its own
_LEAGUE = re.compile(r"(?:中国共产主义青年团|共青团|团)(?P<place>.+?)(?:委|委员会)")
_STATE = re.compile(r"中华人民共和国(?=.{2,8}(?:海关|海事局|边防检查总?站)$)")
_SUB_BODY = re.compile(r"(?P<head>.{2,}?(?:厅|局|委员会|委))(?P<tail>.{1,8}(?:局|队|处|中心|站|办|办公室|所|司|院))")


def normalise(name: str) -> str:
    """Return a name as it is matched: no blanks, one width and script, no bracket at its end."""
    return re.sub(r"(?<=.)\([^()]*\)$", "", compact(name))


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name taken apart. ``place`` is a code; ``own`` is false where the level names no place of this lineage.

    ``canonical`` is the full name, equal for every way to write it; ``stem`` the part that tells the function.
    ``functions`` are references; ``parent`` that of the central body whose local unit this is.
    """

    place: str
    canonical: str
    stem: str = ""
    functions: tuple[str, ...] = ()
    party: bool = False
    parent: str | None = None
    own: bool = True


@dataclass(frozen=True, eq=False)
class NameReader:
    """Takes names of bodies apart, by the reference data as of a year; of the present where no year is known."""

    reference: Reference
    year: int | None = None

    def read(self, name: str, code: str) -> BodyName | None:
        """Return the parts of a name printed in a document of the jurisdiction ``code``; nothing when not clear."""
        key = _STATE.sub("", normalise(name))
        if unit := self._units.of_central_body(key, code):
            return _of_unit(unit)
        fronts = list(self._fronts(key, code))
        bodies = (body for front in fronts if (body := self._body(front, code)))
        parts = (body for front in fronts if (body := self._part_of_body(front)))
        if body := next(bodies, None) or next(parts, None):
            return body
        region = self._units.of_region(key, code)
        return _of_unit(region) if region else self._place(key, code)

    def half(self, name: str, code: str) -> BodyName | None:
        """Return what is left of a name that lacks its ending, such as 省教育; nothing where it is no such name."""
        key = normalise(name)
        fronts = (front for front in self._fronts(key, code) if not self._stems.core(front.rest))
        halves = ((front, core) for front in fronts if (core := self._stems.half(front.rest)))
        return next((self._named(front, core) for front, core in halves), None)

    def canonical(self, name: str, code: str) -> str:
        """Return the name of a body that cannot be read: as printed, with its place for a level (省 before 农信联社)."""
        key = normalise(name)
        level = next((front for front in self._places.levels(key, code) if front.own), None)
        return self._places.full_name(level, level.rest) if level else key

    # ---- place and organ ----

    def _fronts(self, key: str, code: str) -> Iterator[Front]:
        """Yield the ways to split a front off: none, a level, a place; each with and without an organ."""
        party = key.startswith("中共")
        bare = key.removeprefix("中共")
        if league := _LEAGUE.fullmatch(bare):
            bare = league["place"] + "团委"
        corps = _CORPS.match(bare)
        fronts = [Front(place=code, rest=bare[corps.end() :], printed="兵团", own=False)] if corps else []
        fronts += [*self._places.levels(bare, code), Front(place=code, rest=bare), *self._places.nested(bare, code)]
        for front in fronts:
            start = len(bare) - len(front.rest)
            organ = _ORGANS.match(bare, start) if start else None
            if organ:
                rest = re.sub("^办$", "办公室", bare[organ.end() :])
                yield replace(front, rest=rest, party=bool(organ["party"]), organ=organ[0])
            yield replace(front, party=party)

    def _place(self, key: str, code: str) -> BodyName | None:
        """Return the government of a place that stands alone among bodies: 武汉市."""
        place = self._places.nearest(key, code)
        front = Front(place or code, "", printed=key, organ="人民政府")
        return BodyName(place=place, canonical=self._places.full_name(front, "")) if place else None

    # ---- stem and ending ----

    def _body(self, front: Front, code: str) -> BodyName | None:
        if not front.rest and front.own and (front.organ or front.party):
            committee = "员会" if front.party else ""
            return BodyName(place=front.place, canonical=self._places.full_name(front, committee), party=front.party)
        if unit := self._units.by_form(front, code):
            return _of_unit(unit)
        core = self._stems.core(front.rest)
        if not core:
            return None
        core = _at_level(core, front)
        if unit := self._units.of_function(front, core, code):
            return _of_unit(unit)
        if core.named and (front.explicit or not front.printed):  # 雄安新区管委会 has a name, and needs no place
            of_level = any(level.own for level in self._places.levels(front.rest, code)) and not front.printed
            functions = tuple(function.reference for function in core.functions)
            name = front.printed + core.full
            return None if of_level else BodyName(place=front.place, canonical=name, functions=functions)
        return self._named(front, core)

    def _named(self, front: Front, core: Core) -> BodyName:
        """Return the body of a place, a party committee or a government."""
        if (
            (front.party or not front.organ)
            and front.place != CENTRE
            and (of_party := core.of_party(printed=front.party))
        ):
            front, core = replace(front, party=True), of_party
        organ = front.organ or ("人民政府" if core.of_government() else "")
        return BodyName(
            place=front.place,
            canonical=self._places.full_name(replace(front, organ=organ), core.full),
            stem=core.stem,
            functions=tuple(function.reference for function in core.functions),
            party=front.party,
            own=front.own,
        )

    def _part_of_body(self, front: Front) -> BodyName | None:
        """Return a part of a body whose function the body tells: 省公安厅交管局."""
        match = _SUB_BODY.fullmatch(front.rest)
        body = self._stems.core(match["head"]) if match else None
        if not (match and body):
            return None
        whole = self._named(replace(front, rest=match["head"]), body)
        return replace(whole, canonical=whole.canonical + match["tail"], stem="")

    @cached_property
    def _places(self) -> Places:
        return Places(self.reference, self.year)

    @cached_property
    def _stems(self) -> Stems:
        return Stems(self.reference)

    @cached_property
    def _units(self) -> Units:
        return Units(self.reference, self._places)


def _of_unit(unit: LocalUnit) -> BodyName:
    return BodyName(
        place=unit.place,
        canonical=unit.name,
        functions=tuple(function.reference for function in unit.functions),
        parent=unit.parent.reference if unit.parent else None,
        own=unit.own,
    )


def _at_level(core: Core, front: Front) -> Core:
    """Return what a body is called at the level of its place: 法院 of a province is its 高级人民法院."""
    first = core.functions[0]
    if core.stem != first.stem or not front.own or front.place == CENTRE:
        return core
    return replace(core, stem=first.stem_in(front.place))
