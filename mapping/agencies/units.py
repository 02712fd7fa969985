"""The local units of central bodies: 国家税务总局湖南省税务局, 长沙海关, 浙江金融监管局."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from mapping.agencies.places import Front, Places
from mapping.agencies.stems import Core
from mapping.reference.bodies import AgencyFunction, CuratedAgency
from mapping.reference.reference import CENTRE, Reference

_WITHOUT_PLACE = re.compile(r".{2,}(?:部|行|署|局|中心)")
_OF_CITY = re.compile(r"(?:分局|支局|(?<!总)队|(?<!中心)支行)$")  # beside the province's unit in the same city
_STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class LocalUnit:
    """A local unit: ``place`` is the code of what it serves, ``parent`` its central body, where one is known."""

    place: str
    name: str
    functions: tuple[AgencyFunction, ...]
    parent: CuratedAgency | None
    own: bool


@dataclass(frozen=True, eq=False)
class Units:
    """Reads the names of local units, as of the year of the places."""

    reference: Reference
    places: Places

    def of_function(self, front: Front, core: Core, code: str) -> LocalUnit | None:
        """Return the unit that a function of central bodies tells: 湖南证监局, 长沙海关, 省税务局, 人行."""
        function = core.functions[0]
        if not core.official or len(core.functions) > 1 or not self._is_place(front, code):
            return None
        parent = self._parent(function, core.printed)
        pattern = self._pattern(function, parent)
        return self._unit(front, self._of_rank(pattern, core.ending), (function,), parent) if pattern else None

    def by_form(self, front: Front, code: str) -> LocalUnit | None:
        """Return the unit whose short form a name has, from the year on in which its central body was set up.

        Behind a level or a place's full name the form may be a body of the place (省金融监管局), until that year is over.
        """
        for parent in self._with_form if self._is_place(front, code) else ():
            form = (parent.local_unit_form or "").removeprefix("{short}")
            rank = next((rank for rank in ("局", "分局", "支局") if front.rest == form.removesuffix("局") + rank), None)
            place = self.places.known(front)
            in_full = bool(front.printed) and bool(place) and front.printed not in (place.short_names if place else ())
            year, first = self.places.year, parent.validity.first or 0
            since = (year is not None and year > first) if in_full else (year is None or year >= first)
            if rank and parent.local_unit_name and (since or rank != "局"):
                functions = self._functions(parent)[:1]
                return self._unit(front, self._of_rank(parent.local_unit_name, rank), functions, parent)
        return None

    def of_central_body(self, key: str, code: str) -> LocalUnit | None:
        """Return the unit whose name begins with that of a central body: 国家税务总局湖南省税务局, 人行长沙中心支行."""
        for length in range(len(key) - 3, 1, -1):
            parent = self._central_bodies.get(key[:length])
            front = self._front(key[length:], code) if parent else None
            if parent and front:
                functions = self._functions(parent)
                function = next((found for found in functions if self._pattern(found, parent)), None)
                pattern = self._pattern(function, parent) if function else None
                usual = self._name(front, pattern) if pattern else ""
                in_full = key.startswith(parent.label["zh"])  # a printed full name is never altered
                is_short = (
                    "{full}" in (pattern or "")
                    and not front.place.endswith("0000")
                    and not usual.endswith(key[length:])
                )
                is_usual = (
                    pattern and not in_full and not is_short and usual.endswith(front.rest) and front.rest in pattern
                )
                name = usual if is_usual else parent.label["zh"] + key[length:]
                of_city = is_usual or not function or _OF_CITY.search(name)
                place = front.place if of_city else self._served(front)
                return LocalUnit(place, name, (function,) if function else functions, parent, front.own)
        return None

    def of_region(self, key: str, code: str) -> LocalUnit | None:
        """Return a unit named after no jurisdiction (拱北海关, 长江海事局), by the pattern of its function."""
        for function in self.reference.functions.values():
            before, _, after = (function.local_unit_name or "").partition("{short}")
            if after and before in {"", _STATE} and re.fullmatch(f".{{2,4}}{re.escape(after)}", key):
                return LocalUnit(code, before + key, (function,), self._parent(function, after), own=True)
        return None

    def _unit(
        self, front: Front, pattern: str, functions: tuple[AgencyFunction, ...], parent: CuratedAgency | None
    ) -> LocalUnit:
        place = self._served(front) if "{short}" in pattern else front.place
        return LocalUnit(place, self._name(front, pattern), functions, parent, front.own)

    def _is_place(self, front: Front, code: str) -> bool:
        return front.own and front.place in self.reference.jurisdictions and not front.party and code != CENTRE

    def _front(self, rest: str, code: str) -> Front | None:
        if front := next(self.places.nested(rest, code), None):
            return front
        return Front(place=code, rest=rest) if _WITHOUT_PLACE.fullmatch(rest) and code != CENTRE else None

    def _of_rank(self, pattern: str, ending: str) -> str:
        """Return the pattern of a unit below the usual one: 监管分局 for 监管局."""
        return (
            pattern.removesuffix("局") + ending
            if ending in {"分局", "支局"} and pattern.endswith("监管局")
            else pattern
        )

    def _pattern(self, function: AgencyFunction, parent: CuratedAgency | None) -> str | None:
        return (parent.local_unit_name if parent else None) or function.local_unit_name

    def _parent(self, function: AgencyFunction, printed: str) -> CuratedAgency | None:
        """Return the central body of a function: of several in turn that which the name tells, else that of the year."""
        found = self._parents.get(function.slug, ())
        named = [body for body in found if any(printed in form for form in body.written_forms)]
        return min(named or found, key=lambda body: not body.validity.holds(self.places.year), default=None)

    def _served(self, front: Front) -> str:
        """Return where a unit serves: the province, when it has the short name of its capital (长沙海关)."""
        place = self.reference.jurisdictions.get(front.place)
        if place and front.place.endswith("0100") and front.printed in place.short_names:
            return place.broader or front.place
        return front.place

    def _name(self, front: Front, pattern: str) -> str:
        place = self.reference.jurisdictions.get(front.place)
        full = self.places.with_city(place) if place else ""
        return pattern.format(full=full, short=max(place.short_names, key=len, default=full) if place else "")

    def _functions(self, parent: CuratedAgency) -> tuple[AgencyFunction, ...]:
        return tuple(self._by_reference[name] for name in parent.functions)

    @cached_property
    def _parents(self) -> dict[str, tuple[CuratedAgency, ...]]:
        """The central bodies of each function, in turn; what belongs to another body is none."""
        found: dict[str, tuple[CuratedAgency, ...]] = {}
        for agency in self.reference.agencies_of(CENTRE):
            for function in self._functions(agency) if agency.parent is None else ():
                found[function.slug] = (*found.get(function.slug, ()), agency)
        return found

    @cached_property
    def _with_form(self) -> tuple[CuratedAgency, ...]:
        return tuple(agency for agency in self.reference.agencies_of(CENTRE) if agency.local_unit_form)

    @cached_property
    def _central_bodies(self) -> dict[str, CuratedAgency]:
        return {form: body for body in self.reference.agencies_of(CENTRE) for form in body.written_forms}

    @cached_property
    def _by_reference(self) -> dict[str, AgencyFunction]:
        return {function.reference: function for function in self.reference.functions.values()}
