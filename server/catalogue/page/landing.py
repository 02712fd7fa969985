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
from server.catalogue.dcat.edition import Edition
from server.catalogue.dcat.edition import dataset as dataset_reference
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


def landing(edition: Edition, now: Served, name: str, language: Language) -> dict[str, object]:
    """Return what the page shows."""
    plan = edition.plans.get(name)
    files = edition.dumps.get(name, [])
    return {
        "name": name,
        "title": datasets.title(edition, name)[language],
        "description": datasets.description(edition, name)[language],
        "plan": plan,
        "plan_href": to("plan", name, lang=chrome.wish()) if plan else None,
        "place": edition.place_label(plan.jurisdiction)[language] if plan else None,
        "triples": edition.triples_of(name),
        "issued": edition.issued(name),
        "modified": edition.modified(name),
        "version": edition.version(name),
        "license": license_label(edition, name, language),
        "license_href": distributions.license_of(edition, name),
        "counted": completeness.counted(now, name),
        "files": [_file(now.folder, dump) for dump in files],
        "lists": [f"{each}.{suffix}" for each in distributions.LISTS for suffix in distributions.LIST_FORMATS]
        if name == "all"
        else [],
        "formats": [each for each in LANDING if each is not HTML],
        "citation": citation(edition, name, language),
        "bibtex": bibtex(edition, name, language),
        "release_href": release_address(edition),
        "history": edition.history.of(name) if plan else [],
        "releases": [] if plan else list(islice(edition.history.releases(), _RELEASES)),
        "kept": frozenset(shelf().kept()),
        "contact": edition.manifest.publication.contact,
        "contact_href": contact(edition, name, language),
        "schema_org": schema_org(edition, name),
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


def contact(edition: Edition, name: str, language: Language) -> str:
    """Return the address to report an error to: a mail with its subject filled in, or the publisher's page."""
    subject = texts("page.error-subject", name=name, release=edition.manifest.id)[language]
    said = f"{edition.iris.absolute(dataset_reference(name))}\n\n"
    return mail(edition.manifest.publication.contact, subject, said)


def license_label(edition: Edition, name: str, language: Language) -> str:
    """Return what people call the licence."""
    document, *_ = authorities.license_document(distributions.license_of(edition, name))
    return document.title[language] if document.title else document.id


def citation(edition: Edition, name: str, language: Language) -> str:
    """Return how to cite a dataset in this release (DataCite's order: who, when, what, version, publisher, where)."""
    publication = edition.manifest.publication
    who = publication.publisher[language]
    title = datasets.title(edition, name)[language]
    where = edition.iris.absolute(dataset_reference(name))
    year = edition.modified(name)[:4]
    release = edition.manifest.id
    if language == "zh":
        return f"{who}（{year}）：{title}，发布版本 {release}［数据集］。{where}"
    return f"{who} ({year}): {title}. Release {release} [Data set]. {where}"


def bibtex(edition: Edition, name: str, language: Language) -> str:
    """Return the same for reference managers."""
    fields = {
        "author": f"{{{edition.manifest.publication.publisher[language]}}}",
        "title": f"{{{datasets.title(edition, name)[language]}}}",
        "year": edition.modified(name)[:4],
        "version": edition.manifest.id,
        "howpublished": release_address(edition),
        "url": edition.iris.absolute(dataset_reference(name)),
    }
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
    return f"@misc{{{name}-{edition.manifest.id},\n{lines}}}"


def schema_org(edition: Edition, name: str) -> str:
    """Return the dataset in schema.org's words, as the JSON-LD that search engines read in the page."""
    titles, said = datasets.title(edition, name), datasets.description(edition, name)
    plan = edition.plans.get(name)
    days = edition.coverage.days.get(edition.graph_of(name))
    keywords = datasets.subjects(edition, name)
    iri = edition.iris.absolute(dataset_reference(name))
    found: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": iri,
        "identifier": iri,
        "url": edition.address(f"doc/{dataset_reference(name)}"),
        "name": titles["zh"],
        "alternateName": titles["en"],
        "description": f"{said['zh']} {said['en']}",
        "inLanguage": ["zh", "en"],
        "keywords": [*keywords["zh"], *keywords["en"]],
        "license": distributions.license_of(edition, name),
        "isAccessibleForFree": True,
        "version": edition.version(name),
        "datePublished": edition.issued(name),
        "dateModified": edition.modified(name),
        "creator": _publisher(edition),
        "publisher": _publisher(edition),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": edition.iris.absolute("id/catalog"),
            "url": edition.address("catalog"),
        },
        "distribution": [_download(edition, dump) for dump in edition.dumps.get(name, [])],
        **_relations(edition, name),
    }
    if plan:
        place = edition.place_label(plan.jurisdiction)
        found["spatialCoverage"] = {"@type": "Place", "name": place["zh"], "alternateName": place.get("en")}
    if days:
        found["temporalCoverage"] = "/".join(days)
    return json.dumps(found, ensure_ascii=False, indent=1).replace("<", "\\u003c")  # "<!--<script>" too


def _relations(edition: Edition, name: str) -> dict[str, object]:
    """Return what a dataset is about, what it was made from, what it is part of, and what its table tells of each measure."""
    found: dict[str, object] = {}
    if name != "all":
        found["isPartOf"] = {"@type": "Dataset", "@id": edition.iris.absolute(dataset_reference("all"))}
    if name in edition.plans:
        found["about"] = {"@id": edition.iris.absolute(of_plan("plan", name))}
        found["isBasedOn"] = {"@type": "CreativeWork", "@id": edition.iris.absolute(of_plan("document", name))}
    if name == "all" or name in edition.plans:
        found["variableMeasured"] = [
            {"@type": "PropertyValue", "name": column, "description": f"{told['zh']} / {told['en']}"}
            for column, told in measures.columns().items()
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
