"""The texts of a plan or a national document as an Excel workbook to translate in, and what was written into one.

Only the column of the translation can be changed. Whatever stands in a cell is text, and no program takes it for a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from mapping.readers.cells import put
from mapping.readers.source import Source, check_archive, open_source
from mapping.translations.table import COLUMNS, TranslationTable, table_of

SUFFIX = ".xlsx"
_MOST_ROWS = 100_000
_MOST_COLUMNS = 20
_WIDTHS = (18, 90, 90)


def export(rows: Iterable[Sequence[str]], path: Path) -> None:
    """Write rows of :data:`COLUMNS` into a workbook."""
    import openpyxl  # noqa: PLC0415 - an extra
    from openpyxl.styles import Protection  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "translations"
    for number, row in enumerate([COLUMNS, *rows], 1):
        for column, text in enumerate(row, 1):
            is_open = number > 1 and COLUMNS[column - 1] == "text"
            put(sheet, number, column, text).protection = Protection(locked=not is_open)
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "B2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    book.save(path)


def read(path: Path) -> TranslationTable:
    """Read what stands in a workbook.

    Raises:
        DocumentError: it is no workbook, or has no table with the columns ``number`` and ``text`` on its first sheet.
    """
    source = open_source(path)
    check_archive(source)
    return table_of(source, _rows(source))


def _rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    import openpyxl  # noqa: PLC0415 - an extra

    try:
        book = openpyxl.load_workbook(BytesIO(source.content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except (BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        advice = "Import the file that `policygraph translate --export` wrote."
        raise source.error("this is no workbook of translations", advice) from error
    for number, cells in enumerate(sheet.iter_rows(1, _MOST_ROWS, 1, _MOST_COLUMNS, values_only=True), 1):
        texts = ["" if value is None else str(value) for value in cells]
        if any(texts):
            yield number, texts
