"""Tables of measures: one row, one entry. What is no such table, and what of one cannot be read, is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from mapping.blocks import Block, Document, Paragraph, Place, Row, Table
from mapping.comparable import narrow
from mapping.findings import Finding
from mapping.layout.headings import LONGEST_HEADING, Headings, heading_bodies, level_of
from mapping.layout.leftover import unread_table
from mapping.layout.reading import BodyText, Entry, ReadEntries, doubt, fault
from mapping.layout.rules import LayoutRules, Role
from mapping.layout.tables.columns import Header, first_header, header_at, looks_like_header, trimmed, unknown_header
from mapping.layout.tables.labels import Titles, joined
from mapping.layout.tables.numbers import Serial, check_numbers, unique
from mapping.parsers.mentions import Role as BodyRole

_AROUND_SERIAL = re.compile(r"^[\s(（\[【第]*|[\s)）\]】.．、,，项条]*$")
_LONGEST_SERIAL = 60
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


def read_tables(
    document: Document,
    blocks: Sequence[Block],
    rules: LayoutRules,
    points: Sequence[str],
    wanted: Collection[int] | None = None,
) -> ReadEntries:
    """Read every table that has a header, or continues one that has; ``wanted`` names those of them, else all.

    Raises:
        LayoutError: there is no table with a header that names measures and bodies.
    """
    found = ReadEntries()
    reader = _TableReader(document, rules, found)
    rows = [
        row for block in blocks for row in reader.rows(block, is_wanted=wanted is None or block.place.block in wanted)
    ]
    if not rows:
        raise _no_table(document, blocks, found)
    found.persons += [cell for row in rows for cell in row.cells.get("person", ())]
    titles = Titles(points)
    rows = [_unswallow(document, row, titles, found.findings) for row in rows]
    labels = joined(document, [tuple(row.cells.get("label", ())[:1]) for row in rows], titles)
    if rules.labels == "carried":
        labels = _carried(labels)
    numbers = _numbers(document, rows, rules, found.findings)
    found.entries += [
        _entry(document, row, label, number, found.findings)
        for row, label, number in zip(rows, labels, numbers, strict=True)
    ]
    return found


class _TableReader:
    """Reads table by table, carrying the header that holds for a table that goes on, and the headings above."""

    def __init__(self, document: Document, rules: LayoutRules, found: ReadEntries) -> None:
        self._document = document
        self._rules = rules
        self._found = found
        self._header: Header | None = None
        self._headings = Headings()
        self._caption: Place | None = None
        self._run = 0

    def rows(self, block: Block, *, is_wanted: bool) -> Iterator[TableRow]:
        """Yield the rows of measures of a table; a paragraph may be a heading of what follows."""
        if isinstance(block, Paragraph):
            self._caption = block.place
            leads = _names_lead(self._document, block.place)
            after = self._headings.with_heading if leads else None
            self._headings = (
                after(self._document, block.place) if after else self._headings.after(self._document, block)
            )
            return
        if not is_wanted:
            return
        before = self._run
        yield from self._table(block)
        if self._run == before:
            self._found.findings.append(unread_table(self._document, block, self._caption))

    def _table(self, table: Table) -> Iterator[TableRow]:
        first = first_header(self._document, table, self._rules.columns)
        at = first or 0
        for row in table.rows[:at]:
            self._read_heading(row)
        if first is None and not self._goes_on(table):
            self._header = None
            return
        if first is None:
            self._run += 1
        while at < len(table.rows):
            header = header_at(self._document, table, at, self._rules.columns)
            if header is not None:
                at += header.rows
                self._begin(header)
                continue
            if self._header is not None and self._header.is_of_measures:
                yield from self._row(table.rows[at])
            at += 1

    def _begin(self, header: Header) -> None:
        """Take a header: one that is repeated goes on with the same run of numbers."""
        if header.is_of_measures:
            self._found.findings += [
                unknown_header(self._document, cell)
                for cell in header.unknown
                if self._document.at(cell) not in {found.text for found in self._found.findings}
            ]
            self._run += 1
        self._header = header

    def _goes_on(self, table: Table) -> bool:
        """Tell whether a table without a header goes on under the last one."""
        header = self._header
        if header is None or not header.is_of_measures or looks_like_header(self._document, table.rows[0]):
            return False
        return any(header.align(row) is not None for row in table.rows[:2])

    def _read_heading(self, row: Row) -> bool:
        spanning = _spanning(self._document, row)
        if spanning is not None:
            self._headings = self._headings.with_heading(self._document, spanning)
        return spanning is not None

    def _row(self, row: Row) -> Iterator[TableRow]:
        if self._read_heading(row) or not any(cell.start < cell.end for cell in row.cells):
            return
        assert self._header is not None  # noqa: S101 - the caller has just looked
        cells = self._header.align(row)
        if cells is None:
            self._found.findings.append(_misfit(self._document, row, self._header))
        elif not cells.get("measure"):
            what = "the row has no measure: it was not read"
            advice = "Fill the cell, or name the measure's column in plan.toml."
            self._found.findings.append(doubt(self._document, row.place, "unread-row", what, advice))
            self._found.persons += cells.get("person", ())
        else:
            yield TableRow(row.place, cells, self._headings.path, self._run)


def _misfit(document: Document, row: Row, header: Header) -> Finding:
    count, wanted = len(trimmed(row.cells)), ", ".join(header.slots)
    amount = "few" if count < len(header.slots) else "many"
    what = f"the row has too {amount} cells: {count} for the columns {wanted}; it was not read"
    advice = "Mend the row in the document, or, if it is no measure, leave its block out with `skip_blocks`."
    return doubt(document, row.place, "unread-row", what, advice)


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


def _no_table(document: Document, blocks: Sequence[Block], found: ReadEntries) -> Exception:
    table = next((block for block in blocks if isinstance(block, Table)), None)
    if table is None:
        return fault(
            document,
            None,
            "there is no table",
            'If the measures stand elsewhere, write `kind = "items"` or `kind = "paragraphs"` under [layout].',
        )
    more = "".join(f"\n{finding.message}. {finding.advice}" for finding in found.findings)
    return fault(
        document,
        table.rows[0].place,
        "no table has a header that names the measures and the bodies, and rows below it that can be read",
        'Name the columns in plan.toml, under [layout.columns]: `measure = "…"`, `responsibility = "…"`.',
        more=more,
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


def _numbers(document: Document, rows: Sequence[TableRow], rules: LayoutRules, findings: list[Finding]) -> list[str]:
    """Return the number of every row: its serial, counted on within a serial that is merged over several rows.

    A row without a serial counts on within the one above it.
    """
    serials = [_serial(row) for row in rows]
    if not any(serials):
        return [str(at) for at in range(1, len(rows) + 1)]
    times = Counter(serials)
    numbers: list[str] = []
    checked: list[Serial] = []
    own, current, within = "0", None, 0
    for row, place in zip(rows, serials, strict=True):
        if place is not None and place != current:
            own, current, within = serial_number(document.at(place)), place, 0
            checked.append((own, row.place, row.run))
        elif place is None:
            findings.append(_without_serial(document, row))
        within += 1
        numbers.append(own if within == 1 and times[current] == 1 else f"{own}.{within}")
    findings += check_numbers(document, checked, restarts=rules.numbering == "restarts")
    if rules.numbering == "restarts":
        numbers = [f"{row.run}.{number}" for row, number in zip(rows, numbers, strict=True)]
    return unique(numbers)


def _serial(row: TableRow) -> Place | None:
    """Return where its serial stands; a text so long that it is none would make an address that no client can ask for."""
    place = row.one("serial")
    return place if place is not None and place.end - place.start <= _LONGEST_SERIAL else None


def _without_serial(document: Document, row: TableRow) -> Finding:
    return doubt(
        document,
        row.place,
        "no-serial",
        "the row has no 序号, or one that is no number but a text; it was counted on within the one above",
        "Write its number in the document, or join it to the row above, if that is what it goes on with.",
    )


def serial_number(text: str) -> str:
    """Return a serial without the punctuation around it, in half width: ``（１）`` is ``1``."""
    return _AROUND_SERIAL.sub("", narrow(text)) or text


def _entry(document: Document, row: TableRow, label: tuple[Place, ...], number: str, findings: list[Finding]) -> Entry:
    bodies = _bodies(document, row)
    if not bodies:
        advice = "Write the body that is responsible in the document's row, as the printed plan has it."
        findings.append(doubt(document, row.place, "no-agency", "the row names no agency", advice))
    return Entry(
        number=number,
        requirement=row.one("requirement"),
        label=label,
        headings=row.headings,
        measure=_measure(row),
        bodies=bodies,
        deadline=row.one("deadline"),
        place=row.place,
    )


def _measure(row: TableRow) -> Place:
    """Return the measure's cell, with the details that stand directly beside it."""
    own = row.cells["measure"]
    whole = own[0]
    for cell in sorted([*own[1:], *row.cells.get("detail", ())], key=lambda cell: cell.start):
        if cell.start == whole.end + 1:
            whole = whole.part(0, cell.end - whole.start)
    return whole


def _bodies(document: Document, row: TableRow) -> tuple[BodyText, ...]:
    """Return the texts that name bodies; beside a lead, here or in a heading, the plain 责任单位 are responsible."""
    own = bool(row.cells.get("lead"))
    above = (heading_bodies(document, heading) for heading in reversed(row.headings))
    led = next((bodies for bodies in above if bodies), ()) if not own else ()
    plain: BodyRole | None = "responsible" if own or led else None
    return (
        *led,
        *(
            BodyText(place=cell, role=_BODY_ROLES.get(role, plain))
            for role in BODY_COLUMNS
            for cell in row.cells.get(role, ())
        ),
    )
