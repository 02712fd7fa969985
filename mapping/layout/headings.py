"""The headings above a place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapping.blocks import DECLARED_HEADING, Document, Paragraph, Place
from mapping.layout.numerals import after_numeral
from mapping.layout.reading import BodyText
from mapping.parsers.agencies import find_responsibilities, parse

_LEVELS = (
    re.compile(r"第[一二三四五六七八九十]+[章节部编]"),
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"[(（][一二三四五六七八九十]+[)）]"),
)
LONGEST_HEADING = 50
_LONGEST_SENTENCE = 36
_ONE_SENTENCE = re.compile(r"[^。；;：:！!？?]+。")
_ENDS_A_SENTENCE = tuple("。；;：:，,）)〕】]")


@dataclass(frozen=True, slots=True)
class Headings:
    """The path of headings so far, outermost first, each with its level."""

    levels: tuple[int, ...] = ()
    path: tuple[Place, ...] = ()

    def after(self, document: Document, paragraph: Paragraph) -> Headings:
        """Return the path after a paragraph: changed only if it is a heading."""
        return (
            self.with_heading(document, paragraph.place, paragraph.level) if is_heading(document, paragraph) else self
        )

    def with_heading(self, document: Document, place: Place, marked: int = 0) -> Headings:
        """Return the path with a heading that closes those of its own level and below."""
        level = level_of(document.at(place)) or len(_LEVELS) + max(marked, 1)
        kept = sum(1 for above in self.levels if above < level)
        return Headings((*self.levels[:kept], level), (*self.path[:kept], place))


def level_of(text: str) -> int | None:
    """Return the level that a heading's numeral shows, 1 for 第一章, 2 for 一、, 3 for （一）."""
    return next((level for level, numeral in enumerate(_LEVELS, 1) if numeral.match(text)), None)


def is_heading(document: Document, paragraph: Paragraph) -> bool:
    """Tell a heading: a short line that ends no sentence, marked as heading or beginning with a Chinese numeral.

    Below a Chinese numeral one short sentence alone is a heading too (（一）强化原料保障。), and what a steward calls one.
    """
    if paragraph.level == DECLARED_HEADING:
        return True
    text = document.at(paragraph.place)
    if level_of(text) is not None and len(text) <= _LONGEST_SENTENCE and _ONE_SENTENCE.fullmatch(text):
        return True
    if len(text) > LONGEST_HEADING or text.endswith(_ENDS_A_SENTENCE):
        return False
    return paragraph.level > 0 or level_of(text) is not None


def heading_bodies(document: Document, heading: Place) -> tuple[BodyText, ...]:
    """Return the lead that a heading names (一、省商务厅牵头事项; 二、消费类任务（省商务厅牵头）)."""
    text = document.at(heading)
    start = after_numeral(text)
    spans = find_responsibilities(text)
    if spans:
        return tuple(BodyText(place=heading.part(span.start, span.end)) for span in spans)
    end = text.find("牵头")
    leads = parse(text[start:end] + "牵头").bodies if end > start else ()
    return (BodyText(place=heading.part(start, end), role="lead"),) if leads else ()
