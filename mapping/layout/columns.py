"""Which column of a table holds what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping.blocks import Document, Place, Row, Table
from mapping.layout.reading import fault
from mapping.layout.rules import Columns, Role

Slots = tuple[Role, ...]

NAMING_BODIES: tuple[Role, ...] = ("responsibility", "lead", "supporting")


@dataclass(frozen=True, slots=True)
class Header:
    """The role of every column of a table, and how many of its rows are the header."""

    slots: Slots
    rows: int
    has_grid: bool

    @property
    def is_of_measures(self) -> bool:
        """Whether the table has a column for measures and one for bodies."""
        return "measure" in self.slots and any(role in self.slots for role in NAMING_BODIES)

    def align(self, document: Document, row: Row) -> dict[Role, list[Place]]:
        """Return the cells of a row by role.

        Text tables lose cells: the label's when its column is not printed, the last ones when they are empty. So a
        row may have one cell more or less than its header.

        Raises:
            LayoutError: the row has too few or too many cells.
        """
        fits = list(self._fits(row.cells))
        if not fits:
            wanted = ", ".join(self.slots)
            few = len(_trimmed(row.cells)) < len(self.slots)
            raise fault(
                document,
                row.place,
                f"the row has too {'few' if few else 'many'} cells: "
                f"{len(_trimmed(row.cells))} for the columns {wanted}",
                "Mend the row in the document, or, if it is no measure, leave its block out with `skip_blocks`.",
            )
        return next((found for found in fits if _is_filled(found)), fits[0])

    def _fits(self, cells: Sequence[Place]) -> Iterator[dict[Role, list[Place]]]:
        shortened = _trimmed(cells)
        variants = [self.slots] if self.has_grid else [self.slots, *_label_variants(self.slots)]
        for slots in variants:
            for offered in (cells, shortened):
                if len(offered) == len(slots):
                    yield _by_role(slots, offered)


def find_header(document: Document, table: Table, columns: Columns) -> Header | None:
    """Return the header of a table, or ``None`` if its first rows hold no header words.

    Raises:
        LayoutError: a header cell beside known ones is unknown.
    """
    first = next((at for at, row in enumerate(table.rows[:4]) if is_header(document, row, columns)), None)
    if first is None:
        return None
    last = first
    while last + 1 < len(table.rows) and _continues_header(document, table.rows[last], table.rows[last + 1], columns):
        last += 1
    roles = [_role(document, table.rows[first : last + 1], at, columns) for at in range(len(table.rows[last].cells))]
    if not columns.measure:
        roles = with_requirement(roles)
    return Header(slots=_slots(roles), rows=last + 1, has_grid=table.has_grid)


def with_requirement(roles: Sequence[Role | None]) -> list[Role | None]:
    """Return the roles of a header's cells, the first of two measure columns made the requirement.

    主要任务 ∣ 具体措施: beside a column of measures, the tasks to its left are what they answer.
    """
    found = list(roles)
    if "requirement" not in found and found.count("measure") > 1:
        found[found.index("measure")] = "requirement"
    return found


def is_header(document: Document, row: Row, columns: Columns) -> bool:
    """Tell whether a row holds header words, two at least."""
    roles = {columns.role_of(document.at(cell)) for cell in row.cells} - {None}
    return len(roles) >= 2 and ("measure" in roles or "serial" in roles or bool(roles & set(NAMING_BODIES)))


def _continues_header(document: Document, above: Row, below: Row, columns: Columns) -> bool:
    """Tell a header's second row: each cell is merged with the one above, or a known word."""
    pairs = list(zip(above.cells, below.cells, strict=False))
    shared = [upper == lower and upper.start < upper.end for upper, lower in pairs]
    texts = [document.at(lower) for (_, lower), same in zip(pairs, shared, strict=True) if not same]
    known = [columns.role_of(text) is not None for text in texts if text]
    return bool(known) and all(known)


def _role(document: Document, rows: Sequence[Row], at: int, columns: Columns) -> Role | None:
    """Return the role of one column, ``None`` if its header is empty or merged with the left one."""
    cells = [row.cells[at] for row in rows if at < len(row.cells)]
    left = [row.cells[at - 1] for row in rows if 0 < at < len(row.cells)]
    texts = [document.at(cell) for cell in reversed(cells) if cell.start < cell.end]
    if not texts or cells == left:
        return None
    for text in texts:
        role = columns.role_of(text)
        if role:
            return role
    raise fault(
        document,
        cells[-1],
        "this header is unknown",
        f'Say in plan.toml, under [layout.columns], what it holds: `measure = "{texts[0]}"`, or '
        f'`ignore = "{texts[0]}"`. '
        f"If the table holds no measures, write `skip_blocks = [{cells[-1].block}]` under [layout].",
    )


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


def _trimmed(cells: Sequence[Place]) -> Sequence[Place]:
    while cells and cells[-1].start == cells[-1].end:
        cells = cells[:-1]
    return cells
