"""What the pages of quality show, as plain values for their templates."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import pyoxigraph as ox

from mapping.release.folder import HeldBack
from mapping.release.quality import Dimension, Overview, PlanQuality, Reading
from ontology.iris import plan_graph
from server.quality import history
from server.quality.findings import SHOWN, Group, grouped, place_in_words
from server.quality.reports import Assessment
from server.quality.request import Profile, QualityRequest, rule_by_iri
from server.quality.tables import Measured, dimensions, lacking_address, sections
from server.release import queries
from server.search_index.samples import is_only_in_samples
from server.web.problems import Problem
from server.words.addresses import to
from server.words.labels import Text
from server.words.links import Link, Paging
from shapes.report import Severity
from shapes.rules import Rule

A_PAGE = 100
"""How many plans, or things that lack something, a page shows; ``quality-lacking.rq`` has the same number."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the overview."""

    link: Link
    place: Link
    measures: int
    profile: Profile
    counts: dict[Severity, int]
    measured: dict[Dimension, Measured]
    sample: bool


@dataclass(frozen=True, slots=True)
class HeldBackPlan:
    """A plan that was not published: how many errors were found, or why it could not be read, in English as built."""

    link: Link
    errors: int
    why: str


def overview(scene: QualityRequest, number: int) -> dict[str, object]:
    """Return what the overview shows: a page of plans, what was held back, the rules together, and the history."""
    everything = scene.now.overview
    published = sorted(
        (line for line in everything.plans if not line.held_back),
        key=lambda line: is_only_in_samples("plan", line.plan),  # what is invented is never first
    )
    shown = published[(number - 1) * A_PAGE : number * A_PAGE]
    if number > 1 and not shown:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "pages", number=number, last=max(1, -(-len(published) // A_PAGE)))
    return {
        "plans": tuple(_row(scene, line) for line in shown),
        "total": len(scene.now.manifest.plans),
        "paging": _paging(scene, number, len(published)),
        "held": tuple(_held(scene, everything, each) for each in scene.now.manifest.held_back),
        "profiles": tuple(scene.profile(name) for name in ("publishable", "complete", "excellent")),
        "sections": sections(scene, everything.tallies, None),
        "across": grouped(scene, scene.now.across.results, {}),
        "history": history.of_all(scene),
    }


def _row(scene: QualityRequest, line: PlanQuality) -> PlanRow:
    place = scene.iris.absolute(line.jurisdiction)
    return PlanRow(
        link=Link(scene.addresses.to("plan_quality", line.plan), scene.text(line.title)),
        place=scene.thing(place),
        measures=line.measures,
        profile=scene.profile(line.profile),
        counts=line.counts,
        measured=dimensions(line.shares, line.read),
        sample=is_only_in_samples("plan", line.plan),
    )


def _paging(scene: QualityRequest, number: int, total: int) -> Paging:
    def at(page: int) -> str:
        return scene.addresses.to("quality", page=page)

    return Paging(number, at(number - 1) if number > 1 else None, at(number + 1) if number * A_PAGE < total else None)


def _held(scene: QualityRequest, everything: Overview, held_back: HeldBack) -> HeldBackPlan:
    line = next((line for line in everything.plans if line.plan == held_back.id), None)
    link = Link(
        scene.addresses.to("plan_quality", held_back.id), scene.text(line.title if line else {"": held_back.id})
    )
    return HeldBackPlan(link, line.counts["Violation"] if line else 0, held_back.why)


@dataclass(frozen=True, slots=True)
class ReadText:
    """How much of what looks like measures was read; ``unread`` are kind and place of what was not, as people read them."""

    measured: Measured
    unread: tuple[tuple[str, str], ...]
    more: int
    omissions: tuple[str, ...]
    accepted: Text | None


def _reading(scene: QualityRequest, found: Reading) -> ReadText:
    return ReadText(
        Measured(found.read, found.read + found.unread),
        tuple(
            (scene.words.known(f"quality.{one.kind}") or one.kind, place_in_words(scene.words, one.place))
            for one in found.places[:SHOWN]
        ),
        max(0, len(found.places) - SHOWN),
        found.omissions,
        scene.text(found.accepted) if found.accepted else None,
    )


def plan(scene: QualityRequest, assessed: Assessment) -> dict[str, object]:
    """Return what the page of a plan shows."""
    counted = assessed.quality
    title = counted.title if counted else _title(scene, assessed.plan)
    iri = scene.iris.absolute(f"id/plan/{assessed.plan}")

    def whole(address: str) -> str:
        return scene.iris.base + address.lstrip("/")

    return {
        "assessed": assessed,
        "title": scene.text(title),
        "subject": None if assessed.held_back else scene.addresses.document(iri),
        "profile": scene.profile(None if assessed.held_back or not counted else counted.profile),
        "measured": dimensions(counted.shares, counted.reading.share if counted.reading else None) if counted else {},
        "reading": _reading(scene, counted.reading) if counted and counted.reading else None,
        "errors": assessed.report.counts["Violation"],
        "groups": _groups(scene, assessed),
        "sections": sections(scene, counted.tallies, assessed.plan) if counted else (),
        "history": history.of_plan(scene, assessed.plan),
        "badge": scene.addresses.to("badge", assessed.plan),
        "badge_page": whole(to("plan_quality", assessed.plan)),
        "badge_file": whole(to("badge", assessed.plan, lang=scene.language)),
    }


def _title(scene: QualityRequest, plan_id: str) -> dict[str, str]:
    return next((entry.title for entry in scene.now.manifest.plans if entry.id == plan_id), {"": plan_id})


def _groups(scene: QualityRequest, assessed: Assessment) -> tuple[Group, ...]:
    return grouped(scene, assessed.report.results, assessed.quality.places if assessed.quality else {})


def lacking(scene: QualityRequest, assessed: Assessment, name: str, number: int) -> dict[str, object]:
    """Return what the list of those shows that are not as a rule asks; raises :class:`Problem` for an unknown rule."""
    rule = rule_by_iri(scene.iris).get(scene.iris.absolute(f"pg:shape/{name}"))
    if rule is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "rule", name=name)
    things = _without(scene, assessed, rule, number) if rule.kind == "optional" else _failing(assessed, rule, number)
    more = lacking_address(scene, assessed.plan, name, number + 1) if len(things) == A_PAGE else None
    before = lacking_address(scene, assessed.plan, name, number - 1) if number > 1 else None
    tallies = assessed.quality.tallies if assessed.quality else ()
    measured = next((Measured(each.found, each.expected) for each in tallies if each.rule == rule.rule), Measured(0, 0))
    return {
        "title": scene.text(assessed.quality.title if assessed.quality else _title(scene, assessed.plan)),
        "whole": scene.addresses.to("plan_quality", assessed.plan),
        "shape": scene.name_of(rule.shape),
        "rule": scene.name_of(rule.rule),
        "kind": rule.kind,
        "measured": measured,
        "groups": tuple(each for each in _groups(scene, assessed) if rule.kind != "optional" and _is_of(each, rule)),
        "things": tuple(map(scene.thing, things)),
        "paging": Paging(number, before, more),
    }


def _is_of(group: Group, rule: Rule) -> bool:
    return group.anchor.removeprefix("rule-") == "-".join(rule.name)


def _failing(assessed: Assessment, rule: Rule, number: int) -> list[str]:
    found = sorted({result.focus for result in assessed.report.results if result.rule == rule.rule})
    return found[(number - 1) * A_PAGE : number * A_PAGE]


def _without(scene: QualityRequest, assessed: Assessment, rule: Rule, number: int) -> list[str]:
    """Ask the store for the things without a value; a plan that was held back is not in it."""
    if assessed.held_back or rule.path is None:
        return []
    text = queries.on_page("quality-lacking", scene.iris, number)
    graph = scene.iris.absolute(plan_graph(assessed.plan))
    bound = {"graph": graph, "class": rule.target, "property": rule.path}
    rows = scene.now.store.select(text, {name: ox.NamedNode(iri) for name, iri in bound.items()})
    return [row.text("thing") for row in rows]
