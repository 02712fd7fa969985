"""What of a plan, or of a national document, can be translated: each text by its kind and number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mapping.records import records as r
from mapping.reference.national import NationalDocument


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text to translate; ``number`` is ``measure 36`` and ``bare``, where that will do, ``36``."""

    number: str
    text: str
    bare: str = ""


def of_national(national: NationalDocument) -> Iterator[SourceText]:
    """Yield the texts of a national document: its requirements."""
    for each in national.requirements:
        yield SourceText(f"requirement {each.number}", each.text, each.number)


def of_plan(plan: r.Plan, national: NationalDocument | None) -> Iterator[SourceText]:
    """Yield the texts of a plan, measure by measure, the units last.

    A quotation that is, letter for letter, the national requirement that it means has its translation there.
    """
    quotations = {each.id: each for each in plan.quotations if not _is_national(each, national)}
    documents = first_citations(plan)
    for measure in plan.measures:
        if quotation := quotations.pop(measure.answers or "", None):
            yield SourceText(f"requirement {quotation.number}", quotation.text)
        yield SourceText(f"measure {measure.number}", measure.text, measure.number)
        for quantity in (*measure.targets, *measure.parameters):
            yield SourceText(quantity_number(quantity), quantity.description)
        for citation in measure.citations:
            number = f"document {_last(citation.id)}"
            if documents[citation.document.id] == number:
                yield SourceText(number, citation.document.title["zh"])
    for unit in dict.fromkeys(each.unit_text for each in _quantities(plan) if each.unit_text):
        yield SourceText(f"unit {unit}", unit)


def quantity_number(quantity: r.Quantity) -> str:
    """Return the number of a target or a parameter: ``target 41.1``."""
    return f"{'target' if isinstance(quantity, r.Target) else 'parameter'} {_last(quantity.id)}"


def first_citations(plan: r.Plan) -> Mapping[str, str]:
    """Return the numbers of cited documents, by reference: that of the first place that names each."""
    found: dict[str, str] = {}
    for measure in plan.measures:
        for citation in measure.citations:
            found.setdefault(citation.document.id, f"document {_last(citation.id)}")
    return found


def _is_national(quotation: r.QuotedRequirement, national: NationalDocument | None) -> bool:
    meant = [each for each in national.requirements if each.reference in quotation.exact_match] if national else []
    return any(each.text == quotation.text for each in meant)


def _quantities(plan: r.Plan) -> Iterator[r.Quantity]:
    for measure in plan.measures:
        yield from (*measure.targets, *measure.parameters)


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]
