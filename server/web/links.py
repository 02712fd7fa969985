"""Typed links: in the header ``Link`` (RFC 8288), and as a linkset (RFC 9264)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


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
    if iri.isascii():
        return iri
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in iri)


def header_of(signposts: Iterable[Signpost]) -> str:
    """Return links as the value of one ``Link`` header."""
    return ", ".join(post.header() for post in signposts)


def linkset(contexts: Mapping[str, Iterable[Signpost]], absolute: Callable[[str], str]) -> bytes:
    """Return the links of each anchor as a link set in JSON (RFC 9264 §4.2), which has no base to resolve against."""
    written = [{"anchor": absolute(anchor), **_targets(posts, absolute)} for anchor, posts in contexts.items()]
    return json.dumps({"linkset": written}, indent=1).encode()


def _targets(signposts: Iterable[Signpost], absolute: Callable[[str], str]) -> dict[str, list[dict[str, object]]]:
    by_relation: dict[str, list[dict[str, object]]] = defaultdict(list)
    for post in signposts:
        target: dict[str, object] = {"href": absolute(post.target)}
        if post.media_type:
            target["type"] = post.media_type
        if post.language:
            target["hreflang"] = [post.language]
        by_relation[post.relation].append(target)
    return by_relation
