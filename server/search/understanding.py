"""What a search that finds nothing was meant to be: words written together are parted, misspelt ones are read as near ones."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from mapping.release.index.schema import FOUND
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
EVERYWHERE = Selection(kinds=FOUND)


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word that was read as others."""

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
        for read in (_read_each, _read_together):
            found = read(asked, index)
            if found and _total(found.words, selection, index):
                return found
    return Understood(asked)


def _read_each(asked: tuple[Word, ...], index: SearchIndex) -> Understood | None:
    """Return each word that finds nothing as what it may mean."""
    unknown = [each for each in asked if not _total((each,), EVERYWHERE, index)]
    if len(unknown) > MOST_UNKNOWN:
        return None
    read = {each: _read(each, index) for each in unknown}
    readings = tuple(
        ReadWord(each.written, tuple(one.written for one in meant)) for each, meant in read.items() if meant
    )
    return Understood(tuple(dict.fromkeys(one for each in asked for one in read.get(each) or (each,))), readings)


def _read_together(asked: tuple[Word, ...], index: SearchIndex) -> Understood | None:
    """Return words as one: pinyin is written with spaces too, ``yang lao``."""
    joined = near("".join(each.folded for each in asked), index) if len(asked) > 1 else None
    if joined is None:
        return None
    return Understood((word(joined),), (ReadWord(" ".join(each.written for each in asked), (joined,)),))


def _read(asked: Word, index: SearchIndex) -> tuple[Word, ...]:
    if parts := _parted(asked.written, index):
        return parts
    meant = near(asked.folded, index)
    return (word(meant),) if meant else _parted(asked.written, index, mend=True)


def _parted(written: str, index: SearchIndex, *, mend: bool = False) -> tuple[Word, ...]:
    """Return the parts of what is written without a space, as far as they find something together: 民政局养老."""
    if not _SHORTEST <= len(written) <= (_LONGEST_MENDED if mend else _LONGEST):
        return ()
    places = (place for place in range(2, len(written) - 1) if not written[place - 1 : place + 1].isascii())
    cuts = (words(f"{written[:place]} {written[place:]}") for place in places)
    parted = [tuple(_mended(each, index) for each in cut) if mend else cut for cut in cuts]
    counted = [(_total(cut, EVERYWHERE, index), cut) for cut in parted if all(len(each.folded) > 1 for each in cut)]
    return max(counted, key=lambda each: each[0])[1] if any(number for number, _ in counted) else ()


def _mended(part: Word, index: SearchIndex) -> Word:
    if _total((part,), EVERYWHERE, index):
        return part
    meant = near(part.folded, index)
    return word(meant) if meant else part


def _total(asked: tuple[Word, ...], selection: Selection, index: SearchIndex) -> int:
    return index.total(msgspec.structs.replace(selection, words=tuple(each.searched for each in asked)))


def pieces(asked: Word, index: SearchIndex) -> tuple[Word, ...]:
    """Return the longest stretches of a word that are found, where it is not: 夜间经济 has 夜间 and 经济."""
    text, found = asked.folded[:_LONGEST], list[Word]()
    stretches = (
        text[at : at + length] for length in range(len(text) - 1, 1, -1) for at in range(len(text) - length + 1)
    )
    for stretch in stretches:
        if not any(stretch in each.folded for each in found) and _total((word(stretch),), EVERYWHERE, index):
            found.append(word(stretch))
    return tuple(found[:_PIECES])
