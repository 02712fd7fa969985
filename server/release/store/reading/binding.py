"""Values for the variables of one of our queries, written into its text, for stores that take them in no other way.

A group of SPARQL is evaluated by itself (SPARQL 1.1 Query §18.2), so a value has to stand in every group that speaks of
its variable: in a sub-SELECT where that projects it, as elsewhere there is another variable of that name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from server.release.store.interface import Bindings
from server.release.store.reading.lexer import scan


@dataclass
class _Group:
    """A group: where it opens, what may be bound in it, and the variables that stand in it and in no group inside it."""

    start: int
    may: frozenset[str]
    named: set[str] = field(default_factory=set)
    is_group: bool = True
    holds_select: bool = False


class _Projection:
    """The variables of a SELECT, as they are read."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.all = False
        self._depth = 0

    def mark(self, text: str) -> None:
        """Take a mark: what stands in brackets is computed, and not projected as it is."""
        self._depth += (text == "(") - (text == ")")
        self.all |= text == "*" and not self._depth

    def variable(self, name: str) -> None:
        """Take a variable."""
        if not self._depth:
            self.names.add(name)


class _Groups:
    """Reads the groups of a well-formed query."""

    def __init__(self, names: Collection[str]) -> None:
        self.found: list[_Group] = []
        self._all = frozenset(names)
        self._open: list[_Group] = []
        self._projection: _Projection | None = None
        self._before = ""  # the keyword that says what the next brace opens

    def take(self, kind: str, text: str, end: int) -> None:
        """Take a token."""
        if kind == "word":
            self._word(text.upper())
        elif kind == "variable":
            self._variable(text[1:])
        elif kind == "mark":
            self._mark(text, end)

    def _word(self, word: str) -> None:
        if word == "SELECT":
            self._projection = _Projection()
            if self._open:
                self._open[-1].holds_select = True
        if word in {"CONSTRUCT", "VALUES", "WHERE"}:
            self._before = word

    def _variable(self, name: str) -> None:
        if self._projection:
            self._projection.variable(name)
        elif self._open:
            self._open[-1].named.add(name)

    def _mark(self, text: str, end: int) -> None:
        if text == "{":
            self._enter(end)
        elif text == "}" and self._open:
            self._open.pop()
        elif self._projection:
            self._projection.mark(text)

    def _enter(self, start: int) -> None:
        may = self._open[-1].may if self._open else self._all
        if self._open and self._projection and not self._projection.all:
            may &= self._projection.names
        group = _Group(start, may, is_group=self._before not in {"CONSTRUCT", "VALUES"})
        self._projection, self._before = None, ""
        self._open.append(group)
        if group.is_group:
            self.found.append(group)


def bind(query: str, bindings: Bindings) -> str:
    """Return a query with its bindings as the first line of each group that they concern; the outermost has them all.

    Raises :class:`ValueError` where the query has no group.
    """
    if not bindings:
        return query
    pieces, at = [], 0
    for start, names in _places(query, bindings):
        pieces += [query[at:start], _values(names, bindings)]
        at = start
    return "".join([*pieces, query[at:]])


def _values(names: Iterable[str], bindings: Bindings) -> str:
    variables = " ".join(f"?{name}" for name in names)
    values = " ".join(str(bindings[name]) for name in names)  # as N-Triples, which is SPARQL
    return f"\nVALUES ({variables}) {{ ({values}) }}"


def _places(query: str, bindings: Bindings) -> Iterator[tuple[int, list[str]]]:
    groups = _Groups(bindings)
    for kind, start, end in scan(query):
        groups.take(kind, query[start:end], end)
    if not groups.found:
        raise ValueError("the query has no WHERE clause")
    outermost, *inner = groups.found
    if not outermost.holds_select:
        yield outermost.start, list(bindings)
    for group in inner:
        if group.holds_select:
            continue
        if names := [name for name in bindings if name in group.named & group.may]:
            yield group.start, names
    if outermost.holds_select:  # where nothing but a sub-SELECT may stand
        yield len(query), list(bindings)
