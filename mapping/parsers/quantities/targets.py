"""Numbers in measures: targets that will be reached, parameters that govern, and those that are neither, with the reason.

Values are numbers with 万 and 亿 multiplied out (3.5万个 is ``35000``, unit ``个``); the offsets cover the number, its
unit and the words that bound it (不少于20个, 8%以上). Dates, and numbers without a unit, are no amounts and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mapping.parsers import deadlines, times
from mapping.parsers.mentions import PeriodMention, QuantityMention, QuantityReading, UnreadQuantity
from mapping.parsers.quantities import amounts
from mapping.parsers.quantities.amounts import Amount
from mapping.parsers.quantities.context import Context, Purpose
from mapping.parsers.quantities.exclusions import EARLIER, REPORT, STOOD, THRESHOLD
from mapping.parsers.quantities.plain import place, plain
from mapping.parsers.quantities.purposes import purpose
from mapping.parsers.quantities.subjects import Setting, subjects, trimmed
from mapping.parsers.text import Seen, Span, brackets, sentences

_ALL_IS_A_HUNDRED = "全部 of a countable stock is 100 %"
_STOCK = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{0,14}(?:车|车辆|企业|学校|医院|社区|村|小区|场所|景区|"
    r"机构|网点|乡镇|街道|站点|市场|商场|超市|门店|路灯|泊位|建筑|家庭|用户|船舶|出租车|"
    r"锅炉|库|公厕|农户|学生|窗口|事项))"
    r"(?P<all>全部)(?P<does>(?:更新|更换|改造|实现|完成|建成|接入|达到|执行|配备|安装|"
    r"使用|淘汰|采用|覆盖|通|取消|入|达标)[^,;。:!?\n]{0,20})"
)
_DATE = re.compile(
    r"(?:19|20)\d\d年?(?:[-~至到](?:19|20)\d\d)年|(?:19|20)\d\d年(?:度)?|"
    r"\d{1,2}(?:[-~至到]\d{1,2})?月(?:份|底|末)?(?:\d{1,2}[日号])?|\d{1,2}[日号](?=前|起|至|\))|"
    r"(?:19|20)\d\d[-~](?:19|20)\d\d(?=[)年])|(?:19|20)\d\d(?=(?:[、和及与](?:19|20)\d\d)+年)"
)
_STOOD = frozenset({STOOD, EARLIER, REPORT})
_QUOTED = re.compile(r"“[^“”\n。]{1,48}”|\"[^\"\n。]{1,48}\"|'[^'\n。]{1,48}'")
_CHANGED = re.compile(
    r"(?:由|从)(?:原|现行|目前|原来|现有)?的?(?P<former>[^。;]{0,60}?),?(?:统一|逐步|分别)?(?:改为|调整为|变为|减为|增为|升为|降为|扩为|"
    r"(?:调整|提高|提升|增加|扩大|上调|下调|降低|下降|延长|缩短|压缩|压减|减少|精简|增长|拓展|扩展|放宽|提|增|升|降|减|压|扩|缩)[至到为])"
)


@lru_cache(maxsize=512)
def read(text: str, dates: tuple[PeriodMention, ...] | None = None, written: int | None = None) -> QuantityReading:
    """Return the targets, the parameters and what is neither, each in order, each with the rule that says so.

    ``dates`` are those of the text, found here if not given; ``written`` is the year of the plan: what a text says of an
    earlier one is no target. 全部 of a countable stock is 100 %; no number is printed
    there, and ``editorial`` says so.
    """
    words = plain(text)
    targets: list[QuantityMention] = []
    parameters: list[QuantityMention] = []
    unread: list[UnreadQuantity] = []
    calendar = _Calendar(text, words, deadlines.find(text) if dates is None else dates, written)
    for sentence in sentences(words.text):
        targets += [_stock(calendar, sentence, match) for match in _STOCK.finditer(words.text, *sentence)]
        for mention, found in _mentions(calendar, sentence):
            if found.kind == "neither":
                unread.append(UnreadQuantity(start=mention.start, end=mention.end, why=found.why))
            else:
                (targets if found.kind == "target" else parameters).append(mention)
    return QuantityReading(
        targets=tuple(sorted(targets, key=lambda mention: mention.start)),
        parameters=tuple(parameters),
        unread=tuple(unread),
    )


def targets(text: str) -> tuple[QuantityMention, ...]:
    """Return the numbers that the measure will reach, in order."""
    return read(text).targets


def parameters(text: str) -> tuple[QuantityMention, ...]:
    """Return the numbers that govern: rates, sums, durations; former values are none."""
    return read(text).parameters


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The dates of a text, whose offsets are into it, its plain form, and the year in which it was written."""

    text: str
    words: Seen
    dates: tuple[PeriodMention, ...]
    written: int | None

    def places(self, sentence: Span) -> list[Span]:
        """Return where the dates of a sentence stand in the plain text."""
        spans = [Span(place(self.words, date.start), place(self.words, date.end)) for date in self.dates]
        return [span for span in spans if sentence.start <= span.start < sentence.end]

    def at(self, sentence: Span, printed: Span, *, validity: bool = False) -> PeriodMention | None:
        """Return the deadline or period that governs a place of the text."""
        return times.at(self.dates, self.text, self.words.span(*sentence), printed, validity=validity)


