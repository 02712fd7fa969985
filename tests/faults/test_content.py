"""What plans and strangers write is shown, and nothing of it is carried out by a browser, a spreadsheet or an XML reader."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
import requests

from mapping import build
from mapping.errors import PlanFolderError
from mapping.plan_folder import load
from mapping.release.publication import Publication
from mapping.release.tables.cells import cell
from mapping.workbench import Settings

TITLE = "湖南省<!--<script>方案"
FORMULA = '=HYPERLINK("http://evil.example/","支持商贸企业发展")，培育龙头企业。'
PLAN = """
id = "hostile-2020"
document = "document.html"
national = "ndrc-2020-293"
jurisdiction = "430000"
id_local = "湘样〔2020〕1号"
date_document = 2020-06-01
title = {{ zh = "{title}", en = "A plan" }}
{more}
"""
DOCUMENT = (
    "<html><body><script>alert(1)</script><table><tr><th>序号</th><th>国家要求</th><th>落实举措</th><th>责任单位</th></tr>"
    "<tr><td>1</td><td>促进消费。</td><td>{formula}</td><td>省商务厅</td></tr>"
    "<tr><td>2</td><td>促进消费。</td><td>建设商业街区。</td><td>省商务厅</td></tr></table></body></html>"
)


def folder(at: Path, title: str = TITLE, more: str = "", name: str = "hostile-2020") -> Path:
    at.mkdir(parents=True)
    (at / "plan.toml").write_text(PLAN.format(title=title, more=more).replace("hostile-2020", name), encoding="utf-8")
    (at / "document.html").write_text(DOCUMENT.format(formula=FORMULA), encoding="utf-8")
    return at


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, site: Callable[..., Any]) -> Any:
    place = tmp_path_factory.mktemp("hostile")
    control = {"zh": "图谱\x01\x0b\ufffe", "en": "A graph\x1f"}
    settings = Settings(publication=Publication(title=control, publisher=control, rights=control))
    outcome = build.build([folder(place / "plan")], settings, place / "releases", build.Options())
    assert outcome.exit_code == 0, outcome.made[0].held_back
    return site(place / "releases")


def fetch(shop: Any, path: str, accept: str = "text/html", **headers: str) -> requests.Response:
    return requests.get(shop.url + path, headers={"Accept": accept, **headers}, timeout=30)


@pytest.mark.parametrize("path", ["/doc/id/dataset/hostile-2020", "/doc/id/plan/hostile-2020", "/catalog", "/plans"])
def test_markup_in_a_title_is_text_on_every_page(shop: Any, path: str) -> None:
    page = fetch(shop, path).text
    assert "<!--<script>" not in page
    assert page.rstrip().endswith("</html>")
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
        assert "<" not in block
        assert TITLE in json.dumps(json.loads(block), ensure_ascii=False)


def test_a_document_in_html_is_given_to_save_and_acts_on_nothing_here(shop: Any) -> None:
    found = requests.get(shop.url + "/dumps/document/hostile-2020/document.html", timeout=30)
    assert found.status_code == 200
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in found.headers["Content-Security-Policy"]
    assert found.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/measures.csv", "/dumps/measures.csv", "/dumps/plan/hostile-2020.csv"])
def test_no_cell_of_a_table_begins_as_a_formula(shop: Any, path: str) -> None:
    found = requests.get(shop.url + path, timeout=30)
    if found.status_code == 404:
        pytest.skip("the release has no such file")
    cells = [each for line in csv.reader(io.StringIO(found.content.decode("utf-8-sig"))) for each in line]
    assert any("HYPERLINK" in each for each in cells)
    assert not [each for each in cells if each.startswith(("=", "+", "@", "\t"))]


@pytest.mark.parametrize(
    ("value", "written"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-2+3", "'-2+3"), ("-12.5", "-12.5"), ("+86", "+86"), ("36", "36"), (7, 7)],
)  # fmt: skip # entries side by side
def test_numbers_stay_numbers_in_a_table(value: object, written: object) -> None:
    assert cell(value) == written


CONTROLS = quote('SELECT ?o { BIND("a\\u0001b\\u000Bc" AS ?o) }')
GRAPH = quote('CONSTRUCT { <http://e/s> <http://e/p> "a\\u0001b" } {}')


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        (f"/sparql?query={CONTROLS}", "application/sparql-results+xml"),
        (f"/sparql?query={GRAPH}", "application/rdf+xml"),
        ("/doc/id/measure/hostile-2020/2", "application/rdf+xml"),
        ("/doc/id/dataset/hostile-2020", "application/rdf+xml"),
        ("/oai?verb=ListRecords&metadataPrefix=oai_dc", "text/xml"),
        ("/sitemap.xml", "application/xml"),
        ("/feed", "application/atom+xml"),
        ("/directory", "application/xml"),
    ],
)
def test_what_is_sent_as_xml_is_xml(shop: Any, path: str, accept: str) -> None:
    found = fetch(shop, path, accept)
    if found.status_code == 404:
        pytest.skip("nothing stands there")
    assert found.status_code == 200, found.text[:300]
    ET.fromstring(found.content)


MARKUP = "<script>alert(1)</script><meta http-equiv=refresh content=0;http://evil.example>"
LONG = f'CONCAT("{MARKUP}", REPLACE("{"x" * 1200}", "x", "{"x" * 1200}"))'
ANSWERS = {
    "a small table": (f'SELECT ("{MARKUP}" AS ?o) {{}}', None),
    "many rows": ("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", None),
    "a large table": (f"SELECT ({LONG} AS ?o) {{}}", "json"),
    "a large graph": (f"CONSTRUCT {{ <http://e/s> <http://e/p> ?o }} {{ BIND({LONG} AS ?o) }}", "ttl"),
}


@pytest.mark.parametrize(("query", "suffix"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_a_browser_asks_for_is_a_page_or_a_file(shop: Any, query: str, suffix: str | None) -> None:
    found = requests.post(shop.url + "/sparql", data={"query": query}, headers={"Accept": "text/html"}, timeout=30)
    assert found.status_code == 200, found.text[:300]
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    if found.headers["Content-Type"].startswith("text/html"):
        assert found.text.lstrip().lower().startswith("<!doctype html>")
        assert "<script>alert" not in found.text
        assert "<meta http-equiv" not in found.text
        assert suffix is None
    else:
        assert found.headers["Content-Disposition"] == f"attachment; filename=answer.{suffix}"


def raw(shop: Any, request: str) -> str:
    with shop.attacker.send(request.encode()) as asked:
        response = b""
        try:
            while piece := asked.recv(1 << 16):
                response += piece
        except TimeoutError:
            pass
    return response.decode("utf-8", "replace")


TWISTED = ["//evil.example/..", "//evil.example//doc", "/doc//id///plan", "/dumps//x", "/plans/"]


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/about", *TWISTED])
def test_a_host_that_only_the_client_names_stands_in_no_address(shop: Any, path: str) -> None:
    named = "Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close"
    said = raw(shop, f"GET {path} HTTP/1.1\r\n{named}\r\n\r\n")
    location = re.search(r"(?im)^location: *(.*)$", said.partition("\r\n\r\n")[0])
    assert location is None or re.match(r"/(?!/)", location[1].strip()), location
    if path.startswith("/reconcile"):
        assert "evil.example" not in said


@pytest.mark.parametrize(
    "moment",
    ["Mon, 01 Jan 0001 00:00:00 +1400", "Fri, 31 Dec 9999 23:59:59 -1400", "Mon, 01 Jan 99999 00:00:00 GMT", "x" * 900],
)
def test_a_moment_that_no_calendar_has_is_refused(shop: Any, moment: str) -> None:
    for path in ("/timegate/doc/id/plan/hostile-2020", "/dumps/measures.csv"):
        found = requests.get(shop.url + path, headers={"Accept-Datetime": moment}, timeout=30, allow_redirects=False)
        assert found.status_code in {302, 400}, found.text[:300]


@pytest.mark.parametrize("name", ["all", "reference", "quality", "ontology", "across-plans"])
def test_a_plan_is_not_called_as_something_else_in_every_release(tmp_path: Path, name: str) -> None:
    with pytest.raises(PlanFolderError, match="something else in every release"):
        load(folder(tmp_path / "plan", name=name))


@pytest.mark.parametrize(
    ("title", "more", "reason"),
    [
        ("方案\\u0001", "", "control character"),
        ("方案", 'license = "javascript:alert(1)"', "no address of a licence"),
        ("方案", 'repeals = ["hostile-2020"]', "repeals itself"),
        ("方案", 'changes = ["http://localhost:8000/id/plan/hostile-2020"]', "repeals itself"),
        ("方案", 'known_gap = { zh = ["缺\\u000b页"], en = ["x"] }', "control character"),
    ],
)
def test_a_plan_that_would_harm_others_is_held_back(tmp_path: Path, title: str, more: str, reason: str) -> None:
    with pytest.raises(PlanFolderError, match=reason):
        load(folder(tmp_path / "plan", title, more))


@pytest.mark.parametrize("name", ["agencies.tsv", "alignment.sssom.tsv", "document.html"])
def test_a_link_to_a_file_outside_the_folder_is_not_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("root:x:0:0", encoding="utf-8")
    plan = folder(tmp_path / "plan")
    (plan / name).unlink(missing_ok=True)
    (plan / name).symlink_to(tmp_path / "secret")
    with pytest.raises(PlanFolderError, match="outside the plan folder"):
        load(plan)
