"""The real release of the real plan, built once for all tests that only read it; releases of a few quads; real servers."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import pickle
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest
import requests

from mapping import build
from mapping.release.folder import Graph, Manifest
from mapping.release.folder import live as live_release
from mapping.release.index import writer as search_index
from mapping.release.publication import Publication
from mapping.workbench import Settings
from server.config import ServerConfig

ROOT = Path(__file__).parents[1]
PLANS = ROOT / "seeds" / "plans"
NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
SERVE = "import pickle, sys; from server.serving import serve; serve(pickle.loads(bytes.fromhex(sys.argv[1])))"

ReleaseMaker = Callable[..., str]
ReleaseBuilder = Callable[[str, Sequence[Path], Settings], Path]
ServerMaker = Callable[..., "RunningServer"]
ServerRunner = Callable[..., "AbstractContextManager[RunningServer]"]


def make_release(releases: Path, n_quads: str, publication: Publication | None = None, *, merged: bool = True) -> str:
    """Publish N-Quads as a release below ``releases`` and return its id; ``merged`` fills the store's default graph."""
    quads = list(ox.parse(n_quads, format=ox.RdfFormat.N_QUADS))
    release_id = hashlib.sha256(n_quads.encode()).hexdigest()[:16]
    folder = releases / release_id
    folder.mkdir(parents=True)
    store = ox.Store(str(folder / "store"))
    store.bulk_extend(quads)
    if merged:
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    store.flush()
    iris = (publication or Publication()).iris
    search_index.write(store, folder, iris)
    del store
    counts = Counter(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode))
    manifest = Manifest(
        id=release_id, software="test", publication=publication or Publication(), plans=(), held_back=(), dumps=(),
        graphs=tuple(Graph(iri=iri, triples=count, sha256="") for iri, count in sorted(counts.items())),
    )  # fmt: skip # entries side by side
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    fresh = releases / "current.fresh"
    fresh.symlink_to(release_id)
    fresh.replace(releases / "current")
    return release_id


@dataclass(frozen=True)
class RunningServer:
    """A server in a process of its own; ``url`` ends in a slash."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def sparql(self) -> str:
        return f"{self.url}sparql"

    def query(self, text: str, accept: str | None = None, **parameters: str) -> requests.Response:
        headers = {"Accept": accept} if accept else {}
        return requests.get(self.sparql, params={"query": text, **parameters}, headers=headers, timeout=60)


def free_port() -> int:
    """Return a port that nobody listens at, below those that the system gives to connections: a server that starts a moment
    later meets neither one of them nor, among so many, one of another process of tests.
    """
    for port in random.sample(range(20000, 32000), 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("none of 100 ports is free")


@contextmanager
def running(config: ServerConfig, log: Path, port: int | None = None) -> Iterator[RunningServer]:
    """Run a server until the block ends."""
    port = port or free_port()
    chosen = msgspec.structs.replace(config, port=port)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, pickle.dumps(chosen).hex()], stdout=output, stderr=output
        )
    server = RunningServer(f"http://127.0.0.1:{port}/", process, log)
    try:
        wait_until_up(f"{server.url}healthz", process, log)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        assert process.poll() is None, log.read_text()
        try:
            requests.get(url, timeout=30)
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> ReleaseBuilder:
    """Build plans into a folder of a name, once for all processes that run tests: nobody may write to it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def built(name: str, plans: Sequence[Path], settings: Settings) -> Path:
        folder = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if live_release(folder) is None:
                outcome = build.build(plans, settings, folder, build.Options(), at=NOON)
                assert outcome.exit_code == 0, outcome.manifest and outcome.manifest.held_back
        return folder

    return built


@pytest.fixture(scope="session")
def releases(built_once: ReleaseBuilder) -> Path:
    """The folder of releases, with that of the seeds live."""
    return built_once("releases-of-seeds", sorted(PLANS.iterdir()), Settings())


@pytest.fixture(scope="session")
def live(releases: Path) -> Path:
    """The live release of the seeds."""
    found = live_release(releases)
    assert found is not None
    return found


@pytest.fixture
def plan_folder(tmp_path: Path) -> Callable[..., Path]:
    """Make a small plan folder: a CSV table with the given rows, under the given id."""

    def make(
        rows: str, identifier: str = "small-2020", header: str = "序号,国家要求,落实举措,责任单位", toml: str = ""
    ) -> Path:
        folder = tmp_path / "plans" / identifier
        folder.mkdir(parents=True)
        (folder / "document.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
        settings = [
            f'id = "{identifier}"',
            'document = "document.csv"',
            'national = "ndrc-2020-293"',
            'jurisdiction = "430000"',
            'id_local = "湘样〔2020〕1号"',
            "date_document = 2020-06-01",
            'title = { zh = "小方案", en = "A small plan" }',
            toml,
        ]
        (folder / "plan.toml").write_text("\n".join(settings), encoding="utf-8")
        return folder

    return make


@pytest.fixture(scope="session")
def release() -> ReleaseMaker:
    return make_release


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerMaker]:
    """Start servers that end with the module's tests."""
    with ExitStack() as stack:

        def start(config: ServerConfig) -> RunningServer:
            return stack.enter_context(running(config, tmp_path_factory.mktemp("log") / "server.log"))

        yield start


@pytest.fixture(scope="session")
def run_server(tmp_path_factory: pytest.TempPathFactory) -> ServerRunner:
    """Run a server until a block ends."""
    return lambda config, port=None: running(config, tmp_path_factory.mktemp("log") / "server.log", port)
