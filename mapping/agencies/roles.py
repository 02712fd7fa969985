"""The roles that a steward has said bodies have, applied to what was read of a text."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from mapping.blocks import Document, Place
from mapping.layout.overrides import Overrides, RoleOverride
from mapping.parsers.agencies import parse
from mapping.parsers.mentions import BodyMention, ResponsibilityText
from mapping.parsers.names import is_group
from mapping.parsers.text import Span


def corrected(text: str, read: ResponsibilityText, said: Overrides[RoleOverride]) -> ResponsibilityText:
    """Return what a text says of who is responsible, with the roles that were decided."""
    for one in said.about(text):
        if place := _place(text, read, one):
            said.meet(one)
            read = _corrected(read, one, place)
    return read


def signing(document: Document, place: Place, said: Overrides[RoleOverride]) -> Iterator[Place]:
    """Yield who signs in a line: those that a steward has said, or each of the names that nothing parts, or all of it."""
    text = document.at(place)
    about = [one for one in said.about(text) if one.body in text and (one.in_ or one.body == text)]
    for one in about:
        said.meet(one)
    named = sorted(text.find(one.body) for one in about if one.role != "none")
    lengths = {text.find(one.body): len(one.body) for one in about if one.role != "none"}
    yield from (place.part(at, at + lengths[at]) for at in named)
    if not about:
        names = parse(text).bodies
        is_list = "".join(body.name for body in names) == text
        yield from (place.part(body.start, body.end) for body in names) if is_list else (place,)


def _place(text: str, read: ResponsibilityText, one: RoleOverride) -> Span | None:
    """Return where a text has the words that a decision is about; one for every text is about words that were noticed there."""
    noticed = [Span(body.start, body.end) for body in read.bodies if body.name == one.body]
    noticed += [Span(each.start, each.end) for each in read.unread if text[each.start : each.end] == one.body]
    if noticed or not one.in_:
        return next(iter(noticed), None)
    at = text.find(one.body)
    return Span(at, at + len(one.body)) if at >= 0 else None


def _corrected(read: ResponsibilityText, one: RoleOverride, place: Span) -> ResponsibilityText:
    same = [body for body in read.bodies if body.name == one.body]
    read = msgspec.structs.replace(
        read,
        bodies=tuple(body for body in read.bodies if body.name != one.body),
        unread=tuple(words for words in read.unread if not (words.start < place.end and place.start < words.end)),
    )
    if one.role == "none":
        kept = tuple(body for body in read.default_bodies if body.name != one.body)
        return msgspec.structs.replace(read, default_bodies=kept)
    body = BodyMention(
        name=one.body,
        role=one.role,
        kind="group" if is_group(one.body) else "agency",
        start=place.start,
        end=place.end,
        full_name=next((each.full_name for each in same), None),
        because="editor",
    )
    return msgspec.structs.replace(read, bodies=tuple(sorted((*read.bodies, body), key=lambda each: each.start)))
