"""What an operator sees of a server and sets: log, metrics, health, pace, tokens, disk, and its end.

Where a guard is missing, a log tells who asked for what, one address takes all, or an answer in flight is torn by the end.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from server.command.serve import serve as command
from server.config import KIBIBYTE, Lanes, Limits, Patience, ServerConfig
from server.gateway.access_log import network
from tests.conftest import free_port

SECRET = "0123456789abcdef-of-a-harvester"
LARGE = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
SPOOL = 24 << 20
"""Room for some answers like that one, which takes more than a MiB and less than half of this."""
SLOW = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("access") / "access.jsonl"


@pytest.fixture(scope="module")
def metrics() -> int:
    return free_port()


@pytest.fixture(scope="module")
def shop(site: Callable[..., Any], log_file: Path, metrics: int) -> Any:
    """A server that believes a proxy at 127.0.0.1, lets an address ask every other second, and has little disk for answers."""
    return site(
        proxies=("127.0.0.1",),
        requests_a_second=0.5,
        tokens=(SECRET,),
        access_log=str(log_file),
        metrics=("127.0.0.1", metrics),
        limits=Limits(query_seconds=2, spool_bytes=SPOOL, answer_bytes=256 << 20),
    )


def ask(site: Any, path: str, client: str, **headers: str) -> requests.Response:
    return requests.get(
        site.url + path, headers={"X-Forwarded-For": client, "Connection": "close", **headers}, timeout=30
    )


def noted(log: Path, identifier: str, until: Callable[..., bool]) -> dict[str, Any]:
    """Return the line of the log about an answer, once it is there."""
    assert until(lambda: identifier in log.read_text())
    (line,) = (line for line in log.read_text().splitlines() if identifier in line)
    found: dict[str, Any] = json.loads(line)
    return found


def measured(port: int, name: str, **labels: str) -> float:
    """Return a value that Prometheus would read."""
    text = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=30).text
    samples = [each for family in text_string_to_metric_families(text) for each in family.samples]
    return sum(each.value for each in samples if each.name == name and labels.items() <= each.labels.items())


def test_the_log_holds_what_happened_and_not_who_asked_for_what(
    shop: Any, log_file: Path, until: Callable[..., bool]
) -> None:
    got = ask(shop, "/search?q=%E6%9C%BA%E5%AF%86", "203.0.113.77", **{"User-Agent": "curious/1.0"})
    line = noted(log_file, got.headers["X-Request-Id"], until)
    assert line["network"] == "203.0.113.0/24"
    assert (line["method"], line["path"], line["status"], line["pool"]) == ("GET", "/search", 200, "search")
    assert line["bytes"] == int(got.headers["Content-Length"])
    assert set(line) == {"time", "id", "network", "method", "path", "status", "bytes", "seconds", "pool"}
    text = log_file.read_text()
    assert "203.0.113.77" not in text
    assert "curious" not in text
    assert "%E6" not in text
    assert "机密" not in text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("198.51.100.200", "198.51.100.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("\u202enobody", ""),
    ],
)
def test_an_address_is_logged_as_its_network(address: str, shown: str) -> None:
    assert network(address) == shown


def test_the_log_says_why_the_store_refused_and_the_meters_count_it(
    shop: Any, log_file: Path, metrics: int, until: Callable[..., bool]
) -> None:
    got = ask(shop, f"/sparql?query={SLOW}", "203.0.113.1")
    assert got.status_code == 504
    assert noted(log_file, got.headers["X-Request-Id"], until)["why"] == "TimeExceeded"
    assert measured(metrics, "policygraph_store_errors_total", why="TimeExceeded") >= 1
    assert measured(metrics, "policygraph_requests_total", pool="query", status="504") >= 1


def test_a_client_that_hangs_up_is_logged_as_that(shop: Any, log_file: Path, until: Callable[..., bool]) -> None:
    shop.attacker.send(f"GET /sparql?query={SLOW} HTTP/1.1\r\nHost: x\r\n\r\n".encode()).close()
    assert until(lambda: '"hung_up":true' in log_file.read_text())


def test_meters_are_at_an_address_of_their_own_and_tell_of_the_release(
    shop: Any, metrics: int, until: Callable[..., bool]
) -> None:
    assert ask(shop, "/metrics", "203.0.113.2").status_code == 404
    release = requests.get(f"{shop.url}/readyz", timeout=9).json()["release"]
    assert measured(metrics, "policygraph_release_info", id=release) == 1
    assert measured(metrics, "policygraph_ready") == 1
    assert until(lambda: measured(metrics, "policygraph_query_workers") >= 3, 30)
    assert measured(metrics, "policygraph_connections") >= 0
    assert measured(metrics, "process_resident_memory_bytes") > 1 << 20


def test_no_stranger_makes_a_label_of_the_meters(shop: Any, metrics: int) -> None:
    for number in range(5):
        ask(shop, f"/no-such-room-{number}", f"203.0.113.{number + 10}")
        requests.request(f"ODD{number}", f"{shop.url}/measures", timeout=9)
    text = requests.get(f"http://127.0.0.1:{metrics}/metrics", timeout=30).text
    assert "no-such-room" not in text
    assert "ODD" not in text


def test_an_address_that_asks_without_pause_is_told_to_slow_down_and_others_are_not(shop: Any) -> None:
    statuses = [ask(shop, "/livez", "198.51.100.7").status_code for _ in range(12)]
    assert statuses[:6] == [200] * 6  # ten seconds' worth at once, and the one of now
    assert 429 in statuses[6:]
    refused = ask(shop, "/livez", "198.51.100.7")
    while refused.status_code != 429:
        refused = ask(shop, "/livez", "198.51.100.7")
    assert int(refused.headers["Retry-After"]) >= 1
    assert "more than 0.5 times a second" in refused.text
    assert ask(shop, "/livez", "198.51.100.8").status_code == 200


def test_one_client_has_a_whole_network_of_ipv6_and_one_pace(shop: Any) -> None:
    statuses = {ask(shop, "/livez", f"2001:db8:0:1::{number:x}").status_code for number in range(1, 12)}
    assert 429 in statuses
    assert ask(shop, "/livez", "2001:db8:0:2::1").status_code == 200


def test_the_holder_of_a_token_may_ask_more_and_a_token_that_is_none_is_refused(shop: Any) -> None:
    given = {"Authorization": f"Bearer {SECRET}"}
    assert {ask(shop, "/livez", "198.51.100.9", **given).status_code for _ in range(12)} == {200}
    wrong = ask(shop, "/livez", "198.51.100.10", Authorization="Bearer 0123456789abcdef")
    assert (wrong.status_code, wrong.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert SECRET not in wrong.text
    assert ask(shop, "/livez", "198.51.100.11", Authorization="Basic YTpi").status_code == 200  # says nothing to us


def test_what_a_stranger_says_of_where_it_comes_from_is_not_believed(
    shop: Any, log_file: Path, until: Callable[..., bool]
) -> None:
    request = b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.200\r\n\r\n"
    with shop.attacker.send(request, address="127.0.0.2") as asked:  # no proxy that was named
        answer = asked.recv(1 << 16).decode()
    identifier = answer.partition("x-request-id: ")[2].split()[0]
    assert noted(log_file, identifier, until)["network"] == "127.0.0.0/24"


def test_without_a_proxy_that_was_named_nobody_is_believed(
    site: Callable[..., Any], tmp_path: Path, until: Callable[..., bool]
) -> None:
    direct = site(access_log=str(log := tmp_path / "access.jsonl"))
    got = ask(direct, "/livez", "192.0.2.200")
    assert noted(log, got.headers["X-Request-Id"], until)["network"] == "127.0.0.0/24"


def test_large_answers_that_nobody_takes_leave_disk_for_others(
    shop: Any, metrics: int, held: list[socket.socket], until: Callable[..., bool]
) -> None:
    path = f"/sparql?query={LARGE}&format=csv"
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.{{}}\r\n\r\n"
    size = len(ask(shop, path, "192.0.2.3", **{"Accept-Encoding": "identity"}).content)
    assert size < SPOOL // 2
    fitting = SPOOL // 2 // size
    held += [shop.attacker.send(request.format(1).encode(), receive_buffer=4096) for _ in range(fitting)]
    assert until(lambda: measured(metrics, "policygraph_answers_on_disk_bytes") == fitting * size)
    refused = ask(shop, path, "192.0.2.1")
    assert (refused.status_code, "no room for an answer of that size" in refused.text) == (503, True)
    assert until(lambda: measured(metrics, "policygraph_answers_on_disk_bytes") == 0, 20), "room is not given back"
    assert ask(shop, path, "192.0.2.2").status_code == 200


def test_alive_and_ready_are_two_questions(shop: Any, tmp_path: Path, site: Callable[..., Any]) -> None:
    empty = site(tmp_path)
    assert requests.get(f"{empty.url}/livez", timeout=9).json() == {"status": "alive"}
    for path in ("/readyz", "/healthz"):
        assert requests.get(empty.url + path, timeout=9).status_code == 503


def test_answers_in_flight_are_finished_when_the_server_is_told_to_end(
    run_server: Callable[..., Any], releases: Path, opponent: Callable[[str], Any]
) -> None:
    path = f"/sparql?query={LARGE}&format=csv"
    config = ServerConfig(releases=releases, patience=Patience(stop_seconds=8), lanes=Lanes(fast=1))
    with run_server(config) as server:
        whole = requests.get(server.url.rstrip("/") + path, headers={"Accept-Encoding": "identity"}, timeout=20).content
        assert len(whole) > 2 << 20
        request = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
        with opponent(server.url).send(request, receive_buffer=64 * KIBIBYTE) as slow:
            read = slow.recv(64 * KIBIBYTE)
            server.process.terminate()
            time.sleep(0.3)
            with socket.socket() as late, pytest.raises(ConnectionRefusedError):
                late.connect(slow.getpeername())
            while piece := slow.recv(256 * KIBIBYTE):
                read += piece
                time.sleep(0.02)
        assert read.partition(b"\r\n\r\n")[2] == whole
        assert server.process.wait(timeout=10) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--access-log", "/nowhere/at/all.jsonl"], "access log /nowhere/at/all.jsonl cannot be opened"),
        (["--metrics", "here"], "here is no port"),
        (["--metrics", "192.0.2.1:9100"], "address 192.0.2.1:9100 of the metrics cannot be opened"),
        (["--tokens", "{short}"], "shorter than 16 characters"),
    ],
    ids=["log", "no port", "no address of ours", "tokens"],
)
def test_settings_that_cannot_be_followed_are_said_before_anything_is_served(
    releases: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    (short := tmp_path / "tokens").write_text("# of the harvester\nabc\n")
    command = [sys.executable, "-m", "server.command.cli", "serve", "--releases", str(releases), "--port"]
    chosen = [each.format(short=short) for each in options]
    done = subprocess.run(
        [*command, str(free_port()), *chosen], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, said in " ".join(done.stderr.split())) == (2, True), done.stderr
    assert "Traceback" not in done.stderr


def test_a_query_is_ended_before_its_client_gives_up() -> None:
    """Clients wait half a minute, some a minute: whoever has left never reads that the query took too long."""
    (default,) = (each.default for each in command.params if each.name == "query_seconds")
    assert default == Limits().query_seconds < 30
