"""The releases that are still on disk, the live one and older ones."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from mapping.release.folder import MANIFEST, Manifest, read_manifest
from server.release import history
from server.release.live import live, served
from server.web.problems import Problem

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Shelved:
    """A release folder with its manifest."""

    folder: Path
    manifest: Manifest


def on_shelf(release: str) -> Shelved:
    """Return a release that is kept; raises :class:`Problem` 404 for one that never was, 410 for one that was pruned."""
    now = served()
    if release == now.id:
        return Shelved(now.folder, now.manifest)
    releases = live().config.releases
    if _ID.fullmatch(release) and (releases / release / MANIFEST).is_file():
        return _shelved(releases / release)
    if any(event.release == release for event in history.read(releases).events):
        raise Problem.gone(f"Release {release} was pruned. /releases lists those that are kept.", release=release)
    raise Problem.not_found(f"There is no release {release!r}. /releases lists those that there are.")


@functools.lru_cache(maxsize=8)
def _shelved(folder: Path) -> Shelved:
    return Shelved(folder, read_manifest(folder))


def kept() -> Iterator[str]:
    """Yield the ids of the releases that are kept, the newest first."""
    releases = live().config.releases
    for event in history.read(releases).releases():
        if (releases / event.release / MANIFEST).is_file():
            yield event.release


@functools.lru_cache(maxsize=8)
def store(folder: Path) -> ox.Store:
    """Return the store of a release that is no longer live."""
    return ox.Store.read_only(str(folder / "store"))
