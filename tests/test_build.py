"""Bad input gets a clear error, and nothing that was published is lost."""

import datetime as dt
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from mapping import build, making
from mapping.build import Options, Outcome
from mapping.errors import CuratedDataError, ReleaseError
from mapping.extract import PlanExtraction, extract
from mapping.plan_folder import PlanFolder
from mapping.release import folder as release
from mapping.release import journal
from mapping.release.publication import Publication
from mapping.workbench import Settings

ROWS = (
    "1,持续办好中国品牌日活动。,组织参加中国品牌日活动。,省发展改革委\n"
    "2,鼓励行业协会开展中国品牌研究。,支持研究机构开展品牌研究。,省商务厅、省财政厅\n"
)
Folder = Callable[..., Path]


def built(releases: Path, *folders: Path, withdraw: tuple[str, ...] = (), keep_last: bool = False) -> Outcome:
    return build.build(folders, Settings(), releases, Options(withdraw=withdraw, keep_last=keep_last))


def why(outcome: Outcome) -> str:
    (held,) = (made.held_back for made in outcome.made if made.held_back)
    return held.why


def test_a_small_plan_is_published(plan_folder: Folder, tmp_path: Path) -> None:
    outcome = built(tmp_path / "r", plan_folder(ROWS))
    assert outcome.exit_code == 0, outcome.made
    assert outcome.manifest is not None
    assert outcome.manifest.plans[0].measures == 2


def test_another_contact_or_another_plan_held_back_is_another_release(plan_folder: Folder, tmp_path: Path) -> None:
    good, bad = plan_folder(ROWS, "good-2020"), plan_folder("1,国家要求,举措,\n", "bad-2020")
    releases = tmp_path / "r"
    first = built(releases, good)
    assert built(releases, good).release == first.release
    changed = Settings(publication=Publication(contact="mailto:new@example.org"))
    second = build.build((good,), changed, releases, Options())
    third = build.build((good, bad), changed, releases, Options())
    assert len({first.release, second.release, third.release}) == 3
    live = release.live(releases)
    assert live is not None
    assert release.read_manifest(live).publication.contact == "mailto:new@example.org"
    assert [each.id for each in release.read_manifest(live).held_back] == ["bad-2020"]


def test_a_row_without_an_agency_holds_the_plan_back_and_is_named(plan_folder: Folder, tmp_path: Path) -> None:
    live = built(tmp_path / "r", plan_folder(ROWS, "good-2020"))
    outcome = built(tmp_path / "r", plan_folder("1,国家要求,举措,\n"), plan_folder(ROWS, "other-2020"))
    made = next(made for made in outcome.made if made.held_back)
    assert made.id == "small-2020"
    assert [finding.place.row for finding in made.findings if finding.code == "no-agency" and finding.place] == [2]
    assert live.release is not None
    assert release.live(tmp_path / "r") == live.release  # good-2020 would have been dropped


@pytest.mark.parametrize(("serial", "code"), [("1", "serial-twice"), ("3", "serial-gap")])
def test_a_serial_that_stands_twice_or_is_missing_is_told_with_its_row(
    plan_folder: Folder, tmp_path: Path, serial: str, code: str
) -> None:
    rows = f"1,持续办好中国品牌日活动。,举措甲,省商务厅\n{serial},持续办好中国品牌日活动。,举措乙,省商务厅\n"
    (made,) = built(tmp_path / "r", plan_folder(rows)).made
    assert [finding.place.row for finding in made.findings if finding.code == code and finding.place] == [3]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, r"document\.csv"),  # a missing file
        (b"", r"document\.csv"),
        ("没有表格的文字。".encode(), r"document\.csv"),
        ("甲,乙,丙\n1,2,3\n".encode(), r"document\.csv"),  # an unknown header
        ("序号,国家要求,落实举措,责任单位\n1,\xff\xfe".encode("latin-1", "replace"), r"document\.csv"),
    ],
)
def test_a_document_that_cannot_be_read_is_named(
    plan_folder: Folder, tmp_path: Path, content: bytes | None, message: str
) -> None:
    folder = plan_folder(ROWS)
    document = folder / "document.csv"
    document.unlink() if content is None else document.write_bytes(content)
    outcome = built(tmp_path / "r", folder)
    assert outcome.exit_code == 1
    assert re.search(message, why(outcome)), why(outcome)
    assert release.live(tmp_path / "r") is None


