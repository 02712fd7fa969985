"""A damaged release is set aside aloud, the last good one served, and a build makes it anew.

Where a guard is missing, a page of a damaged release is 500, or a file goes out as whole that is not.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from mapping import build
from mapping.build import Options, Outcome
from mapping.release import folder as release
from mapping.release import journal
from mapping.release.lifecycle import integrity
from mapping.workbench import Settings
from server.app import close, create_app
from server.command.cli import main
from server.config import Lanes, ServerConfig
from server.release.live import Live
from server.search_index.opened import SearchIndex
from tests.faults.hostile import plan

ROWS = "1,持续办好中国品牌日活动。,每年组织企业参加中国品牌日活动。,省市场监管局\n"
_PLAN = """\
id = "{id}"
document = "document.csv"
national = "ndrc-2020-293"
jurisdiction = "430000"
date_document = 2020-06-01
title = {{ zh = "小方案" }}
"""


def made(releases: Path, *folders: Path, **options: object) -> Outcome:
    return build.build(folders, Settings(), releases, Options(**options))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two small plan folders."""
    folder = tmp_path_factory.mktemp("plans")
    for name in ("one-2020", "two-2020"):
        (folder / name).mkdir()
        (folder / name / "document.csv").write_text(f"序号,国家要求,落实举措,责任单位\n{ROWS}", "utf-8")
        (folder / name / "plan.toml").write_text(_PLAN.format(id=name), "utf-8")
    return folder / "one-2020", folder / "two-2020"


