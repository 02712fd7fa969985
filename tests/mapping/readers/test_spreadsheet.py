"""What a reader of the sheet sees."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mapping.blocks import Document, Paragraph, Table
from mapping.errors import DocumentError
from mapping.readers import read, spreadsheet
from mapping.readers.display import displayed

Fill = Callable[[Worksheet], None]
Made = Callable[[Fill], Document]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(fill: Fill) -> Document:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        fill(sheet)
        book.save(tmp_path / "a.xlsx")
        return read(tmp_path / "a.xlsx")

    return make


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (None, "General", ""),
        (1.0, "General", "1"),
        (1, "0", "1"),
        (0.5, "General", "0.5"),
        (0.005, "0.0%", "0.5%"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (200, '0"家"', "200家"),
        (2022, '0"年"', "2022年"),
        (1e-7, "General", "0.0000001"),
        (1e300, "0." + "0" * 200, "1" + "0" * 300 + "." + "0" * 30),
        (float("inf"), "0.00", "Infinity"),
        (True, "General", "TRUE"),
        (dt.datetime(2022, 6, 1), 'yyyy"年"m"月"', "2022年6月"),
        (dt.datetime(2022, 6, 1), "yyyy-mm-dd", "2022-06-01"),
        (dt.datetime(2022, 6, 1, 9, 5), "yyyy/m/d h:mm", "2022/6/1 9:05"),
        (dt.datetime(2022, 6, 1), "General", "2022-06-01"),
        ("文字", "@", "文字"),
    ],
)
def test_values_are_shown_as_their_format_says(value: object, number_format: str, shown: str) -> None:
    assert displayed(value, number_format) == shown


def test_hidden_rows_columns_and_sheets_are_not_read(made: Made) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["序号", "暗", "任务"], [1, "x", "一"], [2, "y", "二"], [3, "z", "三"]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        assert sheet.parent is not None
        secret = sheet.parent.create_sheet("secret")
        secret["A1"] = "密"
        secret.sheet_state = "hidden"

    document = made(fill)
    assert document.text == "序号\t任务\n1\t一\n3\t三\n"
    assert [one.what for one in document.omissions] == [
        "1 rows of the sheet “Sheet” are hidden, the first row 3: not read",
        "Columns of the sheet “Sheet” are hidden (B): not read",
        "The sheet “secret” is hidden: not read",
    ]


def test_titles_and_notes_around_a_table_are_paragraphs_and_an_empty_row_ends_it(made: Made) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["标题"], ["序号", "任务"], [1, "一"], ["注：一"], [None], ["序号", "任务"], [2, "二"]):
            sheet.append(row)

    document = made(fill)
    kinds = [(type(block), document.at(block.place)) for block in document.blocks]
    assert kinds == [
        (Paragraph, "标题"),
        (Table, "序号\t任务\n1\t一"),
        (Paragraph, "注：一"),
        (Table, "序号\t任务\n2\t二"),
    ]


def test_every_visible_sheet_is_read(made: Made) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["甲", "乙"])
        assert sheet.parent is not None
        sheet.parent.create_sheet("二").append(["丙", "丁"])

    document = made(fill)
    assert document.text == "甲\t乙\n二\n丙\t丁\n"
    assert [block.level for block in document.blocks if isinstance(block, Paragraph)] == [1]


def test_a_formula_without_a_saved_value_is_refused_by_its_cell(made: Made) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["序号", "任务"])
        sheet.append(["=ROW()-1", "一"])

    with pytest.raises(DocumentError, match="the cell A2 of the sheet Sheet holds a formula without a value"):
        made(fill)


@pytest.mark.parametrize("ranges", [["A3:J202"], [f"A{row}:J{row + 99}" for row in range(3, 13)]])
def test_merged_ranges_of_too_many_cells_are_refused_before_these_are_made(
    made: Made, monkeypatch: pytest.MonkeyPatch, ranges: list[str]
) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["序号", "任务"])
        for each in ranges:
            sheet.merged_cells.add(each)

    monkeypatch.setattr(spreadsheet, "LARGEST_SHEET", 1200)
    with pytest.raises(DocumentError, match=r"merged ranges of its sheet sheet1\.xml hold 2,000 cells or more"):
        made(fill)


@pytest.mark.parametrize(
    "content",
    [
        '序号,任务,责任单位\r\n1,"任务一，\r\n续行",市商务局\r\n',
        "序号;任务;责任单位\n1;任务一，续行;市商务局\n",
        '"序号"\t"任务"\t"责任单位"\n"1"\t"任务一，\n续行"\t"市商务局"\n',
    ],
)
def test_csv_dialects_are_told_apart_and_quoted_line_breaks_stay_in_their_cell(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, "utf-8", newline="")
    assert read(path).text == "序号\t任务\t责任单位\n1\t任务一，续行\t市商务局\n"


def test_a_doubled_quotation_mark_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('序号,任务\n1,"实施""三品""战略"\n', "utf-8")
    assert read(path).text == '序号\t任务\n1\t实施"三品"战略\n'


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('序号,任务,单位\n1,"任务,甲\n2,任务,乙\n', "utf-8")
    with pytest.raises(DocumentError, match="no proper CSV"):
        read(path)
