"""Datasets and series as nodes of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology import iris as names
from ontology.iris import PREFIX, of_plan, publisher
from server.catalogue.dcat import authorities, distributions
from server.catalogue.dcat.edition import CONTACT, PUBLISHER, Edition, dataset
from server.catalogue.dcat.nodes import (
    CatalogRecord,
    DatasetNode,
    Distribution,
    Labelled,
    Location,
    Node,
    PeriodNode,
    Series,
    Texts,
)
from server.catalogue.dcat.texts import counted, texts

COUNTRY = "100000"
"""What covers all plans, in GB/T 2260."""
LANGUAGES = (authorities.CHINESE, authorities.ENGLISH)
_LONGEST = 100
_SIGNS = re.compile(r"[^\w \-.]+")
_APOSTROPHES = re.compile(r"['’ʼ]")
_KEYWORDS = ("policy", "plan", "measures", "agencies", "graph")


def title(edition: Edition, name: str) -> Texts:
    """Return the title of a dataset in both languages: portals name it by one of them."""
    plan = edition.plans.get(name)
    if plan is None:
        return texts(f"{'whole' if name == 'all' else name}.title", site=edition.manifest.publication.title)
    place = edition.place_label(plan.jurisdiction)
    made = (
        texts("plan.title-en", place=place, national=edition.national_title(plan.national), id=name)
        if plan.national
        else texts("plan.title-alone", place=place, id=name)
    )
    return {tag: plan.title.get(tag) or made[tag] for tag in ("zh", "en")}


def description(edition: Edition, name: str) -> Texts:
    """Return what a dataset holds, with the counts of the release."""
    triples = edition.triples_of(name)
    plan = edition.plans.get(name)
    if plan is None:
        return texts(
            f"{'whole' if name == 'all' else name}.description", triples=triples, **counted(plans=len(edition.plans))
        )
    given: dict[str, str | int | Texts] = {"place": edition.place_label(plan.jurisdiction), "triples": triples}
    given |= counted(measures=plan.measures, agencies=plan.agencies)
    told = (
        texts("plan.description", national=edition.national_title(plan.national), **given)
        if plan.national
        else texts("plan.description-alone", **given)
    )
    if not plan.sample:
        return told
    sample = texts("plan.sample")
    return {tag: f"{sample[tag]} {told[tag]}" for tag in told}


def nodes(edition: Edition, name: str) -> Iterator[Node]:
    """Yield a dataset and all that it refers to, but for what every dataset does."""
    told = title(edition, name)
    files = list(distributions.nodes(edition, name, told))
    spatial = _places(edition, name)
    themes = _themes(edition, name)
    period = _period(edition, name)
    provenance = _provenance(edition, name)
    landing = edition.address(f"doc/{dataset(name)}")
    plan = edition.plans.get(name)
    activity = of_plan("extraction", name) if plan else None
    yield DatasetNode(
        id=dataset(name), identifier=edition.iris.absolute(dataset(name)), title=told, description=description(edition, name),
        keyword=keywords(edition, name), issued=edition.issued(name), modified=edition.modified(name),
        version=edition.version(name), publisher=PUBLISHER, creator=PUBLISHER, contact_point=CONTACT,
        license=distributions.license_of(edition, name), access_rights=authorities.PUBLIC,
        spatial=tuple(place.id for place in spatial), temporal=period.id, theme=tuple(theme.id for theme in themes),
        frequency=authorities.IRREGULAR, landing_page=landing, provenance=provenance.id, language=LANGUAGES,
        conforms_to=(f"{PREFIX}def",),
        distributions=tuple(each.id for each in files if isinstance(each, Distribution)),
        in_series=edition.series_of(name) if plan else None, page=plan.official_page if plan else None,
        was_generated_by=activity,
    )  # fmt: skip # entries side by side
    yield from (*files, *spatial, *themes, period, provenance)
    yield from authorities.license_document(distributions.license_of(edition, name))
    yield Labelled(id=landing, type=("foaf:Document",), title=texts("parts.landing", title=told))
    if plan and plan.official_page:
        yield Labelled(id=plan.official_page, type=("foaf:Document",), title=texts("parts.official-page", title=told))
    if activity:
        yield Labelled(id=activity, type=("prov:Activity",), label=texts("parts.extraction"))


def keywords(edition: Edition, name: str) -> dict[str, tuple[str, ...]]:
    """Return keywords a language: what all datasets are about, and the place. Themes are themes of their own."""
    plan = edition.plans.get(name)
    found = [texts(f"keywords.{each}") for each in _KEYWORDS]
    found += [edition.place_label(plan.jurisdiction)] if plan else []
    return plain(found)


def plain(found: list[Texts]) -> dict[str, tuple[str, ...]]:
    """Return texts as keywords that CKAN takes: letters, digits, spaces, hyphens, dots and ``_``, 2 to 100 of them."""
    told = {tag: [_plain(each[tag]) for each in found if tag in each] for tag in ("zh", "en")}
    return {
        tag: tuple(dict.fromkeys(each for each in words if 2 <= len(each) <= _LONGEST)) for tag, words in told.items()
    }


def _plain(keyword: str) -> str:
    """Return a keyword without the signs at which CKAN refuses a dataset; an apostrophe parts no words: Xi'an is Xian."""
    return " ".join(_SIGNS.sub(" ", _APOSTROPHES.sub("", keyword)).split())


