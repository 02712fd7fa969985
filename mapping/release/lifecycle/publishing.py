"""Making a release and switching to it: alone, by one atomic rename, and so that a crash at any moment can be mended."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import msgspec

from mapping.errors import ReleaseError, Where
from mapping.release import index, journal
from mapping.release.folder import CURRENT, MANIFEST, RELEASE_ID, Manifest, live, remove
from mapping.release.lifecycle import integrity

_LOG = logging.getLogger(__name__)
DAMAGED = "damaged"
"""The folder below that of the releases in which damaged ones are set aside."""
_STAGING = ".building-"
_LOCK = ".lock"
_OURS = {DAMAGED: Path.is_dir, CURRENT: Path.is_symlink, _LOCK: Path.is_file}
"""What a build writes beside the releases, and how it is told from what somebody else has put there."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def building(releases: Path) -> Iterator[Path]:
    """Give a staging folder beside the live release, alone: a second build waits for nothing and is refused.

    What a killed build left behind is removed first. Whatever goes wrong inside, ``current`` stays as it was; a full disk
    and the like become a :class:`ReleaseError`.
    """
    try:
        releases.mkdir(parents=True, exist_ok=True)
        _make_way(releases)
        with (releases / _LOCK).open("a+") as lock:
            _take(lock, releases)
            for abandoned in releases.glob(f"{_STAGING}*"):
                remove(abandoned)
            staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=releases))
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise _storage_error(error, releases) from error


def _make_way(releases: Path) -> None:
    """Set aside, aloud, what stands where a build writes: a copy made without links has a folder for each."""
    for name, is_ours in _OURS.items():
        if os.path.lexists(path := releases / name) and not is_ours(path):
            _LOG.warning("%s is not what a build has there, and was set aside as %s", path, set_aside(path))


def is_release_of(folder: Path, releases: Path) -> bool:
    """Whether a folder stands where a release of some releases does, under the name of one."""
    return folder.parent == releases.resolve() and RELEASE_ID.fullmatch(folder.name) is not None


def _take(lock: TextIO, releases: Path) -> None:
    """Take the lock and write into it who has it: the kernel frees it when that process ends, however it ends."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        raise ReleaseError(
            f"another build is under way, by process {lock.read().strip() or 'unknown'}",
            where=Where(document=str(releases)),
            advice="Wait until it has finished, or end that process: a build that is ended changes nothing.",
        ) from error
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()


def _storage_error(error: OSError, releases: Path) -> ReleaseError:
    full = error.errno in _FULL or any(os.strerror(each) in str(error) for each in _FULL)  # a store gives no number
    return ReleaseError(
        "the disk is full" if full else f"cannot be written: {error.strerror or error}",
        where=Where(document=str(error.filename or releases)),
        advice="Free some space and build again; the live release is as it was."
        if full
        else "Check the folder and its permissions; the live release is as it was.",
    )


def publish(staging: Path, manifest: Manifest, releases: Path, at: dt.datetime, before: Path | None = None) -> Path:
    """Move a finished staging folder to its name, switch ``current`` to it and write the journal; return the folder.

    ``before`` is the sound release that it was gone on from, of which files are in it.

    A release that is already there is switched to as it is: equal ids have equal dumps. One that is damaged, of which only
    the dumps can be checked, or whose index is of another format than this software reads, gives way to the new one.
    """
    (staging / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    staging.chmod(0o755)
    release = releases / manifest.id
    integrity.note(staging, before)
    _sync(staging)
    if os.path.lexists(release) and not (integrity.is_sound(release) and _has_index(release, staging)):
        set_aside(release)
    if not release.exists():
        staging.rename(release)
    switch(releases, manifest.id)
    record(releases, manifest, at)
    return release


def _has_index(release: Path, staging: Path) -> bool:
    return not (staging / index.FOLDER).exists() or (release / index.FOLDER).exists()


def set_aside(path: Path) -> Path:
    """Move what is damaged out of the way and return where to; an earlier one of its name is removed."""
    folder = path.parent / DAMAGED
    aside = path.parent / f".{DAMAGED}" if path == folder else folder / path.name
    remove(aside)
    aside.parent.mkdir(exist_ok=True)
    return path.rename(aside)


def switch(releases: Path, release_id: str) -> None:
    """Point ``current`` at a release by one atomic rename."""
    beside = releases / f".{CURRENT}-{os.getpid()}"
    remove(beside)
    beside.symlink_to(release_id)
    beside.replace(releases / CURRENT)


def record(releases: Path, manifest: Manifest, at: dt.datetime) -> None:
    """Write the journal's line for the live release, unless the last one already speaks of it.

    The release says the same of itself, so that a journal that is lost can be written again.
    """
    before = journal.written(releases)
    if before and before[-1].release == manifest.id:
        return
    plans = {plan.id: plan.digest for plan in manifest.plans}
    nationals = {plan.id: plan.national for plan in manifest.plans if plan.national}
    event = journal.next_event(before, manifest.id, plans, at, nationals, manifest.digests)
    journal.append(releases, event)
    if (releases / manifest.id).is_dir():
        journal.append(releases / manifest.id, event, journal.OF_A_RELEASE)


def prune(releases: Path, keep: int) -> list[str]:
    """Remove the oldest releases beyond ``keep`` and return their ids; the live one is never removed."""
    current = live(releases)
    by_age = list(dict.fromkeys(event.release for event in reversed(journal.read(releases))))
    old = [name for name in by_age[keep:] if current is None or name != current.name]
    gone = [name for name in old if (releases / name).is_dir()]
    for name in gone:
        shutil.rmtree(releases / name)
    return gone


def _sync(folder: Path) -> None:
    """Put every file on disk, so that a power cut after the switch cannot lose what is served."""
    for path in [folder, *folder.rglob("*")]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
