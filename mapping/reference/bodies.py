"""Jurisdictions, agency functions and curated agencies, from the statements of the reference data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mapping.reference.curated import Statements

_AUTONOMOUS = re.compile("自治([州县旗])$")


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A jurisdiction by its GB/T 2260 code; ``short_names`` such as 天津 and 津, ``broader`` the next higher code."""

    reference: str
    code: str
    label: Mapping[str, str]
    short_names: tuple[str, ...]
    broader: str | None

    @property
    def names(self) -> frozenset[str]:
        """Every name by which plans call it: the full one, the short ones, and 大理州 for 大理白族自治州."""
        level = _AUTONOMOUS.search(self.label["zh"])
        familiar = {short + level[1] for short in self.short_names} if level else set()
        return frozenset({self.label["zh"], *self.short_names, *familiar})


@dataclass(frozen=True, slots=True)
class AgencyFunction:
    """What agencies are for, and the stems by which bodies of this function are written.

    ``stem`` is the official one, ``other_stems`` name bodies of their own, ``short_stems`` are shortened.
    ``local_unit_name`` is set where local units of a central body have the function: ``国家税务总局{full}税务局``;
    the other two where the official stem is another in a province or a prefecture: ``高级人民法院``.
    """

    reference: str
    slug: str
    label: Mapping[str, str]
    other_stems: tuple[str, ...]
    short_stems: tuple[str, ...]
    local_unit_name: str | None
    provincial_name: str | None = None
    prefectural_name: str | None = None

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
    """An agency: ``label`` is its official full name, ``jurisdiction`` a code; the links are references."""

    reference: str
    jurisdiction: str
    label: Mapping[str, str]
    written_forms: tuple[str, ...]
    functions: tuple[str, ...]
    kind: str
    parent: str | None


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
        )


def agency_functions(data: Statements) -> Iterator[AgencyFunction]:
    """Yield every function, by IRI."""
    for subject in data.of_class("policy:Function"):
        local, provincial, prefectural = (
            next((literal.value for literal in data.literals(subject, f"policy:{name}")), None)
            for name in ("localUnitName", "provincialName", "prefecturalName")
        )
        yield AgencyFunction(
            reference=data.iris.reference(subject),
            slug=_last(subject),
            label=data.label(subject),
            other_stems=data.texts(subject, "skos:altLabel"),
            short_stems=data.texts(subject, "skos:hiddenLabel"),
            local_unit_name=local,
            provincial_name=provincial,
            prefectural_name=prefectural,
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
        )


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
