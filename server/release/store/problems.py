"""What an error of the store is to a client."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, has_request_context, request

from server.release.store import errors
from server.release.store.errors import StoreError
from server.web.problems import Problem, answer_problem

WHY = "policygraph.why"
"""Where the environment of a request holds the kind of error with which the store refused it, for those who watch."""
_RETRY_AFTER_TOO_LARGE = 3600


def of_store(error: StoreError) -> Problem:
    """Return the problem that a store's error is to the client; a fault of ours is raised again."""
    if has_request_context():
        request.environ[WHY] = type(error).__name__
    match error:
        case errors.Unsupported() | errors.Inexpressible() | errors.TooDeep():
            return _of_query(error)
        case errors.TimeExceeded():
            return Problem.too_slow(error.seconds)
        case errors.MemoryExceeded() | errors.AnswerTooLarge():
            return Problem.unavailable("too_large", _RETRY_AFTER_TOO_LARGE, {"limit": error.limit}, why=error)
        case errors.Busy():
            return Problem.unavailable("busy", error.retry_after, why=error)
        case errors.HungUp() | errors.DiskFull():
            return Problem.unavailable("not_answered", 5, why=error)
        case errors.ServiceFailed() | errors.StoreUnreachable():
            key = "no_service" if isinstance(error, errors.ServiceFailed) else "no_store"
            return Problem.worded(HTTPStatus.BAD_GATEWAY, key, why=error)
        case _:
            raise error


def _of_query(error: errors.Unsupported | errors.Inexpressible | errors.TooDeep) -> Problem:
    """Return the problem where another query, or another format, would be answered."""
    match error:
        case errors.Unsupported():
            return Problem.worded(HTTPStatus.BAD_REQUEST, "no_function", why=error)
        case errors.Inexpressible():
            return Problem.worded(HTTPStatus.NOT_ACCEPTABLE, "no_words_for", why=error)
        case errors.TooDeep():
            return Problem.worded(HTTPStatus.BAD_REQUEST, "deep_query", why=error)


def answer_store_error(error: StoreError) -> Response:
    """Return the response to an error of the store."""
    return answer_problem(of_store(error))
