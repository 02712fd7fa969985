"""Tables that a tool has flattened to one cell a line, row after row or column after column.

Known by a line that is 序号 and nothing else, followed by the other headers and by rows that count on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from mapping.blocks import Block, Paragraph, Place, Row, Table

_SERIAL_HEADER = re.compile(r"序\s*号")
_LONGEST_HEADER = 14
_MOST_COLUMNS = 10

Lines = Sequence[Place]


def restored(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with flattened tables made tables again, counted anew."""
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        lines = _paragraphs_from(blocks, at)
        table, length = _table(text, lines) if lines and _is_header(text, lines[0]) else (None, 1)
        found.append(table or blocks[at])
        at += length
    return [_counted(block, number) for number, block in enumerate(found, 1)]


def _paragraphs_from(blocks: Sequence[Block], at: int) -> Lines:
    lines = []
    for block in blocks[at:]:
        if not isinstance(block, Paragraph):
            break
        lines.append(block.place)
    return lines


def _is_header(text: str, place: Place) -> bool:
    return _SERIAL_HEADER.fullmatch(text, place.start, place.end) is not None


def _table(text: str, lines: Lines) -> tuple[Table | None, int]:
    """Return the table that begins here and how many lines it takes, or ``None`` and 1."""
    texts = [text[place.start : place.end] for place in lines]
    rows = _by_column(texts) if texts[1:3] == ["1", "2"] else _by_row(texts)
    if len(rows) < 2:
        return None, 1
    made = tuple(
        _row([lines[at] for at in row], number, whole=row == sorted(row) and row[-1] - row[0] == len(row) - 1)
        for number, row in enumerate(rows, 1)
    )
    length = max(at for row in rows for at in row) + 1
    place = msgspec.structs.replace(lines[0], end=lines[length - 1].end)
    return Table(place=place, rows=made, has_grid=False), length


def _row(cells: Lines, number: int, *, whole: bool) -> Row:
    """Return a row; where its cells do not stand together, its place is that of its serial."""
    placed = tuple(msgspec.structs.replace(cell, row=number) for cell in cells)
    end = placed[-1].end if whole else placed[0].end
    return Row(cells=placed, place=msgspec.structs.replace(placed[0], end=end))


def _by_row(texts: Sequence[str]) -> list[list[int]]:
    """Return the lines of each row, the header's first; a row begins where its serial stands."""
    first = next((at for at, line in enumerate(texts[: _MOST_COLUMNS + 1]) if line.isdecimal()), None)
    if first is None or first < 3 or any(len(line) > _LONGEST_HEADER for line in texts[:first]):
        return []
    starts = list(_starts(texts, first))
    rows = [list(range(first))]
    for start, end in zip(starts, [*starts[1:], starts[-1] + first], strict=True):
        cells = range(start, min(end, len(texts)))
        again = next((at for at in cells if _SERIAL_HEADER.fullmatch(texts[at])), len(texts))
        rows.append([at for at in cells if at < again])
    return rows


def _starts(texts: Sequence[str], first: int) -> Iterator[int]:
    """Yield the lines of the serials, each one more than the last; a repeated header ends the table."""
    expected = int(texts[first])
    for at in range(first, len(texts)):
        if _SERIAL_HEADER.fullmatch(texts[at]):
            return
        if texts[at] == str(expected):
            yield at
            expected += 1


def _by_column(texts: Sequence[str]) -> list[list[int]]:
    """Return the lines of each row where the columns stand one after the other, all of one length."""
    height = next((at for at, line in enumerate(texts[1:], 1) if line != str(at)), len(texts))
    columns = 1
    while columns < _MOST_COLUMNS and _is_column(texts[columns * height : (columns + 1) * height], height):
        columns += 1
    return [[column * height + row for column in range(columns)] for row in range(height)] if columns >= 3 else []


def _is_column(lines: Sequence[str], height: int) -> bool:
    return len(lines) == height and len(lines[0]) <= _LONGEST_HEADER and not lines[0].endswith("。")


def _counted(block: Block, number: int) -> Block:
    place = msgspec.structs.replace(block.place, block=number)
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, place=place)
    rows = tuple(
        Row(
            cells=tuple(msgspec.structs.replace(cell, block=number) for cell in row.cells),
            place=msgspec.structs.replace(row.place, block=number),
        )
        for row in block.rows
    )
    return msgspec.structs.replace(block, place=place, rows=rows)
