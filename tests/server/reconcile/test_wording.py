"""Names in words, in whatever order and spelling; and the batches, hosts and names that strangers send."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import jsonschema  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from referencing import Registry
from referencing.jsonschema import DRAFT7

from ontology.iris import Iris
from server.reconcile.entities import read
from server.reconcile.matching import candidates
from server.reconcile.messages import Condition, Query
from server.reconcile.wording import is_in_words, wording, words_of
from server.release.store.interface import Store

BASE = "http://localhost:8000/"
V = "https://w3id.org/policygraph/"
AGENCY = f"{V}def#Agency"
SCHEMAS = Path(__file__).parents[4] / "shared" / "conformance" / "reconciliation-0.2"


def ask(client: FlaskClient, **queries: Any) -> dict[str, Any]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("Commerce Bureau", "shi-shang-wu-ju"),
        ("Tianjin Commerce Bureau", "shi-shang-wu-ju"),
        ("commerce bureau, Tianjin", "shi-shang-wu-ju"),
        ("Bureau of Comerce", "shi-shang-wu-ju"),
        ("Sports Bureau", "shi-ti-yu-ju"),
        ("Finance Bureau of Tianjin", "shi-cai-zheng-ju"),
    ],
)
def test_an_english_name_is_found_in_any_order_of_its_words(client: FlaskClient, query: str, slug: str) -> None:
    (best, *_) = ask(client, q={"query": query, "type": AGENCY})["q"]["result"]
    assert best["id"] == f"{V}agency/120000/{slug}"


def test_the_common_words_of_names_alone_find_nothing_for_sure() -> None:
    known = wording(["Tianjin Bureau of Commerce", "Tianjin Bureau of Sports", "Tianjin Bureau of Finance"])
    alike = known.alike("Tianjin Bureau", 0.0)
    assert len(set(alike.values())) == 1
    found = known.alike("Bureau for Sport", 0.0)
    assert max(found, key=lambda place: found[place]) == 1
    assert known.alike("Harbour Police", 0.0) == {}


def test_words_are_those_of_scripts_with_cases() -> None:
    assert words_of("Bureau of the Économie, №7") == {"bureau", "économie", "no", "7"}
    assert words_of("商务局 Bureau") == frozenset()
    assert not is_in_words("120000")


@pytest.mark.parametrize("name", ["", "  ", "·", "（）"])
def test_an_empty_name_finds_nothing(client: FlaskClient, name: str) -> None:
    with_property = {"query": name, "properties": [{"pid": "jurisdiction", "v": "天津市"}]}
    found = ask(client, a={"query": name}, b={"query": name, "properties": []}, c=with_property)
    assert [found[key]["result"] for key in "abc"] == [[], [], []]


@pytest.mark.parametrize(
    "bad", [{"query": 7}, {"limit": 3}, {"query": "x", "typ": "y"}, "市商务局", None, {"query": "长" * 501}]
)
def test_one_bad_query_of_a_batch_fails_alone(client: FlaskClient, bad: Any) -> None:
    found = ask(client, good={"query": "市商务局"}, bad=bad)
    assert found["good"]["result"][0]["match"]
    assert found["bad"]["result"] == []
    assert found["bad"]["error"]
    alone = client.post("/reconcile", data={"queries": json.dumps({"bad": bad})})
    assert alone.status_code == 400


GROUPS = """
@prefix policy: <https://w3id.org/policygraph/def#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://data.example.org/id/group/1> a policy:AgencyGroup ; skos:prefLabel "各县（市、区）人民政府"@zh .
<https://data.example.org/id/agency/1> a policy:Agency ; skos:prefLabel "人民政府办公厅"@zh .
"""


@pytest.mark.parametrize("kind", ["Agency", "AgencyGroup"])
def test_a_collective_body_is_found_among_the_agencies(kind: str) -> None:
    store = SimpleNamespace(
        construct=lambda _name: [quad.triple for quad in ox.parse(GROUPS, format=ox.RdfFormat.TURTLE)]
    )
    known = read(cast("Store", store), Iris())
    (best, *_) = candidates(Query(query="各县(市、区)人民政府", type=kind), known, "")
    assert (best.entity, best.match) == ("https://data.example.org/id/group/1", True)


def test_groups_of_agencies_are_asked_of_the_store_and_suggested_as_a_type(client: FlaskClient) -> None:
    assert "policy:AgencyGroup" in (files("server.release.queries") / "reconcile-entities.rq").read_text("utf-8")
    found = client.get("/reconcile/suggest/type", query_string={"prefix": "群体"}).get_json()["result"]
    assert [each["id"] for each in found] == [f"{V}def#AgencyGroup"]


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/about", "/reconcile/suggest/entity?prefix=商务"])
def test_the_host_that_is_asked_changes_no_byte(client: FlaskClient, path: str) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example;proto=https"}
    plain, asked = client.get(path), client.get(path, headers=forged)
    assert (asked.data, dict(asked.headers)) == (plain.data, dict(plain.headers))


def test_the_service_stands_under_the_base(client: FlaskClient) -> None:
    manifest = client.get("/reconcile").get_json()
    assert manifest["view"]["url"].startswith(f"{BASE}reconcile/view")
    assert manifest["suggest"]["entity"]["service_url"] == BASE.rstrip("/")
    assert 1 <= manifest["batchSize"] <= 200


def valid(name: str, said: Any) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("the JSON schemas of the Reconciliation API are not beside this repository")
    schemas = {file.stem: json.loads(file.read_text("utf-8")) for file in SCHEMAS.glob("*.json")}
    resources = [(each["$id"], DRAFT7.create_resource(each)) for each in schemas.values() if "$id" in each]
    beside = [
        (f"https://reconciliation-api.github.io/specs/0.2/schemas/{stem}.json", DRAFT7.create_resource(each))
        for stem, each in schemas.items()
    ]
    registry = Registry().with_resources([*beside, *resources])
    jsonschema.Draft7Validator(schemas[name], registry=registry).validate(said)


def test_what_openrefine_sends_is_answered_as_the_schemas_have_it(client: FlaskClient) -> None:
    """Its forms: guessing types from a few cells, a column with its type, with other columns, and new columns."""
    valid("manifest", client.get("/reconcile").get_json())
    guess = {f"q{number}": {"query": name, "limit": 3} for number, name in enumerate(("市商务局", "市教委", ""))}
    column = {"query": "市商务局", "type": AGENCY, "type_strict": "should"}
    properties = [{"pid": "jurisdiction", "v": "天津市"}, {"pid": "function", "v": {"id": f"{V}function/commerce"}}]
    with_columns = {**column, "properties": properties}
    for batch in (guess, {"q0": column}, {"q0": with_columns}):
        valid("reconciliation-query-batch", batch)
        valid("reconciliation-result-batch", ask(client, **batch))
    for what, name in (("entity", "entities"), ("property", "properties"), ("type", "types")):
        answer = client.get(f"/reconcile/suggest/{what}", query_string={"prefix": "商务" if what == "entity" else ""})
        valid(f"suggest-{name}-response", answer.get_json())
    proposed = client.get("/reconcile/properties", query_string={"type": AGENCY, "limit": 3}).get_json()
    valid("data-extension-property-proposal", proposed)
    columns = [{"id": each["id"]} for each in proposed["properties"]]
    asked = {"ids": [f"{V}agency/120000/shi-shang-wu-ju"], "properties": columns}
    valid("data-extension-query", asked)
    valid("data-extension-response", client.post("/reconcile", data={"extend": json.dumps(asked)}).get_json())


_TWO_BUREAUS = """
@prefix policy: <https://w3id.org/policygraph/def#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://w3id.org/policygraph/jurisdiction/610000> a policy:Jurisdiction ;
    skos:prefLabel "南岭省"@zh ; skos:altLabel "南岭"@zh .