def test_bytes_that_are_not_utf_8_are_named_by_their_place(plan_folder: Folder, tmp_path: Path) -> None:
    folder = plan_folder(ROWS)
    good = (folder / "document.csv").read_bytes()
    (folder / "document.csv").write_bytes(good[:60] + b"\xff\xff\xff" + good[60:])
    assert "byte 60" in why(built(tmp_path / "r", folder))


def test_gb18030_is_detected_and_read(plan_folder: Folder, tmp_path: Path) -> None:
    folder = plan_folder(ROWS)
    text = (folder / "document.csv").read_text("utf-8")
    (folder / "document.csv").write_bytes(text.encode("gb18030"))
    outcome = built(tmp_path / "r", folder)
    assert outcome.exit_code == 0, outcome.made


def test_an_unknown_agency_is_published_with_a_warning_and_a_minted_iri(plan_folder: Folder, tmp_path: Path) -> None:
    outcome = built(tmp_path / "r", plan_folder("1,持续办好中国品牌日活动。,组织品牌活动。,省奇妙事务所委员会\n"))
    assert outcome.exit_code == 0, outcome.made
    assert outcome.made[0].warnings > 0
    assert [finding.code for finding in outcome.made[0].findings] == ["unknown-agency"]
    assert outcome.release is not None
    text = (outcome.release / "dumps/plan/small-2020.nq").read_text("utf-8")
    assert "<http://localhost:8000/id/agency/430000/" in text
    assert '"省奇妙事务所委员会"@zh' in text or '"湖南省奇妙事务所委员会"@zh' in text


def test_a_requirement_that_nothing_matches_is_published_with_a_warning(plan_folder: Folder, tmp_path: Path) -> None:
    outcome = built(tmp_path / "r", plan_folder("1,推进航天测控船队的母港岸基建设。,建设岸基。,省商务厅\n"))
    assert outcome.exit_code == 0, outcome.made
    assert outcome.made[0].warnings > 0
    assert "unmatched-requirement" in {finding.code for finding in outcome.made[0].findings}


def test_a_plan_that_cannot_be_built_is_held_back_and_the_others_are_published(
    plan_folder: Folder, tmp_path: Path
) -> None:
    bad = plan_folder("1,要求,举措,\n", "bad-2020")
    outcome = built(tmp_path / "r", bad, plan_folder(ROWS, "good-2020"))
    assert outcome.exit_code == 3
    assert outcome.manifest is not None
    assert [plan.id for plan in outcome.manifest.plans] == ["good-2020"]
    assert [held.id for held in outcome.manifest.held_back] == ["bad-2020"]


def test_a_build_that_would_drop_a_published_plan_does_not_switch_and_names_it(
    plan_folder: Folder, tmp_path: Path
) -> None:
    one, two = plan_folder(ROWS, "one-2020"), plan_folder(ROWS, "two-2020")
    live = built(tmp_path / "r", one, two).release
    outcome = built(tmp_path / "r", one)
    assert (outcome.exit_code, outcome.dropped) == (3, ("two-2020",))
    assert release.live(tmp_path / "r") == live


def test_a_withdrawn_plan_is_dropped_and_the_journal_says_so(plan_folder: Folder, tmp_path: Path) -> None:
    one, two = plan_folder(ROWS, "one-2020"), plan_folder(ROWS, "two-2020")
    first = built(tmp_path / "r", one)
    built(tmp_path / "r", one, two)
    third = built(tmp_path / "r", one, withdraw=("two-2020",))
    assert third.exit_code == 0
    assert third.release == first.release  # withdrawing restores the former release
    changes = [(change.plan, change.change) for event in journal.read(tmp_path / "r") for change in event.changes]
    assert changes == [("one-2020", "create"), ("two-2020", "create"), ("two-2020", "delete")]


