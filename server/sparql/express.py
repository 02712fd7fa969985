"""The short way of a query: in front of Flask, for answers that hold nothing which Flask would be needed for.

A page, a refusal, a conditional request, a large answer, a cut one go on to Flask, together with what the store has said
already. What goes the short way looks the same from outside: its headers are those that Flask's hooks put on such a
response, taken once. A query that comes again byte by byte is answered without being read.
"""

from __future__ import annotations

import functools
import gzip
import io
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec
from flask import Flask

from server.gateway.environ import AT_HAND, REFUSED
from server.release.live import EXTENSION, LEASE, Lease, Live, Served
from server.release.store.errors import StoreError
from server.sparql.endpoint import ASKED, Asked, PreparedQuery, prepare
from server.sparql.fulltext.rewriting import concerns
from server.sparql.hints import is_empty
from server.sparql.protocol import Operation, parse_get, parse_post
from server.web import responses
from server.web.answers import Kept
from server.web.problems import Problem
from server.web.representations import HTML, NotAcceptable, Representation

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PATH = "/sparql"
_CONDITIONS = {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"}
_TAG = "0" * 30
"""Stands for the entity tag in headers that are taken once."""

Headers = list[tuple[str, str]]


class _Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """The headers of a kind of answer, but for its length and its tag; ``gzip`` if it is compressed."""

    headers: tuple[tuple[str, str], ...]
    gzip: bool

    def around(self, body: bytes, tag: str | None) -> tuple[Headers, bytes]:
        """Return headers and body as they are sent."""
        if self.gzip:
            body = gzip.compress(body, responses.LEVEL, mtime=0)
        headers = [(name, value.replace(_TAG, tag or "") if name == "ETag" else value) for name, value in self.headers]
        headers.append(("Content-Length", str(len(body))))
        return headers, body


class _Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A request that may go the short way. ``key`` names all of it that an answer depends on."""

    operation: Callable[[], Operation]
    accept: str | None
    takes_gzip: bool
    key: tuple[str, ...]


class Express:
    """A WSGI application around Flask's."""

    def __init__(self, app: Flask, further: WSGIApplication) -> None:
        self._app = app
        self._further = further
        self._envelope = functools.lru_cache(maxsize=256)(self._make_envelope)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a query, or let Flask answer (PEP 3333)."""
        if AT_HAND in environ:
            return self._at_hand(environ, start_response)
        try:
            if sent := self._answer(environ):
                headers, body = sent
                start_response("200 OK", headers)
                return [body]
            return self._further(environ, start_response)
        finally:
            _end(environ)  # where Flask did not come to use it

    def _at_hand(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer what is kept as it was sent by the release that is served now; start no answer where it is not."""
        keeper: Live | None = self._app.extensions.get(EXTENSION)
        now = keeper.at_hand if keeper and environ["PATH_INFO"] == _PATH else None
        letter = _open(environ, keeper) if keeper and now else None
        key = _key(now.store.state, letter) if now and letter else None
        sent = keeper.answers.get(key) if keeper and key else None
        if sent is None:
            return []
        start_response("200 OK", list(sent.headers))
        return [sent.body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[Headers, bytes] | None:
        """Return what is sent, or nothing where Flask has to go on, from the same release."""
        if environ["PATH_INFO"] != _PATH or REFUSED in environ:
            return None
        keeper: Live | None = self._app.extensions.get(EXTENSION)
        letter = _open(environ, keeper) if keeper else None
        if keeper is None or letter is None:
            return None
        try:
            environ[LEASE] = lease = keeper.lend()
            return self._made(environ, keeper, lease.served, letter)
        except (Problem, NotAcceptable, StoreError):  # Flask meets it again, and says it to the client
            return None

    def _made(
        self, environ: WSGIEnvironment, keeper: Live, now: Served, letter: _Letter
    ) -> tuple[Headers, bytes] | None:
        state = now.store.state  # asked once: a remote store may have to be asked for it
        key = _key(state, letter)
        if key and (sent := keeper.answers.get(key)):
            return list(sent.headers), sent.body
        prepared = _prepare(keeper, now, letter)
        if prepared is None:
            return None
        tag = prepared.tag(state)
        kept, again = _kept(environ, keeper, now, prepared, tag)
        if kept is None:
            return None
        headers, body = self._wrapped(now, prepared, kept.body, tag, gzip=letter.takes_gzip)
        if again and key:  # what comes again is kept as it is sent
            keeper.answers.put(key, Kept(body=body, headers=tuple(headers)))
        return headers, body

    def _wrapped(
        self, now: Served, prepared: PreparedQuery, body: bytes, tag: str | None, *, gzip: bool
    ) -> tuple[Headers, bytes]:
        compressed = gzip and len(body) >= responses.WORTH_COMPRESSING
        return self._envelope(now.id, prepared.representation, tag is not None, compressed).around(body, tag)

    def _make_envelope(
        self, _release: str, representation: Representation, repeatable: bool, compressed: bool
    ) -> _Envelope:
        """Let Flask's hooks make a response of this kind."""
        accepted = {"Accept-Encoding": "gzip"} if compressed else {}
        with self._app.test_request_context(_PATH, headers=accepted) as context:
            body = b" " * (responses.WORTH_COMPRESSING if compressed else 1)
            response = responses.answer(body, representation, _TAG if repeatable else None)
            made = self._app.process_response(response).get_wsgi_headers(context.request.environ)
        headers = tuple((name, value) for name, value in made if name != "Content-Length")
        return _Envelope(headers=headers, gzip="Content-Encoding" in made)


def _open(environ: WSGIEnvironment, keeper: Live) -> _Letter | None:
    """Return a request that may go the short way: a plain one that carries a query."""
    query_string = environ.get("QUERY_STRING", "")
    if _CONDITIONS & environ.keys() or max(len(query_string), _raw_length(environ)) > keeper.config.limits.uri_bytes:
        return None
    accept, coding = environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_ENCODING", "")
    method, media_type = environ["REQUEST_METHOD"], environ.get("CONTENT_TYPE", "")
    if method == "GET" and "query=" in query_string:
        body, operation = b"", functools.partial(parse_get, query_string.encode("latin-1"))
    elif method == "POST" and (read := _body(environ, keeper.config.limits.body_bytes)):
        body, operation = read, functools.partial(parse_post, query_string.encode("latin-1"), media_type, read)
    else:
        return None
    return _Letter(
        operation=operation,
        accept=accept,
        takes_gzip=responses.takes_gzip(coding),
        key=(method, query_string, media_type, repr(accept), coding, body.decode("latin-1")),
    )


def _key(state: str | None, letter: _Letter) -> str | None:
    """Return under what an answer is kept as it was sent, nothing while a store is changing."""
    return responses.entity_tag("as sent", state, *letter.key) if state else None


def _end(environ: WSGIEnvironment) -> None:
    lease: Lease | None = environ.pop(LEASE, None)
    if lease:
        lease.end()


def _raw_length(environ: WSGIEnvironment) -> int:
    return len(environ.get("RAW_URI") or environ.get("REQUEST_URI") or "")


def _body(environ: WSGIEnvironment, limit: int) -> bytes | None:
    """Return the body of a POST that says how long it is, and leave it for Flask to read again."""
    length = environ.get("CONTENT_LENGTH", "")
    if not length.isdecimal() or int(length) > limit or "HTTP_TRANSFER_ENCODING" in environ:
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return body if len(body) == int(length) else None


def _prepare(keeper: Live, now: Served, letter: _Letter) -> PreparedQuery | None:
    """Return what is to be answered, or nothing where a page is, something is searched before, or a file is saved."""
    operation = letter.operation()
    if operation.query is None or operation.download or operation.bom or concerns(operation.query, now.iris):
        return None
    prepared = prepare(now, keeper.config, operation, operation.query, letter.accept)
    return None if prepared.representation is HTML else prepared


def _kept(
    environ: WSGIEnvironment, keeper: Live, now: Served, prepared: PreparedQuery, tag: str | None
) -> tuple[Kept | None, bool]:
    """Return the answer, and whether it was there already; no answer where Flask has to go on."""
    if tag and (known := keeper.answers.get(tag)):
        return (None if known.cut or _is_empty(prepared, known.body) else known), True
    asked = _ask(now, prepared)
    answer = asked.answer
    if answer is None or answer.file or answer.cut or _is_empty(prepared, answer.body):  # what is empty may need a hint
        environ[ASKED] = asked
        return None, False
    kept = Kept(body=answer.body)
    if tag:
        keeper.answers.put(tag, kept)
    return kept, False


def _is_empty(prepared: PreparedQuery, body: bytes) -> bool:
    return is_empty(body, prepared.representation.suffix)


def _ask(now: Served, prepared: PreparedQuery) -> Asked:
    try:
        return Asked(answer=now.store.answer(prepared.question))
    except StoreError as error:
        return Asked(error=error)


def register(app: Flask) -> None:
    """Put the short way before an application."""
    app.wsgi_app = Express(app, app.wsgi_app)  # type: ignore[method-assign]
