"""The numerals before items."""

from __future__ import annotations

import re

from mapping.layout.rules import Role

# What begins with a figure right after the numeral of its item: 3.2021年底前, 3.6月底前, 3.5G网络, 3.5A级景区, 3.12315热线.
_FIGURE = r"(?:19|20)\d\d\s*年|(?<=[.．])\d{1,2}月|[2-6]G(?![A-Za-z])|\dA级|12[0-9]{3}(?!\d)"
ITEM = re.compile(
    rf"\s*(?:(\d{{1,3}})\s*[.．、](?:(?!\d)|(?={_FIGURE}))|"
    r"[(（]\s*(\d{1,3})\s*[)）][.．、]?|([①-⑳])"
    r"|(\d{1,3})(?=[ \u3000]+[\u4e00-\u9fff]))\s*"
)
CHINESE = re.compile(r"\s*(?:[(（]\s*[〇零一二三四五六七八九十百]+\s*[)）][、.．]?|[〇零一二三四五六七八九十百]+、)\s*")


def kind_of(text: str) -> int:
    """Return which kind of numeral a paragraph begins with, 0 for none; items of one list share it."""
    found = ITEM.match(text)
    if found:
        return next(group for group in range(1, 5) if found[group])
    chinese = CHINESE.match(text)
    if not chinese:
        return 0
    return 5 if chinese[0].strip()[0] in "(（" else 6


def printed_number(text: str) -> str | None:
    """Return the Arabic number that a paragraph begins with."""
    found = ITEM.match(text)
    if not found:
        return None
    digits = found[1] or found[2] or found[4]
    return str(int(digits)) if digits else str(ord(found[3]) - ord("①") + 1)


def after_numeral(text: str) -> int:
    """Return where the text after its numeral begins."""
    found = ITEM.match(text) or CHINESE.match(text)
    return found.end() if found else 0


FIELD_ROLES: tuple[Role, ...] = ("responsibility", "lead", "supporting", "deadline", "person")
