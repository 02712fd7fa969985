"""The bytes of a document: opened, bounded and measured before anybody parses them."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from mapping.blocks import Block, Document
from mapping.errors import DocumentError, Where

LARGEST_FILE = 64 * 2**20
"""A plan of a thousand measures is below one megabyte as text and below ten as PDF."""

LONGEST_TEXT = 4_000_000
"""Characters of a document's text: ten times a plan of a thousand measures, and read in less than a minute."""

LARGEST_ARCHIVE = 512 * 2**20
"""What an Office file may unpack to, in bytes, all members together."""

PARTS = (".xml", ".rels", "mimetype")
"""What the names of those members end in that hold its text."""

_NOT_UNPACKED = (BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, RuntimeError, struct.error)
"""What a library raises that meets a damaged, encrypted or unknown member of an archive."""

DAMAGED = (
    LookupError, AttributeError, TypeError, ValueError, ArithmeticError, AssertionError, NotImplementedError, SyntaxError,
    OSError,
)  # fmt: skip # one kind
"""What libraries raise, besides errors of their own, when they open a file whose parts do not fit each other."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file and its bytes, neither empty nor larger than :data:`LARGEST_FILE`."""

    path: Path
    content: bytes

    @property
    def where(self) -> Where:
        """The file, as errors name it."""
        return Where(document=self.path.name)

    def error(self, what: str, advice: str, *, page: int | None = None) -> DocumentError:
        """Return the error that says ``what`` is wrong with this file."""
        return DocumentError(what, advice=advice, where=Where(document=self.path.name, page=page))

    def check_length(self, text: str) -> None:
        """Refuse a text that is longer than any plan; raises :class:`DocumentError`."""
        if len(text) > LONGEST_TEXT:
            raise self.error(
                f"its text has {len(text):,} characters, more than the {LONGEST_TEXT:,} that are read",
                "Split it into the plans that it holds, or remove what is no part of one.",
            )

    def document(
        self, text: str, blocks: tuple[Block, ...], *, media_type: str, encoding: str | None = None
    ) -> Document:
        """Return the document that this file holds; raises :class:`DocumentError` where its text is too long."""
        self.check_length(text)
        return Document(
            path=self.path,
            name=self.path.name,
            media_type=media_type,
            text=text,
            blocks=blocks,
            byte_size=len(self.content),
            sha256=hashlib.sha256(self.content).hexdigest(),
            encoding=encoding,
        )


def open_source(path: Path) -> Source:
    """Read a file's bytes.

    Raises:
        DocumentError: the file is missing, unreadable, a directory, empty or too large.
    """
    where = Where(document=path.name or str(path))
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise DocumentError(
                f"the file has {size:,} bytes, more than the {LARGEST_FILE:,} that are read",
                advice="Split it, or remove its pictures.",
                where=where,
            )
        if not (path.is_file() or path.is_dir()):
            raise DocumentError("this is a pipe or a device, not a file", advice="Put the document there.", where=where)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(
            f"there is no such file ({path})", advice="Check the path, or put the document there.", where=where
        ) from error
    except IsADirectoryError as error:
        raise DocumentError(
            "this is a folder, not a file", advice="Name the document inside it.", where=where
        ) from error
    except OSError as error:
        raise DocumentError(
            f"the file cannot be read: {error.strerror}", advice="Check its permissions.", where=where
        ) from error
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise DocumentError("the file is empty", advice="Fetch the document again.", where=where)
    return Source(path, content)


def check_archive(source: Source) -> None:
    """Refuse an Office file that unpacks to more than :data:`LARGEST_ARCHIVE`, or whose parts do not unpack.

    Raises:
        DocumentError: the archive is corrupt, or would fill the memory.
    """
    try:
        with ZipFile(BytesIO(source.content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked <= LARGEST_ARCHIVE:
                for name in archive.namelist():
                    if name.endswith(PARTS):
                        archive.read(name)
    except _NOT_UNPACKED as error:
        raise source.error(
            f"the file is damaged: {error}", "Open it in an office program and save it again."
        ) from error
    if unpacked > LARGEST_ARCHIVE:
        raise source.error(
            f"the file unpacks to {unpacked:,} bytes, more than the {LARGEST_ARCHIVE:,} that are read",
            "Check where it comes from; a plan is never that large.",
        )
