"""What the pages of the desk show: blocks of the document with what was read of them, and measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mapping.blocks import Block, Document, Place, Row, Table
from mapping.records import records as r
from mapping.review import marks as marking
from mapping.review.changes import value_of
from mapping.review.marks import ReadMark, ReadStretch
from mapping.review.review import Review
from mapping.review.words import Bilingual

BLOCKS = 40
"""Blocks of a page of the source, where the document has no pages of its own."""
_AROUND = 36


@dataclass(frozen=True, slots=True)
class Framed:
    """ReadStretches of one frame: the whole of a measure's text in a block, or of what stands around it."""

    frame: str
    number: str
    pieces: tuple[ReadStretch, ...]


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of a table as it looks, merged over rows and columns."""

    text: tuple[Framed, ...]
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a table."""

    number: int
    cells: tuple[SourceCell, ...]


@dataclass(frozen=True, slots=True)
class ReadBody:
    """A body of a measure: as printed, its role, and what it is taken for."""

    text: str
    role: str
    name: Bilingual | None
    known: bool


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """A number of a measure: its kind, what it says in words, and how it is printed."""

    kind: str
    words: str
    printed: str


@dataclass(frozen=True, slots=True)
class ReadMeasure:
    """A measure as it was read."""

    number: str
    text: str
    bodies: tuple[ReadBody, ...]
    open_ended: bool
    requirements: tuple[tuple[Bilingual, str], ...]
    subject: str
    quoted: str
    amounts: tuple[ReadAmount, ...]
    deadline: str
    block: int


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """A block of the document: its text or its rows, what a steward said it is, and the measures that begin in it."""

    number: int
    text: tuple[Framed, ...]
    rows: tuple[SourceRow, ...]
    said: str
    headers: tuple[tuple[str, str], ...]
    measures: tuple[ReadMeasure, ...]


