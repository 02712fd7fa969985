"""The example queries: every one is run on the release of the real plan, and its answer held against the plan's own text.

What is expected is read from the document here, by other means than the product's: a line of the table is split at its
tabs, its last cell at 、. What no parser could tell (names in full, themes, numbers in sentences) was read by a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.iris import Iris
from server.sparql import examples
from server.words.language import LANGUAGES, keys

DOCUMENT = Path(__file__).parents[3] / "seeds" / "plans" / "tianjin-2020-293" / "document.txt"
PLAN = "http://localhost:8000/id/plan/tianjin-2020-293"
MEASURE = "http://localhost:8000/id/measure/tianjin-2020-293/"
THEMES = (6, 11, 16, 19, 27, 35, 38, 42, 48, 51, 56, 57, 66, 69, 72, 75, 80, 83, 84)
"""The last row of each point of the national document: theme 1 is rows 1 to 6."""
OFFICIAL = {
    "市商务局": "天津市商务局", "市市场监管委": "天津市市场监督管理委员会", "市文化和旅游局": "天津市文化和旅游局",
    "市工业和信息化局": "天津市工业和信息化局", "市发展改革委": "天津市发展和改革委员会",
    "市委网信办": "中共天津市委网络安全和信息化委员会办公室", "天津海关": "中华人民共和国天津海关",
    "市交通运输委": "天津市交通运输委员会", "市税务局": "国家税务总局天津市税务局", "市公安局": "天津市公安局",
    "市农业农村委": "天津市农业农村委员会", "市委宣传部": "中共天津市委宣传部", "市邮政管理局": "天津市邮政管理局",
    "市财政局": "天津市财政局", "市教委": "天津市教育委员会", "市民政局": "天津市民政局",
    "市卫生健康委": "天津市卫生健康委员会", "市体育局": "天津市体育局", "市人社局": "天津市人力资源和社会保障局",
    "人民银行天津分行": "中国人民银行天津分行", "市通信管理局": "天津市通信管理局", "市规划资源局": "天津市规划和自然资源局",
    "市供销合作社": "天津市供销合作总社", "天津银保监局": "中国银行保险监督管理委员会天津监管局",
    "市知识产权局": "天津市知识产权局", "天津边防检查总站": "天津出入境边防检查总站", "天津港集团": "天津港（集团）有限公司",
    "市住房城乡建设委": "天津市住房和城乡建设委员会", "市生态环境局": "天津市生态环境局",
    "天津证监局": "中国证券监督管理委员会天津监管局", "市药监局": "天津市药品监督管理局",
    "市金融局": "天津市地方金融监督管理局", "东疆保税港区管委会": "天津东疆保税港区管理委员会",
    "市合作交流办": "天津市人民政府合作交流办公室", "市科技局": "天津市科学技术局",
}  # fmt: skip # entries side by side
CENTRAL = {
    "天津海关": "海关总署", "市税务局": "国家税务总局", "市邮政管理局": "国家邮政局", "人民银行天津分行": "中国人民银行",
    "市通信管理局": "工业和信息化部", "天津银保监局": "中国银行保险监督管理委员会", "天津边防检查总站": "国家移民管理局",
    "天津证监局": "中国证券监督管理委员会",
}  # fmt: skip # entries side by side

Row = tuple[str | None, ...]
Rows = list[Row] | set[Row]


@dataclass(frozen=True)
class Line:
    """A row of the table, as the document prints it."""

    number: int
    requirement: str
    measure: str
    agencies: tuple[str, ...]
    open_ended: bool

    @property
    def theme(self) -> int:
        return next(point for point, last in enumerate(THEMES, 1) if self.number <= last)


class Source:
    """The document."""

    def __init__(self) -> None:
        self.text = DOCUMENT.read_text(encoding="utf-8")
        self.lines = tuple(self._line(each) for each in self.text.splitlines() if re.match(r"\d+\t", each))
        self.signatories = set(re.findall(r"^\S+$", self.text[: self.text.index("2020年5月23日")], re.MULTILINE)) & set(
            OFFICIAL
        )

    @staticmethod
    def _line(printed: str) -> Line:
        cells = [each for each in printed.split("\t") if each.strip()]
        bodies = cells[-1].removesuffix("等相关部门")
        requirement = re.sub(r"^\(十[二三]\) \S+ ", "", cells[-3])  # rows 57 and 60 swallowed their labels
        return Line(int(cells[0]), requirement, cells[-2], tuple(filter(None, bodies.split("、"))), bodies != cells[-1])

    def counted(self, lines: Iterable[Line] | None = None) -> Counter[str]:
        return Counter(name for line in lines or self.lines for name in line.agencies)


@pytest.fixture(scope="module")
def source() -> Source:
    found = Source()
    assert (len(found.lines), len(found.counted()), len(found.signatories)) == (84, 35, 23)
    return found


@pytest.fixture(scope="module")
def store(live: Path) -> ox.Store:
    return ox.Store.read_only(str(live / "store"))


def answer(store: ox.Store, name: str, *columns: str) -> list[Row]:
    """Return some columns of an example's rows, in its order."""
    found = store.query(examples.load(Iris())[name].query)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(None if (term := row[column]) is None else str(term.value) for column in columns) for row in found]


