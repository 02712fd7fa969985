"""Cells of the workbooks that stewards get and fill in: whatever stands in one is text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


_LONGEST = 32_767  # of Excel's own
_NOT_PRINTED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that print nothing, most of which no workbook can hold; those that part lines or words are not among them."""


def one_line(text: str, most: int = _LONGEST) -> str:
    """Return a text in one line of ``most`` characters, without those that print nothing."""
    return " ".join(_NOT_PRINTED.sub("", text).split())[:most].rstrip()


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text in one line as text, which no program takes for a formula; return its cell."""
    from openpyxl.cell.cell import Cell  # noqa: PLC0415 - an extra
    from openpyxl.styles import Alignment  # noqa: PLC0415

    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - no cells are merged here
    cell.value = text = one_line(text)
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in {"=", "+", "-", "@"}
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
