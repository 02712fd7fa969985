"""``policygraph validate``: any RDF in our ontology, judged by its shapes."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from mapping.processes.pool import Processes
from mapping.reference.reference import load as load_reference
from mapping.reference.reference import packaged
from server.command import settings
from server.command.options import Command, base_options, jobs_option, reference_option
from server.command.screen import terminal
from shapes import profiles
from shapes.checking import run
from shapes.rendering import FORMATS


@click.command("validate", cls=Command)
@click.argument("sources", nargs=-1, required=True)
@click.option("--profile", type=click.Choice(list(profiles.NAMES)), default="publishable", show_default=True)
@click.option("--format", "output", type=click.Choice(list(FORMATS)), default="human", show_default=True)
@reference_option
@jobs_option
@base_options
def validate_command(
    sources: tuple[str, ...], profile: str, output: str, reference: tuple[Path, ...], jobs: int, **given: str | None
) -> None:
    """Judge RDF files or addresses in our ontology by its shapes.

    The plans of an N-Quads dump are judged one by one, so that it may be larger than memory.

    \b
    Exit codes: 0 conforms to the profile, 1 does not, 2 a source cannot be read or says nothing to judge.
    """
    iris = settings.publication(click.get_current_context().obj.publication, **given).iris
    known = load_reference([packaged(), *reference], iris)
    with Processes(jobs) as executor, terminal.counting(Console(stderr=True)) as progress:
        checked = run(
            sources, profile=profile, output=output, context=known.quads(known.agencies), iris=iris,
            executor=executor, progress=progress,
        )  # fmt: skip # entries side by side
    click.echo(checked.text, nl=not checked.text.endswith("\n"))
    sys.exit(checked.exit_code)
