"""How a dataset is to be had: the files of the release, and the lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TypedDict

from mapping.release.folder import Dump
from ontology.iris import of_plan, publisher
from server.catalogue.dcat import authorities
from server.catalogue.dcat import edition as editions
from server.catalogue.dcat.edition import Edition
from server.catalogue.dcat.nodes import ChecksumNode, Distribution, Labelled, Node, Texts
from server.catalogue.dcat.texts import texts
from server.words import addresses

LISTS = ("plans", "measures", "requirements", "themes", "agencies", "jurisdictions")
LIST_FORMATS = {"json": "application/json", "csv": "text/csv", "ttl": "text/turtle"}


_DOCUMENTS = "dumps/document/"
_VOCABULARY = "dumps/vocabulary/"


class _SharedTerms(TypedDict):
    """What every distribution of a dataset says alike, but for its format."""

    format: str
    media_type: str
    license: str
    rights: str
    availability: str
    language: tuple[str, ...]
    issued: str
    modified: str


def latest(edition: Edition, dump: Dump) -> str:
    """Return the address that leads to the file in the latest release."""
    return edition.address(addresses.dump(dump.path))


def key(dump: Dump, name: str) -> str:
    """Return what tells a dataset's distributions apart: ``ttl``, ``measures.csv``, ``vocabulary/shapes/plan.ttl``."""
    path = PurePosixPath(dump.path)
    if dump.path.startswith(_DOCUMENTS):
        return addresses.dump(f"document/{path.name}").lstrip("/")
    if dump.path.startswith(_VOCABULARY):
        return dump.path.removeprefix("dumps/")
    stem = "policygraph" if name == "all" else name
    return path.suffix[1:] if path.stem == stem else path.name


def nodes(edition: Edition, name: str, title: Texts) -> Iterator[Node]:
    """Yield the distributions of a dataset, each followed by what it refers to."""
    for dump in edition.dumps.get(name, []):
        yield from _file(edition, name, dump, title)
    if name == "all":
        for each in LISTS:
            for suffix, media_type in LIST_FORMATS.items():
                yield from _list(edition, each, suffix, media_type)


def _file(edition: Edition, name: str, dump: Dump, title: Texts) -> Iterator[Node]:
    reference = of_plan("distribution", name, key(dump, name))
    told, said = _told(dump, title)
    download = latest(edition, dump)
    checksum = f"{reference}#checksum"
    is_table = dump.media_type == "text/csv"
    terms = _terms(edition, name, dump.media_type)
    if dump.path.startswith(_DOCUMENTS):
        terms["language"] = (authorities.CHINESE,)
    yield Distribution(
        id=reference, title=told, description=said, access_url=_landing(edition, name), download_url=download,
        **terms, byte_size=str(dump.byte_size), checksum=checksum,
        conforms_to=(authorities.CSVW,) if is_table else (),
    )  # fmt: skip
    yield ChecksumNode(id=checksum, label=texts("parts.checksum"), checksum_value=dump.sha256)
    yield Labelled(id=download, type=("foaf:Document",), document_title=PurePosixPath(dump.path).name)
    yield from _formats(dump.media_type)
    if is_table:
        yield authorities.standard(authorities.CSVW)


def _told(dump: Dump, title: Texts) -> tuple[Texts, Texts]:
    """Return the title and the description of a file."""
    path = PurePosixPath(dump.path)
    shown = authorities.format_label(dump.media_type)
    if dump.path.startswith(_DOCUMENTS):
        canonical = path.name == "canonical.txt"
        kind = "canonical" if canonical else "document"
        return texts(f"distribution.{kind}", file=path.name), texts(f"distribution.{kind}-description")
    if dump.path.startswith(_VOCABULARY):
        file = dump.path.removeprefix(_VOCABULARY)
        return texts("distribution.graph", title=title, format=file), texts("distribution.vocabulary-description")
    said = "distribution.table-description" if dump.media_type == "text/csv" else "distribution.graph-description"
    return texts("distribution.graph", title=title, format=shown), texts(said, format=shown)


def _list(edition: Edition, name: str, suffix: str, media_type: str) -> Iterator[Node]:
    shown = authorities.format_label(media_type)
    called = texts(f"lists.{name}")
    target = edition.address(f"{name}.{suffix}")
    yield Distribution(
        id=publisher("distribution", "all", "lists", f"{name}.{suffix}"),
        title=texts("distribution.list", list=called, format=shown),
        description=texts("distribution.list-description", list=called),
        access_url=edition.address(name), download_url=target, **_terms(edition, "all", media_type),
        access_service=publisher("service", "api"), conforms_to=(authorities.CSVW,) if suffix == "csv" else (),
    )  # fmt: skip
    yield Labelled(id=edition.address(name), type=("foaf:Document",), title=called)
    yield Labelled(id=target, type=("foaf:Document",), document_title=f"{name}.{suffix}")
    yield from _formats(media_type)
    if suffix == "csv":
        yield authorities.standard(authorities.CSVW)


def _landing(edition: Edition, name: str) -> str:
    return edition.address(f"doc/{editions.dataset(name)}")


def license_of(edition: Edition, name: str) -> str:
    """Return the licence of a dataset: a plan may have one of its own."""
    plan = edition.plans.get(name)
    return (plan.license if plan else None) or edition.manifest.publication.license


def _terms(edition: Edition, name: str, media_type: str) -> _SharedTerms:
    return {
        "format": authorities.file_type(media_type).id,
        "media_type": authorities.media_type(media_type).id,
        "license": license_of(edition, name),
        "rights": editions.RIGHTS,
        "availability": authorities.STABLE,
        "language": (authorities.CHINESE, authorities.ENGLISH),
        "issued": edition.issued(name),
        "modified": edition.modified(name),
    }


def _formats(media_type: str) -> Iterator[Node]:
    yield authorities.file_type(media_type)
    yield authorities.media_type(media_type)
