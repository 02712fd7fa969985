"""What readers come for, walked in a real browser: each story says how many clicks it may take."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

Visit = Callable[..., AbstractContextManager[Page]]
MEASURE = "/doc/id/measure/tianjin-2020-293/36"


def ask(page: Page, address: str, words: str) -> None:
    """Type words into the field on top of a page, and press Enter."""
    page.goto(address)
    page.locator("#find").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")


def test_elderly_care_in_tianjin_and_who_carries_it(visit: Visit, address: str) -> None:
    with visit() as page:
        ask(page, address, "天津 养老")
        card = page.locator(".entry", has_text="天津 · 举措").first
        expect(card).to_contain_text("养老")
        expect(card.locator(".card-facts")).to_contain_text("责任单位")
        expect(card.locator(".card-facts a").first).to_contain_text("天津市")


def test_one_requirement_of_all_places_side_by_side_in_two_clicks(visit: Visit, address: str) -> None:
    with visit() as page:
        ask(page, address, "7.2")
        page.locator(".entry-head a").first.click()
        page.get_by_role("link", name="各地区对照").click()
        expect(page.locator("table.texts")).to_be_visible()
        expect(page.locator("h2#national")).to_contain_text("07.2")


def test_all_measures_of_a_bureau_in_a_spreadsheet_in_two_clicks(visit: Visit, address: str, tmp_path: Path) -> None:
    with visit() as page:
        ask(page, address, "天津市商务局")
        page.locator(".entry-head a", has_text="天津市商务局").first.click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Excel").first.click()
        file = tmp_path / "measures.xlsx"
        waiting.value.save_as(file)
    sheet = load_workbook(file).worksheets[0]
    assert sheet.max_row == 1 + 34


def test_a_measure_is_cited_in_one_click(visit: Visit, address: str) -> None:
    with visit() as page:
        page.goto(address + MEASURE)
        page.get_by_role("link", name="引用", exact=True).click()
        expect(page.get_by_role("heading", name="GB/T 7714")).to_be_visible()
        expect(page.locator("blockquote.citation").first).to_contain_text("天津")


def test_the_sentence_in_the_document_in_one_click(visit: Visit, address: str) -> None:
    with visit() as page:
        page.goto(address + MEASURE)
        page.get_by_role("link", name="在全文中查看").click()
        expect(page.locator("tr.wanted mark#passage")).to_contain_text("积极与国内外旅游机构探索新合作模式")
        expect(page.locator("mark#passage")).to_be_in_viewport()


def test_what_changed_and_the_whole_network_are_one_click_from_the_front_page(visit: Visit, address: str) -> None:
    with visit() as page:
        page.goto(address)
        page.get_by_role("link", name="与上一版本相比的变化").click()
        expect(page.locator("h1")).to_contain_text("的变化")
        page.goto(address)
        page.get_by_role("link", name="合作网络").click()
        frame = page.frame_locator("iframe.picture")
        expect(frame.locator("svg a text", has_text="天津市商务局 34")).to_be_visible()


def test_a_filter_is_shared_by_its_address(visit: Visit, address: str) -> None:
    with visit() as page:
        page.goto(f"{address}/measures")
        page.locator(".facets a", has_text="天津市商务局").first.click()
        expect(page.locator("h1 .count")).to_have_text("34")
        shared = page.url
    with visit() as page:
        page.goto(shared)
        expect(page.locator("h1 .count")).to_have_text("34")


def test_an_english_reader_finds_measures_by_english_words(visit: Visit, address: str) -> None:
    with visit("en") as page:
        ask(page, address, "elderly care")
        expect(page.locator(".entry", has_text="Measure").first).to_be_visible()
        expect(page.locator(".entry-head a", has_text="Tianjin · Measure").first).to_be_visible()


def test_on_a_phone_what_narrows_a_list_is_a_drawer_before_it(visit: Visit, address: str) -> None:
    with visit(width=360) as page:
        page.goto(f"{address}/measures")
        drawer, first = page.locator(".drawer > summary"), page.locator(".entry").first
        assert drawer.bounding_box()["y"] < first.bounding_box()["y"]  # type: ignore[index]
        expect(page.locator(".facets a").first).to_be_hidden()
        drawer.click()
        expect(page.locator(".facets a").first).to_be_visible()