class SourceView:
    """The document of a review, in parts: the pages of a PDF, or blocks by the dozen."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self.marks = marking.marks(review.extraction)
        document = review.document
        self._blocks = document.blocks if document else ()
        self.is_paged = document is not None and document.media_type == "application/pdf"
        pages = [page for block in self._blocks for page in _pages(block)]
        self.parts = max(pages, default=1) if self.is_paged else max(1, -(-len(self._blocks) // BLOCKS))

    def part_of(self, place: Place) -> int:
        """Return the part that a place stands in."""
        if self.is_paged:
            return place.page or 1
        order = [block.place.block for block in self._blocks]
        return order.index(place.block) // BLOCKS + 1 if place.block in order else 1

    def blocks(self, part: int) -> Iterator[SourceBlock]:
        """Yield the blocks of a part; a table over several pages has on each the rows that stand there."""
        document = self._review.document
        if document is None:
            return
        chosen = (
            [block for block in self._blocks if part in _pages(block)]
            if self.is_paged
            else self._blocks[(part - 1) * BLOCKS : part * BLOCKS]
        )
        for block in chosen:
            yield self._block(document, block, part if self.is_paged else None)

    def _block(self, document: Document, block: Block, page: int | None) -> SourceBlock:
        place = block.place
        near = [mark for mark in self.marks if mark.start < place.end and place.start < mark.end]
        is_table = isinstance(block, Table)
        rows = [row for row in block.rows if page in (None, row.place.page)] if isinstance(block, Table) else []
        first = place.page in (None, page)
        measures = marking.measures_of(self._review.extraction, block)
        shown = [one for one in measures if page is None or one.passage.page in (None, page)]
        return SourceBlock(
            number=place.block,
            text=() if is_table else framed(marking.stretches(document, place, near)),
            rows=tuple(_rows(document, rows, near)),
            said=self._said(place),
            headers=self._headers(document, block) if isinstance(block, Table) and first else (),
            measures=tuple(read_measure(self._review, one) for one in shown),
        )

    def _said(self, place: Place) -> str:
        return marking.said_of(self._review.folder.settings.layout.parts, place)

    def _headers(self, document: Document, table: Table) -> tuple[tuple[str, str], ...]:
        columns = self._review.folder.settings.layout.columns
        return tuple((text, columns.role_of(text) or "") for text in marking.column_headers(document, table))


def _pages(block: Block) -> range:
    first = block.place.page or 1
    rows = block.rows if isinstance(block, Table) else ()
    return range(first, max([first, *(row.place.page or first for row in rows)]) + 1)


def framed(pieces: Iterable[ReadStretch]) -> tuple[Framed, ...]:
    """Return stretches by the frame that they stand in."""
    return tuple(
        Framed(frame, number, tuple(run))
        for (frame, number), run in groupby(
            pieces, key=lambda piece: (piece.frame, piece.number if piece.frame else "")
        )
    )


def _rows(document: Document, rows: Sequence[Row], marks: Sequence[ReadMark]) -> Iterator[SourceRow]:
    for at, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row.cells):
            if _is_merged_into(rows, at, column):
                continue
            cells.append(
                SourceCell(
                    text=framed(marking.stretches(document, cell, marks)) if cell.start < cell.end else (),
                    rows=_length(rows[down].cells[column : column + 1] == (cell,) for down in range(at + 1, len(rows)))
                    if cell.start < cell.end
                    else 1,
                    columns=_length(other == cell for other in row.cells[column + 1 :]) if cell.start < cell.end else 1,
                )
            )
        yield SourceRow(row.place.row or at + 1, tuple(cells))


def _is_merged_into(rows: Sequence[Row], at: int, column: int) -> bool:
    cell = rows[at].cells[column]
    if cell.start == cell.end:
        return False
    is_left = column > 0 and rows[at].cells[column - 1] == cell
    return is_left or (at > 0 and rows[at - 1].cells[column : column + 1] == (cell,))


def _length(same: Iterable[bool]) -> int:
    """Return how many cells are one: the first, and those after it as far as they are the same."""
    count = 1
    for each in same:
        if not each:
            break
        count += 1
    return count


def read_measure(review: Review, measure: r.Measure) -> ReadMeasure:
    """Return a measure as it was read."""
    quotations = {one.id: one for one in review.extraction.plan.quotations} if review.extraction else {}
    quoted = quotations.get(measure.answers or "")
    texts = review.catalogue.texts
    return ReadMeasure(
        number=measure.number,
        text=measure.text,
        bodies=tuple(_body(review, one) for one in measure.responsibilities),
        open_ended=measure.other_agencies,
        requirements=tuple(
            (review.catalogue.requirement_label([reference]), texts.get(reference, ""))
            for reference in measure.implements
        ),
        subject=quoted.id if quoted and not measure.mappings else measure.id,
        quoted=quoted.text if quoted else "",
        amounts=tuple(map(_amount, (*measure.targets, *measure.parameters))),
        deadline=_deadline(measure),
        block=measure.passage.block,
    )


def _deadline(measure: r.Measure) -> str:
    days = measure.deadline or (f"{measure.period.start_date} – {measure.period.end_date}" if measure.period else "")
    worded = measure.deadline_text or ""
    return f"{days}（{worded}）" if days and worded and days != worded else days or worded


def _body(review: Review, one: r.Responsibility) -> ReadBody:
    role = one.role.rpartition("/")[2]
    if one.agency is None or review.extraction is None:
        return ReadBody(one.text, role, None, known=True)
    agencies = {agency.id: agency for agency in review.extraction.plan.agencies}
    described = agencies.get(one.agency)
    curated = review.reference.agencies.get(one.agency)
    label = dict(curated.label if curated else described.pref_label if described else {})
    name = {"zh": label["zh"], "en": label.get("en", label["zh"])} if label else None
    asked = (doubt for doubt in review.doubts if doubt.code == "unknown-agency" and doubt.severity == "warning")
    known = one.text not in {each for doubt in asked for each in (doubt.names or (doubt.text,))}
    return ReadBody(one.text, role, name if name and name["zh"] != one.text else None, known=known)


def _amount(one: r.Quantity) -> ReadAmount:
    when = f"，{one.deadline}" if one.deadline else ""
    words = f"{one.description}：{value_of(one)}{one.unit_text or ''}{when}"
    return ReadAmount(type(one).__name__.lower(), words, one.passage.quote_selector.exact)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words of a doubt with what stands around them."""

    before: str
    words: str
    after: str


def excerpt(document: Document | None, place: Place) -> Excerpt | None:
    """Return a place in its text, with what stands before and after."""
    if document is None:
        return None
    start, end = place.start, min(place.end, place.start + 4 * _AROUND)
    before = document.text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    after = document.text[end : end + _AROUND].partition("\n")[0]
    return Excerpt(before, document.text[start:end], after)
