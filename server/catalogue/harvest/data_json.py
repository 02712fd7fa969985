"""The catalogue as ``/data.json``: DCAT-US 1.1 (https://resources.data.gov/resources/dcat-us/), all of it in one document.

It has one language, so texts are English; keywords are in both.
"""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response

from mapping.release.folder import Dump
from server.catalogue.answering import chosen, reply
from server.catalogue.dcat import authorities, datasets, distributions
from server.catalogue.dcat.edition import CatalogueDataset, Edition, current
from server.web.representations import JSON

data_json = Blueprint("data_json", __name__)

_SCHEMA = "https://project-open-data.cio.gov/v1.1/schema"


@data_json.get("/data.json")
def get() -> Response:
    """Answer with the catalogue."""
    edition = current()
    return reply(edition, chosen((JSON,), JSON.suffix), lambda: _written(edition))


def _written(edition: Edition) -> bytes:
    found = {
        "@context": f"{_SCHEMA}/catalog.jsonld",
        "@id": edition.address("data.json"),
        "@type": "dcat:Catalog",
        "conformsTo": _SCHEMA,
        "describedBy": f"{_SCHEMA}/catalog.json",
        "dataset": [described(dataset) for dataset in edition.datasets.values()],
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=1)


def described(dataset: CatalogueDataset) -> dict[str, Any]:
    """Return a dataset. What the standard has for federal agencies alone, their bureau and programme, is left out."""
    edition = dataset.edition
    days = edition.coverage.days.get(dataset.graph)
    plan = dataset.plan
    keywords = datasets.keywords(dataset)
    european = map(authorities.theme, edition.coverage.european_themes(dataset.graph))
    found: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "identifier": dataset.iri,
        "title": datasets.title(dataset)["en"],
        "description": datasets.description(dataset)["en"],
        "keyword": [*keywords["en"], *keywords["zh"]],
        "modified": dataset.modified,
        "issued": dataset.issued,
        "publisher": {"@type": "org:Organization", "name": edition.manifest.publication.publisher["en"]},
        "contactPoint": _contact(edition),
        "accessLevel": "public",
        "accrualPeriodicity": "irregular",
        "license": dataset.license,
        "landingPage": dataset.landing,
        "language": ["zh", "en"],
        "theme": [each.pref_label["en"] for each in european if each.pref_label],
        "conformsTo": edition.iris.absolute("pg:def"),
        "distribution": [_distribution(edition, dump) for dump in distributions.files(dataset)],
    }
    if plan:
        found["spatial"] = edition.place_label(plan.jurisdiction).get("en", plan.jurisdiction)
        found["isPartOf"] = edition.whole.iri
        found |= {"references": [plan.official_page]} if plan.official_page else {}
    if days:
        found["temporal"] = "/".join(days)
    return found


def _contact(edition: Edition) -> dict[str, str]:
    """Return whom to write to: by mail, which the standard asks for, or else at a page."""
    publication = edition.manifest.publication
    reached = {"hasEmail": f"mailto:{publication.mail}"} if publication.mail else {"hasURL": publication.contact}
    return {"@type": "vcard:Contact", "fn": publication.publisher["en"], **reached}


def _distribution(edition: Edition, dump: Dump) -> dict[str, str]:
    return {
        "@type": "dcat:Distribution",
        "title": dump.path.rpartition("/")[2],
        "format": authorities.format_label(dump.media_type),
        "mediaType": dump.media_type,
        "downloadURL": distributions.latest(edition, dump),
    }
