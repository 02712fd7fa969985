"""PDF with a text layer: ruled tables and the paragraphs around them, each with its page.

Lines that only the page's width broke are joined. A table that goes on over a page is one table: its repeated
header is dropped, and a row that the page break cut is made whole. What is left out is told.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from mapping.blocks import Document, Omission, Recognition
from mapping.readers.composing import Composer
from mapping.readers.extras import needs
from mapping.readers.pdf import recognised, recognition
from mapping.readers.pdf.flow import FlowLine, PageFlow, flow_of
from mapping.readers.pdf.page import PrintedPage, read_page
from mapping.readers.pdf.running import running_lines
from mapping.readers.pdf.stitching import Stitcher
from mapping.readers.source import LARGEST_ARCHIVE, Source

PdfDocument = Any
"""A document of pypdfium2, which declares no types."""

MEDIA_TYPE = "application/pdf"

LARGEST_PAGES = 1000
"""Pages of a document; reading one takes about a hundredth of a second."""

_LARGE_PICTURE = 0.15
_MANY_SHAPES = 200
_STREAM = re.compile(rb"stream\r?\n")
_MOST_FILTERS = 3
_FEW_GLYPHS = 20
_MOST_OF_PAGE = 0.6
_INSTALL = f"Install what recognises text with: pip install 'policygraph[{recognition.EXTRA}]'"
_HOLE = re.compile(r"\u3000[，。、；：）]")


def read(source: Source) -> Document:
    """Read a PDF.

    Raises:
        DocumentError: it is damaged, protected by a password, too long, or scanned, and no text can be recognised.
    """
    _check_streams(source)
    with _opened(source) as document:
        if len(document) > LARGEST_PAGES:
            raise source.error(
                f"the document has {len(document)} pages, more than the {LARGEST_PAGES} that are read",
                "Take out the pages of the plan.",
            )
        pages = [_flow(document, number) for number in range(1, len(document) + 1)]
        found = _recognised(source, document, pages)
    if found is not None:
        pages = [_with_text(flow, found) if flow.page.number in found.pages else flow for flow in pages]
    if not any(flow.glyphs for flow in pages) and any(map(_is_picture, pages)):
        raise _scanned(source, pages, found)
    running = running_lines(pages)
    composer = Composer(omissions=[*_omitted(pages), *_running(pages, running)])
    Stitcher(composer, pages, running).add(pages)
    read = composer.document(source, media_type=MEDIA_TYPE)
    if found is None or not found.lines:
        return read
    return msgspec.structs.replace(
        read, recognised=found, omissions=(*recognised.omissions_of(read, found), *read.omissions)
    )


def _recognised(source: Source, document: PdfDocument, pages: Sequence[PageFlow]) -> Recognition | None:
    """Return what is kept, or else can be recognised, of the pages that are pictures."""
    numbers = [flow.page.number for flow in pages if _is_scan(flow)]
    if not numbers:
        return None
    kept = recognised.kept(source, hashlib.sha256(source.content).hexdigest())
    if kept is not None:
        return kept
    return recognition.recognise(document, numbers) if recognition.is_installed() else None


def _is_scan(flow: PageFlow) -> bool:
    """Tell a page that is a picture, or nearly so: with a number or a stamp as its only text."""
    return _is_picture(flow) or (flow.glyphs < _FEW_GLYPHS and flow.covered > _MOST_OF_PAGE)


def _with_text(flow: PageFlow, found: Recognition) -> PageFlow:
    return flow_of(recognised.with_glyphs(flow.page, found))


def _check_streams(source: Source) -> None:
    """Refuse a file whose compressed streams unpack to more than an Office file may."""
    left = LARGEST_ARCHIVE
    for begin in _STREAM.finditer(source.content):
        data = memoryview(source.content)[begin.end() :]
        for _ in range(_MOST_FILTERS):
            unpacked = _unpacked(data, left)
            left -= len(unpacked)
            data = memoryview(unpacked)
        if left <= 0:
            raise source.error(
                f"the file unpacks to more than the {LARGEST_ARCHIVE:,} bytes that are read",
                "Check where it comes from; a plan is never that large.",
            )


def _unpacked(data: memoryview, most: int) -> bytes:
    """Return what a stream unpacks to, as far as ``most`` bytes; nothing if it is not compressed so."""
    if bytes(data[:1]) != b"x" or most <= 0:
        return b""
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return b""


@contextmanager
def _opened(source: Source) -> Iterator[PdfDocument]:
    with needs(source, "pdf"):
        import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415
    try:
        document = pypdfium2.PdfDocument(source.content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise source.error("the file is protected by a password", "Save it without one.") from error
        raise source.error(f"the file is damaged: {error}", "Fetch it again, or print it to a new PDF.") from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise source.error(f"the file is damaged: {error}", "Fetch it again, or print it to a new PDF.") from error
    finally:
        document.close()


def _flow(document: PdfDocument, number: int) -> PageFlow:
    page = document[number - 1]
    try:
        flow = flow_of(read_page(page, number))
    finally:
        page.close()
    return flow


def _is_picture(flow: PageFlow) -> bool:
    """Tell a page that shows something and has no text."""
    return not flow.glyphs and (bool(flow.page.pictures) or flow.page.shapes > _MANY_SHAPES)


def _scanned(source: Source, pages: Sequence[PageFlow], found: Recognition | None) -> Exception:
    first = next(flow.page.number for flow in pages if _is_picture(flow))
    if found is not None:
        return source.error(
            "this is a scan, and no text was recognised on its pictures",
            "Look whether it shows any; find the plan in another format, or a better scan of it.",
            page=first,
        )
    return source.error(
        "this is a scan: every page holds a picture and no text",
        f"{_INSTALL}, or find the plan as Word, web page or PDF with a text layer.",
        page=first,
    )


def _omitted(pages: Sequence[PageFlow]) -> Iterator[Omission]:
    """Yield what of the pages is not in the text: pictures, notes in the margin, characters out of place."""
    for flow in pages:
        page = flow.page
        if _is_picture(flow):
            yield Omission(
                what="holds a picture and no text: not read",
                advice=f"Look at it; if measures stand there: {_INSTALL[0].lower()}{_INSTALL[1:]}, or find another format.",
                page=page.number,
            )
        elif (covered := flow.covered) >= _LARGE_PICTURE:
            yield Omission(
                what=f"holds a picture on {covered:.0%} of the page, which is not read",
                advice="Look at it; if it shows text or a table of the plan, find the plan in another format.",
                page=page.number,
                severity="info" if page.number == 1 else "warning",
            )
        if flow.notes:
            yield Omission(
                what="has notes in its margin, which are no text of the plan and were not read",
                advice="Look at them if they are more than comments.",
                page=page.number,
                text=" ".join(flow.notes),
            )
        yield from _out_of_place(page)
        if page.is_cut:
            yield Omission(
                what="draws more than is looked at, or in forms nested without end: lines of its tables may be missing",
                advice="Look at the page; print it to a new PDF, or find the plan in another format.",
                page=page.number,
            )
        for part in flow.parts:
            if isinstance(part, FlowLine) and _HOLE.search(part.line.text):
                yield Omission(
                    what="has a wide gap before a mark of punctuation: characters may be missing from its text",
                    advice="Look at the page; what is missing there can only be written into another copy of the plan.",
                    page=page.number,
                    text=part.line.text,
                )


def _out_of_place(page: PrintedPage) -> Iterator[Omission]:
    kinds = (
        (page.tilted, "set at an angle", "Look at them; a watermark may be left out."),
        (page.outside, "beyond the edges of the page", "Look at the page in another program."),
        (page.unmapped, "of which the file does not say which they are", "Find the plan in another format."),
    )
    for count, which, advice in kinds:
        if count:
            yield Omission(
                what=f"has {count} characters {which}: not read",
                advice=advice,
                page=page.number,
                severity="info" if "angle" in which else "warning",
            )


def _running(pages: Sequence[PageFlow], running: set[int]) -> Iterator[Omission]:
    """Yield one note of the heads and feet that were left out, page numbers aside."""
    lines = [part.line for flow in pages for part in flow.parts if isinstance(part, FlowLine)]
    texts = dict.fromkeys(line.text for line in lines if id(line) in running and len(line.text) > 12)
    if texts:
        shown = " | ".join(list(texts)[:4])
        yield Omission(
            what="Lines that run along the top or the bottom of the pages were left out",
            advice="Nothing has to be done, unless they belong to the plan.",
            severity="info",
            text=shown,
        )
