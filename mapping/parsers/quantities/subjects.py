"""What an amount is of, in the words of its text, so that it is understood alone in a table.

The words are those of its clause without the amount: 新建民用建筑100%执行绿色建筑标准 is of 新建民用建筑执行绿色建筑标准.
An item of a list takes the verb of the list (新建菜市场20个、便利店30家: 新建便利店), a clause that names nothing
(年均增长8%) takes what the clause before it named, and after 分别 each amount has its own of the things before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapping.parsers.quantities.amounts import Amount, runs
from mapping.parsers.text import Span

_CLAUSE_END = ",;。:!?\n"
_JOINT = re.compile(r"^(?:[、和及与]|以及)")
_LEAD_IN = re.compile(
    r"^(?:[、,;:”]|并|同时|力争|争取|努力|确保|到时|使|其中|其|全年|今年|明年|本年度?|年内|届时|预计|计划|每年(?=新|培|举|组|完|改|建|开|引)|推动实现|"
    r"(?:到|至|于|在)?(?:(?:19|20)\d\d年|\d{1,2}月|年[底末内中]|[上下]半年)(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末]|上半年|下半年|第?[一二三四1-4]季度)?(?:之?前|以前)?|"
    r"用[\d一二三四五六七八九十两]+年(?:左右)?(?:的)?时间|通过[\d一二三四五六七八九十两]+年努力|[\d一二三四五六七八九十两]+年(?:之?内|左右)|\(\))"
)
_UNDATED = re.compile(
    r"^(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:年?[底末]|年内|上半年|下半年|第?[一二三四1-4]季度)?(?:之?前|以前)?[、和]?(?=.)"
)
_REACHED = re.compile(
    r"(?:分别|各自|依次|(?<!平)均|各|都|共|总共|累计|不断|力争|确保|争取|保持|稳定|控制|维持|提高|提升|增加|增长|扩大|下降|降低|压缩|压减|缩短|减少|增|降|升|减|扩容|"
    r"扩大)?(?:达到|达|至|到|在|为|约|近|不(?:超过|低于|少于|高于)|超|实现|完成)$|(?:分别|各自|依次|(?<!平)均|各|都|共|总共|约|近|再|力争|原则上|有望|预计|要|将|总体|:)$"
)
_VERBS = re.compile(
    r"^(?:(?:(?:新\(改、?扩?\)建|新改扩建|新建|改建|扩建|改造|提升|建成|建设|培育|打造|新增|举办|引进|引育|创建|认定|开通|设立|推出|布局|实施|组建|"
    r"培养|建立|选树|推广|完成|支持|开展|组织|遴选|新改建|升级|更新|淘汰|招引|栽植|种植|发展|治理|修复|发放|创成|争创|维修|整治)和?)+)"
)
_NAMES_NOTHING = re.compile(
    r"^(?:较|比|同比|环比|年均|平均|每年|今年|明年|本年|年|约|增长|增幅|增速|下降|提高|提升|降低|减少|增加|占比?|达到|其中|总量|总额|总数|规模|比重|比例|数量|面积|"
    r"新增|累计|力争|以上|左右|超过|实现|完成|覆盖率|利用率|投资|最高|最多|最低|上年|去年|以来|(?:19|20)\d\d年|全省|全市|全区|全县|全国|平均水平|的|、|和|高于|低于|快于|翻|至|到|将|再|"
    r"覆盖|完成率|年度)*$"
)
_CHANGE = re.compile(
    r"(?:年均|每年|同比|较[^,;。]*|比[^,;。]*|力争)?(?:分别|均)?(?:增长|下降|提高|提升|降低|减少|增加|翻)?$"
)
_ADVERB = re.compile(r"(?:年均|每年|同比|(?<!平)均|将|要|力争|总体|各)+$")
_RESPECTIVELY = re.compile(r"分别|各自|依次|各(?=新增|新建|建|培育|增|达|完成)")
_MEASURE = re.compile(
    r"(?:率|比|比重|额|量|值|数|收入|面积|规模|人次|增速|投资|里程|容量|水平|强度|成本|能耗|排放|浓度|系数|产能|人口|税收|利润|消费|出口|就业|贷款|存款|余额)$"
)
_CONDITIONAL = re.compile(r"^(?:对(?!口|接|外|标|照|应|象|比|策|于)|对于|凡|符合)|的$|以[上下内]的[^,;。]{1,14}$")
_STOOD = re.compile(r"截至目前|目前|(?<!实)现有|已有|已建成|已达到?|(?<![比较与同和])(?:去年|上年)")
_VERB_ALONE = re.compile(rf"(?:累计|总共|共|再|又|陆续)*{_VERBS.pattern.removeprefix('^')}")
_RATE = re.compile(r"(?:[\u4e00-\u9fff]{2}化率|[\u4e00-\u9fff]{2}率|比重|占比|比例)$")
_DONE_ALREADY = re.compile(
    r"(?:给予|予以|奖励|补助|补贴|支持|实行|实施|开展|进行|提供|优先|纳入|减免|倾斜|扶持)[^,的]{0,8}$"
)
_SHORTEST, _LONGEST_BRACKET, _LONGEST_HEAD = 2, 200, 80


@dataclass(frozen=True, slots=True)
class Setting:
    """The amounts of one sentence of a plain text; ``omitted`` are dates and former values, which name nothing,
    ``thresholds`` amounts that say which ones are meant, ``stood`` those that say how things are."""

    text: str
    sentence: Span
    amounts: Sequence[Amount]
    omitted: Sequence[Span]
    thresholds: Sequence[Amount] = ()
    stood: Sequence[Span] = ()


def subjects(setting: Setting) -> list[str]:
    """Return what each amount of a sentence is of, in their order."""
    named: list[str] = []
    for index, _ in enumerate(setting.amounts):
        named.append(_subject(setting, index, named))
    for run in respective(setting):
        parts = _shared_out(setting, run)
        for index, part in zip(run, parts, strict=False):
            named[index] = part
    conditions = [_condition(setting, index) for index in range(len(named))]
    return [
        label if label in condition else condition + label for label, condition in zip(named, conditions, strict=True)
    ]


def _condition(setting: Setting, index: int) -> str:
    """Return the clause before that says when an amount is due, with the one of its thresholds that 分别 gives it."""
    clause = _clause(setting, index)
    before = setting.text[setting.sentence.start : max(clause.start - 1, setting.sentence.start)]
    start = setting.sentence.start + max((before.rfind(mark) + 1 for mark in _CLAUSE_END), default=0)
    words = Span(start, setting.sentence.start + len(before))
    inside = [amount for amount in setting.thresholds if words.start <= amount.start and amount.end <= words.end]
    conditional = _CONDITIONAL.search(words.of(setting.text)) and not _DONE_ALREADY.search(words.of(setting.text))
    if not conditional or setting.text[words.end : words.end + 1] not in {",", ":"}:
        return ""
    run = next((run for run in respective(setting) if index in run), range(0))
    if len(inside) < 2 or len(inside) != len(run):
        return words.of(setting.text) + ","
    own = inside[run.index(index)]
    said = setting.text[own.number : own.stop].removesuffix(own.unit.text) + own.unit.text
    return setting.text[words.start : inside[0].start] + said + setting.text[inside[-1].stop : words.end] + ","


def respective(setting: Setting) -> list[range]:
    """Return the runs of amounts, joined by 、 or 和 alone, that a 分别 before them gives to as many things."""
    return [
        run for run in runs(setting.text, setting.amounts) if _RESPECTIVELY.search(_clause_head(setting, run.start))
    ]


def _clause(setting: Setting, index: int) -> Span:
    amount = setting.amounts[index]
    start = max((setting.text.rfind(mark, setting.sentence.start, amount.start) for mark in _CLAUSE_END), default=-1)
    start = max(start + 1, setting.sentence.start)
    opened = _open_bracket(setting.text, start, amount.start)
    ends = [setting.text.find(mark, amount.end, setting.sentence.end) for mark in _CLAUSE_END + (")" if opened else "")]
    return Span(max(start, opened or 0), min((end for end in ends if end >= 0), default=setting.sentence.end))


def _open_bracket(text: str, start: int, end: int) -> int | None:
    """Return the place after a bracket that is still open."""
    depth = 0
    for place in range(end - 1, max(start, end - _LONGEST_BRACKET) - 1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth < 0:
            return place + 1
    return None


def _clause_head(setting: Setting, index: int) -> str:
    return setting.text[_clause(setting, index).start : setting.amounts[index].start]


def _subject(setting: Setting, index: int, named: Sequence[str]) -> str:
    label = _own(setting, index)
    if thing := _same_thing(setting, index, named, label):
        return label + thing
    if len(label) >= _SHORTEST and not _NAMES_NOTHING.match(label):
        return _of_which(setting, index, named, label) + _measure_of_both(setting, index, named, label)
    before = _named_before(setting, index, named)
    if before.endswith(label) and label:
        return before
    return before + label or setting.text[setting.sentence.start : setting.sentence.end].strip()


def _own(setting: Setting, index: int) -> str:
    """Return the words beside an amount that belong to it, with the verb of its list; 500兆瓦/1000兆瓦时 share theirs."""
    head, tail = _sides(setting, index)
    if _is_joined(setting, index):
        head = _sides(setting, index - 1)[0]
    if _is_joined(setting, index + 1):
        tail = _sides(setting, index + 1)[1]
    if not tail and _is_verb_alone(head):
        tail = _tail_of_the_run(setting, index)
    label = _whole(head, tail, setting.amounts[index]).strip("/")
    return (_verbs_of_the_list(setting, index, label) if index else "") + label


def _is_joined(setting: Setting, index: int) -> bool:
    between = setting.amounts[index - 1 : index + 1]
    return index > 0 and len(between) == 2 and setting.text[between[0].end : between[1].start] == "/"


def _same_thing(setting: Setting, index: int, named: Sequence[str], label: str) -> str:
    """Return what was named last where a label is a verb alone and counts the same (建成基站1500个,累计建成3000个)."""
    if not index or setting.amounts[index].unit != setting.amounts[index - 1].unit or not _VERB_ALONE.fullmatch(label):
        return ""
    verbs = _VERBS.match(named[index - 1])
    thing = named[index - 1][verbs.end() :] if verbs else ""
    return thing if len(thing) >= _SHORTEST else ""


def _of_which(setting: Setting, index: int, named: Sequence[str], label: str) -> str:
    """Return a label with what it is a part of, which the clause before 其中 named."""
    start = _clause(setting, index).start
    whole = [named[other] for other in range(index) if setting.amounts[other].end <= start]
    alone = _MEASURE.search(label) or _VERBS.match(label)
    said = re.match("其中", setting.text[start:]) or re.search("其中[:,]$", setting.text[:start])
    return f"{whole[-1]}(其中{label})" if said and whole and not alone else label


def _measure_of_both(setting: Setting, index: int, named: Sequence[str], label: str) -> str:
    """Return, in brackets, the rate of the share before where this one says of what alone (A覆盖率100%,B达到80%)."""
    if not index or {setting.amounts[at].unit.sort for at in (index - 1, index)} != {"shares"}:
        return ""
    rate = _RATE.search(named[index - 1])
    says_it = re.search(r"[率比]|例$|重$|占|长$|降$|高$|升$|少$|加$|%", label) or _VERBS.match(label)
    return (
        f"({rate[0]})" if rate and not says_it and setting.text[setting.amounts[index].end :][:1] in _CLAUSE_END else ""
    )


def _is_verb_alone(head: str) -> bool:
    return not trimmed(head) or _VERBS.fullmatch(trimmed(head)) is not None


def _tail_of_the_run(setting: Setting, index: int) -> str:
    """Return the words after the last of the amounts that stand side by side (2、3、5千家门店)."""
    run = next((run for run in runs(setting.text, setting.amounts) if index in run), None)
    return _sides(setting, run.stop - 1)[1] if run else ""


def _sides(setting: Setting, index: int) -> tuple[str, str]:
    """Return the words before and after an amount that belong to it."""
    text, amount, clause = setting.text, setting.amounts[index], _clause(setting, index)
    head_start, tail_end = clause.start, clause.end
    if index and setting.amounts[index - 1].end > clause.start:
        head_start = _cut(setting, index - 1)
    if index + 1 < len(setting.amounts) and setting.amounts[index + 1].start < clause.end:
        tail_end = _cut(setting, index)
    of = amount.start + len(amount.before)
    gap = text[of : amount.number] if amount.before else ""
    gap = f"({gap})" if gap.endswith("的") else re.sub("^(?:约|近|达到|达|为)$", "", gap)
    return _undated(setting, Span(head_start, amount.start)) + gap, text[amount.end : max(tail_end, amount.end)]


def _cut(setting: Setting, index: int) -> int:
    """Return where the words between an amount and the next one change hands."""
    this, following = setting.amounts[index], setting.amounts[index + 1]
    between = setting.text[this.end : following.start]
    if _JOINT.match(between):
        return this.end
    if between.endswith("、"):
        return following.start
    joint = max(between.rfind("、"), between.rfind("和"), between.rfind("及"))
    if joint > 0:
        return this.end + joint
    head = setting.text[max(_clause(setting, index).start, this.start - _LONGEST_HEAD) : this.start]
    return following.start if _is_verb_alone(head) else this.end


def _undated(setting: Setting, span: Span) -> str:
    """Return the words of a span without the dates and the former values in it."""
    return _without(setting, span, setting.omitted)


def _without(setting: Setting, span: Span, omitted: Sequence[Span]) -> str:
    inside = [date for date in omitted if span.start <= date.start and date.end <= span.end]
    words, start = "", span.start
    for date in inside:
        words, start = words + setting.text[start : date.start], date.end
    return words + setting.text[start : span.end]


def _whole(head: str, tail: str, amount: Amount) -> str:
    listed = bool(re.search(r"[、和及与]$", head))
    head = trimmed(head)
    tail = re.sub(r"^(?:\([^()]{1,8}\))?(?:的(?!士|确)|左右的?)?", "", tail).strip(" 、")
    if re.match(r"^(?:目标|水平|左右|以上|任务|大关)?$", tail):
        tail = ""
    if amount.unit.sort == "counted" and head and tail and re.match(r"^(?:以上|并|且|等?$)", tail):
        tail = ""
    if listed and tail:  # another item of a list of which this is the last: 培养万名工程师、10万名工匠
        verbs = _VERBS.match(head)
        head = verbs[0] if verbs else ""
    return _paired(head + tail)


def _paired(words: str) -> str:
    """Return words without a quotation mark that has no partner among them."""
    if words.count("“") == words.count("”"):
        return words
    return (
        words.removeprefix("”").removesuffix("“")
        if words[:1] == "”" or words[-1:] == "“"
        else re.sub("[“”]", "", words)
    )


def trimmed(head: str) -> str:
    """Return the words before an amount without what leads in and the verb of reaching it."""
    while (found := _LEAD_IN.match(head)) and found[0]:
        head = head[found.end() :]
    head = _JOINT.sub("", head)
    while (found := _REACHED.search(head)) and found[0]:
        head = head[: found.start()]
    return head.strip(" 、")


def _verbs_of_the_list(setting: Setting, index: int, label: str) -> str:
    """Return the verb with which the list began in which this is a later item that has none."""
    previous, amount = setting.amounts[index - 1], setting.amounts[index]
    between = setting.text[previous.end : amount.start]
    if amount.unit.sort == "shares" or not _is_item(between) or _VERBS.match(label):
        return ""
    first = index - 1
    while first and _is_item(setting.text[setting.amounts[first - 1].end : setting.amounts[first].start]):
        first -= 1
    found = _VERBS.match(trimmed(_undated(setting, Span(_clause(setting, first).start, setting.amounts[first].start))))
    return found[0] if found else ""


def _is_item(between: str) -> bool:
    """Tell whether what stands between two amounts makes the second one a later item of one list."""
    return bool(re.search(r"^(?:[、和及与]|以及)|[、和及与]$", between)) and not re.search(r"[,;。:!?\n]", between)


def _named_before(setting: Setting, index: int, named: Sequence[str]) -> str:
    """Return the thing that the words before the clause named: the last amount's, or the clause's own."""
    if index:
        return _CHANGE.sub("", named[index - 1])
    clause = _clause(setting, index)
    before = Span(setting.sentence.start, max(clause.start - 1, setting.sentence.start))
    earlier = _STOOD.sub("", _without(setting, before, setting.stood))
    clauses = [trimmed(words) for words in re.split(r"[,;。:!?\n]", earlier)]
    return _last_thing(clauses) or _of_the_sentence_before(setting)


def _last_thing(clauses: Sequence[str]) -> str:
    return next(
        (words for words in reversed(clauses) if len(words) >= _SHORTEST and not _NAMES_NOTHING.match(words)), ""
    )


def _of_the_sentence_before(setting: Setting) -> str:
    sentence = re.split(r"[。!?\n]", setting.text[: setting.sentence.start].rstrip(" 。!?;\n"))[-1]
    return _last_thing([trimmed(_STOOD.sub("", re.split(r"\d", words)[0])) for words in re.split("[,;:]", sentence)])


def _shared_out(setting: Setting, run: range) -> list[str]:
    """Return what each amount of a run after 分别 is of; nothing where the things before are not as many."""
    clause = _clause(setting, run.start)
    head = _undated(setting, Span(clause.start, setting.amounts[run.start].start))
    head = _strip_dates(head)
    things, _, verb = _RESPECTIVELY.sub("\0", head, count=1).partition("\0")
    adverb = _ADVERB.search(things)
    things, verb = (things[: adverb.start()], adverb[0] + verb) if adverb else (things, verb)
    last = setting.amounts[run.stop - 1]
    tail = _whole("", setting.text[last.end : clause.end], last) if run.stop == len(setting.amounts) else ""
    for joint in ("、", "[、和与及]|以及"):
        parts = [part for part in re.split(joint, trimmed(things)) if part]
        if len(parts) == len(run):
            return [_one_of(part, parts, trimmed(verb) + tail) for part in parts]
    whole = trimmed(things) + trimmed(verb) + tail
    return [whole] * len(run) if whole else []


def _one_of(part: str, parts: Sequence[str], rest: str) -> str:
    """Return one of the things that share an amount's clause; beside it the whole list where it is not whole alone."""
    if part is parts[-1] or part[-1] == parts[-1][-1] or _MEASURE.search(part):
        return part + rest
    return f"{part}({'、'.join(parts)}{rest})"


def _strip_dates(head: str) -> str:
    while (found := _UNDATED.match(head)) and found[0]:
        head = head[found.end() :]
    return head
