"""Tables of other provinces."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.blocks import Document
from mapping.errors import LayoutError
from mapping.layout import Columns, LayoutReading, LayoutRules, guess, lay_out
from mapping.readers import read

HEADER = "序号\t主要任务\t责任单位\n"
Lay = Callable[..., tuple[Document, LayoutReading]]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    def lay_out_file(
        text: str, rules: LayoutRules | None = None, suffix: str = ".txt"
    ) -> tuple[Document, LayoutReading]:
        path = tmp_path / f"plan{suffix}"
        path.write_text(text, "utf-8")
        document = read(path)
        return document, lay_out(document, rules or LayoutRules(), ("加强品牌建设", "改善商品供给"))

    return lay_out_file


def test_beside_a_lead_the_other_bodies_are_responsible(lay: Lay) -> None:
    document, reading = lay("序号\t任务\t牵头单位\t责任单位\t配合单位\n1\t任务一。\t市商务局\t市财政局\t市教委\n")
    (entry,) = reading.entries
    assert [(document.at(body.place), body.role) for body in entry.bodies] == [
        ("市商务局", "lead"),
        ("市财政局", "responsible"),
        ("市教委", "supporting"),
    ]


def test_a_header_of_two_rows_is_read_from_its_lower_row(lay: Lay) -> None:
    document, reading = lay(
        "<table><tr><th rowspan=2>序号<th rowspan=2>任务<th colspan=2>责任分工</tr><tr><th>牵头单位<th>配合单位</tr>"
        "<tr><td>1<td>任务一。<td>市商务局<td>市教委</tr></table>",
        suffix=".html",
    )
    assert [(document.at(body.place), body.role) for body in reading.entries[0].bodies] == [
        ("市商务局", "lead"),
        ("市教委", "supporting"),
    ]


def test_a_row_that_is_one_merged_cell_is_a_heading(lay: Lay) -> None:
    document, reading = lay(
        "<table><tr><th>序号<th>任务<th>责任单位</tr><tr><td colspan=3>一、优化供给</tr>"
        "<tr><td>1<td>任务一。<td>市商务局</tr><tr><td>二<td>扩大消费<td></tr><tr><td>2<td>任务二。<td>市教委</tr></table>",
        suffix=".html",
    )
    headings = [[document.at(place) for place in entry.headings] for entry in reading.entries]
    assert headings[0] == ["一、优化供给"]
    assert headings[1][-1] == "扩大消费"


def test_a_lead_in_the_heading_above_a_table_leads_its_rows_only(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        "<p>一、供给类任务（市发展改革委牵头）</p><table><tr><th>序号<th>任务<th>责任单位</tr>"
        "<tr><td>1<td>甲事。<td>市商务局</tr></table>"
        "<p>二、环境类任务</p><table><tr><th>序号<th>任务<th>责任单位</tr><tr><td>2<td>乙事。<td>市公安局</tr></table>",
        "utf-8",
    )
    document = read(path)
    reading = lay_out(document, LayoutRules())
    assert [[(document.at(body.place), body.role) for body in entry.bodies] for entry in reading.entries] == [
        [("（市发展改革委牵头）", None), ("市商务局", "responsible")],
        [("市公安局", None)],
    ]
    assert [[document.at(place) for place in entry.headings] for entry in reading.entries] == [
        ["一、供给类任务（市发展改革委牵头）"],
        ["二、环境类任务"],
    ]


def test_a_table_that_goes_on_without_a_header_keeps_the_columns_of_the_one_above(lay: Lay) -> None:
    _, reading = lay(f"{HEADER}1\t任务一。\t市商务局\n\n2\t任务二。\t市教委\n")
    assert [entry.number for entry in reading.entries] == ["1", "2"]


def test_a_serial_merged_over_two_rows_counts_on_within_itself(lay: Lay) -> None:
    _, reading = lay(
        "<table><tr><th>序号<th>任务<th>责任单位</tr><tr><td rowspan=2>1<td>任务一。<td>市商务局</tr>"
        "<tr><td>任务二。<td>市教委</tr><tr><td>2<td>任务三。<td>市教委</tr></table>",
        suffix=".html",
    )
    assert [entry.number for entry in reading.entries] == ["1.1", "1.2", "2"]


def test_rows_without_a_serial_column_are_counted(lay: Lay) -> None:
    _, reading = lay("类别\t任务\t责任单位\n甲\t任务一。\t市商务局\n乙\t任务二。\t市教委\n")
    assert [entry.number for entry in reading.entries] == ["1", "2"]


def test_the_punctuation_around_a_serial_is_not_part_of_it(lay: Lay) -> None:
    _, reading = lay(f"{HEADER}1.\t任务一。\t市商务局\n（２）\t任务二。\t市教委\n")
    assert [entry.number for entry in reading.entries] == ["1", "2"]


def test_columns_named_in_the_rules_win_over_the_usual_words(lay: Lay) -> None:
    columns = Columns(measure="怎么办", responsibility=("谁来办",), ignore="任务")
    document, reading = lay("序号\t任务\t怎么办\t谁来办\n1\t甲\t乙\t市商务局\n", LayoutRules(columns=columns))
    assert document.at(reading.entries[0].measure) == "乙"


def test_a_label_is_carried_down_only_where_the_rules_say_so(lay: Lay) -> None:
    text = "序号\t类别\t任务\t责任单位\n1\t甲\t任务一。\t市商务局\n2\t\t任务二。\t市教委\n"
    _, printed = lay(text)
    _, carried = lay(text, LayoutRules(labels="carried"))
    assert [bool(entry.label) for entry in printed.entries] == [True, False]
    assert carried.entries[1].label == carried.entries[0].label


def test_a_swallowed_label_of_an_unknown_title_is_parted_with_a_doubt(lay: Lay) -> None:
    document, reading = lay("序号\t国家要求\t任务\t责任单位\n1\t（一）没有的标题 落实要求。\t任务一。\t市商务局\n")
    (entry,) = reading.entries
    assert entry.requirement is not None
    assert document.at(entry.requirement) == "落实要求。"
    assert [finding.code for finding in reading.findings] == ["swallowed-label"]


def test_a_requirement_that_is_only_the_title_stays_a_requirement(lay: Lay) -> None:
    document, reading = lay("序号\t国家要求\t任务\t责任单位\n1\t（一）加强品牌建设\t任务一。\t市商务局\n")
    (entry,) = reading.entries
    assert entry.requirement is not None
    assert document.at(entry.requirement) == "（一）加强品牌建设"
    assert entry.label == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("只有一段。", r"^plan\.txt: there is no table\. .*kind = \"items\""),
        ("甲\t乙\t丙\n1\t任务。\t局\n", r"block 1, row 1: “甲 乙 丙”: no table has a header"),
        ("序号\t任务\t备注\n1\t任务。\t无\n", "no table has a header that names the measures and the bodies"),
        (f"{HEADER}1\t\t市商务局\n", "the row has no measure"),
        (f"{HEADER}1\t甲。\n", "the row has too few cells: 2 for the columns serial, measure, responsibility"),
        (f"{HEADER}1\t甲\t乙\t丙\t丁\t局\n", "the row has too many cells: 6"),
    ],
)
def test_a_table_that_does_not_hold_together_says_where_and_what_to_do(lay: Lay, text: str, said: str) -> None:
    with pytest.raises(LayoutError, match=said):
        lay(text)


@pytest.mark.parametrize(
    ("text", "code", "said", "numbers"),
    [
        ("序号\t任务\t怪列\t责任单位\n1\t甲。\t无\t局\n", "unknown-header", "“怪列”: this header is unknown", ["1"]),
        (f"{HEADER}1\t甲。\t市商务局\n3\t乙。\t市教委\n", "serial-gap", "the 序号 2 is missing", ["1", "3"]),
        (f"{HEADER}1\t甲。\t市商务局\n5\t乙。\t市教委\n", "serial-gap", "the 序号 2 to 4 is missing", ["1", "5"]),
        (f"{HEADER}2\t甲。\t市商务局\n1\t乙。\t市教委\n", "serial-gap", "the 序号 1 comes after 2", ["2", "1"]),
        (f"{HEADER}1\t甲。\t市商务局\n{'9' * 40}\t乙。\t市教委\n", "serial-gap", "comes after 1", ["1", "9" * 40]),
        (f"{HEADER}1\t甲。\t市商务局\n{'9' * 5000}\t乙。\t市教委\n", "no-serial", "no number but a text", ["1", "1.2"]),
        (
            f"{HEADER}1\t甲。\t市商务局\n1\t乙。\t市教委\n",
            "serial-twice",
            "stands twice, first in block 1",
            ["1", "1-2"],
        ),
        (f"{HEADER}1\t甲。\t市商务局\n\t乙。\t市教委\n", "no-serial", "the row has no 序号", ["1", "1.2"]),
        (f"{HEADER}1\t甲。\t市商务局\n2\t乙。\t\n", "no-agency", "“2 乙。”: the row names no agency", ["1", "2"]),
        (f"{HEADER}1\t甲。\t市商务局\n2\t\t市教委\n", "unread-row", "the row has no measure: it was not read", ["1"]),
        (f"{HEADER}1\t甲。\t市商务局\n2\t甲\t乙\t丙\t丁\t局\n", "unread-row", "too many cells: 6", ["1"]),
    ],
)
def test_what_is_wrong_with_one_row_is_told_and_the_others_are_read(
    lay: Lay, text: str, code: str, said: str, numbers: list[str]
) -> None:
    _, reading = lay(text)
    assert [entry.number for entry in reading.entries] == numbers
    assert [said in found.message for found in reading.findings if found.code == code] == [True]
    assert all(found.place for found in reading.findings)


def test_all_that_is_wrong_with_a_document_without_a_readable_row_is_told_at_once(lay: Lay) -> None:
    with pytest.raises(LayoutError, match=r"“怪列”: this header(?s:.)*“1 市商务局”: the row has no measure"):
        lay("序号\t任务\t怪列\t责任单位\n1\t\t\t市商务局\n")


def test_tables_that_each_count_from_one_are_read_when_the_rules_say_so(lay: Lay) -> None:
    text = f"{HEADER}1\t任务一。\t市商务局\n\n{HEADER}1\t任务二。\t市教委\n"
    _, reading = lay(text)
    assert [found.code for found in reading.findings] == ["serial-twice"]
    _, reading = lay(text, LayoutRules(numbering="restarts"))
    assert [entry.number for entry in reading.entries] == ["1.1", "2.1"]


def test_blocks_to_skip_are_not_read(lay: Lay) -> None:
    _, reading = lay(f"{HEADER}1\t任务一。\t市商务局\n\n序号\t姓名\t单位\n1\t甲\t乙\n", LayoutRules(skip_blocks=(2,)))
    assert len(reading.entries) == 1


def test_signatories_are_the_lines_above_the_date_and_several_may_share_one(lay: Lay) -> None:
    text = f"特此通知。\n市商务局　　市财政局\n市教委\n二〇二〇年五月二十三日\n\n{HEADER}1\t任务一。\t市商务局\n"
    document, reading = lay(text, LayoutRules(signatories="lines-before-date"))
    assert [document.at(place) for place in reading.signatories] == ["市商务局", "市财政局", "市教委"]


def test_a_title_above_the_date_signs_nothing(lay: Lay) -> None:
    _, reading = lay(
        f"某市促进消费实施方案\n2020年5月23日\n\n{HEADER}1\t任务一。\t市商务局\n",
        LayoutRules(signatories="lines-before-date"),
    )
    assert reading.signatories == ()


def test_a_sentence_that_the_first_body_leads_is_a_doubt_until_the_rules_say_so(lay: Lay) -> None:
    text = f"列第一位的责任单位为牵头单位。\n\n{HEADER}1\t任务一。\t市商务局\n"
    _, unsaid = lay(text)
    _, said = lay(text, LayoutRules(lead_by_position=True))
    _, unstated = lay(f"{HEADER}1\t任务一。\t市商务局\n", LayoutRules(lead_by_position=True))
    assert [finding.code for finding in unsaid.findings] == ["lead-by-position"]
    assert said.findings == ()
    assert [finding.code for finding in unstated.findings] == ["lead-by-position-unstated"]


def test_a_note_in_a_header_does_not_hide_its_word_and_may_state_the_rule(lay: Lay) -> None:
    _, reading = lay("序号\t任务（2022年）\t责任单位（列第一位的为牵头单位）\n1\t任务一。\t市商务局\n")
    assert len(reading.entries) == 1
    assert [finding.code for finding in reading.findings] == ["lead-by-position"]


def test_beside_a_column_of_measures_the_tasks_to_its_left_are_the_requirements(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("序号,重点任务,具体措施,牵头单位\n1,保护老字号,认定20家老字号,省商务厅\n", encoding="utf-8")
    document = read(path)
    for rules in (LayoutRules(), guess(document).rules):
        (entry,) = lay_out(document, rules).entries
        assert entry.requirement is not None
        assert (document.at(entry.requirement), document.at(entry.measure)) == ("保护老字号", "认定20家老字号")


def test_a_detail_beside_a_measure_belongs_to_it_and_alone_is_the_measure(lay: Lay) -> None:
    document, beside = lay(
        "章节\t对应任务\t细则名称\t细则内容\t牵头部门\n一\t种茶\t茶园认定\t认定茶园十家。\t省林业局\n"
    )
    (entry,) = beside.entries
    assert document.at(entry.measure) == "茶园认定\t认定茶园十家。"
    assert entry.requirement is not None
    assert document.at(entry.requirement) == "种茶"
    document, alone = lay("序号\t指标\t2031年目标值\t责任单位\n1\t茶园面积\t十万亩\t省林业局\n")
    assert [document.at(entry.measure) for entry in alone.entries] == ["茶园面积\t十万亩"]


def test_a_header_that_is_repeated_among_the_rows_is_no_measure(lay: Lay) -> None:
    _, reading = lay(f"{HEADER}1\t甲。\t市商务局\n{HEADER}2\t乙。\t市教委\n")
    assert [entry.number for entry in reading.entries] == ["1", "2"]
    assert reading.findings == ()


def test_a_table_of_another_kind_is_left_out_with_one_finding(lay: Lay) -> None:
    _, reading = lay(f"{HEADER}1\t甲。\t市商务局\n\n项目清单\n序号\t项目名称\t建设地点\t总投资\n1\t茶厂\t安溪\t3\n")
    assert [entry.number for entry in reading.entries] == ["1"]
    assert [(found.code, found.severity, found.text) for found in reading.findings] == [
        ("unread-table", "info", "项目清单")
    ]
