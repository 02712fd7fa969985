"""The endpoint over HTTP: representations, errors, limits, what may be kept, and what is refused."""

from __future__ import annotations

import gzip
import http.client
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
import pyoxigraph as ox
import pytest
import requests
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from server.config import Lanes, Limits, ServerConfig

B = "http://localhost:8000/"
AGENCY = ox.NamedNode("http://e/agency")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
NUMBERS = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } }"


def data() -> str:
    shared = '<http://e/agency> <http://e/name> "市商务局"@zh'
    lines = [f"{shared} <{B}graph/plan/{plan}> ." for plan in "ab"]
    lines += [f'<http://e/s{n}> <http://e/p{n % 3}> "{n}" <{B}graph/plan/{"ab"[n % 2]}> .' for n in range(2000)]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory, release: Callable[..., str]) -> Path:
    folder = tmp_path_factory.mktemp("releases")
    release(folder, data())
    return folder


@pytest.fixture(scope="module")
def config(releases: Path) -> ServerConfig:
    limits = Limits(query_seconds=1.5, query_memory=48 << 20, body_bytes=4000, uri_bytes=8000)
    return ServerConfig(releases=releases, limits=limits, lanes=Lanes(fast=2, slow=2, waiting=4, patience_seconds=4))


@pytest.fixture(scope="module")
def server(config: ServerConfig, serve: Callable[..., Any]) -> Any:
    return serve(config)


def number(response: requests.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


# ---- representations ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_a_table_comes_as_the_client_asks(server: Any, accept: str | None, media_type: str) -> None:
    response = server.query("SELECT ?o { <http://e/agency> ?p ?o }", accept)
    assert response.headers["Content-Type"].partition(";")[0] == media_type
    assert "市商务局" in response.content.decode()


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "rdf", "trig", "nq"])
def test_a_graph_is_the_same_in_every_format(server: Any, suffix: str) -> None:
    response = server.query("CONSTRUCT WHERE { <http://e/agency> ?p ?o }", format=suffix)
    assert response.status_code == 200
    found = {quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.from_extension(suffix))}
    assert found == {ox.Triple(AGENCY, ox.NamedNode("http://e/name"), ox.Literal("市商务局", language="zh"))}


def test_json_ld_is_compact(server: Any) -> None:
    query = "CONSTRUCT { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o } { ?s <http://e/name> ?o }"
    document = server.query(query, "application/ld+json").json()
    label = {"@language": "zh", "@value": "市商务局"}
    assert document["@graph"] == [{"@id": "http://e/agency", "skos:prefLabel": [label]}]


def test_a_boolean_comes_in_every_format_of_results(server: Any) -> None:
    for suffix in ("json", "xml", "csv", "tsv", "html"):
        assert "true" in server.query("ASK { ?s ?p ?o }", format=suffix).text


def test_what_is_not_to_be_had_is_406_with_the_list(server: Any) -> None:
    response = server.query(NUMBERS, "image/png")
    assert response.status_code == 406
    assert "text/csv" in response.text
    problem = server.query(NUMBERS, "application/problem+json", format="ttl")
    assert problem.status_code == 406
    assert "application/sparql-results+json" in [each["mediaType"] for each in problem.json()["available"]]


def test_head_is_get_without_the_body(server: Any) -> None:
    get, head = (
        getattr(requests, each)(server.sparql, params={"query": NUMBERS}, timeout=9) for each in ("get", "head")
    )
    assert head.status_code == 200
    assert head.content == b""
    for name in ("ETag", "Content-Type", "Content-Length"):
        assert head.headers[name] == get.headers[name]


