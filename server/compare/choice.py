"""What is compared: the national document, the places, and perhaps one theme, requirement or unit. An address says it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TypeVar

from rapidfuzz import process

from server.compare.landscape import ComparedPlace, Division, Landscape, National
from server.web.problems import Problem
from server.words.addresses import to, with_query
from server.words.language import Language

_Found = TypeVar("_Found")

_PARAMETERS = ("national", "place", "theme", "requirement", "unit", "against", "page", "lang", "format")
MAX_PLACES = 12
"""Places in one table: more are unreadable, and every query stays bounded."""
MAX_PLANS = 150
"""Plans of one table, which bounds what a query may cost: 150 plans are about 12,600 measures."""
_FIRST = 6
"""Places that are shown where nobody has chosen any, and of each of the two kinds: with a text here, and without."""


@dataclass(frozen=True, slots=True)
class ChosenComparison:
    """A comparison that somebody has chosen; ``wish`` is the language that the address names.

    ``against`` is the place whose texts the others are marked against; without it that is the national text.
    """

    national: National
    places: tuple[ComparedPlace, ...]
    theme: str | None = None
    requirement: Division | None = None
    unit: str | None = None
    against: ComparedPlace | None = None
    wish: Language | None = None

    @property
    def with_text(self) -> tuple[ComparedPlace, ...]:
        """The places whose texts are here: those that can be compared."""
        return tuple(place for place in self.places if place.has_text)

    @property
    def without_text(self) -> tuple[ComparedPlace, ...]:
        """The places whose plans are known by their metadata alone."""
        return tuple(place for place in self.places if not place.has_text)

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans that count, of all places."""
        return tuple(plan for place in self.with_text for plan in place.compared)

    def with_theme(self, theme: str | None) -> ChosenComparison:
        """Return the same comparison under one theme, or all."""
        return replace(self, theme=theme, requirement=None)

    def with_requirement(self, requirement: Division | None) -> ChosenComparison:
        """Return the same comparison for one requirement."""
        return replace(self, requirement=requirement)

    def with_places(self, places: Sequence[ComparedPlace]) -> ChosenComparison:
        """Return the same comparison of other places."""
        against = self.against if self.against in places else None
        return replace(self, places=tuple(places), against=against)

    def address(self, table: str, suffix: str = "", *, permanent: bool = False) -> str:
        """Return the address of a table; with ``permanent`` without the language."""
        path = to("comparison_file", table, suffix) if suffix else to("comparison", table)
        return with_query(path, self.query(permanent=permanent))

    def embed(self, table: str, language: Language) -> str:
        """Return the address of a table's picture by itself, in a language: whoever shows it has no wish of its own."""
        return with_query(to("embed", f"compare/{table}"), [*self.query(permanent=True), ("lang", language)])

    def query(self, *, permanent: bool) -> list[tuple[str, str]]:
        """Return the parameters of its address, in order."""
        found = [("national", self.national.identifier)]
        found += [("place", place.code) for place in self.places]
        found += [("theme", self.theme.rsplit("/", 1)[-1])] if self.theme else []
        found += [("requirement", self.requirement.number)] if self.requirement else []
        found += [("unit", self.unit)] if self.unit else []
        found += [("against", self.against.code)] if self.against else []
        found += [("lang", self.wish)] if self.wish and not permanent else []
        return found


def choose(known: Landscape, arguments: Mapping[str, Sequence[str]], wish: Language | None) -> ChosenComparison:
    """Return what the arguments of an address choose; raises :class:`Problem` that names what there is."""
    _check_names(arguments)
    national = _national(known, arguments.get("national", ()))
    themes = {each.theme.rsplit("/", 1)[-1]: each.theme for each in (*national.parts, *national.points)}
    numbers = {each.number: each for each in national.requirements}
    places = _chosen_places(known.places(national), arguments.get("place", ()))
    return ChosenComparison(
        national=national,
        places=places,
        theme=_one("theme", arguments, themes),
        requirement=_one("requirement", arguments, numbers),
        unit=next((each for each in arguments.get("unit", ()) if each), None),
        against=_one("against", arguments, {place.code: place for place in places if place.has_text}),
        wish=wish,
    )


def _check_names(arguments: Mapping[str, Sequence[str]]) -> None:
    """Refuse a parameter that there is not: what it was meant to choose would be left out in silence."""
    unknown = next((name for name in arguments if name not in _PARAMETERS), None)
    if unknown is not None:
        near = process.extractOne(unknown, _PARAMETERS, score_cutoff=60)
        meant = f" Did you mean {near[0]}?" if near else ""
        values = {"path": to("compare"), "name": unknown, "meant": meant, "known": ", ".join(_PARAMETERS)}
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "parameter", {"parameter": unknown}, **values)


def _national(known: Landscape, wanted: Sequence[str]) -> National:
    if not known.nationals:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "no_national")
    names = [each for each in wanted if each]
    if not names:
        return max(known.nationals, key=lambda each: (len(known.places(each)), each.identifier))
    found = known.national(names[0])
    if found is None:
        offered = ", ".join(each.identifier for each in known.nationals)
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "national", given=names[0], known=offered)
    return found


def _chosen_places(places: Sequence[ComparedPlace], wanted: Sequence[str]) -> tuple[ComparedPlace, ...]:
    codes = list(dict.fromkeys(each for each in wanted if each))
    if not codes:
        return _first_places(places)
    if len(codes) > MAX_PLACES:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "places", times=len(codes), most=MAX_PLACES)
    known = {place.code: place for place in places}
    unknown = [code for code in codes if code not in known]
    if unknown:
        offered = ", ".join(list(known)[:40])
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "place", given=unknown[0], known=offered)
    chosen = tuple(known[code] for code in codes)
    if (plans := sum(len(place.compared) for place in chosen)) > MAX_PLANS:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "too_many_plans", times=plans, most=MAX_PLANS)
    return chosen


def _first_places(places: Sequence[ComparedPlace]) -> tuple[ComparedPlace, ...]:
    """Return the first places of either kind, with a text here or without, as far as a table holds their plans."""
    with_text, without_text = ([place for place in places if place.has_text is state] for state in (True, False))
    chosen = {place.iri for place in without_text[:_FIRST]}
    plans = 0
    for place in with_text[:_FIRST]:
        plans += len(place.compared)
        if plans <= MAX_PLANS:
            chosen.add(place.iri)
    return tuple(place for place in places if place.iri in chosen)


def _one(name: str, arguments: Mapping[str, Sequence[str]], known: Mapping[str, _Found]) -> _Found | None:
    wanted = next((each for each in arguments.get(name, ()) if each), None)
    if wanted is None:
        return None
    if wanted not in known:
        offered = ", ".join(list(known)[:40])
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "not_compared", name=name, given=wanted, known=offered)
    return known[wanted]
