"""``policygraph extract``: what is read of a plan folder, or what many of them need."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click
import msgspec
from rich.console import Console

from mapping import intake
from mapping.processes.limits import PlanLimits
from server.command.options import PATH, Command, all_option, limits_options, reference_option
from server.command.screen import doubts


@click.command("extract", cls=Command)
@click.argument("plans", nargs=-1, required=True, type=PATH, metavar="PLAN...")
@reference_option
@click.option("--json", "as_json", is_flag=True, help="The record of one plan as JSON, instead of a table.")
@click.option(
    "--review", is_flag=True, help="Write the review files anew: what you decided stays, the rest is asked again."
)
@limits_options
@all_option
def extract_command(
    plans: tuple[Path, ...], reference: tuple[Path, ...], as_json: bool, review: bool, limits: PlanLimits, whole: bool
) -> None:
    """Show what is read of a plan folder, before any RDF: what is doubtful, and why; with --all, every measure.

    \b
    Of several plans, or a folder of them, a table of what needs a human, the most first.
    Exit codes: 0 all read, 3 some could not be, 1 none could be, 2 bad usage, or the one plan cannot be read.
    """
    found = [folder for path in plans for folder in _plan_folders(path)]
    if len(found) > 1:
        if as_json:
            raise click.UsageError(f"--json shows one plan, and these are {len(found)}.")
        task = partial(intake.look_at, references=reference, review=review)
        taken = list(doubts.progress(intake.each(found, task, limits), len(found)))
        doubts.many(Console(markup=False), taken, whole=whole)
        sys.exit(doubts.exit_code(taken))
    extraction = intake.alone(limits, found[0], intake.read, found[0], reference, review=review)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(extraction.plan), indent=2))
        return
    doubts.show(Console(markup=False), extraction, extraction.findings, extraction.document.name, whole=whole)


def _plan_folders(path: Path) -> list[Path]:
    """Return the plan folders in a folder of them, or the path itself: what is wrong with it is told when it is read."""
    if (path / "plan.toml").exists():
        return [path]
    return sorted(file.parent for file in path.glob("*/plan.toml")) or [path]
