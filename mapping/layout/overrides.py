"""What ``plan.toml`` says of bodies, numbers and deadlines that were read otherwise, or not at all.

Each is found by the words of the document that it is about, so that it stays with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

import msgspec

from mapping.comparable import compact
from mapping.findings import WITHOUT_TEXT, Finding
from mapping.parsers.mentions import Role

_SHOWN = 60


class _Override(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"in_": "in", "as_": "as"},
    omit_defaults=True,
):
    """``in`` is the text that it is about, as the document has it; nothing: every text."""

    in_: str = ""


class RoleOverride(_Override, frozen=True):
    """The role of a ``body``, as printed, in the text on who is responsible that reads as ``in`` says, or in every one.

    ``none``: these words name no body. A body that was not read there is read, as far as the text prints it.
    """

    body: str
    role: Role | Literal["none"]


class ValueOverride(_Override, frozen=True):
    """What a number, as printed (``text``), is in the measure that reads as ``in`` says, or in every one.

    ``none``: neither target nor parameter. ``value``, or ``minimum`` and ``maximum``, are decimal numbers in figures; with
    ``unit`` and ``what`` they replace what was read, and are needed for a number that was not read at all.
    """

    text: str
    as_: Literal["target", "parameter", "none"]
    value: str = ""
    minimum: str = ""
    maximum: str = ""
    unit: str = ""
    what: str = ""


class DeadlineOverride(_Override, frozen=True):
    """The last day, and the first one of a period, of the measure that reads as ``in`` says; without them, it has none."""

    last: dt.date | None = None
    first: dt.date | None = None


_S = TypeVar("_S", bound=_Override)


@dataclass(slots=True)
class Overrides(Generic[_S]):
    """The decisions of one kind, and which of them fitted anything."""

    said: Sequence[_S]
    _met: set[_S] = field(default_factory=set)

    def about(self, text: str) -> Iterator[_S]:
        """Yield what is said of a text: of every text first, then of this very one, which has the last word."""
        for one in sorted(self.said, key=lambda one: bool(one.in_)):
            if not one.in_ or compact(one.in_) == compact(text):
                yield one

    def meet(self, one: _S) -> None:
        """Note that a decision fits something."""
        self._met.add(one)

    def unused(self, table: str) -> Iterator[Finding]:
        """Yield a finding for each decision that fits no text; ``table`` is what ``plan.toml`` calls them."""
        for one in self.said:
            if one not in self._met:
                words = next((str(getattr(one, name)) for name in ("body", "text") if hasattr(one, name)), one.in_)
                where = f" in “{one.in_[:_SHOWN]}”" if one.in_ and words != one.in_ else ""
                yield Finding(
                    code=WITHOUT_TEXT,
                    message=f"What plan.toml says under [[layout.{table}]] of “{words[:_SHOWN]}”{where} is not applied: "
                    "the document has no such text",
                    advice="Write the text as it is printed now, or delete the entry.",
                    text=words,
                )
