"""What a reader of the printed Word document sees."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from mapping.blocks import Document, Paragraph, Table
from mapping.readers import read

Make = Callable[[WordDocument], None]


@pytest.fixture
def made(tmp_path: Path) -> Callable[[Make], Document]:
    def make(fill: Make) -> Document:
        document = docx.Document()
        fill(document)
        document.save(str(tmp_path / "a.docx"))
        return read(tmp_path / "a.docx")

    return make


def add_xml(document: WordDocument, xml: str) -> None:
    document.element.body.insert(-1, parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def test_tracked_changes_are_accepted_and_hidden_text_is_not_seen(made: Callable[[Make], Document]) -> None:
    document = made(
        lambda word: add_xml(
            word,
            "<w:p><w:r><w:t>推进</w:t></w:r><w:del w:id='1'><w:r><w:delText>旧</w:delText></w:r></w:del>"
            "<w:ins w:id='2'><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
            "<w:hyperlink><w:r><w:t>消费</w:t></w:r></w:hyperlink></w:p>",
        )
    )
    assert document.text == "推进新消费\n"


def test_a_deleted_row_is_not_read(made: Callable[[Make], Document]) -> None:
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    deleted = row.format("<w:trPr><w:del w:id='1'/></w:trPr>", "旧")
    document = made(lambda word: add_xml(word, f"<w:tbl>{row.format('', '新')}{deleted}</w:tbl>"))
    assert document.text == "新\n"


def test_automatic_numbers_stand_in_the_text(made: Callable[[Make], Document]) -> None:
    def fill(word: WordDocument) -> None:
        level = "<w:lvl w:ilvl='{}'><w:start w:val='1'/><w:numFmt w:val='{}'/><w:lvlText w:val='{}'/></w:lvl>"
        levels = level.format(0, "chineseCountingThousand", "%1、") + level.format(1, "decimal", "(%2)")
        numbering = word.part.numbering_part.element
        xml = f"<w:abstractNum w:abstractNumId='77'>{levels}</w:abstractNum>"
        numbering.insert(0, parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))
        xml = "<w:num w:numId='78'><w:abstractNumId w:val='77'/></w:num>"
        numbering.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))
        for depth, text in ((0, "甲"), (1, "子"), (1, "丑"), (0, "乙"), (1, "寅")):
            number = f"<w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='78'/></w:numPr></w:pPr>"
            add_xml(word, f"<w:p>{number}<w:r><w:t>{text}</w:t></w:r></w:p>")

    assert made(fill).text == "一、甲\n(1)子\n(2)丑\n二、乙\n(1)寅\n"


def test_a_serial_that_is_only_an_automatic_number_is_read(made: Callable[[Make], Document]) -> None:
    def fill(word: WordDocument) -> None:
        table = word.add_table(2, 2)
        for number, text in enumerate(("任务一。", "任务二。")):
            table.cell(number, 0).paragraphs[0].style = word.styles["List Number"]
            table.cell(number, 1).text = text

    assert made(fill).text == "1.\t任务一。\n2.\t任务二。\n"


def test_headings_have_levels_and_paragraphs_between_tables_keep_their_order(
    made: Callable[[Make], Document],
) -> None:
    def fill(word: WordDocument) -> None:
        word.add_heading("一、供给", 1)
        word.add_table(1, 1).cell(0, 0).text = "甲"
        word.add_paragraph("其间")
        word.add_section(WD_SECTION.NEW_PAGE).orientation = WD_ORIENT.LANDSCAPE
        word.add_table(1, 1).cell(0, 0).text = "乙"

    document = made(fill)
    kinds = [(type(block), document.at(block.place)) for block in document.blocks]
    assert kinds == [(Paragraph, "一、供给"), (Table, "甲"), (Paragraph, "其间"), (Table, "乙")]
    assert isinstance(document.blocks[0], Paragraph)
    assert document.blocks[0].level == 1


def test_cells_merged_both_ways_are_one_place_in_every_row_and_column(made: Callable[[Make], Document]) -> None:
    def fill(word: WordDocument) -> None:
        table = word.add_table(3, 3)
        for row in range(3):
            for column in range(3):
                table.cell(row, column).text = f"{row}{column}"
        table.cell(0, 0).merge(table.cell(1, 1)).text = "合并"

    document = made(fill)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    texts = [[document.at(cell) for cell in row.cells] for row in table.rows]
    assert texts == [["合并", "合并", "02"], ["合并", "合并", "12"], ["20", "21", "22"]]
    assert document.text == "合并\t\t02\n\t\t12\n20\t21\t22\n"


def test_lines_of_a_cell_are_parted_by_a_blank_unless_punctuation_parts_them(
    made: Callable[[Make], Document],
) -> None:
    def fill(word: WordDocument) -> None:
        table = word.add_table(1, 2)
        table.cell(0, 0).text = "市商务局\n市财政局"
        table.cell(0, 1).text = "任务一。\n任务二、\n任务三"

    assert made(fill).text == "市商务局 市财政局\t任务一。任务二、任务三\n"


def test_text_boxes_and_content_controls_are_read_once(made: Callable[[Make], Document]) -> None:
    box = "<w:p><w:r><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent><w:t>框外</w:t></w:r></w:p>"
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"

    def fill(word: WordDocument) -> None:
        add_xml(word, box)
        add_xml(word, control)

    assert made(fill).text == "框外\n框内\n控件\n"


def test_a_text_in_boxes_inside_one_another_stands_once(made: Callable[[Make], Document]) -> None:
    """Read by each of the boxes around it, one in thirty would be read a thousand million times."""
    boxes = (
        "<w:p><w:r><w:txbxContent>" * 30
        + "<w:p><w:r><w:t>推进消费</w:t></w:r></w:p>"
        + "</w:txbxContent></w:r></w:p>" * 30
    )
    assert made(lambda word: add_xml(word, boxes)).text == "推进消费\n"
