"""Plan folders that mean a build no good, each made by a function of its name."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADER = "序号,国家要求,落实举措,责任单位\n"
ROW = "1,持续办好中国品牌日活动。,每年组织企业参加中国品牌日活动。,省市场监管局\n"
TOML = """\
id = "{id}"
document = "{document}"
national = "ndrc-2020-293"
jurisdiction = "430000"
date_document = 2020-06-01
title = {{ zh = "小方案" }}
"""
Maker = Callable[[Path], None]
MAKERS: dict[str, Maker] = {}
"""What makes each folder, by its name."""


def plan(
    folder: Path, document: str = "document.csv", content: str | bytes | None = HEADER + ROW, more: str = ""
) -> None:
    """Write a plan folder with a document."""
    folder.mkdir(parents=True)
    (folder / "plan.toml").write_text(TOML.format(id=folder.name, document=document) + more, "utf-8")
    if content is not None:
        (folder / document).write_bytes(content.encode() if isinstance(content, str) else content)


def hostile(make: Maker) -> Maker:
    """Note a function under its name, as the id of the plan."""
    MAKERS[make.__name__.replace("_", "-")] = make
    return make


def _beside(name: str, content: bytes) -> Maker:
    def make(folder: Path) -> None:
        plan(folder)
        (folder / name).write_bytes(content)

    return make


def _document(name: str, content: str | bytes, more: str = "") -> Maker:
    return lambda folder: plan(folder, name, content, more)


def _toml(text: str | bytes) -> Maker:
    def make(folder: Path) -> None:
        plan(folder)
        (folder / "plan.toml").write_bytes(text.encode() if isinstance(text, str) else text)

    return make


DECISION = "name\tagency\n省市场监管局\tpg:function/market-regulation\n"
MAKERS |= {
    "decisions-in-gbk": _beside("agencies.tsv", DECISION.encode("gbk")),
    "decisions-in-utf-16": _beside("agencies.tsv", DECISION.encode("utf-16")),
    "decisions-cut-in-a-character": _beside("agencies.tsv", DECISION.encode()[:20]),
    "decisions-with-a-huge-field": _beside("agencies.tsv", b"name\tagency\n" + b"x" * (3 << 20) + b"\ty\n"),
    "decisions-with-many-columns": _beside("agencies.tsv", DECISION.encode() + b"\t" * 100_000 + b"\n"),
    "decisions-with-a-short-row": _beside("agencies.tsv", DECISION.encode() + "省商务厅\n".encode()),
    "decisions-with-nul": _beside("agencies.tsv", DECISION.encode() + b"\0\t\0\n"),
    "translations-of-noise": _beside("translations.en.tsv", bytes(range(256)) * 40),
    "translations-with-a-huge-field": _beside("translations.en.tsv", b"number\ttext\n1\t" + b"x" * (3 << 20) + b"\n"),
    "translations-too-large": _beside("translations.en.tsv", b"number\ttext\n" + b"1\tx\n" * (1 << 20)),
    "translations-of-numerals": _beside("translations.en.tsv", b"number\ttext\n1\t" + b"7,000,000 " * 10_000 + b"\n"),
    "alignment-in-gbk": _beside("alignment.sssom.tsv", "要求\t举措\n".encode("gbk")),
    "alignment-of-noise": _beside("alignment.sssom.tsv", bytes(range(256)) * 40),
    "toml-nested": _toml("x = " + "[" * 50_000 + "]" * 50_000),
    "toml-of-tables": _toml("[" + ".".join("a" * 20_000) + "]\n"),
    "toml-of-noise": _toml(bytes(range(256))),
    "toml-huge": _toml("x = '" + "a" * (20 << 20) + "'"),
    "id-of-300-letters": _toml(TOML.format(id="a" * 300, document="document.csv")),
    "id-of-another-path": _toml(TOML.format(id="../../etc", document="document.csv")),
    "document-outside": _toml(TOML.format(id="document-outside", document="../decisions-in-gbk/document.csv")),
    "document-with-a-long-name": _toml(TOML.format(id="document-with-a-long-name", document="a" * 5000)),
    "document-with-nul-in-its-name": _toml(TOML.format(id="nul", document="a\\u0000b")),
    "document-is-plan-toml": _toml(TOML.format(id="document-is-plan-toml", document="plan.toml")),
    "document-is-dot": _toml(TOML.format(id="document-is-dot", document=".")),
    "year-of-ten-digits": _document("document.csv", HEADER + ROW, "year = 9999999999\n"),
    "number-of-5000-digits": _toml(TOML.format(id="digits", document="document.csv") + "year = " + "9" * 5000),
    "one-long-line": _document("document.txt", "推动企业发展，" * (50 * 2**20 // 21)),
    "many-rows": _document("document.csv", HEADER + "".join(ROW.replace("1,", f"{n},", 1) for n in range(1, 100_001))),
    "many-names-in-a-cell": _document(
        "document.csv", HEADER + ROW.strip() + "、" + "、".join(f"省第{n}局" for n in range(1000)) + "\n"
    ),
    "a-name-of-100-000-letters": _document(
        "document.csv", HEADER + "1,持续办好中国品牌日活动。,举措,省" + "商务" * 50_000 + "厅\n"
    ),
    "digits-without-end": _document(
        "document.csv", HEADER + f"1,持续办好中国品牌日活动。,到2025年达到{'9' * 200_000}亿元。,省商务厅\n"
    ),
    "brackets-without-end": _document("document.txt", "（" * 100_000 + "省商务厅" + "）" * 100_000),
    "titles-without-end": _document(
        "document.csv", HEADER + f"1,持续办好中国品牌日活动。,制定{'《' * 50_000}办法。,省商务厅\n"
    ),
    "chinese-numerals-without-end": _document(
        "document.csv", HEADER + f"1,持续办好中国品牌日活动。,培育{'一百万' * 30_000}家企业。,省商务厅\n"
    ),
    "blanks-without-end": _document("document.txt", " " * 500_000 + "\u3000" * 500_000 + "省商务厅"),
    "quotes-without-end": _document("document.csv", HEADER + '1,"' + '"' * 300_001 + ",举措,省商务厅\n"),
    "a-field-larger-than-csv-reads": _document(
        "document.csv", HEADER + f"1,持续办好中国品牌日活动。,{'举措' * 200_000},省商务厅\n"
    ),
    "control-characters": _document(
        "document.csv", HEADER + "1,持续办好中国品牌日活动。,组\x00织\x0b品\x1b牌\ufffe活动。,省商务厅\n"
    ),
    "lone-surrogates": _document("document.csv", (HEADER + ROW).encode() + b"2,\xed\xa0\x80,\xed\xb0\x80,x\n"),
    "lists-nested": _document("document.html", "<html>" + "<ul><li>" * 20_000 + "责任单位" + "</li></ul>" * 20_000),
    "tables-nested": _document("document.html", "<html>" + "<table><tr><td>" * 3_000 + "省商务厅"),
    "spans-without-end": _document(
        "document.html",
        "<html><table><tr><td rowspan=65534 colspan=1000>序号</td><td rowspan=999999999>国家要求</td></tr></table>"
        * 50,
    ),
    "entities": _document(
        "document.html",
        "<!DOCTYPE html ["
        + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(9))
        + "]><html>&e8;",
    ),
    "pdf-of-noise": _document("document.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 100),
    "xlsx-of-noise": _document("document.xlsx", b"PK\x03\x04" + bytes(range(256)) * 100),
    "doc-of-noise": _document(
        "document.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(range(256)) * 9
    ),
    "rtf-nested": _document("document.rtf", "{\\rtf1 " + "{" * 100_000 + "}" * 100_000),
    "markdown-nested": _document("document.md", "> " * 20_000 + "省商务厅\n" + "*" * 50_000),
}


@hostile
def decisions_in_a_folder(folder: Path) -> None:
    plan(folder)
    (folder / "agencies.tsv").mkdir()


@hostile
def decisions_in_a_pipe(folder: Path) -> None:
    plan(folder)
    os.mkfifo(folder / "agencies.tsv")


@hostile
def decisions_without_end(folder: Path) -> None:
    plan(folder)
    (folder / "agencies.tsv").symlink_to("/dev/zero")


@hostile
def decisions_of_another_file(folder: Path) -> None:
    plan(folder)
    secret = folder.parent.parent / "secret.tsv"
    secret.write_text("name\tagency\n机密的一行\tpg:agency/100000/none\n", "utf-8")
    (folder / "agencies.tsv").symlink_to(secret)


@hostile
def translations_in_a_pipe(folder: Path) -> None:
    plan(folder)
    os.mkfifo(folder / "translations.en.tsv")


@hostile
def alignment_in_a_pipe(folder: Path) -> None:
    plan(folder)
    os.mkfifo(folder / "alignment.sssom.tsv")


@hostile
def document_in_a_pipe(folder: Path) -> None:
    plan(folder, content=None)
    os.mkfifo(folder / "document.csv")


@hostile
def document_in_a_circle(folder: Path) -> None:
    plan(folder, content=None)
    (folder / "document.csv").symlink_to("document.csv")


@hostile
def document_without_end(folder: Path) -> None:
    plan(folder, content=None)
    (folder / "document.csv").symlink_to("/dev/zero")


@hostile
def toml_in_a_pipe(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.mkfifo(folder / "plan.toml")


@hostile
def toml_in_a_circle(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "plan.toml").symlink_to("plan.toml")


@hostile
def toml_of_another_file(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "plan.toml").symlink_to("/etc/passwd")


def _sheet(cells: str = "", before: str = "", after: str = "") -> Maker:
    """Make a plan whose document is a workbook; markup is added to its sheet in three places."""

    def make(folder: Path) -> None:
        plan(folder, "document.xlsx", None)
        book = Workbook()
        if not isinstance(sheet := book.active, Worksheet):
            raise TypeError("a new workbook has a sheet")
        for line in (HEADER, ROW):
            sheet.append(line.strip().split(","))
        book.save(made := folder / "document.xlsx")
        with ZipFile(made) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        markup = parts["xl/worksheets/sheet1.xml"].decode()
        markup = markup.replace("<sheetData>", f"{before}<sheetData>").replace(
            "</sheetData>", f"{cells}</sheetData>{after}"
        )
        with ZipFile(made, "w", ZIP_DEFLATED) as archive:
            for name, part in (parts | {"xl/worksheets/sheet1.xml": markup.encode()}).items():
                archive.writestr(name, part)

    return make


def _merged(*ranges: str) -> str:
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return f"<mergeCells>{cells}</mergeCells>"


_LAST = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>省商务厅</t></is></c></row>'
MAKERS |= {
    "cells-merged-to-the-last": _sheet(after=_merged("A3:XFD1048576")),
    "cells-merged-over-and-over": _sheet(after=_merged(*(f"A{row}:XFD{row + 50}" for row in range(3, 300)))),
    "columns-hidden-to-the-last": _sheet(before='<cols><col min="5" max="16384" hidden="1"/></cols>'),
    "a-cell-in-the-last-row": _sheet(cells=_LAST),
    "a-merged-range-of-words": _sheet(after=_merged("A:B:C")),
}


def _pdf(stream: bytes, box: str, filters: str = "/FlateDecode") -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<<>>>>".encode(),
        f"<</Length {len(stream)}/Filter[{filters}]>>stream\n".encode() + stream + b"\nendstream",
    ]
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj%s endobj\n" % (n, each) for n, each in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


def _bomb(times: int) -> bytes:
    content = zlib.compress(b"0 0 m 1 1 l S " * (4 << 20), 6)
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content


@hostile
def pdf_stream_bomb(folder: Path) -> None:
    plan(folder, "document.pdf", _pdf(_bomb(0), "0 0 595 842"))


@hostile
def pdf_bomb_in_a_bomb(folder: Path) -> None:
    plan(folder, "document.pdf", _pdf(_bomb(1), "0 0 595 842", "/FlateDecode/FlateDecode"))


for _name, _box in {
    "nothing": "0 0 0 0",
    "infinity": "0 0 1e38 1e38",
    "less-than-nothing": "100 100 -5 -5",
    "words": "/a /b",
}.items():
    MAKERS[f"pdf-page-of-{_name}"] = _document("document.pdf", _pdf(zlib.compress(b"BT /F1 12 Tf (a) Tj ET"), _box))
