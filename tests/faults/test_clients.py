"""One client, however slow or greedy, does not stop the site for the others."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from server.config import Lanes, Limits, Patience, ServerConfig

MANY = 64
"""As many as the server has threads for queries."""
SLOW = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
SECOND = quote("SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 1500 } { SELECT * { ?d ?e ?f } LIMIT 1500 } }")
"""A query of about a second: too long for the fast lane."""
LARGE = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nASK"


@pytest.fixture(scope="module")
def shop(site: Callable[..., Any]) -> Any:
    return site()


def is_well(site: Any, address: str = "127.0.0.1") -> None:
    """Ask for health, a page and a small query, as another client would."""
    for path in ("/healthz", "/measures", f"/sparql?query={quote('ASK {}')}"):
        status, _, seconds = site.attacker.ask(path, address)
        assert (status, seconds < 9) == (200, True), path


def ended(connection: socket.socket) -> bool:
    """Read what has come, and say whether the other side has closed."""
    try:
        while connection.recv(1 << 20):
            pass
    except TimeoutError:
        return False
    except ConnectionResetError:
        pass
    return True


def get_gzip_less(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def test_half_sent_bodies_hold_nobody_up_and_are_refused_in_words(shop: Any, held: list[socket.socket]) -> None:
    held += [shop.attacker.send(POST) for _ in range(MANY)]
    is_well(shop)
    said = b""
    while piece := held[0].recv(1 << 16):
        said += piece
    assert said.startswith(b"HTTP/1.1 408 ")
    assert "did not arrive within 2 s" in said.decode()
    assert all(ended(each) for each in held)


def test_half_sent_and_unsent_headers_are_given_up(shop: Any, held: list[socket.socket]) -> None:
    begun = [shop.attacker.send(b"GET / HTTP/1.1\r\nX-Slow: ") for _ in range(MANY // 2)]
    silent = [shop.attacker.connect() for _ in range(MANY // 2)]
    held += begun + silent
    is_well(shop)
    for _ in range(3):  # a byte now and then is no request either
        time.sleep(0.7)
        for each in begun[:5]:
            try:
                each.send(b"a")
            except OSError:
                break
    assert all(ended(each) for each in held)


@pytest.mark.parametrize(
    "path", [f"/sparql?query={LARGE}&format=csv", "/dumps/policygraph.jsonld"], ids=["a large answer", "a dump"]
)
def test_answers_that_nobody_takes_hold_nobody_up(
    shop: Any, held: list[socket.socket], path: str, until: Callable[..., bool]
) -> None:
    before = shop.processes.handles()
    held += [shop.attacker.send(get_gzip_less(path), receive_buffer=4096) for _ in range(12)]
    is_well(shop)
    assert until(lambda: shop.processes.handles() <= before + 2, 40), "an answer that is not taken keeps its handle"
    is_well(shop)


def test_more_connections_than_there_may_be_push_out_the_silent_ones_of_who_has_most(
    shop: Any, held: list[socket.socket]
) -> None:
    mine = shop.attacker.connect("127.0.0.9")
    crowd = [shop.attacker.connect("127.0.0.2") for _ in range(220)]  # of at most 150
    held += [mine, *crowd]
    is_well(shop)
    mine.sendall(get_gzip_less("/healthz"))
    assert mine.recv(1 << 16).startswith(b"HTTP/1.1 200 ")


def test_there_are_never_more_connections_than_there_may_be(
    site: Callable[..., Any], held: list[socket.socket], until: Callable[..., bool]
) -> None:
    patient = site(patience=Patience(connections=40, idle_seconds=120, stop_seconds=1))
    is_well(patient)
    before = patient.processes.handles()
    held += [patient.attacker.connect(f"127.0.0.{number % 4 + 2}") for number in range(100)]
    is_well(patient)
    assert until(lambda: patient.processes.handles() <= before + 60, 30), "silent connections use up the handles"


@pytest.fixture(scope="module")
def narrow(site: Callable[..., Any]) -> Any:
    """A server with four threads for queries."""
    return site(query_threads=4)


def test_queries_in_all_their_threads_leave_pages_health_and_searches_theirs(
    narrow: Any, held: list[socket.socket]
) -> None:
    request = get_gzip_less(f"/sparql?query={SLOW}")
    held += [narrow.attacker.send(request, address=f"127.0.0.{number}") for number in range(2, 14)]
    time.sleep(1)  # each holds its thread for eight seconds
    for path in ("/livez", "/healthz", "/measures", "/search?q=a", "/reconcile"):
        status, _, seconds = narrow.attacker.ask(path)
        assert (status, seconds < 4) == (200, True), path


def test_one_address_holds_half_of_the_threads_for_queries(narrow: Any, held: list[socket.socket]) -> None:
    held += [narrow.attacker.send(get_gzip_less(f"/sparql?query={SLOW}"), address="127.0.0.2") for _ in range(12)]
    time.sleep(1)
    small = quote(f"ASK {{ ?s ?p {time.monotonic_ns()} }}")  # no answer that is kept
    status, body, seconds = narrow.attacker.ask(f"/sparql?query={small}", "127.0.0.3")
    assert (status, seconds < 4) == (200, True), body


def test_headers_without_end_are_refused(shop: Any) -> None:
    with shop.attacker.connect() as flood:
        flood.sendall(b"GET / HTTP/1.1\r\nX: ")
        with pytest.raises(OSError, match=r"reset|Broken"):  # noqa: PT012 - one of many pieces meets the end
            for _ in range(1000):
                flood.sendall(b"a" * 65536)
    memory = shop.processes.memory()
    assert memory < 600 << 20
    is_well(shop)


@pytest.mark.parametrize("size", [2 << 20, 20 << 20])
def test_who_sends_too_large_a_body_reads_why_it_is_refused(shop: Any, size: int) -> None:
    response = requests.post(f"{shop.url}/sparql", data=b"x" * size, headers={"Connection": "close"}, timeout=30)
    assert (response.status_code, "larger than 1048576 bytes" in response.text) == (413, True)


def test_a_large_body_in_pieces_without_a_length_is_refused_too(shop: Any) -> None:
    response = requests.post(f"{shop.url}/sparql", data=(b"x" * 65536 for _ in range(40)), timeout=30)
    assert response.status_code == 413


def test_a_body_that_is_too_large_is_thrown_away_as_it_comes(site: Callable[..., Any]) -> None:
    fresh = site()
    is_well(fresh)
    before = fresh.processes.peak()
    pieces = (b"x" * 65536 for _ in range(960))
    assert requests.post(f"{fresh.url}/sparql", data=pieces, timeout=30).status_code == 413
    assert fresh.processes.peak() - before < 25 << 20


def test_a_hang_up_ends_its_query(shop: Any, until: Callable[..., bool]) -> None:
    is_well(shop)
    for _ in range(2):
        gone = [shop.attacker.send(get_gzip_less(f"/sparql?query={SLOW}")) for _ in range(8)]
        time.sleep(0.8)
        for each in gone:
            each.close()
    status, body, seconds = shop.attacker.ask(f"/sparql?query={SECOND}&format=csv", timeout=60)
    assert (status, seconds < 6) == (200, True), body
    assert until(lambda: len(shop.processes.workers()) <= 3), "a worker goes on for nobody"


def test_a_hang_up_is_noticed_while_more_requests_stand_in_the_pipeline(shop: Any, until: Callable[..., bool]) -> None:
    with shop.attacker.connect() as gone:
        gone.sendall(get_gzip_less(f"/sparql?query={SLOW}") + get_gzip_less("/healthz") * 3 + POST)
        time.sleep(0.8)
        there = shop.processes.workers()
    assert until(lambda: bool(there - shop.processes.workers()), 30), "none has ended with its query"


@pytest.mark.parametrize(
    "ahead", [get_gzip_less("/livez") * 100, b"GET / HTTP/1.1\r\nX: " + b"a" * (3 << 20)], ids=["requests", "headers"]
)
def test_who_sends_more_ahead_than_anyone_needs_is_cut_off(shop: Any, ahead: bytes) -> None:
    with shop.attacker.connect(timeout=5) as greedy:
        greedy.sendall(get_gzip_less(f"/sparql?query={SLOW}"))
        time.sleep(0.3)
        with suppress(OSError):  # it may end while this is sent
            greedy.sendall(ahead)
        assert ended(greedy)
    is_well(shop)
    assert shop.log.read_text() == ""


def test_one_address_leaves_room_for_the_slow_queries_of_another(shop: Any, held: list[socket.socket]) -> None:
    held += [shop.attacker.send(get_gzip_less(f"/sparql?query={SLOW}"), address="127.0.0.2") for _ in range(MANY)]
    time.sleep(1.5)  # now the slow lane holds as many of them as it takes from one address
    status, body, seconds = shop.attacker.ask(f"/sparql?query={SECOND}&format=csv", "127.0.0.3", timeout=60)
    assert (status, seconds < 8) == (200, True), body
    is_well(shop, "127.0.0.3")


def test_queries_that_run_out_of_memory_leave_no_worker_behind(site: Callable[..., Any], until: Any) -> None:
    lanes = Lanes(fast=2, slow=2, short_seconds=0.02)
    pinched = site(limits=Limits(query_memory=64 << 20, query_seconds=8), lanes=lanes)
    is_well(pinched)
    greedy = quote("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } }")
    statuses = {pinched.attacker.ask(f"/sparql?query={greedy}", timeout=60)[0] for _ in range(8)}
    assert 503 in statuses
    assert statuses <= {503, 504}  # on a machine with much else to do, their time may be over first
    assert until(lambda: len(pinched.processes.workers()) == 3, 30), pinched.processes.workers()
    threads = [
        threading.Thread(target=pinched.attacker.ask, args=(f"/sparql?query={SLOW}",), kwargs={"timeout": 60})
        for _ in range(8)
    ]
    for each in threads:
        each.start()
    most = 0
    while any(each.is_alive() for each in threads):
        most = max(most, len(pinched.processes.workers()))
        time.sleep(0.05)
    assert most <= 2 + 1 + 2 + 3 + 1, "the fast lane has grown"


def test_the_server_stops_within_its_limit_and_tells_who_still_waits(
    run_server: Callable[..., Any], releases: Path, held: list[socket.socket], opponent: Callable[[str], Any]
) -> None:
    config = ServerConfig(releases=releases, patience=Patience(stop_seconds=2), lanes=Lanes(fast=1))
    with run_server(config) as server:
        attacker = opponent(server.url)
        held += [attacker.send(get_gzip_less(f"/sparql?query={SLOW}")), attacker.connect()]
        time.sleep(0.5)
        server.process.terminate()
        assert server.process.wait(timeout=15) == 0
        assert held[0].recv(1 << 16).startswith(b"HTTP/1.1 503 ")
        assert server.log.read_text() == ""


def test_a_second_server_on_the_port_is_told_that_it_is_taken(shop: Any, releases: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from server.command.cli import main; main()",
        "serve",
        "--releases",
        str(releases),
    ]
    port = shop.url.rpartition(":")[2]
    second = subprocess.run([*command, "--port", port], capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 2
    assert "Choose another --port" in second.stderr
    assert "Traceback" not in second.stderr
