"""Where a line of Chinese may break: between phrases, so that no word stands in two lines (BudouX finds them).

Browsers know the phrases of Japanese alone (``word-break: auto-phrase``), so a page says itself where its headings may break.
"""

from __future__ import annotations

import functools
import re

import budoux
from markupsafe import Markup, escape

_KEPT = 8_192
"""How many texts are kept with their phrases, which follow from the text alone."""
_WHOLE = 10
"""How many characters stand in one line wherever they stand: 国家要求 07.2."""
_HAN = re.compile(r"[\u4e00-\u9fff]")


@functools.cache
def _parser() -> budoux.Parser:
    return budoux.load_default_simplified_chinese_parser()


def phrases(text: str) -> list[str]:
    """Return a text in phrases; a character by itself goes with what is before it, the first with what follows."""
    found: list[str] = []
    for each in _parser().parse(text):
        if found and (len(each.strip()) < 2 or len(found[0]) < 2):
            found[-1] += each
        else:
            found.append(each)
    return found


@functools.lru_cache(maxsize=_KEPT)
def phrased(text: str) -> Markup:
    """Return a text whose lines break between phrases; one that is not Chinese for the most part as it is."""
    if 2 * len(_HAN.findall(text)) < len(text):
        return escape(text)
    found = phrases(text) if len(text) > _WHOLE else [text]
    return Markup('<span class="phrases">{}</span>').format(Markup("<wbr>").join(found))
