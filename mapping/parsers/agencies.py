"""Who is responsible: bodies, their roles and what holds for the rest of a document.

How roles are decided, as a careful reader would:

- a heading gives its role (牵头单位 lead; 配合, 协办, 参与单位 supporting; 责任单位, 主要责任单位, 落实单位 responsible), also beside a
  牵头单位; a column's role (``default_role``) is such a heading;
- a verb gives its role to the bodies before it that have none yet: 牵头 lead, 配合 supporting, 按职责分工 joint, 负责 responsible; it
  wins over the heading 责任单位, and loses to 牵头单位 and 配合单位;
- A会同B: A leads, B supports; bodies that nothing speaks of, after a lead and without a heading, support; else they are
  responsible;
- position gives a lead only where the caller, or the text itself, states that rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import structs

from mapping.mentions import BodyMention, ResponsibilityText, Role
from mapping.parsers import names
from mapping.parsers.roles import Token, header_role, tokens, verb_role
from mapping.text import Span, brackets, matching_form, trimmed

_LONGEST_NAME = 48
_SHORT_NAME = 4
_MASK = "\ue000"
_CONNECTOR = re.compile(r"以及|及其(?![他它])|[和及与暨]|[\s/+&]+")
_LEADING = re.compile(
    r"(?:[\s\"':,、.*·•★☆▲△●○■□◆◇※]|\d{1,3}[.)、]|[①-⑳]|以及|及其(?![他它])|其中由?|同时由?|并由|再由|[由请与]|及(?!时)"
    r"|和(?!平|硕|田|静|政县|顺|龙|林格|县|布克|谐)|[同并](?=[省市区县各相有州国中]))+"
)
_TRAILING = re.compile(r"(?:[\s\"':,、.*]|按|均|各|共|一起|作为|应当|[要应须需将]|为(?!$)|等)+$")
_OPEN = re.compile(r"(?:其[他它]各?)?(?:相关|有关)(?:职能|责任|主管|配合|行业|业务)*(?:部门和单位|部门及单位|部门单位|部门|单位|方面|机构)(?:\(单位\))?$|其[他它]各?(?:有关|相关)?(?:成员|责任)?(?:部门|单位)$")
_NOTE = re.compile(r"(?:总|双|共同)?(?:牵头|主办|配合|协办|主责|负责|责任|参与|参加)(?:单位|部门|责任单位)?$")
_GENERIC = re.compile(r"(?:单位|部门|管委会|机构|企业|街道|地区|委员会|党委)$")
_BLANKS = re.compile(r"\s")
_NAME_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()·、\-]+")


@dataclass(slots=True)
class _Body:
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


@dataclass(slots=True)
class _Reading:
    """What has been read so far of one responsibility text."""

    header: Role | None
    lenient: bool = False
    bodies: list[_Body] = field(default_factory=list)
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
    junk: list[_Body] = field(default_factory=list)


def parse(text: str, *, default_role: Role | None = None, lead_by_position: bool = False) -> ResponsibilityText:
    """Read a text that is about responsibility only: a cell, a bracket, a line ``责任单位:…``.

    ``default_role`` is that of the column the text stands in; ``lead_by_position`` says that the document states that the
    first body leads. Offsets are into ``text``. Nothing is refused: a text that names no body says so.
    """
    form = matching_form(text)
    return _result(text, _read_list(form, Span(0, len(form)), default_role), default_role, lead_by_position)


def read(text: str, *, default_role: Role | None = None, lead_by_position: bool = False) -> ResponsibilityText:
    """Read any text, a whole measure or a responsibility text alone; offsets are into ``text``."""
    form = matching_form(text)
    whole = _read(form, Span(0, len(form)), default_role)
    if not _is_clean(whole):
        spans = find_responsibilities(text)
        if spans:
            return _merged([
                _result(text, _read_list(form, span, default_role), default_role, lead_by_position) for span in spans
            ])
        whole = _read_list(form, Span(0, len(form)), default_role)
        if default_role is None and not _is_clean(whole):
            whole.bodies = [body for body in whole.bodies if _is_told(body)]
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
    for span in _headed_runs(form):
        if not any(covered[span.start : span.end]) and _read(form, span, None).bodies:
            found.append(span)
    return tuple(sorted(found))


_HEADED_RUN = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?:牵头|责任|主办|协办|配合|参与|参加|落实|承办|实施|主责|负责|主要|协同|支持|共同)+(?:单位|部门|主体)|牵头|主办|责任)\s*:[^。\n]*(?:。|$|(?=\n))"
)


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
    reading = _read(form, span, None)
    if not reading.bodies:
        return False
    if reading.header is not None or any(body.header for body in reading.bodies):
        return True
    authorities = [body for body in reading.bodies if names.is_authority(body.name)]
    if any(body.role for body in reading.bodies):
        return bool(authorities) and len(reading.junk) <= len(reading.bodies)
    before = form[max(0, span.start - 8) : span.start].rstrip()
    named_before = bool(before) and names.is_complete(before) and names.is_authority(before)
    return bool(authorities) and not reading.junk and not named_before


def _is_clean(reading: _Reading) -> bool:
    return bool(reading.bodies) and not reading.junk


def _is_told(body: _Body) -> bool:
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


def _read_list(form: str, span: Span, default_role: Role | None) -> _Reading:
    """Read a list; where most items are surely bodies, the few others that could be names are taken for bodies too."""
    reading = _read(form, span, default_role)
    sure = sum(names.is_authority(body.name) for body in reading.bodies)
    short = all(len(item.name) <= _SHORT_NAME for item in reading.junk)
    few = 0 < len(reading.junk) <= (2 * sure if short else sure)
    if few and all(_could_be_name(item.name) for item in reading.junk):
        return _read(form, span, default_role, lenient=True)
    return reading


def _could_be_name(name: str) -> bool:
    return 2 <= len(name) <= 14 and not names.is_prose(name) and bool(_NAME_LETTERS.fullmatch(name))


def _read(form: str, span: Span, default_role: Role | None, *, lenient: bool = False) -> _Reading:
    """Walk over the marks of a text; what lies between two marks is a piece that may name bodies."""
    part = form[span.start : span.end]
    masked = _masked(part)
    reading = _Reading(header=default_role, lenient=lenient)
    position = 0
    for token in tokens(masked):
        _piece(part, masked, Span(position, token.start), reading)
        _MARK_READERS[token.mark](token, reading)
        position = token.end
    _piece(part, masked, Span(position, len(part)), reading)
    for body in reading.bodies:
        body.span = Span(body.span.start + span.start, body.span.end + span.start)
    return reading


def _masked(form: str) -> str:
    """Hide brackets and inner 、 that belong to names; open brackets that hold lists of their own to ``;``."""
    shown = list(form)
    start, end = trimmed(form, Span(0, len(form)))
    hidden = 0
    for pair in sorted(brackets(form)):
        if pair.start < hidden:
            continue
        if pair == (start, end) or _opens(form, pair, start):
            shown[pair.start] = shown[pair.end - 1] = " " if pair == (start, end) else ";"
            continue
        shown[pair.start : pair.end] = _MASK * (pair.end - pair.start)
        hidden = pair.end
    for match in names.LEVELS_TOGETHER.finditer(form):
        inner = match[0].replace("、", _MASK).replace("和", _MASK)
        shown[match.start() : match.end()] = (own if own == _MASK else new for own, new in zip(shown[match.start() : match.end()], inner, strict=True))
    return "".join(" " if character in "()" else character for character in shown)


def _opens(form: str, pair: Span, start: int) -> bool:
    """Tell whether a bracket holds a list of its own, not a piece of the name before it."""
    content = form[pair.start + 1 : pair.end - 1].strip()
    before = form[start : pair.start][-1:]
    if _NOTE.fullmatch(content):
        return False
    if before in "" or before in ":;,。、)( \n":
        return True
    marks = {token.mark for token in tokens(content)}
    return bool(marks & {"header", "verb", "person", "skip", "rule", "default"}) and not re.match(r"自治|县|市|区|不含|含|以下|特别", content)


def _piece(form: str, masked: str, span: Span, reading: _Reading) -> None:
    """Read what lies between two marks."""
    if reading.skipping or span.start >= span.end:
        return
    for part in _parts(form, masked, span):
        _item(form, masked, part, reading)


def _parts(form: str, masked: str, span: Span) -> Iterator[Span]:
    """Cut a piece where a connector or a blank stands between two names."""
    span = _bare(masked, span)
    start = span.start
    for match in _CONNECTOR.finditer(masked, span.start, span.end):
        if any(masked.startswith(word, match.start()) for word in names.lexicon()["not_connectors"]):
            continue
        if match.start() - start > _LONGEST_NAME:
            continue
        left = _name(form, Span(start, match.start()))
        right = _name(form, Span(match.end(), min(span.end, match.end() + _LONGEST_NAME)))
        if _joins(left, right, match[0]):
            yield _bare(masked, Span(start, match.start()))
            start = match.end()
    yield _bare(masked, Span(start, span.end))


def _joins(left: str, right: str, connector: str) -> bool:
    if not names.is_complete(left) and not names.is_group(left):
        return False
    if len(right) < 2 or re.match(r"人民政府|政府(?!办)|管委会|管理委员会|办事处|分局", right):
        return False
    if connector.isspace() and names.is_person(right):
        return True
    if connector.isspace():
        return bool(re.search(r"[厅局委办部院署会行关社团司队站心府校馆室区市县州镇乡]$", names.without_brackets(right))) and not _is_tail(right)
    first = _CONNECTOR.split(right, maxsplit=1)[0]
    return any(names.is_complete(part) or names.is_group(part) or bool(_OPEN.match(part)) for part in (first, right))


def _is_tail(name: str) -> bool:
    """Tell whether a word is the broken-off end of a name, not a name (…资源局, …保障局)."""
    return bool(re.match(r"(?:资源|保障|建设|改革|信息化|旅游|社会|监管|管理|规划|健康|广电|体育)", name)) and not name.startswith(("规划和自然", "体育局"))


def _bare(masked: str, span: Span) -> Span:
    """Return a span without what can stand before and after a name."""
    start, end = span
    lead = _LEADING.match(masked, start, end)
    start = lead.end() if lead else start
    tail = _TRAILING.search(masked[max(start, end - 12) : end])
    end = end - (len(tail[0]) if tail else 0)
    return Span(start, max(start, end))


def _name(form: str, span: Span) -> str:
    return _BLANKS.sub("", form[span.start : span.end])


def _item(form: str, masked: str, span: Span, reading: _Reading) -> None:
    """Read one item of a list."""
    span, note = _without_note(form, masked, span)
    name = _name(form, span)
    if not name or names.is_person(name):
        return
    if _OPEN.match(name):
        reading.open_ended = True
        return
    if reading.bodies and _continues(form, reading, span, name):
        return
    body = _Body(span, name, reading.sentence, reading.clause, reading.group, reading.header, default=reading.from_here)
    if not _is_body(name, reading):
        if not reading.in_object and not _is_date(name):
            reading.junk.append(body)
        return
    body.role = note or ("supporting" if reading.after_with else None)
    body.by_with = reading.after_with
    reading.bodies.append(body)
    reading.in_object = False


def _continues(form: str, reading: _Reading, span: Span, name: str) -> bool:
    """Make a collective body longer where it goes on after 、 (各区、县级市)."""
    last = reading.bodies[-1]
    between = form[last.span.end : span.start].strip()
    if between not in {"、", "和", ",", "与", "及"} or last.role or not names.continues_group(last.name, name):
        return False
    last.span = Span(last.span.start, span.end)
    last.name = _name(form, last.span)
    return True


def _is_body(name: str, reading: _Reading) -> bool:
    if len(name) > _LONGEST_NAME:
        return False
    if names.is_complete(name) or (names.is_group(name) and not names.is_prose(name)):
        return True
    lenient = (reading.lenient or reading.header is not None) and not reading.in_object
    return lenient and 2 <= len(name) <= 24 and not names.is_prose(name) and bool(_NAME_LETTERS.fullmatch(name))


def _is_date(name: str) -> bool:
    return bool(re.search(r"\d{4}|\d+月|底前|年底|季度|长期|持续|立即|常年|每年|全年|适时", name)) or bool(re.fullmatch(r"[\d.\s()-]+", name))


def _without_note(form: str, masked: str, span: Span) -> tuple[Span, Role | None]:
    """Drop a last bracket that is no part of the name: a role (牵头), a remark (负责审批); return the role it gives."""
    start = masked.find(_MASK, span.start, span.end)
    if start < 0 or masked[span.end - 1] != _MASK:
        return span, None
    while masked[start : span.end].strip(_MASK):
        start = masked.find(_MASK, start + 1, span.end)
        start = _next_run(masked, start, span.end)
    content = _name(form, Span(start + 1, span.end - 1))
    if _NOTE.fullmatch(content):
        return _bare(masked, Span(span.start, start)), verb_role(content) if "单位" not in content else header_role(content)
    if _GENERIC.fullmatch(content) or _names_only(content):
        return span, None
    return _bare(masked, Span(span.start, start)), None


def _next_run(masked: str, start: int, end: int) -> int:
    """Return where the last run of hidden characters before ``end`` begins."""
    position = end
    while position > start and masked[position - 1] == _MASK:
        position -= 1
    return position


def _names_only(content: str) -> bool:
    parts = re.split(r"[、,/和]", content)
    return all(names.is_complete(part) or re.fullmatch(rf"{names.words('areas')}", part) for part in parts if part) and not re.match(r"不?含|除|包括|原", content)


def _on_header(token: Token, reading: _Reading) -> None:
    reading.header = header_role(token.word)
    reading.skipping = reading.in_object = reading.after_with = False
    reading.clause += 1
    reading.group += 1


def _on_skip(token: Token, reading: _Reading) -> None:  # noqa: ARG001 - one signature for all marks
    reading.skipping = True


def _on_rule(token: Token, reading: _Reading) -> None:  # noqa: ARG001
    reading.rule = True


def _on_from(token: Token, reading: _Reading) -> None:
    reading.from_here = not re.match(r"以上|上述", token.word)
    reading.sets_default = reading.sets_default or reading.from_here
    reading.header = None
    reading.in_object = reading.skipping = False


def _on_default(token: Token, reading: _Reading) -> None:  # noqa: ARG001
    here = [body for body in reading.bodies if body.sentence == reading.sentence]
    if any(body.default for body in reading.bodies) or reading.rule or not reading.bodies:
        return
    reading.sets_default = True
    for body in here or reading.bodies:
        body.default = True


def _on_with(token: Token, reading: _Reading) -> None:  # noqa: ARG001
    for body in _undecided(reading):
        body.role = "lead"
        body.by_with = names.is_authority(body.name)
    reading.after_with = True
    reading.in_object = False


def _on_doing(token: Token, reading: _Reading) -> None:
    if not (reading.spoken or reading.after_with or reading.header):
        span = Span(token.start, token.end)
        reading.junk.append(_Body(span, token.word, reading.sentence, reading.clause, reading.group, None))
    reading.in_object, reading.after_with = True, False


def _on_etc(token: Token, reading: _Reading) -> None:
    if "部门" in token.word:  # 发改、财政等部门: the functions stand for the bodies
        reading.bodies += [item for item in reading.junk if names.is_function(item.name)]
        reading.junk = [item for item in reading.junk if not names.is_function(item.name)]
    reading.open_ended = reading.open_ended or bool(reading.bodies)


def _on_verb(token: Token, reading: _Reading) -> None:
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


def _undecided(reading: _Reading, *, across_clauses: bool = False) -> list[_Body]:
    return [
        body
        for body in reading.bodies
        if body.role is None and body.sentence == reading.sentence and (across_clauses or body.clause == reading.clause)
    ]


def _on_item(token: Token, reading: _Reading) -> None:
    pass


def _on_comma(token: Token, reading: _Reading) -> None:  # noqa: ARG001
    reading.group += 1
    reading.in_object = False


def _on_clause(token: Token, reading: _Reading) -> None:
    _on_comma(token, reading)
    reading.clause += 1
    reading.skipping = reading.after_with = False


def _on_stop(token: Token, reading: _Reading) -> None:
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


def _result(text: str, reading: _Reading, default_role: Role | None, lead_by_position: bool) -> ResponsibilityText:
    _settle(reading, default_role)
    if (lead_by_position or reading.rule) and not any(body.role == "lead" for body in reading.bodies):
        _lead_first(reading.bodies)
    lending: tuple[str, str] | None = None
    mentions: list[tuple[_Body, BodyMention]] = []
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


def _settle(reading: _Reading, default_role: Role | None) -> None:
    """Give a role to the bodies of which nothing was said."""
    led = False
    for body in reading.bodies:
        if body.role is None:
            after_lead: Role = "supporting" if led and not body.default else "responsible"
            body.role = body.header or default_role or after_lead
        led = led or (body.role == "lead" and body.header != "lead")


def _lead_first(bodies: list[_Body]) -> None:
    for body in bodies[:1]:
        if body.role in {"responsible", "joint"}:
            body.role = "lead"


def _mention(text: str, body: _Body, lending: tuple[str, str] | None) -> BodyMention:
    return BodyMention(
        name=text[body.span.start : body.span.end],
        role=body.role or "responsible",
        kind=names.kind(body.name),
        start=body.span.start,
        end=body.span.end,
        full_name=names.lent(body.name, lending) if lending else None,
    )
