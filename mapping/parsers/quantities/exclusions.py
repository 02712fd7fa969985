"""Amounts that are neither target nor parameter: codes, classes, the past, thresholds, teams, permissions."""

from __future__ import annotations

import re
from collections.abc import Callable

from mapping.parsers.quantities.bounds import BEFORE
from mapping.parsers.quantities.context import Context, Purpose, neither
from mapping.parsers.quantities.units import PEOPLE

_VERB = (
    r"新建|改建|扩建|新改扩建|新\(改\)建|建成|建设|培育|打造|新增|举办|引进|引育|创建|认定|开通|新开|改造|设立|推出|布局|实施|组建|形成|"
    r"招引|发展|培养|建立|选树|推广|完成|支持|推动|开展|组织|遴选|支持|再建|规划|增设|构建|争创|命名|评选|选育|开工|投产|达到|增加"
)
_FLOWS = (
    r"达到|达|实现|完成|力争|确保|惠及|带动|服务(?!业|型|外包|贸易|机构|企业|网点)|覆盖|涉及|吸引|用于|受益|占|为|以及|与|和|及|并|或|同|、|增长|提高|增加|下降|的(?:目标|"
    r"水平|规模|任务|增长|增速|速度|幅度|同时|基础)|目标|水平|规模(?![猪鸡牛羊化养以企场])|左右|进行|参加|参与|接受|取得|获得|投入|转移|就业|返乡|入|通过|开工|投产"
)
_ENTITY = (
    r"企业|项目|单位|门店|商户|店铺|个人|家庭|主体|机构|组织|园区|开发区|平台|船舶|车辆|汽车|活动|展会|人员|人才|学校|医院|社区|村|镇|乡|"
    r"县|城市|地区|区域|景区|基地|大户|合作社|农户|农场|商场|综合体|市场|建筑|用房|住宅|小区|房屋|场所|居民|群众|老人|老年人|职工|员工|"
    r"学生|儿童|投资者|纳税人|客户|贷款|产品|商品|设备|机组|锅炉|电站|电厂|水库|线路|工程|地块|用地|耕地|坡地|山地|林地|河流|桥梁|用户|"
    r"劳动者|经营者|者|煤矿|矿山|街区|商圈|高中|初中|小学|幼儿园|高校|酒店|宾馆|饭店|民宿|车站|港口|码头|养殖场|屠宰场|[猪鸡牛羊牧渔林]场|(?:安置|居民|聚居|居住|[网站景])点|店|厂|站|馆|院|户"
)
_PLACE_OR_BODY = r"企业|单位|县|城市|镇|乡|村|社区|小区|学校|医院|机构|园区|地区|市|厂|场所|活动|集镇|商场"
_GIVEN = (
    r"给予|予以|奖励|奖补|补助|补贴|资助|按|可|享受|免|一次性|每|优先|纳入|实行|实施|不再|应|须|要|"
    r"省级?财政|由|依次|分别|最高"
)

# Codes, ordinals, round words ---------------------------------------------------------------------------------------

_BEFORE_ORDINAL = re.compile(
    r"(?:第|(?<![底末月日年之以])前|排名|全国|世界|全球|最后|每隔|上述|这|哪|任|某|同|(?<![次人总户天件个家班机床架])数|几|(?<!以)上|星期|周|初)$"
)
_BEFORE_CODE = re.compile(r"[A-Za-z.×/+∶-]$")
_SLOGAN_AFTER = re.compile(
    r"方面|(?:重点)?任务|措施|举措|能力(?!建设)|维度|要素|方向|步骤|层次|部门|领域|环节|阶段|层面|原则|行动|国家(?!级|重点|地理|公园|中心|实验|湿地|森林)|省份|小时|工作日|百分点|世纪|强(?!镇|村|县)|线(?![路上下索型])|以来|人民(?!医院|法庭|公园)|"
    r"及以上学历|生活圈|便民(?!店|市场|服务)|品牌强|人口以上|百分之百|100%|确保|维护"
)
_MADE = re.compile(rf"(?:{_VERB})(?:了)?(?:[一二两三四五六七八九十][个家条座项处支所][^,;。]{{1,14}}[、和及])*$")


