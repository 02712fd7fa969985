"""A query with its searches written into it as VALUES, which every store reads, and the way back to the places of the first.

The engine's own SERVICE asks over HTTP and has no hook, so what is found is there before the query runs. A group after
SERVICE is evaluated by itself and joined with the rest (SPARQL 1.1 Federated Query §4), and so is a group that holds VALUES.
"""

from __future__ import annotations

import re

import msgspec

from ontology.iris import Iris
from server.release.store.errors import MalformedQuery
from server.release.store.reading.diagnosis import place
from server.search_index.opened import SearchIndex
from server.sparql.fulltext import terms
from server.sparql.fulltext.reading import TextReader, TextSearchError
from server.sparql.fulltext.searching import TextSearcher, TextTable

_SERVICE = re.compile("service", re.IGNORECASE)


class TextEdit(msgspec.Struct, frozen=True):
    """A stretch of the query and what stands there instead."""

    start: int
    end: int
    text: str


class SearchedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A query in which nothing is left to search.

    ``text`` holds what was found, ``plain`` nothing instead, for whoever reads what the query says; ``cut`` are the
    searches that found more than their limit.
    """

    asked: str
    text: str
    plain: str
    edits: tuple[TextEdit, ...]
    cut: tuple[TextTable, ...] = ()

    def blamed(self, error: MalformedQuery) -> MalformedQuery:
        """Return an error in the written query with its place in the one that was asked."""
        if error.line is None or error.column is None:
            hint = (
                "The searches in the query are written into it as VALUES: where these are too many for the store behind"
            )
            return MalformedQuery(error.reason, hint=f"{hint} this server, lower text:limit")
        lines = self.text.split("\n")
        at = sum(len(line) + 1 for line in lines[: error.line - 1]) + error.column - 1
        line, column = place(self.asked, self._before(at))
        return MalformedQuery(error.reason, line, column, error.hint)

    def _before(self, at: int) -> int:
        """Return where a place of the written query was."""
        moved = 0
        for edit in self.edits:
            start = edit.start + moved
            if at < start:
                break
            if at < start + len(edit.text):
                return edit.start
            moved += len(edit.text) - (edit.end - edit.start)
        return at - moved


def concerns(query: str, iris: Iris) -> bool:
    """Whether a query may search: it names the search's properties or, after SERVICE, its address."""
    return terms.namespace(iris) in query or (terms.PATH in query and _SERVICE.search(query) is not None)


class QueryWriter:
    """Writes what is found into queries; ``own`` are the addresses of the search."""

    def __init__(self, iris: Iris, index: SearchIndex, own: frozenset[str]) -> None:
        self._iris = iris
        self._index = index
        self._own = own

    def with_services(self, query: str) -> SearchedQuery | None:
        """Return a query with its ``SERVICE <…/search>`` answered, or nothing where it has none.

        Raises :class:`TextSearchError` where one cannot be answered.
        """
        reader = self._reader(query)
        services = list(reader.services(self._own))
        outside = reader.first_outside(services)
        if outside is not None:
            raise TextSearchError(
                f"{outside.text} is answered by the search alone: write SERVICE <{self._iris.base}{terms.PATH}> {{ … }}"
                " around it",
                outside.start,
            )
        found: list[tuple[TextEdit, TextTable | None]] = []
        for service in services:
            if service.own:
                found.append((TextEdit(service.start, service.group, ""), None))
                found += self._found(reader, service.group, service.end)
        return _written(query, found) if found else None

    def whole(self, query: str) -> SearchedQuery:
        """Return a query that asks nothing but searches, answered; raises :class:`TextSearchError`."""
        return _written(query, self._found(self._reader(query), 0, len(query)))

    def _reader(self, query: str) -> TextReader:
        if len(query) > terms.LONGEST:
            raise TextSearchError(
                f"a query that searches has at most {terms.LONGEST} characters, and this one has {len(query)}", 0
            )
        return TextReader(query, f"{self._iris.base}sparql", terms.namespace(self._iris))

    def _found(self, reader: TextReader, start: int, end: int) -> list[tuple[TextEdit, TextTable | None]]:
        """Return what to write in a stretch of the query: the table at a search's first statement, nothing at the others."""
        searcher = TextSearcher(reader, self._index, self._iris)
        found: list[tuple[TextEdit, TextTable | None]] = []
        for pattern in reader.patterns(start, end):
            table = searcher.found(pattern)
            (first, until), *others = pattern.places
            found.append((TextEdit(first, until, _values(table)), table))
            found += ((TextEdit(*other, ""), None) for other in others)
        if not found:
            raise TextSearchError(
                'nothing is searched: ask for { ?thing text:query "…" }, with PREFIX text:'
                f" <{terms.namespace(self._iris)}>",
                start,
            )
        return found


def _values(table: TextTable) -> str:
    if not table.variables:
        return f"FILTER (1 = {len(table.rows[:1])})"
    rows = " ".join(f"({' '.join(row)})" for row in table.rows)
    return f"VALUES ({' '.join(table.variables)}) {{ {rows} }}"


def _written(query: str, found: list[tuple[TextEdit, TextTable | None]]) -> SearchedQuery:
    ordered = tuple(sorted((edit for edit, _ in found), key=lambda edit: edit.start))
    return SearchedQuery(
        asked=query,
        text=_edited(query, ordered),
        plain=_edited(query, tuple(TextEdit(edit.start, edit.end, "") for edit in ordered)),
        edits=ordered,
        cut=tuple(table for _, table in found if table and table.left_out),
    )


def _edited(query: str, edits: tuple[TextEdit, ...]) -> str:
    pieces, at = [], 0
    for edit in edits:
        pieces += [query[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, query[at:]])
