"""Deadlines and periods in Chinese plans: 到2020年底, 2022年11月完成, 2021至2023年, and the cells of a column 完成时限."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from mapping.parsers.mentions import PeriodMention
from mapping.parsers.text import brackets, matching_form

_YEAR = r"(?:(?:19|20)\d\d ?年度?)"
_PART = (
    r"(?:(?:的)?(?:上半年|下半年|年中)|第?[一二三四1-4]季度|"
    r"\d{1,2} ?月份?(?:\d{1,2} ?[日号]|上旬|中旬|下旬)?)"
)
_DOTTED = r"(?:20\d\d[./-](?:1[0-2]|0?[1-9])(?:[./-](?:3[01]|[12]\d|0?[1-9]))?(?!\d))"
_DATE = rf"(?:{_DOTTED}|{_YEAR}{_PART}?|{_PART}|(?:今年|本年度?|当年))"
_BARE_YEAR = r"(?:(?:19|20)\d\d)"
_TO = r"(?: ?(?:至|到|-|~) ?)"
_END = r"(?:年底|年末|底|末|年内|内)"
_DOES = (
    r"(?:,?(?:全面|基本|如期|按期)?(?:完成|建成|实现|达到|达|力争|投入|投用|启动|新增|"
    r"新建|建设|出台|印发|形成|培育|打造))"
)
_FIVE_YEARS = r"\"?(?:十[一二三四五六七八九]五)\"?(?:时期|规划期|期)?(?:末|期间|时期)"

_RANGE = re.compile(rf"(?:自|从)?(?P<a>{_DATE}|{_BARE_YEAR})起?{_TO}(?P<b>{_DATE})(?:底|末|止)?(?!以来)")
_BY = re.compile(
    rf"(?:(?P<to>到|至|截至|截止|截止到|于|在)? ?(?P<date>{_DATE})(?P<end>{_END})?(?P<before>之前|"
    rf"以前|前)?(?P<done>{_DOES})?"
    rf"|(?P<plain>(?<![\d今去明后每全半]年)(?<!\d)年(?:底|末|内)(?:之?前)?))"
)
_PLAN = re.compile(_FIVE_YEARS)
_NOT_BEFORE = re.compile(r"(?:较|比|与|自|从|同比|相比|以|的|是|经|原|现有|第)$")
_HEADED = re.compile(r"(?:时限|期限|时间|日期|节点|时限要求|时间要求)\s*:?\s*$")
_NOT_AFTER = re.compile(
    r"以来|起|度?(?:的|版|第|及以前|以后|之后|后|同期|修订|颁布|印发|发布|公布|施行|"
    r"公告|号|工作要点)|年"
)
_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NO_LAST_DAY = re.compile("长期|持续|常态|经常|日常|不断|永久|始终|全年|每年|逐年|立即|即时|随时|适时")
_DIGITS = "零一二三四五六七八九"


class _Window(NamedTuple):
    """The first and last day that a date expression can mean."""

    first: str
    last: str


def find(text: str, *, year: int | None = None) -> tuple[PeriodMention, ...]:
    """Return the deadlines (only ``last``) and periods (``first`` and ``last``) of a text, in order.

    A date is a deadline where the words make it one (到…, …底, …前, …完成), or where it is the whole text (a cell of a
    column). 2020年内 and 2021至2023年 are periods. The last day is that of the unit named: both 6月底前 and 6月前 mean
    30 June. ``year`` completes dates without a year (12月底前); without it they are passed over, as are 长期, 持续推进
    and 立即.
    """
    form = matching_form(text)
    cell = _cell(form, year)
    if cell:
        return (cell,)
    found: list[PeriodMention] = []
    for mention in sorted(_mentions(form, year), key=lambda each: (each.start, -each.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return tuple(found)


def has_no_last_day(text: str) -> bool:
    """Tell whether a text says that something goes on, or is due at no date: 长期坚持, 持续推进, 常态化, 立即."""
    return _NO_LAST_DAY.search(text) is not None


def _mentions(form: str, year: int | None) -> Iterator[PeriodMention]:
    titled = bytearray(len(form))
    for title in brackets(form, "《", "》"):
        titled[title.start : title.end] = b"\1" * (title.end - title.start)
    for match in _RANGE.finditer(form):
        if not titled[match.start()] and not _names_a_plan(form, match):
            yield from _range(match, year)
    for match in _BY.finditer(form):
        if not titled[match.start()]:
            yield from _by(form, match, year)
    for match in _PLAN.finditer(form):
        yield _five_years(match)


def _names_a_plan(form: str, match: re.Match[str]) -> bool:
    """Tell whether a range stands in brackets after the name of a plan: 三年行动方案(2020-2022年)."""
    before, after = form[max(0, match.start() - 3) : match.start()], form[match.end() : match.end() + 1]
    return bool(re.search(r"[案划要领见]\($", before)) and after == ")"


def _cell(form: str, year: int | None) -> PeriodMention | None:
    """Read a text that is one date, as the cells of a column 完成时限 are."""
    start, end = len(form) - len(form.lstrip(" \n(")), len(form.rstrip(" \n。;,)"))
    body = form[start:end]
    for pattern, to_mention in ((_RANGE, _range_mention), (_BY, _last_mention)):
        match = pattern.fullmatch(body)
        mention = to_mention(match, year) if match else None
        if mention:
            return PeriodMention(start=start, end=end, first=mention.first, last=mention.last)
    bare = re.fullmatch(r"((?:19|20)\d\d)(?:年?(?:底|末)?(?:之?前)?)?", body)
    return PeriodMention(start=start, end=end, last=f"{bare[1]}-12-31") if bare else None


def _range_mention(match: re.Match[str], year: int | None) -> PeriodMention | None:
    return next(_range(match, year), None)


def _last_mention(match: re.Match[str], year: int | None) -> PeriodMention | None:
    window = _by_window(match, year)
    return PeriodMention(start=match.start(), end=match.end(), last=window.last) if window else None


def _range(match: re.Match[str], year: int | None) -> Iterator[PeriodMention]:
    first_year = re.match(r"(?:19|20)\d\d", match["a"])
    last = _window(match["b"], int(first_year[0]) if first_year else year)
    last_year = int(last.last[:4]) if last else year
    first = _window(match["a"] + "年" if match["a"].isdigit() else match["a"], last_year)
    if first and last and first.first <= last.last:
        yield PeriodMention(start=match.start(), end=match.end(), first=first.first, last=last.last)


def _by(form: str, match: re.Match[str], year: int | None) -> Iterator[PeriodMention]:
    window = _by_window(match, year)
    if window is None or not _is_meant(form, match):
        return
    end = match.start("done") if match["done"] and not match["done"].endswith("完成") else match.end()
    within = match["end"] in {"内", "年内"} or (match["plain"] or "").endswith("内")
    first = window.first if within and not match["before"] else None
    yield PeriodMention(start=match.start(), end=end, first=first, last=window.last)


def _is_meant(form: str, match: re.Match[str]) -> bool:
    """Tell whether the words around a date make it one by which, or within which, something will be done."""
    if (
        match["plain"]
        or match["before"]
        or _HEADED.search(form[max(0, match.start() - 8) : match.start()])
        or (match["end"] and not _NOT_BEFORE.search(form[max(0, match.start() - 3) : match.start()]))
    ):
        return True
    if _NOT_BEFORE.search(form[max(0, match.start() - 3) : match.start()]) or _NOT_AFTER.match(form, match.end()):
        return False
    return bool(
        match["done"] or (match["to"] in {"到", "至"} and re.match(r"[^\d\s]", form[match.end() : match.end() + 1]))
    )


def _by_window(match: re.Match[str], year: int | None) -> _Window | None:
    return _window(match["date"] or "今年", year)


def _five_years(match: re.Match[str]) -> PeriodMention:
    number = _DIGITS.index(match[0].strip('"')[1])
    last = 2000 + 5 * number  # the 10th five-year plan ended in 2000 + 5, the 14th in 2025
    last += 5 if number == 0 else 0
    final = match[0].endswith("末")
    first = None if final else f"{last - 4 + 5}-01-01"
    return PeriodMention(start=match.start(), end=match.end(), first=first, last=f"{last + 5}-12-31")


def _window(expression: str, year: int | None) -> _Window | None:
    plain = expression.replace(" ", "").replace("的", "")
    dotted = re.fullmatch(r"(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?", plain)
    if dotted:
        return _days(int(dotted[1]), int(dotted[2]), int(dotted[3]) if dotted[3] else None)
    printed = re.match(r"((?:19|20)\d\d)年度?", plain)
    number = int(printed[1]) if printed else year
    if number is None:
        return None
    return _part(plain[printed.end() :] if printed else plain, number)


def _part(part: str, year: int) -> _Window | None:
    quarter = re.fullmatch(r"第?([一二三四1-4])季度", part)
    if quarter:
        last = 3 * _ORDINAL[quarter[1]]
        return _months(year, last - 2, last)
    day = re.fullmatch(r"(\d{1,2})月份?(?:(\d{1,2})[日号]|(上旬|中旬|下旬))?", part)
    if day:
        return _days(year, int(day[1]), int(day[2]) if day[2] else {"上旬": 10, "中旬": 20}.get(day[3]))
    if part in {"上半年", "年中"}:
        return _months(year, 1, 6)
    return _months(year, 7 if part == "下半年" else 1, 12)


def _months(year: int, first: int, last: int) -> _Window:
    return _Window(f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{monthrange(year, last)[1]:02}")


def _days(year: int, month: int, day: int | None) -> _Window | None:
    if not 1 <= month <= 12 or not (day is None or 1 <= day <= monthrange(year, month)[1]):
        return None
    if day is None:
        return _months(year, month, month)
    return _Window(f"{year:04}-{month:02}-{day:02}", f"{year:04}-{month:02}-{day:02}")
