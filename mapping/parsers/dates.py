"""Dates as plans print them, each with the days it can mean; what it is the date of is asked in ``deadlines``.

Plans print one date in many ways: 2025年6月底, 二〇二五年六月, 2025.06, 2024年6-9月, 第三、四季度, “十四五”末. Blanks and
broken lines inside a date count for nothing. A year is printed once and meant again: 2022年6月底前10家，9月底前20家.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from mapping.comparable import matching_form
from mapping.parsers.text import brackets, numeral

_NINE = "一二三四五六七八九"
_TO = r"(?:--?|~|至|到)"
_SHARES = rf"(?:{_TO}|[、和与及,/])"  # what stands between numbers that share a unit: 6-9月, 2024、2025年


_LONGEST_LIST = 30  # no month has more days; without an end, a list that closes with no unit is tried from each number


def _shared(number: str, unit: str, name: str) -> str:
    """Return the pattern of numbers that share a unit; all but the last may lack it."""
    return rf"(?P<{name}>{number}(?:{unit}?{_SHARES}{number}){{0,{_LONGEST_LIST}}}){unit}"


_YEARS = _shared(r"(?:19|20)\d\d", "年", "years")
_MONTHS = _shared(rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_NINE}])", "月", "months")
_DAYS = _shared(rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[{_NINE}]?|[{_NINE}])", "[日号]", "days")
_QUARTERS = _shared("第?[一二三四1-4]", "(?:季度)", "quarters")
_WORDS = "今年|本年|当年|同年|明年|次年|翌年|来年|第二年"
_PART = (
    rf"(?:(?P<half>上半年|下半年|前半年|后半年|年中)|前(?P<first>[二三两])个?季度|Q(?P<q>[1-4])|{_QUARTERS}|"
    rf"{_MONTHS}份?(?:{_DAYS}(?:\d{{1,2}}[时点])?|(?P<third>[上中下])旬)?)"
)
_POINT = re.compile(
    r"(?<!\d)(?P<dotted>20\d\d(?P<mark>[./-])(?:1[0-2]|0?[1-9])(?:(?P=mark)(?:3[01]|[12]\d|0?[1-9]))?)月?(?![\d%年个日])|"
    r"(?<!\d)(?P<bare>20\d\d)(?=[底末])|"
    rf"(?<!\d)(?P<head>{_YEARS}度?|(?P<word>{_WORDS})度?)?(?:(?(head)[的,]?){_PART})?|"
    r"(?<![\d一二两三四五六七八九十百几多数近今去明后每全半周整逐历上前同来往当])(?P<this>年)(?=[底末内])"
)
_FIVE_YEARS = re.compile(rf"\"?十(?P<plan>[{_NINE}])五\"?(?:规划)?(?P<span>期末|时期末|末|期间|时期|期内)")
_TAIL = re.compile(
    r"(?P<end>[年岁月]?(?:底(?![线数层座])|末(?![端位梢])|初(?![步级期始次创中高]))|全年|期间|"
    r"[年度期]?[以之]?内(?![容部外需陆贸蒙涵河生控在化地]))?"
    r"(?P<before>[之以]前|前(?!后|[二三两\d]+个?(?:季度|月)|[列沿述置往景瞻端台提海])|为?止(?![血损]))?"
)
_RANGE_GAP = re.compile(rf"(?:起|开始)?,?{_TO}")
_LIST_GAP = re.compile("[、,]|和|及|与|以及|并|或")
_REFERENCE = re.compile("(?:较|比|自|从|以|按|较之|相比|对比|同比|[与同和](?=.{4,20}(?:相比|持平|相当)))$")
_CHINESE_YEAR = re.compile(rf"[12一二][09九〇零○Oo][\dOo〇零○{_NINE}]{{2}}(?=年|{_TO}[12一二][09九〇零○Oo])")
_YEAR_DIGITS = str.maketrans("一二三四五六七八九〇零○Oo", "12345678900000")
_BLANKS = re.compile(r"[ \n]+")
_GOES_ON_AFTER, _GOES_ON_BEFORE = "年月日至到~-第于前底末,、;:", "年月日号底末前季之内至到~-"
_FEAST = re.compile('"(?:五一|十一|春节|元旦|国庆|中秋|端午|清明)"')
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十两]+")
_SENTENCE = re.compile(r"[。!?\n]")


class Window(NamedTuple):
    """The first and the last day that a date can mean, ISO dates."""

    first: str
    last: str


class Date(msgspec.Struct, frozen=True, kw_only=True):
    """A date, or a range of two, between ``start`` and ``end`` (code points of the squeezed text).

    ``window`` is None where the year is neither printed nor known, or where there is no such day. ``end_word`` is the 底, 末,
    内, 初, 期间 that follows, ``before`` the 前, 之前, 止. ``dated`` tells that a year is printed in it; ``to_the_day`` that a
    day is; ``listed`` that only a mark of a list stands between it and the date before it; ``compared`` that the words before
    it make it a beginning or something to compare with (较2020年, 自2020年).
    """

    start: int
    end: int
    window: Window | None = None
    ranged: bool = False
    end_word: str = ""
    before: str = ""
    dated: bool = False
    to_the_day: bool = False
    listed: bool = False
    compared: bool = False

    @property
    def is_part_of_a_year(self) -> bool:
        """Whether it is less than one or several whole years."""
        return self.window is not None and not (
            self.window.first.endswith("-01-01") and self.window.last.endswith("-12-31")
        )


class Squeezed(NamedTuple):
    """A text without what a printer puts between characters, and the place of each character in the text it was made from."""

    text: str
    places: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets, in the text that this one was made from, of a slice of this one."""
        return self.places[start], self.places[end - 1] + 1


