"""Releases made from a few quads, and real servers on them."""

from __future__ import annotations

import hashlib
import pickle
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pyoxigraph as ox
import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright

from mapping.release.folder import Graph, Manifest
from mapping.release.index import writer as search_index
from mapping.release.publication import Publication
from server.app import close, create_app
from server.config import Lanes, ServerConfig

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
SERVE = "import pickle, sys; from server.command.serving import serve; serve(pickle.loads(bytes.fromhex(sys.argv[1])))"

ReleaseMaker = Callable[..., str]
ServerMaker = Callable[..., "RunningServer"]


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
    )  # fmt: skip
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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(config: ServerConfig, log: Path) -> Iterator[RunningServer]:
    """Run a server until the block ends."""
    port = free_port()
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
    for _ in range(300):
        assert process.poll() is None, log.read_text()
        try:
            requests.get(url, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())


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
def window(releases: Path) -> Iterator[Flask]:
    """The whole window on the release of the seeds."""
    app = create_app(ServerConfig(releases=releases, lanes=Lanes(fast=1)))
    yield app
    close(app)


@pytest.fixture(scope="session")
def client(window: Flask) -> FlaskClient:
    return window.test_client()


@pytest.fixture(scope="session")
def address(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the release of the seeds is served, without a slash at the end."""
    with running(ServerConfig(releases=releases), tmp_path_factory.mktemp("log") / "server.log") as server:
        yield server.url.rstrip("/")


def clipped(page: Page) -> list[str]:
    """Labels of pictures that a reader would see cut off, with the fonts of this machine, a wide one among them."""
    assert page.locator(".picture svg text").count() > 0
    found = []
    for font in ("", "DejaVu Sans", "Noto Sans CJK SC"):
        found += [f"{font}: {label}" for label in page.evaluate(OUTSIDE, font)]
    return found


OUTSIDE = """font => {
    document.querySelectorAll(".picture svg").forEach(svg => { svg.style.fontFamily = font && `"${font}"`; });
    const own = text => [...text.childNodes].filter(each => each.nodeType === Node.TEXT_NODE).map(each => each.data).join("");
    return [...document.querySelectorAll(".picture svg text")].filter(text => {
        const box = text.getBBox(), view = text.ownerSVGElement.viewBox.baseVal;
        const right = view.x + view.width, bottom = view.y + view.height;
        return box.x < view.x || box.y < view.y || box.x + box.width > right || box.y + box.height > bottom;
    }).map(own);
}"""
"""The labels that do not stand inside the view box of their picture, written in a font."""


@pytest.fixture(scope="session")
def cut_off() -> Callable[[Page], list[str]]:
    return clipped


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield found
        found.close()


Visit = Callable[..., AbstractContextManager[Page]]
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
REPORTED = re.compile(
    "status of 40[04]"
)  # the browser itself reports a page that is not found, and a query that is refused


@pytest.fixture
def visit(browser: Browser) -> Visit:
    """Open a page whose console stays empty and which asks no other host."""

    @contextmanager
    def visiting(language: str = "zh", width: int = 1280, *, scripts: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        page = context.new_page()
        complaints: list[str] = []
        hosts: set[str] = set()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        yield page
        assert ([each for each in complaints if not REPORTED.search(each)], len(hosts)) == ([], 1)
        context.close()

    return visiting
