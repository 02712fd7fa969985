"""``plan.toml`` as a steward wrote it, changed in one place: comments and order stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
import tomlkit
from tomlkit.items import AoT
from tomlkit.toml_document import TOMLDocument

from mapping.errors import PlanFolderError, Where
from mapping.layout.overrides import DeadlineOverride, RoleOverride, ValueOverride
from mapping.layout.parts import Part
from mapping.layout.rules import ROLES, as_words, header_key
from mapping.parsers.text import decimal_string
from mapping.review.decisions import LookAt, MarkPart, NameColumn, SayDeadline, SayRole, SaySetting, SayValue

_DATES = ("date_document", "date_publication")
SETTINGS = (
    "jurisdiction",
    "national",
    "id_local",
    "official_page",
    "year",
    "publish_document",
    "accept_unread",
    "title",
    *_DATES,
    "layout.kind",
    "layout.labels",
    "layout.numbering",
    "layout.lead_by_position",
    "layout.defaults",
    "layout.signatories",
)
"""The keys of ``plan.toml`` that are set by a decision."""


def say(toml: TOMLDocument, decision: SaySetting) -> None:
    """Set a key, or take it out."""
    if decision.key not in SETTINGS:
        raise _unknown(decision.key)
    *tables, key = decision.key.split(".")
    table: Any = toml
    for name in tables:
        table = table.setdefault(name, tomlkit.table())
    if decision.value is None or decision.value == "":
        table.pop(key, None)
        if decision.key == "jurisdiction":
            table[key] = ""  # it is asked for, not left out
        return
    value: Any = decision.value
    if decision.key in _DATES:
        value = _date(str(value))
    if isinstance(value, dict):
        before = table.get(key)
        value = {**(before if isinstance(before, Mapping) else {}), **value}
        written = tomlkit.inline_table() if not isinstance(before, tomlkit.items.Table) else before
        written.update({language: text for language, text in value.items() if text})
        value = written
    _set(table, key, value)


def _set(table: Any, key: str, value: Any) -> None:
    """Set a key; a new one stands before the tables, where TOML still reads it as of this one."""
    if key in table:
        table[key] = value
        return
    body = table.value.body if hasattr(table, "value") and hasattr(table.value, "body") else table.body
    first = next(
        (str(k.key) for k, item in body if k is not None and isinstance(item, tomlkit.items.Table | AoT)), None
    )
    if first is None:
        table.add(key, value)
        return
    rest = [(k, table.pop(k)) for k in list(table)[list(table).index(first) :]]
    table.add(key, value)
    for name, item in rest:
        table.add(name, item)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise PlanFolderError(
            f"{text!r} is no date", where=Where(document="plan.toml"), advice="Write it as 2020-05-23."
        ) from error


def _unknown(key: str) -> PlanFolderError:
    return PlanFolderError(
        f"{key!r} is not set by a decision",
        where=Where(document="plan.toml"),
        advice=f"It is one of {', '.join(SETTINGS)}.",
    )


def mark(toml: TOMLDocument, decision: MarkPart) -> None:
    """Say what a part of the document is; what was said before of the same blocks goes, as far as it says the same kind."""
    said = [msgspec.convert(entry, Part) for entry in _entries(toml, "parts")]
    if decision.as_ == "as-read":
        about = Part(as_="skip", blocks=decision.blocks or None, pages=decision.pages or None)
        new = [left for part in said for left in _less(part, about)]
    else:
        part = Part(
            as_=decision.as_,
            blocks=decision.blocks or None,
            pages=decision.pages or None,
            rows=decision.rows or None,
            before=decision.before,
        )
        part.range  # noqa: B018 - it refuses what holds together in no plan.toml
        new = [left for one in said for left in (_less(one, part) if _same_kind(one, part) else (one,))] + [part]
    _write(toml, "parts", [msgspec.to_builtins(part) for part in new])


def _same_kind(one: Part, other: Part) -> bool:
    if one.rows is not None or other.rows is not None:
        return one.rows is not None and other.rows is not None and one.rows == other.rows
    return one.is_shape == other.is_shape


def _less(part: Part, other: Part) -> Iterator[Part]:
    """Yield what is left of a part without the range of another one, named in the same way."""
    if (part.blocks is None) != (other.blocks is None):
        yield part
        return
    (first, last), (begin, end) = part.range, other.range
    if end < first or last < begin:
        yield part
        return
    for start, stop in ((first, begin - 1), (end + 1, last)):
        if start <= stop and part.as_ != "split":
            span = str(start) if start == stop else f"{start}-{stop}"
            name = "pages" if part.blocks is None else "blocks"
            yield msgspec.structs.replace(part, **{name: span})


def name_column(toml: TOMLDocument, decision: NameColumn) -> None:
    """Name what a column holds: the header stands under that role alone."""
    layout: Any = toml.setdefault("layout", tomlkit.table())
    columns: Any = layout.get("columns")
    if columns is None:
        columns = tomlkit.table()
        layout["columns"] = columns
    key = header_key(decision.header)
    for role in ROLES:
        words = columns.get(role)
        if words is None:
            continue
        kept = [word for word in as_words(words) if header_key(word) != key]
        if kept:
            columns[role] = kept
        else:
            del columns[role]
    columns[decision.role] = [*as_words(columns.get(decision.role, ())), " ".join(decision.header.split())]


def say_role(toml: TOMLDocument, decision: SayRole) -> None:
    """Say which role a body has in a text."""
    said = [msgspec.convert(entry, RoleOverride) for entry in _entries(toml, "roles")]
    kept = [one for one in said if (one.body, one.in_) != (decision.body, decision.text)]
    if decision.role != "as-read":
        kept.append(RoleOverride(body=decision.body, role=decision.role, in_=decision.text))
    _write(toml, "roles", [msgspec.to_builtins(one) for one in kept])


def say_value(toml: TOMLDocument, decision: SayValue) -> None:
    """Say what a number is."""
    said = [msgspec.convert(entry, ValueOverride) for entry in _entries(toml, "values")]
    kept = [one for one in said if (one.text, one.in_) != (decision.text, decision.measure)]
    if decision.as_ != "as-read":
        numbers = {name: _decimal(getattr(decision, name)) for name in ("value", "minimum", "maximum")}
        if numbers["value"] and (numbers["minimum"] or numbers["maximum"]):
            raise PlanFolderError(
                "a number has either a value or bounds",
                where=Where(document="plan.toml", text=decision.text),
                advice="Write one of the two.",
            )
        one = ValueOverride(
            text=decision.text,
            as_=decision.as_,
            in_=decision.measure,
            unit=decision.unit,
            what=decision.what,
            **numbers,
        )
        kept.append(one)
    _write(toml, "values", [msgspec.to_builtins(one) for one in kept])


def _decimal(text: str) -> str:
    """Return a number as the data writes it; raises :class:`PlanFolderError` for what is none."""
    try:
        return decimal_string(Decimal(text)) if text else ""
    except (InvalidOperation, ValueError) as error:
        raise PlanFolderError(
            f"{text!r} is no number",
            where=Where(document="plan.toml"),
            advice="Write it in figures, such as 200 or 0.5.",
        ) from error


def say_deadline(toml: TOMLDocument, decision: SayDeadline) -> None:
    """Say when a measure is to be done."""
    said = [msgspec.convert(entry, DeadlineOverride) for entry in _entries(toml, "deadlines")]
    kept = [one for one in said if one.in_ != decision.measure]
    if not decision.as_read:
        first, last = (_date(day) if day else None for day in (decision.first, decision.last))
        kept.append(DeadlineOverride(in_=decision.measure, first=first, last=last))
    _write(toml, "deadlines", [msgspec.to_builtins(one, builtin_types=(dt.date,)) for one in kept])


def look_at(toml: TOMLDocument, decision: LookAt) -> None:
    """Note that a doubt is as it should be, or ask it again."""
    seen = [key for key in toml.get("looked_at", []) if key != decision.doubt]
    seen += [] if decision.again else [decision.doubt]
    if not seen:
        toml.pop("looked_at", None)
        return
    _set(toml, "looked_at", tomlkit.array().multiline(multiline=True))
    for key in seen:
        toml["looked_at"].append(key)


def _entries(toml: TOMLDocument, name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = toml.unwrap().get("layout", {}).get(name, [])
    return entries


def _write(toml: TOMLDocument, name: str, entries: list[dict[str, Any]]) -> None:
    layout: Any = toml.setdefault("layout", tomlkit.table())
    if _entries(toml, name) == entries:
        return
    layout.pop(name, None)
    if not entries:
        return
    tables = tomlkit.aot()
    for entry in entries:
        table = tomlkit.table()
        table.update(entry)
        tables.append(table)
    layout.append(name, tables)


WRITERS: Mapping[type, Callable[[TOMLDocument, Any], None]] = {
    SaySetting: say,
    MarkPart: mark,
    NameColumn: name_column,
    SayRole: say_role,
    SayValue: say_value,
    SayDeadline: say_deadline,
    LookAt: look_at,
}
"""What writes a decision of a kind."""
