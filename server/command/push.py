"""``policygraph push``: the live release into another SPARQL store."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from server.command.options import Command, live_release, releases_option
from server.release.store import push as pushing
from server.release.store.push import RemoteStore


@click.command(cls=Command)
@releases_option
@click.option("--store", required=True, help="Query address of the store.")
@click.option("--update", help="Update address of the store.  [default: the query address]")
@click.option("--user", help="User name, where the store asks for one.")
@click.option("--password", envvar="POLICYGRAPH_PUSH_PASSWORD", help="Password; better given in the environment.")
@click.option("--digest", is_flag=True, help="Digest authentication, as Virtuoso asks for.")
@click.option("--fresh", is_flag=True, help="Replace every graph, also one that has not changed since the last push.")
def push(
    releases: Path, store: str, update: str | None, user: str | None, password: str | None, digest: bool, fresh: bool
) -> None:
    """Load the live release into another SPARQL 1.1 store, graph by graph; no graph is ever left half written."""
    target = RemoteStore(query=store, update=update or store, user=user, password=password, digest=digest)
    say = partial(click.echo, err=True)
    done = pushing.push(live_release(releases), target, lambda graph: say(f"replaced {graph}"), fresh=fresh)
    click.echo(
        f"Release {done.release}: {done.triples:,} triples; {len(done.replaced)} graphs replaced, "
        f"{len(done.unchanged)} unchanged, {len(done.removed)} removed."
    )
