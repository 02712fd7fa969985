"""The front page: what this is, how much there is, and the themes as the way in."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from mapping.release.folder import Manifest
from mapping.release.index.schema import key
from server.search_index.opened import opened
from server.search_index.samples import is_only_in_samples
from server.search_index.selection import Selection
from server.things.reader import Reader
from server.words.addresses import Addresses
from server.words.labels import Text, of_language
from server.words.language import Language, Words
from server.words.links import Link
from server.words.names import Namer

SHOWN = 12
"""How many plans stand on the front page; their list has all."""
_CARRYING = Selection(kinds=("agency",), having=("plan",))
"""The agencies that carry measures, each of some plan."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A theme with its narrower ones."""

    link: Link
    head: str
    sample: bool
    inner: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan on the front page."""

    link: Link
    measures: int
    sample: bool


def page(reader: Reader, addresses: Addresses, manifest: Manifest, language: Language) -> dict[str, object]:
    """Return what the front page shows."""
    themes = _themes(reader, addresses, language)
    plans = [
        PlanCard(
            addresses.link(
                addresses.iris.absolute(f"id/plan/{plan.id}"), of_language(plan.title, language) or Text(plan.id)
            ),
            plan.measures,
            plan.sample,
        )
        for plan in sorted(manifest.plans, key=lambda plan: plan.sample)[:SHOWN]
    ]
    samples = tuple(plan for plan in manifest.plans if plan.sample)
    keys = tuple(key(addresses.iris.absolute(f"id/plan/{plan.id}"), addresses.iris) for plan in samples)
    invented = opened().total(msgspec.structs.replace(_CARRYING, keys=(("plan", keys),))) if keys else 0
    return {
        "themes": themes,
        "samples": len(samples),
        "plans": tuple(plans),
        "figures": {
            "plans": sum(not plan.sample for plan in manifest.plans),
            "measures": sum(plan.measures for plan in manifest.plans if not plan.sample),
            "agencies": opened().total(_CARRYING) - invented,
            "triples": manifest.triples,
        },
        "release": manifest.id,
    }


def _themes(reader: Reader, addresses: Addresses, language: Language) -> tuple[Branch, ...]:
    found = reader.facts("home-themes")
    namer = Namer(found, Words(language), found.curies)

    def branch(theme: str) -> Branch:
        inner = sorted(
            (each for each, prop in found.pointing_to(theme) if prop == "skos:broader"),
            key=lambda each: found.string(each, "skos:notation") or each,
        )
        link = addresses.link(theme, namer.name(theme).short)
        head = (found.string(theme, "skos:notation") or "").lstrip("0")
        invented = is_only_in_samples("theme", key(theme, addresses.iris))
        return Branch(link, head, invented, tuple(map(branch, inner)))

    tops = [each for each in found.of_class("policy:Theme") if not found.things(each, "skos:broader")]
    return tuple(map(branch, sorted(tops)))
