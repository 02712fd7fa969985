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

    def takes(self, token: QueryToken, following: Iterator[QueryToken]) -> bool:
        """Return whether a token begins a declaration, which is taken from what follows."""
        if token.text == "BASE":
            self.base = self.resolve(next(following, token)) or self.base
        elif token.text == "PREFIX":
            name, iri = next(following, token), self.resolve(next(following, token))
            if name.kind == "name" and iri is not None:
                self.prefixes[name.text.removesuffix(":")] = iri
        else:
            return False
        return True


def read(query: str, base: str) -> QueryOutline:
    """Return what a query says, with the dataset that it names."""
    found = lexer.read(query)
    return msgspec.structs.replace(found, dataset=named_in(query, base)) if found.names_dataset else found


def named_in(query: str, base: str) -> QueryDataset:
    """Return the dataset that a query names; what cannot be resolved is left to the engine to complain of."""
    default: list[str] = []
    named: list[str] = []
    for is_named, iri in _clauses(query, base):
        (named if is_named else default).append(iri)
    return QueryDataset(default=tuple(default), named=tuple(named))


def _clauses(query: str, base: str) -> Iterator[tuple[bool, str]]:
    prologue = Prologue(base)
    tokens = tokenize(query)
    for token in tokens:
        if token == QueryToken("mark", "{"):
            return
        if token.kind == "word" and not prologue.takes(token, tokens) and token.text.endswith("FROM"):
            following = next(tokens, token)
            is_named = following == QueryToken("word", "NAMED")
            iri = prologue.resolve(next(tokens, token) if is_named else following)
            if iri is not None:
                yield is_named, iri


def prologue_of(query: str, base: str) -> Prologue:
    """Return the prefixes and the base that hold in the body of a query."""
    prologue = Prologue(base)
    tokens = tokenize(query)
    for token in tokens:
        if not prologue.takes(token, tokens):
            break
    return prologue
