"""What a build costs after one plan of many has changed, beside a build of all.

Run ``python -m benchmarks.incremental --plans 100``. It writes a corpus of plan folders, builds it with the command, changes
one plan, builds again, and builds all anew in a folder of its own: both must give one release. Each figure is of processes of
their own, their workers' with them. The disk is that of the releases with the made plans, each file counted once.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks import plan_folders
from mapping.release.folder import live


class Cost(NamedTuple):
    """What a build took: seconds of all its processes, seconds on the clock, and the most memory that one of them held."""

    cpu: float
    wall: float
    peak: int


class Builds(NamedTuple):
    """Builds in turn: of all plans, after one has changed, of nothing new; and the MB of the first and more of the second."""

    full: Cost
    changed: Cost
    same: Cost
    disk: float
    grown: float


def build(plans: Path, releases: Path, *options: str) -> Cost:
    """Build with the command, in a process of its own; raises where nothing was published."""
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss, done.returncode)\n"
    )
    named = ["--plans", str(plans), "--releases", str(releases)]
    command = [sys.executable, "-m", "server.command.cli", "build", *named, *options]
    start = time.perf_counter()
    told = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True).stdout
    wall = time.perf_counter() - start
    cpu, peak, code_of_exit = told.split()
    if code_of_exit not in {"0", "3"}:
        raise RuntimeError(f"the build ended with {code_of_exit}")
    return Cost(float(cpu), wall, int(peak) // 1024)


def in_turn(folders: Sequence[Path], releases: Path) -> Builds:
    """Build plan folders that stand side by side, change the first, build again, and once more."""
    plans = folders[0].parent
    full, disk = build(plans, releases), megabytes(releases)
    change(folders[0])
    changed = build(plans, releases)
    grown = megabytes(releases) - disk
    return Builds(full, changed, build(plans, releases), disk, grown)


def change(folder: Path) -> None:
    """Change the title of a plan."""
    file = folder / "plan.toml"
    file.write_text(file.read_text("utf-8").replace("Division of work", "Division of labour"), "utf-8")


def megabytes(folder: Path) -> float:
    """Return the space of the files below a folder, each counted once however many names it has."""
    files = {each.st_ino: each.st_blocks * 512 for path in folder.rglob("*") if (each := path.lstat())}
    return sum(files.values()) / 2**20


def machine() -> str:
    """Describe the machine."""
    memory = os.sysconf("SC_PHYS_PAGES") * resource.getpagesize() // 2**30
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    cores = f"{os.cpu_count()} cores, {memory} GiB"
    return f"{platform.platform()}, {cores}; Python {platform.python_version()}; load before: {load}"


@click.command()
@click.option("--plans", default=100, show_default=True)
@click.option("--seed", default=293, show_default=True)
def main(plans: int, seed: int) -> None:
    """Measure a full build, one after a change, one of nothing changed, and one of all anew."""
    click.echo(machine())
    with tempfile.TemporaryDirectory() as folder:
        corpus, releases, fresh = (Path(folder, name) for name in ("plans", "releases", "fresh"))
        folders = plan_folders.make(corpus, plans, seed)
        builds = in_turn(folders, releases)
        costs = {"all": builds.full, "one changed": builds.changed, "nothing changed": builds.same}
        costs["all anew"] = build(corpus, fresh, "--fresh")
        for what, cost in costs.items():
            share = cost.cpu / costs["all anew"].cpu
            click.echo(f"{what:16} {cost.cpu:7.1f} s CPU ({share:4.0%})  {cost.wall:6.1f} s  {cost.peak:5} MiB at most")
        click.echo(
            f"disk: {builds.disk / plans:.1f} MB a plan; "
            f"the release after one change takes {builds.grown / plans:.1f} MB a plan more"
        )
        one, other = live(releases), live(fresh)
        click.echo(f"one release: {bool(one and other and one.name == other.name)} ({one.name if one else None})")


if __name__ == "__main__":
    main()
