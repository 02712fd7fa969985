"""A release is read once, and the shelf knows which there are."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from mapping.release import folder, journal
from mapping.release.release import Release
from mapping.release.shelf import Shelf


@pytest.fixture
def shelf(releases: Path, tmp_path: Path) -> Shelf:
    """The releases of the seeds, copied, so that a test may add to them."""
    shutil.copytree(releases, tmp_path / "releases", symlinks=True)
    return Shelf(tmp_path / "releases")


def test_what_is_made_of_a_release_once_is_made_once_for_each_argument(live: Path) -> None:
    release = Release.read(live)
    made: list[str] = []

    def make(_release: Release, name: str) -> str:
        made.append(name)
        return name

    assert [release.once(make, name) for name in ("a", "b", "a")] == ["a", "b", "a"]
    assert made == ["a", "b"]


def test_what_is_made_of_a_release_goes_with_it(live: Path) -> None:
    one, other = Release.read(live), Release.read(live)
    assert one.once(lambda release: object()) is not other.once(lambda release: object())


def test_a_text_that_is_not_offered_is_not_read(live: Path) -> None:
    release = Release.read(live)
    plan = release.manifest.plans[0].id
    text = release.canonical_text(plan)
    assert text is not None
    assert text == (live / f"dumps/document/{plan}/canonical.txt").read_bytes().decode()
    assert release.canonical_text("../../manifest.json") is None


def test_the_shelf_reads_the_journal_again_when_it_has_grown(shelf: Shelf) -> None:
    before = shelf.history
    assert shelf.history is before
    last = before.events[-1]
    moment = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    journal.append(shelf.releases, journal.next_event(before.events, "0123456789abcdef", last.plans, moment))
    assert shelf.history.last == "2030-01-01T00:00:00Z"


def test_a_pruned_release_is_known_by_its_history_only(shelf: Shelf) -> None:
    name = next(shelf.kept())
    assert (found := shelf.get(name)) is not None
    assert found is shelf.get(name)
    shutil.rmtree(shelf.releases / name)
    assert shelf.get(name) is None
    assert list(shelf.kept()) == []
    assert [event.release for event in shelf.history.of_release(name)] == [name]


@pytest.mark.parametrize("name", ["..", "current", "journal.jsonl", "0" * 16, "", "0123456789abcdef/dumps"])
def test_only_the_id_of_a_release_that_is_there_names_one(shelf: Shelf, name: str) -> None:
    assert shelf.get(name) is None


def test_the_live_release_is_where_current_points(shelf: Shelf) -> None:
    assert shelf.live == folder.live(shelf.releases)
