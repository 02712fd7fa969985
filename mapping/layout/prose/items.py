"""Numbered items, each followed by lines such as ``牵头单位：…``, ``责任单位：…``, ``完成时限：…``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from mapping.blocks import Block, Document, Paragraph, Place
from mapping.findings import Finding
from mapping.layout.headings import Headings, heading_bodies, is_heading
from mapping.layout.numerals import after_numeral, kind_of, printed_number
from mapping.layout.prose.fields import FieldLine, split_fields
from mapping.layout.reading import BodyText, Entry, ReadEntries, doubt, fault
from mapping.layout.rules import LayoutRules
from mapping.parsers.mentions import Role

_ROLES: dict[str, Role] = {"lead": "lead", "supporting": "supporting"}


@dataclass(slots=True)
class _Item:
    """An item as it is gathered: its paragraphs, then its fields."""

    content: list[Place]
    headings: tuple[Place, ...]
    section: tuple[BodyText, ...]
    fields: list[FieldLine] = field(default_factory=list)


def read_items(document: Document, blocks: Sequence[Block], rules: LayoutRules) -> ReadEntries:
    """Read every item that lines about its bodies follow.

    Raises:
        LayoutError: there is none.
    """
    gathered = _Gatherer(document, rules)
    for block in blocks:
        if isinstance(block, Paragraph):
            gathered.add(block)
    items = gathered.finish()
    if not any(item.fields for item in items):
        raise fault(
            document,
            None,
            "no numbered item is followed by a line such as “责任单位：…”",
            'If the measures stand elsewhere, write `kind = "table"` or `kind = "paragraphs"` under [layout].',
        )
    found = ReadEntries(persons=[line.place for item in items for line in item.fields if line.role == "person"])
    _check_answered(document, items, found.findings)
    for item in items:
        if item.fields and not item.content:
            advice = "Restore the item above it in the document."
            found.findings.append(
                doubt(document, item.fields[0].place, "no-item", "this line stands below no item", advice)
            )
    answered = [item for item in items if _bodies(item) and item.content]
    numbers = _numbers(document, answered)
    found.entries = [_entry(document, item, number) for item, number in zip(answered, numbers, strict=True)]
    return found


class _Gatherer:
    """Gathers paragraphs into items: one begins with a numeral of its list's kind and ends where the next begins."""

    def __init__(self, document: Document, rules: LayoutRules) -> None:
        self._document = document
        self._rules = rules
        self._headings = Headings()
        self._section: tuple[BodyText, ...] = ()
        self._items: list[_Item] = []
        self._open: _Item | None = None
        self._pending_field: FieldLine | None = None

    def add(self, paragraph: Paragraph) -> None:
        before, fields = split_fields(self._document, paragraph.place, self._rules.columns)
        has_content = before.start < before.end
        if self._pending_field and self._open and has_content and not fields:
            self._open.fields[-1] = FieldLine(self._pending_field.role, before)
            self._pending_field = None
            return
        if has_content:
            self._content(before, paragraph, alone=not fields)
        if fields:
            self._fields(fields)

    def finish(self) -> list[_Item]:
        self._close()
        return self._items

    def _content(self, place: Place, paragraph: Paragraph, *, alone: bool) -> None:
        if alone and is_heading(self._document, paragraph):
            self._close()
            self._headings = self._headings.after(self._document, paragraph)
            self._section = heading_bodies(self._document, place)
            return
        if self._open is None or self._open.fields or self._begins_next(place):
            self._close()
            self._open = _Item([], self._headings.path, self._section)
        self._open.content.append(place)

    def _begins_next(self, place: Place) -> bool:
        assert self._open is not None  # noqa: S101 - the caller has just looked
        kind = kind_of(self._document.at(place))
        first = kind_of(self._document.at(self._open.content[0])) if self._open.content else 0
        return kind > 0 and first in (0, kind)

    def _fields(self, fields: list[FieldLine]) -> None:
        if self._open is None:
            self._fields_of_heading(fields)
            return
        self._open.fields.extend(fields)
        last = fields[-1]
        self._pending_field = last if last.place.start == last.place.end else None

    def _fields_of_heading(self, fields: list[FieldLine]) -> None:
        """Keep the bodies under a heading for the items below it; with no item below, the heading is the measure."""
        heading = self._headings.path[-1:]
        self._open = _Item(list(heading), self._headings.path[:-1], ())
        self._open.fields.extend(fields)

    def _close(self) -> None:
        if self._open is not None:
            self._items.append(self._open)
        self._open = self._pending_field = None


def _bodies(item: _Item) -> tuple[BodyText, ...]:
    """Return the bodies of an item; beside a lead, 责任单位 are responsible; its own lead replaces the heading's."""
    lines = [
        line for line in item.fields if line.role not in ("deadline", "person") and line.place.start < line.place.end
    ]
    has_lead = any(line.role == "lead" for line in lines)
    plain: Role | None = "responsible" if has_lead or item.section else None
    own = tuple(BodyText(place=line.place, role=_ROLES.get(line.role, plain)) for line in lines)
    return own if has_lead else (*item.section, *own)


def _check_answered(document: Document, items: Sequence[_Item], findings: list[Finding]) -> None:
    """Tell the items without a body: between items that have one they are measures, before and after perhaps none."""
    answered = [at for at, item in enumerate(items) if _bodies(item)]
    first, last = (answered[0], answered[-1]) if answered else (0, -1)
    for at, item in enumerate(items):
        if at in answered or not item.content or not kind_of(document.at(item.content[0])):
            continue
        found = doubt(
            document,
            item.content[0],
            "no-agency",
            "the item names no agency; it was not read as a measure",
            "If it is a measure, write below it who is responsible, as the printed plan has it.",
        )
        findings.append(found if first < at < last else msgspec.structs.replace(found, severity="info"))


def _numbers(document: Document, items: Sequence[_Item]) -> list[str]:
    """Return the printed numbers if each item has its own, else their order."""
    printed = [printed_number(document.at(item.content[0])) if item.content else None for item in items]
    numbers = [number for number in printed if number is not None]
    if len(numbers) == len(items) == len(set(numbers)):
        return numbers
    return [str(at) for at in range(1, len(items) + 1)]


def _entry(document: Document, item: _Item, number: str) -> Entry:
    last = item.fields[-1].place if item.fields else item.content[-1]
    first, end = item.content[0], item.content[-1].end
    measure = first.part(after_numeral(document.at(first)), end - first.start)
    deadlines = [line.place for line in item.fields if line.role == "deadline" and line.place.start < line.place.end]
    return Entry(
        number=number,
        measure=measure,
        place=first.part(0, max(end, last.end) - first.start),
        headings=item.headings,
        bodies=_bodies(item),
        deadline=next(iter(deadlines), None),
    )
