"""Links as a page writes them. A page has hundreds, most to the same bodies and themes as the page before: each is kept."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from server.words.labels import BETWEEN, Text
from server.words.language import LANGUAGES, Language, Words
from server.words.links import Link
from server.words.phrases import phrased

_NUMBERED = re.compile(r"[^,，。]{1,24} [0-9][0-9.]*")
_KEPT = 32_768
"""How many links are kept; what is kept follows from the link alone, so that none is ever stale."""


@functools.lru_cache(maxsize=_KEPT)
def anchor(link: Link, language: Language, more: bool = False) -> Markup:
    """Return a link on a page of a language; the tag of its text's language is shown where it is another.

    With ``more``, the excerpt of the thing follows.
    """
    text = link.text
    outside = ' rel="external noopener" class="outside"' if link.outside else ""
    other = text.language and text.language != language
    lang = f' lang="{escape(text.html_tag)}"' if other else ""
    said = f'<a href="{escape(link.href)}"{outside}{lang}>{escape(text.value)}</a>'
    behind = tag(text.language, language) if other else ""
    return Markup(f"{said}{behind}{_excerpt(link.more) if more and link.more else ''}")  # noqa: S704 - escaped above


def _excerpt(text: Text) -> str:
    lang = f' lang="{escape(text.html_tag)}"' if text.language else ""
    return f' <span class="excerpt"{lang}>{escape(text.value)}</span>'


def tag(code: str, language: Language) -> Markup:
    """Return the mark of a text that is not in the page's language."""
    title = Words(language)(f"language.{code}") if code in LANGUAGES else code
    return Markup('<span class="tag" title="{}">{}</span>').format(title, code)


def titled(parts: Iterable[Text], language: Language, in_phrases: bool = False) -> Markup:
    """Return a title in parts, each in its language. That of a page breaks ``in_phrases``: to find them takes longer than
    all else of a card.
    """
    return Markup(BETWEEN.join(_spoken(part, language, in_phrases) for part in parts))  # noqa: S704 - escaped below


def _spoken(text: Text, language: Language, in_phrases: bool) -> str:
    said = (_in_phrases if in_phrases else escape)(text.value)
    if not text.language or text.language == language:
        return said
    return f'<span lang="{escape(text.html_tag)}">{said}</span>'


def _in_phrases(said: str) -> Markup:
    """Return a part of a title whose lines break between phrases; a number stays with the word before it: Measure 36."""
    return Markup('<span class="whole">{}</span>').format(said) if _NUMBERED.fullmatch(said) else phrased(said)


def anchors(links: Iterable[Link], language: Language, separator: str, more: bool = False) -> Markup:
    """Return links one after the other."""
    return escape(separator).join(anchor(each, language, more) for each in links)
