"""What a date in a plan is the date of, from the words around it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from mapping.parsers.dates import Date

PREPOSITIONS = re.compile(r"(?:截止到|截至到|截止至|截至|截止|不晚于|不迟于|最迟于?|最晚于?|到|至|于|在)$")
_UP_TO = re.compile(r"截[至止][到至]?$")
_BY = re.compile(r"(?:不晚于|不迟于|最迟于?|最晚于?)$")
_TRIES = re.compile(r"(?:力争|争取|确保|计划|预计|拟|将|要)[于在到]?$")
_HEADED = re.compile(r"(?<![发成生填印公签][布文成报发])(?:时限|期限|时间|日期|节点|进度|年限)(?:要求)?[:为是]?$")
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
_PAST_ACT = re.compile("(?:正式|联合)?(?:印发|下发|发布|公布|颁布|公告|签发|签署|批复|批准|核准|通过|召开|成立)")
_COUNTS = re.compile(r",[^。;\n]{0,30}?(?:[约共为有计达]|增至)\d")
_NAMES_A_PLAN = re.compile(r"[案划要领见录版作点动程\0]\($")
_FAR = 60  # characters around a date that are looked at: a clause or two


class MeaningWords(NamedTuple):
    """The words of ``deadlines.toml`` as patterns."""

    does: re.Pattern[str]
    will_do: re.Pattern[str]
    issues: re.Pattern[str]
    made: re.Pattern[str]
    names: re.Pattern[str]
    rules: re.Pattern[str]
    ruled: re.Pattern[str]
    valid: re.Pattern[str]
    feast: re.Pattern[str]
    feasts: re.Pattern[str]


@cache
def words() -> MeaningWords:
    """Return the words, read once."""
    data = tomllib.loads(files("mapping.parsers").joinpath("deadlines.toml").read_text(encoding="utf-8"))
    word = {name: "(?:" + "|".join(words) + ")" for name, words in data.items()}
    return MeaningWords(
        does=re.compile(rf",?{word['how']}*{word['does']}"),
        will_do=re.compile(rf"[,)]?[^,。;:()\n]{{0,12}}?{word['does']}"),
        issues=re.compile(rf",?[^,。;]{{0,10}}?{word['issues']}"),
        made=re.compile(rf"{word['made']}{{1,4}}[^,。;]{{0,3}}的(?!基础)"),
        names=re.compile(rf"度?{word['names']}"),
        rules=re.compile(rf"[^。;\n]*?{word['rules']}"),
        ruled=re.compile(rf"{word['rules']}[^,。;:\n]{{0,16}}[至到]$"),
        valid=re.compile(rf"(?:{word['valid']}[为是:]?(?:暂定|统一|最长)?[至到自从]?|{word['valid_verbs']}[至到])$"),
        feast=re.compile(f'的?"?{word["feasts"]}'),
        feasts=re.compile(
            rf"(?:(?:19|20)\d\d年|今年|明年)?的?\"?{word['feasts']}\"?(?:开始|到来|来临)?(?:[之以]前|前(?![后列往]))"
        ),
    )


_TO_EACH = re.compile(r"(?!以来|同期)[^。;!?\n]{0,40}?(?:分别|依次)[^。;!?\n]{0,12}\d")


class Meaning(Enum):
    """What a date is."""

    NONE = auto()
    RECURRING = auto()
    DUE = auto()
    VALIDITY = auto()
    UNCLEAR = auto()


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges what the dates of one squeezed text are, from the words around each; ``issued`` is the day of the plan."""

    text: str
    issued: dt.date | None
    column: bool

    def meanings(self, found: tuple[Date, ...]) -> list[Meaning]:
        """Return what each date is; those that are listed with a deadline are deadlines too (上半年、下半年各组织一次)."""
        meanings: list[Meaning] = []
        recurs, end = False, 0
        for date in found:
            recurs = recurs and not date.dated and not re.search(r"[。!?\n]", self.text[end : date.start])
            meanings.append(self.meaning(date, recurs=recurs))
            recurs, end = meanings[-1] is Meaning.RECURRING, date.end
        for order in range(len(found) - 1, 0, -1):
            shares = found[order].listed and meanings[order] is Meaning.DUE and not found[order - 1].compared
            if shares and meanings[order - 1] in {Meaning.NONE, Meaning.UNCLEAR}:
                meanings[order - 1] = Meaning.DUE
        for order in range(1, len(found)):
            if found[order].listed and (meanings[order - 1], meanings[order]) == (Meaning.DUE, Meaning.UNCLEAR):
                meanings[order] = Meaning.DUE
        self._give_to_each(found, meanings)
        return meanings

    def _give_to_each(self, found: tuple[Date, ...], meanings: list[Meaning]) -> None:
        """Make each date of a list due that 分别 gives to as many numbers (2025年、2030年占比分别达到18%、25%)."""
        order = 0
        while order < len(found):
            stop = order + 1
            while stop < len(found) and found[stop].listed:
                stop += 1
            unsaid = set(meanings[order:stop]) <= {Meaning.NONE, Meaning.UNCLEAR, Meaning.DUE}
            if stop - order > 1 and unsaid and _TO_EACH.match(self.text, found[stop - 1].end):
                meanings[order:stop] = [Meaning.DUE] * (stop - order)
            order = stop

    def meaning(self, date: Date, *, recurs: bool) -> Meaning:
        """Return what a date is; ``recurs`` tells that the one before it in its sentence comes back every year."""
        around = Around.of(self.text, date)
        if recurs or _RECURS.search(around.before):
            return Meaning.RECURRING
        if not date.before and _BEGINS.match(around.after):
            return Meaning.NONE
        return self._in_a_column(date, around) if self.column else self._in_prose(date, around)

    def _in_a_column(self, date: Date, around: Around) -> Meaning:
        is_clear = "初" not in date.end_word and not re.match(r"\(?已", around.after)
        return Meaning.DUE if is_clear else Meaning.UNCLEAR

    def _in_prose(self, date: Date, around: Around) -> Meaning:
        if _is_of_something_else(date, around) or _is_past(date, around) or self._was_issued(date, around):
            return Meaning.NONE
        if _chooses(date, around):
            return Meaning.VALIDITY if date.ranged else Meaning.NONE
        return Meaning.VALIDITY if _is_valid(date, around) else self._due(date, around)

    def _was_issued(self, date: Date, around: Around) -> bool:
        """Tell whether a date is the day on which something was issued, held or founded, or lies before the plan's own."""
        if date.before or date.ranged or _HEADED.search(around.before):
            return False
        if self.issued and date.window and date.dated:
            return date.window.last < self.issued.isoformat()
        return date.to_the_day and words().issues.match(around.after) is not None

    def _due(self, date: Date, around: Around) -> Meaning:
        """Return whether the words around a date make it one by which, or within which, something will be done."""
        if "初" in date.end_word or (_may_be_past(date, around) and not self._lies_ahead(date, around)):
            return Meaning.UNCLEAR
        if _is_worded_as_due(date, around):
            return Meaning.DUE
        starts = _STARTS.search(around.before) is not None
        if words().does.match(around.after):
            return Meaning.DUE if starts or not words().issues.match(around.after) else Meaning.UNCLEAR
        return self._topic(date, around) if starts and date.dated else Meaning.NONE

    def _topic(self, date: Date, around: Around) -> Meaning:
        """Return what a date is that begins a clause and of which no word says more (2026年，先行培育10个)."""
        if date.is_part_of_a_year and around.after.startswith(","):
            return Meaning.UNCLEAR if words().issues.match(around.after) and not self.issued else Meaning.DUE
        if not _STATES.match(around.after):
            return Meaning.DUE if words().will_do.match(around.after) else Meaning.NONE
        return Meaning.DUE if self._lies_ahead(date, around) else Meaning.UNCLEAR

    def _lies_ahead(self, date: Date, around: Around) -> bool:
        """Tell whether a date whose words could tell of the past too is ahead: of the plan's own day, or by its wording."""
        return bool(date.before or self.issued or _BOUNDED.match(around.after))


