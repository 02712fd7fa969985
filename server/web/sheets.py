"""Tables for people: spreadsheets that open as one works with them, and CSV with the same columns.

A spreadsheet has typed cells, a head that stays, a filter on every column and links; its bytes follow from what it holds. A
text is a text, also one that begins like a formula.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from mapping.release.tables.cells import table

LONGEST = 32_767
"""How many characters a cell of a spreadsheet holds."""
MOST_ROWS = 20_000
"""How many things a table of all that is selected holds: it is made while its reader waits."""
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # a file would have the time of its making in it
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WIDE_TEXT = 60
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A cell that is called ``text`` and opens an address."""

    text: str
    href: str


SheetCell = str | int | float | Decimal | bool | SheetLink | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: what it is called, its heads, and its rows of as many cells."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[SheetCell]]


def workbook(sheets: Iterable[Sheet], about: Sequence[tuple[str, str]]) -> bytes:
    """Return tables as a spreadsheet (.xlsx); ``about`` is what its last sheet says of the file."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": _EPOCH.replace(tzinfo=None)})
    for sheet in sheets:
        _write(_SheetWriter(book, book.add_worksheet(_sheet_name(sheet.name))), sheet)
    _write(_SheetWriter(book, book.add_worksheet("README")), Sheet("README", ("", ""), about))
    book.close()
    return file.getvalue()


def separated(sheet: Sheet) -> bytes:
    """Return a table as CSV (RFC 4180), UTF-8 with a byte order mark; of a link, its address."""
    return table(sheet.heads, (map(_plain, row) for row in sheet.rows)).encode("utf-8-sig")


def _plain(value: SheetCell) -> object:
    if isinstance(value, SheetLink):
        return value.href
    return str(value).lower() if isinstance(value, bool) else value


class _SheetWriter:
    def __init__(self, book: xlsxwriter.Workbook, page: Worksheet) -> None:
        self.page = page
        self._text: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self._number: Format = book.add_format({"num_format": "#,##0.######", "valign": "top"})
        self._whole: Format = book.add_format({"num_format": "#,##0", "valign": "top"})
        self._link: Format = book.add_format({"font_color": "#0b57d0", "underline": 1, "valign": "top"})
        self.head: Format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})

    def cell(self, row: int, column: int, value: SheetCell) -> None:
        """Write a cell by its type; a text that is a day becomes a day."""
        match value:
            case None | "":
                pass
            case bool():
                self.page.write_boolean(row, column, value, self._text)
            case int():
                self.page.write_number(row, column, value, self._whole)
            case float() | Decimal():
                self.page.write_number(row, column, float(value), self._number)
            case SheetLink(text, href):
                self.page.write_url(row, column, href, self._link, text)
            case str() if _DAY.fullmatch(value):
                day = dt.datetime.combine(dt.date.fromisoformat(value), dt.time())
                self.page.write_datetime(row, column, day, self._day)
            case str():
                self.page.write_string(row, column, _fitting(value), self._text)


def _write(writer: _SheetWriter, sheet: Sheet) -> None:
    page = writer.page
    page.freeze_panes(1, 0)
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, head, writer.head)
        page.set_column(column, column, _width(sheet, column))
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            writer.cell(number, column, value)
    if any(sheet.heads):
        page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)


def _width(sheet: Sheet, column: int) -> float:
    """Return how wide a column should be: a Chinese character is two of another."""
    values = (row[column] for row in sheet.rows[:200])
    texts = (value.text if isinstance(value, SheetLink) else str(value) for value in values if value is not None)
    longest = max((_measure(text) for text in texts), default=0)
    return min(max(longest, _measure(sheet.heads[column]), 6) + 3, _WIDE_TEXT)


def _measure(text: str) -> int:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text[:_WIDE_TEXT])


def without_control(text: str) -> str:
    """Return a text without the characters that no XML may hold."""
    return _CONTROL.sub("", text)


def _fitting(text: str) -> str:
    """Return a text as a cell holds it; one that is too long ends by saying so."""
    clean = without_control(text)
    return (
        clean
        if len(clean) <= LONGEST
        else f"{clean[: LONGEST - 60]}… [{len(clean):,} characters: the page has them all]"
    )


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31] or "1"
