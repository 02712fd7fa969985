"""JSON-LD of a thing reads like the record that it came from."""

import json
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from pyld import jsonld  # type: ignore[import-untyped]

from ontology.iris import Iris
from server.things import json_ld

MEASURE = "/doc/id/measure/tianjin-2020-293/41"


@pytest.fixture
def measure(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(f"{MEASURE}.jsonld").data)
    return found


def test_a_measure_has_the_names_of_its_record(measure: dict[str, Any]) -> None:
    assert measure["id"] == "id/measure/tianjin-2020-293/41"
    assert "Measure" in measure["type"]
    assert (measure["number"], measure["position"]) == ("41", 41)
    assert measure["text"].startswith("建设一批社区生活服务中心")
    assert {target["value"] for target in measure["targets"]} == {"200", "20"}
    assert measure["implements"][0]["id"] == "pg:national/ndrc-2020-293/requirement/08.3"
    assert measure["responsibilities"][0]["agency"]["prefLabel"]["zh"] == "天津市商务局"
    assert measure["passage"]["quoteSelector"]["exact"] == measure["text"]


def test_what_follows_from_the_ontology_only_refers(measure: dict[str, Any]) -> None:
    assert measure["eli:applies"] == [{"id": "pg:national/ndrc-2020-293/requirement/08.3"}]
    own = [key for key in measure if ":" not in key and not key.startswith("@")]
    assert list(measure)[1 : len(own) + 1] == own


@pytest.mark.parametrize("path", [MEASURE, "/doc/ns/theme/ndrc-2020-293/08", "/doc/id/plan/tianjin-2020-293"])
def test_it_holds_the_same_statements_as_n_triples(client: FlaskClient, path: str) -> None:
    context = json_ld.context_document(Iris())

    def load(url: str, _options: object) -> dict[str, Any]:
        assert url == "http://localhost:8000/ns/context/0.1.0.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": json.loads(context)}

    document = json.loads(client.get(f"{path}.jsonld").data)
    read = jsonld.to_rdf(document, {"documentLoader": load, "format": "application/n-quads"})
    expected = client.get(f"{path}.nt").text
    assert triples(read) == triples(expected)


def triples(text: str) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)}


def test_the_context_stands_at_an_address_that_never_changes(client: FlaskClient, measure: dict[str, Any]) -> None:
    address = measure["@context"][0].removeprefix("http://localhost:8000")
    response = client.get(address)
    assert response.mimetype == "application/ld+json"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.get_json()["@context"]["targets"]["@id"] == "policy:hasTarget"
    assert client.get(address.replace("0.1.0", "9.9.9")).status_code == 404
