"""Jurisdictions, agency functions and curated agencies, from the statements of the reference data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mapping.reference.curated import Statements

_AUTONOMOUS = re.compile("自治([州县旗])$")


@dataclass(frozen=True, slots=True)
class Validity:
    """The years in which something is valid, both inclusive; ``replaced_by`` are references of what came after it."""

    first: int | None = None
    last: int | None = None
    replaced_by: tuple[str, ...] = ()

    def holds(self, year: int | None) -> bool:
        """Tell whether it is valid in a year; where no year is known, whether nothing has replaced it yet."""
        return self.last is None if year is None else (self.first or year) <= year <= (self.last or year)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A jurisdiction by its GB/T 2260 code; ``short_names`` such as 天津 and 津, ``broader`` the next higher code.

    ``former_name`` is what one that kept its code was called before its validity begins.
    """

    reference: str
    code: str
    label: Mapping[str, str]
    short_names: tuple[str, ...]
    broader: str | None
    validity: Validity = Validity()
    former_name: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """Every name by which plans call it: the full ones, the short ones, and 大理州 for 大理白族自治州."""
        level = _AUTONOMOUS.search(self.label["zh"])
        familiar = {short + level[1] for short in self.short_names} if level else set()
        former = {self.former_name, self.former_name[:-1]} if self.former_name else set()
        return frozenset({self.label["zh"], *self.short_names, *familiar, *former})

    def name_in(self, year: int | None) -> str:
        """Return the full name that it has in a year, the present one where no year is known."""
        return (self.former_name if year and year < (self.validity.first or 0) else None) or self.label["zh"]


@dataclass(frozen=True, slots=True)
class AgencyFunction:
    """What agencies are for, and the stems by which bodies of this function are written.

    ``stem`` is the official one, ``other_stems`` name bodies of their own, ``short_stems`` are shortened.
    ``local_unit_name`` is set where local units of a central body have the function: ``国家税务总局{full}税务局``;
    the next two where the official stem is another in a province or a prefecture: ``高级人民法院``. Bodies of
    ``party_stems`` are the party committee's, whose office is called ``party_office_name``; bodies of
    ``government_stems`` name the government: ``省人民政府国有资产监督管理委员会``.
    """

    reference: str
    slug: str
    label: Mapping[str, str]
    other_stems: tuple[str, ...]
    short_stems: tuple[str, ...]
    local_unit_name: str | None
    provincial_name: str | None = None
    prefectural_name: str | None = None
    party_office_name: str | None = None
    party_stems: tuple[str, ...] = ()
    government_stems: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The official stem, which is the Chinese label."""
        return self.label["zh"]

    @property
    def stems(self) -> tuple[str, ...]:
        """Every stem, the official one first."""
        return (self.stem, *self.other_stems, *self.short_stems)

    def stem_in(self, code: str) -> str:
        """Return the official stem in the place with this GB/T 2260 code, which tells its level by its noughts."""
        by_level = self.provincial_name if code.endswith("0000") else self.prefectural_name
        return (by_level if code.endswith("00") else None) or self.stem


@dataclass(frozen=True, slots=True)
class CuratedAgency:
    """An agency: ``label`` is its official full name, ``jurisdiction`` a code; the links are references.

    ``local_unit_name`` and ``local_unit_form`` say how a central body's local units are called in full and in short.
    """

    reference: str
    jurisdiction: str
    label: Mapping[str, str]
    written_forms: tuple[str, ...]
    functions: tuple[str, ...]
    kind: str
    parent: str | None
    validity: Validity = Validity()
    local_unit_name: str | None = None
    local_unit_form: str | None = None


def jurisdictions(data: Statements) -> Iterator[Jurisdiction]:
    """Yield every jurisdiction, by IRI."""
    for subject in data.of_class("policy:Jurisdiction"):
        broader = data.named(subject, "skos:broader")
        yield Jurisdiction(
            reference=data.iris.reference(subject),
            code=_last(subject),
            label=data.label(subject),
            short_names=data.texts(subject, "skos:altLabel"),
            broader=_last(broader[0]) if broader else None,
            validity=_validity(data, subject),
            former_name=next(iter(data.texts(subject, "policy:formerName")), None),
        )


def agency_functions(data: Statements) -> Iterator[AgencyFunction]:
    """Yield every function, by IRI."""
    for subject in data.of_class("policy:Function"):
        yield AgencyFunction(
            reference=data.iris.reference(subject),
            slug=_last(subject),
            label=data.label(subject),
            other_stems=data.texts(subject, "skos:altLabel"),
            short_stems=data.texts(subject, "skos:hiddenLabel"),
            local_unit_name=data.first(subject, "policy:localUnitName"),
            provincial_name=data.first(subject, "policy:provincialName"),
            prefectural_name=data.first(subject, "policy:prefecturalName"),
            party_office_name=data.first(subject, "policy:partyOfficeName"),
            party_stems=tuple(found.value for found in data.literals(subject, "policy:partyStem")),
            government_stems=tuple(found.value for found in data.literals(subject, "policy:governmentStem")),
        )


def curated_agencies(data: Statements) -> Iterator[CuratedAgency]:
    """Yield every curated agency, by IRI."""
    for subject in data.of_class("policy:Agency"):
        label = data.label(subject)
        parents = data.named(subject, "org:subOrganizationOf")
        yield CuratedAgency(
            reference=data.iris.reference(subject),
            jurisdiction=_last(data.value(subject, "dct:spatial")),
            label=label,
            written_forms=(label["zh"], *data.texts(subject, "skos:altLabel")),
            functions=tuple(map(data.iris.reference, data.named(subject, "policy:function"))),
            kind=data.iris.reference(data.value(subject, "org:classification")),
            parent=data.iris.reference(parents[0]) if parents else None,
            validity=_validity(data, subject),
            local_unit_name=data.first(subject, "policy:localUnitName"),
            local_unit_form=data.first(subject, "policy:localUnitForm"),
        )


def _validity(data: Statements, subject: str) -> Validity:
    first, last = (data.year(subject, f"policy:valid{end}") for end in ("From", "Until"))
    return Validity(first, last, tuple(map(data.iris.reference, data.named(subject, "dct:isReplacedBy"))))


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
