"""Some seconds of the soak that `python -m benchmarks.soak` runs for an hour: traffic, switches, dead workers, rude clients."""

from __future__ import annotations

from pathlib import Path

from benchmarks.soak import soak


def test_nothing_fails_is_mixed_or_stays_while_workers_die_and_releases_are_switched(tmp_path: Path) -> None:
    found = soak(tmp_path, seconds=8, clients=4, switch=0.5, kill=0.7, minute=5)
    assert found.switches > 5
    assert found.kills > 3
    assert not found.failures
    assert not found.mixed
    workers, handles, memory = found.left
    assert workers <= 3
    assert handles <= found.begun[0] + 40
    assert memory <= found.begun[1] + (150 << 20)
