"""An amount in its text, as the rules see it that ask what it is for, and what they may answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mapping.parsers.quantities.amounts import Amount
from mapping.parsers.text import Span

_REACH, _NEAR = 240, 40
_ASIDE = re.compile(r"\([^()]*\)")

Kind = Literal["target", "parameter", "neither"]


class Purpose(NamedTuple):
    """What an amount is for, and the rule that says so, as a sentence."""

    kind: Kind
    why: str


@dataclass(frozen=True, slots=True)
class Context:
    """An amount in its plain text: its sentence, the amounts beside it there, and the year of the plan where it is known."""

    text: str
    sentence: Span
    amount: Amount
    following: Amount | None = None
    preceding: Amount | None = None
    written: int | None = None

    @property
    def head(self) -> str:
        """What stands before it in its sentence, as far as it can matter."""
        return self.text[max(self.sentence.start, self.amount.start - _REACH) : self.amount.start]

    @property
    def left(self) -> str:
        """What stands before it in its clause without brackets, with the word that bounds it."""
        clause = re.split(r"[,;。!?\n(]|:(?!$)", _ASIDE.sub("", self.head))[-1]
        return clause[-_NEAR:] + self.amount.before

    @property
    def right(self) -> str:
        """What stands after it in its clause."""
        return re.split(r"[,;。:!?\n)]", self.text[self.amount.end : self.sentence.end], maxsplit=1)[0][:_NEAR]

    @property
    def beyond(self) -> str:
        """What stands after its clause, mark included."""
        return self.text[self.amount.end + len(self.right) : self.sentence.end][:12]


def neither(why: str) -> Purpose:
    """Return that an amount is neither target nor parameter, and why."""
    return Purpose("neither", why)
