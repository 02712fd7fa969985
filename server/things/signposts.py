"""Links in headers: what else a document is to be had as, what it is about, and what belongs to it.

FAIR Signposting (https://signposting.org/FAIR/): level 1 is the ``Link`` header, level 2 the same as a linkset (RFC 9264).
"""

from __future__ import annotations

from dataclasses import dataclass

from mapping.release.release import Release
from server.web.links import Signpost, ascii_of, linkset
from server.web.representations import HTML, LINK_SET, THING, Representation
from server.words.addresses import Addresses
from server.words.language import HTML_TAGS, LANGUAGES

_TYPES = {
    "plan": "Legislation", "national": "Legislation", "agency": "GovernmentOrganization", "theme": "DefinedTerm",
    "function": "DefinedTerm", "jurisdiction": "AdministrativeArea", "ontology": "DefinedTermSet",
}  # fmt: skip # entries side by side
_ITEMS = 20
"""How many files a header names; a linkset and the catalogue have them all."""


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What the signposts of a thing are made from."""

    thing: str
    kind: str
    addresses: Addresses
    release: Release

    def at(self, suffix: str = "", **query: str | int | None) -> str:
        """Return the address of the document or of one representation of it."""
        return self.addresses.document(self.thing, suffix, **query) or "/"

    def of_page(self) -> list[Signpost]:
        """Return the signposts of the page, which is the landing page of the thing."""
        described = [
            Signpost(self.at(each.suffix), "describedby", each.media_type) for each in THING if each is not HTML
        ]
        return [
            *self._shared(HTML),
            *described,
            Signpost("https://schema.org/AboutPage", "type"),
            Signpost(f"https://schema.org/{_TYPES.get(self.kind, 'CreativeWork')}", "type"),
            Signpost(self.release.manifest.publication.base, "author"),
            *(
                Signpost(self.at(HTML.suffix, lang=each), "alternate", HTML.media_type, HTML_TAGS[each])
                for each in LANGUAGES
            ),
            *self._items(),
        ]

    def of_data(self, representation: Representation) -> list[Signpost]:
        """Return the signposts of a representation as RDF."""
        page = Signpost(self.at(), "describes", HTML.media_type)
        return [*self._shared(representation), page, Signpost(self.at(HTML.suffix), "alternate", HTML.media_type)]

    def _shared(self, own: Representation) -> list[Signpost]:
        others = [each for each in THING if each not in {own, HTML}]
        return [
            Signpost(self.thing, "cite-as"),
            Signpost(self.at(), "canonical"),
            Signpost(self.release.manifest.publication.license, "license"),
            *(Signpost(self.at(each.suffix), "alternate", each.media_type) for each in others),
            Signpost(self.at(LINK_SET.suffix), "linkset", LINK_SET.media_type),
            *self._collection(),
        ]

    def _plan(self) -> str | None:
        """Return the id of the plan that the thing is in, or is."""
        segments = (self.addresses.path(self.thing) or "").split("/")
        return next((segment for segment in segments[2:3] if self.release.plan(segment)), None)

    def _collection(self) -> list[Signpost]:
        plan = self._plan()
        whole = self.addresses.iris.absolute(f"id/plan/{plan}") if plan else None
        if whole is None or whole == self.thing:
            return []
        return [Signpost(self.addresses.document(whole) or "/", "collection", HTML.media_type)]

    def _items(self) -> list[Signpost]:
        plan = self._plan() if self.kind in {"plan", "source", "canonical"} else None
        dumps = self.release.dumps_of(plan) if plan else ()
        return [Signpost(self.addresses.to("file", dump.path), "item", dump.media_type) for dump in dumps[:_ITEMS]]

    def linkset(self) -> bytes:
        """Return all signposts as a linkset."""
        contexts = {self.at(): self.of_page()}
        contexts |= {self.at(each.suffix): self.of_data(each) for each in THING if each is not HTML}
        contexts |= {post.target: [Signpost(self.at(), "collection", HTML.media_type)] for post in self._items()}
        return linkset(contexts, self._absolute)

    def _absolute(self, address: str) -> str:
        """Return an address as an absolute one: a linkset has no base of its own to resolve against."""
        return (
            self.release.manifest.publication.base.rstrip("/") + address
            if address.startswith("/")
            else ascii_of(address)
        )
