"""What a client asks: batches of queries, and of properties to extend with; the JSON of the API, strictly read."""

from __future__ import annotations

from typing import Literal

import msgspec

from server.web.problems import Problem

MOST_QUERIES = 200
"""Queries of one batch, and ids of one extension."""


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


def queries(text: str) -> dict[str, Query]:
    """Return a batch of queries by their keys; raises :class:`Problem`."""
    try:
        found = msgspec.json.decode(text, type=dict[str, Query])
    except msgspec.DecodeError as error:
        raise Problem.bad_request(
            f'queries: {error}. Send a JSON object of queries, like {{"q0": {{"query": "市商务局"}}}}.'
        ) from error
    return _few(found)


def extension(text: str) -> Extension:
    """Return what to extend; raises :class:`Problem`."""
    try:
        found = msgspec.json.decode(text, type=Extension)
    except msgspec.DecodeError as error:
        raise Problem.bad_request(
            f'extend: {error}. Send JSON like {{"ids": ["…"], "properties": [{{"id": "…"}}]}}.'
        ) from error
    if len(found.ids) > MOST_QUERIES:
        raise Problem.bad_request(f"extend: at most {MOST_QUERIES} ids go into one request.")
    return found


def _few(found: dict[str, Query]) -> dict[str, Query]:
    if len(found) > MOST_QUERIES:
        raise Problem.bad_request(f"queries: at most {MOST_QUERIES} queries go into one batch.")
    return found
