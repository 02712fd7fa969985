"""FAIR Signposting, levels 1 and 2."""

import json

import pytest
import requests.utils
from flask.testing import FlaskClient

PLAN = "/doc/id/plan/tianjin-2020-293"
# What FAIR Signposting speaks of; a header may have links of other kinds, such as Memento's.
SIGNPOSTS = {"author", "cite-as", "collection", "describedby", "item", "license", "type"}
MEASURE = "/doc/id/measure/tianjin-2020-293/41"


def links(client: FlaskClient, path: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for link in requests.utils.parse_header_links(client.get(path).headers["Link"]):
        found.setdefault(link["rel"], []).append(link)
    return found


def test_a_landing_page_says_how_to_cite_what_it_is_and_what_belongs_to_it(client: FlaskClient) -> None:
    found = links(client, f"{PLAN}.html")
    assert found["cite-as"][0]["url"] == "http://localhost:8000/id/plan/tianjin-2020-293"
    assert {"https://schema.org/AboutPage", "https://schema.org/Legislation"} == {each["url"] for each in found["type"]}
    assert {each["type"] for each in found["describedby"]} == {
        "text/turtle",
        "application/ld+json",
        "application/n-triples",
        "application/rdf+xml",
    }
    assert any(each["url"].endswith("canonical.txt") for each in found["item"])
    assert found["license"][0]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {"author", "canonical", "alternate", "linkset"} <= set(found)


def test_a_part_names_what_it_is_part_of(client: FlaskClient) -> None:
    assert links(client, f"{MEASURE}.html")["collection"][0]["url"] == PLAN


def test_data_says_what_it_describes(client: FlaskClient) -> None:
    assert links(client, f"{MEASURE}.ttl")["describes"][0]["url"] == MEASURE


@pytest.mark.parametrize("path", [PLAN, MEASURE])
def test_the_linkset_says_the_same_as_the_headers(client: FlaskClient, path: str) -> None:
    response = client.get(links(client, f"{path}.html")["linkset"][0]["url"])
    assert response.mimetype == "application/linkset+json"
    contexts = {each["anchor"]: each for each in json.loads(response.data)["linkset"]}
    own = contexts[f"http://localhost:8000{path}"]
    stated_in_header = links(client, f"{path}.html")
    for relation in sorted(SIGNPOSTS & set(stated_in_header)):
        targets = stated_in_header[relation]
        stated = {each["href"].removeprefix("http://localhost:8000") or "/" for each in own[relation]}
        assert {each["url"].removeprefix("http://localhost:8000") for each in targets} <= stated
