"""``/sparql``: SPARQL 1.1 Protocol for queries, the service description, and the query page."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import quote

import msgspec
from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from server.config import ServerConfig
from server.gateway.environ import REFUSED
from server.release import answering
from server.release.live import Served, live, served
from server.release.store.errors import MalformedQuery, StoreError
from server.release.store.interface import Answer, QueryDataset, QueryOutline, Question, Store
from server.release.store.problems import of_store
from server.release.store.reading import lexer
from server.release.store.reading.diagnosis import place
from server.search_index.opened import opened
from server.sparql import description, page
from server.sparql.completion import completion
from server.sparql.fulltext.reading import TextSearchError
from server.sparql.fulltext.rewriting import QueryWriter, SearchedQuery, concerns
from server.sparql.fulltext.searching import TextTable
from server.sparql.fulltext.terms import PATH as SEARCH
from server.sparql.hints import HEADER, header_value, hints, is_empty
from server.sparql.protocol import READ_ONLY, Operation, parse_get, parse_post
from server.web import problems, responses
from server.web.answers import Kept
from server.web.problems import Problem
from server.web.representations import (
    CSV,
    DESCRIPTION,
    GRAPH,
    HTML,
    JSON,
    RESULTS,
    RESULTS_JSON,
    TURTLE,
    Offers,
    Representation,
    negotiate,
)
from server.words.addresses import to

sparql = Blueprint("sparql", __name__)

ROWS_HEADER = "X-SPARQL-MaxRows"
"""Names the row limit on an answer that it has cut, as Virtuoso does."""

SEARCH_HEADER = "X-Search-Cut"
"""Says of searches in a query that found more than their limit how much was left out."""

_BOM = b"\xef\xbb\xbf"

ASKED = "policygraph.asked"
"""Where the environment of a request holds what the store has said to it already, an :class:`Asked`."""

_GRAPH_FORMS = {"CONSTRUCT", "DESCRIBE"}


class PreparedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be answered; it is ``repeatable`` where another time brings the same answer.

    ``download`` and ``bom`` are those of the :class:`~server.sparql.protocol.Operation`, ``bom`` only where it is CSV.
    ``searched`` is the query as it was asked, where something was searched for it before; ``whole`` if it asks nothing else.
    """

    question: Question
    searched: SearchedQuery | None = None
    whole: bool = False
    download: str = ""
    bom: bool = False
    representation: Representation
    graph: bool
    repeatable: bool

    @property
    def asked(self) -> str:
        """The query as it was asked."""
        return self.searched.asked if self.searched else self.question.text

    @property
    def searches_cut(self) -> tuple[TextTable, ...]:
        """The searches that found more than their limit."""
        return self.searched.cut if self.searched else ()

    def tag(self, state: str | None, shown: tuple[str, ...] = ()) -> str | None:
        """Return the entity tag of the answer from a store in this state, or nothing where another time may bring
        another answer; ``shown`` is what a page depends on besides.
        """
        if not self.repeatable or state is None:
            return None
        asked, named = self.question, self.question.dataset
        graphs = "" if named is None else repr((named.default, named.named))
        return responses.entity_tag(
            state,
            self.asked,
            asked.text,
            graphs,
            "bom" if self.bom else "",
            str(asked.union),
            str(asked.rows),
            *shown,
            self.representation.media_type,
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
    return answering.reply(representation, tag, lambda: msgspec.json.encode(completion(now.iris)))


@sparql.get("/ns/text")
def see_search() -> AnyResponse:
    """Send on from the properties of the search to where they are described."""
    return redirect(to("sparql"), HTTPStatus.SEE_OTHER)


@sparql.post("/sparql")
def post() -> Response:
    """Answer a query in the body."""
    operation = parse_post(request.query_string, request.content_type, _body())
    return _query(operation, operation.query or "")


@sparql.post(f"/{SEARCH}")
def post_to_search() -> Response:
    """Answer a query sent to the address of the search, as endpoints send what stands in ``SERVICE <…/search>``."""
    operation = parse_post(request.query_string, request.content_type, _body())
    return _query(operation, operation.query or "", of_search=True)


@sparql.before_app_request
def get_of_search() -> Response | None:
    """Answer a query in the address of the search; without one, it is for people."""
    asks = request.path == f"/{SEARCH}" and "query" in request.args and request.method in {"GET", "HEAD"}
    if not asks or REFUSED in request.environ:
        return None
    operation = parse_get(request.query_string)
    return _query(operation, operation.query or "", of_search=True)


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
    return answering.reply(representation, tag, lambda: description.write(now, live().config, representation))


def _page(body: str) -> Response:
    """Return the page without an answer, which nobody keeps: it costs little to make."""
    return _let_editor_work(responses.answer(body, HTML, None))


def _let_editor_work(response: Response) -> Response:
    if page.has_editor():
        response.headers["Content-Security-Policy"] = page.CONTENT_SECURITY_POLICY
    return response


def _query(operation: Operation, text: str, *, of_search: bool = False) -> Response:
    """Answer a query; a person who asked for a page finds what is wrong with it on the page, beside the query."""
    try:
        return _answer(operation, text, of_search=of_search)
    except (Problem, StoreError) as error:
        if problems.chosen() is not HTML:
            raise
        problem = error if isinstance(error, Problem) else of_store(error)
        response = problem.response(HTML)
        response.set_data(page.refused(served(), text, problem))
        return _let_editor_work(response)


def _answer(operation: Operation, text: str, *, of_search: bool) -> Response:
    now = served()
    searched = _searched(now, text, of_search=of_search)
    prepared = prepare(now, live().config, operation, searched or text, request.headers.get("Accept"))
    prepared = msgspec.structs.replace(prepared, whole=of_search)
    tag = prepared.tag(_store(now, prepared).state, page.tag_parts() if prepared.representation is HTML else ())
    if tag and (unchanged := responses.not_modified(tag)):
        return unchanged
    kept = live().answers.get(tag) if tag else None
    if kept:
        return _respond(prepared, kept, tag)
    answer = _ask(now, prepared)
    if answer.file is not None:
        return _mark_cut(_streamed(prepared, answer, answer.file, tag), prepared, cut=answer.cut)
    return _respond(prepared, _keep(now, prepared, answer, tag), tag)


def _streamed(prepared: PreparedQuery, answer: Answer, file: BinaryIO, tag: str | None) -> Response:
    """Return a large answer as it came from the store; what is too large for a page is given to save, as what it is."""
    representation = prepared.question.representation
    response = responses.stream(file, answer.size, representation, tag, _BOM if prepared.bom else b"")
    if prepared.representation is HTML:
        response.headers.set("Content-Disposition", "attachment", filename=f"answer.{representation.suffix}")
    return response


def _searched(now: Served, text: str, *, of_search: bool) -> SearchedQuery | None:
    """Return a query with what it searches found, or nothing where it searches nothing; raises :class:`Problem`."""
    if not of_search and not concerns(text, now.iris):
        return None
    own = frozenset({f"{now.iris.base}{SEARCH}"})
    writer = QueryWriter(now.iris, opened(), own)
    try:
        return writer.whole(text) if of_search else writer.with_services(text)
    except TextSearchError as error:
        raise Problem.malformed_query(text, error.reason, *place(text, error.at)) from error


def prepare(
    now: Served, config: ServerConfig, operation: Operation, text: str | SearchedQuery, accept: str | None
) -> PreparedQuery:
    """Return what a query asks to be answered; raises :class:`Problem` and
    :class:`~server.web.representations.NotAcceptable` for what is refused without asking the store.
    """
    searched = text if isinstance(text, SearchedQuery) else None
    reading = now.store.read(text.plain if isinstance(text, SearchedQuery) else text)
    _refuse(reading, config.services)
    graph = reading.form in _GRAPH_FORMS
    offers: Offers = GRAPH if graph else RESULTS
    representation = negotiate(accept, offers, operation.format)
    limit = config.limits.rows
    question = Question(
        text=text.text if isinstance(text, SearchedQuery) else text,
        form=reading.form,
        representation=(TURTLE if graph else RESULTS_JSON) if representation is HTML else representation,
        dataset=operation.dataset or _dataset(reading),
        union=operation.dataset is None and not reading.names_dataset,
        rows=min(limit or page.ROWS, page.ROWS) if representation is HTML else limit,
    )
    return PreparedQuery(
        question=question,
        searched=searched,
        representation=representation,
        graph=graph,
        repeatable=reading.repeatable,
        download=operation.download,
        bom=operation.bom and representation is CSV,
    )


def _refuse(reading: QueryOutline, allowed: Collection[str]) -> None:
    """Refuse updates, and federation to where it is not allowed."""
    if reading.form is None and reading.update:
        raise Problem.worded(HTTPStatus.FORBIDDEN, READ_ONLY)
    for address in reading.services:
        if address == lexer.UNREADABLE:
            raise Problem.worded(HTTPStatus.FORBIDDEN, "service_in_full")
        if address not in allowed:
            listed = ", ".join(f"<{each}>" for each in allowed) or "none"
            members = {"allowed": allowed}
            raise Problem.worded(HTTPStatus.FORBIDDEN, "service_refused", members, address=address, listed=listed)


def _dataset(reading: QueryOutline) -> QueryDataset | None:
    """Return the query's own dataset where the engine would not merge its graphs: where there is more than one."""
    return reading.dataset if reading.dataset and len(reading.dataset.default) > 1 else None


def _store(now: Served, prepared: PreparedQuery) -> Store:
    """Return who answers: what asks nothing but searches is answered here, whatever store answers the rest."""
    return now.store_here(live().config) if prepared.whole else now.store


def _ask(now: Served, prepared: PreparedQuery) -> Answer:
    """Return the answer, also where the short way has asked for it already."""
    earlier: Asked | None = request.environ.pop(ASKED, None)
    try:
        if earlier:
            return earlier.result()
        return _store(now, prepared).answer(prepared.question)
    except MalformedQuery as error:
        blamed = prepared.searched.blamed(error) if prepared.searched else error
        raise Problem.malformed_query(prepared.asked, blamed.reason, blamed.line, blamed.column, blamed.hint) from error


def _keep(now: Served, prepared: PreparedQuery, answer: Answer, tag: str | None) -> Kept:
    """Return the whole answer as it is sent, as a page if that is asked for, and keep it if it is repeatable."""
    body = answer.body
    if prepared.representation is HTML:
        asked = msgspec.structs.replace(prepared.question, text=prepared.asked)
        body = page.render(now, asked, answer, prepared.searches_cut, graph=prepared.graph).encode()
    kept = Kept(body=_BOM + body if prepared.bom else body, cut=answer.cut)
    if tag:
        live().answers.put(tag, kept)
    return kept


def _respond(prepared: PreparedQuery, kept: Kept, tag: str | None) -> Response:
    response = responses.answer(kept.body, prepared.representation, tag)
    if prepared.representation is HTML:
        _let_editor_work(response)
    elif is_empty(kept.body, prepared.representation.suffix):
        now = served()
        if found := hints(prepared.asked, now.store, now.iris):
            response.headers[HEADER] = header_value(found)
    return _mark_cut(response, prepared, cut=kept.cut)


def _mark_cut(response: Response, prepared: PreparedQuery, *, cut: bool) -> Response:
    if prepared.download and prepared.representation is not HTML:
        name = f"{prepared.download}.{prepared.representation.suffix}"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    if cut:
        response.headers[ROWS_HEADER] = str(prepared.question.rows)
    if prepared.searches_cut:
        response.headers[SEARCH_HEADER] = ", ".join(
            f"limit={each.limit};left-out={each.left_out}" for each in prepared.searches_cut
        )
    return response
