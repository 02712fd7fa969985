"""What the forms of the desk do: each changes one thing, and leads back to the page that it stood on."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response, current_app, redirect, request

from mapping.errors import MappingError
from mapping.review.decisions import (
    Decision,
    MarkPart,
    NameColumn,
    SayDeadline,
    SayRole,
    SaySetting,
    SayValue,
    decode,
)  # fmt: skip # entries side by side
from mapping.review.toml_file import SETTINGS
from server.desk.state import here
from server.web.problems import Problem

forms = Blueprint("forms", __name__)

_Decided = TypeVar("_Decided")


@forms.post("/decide")
def decide() -> Response:
    """Write the decisions of a button."""
    try:
        decisions = decode(request.form.get("decisions", ""))
    except msgspec.DecodeError as error:
        raise Problem.bad_request(f"This is no decision: {error}.") from error
    return _decide(*decisions)


@forms.post("/undo")
def undo() -> Response:
    """Take the last decision back."""
    now = here()
    now.fault, now.change = "", None
    try:
        now.change = now.review.undo()
    except MappingError as error:
        now.fault = str(error)
    return _back()


@forms.post("/mark")
def mark() -> Response:
    """Say what a range of blocks, or rows of one, is."""
    first, last, rows = (request.form.get(name, "").strip() for name in ("first", "last", "rows"))
    span = first if not last or last == first else f"{first}-{last}"
    before = tuple(line.strip() for line in request.form.get("before", "").splitlines() if line.strip())
    kind = request.form.get("as", "")
    form = {"kind": "part", "as_": kind, "blocks": span, "rows": rows, "before": before}
    return _decide(_read(form, MarkPart, "mark"))


@forms.post("/columns")
def columns() -> Response:
    """Say what the columns of a table hold."""
    headers, roles, before = (request.form.getlist(name) for name in ("header", "role", "was"))
    chosen = [
        {"kind": "column", "header": header, "role": role}
        for header, role, was in zip(headers, roles, before, strict=False)
        if role and role != was
    ]
    named: list[Decision] = [_read(each, NameColumn, "column") for each in chosen]
    block = request.form.get("block", "")
    is_read = here().review.folder.settings.layout.kind in ("table", "mixed")
    if block and not is_read and named:
        named.append(MarkPart(as_="table", blocks=block))
    return _decide(*named)


@forms.post("/role")
def role() -> Response:
    """Say which role a body has in a text."""
    form = {name: _text(name) for name in ("body", "role", "text")}
    decision = _read({"kind": "role", **form}, SayRole, "role")
    return _decide(decision) if form["body"] else _back()


@forms.post("/value")
def value() -> Response:
    """Say what a number of a measure is."""
    names = ("text", "as_", "measure", "value", "minimum", "maximum", "unit", "what")
    form = {name: _text(name) for name in names}
    return _decide(_read({"kind": "value", **form}, SayValue, "number"))


@forms.post("/deadline")
def deadline() -> Response:
    """Say when a measure is to be done, or that it has no deadline."""
    how, measured = _text("how"), _text("measure")
    first, last = ("" if how else _text(name) for name in ("first", "last"))
    if not (how or last):
        return _back()
    return _decide(SayDeadline(measure=measured, first=first, last=last, as_read=how == "as-read"))


@forms.post("/facts")
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


@forms.post("/build")
def start_build() -> Response:
    """Begin a build."""
    here().publishing.start()
    return redirect(current_app.url_for("desk.build"), 303)  # type: ignore[return-value]


def _text(name: str) -> str:
    """Return what a field of the form holds; browsers send a new line as two characters."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _read(fields: dict[str, Any], kind: type[_Decided], called: str) -> _Decided:
    """Return the decision that a form tells; raises :class:`Problem` 400 where it is none, by what people call it."""
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise Problem.bad_request(f"This is no {called}: {error}.") from error


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
