"""A doubt, with what it may be decided to; doubts by what mends them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import groupby
from typing import Literal

import msgspec

from mapping.blocks import Place
from mapping.layout.coverage import LOSSES
from mapping.review.choices import Choice
from mapping.review.words import Bilingual, known, said, same

Lists = Literal["", "bodies", "requirements", "jurisdictions", "nationals"]
"""What whole lists there are to choose from."""

UNSURE = "unsure-requirement"
_SHOWN = 60
_FIRST = ("unknown-jurisdiction", "unreadable", "no-body", "little-read", *sorted(LOSSES))


class Doubt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to decide.

    ``key`` stays as long as the words do. ``asks`` is the doubt in a few words of both languages; ``message`` and
    ``advice`` say it at length, in English. ``text`` are the words of the document, ``names`` all that print the body that it
    is about, ``subject`` the reference of the text whose requirement is asked, ``numbers`` the measures that it is
    about, ``places`` where it stands, the first one first. ``choices`` are the likely ones, best first; ``lists`` names
    the whole list that there is besides (:meth:`mapping.review.review.Review.all_choices`).
    """

    key: str
    code: str
    asks: Bilingual
    message: str
    advice: str
    severity: Literal["warning", "info"] = "warning"
    text: str = ""
    subject: str = ""
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    choices: tuple[Choice, ...] = ()
    lists: Lists = ""

    @property
    def name(self) -> str:
        """What it is called in addresses and workbooks, as long as its words are the same."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:12]


class DoubtGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Doubts of one kind, with what they are called together and what mends them, those about the most measures first."""

    code: str
    title: Bilingual
    mends: Bilingual
    severity: Literal["warning", "info"]
    doubts: tuple[Doubt, ...]

    @property
    def for_all(self) -> tuple[Choice, ...]:
        """What may be said of all of them at once: what each of them offers, and to confirm all that is proposed."""
        if len(self.doubts) < 2:
            return ()
        offered = [{choice.label["en"]: choice for choice in doubt.choices} for doubt in self.doubts]
        common = [label for label in offered[0] if all(label in each for each in offered)]
        if self.code in _ONE_BY_ONE:
            common = common[-1:]  # that it is as it should be
        choices = [_at_once(offered[0][label].label, [each[label] for each in offered]) for label in common]
        if self.code == UNSURE:
            firsts = [doubt.choices[0] for doubt in self.doubts]
            choices.insert(0, _at_once(said("choice.confirm", what=_ALL), firsts))
        return tuple(choices)


def _at_once(label: Bilingual, choices: Iterable[Choice]) -> Choice:
    return Choice(label=label, decisions=tuple(each for choice in choices for each in choice.decisions))


_ONE_BY_ONE = ("unknown-agency", "unread-responsibility", "unknown-header", "unmatched-requirement", UNSURE)
_ALL = {"zh": "全部", "en": "all"}


def groups(found: Iterable[Doubt]) -> tuple[DoubtGroup, ...]:
    """Return doubts by kind: what was not read first, then the most of a kind; what needs nothing comes last."""
    ordered = sorted(found, key=lambda doubt: (doubt.severity, doubt.code))
    made = [
        DoubtGroup(
            code=code,
            severity=severity,
            title=_first("groups", code, severity),
            mends=_first("mends", code, severity),
            doubts=tuple(sorted(each, key=lambda doubt: -max(len(doubt.numbers), 1))),
        )
        for (severity, code), each in groupby(ordered, key=lambda doubt: (doubt.severity, doubt.code))
    ]
    return tuple(sorted(made, key=_urgency))


def _first(table: str, code: str, severity: str) -> Bilingual:
    """Return the words of a table for a code of this severity, for the code, or for others."""
    keys = (f"{table}.{code}-{severity}", f"{table}.{code}", f"{table}.other")
    return said(next(key for key in keys if known(key)))


def _urgency(group: DoubtGroup) -> tuple[bool, bool, int]:
    return group.severity == "info", group.code not in _FIRST, -len(group.doubts)


def asks(code: str, text: str) -> Bilingual:
    """Return a doubt in a few words, with the words of the document in them."""
    shown = short(text)
    return said(f"asks.{code}" if known(f"asks.{code}") else "asks.other", text=same(shown))


def short(text: str) -> str:
    """Return a text in one line, as much of it as tells it apart."""
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
