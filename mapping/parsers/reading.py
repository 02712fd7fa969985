"""A responsibility text read mark by mark: which bodies it names, and what the words around them say of them.

Forms are *matching forms*; offsets are into the form that :func:`read_strictly` is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mapping.parsers import names
from mapping.parsers.mentions import Role
from mapping.parsers.pieces import LONGEST_NAME, masked_form, name_of, parts, without_note
from mapping.parsers.roles import OPEN_LIST, Token, header_role, tokens, verb_role
from mapping.parsers.text import Span

_SHORT_NAME = 4
_NAME_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()·、\-]+")


@dataclass(slots=True)
class Body:
    """A body on its way to a role; ``sentence``, ``clause`` and ``group`` say between which marks it stands."""

    span: Span
    name: str
    sentence: int
    clause: int
    group: int
    header: Role | None
    role: Role | None = None
    default: bool = False
    verb: str = ""
    by_with: bool = False
    full_name: str | None = None


@dataclass(slots=True)
class Reading:
    """What has been read so far of one responsibility text."""

    header: Role | None
    lenient: bool = False
    bodies: list[Body] = field(default_factory=list)
    sentence: int = 0
    clause: int = 0
    group: int = 0
    skipping: bool = False
    in_object: bool = False
    after_with: bool = False
    from_here: bool = False
    open_ended: bool = False
    sets_default: bool = False
    rule: bool = False
    spoken: bool = False
    junk: list[Body] = field(default_factory=list)


def read_list(form: str, span: Span, default_role: Role | None) -> Reading:
    """Read a list; where most items are surely bodies, the few others that could be names are taken for bodies too."""
    reading = read_strictly(form, span, default_role)
    sure = sum(names.is_authority(body.name) for body in reading.bodies)
    short = all(len(item.name) <= _SHORT_NAME for item in reading.junk)
    few = 0 < len(reading.junk) <= (2 * sure if short else sure)
    if few and all(_could_be_name(item.name) for item in reading.junk):
        return read_strictly(form, span, default_role, lenient=True)
    return reading


def _could_be_name(name: str) -> bool:
    return 2 <= len(name) <= 14 and not (names.is_prose(name) or _is_date(name)) and bool(_NAME_LETTERS.fullmatch(name))


def read_strictly(form: str, span: Span, default_role: Role | None, *, lenient: bool = False) -> Reading:
    """Walk over the marks of a text; what lies between two marks is a piece that may name bodies."""
    part = form[span.start : span.end]
    masked = masked_form(part)
    reading = Reading(header=default_role, lenient=lenient)
    position = 0
    for token in tokens(masked):
        _piece(part, masked, Span(position, token.start), reading)
        _MARK_READERS[token.mark](token, reading)
        position = token.end
    _piece(part, masked, Span(position, len(part)), reading)
    for body in reading.bodies:
        body.span = Span(body.span.start + span.start, body.span.end + span.start)
    return reading


def _piece(form: str, masked: str, span: Span, reading: Reading) -> None:
    """Read what lies between two marks."""
    if reading.skipping or span.start >= span.end:
        return
    for part in parts(form, masked, span):
        _item(form, masked, part, reading)


def _item(form: str, masked: str, span: Span, reading: Reading) -> None:
    """Read one item of a list."""
    span, note = without_note(form, masked, span)
    name = name_of(form, span)
    if not name or names.is_person(name):
        return
    if OPEN_LIST.match(name):
        reading.open_ended = True
        return
    if reading.bodies and _continues(form, reading, span, name):
        return
    body = Body(span, name, reading.sentence, reading.clause, reading.group, reading.header, default=reading.from_here)
    if not _is_body(name, reading):
        if not reading.in_object and not _is_date(name):
            reading.junk.append(body)
        return
    body.role = note or ("supporting" if reading.after_with else None)
    body.by_with = reading.after_with
    _share(form, body, reading)
    reading.bodies.append(body)
    reading.in_object = False


def _continues(form: str, reading: Reading, span: Span, name: str) -> bool:
    """Make a collective body longer where it goes on after 、 (各区、县级市)."""
    last = reading.bodies[-1]
    between = form[last.span.end : span.start].strip()
    if between not in {"、", "和", ",", "与", "及"} or last.role or not names.continues_group(last.name, name):
        return False
    last.span = Span(last.span.start, span.end)
    last.name = name_of(form, last.span)
    return True


def _share(form: str, last: Body, reading: Reading) -> None:
    """Lend the end of a name to the places before it, each of which has a body of its own: 福州、厦门、泉州市商务局."""
    if not (shared := names.place_and_rest(last.name)):
        return
    level, rest = shared
    start = last.span.start
    before = [item for item in (*reading.bodies, *reading.junk) if item.span.end <= start]
    for item in sorted(before, key=lambda found: found.span, reverse=True):
        with_level = bool(rest) and names.has_level_of(item.name, level)
        between = form[item.span.end : start].strip()
        if between not in {"、", "和", "与", "及"} or not (with_level or names.is_short_place(item.name)):
            break
        item.full_name = item.name + ("" if with_level else level) + rest
        if item in reading.junk:
            reading.junk.remove(item)
            reading.bodies.append(item)
            item.role, item.by_with = last.role, last.by_with
        start = item.span.start
    reading.bodies.sort(key=lambda found: found.span)


def _is_body(name: str, reading: Reading) -> bool:
    if len(name) > LONGEST_NAME:
        return False
    if names.is_complete(name) or (names.is_group(name) and not names.is_prose(name)):
        return True
    lenient = (reading.lenient or reading.header is not None) and not reading.in_object
    if not lenient or names.is_prose(name) or _is_date(name):
        return False
    return 2 <= len(name) <= 24 and bool(_NAME_LETTERS.fullmatch(name))


def _is_date(name: str) -> bool:
    return bool(
        re.search(r"\d{4}|\d+月|底前|年[底内末中]|月[底内末]|季度|[上下]半年|长期|持续|立即|常年|每年|全年|适时", name)
    ) or bool(re.fullmatch(r"[\d.\s()-]+", name))


def _on_header(token: Token, reading: Reading) -> None:
    reading.header = header_role(token.word)
    reading.skipping = reading.in_object = reading.after_with = False
    reading.clause += 1
    reading.group += 1


def _on_skip(token: Token, reading: Reading) -> None:  # noqa: ARG001 - one signature for all marks
    reading.skipping = True


def _on_rule(token: Token, reading: Reading) -> None:  # noqa: ARG001
    reading.rule = True


def _on_from(token: Token, reading: Reading) -> None:
    reading.from_here = not re.match(r"以上|上述", token.word)
    reading.sets_default = reading.sets_default or reading.from_here
    reading.header = None
    reading.in_object = reading.skipping = False


def _on_default(token: Token, reading: Reading) -> None:  # noqa: ARG001
    here = [body for body in reading.bodies if body.sentence == reading.sentence]
    if any(body.default for body in reading.bodies) or reading.rule or not reading.bodies:
        return
    reading.sets_default = True
    for body in here or reading.bodies:
        body.default = True


def _on_with(token: Token, reading: Reading) -> None:  # noqa: ARG001
    for body in _undecided(reading):
        body.role = "lead"
        body.by_with = names.is_authority(body.name)
    reading.after_with = True
    reading.in_object = False


def _on_doing(token: Token, reading: Reading) -> None:
    if not (reading.spoken or reading.after_with or reading.header):
        span = Span(token.start, token.end)
        reading.junk.append(Body(span, token.word, reading.sentence, reading.clause, reading.group, None))
    reading.in_object, reading.after_with = True, False


def _on_etc(token: Token, reading: Reading) -> None:
    if "部门" in token.word:  # 发改、财政等部门: the functions stand for the bodies
        reading.bodies += [item for item in reading.junk if names.is_function(item.name)]
        reading.junk = [item for item in reading.junk if not names.is_function(item.name)]
    reading.open_ended = reading.open_ended or bool(reading.bodies)


def _on_verb(token: Token, reading: Reading) -> None:
    role = verb_role(token.word)
    bodies = _undecided(reading, across_clauses=role == "joint")
    led = any(body.role == "lead" or body.header == "lead" for body in reading.bodies)
    if role == "lead" or (role == "supporting" and not led):
        bodies = [body for body in bodies if body.group == reading.group]
    for body in bodies:
        body.role = body.header if body.header in {"lead", "supporting"} and role in {"joint", "responsible"} else role
        body.verb = token.word
    reading.in_object, reading.after_with = True, False
    reading.spoken = True


def _undecided(reading: Reading, *, across_clauses: bool = False) -> list[Body]:
    return [
        body
        for body in reading.bodies
        if body.role is None and body.sentence == reading.sentence and (across_clauses or body.clause == reading.clause)
    ]


def _on_item(token: Token, reading: Reading) -> None:
    pass


def _on_comma(token: Token, reading: Reading) -> None:  # noqa: ARG001
    reading.group += 1
    reading.in_object = False


def _on_clause(token: Token, reading: Reading) -> None:
    _on_comma(token, reading)
    reading.clause += 1
    reading.skipping = reading.after_with = False


def _on_stop(token: Token, reading: Reading) -> None:
    _on_clause(token, reading)
    reading.sentence += 1
    reading.from_here = False


_MARK_READERS = {
    "header": _on_header,
    "person": _on_skip,
    "skip": _on_skip,
    "rule": _on_rule,
    "default": _on_default,
    "from": _on_from,
    "with": _on_with,
    "verb": _on_verb,
    "doing": _on_doing,
    "etc": _on_etc,
    "item": _on_item,
    "comma": _on_comma,
    "clause": _on_clause,
    "stop": _on_stop,
}
