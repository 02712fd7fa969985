"""``policygraph build``: a release of plan folders."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from mapping import build as building
from mapping.assembly import Made
from mapping.cache.inputs import settings_of_a_plan
from mapping.processes.limits import PlanLimits
from mapping.processes.pool import Processes
from mapping.workbench import Settings
from server.command import settings
from server.command.options import (
    PATH,
    Command,
    jobs_option,
    limits_options,
    publication_options,
    reference_option,
    releases_option,
)
from server.command.screen import terminal

if TYPE_CHECKING:
    from mapping.cluster.connection import Cluster


@click.command(cls=Command)
@click.argument("plans", nargs=-1, type=PATH)
@click.option(
    "--plans",
    "folder",
    type=PATH,
    default=Path("seeds/plans"),
    show_default=True,
    help="Folder of plan folders, where none is named.",
)
@releases_option
@reference_option
@click.option("--withdraw", multiple=True, metavar="PLAN", help="Id of a published plan that this release drops.")
@click.option("--keep-last", is_flag=True, help="Carry over the last good version of plans that this build lacks.")
@click.option("--keep", type=click.IntRange(1), help="Keep this many releases, prune older ones.  [default: all]")
@click.option("--fresh", is_flag=True, help="Make every plan anew, also where nothing that it is made of has changed.")
@click.option(
    "--least-read",
    type=click.FloatRange(0, 1),
    default=Settings().least_read,
    show_default=True,
    help="Which part of what looks like measures must have been read of a plan.",
)
@jobs_option
@click.option("--cluster", metavar="ADDRESS", help="Let the workers of a Dask cluster make the plans: tcp://HOST:8786.")
@limits_options
@publication_options
@click.pass_context
def build(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context, /, plans: tuple[Path, ...], folder: Path, releases: Path, reference: tuple[Path, ...],
    withdraw: tuple[str, ...], keep_last: bool, keep: int | None, fresh: bool, least_read: float, jobs: int,
    cluster: str | None, limits: PlanLimits, **given: str | None,
) -> None:  # fmt: skip # entries side by side
    """Build a release of plan folders and switch to it.

    \b
    Exit codes: 0 all published, 3 something held back, 1 nothing published, 2 bad usage or settings.
    """
    found = plans or _plan_folders(folder)
    how = building.Options(withdraw=withdraw, keep_last=keep_last, keep=keep, limits=limits, fresh=fresh)
    terms = Settings(
        publication=settings.publication(ctx.obj.publication, **given),
        reference=tuple(map(str, reference)),
        least_read=least_read,
    )
    console = Console(stderr=True)
    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("plans", total=len(found))

        def advance(_: Made) -> None:
            progress.advance(task)

        with _cluster(cluster, terms) as workers, Processes(min(jobs, len(found))) as executor:
            outcome = building.build(found, terms, releases, how, executor=executor, cluster=workers, progress=advance)
    Console(markup=False).print(terminal.outcome(outcome))
    for line in terminal.advice(outcome, releases):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    sys.exit(outcome.exit_code)


@contextmanager
def _cluster(address: str | None, terms: Settings) -> Iterator[Cluster | None]:
    """Give the cluster that is asked for, and nothing where none is."""
    if address is None:
        yield None
        return
    try:
        from mapping.cluster.connection import Cluster  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise click.UsageError("--cluster needs Dask: pip install 'policygraph[cluster]'.") from error
    with Cluster(address, settings_of_a_plan(terms)) as found:
        yield found


def _plan_folders(folder: Path) -> tuple[Path, ...]:
    found = tuple(sorted(path.parent for path in folder.glob("*/plan.toml")))
    if not found:
        raise click.UsageError(f"{folder}: no plan folder (a folder with a plan.toml) is here. Name one: build PLAN…")
    return found
