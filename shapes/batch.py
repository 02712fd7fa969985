"""Many plans: validated in parallel, in the memory of a few."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import msgspec
import pyoxigraph as ox

from ontology.iris import Iris
from shapes.report import Report
from shapes.validation import subjects, validate

_AHEAD = (
    16  # plans handed over before the first answer is fetched: enough to keep a dozen workers busy, a few megabytes
)


class PlanData(msgspec.Struct, frozen=True):
    """A plan's named graph (an absolute IRI) and its quads, closed, as N-Quads."""

    graph: str
    quads: bytes


def plans_in(dump: Path) -> Iterator[PlanData]:
    """Yield the graphs of an N-Quads dump that is sorted graph by graph, holding one at a time."""
    with dump.open("rb") as lines:
        for graph, quads in groupby(lines, key=_graph_of):
            yield PlanData(graph, b"".join(quads))


def validate_many(
    plans: Iterable[PlanData], reference: Path, *, iris: Iris, executor: Executor | None = None
) -> Iterator[tuple[str, Report]]:
    """Yield each plan's graph and report, in the order given.

    ``reference`` is an N-Quads file of what plans look at: the reference data, closed. ``executor`` spreads the work over
    processes or a cluster whose workers can read that file; without one the plans are validated here, one by one.
    """
    if executor is None:
        for plan in plans:
            yield plan.graph, validate_plan(plan, reference, iris)
        return
    waiting: deque[tuple[str, Future[Report]]] = deque()
    for plan in plans:
        waiting.append((plan.graph, executor.submit(validate_plan, plan, reference, iris)))
        if len(waiting) >= _AHEAD:
            graph, future = waiting.popleft()
            yield graph, future.result()
    for graph, future in waiting:
        yield graph, future.result()


def validate_plan(plan: PlanData, reference: Path, iris: Iris) -> Report:
    """Return the report on what one plan describes; the reference data are read once a process."""
    store, name = _reference(reference), ox.NamedNode(plan.graph)
    store.load(plan.quads, format=ox.RdfFormat.N_QUADS)
    try:
        return validate(store, focus=subjects(store, plan.graph), iris=iris)
    finally:
        store.remove_graph(name)


@lru_cache(maxsize=1)
def _reference(path: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=path, format=ox.RdfFormat.N_QUADS)
    return store


def _graph_of(line: bytes) -> str:
    # The graph name is the last term of a line, and an IRI holds no space (N-Quads §2).
    return line.rsplit(b" ", 2)[-2].strip(b"<>").decode()
