"""The numbers that a steward has said are targets, parameters or neither, applied to what was read of a measure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from mapping.comparable import compact
from mapping.layout.overrides import Overrides, ValueOverride
from mapping.parsers.mentions import QuantityMention, QuantityReading
from mapping.parsers.text import Span

DECIDED = "decided"
"""Why a number is what it is where a steward has said so."""


def corrected(text: str, read: QuantityReading, said: Overrides[ValueOverride]) -> QuantityReading:
    """Return the numbers of a measure with what was decided about them."""
    for one in said.about(text):
        place = _place(text, read, one)
        if place is None:
            continue
        said.meet(one)
        before = next((each for each in (*read.targets, *read.parameters) if _is_at(each, place)), None)
        targets = tuple(each for each in read.targets if not _is_at(each, place))
        parameters = tuple(each for each in read.parameters if not _is_at(each, place))
        unread = tuple(each for each in read.unread if not (each.start < place.end and place.start < each.end))
        number = () if one.as_ == "none" else (_number(text, place, one, before),)
        read = QuantityReading(
            targets=_in_order((*targets, *number)) if one.as_ == "target" else targets,
            parameters=_in_order((*parameters, *number)) if one.as_ == "parameter" else parameters,
            unread=unread,
        )
    return read


def _place(text: str, read: QuantityReading, one: ValueOverride) -> Span | None:
    """Return where a measure has a number; one that was not read must say its value, and of which measure it is."""
    for each in (*read.targets, *read.parameters):
        if compact(text[each.start : each.end]) == compact(one.text):
            return Span(each.start, each.end)
    if one.as_ == "none" or not (one.in_ and (one.value or one.minimum or one.maximum)):
        return None
    at = text.find(one.text)
    return Span(at, at + len(one.text)) if at >= 0 else None


def _is_at(mention: QuantityMention, place: Span) -> bool:
    return (mention.start, mention.end) == place


def _number(text: str, place: Span, one: ValueOverride, before: QuantityMention | None) -> QuantityMention:
    found = before or QuantityMention(start=place.start, end=place.end, description=text, unit_text="")
    if one.value or one.minimum or one.maximum:
        found = msgspec.structs.replace(
            found, value=one.value or None, minimum=one.minimum or None, maximum=one.maximum or None, editorial=None
        )
    if one.unit and one.unit != found.unit_text:
        found = msgspec.structs.replace(found, unit_text=one.unit, unit=None)
    return msgspec.structs.replace(found, description=one.what or found.description, why=DECIDED)


def _in_order(numbers: Sequence[QuantityMention]) -> tuple[QuantityMention, ...]:
    return tuple(sorted(numbers, key=lambda number: number.start))
