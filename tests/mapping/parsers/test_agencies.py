import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.parsers.agencies import find_responsibilities, parse, read
from mapping.parsers.mentions import BodyMention, LeadRule, ResponsibilityText

LABELLED = Path(__file__).parents[2] / "labelled/responsibilities.jsonl"
REQUIREMENTS = LABELLED.with_name("requirements.jsonl")
PLAN = Path(__file__).parents[3] / "../shared/source/000_ef56ec4b67c98340.txt"
CASES: list[dict[str, Any]] = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]

WORDS = [
    *"、,，;；。()（）〔〕【】: \n和及与等由市省区县各",
    *[
        "责任单位:",
        "牵头单位：",
        "配合",
        "牵头",
        "负责",
        "按职责分工",
        "市商务局",
        "省财政厅",
        "各区人民政府",
        "等部门",
        "会同",
        "下同",
        "以下均需",
    ],
    *[
        "县级市",
        "文化和旅游局",
        "2020年底",
        "牵头领导:",
        "张三",
        "不再列出",
        "共同",
        "的",
        "一个",
        "《办法》",
        "人民政府",
    ],
]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map("".join) | st.text(max_size=80)


def roles(result: ResponsibilityText) -> dict[str, str]:
    return {body.name: body.role for body in result.bodies}


def rows() -> list[list[str]]:
    if not PLAN.exists():
        pytest.skip("the Tianjin plan is not beside this checkout")
    lines = [line.rstrip().split("\t") for line in PLAN.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if re.fullmatch(r"\d+", line[0])]


def test_there_are_at_least_two_hundred_labelled_texts_and_sixty_of_them_held_out() -> None:
    assert len(CASES) >= 200
    assert sum(case["batch"] != "open" for case in CASES) >= 60


def test_every_label_is_the_slice_between_its_offsets() -> None:
    for case in CASES:
        for body in case["bodies"]:
            assert case["text"][body["start"] : body["end"]] == body["name"]


def test_bodies_are_recognised_with_f1_of_098_and_roles_with_accuracy_of_098() -> None:
    hits = extra = missed = right_role = right_kind = 0
    for case in CASES:
        got = {(body.name, body.start, body.end): body for body in read(case["text"]).bodies}
        wanted = {(body["name"], body["start"], body["end"]): body for body in case["bodies"]}
        both = got.keys() & wanted.keys()
        hits, extra, missed = hits + len(both), extra + len(got) - len(both), missed + len(wanted) - len(both)
        right_role += sum(got[key].role == wanted[key]["role"] for key in both)
        right_kind += sum(got[key].kind == wanted[key]["kind"] for key in both)
    assert 2 * hits / (2 * hits + extra + missed) >= 0.98
    assert right_role / hits >= 0.98
    assert right_kind / hits >= 0.98


@pytest.mark.parametrize("batch", sorted({case["batch"] for case in CASES}))
def test_each_batch_of_labelled_texts_is_read_with_f1_and_roles_of_099(batch: str) -> None:
    hits = wrong = right_role = 0
    for case in (case for case in CASES if case["batch"] == batch):
        got = {(body.name, body.start, body.end): body.role for body in read(case["text"]).bodies}
        wanted = {(body["name"], body["start"], body["end"]): body["role"] for body in case["bodies"]}
        hits, wrong = hits + len(got.keys() & wanted.keys()), wrong + len(got.keys() ^ wanted.keys())
        right_role += sum(role == wanted.get(key) for key, role in got.items())
    assert 2 * hits / (2 * hits + wrong) >= 0.99
    assert right_role / hits >= 0.99


def test_no_body_is_read_where_a_text_names_none() -> None:
    assert [case["text"] for case in CASES if not case["bodies"] and read(case["text"]).bodies] == []


def test_a_text_and_the_parts_of_it_that_a_layout_finds_are_read_alike() -> None:
    """What ``explain`` reads in a text is what ``extract`` reads in its brackets and lines."""
    differ = []
    for case in (case for case in CASES if case["bodies"] and "\n" not in case["text"]):
        text = case["text"]
        whole = [(body.start, body.role) for body in read(text).bodies]
        if spans := find_responsibilities(text):
            parts = [(at.start + body.start, body.role) for at in spans for body in parse(at.of(text)).bodies]
        else:
            parts = [(body.start, body.role) for body in parse(text).bodies]
        differ += [text] if parts != whole and any(mark in text for mark in "（(【〔：:") else []
    assert differ == []


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("（市民政局负责审批，市财政局负责拨款）", ["审批", "拨款"]),
        ("责任单位：市民政局（含所属站所）、市财政局", ["含所属站所"]),
        ("责任单位：市民政局、市财政局，视情况另定", ["视情况另定"]),
        ("责任单位：市民政局；备注：一事一议", ["一事一议"]),
        ("责任单位：市民政局、市财政局", []),
        ("（市民政局牵头，市财政局、市审计局等部门配合，2031年6月底前完成）", []),
        ("1.市民政局；2.市财政局", []),
    ],
)
def test_no_words_of_a_responsibility_text_disappear(text: str, unread: list[str]) -> None:
    assert [text[words.start : words.end] for words in parse(text).unread] == unread