def by_count(found: Counter[str]) -> list[Row]:
    """Return names in full with counts, most first, and then by code point, as SPARQL orders them."""
    named = ((OFFICIAL[name], count) for name, count in found.items())
    return [(name, str(count)) for name, count in sorted(named, key=lambda each: (-each[1], each[0]))]


# ---- what each example answers ------------------------------------------------------------------------------------

Expected = Callable[[Source], Rows]
EXPECTED: dict[str, tuple[tuple[str, ...], Expected]] = {}


def expect(name: str, *columns: str) -> Callable[[Expected], Expected]:
    """Say what these columns of an example hold: a list where order matters, or else a set."""

    def enter(told: Expected) -> Expected:
        EXPECTED[name] = columns, told
        return told

    return enter


@expect("measures-and-agencies", "plan", "number", "text")
def every_measure_in_the_order_of_the_table(source: Source) -> Rows:
    return [(PLAN, str(line.number), line.measure) for line in source.lines]


@expect("measures-in-english", "plan", "number", "text", "translator")
def every_measure_with_who_translated_it(source: Source) -> Rows:
    return [(PLAN, str(line.number), line.measure, "PolicyGraph") for line in source.lines]


@expect("requirements-with-most-agencies", "text", "agencies")
def the_twenty_longest_lists_of_agencies(source: Source) -> Rows:
    longest = sorted(source.lines, key=lambda line: (-len(line.agencies), line.number))[:20]
    return [(line.requirement, str(len(line.agencies))) for line in longest]


@expect("requirement-beside-measure", "national", "measure", "local")
def row_41(source: Source) -> Rows:
    row = source.lines[40]
    assert row.requirement.startswith("促进社区生活服务业发展")
    return [(row.requirement, f"{MEASURE}41", row.measure)]


@expect("requirements-nobody-acts-on", "number")
def none_because_the_requirements_are_those_that_this_plan_quotes(source: Source) -> Rows:
    assert all(line.measure for line in source.lines)
    return []


@expect("measures-with-a-word", "measure", "text")
def rows_with_the_word_in_the_cell_of_the_measure(source: Source) -> Rows:
    found = [(f"{MEASURE}{line.number}", line.measure) for line in source.lines if "养老" in line.measure]
    assert len(found) == 3
    return list(found)


@expect("documents-to-come", "number", "title")
def titles_after_a_verb_of_making(source: Source) -> Rows:
    made = re.compile(r"(?:制定|出台|印发|印发实施|研究制定)《([^》]+)》")
    found = [(str(line.number), title) for line in source.lines for title in made.findall(line.measure)]
    assert [number for number, _ in found] == ["2", "26", "41", "46"]
    return list(found)


@expect("agencies-by-measures", "name", "measures")
def rows_that_name_an_agency(source: Source) -> Rows:
    found = by_count(source.counted())
    assert found[:3] == [("天津市商务局", "34"), ("天津市市场监督管理委员会", "21"), ("天津市文化和旅游局", "21")]
    return found


@expect("agencies-that-work-together", "together")
def the_thirty_largest_numbers_of_shared_rows(source: Source) -> Rows:
    pairs = Counter(pair for line in source.lines for pair in combinations(sorted(line.agencies), 2))
    return [(str(count),) for _, count in pairs.most_common(30)]


@expect("partners-of-an-agency", "partner", "measures")
def agencies_in_the_rows_of_commerce(source: Source) -> Rows:
    found = source.counted(line for line in source.lines if "市商务局" in line.agencies)
    del found["市商务局"]
    return by_count(found)


@expect("agencies-of-central-bodies", "name", "central", "measures")
def the_eight_local_units(source: Source) -> Rows:
    counted = source.counted()
    return {(OFFICIAL[name], CENTRAL[name], str(counted[name])) for name in CENTRAL}


@expect("who-carries-without-signing", "plan", "name", "measures")
def bodies_in_the_table_that_are_not_above_the_date(source: Source) -> Rows:
    found = Counter({name: count for name, count in source.counted().items() if name not in source.signatories})
    assert len(found) == 12
    return [(PLAN, *row) for row in by_count(found)]


