"""A soak: mixed traffic against a real server while faults are injected, and what each minute of it was like.

    python -m benchmarks.soak SECONDS [--releases FOLDER] [--clients N] [--switch SECONDS] [--kill SECONDS]

Clients read pages, RDF, tables, search, catalogue, small and large queries; others hang up in the midst, send half a
request, or ask what takes too long. Meanwhile query workers are killed, and two releases that differ are switched. Every
answer is held to its entity tag: one tag has one body. A line a minute: requests, share of failures, p50 and p99 in
milliseconds, memory and handles of the web process, workers. Ends with 1 where an answer failed, was mixed, or something leaks.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import requests

from mapping import build
from mapping.release.publication import Publication
from mapping.workbench import Settings
from server.config import Lanes, Limits, Patience, ServerConfig
from tests.conftest import ROOT, running

PLANS = [ROOT / "seeds" / "plans" / "tianjin-2020-293"]
SLOW = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
LARGE = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
ASKED = (
    ("/", "text/html"),
    ("/measures", "text/html"),
    ("/themes", "text/html"),
    ("/catalog", "text/turtle"),
    ("/doc/id/plan/tianjin-2020-293", "text/html"),
    ("/doc/id/plan/tianjin-2020-293", "text/turtle"),
    ("/measures.csv", "*/*"),
    ("/search?q=%E5%85%BB%E8%80%81", "text/html"),
    ("/oai?verb=Identify", "*/*"),
    (f"/sparql?query={quote('SELECT * { ?s a ?c } LIMIT 50')}", "application/sparql-results+json"),
    (f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}", "text/csv"),
    (f"/sparql?query={LARGE}", "text/csv"),
    ("/readyz", "application/json"),
)
WHOLE = {200, 503}
"""An answer, or *come back later*; everything else is a failure."""


@dataclass
class Minute:
    """What was seen in one minute."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def line(self, number: int, process: Process) -> str:
        """Return it as a line of the report."""
        ordered = sorted(self.seconds) or [0.0]
        failed = sum(count for status, count in self.statuses.items() if status not in {"200", "503"})
        p50, p99 = (1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.99))
        return (
            f"{number:>6} {len(ordered):>9} {failed / len(ordered):>8.4%} {p50:>8.0f} {p99:>8.0f}"
            f" {process.memory() >> 20:>8} {process.handles():>8} {len(process.workers()):>8}  {dict(self.statuses)}"
        )


