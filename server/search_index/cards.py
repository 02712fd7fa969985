"""What a person sees of an item: its name, its text, and a few facts about it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

import msgspec

from ontology.curies import curies
from server.search_index import samples
from server.search_index.headings import heading, joined, shortest
from server.search_index.items import (
    KIND_OF,
    AgencyItem,
    AnyItem,
    Function,
    GroupItem,
    JurisdictionItem,
    MeasureItem,
    NationalItem,
    PartItem,
    PlanItem,
    PointItem,
    RequirementItem,
    TargetItem,
    ThemeItem,
)
from server.search_index.naming import Indexed
from server.search_index.opened import Named, opened
from server.words.addresses import Addresses
from server.words.labels import Text, of_language
from server.words.language import Words
from server.words.links import Link
from server.words.names import Name, Namer
from server.words.when import When, of_item

_NAME = 60
"""How many characters of a plan's title stand in a fact: titles are long, and each measure's card has one."""
_LINKS = 16_384
"""How many links are kept of each of :data:`_WRITERS`: cards name the same bodies and themes again and again."""
_WRITERS = 8
"""How many writers of cards keep links: two languages, asked for or not, of this release and the one before."""


class Fact(msgspec.Struct, frozen=True):
    """A fact with its heading; what it says is things, words of the window, or numbers of a plan and when each is due."""

    heading: str
    links: tuple[Link, ...] = ()
    words: str = ""
    numbers: tuple[tuple[Text, str], ...] = ()


class Card(msgspec.Struct, frozen=True):
    """An item for people. ``heading`` is its title in parts, which may differ in language; ``also`` are its other names.

    ``translation`` is the unofficial one of its text.
    """

    href: str
    kind: str
    heading: tuple[Text, ...]
    text: Text | None
    facts: tuple[Fact, ...]
    also: tuple[Text, ...] = ()
    badges: tuple[str, ...] = ()
    translation: Text | None = None

    @property
    def title(self) -> str:
        """The title in one piece."""
        return joined(self.heading)


class Cards(msgspec.Struct, frozen=True):
    """Makes cards in one language."""

    addresses: Addresses
    words: Words

    def of(self, item: AnyItem) -> Card:
        """Return the card of an item."""
        heading, text, facts, badges = _TOLD[type(item)](self, item)
        also = getattr(item, "alt_label", {})
        return Card(
            href=self.href(item.id),
            kind=KIND_OF[type(item)],
            heading=heading,
            text=text,
            facts=tuple(fact for fact in facts if fact.links or fact.words or fact.numbers),
            also=tuple(Text(each, tag) for tag, names in also.items() for each in names),
            badges=(*samples.badges(KIND_OF[type(item)], item.key, self.words), *badges),
            translation=translated(getattr(item, "unofficial_translation", None)),
        )

    def href(self, iri: str) -> str:
        """Return the address of a thing's page."""
        return self.addresses.document(iri) or iri

    def called(self, thing: Named | AnyItem, kind: str = "") -> Name:
        """Return what a thing is called, with the beginning of its text where it has no name of its own."""
        of_kind = kind or (KIND_OF.get(type(thing), "") if not isinstance(thing, Named) else "")
        return Namer(Indexed(thing, of_kind), self.words, curies(self.addresses.iris)).name(thing.id)

    def own(self, value: str) -> Text:
        """Return words of the window."""
        return Text(value, self.words.language)

    def link(self, named: Named, kind: str = "") -> Link:
        """Return a link to a thing, with the beginning of its text where it has no name."""
        return _linker(self)(named, kind)

    def fact(self, kind: str, named: Named | Iterable[Named] | None) -> Fact:
        """Return a fact about things of a kind."""
        things = (named,) if isinstance(named, Named) else tuple(named or ())
        return Fact(self.words(f"kind.{kind}"), tuple(self.link(each, kind) for each in things))

    def count(self, key: str, number: int) -> Fact:
        """Return a fact that is a number."""
        return Fact(self.words(key), words=f"{number:,}")

    def when(self, when: When) -> str:
        """Return when something is due in words."""
        words = self.words
        if when.first:
            return words("measure.during", first=when.first, last=when.last)
        return words("measure.until", date=when.last)


@functools.lru_cache(maxsize=_WRITERS)
def _linker(cards: Cards) -> Callable[[Named, str], Link]:
    """Return what links to things. Its links follow from what things are called, so those that are kept are never stale."""

    @functools.lru_cache(maxsize=_LINKS)
    def link(named: Named, kind: str) -> Link:
        name = cards.called(named, kind)
        return cards.addresses.link(named.id, name.short.excerpt(_NAME) if kind == "plan" else name.short, name.more)

    return link


_Told = tuple[tuple[Text, ...], Text | None, tuple[Fact, ...], tuple[str, ...]]


def translated(text: str | None) -> Text | None:
    """Return an unofficial translation as a text of its language."""
    return Text(text, "en") if text else None


def _zh(text: str | None) -> Text | None:
    return Text(text, "zh") if text else None


