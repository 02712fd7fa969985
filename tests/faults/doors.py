"""Doors: the gate of queries, each reader, plan.toml. Behind each comes a value, or an error of ours that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import docx
import pyoxigraph as ox
from openpyxl import Workbook

from mapping import plan_folder, readers
from mapping.errors import MappingError
from ontology.iris import Iris
from server.release.store.errors import StoreError
from server.release.store.reading import dataset
from server.release.store.reading.diagnosis import diagnose
from server.words.prefixes import prefixes
from tests.faults.hostile import HEADER, ROW, TOML

ROOT = Path(__file__).parents[2]
BASE = "http://localhost:8000/sparql"
Behind = Callable[[Path, bytes], object]


def query(_: Path, data: bytes) -> None:
    """Read a query; what was seen to call nothing must call nothing."""
    text = data.decode("utf-8", "replace")
    try:
        seen = dataset.read(text, BASE)
    except StoreError:
        return
    if len(text) < 2000 and not seen.services:
        diagnose(text, BASE, prefixes(Iris()))
        try:
            ox.Store().query(text, base_iri=BASE)
        except (SyntaxError, ValueError):
            return
        except (OSError, RuntimeError) as error:
            if "service" in str(error).lower():
                raise AssertionError(f"a service was called that was not seen: {error}") from error


def _document(suffix: str) -> Behind:
    def door(folder: Path, data: bytes) -> None:
        (file := folder / f"document{suffix}").write_bytes(data)
        try:
            read = readers.read(file)
        except MappingError:
            return
        for block in read.blocks:
            if not 0 <= block.place.start <= block.place.end <= len(read.text):
                raise AssertionError(f"a block outside its text: {block.place}")

    return door


def _office(suffix: str, packed: bytes, parts: Iterable[str]) -> Behind:
    """Return a door for the inside of an Office file: the first byte says which part the rest is."""
    names = list(parts)
    with ZipFile(BytesIO(packed)) as archive:
        others = {name: archive.read(name) for name in archive.namelist()}
    door = _document(suffix)

    def inside(folder: Path, data: bytes) -> object:
        chosen = names[data[0] % len(names)] if data else names[0]
        with ZipFile(file := BytesIO(), "w", ZIP_STORED) as archive:
            for name, part in (others | {chosen: data[1:]}).items():
                archive.writestr(name, part)
        return door(folder, file.getvalue())

    return inside


def toml(folder: Path, data: bytes) -> None:
    """Read what plan.toml says."""
    (folder / "document.csv").write_text(HEADER + ROW, "utf-8")
    (folder / "plan.toml").write_bytes(data)
    try:
        plan_folder.load(folder)
    except MappingError:
        return


def _workbook() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (HEADER, ROW):
        sheet.append(line.strip().split(","))
    sheet.merge_cells("A3:C4")
    book.save(file := BytesIO())
    return file.getvalue()


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("小方案", 1)
    document.add_paragraph("一、扩大消费。到2025年，培育50家企业。（省商务厅牵头）", style="List Number")
    table = document.add_table(rows=2, cols=4)
    for row, line in zip(table.rows, (HEADER, ROW), strict=True):
        for cell, text in zip(row.cells, line.strip().split(","), strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    document.save(file := BytesIO())
    return file.getvalue()


WORKBOOK, WORD = _workbook(), _word()
SHEET_PARTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels")
WORD_PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels")
PAGE = """<html><head><meta charset=utf-8><title>小方案</title></head><body><h1>小方案</h1><ol><li>扩大消费。</ol><table><tr>
<th>序号<th colspan=2>落实举措<th>责任单位</tr><tr><td rowspan=2>1<td>培育企业。<td>50家<td>省商务厅
</table><!-- x --></body></html>"""
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate 0/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 88>>stream
BT /F1 12 Tf 1 0 0 1 72 700 Tm (1 measure) Tj ET 72 690 m 400 690 l S 72 60 300 40 re S
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj
trailer<</Root 1 0 R/Size 6>>
%%EOF"""


def _parts(packed: bytes, names: Iterable[str]) -> list[bytes]:
    with ZipFile(BytesIO(packed)) as archive:
        return [bytes([number]) + archive.read(name) for number, name in enumerate(names) if name in archive.namelist()]


def _queries() -> list[bytes]:
    files = [*(ROOT / "benchmarks" / "queries").glob("*.rq"), *(ROOT / "server" / "release" / "queries").glob("*.rq")]
    return [each.read_bytes() for each in sorted(files)]


@dataclass(frozen=True)
class Door:
    """What is done with what comes, in a folder that it may write to; and what fuzzing begins with."""

    behind: Behind
    seeds: Sequence[bytes]


TABLE = HEADER + ROW
DOORS = {
    "query": Door(query, _queries()),
    "toml": Door(toml, [TOML.format(id="a-2020", document="document.csv").encode()]),
    "csv": Door(_document(".csv"), [TABLE.encode(), TABLE.encode("gb18030")]),
    "tsv": Door(_document(".tsv"), [TABLE.replace(",", "\t").encode("utf-16")]),
    "text": Door(_document(".txt"), ["小方案\n一、扩大消费。（省商务厅）\n序号  举措\n1   培育企业\n".encode()]),
    "markdown": Door(
        _document(".md"), ["# 小方案\n\n| 序号 | 举措 |\n|---|---|\n| 1 | 培育 |\n\n1. 甲\n   - 乙\n".encode()]
    ),
    "html": Door(_document(".html"), [PAGE.encode()]),
    "pdf": Door(_document(".pdf"), [PDF]),
    "xlsx": Door(_office(".xlsx", WORKBOOK, SHEET_PARTS), _parts(WORKBOOK, SHEET_PARTS)),
    "docx": Door(_office(".docx", WORD, WORD_PARTS), _parts(WORD, WORD_PARTS)),
    "archive": Door(_document(".docx"), [WORD, WORKBOOK]),
}
