"""The deadlines of measures and of their targets as a calendar (RFC 5545), for whoever must not miss one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from icalendar import Calendar, Event

from server.lists.tables import Labels
from server.search_index.cards import Cards
from server.search_index.items import AnyItem, MeasureItem
from server.search_index.samples import is_only_in_samples, marked
from server.words.when import When, of_item

_PRODUCT = "-//PolicyGraph//Deadlines//"


def calendar(items: tuple[AnyItem, ...], places: Mapping[str, str], cards: Cards, title: str, at: dt.datetime) -> bytes:
    """Return an event a deadline, on its last day; what has none is not in it.

    ``places`` are the names of the places of plans, by the plan's IRI; ``at`` is when the release went live. A target
    has an event of its own only where it has a day of its own.
    """
    found = Calendar()
    found.add("prodid", f"{_PRODUCT}{cards.words.language.upper()}")
    found.add("version", "2.0")
    found.add("name", title)
    found.add("x-wr-calname", title)
    for item in items:
        if isinstance(item, MeasureItem):
            for event in _events(item, places, cards):
                event.add("dtstamp", at)
                found.add_component(event)
    return bytes(found.to_ical())


def _events(item: MeasureItem, places: Mapping[str, str], cards: Cards) -> Iterator[Event]:
    place = places.get(item.is_part_of.id, "") if item.is_part_of else ""
    called = f"{place} · {cards.words('kind.measure')} {item.number}".removeprefix(" · ")
    about = marked(called, cards.words, invented=is_only_in_samples("measure", item.key))
    own = of_item(item)
    if own:
        yield _event(item.id, own, f"{about} · {item.text}", item, cards)
    for target in item.targets:
        if when := of_item(target):
            summary = f"{about} · {target.description or ''} {target.amount}"
            yield _event(target.id, when, summary, item, cards)


def _event(uid: str, when: When, summary: str, item: MeasureItem, cards: Cards) -> Event:
    labels = Labels(cards.words.language)
    event = Event()
    event.add("uid", uid)
    event.add("summary", summary)
    event.add("dtstart", dt.date.fromisoformat(when.last))
    bodies = labels.names(body for each in item.responsibilities if (body := each.agency or each.group))
    url = cards.addresses.public(cards.href(item.id))
    lines = [item.text, when.days, bodies.replace("|", "、" if cards.words.language == "zh" else ", "), url]
    event.add("description", "\n".join(filter(None, lines)))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event