@pytest.fixture(scope="module")
def two_releases(plans: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one plan, then the live one of both."""
    releases = tmp_path_factory.mktemp("two")
    for several in (plans[:1], plans):
        assert made(releases, *several).exit_code == 0
    return releases


@pytest.fixture
def releases(two_releases: Path, tmp_path: Path) -> Path:
    """The two releases, to be harmed."""
    return shutil.copytree(two_releases, tmp_path / "releases", symlinks=True)


def checked(releases: Path, *names: str) -> Result:
    return CliRunner().invoke(main, ["check", *names, "--releases", str(releases)])


def first(folder: Path, pattern: str) -> Path:
    """Return the largest file that a pattern names: the one whose loss matters."""
    return max(folder.glob(pattern), key=lambda path: path.stat().st_size)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def make_no_text(path: Path) -> None:
    """Change one bit of a Chinese title."""
    path.write_bytes(path.read_bytes().replace("小方案".encode(), b"\xa5" + "小方案".encode()[1:]))


def nest(path: Path) -> None:
    path.write_bytes(b'{"more":' + b"[" * 5000)


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def empty(path: Path) -> None:
    path.write_bytes(b"")


HARMS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a cut manifest": (cut, "manifest.json"),
    "an empty manifest": (empty, "manifest.json"),
    "a lost manifest": (Path.unlink, "manifest.json"),
    "a manifest that is no text": (make_no_text, "manifest.json"),
    "a manifest nested without end": (nest, "manifest.json"),
    "a manifest that is a folder": (replace_by_a_folder, "manifest.json"),
    "a cut list of files": (cut, "files.json"),
    "a lost list of files": (Path.unlink, "files.json"),
    "a cut table of the store": (cut, "store/*.sst"),
    "a lost table of the store": (Path.unlink, "store/*.sst"),
    "a lost store": (shutil.rmtree, "store"),
    "a lost list of the store's tables": (Path.unlink, "store/MANIFEST-*"),
    "a lost segment of the index": (Path.unlink, "search/**/*.store"),
    "a cut index": (cut, "search/**/meta.json"),
    "a lost index": (shutil.rmtree, "search"),
    "a cut dump": (cut, "dumps/plan/two-2020.nq"),
    "a lost compressed dump": (Path.unlink, "compressed/dumps/policygraph.nq.gz"),
    "a lost report": (Path.unlink, "reports/two-2020.json"),
}


def health(app: Flask) -> dict[str, Any]:
    """Return what the window says of itself, with the status of its answer."""
    answer = app.test_client().get("/healthz", headers={"Accept": "application/json"})
    return {**json.loads(answer.data), "status": answer.status_code}


@contextmanager
def served(releases: Path) -> Iterator[Flask]:
    app = create_app(ServerConfig(releases=releases, lanes=Lanes(fast=1), release_check_seconds=0))
    try:
        yield app
    finally:
        close(app)


@pytest.mark.parametrize("harm", HARMS)
def test_a_server_starts_with_the_last_good_release_and_says_which_is_damaged(
    releases: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    live = (releases / "current").resolve()
    do, pattern = HARMS[harm]
    do(first(live, pattern))
    found = checked(releases)
    assert (found.exit_code, live.name in found.output) == (1, True)
    with served(releases) as app:
        assert health(app)["status"] == 200
        assert health(app)["release"] != live.name
        assert health(app)["setAside"] == [live.name]
        for address in (
            "/measures",
            "/quality",
            "/timemap/dumps/policygraph.nq",
        ):  # the last two look at older releases too
            assert app.test_client().get(address).status_code == 200, address
        assert app.test_client().get("/doc/id/plan/nowhere-2020").status_code == 404
        of_the_damaged = app.test_client().get(f"/releases/{live.name}/dumps/policygraph.nq")
        assert (of_the_damaged.status_code, "is damaged" in of_the_damaged.text) == (503, True)
    assert f"a release is set aside: {live}" in caplog.text


def test_sizes_are_compared_before_the_first_release_is_served(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Live, "_verify", lambda *_: None)  # checksums take longer, and come later
    live = (releases / "current").resolve()
    cut(first(live, "compressed/dumps/policygraph.nq.zst"))
    with served(releases) as app:
        assert health(app)["release"] != live.name


@pytest.mark.parametrize("pattern", ["store/*.sst", "search/**/*.idx", "compressed/**/*.zst", "reports/overview.json"])
def test_a_changed_byte_is_found_while_the_release_is_served(
    releases: Path, pattern: str, until: Callable[..., bool]
) -> None:
    live = (releases / "current").resolve()
    change(first(live, pattern))
    with served(releases) as app:
        assert until(lambda: health(app)["setAside"] == [live.name])
        assert health(app)["release"] != live.name


def test_who_is_ready_asks_the_index_too(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> int:
        raise OSError("the index is gone")

    with served(releases) as app:
        assert health(app)["status"] == 200
        monkeypatch.setattr(SearchIndex, "total", gone)
        found = health(app)
        assert (found["status"], "the index is gone" in found["detail"]) == (503, True)


def test_a_damaged_release_is_not_switched_to(releases: Path, until: Callable[..., bool]) -> None:
    live, older = (releases / "current").resolve(), next(releases.glob("[0-9a-f]*/manifest.json")).parent
    older = next(each for each in releases.glob("[0-9a-f]" * 16) if each != live)
    (releases / "current").unlink()
    (releases / "current").symlink_to(older.name)
    change(first(live, "compressed/dumps/policygraph.nq.zst"))
    with served(releases) as app:
        assert health(app)["release"] == older.name
        (releases / "fresh").symlink_to(live.name)
        (releases / "fresh").replace(releases / "current")
        assert until(lambda: health(app)["setAside"] == [live.name])
        assert health(app)["release"] == older.name


def test_where_no_release_is_good_the_window_says_so_until_a_build_has_made_one(
    releases: Path, plans: tuple[Path, Path], until: Callable[..., bool]
) -> None:
    for manifest in releases.glob("[0-9a-f]*/manifest.json"):
        cut(manifest)
    with served(releases) as app:
        assert health(app)["status"] == 503
        assert "Every release is damaged" in health(app)["detail"]
        outcome = made(releases, *plans)
        assert outcome.release is not None
        assert until(lambda: health(app)["status"] == 200)
        assert health(app)["release"] == outcome.release.name


@pytest.mark.parametrize(
    "harm", ["a cut manifest", "a lost store", "a lost segment of the index", "a cut dump", "a lost report"]
)
def test_a_build_makes_a_damaged_release_anew(releases: Path, plans: tuple[Path, Path], harm: str) -> None:
    live = (releases / "current").resolve()
    events = journal.read(releases)
    do, pattern = HARMS[harm]
    do(first(live, pattern))
    outcome = made(releases, *plans)
    assert (outcome.exit_code, outcome.release) == (0, live)
    assert live.name in outcome.healed[0]
    assert integrity.is_sound(live)
    assert (releases / "damaged" / live.name).is_dir()
    assert journal.read(releases) == events


def test_a_plan_of_a_damaged_release_is_neither_dropped_nor_carried_over_damaged(
    releases: Path, plans: tuple[Path, Path]
) -> None:
    live = (releases / "current").resolve()
    cut(live / "dumps/plan/one-2020.nq")
    cut(live / "manifest.json")
    refused = made(releases, plans[1])
    assert (refused.exit_code, refused.dropped) == (3, ("one-2020",))
    assert release.live(releases) != live  # the last good one, meanwhile
    outcome = made(releases, plans[1], keep_last=True)
    assert outcome.exit_code == 0
    assert outcome.release == live
    assert outcome.manifest is not None
    assert [(each.id, each.carried_over) for each in outcome.manifest.plans] == [
        ("one-2020", True),
        ("two-2020", False),
    ]


def test_a_plan_without_any_good_version_stops_the_switch(releases: Path, plans: tuple[Path, Path]) -> None:
    for folder in releases.glob("[0-9a-f]" * 16):
        cut(folder / "dumps/plan/one-2020.nq")
    refused = made(releases, plans[1], keep_last=True)
    assert (refused.exit_code, refused.dropped) == (3, ("one-2020",))


def test_a_link_that_leads_nowhere_is_mended_by_the_next_build(releases: Path, plans: tuple[Path, Path]) -> None:
    live = (releases / "current").resolve()
    (releases / "current").unlink()
    (releases / "current").symlink_to("0123456789abcdef")
    with served(releases) as app:
        assert health(app)["release"] == live.name
    assert made(releases, *plans).release == live
    assert release.live(releases) == live


def name_another_plan(releases: Path, _: Path) -> None:
    """Change a bit, by which a build would have to say that it drops a plan which nobody knows."""
    path = releases / journal.FILE_NAME
    path.write_bytes(path.read_bytes().replace(b"two-2020", b"twn-2020"))


def become_folder(releases: Path, live: Path) -> None:
    (releases / "current").unlink()
    shutil.copytree(live, releases / "current")


def lead_to_the_journal(releases: Path, _: Path) -> None:
    (releases / "current").unlink()
    (releases / "current").symlink_to(journal.FILE_NAME)


def fill_the_place_for_damage(releases: Path, live: Path) -> None:
    (releases / "damaged").write_text("x")
    cut(live / "manifest.json")


def lock_with_a_folder(releases: Path, _: Path) -> None:
    (releases / ".lock").unlink()
    (releases / ".lock").mkdir()


def fill_the_places_of_the_next_build(releases: Path, _: Path) -> None:
    (releases / ".building-x").write_text("x")
    (releases / f".{journal.FILE_NAME}").mkdir()
    (releases / f"{journal.FILE_NAME}.damaged" / "x").mkdir(parents=True)
    (releases / journal.FILE_NAME).write_bytes(b"{]\n" + (releases / journal.FILE_NAME).read_bytes())
    shutil.rmtree(releases / ".made")
    (releases / ".made").write_text("x")


@pytest.mark.parametrize(
    "harm",
    [
        name_another_plan,
        become_folder,
        lead_to_the_journal,
        fill_the_place_for_damage,
        lock_with_a_folder,
        fill_the_places_of_the_next_build,
    ],
)
def test_whatever_stands_in_the_way_of_a_build_needs_no_human_hand(
    releases: Path, plans: tuple[Path, Path], harm: Callable[[Path, Path], None]
) -> None:
    live, events = (releases / "current").resolve(), journal.read(releases)
    harm(releases, live)
    with served(releases) as app:
        assert health(app)["status"] == 200
    outcome = made(releases, *plans)
    assert (outcome.exit_code, outcome.release) == (0, live)
    assert (releases / "current").is_symlink()
    assert release.live(releases) == live
    assert journal.written(releases) == events


@pytest.mark.parametrize("harm", ["no JSON", "no text", "no time", "lost", "a named pipe", "a folder"])
def test_pages_catalogue_and_harvesting_outlive_the_journal(releases: Path, harm: str) -> None:
    path = releases / journal.FILE_NAME
    events = journal.read(releases)
    before = path.read_bytes()
    path.unlink()
    match harm:
        case "no JSON":
            path.write_bytes(b"{]\n" + before)
        case "no text":
            path.write_bytes(b"\xff\n" + before)
        case "no time":
            path.write_bytes(before.replace(b'"at":"2', b'"at":"x', 1))
        case "a named pipe":  # who reads one without a writer waits for ever
            os.mkfifo(path)
        case "a folder":
            path.mkdir()
    with served(releases) as app:
        client = app.test_client()
        for address in ("/", "/catalog", "/oai?verb=Identify", "/releases"):
            assert client.get(address).status_code == 200, address
    assert journal.read(releases) == events


def test_a_build_goes_on_where_files_of_a_release_have_become_named_pipes(
    releases: Path, plans: tuple[Path, Path]
) -> None:
    live = (releases / "current").resolve()
    events = journal.read(releases)
    kept = releases.glob(".made/*/made.json")
    for path in (releases / journal.FILE_NAME, live / "manifest.json", first(live, "dumps/plan/*.nq"), *kept):
        path.unlink()
        os.mkfifo(path)
    outcome = made(releases, *plans)
    assert (outcome.exit_code, outcome.release) == (0, live)
    assert integrity.is_sound(live)
    assert {event.release for event in journal.written(releases)} >= {event.release for event in events}


def test_a_link_out_of_the_folder_of_releases_moves_nothing_there(tmp_path: Path) -> None:
    """Where the guard is missing, whatever the link leads to is moved away: it might be the system's own folder."""
    plan(tmp_path / "plans" / "small-2020")
    releases, elsewhere = tmp_path / "r", tmp_path / "elsewhere"
    made = build.build([tmp_path / "plans" / "small-2020"], Settings(), releases, Options())
    (elsewhere / "folder").mkdir(parents=True)
    (elsewhere / "folder" / "file").write_text("not ours", "utf-8")
    (releases / "current").unlink()
    (releases / "current").symlink_to(elsewhere / "folder")
    again = build.build([tmp_path / "plans" / "small-2020"], Settings(), releases, Options())
    assert "leads to no release of this folder" in again.healed[0]
    assert (elsewhere / "folder" / "file").read_text("utf-8") == "not ours"
    assert [each.name for each in elsewhere.iterdir()] == ["folder"]
    assert release.live(releases) == made.release