def test_a_person_is_no_body_and_no_quoted_words() -> None:
    text = "牵头领导：孙长福；牵头单位：市民政局"
    said = parse(text)
    assert [text[start:end] for start, end in said.persons] == ["孙长福"]
    assert said.unread == ()


def test_a_sentence_before_the_responsibility_changes_nothing() -> None:
    """Whatever a measure says, its bracket or heading is found behind it, and nothing of the measure is a body."""
    measures = [json.loads(line)["text"] for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()]
    plain = [text.rstrip("。") + "。" for text in measures if not re.search("责任|牵头|[（(]", text)]
    hits = extra = missed = 0
    for at, case in enumerate(case for case in CASES if re.match("[（(〔【]|责任单位|牵头单位", case["text"])):
        before = plain[at % len(plain)]
        got = {(body.name, body.start - len(before)) for body in read(before + case["text"]).bodies}
        wanted = {(body["name"], body["start"]) for body in case["bodies"]}
        hits, extra, missed = hits + len(got & wanted), extra + len(got - wanted), missed + len(wanted - got)
    assert hits > 1000
    assert 2 * hits / (2 * hits + extra + missed) >= 0.99


@pytest.mark.parametrize("flag", ["open_ended", "sets_default"])
def test_open_lists_and_defaults_are_told_as_labelled(flag: str) -> None:
    wrong = [case["text"] for case in CASES if getattr(read(case["text"]), flag) != case[flag]]
    assert len(wrong) <= len(CASES) // 50, wrong


def test_tianjin_names_35_bodies_236_times_and_leaves_two_lists_open() -> None:
    read_rows = {row[0]: read(row[-1]) for row in rows()}
    assert sum(len(result.bodies) for result in read_rows.values()) == 236
    assert len({body.name for result in read_rows.values() for body in result.bodies}) == 35
    assert [number for number, result in read_rows.items() if result.open_ended] == ["1", "10"]
    assert {body.role for result in read_rows.values() for body in result.bodies} == {"responsible"}


def test_the_sentences_of_tianjin_hold_no_responsibility_of_their_own() -> None:
    assert [cell for row in rows() for cell in row[1:-1] if read(cell).bodies or find_responsibilities(cell)] == []


def test_the_first_name_lends_its_area_to_the_rest_but_not_to_central_bodies() -> None:
    result = parse("省发改委、农委、人行、海关、税务局")
    assert {body.name: body.full_name for body in result.bodies} == {
        "省发改委": None,
        "农委": "省农委",
        "人行": None,
        "海关": None,
        "税务局": None,
    }


def test_a_party_organ_is_lent_its_committee() -> None:
    assert [body.full_name for body in parse("市委宣传部、网信办").bodies] == [None, "市委网信办"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(具体奖补办法由市商务局会同市财政局另行制定)", {"市商务局": "lead", "市财政局": "supporting"}),
        ("责任单位(牵头单位):市体育局", {"市体育局": "lead"}),
        (
            "责任单位:省国资委,沈阳、大连市政府",
            {"省国资委": "responsible", "沈阳": "responsible", "大连市政府": "responsible"},
        ),
        ("监管责任单位:县应急局;属地责任:各区政府", {"县应急局": "responsible", "各区政府": "responsible"}),
        ("每个街道建成1个养老服务中心。责任单位:市民政局", {"市民政局": "responsible"}),
        (
            "建设口岸。(省商务厅,福州、厦门、泉州市人民政府)",
            {"省商务厅": "responsible", "福州": "responsible", "厦门": "responsible", "泉州市人民政府": "responsible"},
        ),
        ("(中国(辽宁)自由贸易试验区各片区管委会负责)", {"中国(辽宁)自由贸易试验区各片区管委会": "responsible"}),
        ("责任部门:市卫健委 经办人:许文", {"市卫健委": "responsible"}),
        ("牵头单位:市发展改革委(市粮食和物资储备局)", {"市发展改革委(市粮食和物资储备局)": "lead"}),
        (
            "责任单位:各市、县(区)党委和政府,省农业农村厅",
            {"各市、县(区)党委和政府": "responsible", "省农业农村厅": "responsible"},
        ),
    ],
)
def test_a_name_begins_and_ends_where_a_reader_would_say(text: str, expected: dict[str, str]) -> None:
    assert roles(read(text)) == expected


