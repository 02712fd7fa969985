"""The reference data: what a person curated, read once, checked for contradictions, and seen as typed values.

It is data alone: a second national document, another jurisdiction, an agency or a function is one more Turtle file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TypeVar

import pyoxigraph as ox

from mapping.errors import CuratedDataError
from mapping.reference.bodies import (
    AgencyFunction,
    CuratedAgency,
    Jurisdiction,
    agency_functions,
    curated_agencies,
    jurisdictions,
)
from mapping.reference.contradictions import first_contradiction
from mapping.reference.curated import Directory, Statements, read
from mapping.reference.national import NationalDocument, national_documents
from ontology.iris import REFERENCE_GRAPH, Iris

_T = TypeVar("_T")

CENTRE = "100000"
"""The GB/T 2260 code of the whole country."""

_READER_ONLY = frozenset(
    {
        "policy:governmentStem",
        "policy:localUnitForm",
        "policy:localUnitName",
        "policy:partyOfficeName",
        "policy:partyStem",
        "policy:prefecturalName",
        "policy:provincialName",
    }
)
"""Properties that only tell the reader of names what to do; they stay in the files."""


@dataclass(frozen=True, eq=False)
class Reference:
    """The reference data of an installation. Keys: document ids, GB/T 2260 codes, references, function slugs."""

    iris: Iris
    statements: Statements
    nationals: Mapping[str, NationalDocument]
    jurisdictions: Mapping[str, Jurisdiction]
    functions: Mapping[str, AgencyFunction]
    agencies: Mapping[str, CuratedAgency]

    def national(self, identifier: str) -> NationalDocument:
        """Return a national document by its id, e.g. ``ndrc-2020-293``; raises when there is none."""
        return _known(self.nationals, identifier, "national document", "a file seeds/reference/national/*.ttl")

    def jurisdiction(self, code: str) -> Jurisdiction:
        """Return a jurisdiction by its GB/T 2260 code; raises when there is none."""
        return _known(self.jurisdictions, code, "jurisdiction", "an entry in seeds/reference/jurisdictions/*.ttl")

    def agencies_of(self, code: str) -> tuple[CuratedAgency, ...]:
        """Return the curated agencies of a jurisdiction, by reference."""
        return self._agencies_by_jurisdiction.get(code, ())

    @cached_property
    def _agencies_by_jurisdiction(self) -> dict[str, tuple[CuratedAgency, ...]]:
        by_jurisdiction: dict[str, tuple[CuratedAgency, ...]] = {}
        for agency in self.agencies.values():
            by_jurisdiction[agency.jurisdiction] = (*by_jurisdiction.get(agency.jurisdiction, ()), agency)
        return by_jurisdiction

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return the codes from a jurisdiction up to the centre, itself first; an unknown code follows GB/T 2260."""
        known = self.jurisdictions.get(code)
        higher = known.broader if known else _higher_code(code)
        return (code, *self.lineage(higher)) if higher else (code,)

    def quads(self, reached: Iterable[str] = ()) -> list[ox.Quad]:
        """Return the quads of the reference graph.

        Everything is in it but agencies and jurisdictions below the provinces: of those, the ones that ``reached``
        (references) or something else in the graph names, and their parents, so that a release grows with its plans.
        """
        graph = ox.NamedNode(self.iris.absolute(REFERENCE_GRAPH))
        skipped = {self.statements.expand(name) for name in _READER_ONLY}
        return [
            ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            for subject in sorted(self._emitted(reached))
            for triple in self.statements.by_subject[subject]
            if triple.predicate.value not in skipped
        ]

    def _emitted(self, reached: Iterable[str]) -> set[str]:
        on_demand = self._on_demand
        waiting = [subject for subject in self.statements.by_subject if subject not in on_demand]
        waiting += [self.iris.absolute(reference) for reference in reached]
        references: set[str] = set()
        while waiting:
            subject = waiting.pop()
            if subject not in references and subject in self.statements.by_subject:
                references.add(subject)
                waiting += _objects(self.statements.by_subject[subject])
        return references

    @cached_property
    def _on_demand(self) -> frozenset[str]:
        below = (place.reference for code, place in self.jurisdictions.items() if not code.endswith("0000"))
        return frozenset(self.iris.absolute(reference) for reference in (*self.agencies, *below))


def load(directories: Sequence[Directory] | None = None, iris: Iris | None = None) -> Reference:
    """Read and check the reference data: by default that of the installation, with the default bases.

    Raises :class:`mapping.errors.CuratedDataError` for what contradicts itself, and says what to write.
    """
    bases = iris or Iris()
    statements = read((packaged(),) if directories is None else directories, bases)
    reference = Reference(
        iris=bases,
        statements=statements,
        nationals={one.identifier: one for one in national_documents(statements)},
        jurisdictions={one.code: one for one in jurisdictions(statements)},
        functions={one.slug: one for one in agency_functions(statements)},
        agencies={one.reference: one for one in curated_agencies(statements)},
    )
    problem = first_contradiction(
        statements,
        reference.nationals.values(),
        reference.jurisdictions,
        reference.functions.values(),
        reference.agencies,
    )
    if problem:
        raise problem
    return reference


def packaged() -> Directory:
    """Return the directory of the reference data that is installed with the product."""
    return files("seeds").joinpath("reference")


def _known(found: Mapping[str, _T], key: str, what: str, place: str) -> _T:
    if key not in found:
        some = "、".join(sorted(found)[:8])
        raise CuratedDataError(f"no {what} is called {key!r}", advice=f"Known: {some}. Correct it, or add {place}.")
    return found[key]


def _higher_code(code: str) -> str | None:
    higher = code[:4] + "00" if code[4:] != "00" else code[:2] + "0000" if code[2:] != "0000" else CENTRE
    return higher if higher != code else None


def _objects(triples: Iterable[ox.Triple]) -> list[str]:
    return [triple.object.value for triple in triples if isinstance(triple.object, ox.NamedNode)]
