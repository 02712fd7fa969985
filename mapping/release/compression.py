"""The files of a release in two compressed codings, made once when it is built: beside ``dumps/``, in ``compressed/``.

They stand outside the manifest: the bytes depend on the version of a compressor, and a release's id must not.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

import zstandard

from mapping.release.folder import Dump

FOLDER = "compressed"
SUFFIXES = {"gzip": ".gz", "zstd": ".zst"}
"""Content coding (RFC 9110 §8.4.1, RFC 8878) to the suffix of its file."""

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
_ZSTD_LEVEL = 9


def worth_compressing(dump: Dump) -> bool:
    """Return whether a file gets smaller: Office files and PDF are compressed already."""
    return dump.byte_size >= _WORTH_IT and dump.media_type.startswith(_TEXTUAL)


def compressed(release: Path, path: str, coding: str) -> Path:
    """Return where the file at ``path`` (relative to the release) stands in a content coding, if it does."""
    return release / FOLDER / f"{path}{SUFFIXES[coding]}"


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
    source = release / path
    targets = {coding: compressed(release, path, coding) for coding in SUFFIXES}
    targets["gzip"].parent.mkdir(parents=True, exist_ok=True)
    with (
        source.open("rb") as file,
        targets["gzip"].open("wb") as raw,
        gzip.GzipFile("", "wb", _GZIP_LEVEL, raw, mtime=0) as packed,
    ):
        shutil.copyfileobj(file, packed)
    with source.open("rb") as file, targets["zstd"].open("wb") as out:
        zstandard.ZstdCompressor(_ZSTD_LEVEL).copy_stream(file, out, size=source.stat().st_size)
