"""How much of a document was read as what, and what was not: one figure, and a list with places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from mapping.blocks import Document, Place
from mapping.findings import Finding
from mapping.layout.reading import Entry

_UNREAD = frozenset(("no-agency", "unread-bodies", "unread-row", "unread-table"))
NOT_READ = "not-read"
LOSSES = _UNREAD | {NOT_READ}
"""Codes of the findings about what was not read."""
_LITTLE = 0.15


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Characters, blanks aside: of rows and paragraphs ``read`` as measures, of those that look like measures and were
    left ``unread``, and of all ``others`` (headings, reasons, annexes, what stands around the text).

    ``places`` are those of the unread; ``omissions`` say what the file shows and its text does not hold.
    """

    read: int
    unread: int
    others: int
    places: tuple[Place, ...] = ()
    omissions: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Which part of what looks like measures was read, from 0 to 1."""
        return self.read / (self.read + self.unread) if self.read + self.unread else 0.0


def coverage_of(document: Document, entries: Sequence[Entry], findings: Sequence[Finding]) -> Coverage:
    """Return the coverage of a reading; what its warnings say was left out is unread, and so is the whole block of it."""
    read = _union(place for entry in entries for place in (entry.place, *(body.place for body in entry.bodies)))
    blocks = {block.place.block: block.place for block in document.blocks}
    warned = [
        (finding.code, finding.place)
        for finding in findings
        if finding.severity == "warning" and finding.code in _UNREAD and finding.place
    ]
    whole = [place if code in ("no-agency", "unread-row") else blocks.get(place.block, place) for code, place in warned]
    unread = _union(whole)
    counted = [_count(document, _without(unread, read)), _count(document, read)]
    return Coverage(
        read=counted[1],
        unread=counted[0],
        others=max(0, sum(not character.isspace() for character in document.text) - sum(counted)),
        places=tuple(place for _, place in warned if _without([(place.start, place.end)], read)),
        omissions=tuple(f.message for f in findings if f.code == NOT_READ and f.severity == "warning"),
    )


def little_read(found: Coverage) -> Iterator[Finding]:
    """Yield a finding where measures are a small part of the text, though nothing else looks like one."""
    total = found.read + found.unread + found.others
    if found.read < _LITTLE * total:
        yield Finding(
            code="little-read",
            message=f"Only {found.read / total:.0%} of the text was read as measures ({found.read:,} of {total:,} characters)",
            advice="Look whether the measures stand in another part of the document: name it under [[layout.parts]], or its "
            "columns under [layout.columns].",
        )


def _union(places: Iterable[Place]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted((place.start, place.end) for place in places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _without(spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for start, end in spans:
        at = start
        for begin, stop in others:
            if stop <= at or begin >= end:
                continue
            found.append((at, begin))
            at = stop
        found.append((at, end))
    return [(start, end) for start, end in found if start < end]


def _count(document: Document, spans: Sequence[tuple[int, int]]) -> int:
    return sum(not character.isspace() for start, end in spans for character in document.text[start:end])
