"""What is measured is kept by size, and drawn where it belongs."""

from xml.etree import ElementTree as ET

import pytest

from benchmarks import chart
from benchmarks.figures import Figure, as_table
from benchmarks.growth import BuiltAt, Growth, pictures


def built(plans: int, seconds: float) -> BuiltAt:
    return BuiltAt(
        measures=plans * 84, plans=plans, machine="a machine", all=seconds, one_changed=2, nothing_new=1, memory=300, disk=9
    )  # fmt: skip # entries side by side


def test_a_size_that_is_measured_again_takes_the_place_of_what_it_was() -> None:
    known = Growth().with_more([], [built(40, 9.0), built(1, 3.0)]).with_more([], [built(40, 7.0)])
    assert [(each.plans, each.all) for each in known.built] == [(1, 3.0), (40, 7.0)]
    assert [name for name, _ in pictures(known)] == ["builds"]


def test_a_picture_names_the_lines_that_have_figures_and_is_the_same_each_time() -> None:
    lines = {"plan & page": [(84, 1.0), (8400, 100.0)], "flat": [(8400, 10.0), (84, 10.0)], "none": [(84, 0.0)]}
    picture = chart.draw("Pages", "ms", lines)
    words = {(each.text or "").strip() for each in ET.fromstring(picture).iter()}
    assert {"Pages", "ms", "measures", "plan & page", "flat"} <= words
    assert "none" not in words
    assert chart.draw("Pages", "ms", lines) == picture
    with pytest.raises(ValueError, match="no figure above 0"):
        chart.draw("Pages", "ms", {"none": [(84, 0.0)]})


def test_a_figure_beside_nothing_has_no_ratio_and_one_beside_another_is_divided_by_it() -> None:
    table = as_table([Figure("alone", 3, "s"), Figure("ours", 1, "s", "theirs", 4)])
    assert table.splitlines()[2:] == ["| alone | 3 s |  |  |  |", "| ours | 1 s | theirs | 4 | 0.25 |"]
