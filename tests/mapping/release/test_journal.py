"""The journal is append-only, and what a crash cut short is no event."""

import datetime as dt
from pathlib import Path

import pytest

from mapping.errors import ReleaseError
from mapping.release import journal

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


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / journal.FILE_NAME).write_text("{}\n")
    with pytest.raises(ReleaseError, match=r"journal\.jsonl.*line 1 is no event"):
        journal.read(tmp_path)
