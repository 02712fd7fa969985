"""How figures grow with the number of measures, as pictures: ``python -m benchmarks.growth --corpus FOLDER --build 10``.

``--corpus`` takes a folder that ``benchmarks.corpus`` has made, so that nothing is made twice; ``--lean N`` makes one of N
plans for this run; ``--build N`` builds N plan folders: all, after one has changed, and with nothing new. What was measured
is kept in ``benchmarks/results/growth.json``, where a size that is measured again takes the place of what it was, and the
pictures below ``docs/images`` are drawn of all that is there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from benchmarks import chart, corpus, incremental, plan_folders, serving
from mapping.release.folder import read_manifest

RESULTS = Path(__file__).parent / "results" / "growth.json"
PICTURES = Path(__file__).parents[1] / "docs" / "images"
SHOWN = ("measure", "plan", "requirement", "agency", "jurisdiction", "list", "search")


class ServedAt(msgspec.Struct, frozen=True, kw_only=True):
    """What servers took for a release of so many measures, on which machine."""

    measures: int
    triples: int
    machine: str
    ours: serving.Served
    oxigraph: serving.Served


class BuiltAt(msgspec.Struct, frozen=True, kw_only=True):
    """What builds of so many measures took: CPU seconds, MiB of the largest process, MB on the disk."""

    measures: int
    plans: int
    machine: str
    all: float
    one_changed: float
    nothing_new: float
    memory: int
    disk: float


class Growth(msgspec.Struct, frozen=True):
    """All that was measured, by size."""

    served: tuple[ServedAt, ...] = ()
    built: tuple[BuiltAt, ...] = ()

    def with_more(self, served: Sequence[ServedAt], built: Sequence[BuiltAt]) -> Growth:
        """Return these with more, which take the place of those of the same size."""
        servers = {each.measures: each for each in (*self.served, *served)}
        builds = {each.measures: each for each in (*self.built, *built)}
        return Growth(tuple(servers[at] for at in sorted(servers)), tuple(builds[at] for at in sorted(builds)))


def serve(folder: Path, count: int) -> ServedAt:
    """Measure servers on a corpus' release."""
    manifest = read_manifest(serving.release_in(folder / "releases"))
    machine = incremental.machine()
    with tempfile.TemporaryDirectory() as name:
        return ServedAt(
            measures=(len(manifest.graphs) - 1) * corpus.MEASURES,
            triples=sum(graph.triples for graph in manifest.graphs),
            machine=machine,
            ours=serving.ours(folder / "releases", Path(name), count),
            oxigraph=serving.oxigraph(folder / "releases", Path(name)),
        )


def build(plans: int) -> BuiltAt:
    """Measure builds of plan folders."""
    machine = incremental.machine()
    with tempfile.TemporaryDirectory() as name:
        builds = incremental.in_turn(plan_folders.make(Path(name, "plans"), plans), Path(name, "releases"))
    return built_at(plans, machine, builds)


def built_at(plans: int, machine: str, builds: incremental.Builds) -> BuiltAt:
    """Return what builds took."""
    return BuiltAt(
        measures=plans * corpus.MEASURES,
        plans=plans,
        machine=machine,
        all=builds.full.cpu,
        one_changed=builds.changed.cpu,
        nothing_new=builds.same.cpu,
        memory=builds.full.peak,
        disk=builds.disk,
    )


# ---- the pictures ---------------------------------------------------------------------------------------------------


def pictures(found: Growth) -> Iterator[tuple[str, str]]:
    """Yield the name of each picture that there are figures for, and the picture."""
    if found.served:
        yield from _of_servers(found.served)
    if found.built:
        of = _lines_of(found.built)
        yield "builds", chart.draw(
            "Building plan folders", "CPU seconds",
            {"all of them": of(lambda at: at.all), "one has changed": of(lambda at: at.one_changed),
             "nothing is new": of(lambda at: at.nothing_new)},
        )  # fmt: skip # entries side by side


def _of_servers(served: Sequence[ServedAt]) -> Iterator[tuple[str, str]]:
    of = _lines_of(served)
    yield "start", chart.draw(
        "From the start of a server until it answers", "CPU seconds; the release was not in memory",
        {"policygraph serve": of(lambda at: at.ours.ready_cpu), "the Oxigraph server": of(lambda at: at.oxigraph.ready_cpu)},
    )  # fmt: skip # entries side by side
    yield "pages", chart.draw(
        "Pages that nobody asked for before", "milliseconds, median",
        {"the first page of all": of(lambda at: at.ours.first_page)}
        | {kind: [(at.measures, at.ours.pages.get(kind, 0.0)) for at in served] for kind in SHOWN},
    )  # fmt: skip # entries side by side
    yield "queries", chart.draw(
        "The example queries", "milliseconds",
        {"ours, median": of(lambda at: at.ours.queries.median), "Oxigraph, median": of(lambda at: at.oxigraph.queries.median),
         "ours, slowest": of(lambda at: at.ours.queries.slowest),
         "Oxigraph, slowest": of(lambda at: at.oxigraph.queries.slowest)},
    )  # fmt: skip # entries side by side
    yield "memory", chart.draw(
        "Memory of a server that has answered all this", "MiB, mapped files aside",
        {"policygraph serve": of(lambda at: at.ours.memory), "the Oxigraph server": of(lambda at: at.oxigraph.memory)},
    )  # fmt: skip # entries side by side


def _lines_of(sizes: Sequence[Any]) -> Callable[[Callable[[Any], float]], chart.Points]:
    return lambda figure: [(at.measures, figure(at)) for at in sizes]


# ---- the runs -------------------------------------------------------------------------------------------------------


def known() -> Growth:
    """Return what was measured before."""
    return msgspec.json.decode(RESULTS.read_bytes(), type=Growth) if RESULTS.exists() else Growth()


def keep(served: Sequence[ServedAt], built: Sequence[BuiltAt]) -> None:
    """Write what was measured beside what is known, and draw all of it."""
    found = known().with_more(served, built)
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    for name, picture in pictures(found):
        (PICTURES / f"growth-{name}.svg").write_text(picture, "utf-8")


@click.command()
@click.option("--corpus", "folders", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--lean", "leans", multiple=True, type=int, help="Plans of a corpus to make for this run.")
@click.option("--build", "builds", multiple=True, type=int, help="Plan folders to build.")
@click.option("--requests", "count", default=30, show_default=True, help="How many a kind of page.")
def main(folders: Sequence[Path], leans: Sequence[int], builds: Sequence[int], count: int) -> None:
    """Measure, keep what was measured, and draw the pictures; without a size, only draw."""
    served = [serve(folder.resolve(), count) for folder in folders]
    for plans in leans:
        with tempfile.TemporaryDirectory() as name:
            corpus.make(Path(name, "corpus"), plans)
            served.append(serve(Path(name, "corpus"), count))
    built = [build(plans) for plans in builds]
    keep(served, built)
    for each in (*served, *built):
        click.echo(msgspec.json.format(msgspec.json.encode(each), indent=1))


if __name__ == "__main__":
    main()
