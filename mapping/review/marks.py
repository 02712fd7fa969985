"""What was read of a document, in place: which stretch of its text is what, and what was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from mapping.blocks import Block, Document, Place, Table
from mapping.extract import PlanExtraction
from mapping.layout.parts import Part
from mapping.layout.reading import Entry
from mapping.records import records as r

FRAMES = ("measure", "quotation", "heading", "label", "bodies", "when", "unread")
"""What a longer stretch can be: a frame, in which marks stand."""

MARKS = ("agency", "target", "parameter", "deadline", "document")
"""What a mark in a text can be."""


class ReadMark(msgspec.Struct, frozen=True):
    """``[start:end]`` of the canonical text is a ``kind``, read of the measure with a number."""

    start: int
    end: int
    kind: str
    number: str = ""


class ReadStretch(msgspec.Struct, frozen=True):
    """A piece of a text: the frame it stands in, the mark that it is, and the measure that both are of; each may be empty."""

    text: str
    frame: str = ""
    mark: str = ""
    number: str = ""


def said_of(parts: Sequence[Part], place: Place) -> str:
    """Return what the last part of ``plan.toml`` that holds a whole block says of it, nothing where none does."""
    return next((part.as_ for part in reversed(parts) if part.rows is None and part.holds(place)), "")


def marks(extraction: PlanExtraction | None) -> tuple[ReadMark, ...]:
    """Return every mark and frame of a reading, in the order of the text."""
    if extraction is None:
        return ()
    measures = {measure.number: measure for measure in extraction.plan.measures}
    found = [mark for entry in extraction.entries for mark in _frames(entry)]
    for entry in extraction.entries:
        measure = measures[entry.number]
        found += _marks(measure)
        found += _deadline(extraction.document, entry, measure)
    found += [ReadMark(place.start, place.end, "unread") for place in extraction.coverage.places]
    return tuple(sorted(dict.fromkeys(found), key=lambda mark: (mark.start, -mark.end)))


def _frames(entry: Entry) -> Iterator[ReadMark]:
    named: list[tuple[str, Place | None]] = [
        ("measure", entry.measure),
        ("quotation", entry.requirement),
        ("when", entry.deadline),
        *(("bodies", body.place) for body in entry.bodies),
        *(("label", place) for place in entry.label),
    ]
    yield from (ReadMark(place.start, place.end, kind, entry.number) for kind, place in named if place)
    yield from (ReadMark(place.start, place.end, "heading") for place in entry.headings)


def _marks(measure: r.Measure) -> Iterator[ReadMark]:
    kinds: Sequence[tuple[str, Sequence[r.Responsibility | r.Target | r.Parameter | r.Citation]]] = (
        ("agency", measure.responsibilities),
        ("target", measure.targets),
        ("parameter", measure.parameters),
        ("document", measure.citations),
    )
    for kind, things in kinds:
        for thing in things:
            at = thing.passage.position_selector
            yield ReadMark(at.start, at.end, kind, measure.number)


def _deadline(document: Document, entry: Entry, measure: r.Measure) -> Iterator[ReadMark]:
    """Yield where the wording of a measure's deadline stands: in its column, beside its bodies, or in its text."""
    if not measure.deadline_text:
        return
    for place in (entry.deadline, *(body.place for body in entry.bodies), entry.measure):
        at = document.at(place).find(measure.deadline_text) if place else -1
        if place and at >= 0:
            start = place.start + at
            yield ReadMark(start, start + len(measure.deadline_text), "deadline", measure.number)
            return


def stretches(document: Document, place: Place, found: Iterable[ReadMark]) -> tuple[ReadStretch, ...]:
    """Return the text of a place cut at the marks in it; of frames, and of marks, in one another the inner one counts."""
    inside = [mark for mark in found if mark.start < place.end and place.start < mark.end]
    cuts = {place.start, place.end}
    for mark in inside:
        cuts |= {max(mark.start, place.start), min(mark.end, place.end)}
    pieces = []
    for start, end in pairwise(sorted(cuts)):
        here = [mark for mark in inside if mark.start <= start and end <= mark.end]
        frame, inner = (_inner(here, kinds) for kinds in (FRAMES, MARKS))
        number = next((one.number for one in (inner, frame) if one and one.number), "")
        kinds = (frame.kind if frame else "", inner.kind if inner else "")
        pieces.append(ReadStretch(document.text[start:end], *kinds, number))
    return tuple(pieces)


def _inner(here: Sequence[ReadMark], kinds: Sequence[str]) -> ReadMark | None:
    return min((mark for mark in here if mark.kind in kinds), key=lambda mark: mark.end - mark.start, default=None)


def measures_of(extraction: PlanExtraction | None, block: Block) -> tuple[r.Measure, ...]:
    """Return the measures that begin in a block, in the order of the plan."""
    if extraction is None:
        return ()
    whole = block.place
    starting = {
        entry.number
        for entry in extraction.entries
        if whole.start <= entry.measure.start < max(whole.end, whole.start + 1)
    }
    return tuple(measure for measure in extraction.plan.measures if measure.number in starting)


def column_headers(document: Document, table: Table) -> tuple[str, ...]:
    """Return the texts of a table's first row, each once: what may be a header."""
    return tuple(dict.fromkeys(document.at(cell) for cell in table.rows[0].cells if cell.start < cell.end))
