"""How much of a plan's text was read: as a measurement in the graph of quality, and on the plan's page with its places."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from rdflib import Graph, Literal, Namespace, URIRef

from mapping import build
from mapping.workbench import Settings
from server.app import close, create_app
from server.config import Lanes, ServerConfig

DQV = Namespace("http://www.w3.org/ns/dqv#")
DEF = Namespace("https://w3id.org/policygraph/def#")
BASE = "http://localhost:8000/"
ROWS = "1,种植茶树。,种植茶树。,省商务厅\n2,建设茶市。,建设茶市。,省商务厅\n"
LOST = "3,国家要求很长很长很长很长很长很长,推进某事推进某事推进某事推进某事,省商务厅,省财政厅,省林业局\n"
REASON = 'accept_unread = { zh = "第三行是示例。", en = "Row 3 is a sample." }'


@pytest.fixture
def window(tmp_path: Path, plan_folder: Callable[..., Path]) -> Iterator[Flask]:
    folders = [
        plan_folder(ROWS, "whole-2031"),
        plan_folder(ROWS + LOST, "accepted-2031", toml=REASON),
        plan_folder(ROWS + LOST, "lost-2031"),
    ]
    build.build(folders, Settings(), tmp_path / "r", build.Options())
    app = create_app(ServerConfig(releases=tmp_path / "r", lanes=Lanes(fast=1)))
    yield app
    close(app)


def text_of(client: FlaskClient, plan: str, language: str) -> str:
    response = client.get(f"/quality/{plan}", headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == 200
    section = html.document_fromstring(response.text).find(".//section[@aria-labelledby='reading']")
    assert section is not None
    return " ".join("".join(map(str, section.itertext())).split())


def test_the_page_of_a_plan_says_how_much_was_read_where_the_rest_is_and_why_that_is_accepted(window: Flask) -> None:
    client = window.test_client()
    english = text_of(client, "accepted-2031", "en")
    assert "Row 3 is a sample." in english
    assert "a row that was not read" in english
    assert "row 4" in english  # the header is the first
    chinese = text_of(client, "accepted-2031", "zh")
    assert "第三行是示例。" in chinese
    assert "未读出的行" in chinese
    assert "第 4 行" in chinese
    whole = text_of(client, "whole-2031", "en")
    assert whole.startswith("How much was read 100 %")
    assert "Nothing of it was left out." in whole


def test_a_plan_held_back_for_what_was_left_unread_lists_its_places_and_keeps_the_reason(window: Flask) -> None:
    client = window.test_client()
    assert "row 4" in text_of(client, "lost-2031", "en")
    page = client.get("/quality/lost-2031", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    assert "of what looks like measures was read" in page
    assert "accept_unread" in page
    assert "0 errors" not in page
    found = json.loads(client.get("/quality/lost-2031.json").text)
    assert found["heldBack"]
    assert [one["kind"] for one in found["reading"]["places"]] == ["unread-row"]
    assert found["reading"]["accepted"] == {}


def test_how_much_was_read_is_a_measurement_of_a_defined_metric(window: Flask) -> None:
    client = window.test_client()
    graph = Graph().parse(data=client.get("/quality.ttl").text, format="turtle")
    metric = URIRef(f"{BASE}id/metric/reading")
    shares = {}
    for measured in graph.subjects(DQV.isMeasurementOf, metric):
        plan = str(graph.value(measured, DQV.computedOn)).rpartition("/")[2]
        found, expected = (graph.value(measured, DEF[name]) for name in ("found", "expected"))
        assert isinstance(found, Literal)
        assert isinstance(expected, Literal)
        shares[plan] = (int(found), int(expected))
    assert shares["whole-2031"][0] == shares["whole-2031"][1] > 0
    assert shares["accepted-2031"][0] < shares["accepted-2031"][1] == shares["lost-2031"][1]
    assert (metric, DQV.inDimension, URIRef(f"{BASE}id/dimension/reading")) in graph
    labels = {
        label.language
        for label in graph.objects(metric, URIRef("http://www.w3.org/2004/02/skos/core#prefLabel"))
        if isinstance(label, Literal)
    }
    assert labels == {"zh", "en"}
