"""Cells of the workbooks that stewards get and fill in: whatever stands in one is text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text as text, which no program takes for a formula; return its cell."""
    from openpyxl.cell.cell import Cell  # noqa: PLC0415 - an extra
    from openpyxl.styles import Alignment  # noqa: PLC0415

    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - no cells are merged here
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in {"=", "+", "-", "@"}
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
