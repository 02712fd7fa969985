"""What went wrong, for the client: one exception, a named constructor for each status, and its three representations.

JSON is that of RFC 9457; ``type`` is the IRI of the status in the registry of status codes, so it is left out
(``about:blank``).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Self

import msgspec
from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from server.web.representations import HTML, PROBLEM, PROBLEMS, NotAcceptable, Offers, Representation, negotiate
from server.words.language import Words
from server.words.retelling import retold

_SHOWN = 400
"""How much of a long line of a query is shown, in characters, around the place where it breaks."""


class Problem(Exception):  # noqa: N818 - the name that RFC 9457 gives it
    """An answer other than success: ``detail`` says what is wrong and what to do; ``members`` go into the JSON.

    ``said`` is a key of the words and what they are filled with, where a page says the same in its own language; a function
    among these is called with the page's words.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        said: tuple[str, Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(detail)
        self.said = said
        self.status = status
        self.detail = detail
        self.members = dict(members or {})
        self.headers = dict(headers or {})

    @classmethod
    def worded(cls, status: HTTPStatus, key: str, members: Mapping[str, Any] | None = None, **values: Any) -> Self:
        """Return a problem that the words tell, in the language of whoever reads it: ``refused.<key>``."""
        key = f"refused.{key}"
        return cls(status, Words("en")(key, **values), members=members, said=(key, values))

    def with_header(self, name: str, value: str) -> Self:
        """Return the problem with a header beside its own."""
        self.headers[name] = value
        return self

    def in_words(self, words: Words) -> str | None:
        """Return what is wrong in the language of a page, where the words tell it."""
        if self.said is None:
            return None
        key, values = self.said
        return words(key, **{name: each(words) if callable(each) else each for name, each in values.items()}).rstrip()

    @classmethod
    def bad_request(cls, detail: str, **members: Any) -> Self:
        """400: the request does not hold together."""
        return cls(HTTPStatus.BAD_REQUEST, detail, members=members)

    @classmethod
    def malformed_query(cls, query: str, reason: str, line: int | None, column: int | None, hint: str = "") -> Self:
        """400: the query is not SPARQL; shows the line where it breaks."""
        text = _line(query, line)
        before = max(0, (column or 1) - _SHOWN // 2) if len(text) > _SHOWN else 0
        text = text[before : before + _SHOWN]
        place = f"Line {line}, column {column}: " if line else ""
        shown = f"\n\n{text}\n{' ' * ((column or 1) - 1 - before)}^" if text else ""
        members = {"line": line, "column": column, "text": text} if line else {}
        advice = f"{hint}{'' if hint.endswith('?') else '.'}" if hint else ""
        values = {
            "place": (lambda words: words("syntax.place", line=line, column=column)) if line else "",
            "reason": functools.partial(retold, reason, "syntax"),
            "hint": (lambda words: _sentence(retold(hint, "syntax", words), words)) if hint else "",
            "shown": shown,
        }
        detail = f"{place}{reason}. {advice}".rstrip() + shown
        return cls(HTTPStatus.BAD_REQUEST, detail, members=members, said=("refused.query", values))

    @classmethod
    def unauthorized(cls, detail: str) -> Self:
        """401: a token that is none."""
        return cls(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})

    @classmethod
    def too_many(cls, a_second: float, retry_after: int) -> Self:
        """429: an address that asks more often than it may."""
        problem = cls.worded(HTTPStatus.TOO_MANY_REQUESTS, "too_fast", {"limit": a_second}, limit=float(a_second))
        return problem.with_header("Retry-After", str(retry_after))

    @classmethod
    def not_found(cls, detail: str) -> Self:
        """404: nothing of that name."""
        return cls(HTTPStatus.NOT_FOUND, detail)

    @classmethod
    def not_acceptable(cls, asked: str, representations: Offers) -> Self:
        """406: with the list of what there is."""
        offers = [
            {"mediaType": each.media_type, "format": each.suffix, "label": each.label} for each in representations
        ]
        listed = "\n".join(f"  {each.media_type} (?format={each.suffix})" for each in representations)
        return cls.worded(HTTPStatus.NOT_ACCEPTABLE, "not_offered", {"available": offers}, asked=asked, listed=listed)

    @classmethod
    def unsupported_media_type(cls, given: str, accepted: tuple[str, ...]) -> Self:
        """415: a body that nobody here reads."""
        told = {"given": given or "(none given)", "accepted": " or ".join(accepted)}
        problem = cls.worded(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media_type", None, **told)
        return problem.with_header("Accept-Post", ", ".join(accepted))

    @classmethod
    def uri_too_long(cls, limit: int) -> Self:
        """414: POST is there for such requests."""
        return cls.worded(HTTPStatus.REQUEST_URI_TOO_LONG, "long_address", {"limit": limit}, limit=str(limit))

    @classmethod
    def body_too_large(cls, limit: int) -> Self:
        """413: the body is larger than any query needs."""
        return cls.worded(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "large_body", {"limit": limit}, limit=str(limit))

    @classmethod
    def no_such_range(cls, size: int) -> Self:
        """416: none of the ranges asked for lies in the file."""
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        problem = cls.worded(status, "range", {"size": size}, size=size, last=str(size - 1))
        return problem.with_header("Content-Range", f"bytes */{size}")

    @classmethod
    def too_late(cls, seconds: float) -> Self:
        """408: the body did not arrive."""
        return cls.worded(HTTPStatus.REQUEST_TIMEOUT, "late_body", seconds=float(seconds)).with_header(
            "Connection", "close"
        )

    @classmethod
    def too_slow(cls, seconds: float) -> Self:
        """504: the query took longer than it may."""
        return cls.worded(HTTPStatus.GATEWAY_TIMEOUT, "slow_query", {"limit": seconds}, seconds=float(seconds))

    @classmethod
    def unavailable(cls, key: str, retry_after: int, members: Mapping[str, Any] | None = None, **values: Any) -> Self:
        """503: not now, but after ``retry_after`` seconds; the words tell why."""
        problem = cls.worded(HTTPStatus.SERVICE_UNAVAILABLE, key, members, **values)
        return problem.with_header("Retry-After", str(retry_after))

    @classmethod
    def fault(cls, fault_id: str) -> Self:
        """500: the fault is ours; the id is in the log."""
        return cls.worded(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", {"fault": fault_id}, fault=fault_id)

    def json(self) -> bytes:
        """Return the problem as RFC 9457 says."""
        return msgspec.json.encode(
            {"title": self.status.phrase, "status": self.status.value, "detail": self.detail, **self.members}
        )

    def text(self) -> str:
        """Return the problem for a terminal."""
        return f"{self.status.value} {self.status.phrase}\n\n{self.detail}\n"

    def response(self, representation: Representation) -> Response:
        """Return the response; nobody keeps a problem."""
        if representation is PROBLEM:
            body: str | bytes = self.json()
        elif representation is HTML:
            body = render_template("problem.html", problem=self)
        else:
            body = self.text()
        response = Response(body, self.status, self.headers, content_type=representation.content_type)
        response.headers["Cache-Control"] = "no-store"
        return response


def _sentence(said: str, words: Words) -> str:
    return said if said.endswith(("?", "？")) else f"{said}{'.' if words.language == 'en' else '。'}"


def _line(query: str, line: int | None) -> str:
    lines = query.split("\n")
    return lines[line - 1].rstrip("\r") if line and line <= len(lines) else ""


def chosen() -> Representation:
    """Return the representation of a problem for this request; text where the client asks for none of them."""
    try:
        return negotiate(request.headers.get("Accept"), PROBLEMS)
    except NotAcceptable:
        return PROBLEMS[0]


def register(app: Flask) -> None:
    """Answer every problem of an application in words, in the representation that the client asks for."""
    app.register_error_handler(Problem, answer_problem)
    app.register_error_handler(NotAcceptable, answer_not_acceptable)
    app.register_error_handler(HTTPException, answer_http_exception)


def answer_problem(problem: Problem) -> Response:
    """Return the response to a problem."""
    return problem.response(chosen())


def answer_not_acceptable(error: NotAcceptable) -> Response:
    """Return 406 with the list."""
    return answer_problem(Problem.not_acceptable(error.asked, error.offers))


def answer_http_exception(error: HTTPException) -> Response:
    """Return the response to an error that Flask raises: an unknown path, a method that is not for this path."""
    if isinstance(error, RequestEntityTooLarge):
        return answer_problem(Problem.body_too_large(request.max_content_length or 0))
    if isinstance(error, InternalServerError):
        return answer_problem(Problem.fault(g.get("fault_id", "-")))
    if error.response is not None or error.code is None or error.code < 400:  # a redirect is no problem
        return error.get_response()  # type: ignore[return-value]
    if error.code == HTTPStatus.NOT_FOUND:
        return answer_problem(Problem.worded(HTTPStatus.NOT_FOUND, "path"))
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    return answer_problem(Problem(HTTPStatus(error.code), error.description or "", headers=headers))
