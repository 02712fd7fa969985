"""When what stands at a place of a text is due, or holds: which of the text's dates governs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapping.comparable import matching_form
from mapping.parsers.mentions import PeriodMention
from mapping.parsers.text import Span

_MARKS = re.compile("[、,和及与]")


def at(
    dates: Sequence[PeriodMention], text: str, sentence: Span, place: Span, *, validity: bool = False
) -> PeriodMention | None:
    """Return the deadline or period that governs a place of a sentence, or None where the sentence names none.

    It is the date in brackets right after the place (10家（2022年底前）); or, after several dates and 分别, that of the same
    rank (6月底前、9月底前分别达到50%、80%); or the last before the place; or the first after it. ``dates`` are those of the
    whole text, with its offsets; validities count only where ``validity`` says so, as they govern rates and sums alone.
    """
    near = [date for date in dates if sentence.start <= date.start < sentence.end and (validity or not date.validity)]
    before = [date for date in near if date.start < place.start]
    after = near[len(before) :]
    form = matching_form(text)
    if after and re.fullmatch(r"[^,、;。()]{0,8}\(", form[place.end : after[0].start]):
        return after[0]
    if not before:
        return after[0] if after else None
    return _of_the_same_rank(before, form, place.start) or before[-1]


def _of_the_same_rank(before: list[PeriodMention], form: str, position: int) -> PeriodMention | None:
    """Return the date that 分别 gives the place: the first of the dates listed before it for the first number, and so on."""
    first = len(before) - 1
    while first and before[first].listed:
        first -= 1
    listed = before[first:]
    said = form.find("分别", listed[-1].end, position)
    if len(listed) < 2 or said < 0:
        return None
    rank = len(_MARKS.findall(form, said, position))
    return listed[rank] if rank < len(listed) else None
