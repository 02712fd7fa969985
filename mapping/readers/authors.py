"""Who wrote, changed or commented on a file, as far as its format says so beside the text."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import msgspec

from mapping.blocks import Document
from mapping.readers.source import PARTS, Source

_OFFICE = re.compile(
    rb"<(?:\w+:)?(?:creator|initial-creator|lastModifiedBy|author|Manager)\b[^>]*>([^<]*)</"
    rb"|\b(?:\w+:)?(?:author|displayName|initials)=\"([^\"]*)\"|\b(?:\w+:)?(?:author|displayName)='([^']*)'"
)
_COMMENTS = re.compile(
    r"(?:^|/)(?:comments\d*|threadedComments?\d*|commentsExtended)\.xml$|/(?:threadedComments|comments)/"
)
_COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|threadedComment)\b")
_META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
_ABOUT_AUTHORS = re.compile(rb"name\s*=\s*[\"']?[\w.:\-]*(?:author|editor|creator|writer|checker)", re.IGNORECASE)
_CONTENT = re.compile(rb"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_LARGEST_NAME = 200


def with_authors(document: Document, source: Source) -> Document:
    """Return the document with the authors of a file and with whether somebody commented on it."""
    found: Iterable[str] = ()
    comments = False
    if source.content.startswith(b"PK"):
        found, comments = _of_office(source)
    elif document.media_type == "application/pdf":
        found = _of_pdf(source)
    elif document.media_type == "text/html":
        found = _of_page(source, document.encoding or "utf-8")
    authors = dict.fromkeys(filter(None, map(str.strip, (*document.authors, *found))))
    return msgspec.structs.replace(document, authors=tuple(authors), has_comments=document.has_comments or comments)


def _of_office(source: Source) -> tuple[list[str], bool]:
    found: list[str] = []
    comments = False
    with ZipFile(BytesIO(source.content)) as archive:
        for name in archive.namelist():
            if name.endswith(PARTS):
                part = archive.read(name)
                comments |= _COMMENTS.search(name) is not None and _COMMENT.search(part) is not None
                comments |= b"<office:annotation" in part
                matches = (next(filter(None, groups), b"") for groups in _OFFICE.findall(part))
                found += [
                    unescape(match.decode("utf-8", "replace")) for match in matches if len(match) <= _LARGEST_NAME
                ]
    return found, comments


def _of_page(source: Source, encoding: str) -> Iterator[str]:
    for meta in _META.findall(source.content):
        if _ABOUT_AUTHORS.search(meta):
            for groups in _CONTENT.findall(meta):
                yield unescape(next(filter(None, groups), b"").decode(encoding, "replace"))


def _of_pdf(source: Source) -> list[str]:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, which has read the file already

    document = pypdfium2.PdfDocument(source.content)
    try:
        found = [document.get_metadata_value("Author")]
        for number in range(len(document)):
            page = document[number]
            found += _annotators(page.raw, pypdfium2.raw)
            page.close()
    finally:
        document.close()
    return found


def _annotators(page: Any, raw: Any) -> Iterator[str]:
    """Yield who made the notes on a page: the entry T of each annotation."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if raw.FPDFAnnot_GetSubtype(annotation) in {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET}:
            raw.FPDFPage_CloseAnnot(annotation)
            continue
        size = raw.FPDFAnnot_GetStringValue(annotation, b"T", None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFAnnot_GetStringValue(annotation, b"T", ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
        raw.FPDFPage_CloseAnnot(annotation)
        yield buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
