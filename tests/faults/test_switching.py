"""Every answer belongs to one release, from its first byte to its last, however often the releases change."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from server.app import close, create_app
from server.config import Lanes, Limits, ServerConfig
from server.release.live import EXTENSION
from server.sparql import express

ASKED = [
    ("cut", {"query": "SELECT ?s ?o { ?s <http://e/p> ?o }"}, "text/csv"),
    ("whole", {"query": "SELECT ?o { <http://e/s1> <http://e/p> ?o }"}, "application/sparql-results+json"),
    ("page", {"query": "SELECT ?o { <http://e/s2> <http://e/p> ?o }"}, "text/html"),
    ("large", {"query": "SELECT ?o { ?s <http://e/long> ?o } LIMIT 5"}, "text/tab-separated-values"),
]


def quads(name: str) -> str:
    long = f'"{name * 300_000}"'
    small = "".join(f'<http://e/s{n}> <http://e/p> "{name}{n}" <http://localhost:8000/graph/a> .\n' for n in range(40))
    return small + "".join(
        f"<http://e/l{n}> <http://e/long> {long} <http://localhost:8000/graph/a> .\n" for n in range(5)
    )


@pytest.mark.parametrize("kept", [0, 1024 * 1024])
def test_no_answer_has_the_body_of_one_release_under_the_tag_of_another(
    release: Callable[..., str], tmp_path: Path, site: Callable[..., Any], kept: int
) -> None:
    names = [release(tmp_path, quads(name)) for name in "AB"]
    shop = site(tmp_path, limits=Limits(rows=7), lanes=Lanes(fast=2), release_check_seconds=0.01, cache_bytes=kept)
    handles, workers = shop.processes.handles(), 3  # two in the fast lane and one to spare
    bodies: dict[tuple[str, str], set[bytes]] = defaultdict(set)
    failed: list[object] = []
    stop = threading.Event()

    def ask(kind: str, parameters: dict[str, str], accept: str) -> None:
        with requests.Session() as session:
            while not stop.is_set():
                got = session.get(f"{shop.url}/sparql", params=parameters, headers={"Accept": accept}, timeout=20)
                if got.status_code != 200:
                    failed.append((kind, got.status_code, got.text[:200]))
                bodies[kind, got.headers.get("ETag", "none")].add(got.content)

    threads = [threading.Thread(target=ask, args=each) for each in ASKED]
    for thread in threads:
        thread.start()
    for turn in range(30):
        fresh = tmp_path / "fresh"
        fresh.symlink_to(names[turn % 2])
        fresh.replace(tmp_path / "current")
        time.sleep(0.15)
    stop.set()
    for thread in threads:
        thread.join(30)
    assert not failed
    mixed = {key: len(found) for key, found in bodies.items() if len(found) > 1}
    assert not mixed
    assert {kind: sum(1 for each, _ in bodies if each == kind) for kind, _, _ in ASKED} == dict.fromkeys(
        [kind for kind, _, _ in ASKED], 2
    )
    end = time.monotonic() + 10
    while time.monotonic() < end and (
        len(shop.processes.workers()) > workers or shop.processes.handles() > handles + 40
    ):
        time.sleep(0.2)
    assert len(shop.processes.workers()) <= workers


def test_a_switch_in_the_midst_of_an_answer_changes_nothing_of_it(
    release: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The short way asks the store, Flask sends a cut answer: between the two, another release has come."""
    names = [release(tmp_path, quads(name)) for name in "AB"]
    app = create_app(ServerConfig(releases=tmp_path, limits=Limits(rows=7), lanes=Lanes(fast=1), cache_bytes=0))
    keeper, asked = app.extensions[EXTENSION], express._ask

    def switch(name: str) -> None:
        (tmp_path / "fresh").symlink_to(name)
        (tmp_path / "fresh").replace(tmp_path / "current")
        keeper._follow()

    def ask_and_switch(*what: Any) -> Any:
        found = asked(*what)
        switch(names[0])
        return found

    def got() -> tuple[str, bytes]:
        answer = app.test_client().get("/sparql", query_string=ASKED[0][1], headers={"Accept": "text/csv"})
        return answer.headers["ETag"], answer.data

    try:
        with monkeypatch.context() as patched:
            patched.setattr(express, "_ask", ask_and_switch)
            amid = got()
        first = got()
        switch(names[1])
        assert amid == got()
        assert first[0] != amid[0]
        assert first[1] != amid[1]
    finally:
        close(app)


def test_a_large_answer_holds_its_release_until_it_has_been_sent(release: Callable[..., str], tmp_path: Path) -> None:
    release(tmp_path, quads("A"))
    app = create_app(ServerConfig(releases=tmp_path, lanes=Lanes(fast=1), cache_bytes=0))
    keeper = app.extensions[EXTENSION]
    try:
        _, asked, accept = ASKED[-1]
        answer = app.test_client().get("/sparql", query_string=asked, headers={"Accept": accept})
        assert keeper._served.requests == 1
        assert len(answer.data) > 1 << 20
        answer.close()
        assert keeper._served.requests == 0
    finally:
        close(app)