def test_the_answer_is_compressed_for_those_who_take_it(server: Any) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 200"
    plain = requests.get(server.sparql, params={"query": query}, headers={"Accept-Encoding": "identity"}, timeout=9)
    packed = requests.get(server.sparql, params={"query": query}, headers={"Accept-Encoding": "gzip"}, timeout=9)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(plain.content) // 4
    assert packed.content == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_pages_of_other_origins_may_ask(server: Any) -> None:
    asked = {"Origin": "https://x.example", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip # entries side by side
    response = requests.options(server.sparql, headers=asked, timeout=9)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "content-type"
    assert server.query(NUMBERS).headers["Access-Control-Allow-Origin"] == "*"


# ---- what may be kept ---------------------------------------------------------------------------------------------


def test_each_representation_has_its_own_strong_tag_and_brings_304(server: Any) -> None:
    tags = {suffix: server.query(NUMBERS, format=suffix).headers["ETag"] for suffix in ("json", "xml", "csv", "html")}
    assert len(set(tags.values())) == 4
    assert not any(tag.startswith("W/") for tag in tags.values())
    for suffix, tag in tags.items():
        parameters = {"query": NUMBERS, "format": suffix}
        again = requests.get(server.sparql, params=parameters, headers={"If-None-Match": tag}, timeout=9)
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        changed = requests.get(server.sparql, params=parameters, headers={"If-None-Match": '"other"'}, timeout=9)
        assert changed.status_code == 200


def test_what_is_asked_again_and_again_is_answered_the_same_to_the_last_header(server: Any) -> None:
    query = "SELECT (GROUP_CONCAT(STR(?s)) AS ?all) { ?s ?p ?o } # again"
    changing = {"date", "x-request-id"}
    for coding, told in (("gzip", "gzip"), ("identity", None)):
        headers = {"Accept-Encoding": coding}
        given = [requests.get(server.sparql, {"query": query}, headers=headers, timeout=9) for _ in range(5)]
        heads = [
            {name: value for name, value in each.headers.items() if name.lower() not in changing} for each in given
        ]
        assert heads == [heads[0]] * 5
        assert {each.content for each in given} == {given[0].content}
        assert given[0].headers.get("Content-Encoding") == told
        assert len({each.headers["X-Request-Id"] for each in given}) == 5


def test_the_dataset_is_part_of_the_tag(server: Any) -> None:
    one, two = (server.query(NUMBERS, **{"default-graph-uri": f"{B}graph/plan/{plan}"}) for plan in "ab")
    assert one.headers["ETag"] != two.headers["ETag"]


def test_equal_tags_are_equal_bytes_whichever_worker_answers(server: Any) -> None:
    query = "SELECT ?p (COUNT(*) AS ?n) (SAMPLE(?o) AS ?x) { ?s ?p ?o } GROUP BY ?p #"
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda n: server.query(f"{query}{n}").content, range(24)))
    assert len(set(answers)) == 1


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_nobody_keeps_what_changes_by_itself(server: Any, function: str) -> None:
    one, two = (server.query(f"SELECT ({function} AS ?x) {{}}") for _ in range(2))
    assert one.headers["Cache-Control"] == "no-store"
    assert "ETag" not in one.headers
    assert one.text != two.text


# ---- datasets -----------------------------------------------------------------------------------------------------


def test_all_graphs_together_are_the_default_graph_and_hold_a_triple_once(server: Any) -> None:
    assert number(server.query(NUMBERS)) == 2001


def test_graphs_named_together_hold_a_triple_once(server: Any) -> None:
    graphs = {"default-graph-uri": [f"{B}graph/plan/a", f"{B}graph/plan/b"]}
    assert number(requests.get(server.sparql, params={"query": NUMBERS, **graphs}, timeout=9)) == 2001
    clauses = f"FROM <{B}graph/plan/a> FROM <graph/plan/b>"
    assert number(server.query(f"SELECT (COUNT(*) AS ?n) {clauses} {{ ?s ?p ?o }}")) == 2001


