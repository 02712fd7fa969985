"""Alignment of provincial wording to the national requirements."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.alignment import wording
from mapping.alignment.alignment import THRESHOLD, Aligner, Alignment
from mapping.comparable import letters
from mapping.reference import reference
from mapping.reference.national import NationalDocument, NationalPoint, NationalRequirement

LABELLED = Path(__file__).parents[2] / "labelled" / "requirements.jsonl"
NATIONAL = reference.load().national("ndrc-2020-293")
ALIGNER = Aligner(NATIONAL)


def numbers(text: str, *labels: str) -> list[str]:
    """Return ``07.1`` for each requirement found and ``07`` for a point, surest first."""
    return [found.target.rpartition("/")[2] for found in ALIGNER.align(text, labels=labels)]


def only(text: str, *labels: str) -> Alignment:
    (found,) = ALIGNER.align(text, labels=labels)
    return found


@pytest.mark.parametrize("requirement", NATIONAL.requirements, ids=lambda requirement: requirement.number)
def test_every_national_requirement_is_exactly_itself(requirement: NationalRequirement) -> None:
    found = only(requirement.text)
    assert (found.target, found.predicate, found.confidence) == (requirement.reference, "exact", "1.00")
    assert found.justification == "LexicalMatching"


@pytest.mark.parametrize("requirement", NATIONAL.requirements, ids=lambda requirement: requirement.number)
def test_punctuation_and_blanks_do_not_make_another_requirement(requirement: NationalRequirement) -> None:
    respaced = " ".join(requirement.text.replace("，", ",").replace("。", " .").replace("“", '"').replace("”", '"'))
    assert only(respaced).predicate == "exact"


@pytest.mark.parametrize("point", NATIONAL.points, ids=lambda point: str(point.number))
def test_a_numbered_title_is_its_point(point: NationalPoint) -> None:
    assert only(f"（{point.number}）{point.title['zh']}").target == point.reference


def test_a_reworded_requirement_is_a_close_match() -> None:
    found = only("规范检验检测机构资质许可，提高消费品检验检测和认证认可技术服务水平，为企业质量提升树立标杆。")
    assert (found.target.rpartition("/")[2], found.predicate) == ("01.6", "close")
    assert THRESHOLD <= float(found.confidence) < 1
    assert found.justification == "LexicalSimilarityThresholdMatching"


def test_a_part_of_a_requirement_is_a_broad_match() -> None:
    found = only("严格落实网购商品七日无理由退货制度。")
    assert (found.target.rpartition("/")[2], found.predicate) == ("19.1", "broad")


def test_a_sentence_quoted_word_for_word_is_found_however_short_it_is_beside_the_whole() -> None:
    assert numbers("建立健全企业和相关人员信用记录。") == ["18.2"]


def test_a_clause_quoted_word_for_word_is_found_beside_a_provinces_own_targets() -> None:
    assert numbers("持续办好中国品牌日活动，2021年底前培育品牌企业50家。") == ["02.4"]
    assert numbers("办好品牌活动，2021年底前培育品牌企业50家。") == []


def test_a_merged_requirement_is_every_one_of_its_parts() -> None:
    merged = "扩大口岸免税业务，增设口岸免税店，并按照国家部署调整免税限额和免税品种类。"
    assert sorted(numbers(merged)) == ["04.2", "04.3"]


def test_matter_that_a_province_adds_does_not_hide_the_requirement() -> None:
    added = "到2025年，全省建成标准化仓储设施300万平方米，培育物流龙头企业20家。推进农村食品经营店规范化建设试点。"
    assert numbers(added) == ["09.4"]


def test_siblings_that_share_words_with_the_best_are_not_added() -> None:
    assert numbers("争取扩大口岸免税业务，新设一批口岸免税店。") == ["04.2"]


def test_merged_requirements_that_share_words_are_each_found_by_their_own_clause() -> None:
    assert sorted(numbers("推进智慧景区建设，提升景区多语种服务水平。")) == ["06.2", "06.4"]
    assert sorted(numbers("建设具有中国特色的市内免税店，增设口岸免税店。")) == ["04.1", "04.2"]


def test_bodies_in_brackets_do_not_speak() -> None:
    text = "深入推进城乡高效配送专项行动。"
    assert numbers(text + "（责任单位：省商务厅、省文化和旅游厅、省邮政管理局）") == numbers(text) == ["09.2"]


@pytest.mark.parametrize(
    "text", ["", "。", "（略）", "5", "加快推动有关工作。", "各地各部门要提高认识，压实责任，抓好落实。"]
)
def test_what_says_nothing_of_substance_is_linked_to_nothing(text: str) -> None:
    assert ALIGNER.align(text) == ()


def test_the_heading_speaks_only_for_its_point_when_the_text_is_silent() -> None:
    found = only("打造“越夜越精彩”夜间经济示范街，延长公交运营时间。", "三、结合区域发展布局打造消费中心")
    assert (found.target, found.predicate) == ("pg:national/ndrc-2020-293/point/08", "broad")
    assert found.comment is not None
    assert "结合区域发展布局打造消费中心" in found.comment


def test_a_wrong_heading_does_not_overrule_the_text() -> None:
    text = "鼓励境外游客集中区域的商店申请成为离境退税商店。"
    assert numbers(text, "丰富特色文化旅游产品") == ["06.7"]


def test_a_right_heading_makes_a_link_surer_and_says_so() -> None:
    text = "推进行业协会、科研院所等机构开展自主品牌研究。"
    with_heading = only(text, "(二)加强自主品牌建设")
    assert with_heading.justification == "CompositeMatching"
    assert float(with_heading.confidence) >= float(only(text).confidence)


def test_the_innermost_heading_counts() -> None:
    path = ("加强自主品牌建设", "改善进口商品供给")
    assert numbers("做大跨境贸易规模。", *path) == ["03"]


def test_a_label_broken_by_its_cell_still_names_its_point() -> None:
    assert numbers("(七)创 新文化 旅游宣 传推广 模式") == ["07"]


def test_what_fits_two_requirements_alike_is_not_guessed() -> None:
    twins = NationalDocument(
        "pg:national/x",
        "x",
        {"zh": "甲", "en": "A"},
        (),
        (
            NationalPoint("pg:national/x/point/01", 1, {"zh": "发展社区商业", "en": "A"}, 1, "pg:theme/x/01"),
            NationalPoint("pg:national/x/point/02", 2, {"zh": "发展乡村商业", "en": "B"}, 1, "pg:theme/x/02"),
        ),
        (
            requirement_of("01.1", 1, "在城市布设智能快件箱末端设施。"),
            requirement_of("02.1", 2, "在乡村布设智能快件箱末端设施。"),
        ),
    )
    assert Aligner(twins).align("鼓励布设智能快件箱末端设施。") == ()
    assert [found.target for found in Aligner(twins).align("在乡村布设智能快件箱等末端设施。")] == [
        "pg:national/x/requirement/02.1"
    ]


def requirement_of(number: str, point: int, text: str) -> NationalRequirement:
    reference_of_it = f"pg:national/x/requirement/{number}"
    return NationalRequirement(reference_of_it, number, point, point, text, f"pg:theme/x/{point:02d}")


def test_twins_of_one_point_are_linked_to_the_point() -> None:
    twins = NationalDocument(
        "pg:national/x",
        "x",
        {"zh": "甲", "en": "A"},
        (),
        (NationalPoint("pg:national/x/point/01", 1, {"zh": "完善寄递网络", "en": "A"}, 1, "pg:theme/x/01"),),
        (
            requirement_of("01.1", 1, "在城市布设智能快件箱末端设施。"),
            requirement_of("01.2", 1, "在乡村布设智能快件箱末端设施。"),
        ),
    )
    (found,) = Aligner(twins).align("鼓励布设智能快件箱末端设施。")
    assert (found.target, found.predicate) == ("pg:national/x/point/01", "broad")


OF_CARE = (
    "推进医养结合，支持养老机构内设医疗卫生机构。",
    "实施“银龄行动”，发挥老年人专业特长。",
    "发展老年助餐服务，在社区布设老年食堂，给予运营补助。",
    "开展居家适老化改造，推广防跌倒设施和紧急呼叫装置。",
    "建设3D打印假肢矫形器适配中心，培养康复辅具适配人才。",
    "完善长期护理保险制度，规范失能等级评估。",
)


def of_care() -> Aligner:
    """Return the aligner of a national document on another subject, of which nothing here knows a word."""
    point = NationalPoint("pg:national/y/point/01", 1, {"zh": "发展银发经济", "en": "A"}, 1, "pg:theme/y/01")
    found = (requirement_of(f"01.{at}", 1, text) for at, text in enumerate(OF_CARE, 1))
    return Aligner(NationalDocument("pg:national/y", "y", {"zh": "乙", "en": "B"}, (), (point,), tuple(found)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每个街道至少建成一处老年食堂，开展老年助餐服务。", ["01.3"]),
        ("组织退休医师、教师参加“银龄行动”，到边远县开展志愿服务。", ["01.2"]),
        ("为特殊困难家庭实施居家适老化改造。", ["01.4"]),
        ("依托康复医院设立3D 打印假肢门诊。", ["01.5"]),
        ("启动长期护理保险试点。", ["01.6"]),
        ("加强普通公路养护，治理超限超载。", []),
        ("支持医疗器械企业建设研发中心。", []),
    ],
)
def test_terms_of_one_requirement_are_evidence_in_any_national_document(text: str, expected: list[str]) -> None:
    assert [found.target.rpartition("/")[2] for found in of_care().align(text)] == expected


@pytest.mark.parametrize("text", ["加强人才培养。", "完善评价标准。", "创新商业模式", "（三）提高服务效率"])
def test_a_slogan_of_common_words_is_linked_to_nothing_though_they_stand_in_one_requirement(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(("text", "expected"), [("推进“三品”行动。", ["02.1"]), ("提升步行街。", ["08.4"])])
def test_a_short_text_with_a_technical_or_quoted_term_is_linked(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


def test_a_link_names_the_terms_that_were_its_evidence_as_the_text_prints_them() -> None:
    (found,) = of_care().align("依托三甲医院设立 3D 打印假肢矫形器门诊。")
    assert found.evidence == ("3D 打印假肢矫形器",)
    assert found.comment is not None
    assert "仅见于该要求的用语：“3D 打印假肢矫形器”" in found.comment


@pytest.mark.parametrize("marks", ["“”", "「」", '""', "‘’"])
def test_a_term_in_quotation_marks_is_stronger_evidence_than_the_same_term_without(marks: str) -> None:
    plain = of_care().align("办好银龄行动，开展老有所为活动。")
    marked = of_care().align(f"办好{marks[0]}银龄行动{marks[1]}，开展老有所为活动。")
    assert float(marked[0].confidence) >= float(plain[0].confidence) >= THRESHOLD
    assert marked[0].target.endswith("01.2")


def test_a_text_linked_to_nothing_has_candidates_below_the_threshold_each_with_its_evidence() -> None:
    text = "举办银发产品博览会，展示康复辅具、智能家居等产品，促进企业对接合作，扩大产业规模。"
    assert of_care().align(text) == ()
    nearest = of_care().candidates(text)
    assert nearest[0].target.endswith("01.5")
    assert nearest[0].evidence == ("康复辅具",)
    assert all(0.05 <= float(one.confidence) < THRESHOLD for one in nearest)
    assert of_care().candidates("加强普通公路养护，治理超限超载。") == ()


def test_a_document_without_requirements_links_nothing() -> None:
    empty = NationalDocument("pg:national/x", "x", {"zh": "甲", "en": "A"}, (), (), ())
    assert Aligner(empty).align("推动车联网部署应用。", labels=["加强自主品牌建设"]) == ()


def test_alignment_is_deterministic() -> None:
    again = Aligner(NATIONAL)
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        assert again.align(item["text"], labels=item["labels"]) == ALIGNER.align(item["text"], labels=item["labels"])


@pytest.mark.parametrize(
    ("split", "recall"),
    [
        *((split, 0.90) for split in ("tuning", "held-out", "challenge", "fresh-1", "fresh-2", "fresh-3", "fresh-4")),
        ("measures", 0.85),  # in words of their own; what they say too little of is left to review
    ],
)
def test_the_labelled_texts_are_linked_with_precision_97_and_recall_90(split: str, recall: float) -> None:
    precision, found = _labelled(split)
    assert precision >= 0.97
    assert found >= recall


@pytest.mark.parametrize("split", ["provinces-open", "provinces-held-out", "provinces-fresh", "plain"])
def test_measures_in_a_provinces_own_words_are_linked_among_as_many_that_carry_out_nothing(split: str) -> None:
    precision, recall = _labelled(split)
    assert precision >= 0.95
    assert recall >= 0.85


def _labelled(split: str) -> tuple[float, float]:
    right, found, wanted = 0, 0, 0
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["split"] == split:
            answer = set(numbers(item["text"], *item["labels"]))
            right += len(answer & set(item["expected"]))
            found += len(answer)
            wanted += len(item["expected"])
    assert wanted >= 40
    return right / found, right / wanted


def test_a_measure_is_hardly_ever_linked_to_another_requirement_than_the_one_it_carries_out() -> None:
    """The measures of the Tianjin plan in their own words: what they say in plain sight is found, little else is."""
    document = Path(__file__).parents[3] / "seeds/plans/tianjin-2020-293/document.txt"
    by_text = {letters(requirement.text): requirement.number for requirement in NATIONAL.requirements}
    right, found, rows = 0, 0, 0
    for line in document.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        own = [by_text[letters(cell)] for cell in cells if letters(cell) in by_text]
        if own and cells[0].isdecimal():
            rows += 1
            answer = numbers(cells[-2])
            right += own[0] in answer
            found += len(answer)
    assert rows >= 80
    assert right >= 45
    assert right / found >= 0.94


HANZI = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=40)
PIECES = st.sampled_from([part for r in NATIONAL.requirements for part in r.text.split("，")])


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=80), HANZI, st.lists(PIECES, max_size=4).map("".join)), st.lists(st.text(), max_size=3)
)
def test_any_text_is_aligned_without_a_crash_to_things_that_exist(text: str, labels: list[str]) -> None:
    known = {r.reference for r in NATIONAL.requirements} | {p.reference for p in NATIONAL.points}
    found = ALIGNER.align(text, labels=labels)
    assert {alignment.target for alignment in found} <= known
    assert len({alignment.target for alignment in found}) == len(found)
    assert all(THRESHOLD <= float(alignment.confidence) <= 1 for alignment in found)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（二）加强品牌", "加强品牌"),
        ("3.加强品牌", "加强品牌"),
        ("第七条 加强品牌", "加强品牌"),
        ("十四、加强品牌", "加强品牌"),
        ("一站式服务", "一站式服务"),
    ],
)
def test_the_number_of_a_heading_is_not_part_of_it(text: str, plain: str) -> None:
    assert wording.without_number(text) == plain


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("跨境电子商务", "跨境电商", True),
        ("文化和旅游商品", "文旅商品", True),
        ("首店（旗舰店）经济", "首店经济", True),
        ("首店经济", "首发经济", False),
    ],
)
def test_two_ways_of_writing_one_thing_say_the_same(one: str, other: str, same: bool) -> None:
    said: Callable[[str], list[wording.Clause]] = wording.clauses
    assert (said(one) == said(other)) is same


@pytest.mark.parametrize(
    ("term", "technical"),
    [
        ("步行街", True),
        ("5g网络", True),
        ("免税店", True),
        ("人才培养", False),
        ("信息基础设施", False),
        ("农产品供应链", False),
    ],
)
def test_a_technical_term_holds_more_than_common_words(term: str, technical: bool) -> None:
    assert wording.is_technical(term) is technical


def test_a_latin_word_and_the_characters_behind_it_are_one_phrase() -> None:
    (clause,) = wording.clauses("建设 5G 网络")
    assert [wording.joined(phrase) for phrase in wording.phrases(clause)] == ["5g网络"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("推进“三品”行动", ["三品"]),
        ("开展“美丽乡镇·和谐家园”活动", ["美丽乡镇", "和谐家园"]),
        ("打好'菜篮子'工程", ["菜篮子"]),
        ("坚持“政策支持”", []),  # stock words say nothing in quotation marks either
        ("“未闭合的引号", []),
    ],
)
def test_terms_in_quotation_marks_are_found(text: str, terms: list[str]) -> None:
    assert wording.quoted(text) == terms