class Around(NamedTuple):
    """What stands before and after a date: enough of it to tell what the date is of."""

    before: str
    after: str

    @classmethod
    def of(cls, text: str, date: Date) -> Around:
        """Return the words around a date; where they are cut off, a mark stands for what is not looked at."""
        start = max(0, date.start - _FAR)
        return cls(("…" if start else "") + text[start : date.start], text[date.end : date.end + _FAR])


def _is_worded_as_due(date: Date, around: Around) -> bool:
    return bool(
        date.before
        or date.end_word
        or date.ranged
        or any(pattern.search(around.before) for pattern in (_HEADED, _BY, _TRIES))
        or (PREPOSITIONS.search(around.before) and re.match(r"[^\d\s]", around.after))
        or _stands_in_brackets(date, around)
    )


def _may_be_past(date: Date, around: Around) -> bool:
    """Tell whether the words around a date would tell of the past too: 截至2025年底, 2025年底，有网点30处, 于2025年3月公布."""
    if date.before or date.ranged:
        return False
    if _UP_TO.search(around.before):
        return True
    if date.end_word:
        return _STARTS.search(around.before) is not None and _COUNTS.match(around.after) is not None
    return re.search("[于在]$", around.before) is not None and _PAST_ACT.match(around.after) is not None


def _is_of_something_else(date: Date, around: Around) -> bool:
    """Tell whether a date is compared with, or part of the name of a document, or says which of several things is meant."""
    begins = date.ranged and re.search("[自从]$", around.before)
    if (date.compared and not begins) or re.match("的(?!基础)", around.after) or words().feast.match(around.after):
        return True
    if _SAME_TIME.match(around.after) and not date.before:
        return True
    if _NAMES_A_PLAN.search(around.before) and around.after.startswith(")"):
        return True
    return not date.before and not date.end_word and words().names.match(around.after) is not None


