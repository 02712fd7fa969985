"""What a steward decides, as data: one struct a kind of decision, which as JSON says its ``kind``.

The same decision written twice changes nothing more; each names what it is about by the words of the document, or by
block, so that it can be made again in another order.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from mapping.alignment.alignment import Predicate
from mapping.layout.parts import PartKind
from mapping.layout.rules import Role as ColumnRole
from mapping.parsers.mentions import Role


class Decided(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="kind"
):
    """Base of all decisions."""


class NameBody(Decided, frozen=True, tag="body"):
    """A printed ``name`` means a curated agency or a function, by its reference; nothing: the decision is taken back."""

    name: str
    means: str = ""


class MapText(Decided, frozen=True, tag="requirement"):
    """The text of a measure or quotation (``subject``) means these national requirements or points; none: nothing national.

    ``how`` is the predicate of each, in the same order; a missing one is *close*.
    """

    subject: str
    text: str
    means: tuple[str, ...] = ()
    how: tuple[Predicate, ...] = ()


class AskAgain(Decided, frozen=True, tag="ask-again"):
    """What was decided about a text (of a ``subject`` under ``alignment.sssom.tsv``) is taken back."""

    subject: str
    text: str


class MarkPart(Decided, frozen=True, tag="part"):
    """A range of blocks, pages, or rows of one block is what ``as_`` says; ``as-read``: whatever was said of it goes."""

    as_: PartKind | Literal["as-read"]
    blocks: str = ""
    pages: str = ""
    rows: str = ""
    before: tuple[str, ...] = ()


class NameColumn(Decided, frozen=True, tag="column"):
    """The columns under a ``header`` hold what ``role`` says."""

    header: str
    role: ColumnRole


class SayRole(Decided, frozen=True, tag="role"):
    """A ``body`` has a role in the text on who is responsible that reads as ``text``, or in every one; ``none``: it is no
    body; ``as-read``: the decision is taken back."""

    body: str
    role: Role | Literal["none", "as-read"]
    text: str = ""


class SayValue(Decided, frozen=True, tag="value"):
    """A number as printed (``text``) is a target, a parameter or none, in the measure that reads as ``measure``, or in every
    one; see :class:`mapping.layout.overrides.ValueOverride`. ``as-read``: the decision is taken back."""

    text: str
    as_: Literal["target", "parameter", "none", "as-read"]
    measure: str = ""
    value: str = ""
    minimum: str = ""
    maximum: str = ""
    unit: str = ""
    what: str = ""


class SayDeadline(Decided, frozen=True, tag="deadline"):
    """The measure that reads as ``measure`` is to be done by a ``last`` day, or has no deadline; ``as_read``: the decision is
    taken back. Days are ISO dates."""

    measure: str
    last: str = ""
    first: str = ""
    as_read: bool = False


class SaySetting(Decided, frozen=True, tag="setting"):
    """A key of ``plan.toml`` (``jurisdiction``, ``layout.kind``) has this value; nothing: the key goes."""

    key: str
    value: str | bool | int | dict[str, str] | None = None


class LookAt(Decided, frozen=True, tag="looked-at"):
    """A doubt (its :attr:`mapping.review.doubts.Doubt.key`) is as it should be; ``again``: it is asked again."""

    doubt: str
    again: bool = False


Decision = (
    NameBody | MapText | AskAgain | MarkPart | NameColumn | SayRole | SayValue | SayDeadline | SaySetting | LookAt
)


def encode(decisions: tuple[Decision, ...]) -> str:
    """Return decisions as JSON, in one line."""
    return msgspec.json.encode(decisions).decode()


def decode(text: str | bytes) -> tuple[Decision, ...]:
    """Return the decisions of a JSON text; raises :class:`msgspec.ValidationError` for what is none."""
    return msgspec.json.decode(text, type=tuple[Decision, ...])
