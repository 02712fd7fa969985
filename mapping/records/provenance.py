"""How a plan came to be: what its extraction used, and what of its document is published (PROV, ``dct:accessRights``)."""

from __future__ import annotations

import hashlib
import importlib.metadata
from functools import cache
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping.plan_folder import FILE_NAME, PlanFolder
from mapping.readers.pdf.recognised import kept_file
from mapping.records import records as r
from ontology import iris, vocabulary
from ontology.iris import Iris
from shapes import library

SOFTWARE = importlib.metadata.version("policygraph")
"""The version of this software."""
_VERSION_IRI = ox.NamedNode("http://www.w3.org/2002/07/owl#versionIRI")


def activity(folder: PlanFolder, source: r.SourceDocument) -> r.Extraction:
    """Return the extraction of a plan: it used the document, the steward's files, and these versions of words and shapes."""
    plan = folder.settings.id
    title = {"zh": f"PolicyGraph {SOFTWARE}", "en": f"PolicyGraph {SOFTWARE}"}
    software = r.Software(id=f"{iris.PREFIX}software/{SOFTWARE}", title=title, version=SOFTWARE)
    used: tuple[str | r.SettingsFile, ...] = (source.id, *_settings(folder), *versions())
    return r.Extraction(id=iris.of_plan("extraction", plan), used=used, software=software)


@cache
def versions() -> tuple[str, ...]:
    """Return the references of the versions of ontology and shapes, which are their version IRIs."""
    bases = Iris()
    words = {quad.object for quad in vocabulary.load(bases) if quad.predicate == _VERSION_IRI}
    rules = {quad.object for quad in library.published(bases, bases.base) if quad.predicate == _VERSION_IRI}
    return tuple(sorted(bases.reference(found.value) for found in words | rules if isinstance(found, ox.NamedNode)))


def checksum(of: str, sha256: str) -> r.Checksum:
    """Return the checksum of the thing ``of``; ``sha256`` in hex."""
    return r.Checksum(id=f"{of}/checksum", checksum_value=sha256, algorithm=r.SHA_256)


def _settings(folder: PlanFolder) -> tuple[r.SettingsFile, ...]:
    """Return the files that the steward wrote, as far as they are there."""
    files = (
        ("plan", folder.path / FILE_NAME, {"zh": "方案设置", "en": "settings of the plan"}),
        ("alignment", folder.alignment, {"zh": "要求对齐的决定", "en": "decisions on requirements"}),
        ("agencies", folder.agencies, {"zh": "单位名称的决定", "en": "decisions on names of agencies"}),
        ("recognised", kept_file(folder.document), {"zh": "图像上识别的文字", "en": "text recognised on pictures"}),
    )
    return tuple(_file(folder.settings.id, name, path, title) for name, path, title in files if path.is_file())


def _file(plan: str, name: str, path: Path, title: r.Bilingual) -> r.SettingsFile:
    identifier = iris.of_plan("settings", plan, name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    named = {tag: f"{text} ({path.name})" for tag, text in title.items()}
    return r.SettingsFile(id=identifier, title=named, checksum=checksum(identifier, digest))


def with_access(source: r.SourceDocument, *, published: bool, names_persons: bool, masked: bool) -> r.SourceDocument:
    """Return the document with what is published of it: the file itself, and its canonical text.

    ``masked`` says that the text had names of persons too; a file may name some that its text does not.
    """
    file = "withheld" if not published else "names-persons" if names_persons else "public"
    text = "withheld" if not published else "masked" if masked else "public"
    canonical = source.canonical_text
    if canonical is not None:
        canonical = msgspec.structs.replace(canonical, access_rights=iris.access(text))
    return msgspec.structs.replace(source, access_rights=iris.access(file), canonical_text=canonical)
