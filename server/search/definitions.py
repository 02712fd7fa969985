"""What search can be asked, and what it answers: the routes and the description of the API are made from this."""

from __future__ import annotations

import msgspec

from server.search_index import facets
from server.search_index.items import AnyItem
from server.search_index.parameters import Offer
from server.web.representations import CSV, HTML, JSON, XLSX, Offers
from server.words.addresses import to

SEARCH: Offers = (HTML, JSON)
OFFER = Offer(facets=("kind", "jurisdiction", "theme"), words=True, suffixes=tuple(each.suffix for each in SEARCH))
PATH = to("search")
WHOLE: Offers = (CSV, XLSX)
"""What all that a search finds can be had as."""
WHOLE_OFFER = msgspec.structs.replace(OFFER, paged=False, suffixes=())
WHOLE_PATH = f"{PATH}/all"
SUGGEST_OFFER = Offer(facets=(), words=True, paged=False)
SUGGEST_PATH = to("suggestions")
SUGGESTED = 10
"""How many suggestions there are at most."""


class Hit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A thing that was found; ``html`` is its text, escaped, with the words inside ``<mark>``.

    ``translation`` is the unofficial English of the text, written likewise.
    """

    kind: str
    item: AnyItem
    title: dict[str, str]
    html: dict[str, str]
    translation: str | None = None


class Results(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page of hits as JSON. ``words`` are what was looked for; ``readAs`` has those that were written otherwise."""

    q: str
    words: tuple[str, ...]
    read_as: dict[str, tuple[str, ...]] = msgspec.field(name="readAs", default_factory=dict)
    total: int
    page: int
    size: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[facets.Value, ...]]
    previous: str | None = None
    next: str | None = None
