"""What a word that the release does not hold was meant to be: a word that sounds so, that it shortens, or that is near."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz
from tantivy import Query

from mapping.comparable import SPACE
from mapping.release.index import schema as fields
from server.search_index.opened import SearchIndex

_LONGEST = 20
_LONGEST_SHORTENED = 8
"""Characters of what people shorten a name to; looking for one takes time that grows with the square of its length."""
_MOST = 300
_HAN = re.compile("[\u4e00-\u9fff]+")
_LATIN = re.compile("[a-z]+")
_ALIKE = {"han": 80.0, "latin": 80.0}
"""How much of a sound or of letters must agree, of 100: 养佬 is 养老, 火星 is not 火车."""

_Found = dict[str, Any]


def near(folded: str, index: SearchIndex) -> str | None:
    """Return the word of the release that a folded word stands for, or nothing."""
    if not 2 <= len(folded) <= _LONGEST:
        return None
    ways: Iterator[str | None]
    if _HAN.fullmatch(folded):
        sound = "".join(lazy_pinyin(folded))
        ways = (way(folded, sound, index) for way in (_sounding, _shortened, _near_han))
    elif _LATIN.fullmatch(folded):
        ways = (way(folded, folded, index) for way in (_sounding, _near_latin))
    else:
        return None
    return next((word for word in ways if word), None)


def _sounding(_folded: str, sound: str, index: SearchIndex) -> str | None:
    words = index.lexicon(lambda schema: Query.term_query(schema, fields.SOUND, sound, "basic"), _MOST)
    return _best(words, _alike)


def _shortened(folded: str, _sound: str, index: SearchIndex) -> str | None:
    """Return the name that has the characters of a word in their order, its first and its last too: 市监局."""
    if not 2 < len(folded) <= _LONGEST_SHORTENED:
        return None
    pattern = ".*".join(folded)
    words = index.lexicon(lambda schema: Query.regex_query(schema, fields.CALLED, pattern), _MOST)
    names = [each for each in words if each["is_name"]]
    return _best(names, lambda each: 1 / len(each["word"]))


def _near_han(folded: str, sound: str, index: SearchIndex) -> str | None:
    def likeness(each: _Found) -> float:
        return fuzz.ratio(sound, each["sound"])

    same_length = [each for each in _fuzzy(fields.CALLED, folded, 1, index) if len(each["word"]) == len(folded)]
    return _best([each for each in same_length if likeness(each) >= _ALIKE["han"]], likeness)


def _near_latin(folded: str, _sound: str, index: SearchIndex) -> str | None:
    if len(folded) < 5:
        return None
    distance = 1 if len(folded) < 9 else 2
    for field, key in ((fields.CALLED, "word"), (fields.SOUND, "sound")):

        def likeness(each: _Found, key: str = key) -> float:
            return fuzz.ratio(folded, each[key])

        words = [each for each in _fuzzy(field, folded, distance, index) if likeness(each) >= _ALIKE["latin"]]
        names = [each for each in words if each["is_name"]]  # a name goes before a word of a translation
        if best := _best(names or words, likeness):
            return best
    return None


def _fuzzy(field: str, text: str, distance: int, index: SearchIndex) -> list[_Found]:
    return index.lexicon(lambda schema: Query.fuzzy_term_query(schema, field, text, distance), _MOST)


def _alike(_each: _Found) -> float:
    return 0.0


def _best(found: list[_Found], likeness: Callable[[_Found], float]) -> str | None:
    """Return the likeliest word; of equal ones that which is said most."""
    ordered = sorted(found, key=lambda each: (-likeness(each), -each["said"], each["word"]))
    return str(ordered[0]["word"]).replace(SPACE, " ") if ordered else None
