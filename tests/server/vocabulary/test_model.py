"""The model that one can write from: complete beside a release, and the same in documentation, page and ontology."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import html5rdf  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from lxml import html

from ontology.curies import Curies
from ontology.iris import Iris
from server.vocabulary.model import EDGES, model
from server.vocabulary.model_document import document

DOCUMENT = Path(__file__).parents[3] / "docs" / "model.md"
CURIES = Curies(Iris())


@pytest.fixture(scope="module")
def store(live: Path) -> ox.Store:
    return ox.Store.read_only(str(live / "store"))


def page(client: FlaskClient, path: str, language: str = "en") -> html.HtmlElement:
    response = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == 200, response.text[:500]
    html5rdf.HTMLParser(strict=True).parse(response.text)
    return html.document_fromstring(response.text)


def test_the_document_is_what_the_ontology_and_the_shapes_say_now() -> None:
    assert DOCUMENT.read_text("utf-8") == document(Iris()), "write it anew with `make model`"


def test_nothing_that_a_release_says_of_a_thing_is_missing_in_the_model(store: ox.Store) -> None:
    known = {each.short_name: {prop.short_name for prop in each.properties} for each in model(Iris(), "en")}
    found = store.query("SELECT DISTINCT ?class ?property { ?thing a ?class ; ?property ?value }")
    assert isinstance(found, ox.QuerySolutions)
    said = {(CURIES.compact(row["class"].value), CURIES.compact(row["property"].value)) for row in found}
    ours = {(name, prop) for name, prop in said if name in known and prop != "rdf:type"}
    assert {name for name, _ in ours} >= {"policy:Measure", "policy:Agency", "policy:Passage"}
    assert [(name, prop) for name, prop in sorted(ours) if prop not in known[name]] == []


def test_the_model_has_the_properties_that_a_first_query_needs() -> None:
    classes = {each.short_name: {prop.short_name: prop for prop in each.properties} for each in model(Iris(), "en")}
    measure = classes["policy:Measure"]
    assert measure["schema:text"].how_many == measure["eli:number"].how_many == "1"
    assert measure["policy:hasResponsibility"].how_many == "1–n"
    assert measure["policy:hasTarget"].how_many == "0–n"
    assert measure["policy:responsibleAgency"].follows == ("policy:leadAgency", "policy:supportingAgency")
    assert {"dct:spatial", "org:classification", "policy:function", "skos:altLabel"} <= set(classes["policy:Agency"])
    assert classes["policy:Target"]["schema:unitText"].example is not None


@pytest.mark.parametrize("edge", EDGES, ids="-".join)
def test_every_line_of_the_picture_is_in_a_release(store: ox.Store, edge: tuple[str, str, str]) -> None:
    start, prop, end = map(CURIES.expand, edge)
    assert store.query(f"ASK {{ ?a a <{start}> ; <{prop}> ?b . ?b a <{end}> }}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_counts_and_shows_an_example_of_each(client: FlaskClient, language: str) -> None:
    tree = page(client, "/model", language)
    section = page(client, tree.xpath("string(//div[@id='Measure']/dt/a/@href)"), language).xpath("//article")[0]
    assert section.xpath("string(.//span[@class='count'])") == "84"
    rows = {row.xpath("string(th)"): row for row in section.xpath(".//tbody/tr")}
    assert rows["schema:text"].xpath("string(td[@class='number'])") == "84"
    assert rows["policy:hasTarget"].xpath("string(td[@class='number'])") == "6"
    assert rows["policy:implements"].xpath(".//a/@href")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(ids)
    assert tree.xpath("string(//div[@id='ImplementationPlan']//span[@class='count'])") == "1"
    assert tree.xpath("string(//div[@id='KnownPlan']//span[@class='count'])") == "3"


def test_a_query_for_each_class_finds_things(client: FlaskClient, store: ox.Store) -> None:
    classes = page(client, "/model").xpath("//div/dt/a[contains(@href, 'of=')]/@href")
    links = [
        href
        for each in classes
        for href in page(client, each).xpath("//article/p[@class='note']/a[starts-with(@href, '/sparql')]/@href")
    ]
    assert len(links) == len(model(Iris(), "en"))
    for link in links:
        query = page(client, link).xpath("string(//textarea)")
        found = store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        assert next(found, None) is not None or "AgencyGroup" in query, query


def test_the_page_of_the_ontology_has_the_same_properties(client: FlaskClient) -> None:
    tree = page(client, "/doc/ns/def?term=Agency")
    assert tree.xpath("//article//a[starts-with(@href, '/model')]/@href") == ["/model?of=Agency"]
    text = tree.xpath("string(//article)")
    for prop in ("org:classification", "dct:spatial", "skos:prefLabel"):
        assert prop in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_example_is_called_by_its_name(client: FlaskClient, language: str) -> None:
    shown: set[str] = set()
    for each in model(Iris(), "en"):
        found: Any = page(client, f"/model?of={each.anchor}&lang={language}")
        shown |= {link.text_content() for link in found.xpath("//p[@class='note']/a[1] | //td[last()]/a")}
    assert len(shown) > 40
    assert [each for each in shown if re.search(r"\w:[\w/]", each)] == []
