"""What a server takes on a release: until it is ready, for its first page, for pages and queries, and of memory.

Every server is started anew on files that the system does not hold in memory, and is asked by one client, one request after
the other. The Oxigraph server on the same store, which has no pages, is asked the same queries.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
import requests

from benchmarks import pages
from benchmarks.endpoint import ACCEPT, BIN, cpu_seconds, processes, serving
from benchmarks.soak.report import MEBIBYTE, Process
from mapping.release.folder import live, read_manifest
from ontology.iris import Iris
from server.sparql import examples
from tests.conftest import free_port

LIMIT = 25
"""Seconds after which both servers end a query."""
_SLOW = 3000.0
"""Milliseconds: what takes more is not asked again."""


class Asked(NamedTuple):
    """What queries took, in milliseconds: the first of all, and of the examples the median and the slowest."""

    first: float
    median: float
    slowest: float
    failed: int


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """What a server took: seconds until it was ready, on the clock and of a core; milliseconds of queries, of the first page
    and of pages by kind, in the median; how many pages failed; MiB of its processes, mapped files aside.
    """

    ready: float
    ready_cpu: float
    queries: Asked
    memory: float
    first_page: float = 0.0
    pages: dict[str, float] = {}
    failed: int = 0


def release_in(releases: Path) -> Path:
    """Return the live release in a folder; raises where there is none."""
    if (release := live(releases)) is None:
        raise FileNotFoundError(f"{releases} holds no release. `python -m benchmarks.corpus FOLDER` makes one.")
    return release


def ours(releases: Path, scratch: Path, count: int) -> Served:
    """Measure `policygraph serve`; of a corpus' release (see :mod:`benchmarks.corpus`), ``count`` pages of each kind too."""
    release = release_in(releases)
    command = [sys.executable, "-m", "server.command.cli", "serve", "--releases", str(releases), "--rate", "0"]
    command += ["--query-seconds", str(LIMIT)]
    port = free_port()
    with ready([*command, "--port", str(port)], f"http://127.0.0.1:{port}/readyz", scratch, release) as (clock, cpu):
        url = f"http://127.0.0.1:{port}/"
        first = pages.ask(url, ["/"], pages.HTML)
        asked = _queries(f"{url}sparql")
        made = _pages(url, release, count)
        return Served(
            ready=clock,
            ready_cpu=cpu,
            queries=asked,
            memory=memory(port),
            first_page=first.p50,
            pages={kind: figures.p50 for kind, figures in made.items()},
            failed=first.failed + sum(figures.failed for figures in made.values()),
        )


def oxigraph(releases: Path, scratch: Path) -> Served:
    """Measure the Oxigraph server on the release's store."""
    release = release_in(releases)
    command = [str(BIN / "oxigraph"), "serve-read-only", "--location", str(release / "store")]
    command += ["--timeout-s", str(LIMIT)]
    url = f"http://127.0.0.1:{(port := free_port())}/query"
    with ready([*command, "--bind", f"127.0.0.1:{port}"], url, scratch, release) as (clock, cpu):
        return Served(ready=clock, ready_cpu=cpu, queries=_queries(url), memory=memory(port))


@contextlib.contextmanager
def ready(command: Sequence[str], url: str, scratch: Path, release: Path) -> Iterator[tuple[float, float]]:
    """Run a server until the block ends; give how many seconds it took until it answered, on the clock and of a core."""
    _forget(release)
    started = time.perf_counter()
    with serving(command, url, scratch):
        yield time.perf_counter() - started, cpu_seconds(urlsplit(url).port or 80)


def _forget(release: Path) -> None:
    """Let the system forget what it holds in memory of a release's files."""
    for path in release.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _queries(url: str) -> Asked:
    """Ask the first query and the example queries, once they are warm."""
    with requests.Session() as session:
        first, _ = _ask(session, url, "ASK { ?s ?p ?o }")
        texts = [each.query for each in examples.load(Iris()).values()]
        taken = [_warm(session, url, text) for text in texts]
    times = [milliseconds for milliseconds, _ in taken]
    return Asked(first, statistics.median(times), max(times), sum(not answered for _, answered in taken))


def _warm(session: requests.Session, url: str, query: str) -> tuple[float, bool]:
    """Ask a query twice, in words that nobody has asked before, and return what the second took; a slow one only once."""
    first = _ask(session, url, f"{query}# warm\n")
    return first if first[0] > _SLOW else _ask(session, url, f"{query}# again\n")


def _ask(session: requests.Session, url: str, query: str) -> tuple[float, bool]:
    started, answered = time.perf_counter(), False
    with contextlib.suppress(requests.RequestException):
        answered = session.post(url, data={"query": query}, headers={"Accept": ACCEPT}, timeout=LIMIT * 3).ok
    return (time.perf_counter() - started) * 1e3, answered


def _pages(url: str, release: Path, count: int) -> dict[str, pages.Figures]:
    manifest = read_manifest(release)
    if manifest.software != "benchmark":
        return {}
    things = pages.Things(len(manifest.graphs) - 1)
    kinds = (*pages.KINDS, *pages.OWN)
    pages.ask(url, [pages.our_path(things, kind, -1) for kind in kinds], pages.HTML)
    return {
        kind: pages.ask(url, [pages.our_path(things, kind, number) for number in range(count)], pages.HTML)
        for kind in kinds
    }


def memory(port: int) -> float:
    """Return the MiB that the processes which serve at a port have for themselves; mapped files go when there is need."""
    return sum(Process(int(path.name)).memory() for path in processes(port)) / MEBIBYTE
