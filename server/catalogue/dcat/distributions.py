"""How a dataset is to be had: the files of the release, and the lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TypedDict

from mapping.release.folder import Dump, Manifest
from mapping.release.tables import measures
from ontology.iris import of_plan, publisher
from server.catalogue.dcat import authorities
from server.catalogue.dcat import edition as editions
from server.catalogue.dcat.edition import CatalogueDataset, Edition
from server.catalogue.dcat.nodes import ChecksumNode, Distribution, Labelled, Node, Texts
from server.catalogue.dcat.texts import texts
from server.web.representations import CSV, JSON, TURTLE, XLSX
from server.web.sheets import MOST_ROWS
from server.words.addresses import to

LISTS = ("plans", "measures", "requirements", "themes", "agencies", "jurisdictions")
LIST_FORMATS = {each.suffix: each.media_type for each in (JSON, CSV, TURTLE)}


_DOCUMENTS = "dumps/document/"
_VOCABULARY = "dumps/vocabulary/"
_CANONICAL = "canonical.txt"


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
    return edition.address(to("file", dump.path))


def key(dump: Dump, name: str) -> str:
    """Return what tells a dataset's distributions apart: ``ttl``, ``measures.csv``, ``vocabulary/shapes/plan.ttl``."""
    path = PurePosixPath(dump.path)
    if dump.path.startswith(_DOCUMENTS):
        return to("file", f"document/{path.name}").lstrip("/")
    if dump.path.startswith(_VOCABULARY):
        return dump.path.removeprefix("dumps/")
    stem = "policygraph" if name == "all" else name
    return path.suffix[1:] if path.stem == stem else path.name


def nodes(dataset: CatalogueDataset, title: Texts) -> Iterator[Node]:
    """Yield the distributions of a dataset, each followed by what it refers to; files that are the same are one."""
    edition = dataset.edition
    for dump, also in _distinct(dataset.dumps):
        yield from _file(dataset, dump, _title_and_description(dump, title, also))
    if dataset.name == "all":
        for each in LISTS:
            for suffix, media_type in LIST_FORMATS.items():
                yield from _list(edition, each, suffix, media_type)
        for each in LISTS if fits_spreadsheets(edition.manifest) else ():
            yield from _spreadsheet(edition, each)


def files(dataset: CatalogueDataset) -> list[Dump]:
    """Return the files of a dataset, each content once."""
    return [dump for dump, _ in _distinct(dataset.dumps)]


def references(dataset: CatalogueDataset) -> frozenset[str]:
    """Return the references of the distributions of a dataset, those of files that are the same as another one too."""
    files = {of_plan("distribution", dataset.name, key(dump, dataset.name)) for dump in dataset.dumps}
    forms = (*LIST_FORMATS, XLSX.suffix) if dataset.name == "all" else ()
    return frozenset(files | {_list_reference(f"{one}.{form}") for one in LISTS for form in forms})


def _distinct(dumps: list[Dump]) -> Iterator[tuple[Dump, list[Dump]]]:
    """Yield each file with those that are byte for byte the same; a document stands for its canonical text."""
    same: dict[tuple[str, str], list[Dump]] = {}
    for dump in sorted(dumps, key=_is_canonical):
        same.setdefault((dump.media_type, dump.sha256), []).append(dump)
    for dump in dumps:
        if (found := same[dump.media_type, dump.sha256])[0] is dump:
            yield dump, found[1:]


def _is_canonical(dump: Dump) -> bool:
    return dump.path.startswith(_DOCUMENTS) and PurePosixPath(dump.path).name == _CANONICAL


def _file(dataset: CatalogueDataset, dump: Dump, texts_of_it: tuple[Texts, Texts]) -> Iterator[Node]:
    edition = dataset.edition
    reference = of_plan("distribution", dataset.name, key(dump, dataset.name))
    title_of_it, said = texts_of_it
    download = latest(edition, dump)
    checksum = f"{reference}#checksum"
    standard = _standard(edition, dump)
    terms = _terms(dataset, dump.media_type)
    if dump.path.startswith(_DOCUMENTS):
        terms["language"] = (authorities.CHINESE,)
    yield Distribution(
        id=reference, title=title_of_it, description=said, access_url=dataset.landing, download_url=download,
        **terms, byte_size=str(dump.byte_size), checksum=checksum,
        conforms_to=(standard.id,) if standard else (),
    )  # fmt: skip # entries side by side
    yield ChecksumNode(
        id=checksum, label=texts("parts.checksum"), algorithm=authorities.SHA_256, checksum_value=dump.sha256
    )
    yield Labelled(id=download, type=("foaf:Document",), document_title=PurePosixPath(dump.path).name)
    yield from _formats(dump.media_type)
    if standard:
        yield standard


