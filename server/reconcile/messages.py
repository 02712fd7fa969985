"""What a client asks: batches of queries, and of properties to extend with; the JSON of the API, strictly read."""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec

from server.web.problems import Problem

MOST_QUERIES = 200
"""Queries of one batch, and ids of one extension."""
LONGEST = 500
"""Characters of one name or value: no label is half as long, and comparing takes time that grows with them."""
BATCH = 50
"""How many queries a client should send at a time."""
MOST_CHARACTERS = 20_000
"""Characters of all names and values of one request."""
MOST_PROPERTIES = 20
"""Properties of one query or extension, and values of one property."""
_Kind = TypeVar("_Kind")
_LIKE = '{"q0": {"query": "市商务局"}}'


class EntityReference(msgspec.Struct, frozen=True):
    """A value that is itself an entity."""

    id: str
    name: str = ""


Value = str | int | float | bool | EntityReference


class Condition(msgspec.Struct, frozen=True):
    """A property with the values that a candidate should have."""

    pid: str
    v: Value | list[Value]

    @property
    def values(self) -> list[Value]:
        """The values, one or many."""
        return self.v if isinstance(self.v, list) else [self.v]


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One name to reconcile; ``type`` narrows it, ``properties`` refine it."""

    query: str | None = None
    type: str | list[str] | None = None
    limit: float | None = None
    properties: list[Condition] = []
    type_strict: Literal["any", "should", "all"] = "should"

    def __post_init__(self) -> None:
        """Refuse a query that asks for nothing."""
        if self.query is None and not self.properties:
            raise ValueError("a query has a `query`, or at least one of `properties`")

    @property
    def types(self) -> frozenset[str]:
        """The types asked for; none asks for all."""
        return frozenset([self.type] if isinstance(self.type, str) else self.type or [])


class ExtendProperty(msgspec.Struct, frozen=True):
    """A property to extend with."""

    id: str


class Extension(msgspec.Struct, frozen=True):
    """Entities and the properties whose values to fetch."""

    ids: list[str]
    properties: list[ExtendProperty]


def queries(text: str) -> dict[str, Query | str]:
    """Return a batch of queries by their keys; of one that is none, what is wrong with it.

    Raises :class:`Problem` for a batch that is none, is too large, or has no query in it that is one.
    """
    try:
        raw = _decoded(text, dict[str, msgspec.Raw])
    except msgspec.DecodeError as error:
        raise Problem.bad_request(f"queries: {error}. Send a JSON object of queries, like {_LIKE}.") from error
    if len(raw) > MOST_QUERIES:
        raise Problem.bad_request(f"queries: at most {MOST_QUERIES} queries go into one batch.")
    found = {key: _query(each) for key, each in raw.items()}
    faults = [f"{key[:20]!r}: {each}" for key, each in found.items() if isinstance(each, str)]
    if faults and len(faults) == len(found):
        raise Problem.bad_request(f"queries: {faults[0]} Send a JSON object of queries, like {_LIKE}.")
    if sum(len(each) for query in found.values() for each in _texts(query)) > MOST_CHARACTERS:
        raise Problem.bad_request(
            f"queries: the names and values of a batch have at most {MOST_CHARACTERS} characters together. Send it in parts."
        )
    return found


def _query(raw: msgspec.Raw) -> Query | str:
    """Return a query, or what is wrong with it."""
    try:
        query = _decoded(raw, Query)
    except msgspec.DecodeError as error:
        return f"{error}."
    return _too_large(query) or query


def extension(text: str) -> Extension:
    """Return what to extend; raises :class:`Problem`."""
    try:
        found = _decoded(text, Extension)
    except msgspec.DecodeError as error:
        raise Problem.bad_request(
            f'extend: {error}. Send JSON like {{"ids": ["…"], "properties": [{{"id": "…"}}]}}.'
        ) from error
    if len(found.ids) > MOST_QUERIES:
        raise Problem.bad_request(f"extend: at most {MOST_QUERIES} ids go into one request.")
    if len(found.properties) > MOST_PROPERTIES:
        raise Problem.bad_request(f"extend: at most {MOST_PROPERTIES} properties go into one request.")
    return found


def _decoded(text: str | msgspec.Raw, kind: type[_Kind]) -> _Kind:
    """Return what JSON says; raises :class:`msgspec.DecodeError`, also where it is nested deeper than anything is read."""
    try:
        return msgspec.json.decode(text, type=kind)
    except RecursionError as error:
        raise msgspec.DecodeError("it is nested without end") from error


def _texts(query: Query | str) -> list[str]:
    """Return the name and the values of a query; none of what is no query."""
    if isinstance(query, str):
        return []
    values = [value for each in query.properties for value in each.values if isinstance(value, str)]
    return [query.query or "", *values]


def _too_large(query: Query) -> str | None:
    """Return what is too large in a query."""
    listed = [each.values for each in query.properties]
    if max([len(listed), *map(len, listed)]) > MOST_PROPERTIES:
        return f"it has more than {MOST_PROPERTIES} properties, or values of one. Send fewer."
    longest = max(map(len, _texts(query)))
    if longest > LONGEST:
        return (
            f"it asks for a name or value of {longest} characters; {LONGEST} are the most. Nothing here is called so;"
            " send its name alone."
        )
    return None


def prefix(text: str) -> str:
    """Return what someone has begun to write; raises :class:`Problem` where it is longer than any name."""
    if len(text) > LONGEST:
        raise Problem.bad_request(f"prefix: it has {len(text)} characters; {LONGEST} are the most.")
    return text
