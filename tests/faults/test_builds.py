"""A build that is killed, has no disk left, or has its clock set back changes nothing that is served, and the next one works.

Where a guard is missing, the live release is half of one, a build needs a human's hand, or harvesters miss a change.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mapping.release import folder as release
from mapping.release import journal
from mapping.release.lifecycle import integrity
from tests.faults.hostile import HEADER, ROW, plan

MOMENTS = int(os.environ.get("POLICYGRAPH_TEST_KILLS", "5"))
"""How often a build is killed; 50 and more on demand."""


@dataclass(frozen=True)
class Nursery:
    """A process that forks builds; see :mod:`tests.faults.nursery`."""

    process: subprocess.Popen[str]
    plans: Path
    releases: Path

    def build(self, version: int, kill_after: float | None = None) -> dict[str, Any]:
        """Build another version of the plan, and say how that ended."""
        document = self.plans / "small-2020" / "document.csv"
        document.write_text(HEADER + ROW.replace("每年组织", f"每年组织{version}家"), "utf-8")
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{'' if kill_after is None else kill_after}\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def live(self) -> str:
        """Return the live release, which is whole."""
        found = release.live(self.releases)
        assert found is not None
        assert integrity.is_sound(found), [*integrity.damage(found)]
        return found.name


@contextmanager
def nursery(folder: Path, releases: Path) -> Iterator[Nursery]:
    plan(folder / "plans" / "small-2020")
    command = [sys.executable, "-m", "tests.faults.nursery", str(folder / "plans"), str(releases)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            assert process.stdout.readline() == "ready\n"
            yield Nursery(process, folder / "plans", releases)
        finally:
            process.stdin.close()


def test_a_build_killed_at_a_random_moment_leaves_the_release_that_was_live_or_the_new_one_whole(
    tmp_path: Path,
) -> None:
    with nursery(tmp_path, tmp_path / "releases") as builds:
        whole = min(builds.build(version)["seconds"] for version in range(2))
        before, chance = builds.live(), random.Random(18)
        switched = 0
        for version in range(2, MOMENTS + 2):
            builds.build(version, kill_after=whole * chance.uniform(0, 1.2))
            now = builds.live()
            switched += now != before
            assert journal.read(tmp_path / "releases")[-1].release in {now, before}
            before = now
        ended = builds.build(MOMENTS + 2)
        assert (ended["code"], ended["said"]) == (0, "")
        assert builds.live() != before
        assert journal.read(tmp_path / "releases")[-1].release == builds.live()
        assert not list((tmp_path / "releases").glob(".building-*"))
        assert switched < MOMENTS, "no build was killed before it had switched"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk in memory, whose size can be set."""
    (folder := tmp_path / "disk").mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size // 4096 * 4096}", disk], check=True)


def used(disk: Path) -> int:
    seen = os.statvfs(disk)
    return (seen.f_blocks - seen.f_bfree) * seen.f_frsize


def test_a_disk_that_is_full_at_any_stage_stops_the_build_in_words_and_nothing_else(
    tmp_path: Path, small_disk: Path
) -> None:
    releases = small_disk / "releases"
    with nursery(tmp_path, releases) as builds:
        assert builds.build(0)["code"] == 0
        need = used(small_disk)
        live = builds.live()
        for part in range(4):
            resize(small_disk, need + need * part // 4 + 8192)
            ended = builds.build(1)
            assert (ended["code"], builds.live()) == (2, live), (part, ended)
            assert "the disk is full" in ended["said"]
            assert "the live release is as it was" in ended["said"]
        resize(small_disk, need * 3)
        assert builds.build(1)["code"] == 0
        assert builds.live() != live
        assert not list(releases.glob(".building-*"))
