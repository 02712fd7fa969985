"""The remote store and the push, against the Oxigraph server and Virtuoso, started from their packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox
import pytest
import requests

from ontology.iris import Iris
from server.config import Lanes, Limits, ServerConfig
from server.release.store.embedded import Embedded
from server.release.store.errors import MalformedQuery, StoreFault, StoreUnreachable, TimeExceeded
from server.release.store.interface import QueryDataset, Question, Store
from server.release.store.push import Pushed, RemoteStore, push
from server.release.store.reading.binding import bind
from server.release.store.remote import Remote
from server.web.representations import CSV, RESULTS_XML, TURTLE
from server.words.prefixes import prefixes
from tests.conftest import free_port
from tests.stores import OXIGRAPH, SERVERS, oxigraph

B = "http://localhost:8000/"
IRIS = Iris()
BEFORE = f"""
INSERT DATA {{
  GRAPH <{B}graph/plan/old> {{ <http://e/old> <http://e/p> 1 }}
  GRAPH <{B}graph/plan/a> {{ <http://e/stale> <http://e/p> 1 }}
  GRAPH <http://other/graph> {{ <http://e/other> <http://e/p> 1 }}
}}
"""


def data(size: int = 1500) -> str:
    lines = [f'<http://e/agency> <http://e/name> "市商务局 \\"x\\"\\n"@zh <{B}graph/reference> .']
    lines += [f"<http://e/shared> <http://e/by> <http://e/two> <{B}graph/{name}> ." for name in ("reference", "shared")]
    lines += [f'<http://e/s{n}> <http://e/p{n % 3}> "{n}" <{B}graph/plan/{"ab"[n % 2]}> .' for n in range(size)]
    return "\n".join(lines) + "\n"


class Pushing(msgspec.Struct, frozen=True):
    target: RemoteStore
    folder: Path
    pushed: Pushed
    embedded: Embedded
    remote: Remote


@pytest.fixture(scope="module", params=list(SERVERS.values()))
def pushing(request: Any, tmp_path_factory: pytest.TempPathFactory, release: Callable[..., str]) -> Iterator[Pushing]:
    """A release, pushed to a server that holds a graph of an older one, and a graph of somebody else."""
    releases = tmp_path_factory.mktemp("releases")
    folder = releases / release(releases, data())
    with request.param(tmp_path_factory.mktemp("server")) as target:
        assert requests.post(target.update, data={"update": BEFORE}, timeout=30).ok
        pushed = push(folder, target)
        embedded = Embedded(folder / "store", iris=IRIS, prefixes=prefixes(IRIS), limits=Limits(), lanes=Lanes(fast=1))
        yield Pushing(target, folder, pushed, embedded, Remote(target.query, iris=IRIS, limits=Limits()))
        embedded.close()


def test_a_push_replaces_the_graphs_of_the_publisher_and_no_others(pushing: Pushing) -> None:
    graphs = {row.text("g") for row in pushing.remote.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    assert {
        f"{B}graph/plan/a",
        f"{B}graph/plan/b",
        f"{B}graph/reference",
        f"{B}graph/release",
        "http://other/graph",
    } <= graphs
    assert f"{B}graph/plan/old" in pushing.pushed.removed
    assert f"{B}graph/plan/old" not in graphs
    assert not any(graph.endswith("#staging") for graph in graphs)
    assert not pushing.remote.ask("ASK { <http://e/stale> ?p ?o }")
    assert pushing.remote.ask("ASK { GRAPH ?g { <http://e/other> ?p ?o } }")


@pytest.mark.parametrize("graph", ["plan/a", "plan/b", "reference"])
def test_a_pushed_graph_holds_the_triples_of_the_release(pushing: Pushing, graph: str) -> None:
    query = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"
    where = {"g": ox.NamedNode(f"{B}graph/{graph}")}
    found: list[set[tuple[object, ...]]] = []
    for store in (pushing.embedded, pushing.remote):
        rows = store.select(query, where)
        assert len(rows) > 0
        found.append({tuple(row[name] for name in "spog") for row in rows})
    assert found[0] == found[1]


def test_a_default_graph_of_its_own_holds_the_merge_and_nothing_older(pushing: Pushing) -> None:
    if not pushing.pushed.merged:
        pytest.skip("all graphs together are its default graph; Virtuoso counts a triple once a graph that holds it")
    query = "SELECT (COUNT(*) AS ?n) { <http://e/shared> ?p ?o }"
    assert [store.select(query)[0].integer("n") for store in (pushing.embedded, pushing.remote)] == [1, 1]
    for pattern, expected in (
        ("<http://e/agency> ?p ?o", True),
        ("<http://e/stale> ?p ?o", False),
        ("<http://e/other> ?p ?o", False),
    ):
        asked = {"query": f"ASK {{ {pattern} }}"}
        answer = requests.get(pushing.target.query, asked, headers={"Accept": "application/json"}, timeout=9)
        assert answer.json()["boolean"] is expected


QUERIES: tuple[tuple[str, dict[str, ox.NamedNode | ox.Literal]], ...] = (
    ("SELECT ?s ?o { ?s <http://e/p1> ?o } ORDER BY ?s LIMIT 5", {}),
    ("SELECT ?s ?o { ?s <http://e/p1> ?o }", {"s": ox.NamedNode("http://e/s7")}),
    ("SELECT ?s ?name { ?s <http://e/name> ?name }", {"name": ox.Literal('市商务局 "x"\n', language="zh")}),
    ("SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p", {"p": ox.NamedNode("http://e/p2")}),
    ("SELECT ?s ?x { ?s <http://e/p1> ?o OPTIONAL { ?s <http://e/none> ?x } } ORDER BY ?s LIMIT 2", {}),
)


@pytest.mark.parametrize(("query", "bindings"), QUERIES)
def test_our_queries_have_the_same_answer_on_either_store(
    pushing: Pushing, query: str, bindings: dict[str, ox.NamedNode | ox.Literal]
) -> None:
    def ask(store: Store) -> list[dict[str, str]]:
        return [{name: row.text(name) for name in row} for row in store.select(query, bindings)]

    assert ask(pushing.remote)
    assert ask(pushing.remote) == ask(pushing.embedded)


def test_constructed_graphs_are_the_same_on_either_store(pushing: Pushing) -> None:
    query = "CONSTRUCT { ?s <http://e/is> ?name } WHERE { ?s <http://e/name> ?name }"
    assert pushing.remote.construct(query)
    assert set(pushing.remote.construct(query)) == set(pushing.embedded.construct(query))


def test_answers_are_written_here_in_the_representation_asked_for(pushing: Pushing) -> None:
    select = "SELECT ?o { <http://e/s7> ?p ?o }"
    for representation in (CSV, RESULTS_XML):
        question = Question(text=select, representation=representation)
        assert pushing.remote.answer(question).body == pushing.embedded.answer(question).body
    turtle = pushing.remote.answer(Question(text="CONSTRUCT WHERE { <http://e/s7> ?p ?o }", representation=TURTLE))
    assert [quad.object for quad in ox.parse(turtle.body, format=ox.RdfFormat.TURTLE)] == [ox.Literal("7")]


def test_the_dataset_of_a_request_is_passed_on(pushing: Pushing) -> None:
    only = QueryDataset(default=(f"{B}graph/plan/a",))
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    answer = pushing.remote.answer(Question(text=text, representation=CSV, dataset=only, union=False))
    assert answer.body.split() == [b"n", b"750"]


def test_the_store_says_which_release_it_holds(pushing: Pushing) -> None:
    assert pushing.remote.state == f"{pushing.target.query} {B}id/release/{pushing.folder.name}"


def test_a_malformed_query_is_told_as_such(pushing: Pushing) -> None:
    with pytest.raises(MalformedQuery):
        pushing.remote.answer(Question(text="SELECT * { ?s ?p", representation=CSV))


def test_a_query_over_its_time_is_told_as_such(pushing: Pushing) -> None:
    hurried = Remote(pushing.target.query, iris=IRIS, limits=Limits(query_seconds=1))
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?e)) = STR(?i)) }"
    with pytest.raises(TimeExceeded):
        hurried.answer(Question(text=heavy, representation=CSV))


def test_as_many_rows_as_the_cap_are_taken_for_more(pushing: Pushing) -> None:
    capped = Remote(pushing.target.query, iris=IRIS, limits=Limits(), cap=1000)
    few, all_ = "SELECT * { ?s ?p ?o } LIMIT 999", "SELECT * { ?s ?p ?o } LIMIT 1000"
    assert not capped.answer(Question(text=few, representation=CSV)).cut
    assert capped.answer(Question(text=all_, representation=CSV)).cut
    with pytest.raises(StoreFault, match="cut"):
        capped.select(all_)


def test_a_server_on_a_remote_store_answers_as_one_on_its_own(pushing: Pushing, serve: Callable[..., Any]) -> None:
    config = ServerConfig(releases=pushing.folder.parent, limits=Limits(rows=50))
    own, remote = serve(config), serve(msgspec.structs.replace(config, store=pushing.target.query))
    query = "SELECT ?s ?o { ?s <http://e/p1> ?o } ORDER BY ?s LIMIT 20"
    for suffix in ("json", "xml", "csv", "tsv", "html"):
        assert remote.query(query, format=suffix).content == own.query(query, format=suffix).content
    assert remote.query(query).headers["ETag"]
    assert remote.query("SELECT * { ?s ?p ?o }").headers["X-SPARQL-MaxRows"] == "50"
    assert remote.query("SELECT * {").status_code == 400
    assert "remote" in requests.get(f"{remote.url}healthz", timeout=9).json()["store"]


def test_a_failed_push_leaves_every_graph_as_it_was_or_as_it_shall_be(
    pushing: Pushing, release: Callable[..., str], tmp_path: Path
) -> None:
    bigger = tmp_path / release(tmp_path, data(4000))
    manifest = msgspec.json.decode((bigger / "manifest.json").read_bytes())
    manifest["graphs"][1]["triples"] += 1  # graph b will never have what the manifest promises
    (bigger / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    done: list[str] = []
    with pytest.raises(StoreUnreachable, match="as it was"):
        push(bigger, pushing.target, done.append)
    counts = {
        row.text("g"): row.integer("n")
        for row in pushing.remote.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    }
    assert done == [f"{B}graph/plan/a"]
    assert (counts[f"{B}graph/plan/a"], counts[f"{B}graph/plan/b"]) == (2000, 750)
    assert not any(graph.endswith("#staging") for graph in counts)
    assert Remote(pushing.target.query, iris=IRIS, limits=Limits()).state is None


@pytest.mark.skipif(not OXIGRAPH.exists(), reason="the Oxigraph server (PyPI oxigraph) is not installed")
def test_a_default_graph_that_is_somebody_s_is_not_replaced(release: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / release(tmp_path, data(10))
    (tmp_path / "server").mkdir()
    with oxigraph(tmp_path / "server") as target:
        assert requests.post(target.update, {"update": "INSERT DATA { <http://e/x> <http://e/p> 1 }"}, timeout=9).ok
        with pytest.raises(StoreUnreachable, match="no push has put there"):
            push(folder, target)
        held = Remote(target.query, iris=IRIS, limits=Limits()).select("SELECT ?g { GRAPH ?g { ?s ?p ?o } }")
        assert held == []
        assert requests.post(target.update, {"update": "DROP DEFAULT"}, timeout=9).ok
        assert push(folder, target).merged
        (smaller := tmp_path / "less").mkdir()
        push(smaller / release(smaller, data(2)), target)
        assert len(Remote(target.query, iris=IRIS, limits=Limits()).select("SELECT * { ?s ?p ?o }")) == 4


@pytest.mark.skipif(not OXIGRAPH.exists(), reason="the Oxigraph server (PyPI oxigraph) is not installed")
def test_a_graph_that_has_not_changed_since_the_last_push_is_not_sent_again(
    release: Callable[..., str], tmp_path: Path
) -> None:
    first = tmp_path / release(tmp_path, data(10))
    more = f'<http://e/s1> <http://e/p1> "more" <{B}graph/plan/b> .\n'
    second = tmp_path / release(tmp_path, data(10) + more)
    (tmp_path / "server").mkdir()
    with oxigraph(tmp_path / "server") as target:

        def push_second(*, fresh: bool = False) -> tuple[int, int]:
            done = push(second, target, fresh=fresh)
            held = Remote(target.query, iris=IRIS, limits=Limits()).select(
                f"SELECT * {{ GRAPH <{B}graph/plan/a> {{ ?s ?p ?o }} }}"
            )
            assert len(held) == 5
            return len(done.replaced), len(done.unchanged)

        assert push(first, target).unchanged == ()
        assert push(second, target).replaced == (f"{B}graph/plan/b",)
        assert Remote(target.query, iris=IRIS, limits=Limits()).ask('ASK { <http://e/s1> ?p "more" }')
        assert push_second() == (0, 4)
        assert requests.post(target.update, {"update": f"DROP GRAPH <{B}graph/plan/a>"}, timeout=9).ok
        assert push_second() == (1, 3)  # the store lost it
        assert push_second(fresh=True) == (4, 0)
        assert requests.post(target.update, {"update": f"DROP GRAPH <{B}graph/release>"}, timeout=9).ok
        assert push_second() == (4, 0)  # it no longer says what it holds


def test_nobody_at_the_address_is_told_as_such() -> None:
    gone = Remote(f"http://127.0.0.1:{free_port()}/sparql", iris=IRIS, limits=Limits())
    with pytest.raises(StoreUnreachable):
        gone.select("SELECT * { ?s ?p ?o }")


def test_bindings_are_a_line_of_values() -> None:
    bound = bind("SELECT ?s { ?s ?p ?o }", {"s": ox.NamedNode("http://e/s"), "o": ox.Literal("a\nb", language="zh")})
    assert bound == 'SELECT ?s {\nVALUES (?s ?o) { (<http://e/s> "a\\nb"@zh) } ?s ?p ?o }'
