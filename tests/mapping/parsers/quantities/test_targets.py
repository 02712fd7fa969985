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
