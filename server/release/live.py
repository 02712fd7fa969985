"""The release that is served: found through ``current``, opened once, and given up when its last request has ended."""

from __future__ import annotations

import ctypes
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from flask import Response, current_app, g, request

from mapping.errors import ReleaseError
from mapping.release.folder import Manifest, mark, read_manifest
from mapping.release.lifecycle import integrity
from mapping.release.release import Release
from mapping.release.shelf import Shelf
from server.config import Lanes, ServerConfig
from server.release.store.asking.budget import DiskBudget
from server.release.store.embedded import Embedded
from server.release.store.errors import StoreError
from server.release.store.interface import Store
from server.release.store.remote import Remote
from server.web.answers import Answers
from server.web.problems import Problem
from server.words.prefixes import prefixes

_LOG = logging.getLogger(__name__)
EXTENSION = "policygraph"
_FEW = Lanes(fast=1, slow=1)
LEASE = "policygraph.lease"
"""Where the environment of a request holds the :class:`Lease` that its short way began with."""


class Served(Release):
    """The release that is served, with its open store and how many requests use it."""

    def __init__(self, folder: Path, manifest: Manifest, store: Store) -> None:
        super().__init__(folder, manifest)
        self.store = store
        self.requests = 0
        self.outdated = False
        self._beside: Store | None = None
        self._lock = threading.Lock()

    def store_here(self, config: ServerConfig) -> Store:
        """Return a store in the release's own folder, opened beside a remote one when first asked for.

        What a remote store asks of this server while it answers this server cannot be handed on to it: it may have no
        thread left.
        """
        if config.store is None:
            return self.store
        with self._lock:
            if self._beside is None:
                self._beside = _open_own(msgspec.structs.replace(config, lanes=_FEW), self.folder, self.manifest)
            return self._beside

    def close(self) -> None:
        """Close its stores."""
        self.store.close()
        if self._beside is not None:
            self._beside.close()
        _give_memory_back()


def _give_memory_back() -> None:
    """Let the C library give back what a release took: glibc keeps it in pieces, a few MiB more at every dozenth switch."""
    with suppress(AttributeError, OSError):  # other C libraries need no asking
        ctypes.CDLL(None).malloc_trim(0)


class Lease:
    """The use of a release by one request; its store is not closed before the end."""

    def __init__(self, served: Served, give_back: Callable[[Served], None]) -> None:
        self.served = served
        self._give_back = give_back
        self._lock = threading.Lock()
        self._ended = False

    def end(self) -> None:
        """Give the release back, once."""
        with self._lock:
            ended, self._ended = self._ended, True
        if not ended:
            self._give_back(self.served)


