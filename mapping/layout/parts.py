"""What ``plan.toml`` says of parts of a document, by page or by block: measures, a table of measures, nothing, one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from mapping.blocks import Block, Document, Paragraph, Place, Table
from mapping.errors import LayoutError, Where
from mapping.findings import Finding

_SPAN = re.compile(r"\s*(\d+)\s*(?:[-–—~]\s*(\d+)\s*)?")


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"as_": "as"}):
    """A range of pages or blocks (``"12-15"``, ``7``) and what it is.

    ``measures``: paragraphs with measures, also in a document of tables. ``table``: tables of measures, also in a document
    of paragraphs. ``skip``: never read. ``join``: its paragraphs are one, its tables are one.
    """

    as_: Literal["measures", "table", "skip", "join"]
    pages: str | int | None = None
    blocks: str | int | None = None

    def holds(self, place: Place) -> bool:
        """Tell whether a block lies in the range."""
        first, last = self._range()
        number = place.page if self.blocks is None else place.block
        return number is not None and first <= number <= last

    def _range(self) -> tuple[int, int]:
        found = _SPAN.fullmatch(str(self.pages if self.blocks is None else self.blocks))
        if found is None or (self.pages is None) == (self.blocks is None):
            raise LayoutError(
                f'a part is named by either `pages` or `blocks`, as in `pages = "3-5"`, not {self}',
                advice="Correct it under [[layout.parts]] in plan.toml.",
                where=Where(document="plan.toml"),
            )
        return int(found[1]), int(found[2] or found[1])


class Chosen(msgspec.Struct, frozen=True):
    """The blocks of a document that are read, those of its paragraphs that were said to hold measures, its tables that
    were said to be tables of measures, and what the parts say that fits nothing."""

    blocks: tuple[Block, ...]
    measures: frozenset[int] = frozenset()
    tables: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()


def choose(document: Document, parts: Sequence[Part], skipped: Sequence[int]) -> Chosen:
    """Return the blocks of a document as its parts say they are read."""
    blocks = [block for block in document.blocks if block.place.block not in skipped]
    findings = []
    for part in parts:
        if not any(part.holds(block.place) for block in document.blocks):
            findings.append(_fits_nothing(part))
        if part.as_ == "skip":
            blocks = [block for block in blocks if not part.holds(block.place)]
        elif part.as_ == "join":
            blocks = list(_joined(blocks, part))
    return Chosen(
        tuple(blocks),
        _numbers(blocks, parts, "measures", Paragraph),
        _numbers(blocks, parts, "table", Table),
        tuple(findings),
    )


def _numbers(blocks: Sequence[Block], parts: Sequence[Part], said: str, kind: type[Block]) -> frozenset[int]:
    places = (block.place for block in blocks if isinstance(block, kind))
    return frozenset(place.block for place in places if any(part.as_ == said and part.holds(place) for part in parts))


def _joined(blocks: Sequence[Block], part: Part) -> Iterator[Block]:
    for (is_inside, kind), run in groupby(blocks, key=lambda block: (part.holds(block.place), type(block))):
        group = list(run)
        if not is_inside:
            yield from group
            continue
        first, last = group[0].place, group[-1].place
        whole = first.part(0, last.end - first.start)
        if kind is Paragraph:
            yield msgspec.structs.replace(group[0], place=whole)
        else:
            tables = [block for block in group if isinstance(block, Table)]
            rows = tuple(row for table in tables for row in table.rows)
            yield msgspec.structs.replace(tables[0], place=whole, rows=rows)


def _fits_nothing(part: Part) -> Finding:
    named = f"pages {part.pages}" if part.blocks is None else f"blocks {part.blocks}"
    return Finding(
        code="part-without-block",
        message=f"plan.toml names {named} under [[layout.parts]]; the document has no such part",
        advice="Correct the numbers: `policygraph extract` shows page and block of every finding.",
    )
