"""``policygraph review``: the steward's desk, a plan under review in the browser of this machine."""

from __future__ import annotations

import logging
import sys
import webbrowser
from pathlib import Path

import click
from werkzeug.serving import WSGIRequestHandler, make_server

from mapping import build as building
from mapping.processes.pool import Processes
from mapping.reference.reference import load as load_reference
from mapping.reference.reference import packaged
from mapping.review import workbook, workbook_reading
from mapping.review.review import Review
from mapping.workbench import Settings
from server.command import settings
from server.command.options import PATH, Command, jobs_option, publication_options, reference_option, releases_option
from server.config import ServerConfig
from server.desk.app import create_desk
from server.desk.door import Door
from server.desk.publishing import BuildOutcome, PlanOutcome, Publishing
from server.serving import listen


@click.command(cls=Command)
@click.argument("plan", type=PATH)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on.  [default: a free one]")
@click.option("--open/--no-open", "is_opened", default=True, help="Open the browser.  [default: open]")
@click.option("--export", "exported", type=PATH, help="Write the doubts into this Excel workbook, and open no desk.")
@click.option("--import", "imported", type=PATH, help="Take in the decisions of such a workbook, and open no desk.")
@releases_option
@reference_option
@click.option("--least-read", type=click.FloatRange(0, 1), default=Settings().least_read, hidden=True)
@jobs_option
@publication_options
@click.pass_context
def review(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context, /, plan: Path, port: int, is_opened: bool, exported: Path | None, imported: Path | None,
    releases: Path, reference: tuple[Path, ...], least_read: float, jobs: int, **given: str | None,
) -> None:  # fmt: skip # entries side by side
    """Review a plan folder in the browser: the source, what was read of it, and what is doubtful.

    Decisions are written into the plan's folder, and can be undone. Build publishes the plan, and with it all others of
    the folder that it lies in, as `policygraph build` does. The desk answers this machine only, until Ctrl-C.

    \b
    With --export the doubts go into a workbook, a sheet a kind, with lists to choose from; with --import they come back.
    Exit codes then: 0 all taken over, 3 some rows were not, 2 it is no workbook of this plan.
    """
    found = Review.open(plan, load_reference([packaged(), *reference]))
    if exported or imported:
        sys.exit(_round_trip(found, exported, imported))
    terms = Settings(
        publication=settings.publication(ctx.obj.publication, **given),
        reference=tuple(map(str, reference)),
        least_read=least_read,
    )
    try:
        listening = listen(ServerConfig(port=port))
    except OSError as error:
        raise click.UsageError(f"Port {port} is taken: {error.strerror or error}. Choose another --port.") from error
    door = Door(listening.getsockname()[1])
    publishing = Publishing(lambda: publish(found.folder.path, terms, releases, jobs))
    app = create_desk(found, publishing, door)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", door.port, app, threaded=True, request_handler=_Handler, fd=listening.fileno())
    click.echo(f"Review {plan} at {door.address} (stop with Ctrl-C)", err=True)
    if is_opened:
        webbrowser.open(door.address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


def _round_trip(found: Review, exported: Path | None, imported: Path | None) -> int:
    """Take in a workbook, then write one; return the exit code."""
    remarks: list[str] = []
    try:
        if imported:
            read = workbook_reading.read(imported, found)
            change = found.decide(*read.decisions)
            remarks = read.remarks
            for line in remarks:
                click.echo(line)
            click.echo(
                f"{len(read.decisions)} decisions taken over from {imported}, {read.left} rows left open: {len(change.mended)} "
                f"doubts mended, {len(change.new)} new, {change.after.doubts} to look at."
            )
        if exported:
            count = workbook.export(found, exported)
            click.echo(f"{count} doubts written to {exported}. Take the decisions in with --import {exported}")
    except ModuleNotFoundError as error:
        raise click.UsageError(f"A workbook needs {error.name}: pip install 'policygraph[excel]'") from error
    return 3 if remarks else 0


class _Handler(WSGIRequestHandler):
    """A handler that tells nobody what it is made with."""

    def version_string(self) -> str:
        """Return the name of the server."""
        return "policygraph"


def publish(plan: Path, terms: Settings, releases: Path, jobs: int) -> BuildOutcome:
    """Build all plans of the folder that a plan lies in, as ``policygraph build`` does, and say what came of it."""
    folders = sorted(file.parent for file in plan.absolute().parent.glob("*/plan.toml"))
    with Processes(min(jobs, len(folders))) as executor:
        outcome = building.build(folders, terms, releases, building.Options(), executor=executor)
    return BuildOutcome(
        release=outcome.release.name if outcome.release else None,
        plans=tuple(
            PlanOutcome(made.id, made.violations, made.warnings, made.held_back.why if made.held_back else "")
            for made in outcome.made
        ),
        dropped=outcome.dropped,
        releases=str(releases),
    )
