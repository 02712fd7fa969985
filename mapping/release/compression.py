"""The files of a release as they lie on the disk: below ``dumps/``, and below ``compressed/`` in two compressed codings.

A large file is kept in those codings alone, and unpacked as it is read. They stand outside the manifest: the bytes depend on
the version of a compressor, and a release's id must not.

What is written of many graphs is those of each, one after the other, and so is its gzip: a part is deflated by itself, between
what frames it, and taken over as it is. It is one member (RFC 1952), since clients of HTTP stop after the first.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import zstandard

from mapping.release.folder import Dump

FOLDER = "compressed"
SUFFIXES = {"gzip": ".gz", "zstd": ".zst"}
"""Content coding (RFC 9110 §8.4.1, RFC 8878) to the suffix of its file."""
LARGE = 256 * 1024
"""From so many bytes on, a file that gets smaller is kept compressed only."""

_WORTH_IT = 1024  # bytes; below it, the headers of an answer weigh more than what is saved
_TEXTUAL = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/n-",
    "application/rdf+xml",
    "application/xml",
)
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 4  # an eighth of the time of 9, and a sixth larger
_AT_ONCE = 2**20  # bytes
_CHECKS = 8  # bytes at the end of gzip, of what was packed
_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\x03"  # of deflate, no name, no time; ends with another system than Python's own gzip
_END = b"\x03\0"  # an empty block that is the last


class Frame(NamedTuple):
    """What stands before and after the statements of a file, and between those of two parts."""

    head: bytes = b""
    joint: bytes = b""
    tail: bytes = b""


_NO_FRAME = Frame()


class JoinedPart(NamedTuple):
    """A file that becomes part of another, without its own frame."""

    path: str
    frame: Frame


def worth_compressing(dump: Dump) -> bool:
    """Return whether a file gets smaller: Office files and PDF are compressed already."""
    return dump.byte_size >= _WORTH_IT and dump.media_type.startswith(_TEXTUAL)


def compressed(release: Path, path: str, coding: str) -> Path:
    """Return where the file at ``path`` (relative to the release) stands in a content coding, if it does."""
    return release / FOLDER / f"{path}{SUFFIXES[coding]}"


def forms(path: str) -> tuple[str, ...]:
    """Return where a file may stand, relative to its release, as it is and compressed."""
    return path, *(compressed(Path(), path, coding).as_posix() for coding in SUFFIXES)


# ---- reading ------------------------------------------------------------------------------------------------------------


def opened(release: Path, path: str) -> BinaryIO:
    """Open a file of a release, unpacked if need be; then it can be gone forward in only."""
    if (plain := release / path).is_file():
        return plain.open("rb")
    file: BinaryIO = zstandard.open(compressed(release, path, "zstd"), "rb")
    return file


def read(release: Path, path: str) -> bytes:
    """Return what a file of a release holds; raises :class:`OSError` where it is missing or damaged."""
    try:
        with opened(release, path) as file:
            return file.read()
    except zstandard.ZstdError as error:
        raise OSError(errno.EIO, f"damaged ({error})", path) from error


def blocks(release: Path, path: str) -> Iterator[bytes]:
    """Yield what a file of lines holds, some of its lines at a time."""
    with opened(release, path) as file:
        left = b""
        while read_now := file.read(_AT_ONCE):
            whole, end, left = (left + read_now).rpartition(b"\n")
            if end:
                yield whole + end
        if left:
            yield left


def lines(release: Path, path: str) -> Iterator[bytes]:
    """Yield the lines of a file."""
    return (line for block in blocks(release, path) for line in block.splitlines(keepends=True))


# ---- writing ------------------------------------------------------------------------------------------------------------


def write(
    release: Path, path: str, content: bytes, media_type: str, graph: str | None = None, frame: Frame = _NO_FRAME
) -> Dump:
    """Write a file of a release as it is kept, and return its description."""
    digest = hashlib.sha256(content).hexdigest()
    dump = Dump(path=path, media_type=media_type, byte_size=len(content), sha256=digest, graph=graph)
    if packed := worth_compressing(dump):
        _pack(release, path, content, frame)
    if not packed or len(content) < LARGE:
        (plain := release / path).parent.mkdir(parents=True, exist_ok=True)
        plain.write_bytes(content)
    return dump


class PieceWriter:
    """Writes a file of a release piece by piece, within a frame, so that no more than a piece of it is in memory."""

    def __init__(
        self, release: Path, path: str, media_type: str, graph: str | None = None, frame: Frame = _NO_FRAME
    ) -> None:
        self._release, self._path, self._media_type, self._graph, self._frame = release, path, media_type, graph, frame
        self._size, self._check, self._digest, self._pieces = 0, 0, hashlib.sha256(), 0
        (target := compressed(release, path, "gzip")).parent.mkdir(parents=True, exist_ok=True)
        self._out = target.open("wb")
        self._out.write(_HEAD)
        self._put(frame.head, _deflated(frame.head))

    def add(self, piece: bytes) -> None:
        """Write one more piece."""
        self.begin()
        self._put(piece, _deflated(piece))

    def begin(self) -> None:
        """Begin one more piece, which may be put in parts."""
        if self._pieces:
            self._put(self._frame.joint, _deflated(self._frame.joint))
        self._pieces += 1

    def put_part(self, part: JoinedPart) -> None:
        """Write one more piece, which is a file without its own frame; what is compressed of it is not so once more."""
        self.begin()
        packed = _packed(self._release, part)
        for plain in _within(opened(self._release, part.path), part.frame.head, part.frame.tail):
            self._put(plain, b"" if packed else _deflated(plain))
        for piece in packed or ():
            self._put(b"", piece)

    def _put(self, plain: bytes, packed: bytes) -> None:
        self._size, self._check = self._size + len(plain), zlib.crc32(plain, self._check)
        self._digest.update(plain)
        self._out.write(packed)

    def close(self) -> Dump:
        """End the file, and return its description; a small one is kept as it is too."""
        self._put(self._frame.tail, _deflated(self._frame.tail))
        self._out.write(_ending(self._check, self._size))
        self._out.close()
        release, path = self._release, self._path
        with gzip.open(target := compressed(release, path, "gzip")) as file:
            if self._size < LARGE:
                content = file.read()
                target.unlink()
                return write(release, path, content, self._media_type, self._graph, self._frame)
            with compressed(release, path, "zstd").open("wb") as out:  # what was joined is read once
                zstandard.ZstdCompressor(_ZSTD_LEVEL).copy_stream(cast("BinaryIO", file), out, size=self._size)
        digest = self._digest.hexdigest()
        return Dump(path=path, media_type=self._media_type, byte_size=self._size, sha256=digest, graph=self._graph)


def join(release: Path, parts: Sequence[JoinedPart], path: str, media_type: str, frame: Frame) -> Dump:
    """Write a file of the statements of others, one after the other."""
    writer = PieceWriter(release, path, media_type, frame=frame)
    for part in parts:
        writer.put_part(part)
    return writer.close()


def _within(file: BinaryIO, head: bytes, tail: bytes) -> Iterator[bytes]:
    """Yield what a file holds between its beginning and its end, if these are so."""
    with file:
        first = file.read(len(head))
        left = b"" if first == head else first
        while read := file.read(_AT_ONCE):
            left += read
            if len(left) > len(tail):
                yield left[: len(left) - len(tail)]
                left = left[len(left) - len(tail) :]
        yield left.removesuffix(tail)


def _packed(release: Path, part: JoinedPart) -> Iterator[bytes] | None:
    """Return what is deflated of a part within its frame; nothing where it is not kept so."""
    file = compressed(release, part.path, "gzip")
    head, tail = _HEAD + _deflated(part.frame.head), _deflated(part.frame.tail) + _END
    if not file.is_file():
        return None
    with file.open("rb") as opened_file:
        begins = opened_file.read(len(head)) == head
        opened_file.seek(-(len(tail) + _CHECKS), os.SEEK_END)
        check = opened_file.read()
    if not begins or check[:-_CHECKS] != tail:
        return None
    return _within(file.open("rb"), head, check)


def compress(release: Path, dumps: Sequence[Dump], executor: Executor | None = None) -> None:
    """Compress the files of a release that are not yet; ``executor`` spreads them over processes."""
    wanted = [dump.path for dump in dumps if worth_compressing(dump)]
    paths = [path for path in wanted if not all(compressed(release, path, coding).exists() for coding in SUFFIXES)]
    if executor is None:
        for path in paths:
            compress_file(release, path)
        return
    for future in [executor.submit(compress_file, release, path) for path in paths]:
        future.result()


def compress_file(release: Path, path: str) -> None:
    """Write one file in every coding; equal input gives equal bytes, since no time and no name go in."""
    _pack(release, path, (release / path).read_bytes(), _NO_FRAME)


def _pack(release: Path, path: str, content: bytes, frame: Frame) -> None:
    targets = {coding: compressed(release, path, coding) for coding in SUFFIXES}
    targets["gzip"].parent.mkdir(parents=True, exist_ok=True)
    body = content.removeprefix(frame.head).removesuffix(frame.tail)
    if len(frame.head) + len(body) + len(frame.tail) != len(content):
        frame, body = _NO_FRAME, content
    deflated = b"".join(map(_deflated, (frame.head, body, frame.tail)))
    targets["gzip"].write_bytes(_HEAD + deflated + _ending(zlib.crc32(content), len(content)))
    targets["zstd"].write_bytes(zstandard.ZstdCompressor(_ZSTD_LEVEL).compress(content))


def _deflated(content: bytes) -> bytes:
    """Return blocks that are understood without those before them, and end with a whole byte (RFC 1951)."""
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH)


def _ending(check: int, size: int) -> bytes:
    return _END + struct.pack("<II", check, size & 0xFFFFFFFF)
