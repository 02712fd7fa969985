"""Pages as real programs set them: landscape, columns, frames, other fonts, heads and feet that count."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mapping.blocks import Document, Paragraph, Table
from mapping.layout import LayoutRules, lay_out
from mapping.readers import read

FONT = "STSong-Light"
LEFT, SIZE = 60.0, 10
FULL = "推进茶园提质增效行动引导茶企加强全面质量管理深入开展"  # 26 characters: 260 points
BODY = f"{FULL[2:]}"


def canvas(path: Path, size: tuple[float, float] = (400, 500)) -> Canvas:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = Canvas(str(path), pagesize=size)
    page.setFont(FONT, SIZE)
    return page


def write(page: Canvas, lines: Sequence[tuple[float, str]], top: float = 420, leading: float = 16) -> None:
    page.setFont(FONT, SIZE)
    for number, (left, text) in enumerate(lines):
        page.drawString(left, top - leading * number, text)


def paragraphs(document: Document) -> list[str]:
    return [document.at(block.place) for block in document.blocks if isinstance(block, Paragraph)]


def rows(document: Document) -> list[list[str]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[document.at(cell) for cell in row.cells] for table in tables for row in table.rows]


def grid(page: Canvas, cells: Sequence[Sequence[str]], top: float, left: float = LEFT, height: float = 30) -> None:
    for at, row in enumerate(cells):
        x, y = left, top - height * (at + 1)
        for width, text in zip((40, 160, 80), row, strict=True):
            page.rect(x, y, width, height)
            page.drawString(x + 4, y + 10, text)
            x += width


def test_a_landscape_page_does_not_widen_the_margins_of_the_others(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    write(page, [(LEFT + 20, BODY), (LEFT, FULL), (LEFT, FULL), (LEFT, "收尾。"), (LEFT + 20, BODY), (LEFT, "再收。")])
    page.showPage()
    page.setPageSize((500, 400))
    write(page, [(LEFT, "茶企名单" * 9)], top=330)
    page.save()
    assert paragraphs(read(tmp_path / "a.pdf")) == [f"{BODY}{FULL}{FULL}收尾。", f"{BODY}再收。", "茶企名单" * 9]


def test_digits_that_stand_a_little_lower_stay_in_their_line(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.drawString(LEFT, 420, "建成茶园")
    page.setFont("Helvetica", SIZE)
    page.drawString(LEFT + 40, 418.5, "45")
    page.setFont(FONT, SIZE)
    page.drawString(LEFT + 52, 420, "个以上。")
    page.save()
    assert paragraphs(read(tmp_path / "a.pdf")) == ["建成茶园45个以上。"]


def test_a_raised_number_stands_where_it_is_printed(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    write(page, [(LEFT, "面积")])
    page.setFont(FONT, 5)
    page.drawString(LEFT + 20, 424, "2")
    page.setFont(FONT, SIZE)
    page.drawString(LEFT + 23, 420, "以上")
    page.save()
    assert paragraphs(read(tmp_path / "a.pdf")) == ["面积2以上"]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("2031/4/7 09:15　某省茶业方案", "https://www.example.gov.cn/art/2031/4/7/art_1.html {}/3"),
        ("4/7/31, 9:15 AM　某省茶业方案", "file:///home/x/a.html {}/3"),
        ("", "— {} —"),
        ("", "第 {} 页 共 3 页"),
        ("", "- {} -"),
        ("某省茶业方案（送审稿）第{}稿次", "{}"),
    ],
)
def test_heads_and_feet_that_count_are_in_no_paragraph(tmp_path: Path, head: str, foot: str) -> None:
    page = canvas(tmp_path / "a.pdf")
    for number in range(1, 4):
        page.setFont(FONT, 8)
        page.drawString(30, 480, head.format(number))
        page.drawString(30, 12, foot.format(number))
        write(page, [(LEFT, FULL), (LEFT, FULL)])
        page.showPage()
    page.save()
    assert read(tmp_path / "a.pdf").text.replace("\n", "") == FULL * 6


def test_lines_like_one_another_at_the_foot_of_pages_are_text_where_nothing_parts_them_from_it(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    for number in range(1, 4):
        write(page, [(LEFT, f"{number}.种植茶树。"), (LEFT, "责任单位：省林业局")], top=40)
        page.showPage()
    page.save()
    assert read(tmp_path / "a.pdf").text.count("责任单位：省林业局") == 3


def test_text_in_a_frame_is_text_and_a_table_in_it_is_a_table(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.rect(30, 30, 340, 440)
    page.rect(28, 28, 344, 444)
    write(page, [(LEFT, "一、重点任务"), (LEFT, "1.种植茶树。（责任单位：省林业局）")])
    grid(page, [("序号", "任务", "单位"), ("1", "采茶", "省林业局")], top=300)
    page.save()
    document = read(tmp_path / "a.pdf")
    assert paragraphs(document) == ["一、重点任务", "1.种植茶树。（责任单位：省林业局）"]
    assert rows(document) == [["序号", "任务", "单位"], ["1", "采茶", "省林业局"]]


def test_a_title_of_two_lines_in_large_type_is_one_paragraph(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.setFont(FONT, 16)
    page.drawCentredString(190, 460, "某省人民政府关于加快")
    page.drawCentredString(190, 438, "茶业发展的实施意见")
    write(page, [(LEFT + 20, BODY), *[(LEFT, FULL)] * 6, (LEFT, "完。")], top=410)
    page.save()
    assert paragraphs(read(tmp_path / "a.pdf"))[0] == "某省人民政府关于加快茶业发展的实施意见"


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf", (600, 500))
    column = "推进茶园提质增效行动引导茶企加强全面质量"
    for left, letter in ((50, "甲"), (310, "乙")):
        write(page, [(left, f"{letter}{column}")] * 9 + [(left, f"{letter}完。")], top=420)
    page.setFont(FONT, SIZE)
    page.drawString(250, 460, "茶业公报茶业公报")
    page.save()
    assert paragraphs(read(tmp_path / "a.pdf")) == [
        "茶业公报茶业公报",
        f"甲{column}" * 9 + "甲完。",
        f"乙{column}" * 9 + "乙完。",
    ]


def test_a_page_turned_on_its_side_is_read_upright(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.translate(400, 0)
    page.rotate(90)
    grid(page, [("序号", "任务", "单位"), ("1", "采茶", "省林业局")], top=300)
    page.save()
    assert rows(read(tmp_path / "a.pdf")) == [["序号", "任务", "单位"], ["1", "采茶", "省林业局"]]


def test_comments_in_the_margin_a_watermark_and_text_off_the_page_are_told_and_left_out(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    write(page, [(LEFT, FULL)] * 9 + [(LEFT, "完。")], top=420)
    page.setFont(FONT, 6)
    page.drawString(LEFT + 290, 388, "张三：删去")
    page.setFont(FONT, SIZE)
    page.drawString(450, 300, "页外")
    page.saveState()
    page.rotate(45)
    page.drawString(300, 0, "内部")
    page.restoreState()
    page.save()
    document = read(tmp_path / "a.pdf")
    assert document.text == f"{FULL * 9}完。\n"
    assert [one.what.split(",")[0] for one in document.omissions] == [
        "has notes in its margin",
        "has 2 characters set at an angle: not read",
        "has 2 characters beyond the edges of the page: not read",
    ]


def test_a_header_of_two_rows_repeated_on_the_next_page_between_feet_is_dropped(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    head = [("序号", "任务", "责任分工"), ("", "", "牵头单位")]
    grid(page, [*head, ("1", "采茶。", "省林业局"), ("2", "制茶制", "省农业")], top=400)
    page.drawString(30, 12, "https://www.example.gov.cn/a.html 1/2")
    page.showPage()
    page.setFont(FONT, SIZE)
    grid(page, [*head, ("", "好茶。", "农村厅"), ("3", "卖茶。", "省商务厅")], top=460)
    page.drawString(30, 12, "https://www.example.gov.cn/a.html 2/2")
    page.save()
    assert rows(read(tmp_path / "a.pdf"))[2:] == [
        ["1", "采茶。", "省林业局"],
        ["2", "制茶制好茶。", "省农业农村厅"],
        ["3", "卖茶。", "省商务厅"],
    ]


def test_a_serial_that_stands_on_the_second_page_of_its_row_numbers_it(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    grid(page, [("序号", "任务", "责任单位"), ("1", "采茶。", "省林业局"), ("", "制茶制", "省农业")], top=300)
    page.showPage()
    page.setFont(FONT, SIZE)
    grid(page, [("2", "好茶。", "农村厅")], top=460)
    page.save()
    entries = lay_out(read(tmp_path / "a.pdf"), LayoutRules()).entries
    assert [entry.number for entry in entries] == ["1", "2"]


def test_a_table_without_side_lines_keeps_its_columns(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    for at, row in enumerate([("序号", "任务", "单位"), ("1", "采茶", "省林业局")]):
        top = 400 - 30 * at
        page.line(LEFT, top, LEFT + 280, top)
        for left, text in zip((LEFT, LEFT + 40, LEFT + 200), row, strict=True):
            page.drawString(left + 4, top - 20, text)
        page.line(LEFT + 40, top, LEFT + 40, top - 30)
        page.line(LEFT + 200, top, LEFT + 200, top - 30)
    page.line(LEFT, 340, LEFT + 280, 340)
    page.save()
    assert rows(read(tmp_path / "a.pdf")) == [["序号", "任务", "单位"], ["1", "采茶", "省林业局"]]
