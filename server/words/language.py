"""The two languages of the window: which one a request gets, and its words (``words.toml``, ``words/*.toml``).

RDF says ``zh`` and ``en``; HTML says ``zh-Hans`` and ``en``. Without a wish, a request gets Chinese: the plans are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal

import msgspec
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
HTML_TAGS: Mapping[str, str] = MappingProxyType({"zh": "zh-Hans", "en": "en"})
"""The tag that HTML carries for a tag of the graph."""
NAMES: Mapping[Language, str] = MappingProxyType({"zh": "中文", "en": "English"})
"""What each language calls itself."""


def choose(wanted: str | None, accept_language: str | None) -> Language:
    """Return the language of a request: ``?lang=`` goes before ``Accept-Language``; an unknown ``?lang=`` says nothing."""
    if wanted in LANGUAGES:
        return wanted
    accepted = parse_accept_header(accept_language, LanguageAccept)
    found = accepted.best_match(["zh-Hans", "zh-CN", "zh", "en"], default="zh")
    return "en" if found == "en" else "zh"


def other(language: Language) -> Language:
    """Return the language to switch to."""
    return "en" if language == "zh" else "zh"


class Words(msgspec.Struct, frozen=True, gc=False):
    """The window's own words in one language: ``words("plan.measures", n=84)``."""

    language: Language

    def __call__(self, key: str, **values: Any) -> str:
        """Return the words of a key; ``n`` picks the singular where the language has one. Raises :class:`KeyError`."""
        if not values:
            return _plain(key, self.language)
        forms = _table()[key][self.language]
        form = forms[0] if values.get("n") == 1 or len(forms) == 1 else forms[1]
        return form.format(**{name: self._shown(value) for name, value in values.items()})

    def known(self, key: str) -> str | None:
        """Return the words of a key that may not be there."""
        return self(key) if key in _table() else None

    @staticmethod
    def _shown(value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


def word_files() -> tuple[Traversable, ...]:
    """Return the files that hold words: ``words.toml`` for all pages, and one for each part of the site that has many."""
    found = (entry for entry in files("server.words").iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(found, key=lambda file: file.name))


@cache
def _table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return every key with its forms a language: one, or singular and plural."""
    read = [entry for file in word_files() for entry in tomllib.loads(file.read_text("utf-8")).items()]
    return MappingProxyType(
        {
            f"{table}.{key}": {tag: (form,) if isinstance(form, str) else tuple(form) for tag, form in texts.items()}
            for table, keys in read
            for key, texts in keys.items()
        }
    )


@cache
def _plain(key: str, language: Language) -> str:
    """Return words that hold no value; a page says hundreds of them."""
    return _table()[key][language][-1].format()


def keys() -> frozenset[str]:
    """Return every key of the words."""
    return frozenset(_table())


def forms(key: str, language: Language) -> tuple[str, ...]:
    """Return the forms of a key in a language: one, or singular and plural."""
    return _table()[key][language]
