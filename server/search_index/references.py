"""What people write to mean a thing by its number: 举措 36, 第七条, 7.2, 293号, 发改就业〔2020〕293号, measure 36."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mapping.comparable import folded, matching_form
from mapping.release.index.forms import documents, plain_number

_HAN = "[一二三四五六七八九十百零〇两]{1,6}"
_NUMBER = rf"(?:\d{{1,4}}|{_HAN})"
_SECTION = rf"{_NUMBER}(?:\s?[.．]\s?\d{{1,3}})?"
_NTH = r"(?:第|no\.?|number|№|#)?"
_MEASURES = r"(?:举措|措施|任务)"
_EDGE = r"(?<![^\s，,、：:])"  # a reference begins where a word does
_END = r"(?![^\s，,、：:])"
_DOCUMENT = (
    r"([^\s\d()]{0,20}(?:\(\s?(?:19|20)\d\d\s?\)\s?(?:第\s?)?\d{1,5}\s?号?"
    r"|(?:19|20)\d\d\s?年?\s?(?:第\s?)?\d{1,5}\s?号))文?件?"
)
_FIGURES = str.maketrans("〇零一二三四五六七八九", "00123456789")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


@dataclass(frozen=True, slots=True)
class NumberedReference:
    """A reference in a text: code points, end exclusive, and the terms of the index that it may mean, the likeliest first."""

    start: int
    end: int
    terms: tuple[str, ...]


def references(text: str) -> Iterator[NumberedReference]:
    """Yield the references of a text in their order, none inside another; traditional characters and any width will do."""
    text, at = matching_form(text), 0
    while match := _ANY.search(text, at):
        name = next(name for name in _KINDS if match[name])
        pattern, terms_of = _PATTERNS[name]
        inner = pattern.fullmatch(match[0])
        terms = terms_of(inner[1]) if inner else ()
        if terms:
            yield NumberedReference(match.start(), match.end(), terms)
        at = match.end()


def _of(*kinds: str) -> Callable[[str], tuple[str, ...]]:
    def terms(number: str) -> tuple[str, ...]:
        plain = _ROMAN.get(number.casefold()) or plain_number(number)
        return tuple(f"{kind} {plain}" for kind in kinds)

    return terms


def _of_article(number: str) -> tuple[str, ...]:
    """Return what an article may be: 7.2 is a requirement, 12 a point."""
    return _of("requirement")(number) if re.search("[.．]", number) else _of("point", "measure")(number)


def _of_document(number: str) -> tuple[str, ...]:
    return tuple(documents(number))[:1]


def _of_short(number: str) -> tuple[str, ...]:
    plain = plain_number(number)
    return f"document {plain}", f"measure {plain}"


def _of_day(written: str) -> tuple[str, ...]:
    """Return the term of a year, a month or a day by whose end something is due."""
    year, *rest = re.findall(r"\d+", folded(written).translate(_FIGURES))
    return (f"due {year}{''.join(f'{int(each):02}' for each in rest)}",)


_KINDS: dict[str, tuple[str, Callable[[str], tuple[str, ...]]]] = {
    "document": (_DOCUMENT, _of_document),
    "day": (
        r"((?:(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3}(?=年))(?:年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|[-/.]\d{1,2}[-/.]\d{1,2}|[-/](?:0[1-9]|1[0-2])))(?:年?底|末)?(?:以?前)?",
        _of_day,
    ),
    "document_short": (rf"(?:第\s?)?({_NUMBER}|\d{{5}})\s?号(?:文件?|意见|通知)?", _of_short),
    "measure": (
        rf"(?:落实)?(?:{_MEASURES}|(?:measure|action|task)s?)\s?[:：]?\s?{_NTH}\s?({_NUMBER})\s?(?:条|项|号)?",
        _of("measure"),
    ),
    "requirement": (
        rf"(?:国家)?(?:要求|req\.?|requirements?)\s?[:：]?\s?{_NTH}\s?({_SECTION})\s?(?:条|项|号)?",
        _of("requirement", "point"),
    ),
    "point": (rf"(?:要点|points?)\s?[:：]?\s?{_NTH}\s?({_NUMBER})\s?(?:条|项|号)?", _of("point")),
    "part": (rf"第\s?({_NUMBER})\s?大?(?:部分|章|编|节)", _of("part")),
    "part_english": (r"(?:part|chapter)\s?(\d{1,3}|[ivx]{1,4})", _of("part")),
    "article_english": (
        rf"(?:article|art\.?|section|sec\.?|clause|paragraph|para\.?|item|§)\s?({_SECTION})",
        _of_article,
    ),
    "measure_counted": (rf"(?:第\s?)?({_NUMBER})\s?(?:条|项|号|个)?{_MEASURES}", _of("measure", "point")),
    "article": (rf"第\s?({_NUMBER})\s?(?:条|点|款)", _of("point", "measure")),
    "begun": (rf"第\s?({_NUMBER})", _of("point", "measure")),
    "article_short": (r"(\d{1,3})\s?[条款]", _of("point", "measure")),
    "item": (rf"第\s?({_NUMBER})\s?(?:项|号|个)", _of("measure", "point")),
    "section": (r"(?:第\s?)?(\d{1,3}\s?[.．]\s?\d{1,3})\s?(?:条|款|项|点|号)?", _of("requirement")),
    "ordinal": (r"(?:the\s)?(\d{1,4})(?:st|nd|rd|th)\s(?:measure|action|task)", _of("measure")),
    "bare": (r"(?:(?:no\.?|number)\s?|№\s?|#\s?)?(\d{1,4})", _of("measure", "point")),
    "listed": (rf"({_HAN})、", _of("part", "point")),
    "bare_han": (rf"({_HAN})", _of("point", "measure", "part")),
    "bracketed": (rf"[（(]({_NUMBER})[)）]", _of("point", "measure")),
}
_PATTERNS = {name: (re.compile(pattern, re.IGNORECASE), terms) for name, (pattern, terms) in _KINDS.items()}
_ANY = re.compile(
    "|".join(f"(?P<{name}>{_EDGE}{pattern}{_END})" for name, (pattern, _) in _KINDS.items()),
    re.IGNORECASE,
)
