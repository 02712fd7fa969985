"""A client like OpenRefine links the names in a table to identifiers, by the Reconciliation Service API 0.2."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

V = "https://w3id.org/policygraph/"
COMMERCE = f"{V}agency/120000/shi-shang-wu-ju"
TIANJIN = f"{V}jurisdiction/120000"


def ask(client: FlaskClient, **queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Send a batch as OpenRefine does, as a form, and check every answer against the required members."""
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    batch = answer.get_json()
    assert set(batch) == set(queries)
    for result in (each for found in batch.values() for each in found["result"]):
        assert isinstance(result["id"], str)
        assert isinstance(result["name"], str)
        assert isinstance(result["score"], int | float)
        assert isinstance(result["match"], bool)
        assert all({"id", "name"} <= set(each) for each in result["type"])
        assert all(isinstance(each["value"], bool | int | float) for each in result["features"])
    return {key: found["result"] for key, found in batch.items()}


def test_the_manifest_has_every_member_of_the_api_and_its_services_answer(client: FlaskClient) -> None:
    manifest = client.get("/reconcile").get_json()
    assert manifest["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace", "defaultTypes", "view", "preview", "suggest", "extend"} <= set(
        manifest
    )
    assert all("{{id}}" in manifest[name]["url"] for name in ("view", "preview"))
    assert {each["id"].removeprefix(f"{V}def#") for each in manifest["defaultTypes"]} == {
        "Agency",
        "Function",
        "Theme",
        "Requirement",
        "Jurisdiction",
    }
    for service in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert client.get(service["service_url"] + service["service_path"]).status_code == 200
    for name in ("view", "preview"):
        assert client.get(manifest[name]["url"].replace("{{id}}", COMMERCE)).status_code in {200, 303}


@pytest.mark.parametrize(
    "written", ["天津市商务局", "市商务局", "天津市商务局 ", "Tianjin Municipal Bureau of Commerce", "商务局"]
)
def test_a_name_in_any_written_form_is_a_match(client: FlaskClient, written: str) -> None:
    best = ask(client, q0={"query": written, "type": f"{V}def#Agency"})["q0"][0]
    assert (best["id"], best["match"]) == (COMMERCE, True)


@pytest.mark.parametrize(
    ("query", "kind", "identifier"),
    [
        ("商务", "Function", "function/commerce"),
        ("commerce", "Function", "function/commerce"),
        ("发改", "Function", "function/development-reform"),
        ("天津", "Jurisdiction", "jurisdiction/120000"),
        ("120000", "Jurisdiction", "jurisdiction/120000"),
        ("CN-TJ", "Jurisdiction", "jurisdiction/120000"),
        ("加强自主品牌建设", "Theme", "theme/ndrc-2020-293/02"),
        ("07.1", "Requirement", "national/ndrc-2020-293/requirement/07.1"),
        ("推动车联网部署应用", "Requirement", "national/ndrc-2020-293/requirement/11.3"),
    ],
)
def test_every_type_reconciles(client: FlaskClient, query: str, kind: str, identifier: str) -> None:
    best = ask(client, q0={"query": query, "type": [f"{V}def#{kind}"]})["q0"][0]
    assert (best["id"], best["match"], best["type"][0]["id"]) == (V + identifier, True, f"{V}def#{kind}")


def test_a_resemblance_is_offered_and_is_no_match(client: FlaskClient) -> None:
    found = ask(client, q0={"query": "市商务委员会办公厅", "type": f"{V}def#Agency"})["q0"]
    assert not any(each["match"] for each in found)
    assert all(each["score"] <= 90 for each in found)


def test_a_reworded_requirement_is_among_the_first(client: FlaskClient) -> None:
    query = "促进社区生活服务业，发展便利店和社区菜店"
    found = ask(client, q0={"query": query, "type": f"{V}def#Requirement"})["q0"]
    assert f"{V}national/ndrc-2020-293/requirement/08.3" in [each["id"] for each in found[:3]]


@pytest.mark.parametrize(
    "value", ["天津市", "天津", "120000", {"id": TIANJIN}, ["湖南省", {"id": TIANJIN, "name": "天津市"}]]
)
def test_a_property_that_agrees_keeps_the_score(client: FlaskClient, value: Any) -> None:
    best = ask(client, q0={"query": "市商务局", "properties": [{"pid": "jurisdiction", "v": value}]})["q0"][0]
    assert (best["id"], best["match"]) == (COMMERCE, True)
    assert {"id": "jurisdiction", "value": True} in best["features"]


def test_a_property_that_disagrees_lowers_the_score_and_unmakes_the_match(client: FlaskClient) -> None:
    best = ask(client, q0={"query": "市商务局", "properties": [{"pid": "jurisdiction", "v": "湖南省"}]})["q0"]
    found = next(each for each in best if each["id"] == COMMERCE)
    assert (found["match"], found["score"] < 70) == (False, True)


def test_properties_alone_find_what_has_them(client: FlaskClient) -> None:
    found = ask(client, q0={"properties": [{"pid": "function", "v": "商务"}], "type": f"{V}def#Agency"})["q0"]
    assert [each["id"] for each in found] == [COMMERCE]
    assert not found[0]["match"]


