"""Rows of translations against the texts that they translate: what fits is published, whatever does not is a finding."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mapping.comparable import compact, narrow
from mapping.findings import Finding
from mapping.translations import numerals
from mapping.translations.table import TranslationRow, TranslationTable
from mapping.translations.texts import SourceText

STALE = "stale-translation"
"""The code of the finding that a translation is that of another text than the document has now."""
LEFT_OUT = "left-out-translation"
"""The code of the finding that a row is not published: what it translates is not known, it is no English, or not alone."""
DOUBTFUL = "doubtful-translation"
"""The code of the finding that a translation is published and should be looked at."""

_SOME = 5
_SHOWN = 60
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class FittingTranslations:
    """The translations by the numbers of their texts, and what a steward should look at."""

    texts: Mapping[str, str]
    findings: tuple[Finding, ...]


def fit(table: TranslationTable, sources: Iterable[SourceText]) -> FittingTranslations:
    """Return what of a table fits the texts that are there, in the order of these."""
    known = list(sources)
    by_key = {key(name): each for each in known for name in (each.number, each.bare) if name}
    findings = list(_without_text(table))
    rows: defaultdict[str, list[TranslationRow]] = defaultdict(list)
    for row in table.rows:
        if row.text and (source := by_key.get(key(row.number))):
            rows[source.number].append(row)
        elif row.text:
            findings.append(_unknown(row, table.name, known))
    found: dict[str, str] = {}
    for each in known:
        about = rows.get(each.number, [])
        if problem := _problem(about, each, table.name):
            findings.append(problem)
        elif about:
            found[each.number] = about[0].text
            findings += _numbers(about[0], each, table.name)
    return FittingTranslations(found, (*findings, *_unchecked(table, found)))


def key(number: str) -> str:
    """Return the number of a text as it is compared: ``Requirement 07.2`` is ``requirement 7.2``."""
    return _ZEROS.sub("", " ".join(narrow(number).casefold().split()))


def is_of(row: TranslationRow, source: SourceText) -> bool:
    """Tell whether a row translates the text that is there now; one that does not say what it translates is believed."""
    return not row.source or compact(row.source) == compact(source.text)


def _problem(rows: Sequence[TranslationRow], source: SourceText, name: str) -> Finding | None:
    """Return why a text has no translation although there are rows of it."""
    if len({row.text for row in rows}) > 1:
        places = ", ".join(str(row.row) for row in rows)
        return Finding(
            code=LEFT_OUT,
            message=f"{name}, rows {places}: {source.number} is translated {len(rows)} times, and none is published",
            advice="Keep one of the rows.",
            text=source.number,
        )
    stale = next((row for row in rows if not is_of(row, source)), None)
    if stale:
        return Finding(
            code=STALE,
            message=f"{name}, row {stale.row}: the translation of {source.number} is not published, because the text has "
            f"changed since: it was “{_short(stale.source)}” and is “{_short(source.text)}”",
            advice="Translate the text as it is now, and write that into the column source.",
            text=source.number,
        )
    foreign = next((row for row in rows if _HAN.search(row.text) and not _LATIN.search(row.text)), None)
    if foreign:
        return Finding(
            code=LEFT_OUT,
            message=f"{name}, row {foreign.row}: “{_short(foreign.text)}” is no English, and is not published",
            advice="Write English into the column text; the source's words belong into the column source.",
            text=source.number,
        )
    return None


def _unknown(row: TranslationRow, name: str, sources: Sequence[SourceText]) -> Finding:
    kinds = dict.fromkeys(each.number.partition(" ")[0] for each in sources)
    some = ", ".join(next(each.number for each in sources if each.number.startswith(f"{kind} ")) for kind in kinds)
    return Finding(
        code=LEFT_OUT,
        message=f"{name}, row {row.row}: no text here is called “{_short(row.number)}”, and its translation is not published",
        advice=f"Texts are called as {some}. Correct the number, or delete the row." if some else "Delete the row.",
        text=row.number,
    )


def _without_text(table: TranslationTable) -> Iterator[Finding]:
    """Yield one finding for all rows that say nothing: an exported file begins with nothing else."""
    empty = [row for row in table.rows if not row.text]
    if empty or not table.rows:
        named = [row.number or f"row {row.row}" for row in empty[:_SOME]]
        more = f" and {len(empty) - _SOME} more" if len(empty) > _SOME else ""
        which = f"{len(empty)} rows have no text ({', '.join(named)}{more})" if empty else "it has no rows"
        yield Finding(
            code="empty-translation",
            message=f"{table.name}: {which}",
            advice="Translate them, or delete the rows; a plan may be published without.",
            severity="info",
        )


def _unchecked(table: TranslationTable, found: Mapping[str, str]) -> Iterator[Finding]:
    """Yield one finding for all rows that are published without a source to compare."""
    unchecked = [row for row in table.rows if row.text and not row.source]
    if unchecked and found:
        what = f"{len(unchecked)} rows do" if table.has_source else "it has no column source, so that its rows do"
        yield Finding(
            code=DOUBTFUL,
            message=f"{table.name}: {what} not say which text they translate, and nobody can tell whether it has changed",
            advice="Look at them beside the text. `policygraph translate --export` writes the source beside each.",
        )


def _numbers(row: TranslationRow, source: SourceText, name: str) -> Iterator[Finding]:
    """Yield what the numbers of a translation make doubtful; it is published."""
    lost, more = numerals.left_out(source.text, row.text), numerals.added(source.text, row.text)
    said = [
        *([f"{', '.join(lost)} of the text is not in it"] if lost else []),
        *([f"{', '.join(more)} is not in the text"] if more else []),
    ]
    if said:
        yield Finding(
            code=DOUBTFUL,
            message=f"{name}, row {row.row}: the numbers of the translation of {source.number} differ: {'; '.join(said)}",
            advice="Compare both, and correct the translation. It is published.",
            text=source.number,
        )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
