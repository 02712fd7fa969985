"""/quality: every plan with its numbers, what was held back and why, release by release, a badge, and the same as data."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import html5rdf  # type: ignore[import-untyped]
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html
from rdflib import Graph, Namespace

from mapping import build
from mapping.workbench import Settings
from server.app import close, create_app
from server.config import Lanes, ServerConfig

DQV = Namespace("http://www.w3.org/ns/dqv#")
POLICY = Namespace("https://w3id.org/policygraph/def#")
SH = Namespace("http://www.w3.org/ns/shacl#")
HEAD = "序号,国家要求,落实举措,责任单位\n"
GOOD = "1,完善市场监管机制。,开展检查。,省商务厅\n2,完善市场监管机制。,2020年底前建成20个市场。,省商务厅\n"
UNANSWERED = "1,完善市场监管机制。,开展检查。,省商务厅\n2,完善市场监管机制。,开展抽查。,\n"
PLANS = {"good-2020": GOOD, "held-2020": UNANSWERED}


def plan_folder(root: Path, name: str, rows: str) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "document.csv").write_text(HEAD + rows, "utf-8")
    (folder / "plan.toml").write_text(
        f'id = "{name}"\ndocument = "document.csv"\nnational = "ndrc-2020-293"\njurisdiction = "430000"\n'
        f'title = {{ zh = "方案 {name}", en = "plan {name}" }}\n',
        "utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A window on two releases: first only the good plan, then one that was held back and one that cannot be read too."""
    root = tmp_path_factory.mktemp("quality")
    folders = [plan_folder(root / "plans", name, rows) for name, rows in PLANS.items()]
    broken = root / "plans" / "broken-2020"
    broken.mkdir()
    (broken / "plan.toml").write_text('id = "broken-2020"\n', "utf-8")
    for day, given in enumerate(([folders[0]], [*folders, broken]), 1):
        at = dt.datetime(2026, 1, day, tzinfo=dt.UTC)
        build.build(given, Settings(), root / "releases", build.Options(), at=at)
    app = create_app(ServerConfig(releases=root / "releases", lanes=Lanes(fast=1)))
    yield app
    close(app)


@pytest.fixture
def client(window: Flask) -> FlaskClient:
    return window.test_client()


def page(client: FlaskClient, path: str, language: str = "en") -> html.HtmlElement:
    response = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == 200, (path, response.text[:500])
    html5rdf.HTMLParser(strict=True).parse(response.text)
    return html.document_fromstring(response.text)


