"""What decisions change: counts before and after, and the list of what is otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from mapping.agencies.names import normalise
from mapping.extract import PlanExtraction
from mapping.records import records as r
from mapping.review.decisions import Decision
from mapping.review.doubts import Doubt
from mapping.review.words import Bilingual, same

What = Literal["measure", "number", "text", "bodies", "requirement", "amounts", "deadline"]


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
    """Something of a measure that is otherwise, in both languages; empty where there was, or is, nothing."""

    number: str
    what: What
    before: Bilingual
    after: Bilingual


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


@dataclass(frozen=True, slots=True)
class ReferenceNames:
    """What references are called, by language, and the agencies that a reading describes itself."""

    names: Mapping[str, Mapping[str, str]]
    agencies: Mapping[str, r.Agency]

    def of(self, reference: str, language: str) -> str:
        """Return what a reference is called; where nobody has said so, its last part."""
        return self.names.get(reference, {}).get(language) or reference.rpartition("/")[2]


def changed_measures(
    before: PlanExtraction | None, after: PlanExtraction | None, names: Mapping[str, Mapping[str, str]]
) -> Iterator[ChangedMeasure]:
    """Yield what is otherwise of each measure, in the order of the plan; ``names`` are those of references, by language.

    A measure is the same where its text is, whatever its number, or else where its number is.
    """
    was, now = _labels(before, names), _labels(after, names)
    for one, other in _pairs(_measures(before), _measures(after)):
        if one is None or other is None:
            texts = [same(each.text if each else "") for each in (one, other)]
            number = next(each.number for each in (one, other) if each)
            yield ChangedMeasure(number=number, what="measure", before=texts[0], after=texts[1])
            continue
        old, new = _facts(one, was), _facts(other, now)
        for what, was_said in old.items():
            if was_said != new[what]:
                yield ChangedMeasure(number=other.number, what=what, before=was_said, after=new[what])


def _measures(extraction: PlanExtraction | None) -> tuple[r.Measure, ...]:
    return extraction.plan.measures if extraction else ()


def _labels(extraction: PlanExtraction | None, names: Mapping[str, Mapping[str, str]]) -> ReferenceNames:
    return ReferenceNames(names, {one.id: one for one in extraction.plan.agencies} if extraction else {})


def _pairs(old: Sequence[r.Measure], new: Sequence[r.Measure]) -> Iterator[tuple[r.Measure | None, r.Measure | None]]:
    """Yield each measure of now with what it was, then those that are gone."""
    by_text: defaultdict[str, list[r.Measure]] = defaultdict(list)
    for one in old:
        by_text[one.text].append(one)
    same_text = {other.id: by_text[other.text].pop(0) for other in new if by_text[other.text]}
    left = {one.number: one for rest in by_text.values() for one in rest}
    for other in new:
        yield same_text.get(other.id) or left.pop(other.number, None), other
    yield from ((one, None) for one in left.values())


def _facts(measure: r.Measure, labels: ReferenceNames) -> dict[What, Bilingual]:
    found = (*measure.targets, *measure.parameters)
    amounts = "、".join(f"{one.description} {value_of(one)}{one.unit_text or ''}" for one in found)
    return {
        "number": same(measure.number),
        "text": same(measure.text),
        "bodies": _in_both(lambda tag: "、".join(_body(one, labels, tag) for one in measure.responsibilities)),
        "requirement": _in_both(lambda tag: "、".join(labels.of(each, tag) for each in measure.implements)),
        "amounts": same(amounts),
        "deadline": same(measure.deadline or measure.deadline_text or ""),
    }


def _in_both(text: Callable[[str], str]) -> Bilingual:
    return {tag: text(tag) for tag in ("zh", "en")}


def _body(one: r.Responsibility, labels: ReferenceNames, language: str) -> str:
    agency = labels.agencies.get(one.agency or "")
    name = agency.pref_label["zh"] if agency else labels.of(one.agency or one.text, language)
    functions = [labels.of(function, language) for function in agency.function] if agency else []
    known = f"＝{name}" if normalise(name) != normalise(one.text) else ""
    return f"{one.text}{known}（{'，'.join((labels.of(one.role, language), *functions))}）"


def value_of(one: r.Quantity) -> str:
    """Return the value of a number, or its bounds, as people write it."""
    if one.value is not None:
        return one.value
    if one.min_value and one.max_value:
        return f"{one.min_value}–{one.max_value}"
    return f"≥{one.min_value}" if one.min_value else f"≤{one.max_value}"
