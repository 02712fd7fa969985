"""Labels by language, with fallback: the page's language, then the other one, then whatever there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec
import pyoxigraph as ox

from server.words.language import HTML_TAGS, LANGUAGES

BETWEEN = " · "
"""What stands between the parts of a title."""
_IN_A_WORD = re.compile(r"[A-Za-z][A-Za-z]")
EXCERPT = 48
"""How many characters of a text stand for a thing that has no name of its own."""


class Text(msgspec.Struct, frozen=True, gc=False):
    """A text and its language tag, empty where it has none."""

    value: str
    language: str = ""

    @property
    def html_tag(self) -> str:
        """What HTML's ``lang`` says of it."""
        return HTML_TAGS.get(self.language, self.language)

    def excerpt(self, length: int = EXCERPT) -> Text:
        """Return its beginning, with an ellipsis where something was left out."""
        joined = " ".join(self.value.split())
        return Text(joined if len(joined) <= length else f"{_cut(joined, length - 1)}…", self.language)

    def __str__(self) -> str:
        return self.value


def _cut(text: str, length: int) -> str:
    """Return the beginning of a text; a word in Latin letters stands whole, unless it is nearly all there is."""
    kept = text[:length]
    space = kept.rfind(" ")
    if space > length // 2 and _IN_A_WORD.match(text, length - 1):
        kept = kept[:space]
    return kept.rstrip(" ,;:–-")


def best(literals: Iterable[ox.Literal], language: str) -> Text | None:
    """Return the text that a page in ``language`` shows: its own language, the other one, one without a tag, any."""
    found: dict[str, str] = {}
    for literal in literals:
        found.setdefault(literal.language or "", literal.value)
    return of_language(found, language)


def of_language(texts: Mapping[str, str], language: str) -> Text | None:
    """Return of texts by language tag the one that a page in ``language`` shows, as :func:`best` does."""
    order = (language, *LANGUAGES, "", *texts)
    return next((Text(texts[tag], tag) for tag in order if tag in texts), None)
