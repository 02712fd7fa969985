"""What is invented says so wherever it is met, is never first, and is in no headline figure."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

BADGE = '<span class="badge">sample</span>'


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "en", "Accept": "text/html"})
    assert answer.status_code == 200, address
    return unescape(answer.text)


@pytest.mark.parametrize(
    ("address", "each"),
    [
        ("/catalog", r'<a href="/doc/id/dataset/sample-[^>]*>[^<]*</a>(.{0,40})'),
        ("/catalog", r'<a href="/doc/id/series/sample-[^>]*>[^<]*</a>(.{0,40})'),
        ("/quality", r'<a href="/quality/sample-[^>]*>[^<]*</a>(.{0,40})'),
        ("/doc/ns/function/transport", r'<th scope="row"><a href="/doc/id/agency/9[^>]*>[^<]*</a>(.{0,40})'),
        ("/compare/shared", r'<th scope="col"><a href="/doc/ns/national/sample-[^>]*>[^<]*</a>(.{0,40})'),
        ("/compare/gaps", r"<dt>Invented [^<]*(.{0,40})"),
    ],
)
def test_each_thing_of_a_sample_in_a_list_has_its_badge(client: FlaskClient, address: str, each: str) -> None:
    behind = re.findall(each, page(client, address))
    assert behind
    assert [found for found in behind if BADGE not in found] == []


@pytest.mark.parametrize(
    "picture", ["/embed/compare/themes", "/embed/compare/functions", "/embed/network", "/embed/compare/targets"]
)
def test_a_label_in_a_picture_says_that_its_place_or_body_is_invented(client: FlaskClient, picture: str) -> None:
    asked = "?requirement=08.4&unit=条" if picture.endswith("targets") else ""
    drawn = page(client, picture + asked).partition("<svg")[2].partition("</svg>")[0]
    labels = [found for found in re.findall(r"<text[^>]*>([^<]*)", drawn) if "Invented" in found]
    assert labels
    assert [label for label in labels if "(sample)" not in label] == []


@pytest.mark.parametrize(
    "thing",
    ["id/measure/sample-jia-2021-7/2", "id/passage/sample-yi-2020-293/4/measure", "id/plan/sample-bing-2020-293"],
)
def test_the_page_of_a_sample_and_of_its_parts_begins_with_the_badge(client: FlaskClient, thing: str) -> None:
    assert BADGE in page(client, f"/doc/{thing}").partition("<h1>")[0]


def test_a_plan_is_compared_under_its_own_national_document(client: FlaskClient) -> None:
    assert "/compare/themes?national=sample-2021-7" in page(client, "/doc/id/plan/sample-jia-2021-7")


def test_a_calendar_and_a_feed_say_what_is_invented_and_the_feed_what_it_is_narrowed_to(client: FlaskClient) -> None:
    calendar = client.get("/measures/all.ics?lang=en").text.replace("\r\n ", "")
    summaries = re.findall(r"SUMMARY:(.*)", calendar)
    assert {"Invented" in each for each in summaries} == {True, False}
    assert all("(sample)" in each for each in summaries if "Invented" in each)
    feed = client.get("/measures.atom?lang=en&jurisdiction=980000&theme=ndrc-2020-293/08").text
    titles = re.findall(r"<title[^>]*>([^<]*)", feed)
    assert titles[0].startswith("Measures · Build consumption centres in line with regional development · Invented")
    assert all(each.endswith("(sample)") for each in titles[1:])


def test_a_citation_and_a_shared_link_say_that_the_thing_is_invented(client: FlaskClient) -> None:
    for address in ("/cite/id/measure/sample-yi-2020-293/5", "/cite/id/measure/sample-yi-2020-293/5.ris"):
        assert "（样例）" in client.get(f"{address}?lang=zh").text
    shown = re.search(r'og:title" content="([^"]*)"', page(client, "/doc/id/measure/sample-yi-2020-293/5"))
    assert shown
    assert shown[1].endswith("(sample)")
    assert "sample" not in client.get("/cite/id/measure/tianjin-2020-293/5.ris?lang=en").text


@pytest.mark.parametrize("address", ["/catalog", "/quality", "/plans"])
def test_what_is_invented_stands_behind_what_is_real(client: FlaskClient, address: str) -> None:
    told = page(client, address)
    assert told.index("tianjin-2020-293") < told.index("sample-")


def test_counts_say_how_many_are_invented(client: FlaskClient) -> None:
    assert "67 of them are of invented samples." in page(client, "/measures")
    assert "invented sample" not in page(client, "/measures?jurisdiction=120000").partition("<aside")[0]
    assert "26 of them are of invented samples." in page(client, "/doc/ns/function/commerce")
    said = page(client, "/compare/gaps")
    assert "Of 84 requirements, 0 have no measure in one place or more" in said
    assert "Invented samples do not count in this sentence." in said


def test_tables_have_a_column_that_says_what_is_invented(client: FlaskClient) -> None:
    def rows(address: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(client.get(address).data.decode("utf-8-sig"))))

    for address, place, told in (
        ("/measures/all.csv?lang=en", "Place", ("Invented sample", "true")),
        ("/agencies/all.csv?lang=en", "Place", ("Invented sample", "true")),
        ("/compare/themes.csv", "place_label", ("sample", "true")),
        ("/compare/targets.csv?lang=en", "Place", ("Invented sample", "true")),
        ("/search/all.csv?q=便利店&lang=en", "Place", ("Invented sample", "true")),
    ):
        for row in rows(address):
            assert (row[told[0]].lower() == told[1]) == row[place].startswith(("Invented", "虚构")), (address, row)
    sheet = load_workbook(io.BytesIO(client.get("/compare/shared.xlsx?lang=en").data)).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert "Invented sample" in heads
    assert "Education, culture and sport" in {cell.value for cell in sheet["B"]}


def test_the_line_of_deadlines_goes_on_to_the_last_of_them_though_what_is_invented_is_sorted_last(
    client: FlaskClient,
) -> None:
    told = page(client, "/deadlines")
    months = dict(re.findall(r'since=(\d{4}-\d\d)-01&[^"]*"[^>]*>\d{4}-\d\d</a></th><td class="number">(\d+)', told))
    assert (min(months), max(months)) == ("2020-12", "2023-12")
    assert sum(map(int, months.values())) >= 43
    assert "later" not in told.partition("<figcaption>")[2].partition("</figcaption>")[0]


@pytest.mark.parametrize("words", ["便利店", "老字号", "市监局", "商务局 便利店", "12315", "公安局 汽车", "bianlidian"])
def test_words_find_what_is_real_before_what_is_invented(client: FlaskClient, words: str) -> None:
    def invented(hit: dict[str, dict[str, str]]) -> bool:
        return "sample" in hit["item"]["id"] or re.search(r"/agency/9[789]0000/", hit["item"]["id"]) is not None

    answer = client.get("/search.json", query_string={"q": words, "size": 100}).get_json()
    told = [invented(hit) for hit in answer["hits"]]
    assert True in told
    assert False in told
    assert told == sorted(told)
    assert len(told) == answer["total"]


def test_the_catalogue_does_not_count_samples_among_the_plans_of_the_whole_graph(client: FlaskClient) -> None:
    said = re.search(
        r"All data of (\d+) implementation plans?, and of (\d+) invented samples? beside them",
        page(client, "/doc/id/dataset/all"),
    )
    plans = page(client, "/catalog")
    samples = len(set(re.findall(r'href="/doc/id/dataset/(sample-[^"]+)"', plans)))
    assert said
    assert int(said[2]) == samples > 0
