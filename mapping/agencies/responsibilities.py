"""Printed bodies to agencies, groups and responsibilities, with the direct links that are their shortcuts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

import msgspec

from mapping.agencies.names import normalise
from mapping.agencies.resolution import Resolution, Resolver
from mapping.blocks import Place
from mapping.findings import Finding
from mapping.parsers.mentions import BodyMention
from mapping.records import records as r
from mapping.records.passages import Passages
from ontology import iris

_DECIDED = {"zh": "角色由编辑对照原文核定。", "en": "An editor decided the role, beside the source."}


class PrintedBody(msgspec.Struct, frozen=True):
    """A body that a document names, and where."""

    mention: BodyMention
    place: Place


@dataclass(slots=True)
class Bodies:
    """Resolves the bodies of one plan; what nobody has curated is described once, in the plan that names it.

    ``reached`` are the references of what the plan needs of the reference data: agencies, parents, jurisdictions.
    """

    resolver: Resolver
    jurisdiction: str
    agencies: dict[str, r.Agency] = field(default_factory=dict)
    groups: dict[str, r.AgencyGroup] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    findings: dict[str, Finding] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def has_met(self, name: str) -> bool:
        """Tell whether the plan names an agency so, in print or with what its list lends to it."""
        return normalise(name) in self.met

    def responsibilities(
        self, printed: Sequence[PrintedBody], number: str, passages: Passages
    ) -> tuple[r.Responsibility, ...]:
        """Return one responsibility a body, in the order printed."""
        return tuple(self._responsibility(body, number, order, passages) for order, body in enumerate(printed, 1))

    def _responsibility(self, body: PrintedBody, number: str, order: int, passages: Passages) -> r.Responsibility:
        mention = body.mention
        is_group = mention.kind == "group"
        return r.Responsibility(
            id=iris.of_plan("responsibility", passages.plan, f"{number}.{order}"),
            role=iris.role(mention.role),
            position=order,
            text=mention.name,
            passage=passages.at(body.place, number, f"responsibility.{order}"),
            agency=None if is_group else self.agency(mention.name, body.place, number, mention.full_name),
            group=self._group(mention.full_name or mention.name) if is_group else None,
            editorial_note=_DECIDED if mention.because == "editor" else None,
        )

    def agency(self, name: str, place: Place, number: str | None = None, full_name: str | None = None) -> str:
        """Return the reference of an agency by a name as printed; an unknown one is minted, with a finding.

        ``full_name`` is the name with what its list lends to it: 省交通运输厅 in 省商务厅、交通运输厅.
        """
        self.met |= {normalise(name), normalise(full_name or name)}
        found = self.resolver.resolve(full_name or name, self.jurisdiction, printed=name)
        if found.agency is not None:
            self.reached.add(found.agency)
        elif found.reference not in self.agencies:
            self.reached |= {iris.jurisdiction(found.jurisdiction), *([found.parent] if found.parent else [])}
            self.agencies[found.reference] = _uncurated(found)
            self.findings[found.reference] = _unknown(name, found, place, number)
        if found.of_another_time:
            self.findings.setdefault(f"{found.reference} of another time", _of_another_time(name, found, place, number))
        return found.reference

    def _group(self, name: str) -> str:
        reference = iris.group(self.jurisdiction, name)
        self.groups[reference] = r.AgencyGroup(
            id=reference, pref_label={"zh": name}, spatial=iris.jurisdiction(self.jurisdiction)
        )
        return reference


def _uncurated(found: Resolution) -> r.Agency:
    return r.Agency(
        id=found.reference,
        pref_label=found.pref_label,
        spatial=iris.jurisdiction(found.jurisdiction),
        function=found.functions,
        sub_organization_of=found.parent,
        known_gap={
            "zh": "此机构尚未编目：名称取自方案原文。",
            "en": "Nobody has curated this agency: its name is the plan's.",
        },
    )


def _unknown(name: str, found: Resolution, place: Place, number: str | None) -> Finding:
    guesses = "; ".join(f"{guess.reference} {guess.label} ({guess.score})" for guess in found.guesses) or "none"
    read = f"“{name}” is read as {found.canonical}"
    unread = f"“{name}” is not understood: no agency and no function of {found.jurisdiction} is written so"
    half = f"“{name}” may be half a name: no word for a body (厅, 局, 委, 办 …) ends it"
    rest = "Nothing has to be done. Nobody has curated it: described in the reference data, it gets a lasting address."
    decide = f"Name its agency or its function in agencies.tsv; else it stays as printed. Best guesses: {guesses}."
    return Finding(
        code="unknown-agency",
        message=read if found.known else half if found.half else unread,
        advice=rest if found.known else decide,
        severity="info" if found.known else "warning",
        place=place,
        number=number,
        text=name,
    )


def _of_another_time(name: str, found: Resolution, place: Place, number: str | None) -> Finding:
    return Finding(
        code="agency-of-another-time",
        message=f"“{name}” does not fit the year of the plan: {found.of_another_time}",
        advice="Check the date in plan.toml and the name in the document; the body stays as it is printed.",
        severity="warning",
        place=place,
        number=number,
        text=name,
    )


class Shortcuts(TypedDict):
    """The direct links of a measure to its agencies."""

    lead_agency: tuple[str, ...]
    supporting_agency: tuple[str, ...]
    responsible_agency: tuple[str, ...]


def shortcuts(responsibilities: Iterable[r.Responsibility]) -> Shortcuts:
    """Return a measure's direct links: each agency once a role, under the most telling property of that role."""
    found = list(responsibilities)
    lead, supporting = iris.role("lead"), iris.role("supporting")
    return Shortcuts(
        lead_agency=_agencies(one for one in found if one.role == lead),
        supporting_agency=_agencies(one for one in found if one.role == supporting),
        responsible_agency=_agencies(one for one in found if one.role not in {lead, supporting}),
    )


def _agencies(responsibilities: Iterable[r.Responsibility]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.agency for one in responsibilities if one.agency))
