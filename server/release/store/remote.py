"""Any SPARQL 1.1 endpoint, through SPARQLWrapper.

It is asked for JSON results and N-Triples only, which every endpoint writes alike; other representations are written
here. A timeout goes with every request. An endpoint that cuts its answers says so in ``X-SPARQL-MaxRows``, as Virtuoso
does, or not at all: then as many rows as its cap are taken for more.
"""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from urllib.error import HTTPError, URLError

import msgspec
import pyoxigraph as ox
from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from ontology.iris import Iris
from server.config import Limits
from server.release import queries
from server.release.store import dataset as datasets
from server.release.store.errors import AnswerTooLarge, Busy, MalformedQuery, StoreFault, StoreUnreachable, TimeExceeded
from server.release.store.evaluation import INLINE, Result, write
from server.release.store.lexer import read, start_of_group
from server.release.store.messages import Task
from server.release.store.seam import Answer, Bindings, QueryOutline, Question, Solution, malformed, rows
from server.release.store.spool import Overflow, Spool
from server.words.prefixes import prefixes

RELEASE_QUERY = "pushed-release"
_STATE_SECONDS = 5.0
_CHUNK = 64 * 1024
_GRAPH_FORMS = {"CONSTRUCT", "DESCRIBE"}
_GRAPH_ACCEPT = "application/n-triples, text/turtle;q=0.5"
_RESULTS_ACCEPT = "application/sparql-results+json"
_CAP_HEADER = "X-SPARQL-MaxRows"
_RETRY_AFTER = 10
_BUSY = {429, 503}


class _Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request to the endpoint."""

    query: str
    form: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    union: bool = True

    @property
    def graph(self) -> bool:
        return self.form in _GRAPH_FORMS


class _Received(msgspec.Struct, frozen=True, kw_only=True):
    """The endpoint's answer, as it came: ``cut`` if it says so itself."""

    file: BinaryIO
    turtle: bool
    cut: bool


