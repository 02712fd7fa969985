"""How quality went from release to release: the journal says when, each release that is still kept says what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mapping.release.journal import PublicationEvent
from mapping.release.quality import DIMENSIONS, Dimension, Overview
from server.quality.request import Profile, QualityRequest
from server.quality.tables import Measured, dimensions
from server.words.labels import Text
from server.words.links import Link

SHOWN = 20
"""How many publications are shown, the newest first."""


@dataclass(frozen=True, slots=True)
class Step:
    """A publication. ``measured`` is nothing where the release has been pruned or was made without measuring."""

    at: str
    release: Link
    plans: int
    change: str | None
    profile: Profile | None
    measured: dict[Dimension, Measured]


def of_all(scene: QualityRequest) -> tuple[Step, ...]:
    """Return the newest publications with the sums of all plans that they published."""
    return tuple(
        Step(
            event.at,
            _release(scene, event.release),
            len(event.plans),
            None,
            None,
            _sums(_overview(scene, event.release)),
        )
        for event in _newest(scene)
    )


def of_plan(scene: QualityRequest, plan: str) -> tuple[Step, ...]:
    """Return the newest publications with the numbers of a plan, and what happened to it then."""
    return tuple(_of_plan(scene, plan))


def _of_plan(scene: QualityRequest, plan: str) -> Iterator[Step]:
    for event in _newest(scene):
        lines = _overview(scene, event.release).plans
        line = next((each for each in lines if each.plan == plan), None)
        yield Step(
            at=event.at,
            release=_release(scene, event.release),
            plans=len(event.plans),
            change=next((each.change for each in event.changes if each.plan == plan), None),
            profile=scene.profile(None if line.held_back else line.profile) if line else None,
            measured=dimensions(line.shares, line.read) if line else {},
        )


def _newest(scene: QualityRequest) -> list[PublicationEvent]:
    return list(reversed(scene.shelf.history.events))[:SHOWN]


def _overview(scene: QualityRequest, release: str) -> Overview:
    kept = scene.shelf.get(release)
    return kept.overview if kept else Overview(plans=(), tallies=())


def _release(scene: QualityRequest, release: str) -> Link:
    iri = scene.iris.absolute(f"id/release/{release}")
    return scene.addresses.link(iri, Text(release))


def _sums(overview: Overview) -> dict[Dimension, Measured]:
    """Return the sums over the published plans of a release."""
    plans = [dimensions(line.shares, line.read) for line in overview.plans if not line.held_back]
    found: dict[Dimension, Measured] = {}
    for dimension in DIMENSIONS.values():
        each = [measured[dimension] for measured in plans if dimension in measured]
        if expected := sum(one.expected for one in each):
            found[dimension] = Measured(sum(one.found for one in each), expected)
    return found