def test_the_last_good_version_can_be_carried_over(plan_folder: Folder, tmp_path: Path) -> None:
    one, two = plan_folder(ROWS, "one-2020"), plan_folder(ROWS, "two-2020")
    before = built(tmp_path / "r", one, two)
    (two / "document.csv").unlink()
    after = built(tmp_path / "r", one, two, keep_last=True)
    assert after.exit_code == 3
    assert after.manifest is not None
    assert before.release is not None
    assert after.release is not None
    assert [(plan.id, plan.carried_over) for plan in after.manifest.plans] == [("one-2020", False), ("two-2020", True)]
    path = "dumps/plan/two-2020.nq"
    assert (after.release / path).read_bytes() == (before.release / path).read_bytes()
    store = ox.Store.read_only(str(after.release / "store"))
    assert sum(1 for quad in store if quad.graph_name != ox.DefaultGraph()) == after.manifest.triples


def test_adding_a_plan_changes_nothing_that_is_published_of_another(plan_folder: Folder, tmp_path: Path) -> None:
    one, two = plan_folder(ROWS, "one-2020"), plan_folder(ROWS, "two-2020")
    before, after = built(tmp_path / "r", one).release, built(tmp_path / "r", one, two).release
    assert before is not None
    assert after is not None
    for path in before.glob("dumps/plan/*"):
        assert path.read_bytes() == (after / path.relative_to(before)).read_bytes()


def test_two_folders_with_one_id_are_both_held_back_and_the_others_published(
    plan_folder: Folder, tmp_path: Path
) -> None:
    one, two, three = (plan_folder(ROWS, name) for name in ("one-2020", "two-2020", "three-2020"))
    (two / "plan.toml").write_text((one / "plan.toml").read_text("utf-8"), "utf-8")
    outcome = built(tmp_path / "r", one, two, three)
    (held,) = (made.held_back for made in outcome.made if made.held_back)
    assert held.id == "one-2020"
    assert held.why.startswith("one-2020 and two-2020 have one id. Give each")
    assert outcome.manifest is not None
    assert [plan.id for plan in outcome.manifest.plans] == ["three-2020"]
    assert outcome.release is not None
    assert not list(outcome.release.rglob("*one-2020*"))


def test_a_folder_that_is_named_as_another_plans_id_gives_way(plan_folder: Folder, tmp_path: Path) -> None:
    broken, good = plan_folder(ROWS, "one-2020"), plan_folder(ROWS, "two-2020")
    (good / "plan.toml").write_text((broken / "plan.toml").read_text("utf-8"), "utf-8")
    (broken / "plan.toml").write_text("id = ", "utf-8")
    outcome = built(tmp_path / "r", broken, good)
    assert [(made.id, made.entry is not None) for made in outcome.made] == [("one-2020", True), ("one-2020-2", False)]


def test_a_plan_folder_that_is_named_twice_is_made_once(plan_folder: Folder, tmp_path: Path) -> None:
    one = plan_folder(ROWS, "one-2020")
    assert built(tmp_path / "r", one, one / ".." / "one-2020").exit_code == 0


