"""Documents named in 《…》, and whether the measure will make them or only cites them."""

from __future__ import annotations

import re

from mapping.comparable import matching_form
from mapping.parsers.mentions import CitationMention
from mapping.parsers.text import Span, brackets, seen

_MAKES = (
    r"(?:制定|制订|拟定|拟订|研制|出台|印发|编制|编印|编写|编发|修订|修改|起草|草拟|"
    r"发布|颁布|公布|推出|制作|形成|签署|签订|下发)(?:实施|施行|并实施|执行)?"
)
_FOLLOWS = (
    r"(?:贯彻|落实|执行|按照|按|根据|依据|依照|对照|纳入|列入|遵循|遵守|参照|结合|"
    r"符合|履行|实施|宣传|依托|对标|用好|学习|衔接|围绕|适用|违反|参加|列为|载入)"
)
_VERBS = re.compile(
    rf"(?P<done>(?:已经?|曾|业经)[^,]{{0,4}})?(?P<makes>{_MAKES})(?!的|后|单位|机关|"
    rf"部门|会|以来)|(?P<follows>{_FOLLOWS})|(?P<made>{_MAKES})的"
)
_MAKING_IT = re.compile(
    rf"(?:等[^,。;]{{0,8}})?(?:的)?(?:研究|立法)?(?:{_MAKES}|立法|送审|审议)(?!的|后|"
    rf"以来|会|活动)"
)
_PUSHING = re.compile(r"(?:推动|推进|加快|完成|做好|开展|启动|组织|抓紧|力争|争取|配合|参与|适时)[^,]*$")
_BOUNDARY = re.compile(r"[,。;:!?\n》]")
_LINK = re.compile(r"[\s、和及与]*(?:以及)?(?:\([^()]*\))?[\s、和及与]*")


def citations(text: str) -> tuple[CitationMention, ...]:
    """Return the documents that a text names, outermost marks only, in order.

    The nearest verb before a name in its own clause decides, and holds for a whole list (《…》《…》和《…》): 制定, 出台,
    印发 and their like mean that the measure makes the document; 贯彻, 落实, 按照, a verb that is past (已印发) or an
    attribute (印发的) do not. 推动《…》出台 makes it too.
    """
    form = matching_form(text)
    found: list[CitationMention] = []
    for span in _outermost(form):
        linked = bool(found) and _LINK.fullmatch(form, found[-1].end, span.start) is not None
        produces = found[-1].produces if linked else _produces(form, span)
        title = seen(text[span.start + 1 : span.end - 1]).text
        if title.strip():
            found.append(CitationMention(title=title, start=span.start, end=span.end, produces=produces))
    return tuple(found)


def _outermost(form: str) -> list[Span]:
    outer: list[Span] = []
    for span in sorted(brackets(form, "《", "》")):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer


def _produces(form: str, span: Span) -> bool:
    boundaries = [match.end() for match in _BOUNDARY.finditer(form, max(0, span.start - 80), span.start)]
    clause = form[boundaries[-1] if boundaries else max(0, span.start - 80) : span.start]
    verbs = list(_VERBS.finditer(clause))
    if verbs:
        return bool(verbs[-1]["makes"]) and not verbs[-1]["done"]
    return bool(_PUSHING.search(clause)) and bool(_MAKING_IT.match(form, span.end))
