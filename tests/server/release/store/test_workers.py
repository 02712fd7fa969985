"""Workers: their limits, their lanes, and that none outlives its parent."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.iris import Iris
from server.config import Lanes, Limits
from server.release.store import worker
from server.release.store.asking.asker import Client, answer_for
from server.release.store.embedded import Embedded
from server.release.store.errors import (
    AnswerTooLarge,
    Busy,
    HungUp,
    Inexpressible,
    MalformedQuery,
    MemoryExceeded,
    TimeExceeded,
    Unsupported,
)
from server.release.store.evaluation import QuerySource
from server.release.store.interface import READ_HERE, Answer, Question
from server.release.store.messages import Setup, Task
from server.release.store.reading import dataset
from server.release.store.spool import Spool
from server.web.representations import CSV, JSON_LD, N_TRIPLES, Representation
from server.words.prefixes import prefixes

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } }"
MiB = 1 << 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, release: Callable[..., str]) -> Path:
    releases = tmp_path_factory.mktemp("releases")
    quads = "".join(f'<http://e/s{n}> <http://e/p> "{n}" <http://e/g> .\n' for n in range(2000))
    return releases / release(releases, quads) / "store"


@contextmanager
def opened(folder: Path, limits: Limits, lanes: Lanes) -> Iterator[Embedded]:
    store = Embedded(folder, iris=Iris(), prefixes=prefixes(Iris()), limits=limits, lanes=lanes)
    try:
        yield store
    finally:
        store.close()


def ask(store: Embedded, text: str, representation: Representation = CSV) -> Answer:
    return store.answer(Question(text=text, representation=representation))


def children(of: int | str = "self") -> set[int]:
    """Return the process ids of the children of a process, by default this one."""
    tasks = Path(f"/proc/{of}/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text().split()}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_query_over_its_time_is_ended_and_the_next_is_answered_at_once(folder: Path) -> None:
    with opened(folder, Limits(query_seconds=0.6), Lanes(fast=1, slow=1, short_seconds=0.1)) as store:
        ask(store, COUNT)
        started = time.monotonic()
        with pytest.raises(TimeExceeded):
            ask(store, HEAVY)
        assert (taken := time.monotonic() - started) > 0.55
        started = time.monotonic()
        assert ask(store, COUNT).body.split() == [b"n", b"2000"]
        assert time.monotonic() - started < taken


def test_a_query_over_its_time_in_the_fast_lane_is_ended_too(folder: Path) -> None:
    with opened(folder, Limits(query_seconds=0.2), Lanes(fast=1, slow=1, short_seconds=5)) as store:
        with pytest.raises(TimeExceeded):
            ask(store, HEAVY)
        assert ask(store, COUNT).body.split() == [b"n", b"2000"]


@pytest.mark.parametrize("short", [0.01, 30.0], ids=["in the slow lane", "in the fast lane"])
def test_a_query_over_its_memory_is_ended_and_the_next_is_answered_at_once(folder: Path, short: float) -> None:
    limits = Limits(query_memory=64 * MiB, query_seconds=30)
    with opened(folder, limits, Lanes(fast=1, slow=1, short_seconds=short)) as store:
        with pytest.raises(MemoryExceeded):
            ask(store, GREEDY)
        assert ask(store, COUNT).body.split() == [b"n", b"2000"]


def test_a_long_query_is_read_by_a_worker(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the guard the web process reads it, where nothing limits what that costs."""

    def read_here(*_: object) -> None:
        raise AssertionError("this process has read it")

    with opened(folder, Limits(), Lanes(fast=1)) as store:
        monkeypatch.setattr(dataset, "read", read_here)
        assert store.read("ASK {}" + " " * READ_HERE).form == "ASK"


def test_a_worker_uses_no_more_memory_than_the_limit_says(folder: Path) -> None:
    limits = Limits(query_memory=64 * MiB, query_seconds=30)
    others, peaks = children(), set[int]()
    with opened(folder, limits, Lanes(fast=1, slow=1)) as store, ThreadPoolExecutor(1) as thread:
        ask(store, COUNT)
        running = thread.submit(ask, store, GREEDY)
        while not running.done():
            peaks |= {resident(pid) for pid in children() - others if is_worker(pid)}
            time.sleep(0.02)
        assert isinstance(running.exception(), MemoryExceeded)
    assert max(peaks) < 224 * MiB  # the limit, the interpreter, the open store, and what the allocator keeps


