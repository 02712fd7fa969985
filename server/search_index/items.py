"""The items of lists and search as the JSON API gives them: what our context reads as the graph's own statements.

``key`` and the counts are no statements: the context does not know them, and RDF leaves them out.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import pyoxigraph as ox

from mapping.records.rdf import context
from ontology.iris import Iris
from server.search_index.opened import Item, Named, SearchIndex
from server.web import rdf
from server.words.names import amount

Bilingual = dict[str, str]


class ListedThing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel", tag_field="type"):
    """What every item is: its identifier, and the key that names it among its kind in addresses."""

    id: str
    key: str


class LabelledThing(ListedThing, frozen=True, kw_only=True):
    """What has names of its own."""

    pref_label: Bilingual = {}
    alt_label: dict[str, tuple[str, ...]] = {}


class Role(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename="camel",
    tag_field="type",
    tag="Responsibility",
):
    """A body and its role in a measure, as printed; exactly one of agency and group."""

    id: str
    position: int | None = None
    text: str | None = None
    role: Named | None = None
    agency: Named | None = None
    group: Named | None = None


class PeriodItem(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel", tag_field="type", tag="Period"
):
    """The first and the last day of a time, both included."""

    id: str
    start_date: str | None = None
    end_date: str | None = None


class TargetItem(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel", tag_field="type", tag="Target"
):
    """A number that a measure will reach; decimals and days are strings."""

    id: str
    description: str | None = None
    value: str | None = None
    min_value: str | None = None
    max_value: str | None = None
    unit_text: str | None = None
    deadline: str | None = None
    deadline_text: str | None = None
    period: PeriodItem | None = None
    unofficial_translation: str | None = None
    unofficial_unit_translation: str | None = None

    @property
    def amount(self) -> str:
        """The quantity with its unit."""
        return amount(self.value, self.min_value, self.max_value, self.unit_text)


class MeasureItem(ListedThing, frozen=True, kw_only=True, tag="Measure"):
    """An implementing measure of a plan."""

    number: str | None = None
    position: int | None = None
    text: str | None = None
    is_part_of: Named | None = None
    implements: tuple[Named, ...] = ()
    theme: tuple[Named, ...] = ()
    responsible_agency: tuple[Named, ...] = ()
    lead_agency: tuple[Named, ...] = ()
    supporting_agency: tuple[Named, ...] = ()
    other_agencies: bool = False
    responsibilities: tuple[Role, ...] = ()
    targets: tuple[TargetItem, ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None
    period: PeriodItem | None = None
    unofficial_translation: str | None = None


class RequirementItem(ListedThing, frozen=True, kw_only=True, tag="Requirement"):
    """A requirement of a national document."""

    number: str | None = None
    position: int | None = None
    text: str | None = None
    is_part_of: Named | None = None
    theme: tuple[Named, ...] = ()
    quoted_only_in: Named | None = None
    unofficial_translation: str | None = None
    measure_count: int
    agency_count: int


class ThemeItem(LabelledThing, frozen=True, kw_only=True, tag="Theme"):
    """A policy theme; its measures are also those of its narrower themes."""

    notation: str | None = None
    definition: Bilingual = {}
    broader: Named | None = None
    measure_count: int
    agency_count: int


class PlanItem(ListedThing, frozen=True, kw_only=True, tag="ImplementationPlan"):
    """An implementation plan."""

    title: Bilingual = {}
    identifier: str | None = None
    id_local: str | None = None
    jurisdiction: Named | None = None
    ensures_implementation_of: Named | None = None
    date_document: str | None = None
    date_publication: str | None = None
    sample: bool = False
    measure_count: int
    agency_count: int


class AgencyItem(LabelledThing, frozen=True, kw_only=True, tag="Agency"):
    """An agency."""

    spatial: Named | None = None
    function: tuple[Named, ...] = ()
    classification: Named | None = None
    sub_organization_of: Named | None = None
    measure_count: int


class JurisdictionItem(LabelledThing, frozen=True, kw_only=True, tag="Jurisdiction"):
    """A place of the administrative division; its key is its GB/T 2260 code."""

    broader: Named | None = None
    plan_count: int
    measure_count: int


class Function(LabelledThing, frozen=True, kw_only=True, tag="Function"):
    """What an agency is for."""

    notation: str | None = None
    definition: Bilingual = {}
    agency_count: int
    measure_count: int


class NationalItem(ListedThing, frozen=True, kw_only=True, tag="NationalOpinion"):
    """A national document."""

    title: Bilingual = {}
    id_local: str | None = None


class PointItem(ListedThing, frozen=True, kw_only=True, tag="Point"):
    """A numbered point of a national document."""

    title: Bilingual = {}
    number: str | None = None
    position: int | None = None
    is_part_of: Named | None = None


class PartItem(ListedThing, frozen=True, kw_only=True, tag="Part"):
    """A part of a national document, which holds points."""

    title: Bilingual = {}
    number: str | None = None
    position: int | None = None


class GroupItem(LabelledThing, frozen=True, kw_only=True, tag="AgencyGroup"):
    """Agencies that a plan names together, such as the governments of all districts."""

    spatial: Named | None = None


AnyItem = (
    MeasureItem | RequirementItem | ThemeItem | PlanItem | AgencyItem | JurisdictionItem | Function | NationalItem
    | PartItem | PointItem | GroupItem
)  # fmt: skip # entries side by side
KINDS: dict[str, type[AnyItem]] = {
    "measure": MeasureItem, "requirement": RequirementItem, "theme": ThemeItem, "plan": PlanItem, "agency": AgencyItem,
    "jurisdiction": JurisdictionItem, "function": Function, "national": NationalItem, "part": PartItem, "point": PointItem,
    "group": GroupItem,
}  # fmt: skip # entries side by side
"""The item of each kind of thing."""
KIND_OF: dict[type[AnyItem], str] = {item: kind for kind, item in KINDS.items()}

_REFERRING = {
    "isPartOf", "quotedOnlyIn", "implements", "theme", "responsibleAgency", "leadAgency", "supportingAgency", "broader",
    "spatial", "function", "classification", "subOrganizationOf", "jurisdiction", "ensuresImplementationOf", "role",
    "agency", "group",
}  # fmt: skip # entries side by side
_INSIDE = ("responsibilities", "targets")


def filled(items: Sequence[Item], index: SearchIndex) -> tuple[AnyItem, ...]:
    """Return stored items with the names of all that they refer to."""
    names = index.named(iri for item in items for iri in _referred(item))
    return tuple(msgspec.convert(_filled(item, names), AnyItem) for item in items)


def _referred(item: Item) -> Iterator[str]:
    for term, value in item.items():
        if term in _REFERRING:
            yield from [value] if isinstance(value, str) else value
        elif term in _INSIDE:
            for each in value:
                yield from _referred(each)


def _filled(item: Item, names: dict[str, Named]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for term, value in item.items():
        if term in _REFERRING:
            found[term] = names[value] if isinstance(value, str) else [names[each] for each in value]
        elif term in _INSIDE:
            found[term] = [_filled(each, names) for each in value]
        else:
            found[term] = value
    return found


@functools.cache
def _context(iris: Iris) -> str:
    return json.dumps([context(iris), {"@base": iris.base}])


def triples(items: Iterable[AnyItem], iris: Iris) -> list[ox.Triple]:
    """Return the statements of items, sorted; they are read from the items' own JSON."""
    body = msgspec.json.encode({"@graph": list(items)}).decode()
    document = f'{{"@context":{_context(iris)},{body[1:]}'
    return sorted(set(rdf.said(document)), key=str)
