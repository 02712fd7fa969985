"""The live release: switched without a dropped request, cached within bounds, closed when the application is."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask

from server.app import BLUEPRINTS, close, create_app
from server.config import Lanes, ServerConfig
from server.gateway.wsgi import Gateway
from server.release.live import EXTENSION, live, served
from server.release.store.asking.asker import Client
from server.web.answers import Answers, Kept

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
faulty = Blueprint("faulty", __name__)


@faulty.get("/fault")
def fault() -> str:
    raise ZeroDivisionError("a fault of ours")


def quads(count: int) -> str:
    return "".join(f'<http://e/s{n}> <http://e/p> "{n}" <http://localhost:8000/graph/plan/a> .\n' for n in range(count))


@pytest.fixture
def app(release: Callable[..., str], tmp_path: Path) -> Iterator[Flask]:
    release(tmp_path, quads(1))
    config = ServerConfig(releases=tmp_path, lanes=Lanes(fast=2), release_check_seconds=0.05)
    made = create_app(config, (*BLUEPRINTS, faulty))
    yield made
    close(made)


def count(app: Flask, mark: str = "") -> int:
    response = app.test_client().get("/sparql", query_string={"query": f"{COUNT} # {mark}"})
    assert response.status_code == 200, response.text
    assert response.json
    return int(response.json["results"]["bindings"][0]["n"]["value"])


def test_a_new_release_is_served_soon_and_no_request_is_dropped(
    app: Flask, release: Callable[..., str], tmp_path: Path
) -> None:
    seen: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            seen.append(count(app, str(len(seen))))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for size in (2, 3):
        release(tmp_path, quads(size))
        until = time.monotonic() + 10
        while (not seen or seen[-1] != size) and time.monotonic() < until:
            time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    assert set(seen) == {1, 2, 3}
    assert count(app) == 3


def test_an_answer_of_the_old_release_is_not_given_for_the_new_one(
    app: Flask, release: Callable[..., str], tmp_path: Path
) -> None:
    client = app.test_client()
    old = client.get("/sparql", query_string={"query": COUNT})
    release(tmp_path, quads(5))
    until = time.monotonic() + 10
    while count(app) != 5 and time.monotonic() < until:
        time.sleep(0.05)
    new = client.get("/sparql", query_string={"query": COUNT}, headers={"If-None-Match": old.headers["ETag"]})
    assert new.status_code == 200
    assert new.headers["ETag"] != old.headers["ETag"]


def test_a_broken_release_leaves_the_one_before(app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert count(app) == 1
    (tmp_path / "broken").mkdir()
    (tmp_path / "fresh").symlink_to("broken")
    with caplog.at_level(logging.CRITICAL, "server.release.live"):
        (tmp_path / "fresh").replace(tmp_path / "current")
        for _ in range(5):
            time.sleep(0.1)
            assert count(app) == 1


def test_a_fault_of_ours_gives_the_release_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is kept for ever keeps its workers and its files open, a few at each such fault."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    keeper = app.extensions[EXTENSION]
    with keeper.use() as now:
        assert now.requests == 1
        monkeypatch.setattr(now.store, "answer", fail)
    for _ in range(3):
        with contextlib.suppress(ZeroDivisionError):
            app.test_client().get("/sparql", query_string={"query": f"{COUNT} # a fault"})
        with contextlib.suppress(ZeroDivisionError):
            app.test_client().get("/fault")
    assert now.requests == 0


def test_an_answer_that_breaks_off_while_it_is_made_is_closed() -> None:
    closed: list[bool] = []

    class Broken:
        def __iter__(self) -> Iterator[bytes]:
            yield b"half"
            raise ZeroDivisionError("a fault of ours")

        def close(self) -> None:
            closed.append(True)

    gateway = Gateway(lambda environ, start: Broken(), ServerConfig())
    try:
        with pytest.raises(ZeroDivisionError):
            gateway._run({}, Client())
    finally:
        gateway.close()
    assert closed == [True]


def test_a_server_starts_with_a_silent_log(
    serve: Callable[..., Any], release: Callable[..., str], tmp_path: Path
) -> None:
    release(tmp_path, quads(1))
    assert serve(ServerConfig(releases=tmp_path)).log.read_text() == ""


def test_without_a_release_the_window_says_so_and_opens_when_there_is_one(
    release: Callable[..., str], tmp_path: Path
) -> None:
    app = create_app(ServerConfig(releases=tmp_path, lanes=Lanes(fast=1), release_check_seconds=0))
    try:
        response = app.test_client().get("/healthz", headers={"Accept": "application/json"})
        assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
        release(tmp_path, quads(2))
        assert count(app) == 2
    finally:
        close(app)


def test_a_request_sees_one_release_from_beginning_to_end(
    app: Flask, release: Callable[..., str], tmp_path: Path
) -> None:
    with app.test_request_context("/"):
        mine = served()
        release(tmp_path, quads(4))
        until = time.monotonic() + 10
        while count(app) != 4 and time.monotonic() < until:
            time.sleep(0.05)
        assert count(app) == 4
        assert served() is mine
        assert mine.store.select("triples-in-all-graphs")[0].integer("triples") == 1


def test_a_first_release_that_proves_damaged_takes_no_newer_one_with_it(
    app: Flask, release: Callable[..., str], tmp_path: Path
) -> None:
    with app.test_request_context("/"):
        first, keeper = served(), live()
        release(tmp_path, quads(4))
        until = time.monotonic() + 10
        while count(app) != 4 and time.monotonic() < until:
            time.sleep(0.05)
        (first.folder / "manifest.json").unlink()
        newer = keeper.release_id
        keeper._verify(first)
        assert keeper.release_id == newer != first.id
        assert keeper.set_aside == (first.folder.name,)


def test_a_repeated_query_is_answered_from_what_was_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        kept = live().answers
        with live().use() as mine:
            store = type(mine.store)
    first = count(app)
    assert kept.size > 0

    def refuse(*_: object) -> None:
        raise AssertionError("the store was asked again")

    monkeypatch.setattr(store, "answer", refuse)
    assert count(app) == first
    before = kept.size  # with the second, the answer is kept as it is sent
    assert count(app) == first
    assert kept.size == before


def test_kept_answers_stay_within_their_bound() -> None:
    answers = Answers(10_000)
    for number in range(100):
        answers.put(str(number), Kept(body=bytes(1000)))
        assert answers.size <= 10_000
    assert answers.get("99") is not None
    assert answers.get("0") is None
    answers.put("large", Kept(body=bytes(20_000)))
    assert answers.get("large") is None
    assert answers.get("99") is not None


def test_our_own_fault_is_500_with_an_id_that_is_in_the_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    response = app.test_client().get("/fault", headers={"Accept": "application/problem+json"})
    assert response.status_code == 500
    assert response.json
    assert response.json["fault"] in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in response.text


def test_a_problem_comes_as_the_client_asks(app: Flask) -> None:
    client = app.test_client()
    for accept, media_type in (
        ("text/html", "text/html"),
        ("application/json", "application/problem+json"),
        ("application/sparql-results+json", "application/problem+json"),
        ("*/*", "text/plain"),
        ("image/png", "text/plain"),
    ):
        response = client.get("/nothing", headers={"Accept": accept})
        assert (response.status_code, response.mimetype) == (404, media_type)
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_store_of_a_release_is_closed_when_its_last_request_has_ended(
    app: Flask, release: Callable[..., str], tmp_path: Path
) -> None:
    keeper = app.extensions["policygraph"]
    with keeper.use() as before:
        assert before.store.ask("ASK { ?s ?p ?o }")  # one worker at least is open now
        release(tmp_path, quads(7))
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with keeper.use() as now:
                if now is not before:
                    break
            time.sleep(0.02)
        assert now is not before
        assert workers(before.folder) > 0
    deadline = time.monotonic() + 20
    while workers(before.folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers(before.folder) == 0


def workers(release: Path) -> int:
    """Return how many processes that this one started hold files of a release open: other tests have workers too."""
    found = 0
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal() and f"PPid:\t{os.getpid()}\n" in (entry / "status").read_text():
                held = (file.readlink() for file in (entry / "fd").iterdir())
                found += any(file.is_relative_to(release) for file in held)
    return found


def test_a_kept_answer_goes_only_to_who_reads_its_coding(
    app: Flask, release: Callable[..., str], tmp_path: Path
) -> None:
    rows = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s # long enough to be worth compressing"
    release(tmp_path, quads(400))
    ask = app.test_client()
    deadline = time.monotonic() + 20
    while count(app, str(time.monotonic())) != 400 and time.monotonic() < deadline:
        time.sleep(0.05)
    for _ in range(3):  # the third time, what was sent comes as it was sent
        zipped = ask.get("/sparql", query_string={"query": rows}, headers={"Accept-Encoding": "gzip"})
        plain = ask.get("/sparql", query_string={"query": rows}, headers={"Accept-Encoding": "identity"})
        assert zipped.headers.get("Content-Encoding") == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert plain.json


def test_no_page_is_shown_in_a_frame_of_another_site(app: Flask) -> None:
    for path in ("/sparql", "/nothing-here"):
        policy = app.test_client().get(path, headers={"Accept": "text/html"}).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