def _mentions(calendar: _Calendar, sentence: Span) -> Iterator[tuple[QuantityMention, Purpose]]:
    """Yield the amounts of a sentence with what they are for."""
    words = calendar.words
    dated = [match.span() for match in _DATE.finditer(words.text, *sentence)]
    found = [
        amount
        for amount in amounts.find(words.text, *sentence)
        if not any(start < amount.stop and amount.number < end for start, end in dated)
    ]
    purposes = list(_purposes(words.text, sentence, found, calendar.written))
    for run in amounts.runs(words.text, found):  # 突破1亿元、5亿元、10亿元的企业: the last says what all are
        if purposes[run[-1]].why == THRESHOLD and len({found[index].unit for index in run}) == 1:
            purposes[run.start : run.stop] = [purposes[run[-1]]] * len(run)
    read_on = [amount for amount, said in zip(found, purposes, strict=True) if said.kind != "neither"]
    omitted = sorted([*calendar.places(sentence), *_former(words.text, sentence)])
    thresholds = [amount for amount, said in zip(found, purposes, strict=True) if said.why == THRESHOLD]
    stood = [Span(amount.start, amount.end) for amount, said in zip(found, purposes, strict=True) if said.why in _STOOD]
    setting = Setting(words.text, sentence, read_on, omitted, thresholds, stood)
    named = dict(zip((amount.number for amount in read_on), subjects(setting), strict=True))
    for amount, said in zip(found, purposes, strict=True):
        if said.kind == "neither" and (amount.unit.sort == "bare" or _is_only_said(amount)):
            continue
        yield _mention(calendar, sentence, amount, named.get(amount.number, ""), said), said


def _is_only_said(amount: Amount) -> bool:
    """Tell whether no number is meant at all: 一批, 一次性, 一站式."""
    return re.match(r"一(?![二三四五六七八九十百千万亿成])", amount.figure) is not None


def _purposes(form: str, sentence: Span, found: list[Amount], written: int | None) -> Iterator[Purpose]:
    hidden = _hidden(form, sentence)
    for index, amount in enumerate(found):
        reason = next((why for span, why in hidden if span.start < amount.stop and amount.number < span.end), None)
        following = found[index + 1] if index + 1 < len(found) else None
        context = Context(form, sentence, amount, following, found[index - 1] if index else None, written)
        yield Purpose("neither", reason) if reason else purpose(context)


def _hidden(form: str, sentence: Span) -> list[tuple[Span, str]]:
    """Return what holds no amount that is set: titles, names in quotation marks, former values."""
    hidden = [(span, "in the title of a document") for span in brackets(form, "《", "》")]
    hidden += [(Span(*match.span()), "in a name between quotation marks") for match in _QUOTED.finditer(form)]
    hidden += [(Span(*match.span("former")), "a former value") for match in _CHANGED.finditer(form, *sentence)]
    return [(span, why) for span, why in hidden if span.start < sentence.end and sentence.start < span.end]


def _former(form: str, sentence: Span) -> list[Span]:
    """Return 由62项 and 从6个: the former values that are only a number and its unit."""
    found = [Span(match.start(), match.end("former")) for match in _CHANGED.finditer(form, *sentence)]
    return [span for span in found if re.search(r"\d", span.of(form)) and not re.search(r"[,;]", span.of(form))]


def _mention(calendar: _Calendar, sentence: Span, amount: Amount, subject: str, said: Purpose) -> QuantityMention:
    span = calendar.words.span(amount.start, amount.end)
    when = calendar.at(sentence, span, validity=said.kind == "parameter")
    return QuantityMention(
        start=span.start,
        end=span.end,
        description=subject,
        unit_text=amount.unit.text,
        unit=amount.unit.qudt,
        value=amount.values.value,
        minimum=amount.values.minimum,
        maximum=amount.values.maximum,
        deadline=when if when and not when.first else None,
        period=when if when and when.first else None,
        why=said.why,
    )


def _stock(calendar: _Calendar, sentence: Span, match: re.Match[str]) -> QuantityMention:
    words = calendar.words
    span = words.span(*match.span("all"))
    when = calendar.at(sentence, span)
    clause = max(sentence.start, *(words.text.rfind(mark, 0, match.start("all")) + 1 for mark in ",;。:\n"))
    inside = [date.end for date in calendar.places(sentence) if clause < date.end <= match.start("all")]
    what = trimmed(words.text[max([clause, *inside]) : match.end("what")])
    return QuantityMention(
        start=span.start,
        end=span.end,
        description=what + match["does"],
        unit_text="%",
        unit="unit:PERCENT",
        value="100",
        deadline=when if when and not when.first else None,
        period=when if when and when.first else None,
        editorial=_ALL_IS_A_HUNDRED,
        why=_ALL_IS_A_HUNDRED,
    )
