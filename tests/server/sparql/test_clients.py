"""Programs that people ask with, as they come: every method and format, and no setting that a newcomer would not know."""

from __future__ import annotations

import io
import itertools
import json
import os
import shutil
import socket
import subprocess
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
import requests
from rdflib import ConjunctiveGraph, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import GET, POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper

from mapping.release.publication import Publication
from ontology.iris import Iris
from server.config import ServerConfig
from server.release import queries
from server.sparql import examples

FOLDER = Path(__file__).parent / "clients"
MODULES = Path(__file__).parents[3] / "node_modules"
MEASURE = "http://localhost:8000/id/measure/tianjin-2020-293/41"
TYPE = "https://w3id.org/policygraph/def#Measure"
SELECT = f"SELECT ?m ?text {{ ?m a <{TYPE}> ; <http://schema.org/text> ?text }} ORDER BY ?m"
GRAPHS = {"CONSTRUCT": f"CONSTRUCT WHERE {{ ?m a <{TYPE}> }}", "DESCRIBE": f"DESCRIBE <{MEASURE}>"}
METHODS = {"GET": (GET, URLENCODED), "POST": (POST, URLENCODED), "POST directly": (POST, POSTDIRECTLY)}
MEASURES = 84


@pytest.fixture
def wrapper(address: str) -> SPARQLWrapper:
    return SPARQLWrapper(f"{address}/sparql")


def asked(wrapper: SPARQLWrapper, method: str, wanted: str | None, query: str) -> Any:
    """Return what SPARQLWrapper makes of an answer; nothing but query, method and format is set."""
    wrapper.setQuery(query)
    wrapper.setMethod(METHODS[method][0])
    wrapper.setRequestMethod(METHODS[method][1])
    if wanted:
        wrapper.setReturnFormat(wanted)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib's own, about names of its classes
        return wrapper.queryAndConvert()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("wanted", [None, "xml", "json", "csv", "tsv"])
def test_sparqlwrapper_gets_a_table(wrapper: SPARQLWrapper, method: str, wanted: str | None) -> None:
    found = asked(wrapper, method, wanted, SELECT)
    if wanted == "json":
        assert len(found["results"]["bindings"]) == MEASURES
    elif wanted in {"csv", "tsv"}:
        separator = "," if wanted == "csv" else "\t"
        assert len(pd.read_csv(io.BytesIO(found), sep=separator)) == MEASURES
    else:
        assert len(found.getElementsByTagName("result")) == MEASURES


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("wanted", [None, "xml", "json"])
def test_sparqlwrapper_gets_a_boolean(wrapper: SPARQLWrapper, method: str, wanted: str | None) -> None:
    found = asked(wrapper, method, wanted, f"ASK {{ <{MEASURE}> a <{TYPE}> }}")
    assert found["boolean"] if wanted == "json" else found.getElementsByTagName("boolean")[0].firstChild.data == "true"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("form", GRAPHS)
