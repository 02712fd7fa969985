"""Which column of a table holds what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping.blocks import Document, Place, Row, Table
from mapping.findings import Finding
from mapping.layout.rules import Columns, Role, header_key

Slots = tuple[Role, ...]

NAMING_BODIES: tuple[Role, ...] = ("responsibility", "lead", "supporting")
_FIRST_ROWS = 4
_LONGEST_HEADER = 24
_SERIAL = re.compile(r"[(（]?\d+[)）.、]?|[一二三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The role of every column of a table, how many of its rows are the header, and the header cells not understood."""

    slots: Slots
    rows: int
    has_grid: bool
    unknown: tuple[Place, ...] = ()

    @property
    def is_of_measures(self) -> bool:
        """Whether the table has a column for measures and one for bodies."""
        return "measure" in self.slots and any(role in self.slots for role in NAMING_BODIES)

    def align(self, row: Row) -> dict[Role, list[Place]] | None:
        """Return the cells of a row by role, ``None`` if it has too few or too many.

        Text tables lose cells: the label's when its column is not printed, the last ones when they are empty. So a
        row may have one cell more or less than its header.
        """
        fits = list(self._fits(row.cells))
        return next((found for found in fits if _is_filled(found)), fits[0]) if fits else None

    def _fits(self, cells: Sequence[Place]) -> Iterator[dict[Role, list[Place]]]:
        shortened = trimmed(cells)
        variants = [self.slots] if self.has_grid else [self.slots, *_label_variants(self.slots)]
        for slots in variants:
            for offered in (cells, shortened):
                if len(offered) == len(slots):
                    yield _by_role(slots, offered)


def header_at(document: Document, table: Table, at: int, columns: Columns) -> Header | None:
    """Return the header whose first row is the given one, or ``None`` if that holds no header words."""
    if not is_header(document, table.rows[at], columns):
        return None
    last = at
    while last + 1 < len(table.rows) and _continues_header(document, table.rows[last], table.rows[last + 1], columns):
        last += 1
    rows = table.rows[at : last + 1]
    texts = [_header_text(document, rows, column) for column in range(len(table.rows[last].cells))]
    roles: list[Role | None] = [next(filter(None, map(columns.role_of, words)), None) for words in texts]
    unknown = tuple(
        rows[-1].cells[column]
        for column, (words, role) in enumerate(zip(texts, roles, strict=True))
        if words and role is None
    )
    filled: list[Role | None] = [
        role or ("ignore" if words else None) for words, role in zip(texts, roles, strict=True)
    ]
    settled = filled if columns.measure else with_requirement(filled)
    return Header(slots=_slots(settled), rows=last + 1 - at, has_grid=table.has_grid, unknown=unknown)


def first_header(document: Document, table: Table, columns: Columns) -> int | None:
    """Return the row in which a table's first header begins: one of the first four."""
    rows = range(min(_FIRST_ROWS, len(table.rows)))
    return next((at for at in rows if is_header(document, table.rows[at], columns)), None)


def unknown_header(document: Document, cell: Place) -> Finding:
    """Return the finding that a header beside known ones is not understood."""
    text = document.at(cell)
    return Finding(
        code="unknown-header",
        message=f"“{text}”: this header is unknown; its column was not read",
        advice=f'Say in plan.toml, under [layout.columns], what it holds: `measure = "{text}"`, or `ignore = "{text}"`.',
        place=cell,
        text=text,
    )


def with_requirement(roles: Sequence[Role | None]) -> list[Role | None]:
    """Return the roles of a header's cells, settled among one another.

    主要任务 ∣ 具体措施: of two measure columns, the tasks to the left are what the measures answer. A detail with no
    measure beside it is the measure.
    """
    found = list(roles)
    if "requirement" not in found and found.count("measure") > 1:
        found[found.index("measure")] = "requirement"
    if "measure" not in found and "detail" in found:
        found[found.index("detail")] = "measure"
    return found


def is_header(document: Document, row: Row, columns: Columns) -> bool:
    """Tell whether a row holds header words, two at least, and no serial."""
    if not row.cells or _SERIAL.fullmatch(header_key(document.at(row.cells[0]))):
        return False
    roles = {columns.role_of(document.at(cell)) for cell in row.cells} - {None}
    return len(roles) >= 2 and bool(roles & {"measure", "detail", "serial", *NAMING_BODIES})


def looks_like_header(document: Document, row: Row) -> bool:
    """Tell a first row that names columns of some kind: short words in every cell, the first no number."""
    cells = list(dict.fromkeys(row.cells))
    texts = [header_key(document.at(cell)) for cell in cells]
    if len(texts) < 2 or _SERIAL.fullmatch(texts[0]) or not all(texts):
        return False
    return all(len(text) <= _LONGEST_HEADER and not text.endswith(("。", "；")) for text in texts)


def _continues_header(document: Document, above: Row, below: Row, columns: Columns) -> bool:
    """Tell a header's second row: each cell is merged with the one above, or a known word."""
    pairs = list(zip(above.cells, below.cells, strict=False))
    shared = [upper == lower and upper.start < upper.end for upper, lower in pairs]
    texts = [document.at(lower) for (_, lower), same in zip(pairs, shared, strict=True) if not same]
    known = [columns.role_of(text) is not None for text in texts if text]
    return bool(known) and all(known)


def _header_text(document: Document, rows: Sequence[Row], at: int) -> tuple[str, ...]:
    """Return the texts over one column, the lowest first; none if they are empty or merged with the left ones."""
    cells = [row.cells[at] for row in rows if at < len(row.cells)]
    left = [row.cells[at - 1] for row in rows if 0 < at < len(row.cells)]
    return () if cells == left else tuple(document.at(cell) for cell in reversed(cells) if cell.start < cell.end)


def _slots(roles: Sequence[Role | None]) -> Slots:
    """Give the columns without a header of their own a role.

    One that the header 国家要求 or 落实举措 spans with the next holds the theme label; the first column of a table
    holds serials.
    """
    while roles and roles[-1] is None:
        roles = roles[:-1]
    slots: list[Role] = []
    owner: Role = "serial"
    for at, role in enumerate(roles):
        owner = role or owner
        spans = role is not None and at + 1 < len(roles) and roles[at + 1] is None
        slots.append("label" if spans and role in ("requirement", "measure") else owner)
    return tuple(slots)


def _label_variants(slots: Slots) -> Iterator[Slots]:
    """Yield the slots with a label column that the header does not show, and without one that a row does not print."""
    if "label" in slots:
        yield tuple(slot for slot in slots if slot != "label")
        return
    beside = next((at for at, slot in enumerate(slots) if slot in ("requirement", "measure")), None)
    if beside is not None:
        yield (*slots[:beside], "label", *slots[beside:])


def _by_role(slots: Slots, cells: Sequence[Place]) -> dict[Role, list[Place]]:
    found: dict[Role, list[Place]] = {}
    for slot, cell in zip(slots, cells, strict=True):
        if cell.start < cell.end and cell not in found.setdefault(slot, []):
            found[slot].append(cell)
    if any(cell in found.get("label", ()) for role in ("requirement", "measure") for cell in found.get(role, ())):
        found["label"] = []
    return found


def _is_filled(found: dict[Role, list[Place]]) -> bool:
    return bool(found.get("measure")) and any(found.get(role) for role in NAMING_BODIES)


def trimmed(cells: Sequence[Place]) -> Sequence[Place]:
    """Return the cells of a row without the empty ones at its end."""
    while cells and cells[-1].start == cells[-1].end:
        cells = cells[:-1]
    return cells
