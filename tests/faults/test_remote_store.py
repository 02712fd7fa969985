"""A remote store that hangs, drips, breaks off or talks nonsense: told in words and in time, and nothing of it leaks."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import requests

from ontology.iris import Iris
from server.config import Lanes, Limits
from server.release.store.asking.asker import Client, answer_for
from server.release.store.errors import HungUp, StoreError
from server.release.store.reading.binding import bind
from server.release.store.remote import Remote

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
EMPTY = b'{"head":{"vars":["release"]},"results":{"bindings":[]}}'
WHOLE = HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(EMPTY), EMPTY)
HALF = b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","va'
SAYING = {
    "well": [WHOLE],
    "hangs": [],
    "drips": [HEAD + b"Content-Length: 1000000\r\n\r\n", *[b" "] * 400],
    "drips its headers": [b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 400],
    "breaks off": [HEAD + b"Content-Length: 1000\r\n\r\n" + HALF],
    "is cut": [HEAD + b"Content-Length: %d\r\n\r\n" % len(HALF) + HALF],
    "breaks off a piece": [HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s" % (len(HALF) + 5, HALF)],
    "talks nonsense": [b"\x00\x01\x02 what\r\n\r\n"],
    "sends a page": [HEAD + b"Connection: close\r\n\r\n<html>http://127.0.0.1/inner</html>"],
    "is at fault": [b"HTTP/1.1 500 Oh\r\nContent-Length: 9\r\n\r\n/var/inn/"],
    "is gone": [b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"],
    "hangs up": [b""],
}
BAD = [each for each in SAYING if each != "well"]


class Stub:
    """A store that says what it is told to say, piece by piece."""

    def __init__(self) -> None:
        self.mode = "well"
        self.asked = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=(connection, self.mode), daemon=True).start()

    def _answer(self, connection: socket.socket, mode: str) -> None:
        with suppress(OSError), connection:
            connection.settimeout(20)
            connection.recv(1 << 16)
            self.asked += 1
            for place, piece in enumerate(SAYING[mode]):
                if place:
                    time.sleep(0.05)
                connection.sendall(piece)
            if mode == "hangs":
                time.sleep(20)

    def close(self) -> None:
        self._listening.close()


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    made = Stub()
    yield made
    made.close()


@pytest.fixture(scope="module")
def shop(stub: Stub, site: Callable[..., Any]) -> Any:
    limits = Limits(query_seconds=2)
    return site(store=f"http://127.0.0.1:{stub.port}/inner/sparql", limits=limits, lanes=Lanes(fast=1))


@pytest.mark.parametrize("mode", BAD)
@pytest.mark.parametrize("path", ["/sparql?query=SELECT+*+{+?s+?p+?o+}", "/doc/id/plan/tianjin-2020-293"])
def test_a_store_that_fails_is_told_of_in_time_and_in_words(shop: Any, stub: Stub, mode: str, path: str) -> None:
    stub.mode = mode
    started = time.monotonic()
    answer = requests.get(shop.url + path, headers={"Accept": "application/problem+json, */*;q=0.1"}, timeout=30)
    assert time.monotonic() - started < 12
    assert answer.status_code in {502, 504}, answer.text[:300]
    detail = answer.json()["detail"]
    assert "store" in detail or "longer than" in detail
    for leak in (str(stub.port), "127.0.0.1", "inner", "/var/inn"):
        assert leak not in answer.text


@pytest.mark.parametrize("mode", BAD)
def test_the_server_is_not_ready_while_its_store_fails_and_is_again_when_it_is_back(
    shop: Any, stub: Stub, mode: str, until: Callable[..., bool]
) -> None:
    def status() -> int:
        started = time.monotonic()
        answer = requests.get(shop.url + "/healthz", timeout=30)
        assert time.monotonic() - started < 8
        assert str(stub.port) not in answer.text
        return answer.status_code

    stub.mode = mode
    assert until(lambda: status() == 503, 60)
    stub.mode = "well"
    assert until(lambda: status() == 200, 60)


def test_a_client_that_hangs_up_is_no_longer_waited_for(stub: Stub, until: Callable[..., bool]) -> None:
    stub.mode = "hangs"
    store = Remote(f"http://127.0.0.1:{stub.port}/", iris=Iris(), limits=Limits(query_seconds=15))
    client, before, ended = Client("192.0.2.1"), stub.asked, list[type[Exception]]()

    def ask() -> None:
        answer_for(client)
        try:
            store.ask("ASK {}")
        except StoreError as error:
            ended.append(type(error))

    (asking := threading.Thread(target=ask)).start()
    assert until(lambda: stub.asked > before, 60)
    client.hang_up()
    asking.join(5)
    assert ended == [HungUp]


QUERY_FILES = Path(str(files("server.release.queries")))
QUERIES = {
    "a sub-SELECT": ("SELECT ?x ?o { { SELECT ?x ?o { ?x <http://e/p> ?o } LIMIT 5 } }", 2),
    "one in another": (
        "SELECT ?x ?o { { SELECT DISTINCT ?x ?o { { SELECT ?x ?o { ?x <http://e/p> ?o } LIMIT 1 } } } }",
        1,
    ),
    "groups and counts": ("SELECT ?x (COUNT(*) AS ?n) { { SELECT ?x ?o { ?x <http://e/p> ?o } } } GROUP BY ?x", 1),
    "a sub-SELECT that has another variable of that name": (
        "SELECT ?x ?o { ?x <http://e/p> ?o { SELECT (COUNT(?x) AS ?n) { ?x ?p ?q } } }",
        2,
    ),
    "nothing but a sub-SELECT": ("SELECT ?x ?o { SELECT ?x ?o { ?x <http://e/p> ?o } }", 2),
    "a filter in an optional group": (
        "SELECT ?x ?s { ?s <http://e/p> ?o OPTIONAL { FILTER(?x = ?s) ?s <http://e/q> ?r } } ORDER BY ?s",
        3,
    ),
    "unions": ("SELECT ?x ?o { { ?x <http://e/p> ?o } UNION { ?o <http://e/p> ?x } }", 2),
    "values and not exists": (
        "SELECT ?x ?o { VALUES ?o { 1 2 } FILTER NOT EXISTS { ?x <http://e/none> ?o } ?x <http://e/p> ?o }",
        2,
    ),
}


@pytest.mark.parametrize(("query", "expected"), QUERIES.values(), ids=QUERIES)
def test_a_value_written_into_a_query_means_what_a_bound_one_means(query: str, expected: int) -> None:
    store = ox.Store()
    triples = "<http://e/a> <http://e/p> 1, 2 . <http://e/b> <http://e/p> 3 . <http://e/b> <http://e/q> 4 ."
    store.load(triples.encode(), ox.RdfFormat.TURTLE)
    value = ox.NamedNode("http://e/a")

    def found(solutions: Any) -> list[list[str]]:
        return sorted([str(each) for each in solution] for solution in solutions)

    bound = found(store.query(query, substitutions={ox.Variable("x"): value}))
    assert len(bound) == expected
    assert found(store.query(bind(query, {"x": value}))) == bound


def test_every_query_of_ours_can_take_its_values_in_its_text() -> None:
    texts = [each for each in sorted(QUERY_FILES.glob("*.rq")) if "?thing" in each.read_text("utf-8")]
    assert len(texts) > 10
    for each in texts:
        ox.Store().query(bind(each.read_text("utf-8"), {"thing": ox.NamedNode("http://e/a")}))
