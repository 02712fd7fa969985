"""Rules across plans: each is a query in ``cross/`` that runs once over the merged data."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import SH as SH_TERMS

from ontology.iris import Iris
from shapes import library
from shapes.report import SEVERITIES, SH, Report, Result, Severity, name_of


def rules() -> tuple[str, ...]:
    """Return the names of the rules, in order."""
    found = (entry.name for entry in files("shapes").joinpath("cross").iterdir())
    return tuple(sorted(name.removesuffix(".rq") for name in found if name.endswith(".rq")))


def validate_across(data: ox.Store, *, iris: Iris, merged: bool = False) -> Report:
    """Return what the rules across plans say about everything in a store, whose graphs count as one.

    ``merged`` says that its default graph holds them all: then they run there, on its indexes.
    """
    return Report.of(result for rule in rules() for result in _results(rule, data, iris, merged=merged))


def _results(rule: str, data: ox.Store, iris: Iris, *, merged: bool) -> Iterator[Result]:
    shapes, shape = library.load(iris), URIRef(iris.absolute(f"{library.NAMESPACE}cross/{rule}"))
    messages, severity = library.messages(shapes, shape), _severity(str(shapes.value(shape, SH_TERMS.severity) or ""))
    for row in library.rows(data, library.text_of(f"cross/{rule}.rq", iris), merged=merged):
        yield Result(
            focus=name_of(row["focus"]),
            shape=str(shape),
            component=f"{SH}SPARQLConstraintComponent",
            severity=severity,
            value=str(row["value"]),
            messages=messages,
        )


def _severity(iri: str) -> Severity:
    return next((name for name in SEVERITIES if iri == SH + name), "Violation")
