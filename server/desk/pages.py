"""The pages of the desk: doubts, the source beside what was read, a measure, what the plan says of itself, the build."""

from __future__ import annotations

from http import HTTPStatus
from itertools import pairwise
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from mapping.review import pages
from mapping.review.changes import counts
from mapping.review.choices import COLUMN_ROLES
from mapping.review.decisions import LookAt, encode
from mapping.review.doubts import Doubt
from mapping.review.words import said
from server.desk.state import Desk, here
from server.desk.views import SourceView, excerpt, read_measure
from server.web.chrome import wish
from server.web.problems import Problem

desk = Blueprint("desk", __name__)
_SAID_IN_ENGLISH = (
    "not-read", "unreadable", "little-read", "part-without-block", "names-of-persons", "lead-by-rule", "lead-left-open",
    "body-by-default",
)  # fmt: skip # codes side by side
"""Codes of doubts whose message says more than the few words of them in both languages."""
_MOST = 300
"""Choices that one page shows."""


@desk.before_app_request
def _take() -> None:
    """Let one request at a time at the review."""
    if request.endpoint == "static":
        return
    now = here()
    now.lock.acquire()
    g.desk = now
    now.review.refresh()


@desk.teardown_app_request
def _give_back(_: BaseException | None) -> None:
    if now := g.pop("desk", None):
        now.lock.release()


@desk.app_context_processor
def _around() -> dict[str, object]:
    """Return what every page of the desk needs; what the last decision changed is told once."""
    now: Desk = here()
    change, fault = now.take_message()
    return {
        "plan": now.review.folder.settings,
        "folder": now.review.folder.path.name,
        "counts": counts(now.review.extraction, now.review.doubts),
        "change": change,
        "fault": fault,
        "can_undo": now.review.can_undo,
        "encode": encode,
        "said": said,
    }


@desk.get("/")
def doubts() -> str:
    """Show the doubts, by what mends them, each with its choices."""
    review = here().review
    source = SourceView(review)
    groups = review.groups
    order = [doubt.name for group in groups for doubt in group.doubts]
    return render_template(
        "desk/doubts.html",
        groups=groups,
        next_of=dict(pairwise([*order, ""])),
        around=lambda doubt: excerpt(review.document, doubt.places[0]) if doubt.places else None,
        part_of=source.part_of,
        detailed=_SAID_IN_ENGLISH,
        looked_at=review.folder.settings.looked_at,
        looking=lambda key: encode((LookAt(doubt=key, again=True),)),
    )


@desk.get("/doubt/<name>")
def doubt(name: str) -> str:
    """Show one doubt with the whole list of what it may be decided to."""
    review = here().review
    asked = _doubt(name)
    wanted = request.args.get("find", "").strip()
    choices = [
        choice
        for choice in review.all_choices(asked)
        if not wanted or any(wanted.lower() in text.lower() for text in (*choice.label.values(), choice.note))
    ]
    return render_template(
        "desk/doubt.html",
        doubt=asked,
        detailed=_SAID_IN_ENGLISH,
        choices=choices[:_MOST],
        hidden=len(choices[_MOST:]),
        find=wanted,
        around=[excerpt(review.document, place) for place in asked.places[:8]],
        part_of=SourceView(review).part_of,
    )


def _doubt(name: str) -> Doubt:
    doubt = next((each for each in here().review.doubts if each.name == name), None)
    if doubt is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "desk_decided")
    return doubt


@desk.get("/source")
@desk.get("/source/<int:part>")
def source(part: int = 1) -> str:
    """Show a part of the document as it looks, with what was read beside it."""
    review = here().review
    found = SourceView(review)
    if not 1 <= part <= found.parts:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "desk_parts", n=found.parts)
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
        raise Problem.worded(HTTPStatus.NOT_FOUND, "desk_no_pages")
    try:
        return Response(pages.picture(here().review.folder.document, number), content_type="image/png")
    except IndexError as error:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "desk_page", number=number) from error


@desk.get("/measure/<path:number>")
def measure(number: str) -> str:
    """Show a measure as it was read, with what may be corrected of it."""
    review = here().review
    extraction = review.extraction
    shown = next((one for one in extraction.plan.measures if one.number == number), None) if extraction else None
    entry = next((one for one in extraction.entries if one.number == number), None) if extraction else None
    if shown is None or entry is None or extraction is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "desk_measure", number=number)
    source = SourceView(review)
    read = read_measure(review, shown)
    texts = [extraction.document.at(body.place) for body in entry.bodies]
    wanted = request.args.get("find", "").strip()
    asked = read.quoted if read.quoted and read.subject != shown.id else shown.text
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


@desk.app_url_defaults
def _carry(endpoint: str, values: dict[str, Any]) -> None:
    """Let the addresses of pages carry on the language that was asked for."""
    if endpoint.startswith(("desk.", "forms.")) and wish():
        values.setdefault("lang", wish())
