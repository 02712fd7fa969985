"""The roles that a steward has said bodies have, applied to what was read of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from mapping.alignment.standing import WITHOUT_TEXT
from mapping.findings import Finding
from mapping.layout.roles import SaidRole
from mapping.parsers.mentions import BodyMention, ResponsibilityText
from mapping.parsers.names import is_group
from mapping.parsers.text import comparable


@dataclass(slots=True)
class SaidRoles:
    """Corrects the bodies of a plan's texts, and keeps count of which decisions fitted anything."""

    said: Sequence[SaidRole]
    _met: set[SaidRole] = field(default_factory=set)

    def corrected(self, text: str, read: ResponsibilityText) -> ResponsibilityText:
        """Return what a text says with the roles that were decided; one decided for this very text goes before others."""
        about = sorted((one for one in self.said if self._is_about(one, text)), key=lambda one: bool(one.in_))
        for one in about:
            self._met.add(one)
            read = _corrected(text, read, one)
        return read

    def unused(self) -> Iterator[Finding]:
        """Yield a finding for each decision that fits no text of the document."""
        for one in self.said:
            if one not in self._met:
                where = f" in “{one.in_[:60]}”" if one.in_ else ""
                yield Finding(
                    code=WITHOUT_TEXT,
                    message=f"The role of “{one.body}”{where} in plan.toml is not applied: no such text says who is responsible",
                    advice="Write the text as it is printed now under [[layout.roles]], or delete the entry.",
                    text=one.body,
                )

    @staticmethod
    def _is_about(one: SaidRole, text: str) -> bool:
        return one.body in text and (not one.in_ or comparable(one.in_) == comparable(text))


def _corrected(text: str, read: ResponsibilityText, one: SaidRole) -> ResponsibilityText:
    places = [(body.start, body.end) for body in read.bodies if body.name == one.body]
    others = tuple(body for body in read.bodies if body.name != one.body)
    if one.role == "none":
        at = text.find(one.body)
        silenced = [*places, (at, at + len(one.body))]
        return msgspec.structs.replace(
            read,
            bodies=others,
            default_bodies=tuple(body for body in read.default_bodies if body.name != one.body),
            unread=tuple(words for words in read.unread if not _within(words.start, words.end, silenced)),
        )
    start, end = places[0] if places else (text.find(one.body), text.find(one.body) + len(one.body))
    full = next((body.full_name for body in read.bodies if body.name == one.body), None)
    body = BodyMention(
        name=one.body,
        role=one.role,
        kind="group" if is_group(one.body) else "agency",
        start=start,
        end=end,
        full_name=full,
        because="editor",
    )
    return msgspec.structs.replace(
        read,
        bodies=tuple(sorted((*others, body), key=lambda each: each.start)),
        unread=tuple(words for words in read.unread if not _within(words.start, words.end, [(start, end)])),
    )


def _within(start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in places)
