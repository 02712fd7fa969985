"""A text as numbers are looked for in it: without the blanks and invisible characters inside words, with the way back."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from mapping.comparable import is_invisible, matching_form
from mapping.parsers.text import Seen

_NOUGHT = re.compile(r"(?<![A-Za-z\d])\d[\d,.]*[OoＯ〇○][\dOoＯ〇○]*(?![A-Za-z\d])")
_RATIO = re.compile(r"(?<=\d):(?=\d)")  # no mark between clauses
_QUOTES = {"“": "“", "”": "”", "„": "“", "「": "“", "」": "”", "『": "“", "』": "”", "‘": "“", "’": "”"}
_WORD = re.compile(r"[A-Za-z]")
_GROUP = re.compile(r"(?<![\d.])\d{1,3}(?: {1,3}\d{3})+(?! ?\d)|(?<!\d)\d(?: {1,3}\d)+(?! ?\d)")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_NEAR = 24  # no more blanks than this stand together
_WRAPPED_BEFORE = re.compile(r"[\d%‰≥≤]$")
_WRAPPED_AFTER = re.compile(r"(?:及?以[上下内]|之内|左右|个?百分点|%)")


def plain(source: str) -> Seen:
    """Return a text as printed without the blanks inside its words; quotation marks keep their direction."""
    form = matching_form(source)
    marks = Seen("".join(map(_QUOTES.get, source, form)), tuple(range(len(source) + 1)))
    shown = marks.without(place for place, printed in enumerate(source) if is_invisible(printed))
    shown = shown.without(comma for group in _THOUSANDS.finditer(shown.text) for comma in _commas(group))
    kept = set(_without_blanks(shown.text))
    words = shown.without(place for place in range(len(shown.text)) if place not in kept)
    words = words._replace(text=_RATIO.sub("∶", words.text))
    return words._replace(text=_NOUGHT.sub(lambda match: re.sub("[OoＯ〇○]", "0", match[0]), words.text))


def _commas(group: re.Match[str]) -> Iterator[int]:
    return (group.start() + place for place, mark in enumerate(group[0]) if mark == ",")


def place(words: Seen, offset: int) -> int:
    """Return the first place of a plain text that stands at ``offset`` of its source or after it."""
    return bisect_left(words.offsets, offset)


def _without_blanks(form: str) -> list[int]:
    """Return the places of what stays: no blank but between words in Latin letters, no line break inside a number."""
    grouped = {place for match in _GROUP.finditer(form) for place in range(*match.span())}
    kept: list[int] = []
    for place, mark in enumerate(form):
        if mark == " " and (place in grouped or not _between_words(form, place)):
            continue
        if mark == "\n" and _is_wrapped(form, place):
            continue
        kept.append(place)
    return kept


def _between_words(form: str, place: int) -> bool:
    before, after = form[max(0, place - _NEAR) : place].rstrip(" ")[-1:], form[place : place + _NEAR].lstrip(" ")[:1]
    latin = bool(_WORD.match(before)) and after.isascii() and after.isalnum()
    return latin or (before.isdigit() and after.isdigit())


def _is_wrapped(form: str, place: int) -> bool:
    before, after = form[max(0, place - _NEAR) : place].rstrip(), form[place : place + _NEAR].lstrip()
    if re.search(r"\d[百千万亿]$", before) or (before.endswith("以") and re.match("[上下内]", after)):
        return True
    if re.match("[\u4e00-\u9fff]", before[-1:]) and after[:1].isdigit():
        return not re.match(r"\d{1,2}[.、)](?!\d)", after)  # no number of an item
    return bool(_WRAPPED_BEFORE.search(before[-1:]) or _WRAPPED_AFTER.match(after[:5]))
