"""Passages: every statement leads back to a place in a document (Web Annotation selectors, oa: §3.2)."""

from __future__ import annotations

import msgspec

from mapping.blocks import Document, Place
from mapping.records import records as r
from ontology import iris


class Passages(msgspec.Struct, frozen=True):
    """Makes the passages of one plan's document."""

    plan: str
    document: Document

    @property
    def source(self) -> str:
        """The reference of the canonical text."""
        return iris.of_plan("document", self.plan, "text")

    def at(self, place: Place, *path: str | int) -> r.Passage:
        """Return the passage named ``path`` (``36, "measure"``) whose quote is exactly the source between its offsets."""
        passage = iris.of_plan("passage", self.plan, *path)
        return r.Passage(
            id=passage,
            source=self.source,
            position_selector=r.PositionSelector(id=f"{passage}/position", start=place.start, end=place.end),
            quote_selector=r.QuoteSelector(id=f"{passage}/quote", exact=self.document.at(place)),
            block=place.block,
            row=place.row,
            page=place.page,
        )
