"""The tools: search, get, query, compare. What they answer is what the window answers, asked in this process.

Every answer says where its statements stand: ``address`` is the document of a thing, ``sentence`` the place in the source
that it was read from. What was left out is told, and an error ends with what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

import pyoxigraph as ox
from flask import Flask
from werkzeug.test import Client, TestResponse

from ontology.curies import curies
from server.release.live import EXTENSION, Live, Served
from server.words.addresses import Addresses, to

ROWS = 1000
"""The most rows of a query's answer."""
HITS = 50
"""The most things that one search returns."""
STATEMENTS = 300
"""The most statements of one thing; those behind are told."""
SOURCES = 100
"""The most things of an answer whose place in the source is looked up."""
_GRAPH_CHARACTERS = 40_000
_JSON = "application/json"
_RESULTS = "application/sparql-results+json, text/turtle;q=0.9"


class SourceSentence(TypedDict):
    """The words that a thing was read from, where they stand in the canonical text, and the page that shows them there."""

    words: str
    start: int
    end: int
    sentence: str


class ThingAddress(TypedDict, total=False):
    """Where a thing is described, and the sentence that it was read from, if it was read from one."""

    iri: str
    address: str
    source: SourceSentence


class ToolAnswerError(Exception):
    """A tool has no answer; the message says why, and what to do."""


class Tools:
    """The tools over an application."""

    def __init__(self, app: Flask) -> None:
        self._client = Client(app, TestResponse)
        self._live: Live = app.extensions[EXTENSION]

    def search(self, words: str, kind: str, place: str, limit: int) -> dict[str, Any]:
        """Return the things that have all words, the best first."""
        asked = {"q": words, "size": min(max(limit, 1), HITS)}
        asked |= {name: value for name, value in (("kind", kind), ("jurisdiction", place)) if value}
        results = self._json("/search.json", asked)
        hits = [
            {"kind": hit["kind"], "title": _of_language(_title(hit["item"])), "text": _text(hit["item"]), **about}
            for hit, about in zip(
                results["hits"], self._addresses(hit["item"]["id"] for hit in results["hits"]), strict=True
            )
        ]
        return {
            "total": results["total"], "shown": len(hits), "looked_for": results["words"], "read_as": results.get("readAs", {}),
            "hits": hits,
        }  # fmt: skip # entries side by side

    def get(self, iri: str) -> dict[str, Any]:
        """Return what is said of a thing."""
        with self._live.use() as now:
            short = curies(now.iris)
            full = short.expand(iri.strip().strip("<>"))
            rows = now.store.select("assistant-statements", {"thing": _node(full)})
            if not rows:
                raise ToolAnswerError(
                    f"Nothing is said of <{full}> here. Find things by their words with the tool search."
                )
            said: dict[str, list[str]] = {}
            for row in rows[:STATEMENTS]:
                said.setdefault(short.compact(row.text("property")), []).append(row.text("value"))
            return {**_about(now, full), "statements": said, "more_statements": len(rows) > STATEMENTS}

    def query(self, sparql: str, rows: int) -> dict[str, Any]:
        """Return the answer to a read-only query, with at most so many rows."""
        response = self._client.post("/sparql", data={"query": sparql}, headers={"Accept": _RESULTS})
        self._check(response)
        if response.mimetype == "text/turtle":
            return self._graph(response.get_data(as_text=True))
        answer = response.get_json()
        if "boolean" in answer:
            return {"boolean": answer["boolean"]}
        table = answer["results"]["bindings"]
        shown = [{name: term["value"] for name, term in row.items()} for row in table[: min(max(rows, 1), ROWS)]]
        iris = dict.fromkeys(
            term["value"] for row in table[: len(shown)] for term in row.values() if term["type"] == "uri"
        )
        return {
            "variables": answer["head"]["vars"], "rows": shown,
            "rows_left_out": len(table) > len(shown) or "X-SPARQL-MaxRows" in response.headers,
            "searches_cut": response.headers.get("X-Search-Cut", ""),
            **({"hint": hint} if (hint := response.headers.get("X-SPARQL-Hint")) else {}),
            **self._sources(iris),
        }  # fmt: skip # entries side by side

    def compare(self, table: str, places: list[str], national: str, theme: str, requirement: str) -> dict[str, Any]:
        """Return a comparison of places."""
        asked: dict[str, Any] = {"place": places} if places else {}
        chosen = (("national", national), ("theme", theme), ("requirement", requirement))
        asked |= {name: value for name, value in chosen if value}
        comparison = self._json(to("comparison_file", table, "json"), asked)
        iris = dict.fromkeys(
            value
            for row in comparison["rows"]
            for value in row.values()
            if isinstance(value, str) and value.startswith("http")
        )
        shown = comparison["rows"][:ROWS]
        return {
            "address": comparison["permalink"], "fields": comparison["fields"], "rows": shown,
            "rows_left_out": len(comparison["rows"]) - len(shown), "text_not_held": comparison["textNotHeld"],
            **self._sources(iris),
        }  # fmt: skip # entries side by side

    # ---- asking ------------------------------------------------------------------------------------------------------

    def _sources(self, iris: Mapping[str, None]) -> dict[str, Any]:
        """Return where the first things of an answer stand, and how many more it has."""
        return {
            "sources": [each for each in self._addresses(list(iris)[:SOURCES]) if "address" in each],
            "sources_left_out": max(0, len(iris) - SOURCES),
        }

    def _json(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        response = self._client.get(path, query_string=asked, headers={"Accept": _JSON})
        self._check(response)
        answer: dict[str, Any] = response.get_json()
        return answer

    def _check(self, response: TestResponse) -> None:
        if response.status_code >= 400:
            refusal = response.get_json(silent=True) or {}
            raise ToolAnswerError(refusal.get("detail") or response.get_data(as_text=True)[:500] or response.status)

    def _graph(self, turtle: str) -> dict[str, Any]:
        if len(turtle) > _GRAPH_CHARACTERS:
            raise ToolAnswerError(
                f"The graph has {len(turtle)} characters as Turtle, and {_GRAPH_CHARACTERS} are the most here: add a LIMIT,"
                " or ask with SELECT."
            )
        return {"turtle": turtle}

    def _addresses(self, iris: Iterable[str]) -> list[ThingAddress]:
        with self._live.use() as now:
            return [_about(now, iri) for iri in iris]


def _about(now: Served, iri: str) -> ThingAddress:
    """Return where a thing is described on this server, and what it was read from."""
    addresses, base = Addresses(now.iris), now.iris.base.rstrip("/")
    address = ThingAddress(iri=iri)
    if document := addresses.document(iri):
        address["address"] = f"{base}{document}"
        for row in now.store.select("assistant-source", {"thing": _node(iri)}):
            plan, _, name = (addresses.path(row.text("passage")) or "").removeprefix("id/passage/").partition("/")
            shown = addresses.to("text", plan, passage=name, fragment="passage")
            address["source"] = SourceSentence(
                words=row.text("words"), start=row.integer("start"), end=row.integer("end"), sentence=f"{base}{shown}"
            )
    return address


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise ToolAnswerError(f"{iri!r} is no IRI. The tool search gives those of things.") from error


def _title(item: dict[str, Any]) -> object:
    return item.get("prefLabel") or item.get("title") or item.get("number") or item.get("key")


def _text(item: dict[str, Any]) -> str:
    return _of_language(item.get("text") or item.get("definition") or "")


def _of_language(text: object) -> str:
    if isinstance(text, dict):
        return " / ".join(str(each) for each in text.values())
    return str(text)
