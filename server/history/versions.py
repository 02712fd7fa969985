"""The versions of a thing over the releases that are kept, and what changed in a plan from one release to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from mapping.release.history import History, PlanEvent
from mapping.release.journal import PublicationEvent
from mapping.release.release import Release
from mapping.release.shelf import Shelf
from ontology.curies import Curies
from ontology.iris import of_plan, plan
from server.history.states import FieldChange, State, difference, state
from server.words.language import Language

_LOOKED_INTO = 24
"""How many versions of a plan are looked into, the newest first: as many as are held open."""


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a thing, the release with which it came, and when (UTC, ISO 8601); ``changes`` from the version before."""

    at: str
    release: str
    state: State | None
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ThingVersions:
    """The versions of a thing, the newest first; ``is_whole`` where each state of its plan is in a release that is kept."""

    versions: tuple[Version, ...]
    is_whole: bool

    @property
    def since(self) -> str | None:
        """When what is said now was first published, where the releases that are kept know."""
        return self.versions[0].at if self.versions and (self.is_whole or len(self.versions) > 1) else None


@dataclass(frozen=True, slots=True)
class ThingDifference:
    """A measure or plan that a release brought (``create``), changed (``update``) or took away (``delete``)."""

    thing: str
    change: str
    fields: tuple[FieldChange, ...]


def before(history: History, release: str) -> PublicationEvent | None:
    """Return the release that was live before a release first was."""
    place = next((place for place, event in enumerate(history.events) if event.release == release), 0)
    return history.events[place - 1] if place else None


def since(shelf: Shelf, live: Release, thing: str, plan_id: str, language: Language) -> str | None:
    """Return when what is said now of a measure was first published, where the releases that are kept know.

    Of a plan that never changed this is known without a look into any release: nothing is returned, and the date is the
    plan's own.
    """
    if len(_published(shelf, plan_id)) < 2:
        return None
    return versions_of(shelf, live, thing, plan_id, language).since


def versions_of(shelf: Shelf, live: Release, thing: str, plan_id: str, language: Language) -> ThingVersions:
    """Return the versions of a measure or plan; a release that leaves its plan as it was is not read."""
    events = _published(shelf, plan_id)
    kept = [(event, found) for event in events[-_LOOKED_INTO:] if (found := _holder(shelf, live, event))]
    versions: list[Version] = []
    for event, release in kept:
        now = state(release, thing, language, live)
        last = versions[-1].state if versions else None
        changes = difference(last, now)
        if changes or not versions:
            versions.append(Version(event.at, event.release, now, changes))
    while versions and versions[0].state is None:
        del versions[0]
    return ThingVersions(tuple(reversed(versions)), is_whole=len(kept) == len(events))


def plan_changes(old: Release | None, new: Release | None, plan_id: str, language: Language) -> list[ThingDifference]:
    """Return what is said otherwise of a plan and of its measures, in the order of the document."""
    differences = []
    for thing in _things(old, new, plan_id):
        was = state(old, thing, language, new) if old else None
        now = state(new, thing, language) if new else None
        if fields := difference(was, now):
            change = "create" if was is None else "delete" if now is None else "update"
            differences.append(ThingDifference(thing, change, fields))
    return differences


def _published(shelf: Shelf, plan_id: str) -> list[PlanEvent]:
    """Return the events with which a plan was published, the oldest first."""
    return [event for event in shelf.history.of(plan_id) if event.change != "delete"]


def _holder(shelf: Shelf, live: Release, event: PlanEvent) -> Release | None:
    """Return a release that is kept and holds a plan as an event left it: that of the event, or where it was pruned another."""
    others = (each.release for each in shelf.history.events if each.plans.get(event.plan) == event.digest)
    holding = dict.fromkeys((event.release, *others))
    return next((release for each in holding if (release := live if each == live.id else shelf.get(each))), None)


def _things(old: Release | None, new: Release | None, plan_id: str) -> list[str]:
    """Return a plan and all measures that either release has of it, by their place; measures that are gone come last."""
    things: dict[str, None] = {}
    for release in (new, old):
        if release is not None:
            things[release.iris.absolute(plan(plan_id))] = None
            things |= dict.fromkeys(_measures(release, plan_id))
    return list(things)


def _measures(release: Release, plan_id: str) -> Iterator[str]:
    part, position = (ox.NamedNode(Curies(release.iris).expand(each)) for each in ("eli:is_part_of", "schema:position"))
    of = ox.NamedNode(release.iris.absolute(plan(plan_id)))
    start = release.iris.absolute(of_plan("measure", plan_id, ""))
    subjects = {
        quad.subject
        for quad in release.quads.quads_for_pattern(None, part, of, None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(start)
    }
    placed = [(_place(release, subject, position), subject.value) for subject in subjects]
    yield from (iri for _, iri in sorted(placed))


def _place(release: Release, subject: ox.NamedNode, position: ox.NamedNode) -> int:
    quads = release.quads.quads_for_pattern(subject, position, None, None)
    return next((int(quad.object.value) for quad in quads if isinstance(quad.object, ox.Literal)), 0)
