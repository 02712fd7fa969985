"""What the name of a public body looks like: complete or not, one body or a group, and what a list lends to it.

Every function takes *matching forms* (:func:`mapping.comparable.matching_form`) without blanks inside. The words are data,
in ``lexicon.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from mapping.parsers.mentions import BodyKind

_PLACE = r"(?:[\u4e00-\u9fff]{1,8}?)?"
_SCOPE = r"(?:全|本|我|各|驻)?(?:省|市|区|县|州|盟|旗|师)?(?:直|级|属|域|内|辖|本级)?"
_COLLECTIVE_NOUN = (
    r"(?:部门|单位|机构|企业|运营商|院校|高校|乡镇|街道|镇街|街镇|委办局|地区|市州|"
    r"州市|区县|县区|县市区|县市|盟市|旗县区|旗县|"
    r"园区|开发区|功能区|地市|地方|景区|商会|协会|学会|银行|专班|媒体|成员|媒体单位|"
    r"平台|市县|区市县|区县市|县级市|方面|团体)"
)
_PERSON = re.compile(
    r"(?:同志|副?(?:省长|市长|区长|县长|州长|镇长|旗长|盟长|秘书长|主席|书记|常委|"
    r"局长|厅长|处长|科长|校长|行长|部长|主任|院长|会长)"
    r"(?![\u4e00-\u9fff]*(?:办|室|会|局|委|处|团|中心|院)$))(?:[\u4e00-\u9fff]{2,4})?$"
)
_SENTENCE_WORDS = re.compile(
    r"[%。？！《》\"]{4,}|\d{4,}(?![\d年]*(?:热线|平台|中心|厂|所|公司|部队|局|厂|大队|台))|^[\d.%年月日底前\-~至]+$|\d年|\d月|季度|(?:加快|推进|加强|"
    r"完善|开展|鼓励|支持|落实|提升|打造|实施|做好|确保|按照|进行|实现|提供|"
    r"通过|发挥|作用|履行|切实|涉及|予以|给予|享受|符合|不超过|制定|制订|出台|印发|(?<![地县市区省乡]级)以上|"
    r"规定|下达|承担|分担|完成|可以|应当|不得|已经|继续|为准|有关工作|体制|执行|保障工作|"
    r"解决|问题|另[定行]|待定|视情|^定期|报送|上报|亲自|包括|是指|^本(?:方案|办法|意见|通知)|[每各]月|(?<!.[前])[后时]$|^[向经对据从](?=(?:省|市|区|县|州|自治区|国家|中国)[\u4e00-\u9fff])|之一|期间|以内|申请|补贴|奖励|标准(?!委|化)|(?:批准|认定|同意|核准|审定|备案)$|入选|获批|获评|(?:均|都|也)?可$|.我[省市区县州]|确定|批复|的[\u4e00-\u9fff]*(?:院|局|中心|公司|集团|大学|学校|协会|平台|基地|园区)$)"
)

# What a measure begins with: such an item ends like a name only by chance (优化免税店布局, 培育消费中心城市).
_BEGINS_SENTENCE = re.compile(
    r"(?:推动|培育|优化(?!营商)|加大|扩大|促进|深化(?!改革)|健全|建立|构建|引导|培养|建成|规范|强化|巩固|提高|壮大|"
    r"拓展|严格|创建|探索|改善|增强|坚持|大力|积极|深入|着力|引进|研究(?!室|院|所|中心|会|生|局|员)|办好|用好|"
    r"建设(?!局|委|厅|部|银行|集团|公司|管理|规划|工程|兵团|和|中心|投资))"
)
# What no name begins with, however it ends (争取国家发展改革委, 邀请行业协会).
_BEGINS_NO_NAME = re.compile(
    r"(?:积极|大力|深入|着力|坚持|严格|探索|加大|争取|对接|邀请|参照|参考|依托|借助|鼓励|联系|委托|聘请|借鉴|推广|用好|办好|衔接|"
    r"充分|继续|进一步|主动|全面|加强|强化|吸引|聚焦|围绕|立足|承接|比照|对照|遵照|按照|根据|依照|通过|利用|指导(?!办|中心|组)|"
    r"引进|接受|依法|培养|壮大|增强|改善|拥有|具有|开展|建议|会同(?![县中])|帮助|动员|督促|推荐|支持(?!办|中心)|发挥|号召|倡导|引导|我[省市县区州国](?!各))"
)
_NAMED_FOR_A_TASK = re.compile(
    r"[省市区县州](?:支持|推进|推动|落实|实施|保障|促进|服务|加快|完善|承办|协调)[\u4e00-\u9fff]{2,16}"
    r"(?:局|办|办公室|中心|小组|委员会|专班|指挥部)$"
)
_OFFICE = re.compile(
    r"(?:(?<![布格结])局|委|办|办公室|委员会|集团|公司|协会|促进会|小组|服务中心|促进中心|专班|指挥部)$"
)

_NUMBERED = r"第[一二三四五六七八九十\d]+(?:[、和][一二三四五六七八九十\d]+)+[师团]"

LEVELS_TOGETHER = re.compile(
    r"(?<![\u4e00-\u9fff])(?<!各[省市州县区地盟旗]、)(?<!各[市州县区地盟旗]、[市州县区]、)(?:由|"
    r"各级|及|和)?[省市州县区乡镇旗](?:\([^()]{1,8}\))?(?:[、和][省市州县区乡镇旗村](?:\([^()]{1,8"
    r"}\))?){1,4}"
    r"(?:[二两三四]级)?(?:人民政府|政府|党委)"
    rf"|{_NUMBERED}"
)
"""Levels of government or numbered units named together, with 、 of their own: 省、市、县三级人民政府; 第二、四师."""


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Return the words of ``lexicon.toml``, longest first within each kind."""
    data = tomllib.loads(files("mapping.parsers").joinpath("lexicon.toml").read_text(encoding="utf-8"))
    return {kind: tuple(sorted(set(words), key=lambda word: (-len(word), word))) for kind, words in data.items()}


