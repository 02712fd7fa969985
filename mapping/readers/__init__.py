"""Readers: a file in, a :class:`~mapping.blocks.Document` out. They know formats, not policy."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from mapping.blocks import Document
from mapping.readers import html, markdown, office, spreadsheet, text, word
from mapping.readers.authors import with_authors
from mapping.readers.pdf import document as pdf
from mapping.readers.source import Source, check_archive, open_source

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (
    ".txt",
    ".md",
    ".csv",
    ".tsv",
    ".xlsx",
    ".xlsm",
    ".docx",
    ".docm",
    ".html",
    ".htm",
    ".pdf",
    ".doc",
    ".wps",
    ".xls",
    ".et",
    ".odt",
    ".ods",
    ".rtf",
)
"""What a document's name may end in."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = {name: name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "Book")}
_ODF = {
    b"application/vnd.oasis.opendocument.text": "docx",
    b"application/vnd.oasis.opendocument.spreadsheet": "xlsx",
}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(path: Path) -> Document:
    """Read a document. Its content decides how, then its suffix.

    Raises:
        DocumentError: the file is missing, unreadable, or not what its suffix says; says what to do.
    """
    source = open_source(path)
    return with_authors(_reader(source)(source), source)


def _reader(source: Source) -> Callable[[Source], Document]:
    content, suffix = source.content, source.path.suffix.lower()
    if b"%PDF-" in content[:1024]:
        return pdf.read
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office_reader(source)
    if content.startswith(_COMPOUND):
        return _compound_reader(source)
    if content.startswith(b"{\\rtf"):
        return office.reader("application/rtf", "docx")
    if suffix in (".pdf", ".docx", ".docm", ".xlsx", ".xlsm"):
        raise source.error(
            f"the file is damaged: its content is not that of a {suffix} file",
            "Fetch it again, or open it in the program that made it and save it again.",
        )
    return _text_reader(content, suffix)


def _text_reader(content: bytes, suffix: str) -> Callable[[Source], Document]:
    if suffix in (".csv", ".tsv"):
        return spreadsheet.read_csv
    if suffix in (".md", ".markdown"):
        return markdown.read
    is_page = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html"))
    return html.read if is_page or suffix in (".html", ".htm", ".xhtml") else text.read


def _office_reader(source: Source) -> Callable[[Source], Document]:
    check_archive(source)
    with ZipFile(BytesIO(source.content)) as archive:
        names = set(archive.namelist())
        kind = archive.read("mimetype").strip() if "mimetype" in names else b""
    if "word/document.xml" in names:
        return word.read
    if "xl/workbook.xml" in names:
        return spreadsheet.read_excel
    if kind in _ODF:
        return office.reader(kind.decode(), _ODF[kind])
    raise source.error(
        "this is an archive, but neither a Word document nor an Excel workbook",
        "Unpack it, or save it as .docx or .xlsx.",
    )


def _compound_reader(source: Source) -> Callable[[Source], Document]:
    """Return the reader of a file of Word, WPS or Excel before 2007: its streams say which."""
    if _ENCRYPTED in source.content:
        raise source.error("the file is protected by a password", "Save it without one.")
    if _STREAMS["WordDocument"] in source.content:
        return office.reader("application/msword", "docx")
    if _STREAMS["Workbook"] in source.content or _STREAMS["Book"] in source.content:
        return office.reader("application/vnd.ms-excel", "xlsx")
    raise source.error(
        "this is a file of an office program before 2007, but neither a text nor a workbook",
        "Open it and save it as .docx or .xlsx.",
    )