def test_a_batch_answers_each_query_under_its_key_and_keeps_to_its_limit(client: FlaskClient) -> None:
    found = ask(client, a={"query": "市", "limit": 2}, b={"query": "没有这样的东西 xyz"}, c={"query": "市商务局"})
    assert len(found["a"]) == 2
    assert found["b"] == []
    assert found["c"][0]["id"] == COMMERCE


def test_an_unknown_type_has_no_candidates(client: FlaskClient) -> None:
    assert ask(client, q0={"query": "市商务局", "type": "http://example.org/Person"})["q0"] == []


def test_a_batch_may_come_in_the_address(client: FlaskClient) -> None:
    answer = client.get("/reconcile", query_string={"queries": json.dumps({"q0": {"query": "市商务局"}})})
    assert answer.get_json()["q0"]["result"][0]["id"] == COMMERCE
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


NESTED = "[" * 5000 + "]" * 5000


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("queries", "{", "Send a JSON object of queries"),
        ("queries", '["x"]', "Send a JSON object of queries"),
        ("queries", '{"q0": {}}', "a query has a `query`"),
        ("queries", '{"q0": {"query": "x", "type_strict": "never"}}', "Send a JSON object"),
        ("queries", json.dumps({str(number): {"query": "x"} for number in range(201)}), "at most 200"),
        ("extend", '{"ids": []}', "Send JSON like"),
        ("queries", f'{{"q0": {NESTED}}}', "nested without end"),
        ("queries", f'{{"q0": {{"query": "x", "more": {NESTED}}}}}', "nested without end"),
        ("extend", f'{{"ids": [], "properties": [], "more": {NESTED}}}', "nested without end"),
    ],
)
def test_a_request_that_is_none_says_what_to_send(client: FlaskClient, field: str, text: str, says: str) -> None:
    answer = client.post("/reconcile", data={field: text})
    assert answer.status_code == 400
    assert says in answer.text


def test_entities_are_suggested_by_how_they_begin_and_page_by_page(client: FlaskClient) -> None:
    first = client.get("/reconcile/suggest/entity?prefix=市商").get_json()["result"]
    assert first[0]["id"] == COMMERCE
    assert {"id", "name", "description", "notable"} <= set(first[0])
    many = client.get("/reconcile/suggest/entity?prefix=市").get_json()["result"]
    more = client.get("/reconcile/suggest/entity?prefix=市&cursor=20").get_json()["result"]
    assert len(many) == 20
    assert not {each["id"] for each in many} & {each["id"] for each in more}


def test_types_and_properties_are_suggested_in_both_languages(client: FlaskClient) -> None:
    assert client.get("/reconcile/suggest/type?prefix=agen&lang=en").get_json()["result"][0]["id"] == f"{V}def#Agency"
    assert client.get("/reconcile/suggest/type?prefix=单位&lang=zh").get_json()["result"][0]["id"] == f"{V}def#Agency"
    assert (
        client.get("/reconcile/suggest/property?prefix=juris&lang=en").get_json()["result"][0]["id"] == "jurisdiction"
    )
    assert client.get("/reconcile/suggest/nothing").status_code == 404


def test_properties_are_proposed_for_a_type(client: FlaskClient) -> None:
    found = client.get("/reconcile/properties", query_string={"type": f"{V}def#Agency", "limit": 2}).get_json()
    assert [each["id"] for each in found["properties"]] == ["jurisdiction", "function"]
    assert found["limit"] == 2


def test_a_table_is_extended_with_values_and_with_entities(client: FlaskClient) -> None:
    asked = {
        "ids": [COMMERCE, "http://example.org/none"],
        "properties": [{"id": "jurisdiction"}, {"id": "prefLabel"}, {"id": "x"}],
    }
    found = client.post("/reconcile?lang=en", data={"extend": json.dumps(asked)}).get_json()
    assert found["meta"][0] == {"id": "jurisdiction", "name": "jurisdiction"}
    assert found["rows"][COMMERCE] == {
        "jurisdiction": [{"id": TIANJIN, "name": "Tianjin"}],
        "prefLabel": [{"str": "Tianjin Municipal Bureau of Commerce"}],
        "x": [],
    }
    assert found["rows"]["http://example.org/none"] == {"jurisdiction": [], "prefLabel": [], "x": []}


def test_a_preview_is_a_small_page_that_another_site_may_frame(client: FlaskClient) -> None:
    page = client.get("/reconcile/preview", query_string={"id": COMMERCE, "lang": "zh"})
    assert page.mimetype == "text/html"
    assert "天津市商务局" in page.text
    assert "市商务局" in page.text
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert client.get("/reconcile/preview?id=http://example.org/none").status_code == 404


def test_an_entity_is_viewed_on_its_page(client: FlaskClient) -> None:
    answer = client.get("/reconcile/view", query_string={"id": COMMERCE})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/doc/ns/agency/120000/shi-shang-wu-ju")


def test_people_are_told_how_to_add_the_service(client: FlaskClient) -> None:
    page = client.get("/reconcile/about?lang=en").text
    assert "http://localhost:8000/reconcile" in page
    assert "OpenRefine" in page
