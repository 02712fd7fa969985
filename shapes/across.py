"""Rules across plans: each is a query in ``cross/`` that runs once over the merged data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import SH as SH_TERMS

from ontology.iris import Iris
from shapes import library
from shapes.report import SEVERITIES, SH, Report, Result, Severity, name_of

_OF_STATEMENTS = "languages"
"""The rule that looks at each statement by itself: in a graph of many plans, going through all of them takes longest."""
_OTHER_LANGUAGE = re.compile(rb'"@(?!(?:zh|en) )[A-Za-z0-9-]+ <[^ ]*> [.]\n')  # no text holds a line feed as it is


def rules() -> tuple[str, ...]:
    """Return the names of the rules, in order."""
    found = (entry.name for entry in files("shapes").joinpath("cross").iterdir())
    return tuple(sorted(name.removesuffix(".rq") for name in found if name.endswith(".rq")))


def has_other_languages(n_quads: bytes) -> bool:
    """Return whether a graph has texts in other languages than the rule of languages allows; its lines are written by us."""
    return _OTHER_LANGUAGE.search(n_quads) is not None


def validate_across(data: ox.Store, *, iris: Iris) -> Report:
    """Return what the rules across plans say about everything in a store, whose graphs count as one."""
    return Report.of(
        result for rule in rules() for result in _results(rule, iris, library.rows(data, _query(rule, iris)))
    )


def validate_merged(data: ox.Store, suspects: Sequence[str], *, iris: Iris) -> Report:
    """Return the same of a store whose default graph holds all the others merged: there the rules run, on its indexes.

    The rule that goes through every statement runs over the graphs called ``suspects`` alone, those that
    :func:`has_other_languages` of.
    """
    graphs = [ox.NamedNode(each) for each in suspects]
    found = (
        (rule, library.rows(data, _query(rule, iris), graphs=graphs if rule == _OF_STATEMENTS else [ox.DefaultGraph()]))
        for rule in rules()
        if rule != _OF_STATEMENTS or graphs
    )
    return Report.of(result for rule, rows in found for result in _results(rule, iris, rows))


def _query(rule: str, iris: Iris) -> str:
    return library.text_of(f"cross/{rule}.rq", iris)


def _results(rule: str, iris: Iris, rows: Iterator[ox.QuerySolution]) -> Iterator[Result]:
    shapes, shape = library.load(iris), URIRef(iris.absolute(f"{library.NAMESPACE}cross/{rule}"))
    messages, severity = library.messages(shapes, shape), _severity(str(shapes.value(shape, SH_TERMS.severity) or ""))
    for row in rows:
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
