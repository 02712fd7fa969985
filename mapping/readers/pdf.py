"""PDF with a text layer: ruled tables and the paragraphs around them, each with its page.

Lines that only the page's width broke are joined. A table that goes on over a page is one table: its repeated
header is dropped, and a row that the page break cut (its first cell is empty on the new page) is made whole.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from mapping.blocks import Document
from mapping.readers.composing import Composer
from mapping.readers.extras import needs
from mapping.readers.page import Part, parts_of
from mapping.readers.source import Source
from mapping.readers.stitching import Stitcher

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

MEDIA_TYPE = "application/pdf"

LARGEST_PAGES = 1000
"""Pages of a document; reading one takes about a tenth of a second."""


def read(source: Source) -> Document:
    """Read a PDF.

    Raises:
        DocumentError: it is damaged, protected by a password, too long, or scanned: a page has pictures and no text.
    """
    composer = Composer()
    with _opened(source) as document:
        if len(document.pages) > LARGEST_PAGES:
            raise source.error(
                f"the document has {len(document.pages)} pages, more than the {LARGEST_PAGES} that are read",
                "Take out the pages of the plan.",
            )
        pages = [_parts(number, document) for number in range(1, len(document.pages) + 1)]
        scanned = [number for number, parts in enumerate(pages, 1) if parts is None]
    if scanned:
        raise _scanned(source, scanned, len(pages))
    Stitcher(composer).add([parts for parts in pages if parts is not None])
    return composer.document(source, media_type=MEDIA_TYPE)


@contextmanager
def _opened(source: Source) -> Iterator[PDF]:
    with needs(source, "pdf"):
        import pdfplumber  # noqa: PLC0415
        from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
        from pdfminer.pdfexceptions import PDFException  # noqa: PLC0415
        from pdfminer.psexceptions import PSException  # noqa: PLC0415
        from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font without a box
    try:
        with pdfplumber.open(BytesIO(source.content)) as document:
            yield document
    except (PdfminerException, PDFException, PSException, ValueError, KeyError, TypeError) as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, PDFPasswordIncorrect) or isinstance(error, PDFPasswordIncorrect):
            raise source.error("the file is protected by a password", "Save it without one.") from error
        raise source.error(
            f"the file is damaged: {error or type(error).__name__}", "Fetch it again, or print it to a new PDF."
        ) from error


def _parts(number: int, document: PDF) -> list[Part] | None:
    """Return the parts of a page; ``None`` if it is a picture without a text layer."""
    page = document.pages[number - 1]
    has_text = any(character["text"].strip() for character in page.chars)
    if not has_text and page.images:
        return None
    parts: list[Part] = parts_of(page) if has_text else []
    page.close()
    return parts


def _scanned(source: Source, pages: list[int], total: int) -> Exception:
    shown = "every page" if len(pages) == total else f"page {', '.join(map(str, pages))}"
    return source.error(
        f"this is a scan: {shown} holds a picture and no text",
        "Recognise its text first (OCR), or find the plan as Word, web page or PDF with a text layer.",
        page=pages[0],
    )
