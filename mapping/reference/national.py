"""National documents: parts, points and requirements, from the statements of the reference data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mapping.findings import Finding
from mapping.reference.curated import Statements


@dataclass(frozen=True, slots=True)
class NationalPart:
    """A part of a national document; ``title`` per language, of which English may wait."""

    reference: str
    number: int
    title: Mapping[str, str]
    theme: str


@dataclass(frozen=True, slots=True)
class NationalPoint:
    """A point of a national document, in the part with the number ``part``."""

    reference: str
    number: int
    title: Mapping[str, str]
    part: int
    theme: str


@dataclass(frozen=True, slots=True)
class NationalRequirement:
    """A requirement: ``number`` is ``07.1``, ``point`` 7, ``position`` its place in the whole document, from 1."""

    reference: str
    number: str
    point: int
    position: int
    text: str
    theme: str


@dataclass(frozen=True, slots=True)
class NationalDocument:
    """A national document with its parts, points and requirements, each in the order of the document.

    ``number`` is its own (发文字号), absent where it is not known.
    """

    reference: str
    identifier: str
    title: Mapping[str, str]
    parts: tuple[NationalPart, ...]
    points: tuple[NationalPoint, ...]
    requirements: tuple[NationalRequirement, ...]
    number: str | None = None


NO_NATIONAL = "unknown-national-document"
"""The code of the finding that nobody has said which national document a plan carries out."""


def no_national(known: Iterable[str]) -> Finding:
    """Return the finding that a plan's national document is not known; ``known`` are the ids that may be written."""
    return Finding(
        code=NO_NATIONAL,
        message="No national document is known that the plan carries out, so it is linked to no requirement and no theme",
        advice=f"Write its id as national in plan.toml, if it is one of {', '.join(sorted(known))}; a new one is made "
        "of its text by `policygraph new --national`. The plan may be published without.",
    )


def national_documents(data: Statements) -> Iterator[NationalDocument]:
    """Yield every national document, by IRI; raises ``CuratedDataError`` for one with a hole in it."""
    for subject in data.of_class("policy:NationalOpinion"):
        parts = {iri: _part(data, iri) for iri in _divisions(data, subject, "policy:Part")}
        points = {
            iri: _point(data, iri, part.number)
            for over, part in parts.items()
            for iri in _divisions(data, over, "policy:Point")
        }
        requirements = [
            _requirement(data, iri, point.number)
            for over, point in points.items()
            for iri in _divisions(data, over, "policy:Requirement")
        ]
        yield NationalDocument(
            reference=data.iris.reference(subject),
            identifier=data.value(subject, "dct:identifier"),
            title=data.label(subject, "dct:title", may_wait=True),
            parts=tuple(sorted(parts.values(), key=lambda part: part.number)),
            points=tuple(sorted(points.values(), key=lambda point: point.number)),
            requirements=tuple(sorted(requirements, key=lambda requirement: requirement.position)),
            number=next((number.value for number in data.literals(subject, "eli:id_local")), None),
        )


def _divisions(data: Statements, over: str, kind: str) -> list[str]:
    return [iri for iri in data.having("eli:is_part_of", over) if data.expand(kind) in data.named(iri, "rdf:type")]


def _part(data: Statements, subject: str) -> NationalPart:
    return NationalPart(
        reference=data.iris.reference(subject),
        number=data.number(subject, "schema:position"),
        title=data.label(subject, "dct:title", may_wait=True),
        theme=_theme(data, subject),
    )


def _point(data: Statements, subject: str, part: int) -> NationalPoint:
    return NationalPoint(
        reference=data.iris.reference(subject),
        number=data.number(subject, "schema:position"),
        title=data.label(subject, "dct:title", may_wait=True),
        part=part,
        theme=_theme(data, subject),
    )


def _requirement(data: Statements, subject: str, point: int) -> NationalRequirement:
    return NationalRequirement(
        reference=data.iris.reference(subject),
        number=data.value(subject, "eli:number"),
        point=point,
        position=data.number(subject, "schema:position"),
        text=data.value(subject, "schema:text"),
        theme=_theme(data, subject),
    )


def _theme(data: Statements, subject: str) -> str:
    theme = data.value(subject, "policy:theme")
    if data.expand("policy:Theme") not in data.named(theme, "rdf:type"):
        raise data.error(subject, f"its theme {data.iris.reference(theme)} is described nowhere", "Describe the theme.")
    return data.iris.reference(theme)
