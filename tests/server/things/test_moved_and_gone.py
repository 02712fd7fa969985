"""Names are never reused: what moved says where to, what is gone says when it was last here."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapping import build
from mapping.workbench import Settings
from server.app import close, create_app
from server.config import Lanes, ServerConfig

BASE = "http://localhost:8000/"
ROW = "1,促进消费。,促进消费。,省商务厅\n"


@pytest.fixture
def folder(tmp_path: Path, plan_folder: Callable[..., Path]) -> Path:
    """Two releases: the plan small-2020 is withdrawn with the second one."""
    releases = tmp_path / "releases"
    small, other = plan_folder(ROW), plan_folder(ROW, "other-2020")
    for day, plans, options in (
        (1, [small, other], build.Options()),
        (2, [other], build.Options(withdraw=("small-2020",))),
    ):
        outcome = build.build(plans, Settings(), releases, options, at=dt.datetime(2026, 1, day, tzinfo=dt.UTC))
        assert outcome.release is not None, outcome
    return releases


@pytest.fixture
def past(folder: Path) -> Iterator[FlaskClient]:
    app: Flask = create_app(ServerConfig(releases=folder, lanes=Lanes(fast=1)))
    yield app.test_client()
    close(app)


def older(releases: Path) -> Path:
    """Return the release that is not live."""
    live = (releases / "current").resolve()
    return next(each.parent for each in releases.glob("*/manifest.json") if each.parent.resolve() != live)


@pytest.mark.parametrize(
    "path",
    ["/id/measure/small-2020/1", "/doc/id/plan/small-2020", "/doc/id/plan/small-2020.ttl", "/graph/plan/small-2020"],
)
def test_what_an_older_release_had_is_gone_with_its_release(past: FlaskClient, folder: Path, path: str) -> None:
    first = older(folder).name
    response = past.get(path, headers={"Accept": "application/json"})
    assert (response.status_code, response.get_json()["release"]) == (410, first)
    assert response.get_json()["published"] == "2026-01-01T00:00:00Z"
    page = past.get(path, headers={"Accept": "text/html"})
    assert f'href="/doc/id/release/{first}"' in page.text
    assert past.get(f"/doc/id/release/{first}").status_code == 200


def test_of_a_pruned_release_the_journal_still_knows_the_plans(past: FlaskClient, folder: Path) -> None:
    shutil.rmtree(older(folder))
    assert past.get("/id/measure/small-2020/1").status_code == 410
    assert past.get("/graph/plan/small-2020").status_code == 410
    assert past.get("/id/measure/never-2020/1").status_code == 404


def test_a_merged_agency_sends_on_for_good(tmp_path: Path, release: Callable[..., str]) -> None:
    old, new = f"{BASE}id/agency/120000/old-12345678", "https://w3id.org/policygraph/agency/120000/new"
    release(
        tmp_path,
        f"<{old}> <http://purl.org/dc/terms/isReplacedBy> <{new}> <{BASE}graph/reference> .\n"
        f'<{new}> <http://www.w3.org/2004/02/skos/core#prefLabel> "新"@zh <{BASE}graph/reference> .\n',
    )
    app = create_app(ServerConfig(releases=tmp_path, lanes=Lanes(fast=1)))
    moved = app.test_client().get("/id/agency/120000/old-12345678")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/ns/agency/120000/new")
    turtle = app.test_client().get("/doc/id/agency/120000/old-12345678.ttl")
    assert (turtle.status_code, turtle.headers["Location"]) == (301, "/doc/ns/agency/120000/new.ttl")
    close(app)


def test_a_body_that_was_replaced_in_the_world_stays_where_it_is(tmp_path: Path, release: Callable[..., str]) -> None:
    old, new = (f"https://w3id.org/policygraph/agency/100000/{name}" for name in ("old", "new"))
    graph, dct, def_ = f"<{BASE}graph/reference>", "http://purl.org/dc/terms/", "https://w3id.org/policygraph/def#"
    release(
        tmp_path,
        f"<{old}> <{dct}isReplacedBy> <{new}> {graph} .\n"
        f'<{old}> <{def_}validUntil> "2023"^^<http://www.w3.org/2001/XMLSchema#gYear> {graph} .\n'
        f'<{new}> <http://www.w3.org/2004/02/skos/core#prefLabel> "新"@zh {graph} .\n',
    )
    app = create_app(ServerConfig(releases=tmp_path, lanes=Lanes(fast=1)))
    found = app.test_client().get("/doc/ns/agency/100000/old.ttl")
    assert found.status_code == 200
    assert "isReplacedBy" in found.text
    close(app)