@cache
def words(kind: str) -> str:
    """Return a regular expression that matches any word of a kind of the lexicon."""
    return "(?:" + "|".join(map(re.escape, lexicon()[kind])) + ")"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    areas, organs, levels = words("areas"), words("area_organs"), words("levels")
    listing = rf"{areas}(?:[、和及与/]?(?:\([^()]*\))?{areas})*(?:\([^()]*\))?"
    return re.compile(
        {
            # 各区、县级市人民政府; 相关市(州); 县(市、区)人民政府
            "group": rf"(?:{_PLACE}(?:各|相关|有关)|{_SCOPE}(?:相关|有关|各)|其他各?|所有|全体){listing}?(?:{organs}"
            rf"(?:\([^()]*\))?[、和]?)*$"
            rf"|{_PLACE}(?:各(?!自)|相关|有关|市属|省属|区属|县属|国有|市直|省直|区直|县直|"
            rf"州直|自治区直|地方|驻.{{1,4}}|在.{{1,4}}|市级|省级|区级|县级|金融|电信|通信|"
            rf"基础电信|成员|产业链|主要|三大)"
            rf"[\u4e00-\u9fff()、/]*{_COLLECTIVE_NOUN}(?:\([^()]*\))?$"
            rf"|(?:县|区|市|州|旗|镇|乡|盟)+(?:[、/]?\([^()]*\)|(?:[、/]{areas})|区|市|州|县|"
            rf"街道|街){{1,3}}(?:级)?{organs}?$"
            rf"|[\u4e00-\u9fff]{{0,6}}(?:环城|市内|中心城|沿海|沿江|主城)[\u4e00-\u9fff]{{0,3}}区{organs}?$"
            r"|(?:沿[\u4e00-\u9fff]{1,2}|环[\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff]{1,2}[东西南北中]|山区|省内|市内|城区)?"
            rf"(?:[两三四五六七八九十]{{1,2}}|\d{{1,2}}个?)(?:市州|区县|县区|县市|市|区|县|州|盟|旗|街道|乡镇|镇|乡){organs}?$"
            rf"|(?:乡镇|镇街|街镇|县区|区县|市县|市州|州市|县市|盟市|旗县|县市区|区县市|地市){organs}?$"
            rf"|(?:[省市州县区乡镇旗村](?:\([^()]*\))?[、和]?)+(?:[二两三四]级)?{organs}$|[省市县区乡镇]级("
            rf"?:及)?以上.*$"
            r"|.+[局委厅部院社司区]各.+$"  # 市生态环境局各分局
            rf"|(?:(?:驻|在).{{1,3}}|[省市区县州][属级直管]|区内|市内|省内|辖区|全[省市区县州]|行业|项目|产业链|其他)*(?:{words('collectives')}|"
            rf"(?:行业|业务|项目|审批|许可)*(?:主管|监管|成员|职能)(?:部门|单位))$"
            rf"|(?:[两二三四五六七八九十]|\d)+(?:大|家|个)[\u4e00-\u9fff]{{0,4}}(?:{_COLLECTIVE_NOUN}|石油公司|保险公司)$"
            r"|(?:开发区|园区|功能区|产业园区|工业园区|[省市区县]级(?!以上))(?:管委会|管理委员会|(?:人民)?政府)$"
            rf"|{_NUMBERED}$"
            r"|(?:全|本)[省市区县州](?:各|所有|相关|有关).+$"
            r"|(?:各(?!自)|相关|有关).+$",
            "continues": rf"{areas}(?:\([^()]*\))?(?:级)?(?:{organs}(?:\([^()]*\))?[和、]?){{0,2}}$|{organs}$",
            "lists": rf"(?:.{{0,8}}?(?:各|相关|有关)){listing}(?:{organs})?$",
            # 各市、州、直管市 stays open until a place with 人民政府 closes it
            "open_list": rf"各{areas}(?:、{areas})+$",
            "closing": rf"[\u4e00-\u9fff]{{2,6}}{areas}(?:(?:人民)?政府|党委(?:和|、)?(?:(?:人民)?政府)?|管委会)$",
            "of_place": rf"(?P<place>[\u4e00-\u9fff]{{2,8}}?)(?P<level>自治[州县旗]|[市区县州盟旗])"
            rf"(?P<rest>(?:{words('functions')}|{organs}|委|政协|人大).*|)$",
            "level": rf"(?P<place>[\u4e00-\u9fff]{{2,8}}?)?(?P<level>{levels})",
            "lacking": rf"(?:{words('functions')}|{words('party_functions')})",
            "party": rf"{words('party_functions')}$",
            "central": words("central"),
            "organ": rf"{words('organs')}(?:党组|党委)?$",
            "authority": rf"{words('authorities')}$",
        }[name]
    )