@expect("open-ended-responsibilities", "number")
def lists_that_end_with_and_other_departments(source: Source) -> Rows:
    found = [(str(line.number),) for line in source.lines if line.open_ended]
    assert found == [("1",), ("10",)]
    return list(found)


@expect("measures-by-theme", "notation", "measures")
def rows_of_each_point(source: Source) -> Rows:
    counted = Counter(line.theme for line in source.lines)
    assert (counted[1], counted[12], counted[13]) == (6, 1, 9)
    return [(f"{theme:02d}", str(counted[theme])) for theme in range(1, 20)]


@expect("themes-by-province", "place", "measures")
def rows_of_each_point_in_tianjin(source: Source) -> Rows:
    counted = Counter(line.theme for line in source.lines)
    return [("天津市", str(counted[theme])) for theme in range(1, 20)]


@expect("targets", "number", "value", "least", "most", "unit")
def numbers_that_a_person_found_in_the_table(source: Source) -> Rows:
    printed = {41: "200 家", 47: "1-2个", 49: "4-5家", 51: "14个", 59: "100%", 66: "35000个"}
    assert all(number in source.lines[row - 1].measure for row, number in printed.items())
    return [
        ("41", "200", None, None, "家"), ("41", "20", None, None, "家"), ("47", None, "1", "2", "个"),
        ("49", None, "4", "5", "家"), ("49", "13", None, None, "处"), ("49", None, "20", None, "个"),
        ("51", "14", None, None, "个"), ("51", "20", None, None, "家"), ("59", "100", None, None, "%"),
        ("59", "100", None, None, "%"), ("66", "35000", None, None, "个"),
    ]  # fmt: skip # entries side by side


@expect("targets-by-deadline", "deadline", "wording", "number", "value")
def buses_by_the_end_of_2020_and_car_plates_within_it(source: Source) -> Rows:
    assert "到2020年底，建成区公交车全部更新为新能源汽车" in source.lines[58].measure
    assert "2020年内新增小客车个人增量指标配置额度35000个" in source.lines[65].measure
    return {("2020-12-31", "到2020年底", "59", "100"), ("2020-12-31", "2020年内", "66", "35000")}


@expect("parameters", "number", "value", "unit", "from", "to")
def rates_sums_and_durations_that_a_person_found(source: Source) -> Rows:
    printed = {27: "15天", 64: "减按0.5%征收", 71: "3000 元", 84: "七日"}
    assert all(number in source.lines[row - 1].measure for row, number in printed.items())
    return [
        ("27", "15", "天", None, None),
        ("64", "0.5", "%", "2020-05-01", "2023-12-31"),
        ("71", "3000", "元", None, None),
        ("84", "7", "日", None, None),
    ]


@expect("themes-without-targets", "measures", "withoutTarget")
def rows_of_each_point_without_a_number_to_reach(source: Source) -> Rows:
    with_target = {41, 47, 49, 51, 59, 66}
    every = Counter(line.theme for line in source.lines)
    vague = Counter(line.theme for line in source.lines if line.number not in with_target)
    return [(str(every[theme]), str(vague[theme])) for theme in range(1, 20)]


@expect("provenance-of-a-number", "exact", "start", "end", "file")
def where_the_document_has_200(source: Source) -> Rows:
    start = source.text.index("200 家")
    assert source.text.count("200 家") == 1
    return [("200 家", str(start), str(start + 5), "document.txt")]


@expect("mapping-confidence", "predicate", "mappings")
def each_row_once_word_for_word(source: Source) -> Rows:
    return [("http://www.w3.org/2004/02/skos/core#exactMatch", str(len(source.lines)))]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_example_answers_what_the_document_says(name: str, store: ox.Store, source: Source) -> None:
    columns, told = EXPECTED[name]
    expected, found = told(source), answer(store, name, *columns)
    if isinstance(expected, set):
        assert (set(found), len(found)) == (expected, len(expected))
    else:
        assert found == expected


def test_the_agencies_of_every_measure_are_those_of_its_row(store: ox.Store, source: Source) -> None:
    found = [set((names or "").split("; ")) for (names,) in answer(store, "measures-and-agencies", "agencies")]
    assert found == [{OFFICIAL[name] for name in line.agencies} for line in source.lines]


def test_two_agencies_work_together_as_often_as_rows_name_both(store: ox.Store, source: Source) -> None:
    both = Counter(frozenset(pair) for line in source.lines for pair in combinations(line.agencies, 2))
    short = {official: name for name, official in OFFICIAL.items()}
    for one, other, together in answer(store, "agencies-that-work-together", "one", "other", "together"):
        assert one is not None
        assert other is not None
        assert both[frozenset({short[one], short[other]})] == int(together or 0)


