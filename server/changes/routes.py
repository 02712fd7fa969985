"""The routes of what changed: with a release, in a plan from one release to the next, and over the life of a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from flask import Blueprint, Response, render_template, request

from mapping.release.journal import PlanChange, PublicationEvent
from mapping.release.release import Release
from ontology.iris import of_plan, plan
from server.changes.telling import ToldChange, title, told
from server.history.states import FieldChange
from server.history.versions import ThingDifference, before, plan_changes, versions_of
from server.release.answering import reply_to_address
from server.release.live import served
from server.release.shelf import on_shelf, shelf
from server.search_index.samples import is_only_in_samples
from server.web import chrome
from server.web.problems import Problem
from server.web.representations import HTML, JSON, negotiate
from server.words.addresses import Addresses
from server.words.labels import Text, of_language
from server.words.language import Words
from server.words.links import Link

changes = Blueprint("changes", __name__)

_OFFERS = (HTML, JSON)
_IN_WORDS = 5
"""Of how many plans the page of a release tells what changed, since telling it reads both releases; others have pages."""
_THINGS = 30
"""How many measures of a plan are told of on that page."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change of a thing, as a page shows it."""

    anchor: str
    link: Link
    change: str
    fields: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class ChangedPlan:
    """A plan that a release brought, changed or took away, with what changed in it; ``more`` counts what is left out."""

    event: PlanChange
    link: Link
    sample: bool
    things: tuple[ToldChange, ...]
    more: int


@changes.get("/releases/<release>/changes", defaults={"suffix": ""})
@changes.get("/releases/<release>/changes.<any('json'):suffix>")
def of_release(release: str, suffix: str) -> Response:
    """Answer with the plans that a release brought, changed or took away."""
    event, old = _event(release)

    def data() -> dict[str, object]:
        found = [{"plan": each.plan, "change": each.change} for each in event.changes]
        return {"release": release, "before": old.release if old else None, "at": event.at, "plans": found}

    def page() -> str:
        is_kept = bool(old and _kept(old.release))
        ordered = sorted(event.changes, key=lambda each: is_only_in_samples("plan", each.plan))
        worded = (
            [each.plan for each in ordered if each.change == "update"][:_IN_WORDS] if is_kept and _kept(release) else []
        )
        plans = [_changed(each, event, old, in_words=each.plan in worded) for each in ordered]
        return render_template("changes/release.html", event=event, old=old, is_kept=is_kept, plans=plans)

    return _answer(suffix, data, page)


@changes.get("/releases/<release>/changes/<plan_id>", defaults={"suffix": ""})
@changes.get("/releases/<release>/changes/<plan_id>.<any('json'):suffix>")
def of_plan_in_release(release: str, plan_id: str, suffix: str) -> Response:
    """Answer with what a release says otherwise of a plan than the one before it, measure by measure."""
    event, old = _event(release)
    if all(each.plan != plan_id for each in event.changes):
        raise Problem.worded(HTTPStatus.NOT_FOUND, "unchanged", release=release, plan=plan_id)
    older = _older(old, plan_id)
    newer = on_shelf(release) if plan_id in event.plans else None

    def found() -> list[ThingDifference]:
        return plan_changes(older, newer, plan_id, chrome.language())

    def data() -> dict[str, object]:
        heading = {"release": release, "before": old.release if old else None, "at": event.at, "plan": plan_id}
        return {**heading, "things": [_as_data(each.thing, each.change, each.fields) for each in found()]}

    def page() -> str:
        shown = [_shown(each, plan_id) for each in found()]
        counts = {
            change: sum(1 for each in shown if each.change == change) for change in ("create", "update", "delete")
        }
        return render_template(
            "changes/plan.html", event=event, old=old, plan=_plan_link(plan_id), shown=shown, counts=counts
        )

    return _answer(suffix, data, page)


