"""Feeds (Atom, RFC 4287): what each begins with, and what an entry holds."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from server.web.representations import ATOM, HTML

_NAMESPACE = "http://www.w3.org/2005/Atom"


def begun(language: str, own: str, page: str, title: str, updated: str, author: str) -> ET.Element:
    """Return a feed without entries: ``own`` is its address, ``page`` that of the page that shows the same."""
    root = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    _tell(root, (("id", own), ("title", title), ("updated", updated)))
    ET.SubElement(root, "link", {"rel": "self", "type": ATOM.media_type, "href": own})
    ET.SubElement(root, "link", {"rel": "alternate", "type": HTML.media_type, "href": page})
    ET.SubElement(ET.SubElement(root, "author"), "name").text = author
    return root


def add(root: ET.Element, identifier: str, title: str, updated: str, summary: str, href: str) -> ET.Element:
    """Add an entry to a feed and return it; ``href`` is the address of what it tells of."""
    entry = ET.SubElement(root, "entry")
    _tell(entry, (("id", identifier), ("title", title), ("updated", updated), ("summary", summary)))
    ET.SubElement(entry, "link", {"rel": "alternate", "href": href})
    return entry


def _tell(parent: ET.Element, texts: Iterable[tuple[str, str]]) -> None:
    for name, text in texts:
        ET.SubElement(parent, name).text = text
