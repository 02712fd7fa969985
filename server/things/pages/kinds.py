"""Which page a kind of thing has: a template, and what fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from server.things.pages import agencies, mappings, measures, nationals, parts, plans, themes
from server.things.visit import Visit

Filler = Callable[[Visit], dict[str, object]]


def _nothing_more(_visit: Visit) -> dict[str, object]:
    return {}


GENERIC = ("thing", _nothing_more)
"""The page of a kind that has none of its own: everything that is said of it, and what points to it."""

PAGES: Mapping[str, tuple[str, Filler]] = MappingProxyType(
    {
        "measure": ("measure", measures.page),
        "plan": ("plan", plans.page),
        "national": ("national", nationals.document),
        "part": ("national", nationals.document),
        "point": ("national", nationals.document),
        "requirement": ("requirement", nationals.requirement),
        "theme": ("theme", themes.page),
        "agency": ("agency", agencies.agency),
        "group": ("group", agencies.group),
        "function": ("function", agencies.function),
        "jurisdiction": ("jurisdiction", agencies.jurisdiction),
        "responsibility": ("part", parts.part),
        "target": ("part", parts.part),
        "parameter": ("part", parts.part),
        "citation": ("part", parts.part),
        "quotation": ("part", parts.part),
        "passage": ("passage", parts.passage),
        "source": ("source", parts.source),
        "canonical": ("source", parts.source),
        "cited": ("cited", parts.cited),
        "mapping": ("mapping", mappings.page),
    }
)


def of_kind(kind: str) -> tuple[str, Filler]:
    """Return the template (below ``things/``) and the filler of a kind."""
    return PAGES.get(kind, GENERIC)
