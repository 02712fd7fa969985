"""A responsibility text read mark by mark: which bodies it names, and what the words around them say of them.

Forms are *matching forms*; offsets are into the form that :func:`read_strictly` is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from mapping.parsers import names
from mapping.parsers.lead_rule import MARKS
from mapping.parsers.marks_in_names import LONGEST_NAME
from mapping.parsers.mentions import Because, Role, Unread
from mapping.parsers.pieces import masked_form, name_of, parts, sign_beside, without_note
from mapping.parsers.roles import LOCALITIES, OPEN_LIST, Token, header_role, tokens, verb_role
from mapping.parsers.text import Span, trimmed

_SHORT_NAME = 4
_WORDS = re.compile(r"\w+")
_PARTICLES = re.compile(
    r"(?:以及|及其|其中|同时|作为|应当|一起|共同|分别|单位|部门|\d{1,3}|[注和及与暨由请同并按均各共为的等再要应须需将以])*"
)
_GIVES_A_ROLE = re.compile(r"牵头|负责|配合|协办|主办|职责|分工|落实$")
_DATE_BEHIND = re.compile(
    r"(?:[于在])?(?:20\d\d年(?:\d{1,2}月)?|\d{1,2}月)(?:\d{1,2}日)?(?:年?[底末]|上半年|下半年|第?[一二三四]季度)?[之以]?前?\s*\Z"
)
_ENUMERATES = ("、", "和", "及", "与", "/", ";")
_NAME_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()·、\-]+")

Skipped = Literal["person", "skip"]


class Loose(NamedTuple):
    """What was not understood, and what it seems to be."""

    span: Span
    why: Unread


@dataclass(slots=True)
class Bearer:
    """A body on its way to a role; ``sentence``, ``clause`` and ``group`` say between which marks it stands."""

    span: Span
    name: str
    sentence: int
    clause: int
    group: int
    header: Role | None
    role: Role | None = None
    default: bool = False
    because: Because = "nothing"
    words: str = ""
    by_with: bool = False
    sign: str = ""
    full_name: str | None = None


@dataclass(slots=True)
class TextReading:
    """What has been read so far of one responsibility text."""

    header: Role | None
    header_word: str = ""
    listing: bool = True  # a heading with a colon, or a column: what follows is a list of bodies
    lenient: bool = False
    bodies: list[Bearer] = field(default_factory=list)
    sentence: int = 0
    clause: int = 0
    group: int = 0
    skipping: Skipped | None = None
    in_object: bool = False
    after_with: bool = False
    from_here: bool = False
    open_ended: bool = False
    sets_default: bool = False
    spoken: bool = False
    junk: list[Bearer] = field(default_factory=list)
    understood: list[Span] = field(default_factory=list)
    persons: list[Span] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)


def read_list(form: str, span: Span, default_role: Role | None, *, in_prose: bool = False) -> TextReading:
    """Read a list; where most items are surely bodies, the few others that could be names are taken for bodies too.

    ``in_prose``: the text may be about something else, so such an item must stand beside another with 、 between.
    """
    reading = read_strictly(form, span, default_role)
    sure = sum(names.is_authority(body.name) for body in reading.bodies)
    most = 2 * sure if all(len(item.name) <= _SHORT_NAME for item in reading.junk) else sure
    few = 0 < len(reading.junk) <= most
    if few and all(
        _could_be_name(item.name) and (not in_prose or _is_listed(form, item.span)) for item in reading.junk
    ):
        return read_strictly(form, span, default_role, lenient=True)
    return reading


def _is_listed(form: str, span: Span) -> bool:
    """Tell whether an item stands in a list, beside another with no more than 、 between."""
    around = (form[: span.start].rstrip(), form[span.end :].lstrip())
    return around[0].endswith(_ENUMERATES) or around[1].startswith(_ENUMERATES) or not any(around)


def _could_be_name(name: str) -> bool:
    return 2 <= len(name) <= 14 and not (names.is_prose(name) or _is_date(name)) and bool(_NAME_LETTERS.fullmatch(name))


def read_strictly(form: str, span: Span, default_role: Role | None, *, lenient: bool = False) -> TextReading:
    """Walk over the marks of a text; what lies between two marks is a piece that may name bodies."""
    part = form[span.start : span.end]
    masked = masked_form(part)
    reading = TextReading(header=default_role, lenient=lenient)
    position = 0
    for token in tokens(masked):
        _piece(part, masked, Span(position, token.start), reading)
        _MARK_READERS[token.mark](token, reading)
        reading.understood.append(Span(token.start, token.end))
        position = token.end
    _piece(part, masked, Span(position, len(part)), reading)
    named = [body.span for body in reading.bodies]
    reading.loose = [item for item in reading.loose if not any(_overlap(item.span, name) for name in named)]
    reading.loose += _left_over(part, reading)
    _move(reading, span.start)
    return reading


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


def _move(reading: TextReading, by: int) -> None:
    """Give what was read its offsets in the whole form."""
    for body in reading.bodies:
        body.span = Span(body.span.start + by, body.span.end + by)
    reading.persons = [Span(start + by, end + by) for start, end in reading.persons]
    reading.loose = [Loose(Span(span.start + by, span.end + by), why) for span, why in sorted(reading.loose)]


def _left_over(part: str, reading: TextReading) -> Iterator[Loose]:
    """Yield the words of a text that nothing has accounted for, so that none disappears."""
    known = bytearray(len(part))
    spans = [*reading.understood, *reading.persons, *(body.span for body in reading.bodies)]
    for start, end in (*spans, *(item.span for item in reading.loose)):
        known[start:end] = b"\1" * (end - start)
    rest = "".join(" " if seen else character for seen, character in zip(known, part, strict=True))
    for match in _WORDS.finditer(rest):
        if not _PARTICLES.fullmatch(match[0]):
            yield Loose(Span(match.start(), match.end()), "unknown")


def _piece(form: str, masked: str, span: Span, reading: TextReading) -> None:
    """Read what lies between two marks."""
    if span.start >= span.end:
        return
    if reading.skipping == "person":
        reading.persons.append(span)
    elif reading.skipping:
        words = trimmed(form, span)
        if _is_date(form[words.start : words.end]):
            reading.understood.append(words)
        elif words.start < words.end:
            reading.loose.append(Loose(words, "note"))
    else:
        for part in parts(form, masked, span):
            _item(form, masked, part, reading)


def _item(form: str, masked: str, span: Span, reading: TextReading) -> None:
    """Read one item of a list."""
    whole = _undated(form, span, reading)
    span, note = without_note(form, masked, whole)
    _read_note(form, Span(span.end, whole.end), note, reading)
    name = name_of(form, span)
    if not name:
        return
    if names.is_person(name):
        reading.persons.append(span)
        return
    if OPEN_LIST.match(name):
        reading.open_ended = True
        reading.understood.append(span)
        return
    if reading.bodies and _continues(form, reading, span, name):
        return
    place = (reading.sentence, reading.clause, reading.group)
    body = Bearer(span, name, *place, reading.header, default=reading.from_here)
    body.words = reading.header_word
    if not _is_body(name, reading):
        _no_body(body, reading)
        return
    if note or reading.after_with:
        body.role, body.because = note or "supporting", "note" if note else "with"
    body.by_with = reading.after_with
    body.sign = sign_beside(form, span)
    _share(form, body, reading)
    reading.bodies.append(body)
    reading.in_object = False


def _undated(form: str, span: Span, reading: TextReading) -> Span:
    """Return an item without the date that stands behind its name (市城市更新局2025年6月底前)."""
    date = _DATE_BEHIND.search(form, span.start, span.end)
    if date is None or date.start() == span.start:
        return span
    reading.understood.append(Span(*date.span()))
    return Span(span.start, date.start())


def _no_body(item: Bearer, reading: TextReading) -> None:
    """Keep an item that is no body for what it is: a date, what a body is to do, or something not understood."""
    if _is_date(item.name):
        reading.understood.append(item.span)
        return
    reading.loose.append(Loose(item.span, "task" if reading.in_object else "unknown"))
    if not reading.in_object:
        reading.junk.append(item)


def _read_note(form: str, span: Span, role: Role | None, reading: TextReading) -> None:
    """Account for a bracket behind a name: it gives a role, says when, or is a note."""
    words = trimmed(form, span, " \n()" + MARKS)
    if words.start >= words.end:
        return
    if role or _is_date(form[words.start : words.end]):
        reading.understood.append(words)
    else:
        reading.loose.append(Loose(words, "note"))


def _continues(form: str, reading: TextReading, span: Span, name: str) -> bool:
    """Make a collective body longer where it goes on after 、 (各区、县级市)."""
    last = reading.bodies[-1]
    between = form[last.span.end : span.start].strip()
    if between not in {"、", "和", ",", "与", "及"} or last.role or not names.continues_group(last.name, name):
        return False
    last.span = Span(last.span.start, span.end)
    last.name = name_of(form, last.span)
    return True


def _share(form: str, last: Bearer, reading: TextReading) -> None:
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


def _is_body(name: str, reading: TextReading) -> bool:
    if len(name) > LONGEST_NAME:
        return False
    if names.is_complete(name) or (names.is_group(name) and not names.is_prose(names.without_brackets(name))):
        return True
    listing = reading.header is not None and reading.listing
    lenient = (reading.lenient or listing) and not reading.in_object
    if not lenient or names.is_prose(name) or _is_date(name):
        return False
    return 2 <= len(name) <= 24 and bool(_NAME_LETTERS.fullmatch(name))


def _is_date(name: str) -> bool:
    return bool(
        re.search(r"\d{4}|\d+月|底前|年[底内末中]|月[底内末]|季度|[上下]半年|长期|持续|立即|常年|每年|全年|适时", name)
    ) or bool(re.fullmatch(r"[\d.\s()-]+", name))


def _on_header(token: Token, reading: TextReading) -> None:
    reading.listing = token.word.rstrip().endswith((":", ";", "为"))
    reading.header, reading.header_word = header_role(token.word), token.word.strip(" :;")
    reading.skipping = None
    reading.in_object = reading.after_with = False
    reading.clause += 1
    reading.group += 1


def _on_skip(token: Token, reading: TextReading) -> None:
    reading.skipping = "person" if token.mark == "person" else "skip"


def _on_from(token: Token, reading: TextReading) -> None:
    reading.from_here = not re.match(r"以上|上述", token.word)
    reading.sets_default = reading.sets_default or reading.from_here
    reading.listing, reading.in_object = token.word.rstrip().endswith((":", ";", "为")), False
    reading.header, reading.header_word, reading.skipping = None, "", None
    for body in reading.bodies if re.search(LOCALITIES, token.word) else ():
        body.default = names.is_group(body.name)


def _on_default(token: Token, reading: TextReading) -> None:  # noqa: ARG001
    if any(body.default for body in reading.bodies) or not reading.bodies:
        return
    reading.sets_default = True
    for body in [body for body in reading.bodies if body.sentence == reading.sentence] or reading.bodies:
        body.default = True


def _on_with(token: Token, reading: TextReading) -> None:
    for body in _undecided(reading):
        body.role, body.because, body.words = "lead", "with", token.word
        body.by_with = names.is_authority(body.name)
    reading.after_with = True
    reading.in_object = False


def _on_doing(token: Token, reading: TextReading) -> None:
    if not (reading.spoken or reading.after_with or reading.header):
        span = Span(token.start, token.end)
        reading.junk.append(Bearer(span, token.word, reading.sentence, reading.clause, reading.group, None))
    if token.word == "要":  # unless a later word says more: 要会同, 要牵头
        for body in _undecided(reading):
            body.because, body.words = "verb", token.word
    reading.in_object, reading.after_with = True, False


def _on_etc(token: Token, reading: TextReading) -> None:
    if "部门" in token.word:  # 发改、财政等部门: the functions stand for the bodies
        reading.bodies += [item for item in reading.junk if names.is_function(item.name)]
        reading.junk = [item for item in reading.junk if not names.is_function(item.name)]
    reading.open_ended = reading.open_ended or bool(reading.bodies)


def _on_verb(token: Token, reading: TextReading) -> None:
    role = verb_role(token.word)
    bodies = _undecided(reading, across_clauses=role == "joint")
    led = any(body.role == "lead" or body.header == "lead" for body in reading.bodies)
    if role == "lead" or (role == "supporting" and not led):
        bodies = [body for body in bodies if body.group == reading.group]
    if reading.in_object and not _GIVES_A_ROLE.search(token.word):
        bodies = [body for body in bodies if body.words != "要"]  # what it is to do: 要加强统筹
    for body in bodies:
        if body.header in {"lead", "supporting"} and role in {"joint", "responsible"}:
            body.role, body.because = body.header, "heading"
        else:
            body.role, body.because, body.words = role, "verb", token.word
    reading.in_object, reading.after_with = True, False
    reading.spoken = True


def _undecided(reading: TextReading, *, across_clauses: bool = False) -> list[Bearer]:
    return [
        body
        for body in reading.bodies
        if body.role is None and body.sentence == reading.sentence and (across_clauses or body.clause == reading.clause)
    ]


def _on_item(token: Token, reading: TextReading) -> None:
    pass


def _on_comma(token: Token, reading: TextReading) -> None:  # noqa: ARG001
    reading.group += 1
    reading.in_object = False


def _on_clause(token: Token, reading: TextReading) -> None:
    _on_comma(token, reading)
    reading.clause += 1
    reading.skipping, reading.after_with = None, False


def _on_stop(token: Token, reading: TextReading) -> None:
    _on_clause(token, reading)
    reading.sentence += 1
    reading.from_here = False


_MARK_READERS = {
    "header": _on_header,
    "person": _on_skip,
    "skip": _on_skip,
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
