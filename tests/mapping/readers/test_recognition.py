"""Pages that are pictures: what is recognised on them is read like any page, kept beside the document, and told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from mapping import new, plan_folder, readers
from mapping.blocks import Paragraph, RecognisedLine, RecognisedRule, Recognition
from mapping.blocks import Table as TableBlock
from mapping.errors import DocumentError
from mapping.extract import extract
from mapping.readers.pdf import recognised, recognition
from mapping.reference import reference

FONT = "STSong-Light"
TEXTS = (
    "安徽省雨水花园建设方案",
    "一、重点任务",
    "1.到2032年建成雨水花园35座。（责任单位：省住房城乡建设厅）",
    "2.培训养护工匠。（责任单位：省人力资源社会保障厅）",
)


def line(text: str, at: int, page: int = 1, doubtful: tuple[int, ...] = (), left: float = 72) -> RecognisedLine:
    top, width = 80 + 24 * at, 12 * len(text)
    return RecognisedLine(
        page=page, left=left, top=top, right=left + width, bottom=top + 14, text=text, sureness=0.97, doubtful=doubtful
    )


FOUND = Recognition(
    engine="test 1", lines=tuple(line(text, at, doubtful=(14,) if at == 2 else ()) for at, text in enumerate(TEXTS))
)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "扫描件.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 250)), 0, 0, *A4)
    canvas.save()
    return path


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[int]]:
    """Stand in for the program: it recognises the same on every document, and notes for which pages it was asked."""
    asked: list[Sequence[int]] = []

    def recognise(_: object, numbers: Sequence[int]) -> Recognition:
        asked.append(numbers)
        return FOUND

    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "recognise", recognise)
    return asked


def test_without_the_extra_a_scan_is_refused_with_how_to_install_it(
    scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    with pytest.raises(DocumentError, match=r"scan.*pip install 'policygraph\[ocr\]'"):
        readers.read(scan)


def test_what_is_recognised_is_read_like_any_page(scan: Path, engine: list[Sequence[int]]) -> None:
    document = readers.read(scan)
    assert [document.at(block.place) for block in document.blocks] == list(TEXTS)
    assert {block.place.page for block in document.blocks} == {1}
    assert engine == [[1]]


def test_how_surely_and_each_doubtful_character_are_told_with_their_place(
    scan: Path, engine: list[Sequence[int]]
) -> None:
    document = readers.read(scan)
    told, doubt = document.omissions
    assert told.code == recognised.RECOGNISED
    assert "page 1 was recognised on pictures by test 1, 97.0% surely" in told.what
    assert doubt.code == recognised.DOUBTFUL
    assert doubt.place is not None
    assert (doubt.page, document.at(doubt.place)) == (1, "3")
    assert "扫描件.pdf.recognised.tsv" in doubt.advice


def test_a_plan_folder_keeps_the_text_and_needs_no_program_any_more(
    scan: Path, engine: list[Sequence[int]], tmp_path: Path
) -> None:
    known = reference.load()
    proposal = new.propose(scan, tmp_path / "plans", known)
    assert len(engine) == 1  # kept before the folder is read
    kept = recognised.kept_file(proposal.folder.document)
    assert "⟦3⟧" in kept.read_text("utf-8")
    kept.write_text(kept.read_text("utf-8").replace("⟦3⟧5座", "85座"), "utf-8")
    extraction = extract(plan_folder.load(proposal.folder.path), known)
    assert len(engine) == 1
    assert extraction.plan.measures[0].text == "到2032年建成雨水花园85座。"
    assert recognised.DOUBTFUL not in {finding.code for finding in extraction.findings}
    text = extraction.plan.document.canonical_text
    assert text is not None
    assert text.recognition_sureness == "0.970"
    assert any("test 1" in gap for gap in extraction.plan.known_gap["zh"])
    assert "settings" in " ".join(str(used) for used in extraction.plan.extraction.used)


def test_what_is_kept_of_another_document_is_not_taken(scan: Path, engine: list[Sequence[int]], tmp_path: Path) -> None:
    recognised.keep(readers.read(scan), scan)
    readers.read(scan)
    assert len(engine) == 1
    other = tmp_path / "other.pdf"
    shutil.copyfile(scan, other)
    other.write_bytes(other.read_bytes() + b"\n")
    shutil.copyfile(recognised.kept_file(scan), recognised.kept_file(other))
    readers.read(other)
    assert len(engine) == 2


def test_a_damaged_row_of_what_is_kept_is_named(scan: Path, engine: list[Sequence[int]]) -> None:
    recognised.keep(readers.read(scan), scan)
    kept = recognised.kept_file(scan)
    kept.write_text(kept.read_text("utf-8").replace("72.0", "links", 1), "utf-8")
    with pytest.raises(DocumentError, match=r"row 3 of 扫描件\.pdf\.recognised\.tsv is damaged"):
        readers.read(scan)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (lambda text: text.replace("72.0", "nan", 1).encode(), "nan is no place on a page"),
        (lambda text: text.replace("72.0", "1e300", 1).encode(), "1e300 is no place on a page"),
        (lambda text: text.replace("\t1.到", "\t" + "座" * 200_000, 1).encode(), "field larger than field limit"),
        (lambda _: bytes(range(256)), "recognised.tsv: the text is not UTF-8"),
    ],
    ids=["no number", "beyond every page", "a huge cell", "noise"],
)
def test_whatever_is_wrong_with_what_is_kept_is_told(
    scan: Path, engine: list[Sequence[int]], changed: Callable[[str], bytes], why: str
) -> None:
    recognised.keep(readers.read(scan), scan)
    kept = recognised.kept_file(scan)
    kept.write_bytes(changed(kept.read_text("utf-8")))
    with pytest.raises(DocumentError, match=why):
        readers.read(scan)


def test_what_is_kept_is_read_as_a_program_of_the_office_saved_it(scan: Path, engine: list[Sequence[int]]) -> None:
    recognised.keep(read := readers.read(scan), scan)
    kept = recognised.kept_file(scan)
    kept.write_bytes(kept.read_text("utf-8").replace("⟦", "").replace("⟧", "").encode("gbk"))
    assert readers.read(scan).text == read.text
    assert len(engine) == 1


def test_ruled_lines_of_a_picture_make_a_table(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = (("任务", "责任单位"), ("修缮水井", "省水利厅"))
    lines = [
        line(text, 2 * row, left=80 + 150 * at) for row, cells in enumerate(texts) for at, text in enumerate(cells)
    ]
    across = [RecognisedRule(page=1, left=70, right=370, top=y, bottom=y + 1) for y in (70, 110, 160)]
    upright = [RecognisedRule(page=1, left=x, right=x + 1, top=70, bottom=160) for x in (70, 220, 370)]
    found = Recognition(engine="test 1", lines=tuple(lines), rules=(*across, *upright))
    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "recognise", lambda *_: found)
    document = readers.read(scan)
    (table,) = document.blocks
    assert isinstance(table, TableBlock)
    assert [[document.at(cell) for cell in row.cells] for row in table.rows] == [list(row) for row in texts]


@pytest.mark.skipif(not recognition.is_installed(), reason="the extra ocr is not installed")
def test_a_printed_page_that_was_made_a_picture_is_recognised(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    printed, scanned = tmp_path / "印刷.pdf", tmp_path / "扫描.pdf"
    canvas = Canvas(str(printed), pagesize=A4)
    canvas.setFont(FONT, 16)
    for at, text in enumerate(("安徽省雨水花园建设方案", "到2032年建成雨水花园35座。（责任单位：省水利厅）")):
        canvas.drawString(72, 760 - 40 * at, text)
    table = Table([["任务", "责任单位"], ["修缮水井", "省水利厅"]], colWidths=[150, 150], rowHeights=40)
    table.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), FONT, 16), ("GRID", (0, 0), (-1, -1), 1, colors.black)]))
    table.wrapOn(canvas, 300, 100)
    table.drawOn(canvas, 72, 560)
    canvas.save()
    with pypdfium2.PdfDocument(printed) as document:
        document[0].render(scale=200 / 72).to_pil().save(scanned, "PDF", resolution=200)
    document = readers.read(scanned)
    title, measure, found = document.blocks
    assert isinstance(title, Paragraph)
    assert document.at(title.place) == "安徽省雨水花园建设方案"
    assert document.at(measure.place).startswith("到2032年建成雨水花园35座。")
    assert isinstance(found, TableBlock)
    assert [document.at(cell) for cell in found.rows[1].cells] == ["修缮水井", "省水利厅"]
    assert document.recognised is not None
    assert document.recognised.sureness > 0.9
