"""Our endpoint beside others on the same data: requests a second, p50 and p99, at 1, 8 and 32 clients.

``python -m benchmarks.corpus FOLDER`` makes the data, ``python -m benchmarks.endpoint FOLDER`` measures. Every server is
started from its package, loaded once, warmed, and measured alone with the same queries (``benchmarks/queries``), whose
values are drawn from a seed. *First-time* queries are each asked once; *repeated* ones are the same few again and again.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import random
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlencode, urlsplit

import click
import requests

from benchmarks import corpus
from mapping.release.folder import read_manifest
from ontology import iris
from server.config import ServerConfig
from tests.conftest import free_port

QUERIES = Path(__file__).with_name("queries")
ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
CLIENTS = (1, 8, 32)
BIN = Path(sys.executable).parent
SERVE = "import pickle, sys; from server.serving import serve; serve(pickle.loads(bytes.fromhex(sys.argv[1])))"
RDFLIB = (
    "import sys, uvicorn; from rdflib import Dataset; from rdflib_endpoint import SparqlEndpoint; "
    "data = Dataset(store='Oxigraph', default_union=True); data.open(sys.argv[2]); "
    "uvicorn.run(SparqlEndpoint(graph=data, path='/'), port=int(sys.argv[1]), log_level='error')"
)
VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = {sql}
DirsAllowed = {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
ServerThreads = 100
[HTTPServer]
ServerPort = {http}
ServerThreads = 40
MaxKeepAlives = 40
KeepAliveTimeout = 60
"""


# ---- the queries --------------------------------------------------------------------------------------------------


class Mix:
    """Queries with values drawn from a seed; each pass through the files gives every query once."""

    def __init__(self, plans: int, seed: int) -> None:
        self._plans = plans
        self._chance = random.Random(seed)
        self._templates = [Template(path.read_text("utf-8")) for path in sorted(QUERIES.glob("*.rq"))]
        self._asked = 0

    def take(self, count: int) -> list[str]:
        """Return queries that have not been asked before: a number in a comment makes each one new to a cache."""
        return [self._next() for _ in range(count)]

    def _next(self) -> str:
        template = self._templates[self._asked % len(self._templates)]
        self._asked += 1
        return template.substitute(self._values()) + f"# {self._asked}\n"

    def _values(self) -> dict[str, str]:
        chance = self._chance
        number, other = chance.randrange(self._plans), chance.randrange(self._plans)
        home = number % corpus.PROVINCES
        plan, measure = corpus.plan_id(number), chance.randrange(corpus.MEASURES)
        references = {
            "plan": iris.plan(plan),
            "other": iris.plan(corpus.plan_id(other)),
            "measure": iris.of_plan("measure", plan, measure + 1),
            "agency": corpus.agency(home, chance.randrange(corpus.AGENCIES)),
            "requirement": corpus.requirement_of(measure),
            "jurisdiction": iris.jurisdiction(corpus.province(home)),
            "graph": iris.plan_graph(plan),
        }
        return {name: corpus.IRIS.absolute(reference) for name, reference in references.items()}


# ---- the clients --------------------------------------------------------------------------------------------------


@dataclass
class Connection:
    """A client's connection: it sends one request after the other."""

    address: tuple[str, int]
    socket: socket.socket = field(init=False)
    received: bytearray = field(default_factory=bytearray)
    sent_at: float = 0.0

    def __post_init__(self) -> None:
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(self.address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.received.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def complete(self) -> bool:
        """Return whether the whole response is here."""
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self.received[:end]).lower()
        length = head.find(b"content-length:")
        if length >= 0:
            return len(self.received) >= end + 4 + int(head[length + 15 :].split(b"\r\n", 1)[0])
        return self.received.endswith(b"0\r\n\r\n")


@dataclass(frozen=True)
class Figures:
    """What one run gave; times in milliseconds. ``cpu`` is what the server's processes took a request, of one core: it
    tells servers apart on a busy machine too, where rates do not.
    """

    rate: float
    p50: float
    p99: float
    failed: int
    cpu: float


