"""One plan, eight formats, one reading."""

import hashlib
from pathlib import Path

import pytest

from mapping.blocks import Document, Table
from mapping.layout import LayoutReading, LayoutRules, lay_out
from mapping.readers import read

MEASURES = ("支持企业开展“三品”行动，培育 5G 应用。", "举办消费节。发放消费券。", "建设步行街。")
BODIES = (
    [("lead", "省商务厅"), ("supporting", "省财政厅、省税务局")],
    [("lead", "省商务厅"), ("supporting", "各市人民政府")],
    [("lead", "省发展改革委")],
)


@pytest.fixture
def document(plan: Path) -> Document:
    return read(plan)


@pytest.fixture
def reading(document: Document) -> LayoutReading:
    return lay_out(document, LayoutRules(), ("增加供给", "扩大消费"))


def test_every_format_gives_the_same_entries(document: Document, reading: LayoutReading) -> None:
    assert [entry.number for entry in reading.entries] == ["1", "2", "3"]
    assert tuple(document.at(entry.measure) for entry in reading.entries) == MEASURES
    assert tuple([(body.role, document.at(body.place)) for body in entry.bodies] for entry in reading.entries) == BODIES
    deadlines = [entry.deadline and document.at(entry.deadline) for entry in reading.entries]
    assert deadlines == ["2022年6月", "2022年底", "长期"]


def test_a_merged_label_belongs_to_every_row_that_it_covers(document: Document, reading: LayoutReading) -> None:
    labels = [[document.at(place) for place in entry.label] for entry in reading.entries]
    assert labels == [["(一)增加供给"], ["(一)增加供给"], ["(二)扩大消费"]]


def test_names_of_persons_are_found_so_that_they_can_be_withheld(document: Document, reading: LayoutReading) -> None:
    assert {document.at(place) for place in reading.persons} == {"张三", "李四"}


def test_a_document_knows_its_bytes(document: Document, plan: Path) -> None:
    content = plan.read_bytes()
    assert (document.byte_size, document.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert document.name == plan.name


def test_a_cell_holds_no_tab_and_no_line_feed_and_no_blank_around_it(document: Document) -> None:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    texts = [document.at(cell) for table in tables for row in table.rows for cell in row.cells]
    assert texts
    assert all(text == text.strip() and "\n" not in text and "\t" not in text for text in texts)


def test_only_a_pdf_has_pages(document: Document, reading: LayoutReading) -> None:
    pages = {entry.measure.page for entry in reading.entries}
    assert pages == ({1} if document.media_type == "application/pdf" else {None})
