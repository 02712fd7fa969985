"""Plans that are no tables: items with lines below them, and paragraphs with brackets."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.blocks import Document
from mapping.errors import LayoutError
from mapping.layout import LayoutReading, LayoutRules, lay_out
from mapping.layout.numerals import after_numeral, printed_number
from mapping.layout.parts import Part
from mapping.readers import read

Lay = Callable[[str], tuple[Document, LayoutReading]]


def laid(tmp_path: Path, rules: LayoutRules) -> Lay:
    def lay(text: str) -> tuple[Document, LayoutReading]:
        path = tmp_path / "plan.txt"
        path.write_text(text, "utf-8")
        document = read(path)
        return document, lay_out(document, rules)

    return lay


@pytest.fixture
def items(tmp_path: Path) -> Lay:
    return laid(tmp_path, LayoutRules(kind="items"))


@pytest.fixture
def paragraphs(tmp_path: Path) -> Lay:
    return laid(tmp_path, LayoutRules(kind="paragraphs"))


def measures(read_as: tuple[Document, LayoutReading]) -> list[tuple[str, str, list[str]]]:
    document, reading = read_as
    return [
        (entry.number, document.at(entry.measure), [document.at(body.place) for body in entry.bodies])
        for entry in reading.entries
    ]


def headings(read_as: tuple[Document, LayoutReading]) -> list[list[str]]:
    document, reading = read_as
    return [[document.at(place) for place in entry.headings] for entry in reading.entries]


def test_lines_below_an_item_say_who_leads_who_is_responsible_and_until_when(items: Lay) -> None:
    document, reading = items(
        "某区任务分工\n一、增加供给\n1.开展行动。\n牵头单位:区发改局\n责任单位：区商务局、区财政局\n完成时限：2022年6月\n牵头领导：张三\n"
    )
    (entry,) = reading.entries
    assert document.at(entry.measure) == "开展行动。"
    assert [(document.at(body.place), body.role) for body in entry.bodies] == [
        ("区发改局", "lead"),
        ("区商务局、区财政局", "responsible"),
    ]
    assert entry.deadline is not None
    assert document.at(entry.deadline) == "2022年6月"
    assert [document.at(place) for place in reading.persons] == ["张三"]
    assert headings((document, reading)) == [["一、增加供给"]]


def test_fields_may_share_a_line_stand_in_a_bracket_or_on_the_next_line(items: Lay) -> None:
    found = items(
        "1.培育品牌。\n牵头单位：区商务局；配合单位：区文旅局。\n2.建设街区。（牵头单位：区住建局；配合单位：各镇（街道））\n"
        "3.发放补贴。\n责任单位：\n区财政局\n"
    )
    assert measures(found) == [
        ("1", "培育品牌。", ["区商务局", "区文旅局"]),
        ("2", "建设街区。", ["区住建局", "各镇（街道）"]),
        ("3", "发放补贴。", ["区财政局"]),
    ]


def test_an_item_may_have_several_paragraphs(items: Lay) -> None:
    assert measures(
        items(
            "1.培育品牌。\n（1）认定老字号。\n（2）推广应用。\n责任单位：区商务局\n2.建设街区。\n责任单位：区住建局\n"
        )
    ) == [
        ("1", "培育品牌。\n（1）认定老字号。\n（2）推广应用。", ["区商务局"]),
        ("2", "建设街区。", ["区住建局"]),
    ]


def test_a_lead_in_a_heading_leads_the_items_below_it_only(items: Lay) -> None:
    document, reading = items(
        "一、市商务局牵头事项\n1.甲事。\n配合单位：市税务局\n2.乙事。\n牵头单位：市教委\n二、其他事项\n3.丙事。\n责任单位：市商务局\n"
    )
    roles = [[(document.at(body.place), body.role) for body in entry.bodies] for entry in reading.entries]
    assert roles == [
        [("市商务局", "lead"), ("市税务局", "supporting")],
        [("市教委", "lead")],
        [("市商务局", None)],
    ]


def test_a_heading_with_lines_below_it_is_the_measure_itself(items: Lay) -> None:
    assert measures(items("一、建设步行街\n责任单位：市商务局\n二、发放消费券\n责任单位：市财政局\n")) == [
        ("1", "建设步行街", ["市商务局"]),
        ("2", "发放消费券", ["市财政局"]),
    ]


def test_an_item_without_a_body_between_others_is_told_and_the_others_are_read(items: Lay) -> None:
    found = items("1.甲事。\n责任单位：市商务局\n2.乙事。\n3.丙事。\n责任单位：市商务局\n")
    assert [text for _, text, _ in measures(found)] == ["甲事。", "丙事。"]
    assert [(one.code, one.text, one.severity) for one in found[1].findings] == [("no-agency", "2.乙事。", "warning")]


def test_a_document_without_such_lines_is_refused(items: Lay) -> None:
    with pytest.raises(LayoutError, match="no numbered item is followed by a line"):
        items("1.甲事。\n2.乙事。\n")


def test_each_bracket_closes_its_own_measure(paragraphs: Lay) -> None:
    found = paragraphs(
        "一、优化供给\n（一）提升质量。推进行动（试行），培育品牌200个。（责任单位：省市场监管局、省商务厅）"
        "支持企业创新（省工业和信息化厅牵头，省财政厅配合）。2.完善标准体系。〔责任单位：省市场监管局〕\n"
    )
    assert measures(found) == [
        ("1", "推进行动（试行），培育品牌200个。", ["（责任单位：省市场监管局、省商务厅）"]),
        ("2", "支持企业创新", ["（省工业和信息化厅牵头，省财政厅配合）"]),
        ("3", "完善标准体系。", ["〔责任单位：省市场监管局〕"]),
    ]
    assert headings(found) == [["一、优化供给", "（一）提升质量"]] * 3


def test_a_bracket_that_names_no_agency_is_part_of_the_measure(paragraphs: Lay) -> None:
    found = paragraphs("鼓励消费，费用分担(由市直、黄州区按现行财政体制分担)。(省文化和旅游厅，各地级以上市人民政府)\n")
    assert measures(found) == [
        (
            "1",
            "鼓励消费，费用分担(由市直、黄州区按现行财政体制分担)。",
            ["(省文化和旅游厅，各地级以上市人民政府)"],
        )
    ]


def test_a_bracket_that_stands_alone_closes_the_paragraphs_above_it(paragraphs: Lay) -> None:
    assert measures(paragraphs("1.建设平台。\n鼓励应用。\n（责任单位：省商务厅）\n")) == [
        ("1", "建设平台。\n鼓励应用。", ["（责任单位：省商务厅）"])
    ]


def test_two_brackets_in_a_row_belong_to_one_measure(paragraphs: Lay) -> None:
    assert measures(paragraphs("建设平台。（牵头单位：省商务厅）（配合单位：省财政厅）\n")) == [
        ("1", "建设平台。", ["（牵头单位：省商务厅）", "（配合单位：省财政厅）"])
    ]


def test_measures_of_numbered_items_count_on_within_them(paragraphs: Lay) -> None:
    found = paragraphs("1.做好甲事。（省财政厅）做好乙事。（省税务局）\n2.做好丙事。（省税务局）\n")
    assert [number for number, _, _ in measures(found)] == ["1.1", "1.2", "2"]


def test_item_numbers_that_come_back_give_way_to_the_order(paragraphs: Lay) -> None:
    found = paragraphs("一、甲\n1.做好甲事。（省财政厅）\n二、乙\n1.做好乙事。（省税务局）\n")
    assert [number for number, _, _ in measures(found)] == ["1", "2"]


def test_what_a_document_says_once_for_all_is_found(paragraphs: Lay) -> None:
    bracket = "〔责任单位：省商务厅按职责分工负责。具体任务均涉及相关市(州)人民政府,不再做分工,下同。〕"
    document, reading = paragraphs(f"推进甲事。{bracket}\n推进乙事。（省财政厅）\n")
    assert [document.at(place) for place in reading.defaults] == [bracket]


def test_defaults_are_not_followed_where_the_rules_say_so(tmp_path: Path) -> None:
    lay = laid(tmp_path, LayoutRules(kind="paragraphs", defaults="none"))
    _, reading = lay("推进甲事。（责任单位：省商务厅。均涉及相关市(州)人民政府,不再做分工,下同。）\n")
    assert reading.defaults == ()


def test_text_between_measures_that_no_bracket_closes_is_a_doubt(paragraphs: Lay) -> None:
    _, reading = paragraphs(
        "为做好工作，制定本方案。\n推进甲事。（省财政厅）\n没有括号的一段。\n\n二、乙\n推进丙事。（省税务局）\n特此通知。\n"
    )
    assert [(finding.code, finding.text) for finding in reading.findings] == [("no-agency", "没有括号的一段。")]


def test_a_document_without_brackets_is_refused(paragraphs: Lay) -> None:
    with pytest.raises(LayoutError, match="no paragraph names who is responsible"):
        paragraphs("推进甲事。\n")


def test_a_numbered_sentence_that_a_bracket_closes_is_a_measure_not_a_heading(paragraphs: Lay) -> None:
    read_as = paragraphs(
        "一、加快建设\n（一）新建基站5万个。（省通信管理局、省经信厅）\n（二）加强建设。建成馆舍。（省财政厅）\n"
    )
    assert measures(read_as) == [
        ("1", "新建基站5万个。", ["（省通信管理局、省经信厅）"]),
        ("2", "建成馆舍。", ["（省财政厅）"]),
    ]
    assert headings(read_as) == [["一、加快建设"], ["一、加快建设", "（二）加强建设"]]


def test_a_number_that_touches_the_bracket_before_begins_the_next_item(paragraphs: Lay) -> None:
    read_as = paragraphs("2.建设街区。（省商务厅）3.举办博览会。（省商务厅牵头）\n4.公示信息。（省发展改革委）\n")
    assert [number for number, _, _ in measures(read_as)] == ["2", "3", "4"]


def test_sentences_that_say_who_leads_make_measures_where_no_bracket_does(paragraphs: Lay) -> None:
    document, reading = paragraphs(
        "一、重点任务\n1.培育茶企。由省商务厅牵头、省财政厅配合，每年支持五十家茶企。\n2.发展茶旅。省文化和旅游厅负责推出十条线路。\n"
        "二、保障\n建立由省商务厅牵头的工作机制。本方案由省商务厅负责解释。\n"
    )
    assert [(number, bodies) for number, _, bodies in measures((document, reading))] == [
        ("1", ["省商务厅牵头、省财政厅配合，"]),
        ("2", ["省文化和旅游厅负责推出十条线路。"]),
    ]
    assert [found.code for found in reading.findings] == ["in-sentences"]


def test_a_heading_may_end_its_sentence_and_a_bracket_below_it_makes_it_the_measure(paragraphs: Lay) -> None:
    found = paragraphs(
        "（一）强化茶园保障。\n1.建设茶园。扩大茶园。（责任单位：省林业局）\n（二）培训茶农\n（责任单位：省农业农村厅）\n"
    )
    assert [text for _, text, _ in measures(found)] == ["建设茶园。扩大茶园。", "培训茶农"]
    assert headings(found) == [["（一）强化茶园保障。"], []]


def test_a_short_numbered_line_above_a_measure_is_its_heading(paragraphs: Lay) -> None:
    found = paragraphs(
        "（一）做强茶业\n１．建设茶园\n扩大茶园面积。（责任单位：省林业局）\n２．培训茶农\n办好夜校。（责任单位：省教育厅）\n"
    )
    assert headings(found) == [["（一）做强茶业", "建设茶园"], ["（一）做强茶业", "培训茶农"]]


def test_what_a_web_page_prints_around_its_text_is_no_measure(paragraphs: Lay) -> None:
    document, reading = paragraphs(
        "当前位置：首页 > 政策\n某省茶业方案\n1.种植茶树。（责任单位：省林业局）\n"
        "相关链接\n主办单位：省林业局\n责任编辑：赵六　网站地图\n"
    )
    assert measures((document, reading)) == [("1", "种植茶树。", ["（责任单位：省林业局）"])]
    assert [found.code for found in reading.findings] == ["page-furniture"]


def test_a_bracket_outside_a_table_of_measures_is_told_where_only_tables_are_read(tmp_path: Path) -> None:
    table = "序号\t任务\t责任单位\n1\t采茶。\t省林业局\n"
    lay = laid(tmp_path, LayoutRules(kind="table"))
    document, reading = lay(f"一、总体\n扩大茶园面积。（责任单位：省商务厅）\n\n{table}")
    assert measures((document, reading)) == [("1", "采茶。", ["省林业局"])]
    assert [(found.code, found.text) for found in reading.findings] == [("unread-bodies", "（责任单位：省商务厅）")]


def test_prose_and_table_are_both_read_each_with_numbers_of_its_own(tmp_path: Path) -> None:
    table = "序号\t任务\t责任单位\n1\t采茶。\t省林业局\n"
    found = laid(tmp_path, LayoutRules(kind="mixed"))(f"1.扩大茶园。（责任单位：省商务厅）\n\n{table}")
    assert [(number, text) for number, text, _ in measures(found)] == [("1", "扩大茶园。"), ("annex-1", "采茶。")]


def test_parts_of_a_document_are_what_the_rules_say(tmp_path: Path) -> None:
    text = "1.扩大茶园。（责任单位：省商务厅）\n2.采茶，\n制茶。（责任单位：省林业局）\n附件\n3.卖茶。（责任单位：省商务厅）\n"
    parts = (Part(as_="join", blocks="2-3"), Part(as_="skip", blocks=5), Part(as_="skip", pages="9"))
    document, reading = laid(tmp_path, LayoutRules(kind="paragraphs", parts=parts))(text)
    assert [text for _, text, _ in measures((document, reading))] == ["扩大茶园。", "采茶，\n制茶。"]
    assert [found.code for found in reading.findings] == ["part-without-block"]


def test_a_table_in_a_document_of_paragraphs_is_read_where_the_rules_name_it(tmp_path: Path) -> None:
    text = "1.扩大茶园。（责任单位：省商务厅）\n\n序号\t任务\t责任单位\n1\t采茶。\t省林业局\n"
    plain = laid(tmp_path, LayoutRules(kind="paragraphs"))(text)
    named = laid(tmp_path, LayoutRules(kind="paragraphs", parts=(Part(as_="table", blocks="2"),)))(text)
    assert ([number for number, _, _ in measures(plain)], [f.code for f in plain[1].findings]) == (
        ["1"],
        ["unread-table"],
    )
    assert [number for number, _, _ in measures(named)] == ["1", "annex-1"]


def test_a_part_is_named_by_pages_or_by_blocks(tmp_path: Path) -> None:
    rules = LayoutRules(kind="paragraphs", parts=(Part(as_="skip", blocks="two"),))
    with pytest.raises(LayoutError, match="a part is named by either `pages` or `blocks`"):
        laid(tmp_path, rules)("1.扩大茶园。（责任单位：省商务厅）\n")


@pytest.mark.parametrize(
    ("text", "number", "end"),
    [
        ("3.2021年底前完成", "3", 2),
        ("4.6月底前完成", "4", 2),
        ("5.5G网络", "5", 2),
        ("2.4A级景区", "2", 2),
        ("3.5亿元", None, 0),
    ],
)
def test_a_figure_right_after_the_numeral_of_an_item_is_no_part_of_it(text: str, number: str | None, end: int) -> None:
    assert (printed_number(text), after_numeral(text)) == (number, end)


def test_of_several_parts_that_say_what_a_block_is_the_last_one_holds(tmp_path: Path) -> None:
    text = "1.扩大茶园。（责任单位：省商务厅）\n2.采茶。（责任单位：省林业局）\n3.制茶。（责任单位：省商务厅）\n"
    parts = (Part(as_="skip", blocks="1-3"), Part(as_="measures", blocks=2), Part(as_="measure", blocks=3))
    found = laid(tmp_path, LayoutRules(kind="paragraphs", parts=parts))(text)
    assert measures(found) == [("2", "采茶。", ["（责任单位：省林业局）"]), ("3", "制茶。", ["（责任单位：省商务厅）"])]


def test_paragraphs_that_are_called_one_measure_are_one_with_the_bodies_that_they_name(tmp_path: Path) -> None:
    text = "一、采茶\n组织采茶（省林业局负责），\n由省商务厅牵头推广。\n（省财政厅配合）\n"
    parts = (Part(as_="measure", blocks="2-4"),)
    found = laid(tmp_path, LayoutRules(kind="paragraphs", parts=parts))(text)
    named = [("block-2", "组织采茶（省林业局负责），\n由省商务厅牵头推广。", ["（省林业局负责）", "（省财政厅配合）"])]
    assert (measures(found), headings(found)) == (named, [["一、采茶"]])
    alone = laid(tmp_path, LayoutRules(kind="paragraphs", parts=(Part(as_="measure", blocks=3),)))
    assert measures(alone("一、采茶\n略。\n由省商务厅牵头推广采茶。\n"))[0][2] == ["省商务厅牵头推广采茶。"]


def test_a_paragraph_that_is_called_a_heading_is_one_whatever_it_looks_like(tmp_path: Path) -> None:
    text = "为了茶农，我们要采好茶，制好茶，卖好茶。\n1.采茶。（责任单位：省林业局）\n"
    rules = LayoutRules(kind="paragraphs", parts=(Part(as_="heading", blocks=1),))
    assert headings(laid(tmp_path, rules)(text)) == [["为了茶农，我们要采好茶，制好茶，卖好茶。"]]


def test_a_paragraph_is_split_before_words_and_rows_of_a_table_are_skipped(tmp_path: Path) -> None:
    text = "一、重点任务1.采茶。（责任单位：省林业局）2.制茶。（责任单位：省商务厅）\n"
    parts = (Part(as_="split", blocks=1, before=("1.采茶", "2.制茶", "3.卖茶")),)
    found = laid(tmp_path, LayoutRules(kind="paragraphs", parts=parts))(text)
    assert [(number, text) for number, text, _ in measures(found)] == [("1", "采茶。"), ("2", "制茶。")]
    assert [(one.code, one.text) for one in found[1].findings] == [("part-without-block", "3.卖茶")]
    table = "序号\t任务\t责任单位\n1\t采茶。\t省林业局\n2\t制茶。\t省商务厅\n3\t卖茶。\t省商务厅\n"
    rules = LayoutRules(kind="table", parts=(Part(as_="skip", blocks=1, rows="3-4"),))
    assert [text for _, text, _ in measures(laid(tmp_path, rules)(table))] == ["采茶。"]


@pytest.mark.parametrize(
    "part",
    [
        Part(as_="skip"),
        Part(as_="measures", blocks=1, rows=2),
        Part(as_="split", blocks=1),
        Part(as_="skip", blocks=1, before=("采茶",)),
        Part(as_="skip", blocks=1, rows="one"),
    ],
)
def test_a_part_that_does_not_hold_together_is_refused(tmp_path: Path, part: Part) -> None:
    with pytest.raises(LayoutError, match="Correct it under"):
        laid(tmp_path, LayoutRules(kind="paragraphs", parts=(part,)))("1.采茶。（责任单位：省林业局）\n")
