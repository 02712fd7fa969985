"""What `policygraph new` proposes for a document that nobody has described."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.blocks import Document
from mapping.layout import Columns, LayoutGuess, guess
from mapping.layout.guessing import iso_date
from mapping.readers import read

ROOT = Path(__file__).parents[3]
Guessed = Callable[[str], tuple[Document, LayoutGuess]]


@pytest.fixture
def guessed(tmp_path: Path) -> Guessed:
    def make(text: str) -> tuple[Document, LayoutGuess]:
        path = tmp_path / "plan.txt"
        path.write_text(text, "utf-8")
        document = read(path)
        return document, guess(document)

    return make


def test_tianjins_plan_is_guessed_as_it_is_described() -> None:
    document = read(ROOT / "seeds/plans/tianjin-2020-293/document.txt")
    found = guess(document)
    assert found.title is not None
    assert document.at(found.title).startswith("天津市贯彻落实《关于促进消费扩容提质")
    assert (found.date_document, found.date_publication) == (dt.date(2020, 5, 23), dt.date(2020, 5, 25))
    assert found.numbers == ()
    assert found.jurisdictions[0] == "天津市"
    assert (found.rules.kind, found.rules.signatories) == ("table", "lines-before-date")
    assert found.rules.columns == Columns(
        serial=("序号",), requirement=("国家要求",), measure=("落实举措",), responsibility=("责任单位",)
    )
    assert [doubt.code for doubt in found.doubts] == ["swallowed-label", "swallowed-label"]
    titles = ("鼓励线上线下融合等新消费模式发展", "鼓励使用绿色智能产品")
    assert guess(document, titles).doubts == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("序号\t任务\t责任单位\n1\t甲事。\t市商务局\n", "table"),
        ("1.甲事。\n责任单位：市商务局\n2.乙事。\n责任单位：市教委\n", "items"),
        ("推进甲事。（责任单位：市商务局）\n推进乙事。（市教委牵头，市商务局配合）\n", "paragraphs"),
    ],
)
def test_the_layout_is_the_one_that_most_of_the_document_speaks_for(guessed: Guessed, text: str, kind: str) -> None:
    _, found = guessed(text)
    assert (found.rules.kind, found.doubts) == (kind, ())


def test_the_number_stands_alone_and_a_cited_one_is_not_taken(guessed: Guessed) -> None:
    _, found = guessed(
        "湘发改就业规〔2020〕764号\n湖南省促进消费实施方案\n根据《意见》（发改就业〔2020〕293号）。\n推进甲事。（责任单位：省商务厅）\n"
    )
    assert found.numbers == ("湘发改就业规〔2020〕764号",)
    assert found.jurisdictions == ("湖南省",)


def test_an_unknown_header_is_guessed_by_what_stands_below_it_with_a_doubt(guessed: Guessed) -> None:
    _, found = guessed("序号\t任务\t承担的\n1\t甲事。\t市商务局、市教委\n2\t乙事。\t市财政局\n")
    assert found.rules.columns.responsibility == ("承担的",)
    assert [(doubt.code, doubt.text) for doubt in found.doubts] == [("unknown-header", "承担的")]


def test_tables_that_each_count_from_one_are_guessed(guessed: Guessed) -> None:
    table = "序号\t任务\t责任单位\n1\t甲事。\t市商务局\n"
    _, found = guessed(f"{table}\n{table}")
    assert found.rules.numbering == "restarts"


def test_a_fault_of_the_document_is_a_doubt_and_no_error(guessed: Guessed) -> None:
    _, found = guessed("序号\t任务\t责任单位\n1\t甲事。\t市商务局\n2\t乙事。\t\n")
    assert [doubt.code for doubt in found.doubts] == ["no-agency"]
    assert found.doubts[0].place is not None
    assert found.doubts[0].place.row == 3


def test_a_document_without_any_layout_is_a_doubt(guessed: Guessed) -> None:
    _, found = guessed("春天来了。\n")
    assert [doubt.code for doubt in found.doubts] == ["no-layout", "unreadable"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020年5月23日", dt.date(2020, 5, 23)),
        ("二〇二〇年十二月三十一日", dt.date(2020, 12, 31)),
        ("2020年13月1日", None),
        ("五月", None),
    ],
)
def test_dates_are_read_in_digits_and_chinese_numerals(text: str, date: dt.date | None) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("首页 > 政策\n湖北省实施方案\n推进甲事。（省商务厅）\n", "湖北省实施方案"),
        (
            "洛阳市人民政府办公室关于印发洛阳市促进消费行动方案的通知\n1.甲事。\n责任单位：市商务局\n",
            "洛阳市促进消费行动方案",
        ),
        (
            "四川省人民政府办公厅\n关于促进消费的实施方案\n推进甲事。（省商务厅）\n",
            "四川省人民政府办公厅\n关于促进消费的实施方案",
        ),
        ("# 湖南省实施方案\n\n推进甲事。（省商务厅）\n", "湖南省实施方案"),
        (
            "浙江省人民政府办公厅关于加快推进全省\n茶业高质量发展的若干措施\n推进甲事。（省商务厅）\n",
            "浙江省人民政府办公厅关于加快推进全省\n茶业高质量发展的若干措施",
        ),
        ("关于印发《茶业行动方案》的通知\n重点工作分工\n茶业行动方案\n推进甲事。（省商务厅）\n", "茶业行动方案"),
        ("为贯彻落实，制定本方案。\n关于促进消费的实施方案\n推进甲事。（省商务厅）\n", "关于促进消费的实施方案"),
    ],
)
def test_the_title_is_the_plans_own_whatever_stands_around_it(guessed: Guessed, text: str, title: str) -> None:
    document, found = guessed(text)
    assert found.title is not None
    assert document.at(found.title) == title


def test_a_stated_rule_that_the_first_body_leads_is_taken_and_said(guessed: Guessed) -> None:
    table = "序号\t任务\t责任单位\n1\t甲事。\t市商务局、市教委\n"
    _, stated = guessed(f"列第一位的责任单位为牵头单位。\n\n{table}")
    _, unstated = guessed(table)
    assert (stated.rules.lead_by_position, [doubt.code for doubt in stated.doubts]) == (True, ["lead-by-position"])
    assert (unstated.rules.lead_by_position, unstated.doubts) == (False, ())
