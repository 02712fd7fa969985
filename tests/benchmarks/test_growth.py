"""What is measured is kept by size, and drawn where it belongs."""

import re
from itertools import pairwise
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


def test_a_line_rises_with_its_figures_and_says_them_in_words() -> None:
    picture = chart.draw(
        "Pages", "ms", {"plan & page": [(84, 1.0), (8400, 100.0)], "flat": [(84, 10), (8400, 10)], "none": [(84, 0)]}
    )
    words = {each.tag.rpartition("}")[2]: each.text or "" for each in ET.fromstring(picture).iter()}
    assert words["desc"] == "ms by measures. plan & page: 1 at 84, 100 at 8,400; flat: 10 at 84, 10 at 8,400."
    first, second = (
        [tuple(map(float, dot.split(","))) for dot in line.split()] for line in re.findall(r'points="(.+?)"', picture)
    )
    assert first[0][0] < first[1][0]
    assert first[0][1] > first[1][1], "what is more is drawn higher"
    assert second[0][1] == second[1][1] == pytest.approx((first[0][1] + first[1][1]) / 2), (
        "ten lies midway of one and a hundred"
    )


@pytest.mark.parametrize("wanted", [[100.0, 100.0, 100.0], [336.0, 335.0, 60.0], [50.0, 300.0]])
def test_names_of_lines_do_not_lie_on_each_other(wanted: list[float]) -> None:
    found = chart.places(wanted)
    tops = sorted(found)
    assert all(below - above >= 15 for above, below in pairwise(tops))
    assert tops[-1] <= chart.HEIGHT
    assert sorted(range(len(wanted)), key=wanted.__getitem__) == sorted(range(len(found)), key=found.__getitem__)


def test_a_figure_beside_nothing_has_no_ratio_and_one_beside_another_is_divided_by_it() -> None:
    table = as_table([Figure("alone", 3, "s"), Figure("ours", 1, "s", "theirs", 4)])
    assert table.splitlines()[2:] == ["| alone | 3 s |  |  |  |", "| ours | 1 s | theirs | 4 | 0.25 |"]
