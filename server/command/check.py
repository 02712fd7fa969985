"""``policygraph check``: whether releases are as they were written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mapping.errors import ReleaseError, Where
from mapping.release.lifecycle import integrity
from mapping.release.shelf import Shelf
from server.command.options import Command, releases_option
from server.command.screen import terminal


@click.command(cls=Command)
@click.argument("names", nargs=-1, metavar="[RELEASE]…")
@releases_option
def check(names: tuple[str, ...], releases: Path) -> None:
    """Compare every file of the live release, or of those that are named, with what was written.

    \b
    Exit codes: 0 all as it was written, 1 something is damaged, 2 there is no such release.
    """
    folders = [releases / name for name in names] or list(Shelf(releases).folders())[:1]
    if missing := [folder for folder in folders if not folder.is_dir()] or ([] if folders else [releases]):
        raise ReleaseError(
            "there is no such release", where=Where(document=str(missing[0])), advice="Run `policygraph build`."
        )
    harms = {folder.resolve(): tuple(integrity.damage(folder)) for folder in folders}
    click.echo("\n".join(terminal.compared(harms)))
    sys.exit(1 if any(harms.values()) else 0)
