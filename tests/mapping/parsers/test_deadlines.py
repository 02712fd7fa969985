import datetime
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.parsers.deadlines import find

WORDS = [
    *"0123456789年月日底前至到-~./第二四《》(),。;",
    "2020年",
    "2021",
    "上半年",
    "季度",
    "完成",
    "十四五",
    "末",
    "12月",
    "31日",
    "以来",
    "年底",
    "内",
]
texts = st.lists(st.sampled_from(WORDS), max_size=30).map("".join) | st.text(max_size=60)


def dates(text: str, year: int | None = None) -> list[tuple[str, str | None, str | None]]:
    return [(text[mention.start : mention.end], mention.first, mention.last) for mention in find(text, year=year)]


@pytest.mark.parametrize(
    ("text", "wording", "last"),
    [
        ("到2020年底,建成区公交车全部更新", "到2020年底", "2020-12-31"),
        ("2022年11月完成改造", "2022年11月完成", "2022-11-30"),
        ("项目于2020年6月底前建成", "于2020年6月底前", "2020-06-30"),
        ("2020年12月31日前完成", "2020年12月31日前完成", "2020-12-31"),
        ("到2022年,总额超过2万亿元", "到2022年", "2022-12-31"),
        ("市商务局牵头,2021年第三季度前完成", "2021年第三季度前完成", "2021-09-30"),
        ("“十四五”末达到30%", "“十四五”末", "2025-12-31"),
        ("2020年上半年出台办法", "2020年上半年", "2020-06-30"),
    ],
)
def test_a_date_by_which_something_will_be_done_is_a_deadline(text: str, wording: str, last: str) -> None:
    assert dates(text) == [(wording, None, last)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021至2023年,年均增速11.3%", "2021-01-01", "2023-12-31"),
        ("自2020年5月1日至2023年12月31日,减按0.5%", "2020-05-01", "2023-12-31"),
        ("2020年内新增35000个", "2020-01-01", "2020-12-31"),
        ("2020年6月至12月开展", "2020-06-01", "2020-12-31"),
    ],
)
def test_a_period_has_its_first_and_last_day(text: str, first: str, last: str) -> None:
    assert [(mention.first, mention.last) for mention in find(text)] == [(first, last)]


@pytest.mark.parametrize(
    ("cell", "last"),
    [
        ("2020年12月", "2020-12-31"),
        ("2020.12", "2020-12-31"),
        ("2020-12-31", "2020-12-31"),
        ("2020年底前", "2020-12-31"),
        ("2022年第四季度", "2022-12-31"),
        ("2020年", "2020-12-31"),
        ("2021年2月底前完成", "2021-02-28"),
        ("12月底前", "2021-12-31"),
        ("年底前", "2021-12-31"),
    ],
)
def test_a_cell_of_a_deadline_column_is_read_whole(cell: str, last: str) -> None:
    assert dates(cell, year=2021) == [(cell, None, last)]


@pytest.mark.parametrize(
    "text",
    [
        "持续推进",
        "长期坚持",
        "常年开展",
        "立即",
        "2019年度消费扶贫",
        "较2019年增长8%",
        "自2020年以来",
        "三年行动方案(2020—2022年)",
        "《2020年工作要点》",
        "12月底前",
        "2020年13月完成",
    ],
)
def test_past_years_names_and_words_without_a_date_are_no_deadlines(text: str) -> None:
    assert dates(text) == []


@given(texts, st.none() | st.integers(1990, 2090))
@settings(max_examples=300, deadline=None)
def test_every_date_is_a_real_day_and_stands_in_its_text(text: str, year: int | None) -> None:
    found = find(text, year=year)
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.last is not None
        last = datetime.date.fromisoformat(mention.last)
        assert mention.first is None or datetime.date.fromisoformat(mention.first) <= last
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("piece", ["2020年", "1", "12月", "到", "至", "年", "十四五"])
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    text = piece * (4000 // len(piece))
    began = time.perf_counter()
    find(text)
    assert time.perf_counter() - began < 5
