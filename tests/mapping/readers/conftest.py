"""Real files of every format, made as their programs make them."""

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

Rows = Sequence[Sequence[str]]
Write = Callable[[Path], None]

TITLE = "某省促进消费工作方案"
HEADER = ("序号", "重点领域", "主要任务", "牵头单位", "配合单位", "完成时限", "牵头领导")
ROWS = (
    (
        "1",
        "(一)增加供给",
        "支持企业开展“三品”行动，培育 5G 应用。",
        "省商务厅",
        "省财政厅、省税务局",
        "2022年6月",
        "张三",
    ),
    ("2", "(一)增加供给", "举办消费节。发放消费券。", "省商务厅", "各市人民政府", "2022年底", "张三"),
    ("3", "(二)扩大消费", "建设步行街。", "省发展改革委", "", "长期", "李四"),
)
FONT = "STSong-Light"


def lines(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def write_text(path: Path) -> None:
    path.write_text(f"{TITLE}\n\n{lines((HEADER, *ROWS))}\n", "utf-8")


def write_pipes(path: Path) -> None:
    rows = (HEADER, ("---",) * len(HEADER), *ROWS)
    path.write_text("\n".join(f"| {' | '.join(row)} |" for row in rows), "utf-8")


def write_csv(path: Path) -> None:
    with path.open("w", newline="", encoding="gb18030") as file:
        csv.writer(file).writerows((HEADER, *ROWS))


def write_tsv(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-16") as file:
        csv.writer(file, csv.excel_tab).writerows((HEADER, *ROWS))


def write_html(path: Path) -> None:
    head = "".join(f"<th>{word}</th>" for word in HEADER)
    body = ""
    for number, row in enumerate(ROWS):
        cells = [
            f"<td{' rowspan=2' if number == 0 and at in (1, 6) else ''}>{text.replace('“', '&ldquo;')}</td>"
            for at, text in enumerate(row)
            if not (number == 1 and at in (1, 6))
        ]
        body += f"<tr>{''.join(cells)}</tr>"
    page = f"<h1>{TITLE}</h1><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{page}", "utf-8")


def write_word(path: Path) -> None:
    document = docx.Document()
    document.add_heading(TITLE, 1)
    table = document.add_table(len(ROWS) + 1, len(HEADER))
    for number, row in enumerate((HEADER, *ROWS)):
        for at, text in enumerate(row):
            if not (number == 2 and at in (1, 6)):
                table.cell(number, at).text = text
    for at in (1, 6):
        table.cell(1, at).merge(table.cell(2, at))
    document.save(str(path))


def write_excel(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([TITLE])
    sheet.merge_cells("A1:G1")
    sheet.append(HEADER)
    for row in ROWS:
        sheet.append([int(row[0]), *row[1:]])
    sheet["F3"].value = dt.date(2022, 6, 1)
    sheet["F3"].number_format = 'yyyy"年"m"月"'
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("G3:G4")
    book.save(path)


def write_pdf(path: Path, rows: Rows = (HEADER, *ROWS), *, height: float | None = None) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=13, wordWrap="CJK")
    ruled: list[tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
    ]
    if rows == (HEADER, *ROWS):
        ruled += [("SPAN", (at, 1), (at, 2)) for at in (1, 6)]
    table = Table(
        [[Paragraph(text, style) for text in row] for row in rows],
        colWidths=[30, 70, 120, 80, 80, 60, 60][: len(rows[0])],
        repeatRows=1,
        style=ruled,
    )
    size = landscape(A4) if height is None else (600, height)
    SimpleDocTemplate(str(path), pagesize=size).build([Paragraph(TITLE, style), table])


WRITERS: dict[str, Write] = {
    ".txt": write_text,
    ".md": write_pipes,
    ".csv": write_csv,
    ".tsv": write_tsv,
    ".html": write_html,
    ".docx": write_word,
    ".xlsx": write_excel,
    ".pdf": write_pdf,
}


@pytest.fixture(params=list(WRITERS))
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same small plan in each format."""
    path = tmp_path / f"plan{request.param}"
    WRITERS[request.param](path)
    return path


@pytest.fixture
def pdf() -> Callable[..., None]:
    return write_pdf


@pytest.fixture
def formats() -> dict[str, Write]:
    """How to write the small plan in each format, by suffix."""
    return WRITERS