def test_a_theme_counts_a_function_once_a_measure(store: ox.Store, source: Source) -> None:
    rows = answer(store, "themes-by-function", "theme", "function", "measures")
    titles = dict(zip(*_themes(store), strict=True))
    expected = Counter(line.theme for line in source.lines if "市商务局" in line.agencies)
    found = {titles[theme]: int(count or 0) for theme, function, count in rows if function == "商务"}
    assert found == {f"{theme:02d}": count for theme, count in expected.items()}


def _themes(store: ox.Store) -> tuple[list[str | None], list[str | None]]:
    rows = answer(store, "measures-by-theme", "theme", "notation")
    return [theme for theme, _ in rows], [notation for _, notation in rows]


def test_the_measures_of_customs_come_as_a_graph(store: ox.Store, source: Source) -> None:
    found = store.query(examples.load(Iris())["measures-of-an-agency"].query)
    assert isinstance(found, ox.QueryTriples)
    texts = {triple.object.value for triple in found if triple.predicate.value == "http://schema.org/text"}
    assert texts == {line.measure for line in source.lines if "天津海关" in line.agencies}
    assert len(texts) == 10


def test_the_gaps_name_the_letterhead_that_the_document_lacks(store: ox.Store, source: Source) -> None:
    assert source.text.strip().startswith("费扩容提质")  # in the middle of a sentence, and of a word
    gaps = [gap for thing, gap in answer(store, "known-gaps", "thing", "gap") if thing == PLAN]
    assert len(gaps) == 2
    assert all("缺失" in (gap or "") for gap in gaps)


def test_quality_counts_the_pages_that_a_text_does_not_have(store: ox.Store) -> None:
    rows = answer(store, "quality", "plan", "metric", "found", "share")
    assert ("http://localhost:8000/id/dataset/tianjin-2020-293", "出处：页", "0", "0") in rows
    assert all(float(share or 1) < 1 for *_, share in rows)


def test_a_requirement_without_a_measure_is_found(store: ox.Store) -> None:
    implements = ox.NamedNode("https://w3id.org/policygraph/def#implements")
    less = ox.Store()
    less.extend(store)
    for quad in list(less.quads_for_pattern(ox.NamedNode(f"{MEASURE}41"), implements, None)):
        less.remove(quad)
    assert answer(less, "requirements-nobody-acts-on", "plan", "number") == [(PLAN, "08.3")]


# ---- the collection -----------------------------------------------------------------------------------------------

BESIDE = {"themes-by-function", "measures-of-an-agency", "known-gaps", "quality", "search-in-a-query"}
"""Examples that a test of their own holds against the document."""


def test_every_example_is_held_against_something() -> None:
    assert set(EXPECTED) | BESIDE == set(examples.load(Iris()))
    assert len(examples.load(Iris())) >= 20


@pytest.mark.parametrize("example", examples.load(Iris()).values(), ids=lambda each: each.name)
def test_an_example_is_told_in_both_languages(example: examples.Example) -> None:
    assert f"example-group.{example.group}" in keys()
    for texts in (example.title, example.about):
        assert set(texts) == set(LANGUAGES)
        assert re.search("[\u4e00-\u9fff]", texts["zh"])
        assert re.match("“?[A-Z]", texts["en"])
    assert example.text("en").startswith(f"# {example.title['en']}\nPREFIX ")
    assert example.query.endswith("}\n") or "ORDER BY" in example.query


def test_the_order_of_examples_is_total() -> None:
    orders = [each.order for each in examples.load(Iris()).values()]
    assert orders == sorted(set(orders))


def test_a_head_that_lacks_something_says_what() -> None:
    with pytest.raises(ValueError, match=r"odd\.rq does not say its 'title-en': write it as '# title-en: …'"):
        examples.read("odd", "# order: 1\n# group: measures\n# title-zh: 题\nASK {}\n")


def test_examples_have_the_bases_of_the_installation() -> None:
    text = examples.load(Iris(vocabulary="https://v.example/"))["targets"].query
    assert "PREFIX policy: <https://v.example/def#>" in text


@pytest.mark.parametrize("example", examples.load(Iris()).values(), ids=lambda each: each.name)
def test_a_number_of_a_measure_comes_with_its_plan(example: examples.Example) -> None:
    """It is unique in its plan only: as soon as there are two plans, an answer without them is none."""
    select = example.query[: example.query.index("WHERE")]
    if re.search(r"\?measure[^.]*eli:number \?number", example.query) and "SELECT" in select and "?number" in select:
        assert re.search(r"\?(place|plan|measure)\b", select)
        assert "eli:is_part_of" in example.query
