"""The divisions of a text by the numerals before them: 第一章, 一、, （一）, 1., （1）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping.blocks import Document, Paragraph, Place
from mapping.parsers.text import numeral

_HAN = "〇零一二三四五六七八九十百"
_RANKS = (
    re.compile(rf"\s*(第\s*([{_HAN}]+|\d{{1,3}})\s*(?:部分|[编篇章]))[、.．：:\s　]*"),
    re.compile(rf"\s*(第\s*([{_HAN}]+|\d{{1,3}})\s*节)[、.．：:\s　]*"),
    re.compile(rf"\s*(第\s*([{_HAN}]+|\d{{1,3}})\s*条)[、.．：:\s　]*"),
    re.compile(rf"\s*(([{_HAN}]+))\s*[、.．]\s*"),
    re.compile(rf"\s*([（(]\s*([{_HAN}]+)\s*[)）])\s*[、.．]?\s*"),
    re.compile(r"\s*((\d{1,3}))\s*(?:[.．](?!\d)|、)\s*"),
    re.compile(r"\s*([（(]?\s*(\d{1,3})\s*[)）])\s*[、.．]?\s*"),
    re.compile(r"\s*(([①-⑳]))\s*"),
)
ARTICLE_RANK = 2
"""Articles (第三条) have no titles but those in brackets."""
ITEM_RANK = 5
"""Numerals of this rank and lower ones stand before items of a point, unless nothing higher does."""
_INSIDE = re.compile(rf"(?<=[。！？!?；;）)\s　])[{_HAN}]+、|[（(][{_HAN}]+[)）]")
_AFTER_SENTENCE = re.compile(r"[。！？!?；;）)\s　]$")
_TITLE_ALONE = re.compile(r"[^。！？!?；;：:，,]{2,50}")


@dataclass(frozen=True, slots=True)
class NumberedText:
    """A paragraph, or what of one follows a numeral inside it: ``printed`` is the numeral, ``text`` what comes after it.

    ``rank`` grows from chapters down to items; a text without numeral has none.
    """

    text: Place
    rank: int | None = None
    number: int = 0
    printed: str = ""


class _Count:
    """How far each rank has counted; below a higher numeral it may begin anew."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}
        self._latest = len(_RANKS)

    def add(self, division: NumberedText) -> None:
        if division.rank is not None:
            self._last[division.rank] = division.number
            self._latest = division.rank

    def goes_on(self, division: NumberedText) -> bool:
        """Tell the next numeral of its rank, or the first one below a higher."""
        if division.rank is None or not self._last:
            return False
        return division.number == self._last.get(division.rank, 0) + 1 or (
            division.number == 1 and self._latest < division.rank
        )


def divisions(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[NumberedText]:
    """Yield the divisions of paragraphs in order; one that holds several headings in one line is parted before each."""
    count = _Count()
    for paragraph in paragraphs:
        yield from _parted(document, paragraph, count)


def is_numbered(text: str) -> bool:
    """Tell a line that begins with the numeral of a part or point."""
    return any(pattern.match(text) for pattern in _RANKS[: ITEM_RANK + 1])


def _division(document: Document, place: Place) -> NumberedText:
    text = document.at(place)
    for rank, pattern in enumerate(_RANKS):
        if found := pattern.match(text):
            return NumberedText(place.part(found.end(), len(text)), rank, _value(found[2]), "".join(found[1].split()))
    return NumberedText(place)


def _value(text: str) -> int:
    if text.isdecimal() and text.isascii():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    return int(numeral(text) or 0)


def _parted(document: Document, paragraph: Paragraph, count: _Count) -> Iterator[NumberedText]:
    """Yield the divisions of a paragraph: a numeral inside it begins one only where it goes on counting, or begins to."""
    place, start = paragraph.place, 0
    text = document.at(place)
    count.add(_division(document, place))
    for found in _INSIDE.finditer(text):
        here, before = _division(document, place.part(found.start(), len(text))), text[start : found.start()]
        is_heading = _AFTER_SENTENCE.search(before) or _TITLE_ALONE.fullmatch(before)
        if is_heading and count.goes_on(here):
            yield _division(document, place.part(start, found.start()))
            count.add(here)
            start = found.start()
    yield _division(document, place.part(start, len(text)))
