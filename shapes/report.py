"""Validation reports as values: what is wrong, where, and what to do about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

import msgspec
import pyoxigraph as ox

Severity = Literal["Violation", "Warning", "Info"]
SEVERITIES: tuple[Severity, ...] = ("Violation", "Warning", "Info")
"""From the gravest to the mildest."""

SH = "http://www.w3.org/ns/shacl#"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_XSD_BOOLEAN = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_Term = ox.NamedNode | ox.BlankNode | ox.Literal
_DIGITS = 16  # 64 bits: no two results of one release will meet


def name_of(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    """Return what a thing is called in reports: its absolute IRI, or ``_:`` and the label of a blank node."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel", order=True):
    """One validation result (SHACL §3.6.2); IRIs are absolute, a blank node is ``_:`` and its label.

    ``value`` is an RDF term in N-Triples, ``path`` a SPARQL property path without prefixes, ``constraint`` the SPARQL
    constraint that found it, ``messages`` are by language tag.
    """

    focus: str
    shape: str
    component: str
    severity: Severity = "Violation"
    constraint: str = ""
    path: str = ""
    value: str = ""
    messages: dict[str, str] = {}

    @property
    def rule(self) -> str:
        """The IRI of the rule that was broken: the constraint's if it has one of its own, else the shape's."""
        return self.constraint or self.shape

    @property
    def key(self) -> tuple[int, str, str, str, str, str, str]:
        """What a report is sorted by: gravest first, then focus node by focus node."""
        order = SEVERITIES.index(self.severity)
        return order, self.focus, self.shape, self.component, self.constraint, self.path, self.value

    def message(self, language: str = "zh") -> str:
        """Return the message in a language, or in any that there is."""
        return self.messages.get(language) or next(iter(self.messages.values()), "")


class Report(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A validation report: its results, each once, in an order that depends on nothing but them."""

    results: tuple[Result, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result]) -> Report:
        """Return the report of results in any order, with doubles."""
        unique = {result.key: result for result in results}
        return cls(results=tuple(unique[key] for key in sorted(unique)))

    def of_severity(self, *severities: Severity) -> tuple[Result, ...]:
        """Return the results of some severities."""
        return tuple(result for result in self.results if result.severity in severities)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many results there are of each severity, the gravest first."""
        return {severity: len(self.of_severity(severity)) for severity in SEVERITIES}


def report_quads(report: Report, *, node: str, graph: str) -> list[ox.Quad]:
    """Return a report as SHACL (§3.6) in the named graph ``graph``: the report is ``node``, a result ``node/<hash>``.

    No blank node is made beyond those of the data, and equal reports give equal quads. A path other than one property is
    left to the shape that has it, because SHACL wants a blank node there.
    """
    name, subject = ox.NamedNode(graph), ox.NamedNode(node)
    # SHACL §3.6.1.1: a graph conforms only when there is no result at all, not even a mild one.
    conforms = ox.Literal("false" if report.results else "true", datatype=_XSD_BOOLEAN)
    about_report = ((_RDF_TYPE, _sh("ValidationReport")), (_sh("conforms"), conforms))
    quads = [ox.Quad(subject, predicate, value, name) for predicate, value in about_report]
    for result in report.results:
        found = ox.NamedNode(f"{node}/{_digest(result)}")
        quads.append(ox.Quad(subject, _sh("result"), found, name))
        quads += [ox.Quad(found, predicate, value, name) for predicate, value in _statements(result)]
    return quads


def _statements(result: Result) -> Iterable[tuple[ox.NamedNode, _Term]]:
    yield _RDF_TYPE, _sh("ValidationResult")
    yield _sh("focusNode"), _term(result.focus if result.focus.startswith("_:") else f"<{result.focus}>")
    yield _sh("resultSeverity"), _sh(result.severity)
    yield _sh("sourceShape"), ox.NamedNode(result.shape)
    yield _sh("sourceConstraintComponent"), ox.NamedNode(result.component)
    if result.constraint:
        yield _sh("sourceConstraint"), ox.NamedNode(result.constraint)
    if result.path.startswith("<") and result.path.count(">") == 1:
        yield _sh("resultPath"), ox.NamedNode(result.path[1:-1])
    if result.value:
        yield _sh("value"), _term(result.value)
    for language, text in result.messages.items():
        yield _sh("resultMessage"), ox.Literal(text, language=language)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _term(text: str) -> _Term:
    (triple,) = ox.parse(f"<urn:x:s> <urn:x:p> {text} .", format=ox.RdfFormat.N_TRIPLES)
    if isinstance(triple.object, (ox.NamedNode, ox.BlankNode, ox.Literal)):
        return triple.object
    raise TypeError(f"{text} is no term of RDF 1.1")


def _digest(result: Result) -> str:
    return hashlib.sha256("\n".join(map(str, result.key)).encode()).hexdigest()[:_DIGITS]
