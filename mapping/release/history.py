"""What has time, read from the journal: when a release went live, when a plan came, changed and went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mapping.release.journal import Change, PublicationEvent


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """A plan was first seen, changed or withdrawn with a release; ``at`` is UTC, ISO 8601 with seconds."""

    number: int
    at: str
    release: str
    plan: str
    change: Change
    digest: str
    national: str | None = None


@dataclass(frozen=True, eq=False)
class History:
    """The events of the journal, oldest first, as far as a release that is served has come."""

    events: tuple[PublicationEvent, ...]

    @cached_property
    def changes(self) -> tuple[PlanEvent, ...]:
        """All events of plans, oldest first, numbered from 1; a number is never given twice."""
        found = ((event, change) for event in self.events for change in event.changes)
        return tuple(
            PlanEvent(number, event.at, event.release, change.plan, change.change, change.digest, change.national)
            for number, (event, change) in enumerate(found, 1)
        )

    @cached_property
    def _by_plan(self) -> dict[str, list[PlanEvent]]:
        found: dict[str, list[PlanEvent]] = {}
        for event in self.changes:
            found.setdefault(event.plan, []).append(event)
        return found

    def of(self, plan: str) -> tuple[PlanEvent, ...]:
        """Return the events of a plan, oldest first; none of one that was never published."""
        return tuple(self._by_plan.get(plan, ()))

    def issued(self, plan: str) -> str:
        """Return when a plan was first seen."""
        return next((event.at for event in self.of(plan)), self.last)

    def modified(self, plan: str) -> str:
        """Return when a plan last came, changed or went."""
        return self.of(plan)[-1].at if self.of(plan) else self.last

    def changed(self, dataset: str) -> PublicationEvent | None:
        """Return the event with which a dataset that all plans share became what it is; nothing before anything was published.

        A journal of before its digests were recorded does not say, so there it is the last event.
        """
        last = self.events[-1] if self.events else None
        wanted = last.datasets.get(dataset) if last else None
        for event in reversed(self.events if wanted else ()):
            if event.datasets.get(dataset) != wanted:
                break
            last = event
        return last

    def national(self, plan: str) -> str | None:
        """Return the document that a plan carries out, or did when it was withdrawn; nothing where that is not recorded."""
        return next((event.national for event in reversed(self.of(plan)) if event.national), None)

    @cached_property
    def withdrawn(self) -> dict[str, PlanEvent]:
        """The plans that were withdrawn and have not come back, with the event of their going."""
        return {plan: events[-1] for plan, events in self._by_plan.items() if events[-1].change == "delete"}

    @property
    def first(self) -> str:
        """When the first release went live."""
        return self.events[0].at if self.events else ""

    @property
    def last(self) -> str:
        """When the last release went live."""
        return self.events[-1].at if self.events else ""

    def releases(self) -> Iterator[PublicationEvent]:
        """Yield each release once, the newest first, with the event of its last going live."""
        seen: set[str] = set()
        for event in reversed(self.events):
            if event.release not in seen:
                seen.add(event.release)
                yield event

    def until(self, release: str) -> History:
        """Return the history up to the last time that a release went live."""
        places = [place for place, event in enumerate(self.events) if event.release == release]
        return History(self.events[: places[-1] + 1]) if places else self

    def of_release(self, release: str) -> tuple[PublicationEvent, ...]:
        """Return each time that a release went live, oldest first."""
        return tuple(event for event in self.events if event.release == release)
