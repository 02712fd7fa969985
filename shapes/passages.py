"""Quotes against the document: the graph holds offsets and words, but not the text, so SHACL alone cannot compare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox
from rdflib import URIRef

from ontology.iris import Iris
from shapes import library
from shapes.report import SH, Report, Result

SHAPE = f"{library.NAMESPACE}CanonicalText/quotes"


def validate_quotes(data: ox.Store, texts: Mapping[str, str], *, iris: Iris) -> Report:
    """Return a result for each passage whose quote is not what its canonical text has between its offsets.

    ``texts`` holds the canonical texts by their absolute IRIs; passages of other texts are passed over. Offsets are code
    points, the end exclusive. A result's focus is the text and its value the passage.
    """
    shape = iris.absolute(SHAPE)
    messages = library.messages(library.load(iris), URIRef(shape))
    return Report.of(
        Result(
            focus=text,
            shape=shape,
            component=f"{SH}SPARQLConstraintComponent",
            value=f"<{passage}>",
            messages=messages,
        )
        for text, passage in _misquoted(data, texts, iris)
    )


def _misquoted(data: ox.Store, texts: Mapping[str, str], iris: Iris) -> Iterator[tuple[str, str]]:
    query = library.text_of("queries/passages.rq", iris)
    for text, passage, start, end, exact in library.rows(data, query):
        if text.value in texts and texts[text.value][int(start.value) : int(end.value)] != exact.value:
            yield text.value, passage.value
