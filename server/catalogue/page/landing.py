"""The page of a dataset: what it holds, how complete it is, how to get it, how to cite it, its history, whom to write to."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path, PurePosixPath

from mapping.release import compression
from mapping.release.folder import Dump
from mapping.release.tables import measures
from ontology.iris import of_plan
from server.catalogue.answering import LANDING
from server.catalogue.dcat import authorities, completeness, datasets, distributions
from server.catalogue.dcat.edition import CatalogueDataset, Edition
from server.catalogue.dcat.texts import texts
from server.catalogue.harvest import csvw
from server.release.live import Served
from server.release.shelf import shelf
from server.web import chrome
from server.web.representations import HTML
from server.words.addresses import mail, to
from server.words.language import Language

_RELEASES = 20
"""How many releases a page names; ``/releases`` has them all."""


def landing(dataset: CatalogueDataset, now: Served, language: Language) -> dict[str, object]:
    """Return what the page shows."""
    edition = dataset.edition
    plan = dataset.plan
    files = dataset.dumps
    return {
        "name": dataset.name,
        "title": datasets.title(dataset)[language],
        "description": datasets.description(dataset)[language],
        "plan": plan,
        "plan_href": to("plan", dataset.name, lang=chrome.wish()) if plan else None,
        "place": edition.place_label(plan.jurisdiction)[language] if plan else None,
        "triples": dataset.triples,
        "issued": dataset.issued,
        "modified": dataset.modified,
        "version": dataset.version,
        "license": license_label(dataset, language),
        "license_href": dataset.license,
        "counted": completeness.counted(now, dataset.name),
        "files": [_file(now.folder, dump) for dump in files],
        "lists": [f"{each}.{suffix}" for each in distributions.LISTS for suffix in distributions.LIST_FORMATS]
        if dataset.name == "all"
        else [],
        "formats": [each for each in LANDING if each is not HTML],
        "citation": citation(dataset, language),
        "bibtex": bibtex(dataset, language),
        "release_href": release_address(edition),
        "history": edition.history.of(dataset.name) if plan else [],
        "releases": [] if plan else list(islice(edition.history.releases(), _RELEASES)),
        "kept": frozenset(shelf().kept()),
        "contact": edition.manifest.publication.contact,
        "contact_href": contact(dataset, language),
        "schema_org": schema_org(dataset),
    }


def _file(release: Path, dump: Dump) -> dict[str, object]:
    """Return a file as the page shows it, with the addresses of its compressed forms and of what its columns are."""
    href = to("file", dump.path)
    codings = {
        coding: f"{href}{suffix}"
        for coding, suffix in compression.SUFFIXES.items()
        if compression.compressed(release, dump.path, coding).is_file()
    }
    return {
        "href": href,
        "name": dump.path.partition("/vocabulary/")[2] or PurePosixPath(dump.path).name,
        "dump": dump,
        "codings": codings,
        "described": csvw.description_of(dump),
    }


def release_address(edition: Edition) -> str:
    """Return the address under which this release stays."""
    return edition.address(f"releases/{edition.manifest.id}/")


def contact(dataset: CatalogueDataset, language: Language) -> str:
    """Return the address to report an error to: a mail with its subject filled in, or the publisher's page."""
    edition = dataset.edition
    subject = texts("page.error-subject", name=dataset.name, release=edition.manifest.id)[language]
    said = f"{dataset.iri}\n\n"
    return mail(edition.manifest.publication.contact, subject, said)


def license_label(dataset: CatalogueDataset, language: Language) -> str:
    """Return what people call the licence."""
    document, *_ = authorities.license_document(dataset.license)
    return document.title[language] if document.title else document.id


def citation(dataset: CatalogueDataset, language: Language) -> str:
    """Return how to cite a dataset in this release (DataCite's order: who, when, what, version, publisher, where)."""
    edition = dataset.edition
    publication = edition.manifest.publication
    return texts(
        "page.citation",
        who=publication.publisher[language],
        year=dataset.modified[:4],
        title=datasets.title(dataset)[language],
        release=edition.manifest.id,
        where=dataset.iri,
    )[language]


def bibtex(dataset: CatalogueDataset, language: Language) -> str:
    """Return the same for reference managers."""
    edition = dataset.edition
    fields = {
        "author": f"{{{edition.manifest.publication.publisher[language]}}}",
        "title": f"{{{datasets.title(dataset)[language]}}}",
        "year": dataset.modified[:4],
        "version": edition.manifest.id,
        "howpublished": release_address(edition),
        "url": dataset.iri,
    }
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
    return f"@misc{{{dataset.name}-{edition.manifest.id},\n{lines}}}"


def schema_org(dataset: CatalogueDataset) -> str:
    """Return the dataset in schema.org's words, as the JSON-LD that search engines read in the page."""
    edition = dataset.edition
    titles, said = datasets.title(dataset), datasets.description(dataset)
    plan = dataset.plan
    days = edition.coverage.days.get(dataset.graph)
    keywords = datasets.subjects(dataset)
    iri = dataset.iri
    found: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": iri,
        "identifier": iri,
        "url": dataset.landing,
        "name": titles["zh"],
        "alternateName": titles["en"],
        "description": f"{said['zh']} {said['en']}",
        "inLanguage": ["zh", "en"],
        "keywords": [*keywords["zh"], *keywords["en"]],
        "license": dataset.license,
        "isAccessibleForFree": True,
        "version": dataset.version,
        "datePublished": dataset.issued,
        "dateModified": dataset.modified,
        "creator": _publisher(edition),
        "publisher": _publisher(edition),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": edition.iris.absolute("id/catalog"),
            "url": edition.address("catalog"),
        },
        "distribution": [_download(edition, dump) for dump in dataset.dumps],
        **_relations(dataset),
    }
    if plan:
        place = edition.place_label(plan.jurisdiction)
        found["spatialCoverage"] = {"@type": "Place", "name": place["zh"], "alternateName": place.get("en")}
    if days:
        found["temporalCoverage"] = "/".join(days)
    return json.dumps(found, ensure_ascii=False, indent=1).replace("<", "\\u003c")  # "<!--<script>" too


def _relations(dataset: CatalogueDataset) -> dict[str, object]:
    """Return what a dataset is about, what it was made from, what it is part of, and what its table tells of each measure."""
    edition = dataset.edition
    found: dict[str, object] = {}
    if dataset.name != "all":
        found["isPartOf"] = {"@type": "Dataset", "@id": dataset.edition.whole.iri}
    if dataset.plan:
        found["about"] = {"@id": edition.iris.absolute(of_plan("plan", dataset.name))}
        found["isBasedOn"] = {"@type": "CreativeWork", "@id": edition.iris.absolute(of_plan("document", dataset.name))}
    if dataset.name == "all" or dataset.plan:
        found["variableMeasured"] = [
            {"@type": "PropertyValue", "name": column, "description": f"{heading['zh']} / {heading['en']}"}
            for column, heading in measures.columns().items()
        ]
    return found


def _publisher(edition: Edition) -> dict[str, object]:
    names = edition.manifest.publication.publisher
    return {
        "@type": "Organization",
        "@id": edition.iris.absolute("id/agent/publisher"),
        "name": names["zh"],
        "alternateName": names["en"],
    }


def _download(edition: Edition, dump: Dump) -> dict[str, object]:
    return {
        "@type": "DataDownload",
        "name": PurePosixPath(dump.path).name,
        "contentUrl": distributions.latest(edition, dump),
        "encodingFormat": dump.media_type,
        "contentSize": str(dump.byte_size),
        "sha256": dump.sha256,
    }
