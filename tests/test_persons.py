"""No name of a person is published: not in a text, a graph, a page, a search, a dump, a report or a file."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import docx
import openpyxl
import pyoxigraph as ox
import pytest
from flask import Flask
from openpyxl.comments import Comment

from mapping import build
from mapping import plan_folder as folders
from mapping.extract import PlanExtraction, extract
from mapping.reference.reference import Reference
from mapping.reference.reference import load as load_reference
from mapping.release import folder as release
from mapping.workbench import Settings
from server.app import close, create_app
from server.config import Lanes, ServerConfig

NAMES = ("孟晓东", "澹台明月", "吐尔逊·买买提", "郑丽", "尉迟恭", "仁青卓玛", "岳鹏飞")
"""Names that stand in the documents below, in each of the ways in which they do."""
HELD = "申屠云"
"""A name in a plan that is held back, beside what is wrong with it."""

LEADERS = """序号,国家要求,落实举措,分管领导,责任单位,联系人
1,持续办好中国品牌日活动。,由孟晓东同志牵头，办好活动，澹台明月协助，到2026年办展12场。,副市长孟晓东,市水务局,郑丽13812345670
2,与吐尔逊·买买提商定的某事。,每月向吐尔逊·买买提报告。,吐尔逊·买买提,市商务局、尉迟恭、市船闸所,澹台明月 85123456
"""
PROSE = """某省行动方案
一、重点任务
1.修缮纸坊。由仁青卓玛副市长调度，仁青卓玛每月报告。（责任领导：仁青卓玛；责任单位：市商务局）
联系人：岳鹏飞　联系电话：0571-85123456
责任编辑：郑丽
"""
TOML = """id = "{id}"
document = "{document}"
national = "ndrc-2020-293"
jurisdiction = "330000"
title = {{ zh = "方案 {id}", en = "plan {id}" }}
{more}
"""
DECISION = (
    '#curie_map:\n#  data: "http://localhost:8000/"\n#  pg: "https://w3id.org/policygraph/"\n'
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\n"
    "data:id/measure/leaders-2026/1\t由孟晓东写的旧举措。\tskos:broadMatch\tpg:national/ndrc-2020-293/point/02\t"
    "semapv:ManualMappingCuration\n"
)


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    root = tmp_path_factory.mktemp("persons")

    def folder(identifier: str, document: str, content: str | None = None, more: str = "") -> Path:
        path = root / "plans" / identifier
        path.mkdir(parents=True)
        (path / "plan.toml").write_text(TOML.format(id=identifier, document=document, more=more), "utf-8")
        if content is not None:
            (path / document).write_text(content, "utf-8")
        return path

    return folder


@pytest.fixture(scope="module")
def built(make: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    leaders = make("leaders-2026", "leaders.csv", LEADERS)
    (leaders / "alignment.sssom.tsv").write_text(DECISION, "utf-8")
    plain = make("plain-2026", "plain.csv", "序号,国家要求,落实举措,责任单位\n1,办好活动。,办展。,市商务局\n")
    held = make(
        "held-2026", "held.csv", f"序号,落实举措,分管领导,责任单位\n1,{HELD}调度。,{HELD},\n1,{HELD}。,{HELD},\n"
    )
    prose = make("prose-2026", "prose.txt", PROSE, '[layout]\nkind = "paragraphs"')
    releases = tmp_path_factory.mktemp("releases")
    outcome = build.build([leaders, plain, held, prose], Settings(), releases, build.Options())
    assert {made.id for made in outcome.made if made.held_back} == {"held-2026"}, outcome
    return releases


@pytest.fixture(scope="module")
def live(built: Path) -> Path:
    found = release.live(built)
    assert found is not None
    return found


def hidden(text: str) -> list[str]:
    """Return the names that a text has, however they are written."""
    plain = text + json.dumps(text)
    escaped = {name: (name, json.dumps(name).strip('"'), quote(name)) for name in (*NAMES, HELD)}
    return [name for name, forms in escaped.items() if any(form in plain for form in forms)]


def test_no_file_of_a_release_holds_a_name(built: Path) -> None:
    looked_at = 0
    for path in built.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            assert not hidden(content.decode("utf-8", "replace")), path
            looked_at += 1
    assert looked_at > 50


def test_no_file_holds_a_way_to_reach_somebody(built: Path) -> None:
    texts = "".join(
        path.read_text("utf-8", "replace") for path in built.rglob("*") if path.suffix in {".txt", ".nt", ".csv"}
    )
    assert not re.search("13812345670|85123456", texts)


def test_no_literal_of_the_graph_holds_a_name(live: Path) -> None:
    store = ox.Store.read_only(str(live / "store"))
    assert not hidden("\n".join(str(quad.object) for quad in store))


@pytest.mark.parametrize("plan", ["leaders-2026", "prose-2026"])
def test_the_file_is_withheld_and_the_masked_text_is_published(live: Path, plan: str) -> None:
    assert [path.name for path in (live / "dumps" / "document" / plan).iterdir() if path.suffix != ".gz"] == [
        "canonical.txt"
    ]
    assert "█" in (live / "dumps" / "document" / plan / "canonical.txt").read_text("utf-8")
    assert not [dump for dump in release.read_manifest(live).dumps if dump.path.endswith(("leaders.csv", "prose.txt"))]


def test_a_file_without_persons_is_published_as_it_is(live: Path) -> None:
    assert (live / "dumps" / "document" / "plain-2026" / "plain.csv").is_file()


NAMED = "names-persons"


def rights(store: ox.Store, thing: str) -> list[str]:
    access = ox.NamedNode("http://purl.org/dc/terms/accessRights")
    quads = store.quads_for_pattern(ox.NamedNode(f"http://localhost:8000/id/document/{thing}"), access, None)
    return sorted({str(quad.object).rpartition("/")[2].rstrip(">") for quad in quads})


@pytest.mark.parametrize(
    ("plan", "file", "text"),
    [
        ("leaders-2026", "names-persons", "masked"),
        ("prose-2026", "names-persons", "masked"),
        ("plain-2026", "public", "public"),
    ],
)
def test_the_graph_says_which_file_is_withheld_and_which_text_is_masked(
    live: Path, plan: str, file: str, text: str
) -> None:
    store = ox.Store.read_only(str(live / "store"))
    assert (rights(store, plan), rights(store, f"{plan}/text")) == ([file], [text])


@pytest.fixture(scope="module")
def window(built: Path) -> Iterator[Flask]:
    app = create_app(ServerConfig(releases=built, lanes=Lanes(fast=1)))
    yield app
    close(app)


PATHS = (
    "/plans", "/measures", "/agencies", "/quality", "/quality/leaders-2026", "/quality/held-2026", "/documents/leaders-2026",
    "/documents/prose-2026", "/doc/id/plan/leaders-2026", "/doc/id/plan/leaders-2026.ttl", "/doc/id/measure/leaders-2026/1",
    "/doc/id/measure/leaders-2026/2", "/doc/id/measure/prose-2026/1", "/measures.csv", "/agencies.csv", "/catalog", "/",
)  # fmt: skip # entries side by side


@pytest.mark.parametrize("path", PATHS)
def test_no_page_and_no_document_of_the_window_holds_a_name(window: Flask, path: str) -> None:
    answer = window.test_client().get(path)
    assert answer.status_code == 200, path
    assert not hidden(answer.text)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_found_by_name(window: Flask, name: str) -> None:
    answer = window.test_client().get("/search", query_string={"q": name, "lang": "en"}).text
    assert "/id/measure/" not in answer


def test_the_file_of_a_document_with_persons_cannot_be_fetched(window: Flask) -> None:
    client = window.test_client()
    files = {"plain-2026/plain.csv": 200, "leaders-2026/leaders.csv": 404, "leaders-2026/canonical.txt": 200}
    for path, status in files.items():
        with client.get(f"/dumps/document/{path}", follow_redirects=True) as answer:
            assert answer.status_code == status, path


# ---- what a file says beside its text -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def known() -> Reference:
    return load_reference()


Filled = Callable[[Path], None]


def _table(path: Path, *, author: str = "python-docx", comment: str | None = None) -> None:
    document = docx.Document()
    document.core_properties.author = author
    table = document.add_table(rows=2, cols=3)
    for row, values in zip(table.rows, (("序号", "落实举措", "责任单位"), ("1", "办展。", "市商务局")), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    if comment:
        document.add_comment(table.rows[1].cells[1].paragraphs[0].runs, text="再议", author=comment, initials="x")
    document.save(str(path))


def _sheet(path: Path, *, creator: str = "openpyxl", comment: str | None = None) -> None:
    book = openpyxl.Workbook()
    book.properties.creator = creator
    sheet = book.worksheets[0]
    for row in (["序号", "落实举措", "责任单位"], ["1", "办展。", "市商务局"]):
        sheet.append(row)
    if comment:
        sheet["B2"].comment = Comment("再议", comment)
    book.save(path)


def _page(path: Path, *, meta: str = "") -> None:
    rows = "<tr><th>序号<th>落实举措<th>责任单位<tr><td>1<td>办展。<td>市商务局"
    path.write_text(f"<html><head><meta charset=utf-8>{meta}</head><body><table>{rows}</table></body></html>", "utf-8")


FILES: dict[str, tuple[str, Filled, bool]] = {
    "author": ("a.docx", lambda path: _table(path, author="孟晓东"), True),
    "commenter": ("a.docx", lambda path: _table(path, comment="郑丽"), True),
    "comment": ("a.docx", lambda path: _table(path, comment="微软用户"), True),
    "program": ("a.docx", _table, False),
    "body": ("a.docx", lambda path: _table(path, author="某省水利厅办公室"), False),
    "sheet-creator": ("a.xlsx", lambda path: _sheet(path, creator="Meng Xiaodong"), True),
    "sheet-comment": ("a.xlsx", lambda path: _sheet(path, comment="岳鹏飞"), True),
    "sheet": ("a.xlsx", _sheet, False),
    "meta": ("a.html", lambda path: _page(path, meta='<meta name="Author" content="孟晓东">'), True),
    "meta-body": ("a.html", lambda path: _page(path, meta="<meta content='某省水利厅' name='author'>"), False),
    "page": ("a.html", _page, False),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_names_its_author_or_has_comments_is_withheld_and_its_text_is_not(
    make: Callable[..., Path], known: Reference, tmp_path: Path, case: str
) -> None:
    name, fill, withheld = FILES[case]
    folder = make(f"file-{case}", name)
    fill(folder / name)
    found: PlanExtraction = extract(folders.load(folder), known)
    source = found.plan.document
    assert source.canonical_text is not None
    access = [str(one).rpartition("/")[2] for one in (source.access_rights, source.canonical_text.access_rights)]
    assert (found.names_persons, access) == (withheld, ["names-persons" if withheld else "public", "public"])
    assert ("names-of-persons" in {one.code for one in found.findings}) is withheld
    assert not hidden(json.dumps([str(one) for one in found.findings]))
    outcome = build.build([folder], Settings(), tmp_path / "r", build.Options())
    assert outcome.release is not None
    published = {
        path.name
        for path in (outcome.release / "dumps" / "document" / f"file-{case}").iterdir()
        if path.suffix != ".gz"
    }
    assert published == ({"canonical.txt"} if withheld else {"canonical.txt", name})
