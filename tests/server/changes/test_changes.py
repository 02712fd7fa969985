"""What changed between releases, in words: a plan of three measures that becomes another one."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from mapping import build
from mapping.workbench import Settings
from server.app import close, create_app
from server.config import ServerConfig

PLAN = "id/measure/xiang-2020/"
TOML = """
id = "xiang-2020"
document = "document.csv"
national = "ndrc-2020-293"
jurisdiction = "430000"
id_local = "湘样〔2020〕1号"
date_document = 2020-06-01
title = { zh = "湘样方案", en = "A plan of Hunan" }
"""
HEAD = "序号,国家要求,落实举措,责任单位\n"
OLD = "1,提升服务,新建公园200个。,省商务厅\n2,提升服务,改造街道。,省商务厅、省教育厅\n3,提升服务,举办书市。,省教育厅\n"
NEW = "1,提升服务,新建公园260个。,省商务厅\n2,提升服务,改造街道。,省商务厅、省民政厅\n4,提升服务,开放场馆。,省民政厅\n"
LATER = NEW.replace("开放场馆", "开放全部场馆")


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases of one plan: two measures of three differ in the second, one in the third."""
    root = tmp_path_factory.mktemp("changes")
    folder = root / "plans" / "xiang-2020"
    folder.mkdir(parents=True)
    (folder / "plan.toml").write_text(TOML, encoding="utf-8")
    for hour, rows in enumerate((OLD, NEW, LATER), 10):
        (folder / "document.csv").write_text(HEAD + rows, encoding="utf-8")
        at = dt.datetime(2026, 1, 1, hour, tzinfo=dt.UTC)
        outcome = build.build([folder], Settings(), root / "releases", build.Options(), at=at)
        assert outcome.exit_code == 0, outcome
    return root / "releases"


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[FlaskClient]:
    app = create_app(ServerConfig(releases=releases))
    yield app.test_client()
    close(app)


@pytest.fixture(scope="module")
def ids(client: FlaskClient) -> list[str]:
    """The releases, the oldest first."""
    found = client.get("/releases.json").get_json()["releases"]
    return [each["release"] for each in reversed(found)]


def things(client: FlaskClient, release: str) -> dict[str, tuple[str, dict[str, tuple[list[str], list[str]]]]]:
    answer = client.get(f"/releases/{release}/changes/xiang-2020.json?lang=zh").get_json()
    return {
        each["thing"].rpartition("id/")[2]: (
            each["change"],
            {field["field"]: (field["old"], field["new"]) for field in each["fields"]},
        )
        for each in answer["things"]
    }


def test_a_release_tells_what_each_measure_said_and_says(client: FlaskClient, ids: list[str]) -> None:
    found = things(client, ids[1])
    assert set(found) == {f"measure/xiang-2020/{number}" for number in (1, 2, 3, 4)}
    change, fields = found["measure/xiang-2020/1"]
    assert change == "update"
    assert fields["text"] == (["新建公园200个。"], ["新建公园260个。"])
    assert fields["target"] == (["新建公园 200 个"], ["新建公园 260 个"])
    assert found["measure/xiang-2020/2"][1] == {
        "responsible": (["湖南省商务厅", "湖南省教育厅"], ["湖南省商务厅", "湖南省民政厅"])
    }
    assert [found[f"measure/xiang-2020/{number}"][0] for number in (3, 4)] == ["delete", "create"]


def test_what_did_not_change_is_not_told(client: FlaskClient, ids: list[str]) -> None:
    assert set(things(client, ids[2])) == {"measure/xiang-2020/4"}


def test_the_page_marks_the_words(client: FlaskClient, ids: list[str]) -> None:
    page = client.get(f"/releases/{ids[1]}/changes/xiang-2020?lang=zh").text
    assert '<del class="left-out">湖南省教育厅</del>' in page
    assert '<ins class="added">湖南省民政厅</ins>' in page
    assert "新增 1 项，修改 2 项，撤下 1 项。" in page
    assert f"/releases/{ids[1]}/changes" in client.get("/releases").text


def test_the_first_release_is_all_new(client: FlaskClient, ids: list[str]) -> None:
    assert {change for change, _ in things(client, ids[0]).values()} == {"create"}
    listed = client.get(f"/releases/{ids[0]}/changes.json").get_json()
    assert (listed["before"], listed["plans"]) == (None, [{"plan": "xiang-2020", "change": "create"}])


