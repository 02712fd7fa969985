"""Paragraphs with measures: as numbered items with lines about their bodies, or with brackets that name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mapping.blocks import Block, Document, Paragraph, Place
from mapping.layout.prose.fields import split_fields
from mapping.layout.prose.items import read_items
from mapping.layout.prose.paragraphs import read_paragraphs
from mapping.layout.reading import ReadEntries
from mapping.layout.rules import Columns, LayoutRules
from mapping.parsers.agencies import find_responsibilities


@dataclass(frozen=True, slots=True)
class Count:
    """How often paragraphs say who is responsible: in lines of their own (责任单位：…), and in brackets or sentences."""

    fields: int
    brackets: int

    @property
    def kind(self) -> Literal["items", "paragraphs"]:
        """The layout that most of them speak for."""
        return "items" if self.fields > self.brackets else "paragraphs"


def count(document: Document, blocks: Sequence[Block]) -> Count:
    """Count what speaks for items and what for brackets."""
    places = [block.place for block in blocks if isinstance(block, Paragraph)]
    fields = sum(_is_field_line(document, place) for place in places)
    brackets = sum(len(find_responsibilities(document.at(place))) for place in places) - fields
    return Count(fields, max(brackets, 0))


def read_prose(document: Document, blocks: Sequence[Block], rules: LayoutRules) -> ReadEntries:
    """Read the measures of paragraphs, as the rules say, or in a document of more than one kind, as most of them are.

    Raises:
        LayoutError: there is none.
    """
    kind = rules.kind if rules.kind in ("items", "paragraphs") else count(document, blocks).kind
    if kind == "items":
        return read_items(document, blocks, rules)
    return read_paragraphs(document, blocks)


def _is_field_line(document: Document, place: Place) -> bool:
    before, fields = split_fields(document, place, Columns())
    return bool(fields) and before.start == before.end and document.at(place)[0] not in "(（【〔["
