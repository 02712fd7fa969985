"""From the blocks of a document to its entries: which text is a measure, which a requirement, who is responsible.

:func:`lay_out` follows the rules that ``plan.toml`` gives under ``[layout]``; it knows tables and paragraphs, and no policy.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapping.blocks import Document
from mapping.layout.reading import Body, Entry, Reading
from mapping.layout.rules import Columns, LayoutRules
from mapping.layout.signatories import lines_before_date
from mapping.layout.tables import read_tables

__all__ = ["Body", "Columns", "Entry", "LayoutRules", "Reading", "lay_out"]


def lay_out(document: Document, rules: LayoutRules, points: Sequence[str] = ()) -> Reading:
    """Read the entries of a document.

    ``points`` are the titles of the national document's points: a theme label that its neighbour swallowed is known by them.

    Raises:
        LayoutError: the document is not laid out as the rules say; names page, block and row, and what to write.
    """
    blocks = [block for block in document.blocks if block.place.block not in rules.skip_blocks]
    found = read_tables(document, blocks, rules, points)
    signed = lines_before_date(document) if rules.signatories == "lines-before-date" else ()
    return Reading(
        entries=tuple(found.entries),
        signatories=signed,
        persons=tuple(found.persons),
        findings=tuple(found.findings),
    )
