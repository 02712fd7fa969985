"""All of a list as a document to print: of measures, under each plan and theme, what is required, done, and by whom."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from server.lists.downloads import sheets
from server.search_index.cards import Cards, carriers
from server.search_index.items import AnyItem, MeasureItem, TargetItem
from server.search_index.opened import Item, Named, opened
from server.web.sheets import Sheet, SheetLink
from server.web.word import Translated, WordCell, WordTable
from server.words.labels import of_language
from server.words.when import of_item

_HEADS = ("number", "requirement", "measure", "agencies", "targets", "deadline")
_WIDTHS = (2.0, 5.4, 7.9, 4.0, 3.2, 2.2)


def titled(items: tuple[AnyItem, ...], cards: Cards) -> tuple[str, tuple[str, ...]]:
    """Return title and facts of the one plan that all measures are of; nothing where they are of several."""
    plans = {each.is_part_of.id for each in items if isinstance(each, MeasureItem) and each.is_part_of}
    if len(plans) != 1 or not all(isinstance(each, MeasureItem) for each in items):
        return "", ()
    words, plan = cards.words, opened().item(plans.pop())
    facts = (("number", "idLocal"), ("issued", "dateDocument"), ("published", "datePublication"))
    lines = tuple(f"{words(f'plan.{name}')}: {plan[key]}" for name, key in facts if plan.get(key))
    sample = (words("plan.sample"),) if plan.get("sample") else ()
    return _title(plan, cards), (*sample, *lines)


def tables(kind: str, items: tuple[AnyItem, ...], cards: Cards) -> Iterator[WordTable]:
    """Yield the tables of a list: of measures one a plan and theme, of other things one."""
    if kind == "measure":
        yield from _of_measures([each for each in items if isinstance(each, MeasureItem)], cards)
    else:
        yield _of(sheets(kind, items, {}, cards)[0])


def _of_measures(items: list[MeasureItem], cards: Cards) -> Iterator[WordTable]:
    plans = [
        (plan, list(group))
        for plan, group in itertools.groupby(items, lambda each: each.is_part_of and each.is_part_of.id)
    ]
    heads = tuple(cards.words(f"column.{name}") for name in _HEADS)
    for plan, of_plan in plans:
        if len(plans) > 1:
            yield WordTable(_title(opened().item(plan or ""), cards), 1, (), (), ())
        for theme, group in itertools.groupby(of_plan, lambda each: each.theme[:1]):
            name = cards.called(theme[0], "theme").short.value if theme else cards.words("plan.no_theme")
            level = 2 if len(plans) > 1 else 1
            yield WordTable(name, level, heads, _WIDTHS, [list(_row(each, cards)) for each in group])


def _title(plan: Item, cards: Cards) -> str:
    found = of_language(plan.get("title", {}), cards.words.language)
    sample = f" [{cards.words('plan.sample_short')}]" if plan.get("sample") else ""
    return f"{found.value if found else ''}{sample}"


def _row(item: MeasureItem, cards: Cards) -> Iterator[WordCell]:
    when = of_item(item)
    yield item.number
    yield _joined([_required(each, cards) for each in item.implements])
    yield Translated(item.text or "", _translation(item.unofficial_translation, cards))
    yield cards.words("site.and_separator").join(cards.called(each).short.value for each in carriers(item))
    yield _joined([_target(each, cards) for each in item.targets])
    yield when.days if when else None


def _required(named: Named, cards: Cards) -> Translated:
    said = opened().item(named.id).get("unofficialTranslation")
    return Translated(f"{named.number or ''} {named.text or ''}".strip(), _translation(said, cards))


def _target(target: TargetItem, cards: Cards) -> Translated:
    when = of_item(target)
    text = f"{target.description or ''} {target.amount}" + (f" ({when.days})" if when else "")
    return Translated(text.strip(), _translation(target.unofficial_translation, cards))


def _joined(all_of_it: list[Translated]) -> Translated:
    said = [each.translation for each in all_of_it if each.translation]
    return Translated("\n".join(each.text for each in all_of_it), "\n".join(said) or None)


def _translation(said: str | None, cards: Cards) -> str | None:
    """Return a translation where the document is in its language."""
    return said if cards.words.language != "zh" else None


def _of(sheet: Sheet) -> WordTable:
    """Return a sheet as a table to print: what only opens a page is left out."""
    kept = [at for at in range(len(sheet.heads)) if not any(isinstance(row[at], SheetLink) for row in sheet.rows)]
    rows = [[_plain(row[at]) for at in kept] for row in sheet.rows]
    return WordTable("", 1, tuple(sheet.heads[at] for at in kept), tuple(1.0 for _ in kept), rows)


def _plain(value: object) -> str:
    return "" if value is None else str(value).replace("|", "\n")
