"""What every store gives, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Protocol

import msgspec
import pyoxigraph as ox

from server.web.representations import Representation

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Bindings = Mapping[str, ox.NamedNode | ox.Literal]

READ_HERE = 8192
"""The length in characters up to which a query is read in the web process: a few milliseconds at the worst."""


class QueryDataset(msgspec.Struct, frozen=True, kw_only=True):
    """The graphs that a request names, by the protocol or by FROM; both lists are whole, empty ones included."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class QueryOutline(msgspec.Struct, frozen=True, kw_only=True):
    """What a query says.

    ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE, or nothing for what is no query; ``update`` is an update's keyword.
    ``services`` are the addresses after SERVICE, an empty one where it stands in no IRI. ``repeatable`` is false where the same
    query on the same data may answer otherwise. ``dataset`` is what FROM and FROM NAMED name, with the base of the endpoint.
    """

    form: str | None
    update: str | None
    names_dataset: bool
    services: tuple[str, ...]
    repeatable: bool
    dataset: QueryDataset | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A query of a stranger.

    Without a ``dataset``, ``union`` says whether all graphs together are the default graph, or the query's own FROM
    decides. ``rows`` is the most rows, 0 for all; ``form`` is that of the query's :class:`QueryOutline`.
    """

    text: str
    form: str | None = None
    representation: Representation
    dataset: QueryDataset | None = None
    union: bool = True
    rows: int = 0


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A whole answer, in ``body`` or, if large, in ``file``. ``size`` in bytes; ``cut`` if there were more rows."""

    body: bytes = b""
    file: BinaryIO | None = None
    size: int = 0
    cut: bool = False


class Solution:
    """One solution of a SELECT. ``row["x"]`` is the term, and raises :class:`KeyError` where there is none."""

    __slots__ = ("_terms",)

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self._terms = terms

    def __getitem__(self, variable: str) -> Term:
        return self._terms[variable]

    def __contains__(self, variable: str) -> bool:
        return variable in self._terms

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={term}' for name, term in self._terms.items())})"

    def get(self, variable: str) -> Term | None:
        """Return the term, or nothing."""
        return self._terms.get(variable)

    def text(self, variable: str, default: str = "") -> str:
        """Return the IRI or the text of a literal."""
        term = self._terms.get(variable)
        return term.value if isinstance(term, (ox.NamedNode, ox.Literal, ox.BlankNode)) else default

    def language(self, variable: str) -> str | None:
        """Return the language tag of a literal, if it has one."""
        term = self._terms.get(variable)
        return term.language if isinstance(term, ox.Literal) else None

    def integer(self, variable: str, default: int = 0) -> int:
        """Return a number; raises :class:`ValueError` where the term is none."""
        return int(self.text(variable)) if variable in self._terms else default


class Store(Protocol):
    """A store that holds a release.

    :meth:`answer` is for queries of strangers, under limits. :meth:`select`, :meth:`construct` and :meth:`ask` are for
    the queries of this package, which are trusted and small: ``query`` is the name of a file below ``queries/`` without
    ``.rq``, or a query's text; bindings are for variables that the query projects.
    """

    @property
    def kind(self) -> str:
        """What the store is, for people."""

    @property
    def federates(self) -> bool:
        """Whether it carries out SERVICE."""

    @property
    def state(self) -> str | None:
        """What its answers follow from, for entity tags: the release that it holds, or nothing if it does not say."""

    @property
    def workers(self) -> int:
        """How many processes answer queries for it here."""

    def check(self) -> None:
        """Raise a :class:`~server.release.store.errors.StoreError` where the store does not answer now."""

    def read(self, query: str) -> QueryOutline:
        """Return what a query of a stranger says; raises :class:`~server.release.store.errors.StoreError`."""

    def answer(self, question: Question) -> Answer:
        """Return the answer; raises :class:`~server.release.store.errors.StoreError`."""

    def select(self, query: str, bindings: Bindings | None = None) -> Sequence[Solution]:
        """Return the solutions of a SELECT; raises :class:`~server.release.store.errors.StoreError`."""

    def construct(self, query: str, bindings: Bindings | None = None) -> Sequence[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE; raises :class:`~server.release.store.errors.StoreError`."""

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """Return the answer to an ASK; raises :class:`~server.release.store.errors.StoreError`."""

    def close(self) -> None:
        """Give everything back."""


def rows(solutions: ox.QuerySolutions) -> list[Solution]:
    """Return solutions as rows; a variable without a value is absent from its row."""
    names = [variable.value for variable in solutions.variables]
    return [
        Solution({name: term for name, term in zip(names, solution, strict=True) if term is not None})
        for solution in solutions
    ]