def _measure(cards: Cards, item: MeasureItem) -> _Told:
    """Where, what, who, how much and by when: what a measure is wherever it is listed."""
    facts = (
        Fact(cards.words("card.who"), tuple(cards.link(each) for each in carriers(item))),
        Fact(cards.words("card.how_much"), numbers=tuple(_target(cards, each) for each in item.targets)),
    )
    times = {when for when in (of_item(item), *map(of_item, item.targets)) if when}
    badges = tuple(cards.when(when) for when in sorted(times, key=lambda each: (each.last, each.first or "")))
    around = opened().plan(item.is_part_of.id) if item.is_part_of else None
    place = cards.own(shortest(around.place, cards.words.language)) if around else None
    return heading(cards.called(item).short, _zh(item.text), place), _zh(item.text), facts, badges


def carriers(item: MeasureItem) -> tuple[Named, ...]:
    """Return who carries a measure, in the order printed: agencies and groups."""
    printed = {body.id: body for each in item.responsibilities if (body := each.agency or each.group)}
    return tuple(printed.values()) or item.responsible_agency


def _target(cards: Cards, target: TargetItem) -> tuple[Text, str]:
    """Return a number with its own time; that of its measure stands beside the title."""
    when = of_item(target)
    return Text(f"{target.description or ''} {target.amount}".strip(), "zh"), cards.when(when) if when else ""


def _requirement(cards: Cards, item: RequirementItem) -> _Told:
    """A point whose theme is called like the point itself is not said twice."""
    point, themes = cards.fact("point", item.is_part_of), cards.fact("theme", item.theme)
    is_said = {link.text for link in point.links} <= {link.text for link in themes.links}
    facts = (
        *(() if is_said else (point,)),
        themes,
        cards.count("list.measures", item.measure_count),
        cards.count("list.agencies", item.agency_count),
    )
    return heading(cards.called(item).short, _zh(item.text)), _zh(item.text), facts, ()


def _theme(cards: Cards, item: ThemeItem) -> _Told:
    facts = (
        cards.fact("theme", item.broader),
        cards.count("list.measures", item.measure_count),
        cards.count("list.agencies", item.agency_count),
    )
    return (cards.called(item).short,), of_language(item.definition, cards.words.language), facts, ()


def _plan(cards: Cards, item: PlanItem) -> _Told:
    facts = (
        cards.fact("jurisdiction", item.jurisdiction),
        cards.fact("national", item.ensures_implementation_of),
        Fact(cards.words("plan.number"), words=item.id_local or ""),
        Fact(cards.words("plan.issued"), words=item.date_document or ""),
        cards.count("list.measures", item.measure_count),
        cards.count("list.agencies", item.agency_count),
    )
    return (cards.called(item).short,), None, facts, ()


def _agency(cards: Cards, item: AgencyItem) -> _Told:
    facts = (
        cards.fact("jurisdiction", item.spatial),
        cards.fact("function", item.function),
        Fact(cards.words("agency.kind"), cards.fact("concept", item.classification).links),
        Fact(cards.words("agency.central"), cards.fact("agency", item.sub_organization_of).links),
        cards.count("list.measures", item.measure_count),
    )
    return (cards.called(item).short,), None, facts, ()


def _jurisdiction(cards: Cards, item: JurisdictionItem) -> _Told:
    facts = (
        Fact(cards.words("jurisdiction.codes"), words=item.key),
        cards.fact("jurisdiction", item.broader),
        cards.count("list.plans", item.plan_count),
        cards.count("list.measures", item.measure_count),
    )
    return (cards.called(item).short,), None, facts, ()


def _function(cards: Cards, item: Function) -> _Told:
    facts = (cards.count("list.agencies", item.agency_count), cards.count("list.measures", item.measure_count))
    return (cards.called(item).short,), of_language(item.definition, cards.words.language), facts, ()


def _national(cards: Cards, item: NationalItem) -> _Told:
    return (cards.called(item).short,), None, (Fact(cards.words("plan.number"), words=item.id_local or ""),), ()


def _point(cards: Cards, item: PointItem) -> _Told:
    title = of_language(item.title, cards.words.language)
    named = cards.own(f"{cards.words('kind.point')} {(item.number or item.key).lstrip('0')}")
    return (named,), title, (cards.fact("part", item.is_part_of),), ()


def _part(cards: Cards, item: PartItem) -> _Told:
    named = cards.own(f"{cards.words('kind.part')} {item.number or item.key}")
    return (named,), of_language(item.title, cards.words.language), (), ()


def _group(cards: Cards, item: GroupItem) -> _Told:
    return (cards.called(item).short,), None, (cards.fact("jurisdiction", item.spatial),), ()


_TOLD: dict[type[AnyItem], Callable[..., _Told]] = {
    MeasureItem: _measure, RequirementItem: _requirement, ThemeItem: _theme, PlanItem: _plan, AgencyItem: _agency,
    JurisdictionItem: _jurisdiction, Function: _function, NationalItem: _national, PartItem: _part, PointItem: _point,
    GroupItem: _group,
}  # fmt: skip # entries side by side
