"""All that is measured, in one report: ``python -m benchmarks --plans 40``, or ``make bench SIZE=40``.

Each figure stands beside something real that was measured in the same run: the engine's own reader, morph-kgc, pyshacl by
itself, the loader and the server of Oxigraph, Trifid, a build of everything. It writes ``build-<plans>.md`` and ``.json`` below
``benchmarks/results/``, and its size into the growth curves (:mod:`benchmarks.growth`), which take larger ones by themselves.
What needs many clients or an hour has scripts of its own (``benchmarks/endpoint.py``, ``search.py``, ``soak``).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pyoxigraph as ox

from benchmarks import corpus, growth, incremental, morph, pages, plan_folders, validation
from benchmarks.figures import Figure, as_table, seconds
from mapping import plan_folder
from mapping.extract import extract
from mapping.records import rdf
from mapping.release import compression
from mapping.release.folder import Manifest, live, read_manifest
from mapping.workbench import Settings, workbench
from ontology.iris import plan_graph

RESULTS = Path(__file__).parent / "results"
_PAGES = 20
"""How many pages of each kind are asked for."""


def of_mapping(folder: Path) -> Iterator[Figure]:
    """Yield how fast a plan becomes RDF, beside the engine's reader, fed with the same as ready-made JSON."""
    bench = workbench(Settings())
    loaded = plan_folder.load(folder)
    aligner = bench.aligner(loaded.settings.national)
    plan = extract(loaded, bench.reference, aligner).plan
    graph, document = bench.iris.absolute(plan_graph(plan.identifier)), rdf.document(plan, bench.iris)
    name, measures = ox.NamedNode(graph), len(plan.measures)

    def closed() -> None:
        with bench.holding(rdf.document(plan, bench.iris), name):
            bench.n_quads(name)

    raw = measures / seconds(lambda: rdf.n_quads(ox.parse(document, format=ox.RdfFormat.JSON_LD)))
    unit = "measures/s of one core"
    yield Figure(
        "records to closed, sorted N-Quads", measures / seconds(closed), unit, "JSON-LD reader and writer alone", raw
    )
    read = seconds(lambda: extract(loaded, bench.reference, aligner))
    yield Figure("document to records", measures / read, unit)


def of_validation(folder: Path, plans: int) -> Iterator[Figure]:
    """Yield how fast plans are judged, one process, beside pyshacl's own entry point over the same plans merged."""
    dump, reference = folder / "valid.nq", folder / "reference.nq"
    validation.write_copies(plans, dump, reference)
    measures = plans * validation.MEASURES
    speeds = [
        measures / validation.in_a_process(run, dump, reference, folder).seconds
        for run in (validation.ours, validation.plain)
    ]
    yield Figure("validation, one process", speeds[0], "measures/s", "pyshacl alone", speeds[1])


def of_builds(folder: Path, plans: int, seed: int) -> Iterator[Figure]:
    """Yield what builds cost: of all, after one plan has changed, of nothing new; and the disk and memory that they take."""
    machine = incremental.machine()
    plans_folder, releases, fresh = (folder / name for name in ("plans", "releases", "fresh"))
    folders = plan_folders.make(plans_folder, plans, seed)
    builds = incremental.in_turn(folders, releases)
    full, changed, same, disk, grown = builds
    yield Figure("build of all plans, CPU", full.cpu / plans, "s a plan")
    yield Figure("build of all plans, clock", full.wall / plans, "s a plan")
    yield Figure("most memory of one process", full.peak, "MiB")
    yield Figure("disk of the first release", disk / plans, "MB a plan")
    again = "a build of all"
    yield Figure("build after one plan changed, CPU", changed.cpu, "s", again, full.cpu)
    yield Figure("disk that this release takes more", grown / plans, "MB a plan")
    yield Figure("build of nothing new, CPU", same.cpu, "s", again, full.cpu)
    growth.keep([], [growth.built_at(plans, machine, builds)])
    anew = incremental.build(plans_folder, fresh, "--fresh")
    yield Figure("the same, all made anew, CPU", anew.cpu, "s", again, full.cpu)
    one, other = live(releases), live(fresh)
    if one is None or other is None or one.name != other.name:
        raise RuntimeError("a build after a change and one of all anew gave two releases")
    yield from of_release(one, read_manifest(one), folder)


