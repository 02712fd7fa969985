"""Names in words that blanks part, as English writes them: alike in whatever order, by the rare words that they share.

*Commerce Bureau* is the Municipal Bureau of Commerce and not the Bureau of Sports, although its letters resemble that more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from mapping.comparable import folded

_WORD = re.compile(r"[^\W\d_]+|\d+")
_SMALL = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to", "s"})
_SPELT = 85.0
"""The least likeness, of 100, of a word that is spelt otherwise."""
_RECALL = 4
"""How much more it counts, squared, that the words asked for are there than that no others are."""

Weights = dict[str, float]


def is_in_words(text: str) -> bool:
    """Return whether a text is written in words that blanks part: in letters that have cases."""
    letters = [letter for letter in folded(text) if letter.isalpha()]
    return bool(letters) and all(letter.lower() != letter.upper() for letter in letters)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text that mean something by themselves; those of other scripts have none."""
    words = _WORD.findall(folded(text)) if is_in_words(text) else ()
    return frozenset(word for word in words if word not in _SMALL)


@dataclass(frozen=True)
class WordIndex:
    """The words of many names: where each stands, and how much it tells. Names are known by their places in the list."""

    names: tuple[frozenset[str], ...] = ()
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def weight(self, word: str) -> float:
        """Return how much a word tells: the more, the fewer names have it."""
        return math.log(1 + (len(self.names) + 1) / (len(self.places.get(word, ())) + 1))

    def alike(self, name: str, least: float) -> dict[int, float]:
        """Return the places of names that share words with a name, and how much they are alike, of 100."""
        asked = {word: self._spelt(word) for word in words_of(name)}
        whole = sum(map(self.weight, asked))
        shared: dict[int, float] = {}
        for word, times in asked.items():
            for spelt, likeness in times.items():
                for place in self.places[spelt]:
                    shared[place] = shared.get(place, 0.0) + self.weight(word) * likeness
        scores = {place: self._score(place, sum_, whole) for place, sum_ in shared.items()}
        return {place: score for place, score in scores.items() if score >= least}

    def _spelt(self, word: str) -> Weights:
        """Return the word as names have it, or else the nearest, with its likeness to it, of 1."""
        if word in self.places:
            return {word: 1.0}
        near = process.extractOne(word, self.places.keys(), scorer=fuzz.ratio, score_cutoff=_SPELT)
        return {near[0]: near[1] / 100} if near else {}

    def _score(self, place: int, shared: float, whole: float) -> float:
        """Return the F-measure of the words asked for and the words of a name, each by its weight, of 100."""
        recall = min(shared / whole, 1.0)
        precision = min(shared / sum(map(self.weight, self.names[place])), 1.0)
        return 100 * (1 + _RECALL) * precision * recall / (_RECALL * precision + recall)


def wording(names: Iterable[str]) -> WordIndex:
    """Return the words of names."""
    words = tuple(map(words_of, names))
    places: dict[str, list[int]] = {}
    for place, each in enumerate(words):
        for word in each:
            places.setdefault(word, []).append(place)
    return WordIndex(words, {word: tuple(numbers) for word, numbers in places.items()})
