"""Lists as CSV (RFC 4180): one row an item, several values in one cell separated by ``|``.

It begins with a byte order mark: without one, Excel in Chinese reads UTF-8 as GBK. Readers call that ``utf-8-sig``. Texts
are those of the plans; one that a spreadsheet would carry out as a formula has an apostrophe before it, which says that it
is text (JSON and RDF have every text as it is).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mapping.release.tables import cells
from server.search_index.items import MeasureItem, RequirementItem
from server.search_index.naming import Indexed
from server.search_index.opened import Named
from server.search_index.samples import is_only_in_samples
from server.words.labels import of_language
from server.words.language import Language
from server.words.names import LABELS
from server.words.when import When, of_item

Cell = str | int | None
Column = Callable[..., Cell]


class Labels:
    """Writes what things are called in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def text(self, texts: dict[str, str] | None) -> str:
        """Return the text for the language, or that of the other one."""
        found = of_language(texts or {}, self._language)
        return found.value if found else ""

    def name(self, named: Named | None) -> str:
        """Return what a thing is called."""
        if named is None:
            return ""
        found = Indexed(named).text(named.id, self._language, *LABELS)
        return found.value if found else named.number or named.id

    def names(self, all_named: Iterable[Named]) -> str:
        """Return what things are called, in one cell."""
        return "|".join(map(self.name, all_named))


def _label(labels: Labels, item: Any) -> str:
    return labels.text(item.pref_label)


def _targets(_labels: Labels, item: MeasureItem) -> str:
    """Return the targets, each with its own time; that of the measure is in a column of its own."""
    return "|".join(f"{each.description or ''}: {each.amount}{_in_brackets(of_item(each))}" for each in item.targets)


def _translation(_labels: Labels, item: MeasureItem | RequirementItem) -> str | None:
    return item.unofficial_translation


def _in_brackets(when: When | None) -> str:
    return f" ({when.interval})" if when else ""


def _period(_labels: Labels, item: MeasureItem) -> str | None:
    when = of_item(item)
    return when.period if when else None


def _others(_labels: Labels, item: object) -> str:
    return "|".join(name for names in getattr(item, "alt_label", {}).values() for name in names)


def _sample(kind: str) -> Column:
    """Return the column that says of a thing whether nothing but invented samples has to do with it."""
    return lambda _, item: "true" if is_only_in_samples(kind, item.key) else "false"


_COUNTS: dict[str, Column] = {
    "measures": lambda _, item: item.measure_count,
    "agencies": lambda _, item: item.agency_count,
}
COLUMNS: dict[str, dict[str, Column]] = {
    "measure": {
        "plan": lambda labels, item: labels.name(item.is_part_of),
        "number": lambda _, item: item.number,
        "text": lambda _, item: item.text,
        "translation": _translation,
        "themes": lambda labels, item: labels.names(item.theme),
        "requirements": lambda _, item: "|".join(each.id for each in item.implements),
        "agencies": lambda labels, item: labels.names(item.responsible_agency),
        "lead": lambda labels, item: labels.names(item.lead_agency),
        "supporting": lambda labels, item: labels.names(item.supporting_agency),
        "groups": lambda labels, item: labels.names([each.group for each in item.responsibilities if each.group]),
        "other_agencies": lambda _, item: "true" if item.other_agencies else "false",
        "targets": _targets,
        "deadline": lambda _, item: item.deadline,
        "period": _period,
        "sample": _sample("measure"),
    },
    "requirement": {
        "number": lambda _, item: item.number,
        "text": lambda _, item: item.text,
        "translation": _translation,
        "point": lambda labels, item: labels.name(item.is_part_of),
        "themes": lambda labels, item: labels.names(item.theme),
        **_COUNTS,
        "sample": _sample("requirement"),
    },
    "theme": {
        "name": _label,
        "broader": lambda labels, item: labels.name(item.broader),
        **_COUNTS,
        "sample": _sample("theme"),
    },
    "plan": {
        "title": lambda labels, item: labels.text(item.title),
        "number": lambda _, item: item.id_local,
        "jurisdiction": lambda labels, item: labels.name(item.jurisdiction),
        "national": lambda labels, item: labels.name(item.ensures_implementation_of),
        "dated": lambda _, item: item.date_document,
        "issued": lambda _, item: item.date_publication,
        **_COUNTS,
        "sample": _sample("plan"),
    },
    "agency": {
        "name": _label,
        "other_names": _others,
        "jurisdiction": lambda labels, item: labels.name(item.spatial),
        "functions": lambda labels, item: labels.names(item.function),
        "part_of": lambda labels, item: labels.name(item.sub_organization_of),
        "measures": _COUNTS["measures"],
        "sample": _sample("agency"),
    },
    "jurisdiction": {
        "name": _label,
        "broader": lambda labels, item: labels.name(item.broader),
        "plans": lambda _, item: item.plan_count,
        "measures": _COUNTS["measures"],
        "sample": _sample("jurisdiction"),
    },
    "function": {"name": _label, "other_names": _others, **_COUNTS},
}
"""The columns of each kind of thing, after ``id`` and ``key``."""


def table(kind: str, items: Iterable[object], language: Language) -> bytes:
    """Return items of a kind as CSV with a header, in UTF-8 with a byte order mark, lines ended by CRLF."""
    columns: dict[str, Column] = {
        "id": lambda _, item: item.id,
        "key": lambda _, item: item.key,
        **COLUMNS[kind],
    }
    labels = Labels(language)
    rows = ([column(labels, item) for column in columns.values()] for item in items)
    return cells.table(columns, rows).encode("utf-8-sig")