def of_release(release: Path, manifest: Manifest, folder: Path) -> Iterator[Figure]:
    """Yield the size of a release by kind, and how long its store takes to fill by the loader of the Oxigraph server."""
    plans = len(manifest.plans)
    for part in ("store", "dumps", "compressed", "reports", "search"):
        yield Figure(f"release: {part}/", incremental.megabytes(release / part) / plans, "MB a plan")
    yield Figure("triples in graphs", manifest.triples / plans, "a plan")
    (whole := folder / "whole.nq").write_bytes(compression.read(release, "dumps/policygraph.nq"))
    if not (oxigraph := Path(sys.executable).with_name("oxigraph")).exists():
        return
    start = time.perf_counter()
    subprocess.run(
        [oxigraph, "load", "--location", folder / "loaded", "--file", whole], check=True, capture_output=True
    )
    yield Figure("limit: `oxigraph load` of the whole graph, clock", (time.perf_counter() - start) / plans, "s a plan")


def of_servers(folder: Path, plans: int) -> Iterator[Figure]:
    """Yield what serving a lean graph of so many plans takes, beside the Oxigraph server on the same store."""
    corpus.make(folder / "lean", plans)
    at = growth.serve(folder / "lean", _PAGES)
    growth.keep([at], [])
    ours, theirs = at.ours, at.oxigraph
    of, beside = f"{at.measures:,} measures served", "the Oxigraph server"
    yield Figure(f"{of}: from the start to the first answer, clock", ours.ready, "s", beside, theirs.ready)
    yield Figure(f"{of}: the same, CPU", ours.ready_cpu, "s", beside, theirs.ready_cpu)
    yield Figure(f"{of}: memory after all questions", ours.memory, "MiB", beside, theirs.memory)
    yield Figure(f"{of}: first query", ours.queries.first, "ms", beside, theirs.queries.first)
    yield Figure(f"{of}: example queries, median", ours.queries.median, "ms", beside, theirs.queries.median)
    yield Figure(f"{of}: slowest example query", ours.queries.slowest, "ms", beside, theirs.queries.slowest)
    yield Figure(f"{of}: first page of all", ours.first_page, "ms")
    for kind in ("list", "search"):
        yield Figure(f"{of}: page of a {kind}, median", ours.pages[kind], "ms")
    others = _trifid(folder, plans)
    for kind in pages.KINDS:
        beside, other = ("Trifid", others[kind]) if kind in others else ("", 0.0)
        yield Figure(f"{of}: page of a {kind}, median", ours.pages[kind], "ms", beside, other)


def _trifid(folder: Path, plans: int) -> dict[str, float]:
    """Return what pages of Trifid take by kind, in milliseconds; nothing where npm is not here or cannot install it."""
    try:
        rows = list(pages.of_others(folder / "lean", pages.installed(folder), plans, _PAGES))
    except (OSError, subprocess.SubprocessError, click.ClickException) as error:
        click.echo(f"Trifid is not measured: {error}", err=True)
        return {}
    return {kind: figures.p50 for server, kind, figures in rows if server == "Trifid"}


def as_markdown(plans: int, machine: str, figures: list[Figure]) -> str:
    """Return the report for people."""
    return f"# {plans} plans\n\n{machine}.\n\n{as_table(figures)}"


@click.command()
@click.option("--plans", default=40, show_default=True)
@click.option("--seed", default=293, show_default=True)
def main(plans: int, seed: int) -> None:
    """Measure, print the report, and write it below benchmarks/results/."""
    machine = incremental.machine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (first,) = plan_folders.make(folder / "one", 1, seed)
        figures = [
            *of_mapping(first),
            *morph.of_morph(folder, sorted({1, plans})),
            *of_validation(folder, min(plans, 10)),
            *of_builds(folder, plans, seed),
            *of_servers(folder, plans),
        ]
        report = as_markdown(plans, machine, figures)
        click.echo(report)
        (RESULTS / f"build-{plans}.md").write_text(report, "utf-8")
        said = {
            "plans": plans,
            "machine": machine,
            "figures": [{**each._asdict(), "ratio": each.ratio} for each in figures],
        }
        (RESULTS / f"build-{plans}.json").write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