def test_from_leaves_no_other_graph_open(server: Any) -> None:
    one = f"<{B}graph/plan/a>"
    assert number(server.query(f"SELECT (COUNT(*) AS ?n) FROM {one} {{ ?s ?p ?o }}")) == 1001
    assert number(server.query(f"SELECT (COUNT(*) AS ?n) FROM {one} {{ GRAPH ?g {{ ?s ?p ?o }} }}")) == 0
    assert number(server.query(f"SELECT (COUNT(*) AS ?n) FROM NAMED {one} {{ ?s ?p ?o }}")) == 0
    assert number(server.query(f"SELECT (COUNT(*) AS ?n) FROM NAMED {one} {{ GRAPH ?g {{ ?s ?p ?o }} }}")) == 1001


def test_the_dataset_of_the_request_goes_before_that_of_the_query(server: Any) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{B}graph/plan/a> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert number(server.query(query, **{"named-graph-uri": f"{B}graph/plan/b"})) == 1001
    assert number(server.query(query, **{"default-graph-uri": f"{B}graph/plan/b"})) == 0


def test_without_a_dataset_every_named_graph_can_be_asked(server: Any) -> None:
    assert number(server.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")) == 2002


def test_a_graph_that_is_no_iri_is_a_bad_request(server: Any) -> None:
    assert server.query(NUMBERS, **{"default-graph-uri": "not an iri"}).status_code == 400


# ---- errors -------------------------------------------------------------------------------------------------------


def test_a_malformed_query_is_shown_where_it_breaks(server: Any) -> None:
    response = server.query("SELECT *\nWHERE { ?s ?p }", "application/sparql-results+json")
    problem = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (response.status_code, problem["status"], problem["title"]) == (400, 400, "Bad Request")
    assert (problem["line"], problem["column"], problem["text"]) == (2, 15, "WHERE { ?s ?p }")
    page = server.query("SELECT *\nWHERE { ?s ?p }", "text/html")
    assert (page.status_code, "<pre>第 2 行第 15 列：" in page.text) == (400, True)
    assert server.query("SELECT *\nWHERE { ?s ?p }").text.startswith("400 Bad Request\n\nLine 2, column 15")


def test_a_prefix_that_is_not_declared_is_named_with_its_declaration(server: Any) -> None:
    text = server.query("SELECT * { ?s skos:prefLabel ?o ; x:y ?z }").text
    assert "Not declared: skos:, x:. Add PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in text


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { ?s foo:p ?o }", "Line 1, column 15: the prefix is not declared. Not declared: foo:."),
        ("SELECT * { ?s ?p ", "Line 1, column 18: the query ends too early. Not closed: {."),
        ("SELECT * { ?s ?p ?o } LIMIT x", "Line 1, column 29: x cannot stand here: expected a number."),
        ("", "Line 1, column 1: there is no query."),
    ],
)
def test_what_the_grammar_expects_is_said_without_its_classes_of_characters(
    server: Any, query: str, reason: str
) -> None:
    problem = server.query(query, "application/json").json()
    assert problem["detail"].startswith(reason)
    assert "['" not in problem["detail"]


@pytest.mark.parametrize(
    "form", ["SELECT (<http://x/bif#contains>(?o) AS ?y) { ?s ?p ?o }", "ASK { FILTER(<http://x/bif#contains>(1)) }"]
)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_function_that_is_not_there_is_named(server: Any, form: str, accept: str) -> None:
    response = server.query(form, accept)
    assert response.status_code == 400
    assert "http://x/bif#contains" in response.text
    assert server.query(f"{NUMBERS} # after a function", "application/json").ok


def test_a_triple_inside_a_triple_is_406_in_json_ld_and_written_in_turtle(server: Any) -> None:
    query = "CONSTRUCT { ?s <http://e/says> <<( ?s ?p ?o )>> } { ?s ?p ?o } LIMIT 1"
    refused = server.query(query, "application/ld+json")
    assert (refused.status_code, "a triple inside a triple" in refused.text) == (406, True)
    assert server.query(query, "text/turtle").ok