def test_the_branches_of_a_body_are_a_group() -> None:
    assert [body.kind for body in read("责任单位:市生态环境局、市生态环境局各分局").bodies] == ["agency", "group"]


def test_a_default_keeps_the_bodies_it_names() -> None:
    text = "(省商务厅牵头,省文旅厅和各市人民政府按照职责分工负责。以下措施均需各市人民政府落实,不再列出)"
    result = parse(text)
    assert result.sets_default
    assert [body.name for body in result.default_bodies] == ["各市人民政府"]
    assert result.default_bodies[0].start == text.rindex("各市人民政府")
    assert roles(result) == {"省商务厅": "lead", "省文旅厅": "joint", "各市人民政府": "joint"}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "责任单位：省林业局、省水利厅，各县（市、区）人民政府，以下均需地方落实，不再逐项列出",
            ["各县（市、区）人民政府"],
        ),
        ("责任单位：省林业局、省水利厅，以下均需负责，不再列出", ["省林业局", "省水利厅"]),
        ("责任单位：省林业局、各市人民政府，下同", ["省林业局", "各市人民政府"]),
    ],
)
def test_what_localities_are_to_do_from_here_on_holds_for_the_localities_alone(text: str, held: list[str]) -> None:
    assert [body.name for body in parse(text).default_bodies] == held


def test_a_region_defined_by_the_same_below_sets_no_default() -> None:
    result = parse("责任单位:市商务委,各区县(自治县,下同)人民政府")
    assert not result.sets_default
    assert [body.name for body in result.bodies] == ["市商务委", "各区县(自治县,下同)人民政府"]


def test_position_gives_a_lead_only_where_the_rule_is_stated() -> None:
    text = "市税务局、市财政局"
    assert roles(parse(text)) == {"市税务局": "responsible", "市财政局": "responsible"}
    assert roles(parse(text, lead_rule=LeadRule(start=0, end=0))) == {"市税务局": "lead", "市财政局": "responsible"}
    stated = parse(text + ",排在首位的为牵头单位,下同")
    assert stated.lead_rule
    assert roles(stated) == {"市税务局": "lead", "市财政局": "responsible"}


@pytest.mark.parametrize("role", ["lead", "supporting", "responsible"])
def test_a_column_gives_its_role(role: Any) -> None:
    assert set(roles(parse("市商务局、市财政局", default_role=role)).values()) == {role}


@pytest.mark.parametrize(
    "text",
    [
        "牵头领导:张三、李四\n牵头单位:市商务局",
        "责任单位:市商务局 赵某某",
        "市商务局,副市长李四",
        "责任领导:王五 责任单位:市商务局 完成时限:6月底前",
    ],
)
def test_persons_are_never_bodies(text: str) -> None:
    assert [body.name for body in read(text).bodies] == ["市商务局"]


@pytest.mark.parametrize(
    "text", ["(由市直、黄州区…按现行财政体制分担)", "(试行)", "(2020年)", "(不含省直管县)", "", "、、", "()"]
)
def test_brackets_that_name_no_agency_say_so(text: str) -> None:
    assert read(text).names_no_agency
    assert find_responsibilities("措施" + text) == ()


def test_each_bracket_of_a_paragraph_is_found_where_it_stands() -> None:
    text = "培育首店(含旗舰店)。(市商务局)发展夜经济。〔市文旅局牵头,市公安局配合〕"
    assert [span.of(text) for span in find_responsibilities(text)] == ["(市商务局)", "〔市文旅局牵头,市公安局配合〕"]
    assert [text[body.start : body.end] for body in read(text).bodies] == ["市商务局", "市文旅局", "市公安局"]


def test_the_headed_lines_after_a_measure_are_found() -> None:
    text = "发展直播电商。\n牵头单位:区商务局\n责任单位:区财政局"
    assert [span.of(text) for span in find_responsibilities(text)] == ["牵头单位:区商务局", "责任单位:区财政局"]
    assert roles(read(text)) == {"区商务局": "lead", "区财政局": "responsible"}


def _mentions(result: ResponsibilityText) -> list[BodyMention]:
    return [*result.bodies, *result.default_bodies]


