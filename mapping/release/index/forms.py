"""By what people call things: short forms of names and the numbers of measures, requirements, points and documents.

A form is folded (:func:`~mapping.comparable.fold`) and whole: it is a term of the index, not a part of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import cn2an  # type: ignore[import-untyped]

from mapping.comparable import SPACE, folded

OFFICES = ("局", "委", "厅", "办", "部门", "委员会")
"""What people put behind the stem of a function to mean the body that has it: 市监局, 发改委."""
_RANKS = ("省", "市", "自治区", "区", "县")
_SHORTENED = ((re.compile("人民政府$"), "政府"), (re.compile("^各(?=.{2})"), ""))
"""What people leave out of a name: 各区人民政府 is 区政府 too."""
_DOCUMENT = re.compile(r"(?P<office>[^\d()]*)\(?(?P<year>(?:19|20)\d\d)\)?(?:年)?(?:第)?(?P<number>\d+)号?")
_PRINTED = re.compile(r"[0-9]+(?:[.][0-9]+)*|[一二三四五六七八九十百零〇两]+")


def forms(names: Iterable[str], places: Iterable[str] = ()) -> list[str]:
    """Return names, and each without the name of its place before it: 天津市民政局, 市民政局, 民政局."""
    found = dict.fromkeys(folded(name) for name in names)
    for place in sorted({folded(place) for place in places if place}, key=len, reverse=True):
        found |= dict.fromkeys(name.removeprefix(place) for name in list(found) if name != place)
    for rank in _RANKS:
        found |= dict.fromkeys(name.removeprefix(rank) for name in list(found) if len(name) > len(rank) + 2)
    for long, short in _SHORTENED:
        found |= dict.fromkeys(long.sub(short, name) for name in list(found))
    return [form for form in found if len(form) > 1]


def due(days: Iterable[int]) -> list[str]:
    """Return the terms by which a measure is found by its last days (numbers like 20201231): the year, the month, the day."""
    return sorted({f"due {str(day)[:length]}" for day in days for length in (4, 6, 8)})


def offices(stems: Iterable[str]) -> list[str]:
    """Return what bodies are called by the stems of their functions: 市监 is in 市监局."""
    return list(dict.fromkeys(f"{stem}{office}" for stem in map(folded, stems) for office in OFFICES))


def numbers(kind: str, number: str) -> list[str]:
    """Return the terms by which a thing of a kind is found by its number: （七） is ``point 7``, 07.2 is 7.2."""
    found = _PRINTED.search(folded(number))
    return [f"{kind} {plain_number(found[0])}"] if found else []


def plain_number(number: str) -> str:
    """Return a number as the index has it: 七 is 7, 07.2 is 7.2; 0 where characters of numbers are none together."""
    return ".".join(str(_value(part)) for part in re.split(r"[.]", folded(number).replace(SPACE, "")))


def _value(part: str) -> int:
    if part.isdigit():
        return int(part)
    try:
        return int(cn2an.cn2an(part.replace("两", "二"), "smart"))
    except ValueError:
        return 0


def documents(number: str) -> Iterator[str]:
    """Yield the terms for a document's number, with and without office and year: 发改就业〔2020〕293号, 293号."""
    for match in _DOCUMENT.finditer(folded(number).replace(SPACE, "")):
        yield f"document {match['office']}{match['year']}{match['number']}"
        yield f"document {match['year']}{match['number']}"
        yield f"document {match['number']}"
