"""The plan that is installed, row by row."""

import re
from pathlib import Path

import pytest

from mapping.blocks import Document, Table
from mapping.layout import Entry, LayoutReading, LayoutRules, lay_out
from mapping.layout.tables.labels import plain, without_numeral
from mapping.readers import read

ROOT = Path(__file__).parents[3]
POINTS = (
    "全面提升国产商品和服务竞争力",
    "加强自主品牌建设",
    "改善进口商品供给",
    "进一步完善免税业政策",
    "丰富特色文化旅游产品",
    "改善入境旅游与购物环境",
    "创新文化旅游宣传推广模式",
    "结合区域发展布局打造消费中心",
    "优化城乡商业网点布局",
    "加强消费物流基础设施建设",
    "加快新一代信息基础设施建设",
    "鼓励线上线下融合等新消费模式发展",
    "鼓励使用绿色智能产品",
    "大力发展“互联网+社会服务”消费模式",
    "促进重点群体增收激发消费潜力",
    "稳定和增加居民财产性收入",
    "强化市场秩序监管",
    "积极推进消费领域信用体系建设",
    "畅通消费者维权渠道",
)
# The rows on which the label of each point is printed.
PRINTED = {
    1: (2, 5),
    2: (7, 10),
    3: (12, 16),
    4: (17,),
    5: (20, 21, 27),
    6: (28,),
    7: (37,),
    8: (39, 41),
    9: (43, 47),
    10: (49,),
    12: (57,),
    13: (60, 65),
    14: (67, 68, 69),
    15: (71,),
    16: (73,),
    17: (76, 79),
    18: (81, 83),
    19: (84,),
}


@pytest.fixture(scope="module")
def document() -> Document:
    return read(ROOT / "seeds/plans/tianjin-2020-293/document.txt")


@pytest.fixture(scope="module")
def reading(document: Document) -> LayoutReading:
    return lay_out(document, LayoutRules(signatories="lines-before-date"), POINTS)


def entry(reading: LayoutReading, number: int) -> Entry:
    return reading.entries[number - 1]


def test_the_document_has_seventeen_tables_and_its_text_is_the_file_itself(document: Document) -> None:
    assert sum(isinstance(block, Table) for block in document.blocks) == 17
    assert document.text == document.path.read_text("utf-8")
    assert document.encoding == "utf-8"


def test_every_one_of_the_84_rows_is_an_entry_with_all_its_texts(document: Document, reading: LayoutReading) -> None:
    assert [entry.number for entry in reading.entries] == [str(number) for number in range(1, 85)]
    lines = [line for line in document.text.split("\n") if re.match(r"\d+\t", line)]
    for found, line in zip(reading.entries, lines, strict=True):
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        assert found.requirement is not None
        assert document.at(found.measure) == cells[-2]
        assert [document.at(body.place) for body in found.bodies] == [cells[-1]]
        assert cells[-3].endswith(document.at(found.requirement))
        assert document.at(found.place) == line
    assert reading.findings == ()


def test_a_printed_label_belongs_to_the_row_it_is_printed_on_and_to_no_other(
    document: Document, reading: LayoutReading
) -> None:
    found = {
        int(entry.number): plain(without_numeral("".join(map(document.at, entry.label))))
        for entry in reading.entries
        if entry.label
    }
    assert found == {row: plain(POINTS[point - 1]) for point, rows in PRINTED.items() for row in rows}


@pytest.mark.parametrize(("upper", "lower"), [(20, 21), (68, 69)])
def test_a_label_split_over_two_rows_gives_two_places(reading: LayoutReading, upper: int, lower: int) -> None:
    assert len(entry(reading, upper).label) == 2
    assert entry(reading, upper).label == entry(reading, lower).label


@pytest.mark.parametrize(
    ("row", "first_words"), [(57, "完善“互联网+”消费生态体系，"), (60, "落实好现行中央财政新能源汽车推广应用补贴政策")]
)
def test_a_label_swallowed_by_its_requirement_is_parted_from_it(
    document: Document, reading: LayoutReading, row: int, first_words: str
) -> None:
    requirement = entry(reading, row).requirement
    assert requirement is not None
    assert document.at(requirement).startswith(first_words)


def test_the_23_lines_above_the_date_are_the_signatories(document: Document, reading: LayoutReading) -> None:
    names = [document.at(place) for place in reading.signatories]
    assert (len(names), names[0], names[-1]) == (23, "市发展改革委", "天津证监局")
