"""The roles that a steward has said bodies have, applied to what was read of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from mapping.alignment.standing import WITHOUT_TEXT
from mapping.comparable import compact
from mapping.findings import Finding
from mapping.layout.roles import SaidRole
from mapping.parsers.mentions import BodyMention, ResponsibilityText
from mapping.parsers.names import is_group
from mapping.parsers.text import Span


@dataclass(slots=True)
class SaidRoles:
    """Corrects the bodies of a plan's texts, and keeps count of which decisions fitted anything."""

    said: Sequence[SaidRole]
    _met: set[SaidRole] = field(default_factory=set)

    def corrected(self, text: str, read: ResponsibilityText) -> ResponsibilityText:
        """Return what a text says with the roles that were decided; one decided for this very text goes before others."""
        for one in sorted(self.said, key=lambda one: bool(one.in_)):
            if place := _place(text, read, one):
                self._met.add(one)
                read = _corrected(read, one, place)
        return read

    def unused(self) -> Iterator[Finding]:
        """Yield a finding for each decision that fits no text of the document."""
        for one in self.said:
            if one not in self._met:
                where = f" in “{one.in_[:60]}”" if one.in_ else ""
                yield Finding(
                    code=WITHOUT_TEXT,
                    message=f"The role of “{one.body}”{where} in plan.toml is not applied: nothing reads so",
                    advice="Write the text as it is printed now under [[layout.roles]], or delete the entry.",
                    text=one.body,
                )


def _place(text: str, read: ResponsibilityText, one: SaidRole) -> Span | None:
    """Return where a text has the words that a decision is about; one for every text is about words that were noticed there."""
    if one.in_ and compact(one.in_) != compact(text):
        return None
    noticed = [Span(body.start, body.end) for body in read.bodies if body.name == one.body]
    noticed += [Span(each.start, each.end) for each in read.unread if text[each.start : each.end] == one.body]
    if noticed or not one.in_:
        return next(iter(noticed), None)
    at = text.find(one.body)
    return Span(at, at + len(one.body)) if at >= 0 else None


def _corrected(read: ResponsibilityText, one: SaidRole, place: Span) -> ResponsibilityText:
    same = [body for body in read.bodies if body.name == one.body]
    read = msgspec.structs.replace(
        read,
        bodies=tuple(body for body in read.bodies if body.name != one.body),
        unread=tuple(words for words in read.unread if not (words.start < place.end and place.start < words.end)),
    )
    if one.role == "none":
        kept = tuple(body for body in read.default_bodies if body.name != one.body)
        return msgspec.structs.replace(read, default_bodies=kept)
    body = BodyMention(
        name=one.body,
        role=one.role,
        kind="group" if is_group(one.body) else "agency",
        start=place.start,
        end=place.end,
        full_name=next((each.full_name for each in same), None),
        because="editor",
    )
    return msgspec.structs.replace(read, bodies=tuple(sorted((*read.bodies, body), key=lambda each: each.start)))
