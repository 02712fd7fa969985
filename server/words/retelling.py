"""What a program says in English, in the language of a page where the words have the sentence: each is a pattern."""

from __future__ import annotations

import functools
import re
from string import Formatter

from server.words.language import Words, forms, keys


def retold(sentence: str, table: str, words: Words) -> str:
    """Return a sentence in the language of ``words``; as it is where the table has none like it."""
    if words.language == "en":
        return sentence
    found = ((key, pattern.fullmatch(sentence)) for key, pattern in _patterns(table))
    return next((words(key, **match.groupdict()) for key, match in found if match), sentence)


@functools.cache
def _patterns(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the sentences of a table, those that say most of their own first: another may be the beginning of one."""
    english = {key: forms(key, "en")[0] for key in keys() if key.startswith(f"{table}.")}
    ordered = sorted(english, key=lambda key: -len(english[key]))
    return tuple((key, re.compile(_pattern(english[key]), re.DOTALL)) for key in ordered)


def _pattern(form: str) -> str:
    pieces = Formatter().parse(form)
    return "".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in pieces)
