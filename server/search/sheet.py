"""All that a search finds as a table for people."""

from __future__ import annotations

from server.search_index.cards import Cards
from server.search_index.headings import place_of
from server.search_index.items import AnyItem, MeasureItem
from server.search_index.samples import is_only_in_samples
from server.web.sheets import Sheet, SheetCell, SheetLink

_COLUMNS = ("kind", "name", "place", "number", "text", "translation", "sample", "page")


def sheet(items: tuple[AnyItem, ...], cards: Cards) -> Sheet:
    """Return what was found, the best first: of each thing its kind, its title, and what it says."""
    words = cards.words
    return Sheet(
        words("found.title"), tuple(words(f"column.{each}") for each in _COLUMNS), [_row(each, cards) for each in items]
    )


def _row(item: AnyItem, cards: Cards) -> list[SheetCell]:
    card = cards.of(item)
    plan = item.is_part_of if isinstance(item, MeasureItem) else None
    return [
        cards.words(f"kind.{card.kind}"), card.title, place_of(plan.id, cards.words.language) if plan else "",
        getattr(item, "number", None), card.text.value if card.text else "",
        card.translation.value if card.translation else "", is_only_in_samples(card.kind, item.key),
        SheetLink(cards.words("column.open"), cards.addresses.public(card.href)),
    ]  # fmt: skip # entries side by side