def _standard(edition: Edition, dump: Dump) -> Labelled | None:
    """Return what says of the columns or elements of a file what they are."""
    match measures.form_of(dump):
        case "csv":
            return authorities.standard(authorities.CSVW)
        case "xml":
            schema = edition.address(to("file", measures.SCHEMA_PATH))
            return Labelled(id=schema, type=("dct:Standard",), title=texts("distribution.schema"))
        case _:
            return None


def _title_and_description(dump: Dump, title: Texts, also: list[Dump]) -> tuple[Texts, Texts]:
    """Return the title and the description of a file; ``also`` are the files that are the same."""
    path = PurePosixPath(dump.path)
    shown = authorities.format_label(dump.media_type)
    if dump.path.startswith(_DOCUMENTS):
        kind = "canonical" if _is_canonical(dump) else "both" if any(map(_is_canonical, also)) else "document"
        return texts(f"distribution.{kind}", file=path.name), texts(f"distribution.{kind}-description")
    if dump.path.startswith(_VOCABULARY):
        file = dump.path.removeprefix(_VOCABULARY)
        return texts("distribution.graph", title=title, format=file), texts("distribution.vocabulary-description")
    if dump.path == measures.SCHEMA_PATH:
        return texts("distribution.schema"), texts("distribution.schema-description")
    said = f"distribution.{measures.form_of(dump) or 'graph'}-description"
    return texts("distribution.graph", title=title, format=shown), texts(said, format=shown)


def _list(edition: Edition, name: str, suffix: str, media_type: str) -> Iterator[Node]:
    shown = authorities.format_label(media_type)
    called = texts(f"lists.{name}")
    target = edition.address(f"{name}.{suffix}")
    yield Distribution(
        id=_list_reference(f"{name}.{suffix}"),
        title=texts("distribution.list", list=called, format=shown),
        description=texts("distribution.list-description", list=called),
        access_url=target,
        **_terms(edition.whole, media_type),
        access_service=publisher("service", "api"),
        conforms_to=(authorities.CSVW,) if suffix == "csv" else (),
    )
    yield Labelled(id=target, type=("foaf:Document",), title=called)
    yield from _formats(media_type)
    if suffix == "csv":
        yield authorities.standard(authorities.CSVW)


def fits_spreadsheets(manifest: Manifest) -> bool:
    """Return whether a table holds the longest list, that of measures; a longer one is refused and no download."""
    return sum(plan.measures for plan in manifest.plans) <= MOST_ROWS


def _spreadsheet(edition: Edition, name: str) -> Iterator[Node]:
    """Yield the whole of a list as a spreadsheet, in Chinese; its size is known only once it is made."""
    called = texts(f"lists.{name}")
    target = edition.address(to("all_of_list", name, XLSX.suffix))
    terms = _terms(edition.whole, XLSX.media_type)
    terms["language"] = (authorities.CHINESE,)
    yield Distribution(
        id=_list_reference(f"{name}.{XLSX.suffix}"),
        title=texts("distribution.list", list=called, format=authorities.format_label(XLSX.media_type)),
        description=texts("distribution.spreadsheet-description", list=called),
        access_url=edition.whole.landing,
        download_url=target,
        **terms,
    )
    yield Labelled(id=target, type=("foaf:Document",), title=called)
    yield from _formats(XLSX.media_type)


def _list_reference(file: str) -> str:
    return publisher("distribution", "all", "lists", file)


def _terms(dataset: CatalogueDataset, media_type: str) -> _SharedTerms:
    return {
        "format": authorities.file_type(media_type).id,
        "media_type": authorities.media_type(media_type).id,
        "license": dataset.license,
        "rights": editions.RIGHTS,
        "availability": authorities.STABLE,
        "language": (authorities.CHINESE, authorities.ENGLISH),
        "issued": dataset.issued,
        "modified": dataset.modified,
    }


def _formats(media_type: str) -> Iterator[Node]:
    yield authorities.file_type(media_type)
    yield authorities.media_type(media_type)