class Remote:
    """A SPARQL 1.1 endpoint that holds the release; ``cap`` is the most rows it gives, 0 where it gives all."""

    def __init__(self, url: str, *, iris: Iris, limits: Limits, cap: int = 0) -> None:
        self._url = url
        self._iris = iris
        self._limits = limits
        self._cap = cap
        self._known_state: str | None = None
        self._asked = -_STATE_SECONDS
        self._lock = threading.Lock()

    @property
    def kind(self) -> str:
        """What the store is, for people."""
        return f"remote, {self._url}"

    @property
    def federates(self) -> bool:
        """Nothing is known of it, so nothing is said."""
        return False

    @property
    def state(self) -> str | None:
        """The release that was pushed there, asked every few seconds; nothing while a push is under way."""
        with self._lock:
            if time.monotonic() - self._asked >= _STATE_SECONDS:
                found = self.select(RELEASE_QUERY)
                self._known_state = f"{self._url} {found[0].text('release')}" if len(found) == 1 else None
                self._asked = time.monotonic()
            return self._known_state

    def read(self, query: str) -> QueryOutline:
        """Return what a query says."""
        return datasets.read(query, f"{self._iris.base}sparql")

    def answer(self, question: Question) -> Answer:
        """Return the answer; raises :class:`~server.release.store.errors.StoreError`."""
        dataset = question.dataset
        request = _Request(
            query=question.text,
            form=question.form or read(question.text).form or "SELECT",
            default=dataset.default if dataset else (),
            named=dataset.named if dataset else (),
            union=question.union,
        )
        with self._asked_for(request) as received:
            result, cut = self._parse(received, request)
            spool = Spool(INLINE, self._limits.answer_bytes)
            task = Task(query="", media_type=question.representation.media_type, union=False, rows=question.rows)
            try:
                cut |= write(result, task, spool, prefixes(self._iris))
            except Overflow as error:
                raise AnswerTooLarge(self._limits.answer_bytes) from error
        return Answer(body=spool.body(), file=spool.release(), size=spool.size, cut=cut)

    def select(self, query: str, bindings: Bindings | None = None) -> Sequence[Solution]:
        """Return the solutions of a SELECT; an answer that the endpoint has cut is an error."""
        with self._asked_whole(query, bindings) as result:
            if not isinstance(result, ox.QuerySolutions):
                raise MalformedQuery(f"{query} is no SELECT")
            return rows(result)

    def construct(self, query: str, bindings: Bindings | None = None) -> Sequence[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE; an answer that the endpoint has cut is an error."""
        with self._asked_whole(query, bindings) as result:
            if isinstance(result, (ox.QuerySolutions, ox.QueryBoolean)):
                raise MalformedQuery(f"{query} is no CONSTRUCT")
            return list(result)

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """Return the answer to an ASK."""
        with self._asked_whole(query, bindings) as result:
            return bool(result)

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    @contextlib.contextmanager
    def _asked_whole(self, query: str, bindings: Bindings | None) -> Iterator[Result]:
        text = bind(queries.resolve(query, self._iris), bindings or {})
        request = _Request(query=text, form=read(text).form or "SELECT")
        with self._asked_for(request) as received:
            result, cut = self._parse(received, request)
            if cut:
                raise StoreFault(f"{self._url} cut the answer to {query}; raise its row limit")
            yield result

    def _parse(self, received: _Received, request: _Request) -> tuple[Result, bool]:
        """Return the result, and whether it was cut."""
        try:
            if request.graph:
                syntax = ox.RdfFormat.TURTLE if received.turtle else ox.RdfFormat.N_TRIPLES
                return (quad.triple for quad in ox.parse(received.file, format=syntax)), received.cut
            reached = self._cap > 0 and self._rows(received) >= self._cap
            result = _table(received)
            return (_boolean(result) if request.form == "ASK" else result), received.cut or reached
        except (SyntaxError, ValueError) as error:
            raise StoreUnreachable(f"{self._url} did not answer in the format asked for: {error}") from error

    def _rows(self, received: _Received) -> int:
        table = _table(received)
        return sum(1 for _ in table) if isinstance(table, ox.QuerySolutions) else 0

    @contextlib.contextmanager
    def _asked_for(self, request: _Request) -> Iterator[_Received]:
        with tempfile.TemporaryFile() as file:
            yield self._receive(request, file)

    def _receive(self, request: _Request, file: BinaryIO) -> _Received:
        try:
            response = self._wrapper(request).query().response
            with contextlib.closing(response):
                self._copy(response, file)
                media_type = response.headers.get_content_type()
                cut = _CAP_HEADER in response.headers
        except QueryBadFormed as error:
            raise malformed(_reason(error)) from error
        except TimeoutError as error:
            raise TimeExceeded(self._limits.query_seconds) from error
        except HTTPError as error:
            raise self._refused(error) from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise TimeExceeded(self._limits.query_seconds) from error
            raise StoreUnreachable(f"{self._url}: {error.reason}") from error
        except (SPARQLWrapperException, OSError) as error:
            raise StoreUnreachable(f"{self._url}: {_reason(error)}") from error
        return _Received(file=file, turtle=media_type == "text/turtle", cut=cut)

    def _refused(self, error: HTTPError) -> Exception:
        with contextlib.closing(error):
            if error.code in _BUSY:
                return Busy(_RETRY_AFTER)
            return StoreUnreachable(f"{self._url} answered {error.code} {error.reason}")

    def _copy(self, response: BinaryIO, file: BinaryIO) -> None:
        """Copy a response to a file, within the limits of size and of time: a timeout of its own has every read."""
        until = time.monotonic() + self._limits.query_seconds
        size = 0
        while piece := response.read(_CHUNK):
            size += len(piece)
            if size > self._limits.answer_bytes:
                raise AnswerTooLarge(self._limits.answer_bytes)
            if time.monotonic() > until:
                raise TimeExceeded(self._limits.query_seconds)
            file.write(piece)
        file.seek(0)

    def _wrapper(self, request: _Request) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(self._url)
        wrapper.setQuery(request.query)
        wrapper.queryType = request.form  # its own guess fails where a comment or an IRI looks like a keyword
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(onlyConneg=True)
        wrapper.setReturnFormat("turtle" if request.graph else "json")
        wrapper.addCustomHttpHeader("Accept", _GRAPH_ACCEPT if request.graph else _RESULTS_ACCEPT)
        wrapper.setTimeout(max(1, round(self._limits.query_seconds)))
        for name, iris in (("default-graph-uri", request.default), ("named-graph-uri", request.named)):
            for iri in iris:
                wrapper.addParameter(name, iri)
        if request.union:  # Oxigraph's own server needs to be told; others pass over it
            wrapper.addParameter("union-default-graph", "true")
        return wrapper


def bind(query: str, bindings: Bindings) -> str:
    """Return a query with its bindings as the first line of its group."""
    if not bindings:
        return query
    start = start_of_group(query)
    variables = " ".join(f"?{name}" for name in bindings)
    values = " ".join(str(term) for term in bindings.values())  # as N-Triples, which is SPARQL
    return f"{query[:start]}\nVALUES ({variables}) {{ ({values}) }}{query[start:]}"


def _table(received: _Received) -> ox.QuerySolutions | ox.QueryBoolean:
    received.file.seek(0)
    return ox.parse_query_results(received.file, format=ox.QueryResultsFormat.JSON)


def _boolean(result: ox.QuerySolutions | ox.QueryBoolean) -> ox.QueryBoolean:
    """Return the answer to an ASK; Virtuoso gives a table, of one row for true and none for false."""
    if isinstance(result, ox.QueryBoolean):
        return result
    found = b"false" if next(result, None) is None else b"true"
    parsed = ox.parse_query_results(b'{"head":{},"boolean":' + found + b"}", format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QueryBoolean)  # noqa: S101 - that is what was written
    return parsed


def _reason(error: Exception) -> str:
    """Return what the endpoint says, on one line: SPARQLWrapper passes on the body of the response."""
    given = error.args[0] if error.args else ""
    text = given.decode("utf-8", "replace") if isinstance(given, bytes) else str(error)
    return " ".join(text.split())[:1000]