def test_a_measure_has_a_history_and_the_date_of_its_own_last_change(client: FlaskClient, ids: list[str]) -> None:
    history = client.get(f"/history/{PLAN}1.json?lang=zh").get_json()
    assert [each["release"] for each in history["versions"]] == [ids[1], ids[0]]
    assert history["complete"]
    page = client.get(f"/doc/{PLAN}1?lang=zh").text
    assert (
        '<time datetime="2026-01-01T11:00:00Z">' in page
    )  # the plan changed again an hour later, this measure did not
    assert f"/history/{PLAN}1?lang=zh" in page
    assert "2026-01-01T12:00:00Z" in client.get(f"/doc/{PLAN}4").text


def test_a_measure_that_is_gone_has_a_history_too(client: FlaskClient, ids: list[str]) -> None:
    history = client.get(f"/history/{PLAN}3.json").get_json()
    assert [each["release"] for each in history["versions"]] == [ids[1], ids[0]]
    assert "此版本起不再收录" in client.get(f"/history/{PLAN}3?lang=zh").text
    assert client.get(f"/history/{PLAN}4.json").get_json()["versions"][-1]["release"] == ids[1]


def test_a_version_whose_release_was_pruned_is_read_from_a_later_one_that_holds_it(tmp_path: Path) -> None:
    first, second = (tmp_path / "plans" / name for name in ("xiang-2020", "xiang-2021"))
    for hour, folders in enumerate(((first,), (first, second)), 10):
        folders[-1].mkdir(parents=True)
        (folders[-1] / "plan.toml").write_text(TOML.replace("xiang-2020", folders[-1].name), encoding="utf-8")
        (folders[-1] / "document.csv").write_text(HEAD + OLD, encoding="utf-8")
        at = dt.datetime(2026, 1, 1, hour, tzinfo=dt.UTC)
        assert build.build(list(folders), Settings(), tmp_path / "releases", build.Options(), at=at).exit_code == 0
    live = (tmp_path / "releases" / "current").resolve()
    oldest = next(
        each.parent for each in (tmp_path / "releases").glob("*/manifest.json") if each.parent.resolve() != live
    )
    shutil.rmtree(oldest)
    app = create_app(ServerConfig(releases=tmp_path / "releases"))
    told = app.test_client().get(f"/history/{PLAN}1.json").get_json()
    close(app)
    assert [(each["release"], each["at"]) for each in told["versions"]] == [(oldest.name, "2026-01-01T10:00:00Z")]
    assert told["complete"]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/history/id/measure/xiang-2020/77", "No release that is kept holds"),
        ("/history/id/measure/%00", "No release that is kept holds"),
        ("/releases/0123456789abcdef/changes", "There is no release"),
        ("/releases/{}/changes/other-2020", "left other-2020 as it was, or never held it"),
    ],
)
def test_what_is_not_there_is_said(client: FlaskClient, ids: list[str], address: str, says: str) -> None:
    answer = client.get(address.format(ids[1]))
    assert answer.status_code == 404
    assert says in answer.text


def test_the_page_of_a_release_tells_each_change_in_a_line(client: FlaskClient, ids: list[str]) -> None:
    told = client.get(f"/releases/{ids[1]}/changes?lang=zh").text
    lines = [
        re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(<a href=\"/doc/id/measure.*?)</li>", told, re.DOTALL)
    ]
    assert lines == [
        "湖南 · 举措 1 · 新建公园260个：目标 新建公园 200 → 260 个；正文 200 → 260",
        "湖南 · 举措 2 · 改造街道：责任单位 湖南省教育厅 → 湖南省民政厅",
        "湖南 · 举措 4 · 开放全部场馆 新增",
        "湖南 · 举措 3 撤下",
    ]
    assert "2026-01-01 11:00 UTC 发布的变化" in told


def test_the_list_of_releases_says_in_words_how_many_plans_changed(client: FlaskClient) -> None:
    told = client.get("/releases?lang=en").text
    assert "plans: 1 new, 0 changed, 0 withdrawn" in told
    assert told.count("plans: 0 new, 1 changed, 0 withdrawn") == 2


def test_a_history_is_of_a_thing_by_the_name_that_people_know(client: FlaskClient) -> None:
    assert "湖南 · 举措 1 · 新建公园260个 的历次内容" in client.get(f"/history/{PLAN}1?lang=zh").text