def without_brackets(name: str) -> str:
    """Return a name without what stands in brackets."""
    previous = ""
    while previous != name:
        previous, name = name, re.sub(r"\([^()]*\)", "", name)
    return name


def is_complete(name: str) -> bool:
    """Tell whether a name ends the way names of public bodies end (市商务局, 各区, 天津港集团)."""
    bare = without_brackets(name)
    return len(bare) >= 2 and bool(_pattern("organ").search(bare)) and not is_prose(bare)


def is_authority(name: str) -> bool:
    """Tell whether a name is that of a public authority, so that a bare list of such names is about responsibility."""
    bare = without_brackets(name)
    return bool(_pattern("authority").search(bare)) or is_group(name)


def is_group(name: str) -> bool:
    """Tell whether a name is collective (各区人民政府, 相关市(州), 市有关部门)."""
    return bool(_pattern("group").match(name))


def kind(name: str) -> BodyKind:
    """Return the kind of a body; 企业 and 高校 are several whatever stands before them."""
    return "group" if is_group(name) or name.endswith(("企业", "高校", "院校")) else "agency"


def is_short_place(name: str) -> bool:
    """Tell whether a name may be that of a place without its level (福州 in 福州、厦门市商务局)."""
    if not re.fullmatch(r"(?![省市区县州盟旗各第])[\u4e00-\u9fff]{2,4}", name) or is_group(name) or is_prose(name):
        return False
    of_a_body = is_complete(name) and not re.fullmatch(r"[\u4e00-\u9fff][州县]", name)  # 福州 and 沙县 are places too
    return not (of_a_body or _pattern("lacking").match(name))


