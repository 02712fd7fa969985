"""``/sparql``: SPARQL 1.1 Protocol for queries, the service description, and the query page."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

import msgspec
from flask import Blueprint, Response, request

from server.config import ServerConfig
from server.release.live import Served, live, served
from server.release.store.errors import MalformedQuery, StoreError
from server.release.store.problems import of_store
from server.release.store.reading import lexer
from server.release.store.seam import Answer, QueryDataset, QueryOutline, Question
from server.sparql import description, page
from server.sparql.completion import completion
from server.sparql.protocol import READ_ONLY, Operation, parse_get, parse_post
from server.web import problems, responses
from server.web.answers import Kept
from server.web.problems import Problem
from server.web.representations import (
    DESCRIPTION,
    GRAPH,
    HTML,
    JSON,
    RESULTS,
    RESULTS_JSON,
    TURTLE,
    Representation,
    Room,
    negotiate,
)

sparql = Blueprint("sparql", __name__)

ROWS_HEADER = "X-SPARQL-MaxRows"
"""Names the row limit on an answer that it has cut, as Virtuoso does."""

ASKED = "policygraph.asked"
"""Where the environment of a request holds what the store has said to it already, an :class:`Asked`."""

_GRAPH_FORMS = {"CONSTRUCT", "DESCRIBE"}


class PreparedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be answered; it is ``repeatable`` where another time brings the same answer."""

    question: Question
    representation: Representation
    graph: bool
    repeatable: bool

    def tag(self, state: str | None, shown: tuple[str, ...] = ()) -> str | None:
        """Return the entity tag of the answer from a store in this state, or nothing where another time may bring
        another answer; ``shown`` is what a page depends on besides.
        """
        if not self.repeatable or state is None:
            return None
        asked, named = self.question, self.question.dataset
        graphs = "" if named is None else repr((named.default, named.named))
        return responses.entity_tag(
            state, asked.text, graphs, str(asked.union), str(asked.rows), *shown, self.representation.media_type
        )


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a store has said: an answer, or why there is none."""

    answer: Answer | None = None
    error: StoreError | None = None

    def result(self) -> Answer:
        """Return the answer; raises :class:`~server.release.store.errors.StoreError`."""
        if self.answer is None:
            raise self.error or StoreError
        return self.answer


@sparql.get("/sparql")
def get() -> Response:
    """Answer a query in the address; without one, the service description or the query page."""
    operation = parse_get(request.query_string)
    if operation.query is None:
        return _about(operation.format)
    if "edit" in request.args and negotiate(request.headers.get("Accept"), RESULTS, operation.format) is HTML:
        return _page(page.blank(served(), operation.query))
    return _query(operation, operation.query)


@sparql.get("/sparql/terms.json")
def terms() -> Response:
    """Answer with what an editor completes: prefixes, classes and properties, with labels."""
    now = served()
    representation = negotiate(request.headers.get("Accept"), (JSON,))
    tag = responses.entity_tag(now.id, "terms", representation.media_type)
    return responses.not_modified(tag) or responses.answer(
        msgspec.json.encode(completion(now.iris)), representation, tag
    )


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
        return _page(page.blank(now, example=request.args.get("example")))
    tag = responses.entity_tag(now.id, "description", representation.media_type)
    return responses.not_modified(tag) or responses.answer(
        description.write(now, live().config, representation), representation, tag
    )


def _page(body: str) -> Response:
    """Return the page without an answer, which nobody keeps: it costs little to make."""
    return _let_editor_work(responses.answer(body, HTML, None))


def _let_editor_work(response: Response) -> Response:
    if page.has_editor():
        response.headers["Content-Security-Policy"] = page.CONTENT_SECURITY_POLICY
    return response


def _query(operation: Operation, text: str) -> Response:
    """Answer a query; a person who asked for a page finds what is wrong with it on the page, beside the query."""
    try:
        return _answer(operation, text)
    except (Problem, StoreError) as error:
        if problems.chosen() is not HTML:
            raise
        problem = error if isinstance(error, Problem) else of_store(error)
        response = problem.response(HTML)
        response.set_data(page.refused(served(), text, problem))
        return _let_editor_work(response)


def _answer(operation: Operation, text: str) -> Response:
    now = served()
    plan = plan_for(now, live().config, operation, text, request.headers.get("Accept"))
    tag = plan.tag(now.store.state, page.tag_parts() if plan.representation is HTML else ())
    if tag and (unchanged := responses.not_modified(tag)):
        return unchanged
    kept = live().answers.get(tag) if tag else None
    if kept:
        return _respond(plan, kept, tag)
    answer = _ask(now, plan.question)
    if answer.file is not None:
        return _mark_cut(_streamed(plan, answer, answer.file, tag), plan, cut=answer.cut)
    return _respond(plan, _keep(now, plan, answer, tag), tag)


def _streamed(plan: PreparedQuery, answer: Answer, file: BinaryIO, tag: str | None) -> Response:
    """Return a large answer as it came from the store; what is too large for a page is given to save, as what it is."""
    representation = plan.question.representation
    response = responses.stream(file, answer.size, representation, tag)
    if plan.representation is HTML:
        response.headers.set("Content-Disposition", "attachment", filename=f"answer.{representation.suffix}")
    return response


def plan_for(now: Served, config: ServerConfig, operation: Operation, text: str, accept: str | None) -> PreparedQuery:
    """Return what a query asks to be answered; raises :class:`Problem` and
    :class:`~server.web.representations.NotAcceptable` for what is refused without asking the store.
    """
    reading = now.store.read(text)
    _refuse(reading, config.services)
    graph = reading.form in _GRAPH_FORMS
    room: Room = GRAPH if graph else RESULTS
    representation = negotiate(accept, room, operation.format)
    limit = config.limits.rows
    question = Question(
        text=text,
        form=reading.form,
        representation=(TURTLE if graph else RESULTS_JSON) if representation is HTML else representation,
        dataset=operation.dataset or _dataset(reading),
        union=operation.dataset is None and not reading.names_dataset,
        rows=min(limit or page.ROWS, page.ROWS) if representation is HTML else limit,
    )
    return PreparedQuery(question=question, representation=representation, graph=graph, repeatable=reading.repeatable)


def _refuse(reading: QueryOutline, allowed: Collection[str]) -> None:
    """Refuse updates, and federation to where it is not allowed."""
    if reading.form is None and reading.update:
        raise Problem.forbidden(READ_ONLY)
    for address in reading.services:
        if address == lexer.UNREADABLE:
            raise Problem.forbidden("SERVICE is allowed only with an address written in full: SERVICE <https://…>.")
        if address not in allowed:
            listed = ", ".join(f"<{each}>" for each in allowed) or "none"
            raise Problem.forbidden(f"SERVICE <{address}> is not allowed here. Allowed: {listed}.", allowed=allowed)


def _dataset(reading: QueryOutline) -> QueryDataset | None:
    """Return the query's own dataset where the engine would not merge its graphs: where there is more than one."""
    return reading.dataset if reading.dataset and len(reading.dataset.default) > 1 else None


