"""Mixed traffic, the faults that meet it, and what came of both: every entity tag has one body."""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import signal
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import requests

from benchmarks.soak.faulty_store import MODES, WELL, FaultyStore
from benchmarks.soak.report import Minute, Process, Seen, State

SLOW = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
LARGE = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
PLAN = "/doc/id/plan/tianjin-2020-293"
SMALL = (
    ("/", "text/html"),
    ("/measures", "text/html"),
    ("/themes", "text/html"),
    ("/catalog", "text/turtle"),
    (PLAN, "text/html"),
    (PLAN, "text/turtle"),
    ("/measures.csv", "*/*"),
    ("/search?q=%E5%85%BB%E8%80%81", "text/html"),
    ("/oai?verb=Identify", "*/*"),
    (f"/sparql?query={quote('SELECT * { ?s a ?c } LIMIT 50')}", "application/sparql-results+json"),
    ("/readyz", "application/json"),
)
ASKED = (
    *SMALL,
    (f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}", "text/csv"),
    (f"/sparql?query={LARGE}", "text/csv"),
)
OF_REMOTE = (
    *SMALL,
    (f"/sparql?query={quote('CONSTRUCT { ?s a ?c } { ?s a ?c } LIMIT 500')}", "text/turtle"),
    (f"/sparql?query={quote('SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3000')}", "text/csv"),
)
LATER = {"200", "503"}
"""An answer, or *come back later*: everything else of a server with a store of its own is a failure."""
TOO_SLOW = "504"
"""What is allowed besides where a large query is asked, on a machine that has other things to do."""
TOLD = LATER | {"502", TOO_SLOW}
"""What is allowed while the remote store is at fault: the answer that was kept, or in words that there is none."""
SETTLING = 4.0
"""For so many seconds after a fault, the failure that was just seen may still be told."""


@dataclass(frozen=True)
class Remote:
    """A server before a remote store that has faults, each for so many seconds."""

    url: str
    process: Process
    store: FaultyStore
    fault: float


@dataclass(frozen=True)
class Pace:
    """How many clients there are, and how many seconds lie between two faults of a kind; 0 for none."""

    clients: int
    switch: float
    kill: float
    pause: float = 0.0


