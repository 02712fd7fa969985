"""What a national document says of itself: its title, number and dates, and who issued it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from mapping.blocks import Document, Paragraph, Table
from mapping.comparable import letters
from mapping.layout.furniture import text_paragraphs
from mapping.layout.guessing import NUMBER, iso_date
from mapping.layout.signatories import lines_before_date, signed_date
from mapping.layout.titles import KIND_OF_DOCUMENT, title_of
from mapping.national.divisions import is_numbered
from mapping.national.outline import words

_NOTICE = re.compile(r"关于.{2,120}的(?:通知|公告|通告|函|批复|决定|意见)$")
_HEAD_LINES = 40
_LONGEST_TITLE = 150
_LABELLED = re.compile(r"(?P<label>[^：:。]{2,14})[：:]\s*(?P<value>.+)")
_BRACKETED_DATE = re.compile(r"[（(]\s*(\d{4}年\d{1,2}月\d{1,2}日)\s*[）)]")
_ISSUED = re.compile(r"(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印发")
_ANY_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_OF_MANY = re.compile(r"等?(?:[\d一二三四五六七八九十]+)?个?(?:部门|部委|单位|机构)$|等$")
_ENDS_TITLE = re.compile(r"[。；;：:！!？?]$")
_ISSUES = re.compile(r"^(?:印发|关于印发|发布)")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What is said, as printed; absent where nothing says it. ``begins`` is where the body begins.

    ``issuers`` are names as printed; ``more_issuers`` that the document says there are others (商务部等9部门).
    """

    title: str
    begins: int
    number: str | None = None
    written: dt.date | None = None
    published: dt.date | None = None
    issuers: tuple[str, ...] = ()
    more_issuers: bool = False


def letterhead(document: Document, is_known: Callable[[str], bool]) -> Letterhead | None:
    """Return what a document says of itself; nothing where it has no title. ``is_known`` tells the name of a central body."""
    about = _about(document)
    lines = _lines(document)
    found = _title(document, lines)
    title = found[0] if found else about.get("title") or _called(document)
    if not title:
        return None
    above = [document.at(line.place) for line in lines]
    issuers = _issuers(document, title, [text for text in above if all(map(is_known, _listed(text)))], about)
    return Letterhead(
        title=title,
        begins=found[1] if found else 0,
        number=_number(document, lines, about),
        written=_written(document, lines, about),
        published=_date(about.get("published")) or _printed(document),
        issuers=tuple(dict.fromkeys(name for name, _ in issuers)),
        more_issuers=any(more for _, more in issuers) and len({name for name, _ in issuers}) == 1,
    )


def _lines(document: Document) -> list[Paragraph]:
    """Return the lines above the first part."""
    paragraphs = text_paragraphs(document)
    first = next((at for at, one in enumerate(paragraphs) if is_numbered(document.at(one.place))), len(paragraphs))
    return paragraphs[: min(first, _HEAD_LINES)]


def is_about(document: Document, table: Table) -> bool:
    """Tell a table in which a site says something about the document."""
    return any(letters(document.at(cell)) in _labels() for row in table.rows for cell in row.cells)


@cache
def _labels() -> dict[str, str]:
    return {letters(word): key for key, named in words().items() for word in named if key.startswith("about.")}


def _about(document: Document) -> dict[str, str]:
    """Return what a site says about the document, in a table or in lines with a label, by what it is."""
    pairs: dict[str, str] = {}
    for label, value in _pairs(document):
        key = _labels().get(letters(label))
        if key and value.strip():
            pairs.setdefault(key.removeprefix("about."), " ".join(value.split()))
    return pairs


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                cells = [document.at(cell) for cell in dict.fromkeys(row.cells)]
                yield from pairwise(cells)
                yield from (
                    (labelled["label"], labelled["value"]) for cell in cells if (labelled := _LABELLED.fullmatch(cell))
                )
        elif labelled := _LABELLED.fullmatch(document.at(block.place)):
            yield labelled["label"], labelled["value"]


def _title(document: Document, lines: Sequence[Paragraph]) -> tuple[str, int] | None:
    """Return the title and where it ends: of what a notice issues, where that stands here too, else of the notice."""
    place = title_of(document)
    end_of_head = lines[-1].place.end if lines else 0
    if place is not None and (place.end <= end_of_head or "印发" in document.text[:end_of_head]):
        return _joined(document.at(place)), place.end
    for at, line in enumerate(lines):
        text = _joined(document.at(line.place))
        for above in (lines[max(at - 2, 0) : at], lines[max(at - 1, 0) : at], []):
            whole = "".join(_joined(document.at(one.place)) for one in above) + text
            apart = any(
                _ENDS_TITLE.search(document.at(one.place)) or NUMBER.search(document.at(one.place)) for one in above
            )
            if not apart and len(whole) <= _LONGEST_TITLE and _NOTICE.search(whole) and "。" not in whole:
                return whole, line.place.end
    return None


def _called(document: Document) -> str | None:
    called = _joined(document.title or "")
    return called if KIND_OF_DOCUMENT.search(called) or _NOTICE.search(called) else None


def _joined(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text).strip("《》 ")


def _number(document: Document, lines: Sequence[Paragraph], about: Mapping[str, str]) -> str | None:
    """Return the number: what the site says, a line alone, or one that begins a line, in the head."""
    said = NUMBER.search(about.get("number", ""))
    if said:
        return _squeezed(said[0])
    texts = [document.at(line.place).strip("（）() ") for line in lines]
    matches = (NUMBER.match(text) for text in texts)
    return next((_squeezed(one[0]) for one in matches if one and len(one[0]) * 2 > len(one.string)), None)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _written(document: Document, lines: Sequence[Paragraph], about: Mapping[str, str]) -> dt.date | None:
    signed = signed_date(document)
    brackets = (_BRACKETED_DATE.fullmatch(document.at(line.place).strip()) for line in lines)
    bracketed = next((iso_date(match[1]) for match in brackets if match), None)
    return _date(about.get("written")) or (iso_date(document.at(signed)) if signed else None) or bracketed


def _printed(document: Document) -> dt.date | None:
    paragraphs = (document.at(block.place) for block in document.blocks if isinstance(block, Paragraph))
    matches = (_ISSUED.search(text) for text in paragraphs if len(text) < _LONGEST_TITLE)
    return next((_date(one[1]) for one in matches if one), None)


def _date(text: str | None) -> dt.date | None:
    match = _ANY_DATE.search(text or "")
    if not match:
        return None
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None


def _issuers(document: Document, title: str, above: Sequence[str], about: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Return the names of who issued, each with whether the document says that there are more: who signs, else the site,
    else the title, and the lines above the title."""
    signed = [document.at(place) for place in lines_before_date(document)]
    before, separator, _ = title.partition("关于")
    in_title = _listed(before) if separator else []
    for texts in (
        signed,
        _listed(about.get("issuer", "")),
        [*(name for text in above for name in _listed(text)), *in_title],
    ):
        names = [_named(text) for text in texts]
        if names := [(name, more) for name, more in names if name]:
            return names
    return []


def _listed(text: str) -> list[str]:
    return [part for part in re.split(r"[\s、,，;；]+", text) if part and not _ISSUES.match(part)]


def _named(text: str) -> tuple[str, bool]:
    name = _OF_MANY.sub("", text.strip())
    return name, name != text.strip()
