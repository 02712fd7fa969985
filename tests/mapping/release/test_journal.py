"""The journal is append-only, and what a crash cut short is no event."""

import datetime as dt
import os
from pathlib import Path

import msgspec
import pytest

from mapping.release import journal
from mapping.release.folder import Manifest, PlanEntry
from mapping.release.lifecycle import publishing
from mapping.release.publication import Publication

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def publish(releases: Path, release: str, plans: dict[str, str]) -> journal.PublicationEvent:
    event = journal.next_event(journal.read(releases), release, plans, NOON)
    journal.append(releases, event)
    return event


def test_no_journal_has_no_events(tmp_path: Path) -> None:
    assert journal.read(tmp_path) == ()


def test_an_event_tells_what_was_created_updated_and_deleted(tmp_path: Path) -> None:
    publish(tmp_path, "r1", {"a": "1", "b": "1"})
    event = publish(tmp_path, "r2", {"b": "2", "c": "1"})
    assert [(change.plan, change.change, change.digest) for change in event.changes] == [
        ("a", "delete", "1"),
        ("b", "update", "2"),
        ("c", "create", "1"),
    ]
    assert [event.release for event in journal.read(tmp_path)] == ["r1", "r2"]


def test_times_are_utc(tmp_path: Path) -> None:
    assert publish(tmp_path, "r1", {}).at == "2026-01-01T04:00:00Z"


def test_a_line_cut_short_by_a_crash_is_passed_over_and_cut_off_by_the_next_event(tmp_path: Path) -> None:
    publish(tmp_path, "r1", {})
    with (tmp_path / journal.FILE_NAME).open("ab") as file:
        file.write(b'{"at":"2026')
    assert [event.release for event in journal.read(tmp_path)] == ["r1"]
    publish(tmp_path, "r2", {})
    assert [event.release for event in journal.read(tmp_path)] == ["r1", "r2"]


def release(releases: Path, identifier: str, plans: dict[str, str], at: dt.datetime = NOON) -> None:
    """Publish a release that has only a manifest."""
    entries = tuple(
        PlanEntry(id=plan, title={"zh": plan}, jurisdiction="120000", national="n", digest=digest, measures=1)
        for plan, digest in plans.items()
    )
    found = Manifest(
        id=identifier, software="0", publication=Publication(), plans=entries, held_back=(), graphs=(), dumps=()
    )
    (releases / identifier).mkdir(parents=True)
    (releases / identifier / "manifest.json").write_bytes(msgspec.json.encode(found))
    publishing.record(releases, found, at)


@pytest.fixture
def three(tmp_path: Path) -> tuple[journal.PublicationEvent, ...]:
    """Three releases, and what their journal says."""
    for day, (name, plans) in enumerate({"r1": {"a": "1"}, "r2": {"a": "1", "b": "1"}, "r3": {"b": "2"}}.items()):
        release(tmp_path, name, plans, NOON + dt.timedelta(days=day))
    return journal.read(tmp_path)


@pytest.mark.parametrize(
    "harm", ["a broken line", "bytes that are no text", "gone", "a folder", "empty", "one line less"]
)
def test_a_damaged_journal_is_written_again_from_what_the_releases_say(
    tmp_path: Path, three: tuple[journal.PublicationEvent, ...], harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / journal.FILE_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    path.unlink()
    match harm:
        case "a broken line":
            path.write_bytes(lines[0] + b"{]\n" + lines[2])
        case "bytes that are no text":
            path.write_bytes(b"\xff\xfe\n" + lines[1] + lines[2])
        case "a folder":
            path.mkdir()
        case "empty":
            path.write_bytes(b"")
        case "one line less":
            path.write_bytes(lines[0] + lines[2])
    if harm != "one line less":  # that can be noticed only by looking at all releases
        assert journal.read(tmp_path) == three
        assert "what the releases say is used instead" in caplog.text
    assert "the journal was written anew" in str(journal.mend(tmp_path))
    assert journal.read(tmp_path) == three
    assert journal.mend(tmp_path) is None


def test_a_release_that_says_nothing_of_itself_is_dated_by_its_files(
    tmp_path: Path, three: tuple[journal.PublicationEvent, ...]
) -> None:
    (tmp_path / journal.FILE_NAME).unlink()
    (tmp_path / "r2" / journal.OF_A_RELEASE).unlink()
    os.utime(tmp_path / "r2" / "manifest.json", (0, dt.datetime.fromisoformat(three[1].at).timestamp()))
    journal.mend(tmp_path)
    assert [(event.at, event.release) for event in journal.read(tmp_path)] == [(e.at, e.release) for e in three]


def test_a_clock_that_was_set_back_makes_no_event_earlier_than_the_last(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    release(tmp_path, "r1", {"a": "1"}, NOON)
    release(tmp_path, "r2", {"a": "2"}, NOON - dt.timedelta(days=400))
    release(tmp_path, "r3", {"a": "3"}, NOON - dt.timedelta(days=400))
    stamps = [event.at for event in journal.read(tmp_path)]
    assert stamps == ["2026-01-01T04:00:00Z", "2026-01-01T04:00:01Z", "2026-01-01T04:00:02Z"]
    assert "set it right" in caplog.text
