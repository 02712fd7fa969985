"""Deadlines and periods in Chinese plans: 到2020年底, 2022年11月完成, 2021至2023年, and the cells of a column 完成时限.

A date is a deadline only where the words around it make it one. Dates of the past (截至2022年底，已建成), dates to compare with
(较2020年), the dates of other documents (2020年3月13日印发), days on which something begins (2024年起) or recurs (每年12月底前),
and dates that choose whom a measure meets (对2024年6月底前建成的项目) are none. The time for which a rule holds (减按0.5%征收,
有效期至…) is a validity. A date that is meant but has no year or no day that is known is unread, and said to be so.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from mapping.parsers.dates import Date, Squeezed, Window, dates, masked, squeeze
from mapping.parsers.mentions import PeriodMention
from mapping.parsers.text import Span

_TO = re.compile(r"(?:截止到|截至到|截止至|截至|截止|不晚于|不迟于|最迟于?|最晚于?|到|至|于|在)$")
_UP_TO = re.compile(r"截[至止][到至]?$")
_BY = re.compile(r"(?:不晚于|不迟于|最迟于?|最晚于?)$")
_TRIES = re.compile(r"(?:力争|争取|确保|计划|预计|拟|将|要)[于在到]?$")
_HEADED = re.compile(r"(?<![发成生填印公签][布文成报发])(?:时限|期限|时间|日期|节点|进度|年限)(?:要求)?:?$")
_RECURS = re.compile(
    r"(?:[每逐历各]年度?|年年|每[个隔]?[一两二三\d]*年?|每个?[月季]度?|每半年|每学期)[的于在从到至、,]?$"
)
_BEGINS = re.compile(r"(?:以来|起(?![草步飞航重降始点])|以后|之后|后(?![续备勤台])|开始)")
_SAME_TIME = re.compile(
    r"年?(?:同期|同比)|的?(?:基础上|水平|基数)|及以前|前后|第?[\d一二三四五六七八九十]+(?:号|次|期|批|届)|中央一号"
)
_PAST = re.compile(
    r"[^。;\n]{0,40}?(?:已(?![婚知]|[^,。;\n]{1,8}的)|现有|共有|曾|(?:完成|建成|达到|实现|增长|出台|印发|培育|新增|形成|突破|超过|下降)了)"
    r"|[^。;\n]{0,20}?(?:被[列评确授认命]|入选|获评|荣获|获批|跻身)|(?:是|为|系)"
)
_FORMER = re.compile(r"(?:近[一二两三四五几]年|过去[^,。]{0,4}|此前|以往|历年|去年|上年)来?[(,]?$")
_CHOOSES = re.compile(r"(?:^|[,。;:、(\n])(?:对于?(?![照标接口外应比])|针对|凡是?|凡在|符合|纳入)[^,。;:\n]{0,10}$")
_THOSE_THAT = re.compile(r"[^,。;\n]{1,30}的[,;]")
_STARTS = re.compile(r"(?:^|[,。;:!?()\n])(?:其中,?|我?[省市区县州]|力争|争取|确保|预计|计划|拟|并|即|\d+[.、])*$")
_BOUNDED = re.compile(r"[^。;\n]{0,40}?(?:力争|争取|确保|\d[^,。;]{0,5}(?:左右|以上|以内)|不少于|不低于|不超过|至少)")
_STATES = re.compile(r"[^。;\n]{0,40}?(?:达到|增长|实现|突破|超过|下降|降至|提高|占比|完成|达)")
_NAMES_A_PLAN = re.compile(r"[案划要领见录版作点动程\0]\($")
_NO_LAST_DAY = re.compile("长期|持续|常态|经常|日常|不断|永久|始终|全年|每年|逐年|立即|即时|随时|适时")
_FAR = 60  # characters around a date that are looked at: a clause or two


class _Words(NamedTuple):
    """The words of ``deadlines.toml`` as patterns."""

    does: re.Pattern[str]
    will_do: re.Pattern[str]
    issues: re.Pattern[str]
    made: re.Pattern[str]
    names: re.Pattern[str]
    rules: re.Pattern[str]
    valid: re.Pattern[str]
    feasts: re.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(files("mapping.parsers").joinpath("deadlines.toml").read_text(encoding="utf-8"))
    word = {name: "(?:" + "|".join(words) + ")" for name, words in data.items()}
    return _Words(
        does=re.compile(rf",?{word['how']}*{word['does']}"),
        will_do=re.compile(rf"[,)]?[^,。;:()\n]{{0,12}}?{word['does']}"),
        issues=re.compile(rf",?[^,。;]{{0,10}}?{word['issues']}"),
        made=re.compile(rf"{word['made']}{{1,4}}[^,。;]{{0,3}}的(?!基础)"),
        names=re.compile(rf"度?{word['names']}"),
        rules=re.compile(rf"[^。;\n]*?{word['rules']}"),
        valid=re.compile(rf"(?:{word['valid']}[为是:]?(?:暂定|统一|最长)?[至到自从]?|{word['valid_verbs']}[至到])$"),
        feasts=re.compile(
            rf"(?:(?:19|20)\d\d年|今年|明年)?的?{word['feasts']}(?:开始|到来|来临)?(?:[之以]前|前(?![后列往]))"
        ),
    )


class _Meaning(Enum):
    """What a date is."""

    NONE = auto()
    RECURRING = auto()
    DUE = auto()
    VALIDITY = auto()
    UNCLEAR = auto()


class Reading(NamedTuple):
    """The deadlines and periods of a text in order, and the stretches that name a time which could not be read as one."""

    mentions: tuple[PeriodMention, ...]
    unread: tuple[Span, ...]


def read(text: str, *, year: int | None = None, issued: dt.date | None = None, column: bool = False) -> Reading:
    """Read the dates of a text.

    ``year`` completes dates for which neither they nor their sentence print one (12月底前). ``issued`` is the day of the plan:
    what lies before it was not promised. ``column``: the text is what a column 完成时限 holds, so every date in it is meant.
    """
    squeezed = squeeze(text)
    form = masked(squeezed.text)
    found = dates(form, year)
    judge = _Judge(form, issued, column or _is_one_date(form, found))
    mentions: list[PeriodMention] = []
    unread = [Span(*squeezed.place(*match.span())) for match in _words().feasts.finditer(form)]
    for date, meaning in zip(found, judge.meanings(found), strict=True):
        if meaning is _Meaning.UNCLEAR or (meaning is _Meaning.DUE and date.window is None):
            unread.append(Span(*squeezed.place(date.start, date.end)))
        elif date.window and meaning in {_Meaning.DUE, _Meaning.VALIDITY}:
            mentions.append(_mention(squeezed, date, date.window, validity=meaning is _Meaning.VALIDITY))
    return Reading(tuple(mentions), tuple(sorted(unread)))


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
    before = re.search(r"[自从]$" if date.ranged else _TO, squeezed.text[: date.start])
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


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges what the dates of one squeezed text are, from the words around each."""

    text: str
    issued: dt.date | None
    column: bool

    def meanings(self, found: tuple[Date, ...]) -> list[_Meaning]:
        """Return what each date is; those that are listed with a deadline are deadlines too (上半年、下半年各组织一次)."""
        meanings: list[_Meaning] = []
        recurs, end = False, 0
        for date in found:
            recurs = recurs and not date.dated and not re.search(r"[。!?\n]", self.text[end : date.start])
            meanings.append(self.meaning(date, recurs=recurs))
            recurs, end = meanings[-1] is _Meaning.RECURRING, date.end
        for order in range(len(found) - 1, 0, -1):
            if found[order].listed and meanings[order - 1 : order + 1] == [_Meaning.NONE, _Meaning.DUE]:
                meanings[order - 1] = _Meaning.DUE
        return meanings

    def meaning(self, date: Date, *, recurs: bool) -> _Meaning:
        """Return what a date is; ``recurs`` tells that the one before it in its sentence comes back every year."""
        around = _Around.of(self.text, date)
        if recurs or _RECURS.search(around.before):
            return _Meaning.RECURRING
        if not date.before and _BEGINS.match(around.after):
            return _Meaning.NONE
        if self.column:
            is_clear = "初" not in date.end_word and not re.match(r"\(?已", around.after)
            return _Meaning.DUE if is_clear else _Meaning.UNCLEAR
        if _is_of_something_else(date, around) or _is_past(date, around) or self._was_issued(date, around):
            return _Meaning.NONE
        if _chooses(date, around):
            return _Meaning.VALIDITY if date.ranged else _Meaning.NONE
        if _is_valid(date, around):
            return _Meaning.VALIDITY
        return self._due(date, around)

    def _was_issued(self, date: Date, around: _Around) -> bool:
        """Tell whether a date is the day on which something was issued, held or founded, or lies before the plan's own."""
        if date.before or date.ranged or _HEADED.search(around.before):
            return False
        if self.issued and date.window and date.dated:
            return date.window.last < self.issued.isoformat()
        return date.to_the_day and _words().issues.match(around.after) is not None

    def _due(self, date: Date, around: _Around) -> _Meaning:
        """Return whether the words around a date make it one by which, or within which, something will be done."""
        if "初" in date.end_word or (_UP_TO.search(around.before) and not self._lies_ahead(date, around)):
            return _Meaning.UNCLEAR
        if (
            date.before
            or date.end_word
            or date.ranged
            or _HEADED.search(around.before)
            or _BY.search(around.before)
            or _TRIES.search(around.before)
            or (_TO.search(around.before) and re.match(r"[^\d\s]", around.after))
            or _stands_in_brackets(date, around)
        ):
            return _Meaning.DUE
        starts = _STARTS.search(around.before) is not None
        if _words().does.match(around.after):
            return _Meaning.DUE if starts or not _words().issues.match(around.after) else _Meaning.UNCLEAR
        if not (starts and date.dated):
            return _Meaning.NONE
        if date.is_part_of_a_year and around.after.startswith(","):
            return _Meaning.UNCLEAR if _words().issues.match(around.after) and not self.issued else _Meaning.DUE
        if _words().will_do.match(around.after) and not _STATES.match(around.after):
            return _Meaning.DUE
        if not _STATES.match(around.after):
            return _Meaning.NONE
        return _Meaning.DUE if self._lies_ahead(date, around) else _Meaning.UNCLEAR

    def _lies_ahead(self, date: Date, around: _Around) -> bool:
        """Tell whether a date whose words could tell of the past too is ahead: of the plan's own day, or by its wording."""
        return bool(date.before or self.issued or _BOUNDED.match(around.after))


