"""The releases that there are: the live one, older ones that are kept, pruned ones, and their history."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

from cachetools import LRUCache

from mapping.errors import ReleaseError
from mapping.release import journal
from mapping.release.folder import RELEASE_ID, live, mark
from mapping.release.history import History
from mapping.release.lifecycle import integrity
from mapping.release.release import Release

_LOG = logging.getLogger(__name__)
_OLDER_OPEN = 24
"""How many older releases are held open, the least recently asked for given up first."""


class Shelf:
    """A folder of releases. Threads share it; the journal is read again only when it has grown."""

    def __init__(self, releases: Path) -> None:
        self.releases = releases
        self._lock = threading.Lock()
        self._history = (-1, History(()))
        self._open: LRUCache[str, tuple[tuple[int, int], Release | None]] = LRUCache(_OLDER_OPEN)

    @property
    def live(self) -> Path | None:
        """The folder of the live release, or nothing where none has been published."""
        return live(self.releases)

    @property
    def history(self) -> History:
        """What the journal says, all of it."""
        path = self.releases / journal.FILE_NAME
        size = path.stat().st_size if path.exists() else 0
        with self._lock:
            if self._history[0] != size:
                self._history = (size, History(journal.read(self.releases)))
            return self._history[1]

    def get(self, release: str) -> Release | None:
        """Return a release that is kept; nothing for one that was pruned, never was, or is damaged, which is said aloud."""
        if not self.holds(release):
            return None
        folder = self.releases / release
        now = mark(folder)  # a damaged one is made anew under its name
        with self._lock:
            known = self._open.get(release)
            if known is None or known[0] != now:
                self._open[release] = known = (now, _whole(folder))
            return known[1]

    def holds(self, release: str) -> bool:
        """Return whether a release is kept, damaged or not."""
        return RELEASE_ID.fullmatch(release) is not None and self._is_kept(release)

    def kept(self) -> Iterator[str]:
        """Yield the ids of the releases that are kept, the newest first."""
        return (event.release for event in self.history.releases() if self._is_kept(event.release))

    def folders(self) -> Iterator[Path]:
        """Yield the folder of the live release, then those of the others that are kept, the newest first."""
        live = self.live
        if live:
            yield live
        yield from (each for name in self.kept() if (each := (self.releases / name).resolve()) != live)

    def all(self) -> Iterator[Release]:
        """Yield the releases that say what they hold, in the same order."""
        for folder in self.folders():
            try:
                yield Release.read(folder)
            except ReleaseError as error:
                _LOG.warning("%s", error)

    def sound(self) -> Iterator[Release]:
        """Yield those whose every file is as it was written, in the same order; say aloud which are not."""
        for release in self.all():
            if harm := next(integrity.damage(release.folder), None):
                _LOG.error("release %s is damaged and not used: %s", release.id, harm)
            else:
                yield release

    def _is_kept(self, release: str) -> bool:
        return (self.releases / release).is_dir()


def _whole(folder: Path) -> Release | None:
    """Return the release in a folder whose files have their sizes."""
    try:
        integrity.check(folder, checksums=False)
        return Release.read(folder)
    except ReleaseError as error:
        _LOG.error("an older release is not used: %s", error)
        return None
