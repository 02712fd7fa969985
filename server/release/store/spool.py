"""Where an answer is written to: memory while it is small, then a file without a name, which no crash leaves behind."""

from __future__ import annotations

import os
import tempfile
from typing import BinaryIO

_LEFT_FREE = 256 * 1024 * 1024
"""What answers leave of a disk to others, in bytes; of a small one, a tenth."""
_LOOKED_EVERY = 4 * 1024 * 1024


class Overflow(Exception):  # noqa: N818 - it is no error of the program
    """The answer is larger than it may be."""


class NoRoom(Exception):  # noqa: N818
    """The disk is full, or about to be."""


class Enough(Exception):  # noqa: N818
    """The answer has as many rows as it may have."""


class Spool:
    """A writable that keeps up to ``inline`` bytes in memory and takes at most ``limit``; sizes are bytes."""

    def __init__(self, inline: int, limit: int) -> None:
        self.size = 0
        self.file: BinaryIO | None = None
        self._memory = bytearray()
        self._inline = inline
        self._look_at = 0
        self.limit = limit

    def write(self, piece: bytes, /) -> int:
        """Take all of ``piece``; raises :class:`Overflow` and :class:`NoRoom`."""
        self.size += len(piece)
        if self.size > self.limit:
            raise Overflow
        if self.file is None and self.size <= self._inline:
            self._memory += piece
            return len(piece)
        try:
            self._write_to_file(piece)
        except OSError as error:
            raise NoRoom from error
        return len(piece)

    def _write_to_file(self, piece: bytes) -> None:
        if self.file is None:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 - it is handed over
            self.file.write(self._memory)
            self._memory.clear()
        if self.size >= self._look_at:
            self._look_at = self.size + _LOOKED_EVERY
            self._see_that_others_have_room(self.file)
        self.file.write(piece)

    @staticmethod
    def _see_that_others_have_room(file: BinaryIO) -> None:
        disk = os.fstatvfs(file.fileno())
        if disk.f_bavail * disk.f_frsize < min(_LEFT_FREE, disk.f_blocks * disk.f_frsize // 10):
            raise NoRoom

    def flush(self) -> None:
        """Do nothing: whoever writes may ask for it."""

    def body(self) -> bytes:
        """Return what is in memory."""
        return bytes(self._memory)

    def release(self) -> BinaryIO | None:
        """Return the file, at its beginning, if there is one."""
        if self.file is not None:
            self.file.flush()
            self.file.seek(0)
        return self.file


class FirstRows:
    """A writable for SPARQL TSV, one line a row below the header, that ends the query after ``rows`` rows.

    ``cut`` says that there were more.
    """

    def __init__(self, rows: int) -> None:
        self.cut = False
        self._left = rows + 1  # the header is a line
        self._kept = bytearray()

    def write(self, piece: bytes, /) -> int:
        """Keep what belongs to the first rows; raises :class:`Enough` at the first byte after them."""
        start = 0
        while self._left and (end := piece.find(b"\n", start)) >= 0:
            start = end + 1
            self._left -= 1
        if self._left:
            self._kept += piece
            return len(piece)
        self._kept += piece[:start]
        if start < len(piece):
            self.cut = True
            raise Enough
        return len(piece)

    def flush(self) -> None:
        """Do nothing: whoever writes may ask for it."""

    def tsv(self) -> bytes:
        """Return the rows."""
        return bytes(self._kept)
