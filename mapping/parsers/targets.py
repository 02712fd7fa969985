"""Numbers in measures: targets that will be reached, parameters that govern, and the many that are neither.

Values are numbers with 万 and 亿 multiplied out (3.5万个 is ``35000``, unit ``个``); the offsets cover the number, its
unit and the words that bound it (不少于20个, 8%以上). A number in quotation marks, in 《…》, in a date, in a code (5G,
832平台), with an ordinal, or of the past (现有…, 由3%…改为) is neither.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from mapping.parsers import deadlines, times
from mapping.parsers.mentions import PeriodMention, QuantityMention
from mapping.parsers.text import Span, brackets, decimal_string, matching_form, numeral, sentences

_ALL_IS_A_HUNDRED = "全部 of a countable stock is 100 %"
_ATLEAST = r"不少于|不低于|不小于|不得少于|不得低于|至少|超过|超|突破|高于|大于|多于"
_ATMOST = (
    r"不超过|不高于|不大于|不多于|不得超过|不得高于|低于|小于|最高|最多|上限|控制在|"
    r"降至|降到|下降到|压缩至|压缩到|缩短至|缩短到"
)
_CHINESE = r"(?<![一二两三四五六七八九十百千])[一二两三四五六七八九十百千]{1,8}"
_PAST = re.compile(
    r"(?:现有|已有|已建成|已建|目前|截至目前|原有|原来|上年|去年|累计已|已经|已累计|"
    r"已达|(?<![实体表])现(?!代|场|货|金)|(?<![草平高还])原)[^,。;]{0,14}$"
)
_CHANGED = re.compile(
    r"(?:由|从)(?:原|现行|目前|原来|现有)?的?(?P<former>[^。;]{0,60}?),?(?:统一)?(?:改为|"
    r"调整为|调整至|变为|提高到|提高至|提升到|提升至|增加到|增加至|扩大到|扩大至|下调至|"
    r"下调到|降至|降到|降低到|降低至|下降到|延长至|延长到|缩短至|缩短到|压缩至|压缩到|"
    r"压减至|压减到)"
)
_REACHES = re.compile(
    r"增长|达到|达|提高|提升|覆盖|占比|占|超过|突破|下降|降低|实现|完成|力争|确保|"
    r"争取|不低于|率|新增|扩大|压减|控制|左右|比重|比例|满意度|增速"
)
_GOVERNS_RATE = re.compile(
    r"税率|征收率|减按|依|利率|贴息|费率|返还|减免|减征|缴纳|缴费|给予|补贴|补助|奖励|"
    r"资助|抵扣|首付|折扣|担保|按照?[^,。;]{0,12}$|上浮|下浮|分担|出资"
)
_GOVERNS_SUM = re.compile(
    r"补贴|补助|奖励|奖补|资助|给予|一次性|消费券|罚款|标准|每[人户台辆家个套张]|单价|"
    r"限额|免税额|起征|最高|不超过|上限|发放|贷款额度|额度|补偿|缴"
)
_BOTH_SIDES = 24
_NO_COUNT_AFTER = re.compile(
    r"方面|重点任务|任务|措施|部门|领域|环节|确保|阶段|层面|原则|行动|国家|省份|月|"
    r"小时|工作日|百分点|世纪|维护|强|性|线|以来|人民|及以上学历|生活圈|便民|品牌强|"
    r"年|人口以上|级"
)
_NO_BEFORE = re.compile(r"(?:第|前|排名|全国|世界|全球|最后|每隔|满|以上|上述|这|哪|任|某|同)$|[A-Za-z\d.×+/-]$")
_SMALL_AFTER_VERB = re.compile(r"(?:新建|建成|建设|培育|打造|新增|举办|引进|创建|认定|开通|新开|改造|设立|推出)$")
_STOCK = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{0,14}(?:车|车辆|企业|学校|医院|社区|村|小区|场所|景区|"
    r"机构|网点|乡镇|街道|站点|市场|商场|超市|门店|路灯|泊位|建筑|家庭|用户|船舶|出租车|"
    r"锅炉|库|公厕|农户|学生|窗口|事项))"
    r"(?P<all>全部|100%)(?=更新|更换|改造|实现|完成|建成|接入|达到|执行|配备|安装|"
    r"使用|淘汰|采用|覆盖|通|取消|入|达标)"
)
_LEAD_IN = re.compile(r"^(?: |并|同时|确保|力争|争取|其中|到时|使)+")


@cache
def _units() -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    data = tomllib.loads(files("mapping.parsers").joinpath("units.toml").read_text(encoding="utf-8"))
    return frozenset(data["counted"]), data["measured"], data["durations"]


@cache
def _number() -> re.Pattern[str]:
    counted, measured, durations = _units()
    units = "|".join(
        re.escape(unit) for unit in sorted({*counted, *measured, *durations}, key=lambda unit: (-len(unit), unit))
    )
    figure = rf"(?:(?<![\d.])\d[\d,]{{0,15}}(?:\.\d{{1,6}})?(?!\d)|{_CHINESE})"
    return re.compile(
        rf"(?P<bound>{_ATLEAST}|{_ATMOST})? ?(?P<low>{figure}) ?(?P<lowscale>[百千万亿]{{0,2}})(?P<lowu"
        rf"nit>%)?(?:(?:-|~|至|到)(?P<high>{figure}))?"
        rf" ?(?P<scale>[百千万亿]{{0,2}})(?P<more>多|余)? ?(?P<unit>{units})(?P<after>及?以上|左右|以内|之内|以下)?"
    )


@dataclass(frozen=True, slots=True)
class _Number:
    """A number with its unit in a sentence of a matching form; ``kind`` says what it is."""

    match: re.Match[str]
    sentence: Span
    kind: Literal["target", "parameter"]


def targets(text: str, dates: Sequence[PeriodMention] | None = None) -> tuple[QuantityMention, ...]:
    """Return the numbers that the measure will reach, in order; ``dates`` are those of the text, found here if not given.

    全部 and 100% of a countable stock are 100 %; where no number is printed, ``editorial`` says so.
    """
    form = matching_form(text)
    dates = deadlines.find(text) if dates is None else dates
    stocks = [_stock(text, form, match, dates) for match in _STOCK.finditer(form) if match["all"] == "全部"]
    numbers = [_quantity(text, form, number, dates) for number in _numbers(form) if number.kind == "target"]
    return tuple(sorted([*stocks, *numbers], key=lambda mention: mention.start))


def parameters(text: str, dates: Sequence[PeriodMention] | None = None) -> tuple[QuantityMention, ...]:
    """Return the numbers that govern: rates, sums, durations; former values are none. ``dates``: as in :func:`targets`."""
    form = matching_form(text)
    dates = deadlines.find(text) if dates is None else dates
    return tuple(_quantity(text, form, number, dates) for number in _numbers(form) if number.kind == "parameter")


def _numbers(form: str) -> Iterator[_Number]:
    hidden = _hidden(form)
    for sentence in sentences(form):
        for match in _number().finditer(form, sentence.start, sentence.end):
            if any(hidden[match.start("low") : match.end("unit")]) or not _is_quantity(form, match):
                continue
            kind = _kind(form, match, sentence)
            if kind:
                yield _Number(match, sentence, kind)


def _hidden(form: str) -> bytearray:
    """Mark what holds no quantity: titles, quotations, dates, former values."""
    spans = [*brackets(form, "《", "》")]
    spans += [Span(*match.span()) for match in re.finditer(r"\"[^\"\n]{1,20}\"|'[^'\n]{1,20}'", form)]
    spans += [
        Span(*match.span())
        for match in re.finditer(
            r"(?:19|20)\d\d ?年?(?:[-至到~](?=\d))?|\d{1,2} ?月(?:份|底|末)?(?: ?\d{1,2} ?[日号])?|"
            r"\d{1,2} ?[日号](?=前|起|至|\))",
            form,
        )
    ]
    spans += [Span(*match.span("former")) for match in _CHANGED.finditer(form)]
    hidden = bytearray(len(form))
    for span in spans:
        hidden[span.start : span.end] = b"\1" * (span.end - span.start)
    return hidden


def _is_quantity(form: str, match: re.Match[str]) -> bool:
    before, after = form[max(0, match.start() - 16) : match.start()], form[match.end() : match.end() + 8]
    if not match["bound"] and _NO_BEFORE.search(before):
        return False
    if _PAST.search(before):
        return False
    figures = [match["low"], *([match["high"]] if match["high"] else [])]
    if not any(figure[0].isdigit() for figure in figures) and not re.search(r"[十百千]", match["low"]):
        durations = match["unit"] in {"日", "天"} and match["low"] != "一"
        counts = (
            match["low"] != "一"
            and match["unit"] in {"家", "座", "处", "场", "条", "所"}
            and _SMALL_AFTER_VERB.search(before)
        )
        if not durations and not counts:
            return False
    return not (match["unit"] in _units()[0] and _NO_COUNT_AFTER.match(after))


def _kind(form: str, match: re.Match[str], sentence: Span) -> Literal["target", "parameter"] | None:
    before = form[max(sentence.start, match.start() - _BOTH_SIDES) : match.start()]
    before = re.split(r"[,;。]", before)[-1] + (match["bound"] or "")
    after = re.split(r"[,;。、]", form[match.end() : min(sentence.end, match.end() + _BOTH_SIDES)])[0]
    unit = match["unit"]
    if unit in _units()[2]:
        return _duration_kind(before, after, unit)
    if unit in {"%", "个百分点"}:
        return (
            "parameter"
            if _GOVERNS_RATE.search(before) and not re.search(r"增长|达到|占比|覆盖率$", before)
            else "target"
        )
    if unit.endswith("元") or unit == "元人民币":
        return _sum_kind(before, after, match["scale"] + match["lowscale"])
    if unit in {"公里", "米", "千米"} and re.match(r"范围|半径|以内|内|生活|左右的", after):
        return None
    if re.search(r"给予[^,]{0,6}$|每$", before):
        return "parameter"
    return "target"


def _duration_kind(before: str, after: str, unit: str) -> Literal["target", "parameter"] | None:
    if re.search(r"压缩|缩短|压减|控制在", before):
        return "target"
    if unit == "年":
        governed = re.search(
            r"有效期|期限|延长|为期|免征|减免|免收|不超过|享受|经营期|服务期|任期", before
        ) or re.match(r"有效|期限|免", after)
        return "parameter" if governed and not re.search(r"[近用每]$|未来|连续", before) else None
    if re.match(
        r"生活|便民|社区|圈|步行|营业|不间断|不打烊|值班|服务|在线|自助|经济|便利|全天|"
        r"通达|交通|内通|城市|活动|黄金周|长假",
        after,
    ):
        return None
    if unit in {"日", "天"} and re.search(r"[自截至到于每当\d]$|[×x]$|月$|为期", before):
        return None
    return "parameter"


def _sum_kind(before: str, after: str, scale: str) -> Literal["target", "parameter"] | None:
    if _GOVERNS_SUM.search(before) and not re.search(
        r"零售|产值|销售|交易|营业收入|增加值|总额|规模达|带动|拉动|投资", before
    ):
        return "parameter"
    if re.match(r"的?(?:创业|一次性)?(?:补贴|补助|奖励|奖金|资助|消费券|奖补)", after):
        return "parameter"
    if (
        _REACHES.search(before)
        or "亿" in scale
        or re.search(r"投资|产值|销售|零售|收入|交易|规模|带动|减税|贷款|融资", before + after)
    ):
        return "target"
    return "parameter"


def _quantity(text: str, form: str, number: _Number, dates: Sequence[PeriodMention]) -> QuantityMention:
    match, unit = number.match, number.match["unit"]
    _, measured, durations = _units()
    values = _values(match)
    start = match.start("bound") if match["bound"] else match.start("low")
    place = Span(start, match.end())
    when = times.at(dates, text, number.sentence, place, validity=number.kind == "parameter")
    return QuantityMention(
        start=start,
        end=match.end(),
        description=_description(text, form, number),
        unit_text=unit,
        unit=measured.get(unit) or durations.get(unit),
        value=values[0],
        minimum=values[1],
        maximum=values[2],
        deadline=when if when and not when.first else None,
        period=when if when and when.first else None,
    )


def _values(match: re.Match[str]) -> tuple[str | None, str | None, str | None]:
    """Return value, minimum and maximum as decimal strings; exactly ``value``, or one or both of the others."""
    high = match["high"]
    low = _value(match["low"], match["lowscale"] or (match["scale"] if high or not match["lowscale"] else ""))
    if high:
        return None, low, _value(high, match["scale"])
    bound, after = match["bound"] or "", match["after"] or ""
    if re.fullmatch(_ATLEAST, bound) or "以上" in after or match["more"]:
        return None, low, None
    reached = re.search(r"[至到]$|控制在", bound) and after not in {"以内", "之内", "以下"}
    if (re.fullmatch(_ATMOST, bound) and not reached) or after in {"以内", "之内", "以下"}:
        return None, None, low
    return low, None, None


def _value(figure: str, scale: str) -> str:
    number = numeral(figure + scale) if figure[0].isdigit() else numeral(figure)
    if number is None:
        return "0"
    factor = numeral("1" + scale) if scale and not figure[0].isdigit() else None
    return decimal_string(number * factor if factor else number)


def _description(text: str, form: str, number: _Number) -> str:
    match = number.match
    after = re.match(r"[^,;。、:()!?\n\d]*", form[match.end() : number.sentence.end])
    before_start = match.start("bound") if match["bound"] else match.start("low")
    before = re.search(r"[^,;。、:()!?\n]*$", form[number.sentence.start : before_start])
    following = Span(match.end(), match.end() + (after.end() if after else 0))
    leading = Span(number.sentence.start + (before.start() if before else 0), before_start)
    leading = _after_dates(form, leading)
    counted_before = match["unit"] in {"%", "个百分点"} and number.kind == "target"
    order = [leading, following] if counted_before else [following, leading]
    for span in order:
        words = _without_lead_in(form, span, text)
        if len(words) >= 2:
            return words
    return text[number.sentence.start : before_start].strip("，,、 ") or text[match.start() : match.end()]


def _after_dates(form: str, span: Span) -> Span:
    dates = deadlines.find(span.of(form))
    return Span(span.start + dates[-1].end, span.end) if dates and dates[-1].end < span.end - span.start else span


def _without_lead_in(form: str, span: Span, text: str) -> str:
    lead = _LEAD_IN.match(span.of(form))
    return text[span.start + (lead.end() if lead else 0) : span.end].strip()


def _stock(text: str, form: str, match: re.Match[str], dates: Sequence[PeriodMention]) -> QuantityMention:
    sentence = next(span for span in sentences(form) if span.start <= match.start("all") < span.end)
    when = times.at(dates, text, sentence, Span(*match.span("all")))
    return QuantityMention(
        start=match.start("all"),
        end=match.end("all"),
        description=_without_lead_in(form, Span(*match.span("what")), text),
        unit_text="%",
        unit="unit:PERCENT",
        value="100",
        deadline=when if when and not when.first else None,
        period=when if when and when.first else None,
        editorial=_ALL_IS_A_HUNDRED,
    )
