"""The releases that are still on disk, asked for by their id in an address."""

from __future__ import annotations

from http import HTTPStatus

from mapping.release.release import Release
from mapping.release.shelf import Shelf
from server.release.live import live, served
from server.web.problems import Problem


def shelf() -> Shelf:
    """Return the releases that there are."""
    return live().shelf


def on_shelf(release: str) -> Release:
    """Return a release that is kept.

    Raises :class:`Problem` 404 for one that never was, 410 for one that was pruned, 503 for one that is damaged.
    """
    now = served()
    found = now if release == now.id else shelf().get(release)
    if found is not None:
        return found
    if shelf().holds(release):
        raise Problem.unavailable("damaged_release", 3600, release=release)
    if shelf().history.of_release(release):
        raise Problem.worded(HTTPStatus.GONE, "pruned", {"release": release}, release=release)
    raise Problem.worded(HTTPStatus.NOT_FOUND, "release", release=release)
