"""Names first, marks second: words that say what bodies do, where they are pieces of names.

行业协会商会 holds 会商, 县政协办 holds 协办, 会同县人民政府 begins with 会同, 各承办银行 is a group. A mark is a piece of a
name where the words around it are one whole name with it, and are none without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from mapping.parsers import names
from mapping.parsers.roles import OPEN_LIST, Token, follows_name, tokens
from mapping.parsers.text import Span

LONGEST_NAME = 48
_SEPARATOR = re.compile(r"[、,;。:()!?《》\"\s]")
_BEFORE_NAME = re.compile(r"(?:以及|及其(?![他它])|其中由?|同时由?|并由|再由|[由请与及和*★☆▲△●■◆])+")
_HOLDABLE = frozenset({"verb", "with", "doing", "default", "etc"})
_PLAIN_NOUN = re.compile(
    r"(?:办公室|办公厅|领导小组|工作组|小组|专班|办|局|处|科|中心|公司|集团|银行|企业|单位|部门|机构|院校|高校|学校|平台|"
    r"协会|商会|学会|委员会|指挥部|站|队|组|库|所)$"
)
_OFFICE = re.compile(
    r"(?:保障|推进|落实|服务|管理|工作|指导|监督|组织|综合|协调)*"
    r"(?:办公室|领导小组|工作组|小组|专班|办|局|处|科|中心|委员会|指挥部|站|队|组)$"
)


@lru_cache(maxsize=256)  # a text is read several times: strictly, leniently, bracket by bracket
def marks_in_names(form: str) -> tuple[Span, ...]:
    """Return the parts of a matching form that look like marks and belong to names; the last character of a name stays."""
    return tuple(_marks(form))


def _marks(form: str) -> Iterator[Span]:
    taken = 0
    for token in tokens(form):
        if token.mark not in _HOLDABLE or token.start < taken:
            continue
        start = _begin(form, token.start, taken)
        if token.mark == "etc" and not re.match(names.words("places_with_marks"), form[start:]):
            continue
        for end in _ends(form, start, token):
            if _is_name(form, start, token, end):
                yield Span(token.start, min(token.end, end - 1))
                taken = end
                break


def _begin(form: str, before: int, taken: int) -> int:
    """Return where the name that may hold a mark begins: after the separator or the mark before it."""
    low = max(taken, before - LONGEST_NAME)
    cuts = [match.end() for match in _SEPARATOR.finditer(form, low, before)]
    start = max([low, *cuts])
    marks = [token.end for token in tokens(form[start:before]) if token.mark != "item"]
    start += max(marks, default=0)
    lead = _BEFORE_NAME.match(form, start, before)
    return lead.end() if lead else start


def _ends(form: str, start: int, token: Token) -> Iterator[int]:
    """Yield where a name that holds the mark can end: before a separator, a connector or another mark."""
    stop = _SEPARATOR.search(form, token.end)
    last = min(stop.start() if stop else len(form), start + LONGEST_NAME)
    for end in range(max(token.start + 2, start + 3), last + 1):
        if form[end - 1] in _last_characters() and (end == last or follows_name(form, end)):
            yield end


@cache
def _last_characters() -> frozenset[str]:
    return frozenset({word[-1] for word in names.lexicon()["organs"]} | set(")小学校"))


def _is_name(form: str, start: int, token: Token, end: int) -> bool:
    """Tell whether a name goes on over a mark."""
    name, left, right = form[start:end], form[start : token.start], form[token.end : end]
    if not (names.is_complete(name) or (names.is_group(name) and _PLAIN_NOUN.search(name))):
        return False
    if token.mark == "etc":
        return True
    return _goes_on(form, token, left, right, end) if left else _begins_with_mark(form, start, token, name)


def _goes_on(form: str, token: Token, left: str, right: str, end: int) -> bool:
    """Tell whether a whole name with a mark inside is one name, and not two with a mark between."""
    if end <= token.end:  # 县政协|办, 省运会|办: the name ends inside what looks like a verb
        return not _stands_alone(left) or _is_committee_office(form, left, token)
    if _OFFICE.fullmatch(right):  # 市政府协调保障|办: no body but an office ends so
        return True
    if _PLAIN_NOUN.fullmatch(right):
        return not (names.is_authority(left) and names.is_complete(left) and not names.is_group(left))
    if token.word == "商":
        return not names.is_authority(left)
    if _begins_another().match(right):
        return False
    return not _stands_alone(left) or (token.mark == "with" and _is_area(left))


@cache
def _begins_another() -> re.Pattern[str]:
    """Return what shows that a name of its own begins: a level with a function or an organ, a collective word."""
    after_level = (
        f"{names.words('functions')}|{names.words('party_functions')}|委|政|人|直|级|属|有关|各|相关|总工会|税务|残|妇"
    )
    place = r"[\u4e00-\u9fff]{2,3}[省市区县州]"
    return re.compile(
        rf"(?:[省市区县州盟旗]|自治区)(?:{after_level})|[各有相]|国家|中国|中央|人民|自治区|{place}(?:{after_level})"
    )


def _stands_alone(left: str) -> bool:
    return names.is_complete(left) or names.is_function(left) or bool(OPEN_LIST.match(left))


def _is_area(name: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{1,6}[省市区县州盟旗]", name))


def _is_committee_office(form: str, left: str, token: Token) -> bool:
    """Tell 市安委会办 (an office) from 市发改委会办 (a verb, beside 主办)."""
    office = token.word.startswith("会办") and left.endswith("委") and "主办" not in form
    stem = re.sub(r"^[省市区县州盟旗]|委$", "", left)
    return office and not names.is_function(stem) and not names.is_function(stem + "委")


def _begins_with_mark(form: str, start: int, token: Token, name: str) -> bool:
    """Tell whether an item that begins with a mark is a name (会同县人民政府, 承办银行) and not A，会同B."""
    rest, before = name[len(token.word) :], form[:start].rstrip()
    known = bool(re.match(names.words("places_with_marks"), name)) and not re.match("县(?:直|级|有关|各|相关)", rest)
    listed = (
        not before or before[-1] in "、:(" or (before[-1] in ",;。" and known and bool(re.search("政府$|委$", name)))
    )
    if not listed or _is_after_verb(before):
        return False
    plain = bool(_PLAIN_NOUN.fullmatch(rest)) and rest not in {"单位", "部门"}
    plain = plain or bool(re.search("的(?:有关|相关|各?主管|各)?(?:部门|单位|机构)$", rest))  # 负责安全生产的部门
    return known or plain or token.word == "商" or (token.mark == "with" and not _begins_another().match(rest))


def _is_after_verb(before: str) -> bool:
    said = before[-LONGEST_NAME:].rstrip("、,; ")
    return before[-1:] not in {":", "("} and any(
        token.end == len(said) and token.mark == "verb" for token in tokens(said)
    )
