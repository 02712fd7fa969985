"""The deadlines of measures on one line: how many are due in each month, each leading to their list."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from server.search_index.opened import Item, SearchIndex
from server.search_index.selection import Selection
from server.words.addresses import Addresses

MONTHS = 240
"""How many months the line has at most, from the first deadline on; what is due later is counted beside it."""
_STEP, _FULL, _TOP, _LEFT = 22.0, 120.0, 26.0, 20.0
_LEAST = 3


@dataclass(frozen=True, slots=True)
class DueMonth:
    """A month with how many measures are due in it, and the address of their list."""

    x: float
    y: float
    size: float
    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The months from the first deadline to the last; ``years`` are where each begins; ``later`` counts what is due after."""

    months: tuple[DueMonth, ...]
    years: tuple[tuple[float, str], ...]
    width: float
    height: float
    base: float
    total: int
    undated: int
    later: int


def timeline(index: SearchIndex, addresses: Addresses, asked: Selection, **query: str) -> Timeline | None:
    """Return the line of the measures that are asked for; nothing where none has a deadline."""
    dated = asked.with_keys("dated", ("true",))
    first, last = _outermost(index, dated, "deadline"), _outermost(index, dated, "deadline_last")
    if first is None or last is None:
        return None
    months = list(_months(first, last))
    counts = [index.total(_within(dated, *month)) for month in months]
    most = max(counts, default=1) or 1
    drawn = tuple(
        DueMonth(
            _LEFT + at * _STEP, _TOP + _FULL * (1 - n / most), _FULL * n / most, first.isoformat()[:7], n,
            addresses.to("measures", **query, since=first.isoformat(), until=last.isoformat(), sort="deadline"),
        )
        for at, ((first, last), n) in enumerate(zip(months, counts, strict=True))
    )  # fmt: skip # entries side by side
    years = tuple(
        (each.x, each.name[:4]) for at, each in enumerate(drawn) if each.name.endswith("-01") or _alone(drawn, at)
    )
    total, all_of_it = index.total(dated), index.total(asked)
    across = 2 * _LEFT + max(len(drawn), _LEAST) * _STEP + 40
    return Timeline(
        drawn, years, across, _TOP + _FULL + 30, _TOP + _FULL, total, all_of_it - total, total - sum(counts)
    )


def _alone(months: tuple[DueMonth, ...], at: int) -> bool:
    """Return whether a month is the first, and no new year begins so soon that the names of both years would touch."""
    return at == 0 and not any(each.name.endswith("-01") for each in months[1:3])


def _outermost(index: SearchIndex, dated: Selection, rank: str) -> dt.date | None:
    """Return the first or the last day of all, by the order of deadlines.

    In every order what is invented stands last, so what is due still earlier or later than the first found is looked for.
    """
    day = _end(index, dated, rank)
    further = _beyond(index, dated, rank, day) if day else None
    return further or day


def _beyond(index: SearchIndex, dated: Selection, rank: str, day: dt.date) -> dt.date | None:
    if rank == "deadline":
        return _end(index, _within(dated, dt.date.min, day - dt.timedelta(1)), rank) if day > dt.date.min else None
    return _end(index, _within(dated, day + dt.timedelta(1), dt.date.max), rank) if day < dt.date.max else None


def _end(index: SearchIndex, dated: Selection, rank: str) -> dt.date | None:
    """Return the last day of the first measure in an order of deadlines."""
    found = index.find(dated, 1, 1, rank).items
    days = sorted(filter(None, (_due(each) for each in (found[0], *found[0].get("targets", ()))))) if found else []
    return dt.date.fromisoformat(days[0 if rank == "deadline" else -1]) if days else None


def _due(item: Item) -> str:
    return str(item.get("deadline") or item.get("period", {}).get("endDate") or "")


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    year, month = first.year, first.month
    for _ in range(MONTHS):
        if (year, month) > (last.year, last.month):
            return
        yield dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _within(selection: Selection, first: dt.date, last: dt.date) -> Selection:
    since, until = (int(day.isoformat().replace("-", "")) for day in (first, last))
    return msgspec.structs.replace(selection, since=since, until=until)
