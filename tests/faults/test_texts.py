"""What strangers write costs the web process milliseconds, and leaves nothing behind."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from server.release.store.reading.lexer import read
from server.search_index.words import LONGEST, words
from server.web.problems import Problem

UNENDING = {
    "names without a colon": "a.",
    "names with hyphens": "a-",
    "escaped quotation marks": '"\\"',
    "quotation marks after backslashes": '\\"',
    "long strings that never end": '"""\\',
    "quotation marks": "'",
    "half IRIs": "<a",
    "blank nodes": "_:a...",
    "keywords": "FROM ",
    "services": "SERVICE ?x ",
    "prologues": "PREFIX a: <b> ",
    "combining characters": "\u0301\u0316",
}


@pytest.fixture(scope="module")
def shop(site: Callable[..., Any]) -> Any:
    return site()


@pytest.mark.parametrize("piece", UNENDING.values(), ids=UNENDING)
def test_reading_a_query_takes_time_that_grows_with_its_length_only(piece: str) -> None:
    def seconds(times: int) -> float:
        text = "SELECT * FROM <a> " + piece * times
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            read(text + " " * int(time.monotonic_ns() % 1000))  # never the same text, which would be remembered
            best = min(best, time.process_time() - started)
        return best

    assert seconds(16_000) < 40 * max(seconds(1_000), 0.001)  # 256 times, were it quadratic


@pytest.mark.parametrize("piece", UNENDING.values(), ids=UNENDING)
def test_small_requests_are_answered_while_a_long_query_is_read(shop: Any, piece: str) -> None:
    text = "SELECT * FROM <http://e/a> { " + piece * (900_000 // len(piece.encode()))
    waits: list[float] = []
    done = threading.Event()

    def send() -> None:
        try:
            answer = requests.post(
                f"{shop.url}/sparql",
                data=text.encode(),
                headers={"Content-Type": "application/sparql-query"},
                timeout=60,
            )
            assert answer.status_code in {400, 403, 503, 504}, answer.text[:200]
        finally:
            done.set()

    sender = threading.Thread(target=send)
    sender.start()
    while not done.is_set():
        waits.append(shop.attacker.ask("/healthz")[2])
        time.sleep(0.02)
    sender.join()
    assert max(waits) < 3, "the web process itself read the query"


def reconcile(shop: Any, queries: Any) -> requests.Response:
    return requests.post(f"{shop.url}/reconcile", data={"queries": json.dumps(queries)}, timeout=20)


LONG = "a" * 300_000
OVERLONG = {
    "a name": {"q": {"query": LONG}},
    "a name that fits a batch": {"q": {"query": "商" * 501}},
    "many names": {f"q{n}": {"query": "商" * 400} for n in range(200)},
    "a value": {"q": {"properties": [{"pid": "code", "v": LONG}]}},
    "many properties": {"q": {"properties": [{"pid": "code", "v": "1"}] * 5_000}},
    "many values": {"q": {"query": "商务", "properties": [{"pid": "code", "v": ["1"] * 20_000}]}},
}


@pytest.mark.parametrize("queries", OVERLONG.values(), ids=OVERLONG)
def test_a_reconciliation_that_is_too_long_is_refused_in_words(shop: Any, queries: Any) -> None:
    answer = reconcile(shop, queries)
    assert answer.status_code == 400
    assert any(word in answer.text for word in ("Send its name alone", "send its name alone", "in parts", "Send fewer"))


def test_a_reconciliation_that_is_as_long_as_may_be_is_answered(shop: Any) -> None:
    assert reconcile(shop, {"q": {"query": "商" * 500}}).json() == {"q": {"result": []}}


def test_what_is_suggested_or_searched_for_has_a_length(shop: Any) -> None:
    for path in (f"/reconcile/suggest/entity?prefix={'a' * 5000}", f"/search?q={'a' * 5000}"):
        assert requests.get(shop.url + path, timeout=20).status_code == 400


def test_a_search_in_a_query_has_a_length_too() -> None:
    """No address limits it before."""
    with pytest.raises(Problem):
        words("a" * (LONGEST + 1))


def test_queries_of_strangers_are_not_remembered_for_ever(shop: Any) -> None:
    def send(count: int) -> None:
        for n in range(count):
            text = f"ASK {{ ?s ?p {n} }} # " + "x" * 900_000 + str(time.monotonic_ns())
            body = {"query": text}
            assert requests.post(f"{shop.url}/sparql", data=body, timeout=30).status_code == 200

    send(10)
    before = shop.processes.memory()
    send(40)
    assert shop.processes.memory() - before < 60 << 20
