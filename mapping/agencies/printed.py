"""What each measure prints of its bodies, with what its document says once for all, and what of it was not understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mapping.agencies.responsibilities import PrintedBody
from mapping.agencies.roles import corrected
from mapping.blocks import Document, Place
from mapping.findings import Finding
from mapping.layout import Entry
from mapping.layout.overrides import Overrides, RoleOverride
from mapping.parsers import agencies
from mapping.parsers.mentions import BodyMention, LeadRule, ResponsibilityText, Unread

_SEEMS: dict[Unread, str] = {
    "task": "says what a body is to do",
    "note": "is a note",
    "unknown": "names no body that is understood",
}


@dataclass(slots=True)
class PrintedBodies:
    """Reads the bodies of one document's entries, in order, and keeps count of what the document says for all of them."""

    document: Document
    rule: LeadRule | None
    roles: Overrides[RoleOverride] = field(default_factory=lambda: Overrides(()))
    _defaults: list[PrintedBody] = field(default_factory=list)
    _by_default: dict[str, list[str]] = field(default_factory=dict)
    _led: list[str] = field(default_factory=list)
    _not_led: list[str] = field(default_factory=list)
    _unread: list[Finding] = field(default_factory=list)

    def of(self, entry: Entry) -> tuple[list[PrintedBody], bool]:
        """Return the bodies of an entry with its document's defaults, and whether the list is open-ended (等相关部门)."""
        printed: list[PrintedBody] = []
        open_ended = False
        for body in entry.bodies:
            text = self.document.at(body.place)
            said = corrected(text, agencies.parse(text, default_role=body.role, lead_rule=self.rule), self.roles)
            printed += [_placed(mention, body.place) for mention in said.bodies]
            open_ended |= said.open_ended
            self._defaults += [_placed(mention, body.place) for mention in said.default_bodies]
            self._unread += _unread(said, text, body.place, entry.number)
        self._count_leads(printed, entry.number)
        named = {body.mention.name for body in printed}
        added = [default for default in self._defaults if default.mention.name not in named]
        for default in added:
            self._by_default.setdefault(default.mention.name, []).append(entry.number)
        return printed + added, open_ended

    def findings(self) -> Iterator[Finding]:
        """Yield what was not understood, then which rule and which defaults were used, and where the rule decides nothing."""
        yield from self._unread
        yield from self.roles.unused("roles")
        if self._led:
            yield Finding(
                code="lead-by-rule",
                message=f"Who leads in {_measures(self._led)} follows from the rule that the document states, not from a word.",
                advice="Nothing has to be done where the rule holds for them; else remove `lead_by_position` from plan.toml.",
                severity="info",
            )
        if self._not_led:
            yield Finding(
                code="lead-left-open",
                message=f"By the document's rule no body leads in {_measures(self._not_led)}: none stands where it says.",
                advice="Look in the printed plan; nothing was guessed.",
                severity="info",
            )
        for name, numbers in self._by_default.items():
            yield Finding(
                code="body-by-default",
                message=f"“{name}” was added to {_measures(numbers)}, because the document says so once for what follows.",
                advice='Write `defaults = "none"` under [layout] if it does not hold for them.',
                severity="info",
                text=name,
            )

    def _count_leads(self, printed: list[PrintedBody], number: str) -> None:
        if self.rule is None or not printed:
            return
        if any(body.mention.because == "rule" and body.mention.role == "lead" for body in printed):
            self._led.append(number)
        elif not any(body.mention.role == "lead" for body in printed):
            self._not_led.append(number)


def _measures(numbers: list[str]) -> str:
    """Return numbers in words: measure 3; measures 1, 2 and 9; all of many would say nothing, so the first ones stand."""
    if len(numbers) == 1:
        return f"measure {numbers[0]}"
    shown = numbers[:_SHOWN]
    more = f" and {len(numbers) - len(shown)} more" if len(numbers) > len(shown) else ""
    return f"{len(numbers)} measures ({', '.join(shown)}{more})"


_SHOWN = 8


def _unread(said: ResponsibilityText, text: str, place: Place, number: str) -> Iterator[Finding]:
    for words in said.unread:
        printed = text[words.start : words.end]
        yield Finding(
            code="unread-responsibility",
            message=f"“{printed}” in the text on who is responsible {_SEEMS[words.why]}; it was not published as one.",
            advice="Look in the printed plan: if it names a body, correct the text or tell how it should be read.",
            severity="warning" if words.why == "unknown" else "info",
            place=place.part(words.start, words.end),
            number=number,
            text=printed,
        )
    for person in said.persons:
        yield Finding(
            code="person-in-responsibility",
            message="What seems to be the name of a person stands in the text on who is responsible; no body was read there.",
            advice="If the document names persons, do not publish its file: `publish_document = false` in plan.toml.",
            place=place.part(*person),
            number=number,
        )


def _placed(mention: BodyMention, place: Place) -> PrintedBody:
    return PrintedBody(mention, place.part(mention.start, mention.end))
