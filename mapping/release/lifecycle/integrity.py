"""Whether a release holds what was written: size and checksum of each of its files, noted when it was published.

They stand in ``files.json`` beside the manifest, and outside a release's id: the bytes of store and index differ from build
to build, the data does not. A release without the file, which does not say either when it went live, was made before there was
one; then the manifest speaks for its dumps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from mapping.errors import ReleaseError, Where
from mapping.release import compression
from mapping.release.folder import MANIFEST, Dump, read_manifest
from mapping.release.journal import OF_A_RELEASE

FILE_NAME = "files.json"
_GROWING = (FILE_NAME, OF_A_RELEASE, "store/LOG")
"""How names begin of files that are written to later: a store keeps a log of being opened and closed."""


class WrittenFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was written; ``sha256`` in hex."""

    byte_size: int
    sha256: str


def note(release: Path, before: Path | None = None) -> None:
    """Write down what every file of a release is now; a file that is one of ``before`` too is what that release says.

    Its files were compared with that when the build began.
    """
    paths = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    known = _written(before) if before else {}
    files = {
        path: known[path]
        if before and path in known and _is_one(release / path, before / path)
        else written(release / path)
        for path in paths
        if not path.startswith(_GROWING)
    }
    (release / FILE_NAME).write_bytes(msgspec.json.format(msgspec.json.encode(files), indent=1))


def _is_one(file: Path, other: Path) -> bool:
    return other.is_file() and file.samefile(other)


def is_noted(release: Path) -> bool:
    """Return whether all files of a release can be checked, and not its dumps alone."""
    return (release / FILE_NAME).is_file()


def is_sound(release: Path) -> bool:
    """Return whether every file of a release is known to be as it was written."""
    return is_noted(release) and not any(damage(release))


def damage(release: Path, *, checksums: bool = True) -> Iterator[str]:
    """Yield a sentence for each file that is not as it was written; without ``checksums``, sizes alone are compared."""
    try:
        files = _written(release)
    except ReleaseError as error:
        yield f"{error.where.document.removeprefix(f'{release}/')} {error.what}"
        return
    yield from differences(release, files, checksums=checksums)


def damage_of(release: Path, dumps: Iterable[Dump]) -> Iterator[str]:
    """Yield a sentence for each of some dumps of a release that is not as it was written, however it is kept."""
    for dump in dumps:
        try:
            if hashlib.sha256(compression.read(release, dump.path)).hexdigest() != dump.sha256:
                yield f"{dump.path} has other content than was written"
        except OSError as error:
            yield f"{dump.path} cannot be read: {error.strerror}"


def differences(folder: Path, files: Mapping[str, WrittenFile], *, checksums: bool = True) -> Iterator[str]:
    """Yield a sentence for each of some files below a folder that is not as it was written."""
    for path, was in files.items():
        if said := _difference(folder / path, was, checksums=checksums):
            yield f"{path} {said}"


def _as_written(dumps: Iterable[Dump]) -> dict[str, WrittenFile]:
    return {dump.path: WrittenFile(byte_size=dump.byte_size, sha256=dump.sha256) for dump in dumps}


def check(release: Path, *, checksums: bool = True) -> None:
    """Raise :class:`ReleaseError` where a file of a release is not as it was written."""
    for said in damage(release, checksums=checksums):
        raise ReleaseError(
            f"is damaged: {said}",
            where=Where(document=str(release)),
            advice="`policygraph check` names every such file; `policygraph build` makes the release anew.",
        )


def _written(release: Path) -> dict[str, WrittenFile]:
    manifest = read_manifest(release)
    path = release / FILE_NAME
    if not is_noted(release) and (release / OF_A_RELEASE).exists():  # it says when it went live, which came later
        raise ReleaseError("is missing", where=Where(document=str(path)), advice="Build with `policygraph build`.")
    if not is_noted(release):
        return _as_written(manifest.dumps)
    try:
        files = msgspec.json.decode(path.read_bytes(), type=dict[str, WrittenFile])
        if MANIFEST not in files:
            raise ValueError("it does not name every file")  # noqa: TRY301 - told as what cannot be decoded is
    except (OSError, ValueError, RecursionError) as error:
        raise ReleaseError(
            f"cannot be read: {error}", where=Where(document=str(path)), advice="Build with `policygraph build`."
        ) from error
    return files


def _difference(path: Path, was: WrittenFile, *, checksums: bool) -> str:
    """Return what is wrong with a file; nothing where it is as it was written."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            return "is no file"
        if size != was.byte_size:
            return f"has {size:,} bytes instead of {was.byte_size:,}"
        return "" if not checksums or written(path) == was else "has other content than was written"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def written(path: Path) -> WrittenFile:
    """Return what a file is now."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return WrittenFile(byte_size=path.stat().st_size, sha256=digest)