def _code(context: Context) -> Purpose | None:
    amount, left = context.amount, context.text[max(0, context.amount.start - 8) : context.amount.start]
    if amount.is_bounded and amount.before:
        return None
    if re.search(r"\d个$|[一二三四五六七八九十]个$", left):
        return neither("one of a number of shares in a slogan (六个100%)")
    if _BEFORE_ORDINAL.search(left):
        return neither("an ordinal, or one of a number of things that is not stated")
    if _BEFORE_CODE.search(left) and not _joined_amounts(context):
        return neither("part of a code or a formula")
    return None


def _joined_amounts(context: Context) -> bool:
    """Tell whether a slash joins two amounts: 500兆瓦/1000兆瓦时."""
    before = context.preceding
    return (
        before is not None and before.unit.sort == "measured" and context.text[before.end : context.amount.start] == "/"
    )


def _spoken_small(context: Context) -> Purpose | None:
    """三个方面, 一条龙: a Chinese digit alone counts only what is made, or in a range."""
    amount = context.amount
    if amount.figure[0].isdigit() or amount.unit.sort == "shares" or amount.unit.text in {"番", "倍"}:
        return None
    if len(re.match(r"[零〇一二两三四五六七八九十百千万亿]*", amount.figure)[0]) > 1 or amount.figure[0] == "十":  # type: ignore[index]
        return None
    if amount.values.minimum and amount.values.maximum:
        return None
    if amount.figure[0] != "一":
        if amount.unit.sort == "durations" and amount.unit.text in {"日", "天", "个工作日", "工作日", "个月"}:
            return None
        if amount.unit.sort == "counted" and (_MADE.search(context.left) or _counted_after(context)):
            return None
    return neither("a digit in words that counts nothing made")


def _counted_after(context: Context) -> bool:
    """Tell whether a digit closes a clause that says what is made: 组建产业联盟六个."""
    return not context.right and re.search(rf"(?:{_VERB})[\u4e00-\u9fff]{{2,12}}$", context.left) is not None


def _slogan(context: Context) -> Purpose | None:
    if context.amount.unit.sort == "counted" and _SLOGAN_AFTER.match(context.right):
        return neither("it numbers tasks, sides or bodies, not results")
    return None


def _grade(context: Context) -> Purpose | None:
    if re.match(r"(?:及以上)?级(?!别?以上的)", context.right) or re.match(r"(?:以上)?(?:规模)?级", context.right):
        return neither("it names a class of things")
    if re.match(r"强(?!镇|村|县)", context.right):
        return neither("it names a class of things")
    if context.amount.unit.text in {"千伏", "kV", "KV"} and re.match("[\u4e00-\u9fff]", context.right):
        return neither("it names a class of things")
    if context.amount.unit.sort == "money" and re.match(r"(?:企业|园区|产业|集群|街区|商圈|县|镇)", context.right):
        return neither("it names a class of things")
    return None


STOOD, EARLIER, REPORT, THRESHOLD = (
    "how things stand already",
    "how things stood in a year before the plan's own",
    "what a year's figure and its growth report",
    "a threshold: it says which ones are meant",
)
# The past, parts of a whole, conditions ------------------------------------------------------------------------------

_PAST = re.compile(
    r"(?:现有|已有|已建成|已建|目前|截至目前|原有|原来|(?<![比较与同和超])(?:上年|去年)|累计已|已经|已累计|已完成|已实现|已认定|已培育|已新增|已开通|已发展|已|"
    r"已达|过去[\d一二三四五六七八九十两]+年|近[\d一二三四五六七八九十两]+年(?:来|间)?|(?<![实体表])现(?!代|场|货|金|率|役)|我[省市区县州国][\u4e00-\u9fff]{0,3}占|(?<![草平高还中太])原(?!则|料|生|产|油|煤|创|始))(?:(?!基础上)[^,。;]){0,16}$"
)
_BASE = re.compile(r"(?:的)?基础上")


