"""What a word that the release does not hold was meant to be: a word that sounds so, that it shortens, or that is near."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix
from tantivy import Query

from mapping.comparable import SPACE, without_marks
from mapping.release.index import schema as fields
from server.search_index.opened import SearchIndex

_LONGEST = 20
_LONGEST_SHORTENED = 8
"""Characters of what people shorten a name to; looking for one takes time that grows with the square of its length."""
_MOST = 300
_ALIKE_BEGINNING = 3
_LEAST_LIKE = 40.0
"""How much of a word must agree, of 100, for another to be offered beside it: one character of two and of three."""
_BEGINNING, _SHARE = 5, 0.5
"""How many letters words have in common from the first on, at least, and what share of what is looked for."""
_HAN = re.compile("[\u4e00-\u9fff]+")
_LIKELY_WORD = re.compile("[^的和与及等在为对是了将以并或]{2}|[a-z]+")
"""What may be shown to people as a word: longer stretches of Chinese are seldom one."""
_LATIN = re.compile("[a-z]+")
_ALIKE = {"han": 80.0, "latin": 80.0}
"""How much of a sound or of letters must agree, of 100: 养佬 is 养老, 火星 is not 火车."""
_ALIKE_OF_TWO = 92.0
"""How much of the sound of two characters: 国企 is a word of its own, and not 国际."""

_Found = dict[str, Any]


def near(folded: str, index: SearchIndex) -> str | None:
    """Return the word of the release that a folded word stands for, or nothing."""
    folded = without_marks(folded)
    if not 2 <= len(folded) <= _LONGEST:
        return None
    ways: Iterator[str | None]
    if _HAN.fullmatch(folded):
        sound = "".join(lazy_pinyin(folded))
        ways = (way(folded, sound, index) for way in (_sounding, _shortened, _near_han))
    elif _LATIN.fullmatch(folded):
        ways = (way(folded, folded, index) for way in (_sounding, _near_latin, _begun_alike))
    else:
        return None
    return next((word for word in ways if word), None)


def nearest(folded: str, index: SearchIndex, most: int) -> list[str]:
    """Return words of the release that have the most characters in common with one that it does not hold, at most so many."""
    if _HAN.fullmatch(folded) and len(folded) <= _LONGEST:
        pattern = f".*[{folded}].*"
    elif _LATIN.fullmatch(folded) and len(folded) > _ALIKE_BEGINNING:
        pattern = f"{folded[:_ALIKE_BEGINNING]}[a-z]*"
    else:
        return []
    words = index.lexicon(lambda schema: Query.regex_query(schema, fields.CALLED, pattern), 10 * _MOST)
    likely = [each for each in words if each["said"] > 2 and _LIKELY_WORD.fullmatch(each["word"])]
    likeness = {each["word"]: fuzz.ratio(folded, each["word"]) for each in likely if each["word"] not in folded}
    near = [each for each in likely if likeness.get(each["word"], 0) >= _LEAST_LIKE]
    near.sort(key=lambda each: (-likeness[each["word"]], -each["said"], each["word"]))
    return [each["word"] for each in near[:most]]


def _sounding(_folded: str, sound: str, index: SearchIndex) -> str | None:
    """Return the word that sounds so; of names, their initials will do."""
    words = index.lexicon(lambda schema: Query.term_query(schema, fields.SOUND, sound, "basic"), _MOST)
    return _best(words, lambda each: float(each["sound"] == sound))


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

    same_length = [
        each
        for each in _fuzzy(fields.CALLED, folded, 1, index)
        if len(each["word"]) == len(folded) and each["said"] > 1  # what is said once may be no word
    ]
    least = _ALIKE["han"] if len(folded) > 2 else _ALIKE_OF_TWO
    return _best([each for each in same_length if likeness(each) >= least], likeness)


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


def _begun_alike(folded: str, _sound: str, index: SearchIndex) -> str | None:
    """Return the word of the most letters in common from the first on: chargers is near charging."""
    least = max(_BEGINNING, math.ceil(len(folded) * _SHARE))
    words = index.lexicon(lambda schema: Query.regex_query(schema, fields.CALLED, f"{folded[:least]}[a-z]*"), _MOST)

    def likeness(each: _Found) -> float:
        return Prefix.similarity(folded, each["word"]) - abs(len(folded) - len(each["word"]))

    return _best(words, likeness)


def _fuzzy(field: str, text: str, distance: int, index: SearchIndex) -> list[_Found]:
    return index.lexicon(lambda schema: Query.fuzzy_term_query(schema, field, text, distance), _MOST)


def _best(found: list[_Found], likeness: Callable[[_Found], float]) -> str | None:
    """Return the likeliest word; of equal ones that which is said most."""
    ordered = sorted(found, key=lambda each: (-likeness(each), -each["said"], each["word"]))
    return str(ordered[0]["word"]).replace(SPACE, " ") if ordered else None