class Soak:
    """The traffic, the faults, and what came of them."""

    def __init__(self, url: str, web: Process, remote: Remote | None, releases: Path, names: Sequence[str]) -> None:
        self.minutes: list[Minute] = []
        self.bodies: dict[tuple[str, ...], str] = {}
        self.mixed: list[str] = []
        self.statuses: Counter[str] = Counter()
        self.of_remote: dict[str, Counter[str]] = defaultdict(Counter)
        self.failures: Counter[str] = Counter()
        self.switches = self.kills = 0
        self.slowest_switch = 0.0
        self.begun: State | None = None
        self._url, self._web, self._remote = url.rstrip("/"), web, remote
        self._releases, self._names = releases, names
        self._seen = Seen()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._chance = random.Random(18)
        self._changed = 0.0

    def run(self, seconds: float, pace: Pace, tell: Callable[[float], None], minute: float = 60.0) -> None:
        """Let it go on for so many seconds, and tell after each minute how many they were."""
        works: list[Callable[[], None]] = [lambda: self._every(pace.switch, self._switch), self._rude]
        works += [lambda: self._every(pace.kill, self._kill)]
        works += [lambda number=number: self._client(number, pace.pause) for number in range(pace.clients)]  # type: ignore[misc]
        if self._remote:
            works += [self._faults, self._client_of_remote, self._client_of_remote]
        threads = [threading.Thread(target=work) for work in works]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        self._stop.wait(min(10.0, seconds / 3))  # until both releases have been served
        self.begun = self.state()
        for number in itertools.count(1):
            self._stop.wait(max(0.0, began + min(number * minute, seconds) - time.monotonic()))
            with self._lock:
                seen, self._seen = self._seen, Seen()
            self.minutes.append(seen.minute(number, self.state()))
            tell(min(number * minute, seconds))
            if number * minute >= seconds:
                break
        self._stop.set()
        for thread in threads:
            thread.join(60)

    def state(self) -> State:
        """Look at the processes."""
        return State.of(self._web, self._remote.process if self._remote else None)

    def workers(self) -> list[int]:
        """Return the query workers that there are."""
        return self._web.workers()

    # ---- clients ----------------------------------------------------------------------------------------------

    def _client(self, number: int, pause: float) -> None:
        chance = random.Random(number)
        with requests.Session() as session:
            while not self._stop.wait(chance.uniform(0, 2 * pause)):
                path, accept = chance.choice(ASKED)
                began = time.monotonic()
                status = self._ask(session, self._url, path, accept)
                with self._lock:
                    self.statuses[status] += 1
                    self._seen.statuses[status] += 1
                    self._seen.seconds.append(took := time.monotonic() - began)
                    if (path, accept) in SMALL:
                        self._seen.small.append(took)
                    large = (path, accept) not in SMALL
                    if status not in LATER and not (large and status == TOO_SLOW):
                        self._fail(f"{status} {path[:60]}")

    def _client_of_remote(self) -> None:
        remote, chance = self._remote, random.Random(7)
        assert remote
        with requests.Session() as session:
            while not self._stop.wait(0.1):
                path, accept = chance.choice(OF_REMOTE)
                mode, since = remote.store.mode, self._changed
                settled = time.monotonic() - since > SETTLING
                status = self._ask(session, remote.url, path, accept)
                kind = mode if since == self._changed and (settled or mode != WELL) else "about to change"
                with self._lock:
                    self.of_remote[kind][status] += 1
                    self._seen.remote[status] += 1
                    if status not in ({"200"} if kind == WELL else TOLD):
                        self._fail(f"{status} {path[:60]} while the remote store was {kind}")

    def _ask(self, session: requests.Session, url: str, path: str, accept: str) -> str:
        """Return the status, and compare the body of an answer with the one that had its tag before."""
        try:
            got = session.get(url + path, headers={"Accept": accept}, timeout=60)
        except requests.RequestException as error:
            return type(error).__name__
        if got.status_code == 200 and (tag := got.headers.get("ETag")):
            digest = hashlib.sha256(got.content).hexdigest()
            with self._lock:
                if self.bodies.setdefault((url, path, accept, tag), digest) != digest:
                    self.mixed.append(f"{path} {tag}")
        return str(got.status_code)

    def _fail(self, what: str) -> None:
        self.failures[what] += 1
        self._seen.failed += 1

    def _rude(self) -> None:
        """Hang up in the midst, send half a request, ask what takes too long."""
        place = urlsplit(self._url)
        while not self._stop.is_set():
            with suppress(OSError), socket.create_connection((place.hostname or "", place.port or 80), 5) as made:
                asked = self._chance.choice((f"/sparql?query={SLOW}", f"/sparql?query={LARGE}", "/measures"))
                end = self._chance.choice(("", "\r\n"))
                made.sendall(f"GET {asked} HTTP/1.1\r\nHost: x\r\n{end}".encode())
                self._stop.wait(self._chance.uniform(0, 1))

    # ---- faults -----------------------------------------------------------------------------------------------

    def _every(self, seconds: float, do: Callable[[], None]) -> None:
        while seconds and not self._stop.wait(seconds):
            do()

    def _switch(self) -> None:
        """Point to the other release, and wait until it is served."""
        name = self._names[(self.switches + 1) % 2]
        (fresh := self._releases / "fresh").symlink_to(name)
        fresh.replace(self._releases / "current")
        began = time.monotonic()
        while not self._is_served(name):
            if time.monotonic() - began > 30:
                with self._lock:
                    self._fail("a switch was not followed")
                return
            if self._stop.wait(0.05):
                return
        with self._lock:
            self.switches += 1
            self._seen.switches += 1
            self.slowest_switch = max(self.slowest_switch, time.monotonic() - began)

    def _is_served(self, name: str) -> bool:
        try:
            return bool(requests.get(f"{self._url}/readyz", timeout=20).json().get("release") == name)
        except (requests.RequestException, ValueError):
            return False

    def _kill(self) -> None:
        if workers := self._web.workers():
            with suppress(ProcessLookupError):
                os.kill(self._chance.choice(workers), signal.SIGKILL)
                self.kills += 1
                self._seen.kills += 1

    def _faults(self) -> None:
        assert self._remote
        for mode in itertools.cycle(MODES):
            self._changed = time.monotonic()
            self._remote.store.be(mode)
            self._changed = time.monotonic()  # what was asked meanwhile met either
            if self._stop.wait(self._remote.fault + (SETTLING if mode == WELL else 0.0)):
                return