def squeeze(text: str) -> Squeezed:
    """Return the matching form without blanks and invisible characters, save where they part two numbers or two lines."""
    form = matching_form(text)
    places: list[int] = []
    last = 0
    for run in _BLANKS.finditer(form):
        places += range(last, run.start())
        last = run.end()
        if _parts(form, run):
            places.append(run.start() + max(0, run[0].find("\n")))
    places += range(last, len(form))
    squeezed = "".join(form[at] for at in places)
    return Squeezed(_CHINESE_YEAR.sub(lambda match: match[0].translate(_YEAR_DIGITS), squeezed), tuple(places))


def _parts(form: str, run: re.Match[str]) -> bool:
    """Tell whether blanks part what stands around them: two numbers, two lines; a date is not parted."""
    before, after = form[max(0, run.start() - 1) : run.start()], form[run.end() : run.end() + 1]
    if before.isdigit() and after.isdigit():
        return not _is_one_number(form, run)
    goes_on = (before and before in _GOES_ON_AFTER) or (after and after in _GOES_ON_BEFORE)
    return "\n" in run[0] and not goes_on


def _is_one_number(form: str, run: re.Match[str]) -> bool:
    """Tell whether the digits around blanks are one number of a date: 20 25年, 2 0 2 5年, 2025年1 2月, 12月3 1日."""
    head = re.search(r"(\D?)([\d ]+)$", form[max(0, run.start() - 10) : run.start()])
    tail = re.match(r"([\d ]+)(\D?)", form[run.end() : run.end() + 12])
    if head is None or tail is None:
        return False
    number, unit = (head[2] + tail[1]).replace(" ", ""), tail[2]
    return bool(
        (unit == "年" and re.fullmatch(r"(?:19|20)\d\d", number))
        or (unit == "月" and head[1] == "年" and int(number) <= 12)
        or (unit in {"日", "号"} and head[1] == "月" and int(number) <= 31)
    )


def masked(squeezed: str) -> str:
    """Return a squeezed text with what stands in 《…》 and in short quotations hidden: a year there is part of a name."""
    for title in brackets(squeezed, "《", "》"):
        squeezed = squeezed[: title.start] + "\0" * (title.end - title.start) + squeezed[title.end :]
    return re.sub(
        r"\"[^\"\n]{1,30}\"",
        lambda match: match[0] if match[0][-2] == "五" or _FEAST.fullmatch(match[0]) else "\0" * len(match[0]),
        squeezed,
    )


