"""Tables of measures: one row, one entry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mapping.blocks import Block, Document, Paragraph, Place, Row, Table
from mapping.findings import Finding
from mapping.layout.columns import Header, find_header
from mapping.layout.headings import LONGEST_HEADING, Headings, heading_bodies, level_of
from mapping.layout.labels import Titles, joined
from mapping.layout.numbers import check_numbers
from mapping.layout.reading import Body, Entry, fault
from mapping.layout.rules import LayoutRules, Role
from mapping.parsers.mentions import Role as BodyRole

_AROUND_SERIAL = re.compile(r"^[\s(（\[【第]*|[\s)）\]】.．、,，项条]*$")
BODY_COLUMNS: tuple[Role, ...] = ("lead", "responsibility", "supporting")
_SECTION = re.compile(r"[(（]?[一二三四五六七八九十]+[)）]?[、.．]?")
_BODY_ROLES: dict[Role, BodyRole] = {"lead": "lead", "supporting": "supporting"}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its cells by role, and the headings that stand above it."""

    place: Place
    cells: dict[Role, list[Place]]
    headings: tuple[Place, ...] = ()
    run: int = 0

    def one(self, role: Role) -> Place | None:
        """Return the first cell of a role that is not empty."""
        return next(iter(self.cells.get(role, ())), None)


@dataclass(slots=True)
class Tables:
    """What the tables of a document hold."""

    entries: list[Entry] = field(default_factory=list)
    persons: list[Place] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_tables(document: Document, blocks: Sequence[Block], rules: LayoutRules, points: Sequence[str]) -> Tables:
    """Read every table that has a header, or continues one that has.

    Raises:
        LayoutError: there is no such table; a header is unknown; a row has too few cells, no measure or no agency;
        a serial is
            missing or stands twice.
    """
    rows = list(_rows(document, blocks, rules))
    if not rows:
        raise _no_table(document, blocks)
    found = Tables(persons=[cell for row in rows for cell in row.cells.get("person", ())])
    titles = Titles(points)
    rows = [_unswallow(document, row, titles, found.findings) for row in rows]
    labels = joined(document, [tuple(row.cells.get("label", ())[:1]) for row in rows], titles)
    if rules.labels == "carried":
        labels = _carried(labels)
    numbers = _numbers(document, rows, rules)
    for row, label, number in zip(rows, labels, numbers, strict=True):
        found.entries.append(_entry(document, row, label, number))
    return found


def _rows(document: Document, blocks: Sequence[Block], rules: LayoutRules) -> Iterator[TableRow]:
    header: Header | None = None
    headings = Headings()
    run = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            leads = _names_lead(document, block.place)
            headings = headings.with_heading(document, block.place) if leads else headings.after(document, block)
            continue
        own = find_header(document, block, rules.columns)
        header = own or header
        if header is None or not header.is_of_measures:
            continue
        run += 1
        for row in block.rows[own.rows if own else 0 :]:
            spanning = _spanning(document, row)
            if spanning is not None:
                headings = headings.with_heading(document, spanning)
            elif any(cell.start < cell.end for cell in row.cells):
                yield TableRow(row.place, header.align(document, row), headings.path, run)


def _names_lead(document: Document, place: Place) -> bool:
    """Tell a heading whose bracket says who leads what stands below (二、消费类任务（省商务厅牵头）)."""
    text = document.at(place)
    return len(text) <= LONGEST_HEADING and level_of(text) is not None and bool(heading_bodies(document, place))


def _spanning(document: Document, row: Row) -> Place | None:
    """Return the cell that is merged over the whole row, is all it prints, or stands beside a Chinese numeral."""
    filled = list(dict.fromkeys(cell for cell in row.cells if cell.start < cell.end))
    if len(filled) == 2 and filled[0] == row.cells[0] and _SECTION.fullmatch(document.at(filled[0])):
        return filled[1]
    return filled[0] if len(filled) == 1 and len(set(row.cells)) == 1 else None


