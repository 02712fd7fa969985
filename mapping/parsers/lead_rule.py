"""The one rule with which a document says who leads without the word 牵头 beside each name.

列第一位的为牵头单位, 排在首位的单位牵头, 第一个逗号前为牵头单位, 带*的为牵头单位, 加粗的为牵头单位: one rule in many wordings,
in a covering notice, a bracket, a note, a table's header. Its 下同, and what it says of the others, belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapping.parsers.mentions import LeadRule, Role

MARKS = "*★☆▲△▼▽●○■□◆◇※#⭐"
"""What can stand beside a name to say that the body leads."""

SEPARATORS = (",", ";", "、", "。", " ", "/")
"""What can end the part of a list that leads."""

WORDING = {
    "first": "that the body listed first leads",
    "before": "that the bodies before the first separator lead",
    "mark": "that the bodies beside a mark lead",
    "typeface": "that a typeface shows who leads",
}
"""What each kind of rule says, in words for a finding."""

_NTH = r"(?:第\s*[一1](?:\s*[位个家名列]|顺位|序位|顺序|的|者)?|首[位个家名列]|最?前(?:面|列|头)?|之首|首)"
_STANDS = (
    r"(?:(?:名字|名称|次序|顺序|位置)?(?:排名|排列|排序|排位|排行|排|列名|列示|列明|名列|位列|位居|居于|位于|处于|列|居|(?<!单)位|署名|置)"
    r"(?:顺序|次序)?(?:在|于|为)?)"
)
_WHO = r"(?:责任|落实|承办|实施|负责)?(?:单位|部门|机构|主体|者|的|名称)"
_FIRST = rf"(?:{_STANDS}{_NTH}|首[位个家名]|第\s*[一1](?:\s*[位个家名]|(?=责任(?:单位|部门))))(?:{_WHO}){{0,3}}"
_SEPARATOR = r"\"?(?P<separator>逗号|分号|顿号|句号|空格|斜杠|,|;|、)\"?"
_BEFORE = rf"(?:第\s*[一1]\s*个|首个|首)?{_SEPARATOR}(?:之前|以前|前面|前|左侧)(?:{_WHO}){{0,3}}"
_SIGN = rf"\"?(?P<mark>[{re.escape(MARKS)}]{{1,2}})\"?(?:\([^()]*\))?"
_MARKED = (
    r"(?:(?:名称|单位|部门)?(?:前面|后面|前|后|右上角)?(?:带有|带|标有|标注有|标注|标明|标记|标|加注|加有|加|注有|注|打|画|有|为|用)?"
    rf"{_SIGN}(?:标记|标识|标志|标注|符号|号|字样)?(?:标注|标记|标识|表示)?(?:{_WHO}){{0,3}})"
)
_TYPEFACE = (
    r"(?P<typeface>(?:名称|字体|单位|部门)?(?:用|以|为|加|带|有)?(?:加粗|加黑|黑体|粗体|楷体|斜体|下划线|下横线|标红|标黑|红色|蓝色|底纹)(?:字体|字|显示|标注|标示|标识|表示|部分)*"
    rf"(?:{_WHO}){{0,3}})"
)
_LEADS = (
    r"(?:,?(?:即|均|一律|皆|都|则|就|默认|视)?(?:为|是|系|即为|作为|担任|负责)(?:该项|该|各项|本项|相应|对应)?(?:任务|工作|事项)?的?(?:总|主要|第一)?"
    r"(?:牵头|主办|主责|汇总|抓总)(?:(?:或|和|、|/)(?:牵头|主办|主责|汇总|责任|负责|协调))?(?:责任)?(?:单位|部门|机构|主体|方|者)?"
    r"|(?:负责)?牵头(?:负责|组织|抓总|落实)?)"
)
_CORE = rf"(?:{_BEFORE}|{_FIRST}|{_MARKED}|{_TYPEFACE}){_LEADS}"
_CORE_REVERSED = (
    r"(?:总|主要)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门|机构|主体|方|者)?(?:均|一律|都)?(?:为|是|系|由|以|即|用)?"
    rf"(?:{_STANDS}{_NTH}(?:的|者)?(?:{_WHO}){{0,2}}"
    rf"|{_BEFORE}|(?:带|标|加|用|以){_SIGN}(?:标记|标识|标注|表示|号)*"
    rf"|(?:用|以|均)?(?:加粗|加黑|黑体|粗体|下划线)(?:字体|显示|标注|标示|标识|表示)*)"
)
_BEFORE_IT = (
    r"(?:注|说明|备注|其中|凡|上述|以上|以下|下列|各项|每项|每条|各条|所有|有关|本方案|本表|表|栏|清单|任务|工作|措施|事项|责任|落实|牵头|分工|"
    r"单位|部门|名单|所列|列出|涉及|的|在|中|里|内|为|,|:|、|\s|未(?:特别|单独)?(?:标注|明确|注明)(?:牵头)?(?:单位|部门)?的?|没有(?:标注|明确)(?:牵头)?(?:单位|部门)?的?|"
    r"除[^。;\n()]{1,24}?外|有?(?:两|多|2|几)个(?:及?以上)?(?:责任|牵头)?(?:单位|部门)的?|由|\()*"
)
_AFTER_IT = (
    r"(?:[,;、]?(?:多个|几个|有多个|两个以上|牵头(?:单位|部门)为多个)[^。;\n()]{0,24}?(?:负责|牵头|落实|推进)(?=[,;、。\s)]|$)"
    r"|[,;、]?(?:(?:其余|其他|其它|余下|剩余|后面|后续|之后|其后|后|余|逗号后|分号后)(?:的|各|所列)?(?:责任|相关|有关)?(?:单位|部门|者)?(?:的)?"
    r"(?:均|都|一律|则)?(?:为|是|系|作为)(?P<rest>配合|协办|参与|参加|协同|协助|支持|责任|落实|承办)(?:责任)?(?:单位|部门|者)?)"
    r"|[,;、。]?\s*(?:以?下均?同|下文同|后同|后文同|余同|以下同此|同此|以下不再(?:重复|说明|标注|注明|赘述)+|不再(?:一一|逐一|重复|另行)*(?:说明|标注|注明|赘述|列出)))*"
    r"(?:\))?"
)
_RULE = re.compile(rf"(?:{_CORE_REVERSED.replace('(?P<', '(?P<r_')}|{_CORE}){_AFTER_IT}")
_LEADING_WORDS = re.compile(rf"{_BEFORE_IT}$")
_LONGEST_LEAD = 60
_SEPARATORS = {"逗号": ",", "分号": ";", "顿号": "、", "句号": "。", "空格": " ", "斜杠": "/"}
_RESTS: dict[str, Role] = {"责任": "responsible", "落实": "responsible", "承办": "responsible"}


def find(form: str) -> Iterator[LeadRule]:
    """Yield every statement of the rule in a matching form."""
    for match in _RULE.finditer(form):
        said = {name.removeprefix("r_"): word for name, word in match.groupdict().items() if word}
        start = _beginning(form, match.start())
        start, end = _without_lone_bracket(form, start, match.end())
        rest = said.get("rest")
        yield LeadRule(
            start=start,
            end=end,
            before=_SEPARATORS.get(said.get("separator", ""), said.get("separator", "")),
            mark=said.get("mark", ""),
            typeface="typeface" in said or bool(re.search("加粗|加黑|黑体|粗体|下划线", match[0])),
            rest=_RESTS.get(rest, "supporting") if rest else None,
        )


def _beginning(form: str, core: int) -> int:
    """Return where the statement begins whose core stands at an offset, with 注：以上责任单位中 and the like before it."""
    near = max(0, core - _LONGEST_LEAD)
    lead = _LEADING_WORDS.search(form[near:core])
    start = near + lead.start() if lead else core
    return start + len(form[start:core]) - len(form[start:core].lstrip(" ,、;:\n"))


def _without_lone_bracket(form: str, start: int, end: int) -> tuple[int, int]:
    """Keep a bracket mark at the ends of a rule only where its partner stands in the rule too."""
    opened, closed = form[start:end].count("("), form[start:end].count(")")
    if closed > opened and form[end - 1] == ")":
        return start, end - 1
    if opened > closed and form[start] == "(":
        return start + 1, end
    return start, end