def dates(text: str, year: int | None = None) -> tuple[Date, ...]:
    """Return the dates of a squeezed and masked text in order; ``year`` completes those of sentences that print none."""
    reader = _PointReader(text, year)
    return tuple(date for points in _ranges(text, _points(text)) for date in reader.read(points))


class _Point(NamedTuple):
    """One point in time as matched, with the words that follow it."""

    match: re.Match[str]
    tail: re.Match[str]

    @property
    def groups(self) -> dict[str, str]:
        """What the pattern found, by name."""
        return {name: value for name, value in self.match.groupdict().items() if value}

    @property
    def dated(self) -> bool:
        """Whether a year, or a five-year plan, is printed in it."""
        return bool({"years", "dotted", "bare", "plan"} & self.groups.keys())

    @property
    def ranged(self) -> bool:
        """Whether numbers of one unit make it a range: 6-9月."""
        return any(re.search(_TO, numbers) for numbers in _lists(self.groups).values())

    @property
    def starts_of_listed(self) -> list[int]:
        """Where each of the numbers stands that share the last unit named: 3、6、9月底前."""
        name, numbers = list(_lists(self.groups).items())[-1]
        return [self.match.start(name) + number.start() for number in _NUMBERS.finditer(numbers)]

    @property
    def to_the_day(self) -> bool:
        """Whether it names a day."""
        return "days" in self.groups or self.groups.get("dotted", "").count(self.groups.get("mark", " ")) == 2


def _points(text: str) -> tuple[_Point, ...]:
    matches = [match for pattern in (_POINT, _FIVE_YEARS) for match in pattern.finditer(text) if match[0]]
    found: list[_Point] = []
    for match in sorted(matches, key=lambda match: match.start()):
        tail = _TAIL.match(text, match.end())
        if tail and (not found or match.start() >= found[-1].tail.end()):
            found.append(_Point(match, tail))
    return tuple(found)


def _ranges(text: str, points: tuple[_Point, ...]) -> Iterator[tuple[_Point, ...]]:
    """Yield the points, two together where 至, 到 or a dash makes them a range."""
    order = 0
    while order < len(points):
        pair = points[order : order + 2]
        ranged = (
            len(pair) == 2
            and not pair[0].tail["before"]
            and _RANGE_GAP.fullmatch(text, pair[0].tail.end(), pair[1].match.start()) is not None
        )
        yield pair if ranged else pair[:1]
        order += 1 + ranged


class _PointReader:
    """Reads points one after the other, since the year printed last in a sentence completes those that print none."""

    def __init__(self, text: str, year: int | None) -> None:
        self._text, self._year = text, year
        self._printed: int | None = None
        self._end = 0

    def read(self, points: tuple[_Point, ...]) -> Iterator[Date]:
        """Yield the range of two points, or the date of one; several where it names several (3、6、9月底前)."""
        start, tail = points[0].match.start(), points[-1].tail
        if _SENTENCE.search(self._text, self._end, start):
            self._printed = None
        compared = _REFERENCE.search(self._text[max(0, start - 4) : start + 24][: min(4, start)]) is not None
        windows = list(self._windows(points))
        if windows and not compared and any(point.dated for point in points):
            self._printed = int(windows[-1].last[:4])
        listed = self._end > 0 and _LIST_GAP.fullmatch(self._text, self._end, start) is not None
        starts = [start, *points[0].starts_of_listed[1:]] if len(windows) > 1 else [start]
        ends = [*(following - 1 for following in starts[1:]), tail.end()]
        for order, window in enumerate(windows or [None]):
            yield Date(
                start=starts[order],
                end=ends[order],
                window=window,
                ranged=len(points) == 2 or points[0].ranged,
                end_word=tail["end"] or points[-1].groups.get("span", ""),
                before=tail["before"] or "",
                dated=any(point.dated for point in points),
                to_the_day=any(point.to_the_day for point in points),
                listed=listed or order > 0,
                compared=compared,
            )
        self._end = tail.end()

    def _windows(self, points: tuple[_Point, ...]) -> Iterator[Window]:
        """Yield the windows of one point, or that from one to the other; none where no year is known or no such day is."""
        first = list(_point_windows(points[0], self._year_of(points[0], points[-1])))
        if len(points) == 1:
            yield from first
            return
        last = list(_point_windows(points[1], self._year_of(points[1], points[0])))
        if first and last and first[0].first <= last[-1].last:
            yield Window(first[0].first, last[-1].last)

    def _year_of(self, point: _Point, other: _Point) -> int | None:
        """Return the year that completes a point: of its word, of the other end of its range, of its sentence, of the plan."""
        beside = re.match(r"\d{4}", other.groups.get("years") or other.groups.get("dotted") or "")
        known = int(beside[0]) if beside else self._printed or self._year
        match point.groups.get("word"):
            case "今年" | "本年":
                return self._year
            case "明年":
                return self._year + 1 if self._year else None
            case "次年" | "翌年" | "来年" | "第二年":
                return known + 1 if known else None
            case _:
                return known


