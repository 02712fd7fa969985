"""A named pipe in the place of a file is never opened: who reads one into which nobody writes waits for ever.

Where a guard is missing, a build or a server hangs. Here somebody opens the pipe to write nothing, so that the test ends.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from mapping import plan_folder, readers
from mapping.errors import MappingError, PlanFolderError
from mapping.release import folder, journal
from tests.faults.hostile import plan

Read = Callable[[Path], object]
READ: dict[str, tuple[str, Read]] = {
    "a document": ("document.csv", lambda at: readers.read(at / "document.csv")),
    "plan.toml": ("plan.toml", plan_folder.load),
    "a manifest": ("manifest.json", folder.read_manifest),
    "the journal": ("journal.jsonl", journal.read),
}


@pytest.mark.parametrize(("name", "read"), READ.values(), ids=READ)
def test_a_named_pipe_is_not_opened(tmp_path: Path, name: str, read: Read) -> None:
    plan(tmp_path / "plan")
    path = tmp_path / "plan" / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    opened: list[str] = []

    def write_nothing() -> None:
        with path.open("wb"):  # which waits until somebody reads
            opened.append(name)

    writer = threading.Thread(target=write_nothing)
    writer.start()
    with suppress(MappingError):
        read(tmp_path / "plan")
    before = list(opened)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # lets a writer go that still waits
    writer.join()
    os.close(reader)
    assert before == []


@pytest.mark.parametrize("name", ["agencies.tsv", "alignment.sssom.tsv", "translations.en.tsv"])
def test_a_named_pipe_among_the_files_of_the_steward_is_refused(tmp_path: Path, name: str) -> None:
    """Once a plan folder is loaded, whoever needs such a file reads it."""
    plan(tmp_path / "plan")
    os.mkfifo(tmp_path / "plan" / name)
    with pytest.raises(PlanFolderError, match="is no file"):
        plan_folder.load(tmp_path / "plan")
