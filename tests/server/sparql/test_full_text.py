"""Full text inside SPARQL: what ``SERVICE <…/search>`` finds, how it joins, how it is bounded, and how mistakes are told."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import requests
from flask.testing import FlaskClient

from mapping.release.index import FOLDER
from ontology.iris import Iris
from server.app import close, create_app
from server.config import Limits, ServerConfig
from server.search_index.opened import SearchIndex
from server.sparql import examples
from server.sparql.fulltext.reading import TextSearchError
from server.sparql.fulltext.rewriting import QueryWriter
from server.sparql.fulltext.terms import DEFAULT, MOST

B = "http://localhost:8000/"
V = "https://w3id.org/policygraph/"
HERE = f"SERVICE <{B}search>"
PREFIXES = f"""PREFIX policy: <{V}def#>
PREFIX schema: <http://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX text: <{V}text#>
"""
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
Row = dict[str, str]


def asked(client: FlaskClient, query: str, path: str = "/sparql", **headers: str) -> Any:
    return client.post(path, data={"query": PREFIXES + query}, headers={"Accept": "application/json", **headers})


def rows(client: FlaskClient, query: str, path: str = "/sparql") -> list[Row]:
    response = asked(client, query, path)
    assert response.status_code == 200, response.get_data(as_text=True)
    found = response.get_json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def things(client: FlaskClient, query: str, path: str = "/sparql") -> set[str]:
    return {row["m"] for row in rows(client, query, path)}


@pytest.fixture(scope="module")
def containing(client: FlaskClient) -> set[str]:
    """The measures whose text holds the word, found by reading every text."""
    return things(client, 'SELECT ?m { ?m a policy:Measure ; schema:text ?t FILTER CONTAINS(?t, "物流") }')


def searching(pattern: str, select: str = "*") -> str:
    return f"SELECT {select} {{ {HERE} {{ {pattern} }} }}"


# ---- what is found ------------------------------------------------------------------------------------------------


def test_a_search_finds_the_measures_that_contains_finds(client: FlaskClient, containing: set[str]) -> None:
    assert len(containing) > 1
    assert things(client, searching('?m text:query "物流" ; text:class policy:Measure')) == containing


def test_all_words_of_a_search_must_be_there(client: FlaskClient) -> None:
    both = things(client, searching('?m text:query "冷链 物流" ; text:class policy:Measure'))
    one = things(client, searching('?m text:query "冷链" ; text:class policy:Measure'))
    assert set() < both <= one


def test_a_hit_has_a_score_an_excerpt_and_the_number_of_all_hits(client: FlaskClient) -> None:
    found = rows(client, searching('?m text:query "物流" ; text:score ?s ; text:highlight ?h ; text:total ?n'))
    assert {int(row["n"]) for row in found} == {len(found)}
    assert all("<mark>物流" in row["h"] for row in found if row["m"].startswith(f"{B}id/measure/"))
    scores = [float(row["s"]) for row in found]
    assert scores == sorted(scores, reverse=True)


def test_the_rest_of_the_query_joins_with_what_is_found(client: FlaskClient, containing: set[str]) -> None:
    query = f"""SELECT ?m ?name {{
        ?m policy:responsibleAgency/skos:prefLabel ?name . FILTER (LANG(?name) = "zh" && CONTAINS(?name, "商务"))
        {HERE} {{ ?m text:query "物流" }}
    }}"""
    plain = query.replace(f'{HERE} {{ ?m text:query "物流" }}', '?m schema:text ?t FILTER CONTAINS(?t, "物流")')
    assert set() < things(client, query) < containing
    assert sorted(map(str, rows(client, query))) == sorted(map(str, rows(client, plain)))


def test_a_search_may_be_optional_in_a_union_or_left_out(client: FlaskClient, containing: set[str]) -> None:
    search = f'{HERE} {{ ?m text:query "物流" ; text:class policy:Measure ; text:score ?s }}'
    optional = rows(client, f"SELECT ?m ?s {{ ?m a policy:Measure OPTIONAL {{ {search} }} }}")
    assert (len(optional), {row["m"] for row in optional if "s" in row}) == (84, containing)
    less = rows(client, f"SELECT ?m {{ ?m a policy:Measure MINUS {{ {search} }} }}")
    assert len(less) == 84 - len(containing)
    union = f'SELECT ?m {{ {{ {search} }} UNION {{ {HERE} {{ ?m text:query "冷链" ; text:class policy:Measure }} }} }}'
    assert things(client, union) >= containing


def test_a_variable_stands_for_the_texts_that_values_lists(client: FlaskClient, containing: set[str]) -> None:
    query = f"""SELECT ?w (COUNT(?m) AS ?n) {{
        VALUES ?w {{ "物流" "步行街" "无此词语" }} {HERE} {{ ?m text:query ?w ; text:class policy:Measure }}
    }} GROUP BY ?w"""
    found = {row["w"]: int(row["n"]) for row in rows(client, query)}
    assert found["物流"] == len(containing)
    assert set(found) == {"物流", "步行街"}


def test_the_search_has_any_name_that_means_its_address(client: FlaskClient, containing: set[str]) -> None:
    pattern = '{ ?m text:query "物流" ; text:class policy:Measure }'
    for service in ("SERVICE <search>", "service silent </search>", "SERVICE site:search"):
        query = f"PREFIX site: <{B}> SELECT * {{ {service} {pattern} }}"
        assert things(client, query) == containing, service


def test_what_is_found_is_a_literal_whatever_the_source_holds(live: Path) -> None:
    """An excerpt is written into the query: quotes, backslashes and braces in it must stay text."""
    writer = QueryWriter(Iris(), SearchIndex(live / FOLDER), frozenset({f"{B}search"}))
    for words in ("旅游", "“一日游”", '\\"', "} ?x", "消费"):
        quoted = str(ox.Literal(words))
        query = f"{PREFIXES} SELECT * {{ {HERE} {{ ?m text:query {quoted} ; text:highlight ?h }} }}"
        searched = writer.with_services(query)
        assert searched is not None
        ox.Store().query(searched.text)


def test_nothing_found_is_no_row(client: FlaskClient) -> None:
    assert rows(client, searching('?m text:query "无此词语" ; text:highlight ?h')) == []


# ---- bounds -------------------------------------------------------------------------------------------------------


def test_a_limit_keeps_the_best_and_says_what_it_left_out(client: FlaskClient) -> None:
    every = rows(client, searching('?m text:query "消费" ; text:score ?s'))
    response = asked(client, searching('?m text:query "消费" ; text:score ?s ; text:limit 3'))
    assert [row["m"]["value"] for row in response.get_json()["results"]["bindings"]] == [row["m"] for row in every[:3]]
    assert response.headers["X-Search-Cut"] == f"limit=3;left-out={len(every) - 3}"
    again = asked(client, searching('?m text:query "消费" ; text:score ?s ; text:limit 3'))
    assert again.headers["X-Search-Cut"] == response.headers["X-Search-Cut"]


def test_the_page_says_in_words_what_a_limit_left_out(client: FlaskClient) -> None:
    page = asked(client, searching('?m text:query "消费" ; text:limit 2'), Accept="text/html").get_data(as_text=True)
    assert "全文检索只取了最相关的 2 个" in page
    assert "VALUES (?m)" not in page  # the query in the editor is the one that was asked


def test_the_service_description_tells_properties_and_bounds(client: FlaskClient) -> None:
    text = client.get("/sparql", headers={"Accept": "application/n-triples"}).get_data(as_text=True)
    assert f"<{B}search>" in text
    assert str(DEFAULT) in text
    assert str(MOST) in text
    for name in ("query", "score", "highlight", "total", "limit", "class"):
        assert f"<{V}text#{name}> <http://www.w3.org/2000/01/rdf-schema#comment>" in text
    assert client.get("/ns/text").headers["Location"] == "/sparql"


# ---- mistakes -----------------------------------------------------------------------------------------------------

MISTAKES = {
    "?m text:query ?w": "list them with VALUES ?w",
    'BIND("物流" AS ?w) ?m text:query ?w': "list them with VALUES ?w",
    "?m text:score ?s": "no words are asked for",
    '?m text:query "物流" ; text:rank ?s': "the search has no text:rank. There are: text:query",
    '?m text:query "物流" ; skos:prefLabel ?n': "outside the group of the search: skos:prefLabel",
    '?m text:query "物流" . ?m a policy:Measure': "outside the group of the search: a",
    '?m text:query "物流" ; text:limit 100001': f"from 1 to {MOST}",
    '?m text:query "物流" ; text:limit 0': f"from 1 to {MOST}",
    '?m text:query "物流" ; text:limit "many"': "takes a whole number",
    '?m text:query "物流", "冷链"': "takes one value",
    '?m text:query "物流" ; text:query "冷链"': "in one text, parted by spaces",
    '?m text:query "物流" ; text:score 5': "write a variable after it",
    '?m text:query "物流" ; text:score ?m': "?m stands for two things",
    '?m text:query "物流" ; text:class policy:Target': "There are: policy:Measure",
    '?m text:query "物流" ; text:class "Measure"': "such as policy:Measure",
    "?m text:query policy:Measure": "takes the words as one text",
    '?m text:query/text:score "物流"': "part of a path",
    '?m text:query "  "': "has no word in it",
    f'?m text:query "{" ".join(map(str, range(40)))}"': "20 are the most",
    '[] text:query "物流"': "begin with a variable",
    '?m fts:query "物流"': f"fts: is not declared. Of the search it is PREFIX text: <{V}text#>",
    '?m text:query "物流': "close its quotation marks",
    "": "nothing is searched",
}


@pytest.mark.parametrize("pattern", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_to_write(client: FlaskClient, pattern: str) -> None:
    response = asked(client, searching(pattern))
    assert (response.status_code, response.get_json()["line"]) == (400, 5)
    assert MISTAKES[pattern] in response.get_json()["detail"]


def test_a_property_of_the_search_outside_service_is_no_empty_answer(client: FlaskClient) -> None:
    response = asked(client, 'SELECT * {\n ?m text:query "物流"\n}')
    assert (response.status_code, response.get_json()["line"], response.get_json()["column"]) == (400, 6, 5)
    assert f"write SERVICE <{B}search> {{ … }} around it" in response.get_json()["detail"]


def test_an_error_behind_a_search_has_its_place_in_the_query_that_was_asked(client: FlaskClient) -> None:
    query = f'SELECT * {{ {HERE} {{ ?m text:query "消费" ; text:highlight ?h }} ?m a b ?c }}'
    response = asked(client, query)
    assert response.status_code == 400
    assert response.get_json()["text"] == query
    assert response.get_json()["column"] == query.index("b ?c") + 1


@pytest.mark.parametrize("address", ["http://example.org/search", f"{B}sparql", f"{B}search/suggestions", "?where"])
def test_service_to_anywhere_else_stays_shut(client: FlaskClient, address: str) -> None:
    name = address if address.startswith("?") else f"<{address}>"
    assert asked(client, f'SELECT * {{ SERVICE {name} {{ ?m text:query "物流" }} }}').status_code == 403


def test_an_unclosed_group_is_told_and_never_asked_over_http(client: FlaskClient) -> None:
    response = asked(client, f'SELECT * {{ {HERE} {{ ?m text:query "物流"')
    assert response.status_code == 400
    assert "a } is missing" in response.get_json()["detail"]


def test_brackets_without_end_are_read_in_a_time_that_grows_with_their_number() -> None:
    writer = QueryWriter(Iris(), None, frozenset({f"{B}search"}))  # type: ignore[arg-type] # nothing is looked up
    for piece in ("FILTER ", "FILTER (", "VALUES ?x {", "BIND (", "{ ", "?a ?b [ ", "SERVICE SILENT "):
        query = f"SELECT * {{ {piece * (60_000 // len(piece))}"
        with suppress(TextSearchError):  # a quadratic reading takes minutes
            assert writer.with_services(query) is None


# ---- asked by others ----------------------------------------------------------------------------------------------


def test_the_address_of_the_search_answers_the_protocol(client: FlaskClient, containing: set[str]) -> None:
    pattern = '{ ?m text:query "物流" . ?m text:class policy:Measure . ?m text:score ?s }'
    assert things(client, f"SELECT ?m ?s {pattern}", "/search") == containing
    got = client.get(
        "/search", query_string={"query": f"{PREFIXES} ASK {pattern}"}, headers={"Accept": "application/json"}
    )
    assert got.get_json()["boolean"] is True
    body = f"{PREFIXES} SELECT ?m {pattern} ORDER BY DESC(?s) LIMIT 2"
    direct = client.post(
        "/search", data=body.encode(), content_type="application/sparql-query", headers={"Accept": "text/csv"}
    )
    assert len(direct.get_data(as_text=True).split()) == 3


def test_bindings_sent_along_restrict_what_is_found(client: FlaskClient, containing: set[str]) -> None:
    one = min(containing)
    values = f'SELECT * {{ ?m text:query "物流" ; text:score ?s }} VALUES ?m {{ <{one}> <{B}id/measure/none/1> }}'
    assert things(client, values, "/search") == {one}
    substituted = rows(client, f'SELECT ?s {{ <{one}> text:query "物流" ; text:score ?s }}', "/search")
    assert len(substituted) == 1
    assert rows(client, f'SELECT ?s {{ <{B}id/measure/none/1> text:query "物流" ; text:score ?s }}', "/search") == []


def test_the_address_of_the_search_answers_nothing_but_searches(client: FlaskClient) -> None:
    for query in ("SELECT * { ?s ?p ?o }", "SELECT * { ?m a policy:Measure }", "ASK {}"):
        response = asked(client, query, "/search")
        assert response.status_code == 400, query
    assert asked(client, "INSERT DATA { <a> <b> <c> }", "/search").status_code in {400, 403}
    assert client.get("/search?q=物流").mimetype == "text/html"
    asked_before = client.options("/search").headers  # by browsers that send a query directly
    assert "POST" in asked_before["Access-Control-Allow-Methods"]


def test_the_search_answers_while_a_remote_store_is_busy_with_asking_it(releases: Path, containing: set[str]) -> None:
    """The store may have no thread left that could answer: here it answers nobody at all."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        limits = Limits(query_seconds=1)
        app = create_app(
            ServerConfig(releases=releases, store=f"http://127.0.0.1:{silent.getsockname()[1]}/", limits=limits)
        )
        found = things(app.test_client(), 'SELECT ?m { ?m text:query "物流" ; text:class policy:Measure }', "/search")
        close(app)
    assert found == containing


