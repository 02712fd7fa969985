"""The numbers of a text and of its translation: what one says and the other does not.

Only numbers written in figures are asked for. In English they may be words, months or, of a hundred per cent, “all”; in
Chinese they may be characters (七日), so that a figure of the translation is looked for among these too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

import cn2an  # type: ignore[import-untyped]

from mapping.comparable import narrow

_FIGURES = r"(?<![\d.])\d+(?:,\d{3})*(?:\.\d+)?"
_CHINESE_FIGURES = re.compile(rf"({_FIGURES})\s*([十百千万亿成]*)")
_ENGLISH_FIGURES = re.compile(rf"({_FIGURES})(?:[\s-]*(thousand|million|billion|trillion)\b)?", re.IGNORECASE)
_CHARACTERS = re.compile("[〇零一二三四五六七八九十百千万亿两半]+")
_LONGEST = 8
_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "成": 10}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip # entries side by side
_WORDS = (
    "zero|no", "one|first|a|an|single|once", "two|second|twice|both|double|twin", "three|third", "four|fourth",
    "five|fifth", "six|sixth", "seven|seventh", "eight|eighth", "nine|ninth", "ten|tenth", "eleven|eleventh",
    "twelve|twelfth|dozen",
)  # fmt: skip # entries side by side
_ALL = {"all", "every", "entire", "entirely", "full", "fully", "whole", "wholly", "complete", "completely"}
_WHOLE = Decimal(100)


def left_out(source: str, translation: str) -> tuple[str, ...]:
    """Return the numbers that a text says in figures and its translation does not say."""
    said = {value for values in _english(translation) for value in values}
    words = set(re.findall("[a-z]+", translation.casefold()))
    months = {match[1] for match in _MONTH.finditer(narrow(source))}
    return tuple(
        dict.fromkeys(
            written
            for written, values in _chinese_figures(source)
            if not said & values and not words & _as_words(values, is_month=written in months)
        )
    )


def added(source: str, translation: str) -> tuple[str, ...]:
    """Return the numbers that a translation says in figures and its source in no way."""
    known = {value for _, values in _chinese_figures(source) for value in values} | set(_chinese_characters(source))
    return tuple(
        dict.fromkeys(
            match[0].strip()
            for match, values in zip(_ENGLISH_FIGURES.finditer(narrow(translation)), _english(translation), strict=True)
            if not known & values
        )
    )


def _english(text: str) -> Iterator[set[Decimal]]:
    """Yield what each number in figures may be: by itself, and with the scale behind it."""
    for match in _ENGLISH_FIGURES.finditer(narrow(text)):
        value = _value(match[1])
        yield {value, value * _SCALES[match[2].casefold()]} if match[2] else {value}


def _chinese_figures(text: str) -> Iterator[tuple[str, set[Decimal]]]:
    """Yield each number in figures, as written, with what it may be: 3万 is thirty thousand, and 3."""
    for match in _CHINESE_FIGURES.finditer(narrow(text)):
        scaled = value = _value(match[1])
        for character in match[2]:
            scaled *= _TIMES[character]
        yield match[1], {value, scaled}


def _chinese_characters(text: str) -> Iterator[Decimal]:
    """Yield every number that a stretch of characters of numbers may be: 十四五 is 14, 10, 4 and 5; 半年 is six months."""
    for run in _CHARACTERS.findall(text):
        if "半" in run:
            yield from (Decimal("0.5"), Decimal(6))
        starts = range(len(run))
        stretches = {run[at : at + length] for at in starts for length in range(1, _LONGEST + 1)}
        for stretch in stretches:
            with suppress(ValueError):  # 五一 is no number
                value = Decimal(str(cn2an.cn2an(stretch.replace("两", "二"), "smart")))
                yield from (value, value * 10)  # 五成


def _value(figures: str) -> Decimal:
    return Decimal(figures.replace(",", ""))


def _as_words(values: set[Decimal], *, is_month: bool) -> set[str]:
    """Return the words by which English may say a number."""
    whole = {int(value) for value in values if value == value.to_integral_value()}
    found = {word for value in whole if value < len(_WORDS) for word in _WORDS[value].split("|")}
    if is_month:
        found |= {name for value in whole if 1 <= value <= 12 for name in (_MONTHS[value - 1], _MONTHS[value - 1][:3])}
    return found | (_ALL if _WHOLE in values else set())
