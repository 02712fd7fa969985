"""``agencies.tsv``: what a steward says a printed name means. A decision wins over everything else.

It names a curated agency or, where nobody has described that agency yet, the function it has: then the body keeps its
name and address, and compares with those of the same function elsewhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from mapping.agencies.names import normalise
from mapping.errors import CuratedDataError, Where
from mapping.reference.reference import Reference

COLUMNS = ("name", "agency", "guesses", "comment")
"""The columns of the file; the last two are for people. An empty ``agency`` is a decision still to be made."""


class NameDecisions(msgspec.Struct, frozen=True, kw_only=True):
    """References of agencies or functions by printed name, as :func:`mapping.agencies.names.normalise` writes it."""

    agencies: Mapping[str, str] = {}

    def get(self, name: str) -> str | None:
        """Return the reference of the agency or function that a printed name means, where a steward has decided."""
        return self.agencies.get(normalise(name))


def load(path: Path, reference: Reference) -> NameDecisions:
    """Read ``agencies.tsv``; a file that is not there holds no decision.

    Raises :class:`mapping.errors.CuratedDataError` for a missing column, an unknown agency, or a name decided twice.
    """
    if not path.exists():
        return NameDecisions()
    rows = _table(path)
    missing = [column for column in COLUMNS[:2] if column not in (rows.fieldnames or ())]
    if missing:
        raise CuratedDataError(
            f"the column {missing[0]!r} is missing",
            where=Where(document=path.name, row=1),
            advice=f"Begin the file with the line {' '.join(COLUMNS)}, separated by tabs.",
        )
    found: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        where = Where(document=path.name, row=number, text=row["name"] or "")
        if agency := (row["agency"] or "").strip():
            _check(row["name"] or "", agency, found, reference, where)
            found[normalise(row["name"])] = reference.iris.reference(agency)
    return NameDecisions(agencies=found)


def _table(path: Path) -> csv.DictReader[str]:
    """Return the rows of the file; raises :class:`CuratedDataError` where it is no table in UTF-8."""
    where = Where(document=path.name)
    try:
        lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        raise CuratedDataError(
            f"the file is not UTF-8 (byte {error.start})",
            where=where,
            advice="Excel writes another encoding: save it as “CSV UTF-8” and with tabs, or as UTF-8 text.",
        ) from error
    longest = max((len(line) for line in lines), default=0)
    if longest > csv.field_size_limit():
        raise CuratedDataError(
            f"a line has {longest:,} characters", where=where, advice="Write one name and one agency into a line."
        )
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _check(name: str, agency: str, found: Mapping[str, str], reference: Reference, where: Where) -> None:
    known = reference.iris.reference(agency)
    functions = {function.reference for function in reference.functions.values()}
    if known not in reference.agencies and known not in functions:
        raise CuratedDataError(
            f"no curated agency is {agency!r}",
            where=where,
            advice="Write one that stands in seeds/reference/agencies, such as pg:agency/<GB/T 2260 code>/<slug>, or the "
            "function that the body has, such as pg:function/commerce.",
        )
    if found.get(normalise(name), known) != known:
        raise CuratedDataError("this name is decided twice", where=where, advice="Keep one of the two lines.")


def decided(path: Path) -> list[dict[str, str]]:
    """Return the rows in which a steward has named the agency, as they stand; none where there is no file."""
    if not path.exists():
        return []
    rows = _table(path)
    return [{column: row.get(column) or "" for column in COLUMNS} for row in rows if (row.get("agency") or "").strip()]


def names(path: Path) -> list[str]:
    """Return the printed names that a steward has decided on."""
    return [row["name"] for row in decided(path)]


def table(rows: Iterable[Mapping[str, str]]) -> str:
    """Return the text of an ``agencies.tsv`` with a line for each row; a row holds values by column."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
