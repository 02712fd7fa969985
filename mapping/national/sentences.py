"""The title of a part or point, and the sentences that are its requirements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mapping.parsers.agencies import find_responsibilities
from mapping.parsers.text import Span, trimmed

_LONGEST_TITLE = 50
_TITLED = re.compile(rf"([^。：:；;！？!?\s]{{2,{_LONGEST_TITLE}}}?)(?:[。：:](?!\d)|[ \t\u3000\n]+)(?=.)", re.DOTALL)
_LINE = re.compile(rf"[^。：:；;！？!?\n]{{2,{_LONGEST_TITLE}}}[。：:]?")
_BRACKETED = re.compile(r"[【〔（(\[]([^】〕）)\]。]{2,30})[】〕）)\]]\s*")
_ASKS = re.compile(
    r"应当|不得|必须|应(?!急|用|对|收|税|届|诉|变|战|付)|(?<![主重需必简概])要(?!素|点|求|闻|道|害|件|务|塞)"
    r"|\d+(?:[.．]\d+)?\s*(?:年|月|日|个|家|亿|万|%|％)"
)
_CLAUSE = re.compile(r"[，,；;：:。！？!?]")
_PHRASES = re.compile(r"“[^”]*”|「[^」]*」|《[^》]*》|（[^（）]*）|\([^()]*\)|【[^】]*】")
_END = re.compile(r"[。！？!?]+[”’」』）)》]*")
_LONGEST_HEAD = 36
_BETWEEN = " \u3000\t\n。；;，,、"


@dataclass(frozen=True, slots=True)
class Titled:
    """A title, where the text after it begins, and whether the title was cut from a longer sentence that stays text."""

    title: str
    rest: int
    is_cut: bool = False


def titled(text: str, *, has_more: bool, is_article: bool = False) -> Titled:
    """Return the title that stands before a text: a line of its own, or what its first mark or blank ends.

    ``has_more`` says that paragraphs follow, so that a line alone may be a title. A sentence that asks for something (应当,
    a number) is none; articles have only those in brackets.
    """
    if is_article:
        inside = _BRACKETED.match(text)
        return Titled(inside[1], inside.end()) if inside else Titled(_first_clause(text), 0, is_cut=True)
    bracket = next((span.start for span in find_responsibilities(text)), len(text))
    head = text[:bracket].rstrip(_BETWEEN + "：:")
    if _LINE.fullmatch(text[:bracket].strip()):
        return Titled(head.strip(), len(text) if has_more else 0)
    found = _TITLED.match(text)
    if found and found.end() <= bracket and found[1].count("，") < 2 and not _ASKS.search(found[1]):
        return Titled(found[1], found.end())
    return Titled(_first_clause(head), 0, is_cut=True)


def _first_clause(text: str) -> str:
    return _CLAUSE.split(text, maxsplit=1)[0][:_LONGEST_TITLE].strip()


def sentences(text: str, *, is_item: bool = False) -> Iterator[Span]:
    """Yield the sentences of a text without the brackets that name who is responsible; quotes and brackets are not cut.

    Of an item below a point, a short first sentence heads the next and stays with it.
    """
    spans = list(_plain(text))
    if is_item and len(spans) > 1 and _is_head(text[slice(*spans[0])]):
        spans[:2] = [Span(spans[0].start, spans[1].end)]
    yield from spans


def _is_head(sentence: str) -> bool:
    return len(sentence) <= _LONGEST_HEAD and "，" not in sentence


def _plain(text: str) -> Iterator[Span]:
    start = 0
    for bracket in (*find_responsibilities(text), Span(len(text), len(text))):
        yield from _between(text, start, bracket.start)
        start = bracket.end


def _between(text: str, start: int, end: int) -> Iterator[Span]:
    phrases = [Span(*found.span()) for found in _PHRASES.finditer(text, start, end)]
    cuts = [
        found.end()
        for found in _END.finditer(text, start, end)
        if not any(span.start <= found.start() < span.end - 1 for span in phrases)
    ]
    for cut in (*cuts, end):
        span = trimmed(text, Span(start, cut), " \n\t\u3000")
        if text[span.start : span.end].strip(_BETWEEN + "）)"):
            yield span
        start = cut


def brackets(text: str) -> int:
    """Return how many texts of a text say who is responsible."""
    return len(find_responsibilities(text))
