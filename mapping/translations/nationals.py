"""National documents with the translations that lie beside them in the reference data, as RDF of the reference graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from mapping.findings import Finding
from mapping.records import rdf
from mapping.records import records as r
from mapping.reference.curated import Directory
from mapping.reference.national import NationalDocument
from mapping.translations import files, texts
from mapping.translations.table import FILE_NAME
from ontology.iris import REFERENCE_GRAPH, Iris

_MARK = ".translations."


@dataclass(frozen=True, slots=True)
class NationalTranslations:
    """The translations of national documents in the reference graph, and what a steward should look at; ``said`` are those
    of requirements by reference.
    """

    quads: tuple[ox.Quad, ...]
    findings: tuple[Finding, ...]
    said: Mapping[str, str]


def translations(
    directories: Sequence[Directory], nationals: Mapping[str, NationalDocument], iris: Iris
) -> NationalTranslations:
    """Read every file of translations below directories of reference data."""
    records: list[r.Record] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for path in (found for directory in directories for found in _files(directory)):
        identifier, _, kind = path.name.partition(_MARK)
        problem = _problem(path.name, identifier, kind, nationals, taken)
        if problem:
            findings.append(problem)
            continue
        taken.add(identifier)
        national = nationals[identifier]
        reference = f"{national.reference}/translation/en"
        found = files.read(path, texts.of_national(national), national.reference, reference)
        findings += found.fitting.findings
        if found.record:
            records += _records(national, found.fitting.texts, found.record)
    quads = rdf.quads_together(records, iris.absolute(REFERENCE_GRAPH), iris) if records else []
    said = {each.id: each.unofficial_translation for each in records if isinstance(each, r.TranslatedRequirement)}
    return NationalTranslations(tuple(quads), tuple(findings), said)


def _files(directory: Directory) -> Iterator[Directory]:
    entries = sorted(directory.iterdir(), key=lambda entry: entry.name)
    yield from (entry for entry in entries if _MARK in entry.name and entry.is_file())
    for entry in entries:
        if entry.is_dir():
            yield from _files(entry)


def _problem(
    name: str, identifier: str, kind: str, nationals: Mapping[str, NationalDocument], taken: set[str]
) -> Finding | None:
    """Return why a file is not read."""
    if identifier not in nationals:
        some = ", ".join(sorted(nationals)[:8])
        return files.unread(
            f"{name} is not read: no national document is called {identifier!r}",
            f"Name the file {some.partition(', ')[0] or '<id>'}.{FILE_NAME} by the document that it translates; known: {some}.",
        )
    if f"{_MARK[1:]}{kind}" != FILE_NAME:
        return files.unread(
            f"{name} is not read: translations are taken from {identifier}.{FILE_NAME} alone",
            "Take it in with `policygraph translate --import`, or delete it.",
        )
    if identifier in taken:
        return files.unread(f"{name} is not read: there is another one of that name", "Keep one of the two files.")
    return None


def _records(national: NationalDocument, said: Mapping[str, str], record: r.Translation) -> Iterator[r.Record]:
    yield r.TranslatedOpinion(id=national.reference, translations=(record,))
    for each in national.requirements:
        if text := said.get(f"requirement {each.number}"):
            yield r.TranslatedRequirement(id=each.reference, unofficial_translation=text)
