"""How much was read, as a figure, and where the rest is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.blocks import Document
from mapping.layout import LayoutRules, lay_out
from mapping.layout.coverage import Coverage, coverage_of, little_read
from mapping.readers import read

Covered = Callable[[str, LayoutRules], tuple[Document, Coverage]]


@pytest.fixture
def covered(tmp_path: Path) -> Covered:
    def make(text: str, rules: LayoutRules) -> tuple[Document, Coverage]:
        path = tmp_path / "plan.txt"
        path.write_text(text, "utf-8")
        document = read(path)
        reading = lay_out(document, rules)
        return document, coverage_of(document, reading.entries, reading.findings)

    return make


def test_all_is_read_where_every_measure_has_its_bracket(covered: Covered) -> None:
    _, found = covered(
        "一、任务\n1.种茶。（责任单位：省林业局）\n2.采茶。（责任单位：省农业农村厅）\n", LayoutRules(kind="paragraphs")
    )
    assert (found.share, found.unread, found.others, found.places) == (1.0, 0, 4, ())


def test_a_text_between_measures_that_no_bracket_closes_is_unread(covered: Covered) -> None:
    document, found = covered(
        "1.种茶。（责任单位：省林业局）\n2.扩大茶园。\n3.采茶。（责任单位：省商务厅）\n", LayoutRules(kind="paragraphs")
    )
    assert [document.at(place) for place in found.places] == ["扩大茶园。"]
    assert (found.read, found.unread) == (32, 5)


def test_a_table_with_bodies_and_a_paragraph_with_a_bracket_that_are_not_read_are_unread_whole(
    covered: Covered,
) -> None:
    table = "序号\t任务\t责任单位\n1\t采茶。\t省林业局\n"
    text = f"扩大茶园面积。（责任单位：省商务厅）\n\n{table}"
    _, as_table = covered(text, LayoutRules(kind="table"))
    _, as_prose = covered(text, LayoutRules(kind="paragraphs"))
    _, as_both = covered(text, LayoutRules(kind="mixed"))
    assert (as_table.read, as_table.unread) == (8, 18)
    assert (as_prose.read, as_prose.unread) == (18, 16)
    assert as_both.share == 1.0


def test_measures_that_are_a_small_part_of_the_text_are_told() -> None:
    assert [finding.code for finding in little_read(Coverage(read=3, unread=0, others=97))] == ["little-read"]
    assert list(little_read(Coverage(read=30, unread=0, others=70))) == []
