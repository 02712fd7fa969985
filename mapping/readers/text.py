"""Plain text: paragraphs, and tables whose columns are separated by tabs, pipes or blanks.

The canonical text is the decoded file itself, CRLF made LF and the BOM removed. Every line that is no table row is a
paragraph; blank lines separate tables. A table flattened to one cell a line is made a table again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from mapping.blocks import Block, Document, Paragraph, Place, Row, Table
from mapping.readers.encoding import decode
from mapping.readers.flattened import restored
from mapping.readers.source import Source

MEDIA_TYPE = "text/plain"

_BLANKS = re.compile(r"(?: {2,}|\u3000)[ \u3000]*")
_RULER = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_SERIAL_HEADER = re.compile(r"序\s*号")

Line = tuple[int, str]
Span = tuple[int, int]
Splitter = Callable[[Line], list[Span]]


def read(source: Source) -> Document:
    """Read a text file.

    Raises:
        DocumentError: the bytes are no text.
    """
    text, encoding = decode(source)
    return source.document(text, tuple(restored(text, list(blocks_of(text)))), media_type=MEDIA_TYPE, encoding=encoding)


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the tables and paragraphs of a text, each place an offset into it."""
    number = 0
    for kind, lines in groupby(_lines(text), key=_kind_of_line):
        for block in _blocks(kind, list(lines), number + 1):
            number = block.place.block
            yield block


def _lines(text: str) -> Iterator[Line]:
    """Yield every line with the offset where it starts, the empty ones too: they end a table."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _kind_of_line(line: Line) -> str:
    words = line[1].strip()
    if words.startswith("|") and words.endswith("|") and len(words) > 1:
        return "pipes"
    if "\t" in words or line[1].startswith("\t"):
        return "tabs"
    if not words:
        return "empty"
    return "blanks" if len(_by_blanks(line)) >= 3 else "words"


def _blocks(kind: str, lines: list[Line], first: int) -> Iterator[Block]:
    if kind == "tabs" and any(len(_by_tabs(line)) >= 3 for line in lines):
        yield _table(lines, first, _by_tabs)
    elif kind == "pipes":
        yield _table([line for line in lines if not _RULER.fullmatch(line[1].strip())], first, _by_pipes)
    elif kind == "blanks" and _SERIAL_HEADER.match(lines[0][1].strip()):
        yield _table(lines, first, _by_blanks)
    else:
        spans = (_trim(text, at, at + len(text), at) for at, text in lines if text.strip())
        for number, (start, end) in enumerate(spans, first):
            yield Paragraph(place=Place(start=start, end=end, block=number))


def _table(lines: list[Line], block: int, split: Splitter) -> Table:
    rows = tuple(_row(line, block, number, split) for number, line in enumerate(lines, 1))
    return Table(place=Place(start=rows[0].place.start, end=rows[-1].place.end, block=block), rows=rows, has_grid=False)


def _row(line: Line, block: int, number: int, split: Splitter) -> Row:
    at, text = line
    cells = tuple(Place(start=start, end=end, block=block, row=number) for start, end in split(line))
    return Row(cells=cells, place=Place(start=at, end=at + len(text), block=block, row=number))


def _by_tabs(line: Line) -> list[Span]:
    return _cut(line, [match.span() for match in re.finditer("\t", line[1])])


def _by_pipes(line: Line) -> list[Span]:
    bars = [match.span() for match in re.finditer(r"(?<!\\)\|", line[1])]
    return _cut(line, bars)[1:-1]


def _by_blanks(line: Line) -> list[Span]:
    at, text = line
    start, end = _trim(text, at, at + len(text), at)
    words = text[start - at : end - at]
    return _cut((start, words), [match.span() for match in _BLANKS.finditer(words)])


def _cut(line: Line, separators: list[Span]) -> list[Span]:
    at, text = line
    starts = [0, *(end for _, end in separators)]
    ends = [*(start for start, _ in separators), len(text)]
    return [_trim(text, at + start, at + end, at) for start, end in zip(starts, ends, strict=True)]


def _trim(text: str, start: int, end: int, at: int) -> Span:
    """Return the span without the blanks around it; an empty one stays where it starts."""
    words = text[start - at : end - at]
    lead = len(words) - len(words.lstrip())
    return (start + lead, start + lead + len(words.strip())) if words.strip() else (start, start)