PAGES = (
    "/quality",
    "/quality/good-2020",
    "/quality/held-2020",
    "/quality/broken-2020",
    "/quality/good-2020/lacking?rule=Measure/deadline",
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_html_in_its_language(client: FlaskClient, path: str, language: str) -> None:
    tree = page(client, path, language)
    assert tree.get("lang") == {"zh": "zh-Hans", "en": "en"}[language]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(tree.xpath("//h1")) == 1
    assert not tree.xpath("//main//script | //main//*[@style]")


@pytest.mark.parametrize("path", PAGES)
def test_no_link_leads_nowhere(client: FlaskClient, path: str) -> None:
    links = {href.split("#")[0] for href in page(client, path).xpath("//main//a/@href | //main//img/@src")}
    inside = sorted(href for href in links if href.startswith("/"))
    assert inside
    for href in inside:
        response = client.get(href, headers={"Accept": "text/html, image/svg+xml, */*;q=0.1"}, follow_redirects=True)
        assert response.status_code == 200, href


def test_the_overview_names_published_plans_and_those_held_back_with_the_reason(client: FlaskClient) -> None:
    tree = page(client, "/quality")
    assert tree.xpath("//table[contains(@class, 'plans')]//tbody//th//a/@href") == ["/quality/good-2020"]
    held = {item.xpath(".//a/@href")[0]: item.text_content() for item in tree.xpath("//section[h2[@id='held']]//li")}
    assert set(held) == {"/quality/held-2020", "/quality/broken-2020"}
    assert "1 error was found" in held["/quality/held-2020"]
    assert "missing required field `document`" in held["/quality/broken-2020"]


def test_why_a_plan_is_held_back_names_no_folder_of_this_machine(client: FlaskClient, window: Flask) -> None:
    said = client.get("/quality.json").json["heldBack"]  # type: ignore[index]
    assert {each["id"] for each in said} == {"held-2020", "broken-2020"}
    assert not [each["why"] for each in said if "/tmp" in each["why"]]


def test_a_finding_says_what_to_do_and_where_in_the_document(client: FlaskClient) -> None:
    tree = page(client, "/quality/held-2020", "zh")
    error = tree.xpath("//section[.//span[contains(@class, 's-violation')]][@class='finding']")[0].text_content()
    assert "请给出举措的责任单位" in error
    warned = tree.xpath("//section[@id='rule-Measure-requirement-known']")[0].text_content()
    assert "document.csv" in warned
    assert "第 2 行" in warned


def test_a_number_leads_to_the_things_that_lack_it(client: FlaskClient) -> None:
    rows = page(client, "/quality/good-2020").xpath("//details[.//span[text()='measure']]//tbody/tr")
    lacking = {row.xpath("string(th)"): row.xpath("string(td[4]//a/@href)") for row in rows}
    counts = {row.xpath("string(th)"): row.xpath("string(td[3])") for row in rows}
    assert counts["deadline"] == "1 of 2"
    without = page(client, lacking["deadline"])
    assert [href.rpartition("/")[2] for href in without.xpath("//section[h2[@id='lacking']]//li/a/@href")] == ["1"]
    assert "text" not in lacking  # what is there for all is named below the table


@pytest.mark.parametrize("path", ["/id/plan/held-2020", "/doc/id/plan/held-2020", "/doc/id/measure/held-2020/1.ttl"])
def test_who_asks_for_a_plan_that_was_held_back_is_told_why(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (303, "/quality/held-2020")


def test_the_history_tells_when_a_plan_was_first_published(client: FlaskClient) -> None:
    rows = page(client, "/quality/good-2020").xpath("//section[h2[@id='history']]//tbody/tr")
    told = [" ".join(row.text_content().split()) for row in rows]
    assert [line[:10] for line in told] == ["2026-01-02", "2026-01-01"]
    assert "first published" in told[1]
    assert all("%" in line for line in told)


@pytest.mark.parametrize(
    ("plan", "text"), [("good-2020", "publishable"), ("held-2020", "held back"), ("broken-2020", "held back")]
)
def test_a_badge_is_a_picture_that_any_site_may_show(client: FlaskClient, plan: str, text: str) -> None:
    response = client.get(f"/quality/{plan}/badge.svg?lang=en")
    assert response.mimetype == "image/svg+xml"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    picture = etree.fromstring(response.data)
    assert picture.get("aria-label") == f"data quality: {text}"
    assert b"<script" not in response.data


@pytest.mark.parametrize("path", ["/quality", "/quality/good-2020", "/quality/held-2020"])
def test_the_twins_say_the_same_numbers(client: FlaskClient, path: str) -> None:
    told = json.loads(client.get(f"{path}.json").data)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text)))
    graph = Graph().parse(data=client.get(f"{path}.ttl").data, format="turtle")
    if path == "/quality":
        assert [row["plan"] for row in rows] == [line["plan"] for line in told["plans"]] == sorted(PLANS)
        for name in ("reading_found", "coverage_found"):
            assert [int(row[name]) for row in rows] == [line["read"]["found"] for line in told["plans"]]
        assert [line["shares"]["coverage"] for line in told["plans"]] == [line["read"] for line in told["plans"]]
        covered = {
            int(str(graph.value(each, POLICY.found)))
            for each in graph.subjects(DQV.isMeasurementOf)
            if str(graph.value(each, DQV.isMeasurementOf)).endswith("/metric/coverage")
        }
        assert covered == {line["read"]["found"] for line in told["plans"]}
        assert set(graph.objects(None, DQV.computedOn))
        return
    *of_rules, of_reading = rows
    assert [(row["rule"], int(row["found"])) for row in of_rules] == [
        (rule["rule"], rule["found"]) for rule in told["rules"]
    ]
    assert (of_reading["dimension"], int(of_reading["found"])) == ("reading", told["reading"]["read"])
    assert len(set(graph.subjects(DQV.isMeasurementOf))) == len(of_rules) + 4  # three dimensions, and how much was read
    assert len(set(graph.subjects(SH.focusNode))) == len(told["findings"]) > 0


def test_a_held_back_plan_of_the_json_has_its_findings_with_places(client: FlaskClient) -> None:
    told = client.get("/quality/held-2020", headers={"Accept": "application/json"}).json
    assert told is not None
    assert told["heldBack"].startswith("1 violation")
    assert {(each["place"] or {}).get("row") for each in told["findings"]} >= {3}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/quality/nowhere-2020", 404),
        ("/quality/good-2020/lacking?rule=Measure/colour", 404),
        ("/quality/good-2020/lacking", 404),
        ("/quality?page=0", 400),
        ("/quality?page=x", 400),
        ("/quality?page=7", 404),
        ("/quality?format=pdf", 406),
    ],
)
def test_what_is_not_there_is_said(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_an_unchanged_page_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/quality/good-2020")
    again = client.get("/quality/good-2020", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert re.fullmatch(r'"[0-9a-f]{30}"', first.headers["ETag"])
