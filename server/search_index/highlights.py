"""Where the words of a search stand in a text. The text itself is never changed: segments join to it again."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from markupsafe import Markup, escape

from mapping.comparable import fold
from mapping.release.index import english

_AROUND = 60
"""How many characters are shown before the first hit of a long text."""


class HitSegment(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a text; ``hit`` says that it was looked for."""

    text: str
    hit: bool = False


def spans(text: str, folded_words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where words stand in a text, in code points, ends exclusive; what overlaps or touches is one."""
    folded, places = fold(text)
    found = []
    for word in folded_words:
        at = folded.find(word)
        while at >= 0:
            found.append((places[at], places[at + len(word) - 1] + 1))
            at = folded.find(word, at + 1)
    return tuple(_joined(sorted(found)))


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def segments(text: str, folded_words: Iterable[str]) -> tuple[HitSegment, ...]:
    """Return a text cut at its hits."""
    return _cut(text, spans(text, folded_words))


def translated_segments(text: str, folded_words: Iterable[str]) -> tuple[HitSegment, ...]:
    """Return a translation cut at its hits, which are whole words in whatever form: ``pile`` is in “piles”."""
    wanted = {stem for word in folded_words if word not in english.LITTLE for stem in english.stems(word)}
    return _cut(text, [(start, end) for stem, start, end in english.words(text) if stem in wanted])


def _cut(text: str, hits: Iterable[tuple[int, int]]) -> tuple[HitSegment, ...]:
    cut: list[HitSegment] = []
    at = 0
    for start, end in hits:
        cut += [HitSegment(text[at:start])] if start > at else []
        cut.append(HitSegment(text[start:end], hit=True))
        at = end
    return (*cut, HitSegment(text[at:])) if at < len(text) else tuple(cut)


def excerpt(all_segments: tuple[HitSegment, ...], length: int) -> tuple[HitSegment, ...]:
    """Return about ``length`` characters around the first hit, with an ellipsis where something was left out."""
    if sum(len(each.text) for each in all_segments) <= length:
        return all_segments
    before = 0 if all_segments[0].hit else max(0, len(all_segments[0].text) - _AROUND)
    kept, left = [HitSegment("…")] if before else [], length
    for number, each in enumerate(all_segments):
        text = each.text[before:] if number == 0 else each.text
        kept.append(each if each.hit else HitSegment(_upto(text, left)))
        left -= len(text)
        if left <= 0:
            return (*kept, HitSegment("…"))
    return tuple(kept)


def _upto(text: str, length: int) -> str:
    """Return the beginning of a text, without a part of a word that has an alphabet."""
    cut = text[:length]
    is_inside = len(text) > length and _is_latin(text[length]) and _is_latin(cut[-1:])
    return cut.rpartition(" ")[0] if is_inside and " " in cut else cut


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def marked(all_segments: Iterable[HitSegment], start: str = "<mark>") -> str:
    """Return segments as HTML: the text escaped, hits inside ``<mark>``, which ``start`` begins."""
    return "".join(f"{start}{escape(each.text)}</mark>" if each.hit else escape(each.text) for each in all_segments)


def shown(all_segments: Iterable[HitSegment]) -> Markup:
    """Return segments as a page has them."""
    return Markup(marked(all_segments, '<mark class="hit">'))  # noqa: S704 - escaped there