def is_worker(pid: int) -> bool:
    """Say whether a process is a worker already: between fork and exec it is a copy of this one, with all its memory."""
    try:
        return b"server.release.store.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except (FileNotFoundError, ProcessLookupError):
        return 0


def test_small_queries_pass_large_ones(folder: Path) -> None:
    lanes = Lanes(fast=1, slow=2, short_seconds=0.05)
    with opened(folder, Limits(query_seconds=2), lanes) as store, ThreadPoolExecutor(2) as threads:
        ask(store, COUNT)
        large = [threads.submit(ask, store, HEAVY) for _ in range(2)]
        time.sleep(0.2)
        waits = []
        for _ in range(20):
            started = time.monotonic()
            ask(store, COUNT)
            waits.append(time.monotonic() - started)
        assert not any(each.done() for each in large)
        assert sorted(waits)[10] < 0.3
        assert all(isinstance(each.exception(), TimeExceeded) for each in large)


def test_a_large_query_waits_for_the_slow_lane_and_is_then_answered(folder: Path) -> None:
    large = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    lanes = Lanes(fast=2, slow=1, short_seconds=0.01)
    with opened(folder, Limits(query_seconds=30), lanes) as store, ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda text: ask(store, text).body.split()[1], [large, large]))
    assert answers == [b"4000000", b"4000000"]


def test_who_finds_the_line_full_is_told_when_to_come_back(folder: Path) -> None:
    lanes = Lanes(fast=1, slow=1, waiting=0, short_seconds=0.05, patience_seconds=0.3)
    with opened(folder, Limits(query_seconds=1), lanes) as store, ThreadPoolExecutor(6) as threads:
        ask(store, COUNT)
        outcomes = [each.exception() for each in [threads.submit(ask, store, HEAVY) for _ in range(6)]]
        refused = [each for each in outcomes if isinstance(each, Busy)]
        assert len(refused) >= 3
        assert all(each.retry_after >= 1 for each in refused)
        assert ask(store, COUNT).body.split() == [b"n", b"2000"]


def test_a_worker_that_was_ended_from_outside_is_replaced(folder: Path) -> None:
    before = children()
    with opened(folder, Limits(), Lanes(fast=2)) as store:
        ask(store, COUNT)
        assert until(lambda: len(children() - before) == 3)
        for pid in children() - before:
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: not any(alive(pid) for pid in children() - before))
        for _ in range(6):
            assert ask(store, COUNT).body.split() == [b"n", b"2000"]


def test_a_query_whose_worker_ends_before_it_hands_its_file_over_is_run_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    receive = socket.recv_fds

    def late(channel: socket.socket, size: int, most: int) -> object:
        if not ended:  # the reply is there; its file is never sent
            ended.extend(children() - before)
            for pid in ended:
                os.kill(pid, signal.SIGKILL)
            assert until(lambda: not any(alive(pid) for pid in ended))
            return b"", [], 0, None
        return receive(channel, size, most)

    before = children()
    with opened(folder, Limits(), Lanes(fast=1)) as store:
        ask(store, COUNT)
        monkeypatch.setattr(socket, "recv_fds", late)
        answer = ask(store, "SELECT * { ?s ?p ?o . ?s2 ?p ?o2 } LIMIT 60000")
        assert ended
        assert answer.file
        assert answer.size > 1 * MiB
        answer.file.close()


def test_a_query_that_went_through_both_lanes_gives_each_place_back_once(folder: Path) -> None:
    lanes = Lanes(fast=1, slow=1, short_seconds=0.02)
    with opened(folder, Limits(query_seconds=0.4, query_memory=64 * MiB), lanes) as store:
        for query, error in (
            (HEAVY, TimeExceeded),
            (GREEDY, (MemoryExceeded, TimeExceeded)),
            ("SELECT {", MalformedQuery),
        ):
            with pytest.raises(error):
                ask(store, query)
        ask(store, COUNT)
        for lane, width in ((store._workers._fast, 1), (store._workers._slow, 1), (store._workers._paused, 2)):
            assert [lane.enter(Client()) for _ in range(width + 1)] == [True] * width + [False]


