"""The tools for assistants, called by the official SDK's own client over standard input and output; and ``llms.txt``."""

from __future__ import annotations

import asyncio
import gc
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

mcp = pytest.importorskip("mcp", reason="the SDK of the Model Context Protocol is not installed")

B = "http://localhost:8000/"
MEASURE = f"{B}id/measure/tianjin-2020-293/41"
PREFIXES = """PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX schema: <http://schema.org/>
"""
MEASURES = PREFIXES + "SELECT ?measure ?number { ?measure a policy:Measure ; eli:number ?number } ORDER BY ?measure"
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "search": ("search", {"words": "便利店", "kind": "measure"}),
    "search of nothing": ("search", {"words": "无此词语"}),
    "search of a wrong place": ("search", {"words": "便利店", "place": "999999"}),
    "get": ("get", {"iri": MEASURE}),
    "get by a short name": ("get", {"iri": "policy:Measure"}),
    "get of nothing": ("get", {"iri": f"{B}id/measure/none/1"}),
    "get of no iri": ("get", {"iri": "not an iri"}),
    "query": ("query", {"sparql": MEASURES, "rows": 3}),
    "ask": ("query", {"sparql": PREFIXES + "ASK { ?m a policy:Measure }"}),
    "construct": ("query", {"sparql": f"CONSTRUCT {{ <{MEASURE}> ?p ?o }} WHERE {{ <{MEASURE}> ?p ?o }}"}),
    "broken query": ("query", {"sparql": "SELECT * { ?m a policy:Measure }"}),
    "update": ("query", {"sparql": "INSERT DATA { <urn:a> <urn:b> 1 }"}),
    "compare": ("compare", {"table": "requirements", "theme": "08"}),
    "compare a requirement": ("compare", {"table": "requirement", "requirement": "08.3"}),
    "compare without its requirement": ("compare", {"table": "requirement"}),
}


class Session:
    """What one client was told: the instructions, the tools, and the result of each call."""

    def __init__(self) -> None:
        self.instructions = ""
        self.tools: dict[str, str] = {}
        self.results: dict[str, Any] = {}

    async def run(self, releases: Path) -> None:
        command = ["-m", "server.command.cli", "mcp", "--releases", str(releases)]
        server = mcp.StdioServerParameters(command=sys.executable, args=command, cwd=Path(__file__).parents[3])
        async with mcp.Client(server, read_timeout_seconds=60) as client:
            self.instructions = client.instructions or ""
            self.tools = {tool.name: tool.description for tool in (await client.list_tools()).tools}
            for name, (tool, arguments) in CALLS.items():
                self.results[name] = await client.call_tool(tool, arguments)
        await asyncio.sleep(0.3)  # the loop must hear of the server's end, or its process counts as running for ever

    def told(self, name: str) -> Any:
        result = self.results[name]
        assert not result.is_error, result
        return result.structured_content

    def refused(self, name: str) -> str:
        result = self.results[name]
        assert result.is_error, result
        return str(result.content[0].text)


@pytest.fixture(scope="module")
def session(releases: Path) -> Session:
    """What a client was told, in a thread of its own: a browser of another test may run an event loop in this one."""
    found = Session()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(found.run(releases))).result()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # what the SDK leaves open is not ours
        gc.collect()
    return found


def test_there_are_four_tools_that_say_what_they_do(session: Session) -> None:
    assert set(session.tools) == {"search", "get", "query", "compare"}
    assert all(session.tools.values())
    assert "policy:Measure: " in session.instructions


def test_a_search_gives_things_with_their_sentences(session: Session, client: FlaskClient) -> None:
    found = session.told("search")
    hit = next(each for each in found["hits"] if each["iri"] == MEASURE)
    assert "便利店" in hit["text"]
    assert hit["address"] == f"{B}doc/id/measure/tianjin-2020-293/41"
    assert "便利店" in hit["source"]["words"]
    page = urlsplit(hit["source"]["sentence"])
    assert client.get(f"{page.path}?{page.query}").status_code == 200
    assert session.told("search of nothing")["hits"] == []


def test_a_thing_comes_with_all_that_is_said_of_it(session: Session) -> None:
    found = session.told("get")
    assert found["statements"]["eli:number"] == ["41"]
    assert len(found["statements"]["policy:hasTarget"]) == 2
    assert found["source"]["sentence"].startswith(f"{B}documents/tianjin-2020-293?passage=41")
    assert found["more_statements"] is False
    assert "skos:definition" in session.told("get by a short name")["statements"]


def test_a_query_is_bounded_and_says_what_it_left_out(session: Session) -> None:
    found = session.told("query")
    assert (len(found["rows"]), found["rows_left_out"]) == (3, True)
    assert {each["iri"] for each in found["sources"]} == {row["measure"] for row in found["rows"]}
    assert all(each["address"] and each["source"]["sentence"] for each in found["sources"])
    assert session.told("ask") == {"boolean": True}
    assert "eli:number" in session.told("construct")["turtle"]


def test_a_comparison_comes_with_its_address(session: Session) -> None:
    found = session.told("compare")
    assert found["address"].startswith(f"{B}compare/requirements?")
    assert {row["number"] for row in found["rows"]} >= {"08.3"}
    assert session.told("compare a requirement")["rows"]


def test_every_refusal_says_what_to_do(session: Session) -> None:
    for name, advice in {
        "search of a wrong place": "There are: ",
        "get of nothing": "with the tool search",
        "get of no iri": "is no IRI",
        "broken query": "policy",
        "update": "read-only",
        "compare without its requirement": "Name a requirement",
    }.items():
        assert advice in session.refused(name), name


def test_llms_txt_names_what_there_is(client: FlaskClient) -> None:
    response = client.get("/llms.txt")
    assert (response.status_code, response.mimetype) == (200, "text/markdown")
    text = response.get_data(as_text=True)
    assert text.startswith("# ")
    assert "\n> " in text
    for address in ("/sparql", "/model", "/search", "/compare", "/catalog"):
        assert f"({B.rstrip('/')}{address})" in text
        assert client.get(address).status_code == 200
    assert f"{B}doc/id/plan/tianjin-2020-293" in text
    assert "policy:Measure: eli:is_part_of (1)" in text
