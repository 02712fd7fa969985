"""The catalogue, page by page: the same order on every page of one release, and a last page that ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from server.catalogue.dcat import authorities, datasets, services
from server.catalogue.dcat.edition import CATALOG, CONTACT, PUBLISHER, CatalogueDataset, Edition, shared_nodes
from server.catalogue.dcat.nodes import Catalog, Labelled, Node, PageNode, Texts
from server.catalogue.dcat.texts import texts

PAGE = 100
"""How many datasets a page holds."""

Addresser = Callable[[int], str]
"""The absolute address of a page, counted from 1, in the representation that is read."""


def pages(edition: Edition) -> int:
    """Return the number of pages."""
    return max(1, math.ceil(len(edition.datasets) / PAGE))


def on_page(edition: Edition, number: int) -> tuple[CatalogueDataset, ...]:
    """Return the datasets on a page, counted from 1."""
    return tuple(edition.datasets.values())[(number - 1) * PAGE : number * PAGE]


def title(edition: Edition) -> Texts:
    """Return the title of the catalogue."""
    return texts("catalog.title", site=edition.manifest.publication.title)


def nodes(edition: Edition, number: int, address: Addresser) -> Iterator[Node]:
    """Yield a page: the catalogue, its datasets, services and series, and everything that they refer to."""
    on = on_page(edition, number)
    yield _catalog(edition, on, address(number), services.references() if number == 1 else ())
    yield view(edition, number, address)
    for dataset in on:
        yield from datasets.nodes(dataset)
        yield datasets.record(dataset)
    for national in _series_of(on):
        yield from datasets.series(edition, national)
    if number == 1:  # with the whole graph, which they serve: a dataset that stood on two pages would be taken twice
        yield from services.nodes(edition)
    yield from _common(edition)


def _series_of(on: tuple[CatalogueDataset, ...]) -> list[str]:
    return sorted({each.plan.national for each in on if each.plan and each.plan.national})


def _catalog(edition: Edition, on: tuple[CatalogueDataset, ...], page: str, offered: tuple[str, ...]) -> Catalog:
    publication = edition.manifest.publication
    schemes = sorted({theme.scheme for theme in edition.coverage.themes.values()})
    return Catalog(
        id=CATALOG, identifier=edition.iris.absolute(CATALOG), title=title(edition), description=texts("catalog.description"),
        issued=edition.history.first, modified=edition.history.last, publisher=PUBLISHER, contact_point=CONTACT,
        license=publication.license, homepage=edition.iris.base, language=datasets.LANGUAGES,
        spatial=tuple(place.id for place in datasets.places(edition, datasets.COUNTRY)),
        theme_taxonomy=(authorities.THEMES, *schemes),
        datasets=tuple(each.reference for each in on), service=offered,
        record=tuple(f"{each.reference}#record" for each in on), total_items=len(edition.datasets), view=page,
    )  # fmt: skip # entries side by side


def view(edition: Edition, number: int, address: Addresser) -> PageNode:
    """Return a page's node with its neighbours."""
    last = pages(edition)
    return PageNode(
        id=address(number),
        label=texts("catalog.page", number=number, pages=last),
        first=address(1),
        last=address(last),
        next=address(number + 1) if number < last else None,
        previous=address(number - 1) if number > 1 else None,
    )


def _common(edition: Edition) -> Iterator[Node]:
    yield from shared_nodes(edition)
    yield authorities.standard(authorities.DCAT_AP)
    home = texts("parts.home", site=edition.manifest.publication.title)
    yield Labelled(id=edition.iris.base, type=("foaf:Document",), title=home)
    yield from datasets.places(edition, datasets.COUNTRY)


def document(dataset: CatalogueDataset) -> Iterator[Node]:
    """Yield one dataset as a document of its own: it, its series or the services, and everything that they refer to."""
    edition = dataset.edition
    yield from datasets.nodes(dataset)
    yield datasets.record(dataset)
    if dataset.plan:
        for national in _series_of((dataset,)):
            yield from datasets.series(edition, national)
    elif dataset.name == "all":
        yield from services.nodes(edition)
    yield from _common(edition)


def series_document(edition: Edition, national: str) -> Iterator[Node]:
    """Yield a series with its first datasets, and everything that they refer to; the catalogue has them all."""
    yield from datasets.series(edition, national)
    for dataset in datasets.members(edition, national)[:PAGE]:
        yield from datasets.nodes(dataset)
    yield from _common(edition)


def service_document(edition: Edition, offer: services.ServiceOffer) -> Iterator[Node]:
    """Yield one service, the dataset that it serves, and everything that they refer to."""
    yield from services.service(edition, offer)
    yield from document(edition.whole)
