import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.parsers.mentions import QuantityMention
from mapping.parsers.quantities.targets import parameters, read, targets

PLAN = Path(__file__).parents[4] / "../shared/source/000_ef56ec4b67c98340.txt"
WORDS = [
    *"0123456789,.%-~至到万亿千百十三年月日天元家个处《》“”。,;、",
    "不少于",
    "以上",
    "全部",
    "2020年底",
    "由原",
    "改为",
    "公交车",
    "更新",
    "给予",
    "补贴",
]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map("".join) | st.text(max_size=60)


def measures() -> dict[str, str]:
    if not PLAN.exists():
        pytest.skip("the Tianjin plan is not beside this checkout")
    lines = [line.rstrip().split("\t") for line in PLAN.read_text(encoding="utf-8").splitlines()]
    return {line[0]: line[-2] for line in lines if re.fullmatch(r"\d+", line[0])}


def bounds(mention: QuantityMention) -> tuple[str | None, str | None, str | None]:
    return mention.value, mention.minimum, mention.maximum


def test_tianjin_has_eleven_targets_and_no_other() -> None:
    found = {
        number: [bounds(mention) for mention in targets(text)] for number, text in measures().items() if targets(text)
    }
    assert found == {
        "41": [("200", None, None), ("20", None, None)],
        "47": [(None, "1", "2")],
        "49": [(None, "4", "5"), ("13", None, None), (None, "20", None)],
        "51": [("14", None, None), ("20", None, None)],
        "59": [("100", None, None), ("100", None, None)],
        "66": [("35000", None, None)],
    }


def test_tianjin_has_four_parameters_and_no_other() -> None:
    found = {number: parameters(text) for number, text in measures().items() if parameters(text)}
    assert {number: [(mention.value, mention.unit) for mention in mentions] for number, mentions in found.items()} == {
        "27": [("15", "unit:DAY")],
        "64": [("0.5", "unit:PERCENT")],
        "71": [("3000", "unit:CCY_CNY")],
        "84": [("7", "unit:DAY")],
    }
    period = found["64"][0].period
    assert period is not None
    assert (period.first, period.last) == ("2020-05-01", "2023-12-31")


def test_all_of_a_countable_stock_is_an_editorial_hundred_per_cent_with_its_deadline() -> None:
    stock, printed = targets(measures()["59"])
    assert stock.editorial
    assert stock.deadline
    assert (stock.description, stock.unit_text, stock.deadline.last) == (
        "建成区公交车更新为新能源汽车",
        "%",
        "2020-12-31",
    )
    assert (printed.description, printed.editorial) == ("新建民用建筑执行绿色建筑标准", None)


def test_a_target_within_a_year_has_that_year_as_its_period() -> None:
    (quota,) = targets(measures()["66"])
    assert quota.period is not None
    assert (quota.period.first, quota.period.last) == ("2020-01-01", "2020-12-31")
    assert (quota.description, quota.unit_text) == ("新增小客车个人增量指标配置额度", "个")


@pytest.mark.parametrize(
    ("text", "wanted", "unit"),
    [
        ("社会消费品零售总额超过2.2万亿元", (None, "2200000000000", None), "元"),
        ("建成5G基站3.5万个以上", (None, "35000", None), "个"),
        ("吸引游客1200万人次", ("12000000", None, None), "人次"),
        ("新建绿道300公里", ("300", None, None), "公里"),
        ("改造老旧小区200万平方米", ("2000000", None, None), "平方米"),
        ("乡镇社零额占比提高到40%左右", ("40", None, None), "%"),
        ("网络零售额年均增长10%以上", (None, "10", None), "%"),
        ("建设5至8个夜间经济示范街区", (None, "5", "8"), "个"),
        ("新增三十个村级服务站", ("30", None, None), "个"),
        ("失业率控制在4.5%以内", (None, None, "4.5"), "%"),
        ("企业开办时间压缩至1个工作日以内", (None, None, "1"), "个工作日"),
        ("培育200多家示范企业", (None, "200", None), "家"),
        ("每年举办展会10场", ("10", None, None), "场"),
    ],
)
def test_targets_of_other_provinces_are_read(text: str, wanted: tuple[str | None, ...], unit: str) -> None:
    (mention,) = targets(text)
    assert bounds(mention) == wanted
    assert mention.unit_text == unit


