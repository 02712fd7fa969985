"""Whatever one plan folder holds, it costs that plan alone: it is read with findings, or held back with a reason.

Where a guard is missing, the build ends with a traceback, hangs, or loses the good plan beside it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mapping import build
from mapping.build import Options, Outcome
from mapping.processes.limits import MEBIBYTE, PlanLimits
from mapping.processes.pool import Processes
from mapping.release import folder as release
from mapping.workbench import Settings
from tests.faults.hostile import MAKERS, plan

LIMITS = PlanLimits(seconds=15, memory=768 * MEBIBYTE)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What a build made of all hostile folders and a good one among them."""
    folder = tmp_path_factory.mktemp("hostile")
    makers = dict(MAKERS)
    for name in list(makers)[: len(makers) // 2]:
        makers[name](folder / "plans" / name)
    plan(folder / "plans" / "good")
    for name in list(makers)[len(makers) // 2 :]:
        makers[name](folder / "plans" / name)
    folders = sorted((folder / "plans").iterdir())
    with Processes(2) as executor:
        return build.build(folders, Settings(), folder / "releases", Options(limits=LIMITS), executor=executor)


def test_the_good_plan_beside_them_is_published(outcome: Outcome) -> None:
    assert outcome.exit_code == 3
    assert outcome.release is not None
    assert "good" in {made.id for made in outcome.made if made.entry}


@pytest.mark.parametrize("name", MAKERS)
def test_a_hostile_plan_is_read_or_held_back_with_a_reason_that_says_what_to_do(outcome: Outcome, name: str) -> None:
    (made,) = (made for made in outcome.made if made.folder == name)
    assert made.entry or made.held_back
    if made.held_back:
        assert made.held_back.why.endswith((".", "。", "…"))
        assert "a fault that nobody foresaw" not in made.held_back.why
        assert "机密" not in made.held_back.why
        assert len(made.held_back.why) < 3000


@pytest.mark.parametrize("name", ["decisions-of-another-file", "document-outside", "toml-of-another-file"])
def test_nothing_outside_its_folder_is_published_of_a_plan(outcome: Outcome, name: str) -> None:
    (made,) = (made for made in outcome.made if made.folder == name)
    assert made.held_back
    assert "outside the plan folder" in made.held_back.why


BUILD = [sys.executable, "-m", "server.command.cli", "build"]


def test_a_build_killed_at_any_moment_leaves_no_worker_no_lock_and_the_release_that_was_live(tmp_path: Path) -> None:
    for number in range(3):
        plan(tmp_path / "plans" / f"plan-{number}")
    command = [*BUILD, "--plans", str(tmp_path / "plans"), "--releases", str(releases := tmp_path / "r"), "--jobs", "2"]
    started = time.monotonic()
    assert subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0
    whole = time.monotonic() - started
    live = release.live(releases)
    for part in range(1, 6):
        with subprocess.Popen([*command, "--base", f"https://{part}.example/"], stderr=subprocess.DEVNULL) as process:
            time.sleep(whole * part / 6)
            process.send_signal(signal.SIGKILL)
        end = time.monotonic() + 10
        while left := _workers_of(process.pid):
            assert time.monotonic() < end, left
            time.sleep(0.05)
        now = release.live(releases)
        assert now is not None
        assert now == live or release.read_manifest(now).publication.base == f"https://{part}.example/"
        live = now
    assert subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0


def _workers_of(parent: int) -> list[str]:
    """Return the workers that were started by a process, as the kernel tells of their arguments."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and entry.name != str(os.getpid()):
            try:
                arguments = (entry / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            if "mapping.processes.worker" in arguments and arguments[-2] == str(parent):
                found.append(entry.name)
    return found
