"""The words of a search. Nothing but spaces and quotes means anything: there is no syntax to break out of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from mapping.comparable import folded
from server.search_index.references import NumberedReference, references
from server.search_index.selection import SearchedWord
from server.web.problems import Problem

MOST = 20
"""How many words one search may have."""
LONGEST = 1000
"""How many characters it may have."""
_PART = re.compile(r'["“”＂«»„「」『』]([^"“”＂«»„「」『』]*)["“”＂«»„「」『』]?|([^\s"“”＂«»„「」『』]+)')
_QUOTE = re.compile('["“”＂«»„「」『』]')


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a quoted phrase or a reference as it was written, and what is looked for."""

    written: str
    searched: SearchedWord

    @property
    def folded(self) -> str:
        """The word as it is compared."""
        return self.searched.folded

    @property
    def asked(self) -> str:
        """The word as a search of its own asks for it."""
        return f'"{self.written}"' if " " in self.written and not self.searched.numbers else self.written


def words(text: str) -> tuple[Word, ...]:
    """Return the words of a search, each once; a quote that is never closed runs to the end.

    What refers to a thing by its number is one word, spaces or not: ``举措 36``. Raises :class:`Problem` for more than
    :data:`MOST` words, or a text longer than :data:`LONGEST`: to leave some out would answer another question.
    """
    if len(text) > LONGEST:
        raise Problem.worded(
            HTTPStatus.BAD_REQUEST, "long", {"parameter": "q"}, name="q", length=len(text), most=LONGEST
        )
    found: dict[str, Word] = {}
    at = 0
    for reference in () if _QUOTE.search(text) else references(text):
        _add_plain(found, text[at : reference.start])
        _add(found, text[reference.start : reference.end], reference)
        at = reference.end
    _add_plain(found, text[at:])
    if len(found) > MOST:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "words", {"parameter": "q"}, times=len(found), most=MOST)
    return tuple(found.values())


def word(written: str) -> Word:
    """Return one plain word."""
    return Word(written, SearchedWord(folded=folded(written)))


def _add_plain(found: dict[str, Word], text: str) -> None:
    for match in _PART.finditer(text):
        _add(found, match[1] or match[2] or "", None)


def _add(found: dict[str, Word], text: str, reference: NumberedReference | None) -> None:
    written = " ".join(text.split())
    if compared := folded(written):
        numbers = reference.terms if reference else ()
        found.setdefault(compared, Word(written, SearchedWord(folded=compared, numbers=numbers)))
