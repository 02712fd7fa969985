"""The automatic numbers and the outline of a Word document: what a reader sees before a paragraph's own text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import cn2an  # type: ignore[import-untyped]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "koreanCounting",
    ]
)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip # largest first
_LAST_ROMAN = 3999
_WHOLE = re.compile(r"\s*(\d{1,9})\s*", re.ASCII)
_LEVELS = 9
_BODY_TEXT = 9

Element = Any


@dataclass(frozen=True, slots=True)
class _Level:
    shape: str
    pattern: str
    start: int


def written(number: int, shape: str) -> str:
    """Return a number as the list format ``shape`` (ST_NumberFormat) writes it; an unknown one writes digits."""
    if shape in _CHINESE:
        numeral: str = cn2an.an2cn(str(number))
        return numeral.removeprefix("一") if 10 <= number < 20 else numeral
    if shape == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if shape in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if shape == "lowerLetter" else letter.upper()
    if shape in ("lowerRoman", "upperRoman") and number <= _LAST_ROMAN:
        return _roman(number) if shape == "lowerRoman" else _roman(number).upper()
    if shape == "decimalFullWidth":
        return str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    return f"{number:02}" if shape == "decimalZero" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters


class Numbering:
    """Counts the numbered paragraphs of a document as they are met, in reading order.

    ``styles`` and ``numbering`` are the roots of those parts; a document without lists has no ``numbering``.
    """

    def __init__(self, styles: Element, numbering: Element | None) -> None:
        self._styles = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        if numbering is not None:
            self._load(numbering)

    def before(self, paragraph: Element) -> str:
        """Return the automatic number before a paragraph, and count it; empty where there is none, or a bullet."""
        list_id, depth = self._list_of(paragraph)
        levels = self._levels.get(self._lists.get(list_id, ""), {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._lists[list_id], [0] * _LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        if level.shape in ("bullet", "none"):
            return ""
        return re.sub("%([1-9])", lambda found: self._shown(levels, counts, int(found[1]) - 1), level.pattern)

    def heading_level(self, paragraph: Element) -> int:
        """Return 1… for a heading, 0 for body text."""
        for properties in self._properties(paragraph):
            outline = properties.find(f"{W}outlineLvl")
            if outline is not None:
                level = whole(outline.get(f"{W}val"), _BODY_TEXT)
                return level + 1 if level < _BODY_TEXT else 0
        return 0

    @staticmethod
    def _shown(levels: dict[int, _Level], counts: list[int], depth: int) -> str:
        level = levels.get(depth)
        return written(counts[depth] or level.start, level.shape) if level else ""

    def _load(self, numbering: Element) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            levels = {whole(level.get(f"{W}ilvl"), _LEVELS): _level(level) for level in abstract.iter(f"{W}lvl")}
            self._levels[abstract.get(f"{W}abstractNumId")] = levels
        for number in numbering.iter(f"{W}num"):
            own = number.get(f"{W}numId")
            base = _value(number, "abstractNumId", "")
            self._lists[own] = base
            starts = {
                whole(override.get(f"{W}ilvl"), _LEVELS): whole(_value(override, "startOverride", "1"), 1)
                for override in number.iter(f"{W}lvlOverride")
                if override.find(f"{W}startOverride") is not None
            }
            if starts:  # a list that starts again counts for itself
                self._lists[own] = f"{base}/{own}"
                self._levels[f"{base}/{own}"] = {
                    depth: _Level(level.shape, level.pattern, starts.get(depth, level.start))
                    for depth, level in self._levels.get(base, {}).items()
                }

    def _list_of(self, paragraph: Element) -> tuple[str, int]:
        list_id, depth = "", None
        for properties in self._properties(paragraph):
            number = properties.find(f"{W}numPr")
            if number is not None:
                list_id = list_id or _value(number, "numId", "")
                depth = whole(_value(number, "ilvl", "0"), 0) if depth is None else depth
        return list_id, min(depth or 0, _LEVELS - 1)

    def _properties(self, paragraph: Element) -> list[Element]:
        """Return the paragraph's own properties, then those of its style and the styles that one is based on."""
        own = paragraph.find(f"{W}pPr")
        found = [own] if own is not None else []
        style_id = _value(own, "pStyle", "") if own is not None else ""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            found.extend(style.findall(f"{W}pPr"))
            style_id = _value(style, "basedOn", "")
        return found


def _level(element: Element) -> _Level:
    return _Level(
        shape=_value(element, "numFmt", "decimal"),
        pattern=_value(element, "lvlText", ""),
        start=whole(_value(element, "start", "0"), 0),
    )


def whole(text: str | None, default: int) -> int:
    """Return the number that an attribute says; ``default`` where it says none, or one of more digits than anything has."""
    found = _WHOLE.fullmatch(text or "")
    return int(found[1]) if found else default


def _value(element: Element, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return default if found is None else str(found.get(f"{W}val", default))
