"""What an amount is for: a target that will be reached, a parameter that governs, or neither, and by which rule.

The rules are asked in order, and the first that answers decides. What is not known to be anything else is a target.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mapping.parsers.quantities import exclusions
from mapping.parsers.quantities.bounds import Values
from mapping.parsers.quantities.context import Context, Purpose, neither

_SUPPORTED = (
    r"补贴|补助|奖励|奖补|资助|贴息|贴补|返还|减免|减征|免征|抵扣|首付|折扣|税率|征收率|减按|费率|利率|缴纳|缴费|上浮|下浮|下调|分担(?!率)|出资|"
    r"给予|担保|资本金|持股|参股|占股|控股|股权|提成|计提|抽成|收取|罚款|罚金|扣除|支持比例|支持标准|保证金|押金|手续费|服务费|佣金|滞纳金|违约金|赔偿"
)
_RATE_FOLLOWS = re.compile(
    r"(?:的)?(?:比例|标准|费率|税率|额度)?(?:的)?(?:一次性)?(?:给予|予以|进行)?(?:补|奖|资助|返还|减免|优惠|贴息|分担|出资|计提|上浮|下浮|税率|征收率|用于|用作|留存|上缴)"
)
_AIMED = re.compile(r"增长|达到|达$|占比|率$|完成|覆盖")
_CHEAPER = re.compile(r"(?:费率|利率|成本|费用)[^,;。]{0,8}(?:降|下降|压降|低于|控制)[^,;。]{0,4}")
_GOVERNED_SUM = re.compile(
    r"补贴|补助|奖励|奖补|资助|给予|一次性|消费券|罚款|标准|每[人户台辆家个套张件吨亩月]|单价|限额|免税额|起征|最高|不超过|上限|发放|"
    r"贷款额度|额度|补偿|缴|收费|价格|门槛|押金|保费|保额|工资"
)
_LINE = re.compile(r"起征点|免税额|限额|门槛|单价|保证金|押金|起付线|保额")
_FLOW_OF_MONEY = re.compile(
    r"零售|产值|销售|交易|营业收入|增加值|总额|规模|带动|拉动|投资|收入|税收|利润|成交|签约|出口|进出口|订单|贷款(?!额度)|融资|余额|退税|"
    r"减税|降费|节约|采购额|总量|撬动|募集|筹集|债券"
)
_REACHES = re.compile(
    r"增长|达到|达|提高|提升|超过|突破|逾|下降|降低|实现|完成|力争|确保|争取|新增|扩大|压减|控制|左右|减少|降至|投入|筹集|募集|落实|争取|"
    r"安排|下达|引进|到位|归集|清理|化解|盘活"
)
_GIFT_FOLLOWS = re.compile(
    r"(?:给予|予以)[^,;。]{0,6}(?:贴息|补|奖|资助|支持)|的?(?:一次性)?(?:创业|生活|安家|购房|专项|科研)?(?:补贴|补助|奖励|奖金|资助|消费券|奖补|罚款|补偿|工资)"
)


UNWRITABLE = "a fraction that no decimal number writes exactly"


def purpose(context: Context) -> Purpose:
    """Return what an amount is for."""
    for rule in (_no_decimal, _bare, *exclusions.RULES, *_RULES):
        if found := rule(context):
            return found
    return Purpose("target", "an amount that the measure will reach")


def _no_decimal(context: Context) -> Purpose | None:
    if context.amount.values == Values():
        return neither(UNWRITABLE)
    return None


def _share(context: Context) -> Purpose | None:
    if context.amount.unit.sort != "shares":
        return None
    left = context.left
    if _CHEAPER.search(left) and not re.search("税率|征收率", left):
        return None
    supported = re.search(_SUPPORTED, left) or re.search(r"(?:按照?|依(?![存托]))[^,。;]{0,14}$", left)
    if (supported and not _AIMED.search(left)) or _RATE_FOLLOWS.match(context.right):
        return Purpose("parameter", "a rate of support, of a tax or of a charge")
    return None


def _sum(context: Context) -> Purpose | None:
    if context.amount.unit.sort != "money":
        return None
    left, right = context.left, context.right
    aimed = _FLOW_OF_MONEY.search(left) and not _LINE.search(left)
    is_cap = re.match("最高|最多|至多", context.amount.before) is not None
    if is_cap or (_GOVERNED_SUM.search(left) and not aimed) or _GIFT_FOLLOWS.match(right):
        return Purpose("parameter", "a sum that is given or charged")
    if aimed or _REACHES.search(left) or "亿" in context.amount.figure or _FLOW_OF_MONEY.search(right):
        return Purpose("target", "a sum that will be reached")
    return Purpose("parameter", "a sum of which nothing says that it will be reached")


_SHORTENED = re.compile(
    r"压缩|缩短|压减|控制在|减少(?:到|至)|降至|降到|提速|(?:时间|时限|用时|时长)[^,;。]{0,6}(?:达到|不超过|少于|小于)"
)
_LASTING = re.compile(r"(?:天数|日数|时长|时数|停留时间|寿命)(?!缩|压|不)[^,;。\d]{0,8}$")
_NO_DURATION_AFTER = re.compile(
    r"[^,;。]{0,6}圈|生活|便民|社区|圈|步行|营业|不间断|不打烊|值班|服务|在线|自助|经济|便利|全天|通达|交通|内通|城市|活动|黄金周|长假|可达|到达|工作制|直达|送达|抵达|响应"
)


def _duration(context: Context) -> Purpose | None:
    unit = context.amount.unit
    if unit.sort != "durations":
        return None
    left, right = context.left, context.right
    all_day = context.amount.figure == "24小时" and "内" not in context.amount.after
    if (_LASTING.search(left) and not re.search("可|允许", left)) or _SHORTENED.search(left):
        return Purpose("target", "a time that will be shortened, or drawn out, to this")
    if unit.text == "年":
        return _years(context)
    if all_day or _NO_DURATION_AFTER.match(right):
        return neither("it names a circle or a service by its time")
    if unit.text in {"日", "天"} and re.search(r"[自截至到于每当\d]$|[×x]$|月$|为期", left):
        return neither("a date or a count of days")
    return Purpose("parameter", "a term")


def _years(context: Context) -> Purpose:
    left = context.left
    governed = re.search(r"有效期|期限|延长|为期|免征|减免|免收|不超过|享受|经营期|服务期|任期", left) or re.match(
        r"有效|期限|免", context.right
    )
    if governed and not re.search(r"[近用每]$|未来|连续", left.removesuffix(context.amount.before)):
        return Purpose("parameter", "a term")
    return neither("years that are no term")


_STANDARD = re.compile(
    r"(?:(?<![高低])标准(?!化|厂房|地|煤|箱|机架|间|体系|草案|件)|限额|定额|起付线|门槛|保证金)[^,;。]{0,24}$|(?:按照?|执行|参照)[^,;。]{0,16}$"
)


def _standard(context: Context) -> Purpose | None:
    """A number by which things are done: 按每百户30平方米的标准, 标准为平均工资的20倍."""
    if context.amount.unit.sort not in {"measured", "shares", "counted"}:
        return None
    if re.match(r"的?(?:标准|定额|配比)(?!化|厂房|地)", context.right) or (
        _STANDARD.search(context.left) and context.amount.unit.sort == "measured"
    ):
        return Purpose("parameter", "a standard by which things are done")
    return None


def _given_each(context: Context) -> Purpose | None:
    if context.amount.unit.sort in {"counted", "measured"} and re.search(
        r"给予[^,]{0,6}$|按每[^,;。]{0,8}$", context.left
    ):
        return Purpose("parameter", "what is given")
    return None


_REACHED = (
    r"(?:稳定在|保持在|控制在|达到|提高到|提升到|提高至|提升至|增至|降至|降到|下降到|为|达|不低于|不高于|"
    r"超过|突破|逾|超|近|约|至少|不少于|至|到)"
)


_PEOPLE = (
    r"(?:名)?(?:城乡|农村|困难|脱贫|就近)?(?:居民|群众|农户|农民|人口|"
    r"劳动力|学生|职工|市民|家庭|游客|用户|老人|老年人|儿童|从业人员|人员)"
)
_FOR_PEOPLE = (
    r"(?:惠及|带动|服务|覆盖|培训|帮助|解决|新增|安置|转移|受益|保障|吸引|吸纳|助力|促进|推动|支持)[^,;。]{0,4}$"
)


def _bare(context: Context) -> Purpose | None:
    """A number without a unit is read where a coefficient is its measure, or its 万 or 亿 shows that it is an amount."""
    amount, left = context.amount, context.left
    if amount.unit.sort != "bare":
        return None
    if re.search(
        rf"(?:系数|指数|得分|分值|比值|强度|容积率|杠杆率|倍数|PUE|PUE值|数值|值|比)(?:力争)?[^,;。]{{0,6}}{_REACHED}$",
        left,
    ):
        return Purpose("target", "a coefficient, which has no unit")
    scaled = re.search(r"[万亿]$", amount.figure)
    people = re.match(_PEOPLE, context.right) and re.search(_FOR_PEOPLE, left)
    alone = not re.match(r"[\u4e00-\u9fffA-Za-z]", context.right) and (
        re.search(rf"(?:{_REACHED}|增加|新增|完成)$", left) or _FLOW_OF_MONEY.search(left)
    )
    if scaled and (people or alone):
        return Purpose("target", "an amount whose unit is not printed")
    return neither("no unit")


_RULES: tuple[Callable[[Context], Purpose | None], ...] = (_given_each, _standard, _share, _sum, _duration)
