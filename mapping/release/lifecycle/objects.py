"""Releases in object storage, and a folder here that is a copy of them: what reads releases needs files.

::

    s3://bucket/folder/
        current              the id of the live release, written last
        journal.jsonl        the journal
        releases/<id>.json   the names, sizes and checksums of a release's files; and <id>.jsonl, when it went live
        files/<sha256>       each file once, however many releases hold it

Nothing that is there is ever written again but ``current`` and the journal, so who reads meanwhile sees whole releases.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from mapping.errors import ReleaseError, Where
from mapping.release import journal
from mapping.release.folder import CURRENT, RELEASE_ID, live, remove
from mapping.release.lifecycle import integrity
from mapping.release.lifecycle.linking import link
from mapping.release.lifecycle.publishing import switch

_LOG = logging.getLogger(__name__)
_FETCHING = ".fetching-"
_AT_A_TIME = 8
_KEEPS = "The releases that are here stay as they are."
Files = Mapping[str, integrity.WrittenFile]


class ObjectStorage:
    """Releases at an address such as ``s3://bucket/folder``; keys and region are taken from the environment.

    Raises :class:`ImportError` without the extra ``objects``.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        import fsspec  # type: ignore[import-untyped]  # noqa: PLC0415 - of the extra "objects"
        from obstore.fsspec import register  # noqa: PLC0415 - as above

        register(["s3", "gs", "az"])
        with self._telling():
            self._files, self._root = fsspec.url_to_fs(self.url)
        self._fetched = b""

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Make one error of the many that storage and its libraries have."""
        try:
            yield
        except ReleaseError:
            raise
        except Exception as error:
            said = " ".join(str(error).split("\n", 1)[0].split())[:300]
            advice = f"Check the address, the keys in the environment and the network. {_KEEPS}"
            raise ReleaseError(
                f"cannot be used: {said or type(error).__name__}", where=Where(document=self.url), advice=advice
            ) from error

    def fetch(self, releases: Path) -> None:
        """Make a folder a copy of the releases that are there; files that any release here holds already are not fetched.

        Raises :class:`ReleaseError` where something is not there or not as it was written; what is live here stays so.
        """
        with self._telling():
            releases.mkdir(parents=True, exist_ok=True)
            current = self._read(CURRENT).decode()
            self._fetched = self._read(journal.FILE_NAME)
            if not current:
                return
            known = self._names()
            for damaged in [path for path in _folders(releases) if any(integrity.damage(path, checksums=False))]:
                _LOG.warning("%s is damaged and fetched anew", damaged)
                remove(damaged)
            here = _by_checksum(releases)
            for name in sorted(known - {path.name for path in _folders(releases)}, key=lambda each: each != current):
                self._fetch(name, releases, here)
            _replace(releases / journal.FILE_NAME, self._fetched)
            if not RELEASE_ID.fullmatch(current) or not (releases / current).is_dir():
                raise self._not_as_written(CURRENT)
            switch(releases, current)
            for gone in [path for path in _folders(releases) if path.name not in known]:
                remove(gone)

    def _fetch(self, name: str, releases: Path, here: dict[str, Path]) -> None:
        """Bring one release, which has its name once it is whole."""
        files = _files(noted := self._read(f"releases/{name}.json"))
        remove(staging := releases / f"{_FETCHING}{name}")
        if any(not (staging / path).resolve().is_relative_to(staging.resolve()) for path in files):
            raise self._not_as_written(f"releases/{name}.json")
        missing = {file.sha256: path for path, file in files.items() if file.sha256 not in here}
        for path in missing.values():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
        self._together(self._get, ((staging / path, files[path]) for path in missing.values()))
        fetched = {checksum: staging / path for checksum, path in missing.items()}
        for path in files.keys() - missing.values():
            link((here | fetched)[files[path].sha256], staging / path)
        (staging / integrity.FILE_NAME).write_bytes(noted)
        (staging / journal.OF_A_RELEASE).write_bytes(self._read(f"releases/{name}.jsonl"))
        staging.rename(releases / name)
        here.update({file.sha256: releases / name / path for path, file in files.items()})

    def _get(self, wanted: tuple[Path, integrity.WrittenFile]) -> None:
        target, file = wanted
        self._files.get_file(self._at(f"files/{file.sha256}"), str(target))
        if integrity.written(target) != file:
            raise self._not_as_written(f"files/{file.sha256}")

    def send(self, releases: Path) -> bool:
        """Bring what was published in a folder to the storage, and return whether there was anything.

        Raises :class:`ReleaseError` where somebody else has published there since it was fetched.
        """
        folder = live(releases)
        written = (releases / journal.FILE_NAME).read_bytes() if folder else b""
        with self._telling():
            if folder is None or (written == self._fetched and self._read(CURRENT).decode() == folder.name):
                return False
            if self._read(journal.FILE_NAME) != self._fetched:
                raise ReleaseError(
                    "has another release by now, published since this build began",
                    where=Where(document=self.url),
                    advice="Build again: it then begins with what is there.",
                )
            sent, there = self._names(), self._listed("files")
            for path in _folders(releases):
                if path.name not in sent:
                    self._send(path, there)
            self._write(f"releases/{folder.name}.jsonl", (folder / journal.OF_A_RELEASE).read_bytes())  # live once more
            self._write(journal.FILE_NAME, written)
            self._write(CURRENT, folder.name.encode())
            self._fetched = written
            self._prune({path.name for path in _folders(releases)})
        return True

    def _send(self, release: Path, there: set[str]) -> None:
        """Bring one release, but for the files that are ``there``, to which its own come."""
        noted = (release / integrity.FILE_NAME).read_bytes()
        missing = {file.sha256: str(release / path) for path, file in _files(noted).items() if file.sha256 not in there}
        self._together(lambda each: self._files.put_file(each[1], self._at(f"files/{each[0]}")), missing.items())
        there.update(missing)
        self._write(f"releases/{release.name}.jsonl", (release / journal.OF_A_RELEASE).read_bytes())
        self._write(f"releases/{release.name}.json", noted)

    def _prune(self, kept: set[str]) -> None:
        """Remove the releases that are kept no more, and then the files that none of the others holds."""
        if not (gone := self._names() - kept):
            return
        for name in gone:
            self._files.rm_file(self._at(f"releases/{name}.json"))
            self._files.rm_file(self._at(f"releases/{name}.jsonl"))
        wanted = {file.sha256 for name in kept for file in _files(self._read(f"releases/{name}.json")).values()}
        for name in self._listed("files") - wanted:
            self._files.rm_file(self._at(f"files/{name}"))

    def _names(self) -> set[str]:
        return {name.removesuffix(".json") for name in self._listed("releases") if name.endswith(".json")}

    def _listed(self, folder: str) -> set[str]:
        self._files.invalidate_cache()
        return {path.rsplit("/", 1)[-1] for path in self._files.find(self._at(folder))}

    def _read(self, name: str) -> bytes:
        """Return what an object holds, and nothing where there is none."""
        try:
            data: bytes = self._files.cat_file(self._at(name))
        except FileNotFoundError:
            return b""
        return data

    def _write(self, name: str, data: bytes) -> None:
        self._files.pipe_file(self._at(name), data)

    @staticmethod
    def _together(work: Callable[[Any], object], things: Iterable[Any]) -> None:
        """Do what waits for the network for several things at a time; raises what the first one raised that failed."""
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            for _ in threads.map(work, things):
                pass

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _not_as_written(self, name: str) -> ReleaseError:
        return ReleaseError(
            f"{name} is not as it was written",
            where=Where(document=self.url),
            advice=f"Remove it and releases/*.json there, and build again. {_KEEPS}",
        )

    @contextmanager
    def following(self, releases: Path, seconds: float) -> Iterator[None]:
        """Let a folder follow what is published there, as long as a block takes; what goes wrong is logged."""
        ended = threading.Event()

        def follow() -> None:
            while not ended.wait(seconds):
                try:
                    self.fetch(releases)
                except ReleaseError as error:
                    _LOG.error("%s", error)

        threading.Thread(target=follow, name="following object storage", daemon=True).start()
        try:
            yield
        finally:
            ended.set()


def copy_of(url: str) -> Path:
    """Return the folder in which the releases of an address are copied, in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "policygraph" / hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:16]


def _files(noted: bytes) -> Files:
    return msgspec.json.decode(noted, type=dict[str, integrity.WrittenFile])


def _folders(releases: Path) -> list[Path]:
    """Return the releases of a folder that say what their files are."""
    found = (path for path in releases.iterdir() if RELEASE_ID.fullmatch(path.name))
    return [path for path in found if integrity.is_noted(path)]


def _by_checksum(releases: Path) -> dict[str, Path]:
    """Return a file for each checksum that a release here has."""
    return {
        file.sha256: folder / path
        for folder in _folders(releases)
        for path, file in _files((folder / integrity.FILE_NAME).read_bytes()).items()
    }


def _replace(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(data)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
