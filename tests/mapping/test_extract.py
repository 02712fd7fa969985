"""What a column for deadlines says is kept, whether it is a date or not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import SH, Graph, URIRef

from mapping import plan_folder as folders
from mapping.explain import Explainer
from mapping.extract import PlanExtraction, extract
from mapping.parsers import deadlines
from mapping.reference import reference
from ontology.iris import Iris

Extracted = Callable[[str], PlanExtraction]
HEADER = "序号,国家要求,落实举措,责任单位,完成时限"
SHAPES = Path(__file__).parents[2] / "shapes"


@pytest.fixture(scope="module")
def known() -> reference.Reference:
    return reference.load()


@pytest.fixture
def extracted(plan_folder: Callable[..., Path], known: reference.Reference) -> Extracted:
    def make(rows: str) -> PlanExtraction:
        return extract(folders.load(plan_folder(rows, header=HEADER)), known)

    return make


@pytest.mark.parametrize("wording", ["持续推进", "长期坚持", "常态化", "持续开展", "立即启动", "每年12月底前"])
def test_a_wording_that_has_no_last_day_is_kept_as_printed(extracted: Extracted, wording: str) -> None:
    found = extracted(f"1,办好中国品牌日活动。,到2021年底办好活动。,省商务厅,{wording}\n")
    measure = found.plan.measures[0]
    assert (measure.deadline, measure.deadline_text, measure.period) == (None, wording, None)
    assert "unread-deadline" not in {finding.code for finding in found.findings}


def test_a_date_wins_over_the_words_beside_it(extracted: Extracted) -> None:
    measure = extracted("1,办好中国品牌日活动。,办好活动。,省商务厅,2021年6月底前完成并长期坚持\n").plan.measures[0]
    assert (measure.deadline, measure.deadline_text) == ("2021-06-30", "2021年6月底前完成")


@pytest.mark.parametrize("wording", ["12月底前", "另行通知"])
def test_what_is_not_read_as_a_date_is_kept_and_said(extracted: Extracted, wording: str) -> None:
    found = extracted(f"1,办好中国品牌日活动。,办好活动。,省商务厅,{wording}\n")
    assert (found.plan.measures[0].deadline, found.plan.measures[0].deadline_text) == (None, wording)
    doubt = next(finding for finding in found.findings if finding.code == "unread-deadline")
    assert (doubt.number, doubt.text, wording in doubt.message) == ("1", wording, True)


@pytest.mark.parametrize("mark", ["", "-", "——", "/", "无", "…"])
def test_an_empty_cell_says_nothing(extracted: Extracted, mark: str) -> None:
    found = extracted(f"1,办好中国品牌日活动。,办好活动。,省商务厅,{mark}\n")
    assert found.plan.measures[0].deadline_text is None
    assert "unread-deadline" not in {finding.code for finding in found.findings}


def test_the_shape_knows_the_words_of_the_reader() -> None:
    graph = Graph().parse(SHAPES / "measure.ttl")
    shape = URIRef("https://w3id.org/policygraph/shape/HasNoLastDay")
    words = str(graph.value(shape, SH.pattern)).split("|")
    assert words
    assert all(deadlines.has_no_last_day(f"工作{word}进行") for word in words)
    assert not deadlines.has_no_last_day("12月底前")


def test_a_time_in_the_text_that_names_no_day_is_said_with_its_place(extracted: Extracted) -> None:
    found = extracted("1,办好中国品牌日活动。,元旦前办好展销，并建成展馆。,省商务厅,\n")
    assert found.plan.measures[0].deadline is None
    doubt = next(finding for finding in found.findings if finding.code == "unread-deadline")
    assert doubt.place is not None
    assert (found.document.at(doubt.place), doubt.number) == ("元旦前", "1")


def test_a_date_in_one_of_several_sentences_is_the_measures_latest_day(extracted: Extracted) -> None:
    measure = extracted("1,办好中国品牌日活动。,举办展会。2031年5月底前选址，9月底前布展。,省商务厅,\n").plan.measures[
        0
    ]
    assert (measure.deadline, measure.deadline_text) == ("2031-09-30", "9月底前")


def test_a_validity_is_the_period_of_the_rate_and_no_deadline_of_the_measure(extracted: Extracted) -> None:
    text = "自2031年3月1日至2033年2月28日，对展馆减按2%征收房产税。"
    measure = extracted(f"1,办好中国品牌日活动。,{text},省财政厅,\n").plan.measures[0]
    assert (measure.deadline, measure.period) == (None, None)
    period = measure.parameters[0].period
    assert period is not None
    assert (period.start_date, period.end_date) == ("2031-03-01", "2033-02-28")


def test_the_year_of_the_plan_completes_the_dates_of_numbers_too(
    plan_folder: Callable[..., Path], known: reference.Reference
) -> None:
    folder = plan_folder("1,办好中国品牌日活动。,10月底前新建展馆3座。,省商务厅,\n", header=HEADER)
    settings = folder / "plan.toml"
    settings.write_text("year = 2031\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    measure = extract(folders.load(folder), known).plan.measures[0]
    assert (measure.deadline, measure.targets[0].deadline) == ("2031-10-31", "2031-10-31")


def test_extract_and_explain_say_the_same_of_every_number(extracted: Extracted, known: reference.Reference) -> None:
    text = "新建菜市场20个；投资1亿元以上项目达到8个；按投资额的10%给予补助。"
    found = extracted(f"1,办好中国品牌日活动。,{text},省商务厅,2025年底\n")
    explained = Explainer.of(known, Iris()).explain(text)
    assert [(number.kind, number.text, number.why) for number in found.numbers] == [
        *(("target", text[each.start : each.end], each.why) for each in explained.targets),
        *(("parameter", text[each.start : each.end], each.why) for each in explained.parameters),
        *(("neither", each.text, each.why) for each in explained.unread_quantities),
    ]
    assert [number.kind for number in found.numbers] == ["target", "target", "parameter", "neither"]
    assert found.document.at(found.numbers[0].place) == "20个"


def test_a_fraction_that_the_data_cannot_hold_is_a_finding(extracted: Extracted) -> None:
    found = extracted("1,办好中国品牌日活动。,三分之二的商场办好活动。,省商务厅,2021年底\n")
    doubt = next(finding for finding in found.findings if finding.code == "unread-number")
    assert (doubt.number, doubt.text) == ("1", "三分之二")
