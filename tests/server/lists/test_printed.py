"""A plan or a comparison as a Word document: its headings, its tables with repeated heads, and where it came from."""

import io
from collections.abc import Sequence
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from flask.testing import FlaskClient

from server.lists.definitions import LISTS
from server.web.word import Translated, WordTable, WordText, document

PLAN = "plan=tianjin-2020-293"
ABOUT = WordText("题", ("前言",), "来源", (("地址", "http://x.example/1"),), "非官方英译")


def opened(client: FlaskClient, address: str) -> Document:
    answer = client.get(address)
    assert (answer.mimetype or "").endswith("wordprocessingml.document"), answer.text
    return docx.Document(io.BytesIO(answer.data))


def headings(made: Document, level: str) -> list[str]:
    return [each.text for each in made.paragraphs if each.style is not None and each.style.name == level]


def repeated(made: Document) -> list[bool]:
    """Say of each table whether its first row alone is repeated on every page."""
    return [
        [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        == [True] + [False] * (len(table.rows) - 1)
        for table in made.tables
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_plan_has_a_heading_a_theme_and_every_measure_once(client: FlaskClient, lang: str) -> None:
    made = opened(client, f"/measures/all.docx?{PLAN}&lang={lang}")
    items = client.get(f"/measures.json?{PLAN}&size=200").get_json()["items"]
    rows = [row.cells for table in made.tables for row in table.rows[1:]]
    assert [cells[0].text for cells in rows] == [item["number"] for item in items]
    assert all(item["text"] in cells[2].text for item, cells in zip(items, rows, strict=True))
    assert len(headings(made, "Heading 1")) == 19 + 1
    assert all(repeated(made))
    bodies = {named["prefLabel"]["zh"] for named in items[0]["responsibleAgency"]}
    assert lang == "en" or all(body in rows[0][3].text for body in bodies)


def test_a_translation_is_there_in_english_alone_and_marked(client: FlaskClient) -> None:
    item = client.get(f"/measures.json?{PLAN}&size=200").get_json()["items"][40]
    said = item["unofficialTranslation"]
    english, chinese = (opened(client, f"/measures/all.docx?{PLAN}&lang={lang}") for lang in ("en", "zh"))
    (cell,) = [row.cells[2] for table in english.tables for row in table.rows if row.cells[0].text == item["number"]]
    assert [each.text for each in cell.paragraphs] == [item["text"], f"[unofficial translation] {said}"]
    assert cell.paragraphs[1].runs[0].italic
    assert not any(said in cell.text for table in chinese.tables for row in table.rows for cell in row.cells)


def test_every_page_says_where_it_came_from(client: FlaskClient) -> None:
    release = client.get("/healthz").get_json()["release"]
    made = opened(client, f"/measures/all.docx?{PLAN}&lang=zh")
    foot = made.sections[0].footer.paragraphs[0].text
    assert release in foot
    assert "http://localhost:8000/measures/all.docx?" in foot
    assert made.paragraphs[0].text == made.core_properties.title
    assert "天津" in made.paragraphs[0].text


@pytest.mark.parametrize("listing", LISTS, ids=lambda each: each.name)
def test_every_list_is_a_document_with_all_its_rows(client: FlaskClient, listing: Any) -> None:
    total = client.get(f"{listing.path}.json?size=1").get_json()["total"]
    made = opened(client, f"{listing.whole_path}.docx?lang=en")
    assert sum(len(table.rows) - 1 for table in made.tables) == total


@pytest.mark.parametrize("room", ["themes", "requirements", "requirement", "functions", "targets", "gaps", "shared"])
def test_a_comparison_is_a_document_with_heads_in_the_language_asked_for(client: FlaskClient, room: str) -> None:
    query = "?requirement=08.3" if room == "requirement" else "?"
    rows = client.get(f"/compare/{room}.json{query}").get_json()["rows"]
    for lang, title in (("zh", "来源"), ("en", "Source")):
        made = opened(client, f"/compare/{room}.docx{query}&lang={lang}")
        assert headings(made, "Heading 1") == [title]
        assert [len(table.rows) - 1 for table in made.tables] == ([min(len(rows), 2_000)] if rows else [])
        assert all("_" not in cell.text for table in made.tables for cell in table.rows[0].cells)
        assert all(repeated(made))


def rows_of(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    written = document(ABOUT, [WordTable("节", 1, ("甲", "乙"), (1.0, 2.0), rows)])
    assert written == document(ABOUT, [WordTable("节", 1, ("甲", "乙"), (1.0, 2.0), rows)])
    return [
        [cell.text for cell in row.cells]
        for table in docx.Document(io.BytesIO(written)).tables
        for row in table.rows[1:]
    ]


def test_a_document_is_the_same_bytes_and_holds_any_text() -> None:
    rows: list[list[Any]] = [["=1+1\x00\x0b", 3], [None, Translated("原文", None)], ["<b>&", Translated("原", "said")]]
    assert rows_of(rows) == [["=1+1", "3"], ["", "原文"], ["<b>&", "原\n[非官方英译] said"]]


def test_more_than_can_be_printed_is_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.web.word.MOST_ROWS", 10)
    answer = client.get("/measures/all.docx?lang=zh&sort=agencies", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "最多 10 条" in answer.text
