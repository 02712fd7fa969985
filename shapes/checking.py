"""Validate any RDF in our ontology, as ``policygraph validate`` does: sources in, text and exit code out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from ontology.iris import Iris, publisher
from shapes import profiles, sources
from shapes.across import validate_across
from shapes.batch import validate_many
from shapes.errors import SourceError
from shapes.places import SourcePlace, places
from shapes.rendering import Rendered, render
from shapes.report import Report, Result
from shapes.sources import Read
from shapes.validation import judged, validate

Progress = Callable[[int, int], None]
"""Called with how many plans are done, and of how many."""


class Checked(NamedTuple):
    """What to print, and the exit code: 0 the data conform to the profile, 1 they do not."""

    text: str
    exit_code: int


class _Found(NamedTuple):
    results: list[Result]
    places: dict[str, SourcePlace]
    judged: int


def run(
    given: Sequence[str],
    *,
    profile: str = "publishable",
    output: str = "human",
    context: Iterable[ox.Quad] = (),
    iris: Iris,
    executor: Executor | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Checked:
    """Validate files and http(s) addresses together and render the report.

    ``context`` is the reference data that the sources look at, in its graph; only what the sources describe is judged. The
    plans of an N-Quads dump are judged one by one, by the workers of ``executor`` where there is one. Raises
    :class:`shapes.errors.ShapesError` for a source, profile or format that is not there, and where nothing is to judge.
    """
    refused = profiles.refused(profile, iris)
    read = sources.read(given, context, iris=iris)
    verdict = _plan_by_plan(read, iris, executor, progress) if read.plans else _together(read, iris)
    if not verdict.judged:
        raise SourceError(
            "describes nothing that the shapes could judge",
            where=", ".join(given),
            advice=f"Use the classes of {iris.absolute('pg:def#')}, or say --vocabulary if yours are elsewhere.",
        )
    rendered = Rendered(
        report=Report.of(verdict.results),
        places=verdict.places,
        profile=profile,
        refused=refused,
        node=iris.absolute(publisher("report", "validation")),
        judged=verdict.judged,
    )
    return Checked(render(rendered, output), 0 if rendered.conforms else 1)


def _together(read: Read, iris: Iris) -> _Found:
    results = [*validate(read.store, focus=read.described, iris=iris).results]
    results += validate_across(read.store, iris=iris).results
    return _Found(
        [result for result in results if result.focus in read.described],
        dict(places(read.store, iris=iris)),
        judged(read.store, read.described, iris),
    )


def _plan_by_plan(read: Read, iris: Iris, executor: Executor | None, progress: Progress) -> _Found:
    """Judge what all plans look at, then each plan beside it, then all of them by the rules across plans."""
    results = [*validate(read.store, focus=read.described, iris=iris).results]
    known, count = dict(places(read.store, iris=iris)), judged(read.store, read.described, iris)
    with tempfile.TemporaryDirectory() as folder:
        shared = Path(folder, "shared.nq")
        read.store.dump(shared, format=ox.RdfFormat.N_QUADS)
        across = ox.Store(str(Path(folder, "across")))
        across.extend(read.store)
        for done, verdict in enumerate(validate_many(read.plans, shared, iris=iris, executor=executor), 1):
            results += verdict.report.results
            known |= verdict.places
            count += verdict.judged
            across.load(verdict.looked_at, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(verdict.graph))
            progress(done, len(read.plans))
        results += [one for one in validate_across(across, iris=iris).results if _is_described(one.focus, read, across)]
    return _Found(results, known, count)


def _is_described(name: str, read: Read, across: ox.Store) -> bool:
    """Whether a source or one of its plans, and not only the context, describes a thing."""
    term = ox.BlankNode(name.removeprefix("_:")) if name.startswith("_:") else ox.NamedNode(name)
    graphs = {quad.graph_name for quad in across.quads_for_pattern(term, None, None)}
    return name in read.described or any(ox.NamedNode(plan.graph) in graphs for plan in read.plans)
