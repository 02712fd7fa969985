"""``policygraph serve``: the live release on the web."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from mapping.release.shelf import Shelf
from server import serving
from server.command.options import STORAGE, Command, live_release, query_seconds_option, releases_option
from server.config import MEBIBYTE, Limits, ServerConfig


def _listening(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, int] | None:
    """Return address and port; only this machine itself reaches a port without an address."""
    if value is None:
        return None
    host, _, port = value.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise click.BadParameter(f"{value} is no port. Write 9100, or 0.0.0.0:9100.")
    return host.strip("[]") or "127.0.0.1", int(port)


FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_SHORTEST_TOKEN = 16
_FOLLOW_SECONDS = 30.0
"""How often object storage is asked for another release."""


def _tokens(file: Path) -> tuple[str, ...]:
    """Return the tokens of a file; what stands after # is for its reader."""
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    found = tuple(filter(None, lines))
    if short := [each for each in found if len(each) < _SHORTEST_TOKEN]:
        raise click.UsageError(
            f"{file}: {len(short)} of its tokens are shorter than {_SHORTEST_TOKEN} characters, so that they can be"
            " guessed. Make one with `openssl rand -hex 16`."
        )
    return found


@click.command(cls=Command)
@releases_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="POLICYGRAPH_PORT")
@click.option("--store", help="Serve from this SPARQL 1.1 endpoint, instead of the release's own store.")
@click.option("--service", multiple=True, help="Address that SERVICE may name in queries; may be repeated.")
@query_seconds_option
@click.option("--query-memory", type=click.IntRange(64), default=1024, show_default=True, help="MiB for one query.")
@click.option(
    "--rows", type=click.IntRange(0), default=0, show_default=True, help="Most rows of an answer; 0: no limit."
)
@click.option("--proxy", multiple=True, help="Address of a proxy whose word on who asks is believed; may be repeated.")
@click.option(
    "--rate",
    type=click.FloatRange(0),
    default=100.0,
    show_default=True,
    help="Requests a second of one address; 0: as many as it likes.",
)
@click.option("--tokens", type=FILE, help="File of tokens, one a line, whose holders may ask more often.")
@click.option("--spool", type=click.IntRange(1), default=16384, show_default=True, help="MiB of large answers on disk.")
@click.option("--access-log", help="File to note every request in, as lines of JSON; -: standard output.")
@click.option("--metrics", callback=_listening, help="Port, or ADDRESS:PORT, at which Prometheus reads /metrics.")
@click.option("--cache", type=click.IntRange(0), default=256, show_default=True, help="MiB of answers to keep.")
def serve(  # noqa: PLR0913, PLR0917 - one parameter an option
    releases: Path, host: str, port: int, store: str | None, service: tuple[str, ...],
    query_seconds: float, query_memory: int, rows: int, proxy: tuple[str, ...], rate: float, tokens: Path | None,
    spool: int, access_log: str | None, metrics: tuple[str, int] | None, cache: int,
) -> None:  # fmt: skip # entries side by side
    """Serve the live release: pages, RDF, SPARQL, catalogue. /readyz answers 200 when it is ready."""
    limits = Limits(
        query_seconds=query_seconds, query_memory=query_memory * MEBIBYTE, rows=rows, spool_bytes=spool * MEBIBYTE
    )
    config = ServerConfig(
        releases=releases.absolute(), host=host, port=port, store=store, services=service,
        limits=limits, proxies=proxy, cache_bytes=cache * MEBIBYTE, requests_a_second=rate,
        tokens=_tokens(tokens) if tokens else (), access_log=access_log, metrics=metrics,
    )  # fmt: skip # entries side by side
    live = next(Shelf(releases).folders(), None) or live_release(releases)  # compared when it is opened
    try:
        listening = serving.listen(config)
    except OSError as error:
        raise click.UsageError(
            f"http://{host}:{port}/ cannot be served: {error.strerror or error}. Choose another --port or --host, or end"
            " the server that listens there."
        ) from error
    storage = click.get_current_context().meta.get(STORAGE)
    click.echo(f"Serving release {live.name} on http://{host}:{port}/ (stop with Ctrl-C)", err=True)
    try:
        with storage.following(releases, _FOLLOW_SECONDS) if storage else nullcontext():
            serving.serve(config, listening)
    except serving.WatchError as error:
        raise click.UsageError(str(error)) from error
