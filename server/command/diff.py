"""``policygraph diff``: what changed between two releases."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from mapping.release import difference
from mapping.release import folder as release
from server.command.options import Command, releases_option
from server.command.screen import terminal


@click.command(cls=Command)
@click.argument("old")
@click.argument("new")
@releases_option
@click.option("--patch", is_flag=True, help="The change as an RDF patch, instead of a table of things.")
@click.option("--csv", "as_csv", is_flag=True, help="The table as CSV.")
def diff(old: str, new: str, releases: Path, patch: bool, as_csv: bool) -> None:
    """Show what changed between two releases, named by their ids: things added, removed and changed."""
    found = difference.compare(_release(releases, old), _release(releases, new))
    if patch:
        for line in difference.rdf_patch(found):
            click.echo(line, nl=not line.endswith("\n"))
    elif as_csv:
        click.echo(difference.as_csv(found), nl=False)
    else:
        Console(markup=False).print(terminal.difference(found))


def _release(releases: Path, name: str) -> Path:
    """Return the folder of a release by its id, ``current`` or a path; raises :class:`ReleaseError`."""
    folder = releases / name if (releases / name).is_dir() else Path(name)
    release.read_manifest(folder)
    return folder.resolve()
