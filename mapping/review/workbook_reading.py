"""The decisions that stand in a workbook of doubts, and whatever of it is not as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from mapping.errors import DocumentError
from mapping.readers.cells import one_line
from mapping.readers.source import Source, check_archive, open_source
from mapping.review.choices import Choice
from mapping.review.decisions import Decision
from mapping.review.doubts import Doubt
from mapping.review.review import Review
from mapping.review.workbook import COLUMNS, PLAN_ROW, cells, labelled

_MOST_ROWS = 100_000


@dataclass(slots=True)
class WorkbookDecisions:
    """The ``decisions`` of a workbook, how many doubts were ``left`` open in it, and what is ``told`` of its rows."""

    decisions: list[Decision] = field(default_factory=list)
    left: int = 0
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _WorkbookRow:
    sheet: str
    number: int
    texts: tuple[str, ...]
    is_formula: bool

    @property
    def name(self) -> str:
        return f"Sheet {self.sheet}, row {self.number}"


def read(path: Path, review: Review) -> WorkbookDecisions:
    """Read what was chosen in a workbook; nothing is written.

    Raises:
        DocumentError: it is no workbook of this plan's doubts.
    """
    source = open_source(path)
    rows = list(_rows(source, review.folder.settings.id))
    open_doubts = {doubt.name: doubt for doubt in review.doubts}
    found = WorkbookDecisions()
    seen: dict[str, _WorkbookRow] = {}
    for row in rows:
        doubt = open_doubts.get(row.texts[0])
        if doubt is None:
            found.remarks.append(
                f"{row.name}: the number {row.texts[0] or '(none)'} is that of no open doubt; left out."
            )
        elif row.texts[0] in seen:
            found.remarks.append(f"{row.name}: its doubt stands in row {seen[row.texts[0]].number} already; left out.")
        else:
            seen[row.texts[0]] = row
            _decide(row, doubt, review, found)
    missing = [doubt for number, doubt in open_doubts.items() if number not in seen]
    found.remarks += (f"“{doubt.asks['en']}” has no row in the workbook; it stays open." for doubt in missing)
    return found


def _decide(row: _WorkbookRow, doubt: Doubt, review: Review, found: WorkbookDecisions) -> None:
    """Take the decision of a row, where it is what it was but for a choice of the list."""
    expected, chosen = tuple(cells(doubt)), row.texts[-1]
    changed = [name for name, was, now in zip(COLUMNS, expected, row.texts, strict=False) if was != now]
    if changed:
        found.remarks.append(
            f"{row.name}: {', '.join(changed)} is not what the doubt says now; only its decision is read."
        )
    if not chosen:
        found.left += 1
        return
    choice: Choice | None = None if row.is_formula else labelled(review, doubt).get(chosen)
    if choice is None:
        found.left += 1
        found.remarks.append(f"{row.name}: “{chosen[:60]}” is none of its choices; choose one of the list.")
        return
    found.decisions += choice.decisions


def _rows(source: Source, plan: str) -> Iterator[_WorkbookRow]:
    """Yield the rows of every sheet of doubts; raises for a workbook that is none, or of another plan."""
    import openpyxl  # noqa: PLC0415 - an extra

    check_archive(source)
    try:
        book = openpyxl.load_workbook(BytesIO(source.content), read_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise _none(source) from error
    about = book.worksheets[0]
    named = next(about.iter_rows(PLAN_ROW, PLAN_ROW, 2, 2, values_only=True), (None,))[0]
    if named != plan:
        raise DocumentError(
            f"the workbook is of the plan {named}, not of {plan}" if named else "this is no workbook of doubts",
            where=source.where,
            advice="Import the file that was exported for this plan.",
        )
    for sheet in book.worksheets[1:]:
        if sheet.title == "lists":
            continue
        for number, cells_of in enumerate(sheet.iter_rows(3, _MOST_ROWS, 1, len(COLUMNS)), 3):
            texts = [one_line(str(cell.value)) if cell.value is not None else "" for cell in cells_of]
            texts += [""] * (len(COLUMNS) - len(texts))
            if any(texts):
                yield _WorkbookRow(sheet.title, number, tuple(texts), getattr(cells_of[-1], "data_type", "") == "f")


def _none(source: Source) -> DocumentError:
    return source.error("this is no workbook of doubts", "Import the file that `policygraph review --export` wrote.")
