"""The pages of a PDF as they look, and where on them stands what was read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import Indel

from mapping.blocks import Document, Place, Table
from mapping.readers.pdf.page import Glyph, read_page
from mapping.readers.pdf.recognised import with_glyphs
from mapping.review.marks import ReadMark

MEDIA_TYPE = "application/pdf"
_DOTS = 1.6
"""Dots of a picture for a point of its page."""
_MOST_DOTS = 3000
_MOST_CHARACTERS = 20_000
_ABOVE, _BELOW = 0.9, 0.2
"""How far a character reaches above and below its line, in parts of its size."""


class MarkedBox(NamedTuple):
    """A box on a page, in points from its top left corner, and the mark that stands there."""

    left: float
    top: float
    width: float
    height: float
    mark: ReadMark


class PageView(NamedTuple):
    """The size of a page in points, and the boxes of what was read on it."""

    width: float
    height: float
    boxes: tuple[MarkedBox, ...]


def picture(path: Path, number: int) -> bytes:
    """Return a page of a PDF as PNG; raises :class:`IndexError` where there is none of that number."""
    with _page(path, number) as page:
        scale = min(_DOTS, _MOST_DOTS / max(page.get_size()))
        drawn = page.render(scale=scale, rotation=0)
        png = io.BytesIO()
        drawn.to_pil().save(png, "PNG")
        return png.getvalue()


def view(path: Path, number: int, document: Document, marks: Iterable[ReadMark]) -> PageView:
    """Return a page with the boxes of marks: its characters are found in the text as the document has it."""
    with _page(path, number) as page:
        printed = read_page(page, number)
        if document.recognised is not None and number in document.recognised.pages:
            printed = with_glyphs(printed, document.recognised)
        width, height = page.get_size()
    upright = abs(printed.width - width) < 1
    glyphs = [glyph for glyph in printed.glyphs if not glyph.text.isspace()] if upright else []
    start, end = _range(document, number)
    glyph_of = _aligned(glyphs, document.text[start:end], start)
    boxes = (
        MarkedBox(*box, mark)
        for mark in marks
        if mark.start < end and start < mark.end
        for box in _boxes([glyph_of[at] for at in range(mark.start, mark.end) if at in glyph_of])
    )
    return PageView(width, height, tuple(boxes))


@contextmanager
def _page(path: Path, number: int) -> Iterator[Any]:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        try:
            yield page
        finally:
            page.close()


def _range(document: Document, number: int) -> tuple[int, int]:
    """Return where the text of a page begins and ends; a block that goes on over the page counts with both."""
    places = sorted(_places(document), key=lambda place: place.start)
    before = [place for place in places if (place.page or 0) < number]
    after = [place for place in places if (place.page or 0) > number]
    start = before[-1].start if before else 0
    return start, after[0].start if after else len(document.text)


def _places(document: Document) -> Iterator[Place]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (row.place for row in block.rows)
        else:
            yield block.place


def _aligned(glyphs: Sequence[Glyph], text: str, start: int) -> dict[int, Glyph]:
    """Return the glyph of each character of a text, as far as the page prints both in one order."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    printed, wanted = "".join(glyph.text for glyph in glyphs), "".join(text[at] for at in places)
    if len(printed) != len(glyphs) or max(len(printed), len(wanted)) > _MOST_CHARACTERS:
        return {}
    return {
        start + places[step.dest_start + at]: glyphs[step.src_start + at]
        for step in Indel.opcodes(printed, wanted)
        if step.tag == "equal"
        for at in range(step.src_end - step.src_start)
    }


def _boxes(glyphs: Sequence[Glyph]) -> Iterator[tuple[float, float, float, float]]:
    """Yield a box for each line that glyphs stand on."""
    for _, run in groupby(glyphs, key=lambda glyph: round(glyph.base)):
        line = list(run)
        left, right = min(glyph.left for glyph in line), max(glyph.right for glyph in line)
        base, size = line[0].base, max(glyph.size for glyph in line)
        yield left, base - size * _ABOVE, right - left, size * (_ABOVE + _BELOW)
