"""The words of a search. Nothing but spaces and quotes means anything: there is no syntax to break out of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapping.release.index.schema import fold
from server.web.problems import Problem

MOST = 20
"""How many words one search may have."""
LONGEST = 1000
"""How many characters it may have."""
_PART = re.compile(r'["“”＂«»„]([^"“”＂«»„]*)["“”＂«»„]?|([^\s"“”＂«»„]+)')


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a quoted phrase as it was written, and as it is compared."""

    written: str
    folded: str


def words(text: str) -> tuple[Word, ...]:
    """Return the words of a search, each once; a quote that is never closed runs to the end.

    Raises :class:`Problem` for more than :data:`MOST` of them, or a text longer than :data:`LONGEST`: to leave some out
    would answer another question.
    """
    if len(text) > LONGEST:
        raise Problem.bad_request(f"The search has {len(text)} characters; {LONGEST} are the most.", parameter="q")
    found: dict[str, Word] = {}
    for match in _PART.finditer(text):
        written = " ".join((match[1] or match[2] or "").split())
        folded, _ = fold(written)
        if folded:
            found.setdefault(folded, Word(written, folded))
    if len(found) > MOST:
        raise Problem.bad_request(f"There are {len(found)} words; {MOST} are the most.", parameter="q")
    return tuple(found.values())
