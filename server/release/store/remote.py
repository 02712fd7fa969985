"""Any SPARQL 1.1 endpoint, through SPARQLWrapper.

It is asked for JSON results and N-Triples only, which every endpoint writes alike; other representations are written
here. A timeout goes with every request. An endpoint that cuts its answers says so in ``X-SPARQL-MaxRows``, as Virtuoso
does, or not at all: then as many rows as its cap are taken for more.
"""

from __future__ import annotations

import contextlib
import logging
import math
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import BinaryIO
from urllib.error import HTTPError
from urllib.parse import urlsplit

import msgspec
import pyoxigraph as ox
from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from ontology.iris import Iris
from server.config import Limits
from server.release import queries
from server.release.store.asking import asker
from server.release.store.asking.budget import DiskBudget
from server.release.store.errors import (
    AnswerTooLarge,
    Busy,
    DiskFull,
    HungUp,
    MalformedQuery,
    StoreError,
    StoreFault,
    StoreUnreachable,
    TimeExceeded,
)
from server.release.store.evaluation import INLINE, Result, write
from server.release.store.interface import READ_HERE, Answer, Bindings, QueryOutline, Question, Solution, rows
from server.release.store.messages import Task
from server.release.store.patience import Deadline, PatientWrapper
from server.release.store.reading import dataset as datasets
from server.release.store.reading.binding import bind
from server.release.store.reading.diagnosis import diagnose
from server.release.store.reading.lexer import read
from server.release.store.spool import NoRoom, Overflow, Spool
from server.words.prefixes import prefixes

