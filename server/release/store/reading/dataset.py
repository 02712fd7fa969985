"""The graphs that FROM and FROM NAMED name, resolved as the query's prologue says (SPARQL 1.1 Query §13.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import msgspec

from server.release.store.interface import QueryDataset, QueryOutline
from server.release.store.reading import lexer
from server.release.store.reading.lexer import QueryToken, tokenize, unescape

_LOCAL_ESCAPE = re.compile(r"\\(.)")


class Prologue:
    """The prefixes and the base that hold where the reading has come to."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.prefixes: dict[str, str] = {}

    def resolve(self, token: QueryToken) -> str | None:
        """Return the absolute IRI of a token, or nothing where it is none or its prefix is not declared."""
        if token.kind == "iri":
            reference = unescape(token.text[1:-1])
            absolute = urljoin(self.base, reference)
            return absolute + "#" if reference.endswith("#") and not absolute.endswith("#") else absolute
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)


def read(query: str, base: str) -> QueryOutline:
    """Return what a query says, with the dataset that it names."""
    found = lexer.read(query)
    return msgspec.structs.replace(found, dataset=named_in(query, base)) if found.names_dataset else found


def named_in(query: str, base: str) -> QueryDataset:
    """Return the dataset that a query names; what cannot be resolved is left to the engine to complain of."""
    default: list[str] = []
    named: list[str] = []
    for clause, iri in _clauses(query, base):
        (named if clause == "NAMED" else default).append(iri)
    return QueryDataset(default=tuple(default), named=tuple(named))


def _clauses(query: str, base: str) -> Iterator[tuple[str, str]]:
    prologue = Prologue(base)
    tokens = tokenize(query)
    for token in tokens:
        if token == QueryToken("mark", "{"):
            return
        if token.kind != "word":
            continue
        if token.text == "BASE":
            prologue.base = prologue.resolve(next(tokens, token)) or prologue.base
        elif token.text == "PREFIX":
            _declare(prologue, next(tokens, token), next(tokens, token))
        elif token.text.endswith("FROM"):
            following = next(tokens, token)
            clause = following.text if following == QueryToken("word", "NAMED") else "FROM"
            iri = prologue.resolve(next(tokens, token) if clause == "NAMED" else following)
            if iri is not None:
                yield clause, iri


def prologue_of(query: str, base: str) -> Prologue:
    """Return the prefixes and the base that hold in the body of a query."""
    prologue = Prologue(base)
    tokens = tokenize(query)
    for token in tokens:
        if token.text == "BASE":
            prologue.base = prologue.resolve(next(tokens, token)) or prologue.base
        elif token.text == "PREFIX":
            _declare(prologue, next(tokens, token), next(tokens, token))
        else:
            break
    return prologue


def _declare(prologue: Prologue, name: QueryToken, namespace: QueryToken) -> None:
    iri = prologue.resolve(namespace)
    if name.kind == "name" and iri is not None:
        prologue.prefixes[name.text.removesuffix(":")] = iri
