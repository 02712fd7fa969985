"""The doubts of a plan go into a workbook and come back decided; what was changed or is missing there is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from mapping.errors import DocumentError
from mapping.readers.cells import one_line, put
from mapping.reference.reference import Reference, load, packaged
from mapping.review import workbook, workbook_reading
from mapping.review.review import Review
from server.command.cli import main

ROWS = "1,,鼓励绿色消费。,省两山办；省商务厅\n2,,扩大服务消费。,省两山办\n3,,办好=1+1展会。,省三水办\n"


@pytest.fixture(scope="module")
def known() -> Reference:
    return load([packaged()])


@pytest.fixture
def review(plan_folder: Callable[..., Path], known: Reference) -> Review:
    return Review.open(plan_folder(ROWS), known)


@pytest.fixture
def exported(review: Review, tmp_path: Path) -> Path:
    path = tmp_path / "review.xlsx"
    assert workbook.export(review, path) == len(review.doubts)
    return path


def rows(path: Path, text: str) -> tuple[openpyxl.Workbook, list[tuple[str, int]]]:
    """Return a workbook, and the sheets and rows whose doubt is about a text."""
    book = openpyxl.load_workbook(path)
    found = [
        (sheet.title, row)
        for sheet in book.worksheets[1:-1]
        for row in range(3, sheet.max_row + 1)
        if sheet.cell(row, 3).value == text
    ]
    return book, found


def choose(path: Path, text: str, label: str) -> None:
    book, found = rows(path, text)
    sheet, row = found[0]
    book[sheet].cell(row, 6).value = label
    book.save(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("建成\x0b公园\r\n三座\x85。", "建成 公园 三座 。"),  # whatever parts lines parts words
        ("\ufeff一\x00\x07\x7f\x9f\ud800个\ufffe", "一个"),
        (" 👵\u200d🏽  yes\u3000 ", "👵\u200d🏽 yes"),
    ],
)
def test_a_cell_holds_one_line_without_what_prints_nothing(text: str, line: str) -> None:
    assert one_line(text) == line
    assert put(openpyxl.Workbook().worksheets[0], 1, 1, text).value == line
    assert one_line("一二 三", 3) == "一二"


def test_a_kind_of_doubt_is_a_sheet_and_its_choices_are_a_list_in_words(exported: Path) -> None:
    book, found = rows(exported, "省两山办")
    sheet, row = found[0]
    assert sheet == "不认识的单位名称"
    assert book[sheet].cell(2, 6).value == "决定 / decision"
    (rule,) = [each for each in book[sheet].data_validations.dataValidation if f"F{row}" in str(each.sqref)]
    column = rule.formula1.split("$")[1]
    offered = [cell.value for cell in book["lists"][column] if cell.value]
    assert "商务 / commerce" in offered
    assert not [label for label in offered if label.startswith(("pg:", "http", "function"))]
    assert book["lists"].sheet_state == "hidden"


def test_only_the_cells_to_choose_in_can_be_changed_and_nothing_is_a_formula(exported: Path) -> None:
    book, found = rows(exported, "省两山办")
    sheet, row = found[0]
    assert book[sheet].protection.sheet
    assert [cell.protection.locked for cell in book[sheet][row]] == [True] * 5 + [False]
    assert not [c for sheet in book.worksheets for line in sheet for c in line if c.data_type == "f"]


def test_what_begins_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for at, text in enumerate(("=HYPERLINK(1)", "+1", "-1", "@a", "是"), 1):
        put(book.worksheets[0], at, 1, text)
    book.save(tmp_path / "x.xlsx")
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 4 + [("s", False)]


def test_what_is_chosen_is_decided_and_nothing_else_is_touched(exported: Path, review: Review) -> None:
    before = {path.name: path.read_bytes() for path in review.folder.path.iterdir() if path.suffix != ".tsv"}
    choose(exported, "省两山办", "商务 / commerce")
    read = workbook_reading.read(exported, review)
    assert read.remarks == []
    change = review.decide(*read.decisions)
    assert "省两山办" in {doubt.text for doubt in change.mended}
    assert "省三水办" in {doubt.text for doubt in review.doubts}
    assert {path.name: path.read_bytes() for path in review.folder.path.iterdir() if path.suffix != ".tsv"} == before


def test_a_workbook_in_which_nothing_is_chosen_decides_nothing(exported: Path, review: Review) -> None:
    read = workbook_reading.read(exported, review)
    assert (read.decisions, read.remarks, read.left) == ([], [], len(review.doubts))


def test_a_changed_a_missing_and_a_foreign_row_are_told(exported: Path, review: Review) -> None:
    book, found = rows(exported, "省两山办")
    sheet, row = found[0]
    book[sheet].cell(row, 3).value = "省四水办"
    book[sheet].cell(row, 6).value = "商务 / commerce"
    _, (other, *_) = rows(exported, "省三水办")
    book[other[0]].cell(other[1], 1).value = "0123456789ab"
    book.save(exported)
    read = workbook_reading.read(exported, review)
    assert len(read.decisions) == 1
    assert "text is not what the doubt says now" in read.remarks[0]
    assert "that of no open doubt" in read.remarks[1]
    assert "has no row in the workbook" in read.remarks[2]


@pytest.mark.parametrize("answer", ["随便", '=HYPERLINK("x")'])
def test_an_answer_that_is_none_of_the_choices_is_told_and_not_taken(
    exported: Path, review: Review, answer: str
) -> None:
    choose(exported, "省两山办", answer)
    read = workbook_reading.read(exported, review)
    assert read.decisions == []
    assert "none of its choices" in read.remarks[0]


def test_another_plan_s_workbook_and_no_workbook_are_refused(exported: Path, review: Review, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported)
    book.worksheets[0].cell(2, 2).value = "other-plan"
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(DocumentError, match="of the plan other-plan"):
        workbook_reading.read(tmp_path / "other.xlsx", review)
    (tmp_path / "text.xlsx").write_text("1,2", "utf-8")
    with pytest.raises(DocumentError, match="damaged"):
        workbook_reading.read(tmp_path / "text.xlsx", review)


def test_the_command_writes_a_workbook_and_takes_it_in(plan_folder: Callable[..., Path], tmp_path: Path) -> None:
    folder, path = plan_folder(ROWS), tmp_path / "review.xlsx"
    written = CliRunner().invoke(main, ["review", str(folder), "--export", str(path)])
    assert written.exit_code == 0, written.output
    choose(path, "省两山办", "商务 / commerce")
    taken = CliRunner().invoke(main, ["review", str(folder), "--import", str(path)])
    assert taken.exit_code == 0, taken.output
    assert "decisions taken over" in taken.output
    again = CliRunner().invoke(main, ["review", str(folder), "--import", str(path)])
    assert again.exit_code == 3
    assert "0 doubts mended" in again.output
