"""The page of an implementation plan: its measures by theme, its agencies, who signed it, and where it came from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mapping.release import Dump, PlanEntry
from server import addresses
from server.facts import Facts
from server.pages.measures import Entry, entry, in_order
from server.pages.pictures import Matrix, matrix
from server.pages.visit import Link, Visit


@dataclass(frozen=True, slots=True)
class Section:
    """The measures of a plan under one theme; ``theme`` is nothing for those without one."""

    theme: Link | None
    head: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An agency by which the measures can be filtered."""

    value: str
    link: Link
    count: int
    chosen: bool


def page(visit: Visit) -> dict[str, object]:
    """Return what the page of a plan shows; ``?agency=<its IRI>`` leaves only the measures of one agency."""
    found = visit.read("plan-measures", "plan-bodies", "plan-names")
    measures = sorted(found.of_class("policy:Measure"), key=lambda each: in_order(found, each))
    chosen = visit.arguments.get("agency", "")
    kept = [each for each in measures if not chosen or chosen in found.things(each, "policy:responsibleAgency")]
    known = _entry_of_manifest(visit)
    return {
        "total": len(measures),
        "kept": len(kept),
        "sections": _sections(visit, found, kept),
        "choices": _choices(visit, found, measures, chosen),
        "matrix": _matrix(visit, found, measures) if measures else None,
        "jurisdiction": visit.link_of("eli:jurisdiction"),
        "national": visit.link_of("eli:ensures_implementation_of"),
        "number": visit.facts.string(visit.thing, "eli:id_local"),
        "issued": visit.facts.string(visit.thing, "eli:date_document"),
        "published": visit.facts.string(visit.thing, "eli:date_publication"),
        "signatories": visit.links(visit.facts.things(visit.thing, "eli:passed_by")),
        "gaps": visit.texts("policy:knownGap"),
        "notes": visit.texts("skos:editorialNote"),
        "sample": visit.facts.string(visit.thing, "policy:sample") == "true",
        "document": visit.link_of("policy:document", "prov:wasDerivedFrom"),
        "license": visit.link_of("dct:license"),
        "rights": visit.text("dct:rights"),
        "manifest_entry": known,
        "downloads": downloads(visit, known.id) if known else (),
    }


def _sections(visit: Visit, found: Facts, measures: list[str]) -> tuple[Section, ...]:
    by_theme: dict[str, list[str]] = {}
    for measure in measures:
        for theme in found.things(measure, "policy:theme") or [""]:
            by_theme.setdefault(theme, []).append(measure)
    ordered = sorted(by_theme, key=lambda theme: (not theme, found.string(theme, "skos:notation") or theme))
    return tuple(
        Section(
            visit.link(theme) if theme else None,
            found.string(theme, "skos:notation") or "",
            tuple(entry(visit, found, measure) for measure in by_theme[theme]),
        )
        for theme in ordered
    )


def _choices(visit: Visit, found: Facts, measures: list[str], chosen: str) -> tuple[Choice, ...]:
    counts = Counter(agency for each in measures for agency in found.things(each, "policy:responsibleAgency"))
    return tuple(Choice(agency, visit.link(agency), n, agency == chosen) for agency, n in counts.most_common())


def _matrix(visit: Visit, found: Facts, measures: list[str]) -> Matrix | None:
    themes = sorted(
        {t for each in measures for t in found.things(each, "policy:theme")},
        key=lambda t: found.string(t, "skos:notation") or t,
    )
    agencies = list(dict.fromkeys(a for each in measures for a in found.things(each, "policy:responsibleAgency")))
    if not themes or not agencies:
        return None
    row, column = {a: i for i, a in enumerate(agencies)}, {t: i for i, t in enumerate(themes)}
    counts = Counter(
        (row[agency], column[theme])
        for each in measures
        for agency in found.things(each, "policy:responsibleAgency")
        for theme in found.things(each, "policy:theme")
    )
    heads = [(visit.link(theme), (found.string(theme, "skos:notation") or "").lstrip("0")) for theme in themes]
    return matrix(visit.links(agencies), heads, counts)


def _entry_of_manifest(visit: Visit) -> PlanEntry | None:
    identifier = visit.facts.string(visit.thing, "dct:identifier")
    return next((plan for plan in visit.release.manifest.plans if plan.id == identifier), None)


def downloads(visit: Visit, plan: str) -> tuple[tuple[str, str, Dump], ...]:
    """Return address, file name and description of what the release offers of a plan."""
    below = (f"dumps/plan/{plan}.", f"dumps/document/{plan}/")
    return tuple(
        (addresses.dump(dump.path), dump.path.rsplit("/", 1)[-1], dump)
        for dump in visit.release.manifest.dumps
        if dump.path.startswith(below)
    )
