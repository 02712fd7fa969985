"""All of a list as one works with it: a spreadsheet and CSV with heads for people, every row of the filter in it."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from server.lists.definitions import LISTS
from server.web.sheets import LONGEST, Sheet, SheetLink, separated, workbook

FINANCE = "agency=120000/shi-cai-zheng-ju"
Visit = Callable[..., AbstractContextManager[Page]]


def opened(body: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(body))


def as_csv(client: FlaskClient, address: str) -> list[dict[str, str]]:
    body = client.get(address).data
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("listing", LISTS, ids=lambda each: each.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_holds_every_thing_of_its_list_in_its_order(client: FlaskClient, listing: Any, lang: str) -> None:
    total = client.get(f"{listing.path}.json?size=1").get_json()["total"]
    sheet = opened(client.get(f"{listing.whole_path}.xlsx?lang={lang}").data).worksheets[0]
    rows = as_csv(client, f"{listing.whole_path}.csv?lang={lang}")
    assert (sheet.max_row - 1, len(rows)) == (total, total)
    assert [cell.value for cell in sheet[1]] == list(rows[0])
    assert all("." not in head for head in rows[0])


def test_a_filter_is_kept_and_more_than_a_page_is_there(client: FlaskClient) -> None:
    listed = client.get(f"/measures.json?{FINANCE}&size=200").get_json()
    rows = as_csv(client, f"/measures/all.csv?{FINANCE}&lang=en")
    assert len(rows) == listed["total"]
    assert [row["Text"] for row in rows] == [item["text"] for item in listed["items"]]


def test_a_row_says_the_place_and_the_number_and_text_of_the_requirement(client: FlaskClient) -> None:
    items = client.get("/measures.json?size=200").get_json()["items"]
    for row, item in zip(as_csv(client, "/measures/all.csv?lang=zh"), items, strict=True):
        assert row["地区"] == "天津市"
        assert row["国家要求编号"].split("|") == [each["number"] for each in item["implements"]]
        assert all(each["text"] in row["国家要求原文"] for each in item["implements"] if "text" in each)


def test_a_spreadsheet_is_typed_filtered_has_a_head_that_stays_and_links(client: FlaskClient) -> None:
    book = opened(client.get("/measures/all.xlsx?lang=en").data)
    measures, targets = book.worksheets[:2]
    heads = [cell.value for cell in measures[1]]
    assert measures.freeze_panes == "A2"
    assert measures.auto_filter.ref == measures.dimensions
    assert measures.cell(2, heads.index("Page") + 1).hyperlink.target.startswith("http")
    assert isinstance(measures.cell(2, heads.index("Number") + 1).value, int)
    days = [row[heads.index("Deadline")] for row in measures.iter_rows(min_row=2, values_only=True)]
    assert {type(day) for day in days if day} == {dt.datetime}
    of_targets = [cell.value for cell in targets[1]]
    values = [row[of_targets.index("Value")] for row in targets.iter_rows(min_row=2, values_only=True)]
    assert {type(value) for value in values if value is not None} <= {int, float}
    assert any(values)


def test_a_spreadsheet_says_where_it_is_from(client: FlaskClient) -> None:
    about = dict(opened(client.get(f"/measures/all.xlsx?{FINANCE}&lang=en").data)["README"].values)
    assert FINANCE in about["Source"]
    assert about["Release"] == client.get("/healthz").get_json()["release"]
    assert about["Licence"].startswith("http")


def test_a_text_like_a_formula_stays_a_text(leading: FlaskClient) -> None:
    sheet = opened(leading.get("/measures/all.xlsx").data).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s"]
    assert any(row["正文"].startswith("'=") for row in as_csv(leading, "/measures/all.csv"))


def test_the_same_table_is_the_same_bytes() -> None:
    sheet = Sheet("表", ("甲",), [["一"], [2]])
    assert workbook([sheet], [("a", "b")]) == workbook([sheet], [("a", "b")])


def test_what_a_cell_cannot_hold_is_said_to_be_cut() -> None:
    value = opened(workbook([Sheet("表", ("甲",), [["长" * (LONGEST + 1)]])], [])).worksheets[0]["A2"].value
    assert len(value) <= LONGEST
    assert f"{LONGEST + 1:,} characters" in value


def test_csv_has_the_address_of_a_link_and_words_for_truth() -> None:
    rows = separated(Sheet("表", ("甲", "乙"), [[SheetLink("开", "https://example.org/"), True]])).decode("utf-8-sig")
    assert rows == "甲,乙\r\nhttps://example.org/,true\r\n"


def test_a_table_has_no_pages_and_says_so(client: FlaskClient) -> None:
    assert client.get("/measures/all.csv?page=2").status_code == 400


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_measures_of_an_agency_are_two_clicks_away(
    visit: Visit, address: str, language: str, tmp_path: Path
) -> None:
    with visit(language) as page:
        page.goto(f"{address}/doc/ns/agency/120000/shi-shang-wu-ju")
        count = int(page.locator("#measures .count").inner_text())
        with page.expect_download() as download:
            page.get_by_role("link", name="Excel").first.click()
        file = tmp_path / "measures.xlsx"
        download.value.save_as(file)
    assert openpyxl.load_workbook(file).worksheets[0].max_row - 1 == count > 20
    assert re.fullmatch(r"measures-\d+\.xlsx", download.value.suggested_filename)


def events_of(body: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


@pytest.mark.parametrize(("lang", "word"), [("zh", "举措"), ("en", "Measure")])
def test_deadlines_are_a_calendar_with_an_event_each(client: FlaskClient, lang: str, word: str) -> None:
    items = client.get("/measures.json?size=200").get_json()["items"]
    days = {
        thing["id"]: thing.get("deadline") or thing["period"]["endDate"]
        for item in items
        for thing in (item, *item.get("targets", ()))
        if "deadline" in thing or "period" in thing
    }
    answer = client.get(f"/measures/all.ics?lang={lang}")
    assert answer.content_type == "text/calendar; charset=utf-8"
    events = events_of(answer.data)
    assert {str(event["uid"]).rpartition("/id/")[2]: event["dtstart"].dt.isoformat() for event in events} == {
        uid.rpartition("/id/")[2] or uid: day for uid, day in days.items()
    }
    assert events
    assert all(word in event["summary"] and event["url"] in event["description"] for event in events)


def test_a_calendar_is_that_of_its_filter(client: FlaskClient) -> None:
    narrow = events_of(client.get("/measures/all.ics?until=2020-06-30").data)
    assert all(event["dtstart"].dt <= dt.date(2020, 6, 30) for event in narrow)
    assert client.get("/agencies/all.ics").status_code == 404