def test_the_last_place_of_the_slow_lane_is_for_an_address_that_has_none(folder: Path) -> None:
    one, other = Client("192.0.2.1"), Client("192.0.2.2")
    with opened(folder, Limits(query_seconds=3), Lanes(fast=3, slow=2, short_seconds=0.02)) as store:
        ask(store, COUNT)

        def slow(asker: Client) -> None:
            answer_for(asker)
            with contextlib.suppress(TimeExceeded, HungUp):
                ask(store, HEAVY)

        with ThreadPoolExecutor(2) as threads:
            done = [threads.submit(slow, one) for _ in range(2)]
            assert until(lambda: "T" in states(children()), 10)  # one runs, one waits: the other place is kept
            assert not store._workers._slow.enter(one)
            assert store._workers._slow.enter(other)
            one.hang_up()
            assert [each.result(10) for each in done] == [None, None]


def test_closing_ends_every_worker(folder: Path) -> None:
    before = children()
    with opened(folder, Limits(), Lanes(fast=2)) as store:
        ask(store, COUNT)
        assert until(lambda: len(children() - before) == 3)
    assert children() == before


PARENT = """
import sys, threading, time
from pathlib import Path
from ontology.iris import Iris
from server.config import Lanes, Limits
from server.web.representations import CSV
from server.release.store import worker
from server.release.store.embedded import Embedded
from server.release.store.evaluation import QuerySource
from server.release.store.messages import Setup, Task
from server.release.store.spool import Spool
from server.release.store.interface import Question
store = Embedded(Path(sys.argv[1]), iris=Iris(), prefixes={}, limits=Limits(), lanes=Lanes(fast=2, slow=1, short_seconds=0.05))
store.answer(Question(text="ASK {}", representation=CSV))
for _ in range(2):  # one runs, one is paused
    threading.Thread(target=store.answer, args=(Question(text=sys.argv[2], representation=CSV),)).start()
print("ready", flush=True)
time.sleep(60)
"""


def test_a_worker_ends_with_its_parent_also_where_the_kernel_does_not_see_to_it(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.platform = 'other'\n")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    running = PARENT.replace("slow=1", "slow=2")  # none is paused: only the kernel ends a process that stands still
    with subprocess.Popen(
        [sys.executable, "-c", running, str(folder), HEAVY], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == "ready\n"
        assert until(lambda: len(children(parent.pid)) >= 4, 20)
        workers = children(parent.pid)
        parent.send_signal(signal.SIGKILL)
    assert until(lambda: not any(alive(pid) for pid in workers))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGABRT])
def test_no_worker_outlives_its_parent_however_it_dies(folder: Path, how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder), HEAVY], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        try:
            assert parent.stdout
            assert parent.stdout.readline() == "ready\n"
            assert until(
                lambda: "T" in states(children(parent.pid)), 20
            )  # a paused worker is stopped, and ends all the same
            workers = children(parent.pid)
            assert len(workers) >= 3
            parent.send_signal(how)
            parent.wait(timeout=10)
            assert until(lambda: not any(alive(pid) for pid in workers))
        finally:
            parent.kill()


def states(pids: set[int]) -> set[str]:
    """Return the states of processes, as in ``/proc``: T is stopped."""
    found = set()
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found.add(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0])
    return found


