"""Formats of other office programs, and Markdown."""

import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from mapping.blocks import Document, Paragraph, Table
from mapping.errors import DocumentError
from mapping.layout import guess
from mapping.readers import office, read

OFFICE = shutil.which("soffice")
TEXTS = ["某省茶业方案", "1.种植茶树。（责任单位：省林业局）"]


def convert(path: Path, suffix: str) -> Path:
    assert OFFICE
    command = [OFFICE, f"-env:UserInstallation={(path.parent / 'p').as_uri()}", "--headless", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", path.parent, path], check=True, capture_output=True)
    return path.with_suffix(f".{suffix}")


def texts(document: Document) -> list[str]:
    return [document.at(block.place) for block in document.blocks if isinstance(block, Paragraph)]


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    document = docx.Document()
    for text in TEXTS:
        document.add_paragraph(text)
    document.save(str(tmp_path / "茶.docx"))
    return tmp_path / "茶.docx"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("suffix", "media_type"), [("odt", "opendocument.text"), ("rtf", "rtf"), ("doc", "msword")])
def test_a_text_of_another_program_is_read_through_libreoffice(word_file: Path, suffix: str, media_type: str) -> None:
    path = convert(word_file, suffix)
    document = read(path)
    assert texts(document) == TEXTS
    assert document.media_type.endswith(media_type)
    assert document.byte_size == path.stat().st_size
    assert [one.severity for one in document.omissions] == ["info"]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_a_workbook_of_another_program_is_read_through_libreoffice(tmp_path: Path, suffix: str) -> None:
    book = openpyxl.Workbook()
    assert book.active
    for row in (("序号", "任务", "责任单位"), (1, "采茶。", "省林业局")):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    tables = [block for block in read(convert(tmp_path / "a.xlsx", suffix)).blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [2]


def odt(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return path


def test_where_libreoffice_is_missing_the_error_says_what_to_install_or_how_to_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "PROGRAMS", ())
    with pytest.raises(DocumentError, match=r"apt install libreoffice.* save it as \.docx"):
        read(odt(tmp_path / "a.odt"))


def program(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_file_that_libreoffice_cannot_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PROGRAMS", (program(tmp_path / "fails", "exit 1"),))
    with pytest.raises(DocumentError, match="damaged, or protected by a password"):
        read(odt(tmp_path / "a.odt"))


def test_libreoffice_is_ended_when_it_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PROGRAMS", (program(tmp_path / "sleeps", "sleep 60"),))
    monkeypatch.setattr(office, "LONGEST_SECONDS", 0.2)
    with pytest.raises(DocumentError, match=r"took longer than 0\.2 seconds"):
        read(odt(tmp_path / "a.odt"))


def test_markdown_gives_headings_paragraphs_of_one_line_and_tables_without_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# 某省茶业方案\n\n## 一、任务\n**1.种植茶树。**扩大茶园。（责任单位：省林业局）\n"
        "    2.采茶。（责任单位：省农业农村厅）\n\n"
        "| 序号 | 任务 | 责任单位 |\n| --- | --- | --- |\n| 1 | 制茶。 | 省商务厅 |\n",
        encoding="utf-8",
    )
    document = read(path)
    assert texts(document) == [
        "某省茶业方案",
        "一、任务",
        "1.种植茶树。扩大茶园。（责任单位：省林业局）",
        "2.采茶。（责任单位：省农业农村厅）",
    ]
    assert document.media_type == "text/markdown"
    assert guess(document).rules.kind == "mixed"
