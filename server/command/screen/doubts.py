"""What needs a human, on one screen: the doubts of a plan by what mends them, and many plans by how much they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mapping.extract import PlanExtraction
from mapping.findings import Finding
from mapping.intake import Intake
from mapping.layout.coverage import LOSSES
from server.command.screen import terminal
from server.command.screen.terminal import different

_T = TypeVar("_T")
_PLACES = 6
_LONGEST = 150
_FIRST = ("unreadable", "little-read", *sorted(LOSSES))
"""Codes of doubts that are about text which was not read at all: they come before what was read in doubt."""


def show(
    console: Console, extraction: PlanExtraction | None, found: Sequence[Finding], document: str, *, whole: bool
) -> None:
    """Print what was read of a plan: its doubts, as many as fit a screen, or everything."""
    head = list(_head(extraction))
    for line in head:
        console.print(line, highlight=False)
    if whole:
        if found:
            console.print(every(found, document))
        if extraction:
            console.print(terminal.measures(extraction))
        return
    groups, noted = _groups(found), sum(finding.severity == "info" for finding in different(found))
    used = sum(_height(console, line) for line in head) + _BELOW
    shown = fitting(console, groups, _grouped, console.height - used) if groups else 0
    hidden = sum(len(group) for group in groups[shown:])
    left = [f"{hidden} more doubts"] if hidden else []
    left += [f"{noted} notes for information"] if noted else []
    left += ["every measure"] if extraction else []
    if left:
        console.print(f"--all shows the rest: {', '.join(left)}.", highlight=False)


_BELOW = 4
"""Lines that a screen needs below the doubts: what is not shown, what to do next, and the prompt."""


def _head(extraction: PlanExtraction | None) -> Iterator[str]:
    if extraction:
        plan = extraction.plan
        bodies = sum(len(measure.responsibilities) for measure in plan.measures)
        yield f"{plan.title['zh']}: {len(plan.measures)} measures, {bodies} responsibilities"
        yield terminal.coverage(extraction.coverage)


def _groups(found: Iterable[Finding]) -> list[list[Finding]]:
    """Return the doubts by what mends them: first what was not read, then the most of a kind."""

    def key(finding: Finding) -> tuple[str, str]:
        return finding.code, finding.advice

    doubts = sorted((finding for finding in different(found) if finding.severity == "warning"), key=key)
    groups = [list(group) for _, group in groupby(doubts, key)]
    return sorted(groups, key=lambda group: (group[0].code not in _FIRST, -len(group)))


def _grouped(groups: Sequence[list[Finding]]) -> Table:
    table = Table("", "what, where, and what to do", title="To look at", title_justify="left", box=SIMPLE)
    table.columns[0].justify = "right"
    for group in groups:
        more = f", and {len(group) - 1} more like this" if group[1:] else ""
        where = f" [{places}]" if (places := _where(group)) else ""
        said = _short(group[0].message).rstrip(".") if more else _short(group[0].message)
        table.add_row(str(len(group)), Text(f"{said}{more}{where}\n→ {_short(group[0].advice)}"))
    return table


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _where(group: Iterable[Finding]) -> str:
    named = [place for finding in group if (place := _place(finding))]
    places = list(dict.fromkeys(named))
    return ", ".join([*places[:_PLACES], *(["…"] if places[_PLACES:] else [])])


def _place(finding: Finding) -> str:
    """Return the shortest name of where a finding is: the number of a measure, or a place in the document."""
    if finding.number:
        return f"no. {finding.number}"
    if finding.place is None:
        return ""
    numbers = {"page": finding.place.page, "block": finding.place.block, "row": finding.place.row}
    return " ".join(f"{word} {number}" for word, number in numbers.items() if number)


def fitting(console: Console, rows: Sequence[_T], table: Callable[[Sequence[_T]], Table], height: int) -> int:
    """Print a table of as many of the first rows as fit that many lines, at least of one; return how many these are."""
    count = max(1, min(len(rows), height))
    while count > 1 and _height(console, table(rows[:count])) > height:
        count -= 1
    console.print(table(rows[:count]))
    return count


def _height(console: Console, shown: Table | str) -> int:
    return len(console.render_lines(shown, pad=False))


def many(console: Console, taken: Iterable[Intake], *, whole: bool) -> None:
    """Print what could not be read, then a line a document, what needs a human most first: a screen of it, or all."""
    rows = sorted(taken, key=lambda one: one.needs, reverse=True)
    failed, read = [one for one in rows if one.why], [one for one in rows if not one.why]
    doubtful = sum(bool(one.doubts) for one in read)
    console.print(
        f"{len(rows)} documents: {len(failed)} could not be read, {doubtful} have doubts, {len(read) - doubtful} have none.",
        highlight=False,
    )
    height = 10**6 if whole else console.height - 1 - _BELOW
    shown = fitting(console, failed, _refused, height // 2 if read else height) if failed else 0
    used = _height(console, _refused(failed[:shown])) if failed else 0
    also = fitting(console, read, _overview, height - used) if read else 0
    if left := len(rows) - shown - also:
        console.print(f"--all shows the rest: {left} more.", highlight=False)


def _refused(rows: Sequence[Intake]) -> Table:
    table = Table("could not be read, and why", title_justify="left", box=SIMPLE)
    for one in rows:
        table.add_row(one.why if one.why.startswith(one.document) else f"{one.document}: {one.why}")
    return table


def exit_code(taken: Sequence[Intake]) -> int:
    """Return 0 where all were read, 3 where some could not be, 1 where none could."""
    failed = sum(bool(one.why) for one in taken)
    return 1 if failed == len(taken) else 3 if failed else 0


def progress(taken: Iterable[Intake], total: int) -> Iterator[Intake]:
    """Yield what is taken in, with a bar while a person waits for it."""
    with terminal.counting(Console(stderr=True)) as advance:
        for done, one in enumerate(taken, 1):
            advance(done, total)
            yield one


def _overview(rows: Sequence[Intake]) -> Table:
    table = Table(title="What needs a human, the most first", title_justify="left", box=SIMPLE, expand=True)
    table.add_column("plan", overflow="fold", ratio=4)
    for column in ("measures", "bodies", "read", "doubts"):
        table.add_column(column, justify="right", no_wrap=True, width=len(column))
    table.add_column("first of all", no_wrap=True, overflow="ellipsis", ratio=5)
    for one in rows:
        groups = _groups(one.findings)
        read = f"{one.share:.0%}" if one.share is not None else "not yet"
        numbers = (str(one.measures), str(one.responsibilities), read, str(len(one.doubts)))
        table.add_row(one.folder.name if one.folder else one.document, *numbers, groups[0][0].message if groups else "")
    return table


def every(found: Iterable[Finding], document: str) -> Table:
    """Return what a steward should look at, with the place and what to do; what needs nothing comes last."""
    table = Table(title="To look at", title_justify="left", show_lines=True)
    for column in ("where", "what", "what to do"):
        table.add_column(column, overflow="fold")
    once = different(found)
    for finding in once:
        if finding.severity == "warning":
            numbered: dict[str, object] = {"no.": finding.number}
            if place := finding.place:
                numbered |= {"page": place.page, "block": place.block, "row": place.row}
            where = [f"{word} {number}" for word, number in numbered.items() if number]
            table.add_row("\n".join([document, *where]), finding.message, finding.advice)
    noted = [finding for finding in once if finding.severity == "info"]
    for what_to_do in dict.fromkeys(finding.advice for finding in noted):
        said = [finding.message for finding in noted if finding.advice == what_to_do]
        table.add_row("for information", "\n".join(said), what_to_do)
    return table
