"""The query page: a form and its answer as a table for every browser; with scripts, and where it is installed, an editor."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from importlib.resources import files
from typing import Any

import msgspec
from flask import render_template

from ontology.curies import Curies
from server.release.live import Served, live
from server.release.store.interface import Answer, QueryDataset, Question
from server.sparql import examples
from server.sparql.fulltext.searching import TextTable
from server.sparql.fulltext.terms import MOST
from server.sparql.hints import hints, is_empty
from server.web import chrome, security
from server.web.mount import outside
from server.web.problems import Problem
from server.web.representations import GRAPH, HTML, RESULTS, Representation
from server.words.addresses import Addresses, Asked, to, with_query
from server.words.language import Words, forms, keys
from server.words.prefixes import prefixes

ROWS = 1000
"""The most rows that a page shows; the downloads below it have all."""
EDITOR = ("yasgui.min.js", "yasgui.min.css")
"""The files of the editor, which set-up installs from npm where npm is."""
CONTENT_SECURITY_POLICY = (
    f"{security.CONTENT_SECURITY_POLICY}; style-src-attr 'unsafe-inline'; "
    "style-src-elem 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
)
"""On this page alone, and only where the editor is installed: its table brings one style sheet, known by its hash, for
columns that can be resized, and it explains errors in elements with a style of their own."""


class ResultTable(msgspec.Struct, frozen=True):
    """A result for people: ``rows`` of terms as SPARQL's JSON has them, nothing where a variable has no value."""

    variables: tuple[str, ...]
    rows: tuple[tuple[dict[str, Any] | None, ...], ...]
    boolean: bool | None = None


def formats() -> dict[str, tuple[Representation, ...]]:
    """Return what can be downloaded, by kind of query."""
    return {
        name: tuple(each for each in offers if each is not HTML)
        for name, offers in (("table", RESULTS), ("graph", GRAPH))
    }


def table(results: bytes) -> ResultTable:
    """Return SPARQL's JSON results as a table."""
    found = msgspec.json.decode(results)
    variables = tuple(found["head"].get("vars", ()))
    bindings = found.get("results", {}).get("bindings", ())
    rows = tuple(tuple(row.get(variable) for variable in variables) for row in bindings)
    return ResultTable(variables, rows, found.get("boolean"))


def has_editor() -> bool:
    """Say whether the editor is installed."""
    vendor = files("server") / "static" / "vendor"
    return all((vendor / name).is_file() for name in EDITOR)


def tag_parts() -> tuple[str, ...]:
    """Return what a page depends on besides its answer, for entity tags."""
    return chrome.look(), chrome.language(), str(chrome.wish()), str(has_editor())


def blank(now: Served, query: str | None = None, example: str | None = None) -> str:
    """Return the page with a query to edit, that of an example, or the first example; nothing is asked yet.

    Raises :class:`Problem` where there is no such example.
    """
    known = examples.load(now.iris)
    chosen = None if query is not None else known.get(example or examples.FIRST)
    if query is None and chosen is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "example", None, example=example, known=", ".join(known))
    text = query if chosen is None else chosen.text(chrome.language())
    return _render(now, query=text, chosen=chosen if example else None)


def render(
    now: Served, question: Question, answer: Answer, searches: tuple[TextTable, ...] = (), *, graph: bool
) -> str:
    """Return the page with the form and the answer; it says in words when there are more rows than it shows, and when a
    search in the query found more than its limit.
    """
    body = answer.body if answer.file is None else b""
    empty = answer.file is None and is_empty(body, question.representation.suffix)
    return _render(
        now,
        hints=hints(question.text, now.store, now.iris) if empty else (),
        query=question.text,
        dataset=question.dataset,
        downloads=formats()["graph" if graph else "table"],
        graph=body.decode() if graph else None,
        table=None if graph else table(body),
        cut=_said_of_cut(question.rows) if answer.cut else None,
        searches=[
            Words(chrome.language())("sparql.search_cut", n=each.limit, left=each.left_out, most=MOST)
            for each in searches
        ],
    )


def _said_of_cut(rows: int) -> str:
    """Return the sentence about rows that a page does not show: what the downloads have depends on the server's limit."""
    limit = live().config.limits.rows
    key = "cut_more" if limit > rows else "cut_all" if limit else "cut"
    return Words(chrome.language())(f"sparql.{key}", n=rows, limit=limit)


def refused(now: Served, query: str, problem: Problem) -> str:
    """Return the page with the query and what is wrong with it."""
    return _render(now, query=query, problem=problem)


def _render(now: Served, **shown: object) -> str:
    return render_template(
        "sparql.html",
        prefixes=prefixes(now.iris),
        formats=formats(),
        editor=has_editor(),
        groups=examples.groups(now.iris),
        show=_TermLinks(now),
        settings=_settings(now),
        permalink=_permalink(str(shown["query"]), shown.get("dataset")),
        **shown,
    )


def _permalink(query: str, dataset: object) -> str:
    asked: list[tuple[str, Asked]] = [("query", query), ("lang", chrome.wish())]
    if isinstance(dataset, QueryDataset):
        asked += [("default-graph-uri", each) for each in dataset.default]
        asked += [("named-graph-uri", each) for each in dataset.named]
    return with_query(to("sparql"), asked)


def _settings(now: Served) -> dict[str, object]:
    """Return what the script needs: where things are, the two bases, and its words with their places left open."""
    language = chrome.language()
    words = {key.removeprefix("sparql."): forms(key, language)[-1] for key in keys() if key.startswith("sparql.")}
    return {
        "terms": outside(to("terms")),
        "root": outside(to("home")),
        "vocabulary": now.iris.vocabulary,
        "base": now.iris.base,
        "uriBytes": live().config.limits.uri_bytes,
        "words": words,
    }


class _TermLinks:
    """How a table shows an IRI: short, and linked to its document here where this server has one."""

    def __init__(self, now: Served) -> None:
        self._curies = Curies(now.iris)
        self._addresses = Addresses(now.iris, chrome.wish())

    def href(self, iri: str) -> str | None:
        own = self._addresses.document(iri)
        return own or (iri if iri.startswith(("http://", "https://")) else None)

    def short(self, term: Mapping[str, Any]) -> str:
        return self._curies.compact(str(term["value"]))
