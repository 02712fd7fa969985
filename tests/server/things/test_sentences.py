"""Every sentence has an address of its own, which a reader without script copies as any other link."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import Page

from server.words.addresses import at_text

PLAN = "tianjin-2020-293"
Visit = Callable[..., AbstractContextManager[Page]]


def sentence(client: FlaskClient, path: str) -> str:
    """Return the address of the sentence of a thing's page."""
    page: HtmlElement = html.fromstring(client.get(path, headers={"Accept": "text/html"}).data)
    (href,) = page.xpath("//a[@id='sentence']/@href")
    return str(href)


@pytest.mark.parametrize(
    ("thing", "begins"),
    [("measure/{}/52", "支持"), ("passage/{}/7/measure", ""), ("responsibility/{}/52.1", ""), ("quotation/{}/52", "")],
)
def test_what_was_read_of_a_document_leads_to_where_it_is_marked_there(
    client: FlaskClient, thing: str, begins: str
) -> None:
    href = sentence(client, f"/doc/id/{thing.format(PLAN)}")
    assert href.startswith(f"/documents/{PLAN}?passage=")
    assert href.endswith("#passage")
    page: HtmlElement = html.fromstring(client.get(href, headers={"Accept": "text/html"}).data)
    (marked,) = page.xpath("//*[@id='passage']")
    assert marked.text_content().startswith(begins)
    assert marked.text_content()


def test_what_stands_in_no_document_that_is_published_leads_to_its_text_in_its_own_page(client: FlaskClient) -> None:
    path = "/doc/ns/national/ndrc-2020-293/requirement/11.1"
    address, _, directive = sentence(client, path).partition("#:~:text=")
    assert address == path
    page: HtmlElement = html.fromstring(client.get(path, headers={"Accept": "text/html"}).data)
    for part in directive.split(","):
        assert unquote(part) in page.xpath("string(//p[@class='prose large'])")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("建设三个站点", "#:~:text=建设三个站点"),
        ("甲, 乙-丙 & 丁", "#:~:text=甲%2C 乙%2D丙 %26 丁"),
        ("先做一，再做二；然后做三，最后做四。", "#:~:text=先做一，再做二；,最后做四。"),
        ("first, then, again,\nlast words", "#:~:text=first%2C then%2C,last words"),
    ],
)
def test_a_long_text_is_found_by_its_first_clauses_and_its_last(text: str, says: str) -> None:
    kept = {"%2C": "\0", "%2D": "\1", "%26": "\2"}
    found = at_text("", text)
    for code, sign in kept.items():
        found = found.replace(code, sign)
    found = unquote(found)
    for code, sign in kept.items():
        found = found.replace(sign, code)
    assert found == says
    assert at_text("/x#y", text).startswith("/x#y:~:text=")


def test_the_address_of_a_sentence_is_copied_whole(visit: Visit, address: str) -> None:
    with visit() as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{address}/doc/id/measure/{PLAN}/52")
        page.get_by_role("button", name="复制本句的链接").click()
        page.wait_for_selector("button.done")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{address}/documents/{PLAN}?passage=52%2Fmeasure#passage"
        page.goto(copied)
        assert page.locator("#passage").is_visible()


@pytest.mark.parametrize("thing", [f"id/measure/{PLAN}/61", "ns/national/ndrc-2020-293/requirement/07.3"])
def test_an_english_title_is_the_translation_with_its_mark_and_the_chinese_beside(
    client: FlaskClient, thing: str
) -> None:
    english: HtmlElement = html.fromstring(client.get(f"/doc/{thing}.html?lang=en").data)
    said = english.xpath("string(//p[@lang='en' and contains(@class, 'translation')])")
    last = english.xpath("string(//h1)").split(" · ")[-1].strip().removesuffix("…")
    assert last
    assert said.startswith(last)
    assert "unofficial translation" in english.xpath("string(//title)")
    beside = english.xpath("string(//p[@class='original']/span[@lang='zh-Hans'])")
    chinese: HtmlElement = html.fromstring(client.get(f"/doc/{thing}.html?lang=zh").data)
    assert chinese.xpath("string(//h1)").endswith(beside)
    assert not chinese.xpath("//p[@class='original']")


def test_the_title_that_is_cited_stays_that_of_the_source(client: FlaskClient) -> None:
    (item,) = client.get(f"/cite/id/measure/{PLAN}/61.json?lang=en").get_json(force=True)
    assert re.search("[一-鿿]{4}", item["title"])
