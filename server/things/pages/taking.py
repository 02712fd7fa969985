"""Where one goes on from a page: all measures of the thing as tables for people, and its comparison across places."""

from __future__ import annotations

from dataclasses import dataclass

from mapping.release.index.schema import key as key_of
from server.search_index import samples
from server.search_index.selection import Selection
from server.things.pages.counted import own_key, summary
from server.things.visit import Visit
from server.web.representations import WHOLE

FACETS = ("agency", "theme", "requirement", "plan", "function", "jurisdiction")
"""The kinds of thing that measures are narrowed by."""

_MIXED = ("theme", "requirement", "function")
"""Those whose measures may be of real plans and of samples."""


@dataclass(frozen=True, slots=True)
class Taking:
    """How many measures there are to take and how many of them are invented, the tables with their addresses, and the
    address of their list.
    """

    total: int
    invented: int
    tables: tuple[tuple[str, str], ...]
    listed: str


def taking(visit: Visit) -> Taking | None:
    """Return what can be taken from the visited thing, or nothing where it has no measures."""
    total = summary(visit).measures if visit.kind in FACETS else 0
    if not total:
        return None
    chosen, to = {visit.kind: own_key(visit)}, visit.addresses.to
    measures = Selection(kinds=("measure",), keys=((visit.kind, (own_key(visit),)),))
    invented = samples.among(measures) if visit.kind in _MIXED else 0
    tables = tuple(
        (each.label, to("all_of_list", "measures", each.suffix, **chosen, lang=visit.language)) for each in WHOLE
    )
    return Taking(total, invented if invented < total else 0, tables, to("measures", **chosen))


_COMPARED = {"function": "functions", "jurisdiction": "themes", "plan": "themes"}
"""The comparison of each kind of thing that is compared whole."""


def comparison(visit: Visit) -> str | None:
    """Return where the thing is compared across places, or nothing where it is not."""
    key = own_key(visit)
    if visit.kind == "measure":
        demanded = next(iter(visit.facts.things(visit.thing, "policy:implements")), "")
        key = key_of(demanded, visit.addresses.iris) if demanded else ""
    if "/requirement/" in key:
        return _of_requirement(key, visit)
    national, _, last = key.partition("/")
    if visit.kind == "theme" and last:
        return visit.addresses.to("comparison", "requirements", national=national, theme=last)
    if visit.kind == "national":
        return visit.addresses.to("comparison", "themes", national=key)
    if visit.kind not in _COMPARED or not summary(visit).measures:
        return None
    if visit.kind != "plan":
        return visit.addresses.to("comparison", _COMPARED[visit.kind])
    carried = visit.facts.thing(
        visit.thing, "eli:ensures_implementation_of"
    )  # one that carries out nothing known has none
    own = key_of(carried, visit.addresses.iris) if carried else ""
    return visit.addresses.to("comparison", _COMPARED[visit.kind], national=own) if own else None


def _of_requirement(key: str, visit: Visit) -> str:
    national, _, number = key.partition("/requirement/")
    return visit.addresses.to("comparison", "requirement", national=national, requirement=number)
