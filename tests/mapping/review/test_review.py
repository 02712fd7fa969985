"""The review of a plan: doubts with choices, decisions that write the steward's files, what they change, and back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.errors import MappingError
from mapping.plan_folder import load
from mapping.reference.reference import Reference, packaged
from mapping.reference.reference import load as load_reference
from mapping.review.decisions import (
    AskAgain,
    Decision,
    LookAt,
    MapText,
    MarkPart,
    NameBody,
    NameColumn,
    SayDeadline,
    SayRole,
    SaySetting,
    SayValue,
    decode,
    encode,
)
from mapping.review.doubts import Doubt
from mapping.review.review import Review

Opened = Callable[..., Review]
ROWS = (
    "1,,鼓励绿色消费。,省两山办；省商务厅\n"
    "2,,扩大服务消费。,省两山办\n"
    "3,,完善消费环境，建成示范街20条。,省商务厅牵头，省财政厅配合\n"
    "4,在消费品领域积极推行高端品质认证，促进品牌消费。,开展“湖南精品”认证。,省商务厅\n"
)
PROSE = (
    "湖南省茶业行动方案\n"
    "一、重点任务\n"
    "1.扩大茶园面积。（责任单位：省林业局）\n"
    "推进茶旅融合，\n"
    "办好茶博会。（省商务厅牵头）\n"
    "二、保障措施\n"
    "加强组织领导，压实责任。\n"
    "3.培训茶农。（责任单位：省教育厅）\n"
)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference([packaged()])


@pytest.fixture
def table(plan_folder: Callable[..., Path], reference: Reference) -> Review:
    return Review.open(plan_folder(ROWS), reference)


@pytest.fixture
def prose(plan_folder: Callable[..., Path], reference: Reference) -> Review:
    folder = plan_folder("", toml='[layout]\nkind = "paragraphs"')
    (folder / "document.csv").unlink()
    (folder / "document.txt").write_text(PROSE, "utf-8")
    settings = folder / "plan.toml"
    settings.write_text(settings.read_text("utf-8").replace("document.csv", "document.txt"), "utf-8")
    return Review.open(folder, reference)


def of(review: Review, code: str) -> list[Doubt]:
    return [doubt for doubt in review.doubts if doubt.code == code]


def texts(review: Review) -> list[tuple[str, str]]:
    assert review.extraction is not None
    return [(measure.number, measure.text) for measure in review.extraction.plan.measures]


def bodies(review: Review, number: str) -> list[tuple[str, str]]:
    assert review.extraction is not None
    measure = next(one for one in review.extraction.plan.measures if one.number == number)
    return [(one.text, one.role.rpartition("/")[2]) for one in measure.responsibilities]


def implemented(review: Review, doubt: Doubt) -> list[str]:
    assert review.extraction is not None
    measure = next(one for one in review.extraction.plan.measures if one.number == doubt.numbers[0])
    return [reference.rpartition("/")[2] for reference in measure.implements]


def files(review: Review) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in review.folder.path.iterdir()}


def test_a_body_that_nobody_knows_is_one_doubt_about_all_its_measures(table: Review) -> None:
    (doubt,) = [each for each in of(table, "unknown-agency") if each.severity == "warning"]
    assert (doubt.text, doubt.numbers, [place.row for place in doubt.places]) == ("省两山办", ("1", "2"), [2, 3])
    assert (doubt.asks["zh"], doubt.asks["en"]) == ("不认识“省两山办”", "“省两山办” is not known")
    assert [choice.label["en"] for choice in doubt.choices[-2:]] == ["no body", "publish the name as printed"]
    everything = {choice.decisions for choice in table.all_choices(doubt)}
    assert (NameBody(name="省两山办", means="pg:function/commerce"),) in everything


def test_a_decision_on_a_body_says_what_it_changes_and_is_undone_byte_for_byte(table: Review) -> None:
    before = files(table)
    change = table.decide(NameBody(name="省两山办", means="pg:function/commerce"))
    assert (change.before.doubts - change.after.doubts, [doubt.text for doubt in change.mended]) == (1, ["省两山办"])
    assert "agencies.tsv" in change.files
    assert [change.measures[1].after[tag] for tag in ("zh", "en")] == [
        "省两山办＝湖南省两山办（责任，商务）",
        "省两山办＝湖南省两山办（responsible，commerce）",
    ]
    assert [(one.number, one.what) for one in change.measures] == [("1", "bodies"), ("2", "bodies")]
    assert "省两山办\tpg:function/commerce" in table.folder.agencies.read_text("utf-8")
    undone = table.undo()
    assert undone is not None
    assert undone.undone
    assert (files(table), undone.after) == (before, change.before)
    assert table.undo() is None


def test_the_same_decision_twice_writes_the_same_bytes(table: Review) -> None:
    decisions: list[Decision] = [
        NameBody(name="省两山办", means="pg:function/commerce"),
        SayRole(body="省财政厅", role="joint", text="省商务厅牵头，省财政厅配合"),
        MarkPart(as_="skip", blocks="1", rows="4"),
        LookAt(doubt="no-agency 甲"),
        SaySetting(key="year", value=2021),
    ]
    table.decide(*decisions)
    once = files(table)
    change = table.decide(*decisions)
    assert (files(table), change.files) == (once, ())


def test_decisions_are_json_that_a_page_or_a_workbook_carries() -> None:
    decisions = (MapText(subject="id/measure/x/1", text="甲", means=("pg:national/x/point/01",)), LookAt(doubt="甲"))
    assert decode(encode(decisions)) == decisions


def test_a_requirement_is_chosen_rejected_as_national_and_asked_again(table: Review) -> None:
    doubt = next(each for each in table.doubts if each.lists == "requirements")
    assert doubt.choices[-2].label["en"] == "it means nothing national"
    chosen = next(choice for choice in table.all_choices(doubt) if choice.decisions[0].means[0].endswith("/02.1"))  # type: ignore[union-attr]
    change = table.decide(*chosen.decisions)
    assert [(one.number, one.what) for one in change.measures] == [(doubt.numbers[0], "requirement")]
    assert implemented(table, doubt) == ["02.1"]
    table.decide(MapText(subject=doubt.subject, text=doubt.text))
    assert implemented(table, doubt) == []
    assert not [each for each in table.doubts if each.subject == doubt.subject]
    table.decide(AskAgain(subject=doubt.subject, text=doubt.text))
    assert [each for each in table.doubts if each.subject == doubt.subject]


def test_the_role_of_a_body_is_corrected_in_its_text_alone_and_noted(table: Review) -> None:
    text = "省商务厅牵头，省财政厅配合"
    table.decide(SayRole(body="省财政厅", role="joint", text=text))
    assert bodies(table, "3") == [("省商务厅", "lead"), ("省财政厅", "joint")]
    assert table.extraction is not None
    noted = [one.editorial_note for one in table.extraction.plan.measures[2].responsibilities]
    assert [bool(note) for note in noted] == [False, True]
    table.decide(SayRole(body="省两山办", role="none"))
    assert (bodies(table, "1"), bodies(table, "2")) == ([("省商务厅", "responsible")], [])
    table.decide(SayRole(body="省商务局", role="lead", text="没有这段文字"))
    assert [each.text for each in of(table, "decision-without-text")] == ["省商务局"]
    table.decide(*of(table, "decision-without-text")[0].choices[0].decisions)
    assert of(table, "decision-without-text") == []


def amounts(review: Review, number: str) -> list[tuple[str, str | None, str | None, str | None]]:
    assert review.extraction is not None
    measure = next(one for one in review.extraction.plan.measures if one.number == number)
    found = (*measure.targets, *measure.parameters)
    return [(type(one).__name__, one.value, one.min_value, one.unit_text) for one in found]


def test_a_number_is_said_to_be_a_target_a_parameter_or_neither_and_one_that_was_missed_is_added(table: Review) -> None:
    assert table.extraction is not None
    text = table.extraction.plan.measures[2].text
    assert amounts(table, "3") == [("Target", "20", None, "条")]
    table.decide(SayValue(text="20条", as_="parameter", measure=text))
    assert amounts(table, "3") == [("Parameter", "20", None, "条")]
    table.decide(SayValue(text="20条", as_="target", minimum="20.0", unit="处", measure=text))
    assert amounts(table, "3") == [("Target", None, "20", "处")]
    assert [one.editorial_note is not None for one in table.extraction.plan.measures[2].targets] == [True]
    table.decide(SayValue(text="20条", as_="none"), SayValue(text="20条", as_="as-read", measure=text))
    assert amounts(table, "3") == []
    missed = SayValue(text="示范街", as_="target", value="1", unit="条", what="示范街", measure=text)
    table.decide(SayValue(text="20条", as_="as-read"), missed)
    assert [value for _, value, _, _ in amounts(table, "3")] == ["1", "20"]
    table.decide(SayValue(text="咖啡馆", as_="none"))
    assert [doubt.text for doubt in of(table, "decision-without-text")] == ["咖啡馆"]
    table.decide(*of(table, "decision-without-text")[0].choices[0].decisions)
    assert of(table, "decision-without-text") == []


def test_a_deadline_is_said_and_taken_back(table: Review) -> None:
    assert table.extraction is not None
    text = table.extraction.plan.measures[1].text
    change = table.decide(SayDeadline(measure=text, first="2021-01-01", last="2023-12-31"))
    assert [(one.number, one.what, one.after["en"]) for one in change.measures] == [("2", "deadline", "2023-12-31")]
    measure = table.extraction.plan.measures[1]
    assert measure.period is not None
    assert (measure.period.start_date, measure.editorial_note is not None) == ("2021-01-01", True)
    table.decide(SayDeadline(measure=text))
    assert table.extraction.plan.measures[1].deadline is None
    table.decide(SayDeadline(measure=text, as_read=True))
    assert table.folder.settings.layout.deadlines == ()


def test_a_line_that_several_sign_is_parted_and_who_of_them_is_no_body_is_said(
    plan_folder: Callable[..., Path], reference: Reference
) -> None:
    folder = plan_folder("", toml='[layout]\nkind = "paragraphs"\nsignatories = "lines-before-date"')
    text = "1.种茶。（省商务厅负责）\n省文化和旅游厅省体育局\n省茶办\n2020年6月1日\n"
    (folder / "document.csv").rename(folder / "document.txt").write_text(text, "utf-8")
    settings = folder / "plan.toml"
    settings.write_text(settings.read_text("utf-8").replace("document.csv", "document.txt"), "utf-8")
    review = Review.open(folder, reference)
    assert review.extraction is not None
    assert [one.text for one in review.extraction.plan.signatures] == ["省文化和旅游厅", "省体育局", "省茶办"]
    review.decide(
        SayRole(body="省茶办", role="none"),
        SayRole(body="省文化和旅游厅", role="responsible", text="省文化和旅游厅省体育局"),
    )
    assert [one.text for one in review.extraction.plan.signatures] == ["省文化和旅游厅"]


def test_a_paragraph_is_said_to_be_a_measure_a_heading_or_nothing(prose: Review) -> None:
    assert [doubt.text for doubt in of(prose, "no-agency")] == ["推进茶旅融合，", "加强组织领导，压实责任。"]
    skipped = prose.decide(MarkPart(as_="skip", blocks="5"))
    told = [(one.number, one.what, one.before["en"], one.after["en"]) for one in skipped.measures]
    assert told == [("1", "number", "1.1", "1"), ("1.2", "measure", "办好茶博会。", "")]
    prose.undo()
    change = prose.decide(MarkPart(as_="skip", blocks="7"))
    assert [doubt.text for doubt in change.mended] == ["加强组织领导，压实责任。"]
    prose.decide(MarkPart(as_="measure", blocks="7"))
    assert ("block-7", "加强组织领导，压实责任。") in texts(prose)
    prose.decide(MarkPart(as_="heading", blocks="7"))
    assert [text for _, text in texts(prose)] == ["扩大茶园面积。", "办好茶博会。", "培训茶农。"]
    assert [(part.as_, part.blocks) for part in prose.folder.settings.layout.parts] == [("heading", "7")]


def test_paragraphs_are_joined_to_one_measure_and_one_is_split(prose: Review) -> None:
    prose.decide(MarkPart(as_="measure", blocks="3-5"))
    assert ("1", "扩大茶园面积。（责任单位：省林业局）\n推进茶旅融合，\n办好茶博会。") in texts(prose)
    prose.decide(MarkPart(as_="as-read", blocks="3-5"), MarkPart(as_="split", blocks="8", before=("茶农",)))
    assert prose.extraction is not None
    assert [(part.as_, part.before) for part in prose.folder.settings.layout.parts] == [("split", ("茶农",))]
    prose.decide(MarkPart(as_="split", blocks="8", before=("咖啡",)))
    assert [each.code for each in prose.doubts if "咖啡" in each.message] == ["part-without-block"]


def test_a_later_mark_takes_its_blocks_from_an_earlier_one(prose: Review) -> None:
    prose.decide(MarkPart(as_="skip", blocks="3-8"))
    prose.decide(MarkPart(as_="measures", blocks="5"))
    said = [(part.as_, part.blocks) for part in prose.folder.settings.layout.parts]
    assert said == [("skip", "3-4"), ("skip", "6-8"), ("measures", "5")]
    assert [text for _, text in texts(prose)] == ["办好茶博会。"]


def test_a_table_that_is_joined_to_the_next_is_still_asked_for_its_headers(
    plan_folder: Callable[..., Path], reference: Reference
) -> None:
    folder = plan_folder("1,种茶。,省林业局\n2,采茶。,省林业局\n", header="编次,要做的事,由谁来做")
    review = Review.open(folder, reference)
    review.decide(MarkPart(as_="table", blocks="1"), MarkPart(as_="join", blocks="1-2"))
    assert [doubt.text for doubt in of(review, "unknown-header")] == ["编次", "要做的事", "由谁来做"]


def test_a_header_is_said_to_be_a_column_and_a_row_is_skipped(
    plan_folder: Callable[..., Path], reference: Reference
) -> None:
    folder = plan_folder("1,种茶。,省林业局\n2,采茶。,省林业局\n", header="编次,要做的事,由谁来做")
    review = Review.open(folder, reference)
    assert review.extraction is None
    assert [each.code for each in review.doubts if each.severity == "warning"][:1] == ["unreadable"]
    assert [doubt.text for doubt in of(review, "unknown-header")] == ["编次", "要做的事", "由谁来做"]
    review.decide(
        NameColumn(header="编次", role="serial"),
        NameColumn(header="要做的事", role="measure"),
        NameColumn(header="由谁来做", role="responsibility"),
    )
    assert texts(review) == [("1", "种茶。"), ("2", "采茶。")]
    review.decide(MarkPart(as_="skip", blocks="1", rows="2"))
    assert texts(review) == [("2", "采茶。")]


def test_a_measure_of_which_no_body_was_read_is_asked_and_one_click_names_it(
    plan_folder: Callable[..., Path], reference: Reference
) -> None:
    review = Review.open(plan_folder("1,,种茶。,湘茶云平台\n2,,采茶。,省林业局\n"), reference)
    (doubt,) = of(review, "no-body")
    assert (doubt.numbers, doubt.text) == (("1",), "湘茶云平台")
    labels = [choice.label["en"] for choice in doubt.choices]
    assert labels == ["“湘茶云平台” is the body", "this row is no measure, skip it"]
    change = review.decide(*doubt.choices[0].decisions)
    assert (bodies(review, "1"), of(review, "no-body")) == ([("湘茶云平台", "responsible")], [])
    assert change.after.responsibilities == 2
    review.decide(*doubt.choices[1].decisions)
    assert texts(review) == [("2", "采茶。")]


def test_a_plan_without_a_jurisdiction_asks_for_it_first(
    plan_folder: Callable[..., Path], reference: Reference
) -> None:
    folder = plan_folder(ROWS.replace("扩大服务消费", "湖南省扩大服务消费"))
    file = folder / "plan.toml"
    file.write_text(file.read_text("utf-8").replace('"430000"', '""'), "utf-8")
    review = Review.open(folder, reference)
    assert review.groups[0].code == "unknown-jurisdiction"
    first = review.groups[0].doubts[0].choices[0]
    assert (first.label["en"], review.extraction) == ("Hunan 430000", None)
    review.decide(*first.decisions)
    assert len(texts(review)) == 4


def test_what_a_steward_has_looked_at_is_not_asked_again(table: Review) -> None:
    doubt = of(table, "unknown-agency")[0]
    table.decide(LookAt(doubt=doubt.key))
    assert table.doubt(doubt.key) is None
    assert load(table.folder.path).settings.looked_at == (doubt.key,)
    table.decide(LookAt(doubt=doubt.key, again=True))
    assert table.doubt(doubt.key) is not None


def test_a_comment_in_plan_toml_stays_where_it_is(table: Review) -> None:
    file = table.folder.path / "plan.toml"
    file.write_text("# by hand\n" + file.read_text("utf-8") + '\n[layout]  # ours\nkind = "table"\n', "utf-8")
    table.refresh()
    table.decide(
        SaySetting(key="official_page", value="https://example.org/"),
        SaySetting(key="accept_unread", value={"zh": "其余是说明。", "en": "The rest explains."}),
        MarkPart(as_="skip", blocks="9"),
    )
    text = file.read_text("utf-8")
    assert text.startswith("# by hand\n")
    assert "[layout]  # ours" in text
    settings = load(table.folder.path).settings
    assert (settings.official_page, settings.accept_unread) == (
        "https://example.org/",
        {"zh": "其余是说明。", "en": "The rest explains."},
    )


@pytest.mark.parametrize(
    "decision",
    [
        SaySetting(key="date_document", value="yesterday"),
        SaySetting(key="id", value="other"),
        MarkPart(as_="skip"),
        MarkPart(as_="split", blocks="1"),
        NameBody(name="省两山办", means="pg:function/nothing-of-the-kind"),
    ],
)
def test_a_decision_that_does_not_hold_together_is_refused_and_changes_nothing(
    table: Review, decision: Decision
) -> None:
    before = files(table)
    with pytest.raises(MappingError, match=r"Write|Correct|one of"):
        table.decide(decision)
    assert files(table) == before
