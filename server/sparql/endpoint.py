"""``/sparql``: SPARQL 1.1 Protocol for queries, the service description, and the query page."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, render_template, request

from server import responses
from server.answers import Kept
from server.live import Served, live, served
from server.prefixes import prefixes
from server.problems import Problem
from server.representations import (
    DESCRIPTION,
    GRAPH,
    HTML,
    RESULTS,
    RESULTS_JSON,
    TURTLE,
    Representation,
    Room,
    negotiate,
)
from server.sparql import dataset, description, lexer, page
from server.sparql.lexer import Reading
from server.sparql.protocol import READ_ONLY, Operation, parse_get, parse_post
from server.store.errors import MalformedQuery
from server.store.seam import Answer, Dataset, Question

sparql = Blueprint("sparql", __name__)

ROWS_HEADER = "X-SPARQL-MaxRows"
"""Names the row limit on an answer that it has cut, as Virtuoso does."""

_GRAPH_FORMS = {"CONSTRUCT", "DESCRIBE"}


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be answered; ``tag`` is the entity tag, or nothing where another time may bring another answer."""

    question: Question
    representation: Representation
    graph: bool
    tag: str | None


@sparql.get("/sparql")
def get() -> Response:
    """Answer a query in the address; without one, the service description or the query page."""
    operation = parse_get(request.query_string)
    if operation.query is None:
        return _about(operation.format)
    return _query(operation, operation.query)


@sparql.post("/sparql")
def post() -> Response:
    """Answer a query in the body."""
    operation = parse_post(request.query_string, request.content_type, _body())
    return _query(operation, operation.query or "")


def _body() -> bytes:
    """Return the body; without a ``Content-Length`` Werkzeug stops at the limit and is silent until it is read further."""
    body: bytes = request.stream.read()
    if request.content_length is None:
        request.stream.read(1)
    return body


def _about(wanted: str | None) -> Response:
    representation = negotiate(request.headers.get("Accept"), DESCRIPTION, wanted)
    now = served()
    if representation is HTML:
        body = render_template("sparql.html", prefixes=prefixes(now.iris), rooms=page.rooms(), query=page.EXAMPLE)
        return responses.answer(body, HTML, None)
    tag = responses.entity_tag(now.id, "description", representation.media_type)
    return responses.not_modified(tag) or responses.answer(
        description.write(now, live().config, representation), representation, tag
    )


def _query(operation: Operation, text: str) -> Response:
    now = served()
    reading = lexer.read(text)
    _refuse(reading)
    plan = _plan(now, operation, text, reading)
    if plan.tag and (unchanged := responses.not_modified(plan.tag)):
        return unchanged
    kept = live().answers.get(plan.tag) if plan.tag else None
    if kept:
        return _respond(plan, kept)
    answer = _ask(now, plan.question)
    if answer.file is not None:
        return _mark_cut(
            responses.stream(answer.file, answer.size, plan.representation, plan.tag), plan, cut=answer.cut
        )
    return _respond(plan, _keep(now, plan, answer))


def _refuse(reading: Reading) -> None:
    """Refuse updates, and federation to where it is not allowed."""
    if reading.form is None and reading.update:
        raise Problem.forbidden(READ_ONLY)
    allowed = live().config.services
    for address in reading.services:
        if address == lexer.UNREADABLE:
            raise Problem.forbidden("SERVICE is allowed only with an address written in full: SERVICE <https://…>.")
        if address not in allowed:
            listed = ", ".join(f"<{each}>" for each in allowed) or "none"
            raise Problem.forbidden(f"SERVICE <{address}> is not allowed here. Allowed: {listed}.", allowed=allowed)


def _plan(now: Served, operation: Operation, text: str, reading: Reading) -> Plan:
    graph = reading.form in _GRAPH_FORMS
    room: Room = GRAPH if graph else RESULTS
    representation = negotiate(request.headers.get("Accept"), room, operation.format)
    limit = live().config.limits.rows
    question = Question(
        text=text,
        representation=(TURTLE if graph else RESULTS_JSON) if representation is HTML else representation,
        dataset=operation.dataset or _dataset(now, text, reading),
        union=operation.dataset is None and not reading.names_dataset,
        rows=min(limit or page.ROWS, page.ROWS) if representation is HTML else limit,
    )
    return Plan(
        question=question, representation=representation, graph=graph, tag=_tag(now, question, representation, reading)
    )


def _dataset(now: Served, text: str, reading: Reading) -> Dataset | None:
    """Return the query's own dataset where the engine would not merge its graphs: where there is more than one."""
    if not reading.names_dataset:
        return None
    named = dataset.named_in(text, f"{now.iris.base}sparql")
    return named if len(named.default) > 1 else None


def _tag(now: Served, question: Question, representation: Representation, reading: Reading) -> str | None:
    if not reading.repeatable or now.store.state is None:
        return None
    named = question.dataset
    graphs = "" if named is None else repr((named.default, named.named))
    return responses.entity_tag(
        now.store.state, question.text, graphs, str(question.union), str(question.rows), representation.media_type
    )


def _ask(now: Served, question: Question) -> Answer:
    try:
        return now.store.answer(question)
    except MalformedQuery as error:
        hint = _hint(now, question.text)
        raise Problem.malformed_query(question.text, error.reason, error.line, error.column, hint) from error


def _hint(now: Served, text: str) -> str:
    """Return what may help with a malformed query: the engine does not say that a prefix is not declared."""
    known = prefixes(now.iris)
    missing = lexer.undeclared_prefixes(text)
    if not missing:
        return ""
    listed = ", ".join(f"{each}:" for each in missing)
    declarations = " ".join(f"PREFIX {each}: <{known[each]}>" for each in missing if each in known)
    return f"Not declared: {listed}." + (f" Add {declarations}" if declarations else "")


def _keep(now: Served, plan: Plan, answer: Answer) -> Kept:
    """Return the whole answer as it is sent, as a page if that is asked for, and keep it if it is repeatable."""
    body = answer.body
    if plan.representation is HTML:
        body = page.render(plan.question, answer, graph=plan.graph, prefixes=prefixes(now.iris)).encode()
    kept = Kept(body=body, cut=answer.cut)
    if plan.tag:
        live().answers.put(plan.tag, kept)
    return kept


def _respond(plan: Plan, kept: Kept) -> Response:
    return _mark_cut(responses.answer(kept.body, plan.representation, plan.tag), plan, cut=kept.cut)


def _mark_cut(response: Response, plan: Plan, *, cut: bool) -> Response:
    if cut:
        response.headers[ROWS_HEADER] = str(plan.question.rows)
    return response
