"""Translations out to whoever translates, and back into the file beside a plan or a national document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapping import plan_folder
from mapping.errors import PlanFolderError, Where
from mapping.findings import Finding
from mapping.readers.source import open_source
from mapping.translations import table, workbook
from mapping.translations.fitting import FittingTranslations, fit, key
from mapping.translations.table import TranslationRow, TranslationTable
from mapping.translations.texts import SourceText


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import took: how many ``texts`` are translated now out of ``total``, and what is ``told`` of its rows."""

    texts: int
    total: int
    findings: tuple[Finding, ...]


def export(file: Path, sources: Sequence[SourceText], target: Path) -> FittingTranslations:
    """Write every text with the translation that it has in ``file``, if any, into a workbook (.xlsx) or a table (.tsv).

    What there is of a text that has changed since is not taken along: it is translated anew.

    Raises:
        DocumentError: the file there is cannot be read: it would be lost.
        PlanFolderError: the target has another suffix.
    """
    known = _table(file) if file.is_file() else TranslationTable(file.name)
    found = fit(known, sources)
    rows = [(each.number, found.texts.get(each.number, ""), each.text) for each in sources]
    if target.suffix.lower() == workbook.SUFFIX:
        workbook.export(rows, target)
    else:
        _check(target)
        target.write_text(table.written(rows, known.said), "utf-8")
    return found


def take_in(given: Path, file: Path, sources: Sequence[SourceText]) -> Taken:
    """Write what a workbook or a table says of each text into ``file``, beside what it says of other texts already.

    An empty cell says nothing: what was there stays. Raises :class:`DocumentError` for what cannot be read; then nothing is
    written.
    """
    read = _table(given)
    before = _table(file) if file.is_file() else TranslationTable(file.name)
    new = fit(read, sources)
    kept = dict(fit(before, sources).texts)
    said = {**kept, **new.texts}
    rows = [(each.number, said[each.number], each.text) for each in sources if each.number in said]
    rows += _kept(before.rows, sources, said)
    plan_folder.save(file, table.written(rows, {**before.said, **read.said}).encode())
    return Taken(len(said), len(sources), new.findings)


def _kept(
    rows: Iterable[TranslationRow], sources: Sequence[SourceText], said: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of before that are not published and that nothing has replaced: a person wrote them."""
    known = {key(name): each for each in sources for name in (each.number, each.bare) if name}
    for row in rows:
        source = known.get(key(row.number))
        if row.text and not (source and source.number in said):
            yield row.number, row.text, row.source


def _table(path: Path) -> TranslationTable:
    if path.suffix.lower() == workbook.SUFFIX:
        return workbook.read(path)
    return table.read(open_source(path))


def _check(target: Path) -> None:
    if target.suffix.lower() not in {".tsv", ".txt"}:
        raise PlanFolderError(
            f"{target.suffix or 'no suffix'} is neither a workbook nor a table",
            where=Where(document=target.name),
            advice="Name the file with .xlsx, or with .tsv.",
        )
