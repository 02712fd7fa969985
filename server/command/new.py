"""``policygraph new``: a plan folder from a document."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from mapping import new as proposing
from mapping.reference.reference import load as load_reference
from mapping.reference.reference import packaged
from server.command import terminal
from server.command.options import PATH, Command, reference_option


@click.command("new", cls=Command)
@click.argument("document", type=PATH)
@click.option(
    "--plans", type=PATH, default=Path("seeds/plans"), show_default=True, help="Where to make the plan folder."
)
@click.option("--id", "plan_id", help="Id of the plan.  [default: guessed]")
@reference_option
def new_command(document: Path, plans: Path, plan_id: str | None, reference: tuple[Path, ...]) -> None:
    """Make a plan folder from a document: plan.toml and review files. Nothing that is published changes."""
    proposal = proposing.propose(document, plans, load_reference([packaged(), *reference]), plan_id)
    console = Console(markup=False)
    if proposal.extraction:
        console.print(terminal.measures(proposal.extraction))
        console.print(terminal.coverage(proposal.extraction.coverage))
        found = (*proposal.doubts, *proposal.extraction.findings)
    else:
        found = proposal.doubts
    if found:
        console.print(terminal.findings(found, document.name))
    folder = proposal.folder.path
    console.print(f"Made {folder}. Look at {folder / 'plan.toml'}, then: policygraph extract {folder}", highlight=False)
