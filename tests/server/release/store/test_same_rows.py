"""Every example query brings the same rows from our own store and from others that hold the release of the seeds."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from mapping.release.index import FOLDER
from ontology.iris import Iris
from server.config import Lanes, Limits
from server.release.store.embedded import Embedded
from server.release.store.interface import Store
from server.release.store.push import push
from server.release.store.remote import Remote
from server.search_index.opened import SearchIndex
from server.sparql import examples
from server.sparql.fulltext.rewriting import QueryWriter
from server.words.prefixes import prefixes
from tests.conftest import free_port
from tests.stores import SERVERS, until_answers

IRIS = Iris()


@pytest.fixture(scope="module")
def embedded(live: Path) -> Iterator[Embedded]:
    store = Embedded(live / "store", iris=IRIS, prefixes=prefixes(IRIS), limits=Limits(), lanes=Lanes(fast=1))
    yield store
    store.close()


RDFLIB = (
    "import sys, uvicorn; from rdflib import Graph; from rdflib_endpoint import SparqlEndpoint; "
    "data = Graph().parse(sys.argv[2], format='nt'); "
    "uvicorn.run(SparqlEndpoint(graph=data, path='/'), port=int(sys.argv[1]), log_level='error')"
)


@contextmanager
def rdflib_endpoint(live: Path, folder: Path) -> Iterator[str]:
    """rdflib's own engine, which shares nothing with the others, behind rdflib-endpoint; it loads the merge of all graphs."""
    merged = ox.Store.read_only(str(live / "store")).quads_for_pattern(None, None, None, ox.DefaultGraph())
    (folder / "merged.nt").write_text("".join(f"{quad.triple} .\n" for quad in merged), "utf-8")
    url = f"http://127.0.0.1:{(port := free_port())}/"
    command = [sys.executable, "-c", RDFLIB, str(port), str(folder / "merged.nt")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until_answers(f"{url}?query=ASK%7B%7D", process)
            yield url
        finally:
            process.kill()


WITHOUT_RDFLIB = pytest.mark.skipif(
    importlib.util.find_spec("rdflib_endpoint") is None, reason="rdflib-endpoint (PyPI) is not installed"
)


@pytest.fixture(scope="module", params=[*SERVERS.values(), pytest.param(None, id="rdflib", marks=WITHOUT_RDFLIB)])
def remote(request: Any, live: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    folder = tmp_path_factory.mktemp("server")
    if request.param is None:
        with rdflib_endpoint(live, folder) as url:
            yield Remote(url, iris=IRIS, limits=Limits(query_seconds=60))
        return
    with request.param(folder) as target:
        push(live, target)
        yield Remote(target.query, iris=IRIS, limits=Limits(), cap=1000)


@pytest.fixture(scope="module")
def searching(live: Path) -> QueryWriter:
    return QueryWriter(IRIS, SearchIndex(live / FOLDER), frozenset({f"{IRIS.base}search"}))


def told(store: Store, query: str) -> object:
    """Return rows or triples; of a number the value counts, of joined names which there are: SPARQL orders neither."""
    if "CONSTRUCT" in query:
        return set(store.construct(query))
    return Counter(tuple((name, plain(row.text(name))) for name in sorted(row)) for row in store.select(query))


def plain(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return "; ".join(sorted(text.split("; ")))


@pytest.mark.parametrize("name", [*examples.load(IRIS)])
def test_an_example_brings_the_same_rows_from_every_store(
    embedded: Embedded, remote: Remote, searching: QueryWriter, name: str
) -> None:
    query = examples.load(IRIS)[name].query
    searched = searching.with_services(query)
    query = searched.text if searched else query
    assert told(remote, query) == told(embedded, query)
