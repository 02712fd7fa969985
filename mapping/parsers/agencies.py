"""Who is responsible: bodies, their roles and what holds for the rest of a document.

How roles are decided, as a careful reader would:

- a heading gives its role (牵头单位 lead; 配合, 协办, 参与单位 supporting; 责任单位, 主要责任单位, 落实单位
  responsible), also beside a 牵头单位; a column's role (``default_role``) is such a heading;
- a verb gives its role to the bodies before it that have none yet: 牵头 lead, 配合 supporting, 按职责分工 joint,
  负责 responsible; it wins over the heading 责任单位, and loses to 牵头单位 and 配合单位;
- A会同B: A leads, B supports; bodies that nothing speaks of, after a lead and without a heading, support; else they
  are responsible;
- position gives a lead only where the caller, or the text itself, states that rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from mapping.parsers import names
from mapping.parsers.mentions import BodyMention, ResponsibilityText, Role
from mapping.parsers.reading import Body, Reading, read_list, read_strictly
from mapping.parsers.text import Span, brackets, matching_form, trimmed

_HEADED_RUN = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?:牵头|责任|主办|协办|配合|参与|参加|落实|承办|实施|"
    r"主责|负责|主要|协同|支持|共同)+(?:单位|部门|主体)|牵头|主办|责任)\s*:[^。\n]*"
    r"(?:。(?:(?:以下|以上|具体)[^。\n]{0,12}(?:均|都)[^。\n]*。?)?|$|(?=\n))"
)


def parse(text: str, *, default_role: Role | None = None, lead_by_position: bool = False) -> ResponsibilityText:
    """Read a text that is about responsibility only: a cell, a bracket, a line ``责任单位:…``.

    ``default_role`` is that of the column the text stands in; ``lead_by_position`` says that the document states that the
    first body leads. Offsets are into ``text``. Nothing is refused: a text that names no body says so.
    """
    form = matching_form(text)
    return _result(text, read_list(form, Span(0, len(form)), default_role), default_role, lead_by_position)


def read(text: str, *, default_role: Role | None = None, lead_by_position: bool = False) -> ResponsibilityText:
    """Read any text, a whole measure or a responsibility text alone; offsets are into ``text``."""
    form = matching_form(text)
    whole = read_strictly(form, Span(0, len(form)), default_role)
    if not _is_clean(whole):
        spans = find_responsibilities(text)
        if spans:
            return _merged(
                [_result(text, read_list(form, span, default_role), default_role, lead_by_position) for span in spans]
            )
        whole = read_list(form, Span(0, len(form)), default_role)
        if default_role is None and not _is_clean(whole):
            whole.bodies = [body for body in whole.bodies if _is_told(body)]
            whole.open_ended = whole.open_ended and bool(whole.bodies)
    return _result(text, whole, default_role, lead_by_position)


def find_responsibilities(text: str) -> tuple[Span, ...]:
    """Return the parts of a paragraph that say who is responsible, brackets included, in order.

    They are brackets whose content is about responsibility, and runs that begin with a heading (责任单位:…) and end with
    their sentence. Brackets such as (试行) or (由市直、黄州区按现行财政体制分担) are none.
    """
    form = matching_form(text)
    found = [span for span in _outermost(brackets(form)) if _is_responsibility(form, span)]
    covered = bytearray(len(form))
    for span in found:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    runs = [span for span in _headed_runs(form) if not any(covered[span.start : span.end])]
    found += [span for span in runs if read_strictly(form, span, None).bodies]
    return tuple(sorted(found))


def _headed_runs(form: str) -> Iterator[Span]:
    for match in _HEADED_RUN.finditer(form):
        yield trimmed(form, Span(match.start(), match.end()))


def _outermost(spans: tuple[Span, ...]) -> list[Span]:
    outer: list[Span] = []
    for span in sorted(spans):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer


def _is_responsibility(form: str, span: Span) -> bool:
    content = form[span.start + 1 : span.end - 1].strip()
    if re.match(r"以下简称|简称|含|不含|包括|原|即|如|除|注[:]|见|附", content):
        return False
    reading = read_strictly(form, span, None)
    if not reading.bodies:
        return False
    if reading.header is not None or any(body.header for body in reading.bodies):
        return True
    authorities = [body for body in reading.bodies if names.is_authority(body.name)]
    if any(body.role for body in reading.bodies):
        return bool(authorities) and len(reading.junk) <= len(reading.bodies)
    before = form[max(0, span.start - 8) : span.start].rstrip()
    named_before = bool(before) and names.is_complete(before) and names.is_authority(before)
    return bool(authorities) and _only_places(reading) and not named_before


def _only_places(reading: Reading) -> bool:
    """Tell whether all that is no body in a list are places that its last name completes (福州、厦门、泉州市人民政府)."""
    closing = [body.span.start for body in reading.bodies if re.search(r"[市州县区](?:人民)?政府$", body.name)]
    return all(
        re.fullmatch(r"[\u4e00-\u9fff]{2,4}", item.name) and any(item.span.end < start for start in closing)
        for item in reading.junk
    )


def _is_clean(reading: Reading) -> bool:
    """Tell whether a text is about responsibility alone, not a sentence before a heading that happens to end like a body."""
    headed = next((body.sentence for body in reading.bodies if body.header), 0)
    before = [body for body in reading.bodies if body.sentence < headed and not body.header]
    return bool(reading.bodies) and not reading.junk and all(names.is_authority(body.name) for body in before)


def _is_told(body: Body) -> bool:
    """Tell whether a sentence about something else says of an authority that it leads, is responsible or supports."""
    named = names.is_authority(body.name) and names.is_complete(body.name) and bool(re.match(r"[^与和及]", body.name))
    return named and bool(body.header or re.search(r"牵头|负责|配合|主办|协办", body.verb) or body.by_with)


def _merged(results: list[ResponsibilityText]) -> ResponsibilityText:
    return ResponsibilityText(
        bodies=tuple(body for result in results for body in result.bodies),
        open_ended=any(result.open_ended for result in results),
        sets_default=any(result.sets_default for result in results),
        default_bodies=tuple(body for result in results for body in result.default_bodies),
        states_lead_by_position=any(result.states_lead_by_position for result in results),
        names_no_agency=not any(result.bodies for result in results),
    )


def _result(text: str, reading: Reading, default_role: Role | None, lead_by_position: bool) -> ResponsibilityText:
    _settle(reading, default_role)
    if (lead_by_position or reading.rule) and not any(body.role == "lead" for body in reading.bodies):
        _lead_first(reading.bodies)
    lending: tuple[str, str] | None = None
    mentions: list[tuple[Body, BodyMention]] = []
    for body in reading.bodies:
        mentions.append((body, _mention(text, body, lending)))
        lending = lending or names.lender([body.name])
    seen: dict[str, BodyMention] = {}
    for body, mention in mentions:
        first = seen.setdefault(body.name, mention)
        if mention.role == "lead" and first.role != "lead":  # 责任单位:A、B(A牵头)
            seen[body.name] = structs.replace(first, role="lead")
    return ResponsibilityText(
        bodies=tuple(seen.values()),
        open_ended=reading.open_ended,
        sets_default=reading.sets_default,
        default_bodies=tuple(mention for body, mention in mentions if body.default),
        states_lead_by_position=reading.rule,
        names_no_agency=not mentions,
    )


def _settle(reading: Reading, default_role: Role | None) -> None:
    """Give a role to the bodies of which nothing was said."""
    led = False
    for body in reading.bodies:
        if body.role is None:
            after_lead: Role = "supporting" if led and not body.default else "responsible"
            body.role = body.header or default_role or after_lead
        led = led or (body.role == "lead" and body.header != "lead")


def _lead_first(bodies: list[Body]) -> None:
    for body in bodies[:1]:
        if body.role in {"responsible", "joint"}:
            body.role = "lead"


def _mention(text: str, body: Body, lending: tuple[str, str] | None) -> BodyMention:
    return BodyMention(
        name=text[body.span.start : body.span.end],
        role=body.role or "responsible",
        kind=names.kind(body.name),
        start=body.span.start,
        end=body.span.end,
        full_name=body.full_name or (names.lent(body.name, lending) if lending else None),
    )
