"""Who signed: the lines above the date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapping.blocks import Block, Document, Paragraph, Place
from mapping.parsers.text import seen

_DATE = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]+\s*月\s*[\d一二三四五六七八九十]+\s*日"
)
_NAME = re.compile(r"[^\s，,。；;：:、（(《“!！?？]{3,30}")
_SECOND_NAME = re.compile(r"[(（][^()（）]{3,30}[)）]")
_TITLE = re.compile(r"(?:方案|意见|通知|办法|措施|分工|计划|清单|文件|附件|\d号)$")
_SEPARATOR = re.compile(r"\t|\u3000+|\s{2,}")


def signed_date(document: Document) -> Place | None:
    """Return the first paragraph that is a date and nothing else."""
    return next((block.place for block in document.blocks if _is_date(document, block)), None)


def lines_before_date(document: Document) -> tuple[Place, ...]:
    """Return the names in the lines directly above the date, in the order printed, one place a name.

    A second name in brackets below the first (（某省产业链链长办公室）) is the same body's.
    """
    return tuple(name for block in _signed(document) for name in _names(document, block))


def signature_blocks(document: Document) -> frozenset[int]:
    """Return the numbers of the blocks in which bodies sign; no measure and no responsibility stands there."""
    return frozenset(block.place.block for block in _signed(document))


def _signed(document: Document) -> Sequence[Block]:
    """Return the lines that sign, in the order printed: names, and second names in brackets below one.

    They stand above the first date that has names above it; a date below a title has none.
    """
    dates = (at for at, block in enumerate(document.blocks) if _is_date(document, block))
    return next(filter(None, (_above(document, at) for at in dates)), ())


def _above(document: Document, at: int) -> Sequence[Block]:
    first = at
    while first > 0 and (_names(document, document.blocks[first - 1]) or _is_second_name(document, first - 1)):
        first -= 1
    return document.blocks[first:at]


def _is_second_name(document: Document, at: int) -> bool:
    block = document.blocks[at]
    bracket = isinstance(block, Paragraph) and _SECOND_NAME.fullmatch(document.at(block.place))
    return bool(bracket) and at > 0 and bool(_names(document, document.blocks[at - 1]))


def _is_date(document: Document, block: Block) -> bool:
    return isinstance(block, Paragraph) and _DATE.fullmatch(seen(document.at(block.place)).text) is not None


def _names(document: Document, block: Block) -> Sequence[Place]:
    """Return the names in a line; none unless the whole line is names."""
    if not isinstance(block, Paragraph):
        return ()
    text = document.at(block.place)
    spans, at = [], 0
    for part in _SEPARATOR.split(text):
        start = text.index(part, at)
        at = start + len(part)
        spans.append((start, at))
    if not all(_NAME.fullmatch(text[start:end]) for start, end in spans) or _TITLE.search(text):
        return ()
    return [block.place.part(start, end) for start, end in spans]
