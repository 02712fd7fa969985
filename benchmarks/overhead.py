"""What the way over HTTP adds to queries that take the engine over 10 ms: our server beside the engine alone.

``python -m benchmarks.overhead FOLDER`` asks the example queries and the mix of ``benchmarks.endpoint`` on the corpus in
FOLDER, one after the other, in turn: the engine in a process of its own, with the allocator that workers have, and our
server, which has not seen the query before. Printed are the medians over all queries of over 10 ms and up to 2 s.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import pyoxigraph as ox
import requests

from benchmarks.endpoint import ACCEPT, Mix, ours
from mapping.release.folder import read_manifest
from ontology.iris import Iris
from server.release.store.workers import environment
from server.sparql import examples

HEAVY = (0.010, 2.0)  # seconds
TIMES = 5
ENGINE = "import sys; from pathlib import Path; from benchmarks.overhead import answer; answer(Path(sys.argv[1]))"


def answer(store: Path) -> None:
    """Answer the queries that come as lines of JSON, and write how long each took, in seconds."""
    opened = ox.Store.read_only(str(store))
    for line in sys.stdin:
        started = time.perf_counter()
        found = opened.query(json.loads(line))
        if isinstance(found, ox.QueryTriples):
            ox.serialize(found, io.BytesIO(), ox.RdfFormat.TURTLE)
        else:
            found.serialize(io.BytesIO(), ox.QueryResultsFormat.JSON)
        sys.stdout.write(f"{time.perf_counter() - started}\n")
        sys.stdout.flush()


class Engine:
    """The engine alone, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def seconds(self, query: str) -> float:
        """Return how long a query takes."""
        if not (self._process.stdin and self._process.stdout):
            raise click.ClickException("the engine has no pipes")
        self._process.stdin.write(json.dumps(query) + "\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


@contextmanager
def engine(store: Path) -> Iterator[Engine]:
    """Run the engine until the block ends."""
    command = [sys.executable, "-c", ENGINE, str(store)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
    ) as process:
        yield Engine(process)
        process.kill()


def served(session: requests.Session, url: str, query: str) -> float:
    """Return how long our server takes, in seconds."""
    started = time.perf_counter()
    response = session.post(url, data={"query": query}, headers={"Accept": ACCEPT, "Accept-Encoding": "identity"})
    response.raise_for_status()
    return time.perf_counter() - started


def heavy(alone: Engine, queries: Sequence[str]) -> list[str]:
    """Return the queries that take the engine more than 10 ms and no more than 2 s, once they are warm."""
    least, most = HEAVY
    return [query for query in queries if alone.seconds(query) <= most and least < alone.seconds(query)]


def compare(alone: Engine, url: str, queries: Sequence[str]) -> list[tuple[float, float]]:
    """Return, for each query, the median seconds of the engine and of our server, asked in turn."""
    pairs = []
    with requests.Session() as session:
        for query in queries:
            served(session, url, f"{query}# warm")
            rounds = [(alone.seconds(query), served(session, url, f"{query}# {each}")) for each in range(TIMES)]
            pairs.append((statistics.median(one for one, _ in rounds), statistics.median(two for _, two in rounds)))
    return pairs


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
def main(folder: Path) -> None:
    """Measure on the corpus in FOLDER."""
    release = (folder / "releases" / "current").resolve()
    plans = len(read_manifest(release).graphs) - 1
    asked = [each.query for each in examples.load(Iris()).values()] + Mix(plans, seed=3).take(210)
    with engine(release / "store") as alone, ours(folder.resolve()) as url:
        queries = heavy(alone, asked)
        pairs = compare(alone, url, queries)
    ratios = sorted(two / one for one, two in pairs)
    click.echo(f"{len(pairs)} of {len(asked)} queries take the engine over 10 ms")
    for name, values in (("engine alone", [one for one, _ in pairs]), ("our server", [two for _, two in pairs])):
        click.echo(f"{name:14} median {statistics.median(values) * 1e3:8.2f} ms   sum {sum(values):7.3f} s")
    whole = sum(two for _, two in pairs) / sum(one for one, _ in pairs)
    click.echo(
        f"our server / engine: median {statistics.median(ratios):.3f}, of the sums {whole:.3f}, worst {ratios[-1]:.3f}"
    )


if __name__ == "__main__":
    main()
