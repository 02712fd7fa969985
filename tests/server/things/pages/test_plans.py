"""The page of a plan: its matrix holds every measure that an agency carries, with a theme or without."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from mapping import build
from mapping.workbench import Settings
from server.app import close, create_app
from server.config import ServerConfig

ROWS = """\
1,在消费品领域积极推行高端品质认证，倡导优质优价，促进品牌消费、品质消费。,开展检查。,省商务厅
2,甲乙丙丁戊己庚辛。,编写地方志。,省教育厅
"""


@pytest.fixture
def small(tmp_path: Path, plan_folder: Callable[..., Path]) -> Iterator[FlaskClient]:
    """Two measures: the second answers no requirement of the nation, and so has no theme."""
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    outcome = build.build([plan_folder(ROWS)], Settings(), tmp_path / "releases", build.Options(), at=day)
    assert outcome.release, outcome.made
    app = create_app(ServerConfig(releases=tmp_path / "releases"))
    yield app.test_client()
    close(app)


@pytest.mark.parametrize(("language", "words"), [("zh", "没有主题"), ("en", "Without a theme")])
def test_measures_without_a_theme_have_a_column_in_the_matrix(small: FlaskClient, language: str, words: str) -> None:
    page: Any = html.document_fromstring(small.get(f"/embed/id/plan/small-2020?lang={language}").text)
    heads = page.xpath("//table[@class='figures']/thead//a")
    assert [head.get("title") for head in heads][-1] == words
    rows = page.xpath("//table[@class='figures']/tbody/tr")
    assert sorted(row.xpath("string(td[last()])") for row in rows) == ["1", "1"]
    assert heads[-1].get("href").startswith("/doc/id/plan/small-2020")


def test_where_all_measures_have_a_theme_there_is_no_such_column(client: FlaskClient) -> None:
    page: Any = html.document_fromstring(client.get("/embed/id/plan/tianjin-2020-293?lang=en").text)
    assert "Without a theme" not in page.xpath("//table[@class='figures']/thead//a/@title")
