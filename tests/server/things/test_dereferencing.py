"""From an identifier to a representation."""

from urllib.parse import quote

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

MEASURE = "id/measure/tianjin-2020-293/41"
IRI = f"http://localhost:8000/{MEASURE}"
TYPES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


@pytest.mark.parametrize("path", [MEASURE, "ns/theme/ndrc-2020-293/08", "graph/plan/tianjin-2020-293", "ns/def"])
def test_an_identifier_sends_on_to_its_document(client: FlaskClient, path: str) -> None:
    response = client.get(f"/{path}")
    assert (response.status_code, response.headers["Location"]) == (303, f"/doc/{path}")
    assert "Accept" in response.vary


@pytest.mark.parametrize("suffix", TYPES)
def test_a_document_is_had_by_accept_and_by_suffix_alike(client: FlaskClient, suffix: str) -> None:
    asked = client.get(f"/doc/{MEASURE}", headers={"Accept": TYPES[suffix]})
    named = client.get(f"/doc/{MEASURE}.{suffix}")
    assert (asked.mimetype, named.mimetype) == (TYPES[suffix], TYPES[suffix])
    assert asked.headers["Content-Location"].partition("?")[0] == f"/doc/{MEASURE}.{suffix}"
    assert asked.data == named.data or suffix == "html"


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("text/html;q=0.5, text/turtle", "text/turtle"),
        ("text/turtle;q=0.2, application/ld+json;q=0.3", "application/ld+json"),
        ("application/rdf+xml, text/html;q=0.9", "application/rdf+xml"),
        ("*/*", "text/html"),
        ("text/*;q=0.8, text/html;q=0.1", "text/turtle"),
    ],
)
def test_quality_decides(client: FlaskClient, accept: str, mimetype: str) -> None:
    assert client.get(f"/doc/{MEASURE}", headers={"Accept": accept}).mimetype == mimetype


def test_what_there_is_not_is_406_with_the_list(client: FlaskClient) -> None:
    response = client.get(f"/doc/{MEASURE}", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.text


@pytest.mark.parametrize("suffix", TYPES)
def test_an_entity_tag_saves_the_answer(client: FlaskClient, suffix: str) -> None:
    first = client.get(f"/doc/{MEASURE}.{suffix}")
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    again = client.get(f"/doc/{MEASURE}.{suffix}", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


def test_every_representation_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = [client.get(f"/doc/{MEASURE}.{suffix}").headers["ETag"] for suffix in TYPES]
    tags += [client.get(f"/doc/{MEASURE}.html", headers={"Accept-Language": "en"}).headers["ETag"]]
    assert len(set(tags)) == len(TYPES) + 1


def test_head_says_what_get_would(client: FlaskClient) -> None:
    head, get = (getattr(client, method)(f"/doc/{MEASURE}.ttl") for method in ("head", "get"))
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", get.headers["ETag"])
    assert head.headers["Link"] == get.headers["Link"]


def test_every_serialisation_holds_the_same_statements(client: FlaskClient) -> None:
    formats = {"ttl": "turtle", "nt": "nt", "rdf": "xml"}
    graphs = [Graph().parse(data=client.get(f"/doc/{MEASURE}.{s}").data, format=f) for s, f in formats.items()]
    assert len(graphs[0]) > 100
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


def test_a_document_has_the_thing_its_labels_and_what_points_to_it(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/doc/ns/theme/ndrc-2020-293/08.ttl").data)
    theme = URIRef("https://w3id.org/policygraph/theme/ndrc-2020-293/08")
    part = URIRef("https://w3id.org/policygraph/theme/ndrc-2020-293/part-3")
    labels = {str(label) for label in graph.objects(part, URIRef("http://www.w3.org/2004/02/skos/core#prefLabel"))}
    assert "着力建设城乡融合消费网络" in labels
    assert (URIRef(IRI), URIRef("https://w3id.org/policygraph/def#theme"), theme) in graph


def test_a_percent_encoded_and_a_chinese_address_are_the_same_thing(client: FlaskClient) -> None:
    encoded = client.get("/id/measure/tianjin%2D2020%2D293/%34%31")
    assert (encoded.status_code, encoded.headers["Location"]) == (303, f"/doc/{MEASURE}")
    unknown = client.get(f"/id/agency/120000/{quote('市商务局')}", headers={"Accept": "text/html"})
    assert unknown.status_code == 404
    assert "/doc/ns/agency/120000/shi-shang-wu-ju" in unknown.text


@pytest.mark.parametrize("path", ["id/measure/tianjin-2020-293/841", "ns/theme/ndrc-2020-293/088", "id/<x>", "ns/x y"])
def test_an_unknown_name_is_404_at_the_identifier_and_at_the_document(client: FlaskClient, path: str) -> None:
    for address in (f"/{quote(path)}", f"/doc/{quote(path)}", f"/doc/{quote(path)}.ttl"):
        assert client.get(address).status_code == 404


def test_404_offers_near_names_also_to_machines(client: FlaskClient) -> None:
    response = client.get("/doc/ns/theme/ndrc-2020-293/88", headers={"Accept": "application/json"})
    near = response.get_json()["near"]
    assert 1 <= len(near) <= 6
    assert near[0]["id"].startswith("https://w3id.org/policygraph/theme/ndrc-2020-293/")


@pytest.mark.parametrize(
    ("language", "label"), [("zh", "结合区域发展布局打造消费中心"), ("en", "Build consumption centres")]
)
def test_near_names_are_in_the_language_of_the_page(client: FlaskClient, language: str, label: str) -> None:
    path = f"/doc/ns/theme/ndrc-2020-293/88?lang={language}"
    assert label in client.get(path, headers={"Accept": "text/html"}).text


def test_a_page_number_that_is_none_is_said_so(client: FlaskClient) -> None:
    assert client.get(f"/doc/{MEASURE}?page=0").status_code == 400
    assert client.get(f"/doc/{MEASURE}?page=x").status_code == 400


def test_a_property_that_is_none_is_said_so(client: FlaskClient) -> None:
    asked = client.get(f"/doc/{MEASURE}.html?links=<script>alert(1)</script>", headers={"Accept": "text/html"})
    assert asked.status_code == 400
    assert "<script>alert" not in asked.text


def test_the_ontology_answers_turtle_to_machines_and_documentation_to_people(client: FlaskClient) -> None:
    turtle = client.get("/doc/ns/def", headers={"Accept": "*/*"})
    assert turtle.mimetype == "text/turtle"
    assert ox.NamedNode("https://w3id.org/policygraph/def#Measure") in {
        triple.subject for triple in ox.parse(turtle.data, format=ox.RdfFormat.TURTLE)
    }
    page = client.get("/doc/ns/def", headers={"Accept": "text/html"})
    assert 'id="Measure"' in page.text
    assert client.get("/ns/def/0.1.0").headers["Location"] == "/doc/ns/def"


def test_the_pages_are_locked_down(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in headers
