"""``policygraph serve``: the live release on the web."""

from __future__ import annotations

from pathlib import Path

import click

from mapping.release.shelf import Shelf
from server.command import serving
from server.command.options import Command, live_release, releases_option
from server.config import MEBIBYTE, Limits, ServerConfig


@click.command(cls=Command)
@releases_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="POLICYGRAPH_PORT")
@click.option("--store", help="Serve from this SPARQL 1.1 endpoint, instead of the release's own store.")
@click.option("--service", multiple=True, help="Address that SERVICE may name in queries; may be repeated.")
@click.option(
    "--query-seconds", type=click.FloatRange(0.1), default=25.0, show_default=True, help="Time for one query."
)
@click.option("--query-memory", type=click.IntRange(64), default=1024, show_default=True, help="MiB for one query.")
@click.option(
    "--rows", type=click.IntRange(0), default=0, show_default=True, help="Most rows of an answer; 0: no limit."
)
@click.option("--proxy", multiple=True, help="Address of a proxy whose word on who asks is believed; may be repeated.")
@click.option("--cache", type=click.IntRange(0), default=256, show_default=True, help="MiB of answers to keep.")
def serve(  # noqa: PLR0913, PLR0917 - one parameter an option
    releases: Path, host: str, port: int, store: str | None, service: tuple[str, ...],
    query_seconds: float, query_memory: int, rows: int, proxy: tuple[str, ...], cache: int,
) -> None:  # fmt: skip
    """Serve the live release: pages, RDF, SPARQL, catalogue. /healthz answers 200 when it is ready."""
    limits = Limits(query_seconds=query_seconds, query_memory=query_memory * MEBIBYTE, rows=rows)
    config = ServerConfig(
        releases=releases.absolute(), host=host, port=port, store=store, services=service,
        limits=limits, proxies=proxy, cache_bytes=cache * MEBIBYTE,
    )  # fmt: skip
    live = next(Shelf(releases).folders(), None) or live_release(releases)  # compared when it is opened
    try:
        listening = serving.listen(config)
    except OSError as error:
        raise click.UsageError(
            f"http://{host}:{port}/ cannot be served: {error.strerror or error}. Choose another --port or --host, or end"
            " the server that listens there."
        ) from error
    click.echo(f"Serving release {live.name} on http://{host}:{port}/ (stop with Ctrl-C)", err=True)
    serving.serve(config, listening)
