"""What a browser shows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.blocks import Document, Paragraph, Table
from mapping.errors import DocumentError
from mapping.readers import read

Page = Callable[[str], Document]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    def make(body: str) -> Document:
        path = tmp_path / "a.html"
        path.write_text(f"<!DOCTYPE html><html><head><title>x</title></head><body>{body}</body></html>", "utf-8")
        return read(path)

    return make


def table_of(document: Document) -> list[list[str]]:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return [[document.at(cell) for cell in row.cells] for row in table.rows]


def test_rowspan_and_colspan_fill_the_grid_as_a_browser_does(page: Page) -> None:
    document = page(
        "<table><tr><th rowspan=2>序号<th colspan=2>责任单位</tr><tr><th>牵头<th>配合</tr>"
        "<tr><td>1<td>甲<td rowspan=0>乙</tr><tr><td>2<td>丙</tr></table>"
    )
    assert table_of(document) == [
        ["序号", "责任单位", "责任单位"],
        ["序号", "牵头", "配合"],
        ["1", "甲", "乙"],
        ["2", "丙", "乙"],
    ]


def test_entities_and_inline_elements_are_text_and_scripts_are_not(page: Page) -> None:
    document = page(
        "<p>&nbsp;&#12288;推进<b>“三品”</b>&amp;<span>5G</span>&lt;应用&gt;<script>x()</script></p>"
        "<p style='display: none'>暗</p><p hidden>暗</p><!-- 注 -->"
    )
    assert document.text == "推进“三品”&5G<应用>\n"


def test_a_line_break_in_the_source_is_no_blank_between_ideographs(page: Page) -> None:
    assert page("<p>推进质量\n   提升 行动 of\n 5G</p>").text == "推进质量提升 行动 of 5G\n"


def test_breaks_and_blocks_begin_paragraphs_and_headings_have_levels(page: Page) -> None:
    document = page("<h2>一、供给</h2><div>甲<br>乙<p>丙</p>丁</div><ol start=3><li>戊</li><li>己</li></ol>")
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert [(document.at(block.place), block.level) for block in paragraphs] == [
        ("一、供给", 2),
        ("甲", 0),
        ("乙", 0),
        ("丙", 0),
        ("丁", 0),
        ("3. 戊", 0),
        ("4. 己", 0),
    ]


def test_a_table_that_only_lays_the_page_out_is_no_table(page: Page) -> None:
    document = page(
        "<table><tr><td>栏目</td><td><p>正文</p><table><tr><td>序号<td>任务<td>单位</tr><tr><td>1<td>一<td>局</tr></table>"
        "</td></tr></table>"
    )
    assert table_of(document) == [["序号", "任务", "单位"], ["1", "一", "局"]]
    assert [document.at(block.place) for block in document.blocks[:2]] == ["栏目", "正文"]


def test_a_table_inside_a_cell_is_part_of_its_text(page: Page) -> None:
    rows = "".join(f"<tr><td>{number}<td>任务<td>局<table><tr><td>甲<td>乙</table></tr>" for number in (1, 2))
    assert table_of(page(f"<table>{rows}</table>")) == [["1", "任务", "局 甲 乙"], ["2", "任务", "局 甲 乙"]]


def test_blocks_in_a_cell_are_its_lines(page: Page) -> None:
    document = page("<table><tr><td>1<td><p>任务一。</p><p>任务二。</p><td>市商务局<br>市财政局</tr></table>")
    assert table_of(document) == [["1", "任务一。任务二。", "市商务局 市财政局"]]


def test_the_charset_is_read_from_the_bytes_whatever_the_page_declares(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_bytes("<html><meta charset=utf-8><p>推进质量提升行动</p>".encode("gb18030"))
    document = read(path)
    assert (document.text, document.encoding) == ("推进质量提升行动\n", "gb18030")


def test_a_page_without_text_is_refused(page: Page) -> None:
    with pytest.raises(DocumentError, match="the document holds no text"):
        page("<img src=scan.png>")


def test_a_page_that_would_fill_the_memory_is_refused(page: Page) -> None:
    with pytest.raises(DocumentError, match="nested more than 200 deep"):
        page("<div>" * 5000 + "甲")
    with pytest.raises(DocumentError, match="a table has 90,300,000 cells"):
        page(f"<table><tr>{'<td colspan=1000>甲' * 300}{'<tr><td>1' * 300}</table>")


def test_items_are_numbered_as_a_browser_shows_them(page: Page) -> None:
    assert page("<ol start=2020><li>甲<li hidden>乙<li>丙</ol><ol><li>丁</ol>").text == "2020. 甲\n2021. 丙\n1. 丁\n"
    assert page(f"<table><tr><td colspan={'9' * 5000}>甲</td></tr></table>").text.strip() == "甲"


@pytest.mark.parametrize("charset", ["undefined", "idna", "no-such-charset"])
def test_a_charset_that_no_page_has_is_not_believed(tmp_path: Path, charset: str) -> None:
    (path := tmp_path / "a.html").write_bytes(f"<html><meta charset={charset}><p>".encode() + b"\xff\x80\xfe" * 40)
    with pytest.raises(DocumentError, match="the text is not UTF-8"):
        read(path)
