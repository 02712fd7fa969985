"""Texts made comparable, never publishable: what readers, layout, names, alignment, search and reconciliation compare by.

One table says which characters are alike: widths, brackets, quotes, dashes, blanks, traditional and simplified. Whoever
compares takes one of the forms that are made by it:

- :func:`matching_form` has exactly as many code points as its text, so an offset into the one is an offset into the other;
- :func:`compact` has no blanks and nothing invisible;
- :func:`letters` has letters and figures alone, in lower case: equal ones are equal texts;
- :func:`fold` is what search compares, with the way back to the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from opencc import OpenCC

SPACE = "▁"
"""What stands for a space between letters in folded texts."""

_PUNCTUATION = {
    **dict.fromkeys("〔【［[", "("),
    **dict.fromkeys("〕】］]", ")"),
    "〈": "《",
    "〉": "》",
    **dict.fromkeys("“”„「」『』", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("—–―－‐‑‒−─﹣", "-"),
    **dict.fromkeys("～∼〜˜﹏", "~"),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("∕⁄", "/"),
    "﹒": ".",
    "､": "、",
    "﹑": "、",
    "｡": "。",
    "∶": ":",
    "︰": ":",
    **dict.fromkeys("\t\u3000\u00a0\r\x0b\x0c", " "),
    **dict.fromkeys("\u2028\u2029\x85", "\n"),
}
_IN_BOTH_SCRIPTS = "乾"  # in names of places (乾县)
_SIMPLIFIED = OpenCC("t2s")
_NO_LETTERS = re.compile(r"[\W_]+")
_WIDE = {"W", "F"}


def matching_form(text: str) -> str:
    """Return a text of the same length with widths, brackets, quotes, blanks and traditional characters made one kind."""
    return text.translate(_MATCHING)


def compact(text: str) -> str:
    """Return what :func:`matching_form` makes one kind, without blanks and what prints nothing; ``①`` is 1, ``㈠`` is (一)."""
    return text.translate(_COMPACT)


def letters(text: str) -> str:
    """Return the letters and figures of a text alone, in lower case: equal ones are equal texts."""
    return _NO_LETTERS.sub("", compact(unicodedata.normalize("NFC", text))).casefold()


def narrow(text: str) -> str:
    """Return a text with its letters, figures and punctuation in one width (NFKC), for numbers; offsets are lost."""
    return unicodedata.normalize("NFKC", text)


def without_marks(text: str) -> str:
    """Return pinyin as it is typed, without the marks of tones: lǚyóu is lvyou."""
    marked = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return "".join(each for each in marked if not unicodedata.combining(each))


def fold(text: str) -> tuple[str, Sequence[int]]:
    """Return a text as search compares it, and for each of its characters the place in ``text`` that it came from.

    Letters have no case. Space counts only between letters of alphabets, and then as one.
    """
    one_for_one = "".join(map(_ONE_FOR_ONE.__getitem__, text))
    return (one_for_one, range(len(text))) if " " not in one_for_one else _fold(text)


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the same of a text that has blanks, or characters that are compared as none or several."""
    folded: list[str] = []
    places: list[int] = []
    spaced = False
    for place, character in enumerate(text):
        if character.isspace():
            spaced = bool(folded)
            continue
        for each in _caseless(character):
            if each.isspace():
                spaced = bool(folded)
                continue
            if spaced and not _is_wide(folded[-1]) and not _is_wide(each):
                folded.append(SPACE)
                places.append(place - 1)
            spaced = False
            folded.append(each)
            places.append(place)
    return "".join(folded), places


def folded(text: str) -> str:
    """Return a text as search compares it."""
    return fold(text)[0]


def is_invisible(character: str) -> bool:
    """Tell whether a character prints nothing: joiners, direction marks, soft hyphens, variation selectors."""
    code = ord(character)
    return unicodedata.category(character) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


@lru_cache(maxsize=65536)
def _alike(character: str) -> str:
    """Return what a character is compared as: nothing where it prints nothing, several where it stands for several."""
    if is_invisible(character):
        return ""
    plain = narrow(_PUNCTUATION.get(character, character))
    return plain if plain.isascii() or character in _IN_BOTH_SCRIPTS else _SIMPLIFIED.convert(plain)


@lru_cache(maxsize=65536)
def _caseless(character: str) -> str:
    return _alike(character).casefold()


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in _WIDE


class _Matching(dict[int, str]):
    """The matching form of every character met so far, for :meth:`str.translate`; always one character for one."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        alike = _alike(character)
        own = _PUNCTUATION.get(character, character)
        breaks = alike == "\n" and own != "\n"
        self[code] = " " if is_invisible(character) else alike if len(alike) == 1 and not breaks else own
        return self[code]


class _OneForOne(dict[str, str]):
    """What search compares every character met so far as, where that is one character; else a blank."""

    def __missing__(self, character: str) -> str:
        alike = _caseless(character)
        self[character] = alike if len(alike) == 1 and not alike.isspace() and not character.isspace() else " "
        return self[character]


class _Compact(dict[int, str]):
    """What is left of every character met so far when blanks do not count, for :meth:`str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(_alike(chr(code)).split())
        return self[code]


_MATCHING = _Matching()
_COMPACT = _Compact()
_ONE_FOR_ONE = _OneForOne()
