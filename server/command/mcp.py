"""``policygraph mcp``: the live release for machines that reason in words, over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click

from server.app import close, create_app
from server.command.options import Command, live_release, query_seconds_option, releases_option
from server.config import Lanes, Limits, ServerConfig


@click.command(cls=Command)
@releases_option
@query_seconds_option
def mcp(releases: Path, query_seconds: float) -> None:
    """Offer the live release to assistants by the Model Context Protocol: search, get, query, compare.

    It speaks over standard input and output: an assistant starts it.
    """
    try:
        from server.assistant.protocol import protocol  # noqa: PLC0415 - its library is an extra
        from server.assistant.tools import ROWS  # noqa: PLC0415
    except ImportError as error:
        advice = "pip install 'policygraph[mcp]'"
        raise click.UsageError(f"policygraph mcp needs a library that is not installed: {advice}") from error
    live_release(releases)
    limits = Limits(query_seconds=query_seconds, rows=ROWS)
    app = create_app(ServerConfig(releases=releases.absolute(), limits=limits, lanes=Lanes(fast=1, slow=1)))
    try:
        protocol(app).run("stdio")
    finally:
        close(app)
