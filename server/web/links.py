"""Typed links: in the header ``Link`` (RFC 8288), and as a linkset (RFC 9264)."""

from __future__ import annotations

from dataclasses import dataclass

LINKSET = "linkset"
"""The suffix of a linkset, ``/doc/….linkset``."""
LINKSET_TYPE = "application/linkset+json"


@dataclass(frozen=True, slots=True)
class Signpost:
    """A typed link: ``media_type`` and ``language`` of its target, where they are known."""

    target: str
    relation: str
    media_type: str = ""
    language: str = ""

    def header(self) -> str:
        """Return the link as RFC 8288 writes it."""
        attributes = [f'rel="{self.relation}"']
        if self.media_type:
            attributes.append(f'type="{self.media_type}"')
        if self.language:
            attributes.append(f'hreflang="{self.language}"')
        return f"<{ascii_of(self.target)}>; {'; '.join(attributes)}"


def ascii_of(iri: str) -> str:
    """Return an IRI as a URI: headers are ASCII (RFC 3987 §3.1)."""
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in iri)
