"""The routes of the catalogue and its datasets; the other doors are nested in the same blueprint."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from urllib.parse import unquote

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from ontology.iris import publisher
from server.catalogue.answering import CATALOGUE, LANDING, chosen, reply, split
from server.catalogue.dcat import catalog as catalogs
from server.catalogue.dcat import datasets, distributions, document, services
from server.catalogue.dcat.edition import CatalogueDataset, Edition, current
from server.catalogue.dcat.nodes import Node
from server.catalogue.harvest import signposts
from server.catalogue.page.landing import landing
from server.catalogue.page.pages import shown
from server.release.live import served
from server.search_index.samples import is_only_in_samples
from server.web import chrome, responses
from server.web.links import Signpost, header_of
from server.web.numbers import page_number
from server.web.problems import Problem
from server.web.representations import HTML, LINK_SET, Offers, Representation
from server.words.addresses import to, with_query

portal = Blueprint("portal", __name__)

_ALIASES = {"xml": "rdf", "json": "jsonld", "n3": "ttl"}
"""What other portals call the same: a harvester is often set to guess the format from such a suffix."""


@portal.get("/catalog", defaults={"suffix": None})
@portal.get("/catalog.<suffix>")
def catalog(suffix: str | None) -> Response:
    """Answer with a page of the catalogue."""
    edition = current()
    representation = chosen(CATALOGUE, _ALIASES.get(suffix or "", suffix))
    number = page_number(catalogs.pages(edition))

    def address(page: int) -> str:
        return edition.address(request.path + _query(page))

    if representation is HTML:
        return reply(edition, HTML, lambda: _catalog_page(edition, number))
    headers = {"Link": _neighbours(edition, number, address)}
    return reply(
        edition,
        representation,
        lambda: _rdf(edition, catalogs.nodes(edition, number, address), representation),
        headers=headers,
    )


def _query(page: int) -> str:
    """Return the query of a page; ``?format=`` is carried on, since a harvester reads all pages as it read the first."""
    wanted = request.args.get("format")
    return with_query("", [("format", wanted or None), ("page", page if page > 1 else None)])


def _neighbours(edition: Edition, number: int, address: Callable[[int], str]) -> str:
    seen = catalogs.view(edition, number, address)
    links = {"first": seen.first, "prev": seen.previous, "next": seen.next, "last": seen.last}
    return header_of(Signpost(target, relation) for relation, target in links.items() if target)


def _rdf(edition: Edition, nodes: Iterable[Node], representation: Representation) -> bytes:
    return document.write(nodes, representation, edition.iris)


def _catalog_page(edition: Edition, number: int) -> str:
    language = chrome.language()
    rows = [
        {
            "href": to("dataset", dataset.name, lang=chrome.wish()),
            "title": datasets.title(dataset)[language],
            "description": datasets.description(dataset)[language],
            "modified": dataset.modified,
            "sample": dataset.is_sample,
        }
        for dataset in catalogs.on_page(edition, number)
    ]
    return shown(
        "catalog", edition, rows=rows, page=number, pages=catalogs.pages(edition), title=catalogs.title(edition)[language],
        total=len(edition.datasets), formats=[each for each in CATALOGUE if each is not HTML],
        national=[
            (each, edition.national_title(each)[language], is_only_in_samples("national", each))
            for each in datasets.series_names(edition)
        ],
    )  # fmt: skip # entries side by side


# ---- identifiers of what only the catalogue knows ---------------------------------------------------------------------


@portal.get("/id/<any(dataset, series, service):kind>/<name>")
def identify(kind: str, name: str) -> AnyResponse:
    """Send on from an identifier to its document."""
    edition = current()
    if kind == "dataset":
        _here(edition, name)
    return responses.see(to(kind, name, lang=chrome.wish()))


@portal.get("/id/distribution/<name>/<path:rest>")
def distribution(name: str, rest: str) -> AnyResponse:
    """Send on from a distribution to the document of its dataset, which describes it."""
    edition = current()
    if publisher("distribution", name, rest) not in map(unquote, distributions.references(_here(edition, name))):
        raise Problem.worded(HTTPStatus.NOT_FOUND, "distribution", name=name, rest=rest)
    return responses.see(to("dataset", name, lang=chrome.wish()))


@portal.get("/id/catalog")
@portal.get("/id/agent/<_name>")
def catalog_identifier(_name: str = "") -> AnyResponse:
    """Send on from the catalogue's identifier, and from the publisher's, to the catalogue."""
    return responses.see(to("catalog", lang=chrome.wish()))


def _here(edition: Edition, name: str) -> CatalogueDataset:
    """Return a dataset; raise 410 for that of a plan that was withdrawn, and 404 for one that never was."""
    if name in edition.datasets:
        return edition.datasets[name]
    gone = edition.history.withdrawn.get(name)
    if gone is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "dataset", name=name)
    members = {"withdrawn": gone.at, "release": gone.release, "plan": name}
    raise Problem.worded(HTTPStatus.GONE, "withdrawn", members, plan=name, at=gone.at, release=gone.release)


@portal.get("/doc/id/dataset/<path>")
def dataset(path: str) -> Response:
    """Answer with the document of a dataset."""
    name, suffix = split(path, LANDING)
    edition, now = current(), served()
    asked = _here(edition, name)
    representation = chosen(LANDING, suffix)
    headers = {"Link": signposts.header(asked, representation)}
    if representation is HTML:
        return reply(
            edition,
            HTML,
            lambda: shown("dataset", edition, **landing(asked, now, chrome.language())),
            headers=headers,
        )
    return reply(
        edition,
        representation,
        lambda: _rdf(edition, catalogs.document(asked), representation),
        headers=headers,
    )


@portal.get(f"/doc/id/dataset/<name>.{LINK_SET.suffix}")
def link_set(name: str) -> Response:
    """Answer with all links of a dataset, its descriptions and its files."""
    edition = current()
    asked = _here(edition, name)
    return reply(edition, LINK_SET, lambda: signposts.link_set(asked))


@portal.get("/doc/id/series/<path>")
def series(path: str) -> Response:
    """Answer with the document of a series."""
    name, suffix = split(path, LANDING)
    edition = current()
    if name not in datasets.series_names(edition):
        raise Problem.worded(HTTPStatus.NOT_FOUND, "no_plan_of", name=name)
    nodes = datasets.series(edition, name)
    language = chrome.language()
    plans = [
        (to("dataset", each.name, lang=chrome.wish()), datasets.title(each)[language], each.is_sample)
        for each in datasets.members(edition, name)
    ]
    return _described(edition, suffix, LANDING, nodes, lambda: catalogs.series_document(edition, name), plans)


@portal.get("/doc/id/service/<path>")
def service(path: str) -> Response:
    """Answer with the document of a data service."""
    name, suffix = split(path, LANDING)
    offer = next((each for each in services.OFFERS if each.name == name), None)
    if offer is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "service", name=publisher("service", name))
    edition = current()
    links = [(to("file", offer.endpoint), edition.address(offer.endpoint), False)]
    return _described(
        edition,
        suffix,
        LANDING,
        services.service(edition, offer),
        lambda: catalogs.service_document(edition, offer),
        links,
    )


def _described(
    edition: Edition,
    suffix: str | None,
    offers: Offers,
    about: Iterable[Node],
    nodes: Callable[[], Iterable[Node]],
    links: list[tuple[str, str, bool]],
) -> Response:
    representation = chosen(offers, suffix)
    if representation is HTML:
        formats = [each for each in LANDING if each is not HTML]
        return reply(
            edition, HTML, lambda: shown("described", edition, node=_titled(about), links=links, formats=formats)
        )
    return reply(edition, representation, lambda: _rdf(edition, nodes(), representation))


def _titled(nodes: Iterable[Node]) -> Node:
    """Return the first node that has a title and a description: what a document is about."""
    return next(node for node in nodes if hasattr(node, "description"))