def _ask(now: Served, question: Question) -> Answer:
    """Return the answer, also where the short way has asked for it already."""
    earlier: Asked | None = request.environ.pop(ASKED, None)
    try:
        return earlier.result() if earlier else now.store.answer(question)
    except MalformedQuery as error:
        raise Problem.malformed_query(question.text, error.reason, error.line, error.column, error.hint) from error


def _keep(now: Served, plan: PreparedQuery, answer: Answer, tag: str | None) -> Kept:
    """Return the whole answer as it is sent, as a page if that is asked for, and keep it if it is repeatable."""
    body = answer.body
    if plan.representation is HTML:
        body = page.render(now, plan.question, answer, graph=plan.graph).encode()
    kept = Kept(body=body, cut=answer.cut)
    if tag:
        live().answers.put(tag, kept)
    return kept


def _respond(plan: PreparedQuery, kept: Kept, tag: str | None) -> Response:
    response = responses.answer(kept.body, plan.representation, tag)
    if plan.representation is HTML:
        _let_editor_work(response)
    return _mark_cut(response, plan, cut=kept.cut)


def _mark_cut(response: Response, plan: PreparedQuery, *, cut: bool) -> Response:
    if cut:
        response.headers[ROWS_HEADER] = str(plan.question.rows)
    return response