_STATED = re.compile(
    r"(?:截至目前|截止目前|目前|迄今|至今|(?:^|[,;。:])[我全]?[省市区县州]?(?:现有|已有|共有)|[\u4e00-\u9fff”\"\d]{2,6}以来|过去[^,;。]{1,4}年|近[\d一二三四五六七八九十两几]+年(?:来|间|,累计)|(?<![比较与同和超])(?:去年|上年))[^;。]*$"
)
_REPORTED = re.compile(
    r"截[至止]到?(?:(?:今年|本年)|[\d年月底末日上下半季度第一二三四]{2,12},?[^,;。\d]{0,12}"
    r"(?:累计|余额|存量|保有量|实有|已|共(?=[有计建完])|(?<![所公国])有(?!关|限|机|序|效)))[^;。]*$"
)
_WILL = re.compile(r"力争|将(?!近)|计划(?!生)|争取|确保|明年|下一步|再|目标|预计|要|到20\d\d")
_NAMED = re.compile(r"《[^《》]*》|“[^“”]*”")
_IN_YEAR = re.compile(
    r"(?:^|[,;。:!?\n(])(?:其中,?|截至|截止|到|在)?(?:(?:19|20)\d\d年?[-~至到])?(?P<year>(?:19|20)\d\d)年(?:全年|度)?"
    r"(?:年?[底末]|\d{1,2}月[底末]?)?(?!以?之?前|以?来|以后|起|[-~至到、和]|同期|的?基础|[^,;。]*(?:建|成|工|立|册|产|业|用|买|置)的)"
)
_GREW = re.compile(
    r"\d[^,;。]*,[^,;。]{0,6}(?:同比(?:增长|下降|提高|上升|增加|减少|降低)|已(?:经|有|形成|建成|达|成为)|[^,;。]{0,6}结构为)"
)
_RANKED = re.compile(r",[^,;。]{0,6}(?:居|位列|排名?|列)[^,;。]{0,6}第[\d一二三四五六七八九十]+")
_BOUNDED = re.compile(r"\d[^,;。]{0,6}(?:以上|左右|以内|以下)|不低于|不少于|不高于|不超过|超过|年均|每年")
_AHEAD = re.compile(r"到20|力争|将|计划|争取|确保|今年|明年|下一步|新增|再|目标|20\d\d年|(?<![主重需首摘])要")


def _past(context: Context) -> Purpose | None:
    compared = context.amount.unit.text in {"倍", "番"} or context.left.endswith("的")
    stated = _STATED.search(context.head)
    if stated and not _AHEAD.search(stated[0]) and not compared:
        return neither(STOOD)
    whole = context.text[context.sentence.start : context.sentence.end]
    if _RANKED.search(whole) and not _WILL.search(whole):
        return neither(STOOD)
    reported = _REPORTED.search(context.head)
    if reported and not _WILL.search(reported[0]):
        return neither(STOOD)
    if (_PAST.search(context.left) and not compared) or _BASE.match(context.right):
        return neither(STOOD)
    return None


def _of_an_earlier_year(context: Context) -> Purpose | None:
    """Tell what a plan of 2024 reports of 2023; where its year is not known, what a year's figure and its growth report."""
    start = context.sentence.start
    said = _NAMED.sub("", context.text[start : context.amount.start])
    years = list(_IN_YEAR.finditer(said))
    if not years or _WILL.search(said, years[-1].end()):
        return None
    if context.written:
        past = int(years[-1]["year"]) < context.written
        return neither(EARLIER) if past else None
    whole = context.text[start : context.sentence.end]
    grew = _IN_YEAR.match(whole) and _GREW.search(whole) and not (_BOUNDED.search(whole) or _WILL.search(whole))
    return neither(REPORT) if grew else None


def _base_of_ratio(context: Context) -> Purpose | None:
    if re.search(r"(?:每|/)$", context.text[max(0, context.amount.number - 1) : context.amount.number]) and not (
        _joined_amounts(context)
    ):
        return neither("what a rate is reckoned by")
    return None


_CONDITION = re.compile(r"[^,;。]{0,36}的$")
_FOR = re.compile(
    r"(?:^|[,;。:、(])(?:对(?!口|接|外|标|照|应|象|比|策|于)|对于|凡|针对|面向|向)(?:(?!给予|予以|奖励|补助|补贴|资助|实行|实施|按|提供|进行|开展|配建)[^;。])*$"
)


_GIFT = re.compile(r"的?一次性[\u4e00-\u9fff]{0,6}(?:补贴|补助|奖励|奖金|资助|奖补)")
_RULED_OUT = re.compile(
    r"(?:不得|严禁|禁止|不再|不予|停止|限制)[^,;。]{0,3}(?:新建|建设|审批|备案|批准|举办|开展|设立|扩建|新上)[^,;。]*$"
)
_HAS_A_MEASURE = re.compile(
    r"(?:收入|营收|产值|投资|投资额|总投资|规模|面积|人口|产能|能力|容量|用量|用电量|销售额|交易额|资产|额度|余额|率|比例|占比|比重|增速|增幅|增长|年限|长度|高度|吨位|能耗|"
    r"[\u4e00-\u9fff][量额数值度]|职工|从业人员|员工|客房|床位|车位|门店)(?:在|达到|达|为|均)?$"
)


