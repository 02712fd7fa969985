"""A plan with the translations that lie in its folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec

from mapping.findings import Finding
from mapping.plan_folder import PlanFolder
from mapping.records import records as r
from mapping.reference.national import NationalDocument
from mapping.translations import files, texts
from mapping.translations.table import FILE_NAME
from ontology import iris

_Q = TypeVar("_Q", r.Target, r.Parameter)


def translate(
    folder: PlanFolder, plan: r.Plan, national: NationalDocument | None
) -> tuple[r.Plan, tuple[Finding, ...]]:
    """Return a plan with its translations, and what a steward should look at of them; without any, the plan as it is."""
    others = tuple(_others(folder))
    if not folder.translations.is_file():
        return plan, others
    reference = iris.of_plan("translation", plan.identifier, "en")
    found = files.read(folder.translations, texts.of_plan(plan, national), plan.id, reference)
    findings = (*found.fitting.findings, *others)
    if found.record is None:
        return plan, findings
    used = (*plan.extraction.used, found.record.id)
    translated = msgspec.structs.replace(
        _translated(plan, found.fitting.texts),
        translations=(found.record,),
        extraction=msgspec.structs.replace(plan.extraction, used=used),
    )
    return translated, findings


def _others(folder: PlanFolder) -> Iterator[Finding]:
    """Yield a finding for each file that looks like translations and is not read."""
    for path in sorted(folder.path.glob("translations.*")):
        if path.name != FILE_NAME:
            what = f"{path.name} is not read: translations are taken from {FILE_NAME} alone"
            yield files.unread(what, "Take it in with `policygraph translate --import`, or delete it.")


def _translated(plan: r.Plan, said: Mapping[str, str]) -> r.Plan:
    documents = {reference: said.get(number) for reference, number in texts.first_citations(plan).items()}
    return msgspec.structs.replace(
        plan,
        measures=tuple(_measure(each, said, documents) for each in plan.measures),
        quotations=tuple(
            msgspec.structs.replace(each, unofficial_translation=said.get(f"requirement {each.number}"))
            for each in plan.quotations
        ),
    )


def _measure(measure: r.Measure, said: Mapping[str, str], documents: Mapping[str, str | None]) -> r.Measure:
    return msgspec.structs.replace(
        measure,
        unofficial_translation=said.get(f"measure {measure.number}"),
        targets=tuple(_quantity(each, said) for each in measure.targets),
        parameters=tuple(_quantity(each, said) for each in measure.parameters),
        citations=tuple(_citation(each, documents) for each in measure.citations),
    )


def _quantity(quantity: _Q, said: Mapping[str, str]) -> _Q:
    return msgspec.structs.replace(
        quantity,
        unofficial_translation=said.get(texts.quantity_number(quantity)),
        unofficial_unit_translation=said.get(f"unit {quantity.unit_text}"),
    )


def _citation(citation: r.Citation, documents: Mapping[str, str | None]) -> r.Citation:
    document = citation.document
    translated = msgspec.structs.replace(document, unofficial_translation=documents[document.id])
    return msgspec.structs.replace(citation, document=translated)
