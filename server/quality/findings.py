"""Findings for people: grouped by what to do, the gravest first, each with its place in the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from server.quality.request import QualityRequest
from server.words.labels import Text
from server.words.language import Words
from server.words.links import Link
from shapes.places import SourcePlace, place_of
from shapes.report import SEVERITIES, Result, Severity

SHOWN = 100
"""How many findings of one kind a page lists; the data has them all."""


@dataclass(frozen=True, slots=True)
class FocusNode:
    """A thing that breaks a rule, with the value that does, and where it stands."""

    thing: Link
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule; ``advice`` says what to do."""

    anchor: str
    severity: Severity
    rule: Text
    advice: Text
    found: tuple[FocusNode, ...]
    total: int


def grouped(scene: QualityRequest, results: Iterable[Result], places: Mapping[str, SourcePlace]) -> tuple[Group, ...]:
    """Return results grouped by severity and rule."""
    ordered = sorted(results, key=_key)
    return tuple(_group(scene, list(group), places) for _, group in groupby(ordered, key=_key))


def _key(result: Result) -> tuple[int, str]:
    return SEVERITIES.index(result.severity), result.rule


def _group(scene: QualityRequest, results: list[Result], places: Mapping[str, SourcePlace]) -> Group:
    first = results[0]
    return Group(
        anchor=anchor(first.rule),
        severity=first.severity,
        rule=scene.name_of(first.rule),
        advice=scene.text(first.messages),
        found=tuple(_found(scene, each, places) for each in results[:SHOWN]),
        total=len(results),
    )


def anchor(rule: str) -> str:
    """Return the fragment at which a page lists the findings of a rule."""
    return "rule-" + rule.rpartition("/shape/")[2].replace("/", "-")


def _found(scene: QualityRequest, result: Result, places: Mapping[str, SourcePlace]) -> FocusNode:
    place = place_of(result, places)
    return FocusNode(
        scene.thing(result.focus), _value(scene, result.value), place_in_words(scene.words, place) if place else ""
    )


def _value(scene: QualityRequest, value: str) -> str:
    """Return a value as a person reads it; an IRI by the end that tells it apart."""
    return scene.iris.reference(value[1:-1]).removeprefix("pg:") if value.startswith("<") else value


def place_in_words(words: Words, place: SourcePlace) -> str:
    """Return a place in the words of the page."""
    numbers = [("page", place.page), ("block", place.block), ("row", place.row)]
    return " · ".join(
        [*([place.file] if place.file else []), *(words(f"passage.{name}", **{name: n}) for name, n in numbers if n)]
    )