def _lists(groups: Mapping[str, str]) -> dict[str, str]:
    return {name: groups[name] for name in ("years", "quarters", "months", "days") if name in groups}


def _point_windows(point: _Point, year: int | None) -> Iterator[Window]:
    """Yield the window that one point names, or those that it lists with 、; ``year`` completes it where it prints none."""
    groups = point.groups
    if "plan" in groups:
        yield _five_years(groups)
        return
    if "dotted" in groups:
        yield from _days(*(int(number) for number in groups["dotted"].split(groups["mark"])))
        return
    printed = groups.get("years") or groups.get("bare")
    years = _numbers(printed) if printed else [year] if year else []
    if not years:
        return
    names_a_part = any(name in groups for name in ("half", "first", "q", "quarters", "months"))
    windows = list(_parts_of_a_year(groups, years[-1])) if names_a_part else [_months(each, 1, 12) for each in years]
    if windows and point.ranged:
        windows = [Window(windows[0].first, windows[-1].last)] if windows[0].first <= windows[-1].last else []
    yield from windows


def _five_years(groups: Mapping[str, str]) -> Window:
    """Return the years of a five-year plan, or, for its end (“十四五”末), the last of them; the tenth ended in 2005."""
    last = 2005 + 5 * _number(groups["plan"])
    return Window(f"{last if groups['span'].endswith('末') else last - 4}-01-01", f"{last}-12-31")


def _parts_of_a_year(groups: Mapping[str, str], year: int) -> Iterator[Window]:
    """Yield the halves, quarters, months, thirds or days that a point names of a year; nothing where it names none."""
    if "half" in groups:
        yield _months(year, *((1, 6) if groups["half"] in {"上半年", "前半年", "年中"} else (7, 12)))
    elif "first" in groups:
        yield _months(year, 1, 3 * _number(groups["first"]))
    elif "q" in groups or "quarters" in groups:
        for quarter in _numbers(groups.get("q") or groups["quarters"]):
            yield _months(year, 3 * quarter - 2, 3 * quarter)
    elif "months" in groups:
        yield from _days_of_months(groups, year, _numbers(groups["months"]))


def _days_of_months(groups: Mapping[str, str], year: int, months: list[int]) -> Iterator[Window]:
    if "days" in groups:
        for day in _numbers(groups["days"]):
            yield from _days(year, months[-1], day)
    elif "third" in groups:
        yield from _days(year, months[-1], {"上": 10, "中": 20}.get(groups["third"], 0))
    else:
        yield from (_months(year, month, month) for month in months)


def _numbers(printed: str) -> list[int]:
    return [_number(number) for number in _NUMBERS.findall(printed)]


def _number(printed: str) -> int:
    return int(numeral(printed) or 0)


def _months(year: int, first: int, last: int) -> Window:
    return Window(f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{monthrange(year, last)[1]:02}")


def _days(year: int, month: int, day: int = 0) -> Iterator[Window]:
    """Yield one day, or, where no day is named, the month; nothing where there is no such day."""
    if 1 <= month <= 12 and day == 0:
        yield _months(year, month, month)
    elif 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        yield Window(f"{year:04}-{month:02}-{day:02}", f"{year:04}-{month:02}-{day:02}")
