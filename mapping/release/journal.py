"""The journal: what has time.

``journal.jsonl`` has one event a line, in the order things happened: a release was published, and which plans were first
seen (``create``), changed (``update``) or withdrawn (``delete``) with it. Catalogue dates, history, tombstones and change
feeds come from release + journal.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

import msgspec

from mapping.errors import ReleaseError
from mapping.release.folder import MANIFEST, read_manifest, remove

_LOG = logging.getLogger(__name__)
FILE_NAME = "journal.jsonl"
OF_A_RELEASE = "published.jsonl"
"""The file of a release with the events of its own going live."""
_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
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

    A last line that a crash cut short is passed over. Where a line is broken, or the journal is gone, what the releases say
    of themselves takes its place, and the log says so: see :func:`mend`.
    """
    found = _parsed(releases / FILE_NAME)
    if found.is_whole:
        return found.events
    mended = _mended(releases, found)
    if mended.why:
        _LOG.warning("%s: %s; what the releases say is used instead", releases / FILE_NAME, mended.why)
    return mended.events


def written(releases: Path) -> tuple[PublicationEvent, ...]:
    """Return the events that stand in the journal itself."""
    return _parsed(releases / FILE_NAME).events


def mend(releases: Path) -> str | None:
    """Write the journal anew where it is broken, gone, or lacks what a release says; return what was done, if anything.

    What was there is kept beside it.
    """
    mended = _mended(releases, _parsed(path := releases / FILE_NAME))
    if not mended.why:
        return None
    aside = releases / f"{FILE_NAME}.damaged"
    if path.exists():
        remove(aside)
        path.replace(aside)
    remove(fresh := releases / f".{FILE_NAME}")
    for event in mended.events:
        append(releases, event, fresh.name)
    if mended.events:
        fresh.replace(path)
    kept = f"; what was there is now {aside.name}" if aside.exists() else ""
    return f"the journal was written anew from what the releases say, since {mended.why}{kept}"


class _Parsed(NamedTuple):
    """The events of a file, and the numbers of the lines that are none."""

    events: tuple[PublicationEvent, ...] = ()
    broken: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it can be believed as it is."""
        return bool(self.events) and not self.broken


class _Mended(NamedTuple):
    events: tuple[PublicationEvent, ...]
    why: str


def _parsed(path: Path) -> _Parsed:
    """Return what a journal says; nothing where it is not there or cannot be read at all."""
    if not path.is_file():  # nobody may ever write into a named pipe of that name
        return _Parsed()
    try:
        lines = path.read_bytes().split(b"\n")[:-1]  # what stands behind the last line end was cut short, or is empty
    except OSError:
        return _Parsed()
    events, broken = [], []
    for number, line in enumerate(lines, 1):
        try:
            event = msgspec.json.decode(line, type=PublicationEvent)
            dt.datetime.strptime(event.at, _FORMAT)
            events.append(event)
        except (ValueError, RecursionError):
            broken.append(number)
    return _Parsed(tuple(events), tuple(broken))


def _mended(releases: Path, found: _Parsed) -> _Mended:
    """Return the events with those that only releases tell of, in the order of time, and why anything had to be done."""
    known = {(event.release, event.at): event for event in found.events}
    own = {(event.release, event.at): event for event in _events_of_releases(releases, found)}
    said = {key: event for key, event in own.items() if key not in known or _differs(event, known[key])}
    if not said and not found.broken:
        return _Mended(found.events, "")
    events = _linked(sorted({**known, **said}.values(), key=lambda event: event.at))
    if found.broken:
        return _Mended(events, f"line {found.broken[0]} is no event")
    return _Mended(
        events, "it lacks or contradicts what they say" if found.events else "there was none that can be read"
    )


def _differs(event: PublicationEvent, other: PublicationEvent) -> bool:
    return (event.plans, event.datasets) != (other.plans, other.datasets)


def _events_of_releases(releases: Path, found: _Parsed) -> Iterator[PublicationEvent]:
    """Yield what releases say of their going live.

    Of one that says nothing, its files tell, but only where the journal cannot be believed: else it never went live.
    """
    known = {event.release for event in found.events}
    for manifest in sorted(releases.glob(f"*/{MANIFEST}")):
        if manifest.parent.is_symlink():
            continue
        own = _parsed(manifest.with_name(OF_A_RELEASE)).events
        yield from own
        if not own and not found.is_whole and manifest.parent.name not in known:
            yield from _of_files(manifest.parent)


def _of_files(release: Path) -> Iterator[PublicationEvent]:
    try:
        manifest = read_manifest(release)
        written = dt.datetime.fromtimestamp((release / MANIFEST).stat().st_mtime, dt.UTC)
    except (ReleaseError, OSError):
        return
    nationals = {plan.id: plan.national for plan in manifest.plans if plan.national}
    plans = {plan.id: plan.digest for plan in manifest.plans}
    yield next_event((), manifest.id, plans, written, nationals, manifest.digests)


def _linked(events: Sequence[PublicationEvent]) -> tuple[PublicationEvent, ...]:
    """Return events with what each changes against the one before it."""
    nationals = {change.plan: change.national for event in events for change in event.changes if change.national}
    found: list[PublicationEvent] = []
    for event in events:
        at = dt.datetime.fromisoformat(event.at)
        found.append(next_event(found, event.release, event.plans, at, nationals, event.datasets))
    return tuple(found)


def next_event(
    before: Sequence[PublicationEvent],
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
    return PublicationEvent(
        at=_stamp(at, before), release=release, plans=plans, changes=tuple(changes), datasets=dict(datasets)
    )


def _stamp(at: dt.datetime, before: Sequence[PublicationEvent]) -> str:
    """Return a time as the journal writes it: never one that is gone, for whoever harvests asks for what is later.

    A clock that was set back is told in the log, and the second after the last event is written.
    """
    stamp = at.astimezone(dt.UTC).strftime(_FORMAT)
    if before and stamp <= (last := before[-1].at):
        later = dt.datetime.fromisoformat(last) + dt.timedelta(seconds=1)
        if stamp < last:
            _LOG.warning("the clock says %s, but the last release went live at %s: set it right", stamp, last)
        return later.strftime(_FORMAT)
    return stamp


def append(folder: Path, event: PublicationEvent, name: str = FILE_NAME) -> None:
    """Add an event to a journal, on disk before this returns. A line that a crash cut short is cut off first."""
    with (folder / name).open("a+b") as file:
        file.seek(0)
        whole = file.read()
        file.truncate(whole.rfind(b"\n") + 1)
        file.write(msgspec.json.encode(event) + b"\n")
        file.flush()
        os.fsync(file.fileno())
