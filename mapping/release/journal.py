"""The journal: append-only, and the only place that holds time.

``journal.jsonl`` has one event a line, in the order things happened: a release was published, and which plans were first
seen (``create``), changed (``update``) or withdrawn (``delete``) with it. Catalogue dates, history, tombstones and change
feeds come from release + journal.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from mapping.errors import ReleaseError, Where

FILE_NAME = "journal.jsonl"
Change = Literal["create", "update", "delete"]


class PlanChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened to a plan; ``digest`` is the SHA-256 of its graph in N-Quads, that of the last version if deleted.

    ``national`` is the document that it carries out; a plan that is deleted carries out what it last did.
    """

    plan: str
    change: Change
    digest: str
    national: str | None = None


class PublicationEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A release went live: ``at`` is UTC, ISO 8601 with seconds; ``plans`` maps each plan it holds to its digest.

    ``datasets`` does so for what all plans share: the reference data, the ontology, the quality reports, the whole.
    """

    at: str
    release: str
    plans: dict[str, str]
    changes: tuple[PlanChange, ...] = ()
    datasets: dict[str, str] = {}


def read(releases: Path) -> tuple[PublicationEvent, ...]:
    """Return all events, oldest first; none where there is no journal.

    A last line that a crash cut short is passed over. Raises :class:`ReleaseError` for any other broken line.
    """
    path = releases / FILE_NAME
    if not path.exists():
        return ()
    lines = path.read_bytes().split(b"\n")
    complete = lines[:-1]  # what stands behind the last line end was cut short, or is empty
    return tuple(_event(line, number, path) for number, line in enumerate(complete, 1))


def _event(line: bytes, number: int, path: Path) -> PublicationEvent:
    try:
        return msgspec.json.decode(line, type=PublicationEvent)
    except msgspec.DecodeError as error:
        raise ReleaseError(
            f"line {number} is no event: {error}",
            where=Where(document=str(path), text=line[:80].decode("utf-8", "replace")),
            advice="Restore the journal from a backup; it is never edited by hand.",
        ) from error


def next_event(
    before: tuple[PublicationEvent, ...],
    release: str,
    plans: dict[str, str],
    at: dt.datetime,
    nationals: Mapping[str, str] = MappingProxyType({}),
    datasets: Mapping[str, str] = MappingProxyType({}),
) -> PublicationEvent:
    """Return the event of publishing ``release`` now, with what it changes against the last one.

    ``nationals`` maps plans to the documents that they carry out, ``datasets`` the shared datasets to their digests.
    """
    old = before[-1].plans if before else {}
    changes: list[PlanChange] = []
    for plan in sorted(old.keys() | plans.keys()):
        if plan not in old:
            changes.append(PlanChange(plan=plan, change="create", digest=plans[plan], national=nationals.get(plan)))
        elif plan not in plans:
            changes.append(PlanChange(plan=plan, change="delete", digest=old[plan]))
        elif old[plan] != plans[plan]:
            changes.append(PlanChange(plan=plan, change="update", digest=plans[plan], national=nationals.get(plan)))
    stamp = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return PublicationEvent(at=stamp, release=release, plans=plans, changes=tuple(changes), datasets=dict(datasets))


def append(releases: Path, event: PublicationEvent) -> None:
    """Add an event, on disk before this returns. A line that a crash cut short is cut off first."""
    path = releases / FILE_NAME
    with path.open("a+b") as file:
        file.seek(0)
        whole = file.read()
        file.truncate(whole.rfind(b"\n") + 1)
        file.write(msgspec.json.encode(event) + b"\n")
        file.flush()
        os.fsync(file.fileno())