def test_a_large_answer_is_a_file_that_has_no_name(folder: Path) -> None:
    with opened(folder, Limits(), Lanes(fast=1)) as store:
        answer = ask(store, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000")
        assert answer.file is not None
        with answer.file:
            assert os.fstat(answer.file.fileno()).st_nlink == 0
            assert answer.file.read().count(b"\n") == 100_001
        assert ask(store, COUNT).file is None


def test_an_answer_that_is_too_large_is_refused_whole(folder: Path) -> None:
    with opened(folder, Limits(answer_bytes=MiB), Lanes(fast=1)) as store:
        with pytest.raises(AnswerTooLarge):
            ask(store, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000")
        assert ask(store, COUNT).body.split() == [b"n", b"2000"]


def test_a_malformed_query_has_a_position(folder: Path) -> None:
    with opened(folder, Limits(), Lanes(fast=1)) as store:
        with pytest.raises(MalformedQuery) as raised:
            ask(store, "SELECT *\n{ ?s ?p }")
        assert (raised.value.line, raised.value.column) == (2, 9)


def test_a_format_that_does_not_fit_the_query_is_told(folder: Path) -> None:
    with opened(folder, Limits(), Lanes(fast=1)) as store, pytest.raises(Inexpressible, match="n-triples"):
        ask(store, COUNT, N_TRIPLES)


def test_no_error_of_a_query_ends_its_worker(folder: Path) -> None:
    others = children()  # of tests that share this process
    with opened(folder, Limits(), Lanes(fast=1)) as store:
        ask(store, COUNT)
        assert until(lambda: len(children() - others) == 2)  # one and a spare
        workers = children() - others
        with pytest.raises(Unsupported, match="http://elsewhere/fn#age"):
            ask(store, "SELECT (<http://elsewhere/fn#age>(?o) AS ?x) { ?s ?p ?o }")
        with pytest.raises(Inexpressible, match="triple inside a triple"):
            ask(store, "CONSTRUCT { ?s <http://e/says> <<( ?s ?p ?o )>> } { ?s ?p ?o } LIMIT 1", JSON_LD)
        with pytest.raises(Inexpressible, match="<org:x>"):
            ask(store, "CONSTRUCT { <org:x> ?p ?o } { ?s ?p ?o } LIMIT 1", JSON_LD)
        assert ask(store, COUNT).body.split() == [b"n", b"2000"]
        assert workers <= children()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (OSError(28, "No space left on device"), "fault"),
        (OSError("the engine cannot write this"), "fault"),
        (KeyError("a name of ours"), "fault"),
        (UnicodeEncodeError("utf-8", "x", 0, 1, "surrogate"), "fault"),
        (MemoryError(), "memory"),
    ],
)
def test_a_mistake_in_writing_an_answer_is_ours_and_no_service_s(
    monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: str
) -> None:
    def fail(*_: object) -> bool:
        raise error

    monkeypatch.setattr(worker, "write", fail)
    setup = Setup(store="", base="http://e/", prefixes={}, memory=MiB, inline=MiB, answer=MiB, parent=0)
    task = Task(query="SELECT * {}", media_type="text/csv", union=True)
    reply = worker._answer(QuerySource(ox.Store()), task, setup, Spool(MiB, MiB))
    assert reply.outcome == outcome
    assert outcome != "fault" or type(error).__name__ in reply.body.decode()


def test_our_own_queries_run_in_this_process_and_bind_terms(folder: Path) -> None:
    with opened(folder, Limits(), Lanes(fast=1)) as store:
        rows = store.select("SELECT ?s ?o { ?s ?p ?o }", {"s": ox.NamedNode("http://e/s7")})
        assert [(row.text("s"), row.integer("o")) for row in rows] == [("http://e/s7", 7)]
        assert len(store.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")) == 2000
        assert store.ask("ASK { <http://e/s1> ?p ?o }")
        assert store.select("triples-in-all-graphs")[0].integer("triples") == 2000
        with pytest.raises(LookupError, match="triples-in-all-graphs"):
            store.select("no-such-query")


def test_a_store_without_a_merged_default_graph_answers_for_all_its_graphs(
    release: Callable[..., str], tmp_path: Path
) -> None:
    quads = "".join(f'<http://e/s> <http://e/p> "{n}" <http://e/g{n}> .\n' for n in range(3))
    with opened(tmp_path / release(tmp_path, quads, merged=False) / "store", Limits(), Lanes(fast=1)) as store:
        assert ask(store, COUNT).body.split() == [b"n", b"3"]
        assert len(store.select("SELECT ?o { ?s ?p ?o }")) == 3
