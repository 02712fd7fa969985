"""Whatever one plan folder holds, it costs that plan alone: it is read with findings, or held back with a reason.

Where a guard is missing, the build ends with a traceback, hangs, or loses the good plan beside it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mapping import build
from mapping.build import Options, Outcome
from mapping.processes.limits import MEBIBYTE, PlanLimits
from mapping.processes.pool import Processes
from mapping.release import folder as release
from mapping.workbench import Settings
from tests.faults.hostile import MAKERS, plan

LIMITS = PlanLimits(seconds=120, memory=512 * MEBIBYTE)
"""So much time that no plan here may need it: each is read in time that grows with its length, or refused before."""


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


def test_no_plan_has_to_be_stopped_by_the_limit_of_time(outcome: Outcome) -> None:
    assert [made.folder for made in outcome.made if made.held_back and "took longer" in made.held_back.why] == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("one-long-line", "text has 17,476,263 characters, more than the 4,000,000 that are read"),
        ("many-rows", "characters, more than the 4,000,000 that are read"),
        ("cells-merged-to-the-last", "merged ranges of its sheet sheet1.xml hold 17,179,836,416 cells"),
        ("cells-merged-over-and-over", "merged ranges of its sheet sheet1.xml hold"),
    ],
)
def test_what_is_larger_than_any_plan_is_refused_before_it_is_read(outcome: Outcome, name: str, reason: str) -> None:
    (made,) = (made for made in outcome.made if made.folder == name)
    assert made.held_back
    assert reason in made.held_back.why


def test_a_plan_that_takes_longer_than_its_limit_is_held_back(tmp_path: Path) -> None:
    MAKERS["many-names-in-a-cell"](tmp_path / "slow")
    options = Options(limits=PlanLimits(seconds=2))
    with Processes(1) as executor:
        (made,) = build.build([tmp_path / "slow"], Settings(), tmp_path / "releases", options, executor=executor).made
    assert made.held_back
    assert "took longer than 2 seconds" in made.held_back.why


@pytest.mark.parametrize("name", ["decisions-of-another-file", "document-outside", "toml-of-another-file"])
def test_nothing_outside_its_folder_is_published_of_a_plan(outcome: Outcome, name: str) -> None:
    (made,) = (made for made in outcome.made if made.folder == name)
    assert made.held_back
    assert "outside the plan folder" in made.held_back.why


def test_a_folder_whose_name_is_no_text_is_published_as_any_other(tmp_path: Path) -> None:
    plan(tmp_path / "small-2020")
    folder = (tmp_path / "small-2020").rename(tmp_path / os.fsdecode(b"\xff\xfe"))
    with Processes(1) as executor:
        outcome = build.build([folder], Settings(), tmp_path / "releases", Options(), executor=executor)
    assert [made.id for made in outcome.made if made.entry] == ["small-2020"]


BUILD = [sys.executable, "-m", "server.command.cli", "build"]


def test_a_build_killed_while_its_workers_work_leaves_no_worker_and_no_lock(
    tmp_path: Path, until: Callable[..., bool]
) -> None:
    """Tests of builds kill one process at more moments."""
    plan(tmp_path / "plans" / "small-2020")
    command = [*BUILD, "--plans", str(tmp_path / "plans"), "--releases", str(tmp_path / "r"), "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        assert until(lambda: bool(_workers_of(process.pid)), 60)
        time.sleep(0.5)
        process.send_signal(signal.SIGKILL)
    assert until(lambda: not _workers_of(process.pid), 30)
    assert release.live(tmp_path / "r") is None
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
