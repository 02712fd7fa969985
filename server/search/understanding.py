"""What a search that finds nothing was meant to be: words written together are parted, misspelt ones are read as near ones,
signs and the words of a question are left out.
"""

from __future__ import annotations

import math
import re
import string
from dataclasses import dataclass

import msgspec

from mapping.comparable import folded
from mapping.release.index import english
from mapping.release.index.schema import FOUND
from server.search.meanings import alike, said
from server.search_index.opened import SearchIndex
from server.search_index.selection import Selection
from server.search_index.spelling import near
from server.search_index.words import Word, word, words

_LONGEST = 24
_LONGEST_MENDED = 10
MOST_UNKNOWN = 3
"""How many words that find nothing are read as others: each may be parted and mended in many ways, and this costs time."""
_PIECES = 4
_SHORTEST = 4  # both parts have two characters
_LONGEST_PART, _MOST_PARTS = 8, 5
EVERYWHERE = Selection(kinds=FOUND)
_ASKING = re.compile("|".join(sorted(map(re.escape, said("asking")), key=len, reverse=True)))
_GENERAL = frozenset(said("general")) | english.LITTLE
_SIGNS = re.compile(r"(?:[^\w.,:%‰~-]|_|(?<!\d)[.,:%‰~-]|[.,:~-](?!\d))+")  # none inside a number: 1.5, 30%
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w{1,8};")
_UNIT = re.compile(r"\d[\d.,]*|[a-z▁]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word that was read as others, or left out."""

    written: str
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """The words that are looked for, and which of them are not what was written."""

    words: tuple[Word, ...]
    readings: tuple[ReadWord, ...] = ()


def understood(asked: tuple[Word, ...], selection: Selection, index: SearchIndex) -> Understood:
    """Return the words to look for within a selection: those asked for, wherever they find anything."""
    if asked and not _total(asked, selection, index):
        for read in (_read_as_same, _read_each, _read_together, _read_alike, _read_freely, _read_number):
            found = read(asked, index)
            if found and found.words and _total(found.words, selection, index):
                return found
    return Understood(asked)


def _read_each(asked: tuple[Word, ...], index: SearchIndex) -> Understood | None:
    """Return each word that finds nothing as what it may mean."""
    unknown = [each for each in asked if not _total((each,), EVERYWHERE, index)]
    if len(unknown) > MOST_UNKNOWN:
        return None
    return _as_read(asked, {each: _read(each, index) for each in unknown})


def _as_read(asked: tuple[Word, ...], read: dict[Word, tuple[Word, ...] | None]) -> Understood:
    """Return what words were read as; what was read as nothing is left out, what could not be read stays."""
    meant = {each: (each,) if read.get(each) is None else read[each] or () for each in asked}
    readings = tuple(
        ReadWord(each.written, tuple(one.written for one in found)) for each, found in meant.items() if found != (each,)
    )
    return Understood(tuple(dict.fromkeys(one for found in meant.values() for one in found)), readings)


def _read_together(asked: tuple[Word, ...], index: SearchIndex) -> Understood | None:
    """Return words as one: pinyin is written with spaces too, ``yang lao``."""
    joined = near("".join(each.folded for each in asked), index) if len(asked) > 1 else None
    if joined is None:
        return None
    return Understood((word(joined),), (ReadWord(" ".join(each.written for each in asked), (joined,)),))


def _read_as_same(asked: tuple[Word, ...], index: SearchIndex) -> Understood | None:
    """Return words with some of them as others that mean the same: 老年人 as 养老, ``second-hand`` as ``used``."""
    return _with_same_meaning(Understood(asked), index)


def _read_alike(asked: tuple[Word, ...], index: SearchIndex) -> Understood | None:
    """Return each word as what it may mean, and some of them as others that mean the same."""
    read = _read_each(asked, index)
    return _with_same_meaning(read, index) if read else None


def _with_same_meaning(read: Understood, index: SearchIndex) -> Understood | None:
    for first, last, others in alike([each.folded for each in read.words]):
        for other in others:
            found = (*read.words[:first], *words(other), *read.words[last:])
            if _total(found, EVERYWHERE, index):
                written = " ".join(each.written for each in read.words[first:last])
                return Understood(found, (*read.readings, ReadWord(written, (other,))))
    return None


def _read_freely(asked: tuple[Word, ...], index: SearchIndex) -> Understood | None:
    """Return words without those that are said of any plan: ``which agencies do elderly care``."""
    found = _read_each(asked, index)
    if found is None:
        return None
    kept = tuple(_unasked(each) for each in found.words if _unasked(each).folded not in _GENERAL)
    told = (
        ReadWord(each.written, tuple(one for one in each.read if folded(one) not in _GENERAL))
        for each in found.readings
    )
    left_out = (ReadWord(each.written, ()) for each in asked if each in found.words and _unasked(each) not in kept)
    return Understood(kept, (*told, *left_out))


def _unasked(asked: Word) -> Word:
    """Return a word without the mark of a question behind it."""
    return word(asked.written.rstrip("?？!！")) if asked.written[-1] in "?？!！" else asked


def _read_number(asked: tuple[Word, ...], _index: SearchIndex) -> Understood | None:
    """Return the number of a thing alone: what is written beside it may not be said of the thing."""
    numbers = tuple(each for each in asked if each.searched.numbers)
    return Understood(numbers, tuple(ReadWord(each.written, ()) for each in asked if each not in numbers))


def _read(asked: Word, index: SearchIndex) -> tuple[Word, ...] | None:
    """Return the words that one stands for, none where it is nothing but signs and words of a question.

    What is still not found stays as it is: it may have the meaning of another.
    """
    if asked.searched.numbers:  # a number that nothing has is none of another thing
        return None
    plain = _plain(asked.written)
    if len(plain) == 1 and (plain[0] == asked.written or plain[0] in string.ascii_letters):
        return _read_plain(asked, index)
    read = [_read_plain(one, index) if not _total((one,), EVERYWHERE, index) else None for one in map(word, plain)]
    return tuple(one for found, written in zip(read, plain, strict=True) for one in found or (word(written),))


def _plain(written: str) -> list[str]:
    """Return what is left without signs, tags and the words of a question: ``谁负责养老？`` is 养老."""
    without_tags = _TAG.sub(" ", written)
    return _SIGNS.sub(" ", _ASKING.sub(" ", _SIGNS.sub(" ", without_tags))).split()


def _read_plain(asked: Word, index: SearchIndex) -> tuple[Word, ...] | None:
    if parts := _parted(asked.written, index) or _in_parts(asked.written, index):
        return parts
    meant = near(asked.folded, index)
    return (word(meant),) if meant else _parted(asked.written, index, mend=True) or None


def _parted(written: str, index: SearchIndex, *, mend: bool = False) -> tuple[Word, ...]:
    """Return the parts of what is written without a space, as far as they find something together: 民政局养老."""
    if not _SHORTEST <= len(written) <= (_LONGEST_MENDED if mend else _LONGEST):
        return ()
    places = (place for place in range(2, len(written) - 1) if _may_part(written, place))
    cuts = (words(f"{written[:place]} {written[place:]}") for place in places)
    parted = [tuple(_mended(each, index) for each in cut) if mend else cut for cut in cuts]
    counted = [(_total(cut, EVERYWHERE, index), cut) for cut in parted if all(len(each.folded) > 1 for each in cut)]
    return max(counted, key=lambda each: each[0])[1] if any(number for number, _ in counted) else ()


def _may_part(written: str, place: int) -> bool:
    return not written[place - 1 : place + 1].isascii()


def _in_parts(written: str, index: SearchIndex) -> tuple[Word, ...]:
    """Return more than two parts, as few as there can be, of equally few those that are said most: 天津市养老政策."""
    if len(written) > _LONGEST:
        return ()
    best: dict[int, tuple[int, float, tuple[Word, ...]]] = {0: (0, 0.0, ())}
    for end in range(2, len(written) + 1):
        found = []
        for start in range(max(0, end - _LONGEST_PART), end - 1):
            if start in best and best[start][0] < _MOST_PARTS and (start == 0 or _may_part(written, start)):
                part = words(written[start:end])
                if total := _total(part, EVERYWHERE, index) if part else 0:
                    count, rarity, parts = best[start]
                    found.append((count + 1, rarity - math.log(total), (*parts, *part)))
        if found:
            best[end] = min(found, key=lambda each: each[:2])
    count, _, parts = best.get(len(written), (0, 0.0, ()))
    return parts if count > 2 else ()


def _mended(part: Word, index: SearchIndex) -> Word:
    if _total((part,), EVERYWHERE, index):
        return part
    meant = near(part.folded, index)
    return word(meant) if meant else part


def _total(asked: tuple[Word, ...], selection: Selection, index: SearchIndex) -> int:
    return index.total(msgspec.structs.replace(selection, words=tuple(each.searched for each in asked)))


def pieces(asked: Word, index: SearchIndex) -> tuple[Word, ...]:
    """Return the longest stretches of a word that are found, where it is not: 夜间经济 has 夜间 and 经济.

    Neither a figure nor a word of an alphabet is cut.
    """
    units, found = _UNIT.findall(asked.folded[:_LONGEST]), list[Word]()
    stretches = (
        "".join(units[at : at + count])
        for count in range(len(units) - 1, 0, -1)
        for at in range(len(units) - count + 1)
    )
    for stretch in stretches:
        bare = word(_SIGNS.sub(" ", stretch).strip(" ▁"))
        said = len(bare.folded) > 1 and not any(bare.folded in each.folded for each in found)
        if said and _total((bare,), EVERYWHERE, index):
            found.append(bare)
    return tuple(found[:_PIECES])
