"""Files of translations, read against the texts that they translate; whatever is wrong with a file is a finding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import DocumentError
from mapping.findings import Finding
from mapping.readers.source import Source
from mapping.records import provenance
from mapping.records import records as r
from mapping.reference.curated import Directory
from mapping.translations import table
from mapping.translations.fitting import FittingTranslations, fit
from mapping.translations.table import LICENCE, TRANSLATOR, TranslationTable
from mapping.translations.texts import SourceText

LARGEST = 4 * 2**20
"""What is written by hand is a thousand times smaller, in bytes."""
_ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
"""English, in the authority table of languages that DCAT-AP asks for."""


@dataclass(frozen=True, slots=True)
class FoundTranslations:
    """What a file holds; ``record`` describes it, and is absent where nothing of it is published."""

    fitting: FittingTranslations
    record: r.Translation | None = None


def read(path: Directory, sources: Iterable[SourceText], thing: str, reference: str) -> FoundTranslations:
    """Return what a file holds of the translations of ``thing``; ``reference`` is that of the translation."""
    content = path.read_bytes()
    try:
        found = _table(Source(Path(path.name), content))
    except DocumentError as error:
        what = f"{path.name} is not read, and no translation is published: {error.what}"
        return FoundTranslations(FittingTranslations({}, (unread(what, error.advice),)))
    fitting = fit(found, sources)
    return FoundTranslations(fitting, _record(found, content, thing, reference) if fitting.texts else None)


def _table(source: Source) -> TranslationTable:
    if len(source.content) > LARGEST:
        raise source.error(f"it is larger than {LARGEST:,} bytes", "Write one text and its translation into a row.")
    return table.read(source)


def unread(what: str, advice: str) -> Finding:
    """Return the finding that a file of translations is not read."""
    return Finding(code="unread-translations", message=what, advice=advice)


def _record(found: TranslationTable, content: bytes, thing: str, reference: str) -> r.Translation:
    return r.Translation(
        id=reference,
        title={"zh": f"非官方英译 ({found.name})", "en": f"unofficial English translation ({found.name})"},
        translation_of=thing,
        language=_ENGLISH,
        file_name=found.name,
        checksum=provenance.checksum(reference, hashlib.sha256(content).hexdigest()),
        credit_text=found.said.get(TRANSLATOR),
        license=found.said.get(LICENCE),
    )
