"""Marks in a text: which stretch of it is an agency, a target, a deadline, a document. Offsets are code points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.words.links import Link

KINDS = ("quotation", "measure", "agency", "target", "parameter", "deadline", "document", "passage")
"""What a mark can be; each has a word (``mark.…``) and a style."""


@dataclass(frozen=True, slots=True)
class Mark:
    """``[start:end]`` of the canonical text is a ``kind``; ``link`` leads to the thing that was read there."""

    start: int
    end: int
    kind: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text, marked or plain."""

    text: str
    mark: Mark | None = None


def segments(text: str, start: int, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Return ``text``, whose first character stands at ``start``, cut at the marks that lie in it.

    Of two marks that overlap, the one that begins first stays; of two that begin together, the longer one.
    """
    found: list[Segment] = []
    at = start
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < at or mark.end > start + len(text):
            continue
        if mark.start > at:
            found.append(Segment(text[at - start : mark.start - start]))
        found.append(Segment(text[mark.start - start : mark.end - start], mark))
        at = mark.end
    if at < start + len(text):
        found.append(Segment(text[at - start :]))
    return tuple(found)


def kinds(found: Iterable[Segment]) -> tuple[str, ...]:
    """Return the kinds of mark that segments hold, in the order of the legend."""
    there = {segment.mark.kind for segment in found if segment.mark}
    return tuple(kind for kind in KINDS if kind in there)
