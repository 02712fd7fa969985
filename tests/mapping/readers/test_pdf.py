"""What a reader of the printed pages sees."""

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mapping.blocks import Document, Paragraph, Table
from mapping.errors import DocumentError
from mapping.layout import LayoutRules, lay_out
from mapping.readers import read
from mapping.readers.pdf import document
from mapping.readers.pdf.glyphs import as_seen

FONT = "STSong-Light"
WIDTHS = (40, 200, 100)
LEFT = 60.0


def canvas(path: Path, encrypt: StandardEncryption | None = None) -> Canvas:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Canvas(str(path), pagesize=(400, 500), encrypt=encrypt)


def draw_table(page: Canvas, rows: Sequence[Sequence[str]], top: float = 450) -> None:
    page.setFont(FONT, 10)
    for at, row in enumerate(rows):
        left, bottom = LEFT, top - 40 * (at + 1)
        for width, text in zip(WIDTHS, row, strict=True):
            page.rect(left, bottom, width, 40)
            for number, line in enumerate(text.split("\n")):
                page.drawString(left + 4, bottom + 26 - 14 * number, line)
            left += width


def draw_lines(page: Canvas, lines: Sequence[tuple[float, str]], top: float = 450) -> None:
    page.setFont(FONT, 10)
    for number, (left, text) in enumerate(lines):
        page.drawString(left, top - 16 * number, text)


def tables_of(document: Document) -> list[list[list[str]]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[[document.at(cell) for cell in row.cells] for row in table.rows] for table in tables]


