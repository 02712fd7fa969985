"""How a thing is cited: in styles for people, in files for reference managers, and in what a page says of itself to others."""

import datetime as dt
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from server.things.citing.styles import bibtex, cited, ris

MEASURE = "id/measure/tianjin-2020-293/52"
THINGS = (
    MEASURE, "id/plan/tianjin-2020-293", "ns/agency/120000/shi-ti-yu-ju", "ns/theme/ndrc-2020-293/11",
    "ns/national/ndrc-2020-293/requirement/11.1", "ns/function/commerce", "ns/jurisdiction/120000",
)  # fmt: skip # entries side by side
ITEM: dict[str, Any] = {
    "id": "https://data.example/id/measure/hunan-2021/7", "type": "webpage", "title": "湖南 · 举措 7 · 发展50% {夜经济}",
    "author": [{"literal": "湖南省商务厅"}], "container-title": "湖南省方案", "publisher": "某库", "version": "abc",
    "issued": {"date-parts": [[2021, 3, 9]]}, "accessed": {"date-parts": [[2026, 2, 1]]}, "language": "zh-CN",
    "URL": "https://data.example/id/measure/hunan-2021/7",
}  # fmt: skip # entries side by side
Visit = Callable[..., AbstractContextManager[Page]]


def test_gb_t_7714_has_author_title_with_release_medium_year_access_and_address() -> None:
    written = cited(ITEM, "GB/T 7714—2015")
    assert written.startswith("湖南省商务厅. 湖南 · 举措 7 · 发展50% {夜经济}（发布版本 abc）[EB/OL].")
    assert "2021[2026-02-01]" in written
    assert written.endswith("https://data.example/id/measure/hunan-2021/7.")


@pytest.mark.parametrize(("style", "date"), [("APA", "(2021, March 9)"), ("Chicago", "2021")])
def test_other_styles_say_who_when_what_and_where(style: str, date: str) -> None:
    written = cited(ITEM, style)
    assert all(part in written for part in ("湖南省商务厅", date, "举措 7", "abc", ITEM["URL"]))


def test_reference_managers_get_every_field_and_no_markup_of_their_own() -> None:
    assert r"发展50\% \{夜经济\}" in bibtex(ITEM)
    assert "date = {2021-03-09}" in bibtex(ITEM)
    lines = ris(ITEM).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert "AU  - 湖南省商务厅" in lines
    assert "DA  - 2021/03/09" in lines
    assert lines[-2:] == ["ER  - ", ""]


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_thing_is_cited_with_its_release_today(client: FlaskClient, thing: str, lang: str) -> None:
    release = client.get("/healthz").get_json()["release"]
    page = client.get(f"/cite/{thing}?lang={lang}")
    assert page.status_code == 200
    assert page.text.count(release) >= 3
    (item,) = json.loads(client.get(f"/cite/{thing}.json?lang={lang}").data)
    today = dt.datetime.now(tz=dt.UTC).date()
    assert item["accessed"]["date-parts"] == [[today.year, today.month, today.day]]
    assert item["version"] == release
    assert item["author"][0]["literal"]


def test_what_is_of_a_plan_has_its_authors_and_day(client: FlaskClient) -> None:
    (item,) = json.loads(client.get(f"/cite/{MEASURE}.json?lang=zh").data)
    assert item["title"].startswith("天津 · 举措 52 · ")
    assert item["issued"]["date-parts"] == [[2020, 5, 23]]
    assert item["author"][0]["literal"] == "天津市发展和改革委员会"
    assert "/passage/tianjin-2020-293/52/" in item["note"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("thing", ["id/target/tianjin-2020-293/41.1", "id/responsibility/tianjin-2020-293/52.1"])
def test_a_part_of_a_measure_is_of_the_plan(client: FlaskClient, thing: str, lang: str) -> None:
    (item,) = json.loads(client.get(f"/cite/{thing}.json?lang={lang}").data)
    (measure,) = json.loads(client.get(f"/cite/{MEASURE}.json?lang={lang}").data)
    assert [item[each] for each in ("author", "issued", "container-title")] == [
        measure[each] for each in ("author", "issued", "container-title")
    ]


@pytest.mark.parametrize("part", ["", "/part/2", "/point/09", "/requirement/11.1"])
def test_what_the_state_asks_is_by_who_issued_it_in_the_year_of_its_number(client: FlaskClient, part: str) -> None:
    (item,) = json.loads(client.get(f"/cite/ns/national/ndrc-2020-293{part}.json?lang=zh").data)
    assert item["author"] == [{"literal": "国家发展和改革委员会"}]
    assert item["issued"]["date-parts"] == [[2020]]
    assert item["container-title"].startswith("关于促进消费扩容提质") == bool(part)


def test_gb_t_7714_in_english_says_et_al_and_leaves_bodies_their_letters() -> None:
    authors = [{"literal": f"Hunan Bureau of {each}"} for each in ("Trade", "Sports", "Culture", "Finance")]
    written = cited({**ITEM, "language": "en-US", "author": authors}, "GB/T 7714—2015")
    assert written.startswith("Hunan Bureau of Trade, Hunan Bureau of Sports, Hunan Bureau of Culture, et al.")


@pytest.mark.parametrize("style", ["APA", "Chicago"])
def test_a_publisher_that_is_the_author_is_said_once(style: str) -> None:
    assert cited({**ITEM, "author": [{"literal": "某库"}]}, style).count("某库") == 1


@pytest.mark.parametrize(
    ("suffix", "media"), [("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems")]
)
def test_files_have_their_media_types(client: FlaskClient, suffix: str, media: str) -> None:
    assert client.get(f"/cite/{MEASURE}.{suffix}").mimetype == media


def test_nothing_is_cited_that_is_not_there(client: FlaskClient) -> None:
    assert client.get("/cite/id/measure/tianjin-2020-293/999").status_code == 404


@pytest.mark.parametrize("thing", THINGS)
def test_a_page_says_what_it_is_to_whoever_shows_a_link_to_it(client: FlaskClient, thing: str) -> None:
    page = client.get(f"/doc/{thing}.html?lang=zh").text
    heading = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert heading
    title = re.sub(r"<[^>]+>|\s+", " ", heading[1].replace("<wbr>", "")).split()
    shown = re.search(r'<meta property="og:title" content="([^"]+)">', page)
    assert shown
    assert shown[1].split()[0] == title[0]
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]
    assert told["@id"].endswith(thing.removeprefix("ns/"))
    assert told["name"] == shown[1]


def test_an_error_is_reported_with_the_address_and_the_release_filled_in(client: FlaskClient) -> None:
    page = client.get(f"/doc/{MEASURE}.html?lang=en").text
    address = urlsplit(re.search(r'href="(mailto:[^"]+)"', page)[1].replace("&amp;", "&"))  # type: ignore[index]
    told = parse_qs(address.query)
    assert f"/{MEASURE}" in told["body"][0]
    assert client.get("/healthz").get_json()["release"] in told["body"][0]
    assert "Measure 52" in told["subject"][0]


def test_a_measure_is_cited_in_one_click_without_scripts(visit: Visit, address: str) -> None:
    with visit(scripts=False) as page:
        page.goto(f"{address}/doc/{MEASURE}")
        page.get_by_role("link", name="引用", exact=True).click()
        expect(page.locator(".citation").first).to_contain_text("[EB/OL]")