_DOES = re.compile(
    rf"(?:^|{_VERB}|约谈|检查|走访|培训|慰问|帮扶|选派|招聘|招募|签约|落地|投放|更新|淘汰|整治|治理|修复|栽植|种植|抽查|核查|排查|服务|引导|帮助|"
    r"促进|带动|吸引|汇聚|集聚|扶持|资助|奖励|储备|谋划|对接|覆盖|惠及|安置|转移|转化|编制|出台|制定|发布|征集|开发|推介|采购|销售|生产|引入|"
    r"引培|孵化|壮大|做强|做优|做大|保障|供应|升级|新上|设|配|配备|配建|有|为|让|使|将|把|对|约|共|年|省|市|县|区|镇|乡|村|国|各地|累计|均|获得|获|"
    r"实现|确保|力争|争取|至少|公布|曝光|通报|查处|办理|受理|举行|承办|新招|选聘|选育|调查|监测|纳入|完善|优化|消除|运营|运行|投用|启用|关闭|退出|压减|盘活|清理)$"
)


def _attribute(context: Context) -> Purpose | None:
    """年营收超20亿元的企业, 客房50间以上的酒店: an amount of something that the word after it has."""
    amount, left = context.amount, context.left.removesuffix(context.amount.before)
    of_each = re.search(rf"{BEFORE}每[^,;。]{{1,4}}$", left) is not None
    after = amount.after not in {"", "左右", "上下"}
    thing = re.match(rf"的[^,;。]{{0,16}}?(?:{_ENTITY})", context.right) or (
        after and re.match(rf"(?!{_FLOWS}|{_VERB})[^,;。、的]{{0,8}}?(?:{_ENTITY})", context.right)
    )
    if amount.is_bounded and amount.unit.sort == "money" and re.match(r"的\d", context.right):
        return neither(THRESHOLD)  # 超100亿元的企业3家、超50亿元的8家
    if not thing or not (amount.is_bounded or of_each):
        return None
    if _RULED_OUT.search(left):
        return neither("what must not be")
    has_it = amount.unit.sort != "shares" and after and not _DOES.search(left)
    if has_it or of_each or _HAS_A_MEASURE.search(left):
        return neither(THRESHOLD)
    return None


def _condition(context: Context) -> Purpose | None:
    amount, right = context.amount, context.right
    why = THRESHOLD
    given = re.search("(?:给予|予以|奖励|补贴|补助|发放)(?:最高|不超过)?$", context.left) or _GIFT.match(right)
    if amount.unit.sort == "bare" or given:
        return None
    if _CONDITION.fullmatch(right) or re.match(rf"[^,;。、]{{0,16}}?的、?(?:{_GIVEN}|一律|不得|必须)", right):
        return neither(why)
    if re.match(rf"[^,;。、]{{0,16}}的(?:[^,;。、]{{0,12}}(?:{_ENTITY}))$", right) and re.match(
        rf",(?:{_GIVEN})", context.beyond
    ):
        return neither(why)
    chosen = amount.is_bounded or right.startswith("的")
    if chosen and _FOR.search(context.head):
        counts = amount.unit.sort in {"counted", "shares"}
        noun = rf"[^,;。]{{0,24}}?的[^,;。]{{0,16}}?(?:{_ENTITY})" if counts else rf"[^;。]{{0,24}}?(?:的|{_ENTITY})"
        if re.match(noun, right):
            return neither(why)
    if re.search(r"(?:拥有|具有|开设|设有|配有|持有|年龄在)[^,;。]{0,6}$", context.left) and re.match(
        rf"[^,;。]{{0,16}}?的?[^,;。]{{0,8}}(?:{_ENTITY})", right
    ):
        return neither(why)
    return None


def _in_brackets(context: Context) -> Purpose | None:
    """限上企业(年零售额500万元以上): a bracket behind a thing says which ones of it are meant."""
    amount, opened = context.amount, context.text.rfind("(", context.sentence.start, context.amount.start)
    if opened < 0 or not amount.is_bounded or context.text[amount.end : amount.end + 1] != ")":
        return None
    inside, before = context.text[opened + 1 : amount.start], context.text[max(0, opened - 8) : opened]
    if re.search(rf"(?:{_ENTITY})$", before) and _HAS_A_MEASURE.search(inside) and not re.search("[率比]", inside):
        return neither(THRESHOLD)
    return None


