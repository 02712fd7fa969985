"""Lines such as ``牵头单位：区发改局`` below an item: a word, a colon, what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mapping.blocks import Document, Place
from mapping.comparable import matching_form
from mapping.layout.numerals import FIELD_ROLES
from mapping.layout.rules import Columns, Role, as_words, header_key, usual_words

_OPENING = "(（【〔["
_CLOSING = ")）】〕]"
_AROUND = " \u3000\t\n;；,，"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """What a line says of an item: the role of its word, and the place of what follows the colon (may be empty)."""

    role: Role
    place: Place


def split_fields(document: Document, place: Place, columns: Columns) -> tuple[Place, list[FieldLine]]:
    """Return what a paragraph says before its first field, and its fields.

    A bracket around the fields belongs to neither.
    """
    text = document.at(place)
    marks = list(_pattern(columns).finditer(matching_form(text)))
    if not marks:
        return place, []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    fields = []
    for mark, end in zip(marks, ends, strict=True):
        role = columns.role_of(mark["word"]) or "responsibility"
        fields.append(FieldLine(role, _bare(place, text, mark.end(), end)))
    before = text[: marks[0].start()].rstrip(_AROUND + _OPENING)
    return place.part(0, len(before)), fields


def _bare(place: Place, text: str, start: int, end: int) -> Place:
    """Return the place of a field's value without the blanks, separators and brackets around it."""
    while start < end and text[start] in _AROUND:
        start += 1
    while start < end and (text[end - 1] in _AROUND + _OPENING + "。" or _closes_nothing(text[start:end])):
        end -= 1
    return place.part(start, end)


def _closes_nothing(value: str) -> bool:
    """Tell whether a value ends in a bracket (with or without a full stop) that was opened before it."""
    return value[-1] in _CLOSING and sum(map(value.count, _CLOSING)) > sum(map(value.count, _OPENING))


@cache
def _pattern(columns: Columns) -> re.Pattern[str]:
    named = {header_key(word) for role in FIELD_ROLES for word in as_words(getattr(columns, role))}
    usual = {word for word, role in usual_words().items() if role in FIELD_ROLES}
    # 时间 or 单位 with a colon is too common inside sentences.
    words = sorted((word for word in named | usual if len(word) > 2 or word in named), key=len, reverse=True)
    either = "|".join(map(re.escape, words))
    return re.compile(rf"(?:(?<=[\s;；。,，(（【〔\[)）】〕\]])|^)(?P<word>{either})\s*[:：]\s*")