def test_a_document_that_changes_while_it_is_read_is_held_back(
    plan_folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = plan_folder(ROWS, "one-2020")

    def extract_and_change(folder: PlanFolder, *given: Any) -> PlanExtraction:
        found = extract(folder, *given)
        if folder.settings.id == "one-2020":
            (one / "document.csv").write_text("another text", "utf-8")
        return found

    monkeypatch.setattr(making, "extract", extract_and_change)
    assert "the document changed while it was read" in why(built(tmp_path / "r", one, plan_folder(ROWS, "two-2020")))


def test_reference_data_that_changes_while_plans_are_made_publishes_nothing(
    plan_folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each process of a build reads it for itself: one plan might name a body as the file says now, another as it said."""
    (curated := tmp_path / "curated").mkdir()
    (curated / "own.ttl").write_text("", "utf-8")
    settings = Settings(reference=(str(curated),))
    one, releases = plan_folder(ROWS, "one-2020"), tmp_path / "r"

    def extract_and_change(*given: Any) -> PlanExtraction:
        (curated / "own.ttl").write_text("# another word\n", "utf-8")
        return extract(*given)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(making, "extract", extract_and_change)
        with pytest.raises(CuratedDataError, match="the reference data changed while it was read"):
            build.build([one], settings, releases, build.Options())
    assert release.live(releases) is None
    again = build.build([one], settings, releases, build.Options())
    assert (again.exit_code, again.taken) == (0, 0)


def test_a_build_killed_half_way_leaves_the_old_release_serving(plan_folder: Folder, tmp_path: Path) -> None:
    live = built(tmp_path / "r", plan_folder(ROWS, "one-2020")).release
    program = (
        "import sys, time; from pathlib import Path\n"
        "from mapping import build; from mapping.workbench import Settings\n"
        "build.assemble = lambda *_: (print('half way', flush=True), time.sleep(60))\n"
        "build.build([Path(p) for p in sys.argv[2:]], Settings(), Path(sys.argv[1]), build.Options(keep_last=True))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "r"), str(plan_folder(ROWS, "two-2020"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half way\n"
        process.send_signal(signal.SIGKILL)
    assert release.live(tmp_path / "r") == live
    assert list((tmp_path / "r").glob(".building-*"))
    again = built(tmp_path / "r", plan_folder(ROWS, "three-2020"), keep_last=True)
    assert again.exit_code == 0
    assert not list((tmp_path / "r").glob(".building-*"))


def test_a_build_killed_between_switch_and_journal_is_healed_by_the_next(plan_folder: Folder, tmp_path: Path) -> None:
    one = plan_folder(ROWS, "one-2020")
    built(tmp_path / "r", one)
    (tmp_path / "r" / journal.FILE_NAME).unlink()
    built(tmp_path / "r", one)
    assert len(journal.read(tmp_path / "r")) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the right to mount a small file system, which is root's")
def test_a_disk_that_fills_is_said_and_the_live_release_stays(plan_folder: Folder, tmp_path: Path) -> None:
    releases = tmp_path / "small-disk"
    releases.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(releases)], check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let root mount a tmpfs")
    try:
        one = plan_folder(ROWS, "one-2020")
        live = built(releases, one).release
        with pytest.raises(OSError, match="No space"):
            (releases / "filler").write_bytes(b"x" * (25 << 20))
        with pytest.raises(ReleaseError, match="the disk is full"):
            built(releases, one, plan_folder(ROWS, "two-2020"))
        assert release.live(releases) == live
    finally:
        subprocess.run(["umount", "--lazy", str(releases)], check=False)


def test_times_stand_in_the_journal_alone(plan_folder: Folder, tmp_path: Path) -> None:
    one = plan_folder(ROWS)
    at = dt.datetime(2031, 5, 6, tzinfo=dt.UTC)
    first = build.build([one], Settings(), tmp_path / "a", Options(), at=at)
    time.sleep(0.01)
    second = build.build([one], Settings(), tmp_path / "b", Options())
    assert first.release is not None
    assert second.release is not None
    assert first.release.name == second.release.name
    assert journal.read(tmp_path / "a")[0].at == "2031-05-06T00:00:00Z"
    assert "2031-05-06" not in (first.release / "manifest.json").read_text()


LONG_ROW = "3,国家要求很长很长很长很长很长很长,推进某事推进某事推进某事推进某事,省商务厅,省财政厅,省林业局\n"


def test_a_plan_of_which_much_was_left_unread_is_held_back(plan_folder: Folder, tmp_path: Path) -> None:
    outcome = built(tmp_path / "r", plan_folder(ROWS + LONG_ROW))
    assert "of what looks like measures was read, less than the 90% that must be" in why(outcome)


def test_it_is_published_where_its_steward_says_why_or_less_is_asked_for(plan_folder: Folder, tmp_path: Path) -> None:
    accepted = plan_folder(ROWS + LONG_ROW, toml='accept_unread = { zh = "第三行是示例。", en = "Row 3 is a sample." }')
    outcome = built(tmp_path / "r", accepted)
    assert outcome.exit_code == 0, why(outcome)
    assert "第三行是示例。" in (tmp_path / "r" / "current" / "dumps" / "plan" / "small-2020.ttl").read_text("utf-8")
    open_folder = plan_folder(ROWS + LONG_ROW, "open-2020")
    assert build.build((open_folder,), Settings(least_read=0.1), tmp_path / "o", Options()).exit_code == 0
