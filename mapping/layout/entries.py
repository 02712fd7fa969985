"""The entries of a document, by the layout that its rules name."""

from __future__ import annotations

from collections.abc import Sequence

from mapping.blocks import Document, Omission, Place
from mapping.findings import Finding
from mapping.layout.items import read_items
from mapping.layout.paragraphs import read_paragraphs
from mapping.layout.reading import Entry, Reading
from mapping.layout.rules import LayoutRules
from mapping.layout.signatories import lines_before_date, signature_blocks
from mapping.layout.statements import defaults, lead_by_position, lead_rule
from mapping.layout.tables import read_tables


def lay_out(document: Document, rules: LayoutRules, points: Sequence[str] = ()) -> Reading:
    """Read the entries of a document.

    ``points`` are the titles of the national document's points: a theme label that its neighbour swallowed is known
    by them.

    Raises:
        LayoutError: the document is not laid out as the rules say; names page, block and row, and what to write.
    """
    entries, persons, findings = _entries(document, rules, points)
    signed = lines_before_date(document) if rules.signatories == "lines-before-date" else ()
    return Reading(
        entries=tuple(entries),
        lead_rule=lead_rule(document, rules),
        signatories=signed,
        defaults=defaults(document, entries) if rules.defaults == "stated" else (),
        persons=tuple(persons),
        findings=(*map(_told, document.omissions), *findings, *lead_by_position(document, rules)),
    )


def _told(omission: Omission) -> Finding:
    """Return the finding that says what the file shows and the text does not hold."""
    page = f"Page {omission.page} " if omission.page else ""
    return Finding(
        code="not-read",
        message=f"{page}{omission.what}",
        advice=omission.advice,
        severity=omission.severity,
        text=omission.text[:60],
    )


def _entries(
    document: Document, rules: LayoutRules, points: Sequence[str]
) -> tuple[list[Entry], list[Place], list[Finding]]:
    signed = signature_blocks(document)
    blocks = [block for block in document.blocks if block.place.block not in signed.union(rules.skip_blocks)]
    match rules.kind:
        case "table":
            tables = read_tables(document, blocks, rules, points)
            return tables.entries, tables.persons, tables.findings
        case "items":
            items = read_items(document, blocks, rules)
            return items.entries, items.persons, items.findings
        case "paragraphs":
            paragraphs = read_paragraphs(document, blocks)
            return paragraphs.entries, [], paragraphs.findings