def subjects(edition: Edition, name: str) -> dict[str, tuple[str, ...]]:
    """Return keywords and themes a language, for those who take any text."""
    tops = [edition.coverage.themes[theme].label for theme in edition.coverage.top_themes(edition.graph_of(name))]
    words = keywords(edition, name)
    return {tag: (*words[tag], *(label[tag] for label in tops if tag in label)) for tag in words}


def _places(edition: Edition, name: str) -> list[Location]:
    plan = edition.plans.get(name)
    return places(edition, plan.jurisdiction if plan else COUNTRY)


def places(edition: Edition, code: str) -> list[Location]:
    """Return a jurisdiction, or the nearest one above it whose extent is known, under our name and those of others."""
    found = edition.coverage.located(edition.iris.absolute(names.jurisdiction(code)))
    if found is None:
        return []
    known = edition.coverage.places[found]
    return [
        Location(
            id=name,
            pref_label=known.label,
            bbox=known.bbox or "",
            centroid=known.centroid or "",
            in_scheme=authorities.scheme_of_place(name),
        )
        for name in (found, *known.same)
    ]


def _themes(edition: Edition, name: str) -> list[Labelled]:
    graph = edition.graph_of(name)
    if name in edition.plans:
        european, own = edition.coverage.european_themes(graph), edition.coverage.top_themes(graph)
    else:
        european, own = (authorities.GOVERNMENT,), ()
    return [*(authorities.theme(iri) for iri in european), *(_theme(edition, iri) for iri in own)]


def _theme(edition: Edition, iri: str) -> Labelled:
    known = edition.coverage.themes[iri]
    return Labelled(id=iri, type=("skos:Concept",), pref_label=known.label, in_scheme=known.scheme)


def _period(edition: Edition, name: str) -> PeriodNode:
    """Return the days that the data speaks of; where it names none, those in which it was published."""
    days = edition.coverage.days.get(edition.graph_of(name)) or (edition.coverage.all_days() if name == "all" else None)
    return period(f"{dataset(name)}#temporal", days or (edition.issued(name)[:10], edition.modified(name)[:10]))


def period(reference: str, days: tuple[str, str]) -> PeriodNode:
    """Return a period by its first and last day."""
    first, last = days
    return PeriodNode(
        id=reference, label=texts("parts.period", first=first, last=last), start_date=first, end_date=last
    )


def _provenance(edition: Edition, name: str) -> Labelled:
    said = "parts.provenance" if name in edition.plans else "parts.provenance-common"
    told = texts(said, release=edition.release_of(name))
    return Labelled(id=f"{dataset(name)}#provenance", type=("dct:ProvenanceStatement",), label=told)


def record(edition: Edition, name: str) -> CatalogRecord:
    """Return the catalogue's entry about a dataset."""
    return CatalogRecord(
        id=f"{dataset(name)}#record", title=texts("catalog.record", title=title(edition, name)), primary_topic=dataset(name),
        issued=edition.issued(name), modified=edition.modified(name), conforms_to=(authorities.DCAT_AP,),
        status=authorities.COMPLETED, language=LANGUAGES,
    )  # fmt: skip # entries side by side


def series_names(edition: Edition) -> tuple[str, ...]:
    """Return the ids of the national documents that have plans."""
    return tuple(sorted({plan.national for plan in edition.plans.values() if plan.national}))


def members(edition: Edition, national: str) -> tuple[str, ...]:
    """Return the datasets of a series."""
    return tuple(name for name, plan in edition.plans.items() if plan.national == national)


def series(edition: Edition, national: str) -> Iterator[Node]:
    """Yield the series of a national document and all that it refers to."""
    told = edition.national_title(national)
    plans = members(edition, national)
    place = places(edition, COUNTRY)
    reference = publisher("series", national)
    landing = edition.address(f"doc/{reference}")
    first, last = min(map(edition.issued, plans)), max(map(edition.modified, plans))
    days = [_period(edition, name) for name in plans]
    span = period(f"{reference}#temporal", (min(day.start_date for day in days), max(day.end_date for day in days)))
    yield Series(
        id=reference, identifier=edition.iris.absolute(reference), title=texts("series.title", national=told),
        description=texts("series.description", national=told), keyword=keywords(edition, "all"), issued=first, modified=last,
        publisher=PUBLISHER, contact_point=CONTACT, spatial=tuple(each.id for each in place), temporal=span.id,
        theme=(authorities.GOVERNMENT,), frequency=authorities.IRREGULAR, landing_page=landing,
    )  # fmt: skip # entries side by side
    yield from (*place, span, authorities.theme(authorities.GOVERNMENT))
    yield Labelled(id=landing, type=("foaf:Document",), title=texts("series.title", national=told))
