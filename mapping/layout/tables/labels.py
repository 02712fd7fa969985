"""The theme labels printed beside the rows: split over two of them, or swallowed by the next cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mapping.blocks import Document, Place
from mapping.comparable import compact

NUMERAL = re.compile(r"\s*(?:[(（]\s*[〇零一二三四五六七八九十百]+\s*[)）]|[〇零一二三四五六七八九十百]+、)\s*")
_UNKNOWN_TITLE = re.compile(r"[^。，,；;]{2,40}?(?=[ \u3000]+\S)")
_QUOTES = frozenset("\"'")


def plain(text: str) -> str:
    """Return a text in one width, without blanks and quotation marks, for comparison only."""
    return "".join(character for character, _ in _characters(text))


def _characters(text: str) -> list[tuple[str, int]]:
    """Return the characters that :func:`plain` keeps, each with the offset where it stands in the text."""
    return [
        (character, at) for at, printed in enumerate(text) for character in compact(printed) if character not in _QUOTES
    ]


def without_numeral(text: str) -> str:
    """Return a title without the numeral before it."""
    return NUMERAL.sub("", text, count=1) if NUMERAL.match(text) else text


class Titles:
    """The titles of the national document's points, to recognise labels by."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._plain = {plain(title) for title in titles if title.strip()}

    def has(self, label: str) -> bool:
        """Tell whether a label is such a title, with or without its numeral."""
        return plain(without_numeral(label)) in self._plain

    def swallowed(self, text: str) -> tuple[int, int, bool] | None:
        """Return where a label in front of a requirement ends, where that starts, and whether the title is known.

        ``None`` when no label stands there, or nothing else does.
        """
        numeral = NUMERAL.match(text)
        head = numeral.end() if numeral else 0
        end = self._end_of_title(text[head:])
        if end is not None and (numeral or text[head + end : head + end + 1].isspace()):
            return self._cut(text, head + end, known=True)
        unknown = _UNKNOWN_TITLE.match(text, head) if numeral else None
        return self._cut(text, unknown.end(), known=False) if unknown else None

    def _end_of_title(self, text: str) -> int | None:
        characters = _characters(text)
        letters = "".join(character for character, _ in characters)
        longest = max((len(title) for title in self._plain if letters.startswith(title)), default=0)
        if not longest:
            return None
        end = characters[longest - 1][1] + 1
        return end + 1 if compact(text[end : end + 1]) in _QUOTES else end

    @staticmethod
    def _cut(text: str, end: int, *, known: bool) -> tuple[int, int, bool] | None:
        rest = text[end:]
        start = end + len(rest) - len(rest.lstrip())
        return (end, start, known) if rest.strip() else None


def joined(document: Document, labels: Sequence[tuple[Place, ...]], titles: Titles) -> list[tuple[Place, ...]]:
    """Give both rows of a label that is split over two the two places.

    The lower part has no numeral and the upper one has, or both together are a title; a label that is a title is whole.
    """
    found = list(labels)
    for at in range(1, len(found)):
        upper, lower = found[at - 1], found[at]
        if len(upper) == 1 and len(lower) == 1 and _is_split(document.at(upper[0]), document.at(lower[0]), titles):
            found[at - 1] = found[at] = (*upper, *lower)
    return found


def _is_split(upper: str, lower: str, titles: Titles) -> bool:
    if upper == lower or titles.has(upper) or titles.has(lower):
        return False
    return titles.has(upper + lower) or bool(NUMERAL.match(upper) and not NUMERAL.match(lower))
