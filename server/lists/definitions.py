"""The lists that there are: the routes, the tables and the description of the API are made from this."""

from __future__ import annotations

from typing import Any

import msgspec

from server.search_index import facets
from server.search_index.items import KINDS, AnyItem
from server.search_index.parameters import Offer, Sort
from server.web.representations import CALENDAR, LIST, WHOLE, Offers
from server.words.addresses import to

_SUFFIXES = tuple(each.suffix for each in LIST)
_NAME = Sort("name", "name")
_MEASURES = Sort("measures", "measures")
_AGENCIES = Sort("agencies", "agencies")


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A list: ``name`` is its path and the key of its words, ``kind`` what it lists."""

    name: str
    kind: str
    offer: Offer

    @property
    def path(self) -> str:
        """The address of the list."""
        return to(self.name)

    @property
    def whole_path(self) -> str:
        """The address of all of it at once, before the suffix of a table."""
        return f"/{self.name}/all"

    @property
    def whole(self) -> Offer:
        """What can be asked for there: what the list offers, without pages."""
        return msgspec.structs.replace(self.offer, paged=False, suffixes=())

    @property
    def tables(self) -> Offers:
        """What all of it can be had as: tables, and where it has deadlines a calendar."""
        return (*WHOLE, CALENDAR) if self.offer.dated else WHOLE

    @property
    def item(self) -> type[AnyItem]:
        """What the list holds."""
        return KINDS[self.kind]


class Page(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page of a list as JSON, which is also JSON-LD: its items are what the graph states."""

    context: list[Any] = msgspec.field(name="@context")
    total: int
    page: int
    size: int
    sort: str
    filters: dict[str, list[str]]
    items: tuple[AnyItem, ...]
    facets: dict[str, tuple[facets.Value, ...]]
    previous: str | None = None
    next: str | None = None


def _listing(
    name: str, kind: str, facets: tuple[str, ...], *sorts: Sort, dated: bool = False, beside: tuple[str, ...] = ()
) -> Listing:
    offer = Offer(facets=facets, beside=beside, sorts=sorts, dated=dated, suffixes=_SUFFIXES)
    return Listing(name=name, kind=kind, offer=offer)


LISTS = (
    _listing(
        "plans", "plan", ("jurisdiction", "agency", "function"),
        Sort("place", "default"), Sort("date", "date"), _MEASURES, _NAME,
    ),
    _listing(
        "measures", "measure",
        ("theme", "agency", "role", "function", "jurisdiction", "plan", "requirement", "target", "dated"),
        Sort("plan", "default"), Sort("deadline", "deadline"), Sort("deadline-last", "deadline_last"), _AGENCIES,
        dated=True, beside=("partner",),
    ),
    _listing(
        "requirements", "requirement", ("theme", "agency", "function", "jurisdiction", "plan"),
        Sort("number", "default"), _MEASURES, _AGENCIES,
    ),
    _listing("themes", "theme", ("agency", "function", "jurisdiction", "plan"), Sort("order", "default"), _MEASURES, _NAME),
    _listing(
        "agencies", "agency", ("jurisdiction", "function", "theme", "role", "plan"),
        Sort("place", "default"), _NAME, _MEASURES,
    ),
    _listing("jurisdictions", "jurisdiction", ("theme", "function"), Sort("code", "default"), _NAME, _MEASURES),
    _listing("functions", "function", ("jurisdiction", "theme", "agency"), Sort("name", "default"), _MEASURES, _AGENCIES),
)  # fmt: skip # entries side by side
