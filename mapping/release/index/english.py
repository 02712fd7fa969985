"""English words as search compares them: by their stems, so that ``charging pile`` finds charging piles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

_WORD = re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)?")
LITTLE = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "that", "the", "to", "with"}
)
"""Words that nearly every text has: beside others, nobody looks for them."""


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the stem of each word of alphabets with where it stands, in code points, the end exclusive."""
    for match in _WORD.finditer(text):
        yield stem(match[0]), match.start(), match.end()


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text."""
    return [found for found, _, _ in words(text)]


def stem(word: str) -> str:
    """Return the stem of a word, in lower case."""
    plain = re.split("['’]", word)[0].lower()
    return next(iter(_analyzer().analyze(plain)), plain)


@cache
def _analyzer() -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.stemmer("english")).build()