@pytest.mark.parametrize(
    "text",
    [
        "5G网络全面覆盖",
        "12315平台与8890平台对接",
        "扶贫832平台",
        "国三及以下排放标准",
        "A级景区、4A级景区",
        "打造一批“四类”服务,落实“两个确保”",
        "2020年12月31日",
        "世界500强企业",
        "第3届博览会",
        "15分钟便民生活圈",
        "24小时便利店",
        "目前已建成20家",
        "三年行动方案",
        "十项重点任务",
    ],
)
def test_codes_ordinals_dates_quotations_and_the_past_are_neither(text: str) -> None:
    assert targets(text) == ()
    assert parameters(text) == ()


def test_a_sum_that_is_given_is_a_parameter() -> None:
    (mention,) = parameters("对新建冷链物流项目给予最高200万元补助")
    assert bounds(mention) == (None, None, "2000000")
    assert mention.unit == "unit:CCY_CNY"


def test_a_former_value_is_no_parameter() -> None:
    assert [mention.value for mention in parameters("税率由3%降至1%")] == ["1"]


@given(texts)
@settings(max_examples=300, deadline=None)
def test_every_number_is_in_its_text_and_has_a_value_in_canonical_form(text: str) -> None:
    for mention in (*targets(text), *parameters(text)):
        assert 0 <= mention.start < mention.end <= len(text)
        values = [value for value in bounds(mention) if value is not None]
        assert values
        assert (mention.value is None) == (mention.minimum is not None or mention.maximum is not None)
        assert all(re.fullmatch(r"\d+(\.\d*[1-9])?", value) for value in values)
        assert mention.why


@pytest.mark.parametrize("piece", ["1", "由", "1,", "百", "新建200家", "《", "全部", "一二", "20", "“"])
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    text = piece * (4000 // len(piece))
    began = time.perf_counter()
    read(text, dates=())
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("新建社区食堂60个、托育点25处", ["新建社区食堂", "新建托育点"]),
        ("规上工业增加值年均增长7%，高于全省平均1个百分点", ["规上工业增加值年均增长", "规上工业增加值高于全省平均"]),
        ("制修订冷链物流、生鲜配送等地方标准8项", ["制修订冷链物流、生鲜配送等地方标准"]),
        ("制修订冷链物流、生鲜配送等12项地方标准", ["制修订冷链物流、生鲜配送等地方标准"]),
        ("新建公共建筑100%安装光伏", ["新建公共建筑安装光伏"]),
        ("客运量、货运量年均分别增长4%、6%", ["客运量年均增长", "货运量年均增长"]),
        ("省级、市级示范园分别达到10个、30个", ["省级(省级、市级示范园)", "市级示范园"]),
        ("审批环节由9个减少到4个", ["审批环节"]),
        ("分别建成2、3、5千亩基地", ["建成基地"] * 3),
        ("培养万名工匠、2万名技师", ["培养技师"]),
    ],
)
def test_a_label_is_understood_alone(text: str, subjects: list[str]) -> None:
    assert [mention.description for mention in targets(text)] == subjects


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("对年纳税300万元以上的商贸企业派驻专员", "threshold"),
        ("床位100张以上的医院配备急救车", "threshold"),
        ("外商出资比例可提高到60%", "permission"),
        ("每队由2名医生、3名护士组成", "make-up"),
        ("许可事项由88项减至50项", "former"),
        ("截至目前，全市共有星级酒店18家", "already"),
        ("每5公里设1座驿站", "reckoned"),
        ("落实“500米服务圈”要求", "quotation"),
        ("执行《新建100家门店方案》", "title"),
    ],
)
def test_a_number_that_is_neither_is_kept_with_its_rule(text: str, rule: str) -> None:
    assert any(rule in unread.why for unread in read(text).unread)


def test_a_list_states_its_unit_and_its_scale_once() -> None:
    assert [mention.value for mention in parameters("分别给予3、6、9万元奖励")] == ["30000", "60000", "90000"]


def test_each_date_of_a_list_is_that_of_its_own_number() -> None:
    found = targets("到2025年、2027年，绿色矿山占比分别达到40%、60%")
    assert [(each.value, each.deadline and each.deadline.last) for each in found] == [
        ("40", "2025-12-31"),
        ("60", "2027-12-31"),
    ]


def test_the_unit_in_brackets_after_or_before_a_number_is_its_unit() -> None:
    assert [each.unit_text for each in targets("绿色工厂数量（家）达到300。农家乐达到200（户）。")] == ["家", "户"]