@changes.get("/history/id/<any('plan', 'measure'):kind>/<path:name>")
def of_thing(kind: str, name: str) -> Response:
    """Answer with the versions of a measure or a plan over the releases that are kept, the newest first."""
    name, suffix = (name.removesuffix(".json"), "json") if name.endswith(".json") else (name, "")
    plan_id = name.split("/")[0]
    now = served()
    thing = now.iris.absolute(f"id/{kind}/{name}")
    found = versions_of(shelf(), now, thing, plan_id, chrome.language())
    if not found.versions:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "never_held", thing=f"id/{kind}/{name}")

    def data() -> dict[str, object]:
        versions = [
            {"at": each.at, "release": each.release, "fields": _fields(each.changes)} for each in found.versions
        ]
        return {"thing": thing, "complete": found.is_whole, "versions": versions}

    def page() -> str:
        link = _titled(thing, plan_id)
        return render_template("changes/thing.html", thing=link, plan=_plan_link(plan_id), found=found)

    return _answer(suffix, data, page)


def _event(release: str) -> tuple[PublicationEvent, PublicationEvent | None]:
    """Return the first going live of a release, and that of the release before; raises :class:`Problem` 404."""
    history = shelf().history
    events = history.of_release(release)
    if not events:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "release", release=release)
    return events[0], before(history, release)


def _older(old: PublicationEvent | None, plan_id: str) -> Release | None:
    """Return the release before, where it held the plan; raises :class:`Problem` 410 where it was pruned."""
    return on_shelf(old.release) if old and plan_id in old.plans else None


def _kept(release: str) -> bool:
    return release in set(shelf().kept())


def _answer(suffix: str, data: Callable[[], object], page: Callable[[], str]) -> Response:
    representation = negotiate(request.headers.get("Accept"), _OFFERS, suffix or request.args.get("format"))
    if representation is JSON:
        return reply_to_address(JSON, lambda: msgspec.json.format(msgspec.json.encode(data()), indent=1))
    return reply_to_address(HTML, page)


def _changed(
    change: PlanChange, event: PublicationEvent, old: PublicationEvent | None, *, in_words: bool
) -> ChangedPlan:
    """Return a plan that a release changed; with what changed in it where that is to be told."""
    plan_id, things = change.plan, tuple[ToldChange, ...]()
    if in_words:
        found = plan_changes(_older(old, plan_id), on_shelf(event.release), plan_id, chrome.language())
        things = tuple(told(_titled(each.thing, plan_id), each.change, each.fields) for each in found)
    invented = is_only_in_samples("plan", plan_id)
    return ChangedPlan(change, _plan_link(plan_id), invented, things[:_THINGS], max(len(things) - _THINGS, 0))


def _titled(thing: str, plan_id: str) -> Link:
    link = _link(served(), thing, plan_id)
    whole = served().iris.absolute(plan(plan_id))
    return link if thing == whole else Link(link.href, title(thing, whole, link.text, chrome.language()))


def _shown(each: ThingDifference, plan_id: str) -> ShownChange:
    link = _link(served(), each.thing, plan_id)
    return ShownChange(each.thing.rpartition("/")[2], link, each.change, each.fields)


def _link(now: Release, thing: str, plan_id: str) -> Link:
    """Return a link to a plan or a measure, called by its number."""
    words = Words(chrome.language())
    measure = thing.removeprefix(now.iris.absolute(of_plan("measure", plan_id, "")))
    name = words("kind.plan") if measure == thing else f"{words('kind.measure')} {measure}"
    return Addresses(now.iris, chrome.wish()).link(thing, Text(name, words.language))


def _plan_link(plan_id: str) -> Link:
    now = served()
    entry = now.plan(plan_id)
    thing = now.iris.absolute(plan(plan_id))
    title = of_language(entry.title if entry else {}, chrome.language())
    return Addresses(now.iris, chrome.wish()).link(thing, title or Text(plan_id))


def _as_data(thing: str, change: str, fields: Iterable[FieldChange]) -> dict[str, object]:
    return {"thing": thing, "change": change, "fields": _fields(fields)}


def _fields(fields: Iterable[FieldChange]) -> list[dict[str, object]]:
    return [
        {"field": each.field, "old": [text.value for text in each.old], "new": [text.value for text in each.new]}
        for each in fields
    ]
