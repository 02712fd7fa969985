"""A steward's decisions that fit nothing in the document any more: the graph does not hold them, so SHACL cannot miss them."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import URIRef

from ontology.iris import Iris
from shapes import library
from shapes.report import SH, Report, Result

SHAPE = f"{library.NAMESPACE}ImplementationPlan/decisions"


def report_decisions(plan: str, texts: Iterable[str], *, iris: Iris) -> Report:
    """Return a result for each text that was decided on and is gone; ``plan`` is an absolute IRI and the focus."""
    shape = iris.absolute(SHAPE)
    messages = library.messages(library.load(iris), URIRef(shape))
    return Report.of(
        Result(
            focus=plan,
            shape=shape,
            component=f"{SH}SPARQLConstraintComponent",
            severity="Warning",
            value=str(ox.Literal(text)),
            messages=messages,
        )
        for text in texts
    )
