"""The rules that the shapes state: which things each looks at, what it asks of them, and what it is called."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import pyoxigraph as ox
from rdflib.namespace import SH

from ontology.iris import Iris
from shapes import library
from shapes.report import Severity

Kind = Literal["required", "optional", "rule"]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule for the things of a class; IRIs are absolute, ``path`` is set where it is one property."""

    shape: str
    rule: str
    target: str
    kind: Kind
    severity: Severity
    path: str | None = None

    @property
    def name(self) -> tuple[str, ...]:
        """The end of the rule's IRI, which names its metric: ``("Measure", "deadline")``."""
        return tuple(self.rule.partition("/shape/")[2].split("/"))


@cache
def rules(iris: Iris) -> tuple[Rule, ...]:
    """Return every rule of the shapes that has things to look at, shape by shape."""
    store = ox.Store()
    store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in library.triples(iris))
    return tuple(map(_rule, library.rows(store, iris.rebase(files("shapes").joinpath("rules.rq").read_text("utf-8")))))


def _rule(row: ox.QuerySolution) -> Rule:
    kind: Kind = "required" if _is_true(row["required"]) else "optional" if _is_true(row["optional"]) else "rule"
    severity = row["severity"].value.rpartition("#")[2]
    return Rule(
        shape=row["shape"].value,
        rule=row["rule"].value,
        target=row["target"].value,
        kind=kind,
        severity=msgspec.convert(severity, Severity),
        path=row["path"].value if row["path"] is not None else None,
    )


def _is_true(value: object) -> bool:
    return isinstance(value, ox.Literal) and value.value == "true"


@cache
def names(iris: Iris) -> dict[str, dict[str, str]]:
    """Return the names (``sh:name``) of shapes and rules by IRI and language tag."""
    shapes = library.load(iris)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for subject, text in shapes.subject_objects(SH.name):
        found[str(subject)][getattr(text, "language", "") or ""] = str(text)
    return dict(found)
