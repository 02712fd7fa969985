"""What can be compared in a release: its national documents with their themes and requirements, and who has a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox
from cachetools import LRUCache
from flask import current_app

from ontology import iris as names
from ontology.curies import Curies
from ontology.iris import Iris
from server.release.live import Served
from server.release.store.interface import Store
from server.words.facts import Facts
from server.words.labels import Text
from server.words.names import called

_EXTENSION = "policygraph.compare"
_RELEASES_KEPT = 2
_GB_2260 = "notation/gb2260"


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """A plan for a national document. ``has_text``: its measures are here; ``replaced_by`` names what repeals it."""

    iri: str
    national: str
    place: str
    has_text: bool
    sample: bool
    replaced_by: str | None = None
    changed_by: tuple[str, ...] = ()

    @property
    def compared(self) -> bool:
        """A plan counts where its text is here and no other plan has taken its place."""
        return self.has_text and self.replaced_by is None


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """A jurisdiction with its plans for one national document; ``code`` is that of GB/T 2260."""

    iri: str
    code: str
    plans: tuple[ComparedPlan, ...]

    @property
    def has_text(self) -> bool:
        """Whether the text of any of its plans is here."""
        return any(plan.has_text for plan in self.plans)

    @property
    def sample(self) -> bool:
        """Whether all that is known of it is invented."""
        return all(plan.sample for plan in self.plans)

    @property
    def compared(self) -> tuple[str, ...]:
        """The plans that count."""
        return tuple(plan.iri for plan in self.plans if plan.compared)


@dataclass(frozen=True, slots=True)
class Division:
    """A part, point or requirement of a national document, with its theme; ``over`` is what it is part of.

    ``quoted_in`` is the plan whose quotation alone a requirement is known through, where it is.
    """

    iri: str
    kind: str
    number: str
    position: int
    theme: str
    over: str
    quoted_in: str | None = None


@dataclass(frozen=True, slots=True)
class National:
    """A national document; divisions in the order of the document."""

    iri: str
    identifier: str
    parts: tuple[Division, ...]
    points: tuple[Division, ...]
    requirements: tuple[Division, ...]

    def point_of(self, requirement: Division) -> Division | None:
        """Return the point that a requirement belongs to."""
        return next((point for point in self.points if point.iri == requirement.over), None)


@dataclass(frozen=True)
class Landscape:
    """What can be compared, with the names of everything in it."""

    facts: Facts
    nationals: tuple[National, ...]
    _plans: dict[str, tuple[ComparedPlan, ...]] = field(default_factory=dict)
    _places: dict[str, tuple[ComparedPlace, ...]] = field(default_factory=dict)

    def national(self, identifier: str) -> National | None:
        """Return a national document by its id."""
        return next((each for each in self.nationals if each.identifier == identifier), None)

    def places(self, national: National) -> tuple[ComparedPlace, ...]:
        """Return the jurisdictions that have a plan for a national document, by code."""
        return self._places.get(national.iri, ())

    def replaced(self, national: National) -> tuple[ComparedPlan, ...]:
        """Return the plans that no longer count, because another one repeals them."""
        return tuple(plan for plan in self._plans.get(national.iri, ()) if plan.replaced_by)

    def amended(self, national: National) -> tuple[ComparedPlan, ...]:
        """Return the plans that count and that another one amends."""
        return tuple(plan for plan in self._plans.get(national.iri, ()) if plan.compared and plan.changed_by)

    def name(self, iri: str, language: str) -> Text:
        """Return the name of a place, theme, plan or national document."""
        return called(self.facts, iri, language)

    def broad_matches(self, theme: str) -> tuple[str, ...]:
        """Return the themes of a shared scheme that a theme falls under, its own or that of a broader one."""
        found = self.facts.things(theme, "skos:broadMatch")
        broader = self.facts.thing(theme, "skos:broader")
        return tuple(found) or (self.broad_matches(broader) if broader else ())


def landscape(now: Served) -> Landscape:
    """Return what can be compared in the release that is served; read once a release."""
    kept: LRUCache[str, Landscape] = current_app.extensions.setdefault(_EXTENSION, LRUCache(_RELEASES_KEPT))
    remembered = kept.get(now.id)
    if remembered is None:
        remembered = kept[now.id] = read(now.store, now.iris, (entry.id for entry in now.manifest.plans))
    return remembered


def read(store: Store, iris: Iris, plans: Iterable[str]) -> Landscape:
    """Return what can be compared in a store; ``plans`` are the ids of those whose texts it holds."""
    facts = Facts(Curies(iris), store.construct("compare-nationals"))
    facts.add(store.construct("compare-plans"))
    published = {iris.absolute(names.plan(identifier)) for identifier in plans}
    nationals = tuple(sorted(_nationals(facts), key=lambda each: each.identifier))
    known = list(_plans(facts, published))
    by_national = {each.iri: tuple(found for found in known if found.national == each.iri) for each in nationals}
    return Landscape(
        facts=facts,
        nationals=nationals,
        _plans=by_national,
        _places={iri: tuple(_places(facts, found)) for iri, found in by_national.items()},
    )


def _nationals(facts: Facts) -> Iterator[National]:
    by_over: dict[str, list[Division]] = {}
    for kind in ("Part", "Point", "Requirement"):
        for iri in facts.of_class(f"policy:{kind}"):
            division = _division(facts, iri, kind)
            by_over.setdefault(division.over, []).append(division)
    for iri in facts.of_class("policy:NationalOpinion"):
        parts = _in_order(by_over.get(iri, ()))
        points = _in_order(point for part in parts for point in by_over.get(part.iri, ()))
        yield National(
            iri=iri,
            identifier=facts.string(iri, "dct:identifier") or "",
            parts=parts,
            points=points,
            requirements=_in_order(requirement for point in points for requirement in by_over.get(point.iri, ())),
        )


def _in_order(divisions: Iterable[Division]) -> tuple[Division, ...]:
    return tuple(sorted(divisions, key=lambda each: each.position))


def _division(facts: Facts, iri: str, kind: str) -> Division:
    return Division(
        iri=iri,
        kind=kind,
        number=facts.string(iri, "eli:number") or "",
        position=facts.integer(iri, "schema:position") or 0,
        theme=facts.thing(iri, "policy:theme") or "",
        over=facts.thing(iri, "eli:is_part_of") or "",
        quoted_in=facts.thing(iri, "policy:quotedOnlyIn"),
    )


def _plans(facts: Facts, published: set[str]) -> Iterator[ComparedPlan]:
    plans = facts.of_class("policy:ImplementationPlan")
    replaced = {old: new for new in plans for old in facts.things(new, "eli:repeals")}
    changed: dict[str, list[str]] = {}
    for new in plans:
        for old in facts.things(new, "eli:changes"):
            changed.setdefault(old, []).append(new)
    for iri in plans:
        yield ComparedPlan(
            iri=iri,
            national=facts.thing(iri, "eli:ensures_implementation_of") or "",
            place=facts.thing(iri, "eli:jurisdiction") or "",
            has_text=iri in published,
            sample=facts.string(iri, "policy:sample") in {"true", "1"},
            replaced_by=replaced.get(iri),
            changed_by=tuple(changed.get(iri, ())),
        )


def _places(facts: Facts, plans: Iterable[ComparedPlan]) -> Iterator[ComparedPlace]:
    by_place: dict[str, list[ComparedPlan]] = {}
    for plan in plans:
        by_place.setdefault(plan.place, []).append(plan)
    for code, iri in sorted((_code(facts, iri), iri) for iri in by_place):
        yield ComparedPlace(iri=iri, code=code, plans=tuple(by_place[iri]))


def _code(facts: Facts, place: str) -> str:
    """Return the GB/T 2260 code of a place, or the end of its IRI, which is the same."""
    for value in facts.literals(place, "skos:notation"):
        if isinstance(value, ox.Literal) and value.datatype.value.endswith(_GB_2260):
            return value.value
    return place.rsplit("/", 1)[-1]
