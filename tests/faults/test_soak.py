"""Some seconds of the soak that `python -m benchmarks.soak` runs for an hour: traffic, switches, dead workers, rude clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak.report import Minute, Result, State, as_json, as_markdown, trends
from benchmarks.soak.running import OXIGRAPH, soak
from benchmarks.soak.traffic import Pace


def test_nothing_fails_is_mixed_or_stays_while_everything_goes_wrong(tmp_path: Path) -> None:
    so_far: list[Result] = []
    result = soak(tmp_path, 9, Pace(clients=4, switch=0.5, kill=0.7), 0.5, so_far.append, minute=5)
    assert result.switches > 3
    assert result.kills > 3
    assert not result.failures
    assert not result.mixed
    assert result.left.workers <= 3
    assert result.left.handles <= result.begun.handles + 40
    assert result.left.memory <= result.begun.memory + 150
    assert result.remote or not OXIGRAPH.exists()
    assert [len(each.minutes) for each in so_far] == [2, 2]  # the same list, told of twice
    assert "## By minute" in as_markdown(result)
    assert '"mixed": []' in as_json(result)


@pytest.mark.parametrize(("growth", "flat"), [(0.0, True), (-1.0, True), (1.0, False)])
def test_a_line_that_rises_minute_by_minute_is_not_flat(growth: float, flat: bool) -> None:
    def minute(number: int) -> Minute:
        state = State(200 + growth * number, 40, 0, 20, 3, 30.0, 10.0, 120, 20)
        return Minute(number, 100, 0, 0, 1, 2, 1, 2, 0, 0, 20, 20, state)

    found = {each.name: each.flat for each in trends([minute(number) for number in range(60)], 60)}
    assert found["memory of the web process, MiB"] is flat
    assert found["handles of the web process"]
