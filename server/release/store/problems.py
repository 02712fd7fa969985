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
            detail = f"This cannot be answered here: {error}, which is the limit. Narrow the query."
            return Problem.unavailable(detail, _RETRY_AFTER_TOO_LARGE, limit=error.limit)
        case errors.Busy():
            return Problem.unavailable(f"There are {error}.", error.retry_after)
        case errors.HungUp() | errors.DiskFull():
            return Problem.unavailable(f"This was not answered: {error}.", 5)
        case errors.ServiceFailed() | errors.StoreUnreachable():
            calls = isinstance(error, errors.ServiceFailed)
            who = "A service that the query calls" if calls else "The store behind this server"
            return Problem.bad_gateway(f"{who} did not answer: {error}.")
        case _:
            raise error


def _of_query(error: errors.Unsupported | errors.Inexpressible | errors.TooDeep) -> Problem:
    """Return the problem where another query, or another format, would be answered."""
    match error:
        case errors.Unsupported():
            return Problem.bad_request(
                f"The query calls what there is not here: {error}. Use the functions of SPARQL 1.1; a federated query can"
                " leave others to an endpoint that has them."
            )
        case errors.Inexpressible():
            detail = f"The answer cannot be written in this format: it holds {error}. Ask for Turtle or N-Triples."
            return Problem(HTTPStatus.NOT_ACCEPTABLE, detail)
        case errors.TooDeep():
            return Problem.bad_request(
                f"This cannot be answered here: {error}. Write it with fewer groups or brackets in one another."
            )


def answer_store_error(error: StoreError) -> Response:
    """Return the response to an error of the store."""
    return answer_problem(of_store(error))
