"""Paragraphs of which a steward has said that each is one measure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from mapping.blocks import Block, Document, Paragraph, Place
from mapping.layout.headings import Headings
from mapping.layout.numerals import after_numeral, printed_number
from mapping.layout.prose.sentences import clauses_with_bodies
from mapping.layout.reading import BodyText, Entry, ReadEntries, doubt
from mapping.parsers.agencies import find_responsibilities

_BETWEEN = " \u3000\t\n。；;，,、"


def read_declared(document: Document, blocks: Sequence[Block], declared: Collection[int]) -> ReadEntries:
    """Read each of the told paragraphs as a measure: its bodies are those that it names, wherever."""
    found = ReadEntries()
    headings = Headings()
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        if block.place.block not in declared:
            headings = headings.after(document, block)
            continue
        entry = _entry(document, block.place, headings)
        found.entries.append(entry)
        if not entry.bodies:
            what = "plan.toml calls this a measure; it names no agency"
            advice = "Look in the printed plan who is responsible; if it stands in another block, join both."
            found.findings.append(doubt(document, block.place, "no-agency", what, advice))
    return found


def _entry(document: Document, place: Place, headings: Headings) -> Entry:
    text = document.at(place)
    bodies = [place.part(span.start, span.end) for span in find_responsibilities(text)]
    bodies = bodies or list(clauses_with_bodies(text, place))
    start = after_numeral(text)
    end = _end(text, start, [(body.start - place.start, body.end - place.start) for body in bodies])
    return Entry(
        number=printed_number(text) or f"block-{place.block}",
        measure=place.part(start, end),
        place=place,
        headings=headings.path,
        bodies=tuple(BodyText(place=body) for body in bodies),
    )


def _end(text: str, start: int, bodies: Sequence[tuple[int, int]]) -> int:
    """Return where the measure ends: before the texts on who is responsible that close it, if anything stands before."""
    end = len(text)
    for first, last in _closing(text, bodies):
        if not text[last:end].strip(_BETWEEN) and text[start:first].strip(_BETWEEN):
            end = first
    return start + len(text[start:end].rstrip())


def _closing(text: str, bodies: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the texts in brackets or lines of their own, the last one first: a clause is part of its measure."""
    return (
        (first, last) for first, last in reversed(bodies) if text[first] in "（([【" or text[first - 1 : first] == "\n"
    )
