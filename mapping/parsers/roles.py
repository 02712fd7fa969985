"""The words around the bodies in a responsibility text: who leads, supports or shares, what is a rule, what a default.

Patterns are for *matching forms*. :func:`tokens` cuts a text into marks; what lies between two marks is left to
:mod:`mapping.parsers.agencies`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from mapping.parsers.mentions import Role

Mark = Literal[
    "header",
    "person",
    "skip",
    "default",
    "from",
    "with",
    "verb",
    "doing",
    "etc",
    "comma",
    "stop",
    "clause",
    "item",
]
"""``header`` 责任单位:, ``person`` 牵头领导:, ``skip`` 完成时限:, ``default`` 下同,
``from`` 以下均需, ``with`` 会同, ``verb`` 牵头, ``doing`` 制定, ``etc`` 等部门, then the separators: ``comma`` ,  ``clause`` ;
``stop`` 。  ``item`` 、"""

_UNIT = r"(?:单位|部门|机构|处室|科室|主体|企业|市县|区县|县区|委办局|地方|责任方|方)"
_DUTY = (
    r"(?:牵头|责任|主办|协办|配合|参与|参加|落实|承办|实施|主责|协同|支持|协作|协助|"
    r"负责|主管|监督|指导|会办|执行|完成|会同|联合|"
    r"督办|督导|主体|承担|组织|推进|统筹|保障|主|协|参建|任务|监管|行业|属地|业务|日常|直接)"
)
_RANK = r"(?:共同|具体|主要|第一|首要|市级|省级|区级|县级|市|省|区|县|总)"
_PLAIN_DUTY = r"(?:牵头|责任|主办|协办|配合|参与|参加|落实|承办|实施|主责)"
_HEADER = rf"(?:{_RANK}?{_DUTY}{{1,4}}(?:[及和与、/]{_DUTY}{{1,3}}|\({_DUTY}{{1,3}}\))?{_UNIT}(?:及?分工|名称|清单)?)"
_BARE = r"(?:牵头|主办|协办|配合|责任|负责|参与|参加|落实|协助|协同|主责|承办|会同|联合|支持)"
_OFFICE = (
    r"(?:牵头|责任|分管|主管|挂钩|包保|包联|联系|包抓|挂帅|督导|负责|总|市级|省级|"
    r"区级|县级|市|区|省|县|具体|主要|第一|领衔|经办|承办|填报|联络)"
)
_TASKS = r"(?:各项|具体|相关|重点)?(?:措施|任务|工作|条款|举措|事项|内容|政策|分工)?"

_DUTIES = (
    r"(?:(?:按照|按|依照|依据|依|根据|结合|在|履行|于)(?:自|各自|各部门|部门|本部门|"
    r"法定|相关|有关|实际|本单位|工作|任务|责任|所承担|的){0,6}"
    r"(?:职责范围|职责权限|职责任务|职责|职能|职权|分工|权限|实际情况|实际|职责定位|"
    r"范围|属地管理原则|属地管理|属地原则|属地化原则|管理权限|隶属关系|事权)"
    r"(?:和|、|及)?(?:任务|职责|工作|责任)?(?:分工|范围|要求|权限)?(?:内|情况)?(?:范围内)?)"
)
# A verb that is also a piece of names counts only where a clause can end after it.
_CLOSED = r"(?=[\s、,;。:()]|$|{0})"
_CORE_ALWAYS = (
    r"牵头|负责(?!同志|人(?![社防大民力才口]))|负总责|协办(?!公)|主办(?!公|的)|配合|承办(?!公)|参与|参加|协助|组织实施|"
    r"督促落实|贯彻落实|抓好落实|推动落实|推进落实|组织落实|具体落实|狠抓落实|主责|"
    r"主抓|抓总|落实(?:属地|主体|监管|管理|领导){1,2}责任|会办(?!公)|各负其责|各司其职"
)
_CORE_CLOSED = (
    r"落实|实施|推进|指导|支持|协同|统筹|协调|(?<!市场)监督|督导|督促|(?<!社会)(?<!群团)(?<!党)组织|执行|推动|完成|承担|"
    r"(?<!医疗)(?<!住房)(?<!社会)保障|跟进|督办|办理|开展|协作|联动|总负责"
)
_BEFORE = (
    r"共同|分别|分头|分工(?=负责|落实|推进|实施|协作)|各自|具体|积极|全力|密切|协力|协同|联合|统一|总|做好|抓好|予以|"
    r"给予|主要|首要|统筹|组织|协调|督促|统筹协调|组织协调|齐抓共管"
)
_POST_UNIT = rf"(?:共同)?(?:为|是|作为|任|系)(?:第一|主要)?{_DUTY}{{1,3}}{_UNIT}"
_VERB = (
    rf"(?:{_POST_UNIT}|(?:(?:{_BEFORE}|{_DUTIES}){{0,5}}(?:{_CORE_ALWAYS}|(?:{_CORE_CLOSED})"
    + _CLOSED.format(rf"{_CORE_ALWAYS}|{_CORE_CLOSED}|工作")
    + rf")|{_DUTIES}|(?:共同|分别|分头|齐抓共管)(?=[\s、,;。()]|$)){{1,5}}(?:工作)?)"
)
_DEFAULT = (
    r"(?:(?:以下|后文|下文|下|其后|均)?(?:各项|措施)?(?:均)?(?:同此|下同)|以下(?:均|皆|都)?(?:同|相同)(?=[\s)。;,]|$)|(?:以下|"
    r"后面|后文|下文)?(?:均|都)?不再(?:一一|逐一|逐项|单独|另行|重复|分别|具体)*"
    r"(?:列出|列举|做分工|作分工|分工|列明|列示|标注|注明|赘述|列|说明|单列|明确|写入|表述|体现|提及|重复))"
)
LOCALITIES = "(?:各地方|地方|各地|属地|基层)"
"""Words for the places that a text names before: 以下均需地方落实."""
_FROM = (
    rf"(?:(?:以下|下列|下述|后续|以上|上述|所有|全部|本方案|本文|各项|具体){_TASKS}(?:所有)?{_TASKS}"
    rf",?(?:均|都|皆)?(?:还)?(?:需要|需由|须由|应由|需|须|由|涉及到|涉及|要求|请)|(?:以下|下列|下述)均(?:含|包含|包括|有)"
    r"|(?:任务|措施|工作|事项|各项)(?:均|都)(?:需要|需由|须由|应由|需|须|由|涉及到|涉及))"
    rf"(?:{LOCALITIES}(?:抓好|组织|具体|共同)?(?:落实|推进|执行|实施|负责)(?:到位)?)?"
)
_ETC = (
    r"(?<![高中初均平对同何相])等(?:(?:\d+|[一二两三四五六七八九十]+)(?:[个家]|(?=部门|"
    r"单位)))?(?:(?:其他|其它|相关|有关|市级|省级|区级|县级|市直|省直|区直|县直|自治区|"
    r"中央驻[^、,;。]{1,3}|成员|职能|责任|"
    r"主管|业务|行业|配合|[省市区县各]){0,6}(?:部门和单位|部门及单位|部门、单位|部门单位|"
    r"部门\(单位\)|单位\(部门\)|部门|单位|机构|委办局|各方面|方面|企业|院校|高校|地区|"
    r"区县|县区|市州|各方|群团组织|社会组织|组织(?!部))(?![\u4e00-\u9fff]{0,4}[局厅]))?"
    r"(?![级于待离腰])"
)
# 联合印发: one act, and no second body
_TOGETHER = "印发|发布|发文|下发|出台|制[定订]|开展|举办|推[进动]|建立|打造|组织|实施|惩戒|奖惩|检查|攻关"
_WITH = (
    r"(?:会同|会商(?=[省市区县各州有相国财])"
    rf"|联合(?!旗(?!县)|会|社|体|大学|办|国|组|执法|工会|总会|收割|发展|党|{_TOGETHER})|商(?=[省市区县各]))"
)

# A body that does something: what follows is no name.
_DOING = (
    r"(?<=[局厅委办部会院行司署府])(?:另行(?:制定|制订|出台|印发|规定)|"
    r"(?:及时|尽快|进一步|切实)?(?:制定|制订|出台|做好|开展|加强|建立|提出|印发|"
    r"落实|加快|完善|抓好|履行|提供|推动|研究(?!室|院|所|中心|会)|要|应(?!急)|须)(?=[\u4e00-\u9fff]))|(?<=[区县市州地镇乡街])要(?!素|求|点|件|闻|道|务|领|害|约)(?=[\u4e00-\u9fff])"
)

_MARKS: tuple[tuple[Mark, str], ...] = (
    ("from", _FROM),
    ("default", _DEFAULT),
    ("person", rf"{_OFFICE}{{1,4}}(?:领导同志|领导人|领导|责任人|负责人|联系人|负责同志|人)(?:\s*:|(?=\s+[^\s]))"),
    (
        "skip",
        (
            r"(?:完成|办结|实施|推进|时间|办理|整改|工作|达成|落实|计划){0,4}(?:时限|时间节点|"
            r"时间要求|时间安排|完成时间|完成期限|期限|完成日期|截止时间|截止日期|时间|联系电话|"
            r"备注|工作目标|目标任务|工作措施|具体措施|主要任务|任务内容)\s*:"
        ),
    ),
    (
        "header",
        (
            rf"(?:{_HEADER}\s*(?::|为(?![牵主责配协首第]))|(?:属地|主体|监管)?{_BARE}\s*:|(?:(?<=^)|(?<=[\s(])){_HEADER};"
            rf"|(?:(?<=^)|(?<=[\s(;。,])){_RANK}?{_PLAIN_DUTY}{{1,2}}(?:单位|部门)(?=\s*[^\s)、,;。:和及])\s*)"
        ),
    ),
    ("verb", _VERB),
    ("with", _WITH),
    ("doing", _DOING),
    ("etc", _ETC),
    ("item", r"、"),
    ("comma", r","),
    ("clause", r";"),
    ("stop", r"[。!?]|\.(?!\d)"),
)
_MASTER = re.compile("|".join(f"(?P<{mark}>{pattern})" for mark, pattern in _MARKS))
_JOINT = re.compile(r"职责|职能|职权|分工|共同|分别|分头|各自|各负其责|各司其职|齐抓共管")

_CONNECTS = re.compile(r"以及|[和及与暨]|[按均]")
OPEN_LIST = re.compile(
    r"(?:其[他它]各?)?(?:相关|有关)(?:职能|责任|主管|配合|行业|业务)*(?:部门和单位|"
    r"部门及单位|部门单位|部门|单位|方面|机构)(?:\(单位\))?$|其[他它]各?(?:有关|相关)?(?:成员|"
    r"责任)?(?:部门|单位)$"
)
"""Bodies that a list leaves open: 相关部门, 其他有关单位; 各有关部门 is a group instead."""


class Token(NamedTuple):
    """A mark in a matching form."""

    mark: Mark
    start: int
    end: int
    word: str


def tokens(form: str) -> Iterator[Token]:
    """Yield the marks of a matching form, in order."""
    for match in _MASTER.finditer(form):
        yield Token(match.lastgroup, match.start(), match.end(), match[0])  # type: ignore[arg-type]


def follows_name(form: str, at: int) -> bool:
    """Tell whether what stands at an offset can follow a name: a mark or a connector."""
    return _MASTER.match(form, at) is not None or _CONNECTS.match(form, at) is not None


def header_role(word: str) -> Role:
    """Return the role that a heading gives (牵头单位 lead, 配合单位 supporting, 责任单位 and 主要责任单位 responsible)."""
    if re.search(r"牵头|主办|主抓|总责", word):
        return "lead"
    if re.search(r"配合|协办|参与|参加|协同|支持|协作|协助|会办|会同|联合|指导|监督|督导|督办|参建|^协", word):
        return "supporting"
    return "responsible"


def verb_role(word: str) -> Role:
    """Return the role that a verb gives to the bodies before it."""
    if re.search(r"牵头|主办|主抓|统筹", word):
        return "lead"
    if re.search(
        r"配合|协办|参与|参加|协助|支持|指导|监督|督导|督促(?!落实)|会办|协作|跟进|(?<![共分])(?<!共同)协同(?:推进|推动|落实|实施)?$",
        word,
    ):
        return "supporting"
    return "joint" if _JOINT.search(word) else "responsible"
