"""What a filter or a search finds as a feed (Atom, RFC 4287): the measures of the plans that changed last come first."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.release.index.schema import key
from mapping.release.tables import xml_text
from ontology.iris import plan as plan_iri
from server.release.live import served
from server.release.shelf import shelf
from server.search_index.cards import Card, Cards
from server.search_index.items import AnyItem, MeasureItem, filled
from server.search_index.opened import Item, SearchIndex, opened
from server.search_index.samples import is_only_in_samples, marked
from server.search_index.selection import Selection
from server.web.atom import add, begun

ENTRIES = 50
"""How many entries a feed has at most."""


def found(index: SearchIndex, selection: Selection, rank: str | None) -> tuple[AnyItem, ...]:
    """Return what a feed holds: of measures those of the plans that changed last, of other things the first."""
    if selection.kinds != ("measure",) or selection.of("plan"):
        return filled(index.find(selection, 1, ENTRIES, rank).items, index)
    kept: list[Item] = []
    times = _times()
    latest = sorted(times, key=times.__getitem__, reverse=True)
    for plan in sorted(latest, key=lambda each: index.plan(each).sample):  # what is invented is never first
        if len(kept) >= ENTRIES:
            break
        of_plan = selection.with_keys("plan", (key(plan, served().iris),))
        kept += index.find(of_plan, 1, ENTRIES - len(kept), rank).items
    return filled(kept, index)


def atom(items: tuple[AnyItem, ...], cards: Cards, title: str, own: str, page: str) -> bytes:
    """Return a feed: ``own`` is its address, ``page`` that of the page that shows the same."""
    times, public = _times(), cards.addresses.public
    last = shelf().history.until(served().id).last
    entries = [(_updated(item, times) or last, cards.of(item), item.id) for item in items]
    newest = max((at for at, _, _ in entries), default=last)
    publisher = served().manifest.publication.publisher[cards.words.language]
    root = begun(cards.words.language, public(own), public(page), title, newest, publisher)
    invented = {identifier for (_, _, identifier), item in zip(entries, items, strict=True) if _is_invented(item)}
    latest = sorted(entries, key=lambda each: each[0], reverse=True)
    for at, card, identifier in sorted(latest, key=lambda each: each[2] in invented):
        parts = [card.text.value] if card.text else []
        title = marked(card.title, cards.words, invented=is_only_in_samples(card.kind, key(identifier, served().iris)))
        add(root, identifier, title, at, " · ".join([*parts, *_said(card)]), public(card.href))
    return xml_text.document(root)


def _is_invented(item: AnyItem) -> bool:
    plan = item.is_part_of.id if isinstance(item, MeasureItem) and item.is_part_of else item.id
    return opened().plan(plan).sample


def _said(card: Card) -> Iterator[str]:
    for fact in card.facts:
        parts = [link.text.value for link in fact.links] or [number.value for number, _ in fact.numbers] or [fact.words]
        yield f"{fact.heading}: {', '.join(parts)}"


def _times() -> dict[str, str]:
    """Return when each plan was first published as it is, by IRI."""
    now, history = served(), shelf().history
    last = history.until(now.id).last
    return {
        now.iris.absolute(plan_iri(entry.id)): next(
            (event.at for event in history.events if event.plans.get(entry.id) == entry.digest),
            last,
        )
        for entry in now.manifest.plans
    }


def _updated(item: AnyItem, times: dict[str, str]) -> str | None:
    plan = item.is_part_of.id if isinstance(item, MeasureItem) and item.is_part_of else item.id
    return times.get(plan)