def load(url: str, queries: Sequence[str], clients: int) -> Figures:
    """Ask all queries with so many clients at once, each waiting for its answer."""
    parts = urlsplit(url)
    waiting = iter([_request(parts.path, parts.netloc, query) for query in queries])
    latencies: list[float] = []
    failed, before = 0, cpu_seconds(parts.port or 80)
    with selectors.DefaultSelector() as selector:
        started = time.perf_counter()
        for _ in range(clients):
            connection = Connection((parts.hostname or "", parts.port or 80))
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(next(waiting))
        while selector.get_map():
            for key, _ in selector.select():
                outcome = _receive(key.data)
                if outcome is None:
                    continue
                latencies.append(time.perf_counter() - key.data.sent_at)
                failed += not outcome
                _go_on(selector, key.data, next(waiting, None))
        elapsed = time.perf_counter() - started
    latencies.sort()
    return Figures(
        len(latencies) / elapsed,
        latencies[len(latencies) // 2] * 1e3,
        latencies[int(len(latencies) * 0.99)] * 1e3,
        failed,
        (cpu_seconds(parts.port or 80) - before) / len(latencies) * 1e3,
    )


_SESSIONS: dict[int, int] = {}
"""The session of the processes that serve at a port."""


def cpu_seconds(port: int) -> float:
    """Return what the processes that serve at a port have taken so far, in seconds of one core (proc(5))."""
    ticks = 0
    for folder in processes(port):
        with contextlib.suppress(OSError):
            fields = _stat(folder)
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def processes(port: int) -> Iterator[Path]:
    """Yield the folders below ``/proc`` of the processes that serve at a port."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int(_stat(folder)[3]) == _SESSIONS.get(port):
                yield folder


def _stat(folder: Path) -> list[str]:
    """Return what proc(5) says of a process, from its state on."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _receive(connection: Connection) -> bool | None:
    """Read what there is; return whether the response is a success, or nothing while it is not whole."""
    piece = connection.socket.recv(1 << 18)
    connection.received += piece
    if piece and not connection.complete():
        return None
    return connection.received.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200"))


def _go_on(selector: selectors.BaseSelector, connection: Connection, request: bytes | None) -> None:
    closing = b"connection: close" in bytes(connection.received[:1000]).lower() or not connection.received
    if closing or request is None:
        selector.unregister(connection.socket)
        connection.socket.close()
    if request is None:
        return
    if closing:
        connection.connect()
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    connection.send(request)


def _request(path: str, host: str, query: str) -> bytes:
    head = f"GET {path}?{urlencode({'query': query})} HTTP/1.1\r\nHost: {host}\r\nAccept: {ACCEPT}\r\n\r\n"
    return head.encode()


# ---- the servers --------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def serving(command: Sequence[str], url: str, folder: Path, seconds: float = 120) -> Iterator[str]:
    """Run a server until the block ends; give its address."""
    with (folder / "server.log").open("wb") as log:
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
    _SESSIONS[urlsplit(url).port or 80] = running.pid
    try:
        _wait(url, running, seconds)
        yield url
    finally:
        with contextlib.suppress(ProcessLookupError):  # it did not come up
            os.killpg(running.pid, signal.SIGTERM)
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)


