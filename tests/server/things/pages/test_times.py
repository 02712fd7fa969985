"""A period, a deadline and a time that a target has from its measure show as what they are, wherever a time shows."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from mapping import build
from mapping.workbench import Settings
from server.app import close, create_app
from server.config import ServerConfig

ROWS = """\
1,实施全球消费,2031年内新建驿站70座。,市商务局,
2,实施全球消费,培育老店25家。,市商务局,2032年6月底前
3,实施全球消费,依据《甲规定》《乙规定》，制定《丙办法》。,市商务局,
"""


@pytest.fixture
def client(tmp_path: Path, plan_folder: Callable[..., Path]) -> Iterator[FlaskClient]:
    releases = tmp_path / "releases"
    folder = plan_folder(ROWS, header="序号,国家要求,落实举措,责任单位,完成时限")
    outcome = build.build([folder], Settings(), releases, build.Options())
    assert outcome.release, outcome.made
    app = create_app(ServerConfig(releases=releases))
    yield app.test_client()
    close(app)


def measures(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/measures.json?{query}").get_json()["items"]
    return found


def page(client: FlaskClient, number: int, language: str = "en") -> str:
    item = next(item for item in measures(client) if item["number"] == str(number))
    return client.get(f"/doc/id/measure/{item['key']}?lang={language}").text


def test_a_period_shows_as_one_on_pages_in_lists_and_in_tables(client: FlaskClient) -> None:
    assert "2031-01-01</time> – <time" in page(client, 1)
    assert ">2031-01-01 – 2031-12-31<" in page(client, 1)  # in the row of its target
    assert "2031-01-01 to 2031-12-31" in client.get("/measures?lang=en").text
    assert "2031-01-01 至 2031-12-31" in client.get("/measures?lang=zh").text
    rows = list(csv.DictReader(io.StringIO(client.get("/measures.csv").data.decode("utf-8-sig"), newline="")))
    assert [row["period"] for row in rows] == ["2031-01-01/2031-12-31", "", ""]
    assert rows[0]["targets"].endswith("70 座 (2031-01-01/2031-12-31)")


def test_a_period_counts_as_dated_and_is_due_on_its_last_day(client: FlaskClient) -> None:
    assert [item["number"] for item in measures(client, "dated=true")] == ["1", "2"]
    assert [item["number"] for item in measures(client, "since=2031-12-31&until=2031-12-31")] == ["1"]
    assert measures(client)[0]["period"]["startDate"] == "2031-01-01"


@pytest.mark.parametrize(("language", "said"), [("zh", "（所属举措的期限）"), ("en", "(its measure’s)")])
def test_a_target_without_a_time_shows_its_measures_and_says_so(client: FlaskClient, language: str, said: str) -> None:
    target = measures(client)[1]["targets"][0]
    assert "deadline" not in target
    for shown in (
        page(client, 2, language),
        client.get(f"{target['id'].replace('/id/', '/doc/id/')}?lang={language}").text,
    ):
        assert f'2032-06-30 <span class="note">{said}' in shown


def test_a_comparison_says_whose_time_a_target_has_and_gives_the_graph_no_time_of_its_own(client: FlaskClient) -> None:
    compared = client.get("/compare/targets.json").get_json()["rows"]
    assert {(each["deadline"], each["period"], each["time_of"]) for each in compared} == {
        ("2031-12-31", "2031-01-01/2031-12-31", "target"),
        ("2032-06-30", None, "measure"),
    }
    triples = ox.parse(client.get("/compare/targets.ttl").data, format=ox.RdfFormat.TURTLE)
    dated = {str(each.subject) for each in triples if each.predicate.value.endswith("#deadline")}
    assert dated
    assert not [subject for subject in dated if "/target/" in subject]


def test_documents_stand_in_the_order_printed(client: FlaskClient) -> None:
    text = page(client, 3)
    listed = text[text.index('id="documents"') :]
    assert listed.index("甲规定") < listed.index("乙规定") < listed.index("丙办法")
