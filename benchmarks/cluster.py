"""Plans made by two workers of a Dask cluster beside one: ``python -m benchmarks.cluster FOLDER`` prints the ratio.

``python -m benchmarks.plan_folders FOLDER --plans 30`` makes the folders. Both clusters run on this machine, each worker in a
process with one thread; what is measured is from the first plan sent to the last one written, after each worker has made two.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click
from distributed import LocalCluster

from mapping.cache.inputs import settings_of_a_plan
from mapping.cluster.connection import Cluster
from mapping.processes.limits import PlanLimits
from mapping.workbench import Settings

SETTINGS = settings_of_a_plan(Settings())


def seconds(workers: int, folders: Sequence[Path]) -> float:
    """Return how long a cluster of so many workers takes for plan folders."""
    with (
        tempfile.TemporaryDirectory() as place,
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers, threads_per_worker=1, dashboard_address=None
        ) as local,
        Cluster(local.scheduler_address, SETTINGS) as cluster,
    ):
        _make(cluster, folders[: 2 * workers], Path(place, "first"))
        started = time.perf_counter()
        _make(cluster, folders, Path(place, "all"))
        return time.perf_counter() - started


def _make(cluster: Cluster, folders: Sequence[Path], place: Path) -> None:
    for future in [cluster.make(PlanLimits(), each, SETTINGS, place / each.name) for each in folders]:
        future.result()


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--rounds", default=2, show_default=True)
def main(folder: Path, rounds: int) -> None:
    """Measure one worker and two on the plan folders in FOLDER, in turn."""
    folders = sorted(each.parent for each in folder.rglob("plan.toml"))
    ratios = []
    for _ in range(rounds):
        one, two = seconds(1, folders), seconds(2, folders)
        ratios.append(one / two)
        click.echo(f"{len(folders)} plans: one worker {one:.1f} s, two {two:.1f} s, {one / two:.2f} times as fast")
    click.echo(f"median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