@pytest.mark.parametrize("wanted", [None, "xml", "rdf+xml", "turtle", "n3", "json-ld"])
def test_sparqlwrapper_gets_a_graph(wrapper: SPARQLWrapper, method: str, form: str, wanted: str | None) -> None:
    found = asked(wrapper, method, wanted, GRAPHS[form])
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    triples = (
        list(itertools.chain(*(g for g in graph.contexts()))) if isinstance(graph, ConjunctiveGraph) else list(graph)
    )
    assert len(triples) == MEASURES if form == "CONSTRUCT" else (URIRef(MEASURE), None, None) in graph


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("wanted", ["xml", "json", "csv", "tsv"])
def test_the_store_of_rdflib_reads_every_format(address: str, method: str, wanted: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql", method=method, returnFormat=wanted))
    assert len(list(graph.query(SELECT))) == MEASURES
    assert (URIRef(MEASURE), None, URIRef(TYPE)) in graph
    if wanted == "xml":
        assert len(list(graph.query(GRAPHS["CONSTRUCT"]))) == MEASURES


def test_pandas_reads_a_query_from_its_address(address: str) -> None:
    query = requests.Request("GET", f"{address}/sparql", params={"query": SELECT, "format": "csv"}).prepare().url
    assert query
    assert pd.read_csv(query).shape == (MEASURES, 2)


def run(command: list[str], **given: Any) -> str:
    environment = {**os.environ, "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, env=environment, **given)
    assert done.returncode == 0, done.stderr[-2000:]
    return str(done.stdout)


def tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def test_curl_asks_in_every_way(address: str, tmp_path: Path) -> None:
    file = tmp_path / "query.rq"
    file.write_text(SELECT)
    url, accept = f"{address}/sparql", ["-H", "Accept: text/csv"]
    ways = [
        ["-G", "--data-urlencode", f"query@{file}"], ["--data-urlencode", f"query@{file}"],
        ["-H", "Content-Type: application/sparql-query", "--data-binary", f"@{file}"],
        ["-H", "Transfer-Encoding: chunked", "-H", "Content-Type: application/sparql-query", "--data-binary", f"@{file}"],
    ]  # fmt: skip # entries side by side
    answers = {run([tool("curl"), "-sSf", "--compressed", *accept, *way, url]) for way in ways}
    assert len(answers) == 1
    assert len(pd.read_csv(io.StringIO(answers.pop()))) == MEASURES


def test_roqet_and_rapper_read_what_comes(address: str) -> None:
    asked_remotely = run([tool("roqet"), "-q", "-p", f"{address}/sparql", "-r", "csv", "-e", SELECT])
    assert len(pd.read_csv(io.StringIO(asked_remotely))) == MEASURES
    for suffix, syntax in (("ttl", "turtle"), ("nt", "ntriples"), ("rdf", "rdfxml")):
        url = requests.Request("GET", f"{address}/sparql", params={"query": GRAPHS["CONSTRUCT"], "format": suffix})
        assert run([tool("rapper"), "-q", "-i", syntax, str(url.prepare().url)]).count("\n") == MEASURES


def node(script: str, package: str, *arguments: str, **given: Any) -> Any:
    if not (MODULES / package).exists():
        pytest.skip(f"{package} is not installed")
    return json.loads(run([tool("node"), str(FOLDER / script), *arguments], **given))


def shipped() -> Iterator[str]:
    """Yield every query that we ship."""
    for name in queries.names():
        yield queries.load(name, Iris())
    for example in examples.load(Iris()).values():
        yield example.query


def test_rdfjs_clients_ask_and_read_and_every_query_of_ours_is_standard(address: str) -> None:
    given = list(shipped())
    path = "/doc/id/measure/tianjin-2020-293/41"
    found = node("rdfjs.mjs", "fetch-sparql-endpoint", address, path, input=json.dumps(given))
    assert found == {
        "parsing": [MEASURES, MEASURES],
        "parsingAsk": True,
        "fetching": [MEASURES, MEASURES],
        "fetchingAsk": True,
        "thing": requests.get(f"{address}{path}.nt", timeout=30).text.count("\n"),
        "read": len(given),
    }


@pytest.fixture(scope="module")
def own_address(
    live: Path,
    release: Callable[..., str],
    run_server: Callable[..., AbstractContextManager[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Where the release of the seeds is served under IRIs of that very address, so that links lead there."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}/"
    store = ox.Store.read_only(str(live / "store"))
    lines = "".join(f"{quad} .\n" for quad in store if quad.graph_name != ox.DefaultGraph())
    folder = tmp_path_factory.mktemp("own")
    release(folder, lines.replace("http://localhost:8000/", base), Publication(base=base))
    with run_server(ServerConfig(releases=folder), port) as server:
        yield server.url.rstrip("/")


def test_comunica_asks_the_endpoint_and_reads_a_thing(own_address: str) -> None:
    thing = MEASURE.replace("http://localhost:8000", own_address)
    found = node("comunica.mjs", "@comunica/query-sparql", own_address, thing)
    assert (found["rows"], found["some"], found["graph"], found["is"]) == (MEASURES, 5, 11, True)
    assert found["text"][0].startswith("建设一批社区生活服务中心")


def test_comunica_follows_the_links_of_a_thing(own_address: str) -> None:
    thing = MEASURE.replace("http://localhost:8000", own_address)
    query = f"""
        PREFIX eli: <http://data.europa.eu/eli/ontology#>
        SELECT ?name {{ <{thing}> eli:is_part_of ?plan . ?plan eli:date_document ?name }} LIMIT 1
    """
    assert node("traversal.mjs", "@comunica/query-sparql-link-traversal", thing, query) == ["2020-05-23"]
