"""The one rule who leads without the word beside the name, in every wording."""

import pytest

from mapping.comparable import matching_form
from mapping.parsers.agencies import parse, read
from mapping.parsers.lead_rule import find
from mapping.parsers.mentions import LeadRule

FIRST = LeadRule(start=0, end=0)


@pytest.mark.parametrize(
    ("wording", "how"),
    [
        ("列首位者为牵头部门，以下均同", "first"),
        ("注：各项任务的责任部门中，排列第一的为主办部门", "first"),
        ("首家单位为牵头单位，余同", "first"),
        ("有多个责任部门的，名列首位的部门负责牵头", "first"),
        ("除已注明牵头部门的外，居第一位的为牵头部门", "first"),
        ("牵头部门排在首位", "first"),
        ("第1位为主责单位", "first"),
        ("首个分号之前的为牵头单位，其余为参与单位", "before"),
        ("逗号前为牵头部门，逗号后为协办部门，下同", "before"),
        ("单位名称前标有“▲”的为牵头单位", "mark"),
        ("注：☆为牵头单位", "mark"),
        ("牵头部门以★标注", "mark"),
        ("用黑体字标注的为牵头单位", "typeface"),
        ("名称加下划线的单位为牵头单位，下同", "typeface"),
    ],
)
def test_every_wording_of_the_rule_is_one_rule_to_its_last_character(wording: str, how: str) -> None:
    (rule,) = find(matching_form(wording))
    assert (rule.start, rule.end, rule.how) == (0, len(wording), how)


@pytest.mark.parametrize(
    "text",
    ["第一责任单位为市教育局", "以市体育局为牵头单位", "首批城市要明确牵头单位", "争创第一个国家级试点，市商务局牵头"],
)
def test_a_sentence_that_names_its_lead_states_no_rule(text: str) -> None:
    assert list(find(matching_form(text))) == []


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("（位列首位的为牵头单位）", "(位列首位的为牵头单位)"),
        ("市教育局（位列首位的为牵头单位", "位列首位的为牵头单位"),
        ("（注：以上责任单位中排首位的为牵头单位）", "(注:以上责任单位中排首位的为牵头单位)"),
        ("（市教育局、市体育局，首个单位为牵头单位）", "首个单位为牵头单位"),
        ("首个单位为牵头单位（下同）", "首个单位为牵头单位"),
    ],
)
def test_a_bracket_belongs_to_a_rule_only_with_its_partner(text: str, stated: str) -> None:
    form = matching_form(text)
    assert [form[rule.start : rule.end] for rule in find(form)] == [stated]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("（市教育局、市体育局负责，位列首位者牵头，下同）", ["lead", "responsible"]),
        ("责任单位：市教育局、市体育局（首个单位为牵头单位，其余为配合单位）", ["lead", "supporting"]),
        ("市教育局、市体育局，市财政局；逗号前为牵头单位", ["lead", "lead", "responsible"]),
        ("市教育局、市体育局；逗号前为牵头单位", ["responsible", "responsible"]),
        ("市教育局、▲市体育局、市财政局；标▲的为牵头单位", ["responsible", "lead", "responsible"]),
        ("市教育局、市体育局★；标★的为牵头单位", ["responsible", "lead"]),
        ("市教育局、市体育局；加粗的为牵头单位", ["responsible", "responsible"]),
        ("市教育局负责，市体育局牵头；排首位的为牵头单位", ["responsible", "lead"]),
    ],
)
def test_the_rule_in_a_text_leads_the_bodies_that_it_names_and_none_by_guess(text: str, roles: list[str]) -> None:
    said = read(text)
    assert [body.role for body in said.bodies] == roles
    assert said.lead_rule is not None
    assert (said.sets_default, said.unread) == (False, ())


def test_a_body_says_which_rule_or_word_gave_it_its_role() -> None:
    said = parse("责任单位：市教育局、市体育局", lead_rule=FIRST)
    assert [(body.because, body.words) for body in said.bodies] == [("rule", "责任单位"), ("heading", "责任单位")]
    by_verb = parse("市教育局牵头，市体育局配合")
    assert [(body.because, body.words) for body in by_verb.bodies] == [("verb", "牵头"), ("verb", "配合")]


def test_a_star_that_no_rule_explains_is_not_passed_over_in_silence() -> None:
    text = "市教育局、*市体育局、市财政局"
    assert [text[words.start : words.end] for words in parse(text).unread] == ["*"]
