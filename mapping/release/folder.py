"""A release: an immutable folder made beside the live one and switched in by one atomic rename.

::

    releases/
        current -> <id>          what is served
        journal.jsonl            the only place that holds time
        <id>/manifest.json       what the release holds, with checksums
             dumps/              N-Quads, Turtle and JSON-LD a graph, the measures as CSV, the documents
             reports/            one validation report a plan
             store/              the same quads, as an Oxigraph store
             search/             the index of lists and search, and what is counted of each thing
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import msgspec

from mapping.errors import ReleaseError, Where
from mapping.release import datasets, journal
from mapping.release.index.schema import FOLDER as INDEX
from mapping.release.publication import Publication

CURRENT = "current"
MANIFEST = "manifest.json"
_STAGING = ".building-"


class Dump(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file below ``dumps/``: ``path`` relative to the release, ``sha256`` in hex, ``graph`` the IRI of what it holds."""

    path: str
    media_type: str
    byte_size: int
    sha256: str
    graph: str | None = None


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """A named graph of the release."""

    iri: str
    triples: int
    sha256: str


class PlanEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A plan that the release holds; ``digest`` is the SHA-256 of its graph in N-Quads.

    ``national`` is absent while it is not known what the plan carries out. ``agencies`` is how many carry measures,
    ``reached`` what the plan needs of the reference data, ``official_page`` where its issuer published it.
    """

    id: str
    title: dict[str, str]
    jurisdiction: str
    digest: str
    measures: int
    national: str | None = None
    agencies: int = 0
    reached: tuple[str, ...] = ()
    violations: int = 0
    warnings: int = 0
    carried_over: bool = False
    sample: bool = False
    license: str | None = None
    official_page: str | None = None


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """A plan that was not published, and why; ``report`` is the path of its validation report, where it has one."""

    id: str
    why: str
    report: str | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a release holds. It has no time in it: a release is a pure function of its inputs."""

    id: str
    software: str
    publication: Publication
    plans: tuple[PlanEntry, ...]
    held_back: tuple[HeldBack, ...]
    graphs: tuple[Graph, ...]
    dumps: tuple[Dump, ...]

    @property
    def triples(self) -> int:
        """The number of quads, which is that of the triples graph by graph."""
        return sum(graph.triples for graph in self.graphs)

    @property
    def digests(self) -> Mapping[str, str]:
        """The digests of the datasets that all plans share."""
        return datasets.digests((dump.path, dump.sha256) for dump in self.dumps)


def read_manifest(release: Path) -> Manifest:
    """Return the manifest of a release folder; raises :class:`ReleaseError` if it is missing or broken."""
    path = release / MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise ReleaseError(
            f"is no release: {error}", where=Where(document=str(path)), advice="Build one with `policygraph build`."
        ) from error


def live(releases: Path) -> Path | None:
    """Return the folder of the live release, or nothing where none has been published."""
    target = releases / CURRENT
    return target.resolve() if target.exists() else None


@contextmanager
def building(releases: Path) -> Iterator[Path]:
    """Give a staging folder beside the live release, alone: a second build waits for nothing and is refused.

    What a killed build left behind is removed first. Whatever goes wrong inside, ``current`` stays as it was; a full disk
    and the like become a :class:`ReleaseError`.
    """
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with (releases / ".lock").open("a+") as lock:
            _take(lock, releases)
            for abandoned in releases.glob(f"{_STAGING}*"):
                shutil.rmtree(abandoned)
            staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=releases))
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise _storage_error(error, releases) from error


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
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return ReleaseError(
        "the disk is full" if full else f"cannot be written: {error.strerror or error}",
        where=Where(document=str(error.filename or releases)),
        advice="Free some space and build again; the live release is as it was."
        if full
        else "Check the folder and its permissions; the live release is as it was.",
    )


def identify(dumps: list[Dump], publication: Publication, held_back: tuple[HeldBack, ...]) -> str:
    """Return the release id: 16 hex of the SHA-256 of its dumps' paths and checksums, its settings and what it holds back.

    A contact that changed, or a plan that is newly held back, changes no dump, but must change what is served.
    """
    lines = sorted(f"{dump.sha256}  {dump.path}\n" for dump in dumps)
    rest = msgspec.json.encode((publication, sorted(held_back, key=lambda each: each.id)), order="sorted")
    return hashlib.sha256("".join(lines).encode() + rest).hexdigest()[:16]


def publish(staging: Path, manifest: Manifest, releases: Path, at: dt.datetime) -> Path:
    """Move a finished staging folder to its name, switch ``current`` to it and write the journal; return the folder.

    A release that is already there is switched to as it is: equal ids have equal dumps. Its search index is no dump; where
    the one there is of an older format, it gets the new one.
    """
    (staging / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    staging.chmod(0o755)
    release = releases / manifest.id
    _sync(staging)
    if not release.exists():
        staging.rename(release)
    elif (staging / INDEX).exists() and not (release / INDEX).exists():
        (release / INDEX).parent.mkdir(exist_ok=True)
        (staging / INDEX).rename(release / INDEX)
    switch(releases, manifest.id)
    record(releases, manifest, at)
    return release


def switch(releases: Path, release_id: str) -> None:
    """Point ``current`` at a release by one atomic rename."""
    beside = releases / f".{CURRENT}-{os.getpid()}"
    beside.unlink(missing_ok=True)
    beside.symlink_to(release_id)
    beside.replace(releases / CURRENT)


def record(releases: Path, manifest: Manifest, at: dt.datetime) -> None:
    """Write the journal's line for the live release, unless the last one already speaks of it."""
    before = journal.read(releases)
    if before and before[-1].release == manifest.id:
        return
    plans = {plan.id: plan.digest for plan in manifest.plans}
    nationals = {plan.id: plan.national for plan in manifest.plans if plan.national}
    journal.append(releases, journal.next_event(before, manifest.id, plans, at, nationals, manifest.digests))


def prune(releases: Path, keep: int) -> list[str]:
    """Remove the oldest releases beyond ``keep`` and return their ids; the live one is never removed."""
    current = live(releases)
    by_age = list(dict.fromkeys(event.release for event in reversed(journal.read(releases))))
    old = [name for name in by_age[keep:] if current is None or name != current.name]
    gone = [name for name in old if (releases / name).is_dir()]
    for name in gone:
        shutil.rmtree(releases / name)
    return gone


def dump_of(path: Path, staging: Path, media_type: str, graph: str | None = None) -> Dump:
    """Return the description of a written dump file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    relative = path.relative_to(staging).as_posix()
    return Dump(path=relative, media_type=media_type, byte_size=path.stat().st_size, sha256=digest, graph=graph)


def _sync(folder: Path) -> None:
    """Put every file on disk, so that a power cut after the switch cannot lose what is served."""
    for path in [folder, *folder.rglob("*")]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
