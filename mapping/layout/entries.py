"""The entries of a document, by the layout that its rules name, and what of it was left out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from mapping.blocks import Block, Document, Omission, Paragraph, Place, Table
from mapping.errors import LayoutError
from mapping.findings import Finding
from mapping.layout import furniture
from mapping.layout.leftover import unread_bodies, unread_table
from mapping.layout.parts import Chosen, choose
from mapping.layout.prose.declared import read_declared
from mapping.layout.prose.kinds import read_prose
from mapping.layout.reading import Entry, LayoutReading, ReadEntries
from mapping.layout.rules import LayoutRules
from mapping.layout.signatories import lines_before_date, signature_blocks
from mapping.layout.statements import defaults, lead_by_position, lead_rule
from mapping.layout.tables.numbers import unique
from mapping.layout.tables.rows import read_tables

_ANNEX = "annex-"


def lay_out(document: Document, rules: LayoutRules, points: Sequence[str] = ()) -> LayoutReading:
    """Read the entries of a document.

    ``points`` are the titles of the national document's points: a theme label that its neighbour swallowed is known
    by them.

    Raises:
        LayoutError: nothing of the document is laid out as the rules say; names page, block and row, and what to write.
    """
    chosen = choose(document, rules.parts, rules.skip_blocks)
    around = furniture.furniture(document) - chosen.named
    signing = signature_blocks(document) - chosen.named
    blocks = [block for block in chosen.blocks if block.place.block not in around | signing]
    found = _read(document, msgspec.structs.replace(chosen, blocks=tuple(blocks)), rules, points)
    signed = lines_before_date(document) if rules.signatories == "lines-before-date" else ()
    stated = defaults(document, found.entries) if rules.defaults == "stated" else ()
    return LayoutReading(
        entries=tuple(found.entries),
        lead_rule=lead_rule(document, rules),
        signatories=signed,
        defaults=stated,
        persons=tuple(found.persons),
        findings=(
            *map(_omitted, document.omissions),
            *chosen.findings,
            *found.findings,
            *unread_bodies(document, blocks, found.entries, stated),
            *furniture.findings_of_furniture(document, document.blocks, around),
            *lead_by_position(document, rules),
        ),
    )


def _read(document: Document, chosen: Chosen, rules: LayoutRules, points: Sequence[str]) -> ReadEntries:
    """Read tables and paragraphs, each as what it is; one kind may fail where the other is found."""
    found, fault = ReadEntries(), None
    declared = read_declared(document, chosen.blocks, chosen.single_measures)
    tables = _of_kind(chosen, Table, chosen.tables, everything=rules.kind in ("table", "mixed"))
    prose = _of_kind(chosen, Paragraph, chosen.measures, everything=rules.kind != "table") - chosen.single_measures
    is_mixed = bool(tables and prose) or rules.kind == "mixed"
    if prose or rules.kind not in ("table", "mixed"):
        try:
            _add(found, read_prose(document, [block for block in chosen.blocks if block.place.block in prose], rules))
        except LayoutError as error:
            fault = error
    _add(found, declared)
    has_prose = bool(found.entries)
    if tables or rules.kind == "table":
        try:
            read = read_tables(document, chosen.blocks, rules, points, tables)
        except LayoutError as error:
            fault = fault or error
            found.findings += _left_out(document, chosen, tables) if has_prose else []
        else:
            read.entries = _annexed(read.entries) if is_mixed and has_prose else read.entries
            _add(found, read)
    if not found.entries and fault is not None:
        raise fault
    found.findings += _left_out(document, chosen, _numbers(chosen, Table) - tables)
    found.entries = _in_order(found.entries)
    return found


def _add(found: ReadEntries, read: ReadEntries) -> None:
    found.entries += read.entries
    found.persons += read.persons
    found.findings += read.findings


def _of_kind(chosen: Chosen, kind: type[Block], named: frozenset[int], *, everything: bool) -> frozenset[int]:
    return _numbers(chosen, kind) if everything else named


def _numbers(chosen: Chosen, kind: type[Block]) -> frozenset[int]:
    return frozenset(block.place.block for block in chosen.blocks if isinstance(block, kind))


def _left_out(document: Document, chosen: Chosen, numbers: frozenset[int]) -> list[Finding]:
    """Return a finding for each table that is not read, with the paragraph above as its title."""
    found: list[Finding] = []
    above: Place | None = None
    for block in chosen.blocks:
        if isinstance(block, Table) and block.place.block in numbers:
            found.append(unread_table(document, block, above))
        above = block.place if isinstance(block, Paragraph) else None
    return found


def _annexed(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of tables beside prose, whose numbers begin anew."""
    return [msgspec.structs.replace(entry, number=f"{_ANNEX}{entry.number}") for entry in entries]


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    ordered = sorted(entries, key=lambda entry: entry.place.start)
    numbers = unique([entry.number for entry in ordered])
    return [msgspec.structs.replace(entry, number=number) for entry, number in zip(ordered, numbers, strict=True)]


def _omitted(omission: Omission) -> Finding:
    """Return the finding that says what the file shows and the text does not hold."""
    page = f"Page {omission.page} " if omission.page else ""
    return Finding(
        code=omission.code,
        message=f"{page}{omission.what}",
        advice=omission.advice,
        severity=omission.severity,
        place=omission.place,
        text=omission.text[:60],
    )
