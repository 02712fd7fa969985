"""The page of an implementation plan: its measures by theme, its agencies, who signed it, and where it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mapping.release.folder import Dump, PlanEntry
from mapping.release.index.schema import key
from mapping.release.release import Release
from server.search_index.cards import Card
from server.search_index.items import MeasureItem
from server.search_index.opened import Named, opened
from server.search_index.selection import Selection
from server.things.pages.counted import cards, own_key, page_of, summary
from server.things.pages.measures import of_plan
from server.things.visit import Visit
from server.words.labels import Text
from server.words.links import Link
from server.words.pictures import Matrix, matrix

MEASURES = 28
"""The page size of the measures of a plan: three pages of one with 84."""

_MOST_THEMES = 100_000
_RELATIONS = ("repeals", "changes")


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """The measures of a plan under one theme; ``theme`` is nothing for those without one."""

    theme: Link | None
    head: str
    entries: tuple[Card, ...]


def page(visit: Visit) -> dict[str, object]:
    """Return what the page of a plan shows: its measures by theme, a page at a time, and what is said of it."""
    found, total, _ = page_of(visit, "measure", "plan", MEASURES)
    known = _entry_of_manifest(visit)
    counted = summary(visit)
    return {
        "total": total.number,
        "paging": visit.paging(total, MEASURES),
        "sections": _sections(visit, [each for each in found if isinstance(each, MeasureItem)]),
        "themes": len(counted.themes),
        "agency_count": counted.agency_count,
        "matrix": lambda: _matrix(visit, of_plan(visit)[0]),
        "jurisdiction": visit.link_of("eli:jurisdiction"),
        "national": visit.link_of("eli:ensures_implementation_of"),
        "number": visit.facts.string(visit.thing, "eli:id_local"),
        "issued": visit.facts.string(visit.thing, "eli:date_document"),
        "published": visit.facts.string(visit.thing, "eli:date_publication"),
        "signatories": signatories(visit),
        "relations": relations(visit),
        "gaps": visit.texts("policy:knownGap"),
        "notes": visit.texts("skos:editorialNote"),
        "sample": visit.facts.string(visit.thing, "policy:sample") == "true",
        "document": visit.link_of("policy:document", "prov:wasDerivedFrom"),
        "translations": visit.link_of("policy:hasTranslation"),
        "license": visit.link_of("dct:license"),
        "rights": visit.text("dct:rights"),
        "manifest_entry": known,
        "downloads": downloads(visit, known.id) if known else (),
    }


def relations(visit: Visit) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return the plans that this one repeals or changes, and those that repeal or change it, each with its heading."""
    done = [(name, visit.links(visit.facts.things(visit.thing, f"eli:{name}"))) for name in _RELATIONS]
    suffered = [(f"{name}_by", visit.linking_by(f"eli:{name}")) for name in _RELATIONS]
    return tuple((visit.words(f"plan.{name}"), links) for name, links in [*suffered, *done] if links)


def signatories(visit: Visit) -> tuple[Link, ...]:
    """Return who signed, in the order printed; of a plan known by its metadata alone the order is not known."""
    facts = visit.facts
    signed = sorted(
        facts.things(visit.thing, "policy:hasSignature"), key=lambda each: facts.integer(each, "schema:position") or 0
    )
    agencies = [agency for each in signed for agency in facts.things(each, "policy:agency")]
    return visit.links(agencies or facts.things(visit.thing, "eli:passed_by"))


def _notations(_release: Release) -> dict[str, str]:
    """Return the notations of all themes, by IRI."""
    found = opened().find(Selection(kinds=("theme",)), 1, _MOST_THEMES).items
    return {item["id"]: str(item.get("notation", "")) for item in found}


def _themes(visit: Visit, measures: Iterable[MeasureItem]) -> dict[str, tuple[Named, str]]:
    """Return the themes of measures with their notations, by IRI in the order of these."""
    found = {theme.id: theme for each in measures for theme in each.theme}
    known = visit.release.once(_notations)
    notations = {iri: known.get(iri, "") for iri in found}
    return {iri: (found[iri], notations[iri]) for iri in sorted(found, key=lambda iri: notations[iri] or iri)}


def _sections(visit: Visit, measures: Sequence[MeasureItem]) -> tuple[ThemeSection, ...]:
    write = cards(visit)
    by_theme: dict[str, list[Card]] = {}
    for each in measures:
        entry = write.of(each)
        for theme in [theme.id for theme in each.theme] or [""]:
            by_theme.setdefault(theme, []).append(entry)
    sections = [
        ThemeSection(write.link(theme, "theme"), notation, tuple(by_theme[iri]))
        for iri, (theme, notation) in _themes(visit, measures).items()
    ]
    return (*sections, ThemeSection(None, "", tuple(by_theme[""]))) if "" in by_theme else tuple(sections)


def _matrix(visit: Visit, measures: Sequence[MeasureItem]) -> Matrix | None:
    """Return the measures of each agency by theme; those without one have a column of their own, the last."""
    write = cards(visit)
    themes = _themes(visit, measures)
    agencies = {body.id: body for each in measures for body in each.responsible_agency}
    if not themes or not agencies:
        return None
    row, column = {a: i for i, a in enumerate(agencies)}, {t: i for i, t in enumerate([*themes, ""])}
    counts = Counter(
        (row[agency.id], column[theme])
        for each in measures
        for agency in each.responsible_agency
        for theme in [found.id for found in each.theme] or [""]
    )
    heads = [(write.link(theme, "theme"), notation.lstrip("0")) for theme, notation in themes.values()]
    if any(at == column[""] for _, at in counts):
        heads.append((Link(visit.here(), Text(visit.words("plan.no_theme"), visit.language)), "–"))
    agency_keys, theme_keys = ([key(iri, visit.addresses.iris) for iri in each] for each in (agencies, themes))

    def listed(at: int, across: int) -> str:
        theme = theme_keys[across] if across < len(theme_keys) else None
        return visit.addresses.to("measures", plan=own_key(visit), agency=agency_keys[at], theme=theme)

    return matrix([write.link(each, "agency") for each in agencies.values()], heads, counts, listed)


def _entry_of_manifest(visit: Visit) -> PlanEntry | None:
    identifier = visit.facts.string(visit.thing, "dct:identifier")
    return visit.release.plan(identifier) if identifier else None


def downloads(visit: Visit, plan: str) -> tuple[tuple[str, str, Dump], ...]:
    """Return address, file name and description of what the release offers of a plan."""
    files = visit.release.dumps_of(plan)
    return tuple((visit.addresses.to("file", dump.path), dump.path.rsplit("/", 1)[-1], dump) for dump in files)