def test_a_table_over_two_pages_is_one_and_a_row_cut_by_the_break_is_whole(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    header = ("序号", "主要任务", "责任单位")
    draw_table(page, (header, ("1", "任务一。", "市商务局"), ("2", "推进质量", "市市场监")))
    page.drawString(190, 20, "— 1 —")
    page.showPage()
    draw_table(page, (header, ("", "提升行动。", "管委"), ("3", "任务三。", "市教委")))
    page.drawString(190, 20, "— 2 —")
    page.save()
    document = read(tmp_path / "a.pdf")
    assert tables_of(document) == [
        [
            list(header),
            ["1", "任务一。", "市商务局"],
            ["2", "推进质量提升行动。", "市市场监管委"],
            ["3", "任务三。", "市教委"],
        ]
    ]
    entries = lay_out(document, LayoutRules()).entries
    assert [(entry.number, entry.measure.page, entry.place.row) for entry in entries] == [
        ("1", 1, 2),
        ("2", 1, 3),
        ("3", 2, 4),
    ]


def test_line_breaks_inside_a_cell_are_removed_and_latin_words_stay_apart(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    draw_table(page, (("序号", "主要任务", "责任单位"), ("1", "推进 App\nStore 等应用\n商店。", "市商\n务局")))
    page.save()
    assert tables_of(read(tmp_path / "a.pdf"))[0][1] == ["1", "推进 App Store 等应用商店。", "市商务局"]


def test_wrapped_lines_are_one_paragraph_over_a_page_break_too(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    full = "推进质量提升行动引导企业加强全面质量管理深入开展"
    draw_lines(
        page, [(LEFT, "一、优化供给"), (LEFT + 20, full[2:]), (LEFT, full), (LEFT, "结束。"), (LEFT + 20, full[2:])]
    )
    page.drawString(195, 20, "1")
    page.showPage()
    draw_lines(page, [(LEFT, full), (LEFT, "又结束。（责任单位：市商务局）")])
    page.drawString(195, 20, "2")
    page.save()
    document = read(tmp_path / "a.pdf")
    paragraphs = [(document.at(block.place), block.place.page) for block in document.blocks]
    assert paragraphs == [
        ("一、优化供给", 1),
        (f"{full[2:]}{full}结束。", 1),
        (f"{full[2:]}{full}又结束。（责任单位：市商务局）", 1),
    ]
    assert all(isinstance(block, Paragraph) for block in document.blocks)


def test_lines_that_run_along_the_top_of_every_page_are_left_out(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    for number in range(1, 4):
        draw_lines(page, [(LEFT, "某市人民政府文件")], top=480)
        draw_lines(page, [(LEFT, "推进质量提升行动引导企业"), (LEFT, f"第{'一二三'[number - 1]}项任务。")])
        page.showPage()
    page.save()
    assert read(tmp_path / "a.pdf").text == "".join(
        f"推进质量提升行动引导企业第{number}项任务。\n" for number in "一二三"
    )


def draw_picture(page: Canvas) -> None:
    page.drawImage(ImageReader(Image.new("L", (40, 50), 128)), 0, 0, 400, 500)


def test_a_file_of_pictures_alone_is_refused_as_a_scan(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    draw_picture(page)
    page.save()
    with pytest.raises(DocumentError, match=r"^a\.pdf, page 1: this is a scan: every page holds a picture and no text"):
        read(tmp_path / "a.pdf")


def test_a_page_that_is_a_picture_among_others_is_told_and_left_out(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    draw_lines(page, [(LEFT, "封面")])
    page.showPage()
    draw_picture(page)
    page.save()
    document = read(tmp_path / "a.pdf")
    assert document.text == "封面\n"
    assert [(one.page, one.what, one.severity) for one in document.omissions] == [
        (2, "holds a picture and no text: not read", "warning")
    ]


@pytest.mark.parametrize("times", [1, 2])
def test_a_file_whose_streams_unpack_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    monkeypatch.setattr(document, "LARGEST_ARCHIVE", 1_000_000)
    stream = b" " * 5_000_000
    for _ in range(times):
        stream = zlib.compress(stream)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <<>>\nstream\n" + stream + b"\nendstream endobj\n%%EOF")
    with pytest.raises(DocumentError, match="unpacks to more than the 1,000,000 bytes"):
        read(tmp_path / "a.pdf")


def test_a_password_is_asked_to_be_removed(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf", StandardEncryption("secret", strength=128))
    draw_lines(page, [(LEFT, "封面")])
    page.save()
    with pytest.raises(DocumentError, match="protected by a password"):
        read(tmp_path / "a.pdf")


def test_a_pdf_cut_short_is_damaged(formats: dict[str, Callable[[Path], None]], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    formats[".pdf"](path)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(DocumentError, match=r"the file is damaged|holds no text"):
        read(path)


def test_radicals_that_look_like_characters_become_those_characters() -> None:
    assert as_seen("⼯业⽤⽔、⻓期⾏动、⺠⽣") == "工业用水、长期行动、民生"


def test_a_row_cut_by_the_page_break_without_a_rule_there_is_whole(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    draw_table(page, (("序号", "主要任务", "责任单位"), ("1", "任务一。", "市商务局")), top=200)
    left = LEFT
    for width, text in zip(WIDTHS, ("2", "推进质量", "市教"), strict=True):
        page.drawString(left + 4, 100, text)
        page.line(left, 120, left, 60)
        page.line(left + width, 120, left + width, 60)
        left += width
    page.showPage()
    draw_table(page, (("", "提升行动。", "委"), ("3", "任务三。", "市教委")))
    page.save()
    rows = tables_of(read(tmp_path / "a.pdf"))[0]
    assert rows[1:] == [
        ["1", "任务一。", "市商务局"],
        ["2", "推进质量提升行动。", "市教委"],
        ["3", "任务三。", "市教委"],
    ]


def nested(path: Path, depth: int) -> None:
    """Write a page whose form draws the next one, down to a line."""
    page = canvas(path)
    for level in range(depth):
        page.beginForm(f"form{level}")
        if level:
            page.doForm(f"form{level - 1}")
        else:
            page.line(10, 10, 90, 10)
        page.endForm()
    page.doForm(f"form{depth - 1}")
    draw_lines(page, [(LEFT, "一、种茶。（责任单位：省农业农村厅）")])
    page.save()


def test_forms_nested_in_forms_end_and_that_lines_may_be_missing_is_told(tmp_path: Path) -> None:
    nested(tmp_path / "a.pdf", 40)
    (told,) = read(tmp_path / "a.pdf").omissions
    assert told.page == 1
    assert "lines of its tables may be missing" in told.what


def test_forms_a_dozen_deep_are_looked_into(tmp_path: Path) -> None:
    nested(tmp_path / "a.pdf", 12)
    assert read(tmp_path / "a.pdf").omissions == ()
