"""What decisions change: counts before and after, and the list of what is otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from mapping.agencies.names import normalise
from mapping.extract import PlanExtraction
from mapping.records import records as r
from mapping.review.decisions import Decision
from mapping.review.doubts import Doubt

What = Literal["measure", "text", "bodies", "requirement", "amounts", "deadline"]


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """A plan in numbers; ``share`` is the part of what looks like measures that was read, from 0 to 1."""

    measures: int = 0
    responsibilities: int = 0
    linked: int = 0
    targets: int = 0
    parameters: int = 0
    deadlines: int = 0
    doubts: int = 0
    share: float = 0.0


class ChangedMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """Something of a measure that is otherwise; ``before`` or ``after`` is empty where there was, or is, nothing."""

    number: str
    what: What
    before: str = ""
    after: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What decisions did: which ``files`` they wrote, the counts, the measures, and which doubts went and came.

    ``undone`` says that this was their undoing.
    """

    decisions: tuple[Decision, ...]
    files: tuple[str, ...]
    before: Counts
    after: Counts
    measures: tuple[ChangedMeasure, ...] = ()
    mended: tuple[Doubt, ...] = ()
    new: tuple[Doubt, ...] = ()
    undone: bool = False


def counts(extraction: PlanExtraction | None, doubts: Sequence[Doubt]) -> Counts:
    """Return a plan in numbers."""
    open_doubts = sum(doubt.severity == "warning" for doubt in doubts)
    if extraction is None:
        return Counts(doubts=open_doubts)
    measures = extraction.plan.measures
    return Counts(
        measures=len(measures),
        responsibilities=sum(len(one.responsibilities) for one in measures),
        linked=sum(bool(one.implements) for one in measures),
        targets=sum(len(one.targets) for one in measures),
        parameters=sum(len(one.parameters) for one in measures),
        deadlines=sum(bool(one.deadline or one.period) for one in measures),
        doubts=open_doubts,
        share=extraction.coverage.share,
    )


def changed_measures(
    before: PlanExtraction | None, after: PlanExtraction | None, labels: Mapping[str, str]
) -> Iterator[ChangedMeasure]:
    """Yield what is otherwise of each measure, in the order of the plan; ``labels`` name references for people."""
    old, new = _by_number(before), _by_number(after)
    for number in dict.fromkeys((*old, *new)):
        one, other = old.get(number), new.get(number)
        if one is None or other is None:
            yield ChangedMeasure(
                number=number, what="measure", before=one.text if one else "", after=other.text if other else ""
            )
            continue
        for what, (was, is_now) in _facts(one, other, labels, before, after).items():
            if was != is_now:
                yield ChangedMeasure(number=number, what=what, before=was, after=is_now)


def _by_number(extraction: PlanExtraction | None) -> dict[str, r.Measure]:
    return {one.number: one for one in extraction.plan.measures} if extraction else {}


def _facts(
    one: r.Measure,
    other: r.Measure,
    labels: Mapping[str, str],
    before: PlanExtraction | None,
    after: PlanExtraction | None,
) -> dict[What, tuple[str, str]]:
    return {
        "text": (one.text, other.text),
        "bodies": (_bodies(one, labels, before), _bodies(other, labels, after)),
        "requirement": (_requirement(one, labels), _requirement(other, labels)),
        "amounts": (_amounts(one), _amounts(other)),
        "deadline": (one.deadline or one.deadline_text or "", other.deadline or other.deadline_text or ""),
    }


def _bodies(measure: r.Measure, labels: Mapping[str, str], extraction: PlanExtraction | None) -> str:
    described = {one.id: one for one in extraction.plan.agencies} if extraction else {}
    return "、".join(_body(one, labels, described) for one in measure.responsibilities)


def _body(one: r.Responsibility, labels: Mapping[str, str], described: Mapping[str, r.Agency]) -> str:
    agency = described.get(one.agency or "")
    name = agency.pref_label["zh"] if agency else labels.get(one.agency or "", one.text)
    functions = "、".join(labels.get(function, function) for function in agency.function) if agency else ""
    known = f"＝{name}" if normalise(name) != normalise(one.text) else ""
    role = labels.get(one.role, one.role.rpartition("/")[2])
    return f"{one.text}{known}（{'，'.join(filter(None, (role, functions)))}）"


def _requirement(measure: r.Measure, labels: Mapping[str, str]) -> str:
    return "、".join(labels.get(reference, reference.rpartition("/")[2]) for reference in measure.implements)


def _amounts(measure: r.Measure) -> str:
    found = (*measure.targets, *measure.parameters)
    return "、".join(f"{one.description} {value_of(one)}{one.unit_text or ''}" for one in found)


def value_of(one: r.Quantity) -> str:
    """Return the value of a number, or its bounds, as people write it."""
    if one.value is not None:
        return one.value
    if one.min_value and one.max_value:
        return f"{one.min_value}–{one.max_value}"
    return f"≥{one.min_value}" if one.min_value else f"≤{one.max_value}"