@dataclass(frozen=True)
class Process:
    """The web process, as the kernel tells of it."""

    pid: int

    def memory(self) -> int:
        """Return what it has in memory, in bytes."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")

    def handles(self) -> int:
        """Return how many handles it has."""
        return sum(1 for _ in Path(f"/proc/{self.pid}/fd").iterdir())

    def workers(self) -> list[int]:
        """Return its children."""
        found: list[int] = []
        for task in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text().split())
        return found


class Soak:
    """The traffic, the faults, and what came of them."""

    def __init__(self, url: str, process: Process, releases: Path, names: list[str], seed: int = 18) -> None:
        self.url = url.rstrip("/")
        self.process = process
        self.minute = Minute()
        self.bodies: dict[tuple[str, str, str], str] = {}
        self.mixed: list[str] = []
        self.failures: Counter[str] = Counter()
        self.switches = self.kills = 0
        self.begun = (0, 0)
        self.left = (0, 0, 0)
        self._releases = releases
        self._names = names
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._chance = random.Random(seed)

    def run(self, seconds: float, clients: int, switch: float, kill: float, minute: float = 60.0) -> None:
        """Let it go on for so many seconds, and print a line a minute."""
        threads = [threading.Thread(target=self._client, args=(number,)) for number in range(clients)]
        threads += [threading.Thread(target=each) for each in (self._rude,)]
        threads += [threading.Thread(target=self._every, args=(switch, self._switch))]
        threads += [threading.Thread(target=self._every, args=(kill, self._kill))]
        for thread in threads:
            thread.start()
        self._stop.wait(min(10.0, seconds / 3))  # until both releases have been served
        self.begun = (self.process.handles(), self.process.memory())
        print("minute  requests   failed   p50 ms   p99 ms  MiB mem  handles  workers  statuses", flush=True)
        end, number = time.monotonic() + seconds, 1
        while time.monotonic() < end:
            time.sleep(min(minute, max(0.0, end - time.monotonic())))
            with self._lock:
                seen, self.minute = self.minute, Minute()
            print(seen.line(number, self.process), flush=True)
            number += 1
        self._stop.set()
        for thread in threads:
            thread.join(60)

    def _client(self, number: int) -> None:
        chance = random.Random(number)
        with requests.Session() as session:
            while not self._stop.is_set():
                self._ask(session, *chance.choice(ASKED))

    def _ask(self, session: requests.Session, path: str, accept: str) -> None:
        began = time.monotonic()
        try:
            got = session.get(self.url + path, headers={"Accept": accept}, timeout=60)
            status = str(got.status_code)
        except requests.RequestException as error:
            got, status = None, type(error).__name__
        with self._lock:
            self.minute.seconds.append(time.monotonic() - began)
            self.minute.statuses[status] += 1
            if got is None or got.status_code not in WHOLE:
                self.failures[f"{status} {path[:60]}"] += 1
            elif got.status_code == 200 and (tag := got.headers.get("ETag")):
                digest = hashlib.sha256(got.content).hexdigest()
                if self.bodies.setdefault((path, accept, tag), digest) != digest:
                    self.mixed.append(f"{path} {tag}")

    def _rude(self) -> None:
        """Hang up in the midst, send half a request, ask what takes too long."""
        place = urlsplit(self.url)
        while not self._stop.is_set():
            with suppress(OSError), socket.create_connection((place.hostname or "", place.port or 80), 5) as made:
                asked = self._chance.choice((f"/sparql?query={SLOW}", f"/sparql?query={LARGE}", "/measures"))
                made.sendall(
                    f"GET {asked} HTTP/1.1\r\nHost: x\r\n{self._chance.choice(('', chr(13) + chr(10)))}".encode()
                )
                self._stop.wait(self._chance.uniform(0, 1))

    def _every(self, seconds: float, do: Callable[[], None]) -> None:
        while seconds and not self._stop.wait(seconds):
            do()

    def _switch(self) -> None:
        self.switches += 1
        (fresh := self._releases / "fresh").symlink_to(self._names[self.switches % 2])
        fresh.replace(self._releases / "current")

    def _kill(self) -> None:
        if workers := self.process.workers():
            self.kills += 1
            with suppress(ProcessLookupError):
                os.kill(self._chance.choice(workers), signal.SIGKILL)


def two_releases(folder: Path) -> list[str]:
    """Return the names of two releases of the same plans that differ in who publishes them."""
    names = []
    for publisher in ("甲", "乙"):
        settings = Settings(publication=Publication(publisher={"zh": publisher, "en": publisher}))
        made = build.build(PLANS, settings, folder, build.Options())
        if made.release is None:
            raise SystemExit(f"no release could be built: {made}")
        names.append(made.release.name)
    return names


def soak(folder: Path, seconds: float, clients: int, switch: float, kill: float, minute: float = 60.0) -> Soak:
    """Run a soak on releases below a folder, and return what came of it, with everything quiet again."""
    names = two_releases(folder)
    config = ServerConfig(
        releases=folder,
        lanes=Lanes(fast=2),
        limits=Limits(query_seconds=20),
        release_check_seconds=0.05,
        patience=Patience(idle_seconds=5, head_seconds=3, write_seconds=5),
        cache_bytes=32 << 20,
    )
    with running(config, folder / "server.log") as server:
        found = Soak(server.url, Process(server.process.pid), folder, names)
        found.run(seconds, clients, switch, kill, minute)
        end = time.monotonic() + 30
        while time.monotonic() < end and len(found.process.workers()) > 3:
            time.sleep(0.2)
        found.left = (len(found.process.workers()), found.process.handles(), found.process.memory())
    return found


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--switch", type=float, default=2.0)
    parser.add_argument("--kill", type=float, default=3.0)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        found = soak(folder, chosen.seconds, chosen.clients, chosen.switch, chosen.kill)
    finally:
        log = (folder / "server.log").read_text() if (folder / "server.log").exists() else ""
        shutil.rmtree(folder)
    workers, handles, memory = found.left
    print(
        f"{found.switches} switches, {found.kills} workers killed, {len(found.bodies)} tags, {len(found.mixed)} mixed"
    )
    print(f"at the beginning: {found.begun[0]} handles, {found.begun[1] >> 20} MiB")
    print(f"quiet again: {workers} workers, {handles} handles, {memory >> 20} MiB")
    print(f"failures: {dict(found.failures) or 'none'}; log: {log[:2000] or 'empty'}")
    return int(bool(found.failures or found.mixed or workers > 3))


if __name__ == "__main__":
    sys.exit(main())
