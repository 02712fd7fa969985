"""What became of a thing: it is here, it moved, it is gone with an older release, or nobody knows it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from mapping.release.folder import Manifest
from mapping.release.release import Release
from mapping.release.shelf import Shelf
from server.things.reader import Reader
from server.words.addresses import Addresses
from server.words.facts import Facts
from server.words.labels import Text

RELEASES_LOOKED_AT = 20
"""How many older releases are asked for a thing, the newest first."""
NEAR = 6
_SIMILAR = 55.0  # per cent; below it, a name helps nobody


@dataclass(frozen=True, slots=True)
class Near:
    """A thing that may have been meant."""

    iri: str
    label: Text
    path: str


@dataclass(frozen=True, slots=True)
class LastHeld:
    """The release that last held a thing, and when that was published."""

    release: str
    at: str


def replacement(reader: Reader, thing: str, said: Facts | None = None) -> tuple[bool, str | None]:
    """Return whether a thing is known, and what it was replaced by; the store need not be asked where it is said."""
    if said and thing in said:
        in_the_world = said.values(thing, "policy:validUntil")
        return True, None if in_the_world else said.thing(thing, "dct:isReplacedBy")
    rows = reader.rows("known", thing=thing)
    if not rows:
        return False, None
    return True, rows[0].text("replacement") or None


def held_back(manifest: Manifest, path: str) -> str | None:
    """Return the plan that a path (``id/measure/<plan>/36``) is in, where the build held that plan back."""
    segments = path.split("/")
    if segments[0] != "id" or len(segments) < 3:
        return None
    if not any(each.id == segments[2] for each in manifest.held_back):
        return None
    return None if any(plan.id == segments[2] for plan in manifest.plans) else segments[2]


def last_held(shelf: Shelf, live: str, thing: str, addresses: Addresses) -> LastHeld | None:
    """Return the newest older release that held a thing.

    Releases that are still there are asked themselves; of pruned ones the journal knows the plans.
    """
    events = [event for event in reversed(shelf.history.events) if event.release != live]
    asked: dict[str, bool] = {}
    for event in events:
        held = asked.get(event.release)
        if held is None and len(asked) < RELEASES_LOOKED_AT:
            held = asked[event.release] = _holds(shelf.get(event.release), thing, event.plans, addresses)
        if held:
            return LastHeld(event.release, event.at)
    return None


def _holds(release: Release | None, thing: str, plans: dict[str, str], addresses: Addresses) -> bool:
    if release is not None:
        node = ox.NamedNode(thing)
        return release.quads.contains_named_graph(node) or any(release.quads.quads_for_pattern(node, None, None, None))
    segments = (addresses.path(thing) or "").split("/")
    return segments[0] in {"id", "graph"} and any(segment in plans for segment in segments[2:3])


@functools.lru_cache(maxsize=2)
def _candidates(reader: Reader, release: str, addresses: Addresses) -> tuple[Near, ...]:
    """Return what can be offered for a name that nobody knows; ``release`` makes the answer that of one release."""
    del release
    found = [
        Near(row.text("thing"), Text(row.text("label"), row.language("label") or ""), path)
        for row in reader.rows("near")
        if (path := addresses.path(row.text("thing")))
    ]
    return tuple(found)


def near(reader: Reader, release: str, path: str, addresses: Addresses, language: str) -> tuple[Near, ...]:
    """Return things whose address or label is like ``path``, the likest first, each called in a language if it can be."""
    found = _candidates(reader, release, addresses)
    name = path.rstrip("/").rpartition("/")[2]
    by_path = process.extract(
        path, [each.path for each in found], scorer=fuzz.ratio, limit=NEAR, score_cutoff=_SIMILAR + 20
    )
    by_label = process.extract(
        name, [each.label.value for each in found], scorer=fuzz.ratio, limit=NEAR, score_cutoff=_SIMILAR
    )
    best = sorted([*by_path, *by_label], key=lambda match: -match[1])
    chosen = dict.fromkeys(found[at].iri for _, _, at in best)
    return tuple(_called([each for each in found if each.iri == iri], language) for iri in chosen)[:NEAR]


def _called(same: Sequence[Near], language: str) -> Near:
    """Return of one thing under its labels the one in a language, or the first."""
    return next((each for each in same if each.label.language == language), same[0])
