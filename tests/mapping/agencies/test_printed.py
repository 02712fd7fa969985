"""What extract says of the bodies of a document: the rule and the defaults it used, and every word it did not read."""

from pathlib import Path

import pytest

from mapping.agencies.printed import PrintedBodies
from mapping.findings import Finding
from mapping.layout import guess, lay_out
from mapping.readers import read

Roles = list[list[tuple[str, str]]]


def printed(folder: Path, text: str) -> tuple[Roles, list[Finding], bool | str]:
    path = folder / "plan.txt"
    path.write_text("某市竹器方案\n一、重点任务\n" + text, "utf-8")
    document = read(path)
    rules = guess(document).rules
    reading = lay_out(document, rules)
    bodies = PrintedBodies(document, reading.lead_rule)
    said: Roles = [[(one.mention.name, one.mention.role) for one in bodies.of(entry)[0]] for entry in reading.entries]
    return said, list(bodies.findings()), rules.lead_by_position


@pytest.mark.parametrize(
    ("rule", "setting"),
    [("；首个单位为牵头单位，下同", True), ("。排列首位者牵头，以下均同", True), ("，第一位为主办单位", True)],
)
def test_a_rule_stated_once_leads_every_measure_and_is_said(tmp_path: Path, rule: str, setting: bool) -> None:
    text = f"1.编竹篮。（市民政局、市水务局{rule}）\n2.编竹席。（市水务局、市林业局）\n"
    said, findings, found = printed(tmp_path, text)
    assert found == setting
    assert said == [
        [("市民政局", "lead"), ("市水务局", "responsible")],
        [("市水务局", "lead"), ("市林业局", "responsible")],
    ]
    assert [(finding.code, finding.severity) for finding in findings] == [("lead-by-rule", "info")]


def test_before_the_first_comma_all_lead_and_where_there_is_none_who_leads_is_left_open(tmp_path: Path) -> None:
    text = (
        "1.编竹篮。（责任单位：市民政局、市水务局，市林业局；第一个逗号前为牵头单位，下同）\n"
        "2.编竹席。（责任单位：市水务局、市林业局）\n3.编竹帘。（责任单位：市林业局）\n"
    )
    said, findings, setting = printed(tmp_path, text)
    assert setting == ","
    assert [[role for _, role in measure] for measure in said] == [
        ["lead", "lead", "responsible"],
        ["responsible", "responsible"],
        ["lead"],
    ]
    assert [finding.code for finding in findings] == ["lead-by-rule", "lead-left-open"]


def test_a_mark_leads_by_the_note_that_explains_it_on_another_line(tmp_path: Path) -> None:
    note = "（以下责任单位中，标▲的为牵头单位）\n"
    text = f"{note}1.编竹篮。（责任单位：市民政局、▲市水务局）\n2.编竹席。（责任单位：▲市林业局）\n"
    said, _, setting = printed(tmp_path, text)
    assert setting == "▲"
    assert said == [[("市民政局", "responsible"), ("市水务局", "lead")], [("市林业局", "lead")]]


def test_a_default_in_a_note_holds_for_its_name_alone_and_one_for_the_list_is_said(tmp_path: Path) -> None:
    noted, findings, _ = printed(
        tmp_path, "1.编竹篮。（市民政局、各区政府（含新城管委会，下同））\n2.编竹席。（市林业局）\n"
    )
    assert noted[1] == [("市林业局", "responsible")]
    assert [(finding.code, finding.text) for finding in findings] == [("unread-responsibility", "含新城管委会，下同")]
    stated, findings, _ = printed(tmp_path, "1.编竹篮。（市民政局、各区政府，下同）\n2.编竹席。（市林业局）\n")
    assert [name for name, _ in stated[1]] == ["市林业局", "市民政局", "各区政府"]
    assert {finding.code for finding in findings} == {"body-by-default"}


def test_what_a_bracket_holds_that_is_not_understood_is_a_finding_with_its_place(tmp_path: Path) -> None:
    _, findings, _ = printed(tmp_path, "1.编竹篮。（市民政局负责验收，市水务局负责选址）\n")
    assert [(finding.text, finding.number, finding.severity) for finding in findings] == [
        ("验收", "1", "info"),
        ("选址", "1", "info"),
    ]
    assert all(finding.place and finding.place.end - finding.place.start == 2 for finding in findings)


def test_the_second_name_of_a_signatory_is_no_measures_responsibility(tmp_path: Path) -> None:
    text = "现印发给你们，请抓好落实。\n某市民政局\n（某市竹业发展办公室）\n2031年4月1日\n1.编竹篮。（市民政局）\n"
    said, _, _ = printed(tmp_path, text)
    assert said == [[("市民政局", "responsible")]]
