"""Many plans: validated in parallel, in the memory of a few."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from functools import lru_cache
from pathlib import Path

import msgspec
import pyoxigraph as ox

from ontology import closure
from ontology.iris import Iris
from shapes import library
from shapes.dump import Slice
from shapes.places import SourcePlace, places
from shapes.report import Report
from shapes.validation import judged, subjects, validate

_AHEAD = (
    16  # plans handed over before the first answer is fetched: enough to keep a dozen workers busy, a few megabytes
)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of one plan: its report, where the things of the report stand, how many things were judged.

    ``looked_at`` holds, as N-Triples, what the rules across plans need of it.
    """

    graph: str
    report: Report
    places: Mapping[str, SourcePlace]
    judged: int
    looked_at: bytes


def validate_many(
    plans: Iterable[Slice], reference: Path, *, iris: Iris, executor: Executor | None = None
) -> Iterator[Verdict]:
    """Yield what was found of each plan, in the order given.

    ``reference`` is an N-Quads file of what plans look at: the ontology and the reference data, closed. ``executor`` spreads
    the work over processes or a cluster whose workers can read the files; without one the plans are validated here, one by
    one. Raises :class:`shapes.errors.SourceError` for a plan whose lines are no RDF.
    """
    if executor is None:
        for plan in plans:
            yield validate_plan(plan, reference, iris)
        return
    waiting: deque[Future[Verdict]] = deque()
    for plan in plans:
        waiting.append(executor.submit(validate_plan, plan, reference, iris))
        if len(waiting) >= _AHEAD:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


def validate_plan(plan: Slice, reference: Path, iris: Iris) -> Verdict:
    """Return what was found of one plan, once it has been closed; the reference data are read once a process.

    Each plan has a store of its own: one that is used again keeps the strings of what was removed, and grows.
    """
    store, graph = ox.Store(), ox.NamedNode(plan.graph)
    store.load(_bytes_of(reference), format=ox.RdfFormat.N_QUADS)
    store.extend(plan.quads())
    closure.close(store, graph, iris)
    focus = subjects(store, plan.graph)
    report = validate(store, focus=focus, iris=iris)
    things = {thing for result in report.results for thing in (result.focus, result.value.strip("<>"))}
    known = places(store, iris=iris, of=things) if things else {}
    return Verdict(
        graph=plan.graph,
        report=report,
        places=dict(sorted(known.items())),
        judged=judged(store, focus, iris),
        looked_at=_looked_at(store, graph, iris),
    )


def _looked_at(store: ox.Store, graph: ox.NamedNode, iris: Iris) -> bytes:
    query = library.text_of("queries/looked-at.rq", iris)
    found = store.query(query, substitutions={ox.Variable("graph"): graph})
    if not isinstance(found, ox.QueryTriples):
        raise TypeError("only CONSTRUCT has triples")
    return found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""


@lru_cache(maxsize=1)
def _bytes_of(path: Path) -> bytes:
    return path.read_bytes()