def _wait(url: str, running: subprocess.Popen[bytes], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and running.poll() is None:
        with contextlib.suppress(requests.RequestException):
            if requests.get(url, params={"query": "ASK {}"}, headers={"Accept": ACCEPT}, timeout=5).ok:
                return
        time.sleep(0.01)
    raise click.ClickException(f"{url} did not come up; see its log")


def ours(folder: Path) -> contextlib.AbstractContextManager[str]:
    """Our server on the release."""
    config = ServerConfig(releases=folder / "releases", port=(port := free_port()))
    command = [sys.executable, "-c", SERVE, pickle.dumps(config).hex()]
    return serving(command, f"http://127.0.0.1:{port}/sparql", folder)


def oxigraph(folder: Path) -> contextlib.AbstractContextManager[str]:
    """The Oxigraph server on the same quads, the union of all graphs as its default graph."""
    binary, store = str(BIN / "oxigraph"), str(folder / "oxigraph")
    if not Path(store).exists():
        subprocess.run(
            [binary, "load", "--location", store, "--file", folder / "corpus.nq"], check=True, capture_output=True
        )
        subprocess.run([binary, "optimize", "--location", store], check=True, capture_output=True)
    command = [binary, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{(port := free_port())}"]
    return serving([*command, "--union-default-graph"], f"http://127.0.0.1:{port}/query", folder)


def oxigraph_on_our_store(folder: Path) -> contextlib.AbstractContextManager[str]:
    """The Oxigraph server on the release's store, which holds the merge of all graphs as its default graph."""
    command = [str(BIN / "oxigraph"), "serve-read-only", "--location", str(folder / "releases" / "current" / "store")]
    return serving([*command, "--bind", f"127.0.0.1:{(port := free_port())}"], f"http://127.0.0.1:{port}/query", folder)


def rdflib_endpoint(folder: Path) -> contextlib.AbstractContextManager[str]:
    """rdflib-endpoint over the Oxigraph store."""
    with oxigraph(folder):
        pass  # loads it
    port = free_port()
    command = [sys.executable, "-c", RDFLIB, str(port), str(folder / "oxigraph")]
    return serving(command, f"http://127.0.0.1:{port}/", folder)


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Virtuoso 7 on the same quads."""
    data, (http, sql) = folder / "virtuoso", (free_port(), free_port())
    loaded = data.exists()
    data.mkdir(exist_ok=True)
    (data / "virtuoso.ini").write_text(VIRTUOSO_INI.format(data=folder, http=http, sql=sql))
    with serving(["virtuoso-t", "+foreground"], f"http://127.0.0.1:{http}/sparql", data) as url:
        if not loaded:
            statements = f"ld_dir('{folder}', 'corpus.nq', 'http://unused'); rdf_loader_run(); checkpoint;"
            subprocess.run(
                ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={statements}"], check=True, capture_output=True
            )
        yield url


SERVERS: dict[str, Callable[[Path], contextlib.AbstractContextManager[str]]] = {
    "ours": ours,
    "oxigraph": oxigraph,
    "oxigraph-merged": oxigraph_on_our_store,
    "virtuoso": virtuoso,
    "rdflib-endpoint": rdflib_endpoint,
}


# ---- the runs -----------------------------------------------------------------------------------------------------


def measure(url: str, plans: int, requests_: int, *, patient: bool) -> Iterator[tuple[str, int, Figures]]:
    """Yield the figures of first-time and of repeated queries, client count by client count."""
    mix = Mix(plans, seed=1)
    load(url, mix.take(63 if patient else 420), 2)
    few = mix.take(21)
    for clients in CLIENTS:
        yield "first-time", clients, load(url, mix.take(requests_), clients)
        yield "repeated", clients, load(url, few * max(1, requests_ // len(few)), clients)


def ratios(found: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield how many times the requests a second of each other server ours gave, in the same run."""
    rates = {(each["server"], each["queries"], each["clients"]): each["rate"] for each in found}
    for name in dict.fromkeys(each["server"] for each in found if each["server"] != "ours"):
        for kind in ("first-time", "repeated"):
            shown = (
                f"{rates['ours', kind, clients] / rates[name, kind, clients]:8.2f} at {clients}"
                for clients in CLIENTS
                if {("ours", kind, clients), (name, kind, clients)} <= rates.keys()
            )
            yield f"ours / {name:16} {kind:10} {' '.join(shown)}"


def lanes(folder: Path, plans: int) -> None:
    """Show what small queries wait while hostile ones run."""
    hostile = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
    with ours(folder) as url:
        mix = Mix(plans, seed=7)
        load(url, mix.take(420), 4)
        alone = load(url, mix.take(840), 4)
        threads = [
            subprocess.Popen(
                [sys.executable, "-c", f"import requests; requests.get({url!r}, params={{'query': {hostile!r}}})"]
            )
            for _ in range(4)
        ]
        time.sleep(2)
        beside = load(url, mix.take(840), 4)
        for thread in threads:
            thread.kill()
            thread.wait()
    for name, figures in (("alone", alone), ("beside four hostile queries", beside)):
        click.echo(f"{name:32} {figures.rate:8.0f}/s  p50 {figures.p50:7.2f} ms  p99 {figures.p99:7.1f} ms")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--server", "names", multiple=True, type=click.Choice(list(SERVERS)), default=list(SERVERS))
@click.option("--requests", "requests_", default=4200, show_default=True)
@click.option("--hostile/--no-hostile", default=True, help="Also measure small queries beside hostile ones.")
def main(folder: Path, names: Sequence[str], requests_: int, *, hostile: bool) -> None:
    """Measure the servers on the corpus in FOLDER and write FOLDER/endpoint.json."""
    folder = folder.resolve()
    plans = len(read_manifest((folder / "releases" / "current").resolve()).graphs) - 1
    found: list[dict[str, Any]] = []
    few = max(63, requests_ // 40)  # rdflib-endpoint answers a few queries a second
    for name in names:
        patient = name == "rdflib-endpoint"
        if name == "virtuoso" and not shutil.which("virtuoso-t"):
            click.echo("virtuoso is not installed")
            continue
        with SERVERS[name](folder) as url:
            for kind, clients, figures in measure(url, plans, few if patient else requests_, patient=patient):
                found.append({"server": name, "queries": kind, "clients": clients, **vars(figures)})
                click.echo(
                    f"{name:16} {kind:10} {clients:3} clients {figures.rate:8.1f}/s  "
                    f"p50 {figures.p50:8.2f} ms  p99 {figures.p99:8.1f} ms  "
                    f"cpu {figures.cpu:6.3f} ms  failed {figures.failed}"
                )
    (folder / "endpoint.json").write_text(json.dumps(found, indent=1))
    for line in ratios(found):
        click.echo(line)
    if hostile and "ours" in names:
        lanes(folder, plans)


if __name__ == "__main__":
    main()
