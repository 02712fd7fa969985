"""The words of the review, in both languages (``words.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Bilingual = dict[str, str]
"""A text under ``zh`` and one under ``en``."""


def said(key: str, **values: Bilingual) -> Bilingual:
    """Return the words of a key (``choice.point``) in both languages; raises :class:`KeyError` for one that is not there."""
    table, _, name = key.partition(".")
    return {
        language: text.format(**{value: texts[language] for value, texts in values.items()})
        for language, text in _table()[table][name].items()
    }


def same(text: str) -> Bilingual:
    """Return a text that is the same in both languages: of a document, a number."""
    return {"zh": text, "en": text}


def known(key: str) -> bool:
    """Tell whether there are words of a key."""
    table, _, name = key.partition(".")
    return name in _table().get(table, {})


@cache
def _table() -> Mapping[str, Mapping[str, Bilingual]]:
    return tomllib.loads(files("mapping.review").joinpath("words.toml").read_text("utf-8"))
