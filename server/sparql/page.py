"""The query page: a form, and results as a table, for a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from flask import render_template

from server.representations import GRAPH, HTML, RESULTS, Representation
from server.store.seam import Answer, Question

ROWS = 1000
"""The most rows that a page shows; the downloads below it have all."""

EXAMPLE = "SELECT ?class (COUNT(?thing) AS ?things)\nWHERE { ?thing a ?class }\nGROUP BY ?class\nORDER BY DESC(?things)"


class Table(msgspec.Struct, frozen=True):
    """A result for people: ``rows`` of terms as SPARQL's JSON has them, nothing where a variable has no value."""

    variables: tuple[str, ...]
    rows: tuple[tuple[dict[str, object] | None, ...], ...]
    boolean: bool | None = None


def rooms() -> dict[str, tuple[Representation, ...]]:
    """Return what can be downloaded, by kind of query."""
    return {
        name: tuple(each for each in room if each is not HTML) for name, room in (("table", RESULTS), ("graph", GRAPH))
    }


def table(results: bytes) -> Table:
    """Return SPARQL's JSON results as a table."""
    found = msgspec.json.decode(results)
    variables = tuple(found["head"].get("vars", ()))
    bindings = found.get("results", {}).get("bindings", ())
    rows = tuple(tuple(row.get(variable) for variable in variables) for row in bindings)
    return Table(variables, rows, found.get("boolean"))


def render(question: Question, answer: Answer, *, graph: bool, prefixes: Mapping[str, str]) -> str:
    """Return the page with the form and the answer; it says in words when there are more rows than it shows."""
    body = answer.body if answer.file is None else b""
    return render_template(
        "sparql.html",
        prefixes=prefixes,
        rooms=rooms(),
        query=question.text,
        dataset=question.dataset,
        downloads=rooms()["graph" if graph else "table"],
        graph=body.decode() if graph else None,
        table=None if graph else table(body),
        cut=question.rows if answer.cut else None,
    )
