"""What a document says once for all: defaults (下同), and who leads without the word beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from mapping.blocks import Document, Paragraph, Place, Table
from mapping.comparable import compact
from mapping.findings import Finding
from mapping.layout.reading import Entry
from mapping.layout.rules import LayoutRules
from mapping.parsers.agencies import find_responsibilities, parse
from mapping.parsers.forms import responsibility_form
from mapping.parsers.lead_rule import WORDING
from mapping.parsers.mentions import LeadRule
from mapping.parsers.text import Span

_MAY_SET_DEFAULT = re.compile(r"下同|不再|均需|均由|以下.{0,12}均")


def defaults(document: Document, entries: Sequence[Entry]) -> tuple[Place, ...]:
    """Return the texts, in entries and around them, that state a responsibility for what follows."""
    bodies = [body.place for entry in entries for body in entry.bodies]
    around = [part for place in _paragraphs(document) for part in _responsibilities(document, place)]
    candidates = [*bodies, *(place for place in around if not any(_overlap(place, body) for body in bodies))]
    found = [place for place in candidates if _sets_default(document.at(place))]
    return tuple(sorted(found, key=lambda place: place.start))


class Stated(NamedTuple):
    """A rule who leads, and where the document states it."""

    place: Place
    rule: LeadRule

    @property
    def setting(self) -> bool | str:
        """Return what ``lead_by_position`` in plan.toml says for it."""
        return self.rule.before or self.rule.mark or not self.rule.typeface


def lead_by_position(document: Document, rules: LayoutRules) -> Iterable[Finding]:
    """Yield a finding where the document and the rules differ on who leads without the word."""
    stated = next(lead_rules(document), None)
    if stated is not None and stated.rule.typeface:
        yield _unseen_typeface(document, stated)
    elif stated is not None and stated.setting != rules.lead_by_position:
        setting = msgspec.json.encode(stated.setting).decode()
        yield Finding(
            code="lead-by-position",
            message=f"The document says {WORDING[stated.rule.how]}; plan.toml does not.",
            advice=f"Write `lead_by_position = {setting}` under [layout] if the sentence holds for all measures.",
            place=stated.place,
            text=document.at(stated.place),
        )
    if stated is None and rules.lead_by_position:
        yield Finding(
            code="lead-by-position-unstated",
            message="plan.toml says who leads by place or mark; no sentence of the document was found to say so.",
            advice="Remove `lead_by_position`, unless another document states the rule.",
        )


def _unseen_typeface(document: Document, stated: Stated) -> Finding:
    return Finding(
        code="lead-by-typeface",
        message="The document marks who leads by a typeface, which its text does not show: no body was made the lead by it.",
        advice="Look in the printed plan; if one place in every list is set so, say it with `lead_by_position` under [layout].",
        place=stated.place,
        text=document.at(stated.place),
    )


def lead_rules(document: Document) -> Iterator[Stated]:
    """Yield the sentences, in paragraphs and table headers, that say who leads by place or mark."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    cells = (cell for table in tables for row in table.rows for cell in row.cells)
    for place in dict.fromkeys((*_paragraphs(document), *cells)):
        form = responsibility_form(document.at(place))
        for rule in form.rules:
            yield Stated(place.part(*form.place(Span(rule.start, rule.end))), rule)


def lead_rule(document: Document, rules: LayoutRules) -> LeadRule | None:
    """Return the rule that plan.toml says holds, as the document words it where it does."""
    if not rules.lead_by_position:
        return None
    found = (stated.rule for stated in lead_rules(document) if stated.setting == rules.lead_by_position)
    return next(found, rules.lead_rule)


def _paragraphs(document: Document) -> Iterable[Place]:
    return (block.place for block in document.blocks if isinstance(block, Paragraph))


def _responsibilities(document: Document, place: Place) -> Iterable[Place]:
    text = document.at(place)
    if not _may_set_default(text):
        return
    for span in find_responsibilities(text):
        yield place.part(span.start, span.end)


def _sets_default(text: str) -> bool:
    return _may_set_default(text) and parse(text).sets_default


def _may_set_default(text: str) -> bool:
    return _MAY_SET_DEFAULT.search(compact(text)) is not None


def _overlap(left: Place, right: Place) -> bool:
    return left.start < right.end and right.start < left.end