_LOG = logging.getLogger(__name__)
RELEASE_QUERY = "pushed-release"
_STATE_SECONDS = 5.0
_STATE_PATIENCE = 3.0
"""How long the endpoint may take to say what it holds."""
_FAILED_SECONDS = 2.0
_CHUNK = 64 * 1024
_GRAPH_FORMS = {"CONSTRUCT", "DESCRIBE"}
_GRAPH_ACCEPT = "application/n-triples, text/turtle;q=0.5"
_RESULTS_ACCEPT = "application/sparql-results+json"
_CAP_HEADER = "X-SPARQL-MaxRows"
_RETRY_AFTER = 10
_BUSY = {429, 503}
_DEPTH = 200
"""Brackets in a query up to which it is read in this process, whose stack they take."""


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

    def __init__(self, url: str, *, iris: Iris, limits: Limits, cap: int = 0, disk: DiskBudget | None = None) -> None:
        self._url = url
        self._disk = disk or DiskBudget(limits.spool_bytes)
        self._iris = iris
        self._limits = limits
        self._cap = cap
        self._known_state: str | None = None
        self._merged = False
        self._asked = -math.inf
        self._failure: StoreError | None = None
        self._lock = threading.Lock()

    @property
    def kind(self) -> str:
        """What the store is, for people."""
        return "remote SPARQL 1.1 endpoint"

    @property
    def federates(self) -> bool:
        """Nothing is known of it, so nothing is said."""
        return False

    @property
    def state(self) -> str | None:
        """The release that was pushed there, asked every few seconds; nothing while a push is under way.

        Who has just not answered is not asked again at once: raises its :class:`~server.release.store.errors.StoreError`.
        """
        with self._lock:
            if self._failure and time.monotonic() - self._asked < _FAILED_SECONDS:
                raise self._failure.with_traceback(None)
            if time.monotonic() - self._asked >= _STATE_SECONDS or self._failure:
                self._known_state, self._failure = self._ask_state()
                self._asked = time.monotonic()
            if self._failure:
                raise self._failure.with_traceback(None)
            return self._known_state

    def _ask_state(self) -> tuple[str | None, StoreError | None]:
        try:
            with self._asked_whole(RELEASE_QUERY, None, min(_STATE_PATIENCE, self._limits.query_seconds)) as found:
                noted = rows(found) if isinstance(found, ox.QuerySolutions) else []
        except StoreError as error:
            return None, error
        if len(noted) != 1:
            return None, None
        self._merged = "merged" in noted[0]
        return f"{self._url} {noted[0].text('release')}", None

    def _know_default_graph(self) -> None:
        """Ask once whether the store's default graph is the merge of its graphs."""
        if self._asked == -math.inf:
            with contextlib.suppress(StoreError):  # the query itself will tell
                _ = self.state

    @property
    def workers(self) -> int:
        """None: the endpoint has its own."""
        return 0

    def check(self) -> None:
        """Raise a :class:`~server.release.store.errors.StoreError` where the endpoint does not answer."""
        _ = self.state

    def read(self, query: str) -> QueryOutline:
        """Return what a query says."""
        return datasets.read(query, f"{self._iris.base}sparql")

    def answer(self, question: Question) -> Answer:
        """Return the answer; raises :class:`~server.release.store.errors.StoreError`."""
        self._know_default_graph()
        dataset = question.dataset
        request = _Request(
            query=question.text,
            form=question.form or read(question.text).form or "SELECT",
            default=dataset.default if dataset else (),
            named=dataset.named if dataset else (),
            union=question.union,
        )
        spool = Spool(INLINE, self._limits.answer_bytes)
        task = Task(query="", media_type=question.representation.media_type, union=False, rows=question.rows)
        with self._asked_for(request, self._limits.query_seconds) as received, _read_as_asked():
            result, cut = self._parse(received, request)
            try:
                cut |= write(result, task, spool, prefixes(self._iris))
            except Overflow as error:
                raise AnswerTooLarge(self._limits.answer_bytes) from error
            except NoRoom as error:
                raise DiskFull from error
        file = spool.release()
        kept = self._disk.keep(file, spool.size, asker.current().address) if file else None
        return Answer(body=spool.body(), file=kept, size=spool.size, cut=cut)

    def select(self, query: str, bindings: Bindings | None = None) -> Sequence[Solution]:
        """Return the solutions of a SELECT; an answer that the endpoint has cut is an error."""
        self._know_default_graph()
        with self._asked_whole(query, bindings) as result:
            if not isinstance(result, ox.QuerySolutions):
                raise MalformedQuery(f"{query} is no SELECT")
            return rows(result)

    def construct(self, query: str, bindings: Bindings | None = None) -> Sequence[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE; an answer that the endpoint has cut is an error."""
        self._know_default_graph()
        with self._asked_whole(query, bindings) as result:
            if isinstance(result, (ox.QuerySolutions, ox.QueryBoolean)):
                raise MalformedQuery(f"{query} is no CONSTRUCT")
            return list(result)

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """Return the answer to an ASK."""
        self._know_default_graph()
        with self._asked_whole(query, bindings) as result:
            return bool(result)

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    @contextlib.contextmanager
    def _asked_whole(self, query: str, bindings: Bindings | None, seconds: float | None = None) -> Iterator[Result]:
        text = bind(queries.resolve(query, self._iris), bindings or {})
        request = _Request(query=text, form=read(text).form or "SELECT")
        with self._asked_for(request, seconds or self._limits.query_seconds) as received, _read_as_asked():
            result, cut = self._parse(received, request)
            if cut:
                raise StoreFault(f"the store cut the answer to {query}; raise its row limit")
            yield result

    def _parse(self, received: _Received, request: _Request) -> tuple[Result, bool]:
        """Return the result, and whether it was cut."""
        if request.graph:
            syntax = ox.RdfFormat.TURTLE if received.turtle else ox.RdfFormat.N_TRIPLES
            return (quad.triple for quad in ox.parse(received.file, format=syntax)), received.cut
        reached = self._cap > 0 and self._rows(received) >= self._cap
        result = _table(received)
        return (_boolean(result) if request.form == "ASK" else result), received.cut or reached

    def _rows(self, received: _Received) -> int:
        table = _table(received)
        return sum(1 for _ in table) if isinstance(table, ox.QuerySolutions) else 0

    @contextlib.contextmanager
    def _asked_for(self, request: _Request, seconds: float) -> Iterator[_Received]:
        with tempfile.TemporaryFile() as file:
            with Deadline(seconds) as deadline, asker.current().while_there(deadline.cut):
                received = self._receive(request, file, deadline, seconds)
            yield received

    def _receive(self, request: _Request, file: BinaryIO, deadline: Deadline, seconds: float) -> _Received:
        try:
            response = self._wrapper(request, deadline, seconds).query().response
            with contextlib.closing(response):
                self._copy(response, file)
                media_type = response.headers.get_content_type()
                cut = _CAP_HEADER in response.headers
        except QueryBadFormed as error:
            raise self._malformed(request.query, self._without_address(_reason(error))) from error
        except HTTPError as error:
            raise self._refused(error) from error
        except (SPARQLWrapperException, HTTPException, OSError) as error:
            if asker.current().gone:
                raise HungUp from error
            if deadline.passed or isinstance(getattr(error, "reason", error), TimeoutError):
                raise TimeExceeded(seconds) from error
            raise self._unreachable("it cannot be reached, or ended its answer in the middle", error) from error
        return _Received(file=file, turtle=media_type == "text/turtle", cut=cut)

    def _unreachable(self, reason: str, error: Exception) -> StoreUnreachable:
        """Return what clients are told; where the store is and what it says is for the log."""
        _LOG.error("the store %s: %s", self._url, _reason(error))
        return StoreUnreachable(reason)

    def _without_address(self, said: str) -> str:
        parts = urlsplit(self._url)
        return said.replace(self._url, "the store").replace(parts.netloc, "the store")

    def _malformed(self, query: str, reason: str) -> MalformedQuery:
        """Return what is wrong with a query, where our own engine finds it too, or what the endpoint says."""
        small = len(query) <= READ_HERE and query.count("{") + query.count("(") <= _DEPTH and not read(query).services
        found = diagnose(query, f"{self._iris.base}sparql", prefixes(self._iris)) if small else None
        return MalformedQuery(found.reason, found.line, found.column, found.hint) if found else MalformedQuery(reason)

    def _refused(self, error: HTTPError) -> Exception:
        with contextlib.closing(error):
            if error.code in _BUSY:
                return Busy(_RETRY_AFTER)
            return self._unreachable(f"it answered with status {error.code}", error)

    def _copy(self, response: HTTPResponse, file: BinaryIO) -> None:
        """Copy a response to a file, within the limit of size; raises :class:`IncompleteRead` for a part of one."""
        size = 0
        while piece := response.read(_CHUNK):
            size += len(piece)
            if size > self._limits.answer_bytes:
                raise AnswerTooLarge(self._limits.answer_bytes)
            _put(piece, file)
        if response.length:  # as many bytes are missing of those that were announced
            raise IncompleteRead(b"", response.length)
        file.seek(0)

    def _wrapper(self, request: _Request, deadline: Deadline, seconds: float) -> SPARQLWrapper:
        wrapper = PatientWrapper(self._url, deadline)
        wrapper.setQuery(request.query)
        wrapper.queryType = request.form  # its own guess fails where a comment or an IRI looks like a keyword
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(onlyConneg=True)
        wrapper.setReturnFormat("turtle" if request.graph else "json")
        wrapper.addCustomHttpHeader("Accept", _GRAPH_ACCEPT if request.graph else _RESULTS_ACCEPT)
        wrapper.setTimeout(max(1, round(seconds)))
        for name, iris in (("default-graph-uri", request.default), ("named-graph-uri", request.named)):
            for iri in iris:
                wrapper.addParameter(name, iri)
        if request.union and not self._merged:  # Oxigraph's own server needs to be told; others pass over it
            wrapper.addParameter("union-default-graph", "true")
        return wrapper


def _put(piece: bytes, file: BinaryIO) -> None:
    """Write to a file of ours; a full disk here is no failure of the store's."""
    try:
        file.write(piece)
        file.flush()
    except OSError as error:
        raise DiskFull from error


@contextlib.contextmanager
def _read_as_asked() -> Iterator[None]:
    """Say of an answer that breaks off, or is something else, that it is not what was asked for."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        _LOG.exception("the store did not answer in the format asked for")
        raise StoreUnreachable("its answer breaks off, or is not in the format asked for") from error


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