def test_every_rule_is_a_sentence_that_explains() -> None:
    found = read("对面积300平方米以上的门店给予20%补贴，新建便利店50家。")
    assert [mention.value for mention in found.targets] == ["50"]
    assert all(each.why for each in found.targets + found.parameters)
    assert all(each.why for each in found.unread)


def test_the_condition_of_a_sum_is_part_of_its_label_each_with_its_own_of_a_list() -> None:
    text = "对运营满2、4、6年以上的，依次给予1万元、2万元、3万元奖励。对新设的仓库，补助5万元。"
    assert [mention.description for mention in parameters(text)] == [
        "对运营满2年以上的,给予奖励",
        "对运营满4年以上的,给予奖励",
        "对运营满6年以上的,给予奖励",
        "对新设的仓库,补助",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("四分之三的村建成驿站", ("75", None, None)),
        ("一半以上的船舶改用岸电", (None, "50", None)),
        ("绿色建材占比过半", (None, "50", None)),
        ("1/4的渡口完成改造", ("25", None, None)),
        ("六成五的渔船更新", ("65", None, None)),
        ("孕产妇死亡率控制在7.5/10万以内", (None, None, "7.5")),
    ],
)
def test_a_fraction_that_a_decimal_number_writes_is_read(text: str, value: tuple[str | None, ...]) -> None:
    (found,) = targets(text)
    assert bounds(found) == value


@pytest.mark.parametrize("text", ["三分之二的村建成驿站", "材料精简三分之一", "1/3的渡口完成改造"])
def test_a_fraction_that_no_decimal_number_writes_is_said_to_be_unread(text: str) -> None:
    found = read(text)
    assert not found.targets
    assert [unread.why for unread in found.unread] == ["a fraction that no decimal number writes exactly"]


def test_half_of_the_time_is_no_share() -> None:
    assert not targets("确保时间过半、任务过半")


def test_the_year_of_the_plan_tells_what_was_from_what_will_be() -> None:
    text = "2023年，全省冷库容量达到500万吨，2024年达到600万吨。"
    assert [each.value for each in read(text, None, 2024).targets] == ["6000000"]
    assert [each.value for each in read(text, None, 2022).targets] == ["5000000", "6000000"]
    assert [each.why for each in read(text, None, 2024).unread] == ["how things stood in a year before the plan's own"]


@pytest.mark.parametrize(
    "text", ["改造2000年底前建成的小区80个。", "较2020年提高12个百分点。", "2021—2026年，新建驿站40座。"]
)
def test_a_year_that_chooses_or_compares_or_begins_a_range_makes_no_past(text: str) -> None:
    assert len(read(text, None, 2025).targets) == 1


def test_what_is_compared_with_last_year_is_a_target() -> None:
    assert [each.value for each in targets("力争投诉量比上年下降8%。")] == ["8"]
    assert not targets("去年投诉量下降8%。")


@pytest.mark.parametrize(
    "text",
    [
        "截至9月末，贷款余额500亿元。",
        "2022年，新增驿站50座，同比增长12%。",
        "全市现有驿站86座，其中四星级3座。",
        "前三季度，客流量增长5%，居全省第2位。",
    ],
)
def test_a_report_sets_no_target(text: str) -> None:
    assert not targets(text)


def test_what_is_said_once_for_a_list_of_thresholds_holds_for_each() -> None:
    assert not targets("对营收首次突破1亿元、3亿元、5亿元的企业，分别给予10万元、20万元、30万元奖励")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("培训渔民5万人次，其中船长3千人次、轮机员2千人次", ["培训渔民", "培训渔民(其中船长)", "培训渔民(其中轮机员)"]),
        ("2025年建成驿站15座，2026年累计建成30座", ["建成驿站", "累计建成驿站"]),
        ("渡口标准化率达到100%，码头达到80%", ["渡口标准化率", "码头(标准化率)"]),
        ("建设200兆瓦/400兆瓦时储能电站", ["建设储能电站", "建设储能电站"]),
        ("去年鱼货交易额为30亿元。今年力争达到36亿元。", ["鱼货交易额"]),
        ("对年产值3000万元以上的船厂给予奖励，全年引进船厂2家", ["引进船厂"]),
    ],
)
def test_a_label_is_understood_without_the_clause_before_it(text: str, labels: list[str]) -> None:
    assert [each.description for each in targets(text)] == labels
