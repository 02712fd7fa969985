"""What a filter or a search finds as a feed (Atom, RFC 4287): the measures of the plans that changed last come first."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from mapping.release.index.schema import key
from ontology.iris import plan as plan_iri
from server.release.live import served
from server.release.shelf import shelf
from server.search_index.cards import Card, Cards
from server.search_index.items import AnyItem, MeasureItem, filled
from server.search_index.opened import Item, SearchIndex
from server.search_index.selection import Selection

ENTRIES = 50
"""How many entries a feed has at most."""
_NAMESPACE = "http://www.w3.org/2005/Atom"


def found(index: SearchIndex, selection: Selection, rank: str | None) -> tuple[AnyItem, ...]:
    """Return what a feed holds: of measures those of the plans that changed last, of other things the first."""
    if selection.kinds != ("measure",) or selection.of("plan"):
        return filled(index.find(selection, 1, ENTRIES, rank).items, index)
    kept: list[Item] = []
    times = _times()
    for plan in sorted(times, key=times.__getitem__, reverse=True):
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
    root = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": cards.words.language})
    newest = max((at for at, _, _ in entries), default=last)
    publisher = served().manifest.publication.publisher[cards.words.language]
    for name, text in (("id", public(own)), ("title", title), ("updated", newest)):
        ET.SubElement(root, name).text = text
    ET.SubElement(ET.SubElement(root, "author"), "name").text = publisher
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": public(own)})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": public(page)})
    for at, card, identifier in sorted(entries, key=lambda each: each[0], reverse=True):
        _entry(root, at, card, identifier, public(card.href))
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: ET.Element, at: str, card: Card, identifier: str, href: str) -> None:
    entry = ET.SubElement(root, "entry")
    for name, text in (("id", identifier), ("title", card.title), ("updated", at)):
        ET.SubElement(entry, name).text = text
    ET.SubElement(entry, "link", {"rel": "alternate", "href": href})
    told = [card.text.value] if card.text else []
    ET.SubElement(entry, "summary").text = " · ".join([*told, *_said(card)])


def _said(card: Card) -> Iterator[str]:
    for fact in card.facts:
        told = [link.text.value for link in fact.links] or [number.value for number, _ in fact.numbers] or [fact.words]
        yield f"{fact.heading}: {', '.join(told)}"


def _times() -> dict[str, str]:
    """Return when each plan was first published as it is, by IRI."""
    now, history = served(), shelf().history
    return {
        now.iris.absolute(plan_iri(entry.id)): next(
            (event.at for event in history.events if event.plans.get(entry.id) == entry.digest),
            history.until(now.id).last,
        )
        for entry in now.manifest.plans
    }


def _updated(item: AnyItem, times: dict[str, str]) -> str | None:
    plan = item.is_part_of.id if isinstance(item, MeasureItem) and item.is_part_of else item.id
    return times.get(plan)
