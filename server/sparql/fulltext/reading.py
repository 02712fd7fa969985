"""Where a query searches, and for what: its statements with properties of the search, read from its text.

A query comes as a person wrote it, ``?x text:query "…" ; text:score ?s``, or as another endpoint sends it on, one statement
after the other. The statements of one subject in one group are one search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import pyoxigraph as ox

from server.release.store.reading.dataset import Prologue, prologue_of
from server.release.store.reading.lexer import QueryToken, scan
from server.sparql.fulltext.terms import NAMES, OUTPUTS

_TERMS = {"variable", "iri", "name"}
_BREAKS = {"FILTER", "BIND", "VALUES", "OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "SELECT"}
_PASSED = {"WHERE", "OPTIONAL", "UNION", "MINUS", "NOT", "EXISTS", "LATERAL"}
_OPENING, _CLOSING = {"(", "[", "{"}, {")", "]", "}"}


class TextSearchError(Exception):
    """A search cannot be read: why, what to write, and the place in the query where it stands."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class PlacedToken(NamedTuple):
    """A token and where it stands; ``text`` as it is written."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The keyword in capitals, or nothing."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def mark(self) -> str:
        """The mark, or nothing."""
        return self.text if self.kind == "mark" else ""


class TextPattern(msgspec.Struct, frozen=True, kw_only=True):
    """One search.

    ``query`` is a text or a variable, ``outputs`` has variables by property, ``places`` the statements in the query.
    """

    subject: PlacedToken
    thing: str | None
    query: ox.Literal | PlacedToken
    outputs: dict[str, str]
    limit: tuple[int, int] | None = None
    wanted_class: tuple[str, int] | None = None
    places: tuple[tuple[int, int], ...]


class SearchService(NamedTuple):
    """A ``SERVICE``: where it begins, the group after it, and whether it calls this server's search."""

    start: int
    group: int
    end: int
    own: bool


class _Statement(NamedTuple):
    """A subject with what is said of it; ``end`` is behind the full stop, if there is one."""

    group: int
    tokens: Sequence[PlacedToken]
    end: int


