"""What a layout leaves out, told so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from mapping.blocks import Block, Document, Paragraph, Place, Table
from mapping.findings import Finding
from mapping.layout.reading import Entry, doubt
from mapping.parsers.agencies import find_responsibilities, parse
from mapping.parsers.names import is_authority, is_complete

ROLE_WORD = re.compile(r"责任|牵头|配合|负责|主办|协办|承办|落实|实施")
_LONGEST_CAPTION = 40
# A table about the document, as sites of governments print it above the text.
_ABOUT = re.compile(
    r"(?:索\s*引\s*号|信息索引|主题分类|组配分类|发布机构|发文机关|成文日期|生成日期|发布日期|统一编号)\s*[:：]?"
)
_BARE_NAME = re.compile(r"[（(][^（）()、，,]+[）)]")  # the other name of a body that signs


def unread_table(document: Document, table: Table, caption: Place | None) -> Finding:
    """Return the finding that a table was left out: a warning where its cells name bodies, else for information."""
    title = document.at(caption) if caption is not None and caption.end <= table.place.start else ""
    shown = title if 0 < len(title) <= _LONGEST_CAPTION else " ".join(document.at(table.rows[0].place).split())[:40]
    is_about = any(_ABOUT.match(document.at(cell)) for row in table.rows for cell in row.cells)
    named = (
        0 if is_about else sum(any(_names_body(document.at(cell)) for cell in set(row.cells)) for row in table.rows[1:])
    )
    rows = f"{len(table.rows)} row{'s' if len(table.rows) > 1 else ''}"
    what = (
        f"names bodies in {named} of its {rows}"
        if named
        else "is about the document"
        if is_about
        else "names no bodies"
    )
    return Finding(
        code="unread-table",
        message=f"The table “{shown}” ({rows}) {what}; it was not read",
        advice=f'If it holds measures, name its columns under [layout.columns], as `measure = "…"` and '
        f'`responsibility = "…"`; if not, write `skip_blocks = [{table.place.block}]` under [layout].',
        severity="warning" if named else "info",
        place=table.rows[0].place,
        text=shown,
    )


def _names_body(text: str) -> bool:
    """Tell a cell that holds names of public authorities and little else."""
    bodies = [body for body in parse(text).bodies if is_authority(body.name) and is_complete(body.name)]
    return bool(bodies) and 2 * sum(len(body.name) for body in bodies) >= len(text)


def unread_bodies(
    document: Document, blocks: Sequence[Block], entries: Sequence[Entry], stated: Sequence[Place]
) -> list[Finding]:
    """Return a finding for each text of a paragraph that says who is responsible, and belongs to no measure.

    ``stated`` are those that hold for the document once for all.
    """
    read = [place for entry in entries for place in (entry.place, *(body.place for body in entry.bodies))]
    read += [*stated, *(heading for entry in entries for heading in entry.headings)]
    found = []
    for block in blocks:
        whole = block.place
        if not isinstance(block, Paragraph) or any(one.start <= whole.start and whole.end <= one.end for one in read):
            continue
        for span in find_responsibilities(document.at(block.place)):
            place = block.place.part(span.start, span.end)
            if not any(one.start < place.end and place.start < one.end for one in read):
                found.append(_unread(document, place))
    return found


def _unread(document: Document, place: Place) -> Finding:
    found = doubt(
        document,
        place,
        "unread-bodies",
        "this names who is responsible, and belongs to no measure that was read",
        'If a measure stands before it, write `kind = "mixed"` under [layout], or name its block under [[layout.parts]] '
        'with `as = "measures"`.',
    )
    is_name = _BARE_NAME.fullmatch(document.at(place)) and not ROLE_WORD.search(document.at(place))
    return msgspec.structs.replace(found, severity="info") if is_name else found
