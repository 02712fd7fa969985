"""Files that cannot be read say what is wrong and what to do."""

import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from mapping.errors import DocumentError
from mapping.readers import read, source
from mapping.readers.numbering import Numbering
from tests.faults.doors import WORD, WORKBOOK

CHINESE = "一、任务分工方案如下。\n序号\t任务\t责任单位\n1\t任务一。\t市商务局\n"


RELATIONS = zipfile.ZipFile(BytesIO(WORD)).read("word/_rels/document.xml.rels")


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"^gone\.txt: there is no such file"):
        read(tmp_path / "gone.txt")


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="this is a folder"):
        read(tmp_path)


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.symlink_to(path)
    with pytest.raises(DocumentError, match="cannot be read: Too many levels of symbolic links"):
        read(path)


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DocumentError, match="the file is empty"):
        read(write(tmp_path / "a.txt", content))


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(source.LARGEST_FILE + 1)
    with pytest.raises(DocumentError, match="67,108,865 bytes, more than"):
        read(path)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".csv", ".html", ".docx", ".xlsx", ".pdf"])
def test_a_text_longer_than_any_plan_is_refused(
    formats: dict[str, Callable[[Path], None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(source, "LONGEST_TEXT", 20)
    path = tmp_path / f"a{suffix}"
    formats[suffix](path)
    with pytest.raises(DocumentError, match="more than the 20 that are read"):
        read(path)


def test_text_that_is_not_utf8_names_the_byte(tmp_path: Path) -> None:
    content = CHINESE.encode()
    broken = content[:15] + b"\xff" + content[15:]
    with pytest.raises(DocumentError, match=r"not UTF-8: byte 15 \(0xFF\)"):
        read(write(tmp_path / "a.txt", broken))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_charsets_are_told_apart(tmp_path: Path, charset: str) -> None:
    document = read(write(tmp_path / "a.txt", CHINESE.replace("\n", "\r\n").encode(charset)))
    assert document.text == CHINESE
    assert document.encoding == charset.removesuffix("-sig")


def test_latin_text_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="not UTF-8: byte 0 "):
        read(write(tmp_path / "a.txt", "à l'été où naïveté".encode("latin-1") * 5))


def test_utf16_cut_in_the_middle_names_the_byte(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="says that it is utf-16, but byte"):
        read(write(tmp_path / "a.txt", CHINESE.encode("utf-16")[:-1]))


def test_a_picture_with_the_suffix_of_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="control character U\\+0000"):
        read(write(tmp_path / "a.txt", b"GIF89a\x00\x01\x00\x00"))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pdf"])
def test_text_with_the_suffix_of_another_format_is_damaged(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(DocumentError, match=f"its content is not that of a {suffix} file"):
        read(write(tmp_path / f"a{suffix}", CHINESE.encode()))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_an_office_file_cut_short_is_damaged(
    formats: dict[str, Callable[[Path], None]], tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    formats[suffix](path)
    with pytest.raises(DocumentError, match="the file is damaged"):
        read(write(path, path.read_bytes()[:2000]))


@pytest.mark.parametrize(("suffix", "member"), [(".docx", "word/document.xml"), (".xlsx", "xl/workbook.xml")])
def test_an_office_file_with_broken_xml_is_damaged(
    formats: dict[str, Callable[[Path], None]], tmp_path: Path, suffix: str, member: str
) -> None:
    path, broken = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    formats[suffix](path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w" if name == member else old.read(name))
    with pytest.raises(DocumentError, match="is damaged"):
        read(broken)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 5_000_000)
    monkeypatch.setattr(source, "LARGEST_ARCHIVE", 1_000_000)
    assert path.stat().st_size < 10_000
    with pytest.raises(DocumentError, match="unpacks to 5,000,000 bytes"):
        read(path)


def test_an_archive_of_something_else_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(DocumentError, match="neither a Word document nor an Excel workbook"):
        read(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "neither a text nor a workbook"),
    ],
)
def test_other_office_formats_say_how_to_save_them(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        read(write(tmp_path / "a.docx", content))


LIBRARIES = {
    ".docx": ("docx", "word"),
    ".xlsx": ("openpyxl", "excel"),
    ".html": ("lxml", "html"),
    ".pdf": ("pypdfium2", "pdf"),
}


@pytest.mark.parametrize("suffix", LIBRARIES)
def test_a_missing_library_is_asked_for_by_the_name_of_its_extra(
    formats: dict[str, Callable[[Path], None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    library, extra = LIBRARIES[suffix]
    path = tmp_path / f"a{suffix}"
    formats[suffix](path)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(DocumentError, match=rf"pip install 'policygraph\[{extra}\]'"):
        read(path)


def _repacked(packed: bytes, name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(made := BytesIO(), "w") as archive:
        for each, content in (parts | {name: part}).items():
            archive.writestr(each, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", WORD.replace(b"PK\x03\x04", b"PK\x03\x05").replace(b"PK\x03\x05", b"PK\x03\x04", 1)),
        ("b.docx", _repacked(WORD, "word/_rels/document.xml.rels", b"<other/>")),
        ("h.docx", _repacked(WORD, "word/_rels/document.xml.rels", RELATIONS.replace(b" Type=", b" Kind="))),
        ("c.docx", _repacked(WORD, "[Content_Types].xml", b"<other/>")),
        ("d.xlsx", _repacked(WORKBOOK, "xl/_rels/workbook.xml.rels", b"<other/>")),
        ("f.html", b"<html"),
        ("g.html", b"<!-- nothing else -->"),
    ],
)
def test_parts_that_do_not_fit_each_other_are_damage_and_no_fault_of_a_library(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (file := tmp_path / name).write_bytes(content)
    try:
        assert read(file).text
    except DocumentError as error:
        assert str(error).startswith(f"{name}: ")  # noqa: PT017 - what can be read may be read


def test_numbers_in_a_word_file_that_are_none_do_not_stop_its_reading(tmp_path: Path) -> None:
    lists = zipfile.ZipFile(BytesIO(WORD)).read("word/numbering.xml")
    body = zipfile.ZipFile(BytesIO(WORD)).read("word/document.xml")
    for old, new in (
        (b'w:ilvl="0"', b'w:ilvl="no"'),
        (b'<w:start w:val="1"/>', b'<w:start w:val="%s"/>' % (b"9" * 5000)),
    ):
        assert old in lists
        lists = lists.replace(old, new)
    cell = b"<w:tcPr>"
    assert cell in body
    body = body.replace(cell, cell + b'<w:gridSpan w:val="%s"/>' % (b"9" * 5000))
    packed = _repacked(_repacked(WORD, "word/numbering.xml", lists), "word/document.xml", body)
    assert "培育50家企业" in read(write(tmp_path / "a.docx", packed)).text


def test_a_mistake_of_ours_is_not_told_as_damage_of_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(_: object, __: object) -> str:
        raise AttributeError("a name that we misspelt")

    monkeypatch.setattr(Numbering, "before", mistaken)
    with pytest.raises(AttributeError, match="misspelt"):
        read(write(tmp_path / "a.docx", WORD))
