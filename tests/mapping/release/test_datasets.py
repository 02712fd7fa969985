"""Which dataset a file belongs to, and since when a dataset is what it is."""

from __future__ import annotations

import datetime as dt

import pytest

from mapping.release import journal
from mapping.release.datasets import dataset_of, digests
from mapping.release.history import History
from mapping.release.journal import PublicationEvent

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("path", "dataset"),
    [
        ("dumps/reference.nq", "reference"),
        ("dumps/vocabulary/shapes/plan.ttl", "ontology"),
        ("dumps/plan/hunan.csv", "hunan"),
        ("dumps/document/hunan/方案.docx", "hunan"),
        ("dumps/measures.csv", "all"),
    ],
)
def test_a_file_belongs_to_the_dataset_that_its_path_names(path: str, dataset: str) -> None:
    assert dataset_of(path) == dataset


def test_a_digest_moves_with_a_file_of_its_own_dataset_only() -> None:
    before = digests([("dumps/reference.nq", "1"), ("dumps/vocabulary/policy.ttl", "2"), ("dumps/plan/hunan.nq", "3")])
    after = digests([("dumps/plan/hunan.nq", "4"), ("dumps/vocabulary/policy.ttl", "5"), ("dumps/reference.nq", "1")])
    assert before.keys() == after.keys() == {"reference", "ontology"}
    assert before["reference"] == after["reference"]
    assert before["ontology"] != after["ontology"]


def published(*datasets: dict[str, str]) -> History:
    events: tuple[PublicationEvent, ...] = ()
    for number, each in enumerate(datasets):
        at = NOON + dt.timedelta(hours=number)
        events = (*events, journal.next_event(events, f"release-{number}", {}, at, datasets=each))
    return History(events)


def test_a_dataset_is_as_old_as_the_first_release_since_which_it_has_been_the_same() -> None:
    history = published({"reference": "a"}, {"reference": "b"}, {"reference": "b", "ontology": "c"}, {"reference": "b"})
    changed = history.changed("reference")
    assert changed is not None
    assert (changed.release, changed.at) == ("release-1", "2026-03-01T13:00:00Z")


def test_what_went_and_came_back_changed_when_it_came_back() -> None:
    changed = published({"reference": "a"}, {"reference": "b"}, {"reference": "a"}).changed("reference")
    assert changed is not None
    assert changed.release == "release-2"


def test_a_journal_that_recorded_no_digests_dates_a_dataset_by_its_last_release() -> None:
    changed = published({}, {}).changed("reference")
    assert changed is not None
    assert changed.release == "release-1"
    assert History(()).changed("reference") is None