def test_a_query_that_nests_too_deeply_is_refused_and_the_next_is_answered(config: ServerConfig, serve: Any) -> None:
    server = serve(msgspec.structs.replace(config, limits=Limits()))
    query = "SELECT * {" + "{" * 20000 + "}" * 20000 + "}"
    deep = requests.post(server.sparql, query, headers={"Content-Type": "application/sparql-query"}, timeout=30)
    assert (deep.status_code, "nests too deeply" in deep.text) == (400, True)
    assert server.query("ASK {}").status_code == 200


def test_too_much_is_413_or_414(server: Any) -> None:
    assert server.query("#" * 9000 + "\nASK {}").status_code == 414
    response = requests.post(server.sparql, data={"query": "#" * 5000 + "\nASK {}"}, timeout=9)
    assert (response.status_code, "4000 bytes" in response.text) == (413, True)


def test_a_body_without_a_length_is_limited_too(server: Any) -> None:
    def chunks() -> Any:
        yield from (b"#" * 1000 for _ in range(9))
        yield b"\nASK {}"

    response = requests.post(
        server.sparql, data=chunks(), headers={"Content-Type": "application/sparql-query"}, timeout=9
    )
    assert response.status_code == 413


def test_a_body_of_another_type_is_415_with_those_that_are_read(server: Any) -> None:
    response = requests.post(server.sparql, data=b"ASK {}", headers={"Content-Type": "text/plain"}, timeout=9)
    assert response.status_code == 415
    assert response.headers["Accept-Post"] == "application/x-www-form-urlencoded, application/sparql-query"


@pytest.mark.parametrize(
    "media_type",
    [
        "Application/SPARQL-Query",
        "application/sparql-query; charset=US-ASCII",
        'application/sparql-query;charset="utf8"',
    ],
)
def test_the_type_of_a_body_is_read_as_http_says(server: Any, media_type: str) -> None:
    asked = requests.post(server.sparql, b"ASK { ?s ?p ?o }", headers={"Content-Type": media_type}, timeout=9)
    assert (asked.status_code, asked.json()["boolean"]) == (200, True)
    form = {"Content-Type": "APPLICATION/x-www-form-urlencoded"}
    assert requests.post(server.sparql, b"query=ASK%7B%7D", headers=form, timeout=9).status_code == 200


def test_a_byte_order_mark_before_a_query_is_no_part_of_it(server: Any) -> None:
    query = "\ufeffSELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    direct = {"Content-Type": "application/sparql-query"}
    assert number(server.query(query)) == 2001
    assert number(requests.post(server.sparql, {"query": query}, timeout=9)) == 2001
    assert number(requests.post(server.sparql, query.encode(), headers=direct, timeout=9)) == 2001


def test_a_format_that_nobody_here_knows_leaves_the_choice_to_the_header(server: Any) -> None:
    for wanted in ("auto", "application/x-binary-rdf-results-table", "*/*", "表格"):
        answer = server.query(NUMBERS, "application/sparql-results+xml", format=wanted)
        assert answer.headers["Content-Type"] == "application/sparql-results+xml"
    several = requests.get(server.sparql, params={"query": NUMBERS, "format": ["auto", "text/csv"]}, timeout=9)
    assert several.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert server.query(NUMBERS, "image/png", format="auto").status_code == 406


def test_an_empty_field_of_a_form_is_as_if_it_were_not_there(server: Any) -> None:
    empty = {"default-graph-uri": "", "named-graph-uri": "", "format": ""}
    assert number(server.query(NUMBERS, **empty)) == 2001
    graphs = {"default-graph-uri": ["", f"{B}graph/plan/a"]}
    assert number(requests.get(server.sparql, params={"query": NUMBERS, **graphs}, timeout=9)) == 1001


def test_other_methods_are_405_with_those_that_there_are(server: Any) -> None:
    response = requests.put(server.sparql, data=b"x", timeout=9)
    assert response.status_code == 405
    assert {"GET", "POST"} <= {each.strip() for each in response.headers["Allow"].split(",")}


