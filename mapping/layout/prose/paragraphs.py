"""Paragraphs in which brackets name the bodies: each bracket closes the measure that stands before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from mapping.blocks import DECLARED_HEADING, Block, Document, Paragraph, Place
from mapping.findings import Finding
from mapping.layout.headings import LONGEST_HEADING, Headings, is_heading, level_of
from mapping.layout.leftover import ROLE_WORD
from mapping.layout.numerals import after_numeral, printed_number
from mapping.layout.prose.sentences import clauses_with_bodies
from mapping.layout.reading import BodyText, Entry, ReadEntries, fault
from mapping.parsers.agencies import find_responsibilities, parse

_BRACKETED = re.compile(r"\s*[（(][^（）()]+[）)]\s*")
_NAME = re.compile(r"[\u4e00-\u9fff]{4,30}")
_ENDS_A_SENTENCE = tuple("。；;：:，,）)〕】]")
_BETWEEN = " \u3000\t\n。；;，,、.)）】〕"
_HEAD_SENTENCE = re.compile(rf"[^。：:；;]{{2,{LONGEST_HEADING}}}。(?=.)")


@dataclass(frozen=True, slots=True)
class _Measure:
    """A measure before it is numbered: its item's printed number, and which item that is, counted from 1."""

    entry: Entry
    printed: str | None
    item: int


def read_paragraphs(document: Document, blocks: Sequence[Block]) -> ReadEntries:
    """Read every measure that a responsibility closes.

    Raises:
        LayoutError: no paragraph says who is responsible.
    """
    reader = _ParagraphReader(document)
    for block in blocks:
        if isinstance(block, Paragraph):
            reader.add(block)
    reader.finish()
    if not reader.measures:
        reader = _ParagraphReader(document, in_sentences=True)
        for block in blocks:
            if isinstance(block, Paragraph):
                reader.add(block)
        reader.finish()
    if not reader.measures:
        raise fault(
            document,
            None,
            "no paragraph names who is responsible",
            'If the measures stand in a table or in items, write `kind = "table"` or `kind = "items"` under [layout].',
        )
    findings = _unanswered(document, reader)
    return ReadEntries(list(_numbered(reader.measures)), findings=[*_inside(document, reader), *findings])


def _inside(document: Document, reader: _ParagraphReader) -> Iterator[Finding]:
    """Yield one finding where no bracket names bodies and sentences were read instead."""
    if reader.in_sentences:
        first = reader.measures[0].entry.bodies[0].place
        yield Finding(
            code="in-sentences",
            message=f"No bracket and no line names bodies; who is responsible was read inside {len(reader.measures)} "
            f"paragraphs, as in “{document.at(first)}”",
            advice="Look whether these are all the measures, and the bodies theirs.",
            place=first,
            text=document.at(first),
        )


