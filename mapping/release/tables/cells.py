"""Our CSV files, and their cells as a spreadsheet should take them: shown, never carried out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")


def cell(value: object) -> object:
    """Return a value with an apostrophe before it where a spreadsheet would take it for a formula.

    A text of a plan may begin with ``=``, and Excel and LibreOffice run what does; the apostrophe tells them that it is text.
    """
    if not isinstance(value, str) or not _FORMULA.match(value) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}"


def uncell(value: str) -> str:
    """Return what :func:`cell` made a cell of."""
    return value[1:] if value.startswith("'") and cell(value[1:]) == value else value


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table as CSV with a header (RFC 4180, lines ended by CRLF).

    Whoever gives it to people writes it as ``utf-8-sig``: without that mark, Excel in Chinese reads UTF-8 as GBK.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows(map(cell, row) for row in rows)
    return out.getvalue()
