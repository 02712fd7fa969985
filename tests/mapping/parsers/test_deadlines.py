import datetime
import json
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.parsers import times
from mapping.parsers.deadlines import DatesRead, find, latest, read
from mapping.parsers.mentions import PeriodMention
from mapping.parsers.text import Span

LABELLED = Path(__file__).parents[2] / "labelled/deadlines.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]

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


def reading(case: dict[str, Any]) -> DatesRead:
    issued = datetime.date.fromisoformat(case["issued"]) if "issued" in case else None
    return read(case["text"], year=case.get("year"), issued=issued, column=case.get("column", False))


def days(mentions: list[PeriodMention]) -> list[str]:
    return [f"{mention.first}/{mention.last}" if mention.first else str(mention.last) for mention in mentions]


def test_there_are_at_least_eighty_labelled_texts_and_half_of_them_hold_no_deadline() -> None:
    assert len(CASES) >= 80
    assert 0.3 <= sum(not case["due"] for case in CASES) / len(CASES) <= 0.6


def test_of_labelled_texts_the_latest_day_is_read_with_accuracy_of_098_and_the_whole_list_with_097() -> None:
    right_last = right_list = 0
    for case in CASES:
        mentions = reading(case).mentions
        last = latest(mentions)
        due = days([mention for mention in mentions if not mention.validity])
        valid = days([mention for mention in mentions if mention.validity])
        right_last += (last.last if last else None) == max((day.split("/")[-1] for day in case["due"]), default=None)
        right_list += due == case["due"] and valid == case.get("valid", [])
    assert right_last / len(CASES) >= 0.98
    assert right_list / len(CASES) >= 0.97


@pytest.mark.parametrize("mark", [" ", "\n", "\u200b", "\u00ad", "\u3000", "\ufe00"])
def test_what_a_printer_puts_inside_a_date_changes_no_reading(mark: str) -> None:
    text = "2024年6月底前完成选址，9月底前开工。"
    broken = mark.join(["2024", "年", "6", "月底", "前完成选址，", "9", "月底前开工。"])
    assert days(list(find(broken))) == days(list(find(text))) == ["2024-06-30", "2024-09-30"]


def test_a_printed_year_is_not_carried_past_the_end_of_its_sentence() -> None:
    found = read("2023年3月底前摸底。9月底前验收。")
    assert days(list(found.mentions)) == ["2023-03-31"]
    assert [span.of("2023年3月底前摸底。9月底前验收。") for span in found.unread] == ["9月底前"]


def test_a_year_to_compare_with_is_not_carried_on() -> None:
    text = "产量比2019年提高一成，11月底前报送。"
    assert (find(text), [span.of(text) for span in read(text).unread]) == ((), ["11月底前"])


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("年底前再建两处。", "年底前"),
        ("中秋节前投放年票。", "中秋节前"),
        ("2026年初启用。", "2026年初"),
        ("2024年2月30日前办结。", "2024年2月30日前"),
        ("2022年，销售额实现翻番。", "2022年"),
        ("截至2026年底，网点增至90处。", "2026年底"),
    ],
)
def test_a_time_that_is_meant_and_cannot_be_read_is_said(text: str, wording: str) -> None:
    found = read(text)
    assert (found.mentions, [span.of(text) for span in found.unread]) == ((), [wording])


def test_the_latest_deadline_counts_wherever_it_stands() -> None:
    found = latest(find("2026年底前全部建成，其中2025年6月底前建成一半。"))
    assert found is not None
    assert found.last == "2026-12-31"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "2月底前、5月底前、8月底前进度分别达到30%、60%、90%",
            {"30%": "2031-02-28", "60%": "2031-05-31", "90%": "2031-08-31"},
        ),
        ("2031年、2032年分别新建5处和9处", {"5处": "2031-12-31", "9处": "2032-12-31"}),
        ("新建5处（2031年底前）、9处（2032年底前）", {"5处": "2031-12-31", "9处": "2032-12-31"}),
        ("2031年3月底前5处，8月底前9处", {"5处": "2031-03-31", "9处": "2031-08-31"}),
        ("新建5处，2032年底前验收", {"5处": "2032-12-31"}),
        ("新建5处", {"5处": None}),
    ],
)
def test_each_number_has_the_date_that_governs_it(text: str, numbers: dict[str, str | None]) -> None:
    mentions = find(text, year=2031)
    for number, last in numbers.items():
        place = Span(text.index(number), text.index(number) + len(number))
        found = times.at(mentions, text, Span(0, len(text)), place)
        assert (found.last if found else None) == last


def test_a_validity_governs_rates_and_no_targets() -> None:
    text = "自2031年1月1日至2032年6月30日，减按2%征收"
    place = Span(text.index("2%"), text.index("2%") + 2)
    mentions = find(text)
    assert times.at(mentions, text, Span(0, len(text)), place) is None
    assert times.at(mentions, text, Span(0, len(text)), place, validity=True) == mentions[0]


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


def test_a_feast_in_quotation_marks_names_no_day_either() -> None:
    found = read("2026年“五一”前投入运营。")
    assert not found.mentions
    assert len(found.unread) == 1


def test_quarters_that_share_a_unit_are_due_together() -> None:
    assert [each.last for each in read("2024年第三、四季度组织实施。").mentions] == ["2024-09-30", "2024-12-31"]
