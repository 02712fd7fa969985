"""What a request asks of the endpoint (SPARQL 1.1 Protocol §2.1). Pure: request in, operation out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import parse_qsl

import msgspec
from werkzeug.http import parse_options_header

from server.release.store.interface import QueryDataset
from server.web.problems import Problem
from server.web.representations import known

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
READ_ONLY = "read_only"
"""What the words say of an update."""

_CHARSETS = {"utf-8", "utf8", "us-ascii", "ascii"}
_BYTE_ORDER_MARK = "\ufeff"
"""Some editors and clients put it before a text; it is no part of a query."""

_NO_NAME = re.compile(r"[^\w.]+")
_LONGEST_NAME = 80

_Fields = list[tuple[str, str]]


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """A query, or none; ``dataset`` where the request names one; ``format`` from ``?format=``, if it is known.

    ``download`` is the name, without its suffix, of a file to save the answer in; ``bom`` asks for a byte order mark before
    CSV, by which spreadsheets know UTF-8: no program gets one that did not ask.
    """

    query: str | None
    dataset: QueryDataset | None = None
    format: str | None = None
    download: str = ""
    bom: bool = False


def parse_get(query_string: bytes) -> Operation:
    """Return what a GET asks; raises :class:`Problem`."""
    return _operation(_fields(query_string), None)


def parse_post(query_string: bytes, content_type: str | None, body: bytes) -> Operation:
    """Return what a POST asks, as a form or as a query directly; raises :class:`Problem`."""
    given, options = parse_options_header(content_type or "")
    media_type = given.lower()
    if media_type == UPDATE:
        raise Problem.worded(HTTPStatus.FORBIDDEN, READ_ONLY)
    if media_type not in {FORM, DIRECT} or options.get("charset", "utf-8").lower() not in _CHARSETS:
        raise Problem.unsupported_media_type(content_type or "", (FORM, DIRECT))
    fields = _fields(query_string)
    form = media_type == FORM
    operation = _operation(fields + _fields(body), None) if form else _operation(fields, _utf8(body))
    if operation.query is None:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "no_query")
    return operation


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "not_utf8", None, why=error.reason, at=str(error.start)) from error


def _fields(data: bytes) -> _Fields:
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:  # UnicodeDecodeError is one
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "not_encoded", None, why=str(error)) from error


def _operation(fields: _Fields, direct: str | None) -> Operation:
    if any(name == "update" for name, _ in fields):
        raise Problem.worded(HTTPStatus.FORBIDDEN, READ_ONLY)
    queries = [*_values("query", fields), *([] if direct is None else [direct])]
    if len(queries) > 1:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "two_queries")
    default, named = _given("default-graph-uri", fields), _given("named-graph-uri", fields)
    return Operation(
        query=queries[0].removeprefix(_BYTE_ORDER_MARK) if queries else None,
        dataset=QueryDataset(default=tuple(default), named=tuple(named)) if default or named else None,
        format=next(filter(known, _given("format", fields)), None),
        download=_file_name(next(iter(_given("download", fields)), "")),
        bom=_values("bom", fields)[-1:] == ["1"],
    )


def _file_name(wanted: str) -> str:
    """Return a name as a file may have it on any system."""
    return _NO_NAME.sub("-", wanted).strip("-.")[:_LONGEST_NAME]


def _values(wanted: str, fields: Iterable[tuple[str, str]]) -> list[str]:
    return [value for name, value in fields if name == wanted]


def _given(wanted: str, fields: Iterable[tuple[str, str]]) -> list[str]:
    """Return the values that are not empty: forms send a field that nobody has filled in."""
    return [value for value in _values(wanted, fields) if value.strip()]