class TextReader:
    """Reads the searches of one query."""

    def __init__(self, query: str, base: str, namespace: str) -> None:
        self.query = query
        self.prologue: Prologue = prologue_of(query, base)
        self._namespace = namespace
        self._tokens = [
            PlacedToken(kind, query[start:end], start, end) for kind, start, end in scan(query) if kind != "space"
        ]
        self._closing = _brackets(self._tokens)

    # ---- services ----------------------------------------------------------------------------------------------------

    def services(self, own: frozenset[str]) -> Iterator[SearchService]:
        """Yield where something is called; raises :class:`TextSearchError` where the group of a search is not closed."""
        for place, token in enumerate(self._tokens):
            if token.word != "SERVICE":
                continue
            at = place + 1 + (self._word(place + 1) == "SILENT")
            if self._mark(at + 1) != "{":
                continue
            searches, closed = self._iri(at) in own, self._closing.get(at + 1)
            if closed is not None:
                yield SearchService(token.start, self._tokens[at + 1].start, self._tokens[closed].end, searches)
            elif searches:
                raise TextSearchError("the group after SERVICE is not closed: a } is missing", token.start)

    # ---- searches ----------------------------------------------------------------------------------------------------

    def patterns(self, start: int, end: int) -> list[TextPattern]:
        """Return the searches in a stretch of the query where nothing else may be asked; raises :class:`TextSearchError`."""
        by_subject: dict[tuple[int, str], list[_Statement]] = {}
        for statement in self._statements(start, end):
            by_subject.setdefault((statement.group, statement.tokens[0].text), []).append(statement)
        return [self._pattern(statements) for statements in by_subject.values()]

    def first_outside(self, services: Sequence[SearchService]) -> PlacedToken | None:
        """Return the first property of the search that stands in no ``SERVICE``, as a predicate."""
        for statement in self._statements(0, len(self.query)):
            if any(each.group <= statement.tokens[0].start < each.end for each in services):
                continue
            for part in _parts(statement.tokens[1:]):
                if self._property(part[0]) is not None:
                    return part[0]
        return None

    def listed(self, variable: PlacedToken) -> list[ox.Literal]:
        """Return the texts that VALUES lists for a variable, each once; raises :class:`TextSearchError`."""
        name = variable.text[1:]
        terms: dict[ox.Literal, None] = {}
        for start, end in self._values_of(name):
            block = self.query[self._tokens[start].start : self._tokens[end].end]
            for term in self._evaluated(f"SELECT ?{name} {{ {block} }}", self._tokens[start].start):
                if isinstance(term, ox.Literal):
                    terms[term] = None
        return list(terms)

    def _values_of(self, name: str) -> Iterator[tuple[int, int]]:
        for place, token in enumerate(self._tokens):
            if token.word == "VALUES":
                opened = self._values_group(place)
                header = self._tokens[place:opened]
                closed = self._closing.get(opened)
                if closed and any(each.kind == "variable" and each.text[1:] == name for each in header):
                    yield place, closed

    def _pattern(self, statements: Sequence[_Statement]) -> TextPattern:
        subject = statements[0].tokens[0]
        if subject.kind not in _TERMS:
            raise TextSearchError("what is found needs a name: begin with a variable, such as ?thing", subject.start)
        said: dict[str, Sequence[PlacedToken]] = {}
        for statement in statements:
            for part in _parts(statement.tokens[1:]):
                name = self._name(part, subject)
                if name in said:
                    raise TextSearchError(_said_twice(name), part[0].start)
                said[name] = part
        if "query" not in said:
            raise TextSearchError('no words are asked for: add text:query "…"', subject.start)
        outputs = {name: self._output(said[name]) for name in OUTPUTS if name in said}
        self._check_names(subject, said)
        return TextPattern(
            subject=subject,
            thing=None if subject.kind == "variable" else self._resolved(subject),
            query=self._query(said["query"]),
            outputs=outputs,
            limit=self._limit(said["limit"]) if "limit" in said else None,
            wanted_class=self._class(said["class"]) if "class" in said else None,
            places=tuple((statement.tokens[0].start, statement.end) for statement in statements),
        )

    def _name(self, part: Sequence[PlacedToken], subject: PlacedToken) -> str:
        """Return the property that a part of a statement speaks of; raises :class:`TextSearchError` for any other."""
        verb = part[0]
        name = self._property(verb)
        listed = ", ".join(f"text:{each}" for each in NAMES)
        if name is None and verb.kind == "name" and verb.text.partition(":")[0] not in self.prologue.prefixes:
            prefix = verb.text.partition(":")[0]
            raise TextSearchError(
                f"the prefix {prefix}: is not declared. Of the search it is PREFIX text: <{self._namespace}>",
                verb.start,
            )
        if name is None:
            raise TextSearchError(
                f"the search answers {listed} and nothing else. Write what else is asked of {subject.text} outside the"
                f" group of the search: {verb.text}",
                verb.start,
            )
        if name not in NAMES:
            raise TextSearchError(f"the search has no text:{name}. There are: {listed}", verb.start)
        if len(part) < 2:
            raise TextSearchError(f"text:{name} has no value", verb.start)
        if part[1].mark and part[1].mark in "/|^*+?" and len(part) > 2:
            raise TextSearchError(f"text:{name} cannot be part of a path", verb.start)
        return name

    def _output(self, part: Sequence[PlacedToken]) -> str:
        if len(part) != 2 or part[1].kind != "variable":
            raise TextSearchError(f"{part[0].text} gives one value: write a variable after it", part[0].start)
        return part[1].text

    def _check_names(self, subject: PlacedToken, said: dict[str, Sequence[PlacedToken]]) -> None:
        """Refuse one variable for two things."""
        seen = {subject.text[1:]} if subject.kind == "variable" else set()
        for part in said.values():
            if part[1].kind == "variable":
                if part[1].text[1:] in seen:
                    raise TextSearchError(f"{part[1].text} stands for two things: take another name", part[1].start)
                seen.add(part[1].text[1:])

    def _query(self, part: Sequence[PlacedToken]) -> ox.Literal | PlacedToken:
        if len(part) == 2 and part[1].kind == "variable":
            return part[1]
        term = self._term(part)
        if not isinstance(term, ox.Literal):
            raise TextSearchError(f'{part[0].text} takes the words as one text: {part[0].text} "…"', part[0].start)
        return term

    def _limit(self, part: Sequence[PlacedToken]) -> tuple[int, int]:
        term = self._term(part) if part[1].kind != "variable" else None
        if not isinstance(term, ox.Literal) or not term.value.isdecimal():
            raise TextSearchError(f"{part[0].text} takes a whole number, such as 100", part[0].start)
        return int(term.value[:9]), part[0].start

    def _class(self, part: Sequence[PlacedToken]) -> tuple[str, int]:
        term = self._term(part) if part[1].kind != "variable" else None
        if not isinstance(term, ox.NamedNode):
            raise TextSearchError(f"{part[0].text} takes one class, such as policy:Measure", part[0].start)
        return term.value, part[0].start

    def _term(self, part: Sequence[PlacedToken]) -> object:
        """Return the one term after a property, as the engine reads it."""
        if any(each.mark == "," for each in part):
            raise TextSearchError(
                f"{part[0].text} takes one value: words that must all be there stand in one text, parted by spaces",
                part[0].start,
            )
        written = self.query[part[1].start : part[-1].end]
        values = self._evaluated(f"SELECT ?x {{ VALUES ?x {{ {written} }} }}", part[0].start)
        if len(values) != 1:
            raise TextSearchError(f"{part[0].text} takes one value", part[0].start)
        return values[0]

    def _evaluated(self, query: str, at: int) -> list[object]:
        try:
            result = ox.Store().query(query, base_iri=self.prologue.base or None, prefixes=self.prologue.prefixes)
        except (SyntaxError, ValueError) as error:
            raise TextSearchError(
                "a value cannot be read: close its quotation marks, and declare its prefix", at
            ) from error
        return [solution[0] for solution in result] if isinstance(result, ox.QuerySolutions) else []

    def _property(self, token: PlacedToken) -> str | None:
        iri = self._resolved(token)
        return iri.removeprefix(self._namespace) if iri and iri.startswith(self._namespace) else None

    def _resolved(self, token: PlacedToken) -> str | None:
        return self.prologue.resolve(QueryToken(token.kind, token.text))

    # ---- statements --------------------------------------------------------------------------------------------------

    def _statements(self, start: int, end: int) -> Iterator[_Statement]:
        """Yield the statements of all groups in a stretch of the query."""
        groups = [start]
        place = next((place for place, token in enumerate(self._tokens) if token.start >= start), len(self._tokens))
        while place < len(self._tokens) and self._tokens[place].end <= end:
            token = self._tokens[place]
            if token.mark in {"{", "}"}:
                _enter_or_leave(groups, token)
                place += 1
            elif token.mark in {".", ";"}:
                place += 1
            elif token.word:
                place = self._after_keyword(place)
            else:
                after = self._statement_end(place)
                last = after if self._mark(after) == "." else after - 1
                yield _Statement(groups[-1], self._tokens[place:after], self._tokens[last].end)
                place = after

    def _after_keyword(self, place: int) -> int:
        word, after = self._tokens[place].word, place + 1
        if word in {"FILTER", "BIND"}:
            opened = after if self._mark(after) == "(" else after + 1  # of a function, after its name
            return self._closing.get(opened, place) + 1
        if word == "VALUES":
            return self._closing.get(self._values_group(place), place) + 1
        if word == "CONSTRUCT" and self._mark(after) == "{":
            return self._closing.get(after, after) + 1
        return after if word in _PASSED else self._next_group(place)

    def _values_group(self, place: int) -> int:
        """Return where the braces of VALUES open."""
        return self._closing.get(place + 1, place + 1) + 1

    def _next_group(self, place: int) -> int:
        """Return where the next group, or VALUES, begins after a keyword, or its own group ends."""
        for at in range(place + 1, len(self._tokens)):
            if self._mark(at) in {"{", "}"} or self._word(at) == "VALUES":
                return at
        return len(self._tokens)

    def _statement_end(self, place: int) -> int:
        depth = 0
        for at in range(place, len(self._tokens)):
            mark = self._mark(at)
            if not depth and (mark in {".", "{", "}"} or self._word(at) in _BREAKS):
                return max(at, place + 1)
            depth += (mark in {"(", "["}) - (mark in {")", "]"})
        return len(self._tokens)

    # ---- tokens ------------------------------------------------------------------------------------------------------

    def _mark(self, place: int) -> str:
        return self._tokens[place].mark if place < len(self._tokens) else ""

    def _word(self, place: int) -> str:
        return self._tokens[place].word if place < len(self._tokens) else ""

    def _iri(self, place: int) -> str | None:
        return self._resolved(self._tokens[place]) if place < len(self._tokens) else None


def _brackets(tokens: Sequence[PlacedToken]) -> dict[int, int]:
    """Return where each bracket closes, by where it opens."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.mark in _OPENING:
            opened.append(place)
        elif token.mark in _CLOSING and opened:
            pairs[opened.pop()] = place
    return pairs


def _parts(tokens: Sequence[PlacedToken]) -> Iterator[Sequence[PlacedToken]]:
    """Yield what stands between the semicolons of a statement: a property and its values."""
    part: list[PlacedToken] = []
    depth = 0
    for token in tokens:
        depth += (token.mark in _OPENING) - (token.mark in _CLOSING)
        if token.mark == ";" and not depth:
            if part:
                yield part
            part = []
        else:
            part.append(token)
    if part:
        yield part


def _enter_or_leave(groups: list[int], brace: PlacedToken) -> None:
    if brace.mark == "{":
        groups.append(brace.start)
    elif len(groups) > 1:
        groups.pop()


def _said_twice(name: str) -> str:
    if name == "query":
        return (
            "there are two text:query of one thing: write words that must all be there in one text, parted by spaces,"
            " and give searches of their own groups of their own"
        )
    return f"text:{name} is said twice of one thing"
