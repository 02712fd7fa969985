"""Amounts in a plain text: a figure or two, the unit, the words that bound them; what they are for is not asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from mapping.parsers.quantities import bounds, figures, units
from mapping.parsers.quantities.bounds import Values
from mapping.parsers.quantities.figures import Figure
from mapping.parsers.quantities.units import Unit


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at its place: ``start`` to ``end`` with the words that bound it, ``number`` to ``stop`` without them.

    ``figure`` is the (first) figure as printed, ``scale`` its 万 or 亿, ``before`` and ``after`` the bounding words.
    """

    start: int
    end: int
    number: int
    stop: int
    figure: str
    values: Values
    unit: Unit
    before: str = ""
    after: str = ""
    scale: str = ""

    @property
    def is_bounded(self) -> bool:
        """Whether words make the number the least or the most."""
        return self.values.value is None


@dataclass(frozen=True, slots=True)
class _Part:
    """One figure with its scale and unit, as matched."""

    match: re.Match[str]
    value: Decimal

    @property
    def unit(self) -> str:
        return self.match["unit"] or ""

    @property
    def more(self) -> bool:
        return any(self.match[name] for name in ("more", "later", "last"))


@cache
def _one() -> re.Pattern[str]:
    """Return the pattern of one figure with its scale, the marks of a rough number (多, 余, +), and its unit."""
    return re.compile(
        rf"(?P<figure>{figures.ARABIC}|{figures.CHINESE})(?P<more>[多余]|\+(?!\d))?(?P<scale>{figures.SCALE})"
        rf"(?P<rest>(?<=亿)\d{{1,4}}万)?(?P<later>[多余]|\+(?!\d))?(?P<unit>{units.pattern()})?(?P<last>[多余](?!种|元|样)|\+(?!\d))?"
    )


_BOUND = re.compile(
    rf"(?P<bound>{bounds.BEFORE})(?:约|近|达到|达|为)?$|(?P<most>最高|最多|至多)可?再?(?:给予|可?贷|补贴|补助|奖励|资助|支持|贷款|返还|享受|申请|减免|优惠)$|(?P<least>至少|最少)[\u4e00-\u9fff]{{1,6}}$"
)
_ABOUT = re.compile(r"(?:大约|约|近|接近)$")
_TO = re.compile(r"[-~至到]{1,2}")
_AFTER = re.compile(bounds.AFTER)
_LONGEST_BOUND = 24
_FOR_ALL = re.compile(r"(?:分别|各自|依次|均(?!增|值|浓|每)|各(?!类|级|地|市|县|区|种|项))[^,;。]*$")
_LISTED = re.compile(r"[、和及与]|以及")


def find(text: str, start: int, end: int) -> list[Amount]:
    """Return the amounts between two places of a plain text, in order.

    A figure without a unit takes that of the list it stands in (6、18、36个月); where there is none it has none.
    """
    spoken = _spoken(text, start, end)
    amounts = list(spoken)
    position = start
    while match := _one().search(text, position, end):
        amount = _amount(text, match, start, end)
        position = max(amount.end if amount else match.end("figure"), match.start() + 1)
        if amount and not any(other.start < amount.end and amount.start < other.end for other in spoken):
            amounts.append(amount)
    return _with_shared_units(text, sorted(amounts, key=lambda amount: amount.start))


def _spoken(text: str, start: int, end: int) -> list[Amount]:
    """Return the shares and doublings written as words, with their bounds."""
    return [_worded(text, figure, start, end) for figure in figures.worded(text, start, end)]


def _worded(text: str, figure: Figure, start: int, end: int) -> Amount:
    """Return the amount of a figure in words; a fraction that no decimal number writes has no values."""
    unit, value = units.unit(figure.unit or "%"), figure.value or Decimal(0)
    amount = _bounded(text, figure.start, figure.end, (value, None), unit, start, end, more=figure.more)
    return amount if figure.value is not None else replace(amount, values=Values())


def _amount(text: str, match: re.Match[str], start: int, end: int) -> Amount | None:
    first = _part(match)
    if first is None:
        pair = figures.neighbours(match["figure"])
        if pair is None or not match["unit"]:
            return None
        scale = figures.value("1", match["scale"]) or Decimal(1)
        low, high = (number * scale for number in pair)
        return _bounded(text, match.start(), match.end("unit"), (low, high), units.unit(match["unit"]), start, end)
    second = _second(text, first, end)
    if second is None:
        stop = match.end("last") if match["last"] else match.end()
        if apart := _unit_in_brackets(text, first, start, end):
            unit, scale, stop = apart
            return _bounded(text, match.start(), stop, (first.value * scale, None), unit, start, end, more=first.more)
        amount = _bounded(text, match.start(), stop, (first.value, None), _unit(first), start, end, more=first.more)
        return replace(amount, scale=match["scale"])
    low = first.value
    if not first.match["scale"] and not first.unit and second.value >= low:
        low = figures.value(first.match["figure"], second.match["scale"]) or low
    return _bounded(text, match.start(), second.match.end(), (low, second.value), _unit(second), start, end)


