"""Text made comparable, never publishable: forms for matching, numerals, sentences, brackets.

Every form that offsets are computed on has exactly as many code points as the text it was made from, so an offset into
the one is an offset into the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import cn2an  # type: ignore[import-untyped]
from opencc import OpenCC


class Span(NamedTuple):
    """A slice of a text in code points, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the slice."""
        return text[self.start : self.end]


_PUNCTUATION = {
    "〔": "(",
    "〕": ")",
    "【": "(",
    "】": ")",
    "［": "(",
    "］": ")",
    "[": "(",
    "]": ")",
    "〈": "《",
    "〉": "》",
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "—": "-",
    "–": "-",
    "―": "-",
    "－": "-",
    "～": "~",
    "﹒": ".",
    "､": "、",
    "﹑": "、",
    "｡": "。",
    "∶": ":",
    "︰": ":",
    "\t": " ",
    "\u3000": " ",
    "\u00a0": " ",
    "\r": " ",
    "\x0b": " ",
    "\x0c": " ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
}
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
_SENTENCE_END = re.compile(r"[。!?；;\n]+[”’\"')]*")
_SCALE = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}


class _Folds(dict[int, str]):
    """The matching form of every character met so far, for :meth:`str.translate`; always one character for one."""

    def __missing__(self, code: int) -> str:
        character = _PUNCTUATION.get(chr(code), chr(code))
        narrow = unicodedata.normalize("NFKC", character)
        if len(narrow) != 1 or (narrow == "\n" and character != narrow):
            narrow = character
        simplified = " " if is_invisible(character) else _SIMPLIFIED.convert(narrow)
        self[code] = simplified if len(simplified) == 1 and character not in _IN_BOTH_SCRIPTS else narrow
        return self[code]


_IN_BOTH_SCRIPTS = "乾"  # in names of places (乾县)
_SIMPLIFIED = OpenCC("t2s")
_FOLDS = _Folds()


def matching_form(text: str) -> str:
    """Return a text of the same length with widths, brackets, quotes, blanks and traditional characters made one kind."""
    return text.translate(_FOLDS)


def is_invisible(character: str) -> bool:
    """Tell whether a character prints nothing: joiners, direction marks, soft hyphens, variation selectors."""
    code = ord(character)
    return unicodedata.category(character) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


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


def comparable(text: str) -> str:
    """Return what stays of a text when blanks and punctuation do not count, for similarity only; offsets are lost."""
    return re.sub(r"[^\w%+]|_", "", matching_form(seen(text).text)).lower()


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
    plain = matching_form(text).replace(",", "").replace(" ", "").replace("两", "二")
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
