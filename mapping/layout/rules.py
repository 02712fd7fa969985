"""The ``[layout]`` table of ``plan.toml``: how a document says what it says."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec

from mapping.comparable import compact
from mapping.layout.overrides import DeadlineOverride, RoleOverride, ValueOverride
from mapping.layout.parts import Part
from mapping.parsers.lead_rule import MARKS, SEPARATORS
from mapping.parsers.mentions import LeadRule

Kind = Literal["table", "items", "paragraphs", "mixed"]
Role = Literal[
    "serial",
    "label",
    "requirement",
    "measure",
    "detail",
    "responsibility",
    "lead",
    "supporting",
    "deadline",
    "person",
    "ignore",
]
Words = str | tuple[str, ...]

_NOTE = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"^(?:到|至)?\d{2,4}(?:[-—~至]\d{2,4})?年度?")


class Columns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The header text, or texts, of each column; what is not named is recognised by its usual words.

    ``detail`` columns (细则内容, 目标值) belong to the measure beside them. ``person`` columns (牵头领导) are never read;
    ``ignore`` ones are left out.
    """

    serial: Words = ()
    label: Words = ()
    requirement: Words = ()
    measure: Words = ()
    detail: Words = ()
    responsibility: Words = ()
    lead: Words = ()
    supporting: Words = ()
    deadline: Words = ()
    person: Words = ()
    ignore: Words = ()

    def role_of(self, header: str) -> Role | None:
        """Return what a column headed so holds: as named here, else by the usual words, else ``None``.

        A note in brackets (责任单位（列第一位的为牵头单位）) does not matter, unless the word is known with it, nor does a
        year (2027年目标值).
        """
        word, known = header_key(header), _known_words(self)
        bare = _NOTE.sub("", word)
        return known.get(word) or known.get(bare) or known.get(_YEAR.sub("", bare))


class LayoutRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How this document is laid out.

    ``kind``: a table of measures; numbered items with lines such as ``责任单位：…`` below them; paragraphs whose
    brackets name the bodies; or tables and paragraphs both (``mixed``).
    ``labels``: a theme label holds for the rows it is printed on, or, ``carried``, for
    the empty cells below it. ``numbering``: serials count through the document, or start again (``restarts``) with
    each table or heading. ``lead_by_position``: the document says that the body listed first leads (``true``), that those
    before the first comma do (``","``, or another separator), or those beside a mark (``"*"``). ``defaults``: what the
    document says once for all (下同) is followed, or not. ``signatories``: who signed stands in the lines before the date,
    or nowhere. ``skip_blocks`` are never read; ``parts`` say of pages or blocks what they are, ``roles``,
    ``values`` and ``deadlines`` correct what was read of bodies, numbers and dates.
    """

    kind: Kind = "table"
    columns: Columns = Columns()
    labels: Literal["printed", "carried"] = "printed"
    numbering: Literal["continuous", "restarts"] = "continuous"
    lead_by_position: bool | str = False
    defaults: Literal["stated", "none"] = "stated"
    signatories: Literal["lines-before-date", "none"] = "none"
    skip_blocks: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    roles: tuple[RoleOverride, ...] = ()
    values: tuple[ValueOverride, ...] = ()
    deadlines: tuple[DeadlineOverride, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a sign for the lead that no document uses."""
        sign = self.lead_by_position
        if isinstance(sign, str) and sign not in {*SEPARATORS} and not (sign and set(sign) <= set(MARKS)):
            raise ValueError(
                f'lead_by_position is true, false, a separator such as "," or a mark such as "*", not "{sign}"'
            )

    @property
    def lead_rule(self) -> LeadRule | None:
        """Return the rule who leads that ``lead_by_position`` stands for; it has no place in a text."""
        sign = self.lead_by_position
        if not isinstance(sign, str):
            return LeadRule(start=0, end=0) if sign else None
        return LeadRule(
            start=0, end=0, before=sign if sign in SEPARATORS else "", mark="" if sign in SEPARATORS else sign
        )


ROLES: tuple[Role, ...] = get_args(Role)


def as_words(words: Words) -> tuple[str, ...]:
    """Return one word or several as a tuple."""
    return (words,) if isinstance(words, str) else words


def header_key(header: str) -> str:
    """Return a header without blanks, in one width and script, for comparison only."""
    return compact(header).strip(":*")


@cache
def _known_words(columns: Columns) -> dict[str, Role]:
    """Return the role of every word, those that the columns name before the usual ones."""
    named = {header_key(word): role for role in ROLES for word in as_words(getattr(columns, role))}
    return usual_words() | named


@cache
def usual_words() -> dict[str, Role]:
    """Return the role of every header word that is recognised without being named."""
    lexicon = tomllib.loads(files("mapping.layout").joinpath("words.toml").read_text("utf-8"))["columns"]
    return {header_key(word): role for role in ROLES for word in lexicon[role]}
