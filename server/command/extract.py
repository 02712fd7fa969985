"""``policygraph extract``: what is read of a plan folder."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from rich.console import Console

from mapping import new as proposing
from mapping.extract import extract
from mapping.plan_folder import load
from mapping.reference.reference import load as load_reference
from mapping.reference.reference import packaged
from server.command import terminal
from server.command.options import PATH, Command, reference_option


@click.command("extract", cls=Command)
@click.argument("plan", type=PATH)
@reference_option
@click.option("--json", "as_json", is_flag=True, help="The record as JSON, instead of a table.")
@click.option(
    "--review", is_flag=True, help="Write the review files anew: what you decided stays, the rest is asked again."
)
def extract_command(plan: Path, reference: tuple[Path, ...], as_json: bool, review: bool) -> None:
    """Show what is read of a plan folder, before any RDF: a table, what is doubtful, and why."""
    folder, known = load(plan), load_reference([packaged(), *reference])
    extraction = extract(folder, known)
    if review:
        proposing.review(folder, extraction, known)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(extraction.plan), indent=2))
        return
    console = Console(markup=False)
    console.print(terminal.measures(extraction))
    console.print(terminal.coverage(extraction.coverage))
    console.print(terminal.findings(extraction.findings, extraction.document.name))
