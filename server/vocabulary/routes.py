"""The routes of the shapes and of the JSON-LD context, below the ontology's address, and of the model."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from mapping.records.rdf import CONTEXT_VERSION
from server.release.answering import reply_to_address as reply
from server.release.live import served
from server.vocabulary import shapes as shape_docs
from server.vocabulary.files import SHAPES, VocabularySource
from server.vocabulary.model_page import ModelPage
from server.web import chrome
from server.web.representations import HTML, TURTLE, Offers, negotiate
from server.words.addresses import Addresses, to

vocabulary = Blueprint("vocabulary", __name__)

OFFERS: Offers = (TURTLE, HTML)
"""Validators fetch the shapes, so who does not say gets Turtle: all files in one, with the blank nodes that SHACL wants."""
_SUFFIX = "any('html', 'ttl')"


@vocabulary.get("/ns/shape")
@vocabulary.get("/ns/shape/<int:major>.<int:minor>.<int:patch>")
def see_shapes(**_version: int) -> AnyResponse:
    """Send on from the IRI of the shapes, or of their version, to their document."""
    return redirect(to("shapes", lang=chrome.wish()), HTTPStatus.SEE_OTHER)


@vocabulary.get("/doc/ns/shape", defaults={"suffix": None})
@vocabulary.get(f"/doc/ns/shape.<{_SUFFIX}:suffix>")
def shapes(suffix: str | None) -> Response:
    """Answer with the shapes: their documentation, or all of their Turtle."""
    source = _source()
    chosen = negotiate(request.headers.get("Accept"), OFFERS, suffix or request.args.get("format"))
    if chosen is TURTLE:
        return reply(chosen, lambda: source.turtle(SHAPES))
    return reply(
        HTML,
        lambda: render_template("ontology/shapes.html", **_shown(source)),
    )


@vocabulary.get("/ns/context")
def see_context() -> AnyResponse:
    """Send on from the context to its documentation."""
    return redirect(to("context", lang=chrome.wish()), HTTPStatus.SEE_OTHER)


@vocabulary.get("/doc/ns/context")
def context() -> Response:
    """Answer with what the terms of the JSON-LD context stand for."""
    negotiate(request.headers.get("Accept"), (HTML,))
    terms = shape_docs.context_terms(_source())
    address = to("context_file", CONTEXT_VERSION)
    return reply(HTML, lambda: render_template("ontology/context.html", terms=terms, address=address))


def _shown(source: VocabularySource) -> dict[str, object]:
    addresses = Addresses(source.iris, chrome.wish())
    return shape_docs.page(source, chrome.language(), addresses, request.args.get("shape"))


@vocabulary.get("/model")
def model() -> Response:
    """Answer with the model: what there is to ask for, how much of it, and an example of each."""
    negotiate(request.headers.get("Accept"), (HTML,))
    page = ModelPage(served(), chrome.language(), chrome.wish())
    return reply(HTML, lambda: render_template("ontology/model.html", **page.shown(request.args.get("of"))))


def _source() -> VocabularySource:
    return VocabularySource(served())
