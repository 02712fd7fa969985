"""Disks that are full, and disks that nobody writes to."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path
from typing import BinaryIO, NoReturn

import pytest
from click.testing import CliRunner

from mapping.release.index import FOLDER
from server.command.cli import main
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


@pytest.mark.parametrize("command", ["check", "serve", "push"])
def test_a_folder_that_may_not_be_read_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def closed(_: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "current"))

    monkeypatch.setattr("mapping.release.shelf.live", closed)
    monkeypatch.setattr("mapping.release.folder.live", closed)
    more = ["--store", "http://127.0.0.1:9/"] if command == "push" else []
    said = CliRunner().invoke(main, [command, *more, "--releases", str(tmp_path)])
    assert said.exit_code == 2, said.exception
    assert "Permission denied" in said.output
