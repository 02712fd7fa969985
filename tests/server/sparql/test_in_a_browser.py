"""The query page in a real browser: with its editor, and as a plain form."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from server.sparql import page as query_page

Visit = Callable[..., AbstractContextManager[Page]]
PAIRS = "/sparql?example=agencies-that-work-together"
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
with_editor = pytest.mark.skipif(not query_page.has_editor(), reason="the editor is not installed (npm)")


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector("html[data-editor=ready]")
    return page


def write(page: Page, query: str) -> None:
    """Put a query into the editor as a person would: select all, and type."""
    page.locator(".yasqe .CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- with the editor ----------------------------------------------------------------------------------------------


@with_editor
def test_an_example_is_changed_run_and_downloaded(visit: Visit, address: str, tmp_path: Path) -> None:
    with visit("en") as page:
        opened(page, address + PAIRS)
        query = page.evaluate("document.querySelector('.yasqe .CodeMirror').CodeMirror.getValue()")
        assert "LIMIT 30" in query
        write(page, query.replace("LIMIT 30", "LIMIT 7"))
        page.keyboard.press("Control+Enter")
        expect(page.locator("#yasr tbody tr")).to_have_count(7)
        expect(page.locator("#told")).to_contain_text("7 rows")
        with page.expect_download() as download:
            page.locator("#get").get_by_role("button", name="CSV").click()
        download.value.save_as(tmp_path / "pairs.csv")
        assert len(rows_of(tmp_path / "pairs.csv")) == 7


@with_editor
def test_the_address_leads_back_to_the_query(visit: Visit, address: str) -> None:
    with visit("en") as page:
        opened(page, address + PAIRS)
        write(page, "ASK { ?measure a <https://w3id.org/policygraph/def#Measure> }")
        page.get_by_role("button", name="Run").click()
        expect(page.locator("#yasr .booleanResult")).to_contain_text("Yes")
        (query,) = parse_qs(urlsplit(page.url).query)["query"]
        assert query.startswith("ASK")
        link = page.get_by_role("link", name="Link to this query").get_attribute("href")
        assert link == page.url
        opened(page, link)
        expect(page.locator("#answer")).to_contain_text("true")


@with_editor
def test_classes_and_properties_are_completed_with_their_meaning(visit: Visit, address: str) -> None:
    with visit("en") as page:
        opened(page, f"{address}/sparql")
        write(page, "PREFIX policy: <https://w3id.org/policygraph/def#>\nSELECT * { ?s policy:respons")
        page.keyboard.press("Control+Space")
        hints = page.locator(".CodeMirror-hints")
        expect(hints).to_contain_text("policy:responsibleAgency")
        expect(hints).to_contain_text("responsible agency")
        page.keyboard.press("Escape")
        write(page, "PREFIX policy: <https://w3id.org/policygraph/def#>\nSELECT * { ?s a policy:Mea")
        page.keyboard.press("Control+Space")
        completed = "document.querySelector('.yasqe .CodeMirror').CodeMirror.getValue().includes('policy:Measure')"
        page.wait_for_function(f"{completed} || document.querySelector('.CodeMirror-hints')")
        assert page.evaluate(completed) or "policy:Measure" in hints.inner_text()


@with_editor
def test_a_mistake_is_marked_in_its_line(visit: Visit, address: str) -> None:
    with visit("en") as page:
        opened(page, f"{address}/sparql")
        write(page, "SELECT *\nWHERE {\n  ?s ?p ?o ?q\n}")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#yasr .wrong")).to_contain_text("Line 3, column 12")
        expect(page.locator(".error-line")).to_have_count(1)


@with_editor
def test_a_chart_names_its_bars_in_words(visit: Visit, address: str) -> None:
    with visit("zh") as page:
        opened(page, f"{address}/sparql?example=measures-by-theme")
        page.locator("#run").click()
        page.locator("#yasr .select_chart").click()
        picture = page.locator("#yasr figure svg")
        expect(picture).to_have_attribute("aria-label", "measures，按 theme")
        expect(picture.locator("rect")).to_have_count(19)
        expect(picture).to_contain_text("加强自主品牌建设")


@with_editor
def test_the_keyboard_leaves_the_editor(visit: Visit, address: str) -> None:
    with visit("en") as page:
        opened(page, f"{address}/sparql")
        page.locator(".yasqe .CodeMirror").click()
        page.keyboard.press("Tab")
        expect(page.locator("#run")).to_be_focused()


@with_editor
@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("width", [360, 1280])
def test_page_and_result_meet_wcag_aa_and_fit_the_window(visit: Visit, address: str, language: str, width: int) -> None:
    with visit(language, width) as page:
        opened(page, address + PAIRS)
        page.locator("#run").click()
        expect(page.locator("#yasr tbody tr")).to_have_count(30)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, found.generate_report()


# ---- without scripts ----------------------------------------------------------------------------------------------


def test_without_scripts_it_is_a_form_and_a_table(visit: Visit, address: str, tmp_path: Path) -> None:
    with visit("en", scripts=False) as page:
        page.goto(address + PAIRS)
        field = page.get_by_label("Query", exact=True)
        field.fill(field.input_value().replace("LIMIT 30", "LIMIT 5"))
        page.get_by_role("button", name="Run").click()
        expect(page.locator("#answer tbody tr")).to_have_count(5)
        with page.expect_download() as download:
            page.locator("#answer").get_by_role("button", name="CSV").click()
        download.value.save_as(tmp_path / "pairs.csv")
        assert len(rows_of(tmp_path / "pairs.csv")) == 5


def test_without_scripts_a_mistake_stands_beside_the_query(visit: Visit, address: str) -> None:
    with visit("zh", 360, scripts=False) as page:
        page.goto(address + PAIRS)
        page.get_by_label("查询", exact=True).fill("SELECT * {\n  ?s ?p\n}")
        page.get_by_role("button", name="运行").click()
        expect(page.get_by_role("alert")).to_contain_text("第 3 行")
        expect(page.get_by_label("查询", exact=True)).to_have_value("SELECT * {\n  ?s ?p\n}")
        page.wait_for_load_state()  # the words may stand there before the style does
        assert page.evaluate("document.documentElement.scrollWidth") == 360


# ---- more of the query page ----------------------------------------------------------------------------------------

LABELS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nPREFIX policy: <https://w3id.org/policygraph/def#>\n"
NAMES = (
    LABELS
    + 'SELECT ?a ?name { ?a a policy:Agency ; skos:prefLabel ?name FILTER (LANG(?name) = "zh") } ORDER BY ?a LIMIT 3'
)


def text_of(page: Page) -> str:
    found: str = page.evaluate("document.querySelector('.yasqe .CodeMirror').CodeMirror.getValue()")
    return found


@with_editor
def test_a_query_too_long_for_an_address_goes_by_post_and_is_downloaded_with_its_name(
    visit: Visit, address: str, tmp_path: Path
) -> None:
    long = f"# 单位名称 list\n# {'长' * 3000}\n{NAMES}"  # 3,000 characters are 27,000 bytes of an address
    with visit("en") as page:
        opened(page, f"{address}/sparql")
        write(page, long)
        with page.expect_request("**/sparql*") as asked:
            page.keyboard.press("Control+Enter")
        assert asked.value.method == "POST"
        expect(page.locator("#yasr tbody tr")).to_have_count(3)
        with page.expect_download() as download:
            page.locator("#get").get_by_role("button", name="CSV").click()
        assert download.value.suggested_filename == "单位名称-list.csv"
        download.value.save_as(tmp_path / "names.csv")
    body = (tmp_path / "names.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbfa,name\r\n")
    assert len(rows_of(tmp_path / "names.csv")) == 3


@with_editor
def test_twenty_thousand_rows_stay_in_pages(visit: Visit, address: str) -> None:
    with visit("en") as page:
        opened(page, f"{address}/sparql")
        write(page, "SELECT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } LIMIT 20000")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#told")).to_contain_text("20,000 rows", timeout=20_000)
        assert 0 < page.locator("#yasr tbody tr").count() <= 100
        page.locator("#yasr .tableFilter").press_sequentially("schema.org/text")
        expect(page.locator("#yasr tbody tr").first).to_contain_text("schema:text")
        assert page.locator("#yasr .tableSizer option").all_inner_texts() == ["10", "50", "100", "1000"]


@with_editor
def test_a_pair_is_named_by_both_in_chart_and_network(visit: Visit, address: str) -> None:
    with visit("zh") as page:
        opened(page, address + PAIRS)
        page.locator("#run").click()
        page.locator("#yasr .select_chart").click()
        chart = page.locator("#yasr figure.chart svg")
        expect(chart).to_have_attribute("aria-label", "together，按 one – other")
        assert all(" – " in title for title in chart.locator("title").all_text_contents())
        page.locator("#yasr .select_network").click()
        network = page.locator("#yasr figure.network svg")
        expect(network.locator("path.tie")).to_have_count(30)
        assert network.locator("circle").count() == network.locator("text").count() > 5
        expect(page.locator("#yasr figcaption")).to_contain_text("线越粗，together 越大")


@with_editor
def test_a_query_is_copied_as_a_program_that_asks_it(visit: Visit, address: str) -> None:
    with visit("en") as page:
        opened(page, f"{address}/sparql")
        write(page, f"# it's\n{NAMES}")
        program = page.locator("#program")
        page.locator("#programs").get_by_role("button", name="curl").click()
        done = subprocess.run(["bash", "-c", program.inner_text()], capture_output=True, text=True, check=True)
        assert len(done.stdout.splitlines()) == 4
        page.locator("#programs").get_by_role("button", name="Python").click()
        done = subprocess.run([sys.executable, "-c", program.inner_text()], capture_output=True, text=True, check=True)
        assert "[3 rows x 2 columns]" in done.stdout or done.stdout.count("\n") == 4
        page.locator("#programs").get_by_role("button", name="R", exact=True).click()
        assert "query <- r\"(# it's" in program.inner_text()


@with_editor
def test_a_saved_query_stays_in_the_browser_until_it_is_deleted(visit: Visit, address: str) -> None:
    with visit("en") as page:
        opened(page, f"{address}/sparql")
        write(page, NAMES)
        page.get_by_label("Save this query as").fill("Three names")
        page.locator("#save").get_by_role("button", name="Save").click()
        opened(page, f"{address}/sparql")
        write(page, "ASK {}")
        page.get_by_role("button", name="Three names", exact=True).click()
        assert text_of(page) == NAMES
        page.get_by_role("button", name="Delete “Three names”").click()
        assert page.locator("#saved-list li").count() == 0
        opened(page, f"{address}/sparql")
        assert page.locator("#saved-list li").count() == 0


@with_editor
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("SELECT * { ?s a 举措", "policy:Measure"),
        ("SELECT * { ?s a measur", "policy:Measure"),
        ("SELECT * { ?s policy:responsibleAgency/职能", "policy:function"),
        ("SELECT * { ?s policy:isA|responsib", "policy:responsibleAgency"),
        ("SELECT * { ?s 原文", "text"),
    ],
)
def test_a_term_is_completed_by_its_meaning_and_inside_paths(
    visit: Visit, address: str, typed: str, completed: str
) -> None:
    with visit("zh") as page:
        opened(page, f"{address}/sparql")
        write(page, LABELS + typed)
        page.keyboard.press("Control+Space")
        done = f"document.querySelector('.yasqe .CodeMirror').CodeMirror.getValue().endsWith({completed!r})"
        page.wait_for_function(f"{done} || document.querySelector('.CodeMirror-hints')")
        assert page.evaluate(done) or completed in page.locator(".CodeMirror-hints").inner_text()


def test_an_example_speaks_the_language_of_the_page(address: str) -> None:
    for language in LOCALES:
        url = f"{address}{PAIRS}&lang={language}"
        text = requests.get(url, headers={"Accept": "text/html"}, timeout=20).text
        assert f"= &#34;{language}&#34;" in text
