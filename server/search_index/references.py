"""What people write to mean a thing by its number: 举措 36, 第七条, 7.2, 293号, 发改就业〔2020〕293号, measure 36."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mapping.comparable import folded
from mapping.release.index.forms import documents, plain_number

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百零〇两]{1,6})"
_SECTION = rf"{_NUMBER}(?:\s?[.．]\s?\d{{1,3}})?"
_EDGE = r"(?<![^\s，,、：:])"  # a reference begins where a word does
_END = r"(?![^\s，,、：:])"


@dataclass(frozen=True, slots=True)
class NumberedReference:
    """A reference in a text: code points, end exclusive, and the terms of the index that it may mean, the likeliest first."""

    start: int
    end: int
    terms: tuple[str, ...]


def references(text: str) -> Iterator[NumberedReference]:
    """Yield the references of a text in their order, none inside another."""
    at = 0
    while match := _ANY.search(text, at):
        name = next(name for name in _KINDS if match[name])
        pattern, terms_of = _PATTERNS[name]
        inner = pattern.fullmatch(match[0])
        terms = terms_of(inner[1]) if inner else ()
        if terms:
            yield NumberedReference(match.start(), match.end(), terms)
        at = match.end()


def _of(*kinds: str) -> Callable[[str], tuple[str, ...]]:
    return lambda number: tuple(f"{kind} {plain_number(number)}" for kind in kinds)


def _of_document(number: str) -> tuple[str, ...]:
    return tuple(documents(number))[:1] or tuple(
        f"document {plain}" for plain in re.findall(r"\d{1,5}", folded(number))[-1:]
    )


_KINDS: dict[str, tuple[str, Callable[[str], tuple[str, ...]]]] = {
    "document": (
        r"([^\s\d〔〕\[\]【】()（）［］]{0,20}\s?[〔\[【(（［]\s?(?:19|20)\d\d\s?[〕\]】)）］]\s?(?:第\s?)?\d{1,5}\s?号?)文?件?",
        _of_document,
    ),
    "document_short": (r"(?:第\s?)?(\d{1,5})\s?号(?:文件?|意见|通知)?", _of_document),
    "measure": (
        rf"(?:落实)?(?:举措|措施|任务|measures?)\s?(?:第|no\.?|№|#)?\s?({_NUMBER})\s?(?:条|项|号)?",
        _of("measure"),
    ),
    "requirement": (
        rf"(?:国家)?(?:要求|requirements?)\s?(?:第|no\.?|№|#)?\s?({_SECTION})\s?(?:条|项|号)?",
        _of("requirement", "point"),
    ),
    "point": (rf"(?:要点|points?)\s?(?:第|no\.?|№|#)?\s?({_NUMBER})\s?(?:条|项|号)?", _of("point")),
    "article": (rf"第\s?({_NUMBER})\s?(?:条|点|款)", _of("point", "measure")),
    "item": (rf"第\s?({_NUMBER})\s?(?:项|号|个)(?:举措|措施|任务)?", _of("measure", "point")),
    "section": (r"(\d{1,3}\s?[.．]\s?\d{1,3})", _of("requirement")),
    "bare": (r"(?:no\.?\s?|№\s?|#\s?)?(\d{1,4})", _of("measure", "point")),
    "bracketed": (rf"[（(]({_NUMBER})[)）]", _of("point", "measure")),
}
_PATTERNS = {name: (re.compile(pattern, re.IGNORECASE), terms) for name, (pattern, terms) in _KINDS.items()}
_ANY = re.compile(
    "|".join(f"(?P<{name}>{_EDGE}{pattern}{_END})" for name, (pattern, _) in _KINDS.items()),
    re.IGNORECASE,
)
