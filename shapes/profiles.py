"""The three profiles, each stricter than the one before: publishable, complete, excellent."""

from __future__ import annotations

from functools import cache

from rdflib import URIRef

from ontology.iris import Iris
from shapes import library
from shapes.errors import ProfileError
from shapes.report import SEVERITIES, SH, Report, Severity

NAMES = ("publishable", "complete", "excellent")


@cache
def refused(name: str, iris: Iris) -> tuple[Severity, ...]:
    """Return the severities of which data that conform to a profile have no result, the gravest first.

    Raises :class:`ProfileError` for a name that ``profiles.ttl`` does not define.
    """
    graph = library.load(iris)
    profile = URIRef(iris.absolute(f"{library.NAMESPACE}profile/{name}"))
    found = {str(severity) for severity in graph.objects(profile, URIRef(iris.absolute(f"{library.NAMESPACE}refuses")))}
    if not found:
        raise ProfileError("there is no such profile", where=name, advice=f"Choose one of {', '.join(NAMES)}.")
    return tuple(severity for severity in SEVERITIES if SH + severity in found)


def conforms(report: Report, name: str, *, iris: Iris) -> bool:
    """Whether what was validated conforms to a profile."""
    return not report.of_severity(*refused(name, iris))


def best(report: Report, *, iris: Iris) -> str | None:
    """Return the strictest profile that what was validated conforms to, or None where it is not even publishable."""
    return next((name for name in reversed(NAMES) if conforms(report, name, iris=iris)), None)
