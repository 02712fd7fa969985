"""CKAN's own harvester reads every page: each dataset, title, licence, resource and the next page."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.harvesters import environments
from tests.server.catalogue.conftest import BASE, Shop, installed, plan_ids

READER = Path(__file__).parent / "ckan_reader.py"
PLANS = plan_ids(205)


@pytest.fixture(scope="module")
def ckan() -> Path:
    """Return the Python of an environment with CKAN in it."""
    return installed(lambda: environments.python_with("ckan", environments.CKAN))


@pytest.fixture(scope="module")
def pages(shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]) -> list[tuple[str, str]]:
    """Return media type and text of every page."""
    one = shop()
    one.publish(PLANS)
    client = window_on(one)
    found = [client.get(f"/catalog?page={number}" if number > 1 else "/catalog") for number in (1, 2, 3)]
    assert [answer.status_code for answer in found] == [200, 200, 200]
    return [(answer.mimetype or "", answer.text) for answer in found]


Reading = list[dict[str, Any]]


def read(ckan: Path, pages: list[tuple[str, str]], locale: str) -> Reading:
    asked = json.dumps({"locale": locale, "pages": pages})
    done = subprocess.run([ckan, READER], input=asked, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: Reading = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def english(ckan: Path, pages: list[tuple[str, str]]) -> Reading:
    return read(ckan, pages, "en")


@pytest.fixture(scope="module")
def datasets(english: Reading) -> list[dict[str, Any]]:
    return [dataset for page in english for dataset in page["datasets"]]


def extra(dataset: dict[str, Any], key: str) -> str | None:
    return next((each["value"] for each in dataset["extras"] if each["key"] == key), None)


def test_every_dataset_is_found_once_under_its_identifier(datasets: list[dict[str, Any]]) -> None:
    assert [extra(each, "uri") for each in datasets] == [
        f"{BASE}id/dataset/{name}" for name in ("all", "reference", "ontology", *PLANS)
    ]
    assert all(extra(each, "identifier") == extra(each, "uri") for each in datasets)


def test_every_next_page_is_found_and_the_last_has_none(english: Reading) -> None:
    assert [page["next"] for page in english] == [f"{BASE}catalog?page=2", f"{BASE}catalog?page=3", None]


def test_every_dataset_has_an_english_title_to_make_a_name_from(datasets: list[dict[str, Any]]) -> None:
    titles = [each["title"] for each in datasets]
    assert all(title.isascii() for title in titles)
    assert len(set(titles)) == len(titles)


def test_every_licence_is_one_that_ckan_knows(datasets: list[dict[str, Any]]) -> None:
    assert {each["license_id"] for each in datasets} == {"cc-by"}


def test_every_file_is_a_resource_with_a_plain_format(datasets: list[dict[str, Any]]) -> None:
    plan = next(each for each in datasets if extra(each, "uri") == f"{BASE}id/dataset/plan-0001")
    found = {resource["mimetype"]: resource["format"] for resource in plan["resources"]}
    assert found == {
        "application/n-quads": "N-Quads",
        "text/turtle": "Turtle",
        "text/csv": "CSV",
        "text/plain": "TXT",
    }
    for resource in plan["resources"]:
        assert resource["url"].startswith(f"{BASE}dumps/")
        assert len(resource["hash"]) == 64
        assert resource["size"] > 0
    assert all(each["resources"] for each in datasets)


def test_place_time_and_contact_are_found(datasets: list[dict[str, Any]]) -> None:
    plan = next(each for each in datasets if extra(each, "uri") == f"{BASE}id/dataset/plan-0002")
    assert extra(plan, "spatial_text") == "Tianjin"
    assert json.loads(extra(plan, "spatial_bbox") or "{}")["type"] == "Polygon"
    assert (extra(plan, "temporal_start"), extra(plan, "temporal_end")) == ("2020-05-23", "2022-12-31")
    assert extra(plan, "contact_email") == "contact@example.org"
    assert extra(plan, "publisher_name") == "Example Data Bureau"


def test_a_chinese_portal_gets_chinese_titles(ckan: Path, pages: list[tuple[str, str]]) -> None:
    (page,) = read(ckan, pages[2:], "zh_Hans_CN")
    assert [each["title"] for each in page["datasets"]] == [f"{name}实施方案" for name in PLANS[197:]]
    assert {each["license_id"] for each in page["datasets"]} == {"cc-by"}
