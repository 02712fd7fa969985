"""Figures: what a number is written with, from ``1,500`` and ``3.5`` to 一百二十, 百分之九十五, 九成, 四分之三 and 翻两番.

A figure that only means "very many" (千家企业, 上百家) is none, and so is a run of Chinese digits that writes no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = "一二三四五六七八九"
_CHINESE = "零〇一二两三四五六七八九十百千万亿"
SCALE = r"(?:[万亿]|百(?!分点)|千(?![米瓦克伏卡帕赫焦]|分点)){0,3}"
ARABIC = r"(?<![\d.])\d{1,16}(?:\.\d{1,8})?(?!\d)(?!\.\d)"
CHINESE = rf"(?<![{_CHINESE}第])[一二两三四五六七八九十][{_CHINESE}]{{0,14}}"
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_HUNDREDTHS = re.compile(
    rf"(?P<of>百分之|千分之)(?P<figure>百|[{_CHINESE}]{{1,6}}(?:点[{_CHINESE}]{{1,4}})?|\d{{1,3}}(?:\.\d+)?)"
)
_TENTHS = re.compile(
    rf"(?<![\d.{_CHINESE}])(?P<figure>[{_DIGITS}1-9])成(?:(?P<half>半)|(?P<part>[{_DIGITS}])(?=以[上下]|左右|[,;。、的]|$))?(?![为立功员熟果效品本年长])"
)
_FRACTIONS = re.compile(
    rf"(?<![{_CHINESE}\d])(?:(?P<of>[{_CHINESE}]{{1,6}}|\d{{1,3}})分之(?P<part>[{_CHINESE}]{{1,6}}|\d{{1,3}})"
    r"|(?<![/.])(?P<over>\d{1,2})/(?P<under>\d{1,2})(?=(?:及?以[上下内]|左右)?的|及?以[上下内]))"
)
_HALVES = re.compile(r"(?<![时间任务双大多]{2})(?<!双)(?P<more>过)?(?:半数|(?(more)半|一半))(?![天月年年天百夜])")
_DOUBLINGS = re.compile(r"翻(?P<figure>[一两二三四五六\d]?)番")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at its place in a plain text; ``unit`` where the figure itself says it (百分之五 is 5 %).

    ``value`` is None for a fraction that no decimal number writes (三分之二); ``more`` tells that it is the least (过半).
    """

    start: int
    end: int
    value: Decimal | None
    unit: str | None = None
    more: bool = False


def worded(text: str, start: int, end: int) -> list[Figure]:
    """Return the shares and doublings that are written as words: 百分之九十五, 千分之三, 九成, 四分之三, 过半, 翻一番."""
    found = [_hundredths(match) for match in _HUNDREDTHS.finditer(text, start, end)]
    found += [_tenths(match) for match in _TENTHS.finditer(text, start, end)]
    found += [_fraction(match) for match in _FRACTIONS.finditer(text, start, end)]
    found += [
        Figure(*match.span(), Decimal(50), more=bool(match["more"])) for match in _HALVES.finditer(text, start, end)
    ]
    found += [
        Figure(*match.span(), chinese(match["figure"] or "一") or Decimal(match["figure"] or 1), "番")
        for match in _DOUBLINGS.finditer(text, start, end)
    ]
    return [figure for figure in found if figure is not None]


def _hundredths(match: re.Match[str]) -> Figure | None:
    whole, _, part = match["figure"].partition("点")
    number = Decimal(100) if whole == "百" else Decimal(whole) if whole[0].isdigit() else chinese(whole)
    if number is None:
        return None
    digits = "".join(str(_digit(mark)) for mark in part)
    return Figure(*match.span(), number + Decimal(f"0.{digits or 0}"), "%" if match["of"] == "百分之" else "‰")


def _fraction(match: re.Match[str]) -> Figure | None:
    if (match["of"] or "").strip("十") in {"百", "千"}:
        return None  # of a hundred: read as a share
    whole, part = (_number(match[name] or match[other]) for name, other in (("of", "under"), ("part", "over")))
    if not whole or not part or part > whole:
        return None
    return Figure(*match.span(), 100 * part / whole if (100 * part * 10**4) % whole == 0 else None)


def _number(figure: str) -> Decimal | None:
    return Decimal(figure) if figure.isascii() else Decimal(10**4) if figure == "万" else chinese(figure)


def _tenths(match: re.Match[str]) -> Figure:
    tenths = _digit(match["figure"]) if match["figure"] in _DIGITS else int(match["figure"])
    return Figure(*match.span(), Decimal(10 * tenths + (5 if match["half"] else _digit(match["part"]))), "%")


def value(figure: str, scale: str) -> Decimal | None:
    """Return the number that a figure with its scale writes (``3.5``, ``万``), or None where it writes none."""
    number = Decimal(figure) if figure[0].isdigit() else chinese(figure)
    if number is None:
        return None
    for mark in scale:
        number *= _SCALES[mark]
    return number


def chinese(figure: str) -> Decimal | None:
    """Return the number of a Chinese numeral (三千五百, 十二, 两万), or None: 三五 and 二〇二五 write none."""
    total = 0
    rest = figure.replace("两", "二").replace("〇", "零")
    for mark, scale in (("亿", 10**8), ("万", 10**4)):
        head, found, rest_after = rest.partition(mark)
        if found:
            number = _thousands(head)
            if number is None:
                return None
            total, rest = total + number * scale, rest_after
    number = _thousands(rest) if rest else 0
    return None if number is None else Decimal(total + number)


_THOUSANDS = re.compile(
    rf"(?:([{_DIGITS}])千)?零?(?:([{_DIGITS}])百)?零?(?:([{_DIGITS}]?)(十))?零?([{_DIGITS}])?(?<!零)"
)


def _thousands(figure: str) -> int | None:
    match = _THOUSANDS.fullmatch(figure) if figure else None
    if not match:
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    return 1000 * _digit(thousands) + 100 * _digit(hundreds) + 10 * (_digit(tens) or (1 if ten else 0)) + _digit(ones)


def _digit(mark: str | None) -> int:
    return _DIGITS.find(mark.replace("两", "二")) + 1 if mark else 0


def neighbours(figure: str) -> tuple[Decimal, Decimal] | None:
    """Return the two numbers that a pair of neighbouring digits leaves open (两三个: 2 or 3), or None."""
    pair = [_digit(mark) for mark in figure]
    return (Decimal(pair[0]), Decimal(pair[1])) if len(pair) == 2 and 0 < pair[0] == pair[1] - 1 else None
