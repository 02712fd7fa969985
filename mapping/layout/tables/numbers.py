"""Serials: each once, none missing; what is wrong with them is told, and every row has a number of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from mapping.blocks import Document, Place
from mapping.findings import Finding
from mapping.layout.reading import doubt

Serial = tuple[str, Place, int]
"""A number, the row it stands on, and the run (table, heading) that it counts in."""
_COUNTED = 9
"""Digits of the longest serial that is counted."""


def check_numbers(document: Document, serials: Sequence[Serial], *, restarts: bool) -> Iterator[Finding]:
    """Yield a finding for every serial that stands twice, and for every gap between neighbours."""
    runs = [list(run) for _, run in groupby(serials, key=lambda serial: serial[2])] if restarts else [list(serials)]
    for run in runs:
        yield from _check_unique(document, run)
        yield from _check_gaps(document, run)


def unique(numbers: Sequence[str]) -> list[str]:
    """Return the numbers, each one that was there before marked by how often: 3, 3-2."""
    seen: Counter[str] = Counter()
    found = []
    for number in numbers:
        seen[number] += 1
        found.append(number if seen[number] == 1 else f"{number}-{seen[number]}")
    return found


def _check_unique(document: Document, serials: Sequence[Serial]) -> Iterator[Finding]:
    seen: dict[str, Place] = {}
    for number, place, _ in serials:
        if number in seen:
            first = seen[number]
            yield doubt(
                document,
                place,
                "serial-twice",
                f"the 序号 {number} stands twice, first in block {first.block}, row {first.row}",
                'Correct it; if each table counts from 1, write `numbering = "restarts"` under [layout].',
            )
        seen.setdefault(number, place)


def _check_gaps(document: Document, serials: Sequence[Serial]) -> Iterator[Finding]:
    if not all(number.isdecimal() for number, _, _ in serials):
        return
    for (before, _, _), (number, place, _) in pairwise(serials):
        if what := _gap(before, number):
            advice = "Look for the row in the printed plan; if it is there, restore it in the document."
            yield doubt(document, place, "serial-gap", what, advice)


def _gap(before: str, number: str) -> str:
    """Return what is wrong between two serials; a number so long that no table counts to it is not counted to either."""
    if max(len(before), len(number)) > _COUNTED:
        return "" if before == number else f"the 序号 {_shown(number)} comes after {_shown(before)}"
    first, last = int(before) + 1, int(number) - 1
    if last in (first - 2, first - 1):
        return ""
    if last < first:
        return f"the 序号 {number} comes after {before}"
    return f"the 序号 {first if first == last else f'{first} to {last}'} is missing"


def _shown(number: str) -> str:
    return number if len(number) <= _COUNTED else f"{number[:_COUNTED]}… ({len(number):,} digits)"
