"""Cells of our CSV files as a spreadsheet should take them: shown, never carried out."""

from __future__ import annotations

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


def cells(values: Iterable[object]) -> list[object]:
    """Return a row of cells."""
    return [cell(value) for value in values]
