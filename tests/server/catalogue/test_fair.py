"""The checks of F-UJI that need no registry, and Signposting by its own client.

F-UJI (github.com/pangaea-data-publisher/fuji) is no package, and asks DataCite, re3data and search engines; what it asks of
a dataset's own answers is asked here, metric by metric, of what it would read: the JSON-LD in the page, the negotiated RDF, the
``Link`` header, the files.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, PROV, Graph, URIRef
from signposting import find_signposting_http, find_signposting_linkset  # type: ignore[import-untyped]

BASE = "http://localhost:8000/"
DATASETS = ("tianjin-2020-293", "all", "reference", "ontology", "quality")
WITH_A_TABLE = ("tianjin-2020-293", "all")
HTML = {"Accept": "text/html"}
CORE = (
    "creator", "name", "publisher", "datePublished", "description", "keywords", "identifier", "@type", "license", "inLanguage",
)  # fmt: skip # entries side by side
COMMUNITY = {"http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"}
OPEN_FORMATS = {
    "text/turtle",
    "application/ld+json",
    "application/n-quads",
    "application/xml",
    "text/csv",
    "text/plain",
}
METRICS = {
    "FsF-F1-01MD", "FsF-F1-02MD", "FsF-F2-01M", "FsF-F3-01M", "FsF-F4-01M", "FsF-A1-01M", "FsF-A1-02MD", "FsF-A1.1-01MD",
    "FsF-A1.2-01MD", "FsF-I1-01M", "FsF-I2-01M", "FsF-I3-01M", "FsF-R1-01M", "FsF-R1.1-01M", "FsF-R1.2-01M", "FsF-R1.3-01M",
    "FsF-R1.3-02D",
}  # fmt: skip # entries side by side
"""Those of F-UJI 0.8."""
OF_A_REGISTRY = {"FsF-F1-02MD"}
"""A persistent identifier is one of a registry (DOI, Handle, w3id): whoever publishes registers it."""


@dataclass(frozen=True)
class Harvested:
    """What a machine that knows only the identifier of a dataset gets to see."""

    iri: str
    page: str
    embedded: dict[str, Any]
    negotiated: Graph


@pytest.fixture(params=DATASETS)
def dataset(request: pytest.FixtureRequest, client: FlaskClient) -> Harvested:
    name: str = request.param
    landing = client.get(f"/id/dataset/{name}", headers=HTML, follow_redirects=True)
    assert landing.status_code == 200
    told = landing.text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    rdf = client.get(landing.request.path, headers={"Accept": "text/turtle"})
    return Harvested(
        iri=f"{BASE}id/dataset/{name}",
        page=landing.text,
        embedded=json.loads(told),
        negotiated=Graph().parse(data=rdf.data, format="turtle"),
    )


def test_f1_the_identifier_is_an_address_that_resolves_to_the_page_and_stands_in_the_metadata(
    dataset: Harvested, client: FlaskClient
) -> None:
    """FsF-F1-01MD, FsF-A1-02MD: unique, resolvable, and named by every description."""
    assert dataset.embedded["@id"] == dataset.embedded["identifier"] == dataset.iri
    assert str(dataset.negotiated.value(URIRef(dataset.iri), DCTERMS.identifier)) == dataset.iri
    assert client.get(urlsplit(dataset.iri).path, headers=HTML).status_code == 303
    assert dataset.embedded["url"] == f"{BASE}doc/id/dataset/{dataset.iri.rpartition('/')[2]}"


def test_f2_the_core_elements_are_embedded_and_negotiated(dataset: Harvested) -> None:
    """FsF-F2-01M: creator, title, publisher, date, summary, keywords, identifier, type."""
    assert all(dataset.embedded.get(element) for element in CORE)
    about = set(dataset.negotiated.predicates(URIRef(dataset.iri)))
    wanted = {
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.issued, DCAT.keyword, DCTERMS.identifier,
        DCTERMS.license,
    }  # fmt: skip # entries side by side
    assert wanted <= about


def test_f3_every_file_that_is_named_is_there_with_its_size_type_and_checksum(
    dataset: Harvested, client: FlaskClient
) -> None:
    """FsF-F3-01M, FsF-A1-02MD, FsF-R1-01M: content addresses resolve, and what is said of the content is true."""
    assert dataset.embedded["distribution"]
    for file in dataset.embedded["distribution"]:
        with client.get(file["contentUrl"].removeprefix(BASE.rstrip("/")), follow_redirects=True) as answer:
            body = answer.data
        assert answer.mimetype == file["encodingFormat"]
        assert len(body) == int(file["contentSize"])
        assert hashlib.sha256(body).hexdigest() == file["sha256"]


def test_f4_search_engines_find_the_structured_data_and_robots_may_read_it(
    dataset: Harvested, client: FlaskClient
) -> None:
    """FsF-F4-01M: schema.org in the page, which no robot is kept from."""
    assert (dataset.embedded["@context"], dataset.embedded["@type"]) == ("https://schema.org/", "Dataset")
    assert 50 <= len(dataset.embedded["description"]) <= 5000  # what dataset search engines take
    assert f"<loc>{dataset.embedded['url']}</loc>" in client.get("/sitemap-1.xml").text
    assert "Disallow: /doc" not in client.get("/robots.txt").text


def test_a1_the_access_level_is_public_and_the_protocol_is_http(dataset: Harvested) -> None:
    """FsF-A1-01M, FsF-A1.1-01MD, FsF-A1.2-01MD: rights from a known list, free, by a protocol that could ask who one is."""
    right = dataset.negotiated.value(URIRef(dataset.iri), DCTERMS.accessRights)
    assert str(right) == "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
    assert dataset.embedded["isAccessibleForFree"] is True
    files = [file["contentUrl"] for file in dataset.embedded["distribution"]]
    assert {urlsplit(each).scheme for each in (dataset.iri, dataset.embedded["url"], *files)} <= {"http", "https"}


def test_i1_i2_the_metadata_is_a_graph_in_registered_vocabularies(dataset: Harvested) -> None:
    """FsF-I1-01M, FsF-I2-01M, FsF-R1.3-01M: RDF, embedded and negotiated, in DCAT and Dublin Core."""
    used = {
        str(prop)[: max(str(prop).rfind("#"), str(prop).rfind("/")) + 1] for prop in dataset.negotiated.predicates()
    }
    assert used >= COMMUNITY


def test_i3_related_things_are_named_by_addresses(dataset: Harvested, client: FlaskClient) -> None:
    """FsF-I3-01M: the catalogue, the whole, and of a plan the plan itself and the document it was read from."""
    name = dataset.iri.rpartition("/")[2]
    related = [
        dataset.embedded[key]
        for key in ("includedInDataCatalog", "isPartOf", "isBasedOn", "about")
        if key in dataset.embedded
    ]
    assert len(related) == {"all": 1, "tianjin-2020-293": 4}.get(name, 2)
    for each in related:
        assert client.get(urlsplit(each["@id"]).path, follow_redirects=True).status_code == 200


def test_r1_what_the_table_tells_is_named(dataset: Harvested) -> None:
    """FsF-R1-01M: the variables of the data, where it is a table."""
    variables = [each["name"] for each in dataset.embedded.get("variableMeasured", ())]
    assert ("deadline" in variables) == (dataset.iri.rpartition("/")[2] in WITH_A_TABLE)


def test_r1_1_the_licence_is_an_address_of_a_known_one(dataset: Harvested) -> None:
    """FsF-R1.1-01M: in every description, the same."""
    assert dataset.embedded["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert set(dataset.negotiated.objects(URIRef(dataset.iri), DCTERMS.license)) == {
        URIRef(dataset.embedded["license"])
    }


def test_r1_2_where_the_data_comes_from_is_told(dataset: Harvested) -> None:
    """FsF-R1.2-01M: who and when, and of a plan in PROV by which activity."""
    assert dataset.negotiated.value(URIRef(dataset.iri), DCTERMS.provenance) is not None
    assert {"creator", "datePublished", "dateModified"} <= dataset.embedded.keys()
    generated = dataset.negotiated.value(URIRef(dataset.iri), PROV.wasGeneratedBy)
    assert (generated is not None) == dataset.iri.endswith("tianjin-2020-293")


def test_r1_3_files_are_in_open_formats(dataset: Harvested) -> None:
    """FsF-R1.3-02D: open and long-lived, the main ones first."""
    formats = [file["encodingFormat"] for file in dataset.embedded["distribution"]]
    assert set(formats) & OPEN_FORMATS
    assert not set(formats) - OPEN_FORMATS - {"text/markdown"}


def test_every_metric_is_asked_but_that_of_registered_identifiers() -> None:
    asked = "".join(each.__doc__ or "" for name, each in globals().items() if name.startswith("test_"))
    assert set(re.findall(r"FsF-[\w.]+-\d\d\w+", asked)) == METRICS - OF_A_REGISTRY


# ---- Signposting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DATASETS)
def test_signposts_lead_on_from_the_page(name: str, address: str, client: FlaskClient) -> None:
    page = f"{address}/doc/id/dataset/{name}"
    found = find_signposting_http(page)
    assert found.citeAs.target == f"{BASE}id/dataset/{name}"
    assert found.license.target == "https://creativecommons.org/licenses/by/4.0/"
    assert {each.target for each in found.types} == {"https://schema.org/Dataset", "https://schema.org/AboutPage"}
    assert {each.target for each in found.authors} == {f"{BASE}id/agent/publisher"}
    assert len(found.describedBy) == 4
    for each in (*found.describedBy, *found.items, *found.linksets):
        with client.get(urlsplit(each.target).path, follow_redirects=True) as answer:
            assert (answer.status_code, answer.mimetype) == (200, each.type)
    back = find_signposting_http(f"{page}.ttl")
    assert {each.target for each in back.describes} == {page}


@pytest.mark.parametrize("name", DATASETS)
def test_a_link_set_has_every_file_and_the_way_back(name: str, address: str, client: FlaskClient) -> None:
    """FAIR Signposting, level 2: also of a dataset with more files than a header names."""
    page = f"{BASE}doc/id/dataset/{name}"
    found = find_signposting_linkset(f"{address}/doc/id/dataset/{name}.linkset")
    of_page = found.for_context(page)
    described = client.get(f"/doc/id/dataset/{name}", headers={"Accept": "text/turtle"}).data
    files = {
        str(file)
        for file in Graph().parse(data=described, format="turtle").objects(None, DCAT.downloadURL)
        if "/dumps/" in str(file)
    }
    assert {each.target for each in of_page.items} == files
    assert of_page.citeAs.target == f"{BASE}id/dataset/{name}"
    for file in files:
        assert found.for_context(file).collection.target == page
        with client.get(urlsplit(file).path, follow_redirects=True) as answer:
            assert f'</doc/id/dataset/{name}>; rel="collection"; type="text/html"' in answer.headers["Link"]
    assert client.get("/doc/id/dataset/nobody.linkset").status_code == 404


def test_a_header_names_twenty_files_at_most(client: FlaskClient) -> None:
    links = client.get("/doc/id/dataset/ontology", headers=HTML).headers["Link"]
    assert links.count('rel="item"') == 20
    assert '</doc/id/dataset/ontology.linkset>; rel="linkset"; type="application/linkset+json"' in links
