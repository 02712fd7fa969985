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
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
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


def join(release: Path, parts: Sequence[JoinedPart], path: str, media_type: str, frame: Frame) -> Dump:
    """Write a file of the statements of others, one after the other; what is compressed of them is not so once more."""
    target = compressed(release, path, "gzip")
    target.parent.mkdir(parents=True, exist_ok=True)
    size, check, digest = 0, 0, hashlib.sha256()
    with target.open("wb") as out:
        out.write(_HEAD)
        for plain, packed in _pieces(release, parts, frame):
            size, check = size + len(plain), zlib.crc32(plain, check)
            digest.update(plain)
            out.write(packed)
        out.write(_ending(check, size))
    dump = Dump(path=path, media_type=media_type, byte_size=size, sha256=digest.hexdigest())
    if size < LARGE:
        with gzip.open(target) as file:
            return write(release, path, file.read(), media_type)
    with gzip.open(target) as file, compressed(release, path, "zstd").open("wb") as out:  # what was joined is read once
        zstandard.ZstdCompressor(_ZSTD_LEVEL).copy_stream(cast("BinaryIO", file), out, size=size)
    return dump


def _pieces(release: Path, parts: Iterable[JoinedPart], frame: Frame) -> Iterator[tuple[bytes, bytes]]:
    """Yield what a file is joined of, as it is and deflated."""
    yield frame.head, _deflated(frame.head)
    for position, part in enumerate(parts):
        if position:
            yield frame.joint, _deflated(frame.joint)
        body = read(release, part.path).removeprefix(part.frame.head).removesuffix(part.frame.tail)
        yield body, _packed(release, part) or _deflated(body)
    yield frame.tail, _deflated(frame.tail)


def _packed(release: Path, part: JoinedPart) -> bytes:
    """Return what is deflated of a part within its frame; nothing where it is not kept so."""
    file = compressed(release, part.path, "gzip")
    content = file.read_bytes()[:-8] if file.is_file() else b""
    head, tail = _HEAD + _deflated(part.frame.head), _deflated(part.frame.tail) + _END
    framed = content.startswith(head) and content.endswith(tail)
    return content.removeprefix(head).removesuffix(tail) if framed else b""


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
