"""The twenty questions of ``docs/questions.md``: each query gives what the plan's own text says, read here by other means."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from mapping.release.index import FOLDER
from ontology.iris import Iris
from server.search_index.opened import SearchIndex
from server.sparql.fulltext.rewriting import QueryWriter

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "questions.md").read_text("utf-8")
PREFIXES, *QUERIES = re.findall(r"```sparql\n(.*?)```", DOCUMENT, re.DOTALL)
TITLES = re.findall(r"^### (\d+)\. (.*)$", DOCUMENT, re.MULTILINE)
PLAN = (ROOT / "seeds" / "plans" / "tianjin-2020-293" / "document.txt").read_text("utf-8")
CELLS = [[cell for cell in line.split("\t") if cell.strip()] for line in PLAN.splitlines() if re.match(r"\d+\t", line)]
MEASURES = {int(cells[0]): cells[-2] for cells in CELLS}
BODIES = {int(cells[0]): cells[-1].removesuffix("等相关部门").split("、") for cells in CELLS}

Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def answers(live: Path) -> list[Rows]:
    """The rows of each query, in the order of the document; what has no value is empty."""
    store = ox.Store.read_only(str(live / "store"))
    writer = QueryWriter(Iris(), SearchIndex(live / FOLDER), frozenset({"http://localhost:8000/search"}))
    found = []
    for query in QUERIES:
        searched = writer.with_services(PREFIXES + query)
        solutions = store.query(searched.text if searched else PREFIXES + query)
        assert isinstance(solutions, ox.QuerySolutions)
        found.append([tuple(_text(value) for value in row) for row in solutions])
    return found


def _text(value: object) -> str:
    return value.value if isinstance(value, ox.NamedNode | ox.Literal) else ""


def test_there_are_twenty_questions_with_a_query_each() -> None:
    assert [int(number) for number, _ in TITLES] == list(range(1, 21))
    assert len(QUERIES) == 20
    assert all(title.endswith("?") for _, title in TITLES)


def test_plans_and_places(answers: list[Rows]) -> None:
    assert [(row[2], row[3]) for row in answers[0]] == [("天津市", "2020-05-23")]
    assert {row[0] for row in answers[1]} == {"湖南省", "甘肃省", "山东省"}
    assert [row[1] for row in answers[2]] == [MEASURES[41]]
    assert [row[1:] for row in answers[3]] == [(str(len(MEASURES)), "6")]
    assert [row[0] for row in answers[4]] == [str(number) for number in range(1, 24)]


def test_agencies(answers: list[Rows]) -> None:
    assert answers[5][0] == ("天津市商务局", str(sum("市商务局" in each for each in BODIES.values())))
    assert [int(row[0]) for row in answers[6]] == [number for number, each in BODIES.items() if len(each) == 1]
    many = {number: len(each) for number, each in BODIES.items() if len(each) > 6}
    assert {int(row[1]): int(row[2]) for row in answers[7]} == many
    assert ("国家税务总局天津市税务局", "国家税务总局") in answers[8]
    assert len(answers[8]) == 8
    beside = [each for each in BODIES.values() if "市文化和旅游局" in each and "市商务局" in each]
    assert answers[9][0] == ("天津市商务局", str(len(beside)))
    idle = {row[0] for row in answers[10]}
    assert "乡村振兴" in idle
    assert "商务" not in idle


def test_requirements_and_themes(answers: list[Rows]) -> None:
    assert len(answers[11]) == 4
    assert MEASURES[41] in {row[2] for row in answers[11]}
    assert answers[12] == []  # the national document is known through what this plan quotes of it
    assert sum(int(row[1]) for row in answers[13]) == len(MEASURES)
    assert sum(int(row[1]) for row in answers[14]) == sum("市市场监管委" in each for each in BODIES.values())


def test_targets_days_and_documents(answers: list[Rows]) -> None:
    numbers = [(row[0], row[2], row[5]) for row in answers[15]]
    assert ("41", "200", "家") in numbers
    assert len(numbers) == 11
    assert all(row[2] in MEASURES[int(row[0])] for row in answers[15] if row[2])
    assert {(row[0], row[1]) for row in answers[16]} == {("59", "2020-12-31"), ("66", "2020-12-31")}
    assert all(f"《{row[1]}》" in MEASURES[int(row[0])] for row in answers[17])
    assert [row[0] for row in answers[17]] == ["2", "26", "41", "46"]


def test_words_and_sources(answers: list[Rows]) -> None:
    found = {int(row[0]): row for row in answers[18]}
    assert set(found) == {number for number, text in MEASURES.items() if "物流" in text}
    assert all("<mark>物流" in row[1] for row in answers[18])
    assert {number: row[2].count("、") + 1 for number, row in found.items()} == {n: len(BODIES[n]) for n in found}
    assert {(row[0], PLAN[int(row[1]) : int(row[2])]) for row in answers[19]} == {("全部", "全部"), ("100%", "100%")}