def test_an_update_is_refused_wherever_it_stands(server: Any) -> None:
    for response in (
        server.query("DROP ALL"),
        requests.post(server.sparql, data={"update": "DROP ALL"}, timeout=9),
        requests.post(server.sparql, b"DROP ALL", headers={"Content-Type": "application/sparql-update"}, timeout=9),
    ):
        assert (response.status_code, "read-only" in response.text) == (403, True)


def test_a_slow_query_is_504_with_the_limit_and_the_next_one_is_answered_at_once(server: Any) -> None:
    response = server.query(HEAVY, "application/json")
    assert response.status_code == 504
    assert response.json()["limit"] == 1.5
    assert response.elapsed.total_seconds() > 1.4
    assert server.query(f"{NUMBERS} # after").elapsed < response.elapsed


def test_a_query_that_needs_too_much_memory_is_503_with_the_limit_and_the_next_one_is_answered_at_once(
    config: ServerConfig, serve: Any
) -> None:
    limits = msgspec.structs.replace(config.limits, query_seconds=60)  # on a busy machine its time would be over first
    server = serve(msgspec.structs.replace(config, limits=limits))
    response = server.query(GREEDY, "application/json")
    assert (response.status_code, response.json().get("limit")) == (503, 48 << 20)
    assert "Retry-After" in response.headers
    assert server.query(f"{NUMBERS} # afterwards").status_code == 200


def test_small_queries_do_not_wait_for_large_ones_and_too_many_are_told_to_come_back(server: Any) -> None:
    with ThreadPoolExecutor(24) as threads:
        large = [threads.submit(server.query, f"{HEAVY} # {n}") for n in range(10)]
        small = [server.query(f"{NUMBERS} # {n}").elapsed for n in range(10)]
        statuses = [each.result().status_code for each in large]
        retry = {each.result().headers.get("Retry-After") for each in large if each.result().status_code == 503}
    ended = [each.result().elapsed for each in large if each.result().status_code == 504]
    assert sorted(small)[5] < min(ended)  # behind a large one it would take as long as that one
    assert set(statuses) == {503, 504}
    assert None not in retry


def test_our_own_fault_is_500_with_an_id_that_is_in_the_log(server: Any, releases: Path, serve: Any) -> None:
    broken = serve(ServerConfig(releases=releases, services=(f"{server.url}nothing",)))
    fault = broken.query(f"SELECT * {{ SERVICE <{server.url}nothing> {{ ?s ?p ?o }} }}", "application/json")
    assert fault.status_code == 502  # another's fault is not ours
    assert "fault" not in fault.json()


# ---- SERVICE ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["SERVICE <{0}>", "SERVICE SILENT <{0}>", "service#x\n<{0}>", "SERVICE ?where"])
def test_no_address_is_called_that_is_not_allowed(server: Any, how: str) -> None:
    response = server.query(
        f"SELECT * {{ VALUES ?where {{ <{server.sparql}> }} {how.format(server.sparql)} {{ ?s ?p ?o }} }}"
    )
    assert (response.status_code, "SERVICE" in response.text) == (403, True)


def test_two_servers_answer_one_query_together(server: Any, serve: Any, release: Any, tmp_path: Path) -> None:
    release(tmp_path, f"<http://f/plan> <http://f/by> <http://e/agency> <{B}graph/plan/c> .\n")
    joined = serve(ServerConfig(releases=tmp_path, services=(server.sparql,)))
    query = (
        f"SELECT ?plan ?name {{ ?plan <http://f/by> ?who SERVICE <{server.sparql}> {{ ?who <http://e/name> ?name }} }}"
    )
    response = joined.query(query)
    assert [row["name"]["value"] for row in response.json()["results"]["bindings"]] == ["市商务局"]
    assert response.headers["Cache-Control"] == "no-store"
    assert joined.query(query.replace("SERVICE <", "SERVICE <http://127.0.0.1:1/")).status_code == 403


# ---- nothing is cut silently, nothing large is held ---------------------------------------------------------------


