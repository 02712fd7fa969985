"""What a column for deadlines says is kept, whether it is a date or not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import SH, Graph, URIRef

from mapping import plan_folder as folders
from mapping.extract import Extraction, extract
from mapping.parsers import deadlines
from mapping.reference import reference

Extracted = Callable[[str], Extraction]
HEADER = "序号,国家要求,落实举措,责任单位,完成时限"
SHAPES = Path(__file__).parents[2] / "shapes"


@pytest.fixture(scope="module")
def known() -> reference.Reference:
    return reference.load()


@pytest.fixture
def extracted(plan_folder: Callable[..., Path], known: reference.Reference) -> Extracted:
    def make(rows: str) -> Extraction:
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
