"""What a steward should look at: doubts. What one leaves unread may hold a plan back; the doubt itself does not."""

from __future__ import annotations

from typing import Literal

import msgspec

from mapping.blocks import Place

WITHOUT_TEXT = "decision-without-text"
"""The code of the finding that a decision is not applied because its text is gone."""


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A doubt: ``code`` is stable (``unknown-agency``), ``message`` a sentence, ``advice`` what to do, ``text`` the words.

    ``guesses`` are what the words may mean, likeliest first, each with a reference and how likely it is.
    """

    code: str
    message: str
    advice: str
    severity: Literal["warning", "info"] = "warning"
    place: Place | None = None
    number: str | None = None
    text: str = ""
    guesses: tuple[str, ...] = ()
