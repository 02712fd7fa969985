"""The words of a release: names and what texts often say, each with how it sounds, to understand what people misspell.

Chinese texts have no words, so their stretches of two to four characters that occur again stand for them. A stretch that
is no word does no harm: nothing is looked for in here unless the texts themselves do not hold what was asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pypinyin import lazy_pinyin

from mapping.comparable import folded

_TEXTS = 20_000  # more texts than these say the same words again
_WORDS = 30_000
_LENGTHS = (2, 3, 4)
_HAN = re.compile("[\u4e00-\u9fff]+")
_LETTERS = re.compile("[a-z]{4,}")


class LexiconWord(NamedTuple):
    """A word as it is compared, how it sounds, by how many texts and names it is said, and whether it is a name."""

    word: str
    sound: str
    said: int
    is_name: bool


def words(names: Iterable[str], texts: Sequence[str]) -> Iterator[LexiconWord]:
    """Yield the words of names and texts, sorted."""
    step = -(-len(texts) // _TEXTS) or 1
    counted: Counter[str] = Counter()
    for text in texts[::step]:
        counted.update(set(_stretches(folded(text))))
    counted = Counter({word: number for word, number in counted.most_common(_WORDS) if number > 1})
    called = Counter(word for name in names for word in {name, *_LETTERS.findall(name)})
    for word in sorted({*counted, *called}):
        yield LexiconWord(word, "".join(lazy_pinyin(word)), counted[word] + called[word], word in called)


def _stretches(text: str) -> Iterator[str]:
    yield from _LETTERS.findall(text)
    for run in _HAN.findall(text):
        for length in _LENGTHS:
            yield from (run[place : place + length] for place in range(len(run) - length + 1))
