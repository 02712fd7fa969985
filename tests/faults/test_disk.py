"""Disks that are full, and disks that nobody writes to."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path
from typing import BinaryIO

import pytest

from mapping.release.index import FOLDER
from server.release.store.spool import NoRoom, Overflow, Spool
from server.search_index.opened import SearchIndex


def test_a_full_disk_is_told_from_a_service_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> BinaryIO:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    spool = Spool(inline=10, limit=100)
    spool.write(b"x" * 10)
    with pytest.raises(NoRoom):
        spool.write(b"x")
    with pytest.raises(Overflow):
        Spool(inline=10, limit=20).write(b"x" * 21)


def test_opening_the_index_writes_nothing_into_the_release(live: Path) -> None:
    def seen() -> dict[str, int]:
        return {each.name: each.stat().st_mtime_ns for each in (live / FOLDER).iterdir()}

    before, touched = seen(), (live / FOLDER).stat().st_mtime_ns
    SearchIndex(live / FOLDER)
    assert seen() == before
    assert (live / FOLDER).stat().st_mtime_ns == touched
