"""The file of translations: read as spreadsheets and editors save it, and written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mapping.readers.cells import one_line
from mapping.readers.encoding import decode
from mapping.readers.source import Source

FILE_NAME = "translations.en.tsv"
COLUMNS = ("number", "text", "source")
"""The columns of the file, by name; others are for people. ``source`` is the text that was translated."""
TRANSLATOR = "translator"
LICENCE = "license"
"""What lines such as ``# license: https://…`` before the table say: the body that translated, and under which licence."""

_SAID = re.compile(r"#\s*(translator|license)\s*:\s*(.*\S)")


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """A row of the file, each cell in one line; ``row`` counts lines from 1, or rows of a sheet."""

    row: int
    number: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class TranslationTable:
    """The rows of a file and what its head says; ``has_source`` tells whether it has that column."""

    name: str
    rows: tuple[TranslationRow, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    has_source: bool = True


def read(source: Source) -> TranslationTable:
    """Read a file in UTF-8, in UTF-16 as Excel saves “Unicode text”, or in GB18030.

    Raises:
        DocumentError: it is no text, or no table with the columns ``number`` and ``text``.
    """
    text, _ = decode(source)
    lines = text.split("\n")
    head = [line for line in lines if line.startswith("#")]
    said = {match[1]: one_line(match[2].rstrip('"\t')) for line in head if (match := _SAID.match(line))}
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    return table_of(source, _cells(numbered), said)


def table_of(
    source: Source, rows: Iterable[tuple[int, Sequence[str]]], said: Mapping[str, str] | None = None
) -> TranslationTable:
    """Return the table of numbered rows of cells, of which the first are the heads."""
    found = iter(rows)
    heads = [cell.strip().casefold() for cell in next(found, (0, []))[1]]
    missing = [column for column in COLUMNS[:2] if column not in heads]
    doubled = [column for column in COLUMNS if heads.count(column) > 1]
    if missing or doubled:
        what = f"the column {missing[0]!r} is missing" if missing else f"the column {doubled[0]!r} stands twice"
        raise source.error(what, f"Begin the table with the columns {', '.join(COLUMNS)}, separated by tabs.")
    at = {column: heads.index(column) for column in COLUMNS if column in heads}
    return TranslationTable(
        name=source.path.name,
        rows=tuple(_row(number, cells, at) for number, cells in found if any(map(one_line, cells))),
        said=said or {},
        has_source="source" in at,
    )


def _row(number: int, cells: Sequence[str], at: Mapping[str, int]) -> TranslationRow:
    said = {column: one_line(cells[place]) if place < len(cells) else "" for column, place in at.items()}
    return TranslationRow(number, said["number"], said["text"], said.get("source", ""))


def _cells(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the cells of each row. Spreadsheets quote cells with quotes in them; who writes by hand does not."""
    try:
        quoted = list(_quoted(lines))
    except csv.Error:
        quoted = [(number, line.split("\t")) for number, line in lines]
    yield from quoted


def _quoted(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader((f"{line}\n" for _, line in lines), delimiter="\t", strict=True)
    while True:
        before = reader.line_num
        cells = next(reader, None)
        if cells is None:
            return
        if any("\t" in cell for cell in cells):  # a quote that somebody opened and another row closes
            raise csv.Error("a cell holds rows")
        yield lines[before][0], cells


def written(rows: Iterable[Sequence[str]], said: Mapping[str, str]) -> str:
    """Return the text of a file with rows of :data:`COLUMNS` and what its head says."""
    out = io.StringIO()
    out.writelines(f"# {name}: {said[name]}\n" for name in (TRANSLATOR, LICENCE) if said.get(name))
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([one_line(cell) for cell in row] for row in rows)
    return out.getvalue()