@given(texts)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_every_name_is_the_slice_between_its_offsets(text: str) -> None:
    for result in (read(text), parse(text), parse(text, default_role="lead", lead_rule=LeadRule(start=0, end=0))):
        assert all(text[body.start : body.end] == body.name and body.name.strip() for body in _mentions(result))
        starts = [body.start for body in result.bodies]
        assert starts == sorted(starts)
    assert all(0 <= span.start < span.end <= len(text) for span in find_responsibilities(text))


@pytest.mark.parametrize(
    "piece",
    [
        "按职责",
        "共同",
        "责任",
        "等市",
        "各区、",
        "((",
        "()",
        "市和",
        "(市商务局)",
        "由",
        "牵头单位:",
        "\n市",
        "以下",
        "县(市、",
    ],
)
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    text = piece * (4000 // len(piece))
    began = time.perf_counter()
    read(text)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("责任单位：省教育厅，苏州、无锡、常州市教育局", ["省教育厅", "苏州市教育局", "无锡市教育局", "常州市教育局"]),
        ("苏州市、无锡市教育局负责", ["苏州市教育局", "无锡市教育局"]),
        ("玉溪、楚雄州、曲靖市水务局", ["玉溪市水务局", "楚雄州水务局", "曲靖市水务局"]),
        ("（市水务局，越秀和海珠区政府）", ["市水务局", "越秀区政府", "海珠区政府"]),
        ("（省水利厅、邵阳、常德市人民政府负责）", ["省水利厅", "邵阳市人民政府", "常德市人民政府"]),
        ("省委党校、青岛市、市南区水务局", ["省委党校", "青岛市", "市南区水务局"]),
        ("市科技和城市管理局、市文化和体育局", ["市科技和城市管理局", "市文化和体育局"]),
    ],
)
def test_places_before_a_body_share_the_end_of_its_name(text: str, bodies: list[str]) -> None:
    assert [body.full_name or body.name for body in read(text).bodies] == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("省侨联\n省台联\n省记协", ["省侨联", "省台联", "省记协"]),
        ("市教育局 市总工会\t团市委", ["市教育局", "市总工会", "团市委"]),
        ("市生态环\n境局 市公 安局", ["市生态环境局", "市公安局"]),
        ("国家税务总局\n湖北省税务局", ["国家税务总局湖北省税务局"]),
        ("市委 统战部 市财政局", ["市委统战部", "市财政局"]),
        ("省水利\n厅", ["省水利厅"]),
    ],
)
def test_a_blank_parts_names_only_where_a_whole_name_follows_it(text: str, bodies: list[str]) -> None:
    assert ["".join(body.name.split()) for body in parse(text).bodies] == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("责任单位：第四、五和八师、兵团水利局", [("第四、五和八师", "group"), ("兵团水利局", "agency")]),
        ("省水利厅、各地委和行署（政府）", [("省水利厅", "agency"), ("各地委和行署（政府）", "group")]),
        (
            "责任单位：国企、行业主管部门、三大电力企业",
            [("国企", "group"), ("行业主管部门", "group"), ("三大电力企业", "group")],
        ),
        ("责任单位：各县区政府、开发区管委会", [("各县区政府", "group"), ("开发区管委会", "group")]),
        ("责任单位：市政府办（金融）、市水务局（负责督办）", [("市政府办（金融）", "agency"), ("市水务局", "agency")]),
    ],
)
def test_collective_bodies_are_groups_each_of_its_own(text: str, bodies: list[tuple[str, str]]) -> None:
    assert [(body.name, body.kind) for body in parse(text).bodies] == bodies


def test_what_one_body_is_told_to_do_makes_it_responsible_with_those_told_beside_it() -> None:
    found = read("市渔业局要加强统筹，各县要细化举措。").bodies
    assert [(body.name, body.role) for body in found] == [("市渔业局", "responsible"), ("各县", "responsible")]
    assert not read("各级部门要加强统筹。").bodies


@pytest.mark.parametrize(
    "text",
    [
        "争取交通运输部、财政部资金支持。",
        "经水利部、财政部批准，我县列入试点。",
        "邀请行业协会、国际商会参与评审。",
        "建立由政府、高校、企业共建的研究院。",
        "交通运输部、财政部确定我市为试点。",
    ],
)
def test_a_list_after_a_verb_is_no_responsibility(text: str) -> None:
    assert not read(text).bodies


def test_a_date_behind_the_last_name_is_no_part_of_it() -> None:
    assert [body.name for body in read("（市渔业局、水运集团2026年6月底前完成）").bodies] == ["市渔业局", "水运集团"]


def test_numerals_before_names_and_bars_between_them_part_a_list() -> None:
    for text in ("一、市渔业局\n二、市水利局", "市渔业局|市水利局"):
        assert [body.name for body in read(text).bodies] == ["市渔业局", "市水利局"]
