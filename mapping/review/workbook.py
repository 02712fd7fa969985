"""The doubts of a plan as an Excel workbook: a sheet a kind of doubt, a row a doubt, its choices in a drop-down list.

Only the cells to choose in can be changed. A row is known by its first column, the doubt's own number; whatever stands in
a cell is text, and no program takes it for a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mapping.blocks import Place
from mapping.readers.cells import one_line, put
from mapping.review.choices import Choice
from mapping.review.doubts import Doubt, DoubtGroup
from mapping.review.review import Review
from mapping.review.words import Bilingual, said, same

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = ("number", "asks", "text", "measures", "where", "decision")
"""The columns of a sheet of doubts, by the names that their heads have in ``words.toml``."""

PLAN_ROW = 2
"""The row of the first sheet that holds the plan's id, in its second column."""

_WIDTHS = (16, 44, 70, 14, 22, 60)
_LONGEST_LABEL = 240
_LONGEST_TEXT = 4000
_NO_TITLE = re.compile(r"[\\/*?:\[\]']")


def labelled(review: Review, doubt: Doubt) -> dict[str, Choice]:
    """Return everything that a doubt may be decided to, by what it is called in a list: the likely first, none twice."""
    found: dict[str, Choice] = {}
    for choice in (*doubt.choices, *review.all_choices(doubt)):
        label = _label(choice)
        if found.get(label, choice).decisions != choice.decisions:
            label = next(name for at in range(2, 10**6) if (name := f"{label} ({at})") not in found)
        found.setdefault(label, choice)
    return found


def _label(choice: Choice) -> str:
    return one_line(both(choice.label), _LONGEST_LABEL)


def both(label: Bilingual) -> str:
    """Return a label in both languages, once where they are the same."""
    return label["zh"] if label["zh"] == label["en"] else f"{label['zh']} / {label['en']}"


def export(review: Review, path: Path) -> int:
    """Write the doubts of a plan into a workbook, and return how many there are."""
    import openpyxl  # noqa: PLC0415 - an extra

    book = openpyxl.Workbook()
    lists = _Lists(book)
    about = book.worksheets[0]
    doubts = [doubt for group in review.groups for doubt in group.doubts]
    _write_about(about, review, len(doubts))
    for group in review.groups:
        _write_group(book, group, review, lists)
    book.move_sheet(lists.sheet, len(book.worksheets))
    book.save(path)
    return len(doubts)


class _Lists:
    """A hidden sheet with a column for each list of choices."""

    def __init__(self, book: Workbook) -> None:
        self.sheet: Worksheet = book.create_sheet("lists")
        self.sheet.sheet_state = "hidden"
        self.sheet.protection.sheet = True
        self._columns: dict[tuple[str, ...], str] = {}

    def reference(self, labels: Sequence[str]) -> str:
        """Return the range that holds these labels, written when it is asked for first."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415

        if tuple(labels) not in self._columns:
            column = len(self._columns) + 1
            for row, label in enumerate(labels, 1):
                put(self.sheet, row, column, label)
            letter = get_column_letter(column)
            self._columns[tuple(labels)] = f"lists!${letter}$1:${letter}${len(labels)}"
        return self._columns[tuple(labels)]


def _write_about(sheet: Worksheet, review: Review, count: int) -> None:
    sheet.title = "plan"
    title = review.folder.settings.title
    rows = (
        (both(said("workbook.plan")), both({"zh": title["zh"], "en": title.get("en", title["zh"])})),
        (both(said("workbook.id")), review.folder.settings.id),
        (both(said("workbook.doubts")), str(count)),
        ("", said("workbook.how")["zh"]),
        ("", said("workbook.how")["en"]),
    )
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            put(sheet, number, column, text)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 110
    sheet.protection.sheet = True


def _write_group(book: Workbook, group: DoubtGroup, review: Review, lists: _Lists) -> None:
    sheet = book.create_sheet(_free_title(book, group.title["zh"]))
    put(sheet, 1, 1, f"{both(group.title)}: {both(group.mends)}")
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True), 1):
        put(sheet, 2, column, both(said(f"workbook.{name}")))
        sheet.column_dimensions[sheet.cell(2, column).column_letter].width = width
    for row, doubt in enumerate(group.doubts, 3):
        for column, text in enumerate(cells(doubt), 1):
            put(sheet, row, column, text)
        _offer(sheet, row, lists.reference([*labelled(review, doubt)]))
    sheet.freeze_panes = "B3"
    sheet.protection.sheet = True


def _offer(sheet: Worksheet, row: int, choices: str) -> None:
    """Let the last cell of a row be chosen from a list."""
    from openpyxl.styles import PatternFill, Protection  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    cell = sheet.cell(row, len(COLUMNS))
    cell.protection = Protection(locked=False)
    cell.fill = PatternFill("solid", fgColor="FFF6D5")
    rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True)
    rule.error, rule.errorTitle = both(said("workbook.choose")), "PolicyGraph"
    rule.add(cell)
    sheet.add_data_validation(rule)


def cells(doubt: Doubt) -> Iterator[str]:
    """Yield what stands in the cells of a doubt's row, but for the one to choose in."""
    yield doubt.name
    yield one_line(both(doubt.asks))
    yield one_line(doubt.text, _LONGEST_TEXT)
    yield ", ".join(doubt.numbers)
    yield "; ".join(map(_where, doubt.places[:5]))


def _where(place: Place) -> str:
    page = {"zh": f"第{place.page}页", "en": f"page {place.page} "} if place.page else same("")
    return both(said("workbook.place", page=page, block=same(str(place.block))))


def _free_title(book: Workbook, title: str) -> str:
    plain = _NO_TITLE.sub("", title)[:28] or "doubts"
    taken = {sheet.title for sheet in book.worksheets}
    return next(name for name in (plain, *(f"{plain} {at}" for at in range(2, 100))) if name not in taken)
