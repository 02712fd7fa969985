"""The pages in a real browser: no error, no other host, no violation of WCAG AA, room on a phone, keyboard alone."""

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

import server

Visit = Callable[..., AbstractContextManager[Page]]
PAGES = {
    "home": "/", "measure": "/doc/id/measure/tianjin-2020-293/41", "plan": "/doc/id/plan/tianjin-2020-293",
    "agency": "/doc/ns/agency/120000/shi-shang-wu-ju", "theme": "/doc/ns/theme/ndrc-2020-293/08",
    "requirement": "/doc/ns/national/ndrc-2020-293/requirement/08.3", "national": "/doc/ns/national/ndrc-2020-293",
    "jurisdiction": "/doc/ns/jurisdiction/120000", "function": "/doc/ns/function/commerce",
    "passage": "/doc/id/passage/tianjin-2020-293/41/measure", "ontology": "/doc/ns/def",
    "source": "/doc/id/document/tianjin-2020-293", "not found": "/doc/ns/theme/ndrc-2020-293/88",
    "list": "/measures?theme=ndrc-2020-293/08", "agencies": "/agencies", "search": "/search?q=养老", "query": "/sparql",
    "comparison": "/compare", "part": "/doc/ns/theme/ndrc-2020-293/part-3", "api": "/api",
    "network": "/network", "deadlines": "/deadlines", "picture": "/embed/id/plan/tianjin-2020-293",
    "document": "/documents/tianjin-2020-293?page=2",
    "links": "/doc/ns/theme/ndrc-2020-293/08?links=policy:theme",
}  # fmt: skip # entries side by side
PLAN = "tianjin-2020-293"
SECTIONS = [
    "/plans", "/requirements", "/themes", "/jurisdictions", "/functions", "/search?q=没有的词", "/sparql?edit&query=ASK%7B%7D",
    *(f"/compare/{name}" for name in ("themes", "requirements", "functions", "targets", "gaps", "shared")),
    "/compare/requirement?requirement=08.3", f"/documents/{PLAN}", "/quality", f"/quality/{PLAN}", "/catalog",
    "/releases", f"/doc/id/dataset/{PLAN}", "/doc/id/dataset/all", "/doc/id/service/sparql", "/reconcile/about",
    "/doc/ns/context", "/doc/ns/shape", "/doc/ns/national/ndrc-2020-293/point/08", f"/doc/id/quotation/{PLAN}/41",
    f"/doc/id/responsibility/{PLAN}/41.1", f"/doc/id/target/{PLAN}/41.1", f"/doc/id/mapping/{PLAN}/41.1",
    f"/doc/graph/plan/{PLAN}", f"/doc/id/extraction/{PLAN}", "/doc/ns/role/lead", "/compare/nothing", "/sparql?query=nonsense",
    "/doc/ns/def?term=Measure", "/doc/ns/shape?shape=Measure", "/model?of=Measure", "/api?operation=measures_json", "/map",
]  # fmt: skip # entries side by side
"""What the sections show besides :data:`PAGES`, their errors too."""
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(visit: Visit, address: str, name: str, language: str) -> None:
    with visit(language) as page:
        page.goto(address + PAGES[name])
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(visit: Visit, address: str, name: str, language: str) -> None:
    with visit(language, 360) as page:
        page.goto(address + PAGES[name])
        assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("language", LOCALES)
def test_every_section_fits_a_phone(visit: Visit, address: str, releases: Path, language: str) -> None:
    release = (releases / "current").readlink().name
    with visit(language, 360) as page:
        wide = {}
        for path in [*SECTIONS, f"/releases/{release}/", f"/doc/id/release/{release}"]:
            page.goto(address + path)
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
        assert {path: width for path, width in wide.items() if width != 360} == {}


PICTURES = {
    "measures by theme and agency": f"/embed{PAGES['plan'].removeprefix('/doc')}",
    "the whole network": "/embed/network",
    "deadlines": "/deadlines",
    "measures by requirement and agency": PAGES["theme"],
    "network": f"/embed{PAGES['agency'].removeprefix('/doc')}",
    "fan": PAGES["requirement"],
    "fan with long names": "/doc/ns/national/ndrc-2020-293/requirement/14.2",
    "classes": "/doc/ns/def?part=diagram",
}


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_its_labels_whole(
    visit: Visit, address: str, cut_off: Callable[[Page], list[str]], name: str, language: str
) -> None:
    with visit(language) as page:
        page.goto(address + PICTURES[name])
        assert cut_off(page) == []


