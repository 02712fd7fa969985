"""What a release holds only through invented samples; it has a badge wherever it is met."""

from __future__ import annotations

from collections.abc import Mapping

from mapping.release.index.schema import key
from server.release.live import Served, served
from server.search_index.opened import opened
from server.search_index.selection import Selection
from server.words.language import Words

_OF_DOCUMENTS = ("theme", "requirement", "point", "part", "national")
"""The kinds of thing that come from a national document, whose name begins their keys."""
_OF_MEASURES = ("agency", "jurisdiction")
"""The kinds of thing that are known by the measures of plans."""
_OF_PLACES = (*_OF_MEASURES, "group")
"""The kinds of thing whose keys begin with a place."""


def badges(kind: str, name: str, words: Words) -> tuple[str, ...]:
    """Return the badge of a thing, by its kind and key, that nothing but invented samples has to do with; else nothing."""
    if not is_only_in_samples(kind, name):
        return ()
    shared = kind in _OF_DOCUMENTS or kind in _OF_PLACES
    return (words("plan.sample_only" if shared else "plan.sample_short"),)


def is_only_in_samples(kind: str, name: str) -> bool:
    """Return whether nothing but invented samples has to do with a thing."""
    only, first = served().once(_only), name.partition("/")[0]
    if kind in _OF_DOCUMENTS:
        return first in only.get("national", ())
    if kind in _OF_PLACES:
        return name in only.get(kind, ()) or first in only.get("jurisdiction", ())
    return first in only.get("plan", ())  # a plan, its measures, and whatever is a part of either


def marked(text: str, words: Words, *, invented: bool) -> str:
    """Return a label for where there is no room for a badge, as in a picture: what is invented says so."""
    return words("plan.sample_named", name=text) if invented else text


def behind() -> tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]:
    """Return what stands behind all else where things are found by words: see :class:`Selection`."""
    only = served().once(_only)
    asked = ((("measure", "plan", *_OF_PLACES), "jurisdiction"), (("measure",), "plan"))
    return tuple((kinds, facet, tuple(sorted(only[facet]))) for kinds, facet in asked if only.get(facet))


def among(selection: Selection) -> int:
    """Return how many of the measures, plans or agencies of a selection are those of samples alone."""
    kind, only = selection.kinds[0], served().once(_only)
    facet = {"measure": "plan", "plan": "jurisdiction", "agency": "jurisdiction"}.get(kind, "")
    asked, invented = set(selection.of(facet)), only.get(facet, frozenset())
    keys = tuple(sorted(asked & invented if asked else invented))
    return opened().total(selection.with_keys(facet, keys)) if keys else 0


def _only(now: Served) -> Mapping[str, frozenset[str]]:
    """Return the keys of what only samples have to do with: national documents, and things that are known by measures."""
    samples = tuple(
        key(now.iris.absolute(f"id/plan/{each.id}"), now.iris) for each in now.manifest.plans if each.sample
    )
    if not samples:
        return {}
    every = Selection(kinds=("measure",))
    invented = opened().all_counts(every.with_keys("plan", samples), _OF_MEASURES)
    all_there = opened().all_counts(every, _OF_MEASURES)
    alone = {kind: frozenset(invented[kind].items() & all_there[kind].items()) for kind in _OF_MEASURES}
    known = {kind: frozenset(name for name, _ in found) for kind, found in alone.items()}
    return {**known, "plan": frozenset(samples), "national": _documents(now)}


def _documents(now: Served) -> frozenset[str]:
    """Return the keys of the national documents that samples carry out and no other plan."""
    rows = now.store.select("sample-nationals")
    invented, real = (
        {row.text("national") for row in rows if (row.text("sample") == "true") is is_sample}
        for is_sample in (True, False)
    )
    return frozenset(key(each, now.iris) for each in invented - real)
