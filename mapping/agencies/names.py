"""The names of bodies, taken apart: place, organ, stem and ending, by the places and functions of the reference data.

省发改委 in Hunan is 湖南省 + 发展和改革 + 委员会. Nothing is matched by resemblance here: a name is read to its last
character, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from mapping.parsers.text import matching_form, seen
from mapping.reference.bodies import AgencyFunction, CuratedAgency
from mapping.reference.reference import CENTRE, Reference

# The endings of bodies, and what a shortened one stands for. Longest first, so that 办公室 is not read as an ending 室.
_ENDINGS = {
    "领导小组办公室": "领导小组办公室",
    "委员会办公室": "委员会办公室",
    "管理委员会": "管理委员会",
    "管理办公室": "管理办公室",
    "委员会": "委员会",
    "办公室": "办公室",
    "管理办": "管理办公室",
    "管理委": "管理委员会",
    "管委会": "管理委员会",
    "管理局": "管理局",
    "管理处": "管理处",
    "总局": "总局",
    "分局": "分局",
    "总队": "总队",
    "支队": "支队",
    "总站": "总站",
    "中心": "中心",
    "协会": "协会",
    "总社": "总社",
    "总台": "总台",
    "工委": "工作委员会",
    "委会": "委员会",
    "厅": "厅",
    "局": "局",
    "委": "委员会",
    "办": "办公室",
    "部": "部",
    "处": "处",
    "台": "台",
    "社": "社",
    "会": "会",
    "": "",
}
_SHORT_ENDINGS = frozenset(
    {"委", "办", "委会", "委员会", "办公室"}
)  # a stem of one character (教委, 编办) has one of these
_LEVELS = ("自治区", "自治州", "地区", "省", "市", "区", "县", "州", "盟", "旗")
_ORGANS = re.compile(
    r"(?P<party>党委|委(?=.*(?:部|办|办公室|办公厅|委|委员会|局)$))|(?P<government>人民政府|政府|行政公署|行署)"
)
_CORPS = re.compile(r"(?:新疆)?(?:生产建设)?兵团(?=.)")  # beside the government of its region, with bodies of its own
_LEAGUE = re.compile(r"(?:中国共产主义青年团|共青团|团)(?P<place>.+?)(?:委|委员会)")
_OFFICES = ("办公厅", "办公室")
_SUB_BODY = re.compile(r"(?P<head>.{2,}?(?:厅|局|委员会|委))(?P<tail>.{1,8}(?:局|队|处|中心|站|办|办公室|所|司|院))")
_UNIT_WITHOUT_PLACE = re.compile(r".{2,}(?:部|行|署|局|中心)")
_JOINTS = ("和", "与", "及", "、", "暨", "")


def normalise(name: str) -> str:
    """Return a name as it is matched: no blanks, one width and script, no bracket at its end."""
    half = re.sub(r"\s+", "", matching_form(seen(name).text))
    return re.sub(r"(?<=.)\([^()]*\)$", "", half)


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


@dataclass(frozen=True, slots=True)
class _Core:
    """What stands behind place and organ: official stem, its functions, full ending."""

    stem: str
    functions: tuple[AgencyFunction, ...]
    ending: str
    official: bool
    named: bool = False

    @property
    def full(self) -> str:
        stems = {stem for function in self.functions for stem in function.stems}
        if self.stem.endswith("管理") and self.ending.startswith("管理"):
            return self.stem + self.ending.removeprefix("管理")
        if self.ending == "办公室" and f"{self.stem}委员会" in stems:  # 网信办 is the office of a commission
            return f"{self.stem}委员会办公室"
        return self.stem + self.ending


@dataclass(frozen=True, slots=True)
class _Front:
    """What stands before the stem, and the rest."""

    place: str
    rest: str
    printed: str = ""
    explicit: bool = False
    party: bool = False
    government: bool = False
    own: bool = True


@dataclass(frozen=True, eq=False)
class NameReader:
    """Takes names of bodies apart, by the reference data."""

    reference: Reference

    def read(self, name: str, code: str) -> BodyName | None:
        """Return the parts of a name printed in a document of the jurisdiction ``code``; nothing when not clear."""
        key = normalise(name)
        if unit := self._unit_of_central_body(key, code):
            return unit
        fronts = list(self._fronts(key, code))
        bodies = (found for front in fronts if (found := self._body(front, code)))
        parts = (found for front in fronts if (found := self._part_of_body(front)))
        return next(bodies, None) or next(parts, None) or self._unit_of_region(key, code) or self._place(key, code)

    def canonical(self, name: str, code: str) -> str:
        """Return the name of a body that cannot be read: as printed, with its place for a level (省 before 农信联社)."""
        key = normalise(name)
        level = next((front for front in self._levels(key, code) if front.own), None)
        return self._full_name(level, level.rest) if level else key

    # ---- place and organ ----

    def _fronts(self, key: str, code: str) -> Iterator[_Front]:
        """Yield the ways to split a front off: none, a level, a place; each with and without an organ."""
        party = key.startswith("中共")
        bare = key.removeprefix("中共")
        if league := _LEAGUE.fullmatch(bare):
            bare = league["place"] + "团委"
        if corps := _CORPS.match(bare):
            yield _Front(place=code, rest=bare[corps.end() :], printed="兵团", own=False)
        fronts = [_Front(place=code, rest=bare), *self._levels(bare, code), *self._nested_places(bare, code)]
        for front in fronts:
            organ = _ORGANS.match(front.rest) if front.rest != bare else None
            if organ:
                rest = re.sub("^办$", "办公室", front.rest[organ.end() :])
                yield replace(front, rest=rest, party=bool(organ["party"]), government=bool(organ["government"]))
            yield replace(front, party=party)

    def _nested_places(self, key: str, code: str) -> Iterator[_Front]:
        """Yield places, and places within them: 天津市和平区."""
        for front in self._places(key, code):
            for inner in self._places(front.rest, front.place):
                if front.place in self.reference.lineage(inner.place):
                    yield inner
            yield front

    def _levels(self, key: str, code: str) -> Iterator[_Front]:
        for level in _LEVELS:
            if key.startswith(level) and len(key) > len(level):
                place = self._of_level(level, code)
                yield _Front(place=place or code, rest=key.removeprefix(level), printed=level, own=place is not None)

    def _of_level(self, level: str, code: str) -> str | None:
        known = self.reference.jurisdictions
        lineage = [found for found in self.reference.lineage(code) if found in known]
        return next((found for found in lineage if known[found].label["zh"].endswith(level)), None)

    def _places(self, key: str, code: str) -> Iterator[_Front]:
        longest = max(map(len, self._codes_by_name))
        for length in range(min(longest, len(key) - 1), 1, -1):
            printed = key[:length]
            if place := self._nearest(printed, code):
                yield _Front(place=place, rest=key[length:], printed=printed, explicit=True)

    def _nearest(self, printed: str, code: str) -> str | None:
        """Return the place of this name nearest to ``code``: in its lineage, below it, in its province, elsewhere."""
        lineage = self.reference.lineage(code)
        own = re.sub("(?:00)+$", "", code) if code != CENTRE else ""
        found = [place for place in self._codes_by_name.get(printed, ()) if place != CENTRE]
        full = [place for place in found if self.reference.jurisdictions[place].label["zh"] == printed]
        ranked = [
            *(place for place in found if place in lineage),
            *(place for place in found if place.startswith(own)),
            *(place for place in found if place[:2] == code[:2]),
            *(place for place in full or found if place.endswith("00")),
        ]
        return ranked[0] if ranked else None

    @cached_property
    def _codes_by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code, place in self.reference.jurisdictions.items():
            for name in place.names:
                if len(name) > 1:  # 津 and 新 would be read into 新闻出版局
                    found[name] = (*found.get(name, ()), code)
        return found

    def _place(self, key: str, code: str) -> BodyName | None:
        """Return the government of a place that stands alone among bodies: 武汉市."""
        place = self._nearest(key, code)
        return (
            BodyName(place=place, canonical=self._full_name(_Front(place, "", government=True), "")) if place else None
        )

    def _full_name(self, front: _Front, rest: str) -> str:
        known = self.reference.jurisdictions.get(front.place)
        label = known.label["zh"] if known and front.own else front.printed
        if front.place == CENTRE:
            return rest
        if front.party:
            return f"{'中共' if front.own else ''}{label}委{rest}"
        return f"{label}人民政府{rest}" if front.government else label + rest

    # ---- stem and ending ----

    def _body(self, front: _Front, code: str) -> BodyName | None:
        if front.government and not front.rest and front.own:
            return BodyName(place=front.place, canonical=self._full_name(front, ""))
        core = self._core(front.rest)
        if not core:
            return None
        core = _at_level(core, front)
        functions = tuple(function.reference for function in core.functions)
        unit = self._local_unit(front, core, code)
        if unit:
            return unit
        if core.named and (front.explicit or not front.printed):  # 雄安新区管委会 has a name, and needs no place
            of_level = any(found.own for found in self._levels(front.rest, code)) and not front.printed
            name = front.printed + core.full
            return None if of_level else BodyName(place=front.place, canonical=name, functions=functions)
        name = self._full_name(replace(front, government=front.government and core.full in _OFFICES), core.full)
        return BodyName(
            place=front.place, canonical=name, stem=core.stem, functions=functions, party=front.party, own=front.own
        )

    def _part_of_body(self, front: _Front) -> BodyName | None:
        """Return a part of a body whose function the body tells: 省公安厅交管局."""
        found = _SUB_BODY.fullmatch(front.rest)
        body = self._core(found["head"]) if found else None
        if not (found and body):
            return None
        functions = tuple(function.reference for function in body.functions)
        part = body.full + found["tail"]
        name = self._full_name(front, part)
        return BodyName(place=front.place, canonical=name, functions=functions, own=front.own)

    def _core(self, rest: str) -> _Core | None:
        for ending, full in _ENDINGS.items():
            stem = rest.removesuffix(ending)
            if not stem or not rest.endswith(ending) or (len(stem) == 1 and ending not in _SHORT_ENDINGS):
                continue
            if known := self._stems.get(stem):
                function, official = known
                return _Core(official, (function,), full, official == function.stem)
            if functions := self._composite(stem):
                return _Core(stem, functions, full, official=False)
            if full == "管理委员会" and ending in self._stems:  # it tells the function whatever stands before it
                return _Core(stem, (self._stems[ending][0],), full, official=False, named=True)
        return None

    def _composite(self, stem: str) -> tuple[AgencyFunction, ...]:
        """Return the functions of a stem that joins others (农业农村和水务); empty when something is left over."""
        for length in range(len(stem) - 2, 1, -1):
            if not (known := self._stems.get(stem[:length])):
                continue
            for joint in _JOINTS:
                rest = stem[length:].removeprefix(joint)
                if stem[length:].startswith(joint) and len(rest) > 1:
                    others = (self._stems[rest][0],) if rest in self._stems else self._composite(rest)
                    if others:
                        return (known[0], *(other for other in others if other != known[0]))
        return ()

    @cached_property
    def _stems(self) -> dict[str, tuple[AgencyFunction, str]]:
        """Every stem, with its function and the official stem that it stands for."""
        return {
            stem: (function, _official(stem, function))
            for function in self.reference.functions.values()
            for stem in function.stems
        }

    # ---- local units of central bodies ----

    def _local_unit(self, front: _Front, core: _Core, code: str) -> BodyName | None:
        """Return the unit that a function of central bodies tells: 湖南证监局, 长沙海关, 省税务局, 人行."""
        function = core.functions[0]
        pattern = function.local_unit_name if core.official and len(core.functions) == 1 else None
        known = front.own and front.place in self.reference.jurisdictions
        if not pattern or not known or front.party or code == CENTRE:
            return None
        return self._unit(front, self._unit_name(front, pattern), (function,), self._parents.get(function.slug))

    def _unit_of_central_body(self, key: str, code: str) -> BodyName | None:
        """Return the unit whose name begins with that of a central body: 国家税务总局湖南省税务局, 人行长沙中心支行."""
        for length in range(len(key) - 3, 1, -1):
            parent = self._central_bodies.get(key[:length])
            front = self._front_of_unit(key[length:], code) if parent else None
            if parent and front:
                functions = [self._by_reference[name] for name in parent.functions]
                unit = next((function for function in functions if function.local_unit_name), None)
                pattern = unit.local_unit_name if unit else None
                usual = self._unit_name(front, pattern) if pattern else ""
                printed = parent.label["zh"] + front.printed + front.rest
                name = usual if pattern and usual.endswith(front.rest) and front.rest in pattern else printed
                return self._unit(front, name, (unit,) if unit else tuple(functions), parent)
        return None

    def _front_of_unit(self, rest: str, code: str) -> _Front | None:
        if front := next(self._places(rest, code), None):
            return front
        return _Front(place=code, rest=rest) if _UNIT_WITHOUT_PLACE.fullmatch(rest) and code != CENTRE else None

    def _unit_of_region(self, key: str, code: str) -> BodyName | None:
        """Return a unit named after no jurisdiction (拱北海关, 长江海事局), by the pattern of its function."""
        for function in self.reference.functions.values():
            before, _, after = (function.local_unit_name or "").partition("{short}")
            if after and not before and re.fullmatch(f".{{2,4}}{re.escape(after)}", key):
                return self._unit(_Front(place=code, rest=""), key, (function,), self._parents.get(function.slug))
        return None

    def _unit(
        self, front: _Front, name: str, functions: tuple[AgencyFunction, ...], parent: CuratedAgency | None
    ) -> BodyName:
        return BodyName(
            place=self._seat(front, functions),
            canonical=name,
            functions=tuple(function.reference for function in functions),
            parent=parent.reference if parent else None,
            own=front.own,
        )

    def _seat(self, front: _Front, functions: tuple[AgencyFunction, ...]) -> str:
        """Return where a unit serves: the province, when it has the short name of its capital (长沙海关)."""
        place = self.reference.jurisdictions.get(front.place)
        by_short_name = any("{short}" in (function.local_unit_name or "") for function in functions)
        if place and front.place.endswith("0100") and by_short_name and front.printed != place.label["zh"]:
            return place.broader or front.place
        return front.place

    def _unit_name(self, front: _Front, pattern: str) -> str:
        place = self.reference.jurisdictions.get(front.place)
        full = place.label["zh"] if place else ""
        return pattern.format(full=full, short=max(place.short_names, key=len, default=full) if place else "")

    @cached_property
    def _parents(self) -> dict[str, CuratedAgency]:
        """The central body of each function."""
        central = self.reference.agencies_of(CENTRE)
        return {self._by_reference[name].slug: agency for agency in central for name in agency.functions}

    @cached_property
    def _central_bodies(self) -> dict[str, CuratedAgency]:
        return {normalise(form): body for body in self.reference.agencies_of(CENTRE) for form in body.written_forms}

    @cached_property
    def _by_reference(self) -> dict[str, AgencyFunction]:
        return {function.reference: function for function in self.reference.functions.values()}


def _at_level(core: _Core, front: _Front) -> _Core:
    """Return what a body is called at the level of its place: 法院 of a province is its 高级人民法院."""
    first = core.functions[0]
    if core.stem != first.stem or not front.own or front.place == CENTRE:
        return core
    return replace(core, stem=first.stem_in(front.place))


def _official(stem: str, function: AgencyFunction) -> str:
    """Return the official stem that a shortened one stands for: the first that holds its characters in order."""
    if stem not in function.short_stems:
        return stem
    full = (function.stem, *sorted(function.other_stems, key=len))
    return next((candidate for candidate in full if _holds(candidate, stem)), stem)


def _holds(text: str, characters: str) -> bool:
    rest = iter(text)
    return all(character in rest for character in characters)
