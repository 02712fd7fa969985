"""Places in a text, and what is read in it whoever reads: sentences, brackets, numerals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import cn2an  # type: ignore[import-untyped]

from mapping.comparable import is_invisible, matching_form


class Span(NamedTuple):
    """A slice of a text in code points, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the slice."""
        return text[self.start : self.end]


_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
_SENTENCE_END = re.compile(r"[。!?；;\n]+[”’\"')]*")
_SCALE = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}


class Seen(NamedTuple):
    """A text without some of its characters, and where in that text each one that is left stood (then its length)."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the slice of the whole text that ``[start:end]`` of this one stands for."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start])

    def without(self, unwanted: Iterable[int]) -> Seen:
        """Return this text without the characters at some of its own offsets."""
        left_out = set(unwanted)
        kept = [at for at in range(len(self.text)) if at not in left_out]
        offsets = (*(self.offsets[at] for at in kept), self.offsets[-1])
        return Seen("".join(self.text[at] for at in kept), offsets)


def seen(text: str) -> Seen:
    """Return a text as a reader sees it: without the characters that print nothing."""
    whole = Seen(text, tuple(range(len(text) + 1)))
    hidden = [at for at, character in enumerate(text) if not character.isascii() and is_invisible(character)]
    return whole.without(hidden) if hidden else whole


def trimmed(text: str, span: Span, unwanted: str = " \n") -> Span:
    """Return the span without the unwanted characters at its ends; an empty span keeps its start."""
    start, end = span
    while start < end and text[start] in unwanted:
        start += 1
    while end > start and text[end - 1] in unwanted:
        end -= 1
    return Span(start, end)


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences and semicolon clauses, with their final mark, without the blanks around them."""
    form = matching_form(text)
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(form)), len(form)]
    spans = (trimmed(form, Span(start, end)) for start, end in pairwise(cuts))
    return tuple(span for span in spans if span.start < span.end)


def brackets(form: str, opening: str = "(", closing: str = ")") -> tuple[Span, ...]:
    """Return every balanced bracket of a matching form, marks included, in the order they close."""
    found: list[Span] = []
    waiting: list[int] = []
    for position, character in enumerate(form):
        if character == opening:
            waiting.append(position)
        elif character == closing and waiting:
            found.append(Span(waiting.pop(), position + 1))
    return tuple(found)


def numeral(text: str) -> Decimal | None:
    """Return the number that a numeral writes (``1,200``, ``3.5万``, ``三十``), or None when it writes none."""
    plain = matching_form(text).replace(",", "").replace(" ", "")
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([百千万亿]{0,2})", plain)
    if match:
        scale = Decimal(1)
        for mark in match[2]:
            scale *= _SCALE[mark]
        return Decimal(match[1]) * scale
    if not plain or plain.strip(_NUMERAL):
        return None
    try:
        return Decimal(str(cn2an.cn2an(plain, "smart")))
    except ValueError:
        return None


def decimal_string(value: Decimal) -> str:
    """Return the canonical form: ``0.5``, ``200``, never an exponent or a needless nought."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written
