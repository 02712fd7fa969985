"""A release: an immutable folder made beside the live one and switched in by one atomic rename.

::

    releases/
        current -> <id>          what is served
        journal.jsonl            what has time: when which release was published
        .made/                   made plans for the next build, whose files are those of the releases (hard links)
        <id>/manifest.json       what the release holds, with checksums
             dumps/              N-Quads, Turtle and JSON-LD a graph, the measures as CSV and XML, the documents
             compressed/         the same in gzip and zstd; what is large stands there alone
             reports/            one validation report a plan
             store/              the same quads, as an Oxigraph store
             search/             the index of lists and search, and what is counted of each thing
             files.json          size and checksum of every file; and published.jsonl, when this release went live
"""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from mapping.errors import ReleaseError, Where
from mapping.release import datasets
from mapping.release.publication import Publication

CURRENT = "current"
MANIFEST = "manifest.json"
RELEASE_ID = re.compile(r"[0-9a-f]{16}")


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
    ``reached`` what the plan needs of the reference data, ``official_page`` where its issuer published it,
    ``issuer_code`` its issuer's unified social credit code.
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
    issuer_code: str | None = None


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
    merged: int = 0
    """The number of triples in all graphs merged; 0 in releases of before it was counted."""

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
        if not path.is_file():  # who reads a named pipe waits for ever
            raise FileNotFoundError(errno.ENOENT, "No such file", str(path))
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, ValueError, RecursionError) as error:  # no JSON, no text, or nested without end
        raise ReleaseError(
            f"is no release: {error}", where=Where(document=str(path)), advice="Build one with `policygraph build`."
        ) from error


def mark(folder: Path) -> tuple[int, int]:
    """Return what tells a release folder from another one of the same name."""
    try:
        found = folder.stat()
    except OSError:
        return (0, 0)
    return (found.st_ino, found.st_ctime_ns)


def remove(path: Path) -> None:
    """Remove what is there, if anything: a file, a link, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def live(releases: Path) -> Path | None:
    """Return the folder of the live release, or nothing where none has been published."""
    target = releases / CURRENT
    return target.resolve() if target.exists() else None


def identify(dumps: list[Dump], publication: Publication, held_back: tuple[HeldBack, ...]) -> str:
    """Return the release id: 16 hex of the SHA-256 of its dumps' paths and checksums, its settings and what it holds back.

    A contact that changed, or a plan that is newly held back, changes no dump, but must change what is served.
    """
    lines = sorted(f"{dump.sha256}  {dump.path}\n" for dump in dumps)
    rest = msgspec.json.encode((publication, sorted(held_back, key=lambda each: each.id)), order="sorted")
    return hashlib.sha256("".join(lines).encode() + rest).hexdigest()[:16]


def dump_of(path: Path, staging: Path, media_type: str, graph: str | None = None) -> Dump:
    """Return the description of a written dump file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    relative = path.relative_to(staging).as_posix()
    return Dump(path=relative, media_type=media_type, byte_size=path.stat().st_size, sha256=digest, graph=graph)