def place_and_rest(name: str) -> tuple[str, str] | None:
    """Return (level, rest) of the name of one place's body, whose rest may be shared by places before it: (市, 商务局)."""
    found = None if is_group(name) else _pattern("of_place").match(name)
    shared = found and (not found["rest"] or is_complete(found["rest"]) or found["rest"] in {"政府", "人民政府"})
    return (found["level"], found["rest"]) if found and shared else None


def has_level_of(name: str, level: str) -> bool:
    """Tell whether a place printed with its level is of the tier of ``level`` (大理州 beside 丽江市)."""
    alone = place_and_rest(name)
    tier = next(tier for tier in ("市州盟", "区县旗") if level[-1] in tier)
    return bool(alone and not alone[1] and alone[0][-1] in tier)


def is_function(name: str) -> bool:
    """Tell whether a name is that of a function alone (发改, 财政), as in 发改、财政等部门."""
    return name in lexicon()["functions"]


def is_person(name: str) -> bool:
    """Tell whether an item names a person by office (副市长李四, 王五同志) or by a
    surname and a short given name; persons are never bodies."""
    bare = without_brackets(name)
    own = bool(re.fullmatch(rf"{words('surnames')}(?:某某?|[\u4e00-\u9fff]{{1,2}})", bare))
    return bool(_PERSON.search(bare)) or (
        own
        and not is_complete(bare)
        and not is_group(bare)
        and not is_function(bare)
        and bare not in lexicon()["places"]
    )


def is_prose(name: str) -> bool:
    """Tell whether an item reads as a piece of a sentence, a date or a number."""
    if re.search(
        r"(?:领导小组|协调小组|指挥部|专班|联席会议|委员会|推进组)(?:办公室|办)?$|(?:推进|"
        r"落实|指导|实施)(?:工作|服务|促进|管理)*(?:办|中心)$|(?<=..)(?:推进|支持|落实|实施|执行|指导|保障)(?:工作|服务)?(?:局|处|科|室|专班|组|队|站)$",
        name,
    ) and not _BEGINS_NO_NAME.match(name):
        return False
    if _BEGINS_NO_NAME.match(name):
        return True
    if _NAMED_FOR_A_TASK.match(name):
        return False
    if _BEGINS_SENTENCE.match(name) and not _OFFICE.search(name):
        return True
    return (
        bool(_SENTENCE_WORDS.search(name) or re.match(words("no_bodies"), name)) or name in lexicon()["no_bodies_alone"]
    )


def continues_group(left: str, right: str) -> bool:
    """Tell whether a collective body goes on after 、 (各区、县级市人民政府; 各镇、街道)."""
    if left.endswith("党委") and right in {"政府", "人民政府"}:
        return is_group(left)
    if _pattern("open_list").match(left) and _pattern("closing").match(right):
        return True
    if not _pattern("continues").match(right):
        return False
    if not _pattern("lists").match(left):
        return False
    closed = re.search(rf"{words('area_organs')}$", without_brackets(left))
    return (
        not closed
        or bool(re.match(r"(?:街道|镇|乡|社区)", right))
        or bool(re.match(r"省直|县级市|自治[州县]|[县市区州]\(|行政公署|行署", right))
        or left.endswith(("公署", "行署"))
    )


def lender(names: Iterable[str]) -> tuple[str, str] | None:
    """Return (place with level, level) of a list's first name that has one: ``("省", "省")``, ``("天津市", "市")``."""
    for name in names:
        match = _pattern("level").match(name)
        if not match or is_group(name):
            continue
        rest = name[match.end() :]
        if (
            re.match(r"[委政人]|直|总工会|残|妇|工商联|供销", rest)
            or _pattern("lacking").match(rest)
            or _pattern("central").match(rest)
        ):
            return match[0], match["level"]
    return None


def lent(name: str, lending: tuple[str, str]) -> str | None:
    """Return the full name of a body that lacks its area, or None where nothing is lent (complete, central, a group)."""
    if _pattern("central").match(name) or is_group(name) or not _pattern("lacking").match(name):
        return None
    between = "委" if _pattern("party").match(name) else ""
    return lending[0] + between + name
