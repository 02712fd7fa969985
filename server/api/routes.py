"""The routes of the description: ``/openapi.json`` for machines, ``/api`` for people."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint, Response, render_template, request

from server.api.openapi import VERSION, Api, Description
from server.release import answering
from server.release.live import served
from server.search_index.opened import opened
from server.web import chrome
from server.web.problems import Problem
from server.web.representations import HTML, OPENAPI, negotiate
from server.words.addresses import with_query

api = Blueprint("api", __name__)


def _described() -> Description:
    return Api(served().manifest, opened(), chrome.language()).document()


@api.get("/openapi.json")
def machine() -> Response:
    """Answer with the description in OpenAPI 3.1."""
    tag = answering.tag_of(OPENAPI, VERSION, chrome.language())
    return answering.reply(OPENAPI, tag, lambda: msgspec.json.encode(_described()))


@api.get("/api")
def people() -> Response:
    """Answer with the description as a page."""
    negotiate(request.headers.get("Accept"), (HTML,))
    return answering.reply(HTML, answering.tag_of(HTML, "api", VERSION, repr(request.args.get("operation"))), _page)


def _page() -> str:
    described = _described()
    operations = list(_operations(described))
    asked = request.args.get("operation")
    shown = next((each for each in operations if each["name"] == asked), None)
    if asked is not None and shown is None:
        known = ", ".join(each["name"] for each in operations)
        raise Problem.worded(HTTPStatus.NOT_FOUND, "part", name=asked, known=known)
    return render_template("api.html", described=described, operations=operations, shown=shown)


def _operations(described: Description) -> Iterator[dict[str, Any]]:
    for path, methods in described["paths"].items():
        operation = methods["get"]
        given = operation.get("parameters", [])
        yield {
            "path": path,
            "summary": operation["summary"],
            "name": operation["operationId"],
            "parameters": [{**each, "values": _values(each["schema"])} for each in given],
            "media_types": list(operation["responses"]["200"]["content"]),
            "statuses": sorted(operation["responses"]),
            "example": _example(path, given),
        }


def _values(schema: Description) -> str:
    """Return what a parameter can be, for people."""
    inner = schema.get("items", schema)
    if "enum" in inner:
        return ", ".join(inner["enum"])
    if "maximum" in inner:
        return f"{inner['minimum']} – {inner['maximum']}"
    return str(inner.get("format", ""))


def _example(path: str, given: list[Description]) -> str:
    """Return an address to try: with the first example that there is."""
    for each in given:
        if "example" in each and each["in"] == "path":
            return path.replace(f"{{{each['name']}}}", str(each["example"]))
        if "example" in each:
            value = each["example"]
            return with_query(path, [(each["name"], one) for one in (value if isinstance(value, list) else [value])])
    return path
