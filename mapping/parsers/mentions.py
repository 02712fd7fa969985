"""What parsers yield: typed mentions with offsets into the text they were given (code points, end exclusive)."""

from __future__ import annotations

from typing import Literal

import msgspec

from mapping.parsers.text import Span

Role = Literal["lead", "supporting", "responsible", "joint"]
BodyKind = Literal["agency", "group"]
Because = Literal["heading", "verb", "with", "note", "column", "rule", "beside-lead", "default", "editor", "nothing"]
"""What gave a body its role: a heading (责任单位：), a verb (牵头), 会同, a note behind the name, the column it stands in, the
document's rule who leads, a lead beside it, a default stated before (下同), an ``editor``; ``nothing``: it is only named."""

Unread = Literal["task", "note", "unknown"]
"""What words of a responsibility text seem to be that name no body: what a body is to do, a note in a bracket, neither."""


class LeadRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document's rule that says who leads without the word beside each name; ``text[start:end]`` is its wording.

    ``before`` a separator: all bodies before the first one lead; ``mark``: those beside which it stands; ``typeface``: those
    in bold or the like, which a text does not show; none of them: the body listed first. ``rest`` is the role of the others.
    """

    start: int
    end: int
    before: str = ""
    mark: str = ""
    typeface: bool = False
    rest: Role | None = None

    @property
    def how(self) -> str:
        """Return the kind of rule: ``first``, ``before`` a separator, ``mark`` or ``typeface``."""
        return "typeface" if self.typeface else "before" if self.before else "mark" if self.mark else "first"


class BodyMention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A body named in a responsibility text: ``name`` exactly as printed (``text[start:end]``).

    ``full_name`` is the name with what the list lent it (省发改委、农委: 农委 becomes 省农委); absent when nothing was lent.
    ``because`` and ``words`` say what gave it its role.
    """

    name: str
    role: Role
    kind: BodyKind
    start: int
    end: int
    full_name: str | None = None
    because: Because = "nothing"
    words: str = ""


class UnreadMention(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a responsibility text that were not understood: ``text[start:end]``."""

    start: int
    end: int
    why: Unread


class ResponsibilityText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a responsibility text says.

    ``open_ended``: 等相关部门 and the like. ``sets_default``: the bodies hold for the rest of the document (下同, 不再列出);
    ``default_bodies`` are those that hold on, each where the default is stated; a body named twice is in ``bodies`` once,
    where it first stands. ``lead_rule``: the text says who leads by place or mark (排在首位的为牵头单位).
    ``names_no_agency``: the text is not about responsibility. ``unread`` are words of it that were not understood, and
    ``persons`` the offsets of names of persons, which are never published.
    """

    bodies: tuple[BodyMention, ...] = ()
    open_ended: bool = False
    sets_default: bool = False
    default_bodies: tuple[BodyMention, ...] = ()
    lead_rule: LeadRule | None = None
    names_no_agency: bool = False
    unread: tuple[UnreadMention, ...] = ()
    persons: tuple[Span, ...] = ()


class PeriodMention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A period or a deadline: ISO dates, both inclusive; a deadline has only ``last``. ``text[start:end]`` is the wording.

    ``validity``: the time for which a rule holds (减按0.5%征收 until…), by which nothing needs to be done. ``listed``: only a
    mark of a list stands between this one and the one before it (6月底前、9月底前分别…).
    """

    start: int
    end: int
    last: str | None = None
    first: str | None = None
    validity: bool = False
    listed: bool = False


class QuantityMention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A target or a parameter. Numbers are decimal strings in canonical form (``"0.5"``, ``"200"``, never ``"5E-1"``).

    Exactly ``value``, or ``minimum`` and/or ``maximum``. ``unit_text`` as printed (家, %), empty where no unit is; ``unit``
    is a name of QUDT (``unit:PERCENT``, ``unit:CCY_CNY``) where it has one. ``description`` is what is counted, in words
    of the text. ``why`` is the rule that made it a target or a parameter. ``editorial`` says why a value that is not
    printed was set (全部 of a countable stock is 100 %).
    """

    start: int
    end: int
    description: str
    unit_text: str
    value: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    unit: str | None = None
    deadline: PeriodMention | None = None
    period: PeriodMention | None = None
    editorial: str | None = None
    why: str = ""


class UnreadQuantity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number with a unit that is neither target nor parameter, and the rule that says so."""

    start: int
    end: int
    why: str


class QuantityReading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the numbers of a text are."""

    targets: tuple[QuantityMention, ...] = ()
    parameters: tuple[QuantityMention, ...] = ()
    unread: tuple[UnreadQuantity, ...] = ()


class CitationMention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document named in 《…》: ``title`` without the outer marks; ``start``/``end`` include them.

    ``produces`` is true where the measure will make the document (制定, 出台, 印发), false where it only cites it.
    """

    title: str
    start: int
    end: int
    produces: bool = False
