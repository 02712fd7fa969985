"""The doors that people ask for besides: other suffixes, DCAT-US, several ranges, and what OAI-PMH's guidelines add."""

from __future__ import annotations

import json
from collections.abc import Callable
from email import message_from_bytes
from email.policy import HTTP
from typing import Any
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from tests.server.catalogue.conftest import BASE, Shop, plan_ids

OAI = "{http://www.openarchives.org/OAI/2.0/}"


@pytest.fixture(scope="module")
def client(shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]) -> FlaskClient:
    one = shop()
    one.publish(plan_ids(101))
    return window_on(one)


@pytest.mark.parametrize(
    ("suffix", "media_type"), [("xml", "application/rdf+xml"), ("json", "application/ld+json"), ("n3", "text/turtle")]
)
def test_the_catalogue_is_there_under_the_suffixes_of_others(suffix: str, media_type: str, client: FlaskClient) -> None:
    answer = client.get(f"/catalog.{suffix}")
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert f'<{BASE}catalog.{suffix}?page=2>; rel="next"' in answer.headers["Link"]
    assert len(list(ox.parse(answer.data, format=ox.RdfFormat.from_media_type(media_type)))) > 1000


def test_data_json_has_every_dataset_with_what_the_standard_requires(client: FlaskClient) -> None:
    answer = client.get("/data.json")
    assert answer.mimetype == "application/json"
    catalogue = json.loads(answer.data)
    assert catalogue["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    assert len({each["identifier"] for each in catalogue["dataset"]}) == 104
    for each in catalogue["dataset"]:
        assert each["title"].isascii()
        assert each["description"]
        assert each["keyword"]
        assert each["accessLevel"] == "public"
        assert each["contactPoint"]["hasEmail"] == "mailto:contact@example.org"
        assert each["publisher"]["name"] == "Example Data Bureau"
        assert each["modified"].startswith("2026-01-01")
        assert all(one["downloadURL"].startswith(f"{BASE}dumps/") and one["mediaType"] for one in each["distribution"])
    plan = next(each for each in catalogue["dataset"] if each["identifier"].endswith("/plan-0002"))
    assert (plan["spatial"], plan["temporal"]) == ("Tianjin", "2020-05-23/2022-12-31")
    assert plan["references"] == ["https://www.example.gov.cn/plan-0002.html"]


@pytest.mark.parametrize(
    ("asked", "status", "given"),
    [
        ("bytes=0-4,5-9", 206, "bytes 0-9/"),
        ("bytes=5-9,0-6", 206, "bytes 0-9/"),
        ("bytes=0-9,99999999-", 206, "bytes 0-9/"),
        (f"bytes={','.join(f'{place}-{place}' for place in range(0, 40, 2))}", 200, ""),
        ("bytes=0-3,-99999999", 206, "bytes 0-"),
        ("bytes=0-3,x", 200, ""),
        ("bytes=99999999-,88888888-", 416, ""),
    ],
)
def test_ranges_that_touch_are_one_and_too_many_are_the_whole_file(
    asked: str, status: int, given: str, client: FlaskClient
) -> None:
    address = client.get("/dumps/plan/plan-0001.nq").headers["Location"]
    with client.get(address) as whole, client.get(address, headers={"Range": asked}) as answer:
        assert (answer.status_code, answer.headers.get("Content-Range", "")[: len(given)]) == (status, given)
        if status == 206:
            assert answer.data == (whole.data if "-9999" in asked else whole.data[:10])
        if status == 200:
            assert answer.data == whole.data


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("bytes=0-1,20-21", [(0, 1), (20, 21)]),
        ("bytes=30-34, 2-4", [(30, 34), (2, 4)]),
        ("bytes=0-3,2-9,-5", [(0, 9), (-5, -1)]),
        ("bytes=0-0,99999999-,7-7", [(0, 0), (7, 7)]),
    ],
)
def test_ranges_apart_are_parts_of_one_answer_in_the_order_asked(
    asked: str, places: list[tuple[int, int]], client: FlaskClient
) -> None:
    address = client.get("/dumps/plan/plan-0001.nq").headers["Location"]
    with client.get(address) as whole, client.get(address, headers={"Range": asked}) as answer:
        assert answer.status_code == 206
        assert "Content-Range" not in answer.headers
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert answer.headers["ETag"] == whole.headers["ETag"]
        head = f"Content-Type: {answer.headers['Content-Type']}\r\n\r\n".encode()
        parts: Any = message_from_bytes(head + answer.data, policy=HTTP).get_payload()
        size = len(whole.data)
        spans = [(first % size, last % size) for first, last in places]
        assert [each["Content-Range"] for each in parts] == [f"bytes {a}-{b}/{size}" for a, b in spans]
        assert [each.get_payload(decode=True) for each in parts] == [whole.data[a : b + 1] for a, b in spans]


def test_parts_are_of_the_state_that_is_meant_or_the_file_is_sent_whole(client: FlaskClient) -> None:
    address = client.get("/dumps/plan/plan-0001.nq").headers["Location"]
    asked = {"Range": "bytes=0-1,20-21"}
    with client.get(address, headers={**asked, "If-Range": '"another"'}) as answer:
        assert (answer.status_code, "multipart" in answer.headers["Content-Type"]) == (200, False)
    with client.get(address, headers={**asked, "If-Range": answer.headers["ETag"]}) as meant:
        assert meant.status_code == 206
    with client.get(address, headers={**asked, "If-None-Match": answer.headers["ETag"]}) as known:
        assert known.status_code == 304
    with client.head(address, headers=asked) as head:
        assert head.status_code == 200


def test_an_answer_repeats_the_request_unless_it_could_not_be_read(client: FlaskClient) -> None:
    def repeated(query: str) -> dict[str, str]:
        found = ET.fromstring(client.get(f"/oai?{query}").data).find(f"{OAI}request")
        assert found is not None
        assert found.text == f"{BASE}oai"
        return dict(found.attrib)

    missing = "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:data.example.org:nobody"
    assert repeated(missing) == {
        "verb": "GetRecord",
        "metadataPrefix": "oai_dc",
        "identifier": "oai:data.example.org:nobody",
    }
    assert repeated("verb=ListRecords&metadataPrefix=marc") == {"verb": "ListRecords", "metadataPrefix": "marc"}
    assert repeated("verb=ListRecords&metadataPrefix=a%20b") == {}
    assert repeated("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday") == {}
    assert repeated("verb=Nothing") == {}


def test_the_repository_says_how_its_identifiers_are_made(client: FlaskClient) -> None:
    kind = "{http://www.openarchives.org/OAI/2.0/oai-identifier}"
    said = ET.fromstring(client.get("/oai?verb=Identify").data)
    assert said.findtext(f".//{kind}repositoryIdentifier") == "data.example.org"
    sample = said.findtext(f".//{kind}sampleIdentifier")
    record = client.get("/oai", query_string={"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": sample})
    assert b"<dc:title" in record.data
