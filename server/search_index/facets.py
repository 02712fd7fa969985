"""Facets for people: each key with its name, how many things have it, and the address at which it is chosen or no longer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import msgspec

from server.search_index import samples
from server.search_index.cards import Cards
from server.search_index.opened import Counts, Named, SearchIndex
from server.search_index.parameters import FIXED, Wish
from server.search_index.selection import FIELDS, Selection
from server.words.labels import Text, of_language
from server.words.language import Words
from server.words.links import Link

_LABEL = 32
"""How many characters of a name are shown, and twice as many in Latin letters; requirements are called by their texts."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
SHOWN = 12
"""How many keys of a facet are seen at once; the others are one step away."""


MOST = 40
"""How many keys a page holds at most; the list of the things has them all."""
_LISTS = {
    "theme": "themes", "agency": "agencies", "partner": "agencies", "function": "functions", "plan": "plans",
    "requirement": "requirements", "jurisdiction": "jurisdictions",
}  # fmt: skip # entries side by side


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A key of a facet: ``count`` things have it. ``label`` is there for things; fixed keys speak for themselves."""

    value: str
    count: int
    selected: bool
    label: dict[str, str] | None = None


class ShownValue(msgspec.Struct, frozen=True):
    """A key for people."""

    label: Text
    count: int
    selected: bool
    href: str
    sample: bool = False


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet for people: what is seen at once, and the rest; ``chosen`` says that something of it is, ``listed`` where all
    of them are, if the page does not hold them.
    """

    name: str
    heading: str
    first: tuple[ShownValue, ...]
    rest: tuple[ShownValue, ...]
    chosen: bool
    listed: Link | None


Values = dict[str, tuple[Value, ...]]
"""The keys of every facet on offer."""
_BESIDE = ThreadPoolExecutor(thread_name_prefix="facets")


def counting(selection: Selection, wish: Wish, index: SearchIndex) -> Future[Values]:
    """Begin to count in another thread, as :func:`values` does: finding, too, takes time in which Python is not needed."""
    return _BESIDE.submit(values, selection, wish, index)


def values(selection: Selection, wish: Wish, index: SearchIndex) -> Values:
    """Return the keys of every facet on offer; those that are chosen are always among them."""
    counts = index.counts(selection, wish.offer.facets)
    counts |= {facet: () for facet in wish.offer.beside if wish.of(facet)}
    return {
        facet: _values(facet, _with_chosen(selection, facet, counts[facet], wish, index), wish, index)
        for facet in counts
    }


def _with_chosen(selection: Selection, facet: str, counts: Counts, wish: Wish, index: SearchIndex) -> Counts:
    there = {key for key, _ in counts}
    missing = [key for key in wish.of(facet) if key not in there]
    return (*counts, *((key, index.total(selection.with_keys(facet, (key,)))) for key in missing))


def _values(facet: str, counts: Counts, wish: Wish, index: SearchIndex) -> tuple[Value, ...]:
    named = {} if facet in FIXED else index.keyed(FIELDS.get(facet, facet), [key for key, _ in counts])
    chosen = wish.of(facet)
    return tuple(
        Value(value=key, count=count, selected=key in chosen, label=_label(named.get(key))) for key, count in counts
    )


def _label(named: Named | None) -> dict[str, str] | None:
    if named is None:
        return None
    return (
        named.pref_label
        or named.title
        or ({"zh": f"{named.number} {named.text or ''}".strip()} if named.number else None)
    )


def chosen(wish: Wish, index: SearchIndex, cards: Cards) -> tuple[str, ...]:
    """Return what the keys are called that a wish is narrowed to, in its order."""
    return tuple(
        label(facet, value, cards).value
        for facet, keys in wish.keys
        for value in _values(facet, tuple((each, 0) for each in keys), wish, index)
    )


def shown(found: Values, wish: Wish, cards: Cards) -> tuple[FacetView, ...]:
    """Return facets for people, without those that have nothing to choose."""
    return tuple(_shown(facet, each, wish, cards) for facet, each in found.items() if each)


def _shown(facet: str, found: Sequence[Value], wish: Wish, cards: Cards) -> FacetView:
    ordered, chosen_too = sorted(found, key=lambda value: not value.selected), wish.with_one_more(facet)
    all_shown = [
        ShownValue(
            _short(label(facet, value, cards)),
            value.count,
            value.selected,
            wish.without(facet, value.value) if value.selected else chosen_too(value.value),
            samples.is_only_in_samples(FIELDS.get(facet, facet), value.value),
        )
        for value in ordered[:MOST]
    ]
    return FacetView(
        facet,
        heading(facet, cards.words),
        tuple(all_shown[:SHOWN]),
        tuple(all_shown[SHOWN:]),
        any(value.selected for value in found),
        _listed(facet, cards) if len(found) > MOST else None,
    )


def _short(label: Text) -> Text:
    """Return a label that is not cut where others begin as it does: Latin letters take half the room."""
    return label.excerpt(_LABEL if _HAN.search(label.value) else 2 * _LABEL)


def _listed(facet: str, cards: Cards) -> Link | None:
    name = _LISTS.get(facet)
    return Link(cards.addresses.to(name), cards.own(cards.words(f"list.{name}"))) if name else None


def heading(facet: str, words: Words) -> str:
    """Return what a facet is called."""
    return words(f"facet.{facet}")


def label(facet: str, value: Value, cards: Cards) -> Text:
    """Return what a key is called."""
    if facet == "kind":
        return cards.own(cards.words(f"kind.{value.value}"))
    if facet in FIXED:
        return cards.own(cards.words(f"facet.{facet}_{value.value}"))
    own = of_language(value.label, cards.words.language) if value.label else None
    return own or cards.called(Named(id=value.value)).short
