"""Serials: each once, none missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from mapping.blocks import Document, Place
from mapping.layout.reading import fault

Serial = tuple[str, Place, int]
"""A number, the row it stands on, and the run (table, heading) that it counts in."""


def check_numbers(document: Document, serials: Sequence[Serial], *, restarts: bool) -> None:
    """Check that no serial stands twice and none is missing between its neighbours.

    Raises:
        LayoutError: names the serial, and the row where it was met.
    """
    runs = [list(run) for _, run in groupby(serials, key=lambda serial: serial[2])] if restarts else [list(serials)]
    for run in runs:
        _check_unique(document, run)
        _check_gaps(document, run)


def _check_unique(document: Document, serials: Sequence[Serial]) -> None:
    seen: dict[str, Place] = {}
    for number, place, _ in serials:
        if number in seen:
            raise fault(
                document,
                place,
                f"the 序号 {number} stands twice, first in block {seen[number].block}, row {seen[number].row}",
                'Correct it; if each table counts from 1, write `numbering = "restarts"` under [layout].',
            )
        seen[number] = place


def _check_gaps(document: Document, serials: Sequence[Serial]) -> None:
    if not all(number.isdecimal() for number, _, _ in serials):
        return
    for (before, _, _), (number, place, _) in pairwise(serials):
        if int(number) != int(before) + 1:
            missing = range(int(before) + 1, int(number))
            what = f"the 序号 {missing[0]} is missing" if missing else f"the 序号 {number} comes after {before}"
            raise fault(document, place, what, "Look for the row in the printed plan and restore it in the document.")