@contextmanager
def endpoint(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(OXIGRAPH), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                time.sleep(0.05)
                with socket.socket() as door:
                    if door.connect_ex(("127.0.0.1", port)) == 0:
                        break
            yield f"http://127.0.0.1:{port}/query"
        finally:
            process.kill()


@pytest.mark.skipif(not OXIGRAPH.exists(), reason="the Oxigraph server (PyPI oxigraph) is not installed")
def test_another_endpoint_searches_here_over_http(address: str, tmp_path: Path, containing: set[str]) -> None:
    query = f"""{PREFIXES} SELECT ?m ?s ?h {{
        SERVICE <{address}/search> {{ ?m text:query "物流" ; text:class policy:Measure ; text:score ?s ; text:highlight ?h }}
    }}"""
    with endpoint(tmp_path) as url:
        found = requests.post(url, data={"query": query}, headers={"Accept": "application/json"}, timeout=20)
    assert found.status_code == 200, found.text
    bindings = found.json()["results"]["bindings"]
    assert {row["m"]["value"] for row in bindings} == containing
    assert all("<mark>物流" in row["h"]["value"] for row in bindings)


def test_the_example_says_who_is_responsible_for_what_is_found(client: FlaskClient) -> None:
    query = examples.load(Iris())["search-in-a-query"].query
    found = client.post("/sparql", data={"query": query}, headers={"Accept": "application/json"}).get_json()
    numbers = [row["number"]["value"] for row in found["results"]["bindings"]]
    assert sorted(numbers) == ["2", "67"]
    agencies = {row["number"]["value"]: row["agencies"]["value"] for row in found["results"]["bindings"]}
    assert "天津市民政局" in agencies["2"]
