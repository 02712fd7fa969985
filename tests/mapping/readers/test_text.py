"""Text files: their text is theirs, and every place points into it."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.blocks import Document, Paragraph, Table
from mapping.readers import read
from mapping.readers.flattened import restored
from mapping.readers.text import blocks_of

ROWS = [["序号", "任务", "单位"], ["1", "任务一。", "市商务局"], ["2", "任务二。", "市财政局"]]


@pytest.fixture
def plain(tmp_path: Path) -> Callable[[str], Document]:
    def make(text: str) -> Document:
        (tmp_path / "a.txt").write_bytes(text.encode())
        return read(tmp_path / "a.txt")

    return make


def tables_of(document: Document) -> list[list[list[str]]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[[document.at(cell) for cell in row.cells] for row in table.rows] for table in tables]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("\t".join(row) for row in ROWS),
        "\r\n".join("\t".join(row) for row in ROWS),
        "\n".join(f"| {' | '.join(row)} |" for row in [ROWS[0], ["---", ":--", "--:"], *ROWS[1:]]),
        "\n".join("  ".join(row) for row in ROWS),
        "\n".join("\u3000".join(row) for row in ROWS),
        "\n".join("\n".join(row) for row in ROWS),
        "\n\n".join("\n\n".join(row) for row in ROWS),
        "\n".join("\n".join(column) for column in zip(*ROWS, strict=True)),
    ],
    ids=[
        "tabs",
        "crlf",
        "pipes",
        "two blanks",
        "full-width blanks",
        "a cell a line",
        "blank lines",
        "column after column",
    ],
)
def test_a_table_is_seen_however_its_cells_are_parted(plain: Callable[[str], Document], text: str) -> None:
    document = plain(f"标题\n\n{text}\n\n附注在表后。\n")
    assert tables_of(document) == [ROWS]
    assert [document.at(block.place) for block in document.blocks if isinstance(block, Paragraph)] == [
        "标题",
        "附注在表后。",
    ]
    assert [block.place.block for block in document.blocks] == [1, 2, 3]


def test_an_indented_paragraph_or_a_numbered_line_with_a_tab_is_no_table(plain: Callable[[str], Document]) -> None:
    document = plain("\t第一段。\n1.\t第一项。\n市商务局  市财政局  市教委\n市公安局  市民政局  市体育局\n")
    assert tables_of(document) == []
    assert len(document.blocks) == 4


def test_blank_lines_part_tables_and_trailing_tabs_are_empty_cells(plain: Callable[[str], Document]) -> None:
    assert tables_of(plain("序号\t甲\t乙\t\n\n序号\t甲\t\t乙\n")) == [
        [["序号", "甲", "乙", ""]],
        [["序号", "甲", "", "乙"]],
    ]


@given(st.text(alphabet="序号甲乙。1234 \t\n\u3000|-", max_size=120))
def test_every_place_is_inside_the_text_in_order_and_without_blanks_around_it(text: str) -> None:
    blocks = restored(text, list(blocks_of(text)))
    assert [block.place.block for block in blocks] == list(range(1, len(blocks) + 1))
    for before, after in pairwise(blocks):
        assert before.place.end <= after.place.start
    for block in blocks:
        cells = [cell for row in block.rows for cell in row.cells] if isinstance(block, Table) else [block.place]
        for place in cells:
            assert block.place.start <= place.start <= place.end <= block.place.end
            assert text[place.start : place.end] == text[place.start : place.end].strip()