def _no_table(document: Document, blocks: Sequence[Block]) -> Exception:
    table = next((block for block in blocks if isinstance(block, Table)), None)
    if table is None:
        return fault(
            document,
            None,
            "there is no table",
            'If the measures stand elsewhere, write `kind = "items"` or `kind = "paragraphs"` under [layout].',
        )
    return fault(
        document,
        table.rows[0].place,
        "no table has a header that names the measures and the bodies",
        'Name the columns in plan.toml, under [layout.columns]: `measure = "…"`, `responsibility = "…"`.',
    )


def _unswallow(document: Document, row: TableRow, titles: Titles, findings: list[Finding]) -> TableRow:
    """Part a label from the requirement that swallowed it."""
    requirement = row.one("requirement")
    if requirement is None or row.one("label"):
        return row
    text = document.at(requirement)
    parted = titles.swallowed(text)
    if parted is None:
        return row
    end, start, known = parted
    label, rest = requirement.part(0, end), requirement.part(start, len(text))
    if not known:
        findings.append(
            Finding(
                code="swallowed-label",
                message=f"“{text[:end]}” was taken for a theme label in front of the requirement.",
                advice="If it belongs to the requirement, remove the blank after it in the document.",
                place=label,
                text=text[:end],
            )
        )
    return replace(row, cells={**row.cells, "label": [label], "requirement": [rest]})


def _carried(labels: Sequence[tuple[Place, ...]]) -> list[tuple[Place, ...]]:
    found: list[tuple[Place, ...]] = []
    for label in labels:
        found.append(label or (found[-1] if found else ()))
    return found


def _numbers(document: Document, rows: Sequence[TableRow], rules: LayoutRules) -> list[str]:
    """Return the number of every row: its serial, counted on within a serial that is merged over several rows."""
    serials = [row.one("serial") for row in rows]
    if not any(serials):
        return [str(at) for at in range(1, len(rows) + 1)]
    for row, serial in zip(rows, serials, strict=True):
        if serial is None:
            raise fault(
                document,
                row.place,
                "the row has no 序号",
                "Write its number in the document, or join it to the row above.",
            )
    places = [serial for serial in serials if serial is not None]
    printed = [serial_number(document.at(place)) for place in places]
    merged = [places.count(place) > 1 for place in places]
    first = [place not in places[:at] for at, place in enumerate(places)]
    check_numbers(
        document,
        [(number, row.place, row.run) for number, row, new in zip(printed, rows, first, strict=True) if new],
        restarts=rules.numbering == "restarts",
    )
    numbers = [
        f"{number}.{places[: at + 1].count(places[at])}" if merged[at] else number for at, number in enumerate(printed)
    ]
    if rules.numbering == "restarts":
        return [f"{row.run}.{number}" for row, number in zip(rows, numbers, strict=True)]
    return numbers


def serial_number(text: str) -> str:
    """Return a serial without the punctuation around it, in half width: ``（１）`` is ``1``."""
    return _AROUND_SERIAL.sub("", unicodedata.normalize("NFKC", text)) or text


def _entry(document: Document, row: TableRow, label: tuple[Place, ...], number: str) -> Entry:
    measure = row.one("measure")
    if measure is None:
        raise fault(
            document, row.place, "the row has no measure", "Fill the cell, or name the measure's column in plan.toml."
        )
    bodies = _bodies(document, row)
    if not bodies:
        raise fault(
            document,
            row.place,
            "the row names no agency",
            "Write the body that is responsible in the document's row, as the printed plan has it.",
        )
    return Entry(
        number=number,
        requirement=row.one("requirement"),
        label=label,
        headings=row.headings,
        measure=measure,
        bodies=bodies,
        deadline=row.one("deadline"),
        place=row.place,
    )


def _bodies(document: Document, row: TableRow) -> tuple[Body, ...]:
    """Return the texts that name bodies; beside a lead, here or in a heading, the plain 责任单位 are responsible."""
    own = bool(row.cells.get("lead"))
    above = (heading_bodies(document, heading) for heading in reversed(row.headings))
    led = next((bodies for bodies in above if bodies), ()) if not own else ()
    plain: BodyRole | None = "responsible" if own or led else None
    return (
        *led,
        *(
            Body(place=cell, role=_BODY_ROLES.get(role, plain))
            for role in BODY_COLUMNS
            for cell in row.cells.get(role, ())
        ),
    )
