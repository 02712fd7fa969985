"""The cache of made plans beside the releases: ``.made/<key>/``, with what a plan wrote and what became of it.

An entry is moved to its name whole, and says of each of its files what it was; one that is damaged, or half written, is as if
it were not there. Its files are hard links to those of the releases that hold the plan, so it takes no space of its own, and it
goes when neither the last build nor a release that is kept holds it. It is used under the lock of a build alone.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from mapping.assembly import Made
from mapping.release.folder import remove
from mapping.release.lifecycle import integrity
from mapping.release.lifecycle.integrity import WrittenFile
from mapping.release.lifecycle.linking import link

FOLDER = ".made"
"""Where the made plans lie, below the folder of the releases."""
_SAID = "made.json"
_FILES = "files"


class _Entry(msgspec.Struct, frozen=True):
    made: Made
    files: dict[str, WrittenFile]


class PlanCache:
    """Made plans by their keys; ``fresh`` takes none of them over, and keeps what is made anew."""

    def __init__(self, releases: Path, *, fresh: bool = False) -> None:
        self._folder = releases / FOLDER
        self._fresh = fresh
        self._used: set[str] = set()

    def take(self, key: str, folder: Path) -> Made | None:
        """Link the files of a kept plan into a folder and return what became of it; nothing where it has to be made."""
        entry = None if self._fresh else self._sound(self._folder / key)
        if entry is None:
            return None
        for path in entry.files:
            link(self._folder / key / _FILES / path, folder / path)
        self._used.add(key)
        return entry.made

    def keep(self, key: str, folder: Path, made: Made) -> None:
        """Keep a plan that was made in a folder, whose files stay there, in place of what is kept under its key."""
        self._used.add(key)
        files = {path: integrity.written(folder / path) for path in sorted(_below(folder))}
        before = self._sound(self._folder / key)
        if before and before.files == files:
            self._share(key, folder, files)
        else:
            self._write(key, folder, _Entry(made, files))

    def _share(self, key: str, folder: Path, files: Iterable[str]) -> None:
        """Let the files of a folder be those that are kept, byte for byte the same: they stand once on the disk."""
        for path in files:
            (folder / path).unlink()
            link(self._folder / key / _FILES / path, folder / path)

    def _write(self, key: str, folder: Path, entry: _Entry) -> None:
        if not self._folder.is_dir():
            remove(self._folder)
        remove(beside := self._folder / f".{key}")
        (beside / _FILES).mkdir(parents=True)
        for path in entry.files:
            link(folder / path, beside / _FILES / path)
        said = msgspec.json.encode(entry)
        (beside / _SAID).write_bytes(hashlib.sha256(said).hexdigest().encode() + b"\n" + said)
        remove(self._folder / key)
        beside.rename(self._folder / key)

    def forget(self) -> None:
        """Remove what this build made or took over."""
        for key in self._used:
            shutil.rmtree(self._folder / key, ignore_errors=True)

    def prune(self) -> None:
        """Remove what this build did not use and no release holds."""
        for entry in self._folder.glob("*"):
            if entry.name not in self._used and not _is_in_a_release(entry / _FILES):
                shutil.rmtree(entry, ignore_errors=True)

    def _sound(self, entry: Path) -> _Entry | None:
        """Return what an entry says, if it and all its files are as they were written."""
        try:
            if not (entry / _SAID).is_file():  # who reads a named pipe waits for ever
                return None
            digest, _, said = (entry / _SAID).read_bytes().partition(b"\n")
            if hashlib.sha256(said).hexdigest().encode() != digest:
                return None
            found = msgspec.json.decode(said, type=_Entry)
        except (OSError, ValueError, RecursionError):
            return None
        return None if any(integrity.differences(entry / _FILES, found.files)) else found


def _below(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _is_in_a_release(folder: Path) -> bool:
    """Return whether a release holds the files too."""
    return any((folder / path).stat().st_nlink > 1 for path in _below(folder))
