"""Spreadsheets: CSV, TSV and Excel, cells as they are displayed.

Hidden rows, columns and sheets are not read: nobody who looks at the sheet sees them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import reduce
from io import BytesIO, StringIO
from itertools import product
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from mapping.blocks import Document, Omission
from mapping.readers.composing import Cell, Composer, add_sheet, unbroken
from mapping.readers.display import displayed
from mapping.readers.encoding import decode
from mapping.readers.extras import needs
from mapping.readers.source import DAMAGED, Source

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

CSV_TYPE = "text/csv"
TSV_TYPE = "text/tab-separated-values"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = rb"""\$?([A-Z]{1,3})\$?(\d{1,7})"""
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*["']""" + _CELL + rb":" + _CELL)
LARGEST_SHEET = 2_000_000
"""Cells of a sheet, empty ones included."""

_DELIMITERS = ",\t;|"
_SAMPLE = 8192


def read_csv(source: Source) -> Document:
    """Read a CSV or TSV file in whatever dialect it is; a quoted line break is one inside its cell.

    Raises:
        DocumentError: the bytes are no text, or a quotation mark is never closed.
    """
    text, encoding = decode(source)
    is_tsv = source.path.suffix.lower() == ".tsv"
    composer = Composer()
    try:
        rows = list(csv.reader(StringIO(text, newline=""), _dialect(text, is_tsv=is_tsv), strict=True))
    except csv.Error as error:
        raise source.error(f"this is no proper CSV: {error}", "Save it again as CSV with UTF-8.") from error
    add_sheet(composer, [[Cell(unbroken(value)) for value in row] for row in rows])
    return composer.document(source, media_type=TSV_TYPE if is_tsv else CSV_TYPE, encoding=encoding)


def _dialect(text: str, *, is_tsv: bool) -> type[csv.Dialect]:
    if is_tsv:
        return csv.excel_tab
    try:
        found = csv.Sniffer().sniff(text[:_SAMPLE], _DELIMITERS)
    except csv.Error:
        return csv.excel
    found.doublequote = True
    return found


def read_excel(source: Source) -> Document:
    """Read an Excel workbook.

    Raises:
        DocumentError: it is damaged, too large, or holds formulas whose values were never saved.
    """
    with needs(source, "excel"):
        import openpyxl  # noqa: PLC0415
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415
    _check_merged(source)
    try:
        values = openpyxl.load_workbook(BytesIO(source.content), data_only=True)
        formulas = openpyxl.load_workbook(BytesIO(source.content))
    except (*DAMAGED, InvalidFileException, BadZipFile) as error:
        raise source.error(f"the workbook is damaged: {error}", "Open it in Excel and save it again.") from error
    composer = Composer()
    shown = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
    for sheet in shown:
        grid = _grid(source, sheet, formulas)
        if len(shown) > 1 and _names_itself(sheet, grid):
            composer.paragraph(unbroken(sheet.title), level=1)
        add_sheet(composer, grid)
        composer.omissions += _hidden(sheet)
    for sheet in values.worksheets:
        if sheet not in shown:
            composer.omissions.append(_omitted(f"The sheet “{sheet.title}” is hidden"))
    return composer.document(source, media_type=EXCEL_TYPE)


def _check_merged(source: Source) -> None:
    """Refuse a sheet whose merged ranges hold more cells than a sheet may: each would be made when it is opened."""
    with ZipFile(BytesIO(source.content)) as archive:
        for name in archive.namelist():
            if _SHEET.fullmatch(name) and (cells := _merged_cells(archive, name)) > LARGEST_SHEET:
                raise source.error(
                    f"the merged ranges of its sheet {name.rpartition('/')[2]} hold {cells:,} cells or more",
                    "Unmerge what reaches to the last row or column, or lies over one another.",
                )


def _merged_cells(archive: ZipFile, name: str) -> int:
    """Return how many cells the merged ranges of a sheet hold, or as many as are too many."""
    cells = 0
    for found in _MERGED.finditer(archive.read(name)):
        left, top, right, bottom = (each.decode() for each in found.groups())
        cells += (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)
        if cells > LARGEST_SHEET:
            break
    return cells


def _column(letters: str) -> int:
    return reduce(lambda number, letter: number * 26 + ord(letter) - ord("A") + 1, letters, 0)


def _names_itself(sheet: Worksheet, grid: list[list[Cell]]) -> bool:
    """Tell whether a sheet's name says something that its first cell does not, and is not the program's own."""
    first = next((cell.text for row in grid for cell in row if cell.text), "")
    return bool(first) and sheet.title not in first and _DEFAULT_NAME.fullmatch(sheet.title) is None


def _hidden(sheet: Worksheet) -> Iterator[Omission]:
    """Yield what of a sheet is hidden and holds text."""
    rows = [number for number, row in sheet.row_dimensions.items() if row.hidden]
    rows = [number for number in rows if any(cell.value is not None for cell in sheet[number])]
    if rows:
        yield _omitted(f"{len(rows)} rows of the sheet “{sheet.title}” are hidden, the first row {rows[0]}")
    columns = [letter for letter, column in sheet.column_dimensions.items() if column.hidden]
    if columns:
        yield _omitted(f"Columns of the sheet “{sheet.title}” are hidden ({', '.join(columns)})")


def _omitted(what: str) -> Omission:
    advice = "Show them in Excel and save the workbook, if they belong to the plan."
    return Omission(what=f"{what}: not read", advice=advice)


def _grid(source: Source, sheet: Worksheet, formulas: Workbook) -> list[list[Cell]]:
    height, width = sheet.max_row, sheet.max_column
    if height * width > LARGEST_SHEET:
        raise source.error(
            f"the sheet {sheet.title} has {height:,} rows and {width:,} columns",
            "Delete the empty rows and columns that only hold formatting.",
        )
    _check_formulas(source, sheet, formulas)
    grid = [[Cell(unbroken(displayed(cell.value, cell.number_format))) for cell in row] for row in sheet.iter_rows()]
    for merged in sheet.merged_cells.ranges:
        rows, columns = range(merged.min_row - 1, merged.max_row), range(merged.min_col - 1, merged.max_col)
        for row, column in product(rows, columns):
            if row < height and column < width:
                grid[row][column] = grid[rows[0]][columns[0]]
    return _visible(sheet, grid)


def _visible(sheet: Worksheet, grid: list[list[Cell]]) -> list[list[Cell]]:
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    hidden_columns: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden and column.min and column.max:
            hidden_columns.update(range(column.min, column.max + 1))
    return [
        [cell for at, cell in enumerate(row, 1) if at not in hidden_columns]
        for number, row in enumerate(grid, 1)
        if number not in hidden_rows
    ]


def _check_formulas(source: Source, sheet: Worksheet, formulas: Workbook) -> None:
    """Refuse a formula without a saved value: it would be read as an empty cell."""
    for row in formulas[sheet.title].iter_rows():
        for cell in row:
            if cell.data_type == "f" and sheet[cell.coordinate].value is None:
                raise source.error(
                    f"the cell {cell.coordinate} of the sheet {sheet.title} holds a formula without a value",
                    "Open the workbook in Excel, let it calculate, and save it.",
                )
