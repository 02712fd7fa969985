"""The pages around a page, as addresses and as ``Link`` headers."""

from __future__ import annotations

from dataclasses import dataclass

from server.search_index.parameters import Wish
from server.web.links import Signpost, header_of
from server.web.representations import Offers, Representation
from server.words.addresses import to


@dataclass(frozen=True, slots=True)
class ListPages:
    """A page of ``total`` things."""

    wish: Wish
    total: int

    @property
    def last_page(self) -> int:
        """The number of the last page; an empty list has one."""
        return max(1, -(-self.total // self.wish.size))

    @property
    def first(self) -> int:
        """The number of the first thing on the page, 0 where there is none."""
        return (self.wish.page - 1) * self.wish.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last thing on the page."""
        return min(self.total, self.wish.page * self.wish.size)

    def at(self, page: int, suffix: str = "") -> str:
        """Return the address of a page."""
        return self.wish.address(suffix, page=page)

    def before(self, suffix: str = "") -> str | None:
        """Return the address of the page before."""
        return self.at(self.wish.page - 1, suffix) if self.wish.page > 1 else None

    def after(self, suffix: str = "") -> str | None:
        """Return the address of the page behind."""
        return self.at(self.wish.page + 1, suffix) if self.wish.page < self.last_page else None

    def links(self, representation: Representation, offers: Offers) -> str:
        """Return the links of an answer: its neighbours in the same format, and its twins in the others."""
        suffix = representation.suffix
        around = (
            ("first", self.at(1, suffix)),
            ("prev", self.before(suffix)),
            ("next", self.after(suffix)),
            ("last", self.at(self.last_page, suffix)),
        )
        posts = [Signpost(address, relation) for relation, address in around if address]
        posts += [
            Signpost(self.wish.address(each.suffix), "alternate", each.media_type)
            for each in offers
            if each is not representation
        ]
        return header_of([*posts, Signpost(to("openapi"), "service-desc")])
