"""Deadlines and periods in Chinese plans: 到2020年底, 2022年11月完成, 2021至2023年, and the cells of a column 完成时限.

A date is a deadline only where the words around it make it one. Dates of the past (截至2022年底，已建成), dates to compare
with (较2020年), the dates of other documents (2020年3月13日印发), days on which something begins (2024年起) or recurs
(每年12月底前), and dates that choose whom a measure meets (对2024年6月底前建成的项目) are none. The time for which a rule
holds (减按0.5%征收, 有效期至…) is a validity. A date that is meant but has no year or no day that is known is unread, and
said to be so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from mapping.parsers.dates import Date, Squeezed, Window, dates, masked, squeeze
from mapping.parsers.meanings import PREPOSITIONS, Judge, Meaning, words
from mapping.parsers.mentions import PeriodMention
from mapping.parsers.text import Span

_NO_LAST_DAY = re.compile("长期|持续|常态|经常|日常|不断|永久|始终|全年|每年|逐年|立即|即时|随时|适时")


class DatesRead(NamedTuple):
    """The deadlines and periods of a text in order, and the stretches that name a time which could not be read as one."""

    mentions: tuple[PeriodMention, ...]
    unread: tuple[Span, ...]


def read(text: str, *, year: int | None = None, issued: dt.date | None = None, column: bool = False) -> DatesRead:
    """Read the dates of a text.

    ``year`` completes dates for which neither they nor their sentence print one (12月底前). ``issued`` is the day of the plan:
    what lies before it was not promised. ``column``: the text is what a column 完成时限 holds, so every date in it is meant.
    """
    squeezed = squeeze(text)
    form = masked(squeezed.text)
    found = dates(form, year)
    judge = Judge(form, issued, column or _is_one_date(form, found))
    mentions: list[PeriodMention] = []
    unread = [Span(*squeezed.place(*match.span())) for match in words().feasts.finditer(form)]
    for date, meaning in zip(found, judge.meanings(found), strict=True):
        if meaning is Meaning.UNCLEAR or (meaning is Meaning.DUE and date.window is None):
            unread.append(Span(*squeezed.place(date.start, date.end)))
        elif date.window and meaning in {Meaning.DUE, Meaning.VALIDITY}:
            mentions.append(_mention(squeezed, date, date.window, validity=meaning is Meaning.VALIDITY))
    return DatesRead(tuple(mentions), tuple(sorted(unread)))


def find(text: str, *, year: int | None = None, issued: dt.date | None = None) -> tuple[PeriodMention, ...]:
    """Return the deadlines (only ``last``) and periods (``first`` and ``last``) of a text, in order.

    2020年内 and 2021至2023年 are periods. The last day is that of the unit named: both 6月底前 and 6月前 mean 30 June.
    """
    return read(text, year=year, issued=issued).mentions


def latest(mentions: Iterable[PeriodMention]) -> PeriodMention | None:
    """Return the deadline or period that ends last, which is when the whole is due; validities do not count."""
    due = [mention for mention in mentions if mention.last and not mention.validity]
    return max(due, key=lambda mention: (mention.last or "", mention.start), default=None)


def has_no_last_day(text: str) -> bool:
    """Tell whether a text says that something goes on, or is due at no date: 长期坚持, 持续推进, 常态化, 立即."""
    return _NO_LAST_DAY.search(text) is not None


def _is_one_date(text: str, found: tuple[Date, ...]) -> bool:
    """Tell whether a text is a date and nothing else, as the cells of a column 完成时限 are."""
    if not found:
        return False
    rest = text[: found[0].start] + text[found[-1].end :]
    between = "".join(text[one.end : other.start] for one, other in pairwise(found))
    return not rest.strip(" \n(),。;:到至于在完成") and not between.strip("、,;和及")


def _mention(squeezed: Squeezed, date: Date, window: Window, *, validity: bool) -> PeriodMention:
    """Return the mention of a date, with the 到, 于 or 自 before it and the 完成 after it."""
    before = re.search(r"[自从]$" if date.ranged else PREPOSITIONS, squeezed.text[: date.start])
    done = re.match(r"(?:全面|基本|如期|按期|按时|全部)?完成", squeezed.text[date.end :])
    start = before.start() if before and not date.listed else date.start
    start, end = squeezed.place(start, date.end + (done.end() if done else 0))
    lasting = date.ranged or (re.search("内|间|全年|时期$", date.end_word) is not None and not date.before)
    return PeriodMention(
        start=start,
        end=end,
        first=window.first if lasting else None,
        last=window.last,
        validity=validity,
        listed=date.listed,
    )
