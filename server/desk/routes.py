"""The pages of the desk, and what their forms do: each form changes one thing, and leads back to where it stood."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, g, redirect, render_template, request

from mapping.errors import MappingError
from mapping.review import pages
from mapping.review.changes import Change, counts
from mapping.review.choices import COLUMN_ROLES
from mapping.review.decisions import Decision, LookAt, MarkPart, NameColumn, SayRole, SaySetting, decode, encode
from mapping.review.doubts import Doubt
from mapping.review.review import Review
from mapping.review.toml_file import SETTINGS
from mapping.review.words import said
from server.desk.publishing import Publishing
from server.desk.views import SourceView, excerpt, name_of, read_measure
from server.web.chrome import wish
from server.web.problems import Problem

EXTENSION = "desk"
_MOST = 300
"""Choices that one page shows."""
desk = Blueprint("desk", __name__)


@dataclass(slots=True)
class Desk:
    """What the desk holds: the review, the last change or what was wrong with it, and the build."""

    review: Review
    publishing: Publishing
    change: Change | None = None
    fault: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


def here() -> Desk:
    """Return the desk of this application."""
    found: Desk = current_app.extensions[EXTENSION]
    return found


@desk.before_request
def _take() -> None:
    """Let one request at a time at the review."""
    now = here()
    now.lock.acquire()
    g.desk = now
    now.review.refresh()


@desk.teardown_request
def _give_back(_: BaseException | None) -> None:
    if now := g.pop("desk", None):
        now.lock.release()


@desk.app_context_processor
def _around() -> dict[str, object]:
    now: Desk = here()
    return {
        "plan": now.review.folder.settings,
        "folder": now.review.folder.path.name,
        "counts": counts(now.review.extraction, now.review.doubts),
        "change": now.change,
        "fault": now.fault,
        "can_undo": now.review.can_undo,
        "encode": encode,
        "name_of": name_of,
        "said": said,
    }


# ---- pages ---------------------------------------------------------------------------------------


@desk.get("/")
def doubts() -> str:
    """Show the doubts, by what mends them, each with its choices."""
    review = here().review
    source = SourceView(review)
    groups = review.groups
    order = [name_of(doubt) for group in groups for doubt in group.doubts]
    return render_template(
        "desk/doubts.html",
        groups=groups,
        next_of=dict(zip(order, [*order[1:], ""], strict=True)),
        around=lambda doubt: excerpt(review.document, doubt.places[0]) if doubt.places else None,
        part_of=source.part_of,
        looked_at=review.folder.settings.looked_at,
        looking=lambda key: encode((LookAt(doubt=key, again=True),)),
    )


@desk.get("/doubt/<name>")
def doubt(name: str) -> str:
    """Show one doubt with the whole list of what it may be decided to."""
    review = here().review
    found = _doubt(name)
    wanted = request.args.get("find", "").strip()
    choices = [
        choice
        for choice in review.all_choices(found)
        if not wanted or any(wanted.lower() in text.lower() for text in (*choice.label.values(), choice.note))
    ]
    return render_template(
        "desk/doubt.html",
        doubt=found,
        choices=choices[:_MOST],
        hidden=len(choices[_MOST:]),
        find=wanted,
        around=[excerpt(review.document, place) for place in found.places[:8]],
        part_of=SourceView(review).part_of,
    )


def _doubt(name: str) -> Doubt:
    found = next((each for each in here().review.doubts if name_of(each) == name), None)
    if found is None:
        raise Problem.not_found("This is no doubt any more: it is decided.")
    return found


@desk.get("/source")
@desk.get("/source/<int:part>")
def source(part: int = 1) -> str:
    """Show a part of the document as it looks, with what was read beside it."""
    review = here().review
    found = SourceView(review)
    if not 1 <= part <= found.parts:
        raise Problem.not_found(f"The document has {found.parts} parts.")
    view = None
    if found.is_paged and review.document:
        view = pages.view(review.folder.document, part, review.document, found.marks)
    return render_template(
        "desk/source.html",
        blocks=list(found.blocks(part)),
        part=part,
        parts=found.parts,
        is_paged=found.is_paged,
        view=view,
        column_roles=COLUMN_ROLES,
    )


@desk.get("/page/<int:number>.png")
def page(number: int) -> Response:
    """Show a page of the document as it looks."""
    document = here().review.document
    if document is None or document.media_type != pages.MEDIA_TYPE:
        raise Problem.not_found("The document has no pages.")
    try:
        return Response(pages.picture(here().review.folder.document, number), content_type="image/png")
    except IndexError as error:
        raise Problem.not_found(f"The document has no page {number}.") from error


@desk.get("/measure/<path:number>")
def measure(number: str) -> str:
    """Show a measure as it was read, with what may be corrected of it."""
    review = here().review
    extraction = review.extraction
    found = next((one for one in extraction.plan.measures if one.number == number), None) if extraction else None
    entry = next((one for one in extraction.entries if one.number == number), None) if extraction else None
    if found is None or entry is None or extraction is None:
        raise Problem.not_found(f"The plan has no measure {number}.")
    source = SourceView(review)
    read = read_measure(review, found)
    texts = [extraction.document.at(body.place) for body in entry.bodies]
    wanted = request.args.get("find", "").strip()
    asked = read.quoted if read.quoted and read.subject != found.id else found.text
    choices = review.catalogue.requirements(read.subject, asked)
    return render_template(
        "desk/measure.html",
        measure=read,
        asked=asked,
        texts=texts,
        part=source.part_of(entry.place),
        block=entry.place.block,
        choices=[one for one in choices if wanted and wanted.lower() in f"{one.label}{one.note}".lower()] or choices,
        none_of_them=review.catalogue.requirement(read.subject, asked, []),
        find=wanted,
    )


@desk.get("/facts")
def facts() -> str:
    """Show what the plan says of itself, to be corrected."""
    review = here().review
    return render_template(
        "desk/facts.html",
        jurisdiction=review.catalogue.jurisdiction_label(review.folder.settings.jurisdiction),
        nationals=[(choice.label, choice.decisions[0]) for choice in review.catalogue.nationals()],
    )


@desk.get("/build")
def build() -> Response:
    """Show the build that goes on, or what came of the last one."""
    publishing = here().publishing
    response = Response(render_template("desk/build.html", publishing=publishing))
    if publishing.is_running:
        response.headers["Refresh"] = "1"
    return response


# ---- forms ---------------------------------------------------------------------------------------


@desk.post("/decide")
def decide() -> Response:
    """Write the decisions of a button."""
    try:
        decisions = decode(request.form.get("decisions", ""))
    except msgspec.DecodeError as error:
        raise Problem.bad_request(f"This is no decision: {error}.") from error
    return _decide(*decisions)


@desk.post("/undo")
def undo() -> Response:
    """Take the last decision back."""
    now = here()
    now.fault = ""
    now.change = now.review.undo()
    return _back()


@desk.post("/mark")
def mark() -> Response:
    """Say what a range of blocks, or rows of one, is."""
    first, last, rows = (request.form.get(name, "").strip() for name in ("first", "last", "rows"))
    span = first if not last or last == first else f"{first}-{last}"
    before = tuple(line.strip() for line in request.form.get("before", "").splitlines() if line.strip())
    kind = request.form.get("as", "")
    try:
        decision = msgspec.convert(
            {"kind": "part", "as_": kind, "blocks": span, "rows": rows, "before": before}, MarkPart
        )
    except msgspec.ValidationError as error:
        raise Problem.bad_request(f"This is no mark: {error}.") from error
    return _decide(decision)


@desk.post("/columns")
def columns() -> Response:
    """Say what the columns of a table hold."""
    headers, roles, before = (request.form.getlist(name) for name in ("header", "role", "was"))
    told = [
        {"kind": "column", "header": header, "role": role}
        for header, role, was in zip(headers, roles, before, strict=False)
        if role and role != was
    ]
    try:
        named: list[Decision] = [msgspec.convert(each, NameColumn) for each in told]
    except msgspec.ValidationError as error:
        raise Problem.bad_request(f"This is no column: {error}.") from error
    block = request.form.get("block", "")
    is_read = here().review.folder.settings.layout.kind in ("table", "mixed")
    if block and not is_read and named:
        named.append(MarkPart(as_="table", blocks=block))
    return _decide(*named)


@desk.post("/role")
def role() -> Response:
    """Say which role a body has in a text."""
    form = {name: request.form.get(name, "").strip() for name in ("body", "role", "text")}
    try:
        decision = msgspec.convert({"kind": "role", **form}, SayRole)
    except msgspec.ValidationError as error:
        raise Problem.bad_request(f"This is no role: {error}.") from error
    return _decide(decision) if form["body"] else _back()


@desk.post("/facts")
def say_facts() -> Response:
    """Write what the plan says of itself, as far as it was changed."""
    settings = msgspec.to_builtins(here().review.folder.settings)
    found: list[Decision] = []
    for key in SETTINGS:
        if key not in request.form and f"{key}.zh" not in request.form:
            continue
        value, was = _given(key), _was(settings, key)
        if value != was:
            found.append(SaySetting(key=key, value=value))
    return _decide(*found)


def _given(key: str) -> Any:
    if f"{key}.zh" in request.form:
        texts = {tag: request.form.get(f"{key}.{tag}", "").strip() for tag in ("zh", "en")}
        return {tag: text for tag, text in texts.items() if text} or None
    text = request.form[key].strip()
    if key == "jurisdiction":
        return here().review.catalogue.jurisdiction_named(text)
    if key == "year":
        return int(text) if text.isdecimal() else None
    if key in ("publish_document", "layout.lead_by_position") and text in ("true", "false"):
        return text == "true"
    return text or None


def _was(settings: dict[str, Any], key: str) -> Any:
    found: Any = settings
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return _DEFAULTS.get(key) if found is None else found or None if not isinstance(found, bool) else found


_DEFAULTS = {
    "layout.kind": "table",
    "layout.labels": "printed",
    "layout.numbering": "continuous",
    "layout.lead_by_position": False,
    "layout.defaults": "stated",
    "layout.signatories": "none",
}


@desk.post("/build")
def start_build() -> Response:
    """Begin a build."""
    here().publishing.start()
    return redirect(current_app.url_for("desk.build"), 303)  # type: ignore[return-value]


def _decide(*decisions: Decision) -> Response:
    now = here()
    now.fault, now.change = "", None
    try:
        now.change = now.review.decide(*decisions) if decisions else None
    except MappingError as error:
        now.fault = str(error)
    return _back()


def _back() -> Response:
    """Send back to the page that the form stood on, an address of this desk."""
    to = request.form.get("back", "")
    is_here = to.startswith("/") and not to.startswith(("//", "/\\"))
    return redirect(to if is_here else current_app.url_for("desk.doubts"), 303)  # type: ignore[return-value]


@desk.app_url_defaults
def _carry(endpoint: str, values: dict[str, Any]) -> None:
    """Let the addresses of pages carry on the language that was asked for."""
    if endpoint.startswith("desk.") and wish():
        values.setdefault("lang", wish())
