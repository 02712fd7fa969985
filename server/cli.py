"""The command ``policygraph``: the composition root, and the one place that knows every floor."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import Progress

from mapping import build as building
from mapping.assembly import Made
from mapping.errors import MappingError
from mapping.extract import extract
from mapping.plan_folder import load
from mapping.reference import load as load_reference
from mapping.reference import packaged
from mapping.workbench import Settings
from server import settings, terminal

PATH = click.Path(path_type=Path)
_FEW = 4  # below this many plans, starting processes costs more than it saves


class Command(click.Command):
    """A command whose expected errors end with one sentence and exit code 2, not with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is wrong with the input is said as it is."""
        try:
            return super().invoke(ctx)
        except MappingError as error:
            Console(stderr=True).print(f"[bold red]error:[/] {error}", highlight=False, markup=True)
            ctx.exit(2)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "POLICYGRAPH"},
    epilog="Start with `policygraph build`, then `policygraph serve`, and open http://localhost:8000.",
)
@click.option("--config", type=PATH, help="Settings file.  [default: policygraph.toml here, if there is one]")
@click.version_option(package_name="policygraph")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Publish implementation plans of Chinese provinces as a knowledge graph.

    Every option can be set in the environment (POLICYGRAPH_BUILD_RELEASES=…) or in policygraph.toml.
    """
    ctx.obj = file = settings.read(config)
    ctx.default_map = {name: getattr(file, name) for name in ("build", "serve", "validate", "push")}


def _publication_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, text in (
        ("license", "Licence of the data, an IRI."),
        ("contact", "Contact of the publisher: mailto: or a page."),
        ("publisher", "Name of the publisher."),
        ("vocabulary", "V, the base of the shared vocabulary."),
        ("base", "B, the base of this publisher's data."),
    ):
        command = click.option(f"--{name}", envvar=f"POLICYGRAPH_{name.upper()}", help=text)(command)
    return command


releases_option = click.option(
    "--releases", type=PATH, default=Path("releases"), show_default=True, envvar="POLICYGRAPH_RELEASES",
    help="Folder of the releases.",
)  # fmt: skip
reference_option = click.option(
    "--reference", type=PATH, multiple=True, help="Folder of further reference data (Turtle); may be repeated."
)


@main.command(cls=Command)
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
@click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True, help="Processes to build with."
)
@_publication_options
@click.pass_context
def build(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context, /, plans: tuple[Path, ...], folder: Path, releases: Path, reference: tuple[Path, ...],
    withdraw: tuple[str, ...], keep_last: bool, keep: int | None, jobs: int, **given: str | None,
) -> None:  # fmt: skip
    """Build a release of plan folders and switch to it.

    \b
    Exit codes: 0 all published, 3 something held back, 1 nothing published, 2 bad usage or settings.
    """
    found = plans or _plan_folders(folder)
    how = building.Options(withdraw=withdraw, keep_last=keep_last, keep=keep)
    terms = Settings(
        publication=settings.publication(ctx.obj.publication, **given), reference=tuple(map(str, reference))
    )
    console = Console(stderr=True)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("plans", total=len(found))

        def advance(_: Made) -> None:
            progress.advance(task)

        outcome = _build(found, terms, releases, how, min(jobs, len(found)), advance)
    Console().print(terminal.outcome(outcome))
    for line in terminal.advice(outcome, releases):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    sys.exit(outcome.exit_code)


def _build(
    found: tuple[Path, ...], terms: Settings, releases: Path, how: building.Options, jobs: int,
    advance: Callable[[Made], None],
) -> building.Outcome:  # fmt: skip
    if len(found) < _FEW or jobs == 1:
        return building.build(found, terms, releases, how, progress=advance)
    with ProcessPoolExecutor(jobs) as executor:
        return building.build(found, terms, releases, how, executor=executor, progress=advance)


def _plan_folders(folder: Path) -> tuple[Path, ...]:
    found = tuple(sorted(path.parent for path in folder.glob("*/plan.toml")))
    if not found:
        raise click.UsageError(f"{folder}: no plan folder (a folder with a plan.toml) is here. Name one: build PLAN…")
    return found


@main.command("extract", cls=Command)
@click.argument("plan", type=PATH)
@reference_option
@click.option("--json", "as_json", is_flag=True, help="The record as JSON, instead of a table.")
def extract_command(plan: Path, reference: tuple[Path, ...], as_json: bool) -> None:
    """Show what is read of a plan folder, before any RDF: a table, what is doubtful, and why."""
    extraction = extract(load(plan), load_reference([packaged(), *reference]))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(extraction.plan), indent=2))
        return
    console = Console()
    console.print(terminal.measures(extraction))
    console.print(terminal.findings(extraction.findings, extraction.document))
