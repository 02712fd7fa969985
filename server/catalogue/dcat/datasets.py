"""Datasets and series as nodes of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology import iris as names
from ontology.iris import PREFIX, of_plan, publisher
from server.catalogue.dcat import authorities, distributions
from server.catalogue.dcat.edition import CONTACT, PUBLISHER, CatalogueDataset, Edition
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


def title(dataset: CatalogueDataset) -> Texts:
    """Return the title of a dataset in both languages: portals name it by one of them."""
    edition = dataset.edition
    plan = dataset.plan
    if plan is None:
        return texts(
            f"{'whole' if dataset.name == 'all' else dataset.name}.title", site=edition.manifest.publication.title
        )
    place = edition.place_label(plan.jurisdiction)
    made = (
        texts("plan.title-en", place=place, national=edition.national_title(plan.national), id=dataset.name)
        if plan.national
        else texts("plan.title-alone", place=place, id=dataset.name)
    )
    return {tag: plan.title.get(tag) or made[tag] for tag in ("zh", "en")}


def description(dataset: CatalogueDataset) -> Texts:
    """Return what a dataset holds, with the counts of the release."""
    edition = dataset.edition
    triples = dataset.triples
    plan = dataset.plan
    if plan is None:
        samples = sum(each.sample for each in edition.plans.values())
        whole = "whole.description-samples" if samples else "whole.description"
        numbers = counted(plans=len(edition.plans) - samples, samples=samples)
        return texts(whole if dataset.name == "all" else f"{dataset.name}.description", triples=triples, **numbers)
    given: dict[str, str | int | Texts] = {"place": edition.place_label(plan.jurisdiction), "triples": triples}
    given |= counted(measures=plan.measures, agencies=plan.agencies)
    said = (
        texts("plan.description", national=edition.national_title(plan.national), **given)
        if plan.national
        else texts("plan.description-alone", **given)
    )
    if not plan.sample:
        return said
    sample = texts("plan.sample")
    return {tag: f"{sample[tag]} {said[tag]}" for tag in said}


def nodes(dataset: CatalogueDataset) -> Iterator[Node]:
    """Yield a dataset and all that it refers to, but for what every dataset does."""
    its_title = title(dataset)
    files = list(distributions.nodes(dataset, its_title))
    spatial = _places(dataset)
    themes = _themes(dataset)
    period = _period(dataset)
    provenance = _provenance(dataset)
    landing = dataset.landing
    plan = dataset.plan
    activity = of_plan("extraction", dataset.name) if plan else None
    yield DatasetNode(
        id=dataset.reference, identifier=dataset.iri, title=its_title, description=description(dataset),
        keyword=keywords(dataset), issued=dataset.issued, modified=dataset.modified,
        version=dataset.version, publisher=PUBLISHER, creator=PUBLISHER, contact_point=CONTACT,
        license=dataset.license, access_rights=authorities.PUBLIC,
        spatial=tuple(place.id for place in spatial), temporal=period.id, theme=tuple(theme.id for theme in themes),
        frequency=authorities.IRREGULAR, landing_page=landing, provenance=provenance.id, language=LANGUAGES,
        conforms_to=(f"{PREFIX}def",),
        distributions=tuple(each.id for each in files if isinstance(each, Distribution)),
        in_series=dataset.series, page=plan.official_page if plan else None,
        was_generated_by=activity,
    )  # fmt: skip # entries side by side
    yield from (*files, *spatial, *themes, period, provenance)
    yield from authorities.license_document(dataset.license)
    yield Labelled(id=landing, type=("foaf:Document",), title=texts("parts.landing", title=its_title))
    if plan and plan.official_page:
        yield Labelled(
            id=plan.official_page, type=("foaf:Document",), title=texts("parts.official-page", title=its_title)
        )
    if activity:
        yield Labelled(id=activity, type=("prov:Activity",), label=texts("parts.extraction"))


def keywords(dataset: CatalogueDataset) -> dict[str, tuple[str, ...]]:
    """Return keywords a language: what all datasets are about, and the place. Themes are themes of their own."""
    plan = dataset.plan
    found = [texts(f"keywords.{each}") for each in _KEYWORDS]
    found += [dataset.edition.place_label(plan.jurisdiction)] if plan else []
    return plain(found)


def plain(found: list[Texts]) -> dict[str, tuple[str, ...]]:
    """Return texts as keywords that CKAN takes: letters, digits, spaces, hyphens, dots and ``_``, 2 to 100 of them."""
    by_tag = {tag: [_plain(each[tag]) for each in found if tag in each] for tag in ("zh", "en")}
    return {
        tag: tuple(dict.fromkeys(each for each in words if 2 <= len(each) <= _LONGEST)) for tag, words in by_tag.items()
    }


def _plain(keyword: str) -> str:
    """Return a keyword without the signs at which CKAN refuses a dataset; an apostrophe parts no words: Xi'an is Xian."""
    return " ".join(_SIGNS.sub(" ", _APOSTROPHES.sub("", keyword)).split())


