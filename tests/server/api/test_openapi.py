"""The description of the API says what the API does."""

import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, checks

from server.lists.definitions import LISTS
from server.search.definitions import WHOLE, WHOLE_PATH
from server.search_index.parameters import FIXED


@pytest.fixture(scope="module")
def described(client: FlaskClient) -> Any:
    return client.get("/openapi.json").get_json()


CONFIG = schemathesis.Config.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": [400, 404, 414]}}})
"""A request that is wrong only in being too long is refused as that."""


@pytest.fixture(scope="module")
def api(window: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/openapi.json", window, config=CONFIG)


PATHS = [
    *(f"/{listing.name}.{suffix}" for listing in LISTS for suffix in ("json", "csv", "ttl")),
    *(f"{listing.whole_path}.{each.suffix}" for listing in LISTS for each in listing.tables),
    "/search.json",
    *(f"{WHOLE_PATH}.{each.suffix}" for each in WHOLE),
    "/search/suggestions",
    "/doc/{path}.jsonld",
    "/healthz",
]


UNREFUSABLE = {"/healthz", "/doc/{path}.jsonld"}
"""No request to these is wrong: they take no parameter, or any text."""
TRIED = [
    *((path, GenerationMode.POSITIVE) for path in PATHS),
    *((path, GenerationMode.NEGATIVE) for path in PATHS if path not in UNREFUSABLE),
]


@pytest.mark.parametrize(("path", "mode"), TRIED)
def test_requests_made_from_the_description_are_answered_as_it_says(api: Any, path: str, mode: GenerationMode) -> None:
    operation = api[path]["GET"]
    # A key that no thing has is refused, and no schema can say which keys a release has.
    left_out = [checks.positive_data_acceptance]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def run(case: Any) -> None:
        case.call_and_validate(excluded_checks=left_out, headers={"Accept-Encoding": "identity"})

    run()


def test_every_path_of_the_description_is_tried(described: Any) -> None:
    assert set(described["paths"]) == set(PATHS)


def test_all_that_a_list_can_be_asked_is_described(described: Any) -> None:
    for listing in LISTS:
        for suffix in ("json", "csv", "ttl"):
            told = described["paths"][f"/{listing.name}.{suffix}"]["get"]["parameters"]
            assert {each["name"] for each in told} == set(listing.offer.names()) - {"format"}
            assert all(each["description"] for each in told)


def test_every_item_has_a_schema_that_its_lists_answer_refers_to(described: Any, client: FlaskClient) -> None:
    schemas = described["components"]["schemas"]
    for listing in LISTS:
        page = schemas[f"{listing.item.__name__}Page"]
        own = schemas[page["properties"]["items"]["items"]["$ref"].rpartition("/")[2]]
        for item in client.get(f"/{listing.name}.json").get_json()["items"]:
            assert set(item) <= set(own["properties"])
            assert set(own["required"]) <= set(item)


def test_every_example_works(described: Any, client: FlaskClient) -> None:
    tried = 0
    for path, methods in described["paths"].items():
        for parameter in methods["get"].get("parameters", ()):
            if "example" in parameter and parameter["in"] == "query":
                response = client.get(path, query_string={parameter["name"]: parameter["example"]})
                assert response.status_code == 200, response.text
                tried += 1
    assert tried > len(LISTS) * 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_read_the_same_and_every_address_to_try_works(
    client: FlaskClient, described: Any, language: str
) -> None:
    page = client.get(f"/api?lang={language}").text
    for path in described["paths"]:
        assert f"<code>GET {path}</code>" in page
    addresses = re.findall(r'<p>\S+ <a href="([^"]+)"><code>/', page)
    assert len(addresses) >= len(described["paths"])
    for address in addresses:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_the_description_speaks_both_languages(client: FlaskClient) -> None:
    zh, en = (client.get(f"/openapi.json?lang={language}").get_json() for language in ("zh", "en"))
    assert zh["paths"]["/measures.json"]["get"]["summary"] != en["paths"]["/measures.json"]["get"]["summary"]
    assert zh["components"] == en["components"]


def test_fixed_values_are_those_that_requests_are_checked_against(described: Any) -> None:
    told = {each["name"]: each for each in described["paths"]["/search.json"]["get"]["parameters"]}
    assert told["kind"]["schema"]["items"]["enum"] == list(FIXED["kind"])
