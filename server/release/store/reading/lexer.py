"""What a query says before it is run: its form, its dataset, whom it calls, and whether it is repeatable.

The lexer knows strings, comments, IRIs and names, so that a word inside one is not taken for a keyword. It errs on the
side of seeing a keyword: Oxigraph's grammar lets words touch (``SERVICESILENT``, ``FILTERRAND()``), and other engines
resolve ``\\u0053ERVICE`` before they read (SPARQL 1.1 Query §19.2).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from server.release.store.interface import QueryOutline

_TOKEN = re.compile(
    r"""
    (?P<space>\s++|\#[^\n\r]*+)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
  | (?P<string>["'])
  | (?P<variable>[?$]\w++)
  | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<blank>_:\w(?:[\w.\-]*\w)?)
  | (?P<name>:)
  | (?P<word>[^\W\d]\w*+)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""What a token begins with; of strings and names the rest is found by :class:`_Scanner`."""
_LOCAL = re.compile(r""":(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]|\.(?=[\w:\-%\\.]))*+""", re.VERBOSE)
_PREFIX = re.compile(r"[\w.\-]*+")
_LONG = {each: re.compile(rf"(?:{each}{{0,2}}(?:[^{each}\\]|\\.))*+{each}{{3}}", re.DOTALL) for each in "\"'"}
_SHORT = {each: re.compile(rf"(?:[^{each}\\\n\r]|\\.)*+", re.DOTALL) for each in "\"'"}
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PROLOGUE = {"BASE", "PREFIX", "VERSION"}
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_VOLATILE = ("NOW", "RAND", "UUID", "BNODE")  # STRUUID ends in UUID
_TELLING = re.compile("SERVICE|FROM|" + "|".join(_VOLATILE), re.IGNORECASE)
"""What a query has somewhere in it, if only in a string, that calls a service, names a dataset or may answer otherwise."""
_BEFORE_A_GRAPH = {"GRAPH", "FROM", "NAMED", "DESCRIBE"}  # a name between one of these and "{" is no service

UNREADABLE = ""
"""The address of a service that stands in no IRI: a variable, a prefixed name, or what the lexer cannot make out."""


class QueryToken(NamedTuple):
    """A piece of a query; ``text`` of a word is in capitals."""

    kind: str
    text: str


def read(query: str) -> QueryOutline:
    """Return what a query says, whether or not it is well-formed."""
    plain = _read(query)
    resolved = unescape(query)
    if resolved == query:
        return plain
    hidden = _read(resolved)
    return msgspec.structs.replace(
        plain,
        form=plain.form or hidden.form,
        update=plain.update or hidden.update,
        names_dataset=plain.names_dataset or hidden.names_dataset,
        services=tuple(dict.fromkeys(plain.services + hidden.services)),
        repeatable=plain.repeatable and hidden.repeatable,
    )


def unescape(text: str) -> str:
    """Return a text with ``\\uXXXX`` and ``\\UXXXXXXXX`` resolved; an escape that names no character stays."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]

    return _ESCAPE.sub(character, text)


@functools.lru_cache(maxsize=512)
def _read(query: str) -> QueryOutline:
    words = (token.text for token in tokenize(query) if token.kind == "word")
    opening = next((word for word in words if word not in _PROLOGUE), "")
    form = next((form for form in _FORMS if opening.startswith(form)), None)
    update = next((update for update in _UPDATES if opening.startswith(update)), None)
    if form == "CONSTRUCT" or _TELLING.search(query):
        return _read_whole(tuple(tokenize(query)), form, update)
    return QueryOutline(form=form, update=update, names_dataset=False, services=(), repeatable=True)


def _read_whole(tokens: Sequence[QueryToken], form: str | None, update: str | None) -> QueryOutline:
    services = tuple(_services(tokens))
    return QueryOutline(
        form=form,
        update=update,
        names_dataset=any(token.kind == "word" and token.text.endswith("FROM") for token in tokens),
        services=services,
        repeatable=not (services or _calls_volatile(tokens) or (form == "CONSTRUCT" and _makes_blank_nodes(tokens))),
    )


class _Scanner:
    """Finds tokens in a time that grows with the query's length only: no stretch of it is gone through again and again.

    It remembers what it has looked for in vain: where the end of a string is missing, it is missing for every quotation
    mark on the way too, and letters up to the next colon are the prefix of a name from each of them on.
    """

    def __init__(self, query: str) -> None:
        self._query = query
        self._prefix_end = 0
        self._never_closed: set[str] = set()
        self._open_until = dict.fromkeys("\"'", 0)

    def tokens(self) -> Iterator[tuple[str, int, int]]:
        """Yield kind, start and end of everything in the query, space and comments too."""
        at, match_at = 0, _TOKEN.match
        while match := match_at(self._query, at):
            kind, end = match.lastgroup or "mark", match.end()
            if kind == "string":
                end = self._end_of_string(at)
                kind = "string" if end else "mark"
                end = end or at + 1
            elif kind == "name":
                end = self._end_of_local(at)
            elif kind == "word" and (colon := self._colon(at)):
                kind, end = "name", self._end_of_local(colon)
            yield kind, at, end
            at = end

    def _end_of_local(self, colon: int) -> int:
        found = _LOCAL.match(self._query, colon)
        return found.end() if found else colon + 1

    def _colon(self, at: int) -> int:
        """Return where the colon of a name is whose prefix begins here, 0 where none does."""
        if self._query[at] == "_":
            return 0
        if at >= self._prefix_end:
            found = _PREFIX.match(self._query, at)
            self._prefix_end = found.end() if found else at
        end = self._prefix_end
        return end if self._query.startswith(":", end) and self._query[end - 1] != "." else 0

    def _end_of_string(self, at: int) -> int:
        """Return where the string ends that begins here, 0 where it does not end."""
        mark = self._query[at]
        if mark not in self._never_closed and self._query.startswith(mark * 3, at):
            if closed := _LONG[mark].match(self._query, at + 3):
                return closed.end()
            self._never_closed.add(mark)
        if at < self._open_until[mark]:
            return 0
        body = _SHORT[mark].match(self._query, at + 1)
        end = body.end() if body else at + 1
        if self._query.startswith(mark, end):
            return end + 1
        self._open_until[mark] = end
        return 0


def scan(query: str) -> Iterator[tuple[str, int, int]]:
    """Yield kind, start and end of everything in a query, space and comments too."""
    return _Scanner(query).tokens()


def tokenize(query: str) -> Iterator[QueryToken]:
    """Yield the tokens of a query but for space and comments."""
    for kind, start, end in scan(query):
        if kind != "space":
            text = query[start:end]
            yield QueryToken(kind, text.upper() if kind == "word" else text)


def undeclared_prefixes(query: str) -> tuple[str, ...]:
    """Return the prefixes that a query uses and does not declare, in the order in which they stand."""
    tokens = tuple(tokenize(query))
    declared = {
        name.text.partition(":")[0]
        for before, name in itertools.pairwise(tokens)
        if before == QueryToken("word", "PREFIX") and name.kind == "name"
    }
    used = (token.text.partition(":")[0] for token in tokens if token.kind == "name")
    return tuple(dict.fromkeys(prefix for prefix in used if prefix not in declared))


def _services(tokens: Sequence[QueryToken]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        if token.kind == "word" and "SERVICE" in token.text:
            yield _address(tokens, place + 1) if token.text == "SERVICE" else UNREADABLE
        elif token.kind == "name" and _is_service_and_name(tokens, place):
            yield UNREADABLE


def _address(tokens: Sequence[QueryToken], place: int) -> str:
    if tokens[place : place + 1] == (QueryToken("word", "SILENT"),):
        place += 1
    if place < len(tokens) and tokens[place].kind == "iri":
        return unescape(tokens[place].text[1:-1])
    return UNREADABLE


def _is_service_and_name(tokens: Sequence[QueryToken], place: int) -> bool:
    """Whether a name that begins with the word is read as the word and a name: ``SERVICEex:sparql {``."""
    glued = tokens[place].text.upper().startswith("SERVICE")
    before = tokens[place - 1].text if place else ""
    return glued and tokens[place + 1 : place + 2] == (QueryToken("mark", "{"),) and before not in _BEFORE_A_GRAPH


def _calls_volatile(tokens: Sequence[QueryToken]) -> bool:
    return any(
        token.kind == "word" and token.text.endswith(_VOLATILE) and after.text == "("
        for token, after in itertools.pairwise(tokens)
    )


def _makes_blank_nodes(tokens: Sequence[QueryToken]) -> bool:
    """Whether the template, the first group of a CONSTRUCT, has blank nodes: they get new names at every answer."""
    group = itertools.dropwhile(lambda token: token != QueryToken("mark", "{"), tokens)
    template = itertools.takewhile(lambda token: token != QueryToken("mark", "}"), group)
    return any(token.kind == "blank" or (token.kind == "mark" and token.text in "[(") for token in template)
