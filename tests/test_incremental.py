"""A build that takes plans over publishes what a build of all plans does, and makes what changed, and nothing else, anew."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest

from mapping import build, making
from mapping.assembly import Made
from mapping.build import Options, Outcome
from mapping.cache import jobs
from mapping.cache.plans import FOLDER
from mapping.release import filling
from mapping.release.lifecycle import integrity
from mapping.release.publication import Publication
from mapping.workbench import Settings

SAMPLES = Path(__file__).parent / "samples" / "reference"
Folder = Callable[..., Path]
ROWS = "1,持续办好中国品牌日活动。,组织品牌日活动{}。,省商务厅、省奇妙事务所委员会\n"


@pytest.fixture
def plans(plan_folder: Folder) -> list[Path]:
    return [plan_folder(ROWS.format(f"{number}场"), f"plan-{number}-2020") for number in range(3)]


def built(releases: Path, plans: list[Path], settings: Settings | None = None, **options: object) -> Outcome:
    return build.build(plans, settings or Settings(), releases, msgspec.convert(options, Options))


def what_is_published(outcome: Outcome) -> dict[str, str]:
    assert outcome.release
    folder = outcome.release
    files = [
        folder / "manifest.json",
        *(each for part in ("dumps", "compressed", "reports") for each in (folder / part).rglob("*")),
    ]
    return {file.relative_to(folder).as_posix(): integrity.written(file).sha256 for file in files if file.is_file()}


def in_store(outcome: Outcome) -> set[ox.Quad]:
    assert outcome.release
    return set(ox.Store.read_only(str(outcome.release / "store")))


def told(outcome: Outcome) -> list[bytes]:
    return [msgspec.json.encode(made) for made in outcome.made]


def test_a_series_of_changes_publishes_at_every_step_what_a_fresh_build_does(
    plans: list[Path], plan_folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings, reports, manifest and every file to download, byte for byte; and how many plans were taken over."""
    monkeypatch.setattr(filling, "_MOST_REPLACED", 100)  # each store is the one before with the difference
    releases, fresh = tmp_path / "r", tmp_path / "fresh"
    renamed = Settings(publication=Publication(contact="mailto:new@example.org"))
    other = Settings(publication=Publication(license="https://example.org/licence"), reference=(str(SAMPLES),))

    def change_one_and_add_one() -> None:
        (plans[0] / "document.csv").write_text(f"序号,国家要求,落实举措,责任单位\n{ROWS.format('九场')}", "utf-8")
        plans.append(plan_folder("1,持续办好中国品牌日活动。,举措,\n", "held-back-2020"))

    def decide_and_remove_one() -> None:
        (plans[0] / "agencies.tsv").write_text("name\tagency\n省奇妙事务所委员会\tpg:function/commerce\n", "utf-8")
        plans.pop(1)

    changes: list[tuple[Callable[[], object], Settings, int]] = [
        (lambda: None, Settings(), 0),
        (change_one_and_add_one, Settings(), 2),
        (decide_and_remove_one, Settings(), 2),
        (lambda: None, renamed, 3),
        (lambda: None, other, 0),
    ]
    for change, settings, taken in changes:
        change()
        here = built(releases, plans, settings, withdraw=["plan-1-2020"])
        there = built(fresh, plans, settings, withdraw=["plan-1-2020"], fresh=True)
        assert (here.taken, there.taken) == (taken, 0)
        assert told(here) == told(there)
        assert what_is_published(here) == what_is_published(there)
        assert in_store(here) == in_store(there)


def test_a_plan_that_met_a_limit_or_a_fault_is_tried_again(
    plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(making, "extract", lambda *_: 1 / 0)
        assert not built(tmp_path / "r", plans[:1]).release
    with monkeypatch.context() as patched:
        patched.setattr(making, "extract", lambda *_: bytearray(1 << 60))  # more memory than there is
        assert not built(tmp_path / "r", plans[:1]).release
    after = built(tmp_path / "r", plans[:1])
    assert (after.taken, after.exit_code) == (0, 0)


def test_a_folder_that_is_written_to_while_it_is_read_is_not_kept(
    plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(folder: Path, *others: object) -> Made:
        made = making.make(folder, *others)  # type: ignore[arg-type]
        (folder / "agencies.tsv").write_text("name\tagency\n", "utf-8")
        return made

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "make", make)
        built(tmp_path / "r", plans[:1])
    assert built(tmp_path / "r", plans[:1]).taken == 0


def test_a_build_that_was_killed_goes_on_where_it_stopped(plans: list[Path], tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from mapping import build; from mapping.workbench import Settings\n"
        "build.assemble = lambda *_: os.kill(os.getpid(), 9)\n"
        "build.build([*map(Path, sys.argv[2:])], Settings(), Path(sys.argv[1]), build.Options())\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, tmp_path / "r", *plans], check=False, cwd=Path.cwd())
    assert killed.returncode == -signal.SIGKILL
    after = built(tmp_path / "r", plans)
    assert (after.taken, after.exit_code) == (3, 0)


def test_damage_to_a_file_that_several_releases_share_is_mended_in_a_file_of_its_own(
    plans: list[Path], tmp_path: Path
) -> None:
    first = built(tmp_path / "r", plans[:1])
    second = built(tmp_path / "r", plans)
    assert first.release
    assert second.release
    shared = second.release / "dumps/plan/plan-0-2020.nq"
    assert shared.samefile(first.release / "dumps/plan/plan-0-2020.nq")
    good = shared.read_bytes()
    shared.write_bytes(b"#" + good[1:])
    assert any(integrity.damage(second.release))
    third = built(tmp_path / "r", plans)
    assert third.release == second.release
    assert third.taken == 2
    assert integrity.is_sound(third.release)
    assert (third.release / "dumps/plan/plan-0-2020.nq").read_bytes() == good
    assert third.healed


def test_files_that_all_plans_share_are_those_of_the_release_before_where_nothing_changed_in_them(
    plans: list[Path], tmp_path: Path
) -> None:
    first, second = built(tmp_path / "r", plans[:2]).release, built(tmp_path / "r", plans).release
    assert first
    assert second
    for path in ("dumps/ontology.ttl", "dumps/vocabulary/policy.ttl", "compressed/dumps/ontology.nq.zst"):
        assert (second / path).samefile(first / path)
    whole = "compressed/dumps/policygraph.nq.gz"
    assert not (second / whole).samefile(first / whole)
    assert integrity.is_sound(first)
    assert integrity.is_sound(second)


def test_pruned_releases_take_with_them_what_they_alone_hold(plans: list[Path], tmp_path: Path) -> None:
    built(tmp_path / "r", plans)
    for round_ in range(2):
        (plans[0] / "document.csv").write_text(f"序号,国家要求,落实举措,责任单位\n{ROWS.format(round_)}", "utf-8")
        last = built(tmp_path / "r", plans, keep=1)
    assert len(list((tmp_path / "r" / FOLDER).iterdir())) == 3
    assert last.release
    assert integrity.is_sound(last.release)