class _Around(NamedTuple):
    """What stands before and after a date: enough of it to tell what the date is of."""

    before: str
    after: str

    @classmethod
    def of(cls, text: str, date: Date) -> _Around:
        """Return the words around a date; where they are cut off, a mark stands for what is not looked at."""
        start = max(0, date.start - _FAR)
        return cls(("…" if start else "") + text[start : date.start], text[date.end : date.end + _FAR])


def _is_of_something_else(date: Date, around: _Around) -> bool:
    """Tell whether a date is compared with, or part of the name of a document, or says which of several things is meant."""
    begins = date.ranged and re.search("[自从]$", around.before)
    if (date.compared and not begins) or re.match("的(?!基础)", around.after):
        return True
    if _SAME_TIME.match(around.after) and not date.before:
        return True
    if _NAMES_A_PLAN.search(around.before) and around.after.startswith(")"):
        return True
    return not date.before and not date.end_word and _words().names.match(around.after) is not None


def _is_past(date: Date, around: _Around) -> bool:
    """Tell whether the words around a date say that what it dates is done."""
    if date.before:
        return around.after.startswith("已")
    past = _PAST.match(around.after)
    return _FORMER.search(around.before) is not None or (past is not None and not (date.ranged and past[0] == "为"))


def _chooses(date: Date, around: _Around) -> bool:
    """Tell whether a date says whom or what a measure meets: 2000年底前建成的小区, 对2024年6月30日前购车的."""
    if _words().made.match(around.after):
        return True
    if _CHOOSES.search(around.before) and re.match("[^,。;\n]{1,30}的", around.after):
        return True
    return bool(date.before or date.ranged) and _THOSE_THAT.match(around.after) is not None


def _is_valid(date: Date, around: _Around) -> bool:
    """Tell whether a date ends the time for which a rule holds."""
    if _words().valid.search(re.sub("[自从于]$", "", around.before)):
        return True
    if _words().does.match(around.after):
        return False
    return bool(date.ranged or date.before or date.end_word) and _words().rules.match(around.after) is not None


def _stands_in_brackets(date: Date, around: _Around) -> bool:
    """Tell whether brackets hold nothing after a date, as they do at the end of a measure: (市商务委，2024年第三季度)."""
    if not date.is_part_of_a_year:
        return False  # a bare year in brackets is that of a document or a figure
    return re.search(r"\((?:[^()]*[,;:、])?$", around.before) is not None and around.after.startswith(")")
