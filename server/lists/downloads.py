"""All of a list as a table for people: heads in the language of the page, names instead of identifiers, a link to each page."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from server.lists.tables import COLUMNS, Labels
from server.search_index.cards import Cards
from server.search_index.items import AnyItem, MeasureItem, TargetItem
from server.search_index.samples import is_only_in_samples
from server.web.sheets import Sheet, SheetCell, SheetLink
from server.words.when import of_item

_AROUND = ("place", "requirement_number", "requirement_text")
"""What a measure's row begins with, instead of the identifiers that the table for machines has."""


def sheets(kind: str, items: tuple[AnyItem, ...], places: dict[str, str], cards: Cards) -> list[Sheet]:
    """Return the tables of items of a kind; ``places`` are the names of the places of plans, by the plan's IRI."""
    words, labels = cards.words, Labels(cards.words.language)
    columns = {name: column for name, column in COLUMNS[kind].items() if name != "requirements"}
    names = (*(_AROUND if kind == "measure" else ()), *columns, "page")
    rows = [
        [
            *(_around(labels, item, places) if isinstance(item, MeasureItem) else ()),
            *(_typed(name, column(labels, item)) for name, column in columns.items()),
            _page(item, cards),
        ]
        for item in items
    ]
    found = [Sheet(words(f"list.{_LISTS[kind]}"), tuple(words(f"column.{name}") for name in names), rows)]
    return [*found, _targets(items, cards)] if kind == "measure" else found


def _page(item: AnyItem, cards: Cards) -> SheetLink:
    return SheetLink(cards.words("column.open"), cards.addresses.public(cards.href(item.id)))


_LISTS = {
    "measure": "measures", "requirement": "requirements", "theme": "themes", "plan": "plans", "agency": "agencies",
    "jurisdiction": "jurisdictions", "function": "functions",
}  # fmt: skip # entries side by side


def _around(labels: Labels, item: MeasureItem, places: dict[str, str]) -> list[SheetCell]:
    plan = item.is_part_of.id if item.is_part_of else ""
    return [
        places.get(plan, ""),
        "|".join(each.number or labels.name(each) for each in item.implements),
        "|".join(each.text or "" for each in item.implements),
    ]


def _typed(name: str, value: str | int | None) -> SheetCell:
    """Return a value as a spreadsheet should know it; a number that names something stays a text, unless it is whole."""
    if name in {"other_agencies", "sample"}:
        return value == "true"
    if (
        name == "number"
        and isinstance(value, str)
        and value.isascii()
        and value.isdigit()
        and not value.startswith("0")
    ):
        return int(value)
    return value


def _targets(items: tuple[AnyItem, ...], cards: Cards) -> Sheet:
    words = cards.words
    names = (
        "plan",
        "number",
        "description",
        "translation",
        "value",
        "min_value",
        "max_value",
        "unit",
        "unit_translation",
        "deadline",
        "period",
        "sample",
        "page",
    )
    rows = [_target(item, target, cards) for item in items if isinstance(item, MeasureItem) for target in item.targets]
    return Sheet(words("column.targets"), tuple(words(f"column.{name}") for name in names), rows)


def _target(item: MeasureItem, target: TargetItem, cards: Cards) -> list[SheetCell]:
    labels, when = Labels(cards.words.language), of_item(target, item)
    return [
        labels.name(item.is_part_of), _typed("number", item.number), target.description,
        target.unofficial_translation, _number(target.value),
        _number(target.min_value), _number(target.max_value), target.unit_text,
        target.unofficial_unit_translation, when.last if when else None,
        when.period if when else None, is_only_in_samples("measure", item.key), _page(item, cards),
    ]  # fmt: skip # entries side by side


def _number(value: str | None) -> SheetCell:
    try:
        return Decimal(value) if value else None
    except InvalidOperation:
        return value
