"""Whose words a text uses: what it takes over from others word by word, what it adds, and how much of it is taken over.

Plans take a national sentence apart and put its pieces in another order, so an alignment in order would miss half of
what they share. Here a word is taken over where it stands in a run of :data:`RUN` characters that the other text has
too, wherever it has them. Over Tianjin's 84 measures a measure shares 0.23 of its characters with the requirement
that it answers and 0.004 with another one; runs of two, which are often one common word, share 0.04 with another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

RUN = 3
"""How many characters in a row two texts must share; a number or a Latin word counts as one."""

_WORD = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|[^\W\d_]")
_Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text, all of it taken over or none."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in pieces, in order and whole; ``share`` (0–1) is how many of its ``words`` are taken over."""

    pieces: tuple[TextPiece, ...]
    words: int
    share: float


def overlap(text: str, others: Iterable[str]) -> MarkedText:
    """Mark in a text what it has in common with any of the others.

    Marks of punctuation and blanks count as neither: they go with what is before and after them, where both are taken
    over. A text shorter than a run is taken over where another one holds it whole.
    """
    found = list(_WORD.finditer(text))
    words = [each.group().casefold() for each in found]
    length = min(RUN, len(words))
    known = {run for other in others for run in _runs(_words(other), length)}
    shared = [False] * len(words)
    for start, run in enumerate(_runs(words, length)):
        if run in known:
            shared[start : start + length] = [True] * length
    spans = [each.span() for each in found]
    return MarkedText(tuple(_pieces(text, spans, shared)), len(words), sum(shared) / len(words) if words else 0.0)


def _words(text: str) -> list[str]:
    return [each.group().casefold() for each in _WORD.finditer(text)]


def _runs(words: Sequence[str], length: int) -> Iterator[_Run]:
    if length:
        yield from (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


def _pieces(text: str, spans: Sequence[tuple[int, int]], shared: Sequence[bool]) -> Iterator[TextPiece]:
    """Cut the text where it changes between what is taken over and what is not."""
    marks = [False] * len(text)
    before, before_end = True, 0
    for (start, end), taken in zip(spans, shared, strict=True):
        marks[before_end:start] = [before and taken] * (start - before_end)
        marks[start:end] = [taken] * (end - start)
        before, before_end = taken, end
    marks[before_end:] = [before] * (len(text) - before_end)
    for taken, pairs in groupby(zip(marks, text, strict=True), key=lambda pair: pair[0]):
        yield TextPiece("".join(character for _, character in pairs), taken)