class Live:
    """The live release. It looks for another one at most once in ``config.release_check_seconds``."""

    def __init__(self, config: ServerConfig) -> None:
        self.config = config
        self.answers = Answers(config.cache_bytes)
        self.disk = DiskBudget(config.limits.spool_bytes)
        self.shelf = Shelf(config.releases)
        self._lock = threading.Lock()
        self._served: Served | None = None
        self._looked = 0.0
        self._opening: threading.Thread | None = None
        self._damaged: dict[Path, tuple[int, int]] = {}
        self._follow()

    def lend(self) -> Lease:
        """Lend the live release until the last byte of an answer; raises :class:`Problem` where there is none."""
        return Lease(self._take(), self._give_back)

    @property
    def at_hand(self) -> Served | None:
        """The live release if it can be told at once: nothing where it is time to look for another, or to ask a store."""
        due = time.monotonic() - self._looked >= self.config.release_check_seconds
        return None if due or self.config.store is not None else self._served

    @contextmanager
    def use(self) -> Iterator[Served]:
        """Give the live release for as long as a block takes; raises :class:`Problem` where there is none."""
        lease = self.lend()
        try:
            yield lease.served
        finally:
            lease.end()

    def _take(self) -> Served:
        now = time.monotonic()
        with self._lock:
            due = now - self._looked >= self.config.release_check_seconds
            if due:
                self._looked = now
        if due:
            self._look()
        with self._lock:
            if self._served is None:
                raise Problem.unavailable("all_damaged" if self._damaged else "nothing_published", 30)
            self._served.requests += 1
            return self._served

    def _give_back(self, served: Served) -> None:
        with self._lock:
            served.requests -= 1
            last = served.outdated and served.requests == 0
        if last:
            served.close()

    def _look(self) -> None:
        """Open another release in the background if there is one; the old one answers until it is open."""
        folder = self.shelf.live
        served = self._served
        if served is None:
            self._follow()
        elif folder and served.folder != folder and not self._is_set_aside(folder) and not self._is_opening:
            self._opening = threading.Thread(target=self._follow, name="opening a release", daemon=True)
            self._opening.start()

    @property
    def _is_opening(self) -> bool:
        return self._opening is not None and self._opening.is_alive()

    def _follow(self) -> None:
        """Serve the live release, or the last good one where that is damaged; the one that is served where none is better."""
        for folder in self.shelf.folders():
            if self._served and self._served.folder == folder:
                return
            if self._is_set_aside(folder):
                continue
            try:
                self._switch(self._open(folder))
            except (ReleaseError, StoreError, OSError) as error:
                self._set_aside(folder, error)
            else:
                return

    def _open(self, folder: Path) -> Served:
        """Open a release that is as it was written.

        The first one is served when its files have the right sizes, and its checksums are compared meanwhile; a later one
        is compared whole before anybody sees it.
        """
        first = self._served is None
        integrity.check(folder, checksums=not first)
        fresh = Served(folder, manifest := read_manifest(folder), open_store(self.config, folder, manifest, self.disk))
        if first:
            threading.Thread(target=self._verify, args=(fresh,), name="comparing checksums", daemon=True).start()
        return fresh

    def _verify(self, served: Served) -> None:
        try:
            integrity.check(served.folder)
        except ReleaseError as error:
            self._set_aside(served.folder, error)
            self._switch(None, instead_of=served)  # another may be served by now
            self._follow()

    def _set_aside(self, folder: Path, error: Exception) -> None:
        """Remember that a release is not to be served, as long as its folder is this one, and say so aloud."""
        self._damaged[folder] = mark(folder)
        _LOG.error("a release is set aside: %s", error)

    def _is_set_aside(self, folder: Path) -> bool:
        return folder in self._damaged and self._damaged[folder] == mark(folder)

    def levels(self) -> dict[str, float]:
        """Return what those who watch a server want to know of its release, by name."""
        with self._lock:
            now = self._served
        return {
            "ready": float(now is not None),
            "query_workers": now.store.workers if now else 0,
            "answers_kept_bytes": self.answers.size,
            "answers_on_disk_bytes": self.disk.taken,
            "releases_set_aside": len(self.set_aside),
        }

    @property
    def release_id(self) -> str:
        """The release that is served; nothing where none is."""
        with self._lock:
            return self._served.id if self._served else ""

    @property
    def base(self) -> str:
        """The base of the release that is served; nothing where none is."""
        served = self._served
        return served.iris.base if served else ""

    @property
    def set_aside(self) -> tuple[str, ...]:
        """The releases that are not served because they are damaged."""
        return tuple(sorted(folder.name for folder in list(self._damaged) if self._is_set_aside(folder)))

    def _switch(self, fresh: Served | None, instead_of: Served | None = None) -> None:
        with self._lock:
            if instead_of is not None and self._served is not instead_of:
                return
            old, self._served = self._served, fresh
            unused = old is not None and old.requests == 0
            if old is not None:
                old.outdated = True
        if fresh is not None:
            _LOG.info("serving release %s from %s", fresh.id, fresh.store.kind)
        if old is not None and unused:
            old.close()

    def close(self) -> None:
        """Close the store."""
        with self._lock:
            served, self._served = self._served, None
        if served is not None:
            served.close()


def open_store(config: ServerConfig, folder: Path, manifest: Manifest, disk: DiskBudget) -> Store:
    """Return the store that the settings choose: the release's own, or a remote one that holds the same release."""
    iris = manifest.publication.iris
    if config.store:
        return Remote(config.store, iris=iris, limits=config.limits, disk=disk)
    return _open_own(config, folder, manifest, disk)


def _open_own(config: ServerConfig, folder: Path, manifest: Manifest, disk: DiskBudget | None = None) -> Embedded:
    iris = manifest.publication.iris
    return Embedded(
        folder / "store", iris=iris, prefixes=prefixes(iris), limits=config.limits, lanes=config.lanes, disk=disk
    )


def live() -> Live:
    """Return the live release's keeper of the current application."""
    found: Live = current_app.extensions[EXTENSION]
    return found


def served() -> Served:
    """Return the release that the current request is answered from: the same one from its first byte to its last."""
    lease: Lease | None = g.get("lease")
    if lease is None:
        lease = g.lease = request.environ.pop(LEASE, None) or live().lend()
    return lease.served


def keep_while_sent(response: Response) -> Response:
    """Let an answer that is still made while it is sent have its release until then."""
    lease: Lease | None = g.get("lease")
    if lease and response.is_streamed:
        g.sent_later = True
        response.call_on_close(lease.end)
    return response


def give_back(_error: BaseException | None = None) -> None:
    """End the current request's use of its release, unless its answer is still to be made."""
    lease: Lease | None = g.pop("lease", None)
    if lease and not g.pop("sent_later", False):
        lease.end()
