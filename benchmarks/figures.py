"""What a benchmark says: figures, each beside something real that was measured in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

ROUNDS = 3


class Figure(NamedTuple):
    """What was measured, in a unit, and beside what; ``ratio`` is ours to that."""

    what: str
    ours: float
    unit: str
    beside: str = ""
    other: float = 0.0

    @property
    def ratio(self) -> float | None:
        """How many times the other figure ours is."""
        return self.ours / self.other if self.other else None


def seconds(work: Callable[[], object]) -> float:
    """Return the median of the CPU seconds that some work takes."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def as_table(figures: Sequence[Figure]) -> str:
    """Return figures as a table of Markdown."""
    lines = ["| what | figure | beside | that figure | ratio |", "|---|---|---|---|---|"]
    for each in figures:
        other = f"{each.other:,.4g}" if each.other else ""
        ratio = f"{each.ratio:.2f}" if each.ratio else ""
        lines.append(f"| {each.what} | {each.ours:,.4g} {each.unit} | {each.beside} | {other} | {ratio} |")
    return "\n".join(lines) + "\n"