def test_the_keyboard_reaches_content_and_language(visit: Visit, address: str) -> None:
    with visit() as page:
        page.goto(f"{address}/doc/id/measure/tianjin-2020-293/41")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        expect(page.locator(".skip")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
        page.locator(".switch").focus()
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("h1")).to_contain_text("Measure 41")


def test_the_language_that_was_chosen_stays(visit: Visit, address: str) -> None:
    with visit() as page:
        page.goto(f"{address}/doc/id/measure/tianjin-2020-293/41?lang=en")
        page.get_by_role("link", name="National requirement 08.3").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator(".kind")).to_have_text("National requirement")


def test_the_measures_of_one_agency_are_left_without_scripts(visit: Visit, address: str) -> None:
    with visit(scripts=False) as page:
        page.goto(f"{address}/doc/id/plan/tianjin-2020-293")
        expect(page.locator(".entry")).to_have_count(28)
        page.get_by_role("link", name="筛选这些举措").click()
        page.get_by_role("link", name="中华人民共和国天津海关").first.click()
        expect(page.locator(".entry")).to_have_count(10)
        expect(page.locator(".chosen")).to_contain_text("中华人民共和国天津海关")


STORY = {
    "zh": ("搜索举措、要求、单位与主题", "举措 68", "国家要求 14.2", "作为查询打开", "运行", "CSV"),
    "en": ("Search measures, requirements, agencies and themes", "Measure 68", "National requirement 14.2", "open as query",
           "Run", "CSV"),
}  # fmt: skip # entries side by side


@pytest.mark.parametrize("language", STORY)
def test_from_a_word_to_a_table_for_a_spreadsheet(visit: Visit, address: str, language: str, tmp_path: Path) -> None:
    """Home, search 养老, a measure, its national requirement, open as query, change a line, run, download CSV."""
    field, measure, requirement, as_query, run, download = STORY[language]
    with visit(language) as page:
        page.goto(address)
        page.get_by_label(field, exact=True).last.fill("养老")
        page.keyboard.press("Enter")
        expect(page.locator("mark.hit").first).to_have_text("养老")
        page.get_by_role("link", name=f"{measure} ·").click()
        page.get_by_role("link", name=requirement).first.click()
        expect(page.locator(".prose").first).to_contain_text("养老")
        page.get_by_role("link", name=as_query).click()
        rows = _change_and_run(page, run, "LIMIT 1000", "LIMIT 1")
        assert "养老" in rows
        with page.expect_download() as waiting:
            page.get_by_role("button", name=download).locator("visible=true").click()
        file = tmp_path / "answer.csv"
        waiting.value.save_as(file)
    with file.open(encoding="utf-8", newline="") as opened:
        table = list(csv.DictReader(opened))
    assert [(row["number"], "养老" in row["text"]) for row in table] == [("68", True)]


def _change_and_run(page: Page, run: str, old: str, new: str) -> str:
    """Change a line of the query, as a person does, and return the text of the answer; works with and without the editor."""
    if (Path(server.__file__).parent / "static" / "vendor" / "yasgui.min.js").exists():
        expect(page.locator("html")).to_have_attribute("data-editor", "ready")
        line = page.locator(".CodeMirror-line", has_text=old)
        line.click()
        page.keyboard.press("End")
        page.keyboard.press("Shift+Home")
        page.keyboard.type(new)
        expect(page.locator(".CodeMirror-line", has_text=new)).to_have_count(1)
        page.get_by_role("button", name=run, exact=True).click()
        return page.locator("#yasr table").inner_text()
    query = page.locator("#query")
    query.fill(query.input_value().replace(old, new))
    page.get_by_role("button", name=run, exact=True).click()
    return page.locator("table.rows").inner_text()


def test_a_walk_from_a_theme_to_a_query(visit: Visit, address: str) -> None:
    with visit() as page:
        page.goto(address)
        page.get_by_role("link", name="结合区域发展布局打造消费中心").click()
        page.get_by_role("link", name="国家要求 08.3").first.click()
        page.get_by_role("link", name="举措 41").first.click()
        expect(page.locator(".prose mark.m-target")).to_have_text(["200 家", "20 家"])
        page.get_by_role("link", name="作为查询打开").click()
        assert urlsplit(page.url).path == "/sparql"
        assert "measure/tianjin-2020-293/41" in page.content()