def _is_past(date: Date, around: Around) -> bool:
    """Tell whether the words around a date say that what it dates is done."""
    if date.before:
        return around.after.startswith("已")
    past = _PAST.match(around.after)
    return _FORMER.search(around.before) is not None or (past is not None and not (date.ranged and past[0] == "为"))


def _chooses(date: Date, around: Around) -> bool:
    """Tell whether a date says whom or what a measure meets: 2000年底前建成的小区, 对2024年6月30日前购车的."""
    if words().made.match(around.after):
        return True
    if _CHOOSES.search(around.before) and re.match("[^,。;\n]{1,30}的", around.after):
        return True
    return bool(date.before or date.ranged) and _THOSE_THAT.match(around.after) is not None


def _is_valid(date: Date, around: Around) -> bool:
    """Tell whether a date ends the time for which a rule holds."""
    if words().valid.search(re.sub("[自从于]$", "", around.before)) or words().ruled.search(around.before):
        return True
    if date.before.endswith("止") and re.search("(?:施行|实施|执行|生效|有效)[^。;\n]*$", around.before):
        return True
    if words().does.match(around.after):
        return False
    return bool(date.ranged or date.before or date.end_word) and words().rules.match(around.after) is not None


def _stands_in_brackets(date: Date, around: Around) -> bool:
    """Tell whether brackets hold nothing after a date, as they do at the end of a measure: (市商务委，2024年第三季度)."""
    if not date.is_part_of_a_year:
        return False  # a bare year in brackets is that of a document or a figure
    return re.search(r"\((?:[^()]*[,;:、])?$", around.before) is not None and around.after.startswith(")")
