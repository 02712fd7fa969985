"""When something is due, or from when to when it holds, as every page, list and table writes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from server.words.facts import Facts


class _Days(Protocol):
    @property
    def start_date(self) -> str | None: ...

    @property
    def end_date(self) -> str | None: ...


class Dated(Protocol):
    """An item of the index that may have a deadline or a period."""

    @property
    def deadline(self) -> str | None:
        """The last day."""

    @property
    def period(self) -> _Days | None:
        """The first and the last day."""


@dataclass(frozen=True, slots=True)
class When:
    """A last day, or a period with its first; ``of_measure`` where a number has none and shows its measure's."""

    last: str
    first: str | None = None
    of_measure: bool = False

    @property
    def days(self) -> str:
        """The days for people: ``2020-12-31``, ``2020-01-01 – 2020-12-31``."""
        return f"{self.first} – {self.last}" if self.first else self.last

    @property
    def interval(self) -> str:
        """The days for machines: a date, or an interval of two (ISO 8601)."""
        return f"{self.first}/{self.last}" if self.first else self.last

    @property
    def period(self) -> str | None:
        """The interval where it is a period."""
        return self.interval if self.first else None

    @property
    def deadline(self) -> str | None:
        """The last day where it is no period."""
        return None if self.first else self.last


def of_thing(facts: Facts, thing: str, measure: str | None = None) -> When | None:
    """Return when a thing is due; where nothing says so, when its ``measure`` is, marked as that."""
    period = facts.thing(thing, "policy:period")
    first, last = (facts.string(period, each) for each in ("dcat:startDate", "dcat:endDate"))
    return _when(first, last, facts.string(thing, "policy:deadline")) or _whole(
        of_thing(facts, measure) if measure else None
    )


def of_item(item: Dated, measure: Dated | None = None) -> When | None:
    """Return when an item of the index is due; where it does not say so, when its ``measure`` is, marked as that."""
    period = item.period
    first, last = (period.start_date, period.end_date) if period else (None, None)
    return _when(first, last, item.deadline) or _whole(of_item(measure) if measure else None)


def _when(first: str | None, last: str | None, deadline: str | None) -> When | None:
    if first and last:
        return When(last, first)
    return When(deadline) if deadline else None


def _whole(when: When | None) -> When | None:
    return replace(when, of_measure=True) if when else None
