"""OAI-PMH: valid answers, and a client that is not ours takes everything."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import requests
from flask.testing import FlaskClient
from lxml import etree
from sickle import Sickle  # type: ignore[import-untyped]
from sickle.iterator import OAIResponseIterator  # type: ignore[import-untyped]
from sickle.oaiexceptions import (  # type: ignore[import-untyped]
    BadArgument,
    BadResumptionToken,
    CannotDisseminateFormat,
    IdDoesNotExist,
    NoRecordsMatch,
)

from tests.server.catalogue.conftest import PUBLICATION, Shop, plan_ids

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
ELEMENTS = (
    "contributor", "coverage", "creator", "date", "description", "format", "identifier", "language", "publisher", "relation",
    "rights", "source", "subject", "title", "type",
)  # fmt: skip # entries side by side
PLANS = plan_ids(260)


@pytest.fixture(scope="module")
def client(shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]) -> FlaskClient:
    """Publish everything, then withdraw the last plan and change the first one."""
    one = shop()
    one.publish(PLANS)
    one.publish(PLANS[:-1], salt={PLANS[0]: "changed"})
    return window_on(one)


class Window(Sickle):  # type: ignore[misc]
    """Sickle, asking the application itself."""

    def __init__(self, client: FlaskClient) -> None:
        super().__init__("https://data.example.org/oai")
        self._client = client
        self.answers: list[bytes] = []

    def _request(self, kwargs: dict[str, str]) -> requests.Response:
        answer = requests.Response()
        answer.status_code, answer.encoding = 200, "utf-8"
        answer.raw = io.BytesIO(self._client.get("/oai", query_string=kwargs).data)
        self.answers.append(answer.content)
        return answer


@pytest.fixture
def sickle(client: FlaskClient) -> Window:
    return Window(client)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "OAI-PMH.xsd"))


def test_a_client_takes_every_record_with_resumption_tokens(sickle: Window) -> None:
    records = list(sickle.ListRecords(metadataPrefix="oai_dc"))
    assert [record.header.identifier.rpartition(":")[2] for record in records] == [
        "all",
        "reference",
        "ontology",
        *PLANS,
    ]
    assert [record.header.identifier for record in records if record.deleted] == [f"oai:data.example.org:{PLANS[-1]}"]
    assert len(sickle.answers) == 3
    assert all(record.metadata["title"] for record in records if not record.deleted)


def test_a_client_takes_every_identifier(sickle: Window) -> None:
    assert len(list(sickle.ListIdentifiers(metadataPrefix="dcat"))) == 263


def test_from_and_until_tell_what_changed(sickle: Window) -> None:
    late = list(sickle.ListIdentifiers(metadataPrefix="oai_dc", **{"from": "2026-01-01T01:00:00Z"}))
    assert {each.identifier.rpartition(":")[2] for each in late} == {
        "all",
        PLANS[0],
        PLANS[-1],
    }
    early = list(sickle.ListIdentifiers(metadataPrefix="oai_dc", until="2026-01-01T00:59:59Z"))
    assert {each.identifier.rpartition(":")[2] for each in early} == {"reference", "ontology", *PLANS[1:-1]}
    assert (
        len(list(sickle.ListIdentifiers(metadataPrefix="oai_dc", **{"from": "2026-01-01", "until": "2026-01-01"})))
        == 263
    )


def test_a_set_is_a_national_document(sickle: Window) -> None:
    assert [each.setSpec for each in sickle.ListSets()] == ["ndrc-2020-293"]
    assert len(list(sickle.ListIdentifiers(metadataPrefix="oai_dc", set="ndrc-2020-293"))) == 260
    gone = list(sickle.ListIdentifiers(metadataPrefix="oai_dc", set="ndrc-2020-293"))[-1]
    assert (gone.deleted, gone.setSpecs) == (True, ["ndrc-2020-293"])


def test_a_record_as_dcat_is_the_document_of_the_dataset(sickle: Window) -> None:
    record = sickle.GetRecord(identifier="oai:data.example.org:plan-0001", metadataPrefix="dcat")
    assert record.raw.count("<dcat:Distribution ") == 4


@pytest.mark.parametrize(
    ("error", "verb", "arguments"),
    [
        (IdDoesNotExist, "GetRecord", {"identifier": "oai:data.example.org:nobody", "metadataPrefix": "oai_dc"}),
        (CannotDisseminateFormat, "GetRecord", {"identifier": "oai:data.example.org:all", "metadataPrefix": "marc"}),
        (CannotDisseminateFormat, "ListRecords", {"metadataPrefix": "marc"}),
        (NoRecordsMatch, "ListRecords", {"metadataPrefix": "oai_dc", "from": "2030-01-01"}),
        (NoRecordsMatch, "ListRecords", {"metadataPrefix": "oai_dc", "set": "nobody"}),
        (BadArgument, "ListRecords", {"metadataPrefix": "oai_dc", "from": "yesterday"}),
        (
            BadArgument,
            "ListRecords",
            {"metadataPrefix": "oai_dc", "from": "2026-01-01", "until": "2026-01-01T00:00:00Z"},
        ),
        (BadArgument, "ListRecords", {"metadataPrefix": "oai_dc", "from": "2026-02-30"}),
        (BadArgument, "ListRecords", {}),
        (BadArgument, "Identify", {"metadataPrefix": "oai_dc"}),
        (BadArgument, "ListRecords", {"resumptionToken": "00", "metadataPrefix": "oai_dc"}),
        (BadResumptionToken, "ListRecords", {"resumptionToken": "00"}),
        (BadResumptionToken, "ListSets", {"resumptionToken": "00"}),
        (BadResumptionToken, "ListRecords", {"resumptionToken": (b'{"more":' + b"[" * 2000).hex()}),
    ],
)
def test_a_request_that_cannot_be_met_gets_its_error(
    error: type[Exception], verb: str, arguments: dict[str, str], sickle: Window
) -> None:
    with pytest.raises(error):
        OAIResponseIterator(sickle, params={"verb": verb, **arguments})


def test_a_token_of_an_edition_that_is_gone_is_refused(
    shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]
) -> None:
    one = shop()
    one.publish(plan_ids(120))
    client = window_on(one)
    first = etree.fromstring(client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").data)
    token = first.findtext(f".//{OAI}resumptionToken")
    one.publish(plan_ids(119))
    for _ in range(50):
        answer = client.get("/oai", query_string={"verb": "ListRecords", "resumptionToken": token}).data
        if b"badResumptionToken" in answer:
            break
        time.sleep(0.1)
    assert b'code="badResumptionToken"' in answer


ANSWERS = (
    "verb=Identify", "verb=ListMetadataFormats", "verb=ListSets", "verb=ListRecords&metadataPrefix=oai_dc",
    "verb=ListRecords&metadataPrefix=dcat", "verb=ListIdentifiers&metadataPrefix=oai_dc", "verb=Nonsense", "",
    "verb=GetRecord&identifier=oai:data.example.org:plan-0260&metadataPrefix=oai_dc", "verb=Identify&verb=Identify",
    "verb=GetRecord&metadataPrefix=oai_dc",
)  # fmt: skip # entries side by side


_ODD = ("", "a b", "\x00", "\x0b", "\ufffe", "'\"<>&", "标", "%", "[]", "2026-01-01T00:00:00.5Z", "5b5d", "9" * 5000)
"""Values that no XML may hold, or that the schema allows in no argument."""


@pytest.mark.parametrize("value", _ODD)
@pytest.mark.parametrize(
    "name", ["identifier", "metadataPrefix", "from", "until", "set", "resumptionToken", "verb", "odd\x01"]
)
def test_an_answer_to_nonsense_is_valid_and_an_error(
    name: str, value: str, client: FlaskClient, schema: etree.XMLSchema
) -> None:
    for verb in ("GetRecord", "ListIdentifiers", "ListSets"):
        asked = {"verb": verb, name: value}
        others = {} if name == "resumptionToken" or verb == "ListSets" else {"metadataPrefix": "oai_dc"}
        answer = etree.fromstring(client.get("/oai", query_string={**others, **asked}).data)
        schema.assertValid(answer)
        assert answer.find(f"{OAI}error") is not None


@pytest.mark.parametrize("query", ANSWERS)
def test_every_answer_is_valid(query: str, client: FlaskClient, schema: etree.XMLSchema) -> None:
    schema.assertValid(etree.fromstring(client.get(f"/oai?{query}").data))


def test_dublin_core_has_its_fifteen_elements_only(client: FlaskClient) -> None:
    answer = etree.fromstring(client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").data)
    found = {
        element.tag for record in answer.iter("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc") for element in record
    }
    assert found <= {DC + name for name in ELEMENTS}
    assert {DC + name for name in ("title", "identifier", "date", "rights", "description", "subject")} <= found


def test_an_argument_that_stands_twice_is_refused(client: FlaskClient) -> None:
    answer = client.get("/oai?verb=GetRecord&identifier=a&identifier=b&metadataPrefix=oai_dc").data
    assert b'code="badArgument"' in answer


def test_a_client_may_post(client: FlaskClient) -> None:
    assert b"<repositoryName>PolicyGraph</repositoryName>" in client.post("/oai", data={"verb": "Identify"}).data


@pytest.mark.parametrize(
    ("contact", "email", "told"),
    [
        ("mailto:ask@example.org?subject=data", "", "ask@example.org"),
        ("https://u@example.org/contact", "data@example.org", "data@example.org"),
        ("https://example.org/@us", "", "postmaster@data.example.org"),
    ],
)
def test_the_administrator_is_whoever_has_a_mail_address(
    contact: str, email: str, told: str, shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]
) -> None:
    one = shop(msgspec.structs.replace(PUBLICATION, contact=contact, publisher_email=email))
    one.publish(PLANS[:1])
    found = etree.fromstring(window_on(one).get("/oai?verb=Identify").data)
    assert found.findtext(f"{OAI}Identify/{OAI}adminEmail") == told
    contact_point = window_on(one).get("/data.json").get_json()["dataset"][0]["contactPoint"]
    assert contact_point.get("hasEmail", contact_point.get("hasURL")) in {f"mailto:{told}", contact}
    assert ("hasEmail" in contact_point) == (not told.startswith("postmaster"))