class _ParagraphReader:
    """Reads paragraph by paragraph; what no bracket has closed yet waits for one that stands alone."""

    def __init__(self, document: Document, *, in_sentences: bool = False) -> None:
        self._document = document
        self.in_sentences = in_sentences
        self._heading: Paragraph | None = None
        self._headings = Headings()
        self._number: str | None = None
        self._item = 0
        self._waiting: list[Place] = []
        self.measures: list[_Measure] = []
        self.unanswered: list[Place] = []

    def add(self, paragraph: Paragraph) -> None:
        place, text = paragraph.place, self._document.at(paragraph.place)
        is_declared = paragraph.level == DECLARED_HEADING
        spans = () if is_declared or self._is_signatory(text) else find_responsibilities(text)
        if not spans and is_heading(self._document, paragraph):
            self._leave_waiting()
            self._headings = self._headings.after(self._document, paragraph)
            self._heading = paragraph
            self._number = None
            return
        at = self._open(place, text)
        for span in spans:
            self._next_item(text[at : span.start])
            start, end = _trimmed(text, at, span.start)
            self._close(place, (start, end), BodyText(place=place.part(span.start, span.end)))
            at = span.end
        start, end = _trimmed(text, at, len(text))
        if start < end and not spans:
            self._waiting.append(place.part(start, end))
        elif start < end:
            self.unanswered.append(place.part(start, end))
        self._heading = None

    def finish(self) -> None:
        """Settle what is still waiting for a bracket."""
        self._leave_waiting()

    def _is_signatory(self, text: str) -> bool:
        """Tell a bracket that gives a body that signs another name (浙江省商务厅 / （…办公室）): a line of its own, with no
        word for a role, after a line that no measure is."""
        if self._heading or ROLE_WORD.search(text) or not _BRACKETED.fullmatch(text):
            return False
        waiting = self._waiting[-1:]
        above = self._document.at(waiting[0]) if waiting else ""
        return (not waiting and not self.measures) or bool(_NAME.fullmatch(above) and parse(above).bodies)

    def _open(self, place: Place, text: str) -> int:
        """Return where the first measure of a paragraph begins: after its numeral, and after a heading before it."""
        number = printed_number(text)
        if number is not None or level_of(text) is not None:
            self._leave_waiting()
        if number is not None:
            self._number = number
            self._item += 1
        start = after_numeral(text)
        sentence = _HEAD_SENTENCE.match(text, start) if start else None
        if sentence is None or find_responsibilities(text[: sentence.end()]):
            return start
        after = next((span.start for span in find_responsibilities(text)), len(text))
        if not text[sentence.end() : after].strip(_BETWEEN):
            return start  # the sentence is all that the bracket closes: a measure, no heading
        if number is None:
            self._headings = self._headings.with_heading(self._document, place.part(0, sentence.end() - 1))
            return sentence.end()
        return start

    def _next_item(self, text: str) -> None:
        """Begin the next item where its number touches the bracket that closes the item before."""
        number = printed_number(text.lstrip(_BETWEEN))
        if number and self._number and int(number) == int(self._number) + 1:
            self._number = number
            self._item += 1

    def _close(self, place: Place, span: tuple[int, int], body: BodyText) -> None:
        """Add the measure that a responsibility closes; one directly after another belongs to the same measure."""
        start, end = span
        if start < end:
            waiting, self._waiting = self._waiting, []
            self._take_headings(waiting)
            self._add(place.part(start, end), place, body)
        elif self._heading is not None and not self._waiting:
            self._add_heading(self._heading, place, body)
        elif self._waiting:
            first, last = self._waiting[0], self._waiting[-1]
            measure = first.part(0, last.end - first.start)
            self._waiting = []
            self._add(measure, first.part(0, place.end - first.start), body)
        elif self.measures:
            above = self.measures[-1]
            entry = msgspec.structs.replace(above.entry, bodies=(*above.entry.bodies, body))
            self.measures[-1] = replace(above, entry=entry)

    def _add(self, measure: Place, place: Place, body: BodyText) -> None:
        entry = Entry(number="", measure=measure, place=place, headings=self._headings.path, bodies=(body,))
        self.measures.append(_Measure(entry, self._number, self._item))

    def _add_heading(self, heading: Paragraph, place: Place, body: BodyText) -> None:
        """Add the measure that is a heading: a bracket stands directly below it."""
        whole = heading.place
        measure = whole.part(after_numeral(self._document.at(whole)), whole.end - whole.start)
        entry = Entry(
            number="",
            measure=measure,
            place=whole.part(0, place.end - whole.start),
            headings=self._headings.path[:-1],
            bodies=(body,),
        )
        self.measures.append(_Measure(entry, self._number, self._item))

    def _take_headings(self, waiting: Sequence[Place]) -> None:
        """Take short lines with a number, which ended no sentence, for headings of what a bracket closes now."""
        for place in waiting:
            text = self._document.at(place)
            if len(text) <= LONGEST_HEADING and not text.endswith(_ENDS_A_SENTENCE) and self._number:
                self._headings = self._headings.with_heading(self._document, place)
            else:
                self.unanswered.append(place)

    def _leave_waiting(self) -> None:
        for place in self._waiting:
            clauses = list(clauses_with_bodies(self._document.at(place), place)) if self.in_sentences else []
            if clauses:
                bodies = tuple(BodyText(place=clause) for clause in clauses)
                entry = Entry(number="", measure=place, place=place, headings=self._headings.path, bodies=bodies)
                self.measures.append(_Measure(entry, self._number, self._item))
            else:
                self.unanswered.append(place)
        self._waiting = []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without what parts it from the bracket before, and without an item's number that touches it."""
    while start < end and text[start] in _BETWEEN:
        start += 1
    start += after_numeral(text[start:end])
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _numbered(measures: Sequence[_Measure]) -> Iterator[Entry]:
    """Give each measure its item's printed number, where all have one and none comes back, else its order.

    Several measures of one item count on within it: ``3.1``, ``3.2``.
    """
    items = {measure.item: measure.printed for measure in measures}
    in_order = None in items.values() or len(set(items.values())) < len(items)
    within = Counter(measure.item for measure in measures)
    seen: Counter[int] = Counter()
    for at, measure in enumerate(measures, 1):
        seen[measure.item] += 1
        number = str(at)
        if not in_order:
            alone = within[measure.item] == 1
            number = f"{measure.printed}" if alone else f"{measure.printed}.{seen[measure.item]}"
        yield msgspec.structs.replace(measure.entry, number=number)


def _unanswered(document: Document, reader: _ParagraphReader) -> list[Finding]:
    """Return a finding for each text between measures that no responsibility closes."""
    first, last = reader.measures[0].entry.place.start, reader.measures[-1].entry.place.end
    return [
        Finding(
            code="no-agency",
            message="No bracket says who is responsible for this text; it was not read as a measure.",
            advice="If it is a measure, look in the printed plan for the bracket that closes it.",
            place=place,
            text=document.at(place)[:60],
        )
        for place in reader.unanswered
        if first <= place.start < last
    ]