def _age(context: Context) -> Purpose | None:
    if context.amount.unit.sort == "ages" and not re.search(
        r"寿命|平均年龄|年龄[^,;。]{0,4}(?:达|提高|降)", context.left
    ):
        return neither("an age: it says who is meant")
    return None


_BUILDS = re.compile(r"(?:新建|改建|扩建|建设|建成|改造|治理|覆盖|推进)$")


def _meets(context: Context) -> bool:
    """Tell whether the words before an amount of people are what is done with them: 培训1000名以上企业家."""
    return _DOES.search(context.left) is not None and _BUILDS.search(context.left) is None


def _described(context: Context) -> Purpose | None:
    """投资10亿元以上项目20个, 110千伏变电站3座: what is counted by another amount, or is chosen by this one."""
    amount, right, sort = context.amount, context.right, context.amount.unit.sort
    if not re.match(r"的?[\u4e00-\u9fff\"“A-Za-z(]{2,}", right) or re.match(_FLOWS, right):
        return None
    after = amount.after not in {"", "左右", "上下"}
    makes = re.match(_VERB, right) is not None
    if (
        not makes
        and _counts_the_same(context)
        and sort not in {"counted", "bare", "ages"}
        and (sort != "shares" or after)
    ):
        return neither("it describes what another amount counts")
    of_people = amount.unit.text in PEOPLE and re.match(
        rf"的?[^,;。、]{{0,6}}?(?:{_PLACE_OR_BODY})(?!家|主|干|负责)", right
    )
    measured = sort in {"money", "measured"} and (not makes or _HAS_A_MEASURE.search(context.left))
    if after and (measured or (of_people and not makes and not _meets(context))):
        return neither(THRESHOLD)
    return None


def _counts_the_same(context: Context) -> bool:
    """Tell whether the next amount of the clause counts the things that stand between the two."""
    following = context.following
    if following is None or following.unit.sort != "counted":
        return False
    between = context.text[context.amount.end : following.start]
    return 2 <= len(between) <= 30 and not re.search(r"[,;。、:()\n!?]", between)


_TEAM = re.compile(
    r"由[^,;。]{0,40}$|(?:组长|副组长|队长|副队长|召集人|班长)$|每[支个名]?(?:服务队|小组|团队|专班|小分队|队伍|组)[^,;。]{0,8}(?:配备|由|含|包括)[^,;。]{0,30}$"
)
_COMPOSED = re.compile(r"[^;。]{0,40}?(?:组成|构成)")


def _make_up(context: Context) -> Purpose | None:
    if context.amount.unit.text not in PEOPLE | {"个", "家", "支", "类"}:
        return None
    found = _TEAM.search(context.left)
    if found and (not found[0].startswith("由") or _COMPOSED.match(context.text, context.amount.end)):
        return neither("the make-up of a team")
    return None


_ALLOWED = re.compile(
    r"(?:允许|准许|可以?(?:将|在|按|适当|放宽|提高|延长|降低|下调|下浮|高于|低于|超过|突破|增加)|放宽(?:至|到))[^,;。]{0,16}$"
)


def _permission(context: Context) -> Purpose | None:
    if re.match("的?(?:税率|征收率|费率)", context.right) or re.search(
        r"(?:税率|征收率|费率)[^,;。]{0,6}$", context.left
    ):
        return None
    if context.amount.unit.sort in {"shares", "money", "measured"} and _ALLOWED.search(context.left):
        return neither("a permission, not an aim")
    return None


def _distance(context: Context) -> Purpose | None:
    amount = context.amount
    if amount.unit.text in {"公里", "米", "千米"} and (
        re.match(r"的?(?:范围|半径|内|生活)", context.right)
        or re.search(r"(?:距离?|间隔|相距)[^,;。]{0,12}$", context.left)
        or re.search("以内|之内", amount.after)
        or context.left.endswith("半径")
    ):
        return neither("how far something lies")
    return None


RULES: tuple[Callable[[Context], Purpose | None], ...] = (
    _code,
    _spoken_small,
    _grade,
    _slogan,
    _past,
    _of_an_earlier_year,
    _base_of_ratio,
    _age,
    _make_up,
    _condition,
    _attribute,
    _in_brackets,
    _described,
    _permission,
    _distance,
)
"""In the order in which they are asked."""
