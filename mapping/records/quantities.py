"""Targets, parameters and cited documents of a measure's text, as records with passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeVar

import msgspec

from mapping.blocks import Place
from mapping.findings import Finding
from mapping.layout import Entry
from mapping.parsers import citations
from mapping.parsers.mentions import CitationMention, QuantityMention, QuantityReading, UnreadQuantity
from mapping.parsers.quantities.purposes import UNWRITABLE
from mapping.records import records as r
from mapping.records.corrections import DECIDED
from mapping.records.passages import Passages
from ontology import iris

_Q = TypeVar("_Q", r.Target, r.Parameter)

_EDITORIAL = {
    "zh": "编者按：原文为“全部”，对可计数存量记为100%。",
    "en": "Editorial: the text says “all” of a countable stock, recorded as 100 %.",
}


_DECIDED = {"zh": "数字由编辑对照原文核定。", "en": "An editor decided the number, beside the source."}


class ReadNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number with a unit in a measure's text: what it was read as, and the rule that says so; ``number`` is the measure's."""

    number: str
    kind: Literal["target", "parameter", "neither"]
    text: str
    why: str
    place: Place


def quantity_records(
    found: QuantityReading, entry: Entry, passages: Passages
) -> tuple[tuple[r.Target, ...], tuple[r.Parameter, ...]]:
    """Return the targets and the parameters of a measure."""
    return (
        tuple(_records("target", r.Target, found.targets, entry, passages)),
        tuple(_records("parameter", r.Parameter, found.parameters, entry, passages)),
    )


def read_numbers(found: QuantityReading, text: str, entry: Entry) -> Iterator[ReadNumber]:
    """Yield every number with a unit in a measure's text with the rule that made it a target, a parameter or neither."""
    kinds: dict[Literal["target", "parameter", "neither"], Sequence[QuantityMention | UnreadQuantity]] = {
        "target": found.targets,
        "parameter": found.parameters,
        "neither": found.unread,
    }
    for kind, mentions in kinds.items():
        for mention in mentions:
            place = entry.measure.part(mention.start, mention.end)
            said = text[mention.start : mention.end]
            yield ReadNumber(number=entry.number, kind=kind, text=said, why=mention.why, place=place)


def unwritable(numbers: Iterable[ReadNumber]) -> Iterator[Finding]:
    """Yield a finding for each fraction that the data cannot hold (三分之二)."""
    for number in numbers:
        if number.why == UNWRITABLE:
            yield Finding(
                code="unread-number",
                message=f"“{number.text}” is not read: no decimal number writes it exactly",
                advice="It stays as worded in the measure's text; nothing need be done.",
                place=number.place,
                number=number.number,
                text=number.text,
            )


def _records(
    kind: str, make: type[_Q], mentions: Sequence[QuantityMention], entry: Entry, passages: Passages
) -> Iterator[_Q]:
    for order, mention in enumerate(mentions, 1):
        name = f"{entry.number}.{order}"
        place = entry.measure.part(mention.start, mention.end)
        said = _deadline(mention, passages, entry)
        yield make(
            id=iris.of_plan(kind, passages.plan, name),
            description=mention.description,
            unit_text=mention.unit_text or None,
            passage=passages.at(place, entry.number, f"{kind}.{order}"),
            value=mention.value,
            min_value=mention.minimum,
            max_value=mention.maximum,
            has_unit=mention.unit,
            deadline=mention.deadline.last if mention.deadline else None,
            deadline_text=said,
            period=_period(name, mention, passages),
            editorial_note=_DECIDED if mention.why == DECIDED else _EDITORIAL if mention.editorial else None,
        )


def _deadline(mention: QuantityMention, passages: Passages, entry: Entry) -> str | None:
    """Return the wording of a quantity's deadline or period."""
    found = mention.deadline or mention.period
    return passages.document.at(entry.measure.part(found.start, found.end)) if found else None


def _period(name: str, mention: QuantityMention, passages: Passages) -> r.Period | None:
    period = mention.period
    if period is None or period.first is None or period.last is None:
        return None
    return r.Period(id=iris.of_plan("period", passages.plan, name), start_date=period.first, end_date=period.last)


def citation_records(text: str, entry: Entry, passages: Passages) -> list[tuple[r.Citation, bool]]:
    """Return the citations of a measure's text, each with whether the measure will make the document."""
    mentions = citations.citations(text)
    return [
        (_citation(order, mention, text, entry, passages), mention.produces)
        for order, mention in enumerate(mentions, 1)
    ]


def _citation(order: int, mention: CitationMention, text: str, entry: Entry, passages: Passages) -> r.Citation:
    return r.Citation(
        id=iris.of_plan("citation", passages.plan, f"{entry.number}.{order}"),
        document=r.CitedDocument(id=iris.cited(mention.title), title={"zh": mention.title}),
        position=order,
        text=text[mention.start : mention.end],
        passage=passages.at(entry.measure.part(mention.start, mention.end), entry.number, f"citation.{order}"),
    )
