"""Pages of a PDF as they look, and where on them stands what was read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mapping.blocks import Document
from mapping.readers import read
from mapping.review import pages
from mapping.review.marks import ReadMark, stretches

FONT, SIZE, HEIGHT = "STSong-Light", 12, 500
PAGES = (
    (("湖南省茶业行动方案", 440), ("1.扩大茶园面积，新增茶园20万亩。（省林业局负责）", 400)),
    (("2.办好茶博会。（省商务厅牵头）", 440),),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    canvas = Canvas(str(path), pagesize=(400, HEIGHT))
    for lines in PAGES:
        canvas.setFont(FONT, SIZE)
        for text, base in lines:
            canvas.drawString(40, base, text)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="module")
def document(path: Path) -> Document:
    return read(path)


def mark(document: Document, words: str, kind: str) -> ReadMark:
    at = document.text.index(words)
    return ReadMark(at, at + len(words), kind, "1")


def test_a_mark_has_a_box_around_its_characters_on_its_own_page_alone(path: Path, document: Document) -> None:
    marks = [mark(document, "省林业局", "agency"), mark(document, "省商务厅", "agency")]
    first, second = (pages.view(path, number, document, marks) for number in (1, 2))
    assert (first.width, first.height) == (400, HEIGHT)
    assert [document.text[box.mark.start : box.mark.end] for box in first.boxes] == ["省林业局"]
    assert [document.text[box.mark.start : box.mark.end] for box in second.boxes] == ["省商务厅"]
    (box,) = first.boxes
    before = sum(SIZE if ord(each) > 255 else SIZE / 2 for each in "1.扩大茶园面积，新增茶园20万亩。（")
    assert box.left == pytest.approx(40 + before, abs=SIZE)
    assert box.width == pytest.approx(4 * SIZE, abs=2)
    assert box.top < HEIGHT - 400 < box.top + box.height


def test_a_page_is_a_picture_and_one_that_is_not_there_is_told(path: Path) -> None:
    picture = Image.open(io.BytesIO(pages.picture(path, 1)))
    assert (picture.format, picture.height > picture.width) == ("PNG", True)
    with pytest.raises(IndexError):
        pages.picture(path, 3)


def test_of_frames_and_of_marks_in_one_another_the_inner_one_counts(document: Document) -> None:
    whole = mark(document, "扩大茶园面积，新增茶园20万亩。", "measure")
    number, words = mark(document, "20万亩", "target"), mark(document, "新增茶园20万亩", "document")
    place = document.blocks[1].place
    found = [(piece.text, piece.frame, piece.mark) for piece in stretches(document, place, [whole, number, words])]
    assert found == [
        ("1.", "", ""),
        ("扩大茶园面积，", "measure", ""),
        ("新增茶园", "measure", "document"),
        ("20万亩", "measure", "target"),
        ("。", "measure", ""),
        ("（省林业局负责）", "", ""),
    ]