def test_a_row_limit_is_named_in_a_header_and_on_the_page(config: ServerConfig, serve: Any) -> None:
    server = serve(msgspec.structs.replace(config, limits=Limits(rows=10)))
    for suffix, rows in (("json", 10), ("csv", 11)):
        response = server.query("SELECT * { ?s ?p ?o }", format=suffix)
        assert response.headers["X-SPARQL-MaxRows"] == "10"
        assert (
            len(response.json()["results"]["bindings"]) if suffix == "json" else response.text.count("\r\n")
        ) == rows
    page = server.query("SELECT * { ?s ?p ?o }", "text/html", lang="en").text
    assert "The server gave only the first 10 rows; there are more." in page
    graph = server.query("CONSTRUCT WHERE { ?s ?p ?o }", format="nt")
    assert (graph.headers["X-SPARQL-MaxRows"], graph.text.count("\n")) == ("10", 10)
    whole = server.query("SELECT * { ?s ?p ?o } LIMIT 10")
    assert "X-SPARQL-MaxRows" not in whole.headers
    assert len(whole.json()["results"]["bindings"]) == 10


def test_the_page_says_that_there_is_more_than_it_shows(server: Any) -> None:
    page = server.query("SELECT * { ?s ?p ?o }", "text/html", lang="en").text
    assert "Only the first 1,000 rows are shown; there are more. The downloads have them all." in page
    assert "Only the first 1,000" not in server.query("SELECT * { ?s ?p ?o } LIMIT 1000", "text/html", lang="en").text


def test_the_page_does_not_promise_more_than_the_server_gives(config: ServerConfig, serve: Any) -> None:
    server = serve(msgspec.structs.replace(config, limits=Limits(rows=1500)))
    page = server.query("SELECT * { ?s ?p ?o }", "text/html", lang="en").text
    assert "Only the first 1,000 rows are shown; there are more. The downloads have up to 1,500 rows." in page


def test_a_large_answer_comes_whole_and_does_not_live_in_the_web_process(releases: Path, serve: Any) -> None:
    server = serve(ServerConfig(releases=releases, limits=Limits(query_seconds=300)))
    before = web_memory(server.process.pid)
    query = "SELECT * { ?a ?b ?c . ?d <http://e/p1> ?f }"
    size = rows = 0
    with requests.get(server.sparql, params={"query": query, "format": "csv"}, stream=True, timeout=300) as response:
        for piece in response.iter_content(1 << 20):
            size += len(piece)
            rows += piece.count(b"\n")
    assert (response.status_code, rows) == (200, 2001 * 667 + 1)
    assert size > 60_000_000
    assert web_memory(server.process.pid) - before < 30_000_000


def web_memory(pid: int) -> int:
    """Return the peak of what the process has in memory, in bytes."""
    peaks = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(peaks[0].split()[1]) * 1024


# ---- the endpoint itself ------------------------------------------------------------------------------------------


