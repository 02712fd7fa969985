"""What ``plan.toml`` says of parts of a document, by page, block or row: measures, a table, a heading, nothing, one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal

import msgspec

from mapping.blocks import DECLARED_HEADING, Block, Document, Paragraph, Place, Table
from mapping.errors import LayoutError, Where
from mapping.findings import Finding

_SPAN = re.compile(r"\s*(\d{1,9})\s*(?:[-–—~]\s*(\d{1,9})\s*)?")  # Python reads no number of thousands of digits

PartKind = Literal["measures", "measure", "table", "heading", "skip", "join", "split"]
Span = str | int
"""One number, or a first and a last one (``"12-15"``)."""


class Part(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"as_": "as"}, omit_defaults=True
):
    """A range of pages or blocks (``"12-15"``, ``7``) and what it is.

    ``measures``: paragraphs with measures, also in a document of tables. ``measure``: its paragraphs are one measure, with
    whatever bodies they name. ``table``: tables of measures, also in a document of paragraphs. ``heading``: each of its
    paragraphs is a heading. ``skip``: never read; with ``rows``, those rows of its table. ``join``: its paragraphs are one,
    its tables are one. ``split``: its paragraph ends before each of the texts in ``before``.

    Of several that say what a block is, the last one holds; to join and to split are besides.
    """

    as_: PartKind
    pages: Span | None = None
    blocks: Span | None = None
    rows: Span | None = None
    before: tuple[str, ...] = ()

    @property
    def is_shape(self) -> bool:
        """Whether it says where texts begin and end, not what they are."""
        return self.as_ in ("join", "split")

    def holds(self, place: Place) -> bool:
        """Tell whether a block lies in the range."""
        first, last = self.range
        number = place.page if self.blocks is None else place.block
        return number is not None and first <= number <= last

    @property
    def range(self) -> tuple[int, int]:
        """The first and last page or block."""
        if (self.pages is None) == (self.blocks is None):
            raise self._unfit('a part is named by either `pages` or `blocks`, as in `pages = "3-5"`')
        if self.rows is not None and (self.as_ != "skip" or self.blocks is None):
            raise self._unfit("only rows of blocks are named, and only to skip them")
        if bool(self.before) != (self.as_ == "split"):
            raise self._unfit("what is split, and nothing else, names in `before` the texts before which it is")
        if self.rows is not None:
            self._numbers(self.rows)
        return self._numbers(self.pages if self.blocks is None else self.blocks)

    @property
    def row_range(self) -> tuple[int, int]:
        """The first and last row."""
        return self._numbers(self.rows)

    def _numbers(self, span: Span | None) -> tuple[int, int]:
        found = _SPAN.fullmatch(str(span))
        if found is None:
            raise self._unfit('a part is named by either `pages` or `blocks`, as in `pages = "3-5"`')
        return int(found[1]), int(found[2] or found[1])

    def _unfit(self, what: str) -> LayoutError:
        return LayoutError(
            f"{what}, not {self}",
            advice="Correct it under [[layout.parts]] in plan.toml.",
            where=Where(document="plan.toml"),
        )


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """The blocks of a document that are read, and what fits none of them (``findings``). By their numbers: paragraphs that
    were said to hold measures (``measures``) or to be one measure each (``single_measures``), ``tables`` that were said to
    hold measures, and all that were said to be anything (``named``).
    """

    blocks: tuple[Block, ...]
    measures: frozenset[int] = frozenset()
    single_measures: frozenset[int] = frozenset()
    tables: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()


def choose(document: Document, parts: Sequence[Part], skipped: Sequence[int]) -> Chosen:
    """Return the blocks of a document as its parts say they are read."""
    findings = [_fits_nothing(part) for part in parts if not any(part.holds(block.place) for block in document.blocks)]
    said = {block.place.block: _said(parts, block) for block in document.blocks}
    blocks = [
        block for block in document.blocks if block.place.block not in skipped and said[block.place.block] != "skip"
    ]
    for part in parts:
        if part.as_ in ("join", "measure"):
            is_measure = part.as_ == "measure"
            blocks = list(_joined(blocks, part, said if is_measure else None))
        elif part.as_ == "split":
            blocks, missing = _split(document, blocks, part)
            findings += missing
        elif part.rows is not None:
            blocks = [_without_rows(block, part) for block in blocks]
    blocks = [_headed(block) if said[block.place.block] == "heading" else block for block in blocks]
    return Chosen(
        blocks=tuple(blocks),
        measures=_numbers(blocks, said, "measures", Paragraph),
        single_measures=_numbers(blocks, said, "measure", Paragraph),
        tables=_numbers(blocks, said, "table", Table),
        named=frozenset(number for number, kind in said.items() if kind is not None),
        findings=tuple(findings),
    )


def _said(parts: Sequence[Part], block: Block) -> PartKind | None:
    """Return what the last part that says so says a block is."""
    about = (part for part in reversed(parts) if not part.is_shape and part.rows is None)
    return next((part.as_ for part in about if part.holds(block.place)), None)


def _numbers(
    blocks: Sequence[Block], said: dict[int, PartKind | None], kind: PartKind, form: type[Block]
) -> frozenset[int]:
    numbers = (block.place.block for block in blocks if isinstance(block, form))
    return frozenset(number for number in numbers if said[number] == kind)


def _headed(block: Block) -> Block:
    return msgspec.structs.replace(block, level=DECLARED_HEADING) if isinstance(block, Paragraph) else block


def _without_rows(block: Block, part: Part) -> Block:
    if not isinstance(block, Table) or not part.holds(block.place):
        return block
    first, last = part.row_range
    return msgspec.structs.replace(
        block, rows=tuple(row for row in block.rows if not first <= (row.place.row or 0) <= last)
    )


def _joined(blocks: Sequence[Block], part: Part, said: dict[int, PartKind | None] | None) -> Iterator[Block]:
    """Yield the blocks with those of a part made one; ``said`` where it is one measure, as far as that still holds."""

    def is_inside(block: Block) -> bool:
        return part.holds(block.place) and (said is None or said[block.place.block] == part.as_)

    for (inside, kind), run in groupby(blocks, key=lambda block: (is_inside(block), type(block))):
        group = list(run)
        if not inside or (kind is Table and said is not None):
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


def _split(document: Document, blocks: Sequence[Block], part: Part) -> tuple[list[Block], list[Finding]]:
    """Return the blocks with the paragraphs of a part cut before its texts, and a finding for each text that is not there."""
    found: list[Block] = []
    missing = list(part.before)
    for block in blocks:
        if not isinstance(block, Paragraph) or not part.holds(block.place):
            found.append(block)
            continue
        text = document.at(block.place)
        cuts = {text.find(before): before for before in part.before if text.find(before) > 0}
        missing = [before for before in missing if before not in cuts.values()]
        bounds = [0, *sorted(cuts), len(text)]
        found += [
            msgspec.structs.replace(block, place=block.place.part(start, start + len(text[start:end].rstrip())))
            for start, end in pairwise(bounds)
        ]
    return found, [_not_there(part, before) for before in missing]


def _not_there(part: Part, before: str) -> Finding:
    return Finding(
        code="part-without-block",
        message=f"plan.toml splits blocks {part.blocks} before “{before[:60]}”; no such text stands inside them",
        advice="Write the words before which it is to be split as the document has them.",
        text=before,
    )


def _fits_nothing(part: Part) -> Finding:
    named = f"pages {part.pages}" if part.blocks is None else f"blocks {part.blocks}"
    return Finding(
        code="part-without-block",
        message=f"plan.toml names {named} under [[layout.parts]]; the document has no such part",
        advice="Correct the numbers: `policygraph review` shows those of every page and block.",
        text=named,
    )