@cache
def _in_brackets() -> re.Pattern[str]:
    return re.compile(rf"\((?P<scale>{figures.SCALE})(?P<unit>{units.pattern()})\)")


@cache
def _headed() -> re.Pattern[str]:
    return re.compile(rf"{_in_brackets().pattern}(?::|达到|为|达|提高到|增至|降至|{bounds.BEFORE})?$")


def _unit_in_brackets(text: str, part: _Part, start: int, end: int) -> tuple[Unit, Decimal, int] | None:
    """Return the unit and the scale that stand in brackets after a figure (200（家）) or before it (产值（万元）：500)."""
    if part.unit:
        return None
    place = part.match.end()
    after = _in_brackets().match(text, place, end)
    match = after or _headed().search(text, max(start, part.match.start() - _LONGEST_BOUND), part.match.start())
    if match is None:
        return None
    scale = figures.value("1", match["scale"]) or Decimal(1)
    return units.unit(match["unit"]), scale, after.end() if after else place


def _part(match: re.Match[str]) -> _Part | None:
    number = figures.value(match["figure"], match["scale"])
    if number is None:
        return None
    return _Part(match, number + (figures.value(match["rest"][:-1], "万") or 0) if match["rest"] else number)


def _second(text: str, first: _Part, end: int) -> _Part | None:
    """Return the second figure of a range; its unit is the first one's too, or the first has none."""
    to = _TO.match(text, first.match.end(), end)
    match = _one().match(text, to.end(), end) if to else None
    second = _part(match) if match else None
    if second is None or first.unit not in {"", second.unit}:
        return None
    return second


def _unit(part: _Part) -> Unit:
    return units.unit(part.unit) if part.unit else units.NONE


def _bounded(
    text: str,
    number: int,
    stop: int,
    numbers: tuple[Decimal, Decimal | None],
    unit: Unit,
    start: int,
    end: int,
    *,
    more: bool = False,
) -> Amount:
    """Return the amount with the words around it."""
    about = _ABOUT.search(text, max(start, number - 4), number)
    bound = _BOUND.search(text, max(start, number - _LONGEST_BOUND), about.start() if about else number)
    if not bound and unit.sort == "shares":
        bound = bounds.GAP.search(text, max(start, number - _LONGEST_BOUND), number)
    before = next(filter(None, bound.groups()), "") if bound else ""
    after = _AFTER.match(text, stop, end)
    said = after[0] if after and not (after[0] == "内" and unit.sort not in {"shares", "durations"}) else ""
    return Amount(
        start=bound.start() if bound else number,
        end=stop + len(said),
        number=number,
        stop=stop,
        figure=text[number:stop],
        values=bounds.values(*numbers, before, said, more=more),
        unit=unit,
        before=before,
        after=said,
    )


def _with_shared_units(text: str, found: list[Amount]) -> list[Amount]:
    """Give the figures of a list the unit, and after 分别 or 均 the bounds, that are said once."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        this, following = shared[index], shared[index + 1]
        shares = this.unit.sort == "bare" or (this.unit.text == "个" and following.unit.text.startswith("个"))
        if shares and _LISTED.fullmatch(text, this.end, following.number):
            times = figures.value("1", following.scale) or Decimal(1)
            shared[index] = replace(
                this, unit=following.unit, values=bounds.times(this.values, times), scale=following.scale
            )
    for run in runs(text, shared):
        first = shared[run.start].start
        if _FOR_ALL.search(text[max(0, first - _LONGEST_BOUND) : first]):
            shared[run.start : run.stop] = _with_shared_bounds(shared[run.start : run.stop])
    return shared


def _with_shared_bounds(run: list[Amount]) -> list[Amount]:
    """Give each amount of a run the bound that is said once, before the first or after the last."""
    said = [amount for amount in run if amount.is_bounded]
    first, last = run[0], run[-1]
    if len(said) != 1 or not ((said[0] is first and first.before) or (said[0] is last and last.after)):
        return run
    least = said[0].values.minimum is not None
    return [
        replace(
            amount,
            values=Values(minimum=amount.values.value) if least else Values(maximum=amount.values.value),
        )
        if amount.values.value
        else amount
        for amount in run
    ]


def runs(text: str, found: Sequence[Amount]) -> Iterator[range]:
    """Yield where amounts follow each other, two or more, with nothing but 、 or 和 between them."""
    start = 0
    for index in range(1, len(found) + 1):
        if index < len(found) and _LISTED.fullmatch(text, found[index - 1].end, found[index].start):
            continue
        if index - start > 1:
            yield range(start, index)
        start = index
