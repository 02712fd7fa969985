"""The W3C's test suite for the SPARQL 1.1 Protocol, run from its manifest against a real server."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDFS
from rdflib.term import Node

from server.config import ServerConfig

SUITE = Path(__file__).parents[3].parent / "shared" / "conformance" / "sparql11-protocol"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
TABULAR = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
RDF = {"text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"}

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="the W3C's protocol tests are not beside the repository")


@cache
def manifest() -> Graph:
    return Graph().parse(SUITE / "manifest.ttl", format="turtle") if SUITE.exists() else Graph()


def cases() -> list[URIRef]:
    graph = manifest()
    return [
        case
        for listed in graph.objects(None, MF.entries)
        for case in Collection(graph, listed)
        if isinstance(case, URIRef)
    ]


def name(case: URIRef) -> str:
    return case.partition("#")[2]


def is_update(case: URIRef) -> bool:
    return "update" in name(case)


def requests_of(case: URIRef) -> list[Node]:
    graph = manifest()
    action = graph.value(case, MF.action)
    found = graph.value(action, HT.requests)
    assert found is not None
    return list(Collection(graph, found))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory, release: Callable[..., str], serve: Callable[..., Any]) -> str:
    """The address of a server that holds every graph that a case names."""
    graph = manifest()
    lines = set()
    for data in graph.objects(None, UT.graphData):
        file = graph.value(data, UT.graph)
        label = graph.value(data, RDFS.label)
        triple = (SUITE / str(file).rpartition("/")[2]).read_text().strip().removesuffix(".")
        lines.add(f"{triple} <{label}> .\n")
    releases = tmp_path_factory.mktemp("conformance")
    release(releases, "".join(sorted(lines)))
    url: str = serve(ServerConfig(releases=releases)).url
    return url


@dataclass(frozen=True)
class Response:
    status: int
    media_type: str
    body: bytes


def send(endpoint: str, request: Node) -> Response:
    graph = manifest()
    headers = {
        str(graph.value(each, HT.fieldName)): str(graph.value(each, HT.fieldValue)) for each in headers_of(request)
    }
    content = graph.value(request, HT.body)
    encoding = str(graph.value(content, CNT.characterEncoding) or "utf-8")
    body = str(graph.value(content, CNT.chars)).encode(encoding) if content is not None else None
    method, path = str(graph.value(request, HT.methodName)), str(graph.value(request, HT.absolutePath))
    with closing(http.client.HTTPConnection(urlsplit(endpoint).netloc, timeout=30)) as connection:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return Response(response.status, (response.getheader("Content-Type") or "").partition(";")[0], response.read())


def headers_of(request: Node) -> Iterator[Node]:
    listed = manifest().value(request, HT.headers)
    return iter(Collection(manifest(), listed)) if listed is not None else iter(())


def check(response: Response, expected: Node) -> None:
    graph = manifest()
    classes = {str(status).rpartition("StatusCode")[2] for status in graph.objects(expected, MF.expectedStatus)}
    assert f"{response.status // 100}xx" in classes, (response.status, response.body[:500])
    wanted = str(graph.value(expected, MF.expectedFormat) or "")
    if wanted in {"boolean", "tabular"}:
        assert response.media_type in TABULAR
    elif wanted == "RDF":
        assert response.media_type in RDF
    boolean = graph.value(expected, MF.expectedBoolean)
    if boolean is not None:
        assert (b"true" in response.body) == (str(boolean) == "true")


@pytest.mark.parametrize("case", [case for case in cases() if not is_update(case)], ids=name)
def test_a_query_case_of_the_w3c_passes(case: URIRef, endpoint: str) -> None:
    for request in requests_of(case):
        expected = manifest().value(request, HT.resp)
        assert expected is not None
        check(send(endpoint, request), expected)


@pytest.mark.parametrize("case", [case for case in cases() if is_update(case)], ids=name)
def test_an_update_of_the_w3c_is_refused(case: URIRef, endpoint: str) -> None:
    request = requests_of(case)[0]
    response = send(endpoint, request)
    assert 400 <= response.status < 500
    if name(case).startswith("update"):
        assert response.status == 403
        assert b"read-only" in response.body


def test_no_case_of_the_manifest_is_left_out() -> None:
    assert len(cases()) == 34
    assert sum(not is_update(case) for case in cases()) == 20