<https://w3id.org/policygraph/jurisdiction/620000> a policy:Jurisdiction ;
    skos:prefLabel "北原省"@zh ; skos:altLabel "北原"@zh .
<https://w3id.org/policygraph/agency/1> a policy:Agency ; skos:prefLabel "南岭省水利厅"@zh ; skos:altLabel "省水利厅"@zh ;
    dct:spatial <https://w3id.org/policygraph/jurisdiction/610000> .
<https://w3id.org/policygraph/agency/2> a policy:Agency ; skos:prefLabel "北原省水利厅"@zh ;
    dct:spatial <https://w3id.org/policygraph/jurisdiction/620000> .
"""


@pytest.mark.parametrize(
    ("query", "place", "match"),
    [
        ("省水利厅", None, None),
        ("南岭省水利厅", None, "1"),
        ("北原省水利厅", None, "2"),
        ("省水利厅", "北原省", "2"),
        ("水利厅", "南岭省", "1"),
    ],
)
def test_a_short_form_that_bodies_of_two_places_have_is_a_match_only_with_its_place(
    query: str, place: str | None, match: str | None
) -> None:
    """One is called so by a curator and the other by what its name is without its place: nobody knows which is meant."""
    quads = [each.triple for each in ox.parse(_TWO_BUREAUS, format=ox.RdfFormat.TURTLE)]
    known = read(cast("Store", SimpleNamespace(construct=lambda _: quads)), Iris(V, BASE))
    asked = Query(query=query, type="Agency", properties=[Condition("jurisdiction", place)] if place else [])
    found = candidates(asked, known, "")
    assert {each.entity for each in found} == {f"{V}agency/1", f"{V}agency/2"}
    assert [each.entity for each in found if each.match] == ([f"{V}agency/{match}"] if match else [])
