"""Marks in a text, and pictures as numbers."""

from hypothesis import given
from hypothesis import strategies as st

from server.words.labels import Text
from server.words.links import Link
from server.words.marks import Mark, kinds, segments
from server.words.pictures import fan, matrix, network

TEXT = "新建便利店 200 家,到2020年底。"


def link(name: str) -> Link:
    return Link(f"/doc/{name}", Text(name))


def at_list(row: int, column: int) -> str:
    return f"/list/{row}/{column}"


def test_a_mark_cuts_the_text_where_it_stands() -> None:
    found = segments(TEXT, 100, [Mark(106, 111, "target"), Mark(112, 119, "deadline")])
    assert [(segment.text, segment.mark.kind if segment.mark else None) for segment in found] == [
        ("新建便利店 ", None),
        ("200 家", "target"),
        (",", None),
        ("到2020年底", "deadline"),
        ("。", None),
    ]
    assert kinds(found) == ("target", "deadline")


def test_of_two_marks_that_overlap_the_first_and_longer_stays() -> None:
    marks = [Mark(0, 3, "target"), Mark(0, 5, "document"), Mark(4, 8, "agency")]
    assert [segment.mark.kind for segment in segments(TEXT, 0, marks) if segment.mark] == ["document"]


@given(
    start=st.integers(0, 50),
    marks=st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20)), max_size=8),
)
def test_no_mark_ever_changes_the_text(start: int, marks: list[tuple[int, int]]) -> None:
    found = segments(TEXT, start, [Mark(at, at + length, "target") for at, length in marks])
    assert "".join(segment.text for segment in found) == TEXT


def test_a_matrix_shows_every_count_once_and_the_fullest_row_first() -> None:
    counts = {(0, 0): 1, (1, 0): 4, (1, 1): 9}
    found = matrix([link("a"), link("b")], [(link("x"), "1"), (link("y"), "2")], counts, at_list)
    assert sorted(dot.count for dot in found.dots) == [1, 4, 9]
    assert [(row.text.value, total) for _, row, total in found.rows] == [("b", 13), ("a", 1)]
    assert {dot.count: dot.href for dot in found.dots} == {1: "/list/0/0", 4: "/list/1/0", 9: "/list/1/1"}
    areas = {dot.count: (dot.radius - 3) ** 2 for dot in found.dots}
    assert round(areas[9] / areas[1], 6) == 9


def test_a_matrix_says_how_many_rows_there_are_and_its_table_has_them_all() -> None:
    rows = [link(str(number)) for number in range(50)]
    found = matrix(rows, [(link("x"), "1")], {(row, 0): 1 for row in range(50)}, at_list, at_most=40)
    assert (len(found.rows), found.of, len(found.table)) == (40, 50, 50)
    assert matrix(rows, [(link("x"), "1")], {(0, 0): 1}, at_list, of=2000).of == 2000


def test_a_network_keeps_everyone_inside_the_picture() -> None:
    found = network(link("hub"), [(link(str(number)), number + 1) for number in range(14)], {(0, 1): 3})
    assert all(0 < node.x < found.width and 0 < node.y < found.height for node in found.nodes)
    assert len({(node.x, node.y) for node in found.nodes}) == 14
    assert len(found.ties) == 1


def test_a_fan_joins_the_root_to_all_and_these_to_their_ends() -> None:
    found = fan(link("root"), [link("m1"), link("m2")], [link("a")], [(0, 0), (1, 0)])
    assert len(found.lines) == 4
    assert all(node.y < found.height for node in (*found.middle, *found.ends))


def test_a_fan_has_room_for_its_labels() -> None:
    long = link("Municipal Bureau of Housing and Urban-Rural Development")
    found = fan(link("National requirement 08.3"), [link("Measure 41")], [long], [(0, 0)])
    narrow = 6.5  # a Latin letter takes at least half of 13 pixels
    assert found.root.label_x >= narrow * len(found.root.label)
    assert found.width - found.ends[0].label_x >= narrow * len(found.ends[0].label)