def subjects(dataset: CatalogueDataset) -> dict[str, tuple[str, ...]]:
    """Return keywords and themes a language, for those who take any text."""
    edition = dataset.edition
    tops = [edition.coverage.themes[theme].label for theme in edition.coverage.top_themes(dataset.graph)]
    words = keywords(dataset)
    return {tag: (*words[tag], *(label[tag] for label in tops if tag in label)) for tag in words}


def _places(dataset: CatalogueDataset) -> list[Location]:
    plan = dataset.plan
    return places(dataset.edition, plan.jurisdiction if plan else COUNTRY)


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


def _themes(dataset: CatalogueDataset) -> list[Labelled]:
    edition = dataset.edition
    graph = dataset.graph
    if dataset.plan:
        european, own = edition.coverage.european_themes(graph), edition.coverage.top_themes(graph)
    else:
        european, own = (authorities.GOVERNMENT,), ()
    return [*(authorities.theme(iri) for iri in european), *(_theme(edition, iri) for iri in own)]


def _theme(edition: Edition, iri: str) -> Labelled:
    known = edition.coverage.themes[iri]
    return Labelled(id=iri, type=("skos:Concept",), pref_label=known.label, in_scheme=known.scheme)


def _period(dataset: CatalogueDataset) -> PeriodNode:
    """Return the days that the data speaks of; where it names none, those in which it was published."""
    edition = dataset.edition
    days = edition.coverage.days.get(dataset.graph) or (edition.coverage.all_days() if dataset.name == "all" else None)
    return period(f"{dataset.reference}#temporal", days or (dataset.issued[:10], dataset.modified[:10]))


def period(reference: str, days: tuple[str, str]) -> PeriodNode:
    """Return a period by its first and last day."""
    first, last = days
    return PeriodNode(
        id=reference, label=texts("parts.period", first=first, last=last), start_date=first, end_date=last
    )


def _provenance(dataset: CatalogueDataset) -> Labelled:
    said = "parts.provenance" if dataset.plan else "parts.provenance-common"
    label = texts(said, release=dataset.release)
    return Labelled(id=f"{dataset.reference}#provenance", type=("dct:ProvenanceStatement",), label=label)


def record(dataset: CatalogueDataset) -> CatalogRecord:
    """Return the catalogue's entry about a dataset."""
    return CatalogRecord(
        id=f"{dataset.reference}#record", title=texts("catalog.record", title=title(dataset)), primary_topic=dataset.reference,
        issued=dataset.issued, modified=dataset.modified, conforms_to=(authorities.DCAT_AP,),
        status=authorities.COMPLETED, language=LANGUAGES,
    )  # fmt: skip # entries side by side


def series_names(edition: Edition) -> tuple[str, ...]:
    """Return the ids of the national documents that have plans."""
    return tuple(sorted({plan.national for plan in edition.plans.values() if plan.national}))


def members(edition: Edition, national: str) -> tuple[CatalogueDataset, ...]:
    """Return the datasets of a series."""
    return tuple(edition.datasets[plan.id] for plan in edition.plans.values() if plan.national == national)


def series(edition: Edition, national: str) -> Iterator[Node]:
    """Yield the series of a national document and all that it refers to."""
    its_title = edition.national_title(national)
    plans = members(edition, national)
    place = places(edition, COUNTRY)
    reference = publisher("series", national)
    landing = edition.address(f"doc/{reference}")
    first, last = min(each.issued for each in plans), max(each.modified for each in plans)
    days = [_period(each) for each in plans]
    span = period(f"{reference}#temporal", (min(day.start_date for day in days), max(day.end_date for day in days)))
    yield Series(
        id=reference, identifier=edition.iris.absolute(reference), title=texts("series.title", national=its_title),
        description=texts("series.description", national=its_title), keyword=keywords(edition.whole),
        issued=first, modified=last,
        publisher=PUBLISHER, contact_point=CONTACT, spatial=tuple(each.id for each in place), temporal=span.id,
        theme=(authorities.GOVERNMENT,), frequency=authorities.IRREGULAR, landing_page=landing,
    )  # fmt: skip # entries side by side
    yield from (*place, span, authorities.theme(authorities.GOVERNMENT))
    yield Labelled(id=landing, type=("foaf:Document",), title=texts("series.title", national=its_title))
