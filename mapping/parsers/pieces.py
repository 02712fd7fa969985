"""The pieces between two marks of a responsibility text, cut into items that may be names.

A *masked form* has hidden characters where brackets and 、 belong to names, so that no mark is seen inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.parsers import names
from mapping.parsers.lead_rule import MARKS
from mapping.parsers.marks_in_names import LONGEST_NAME, marks_in_names
from mapping.parsers.mentions import Role
from mapping.parsers.roles import OPEN_LIST, header_role, tokens, verb_role
from mapping.parsers.text import Span, brackets, trimmed

_MASK = "\ue000"
_CONNECTOR = re.compile(r"以及|及其(?![他它])|[和及与暨]|[\s/+&|]+")
_LEADING = re.compile(
    rf"(?:[\s\"':,、.·•{re.escape(MARKS)}]|\d{{1,3}}[.)、]|以及|及其(?![他它])|"
    r"其中由?|同时由?|并由|再由|[由请与]|及(?!时)"
    r"|和(?!平|硕|田|静|政县|顺|龙|林格|县|布克|谐)|[同并](?=[省市区县各相有州国中]))+"
)
_TRAILING = re.compile(rf"(?:[\s\"':,、.{re.escape(MARKS)}]|按|均|各|共|一起|作为|应当|[要应须需将]|为(?!$)|等)+$")
_NOTE = re.compile(r"(?:总|双|共同)?(?:牵头|主办|配合|协办|主责|负责|责任|参与|参加)(?:单位|部门|责任单位)?$")
_GENERIC = re.compile(r"(?:单位|部门|管委会|机构|企业|街道|地区|委员会|党委)$")
_DEFINES = re.compile(r"自治|县|市|区|不含|包括|包含|含|以下|特别|指|即|简称|统称|原")
_SIGN_AFTER = re.compile(rf"\s*\(?([{re.escape(MARKS)}]+)\)?")
_AGENT = re.compile("(?<![自理缘事])由")
_BLANKS = re.compile(r"\s")
_CENTRAL = re.compile(r"(?:总局|总署|人民银行|国家统计局|外汇管理局|监督管理委员会|集团|公司)$")
_LOCAL_UNIT = re.compile(
    r"^[\u4e00-\u9fff]{2,8}(?:税务局|监管局|监管分局|分局|分行|支行|营业管理部|分公司|调查总队|调查队)$"
)


def masked_form(form: str) -> str:
    """Hide brackets and inner 、 that belong to names; open brackets that hold lists of their own to ``;``."""
    shown = list(form)
    start, end = trimmed(form, Span(0, len(form)))
    hidden = 0
    for pair in sorted(brackets(form)):
        if pair.start < hidden:
            continue
        heading = bool(_NOTE.fullmatch(form[pair.start + 1 : pair.end - 1])) and form[pair.end :][:1] == ":"
        if pair == (start, end) or heading or _opens(form, pair, start):
            shown[pair.start] = shown[pair.end - 1] = " " if pair == (start, end) or heading else ";"
            continue
        shown[pair.start : pair.end] = _MASK * (pair.end - pair.start)
        hidden = pair.end
    for match in names.LEVELS_TOGETHER.finditer(form):
        inner = match[0].replace("、", _MASK).replace("和", _MASK)
        shown[match.start() : match.end()] = (
            own if own == _MASK else new for own, new in zip(shown[match.start() : match.end()], inner, strict=True)
        )
    for start, end in marks_in_names(form):
        shown[start:end] = _MASK * (end - start)
    return "".join(" " if character in "()" else character for character in shown)


def _opens(form: str, pair: Span, start: int) -> bool:
    """Tell whether a bracket holds a list of its own, not a piece of the name before it."""
    content = form[pair.start + 1 : pair.end - 1].strip()
    before = form[start : pair.start][-1:]
    if _NOTE.fullmatch(content):
        return False
    if not before or before in ":;,。、)( \n":
        return True
    marks = {token.mark for token in tokens(content)}
    if "default" in marks and marks <= {"default", "comma"}:  # a 下同 beside other words belongs to a definition
        return not re.sub(r"[\s,]|下同|同此|以下均同", "", content)
    return bool(marks & {"header", "verb", "person", "skip"}) and not _DEFINES.match(content)


def parts(form: str, masked: str, span: Span) -> Iterator[Span]:
    """Cut a piece where a connector or a blank stands between two names."""
    for piece in _unseparated(form, _from_agent(form, bare(masked, span))):
        yield from _connected(form, masked, piece)


def _from_agent(form: str, span: Span) -> Span:
    """Begin a piece at the authority that 由 names in the middle of a sentence (具体办法由市商务局…)."""
    agent = _AGENT.search(form, span.start, span.end)
    at = agent.end() if agent else 0
    name = name_of(form, Span(at, span.end)) if at else ""
    return Span(at, span.end) if name and names.is_authority(name) and names.is_complete(name) else span


def _unseparated(form: str, span: Span) -> Iterator[Span]:
    """Cut where a second name begins without a mark between (省商务厅省财政厅)."""
    start = span.start
    for match in () if span.end - span.start > 4 * LONGEST_NAME else _second_name().finditer(form, *span):
        if names.is_authority(name_of(form, Span(start, match.start()))) and names.is_complete(
            name_of(form, Span(match.start(), span.end))
        ):
            yield Span(start, match.start())
            start = match.start()
    yield Span(start, span.end)


@cache
def _second_name() -> re.Pattern[str]:
    functions = names.words("functions")
    return re.compile(
        rf"(?<=[厅局委办部会行署院关])(?=(?:省|市|区|县|州|自治区)(?:{functions}|{names.words('party_functions')}|委))"
    )


def _connected(form: str, masked: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _CONNECTOR.finditer(masked, span.start, span.end):
        if any(masked.startswith(word, match.start()) for word in names.lexicon()["not_connectors"]):
            continue
        if match.start() - start > LONGEST_NAME:
            continue
        left = name_of(form, Span(start, match.start()))
        right = form[match.end() : min(span.end, match.end() + LONGEST_NAME)]
        if _joins(left, right, match[0]):
            yield bare(masked, Span(start, match.start()))
            start = match.end()
    yield bare(masked, Span(start, span.end))


def _joins(left: str, printed: str, connector: str) -> bool:
    """Tell whether a connector stands between two names; ``printed`` follows it, with its blanks."""
    right = _BLANKS.sub("", printed)
    if names.is_short_place(left) and names.place_and_rest(right) and not connector.isspace():  # 沈阳和大连市政府
        return True
    if not names.is_complete(left) and not names.is_group(left):
        return False
    if len(right) < 2 or re.match(r"人民政府|政府(?!办)|行署|行政公署|管委会|管理委员会|办事处|分局", right):
        return False
    if connector.isspace() and names.is_person(right):
        return True
    if connector.isspace():
        return _begins_name(printed) and not _is_tail(left, right)
    first = _CONNECTOR.split(right, maxsplit=1)[0]
    return any(
        names.is_complete(part) or names.is_group(part) or bool(OPEN_LIST.match(part)) for part in (first, right)
    )


def _begins_name(printed: str) -> bool:
    """Tell whether a text begins with a whole name, up to one of its blanks, which a broken line leaves within names."""
    pieces = printed.split()
    starts = ("".join(pieces[:count]) for count in range(1, len(pieces) + 1))
    return any(names.is_complete(start) or names.is_group(start) for start in starts)


def _is_tail(left: str, right: str) -> bool:
    """Tell whether words go on with the name before the blank (省委 宣传部, 国家税务总局 湖南省税务局, …资源局)."""
    if re.match(r"(?:资源|保障|建设|改革|信息化|旅游|社会|监管|管理|规划|健康|广电|体育)", right):
        return not right.startswith(("规划和自然", "体育局"))
    if re.search(r"(?:^|[省市区县州盟旗]|党)委$|(?:人民)?政府$|人大$|政协$", left):
        party = names.words("party_functions")
        return bool(re.match(rf"办公[厅室]|研究室|督查室|常委会|常务委员会|{party}", right))
    return bool(_CENTRAL.search(left) and _LOCAL_UNIT.search(right))


def bare(masked: str, span: Span) -> Span:
    """Return a span without what can stand before and after a name."""
    start, end = span
    lead = _LEADING.match(masked, start, end)
    start = lead.end() if lead else start
    end = start + len(masked[start:end].rstrip())
    tail = _TRAILING.search(masked[max(start, end - 12) : end])
    end = end - (len(tail[0]) if tail else 0)
    return Span(start, max(start, end))


def sign_beside(form: str, span: Span) -> str:
    """Return the sign, such as a star, that stands directly before or after a name."""
    before = re.search(rf"[{re.escape(MARKS)}]+\s*$", form[: span.start])
    after = _SIGN_AFTER.match(form, span.end)
    return before[0].strip() if before else after[1] if after else ""


def name_of(form: str, span: Span) -> str:
    """Return a name without the blanks inside it (a broken line leaves them)."""
    return _BLANKS.sub("", form[span.start : span.end])


def without_note(form: str, masked: str, span: Span) -> tuple[Span, Role | None]:
    """Drop a last bracket that is no part of the name: a role (牵头), a remark (负责审批); return the role it gives."""
    start = masked.find(_MASK, span.start, span.end)
    if start < 0 or masked[span.end - 1] != _MASK:
        return span, None
    start = _next_run(masked, start, span.end)
    content = name_of(form, Span(start + 1, span.end - 1))
    if _NOTE.fullmatch(content):
        return bare(masked, Span(span.start, start)), verb_role(content) if "单位" not in content else header_role(
            content
        )
    if _GENERIC.fullmatch(content) or _names_only(content):
        return span, None
    return bare(masked, Span(span.start, start)), None


def _next_run(masked: str, start: int, end: int) -> int:
    """Return where the last run of hidden characters before ``end`` begins."""
    position = end
    while position > start and masked[position - 1] == _MASK:
        position -= 1
    return position


def _names_only(content: str) -> bool:
    """Tell whether a bracket holds other names of the body (文物局), the areas it stands for, or its function (金融)."""
    parts = re.split(r"[、,/]", content) if names.is_complete(content) else re.split(r"[、,/和]", content)
    return all(
        names.is_complete(part) or names.is_function(part) or re.fullmatch(rf"{names.words('areas')}", part)
        for part in parts
        if part
    ) and not re.match(r"不?含|除|包括|原", content)
