"""A plan folder that ``policygraph new`` made of a Word document, and a desk for it in this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from mapping.new import propose
from mapping.reference.reference import Reference, packaged
from mapping.reference.reference import load as load_reference

TITLE = "湖南省促进消费扩容提质加快形成强大国内市场任务分工表"
ROWS = (
    (
        "1",
        "在消费品领域积极推行高端品质认证，促进品牌消费、品质消费。",
        "建立“湖南优品”认证目录，到2026年底认证产品200个以上。",
        "省两山转化办、省商务厅",
    ),
    (
        "2",
        "推进文化创意和设计服务与制造业融合发展，支持企业建立工业设计中心。",
        "建设省级工业设计中心10家。",
        "省文创促进专班牵头，省工业和信息化厅配合",
    ),
    ("3", "办好湘江夜市，打造夜间好去处。", "每年举办湘江夜市活动。", "省商务厅"),
)
"""Rows with two bodies that nobody knows, and a text that no national requirement is sure to match."""


def write_document(path: Path, closing: str) -> Path:
    """Write the Word document: a title, a reason, the table, and a paragraph that says who explains it."""
    word = Document()
    word.add_paragraph(TITLE)
    word.add_paragraph("为贯彻落实《关于促进消费扩容提质加快形成强大国内市场的实施意见》，制定本表。")
    table = word.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("序号", "国家要求", "落实举措", "责任单位"), strict=True):
        cell.text = text
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    word.add_paragraph(closing)
    word.save(str(path))
    return path


@pytest.fixture(scope="session")
def reference() -> Reference:
    return load_reference([packaged()])


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_document(tmp_path_factory.mktemp("document") / "分工表.docx", "本表由有关方面解释（省商务厅负责）。")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    """The plan folder of such a document with markup in it."""
    closing = "本表<script>alert(1)</script>由有关方面解释（省商务厅负责）。"
    document = write_document(tmp_path_factory.mktemp("document") / "分工表.docx", closing)
    return propose(document, tmp_path_factory.mktemp("plans"), reference).folder.path
