"""What contradicts itself in the reference data: a link to nothing, a name or a number that two things claim."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import TypeVar

import pyoxigraph as ox

from mapping.errors import CuratedDataError
from mapping.reference.bodies import AgencyFunction, CuratedAgency, Jurisdiction
from mapping.reference.curated import Statements
from mapping.reference.national import NationalDocument
from ontology import vocabulary

_Key = TypeVar("_Key", bound=Hashable)

Problem = tuple[str, str, str]
"""The reference of a thing, what is wrong with it, and what to do."""
_ORDERS = {"skos:broader": "below", "org:subOrganizationOf": "below", "dct:isReplacedBy": "before"}


def first_contradiction(
    data: Statements,
    documents: Iterable[NationalDocument],
    places: Mapping[str, Jurisdiction],
    functions: Collection[AgencyFunction],
    agencies: Mapping[str, CuratedAgency],
) -> CuratedDataError | None:
    """Return the first contradiction as the error to raise, or nothing when all holds together."""
    problems = chain(
        _unknown_links(data, places, functions, agencies),
        _circles(data),
        _shared_names(agencies.values()),
        _shared_stems(functions),
        _shared_numbers(documents),
    )
    for name, what, advice in problems:
        return data.error(data.iris.absolute(name), what, advice)
    return None


def _unknown_links(
    data: Statements,
    places: Mapping[str, Jurisdiction],
    functions: Collection[AgencyFunction],
    agencies: Mapping[str, CuratedAgency],
) -> Iterator[Problem]:
    known_functions = {function.reference for function in functions}
    subjects = {quad.subject for quad in vocabulary.load(data.iris)}
    kinds = {data.iris.reference(found.value) for found in subjects if isinstance(found, ox.NamedNode)}
    for agency in agencies.values():
        unknown = [("function", name) for name in agency.functions if name not in known_functions]
        unknown += [("kind", agency.kind)] if agency.kind not in kinds else []
        unknown += [("jurisdiction", agency.jurisdiction)] if agency.jurisdiction not in places else []
        unknown += [("parent body", agency.parent)] if agency.parent and agency.parent not in agencies else []
        yield from (
            (agency.reference, f"its {what} {name} is unknown", "Correct it, or describe it.") for what, name in unknown
        )
    for place in places.values():
        if place.broader and place.broader not in places:
            what = f"the higher jurisdiction {place.broader} is unknown"
            yield place.reference, what, "Correct skos:broader, or describe that jurisdiction."
    known = {*agencies, *(place.reference for place in places.values())}
    replaced = [(agency.reference, agency.validity) for agency in agencies.values()]
    replaced += [(place.reference, place.validity) for place in places.values()]
    for name, validity in replaced:
        for after in sorted(set(validity.replaced_by) - known):
            yield name, f"what replaced it, {after}, is unknown", "Correct dct:isReplacedBy, or describe that."


def _circles(data: Statements) -> Iterator[Problem]:
    """Yield what is, by way of others, above or after itself: who follows such links would never come to an end."""
    for link, said in _ORDERS.items():
        arrows = {subject: data.named(subject, link) for subject in data.by_subject}
        try:
            TopologicalSorter(arrows).prepare()
        except CycleError as error:
            first, *others = map(data.iris.reference, error.args[1])
            way = f" ({' – '.join((first, *others))})" if len(others) > 1 else ""
            yield first, f"it stands {said} itself{way}", f"Correct {link}."


def _shared_names(agencies: Iterable[CuratedAgency]) -> Iterator[Problem]:
    claims = [((agency.jurisdiction, name), agency.reference) for agency in agencies for name in agency.written_forms]
    for (_, name), one, other in _claimed_twice(claims):
        yield other, f"{name} is also a written form of {one}", "Leave the form to one of the two."


def _shared_stems(functions: Iterable[AgencyFunction]) -> Iterator[Problem]:
    claims = [(stem, function.reference) for function in functions for stem in function.stems]
    for stem, one, other in _claimed_twice(claims):
        yield other, f"{stem} is also a stem of {one}", "Leave the stem to one of the two."


def _shared_numbers(documents: Iterable[NationalDocument]) -> Iterator[Problem]:
    for document in documents:
        claims = [(("part", part.number), part.reference) for part in document.parts]
        claims += [(("point", point.number), point.reference) for point in document.points]
        claims += [(("requirement", found.position), found.reference) for found in document.requirements]
        for (_, position), one, other in _claimed_twice(claims):
            yield other, f"its schema:position {position} is also that of {one}", "Number each division once."


def _claimed_twice(claims: Iterable[tuple[_Key, str]]) -> Iterator[tuple[_Key, str, str]]:
    """Yield what two things claim, with both of them."""
    seen: dict[_Key, str] = {}
    for key, claimant in claims:
        first = seen.setdefault(key, claimant)
        if first != claimant:
            yield key, first, claimant
