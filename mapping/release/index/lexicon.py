"""The words of a release: names and what texts often say, each with how it sounds, to understand what people misspell.

Chinese texts have no words, so their stretches of two to four characters that occur again stand for them. A stretch that
is no word does no harm: nothing is looked for in here unless the texts themselves do not hold what was asked. Longer
stretches count when said once too, as far as there is room: few of their neighbours are another word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from pypinyin import lazy_pinyin

from mapping.comparable import folded

_TEXTS = 20_000  # more texts than these say the same words again
_WORDS = 30_000
_LENGTHS = (2, 3, 4)
_TOO_SHORT = 2
_HAN = re.compile("[\u4e00-\u9fff]+")
_LETTERS = re.compile("[a-z]{4,}")


class LexiconWord(NamedTuple):
    """A word as it is compared, how it sounds, by how many texts and names it is said, and whether it is a name.

    ``initials`` are those of the sounds of a name: fgw of 发改委.
    """

    word: str
    sound: str
    said: int
    is_name: bool
    initials: str = ""


class Lexicon:
    """The words of texts and names. Of many texts, every so-many-th is kept: they are spread over all that were heard."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._heard = 0
        self._step = 1
        self._called: Counter[str] = Counter()

    def hear(self, texts: Iterable[str], names: Iterable[str] = ()) -> None:
        """Take in what a thing says, and what it is called."""
        for text in texts:
            if self._heard % self._step == 0:
                self._texts.append(text)
            self._heard += 1
            if len(self._texts) > _TEXTS:
                del self._texts[1::2]
                self._step *= 2
        self._called.update(word for name in names for word in {name, *_LETTERS.findall(name)})

    def words(self) -> Iterator[LexiconWord]:
        """Yield the words, sorted."""
        counted: Counter[str] = Counter()
        for text in self._texts:
            counted.update(set(_stretches(folded(text))))
        often = sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:_WORDS]
        counted = Counter({word: number for word, number in often if number > 1 or len(word) > _TOO_SHORT})
        called = self._called
        for word in sorted({*counted, *called}):
            often_said = counted[word] > 1 or word in called
            sounds = lazy_pinyin(word) if often_said else [_sound(each) for each in word]  # many, and seldom needed
            initials = "".join(each[0] for each in sounds) if word in called and _HAN.fullmatch(word) else ""
            yield LexiconWord(word, "".join(sounds), counted[word] + called[word], word in called, initials)


@cache
def _sound(character: str) -> str:
    return lazy_pinyin(character)[0]


def _stretches(text: str) -> Iterator[str]:
    yield from _LETTERS.findall(text)
    for run in _HAN.findall(text):
        for length in _LENGTHS:
            yield from (run[place : place + length] for place in range(len(run) - length + 1))