def test_the_description_is_true(server: Any) -> None:
    response = requests.get(server.sparql, timeout=9)
    assert response.headers["Content-Type"].startswith("text/turtle")
    graph = Graph().parse(data=response.text, format="turtle")
    service = graph.value(None, RDF.type, SD.Service)
    assert graph.value(service, SD.endpoint) == URIRef(f"{B}sparql")
    assert set(graph.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    dataset = graph.value(service, SD.defaultDataset)
    assert graph.value(graph.value(dataset, SD.defaultGraph), VOID.triples) == Literal(number(server.query(NUMBERS)))
    named = list(graph.objects(dataset, SD.namedGraph))
    assert len(named) == 2
    for each in named:
        iri = graph.value(each, SD.name)
        counted = number(server.query(f"SELECT (COUNT(*) AS ?n) FROM <{iri}> {{ ?s ?p ?o }}"))
        assert graph.value(graph.value(each, SD.graph), VOID.triples) == Literal(counted)
    assert len(list(graph.objects(service, SD.resultFormat))) == 10


@pytest.mark.parametrize("media_type", ["application/ld+json", "application/n-triples", "application/rdf+xml"])
def test_the_description_comes_in_every_format_of_rdf(server: Any, media_type: str) -> None:
    response = requests.get(server.sparql, headers={"Accept": media_type}, timeout=9)
    turtle = ox.parse(requests.get(server.sparql, timeout=9).content, format=ox.RdfFormat.TURTLE)
    found = ox.parse(response.content, format=ox.RdfFormat.from_media_type(media_type))
    assert {quad.triple for quad in found} == {quad.triple for quad in turtle}
    again = requests.get(
        server.sparql, headers={"Accept": media_type, "If-None-Match": response.headers["ETag"]}, timeout=9
    )
    assert again.status_code == 304


def test_a_browser_gets_a_form_that_works_without_scripts(server: Any) -> None:
    page = requests.get(server.sparql, headers={"Accept": "text/html,*/*;q=0.1"}, timeout=9)
    assert page.status_code == 200
    form = re.search(r'<form id="ask" action="/sparql" method="get".*?</form>', page.text, re.DOTALL)
    assert form
    assert all(part in form[0] for part in ('<textarea id="query" name="query"', '<button type="submit" id="run">'))
    result = server.query("SELECT ?o { <http://e/agency> ?p ?o }", "text/html")
    assert '<td><span lang="zh">市商务局</span></td>' in result.text


def test_a_path_with_percent_encoded_text_is_answered(server: Any) -> None:
    with closing(http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=9)) as connection:
        connection.request("GET", "/%E5%95%86?x=%E5", headers={"Accept": "application/json"})
        response = connection.getresponse()
        assert (response.status, json.load(response)["status"]) == (404, 404)


def test_the_health_check_names_release_and_store(server: Any, releases: Path) -> None:
    health = requests.get(f"{server.url}healthz", timeout=9).json()
    assert health == {
        "status": "ready", "release": (releases / "current").resolve().name, "store": f"Oxigraph {ox.__version__}, embedded",
        "setAside": [],
    }  # fmt: skip # entries side by side


def test_gzip_of_a_large_answer_is_streamed(server: Any) -> None:
    query = "SELECT * { ?a ?b ?c . ?d <http://e/p1> ?f } LIMIT 60000"
    with closing(http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)) as connection:
        body = f"query={quote(query)}&format=csv"
        headers = {"Accept-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/sparql", body, headers)
        response = connection.getresponse()
        assert response.getheader("Content-Encoding") == "gzip"
        assert gzip.decompress(response.read()).count(b"\n") == 60001


# ---- files for people ---------------------------------------------------------------------------------------------


def test_csv_has_a_byte_order_mark_only_where_it_is_asked_for(server: Any) -> None:
    plain = server.query(NUMBERS, format="csv")
    marked = server.query(NUMBERS, format="csv", bom="1")
    assert plain.content == marked.content.removeprefix(b"\xef\xbb\xbf") != marked.content
    assert plain.headers["ETag"] != marked.headers["ETag"]
    assert server.query(NUMBERS, format="json", bom="1").content == server.query(NUMBERS, format="json").content
    large = server.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000", format="csv", bom="1", download="large")
    assert large.content.startswith(b"\xef\xbb\xbfa,b,c,d,e,f\r\n")
    assert large.content.count(b"\r\n") == 60001


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("measures", "measures.csv"),
        ("单位 名称", "单位-名称.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ('a"b\r\nX: y', "a-b-X-y.csv"),
    ],
)
def test_a_download_has_the_name_that_was_asked_for_as_a_file_may_have_it(server: Any, asked: str, named: str) -> None:
    response = requests.post(server.sparql, data={"query": NUMBERS, "format": "csv", "download": asked}, timeout=9)
    assert response.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote(named)}"
    assert "X" not in response.headers
    assert "Content-Disposition" not in server.query(NUMBERS, format="csv").headers
