"""What the catalogue says is so: what can be downloaded whole, what changed, who publishes, where, about what."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pyshacl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from rdflib import RDF, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import FOAF

from mapping.release.folder import read_manifest
from mapping.release.publication import Publication
from server.catalogue.dcat.coverage import CatalogueCoverage, DatasetTheme
from server.catalogue.dcat.datasets import plain
from server.catalogue.dcat.distributions import LISTS, fits_spreadsheets
from server.web.sheets import MOST_ROWS
from tests.server.catalogue.conftest import BASE, PUBLICATION, VOCABULARIES, Shop, plan_ids

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
EU = Namespace("http://publications.europa.eu/resource/authority/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
ALL = URIRef(f"{BASE}id/dataset/all")
FIRST = URIRef(f"{BASE}id/dataset/plan-0001")
WHO = msgspec.structs.replace(
    PUBLICATION,
    publisher_type="RegionalAuthority",
    publisher_homepage="https://data.example.org/about",
    publisher_email="data@example.org",
)


@pytest.fixture(scope="module")
def client(shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]) -> FlaskClient:
    one = shop(WHO)
    one.publish(plan_ids(3))
    return window_on(one)


@pytest.fixture(scope="module")
def page(client: FlaskClient) -> Graph:
    return Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")


def test_a_list_is_reached_by_the_api_and_is_no_download(client: FlaskClient, page: Graph) -> None:
    lists = [each for each in page.objects(ALL, DCAT.distribution) if re.search("/lists/.*[^x]$", str(each))]
    assert len(lists) == 18
    api = URIRef(f"{BASE}id/service/api")
    for each in lists:
        assert (page.value(each, DCAT.downloadURL), page.value(each, DCAT.accessService)) == (None, api)
    addresses = {str(page.value(each, DCAT.accessURL)) for each in lists}
    assert {f"{BASE}measures.csv", f"{BASE}plans.json", f"{BASE}themes.ttl"} <= addresses
    assert len(addresses) == 18
    assert page.value(api, DCAT.endpointDescription) == URIRef(f"{BASE}openapi.json")
    assert client.application.url_map.bind("data.example.org").match("/openapi.json")


def test_what_is_downloaded_is_whole(client: FlaskClient, page: Graph) -> None:
    files = [each for each in page.subject_objects(DCAT.downloadURL) if (each[0], DCAT.byteSize, None) in page]
    assert files
    for distribution, address in files:
        with client.get("/" + str(address).removeprefix(BASE), follow_redirects=True) as answer:
            assert len(answer.data) == int(str(page.value(distribution, DCAT.byteSize)))


def test_a_list_is_a_spreadsheet_whole_as_long_as_one_holds_it(window: Flask, live: Path) -> None:
    client = window.test_client()
    page = Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")
    offered = [each for each in page.subjects(DCAT.downloadURL) if re.search(r"/lists/\w+\.xlsx$", str(each))]
    sheets = {urlsplit(str(page.value(each, DCAT.downloadURL))).path for each in offered}
    assert sheets == {f"/{name}/all.xlsx" for name in LISTS}
    book = load_workbook(io.BytesIO(client.get("/measures/all.xlsx").data), read_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows()) == 1 + client.get("/measures.json").get_json()["total"]
    manifest = read_manifest(live)
    full = (msgspec.structs.replace(manifest.plans[0], measures=MOST_ROWS),)
    assert fits_spreadsheets(msgspec.structs.replace(manifest, plans=full))
    assert not fits_spreadsheets(msgspec.structs.replace(manifest, plans=(*full, *manifest.plans)))


def test_files_that_are_byte_for_byte_the_same_are_one_distribution(client: FlaskClient, page: Graph) -> None:
    documents = [each for each in page.objects(FIRST, DCAT.distribution) if "/document/" in str(each)]
    assert [str(page.value(each, DCAT.downloadURL)).rpartition("/")[2] for each in documents] == [
        "%E5%8E%9F%E6%96%87.txt"
    ]
    (title,) = [text for text in page.objects(documents[0], DCT.title) if getattr(text, "language", "") == "en"]
    assert str(title) == "source document, which is its own canonical text (原文.txt)"
    found = client.get("/id/distribution/plan-0001/document/canonical.txt")
    assert (found.status_code, found.headers["Location"]) == (303, "/doc/id/dataset/plan-0001")


def test_a_release_moves_the_date_the_version_and_the_provenance_of_what_it_changes_only(
    shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]
) -> None:
    one = shop()
    one.publish(plan_ids(3))
    seen = _versions(window_on(one))
    one.publish(plan_ids(3), salt={"plan-0002": "reworded"})
    then = _versions(window_on(one))
    assert {name for name in seen if seen[name] != then[name]} == {"all", "plan-0002"}
    assert {then[name][0] for name in ("all", "plan-0002")} == {"2026-01-01T01:00:00+00:00"}
    again = msgspec.structs.replace(one.publication, contact="mailto:new@example.org")
    one.publication = again
    one.publish(plan_ids(3), salt={"plan-0002": "reworded"})
    assert _versions(window_on(one)) == then


def _versions(client: FlaskClient) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    page = Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")
    return {
        str(dataset).rpartition("/")[2]: (
            str(page.value(dataset, DCT.modified)),
            str(page.value(dataset, DCAT.version)),
            tuple(sorted(map(str, page.objects(page.value(dataset, DCT.provenance), None)))),
        )
        for dataset in page.subjects(RDF.type, DCAT.Dataset)
    }


def test_the_publisher_says_what_it_is_and_how_it_is_reached(page: Graph) -> None:
    publisher = page.value(FIRST, DCT.publisher)
    kind = URIRef("http://purl.org/adms/publishertype/RegionalAuthority")
    assert (page.value(publisher, DCT.type), page.value(publisher, FOAF.mbox)) == (
        kind,
        URIRef("mailto:data@example.org"),
    )
    assert page.value(publisher, FOAF.homepage) == URIRef("https://data.example.org/about")
    assert page.value(kind, SKOS.inScheme) == URIRef("http://purl.org/adms/publishertype/1.0")
    assert page.value(FIRST, DCT.creator) == publisher


@pytest.mark.parametrize(
    ("name", "value"),
    [("publisher_type", "Ministry"), ("publisher_homepage", "data.example.org"), ("publisher_email", "mailto:a@b")],
)
def test_a_publisher_that_no_catalogue_could_show_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        msgspec.structs.replace(Publication(), **{name: value})


def test_a_place_is_named_as_others_name_it_too(page: Graph) -> None:
    beijing = {URIRef("https://w3id.org/policygraph/jurisdiction/110000"), URIRef("https://sws.geonames.org/2038349/")}
    assert set(page.objects(FIRST, DCT.spatial)) == beijing
    assert EU["country/CHN"] in set(page.objects(ALL, DCT.spatial))
    assert page.value(EU["country/CHN"], SKOS.inScheme) == EU.country


def test_a_licence_is_found_in_the_table_of_the_eu(page: Graph) -> None:
    licence = page.value(FIRST, DCT.license)
    assert page.value(licence, SKOS.exactMatch) == EU["licence/CC_BY_4_0"]
    assert page.value(EU["licence/CC_BY_4_0"], SKOS.inScheme) == EU.licence


def test_a_plan_leads_to_the_page_on_which_it_was_published(page: Graph) -> None:
    assert page.value(FIRST, FOAF.page) == URIRef("https://www.example.gov.cn/plan-0001.html")
    assert page.value(ALL, FOAF.page) is None


def test_a_checksum_is_hex_of_an_algorithm_by_its_https_name(page: Graph) -> None:
    checksum = next(page.objects(None, SPDX.checksum))
    assert page.value(checksum, SPDX.algorithm) == URIRef("https://spdx.org/rdf/terms#checksumAlgorithm_sha256")
    assert str(getattr(page.value(checksum, SPDX.checksumValue), "datatype", "")).endswith("#hexBinary")


def test_the_shapes_of_the_vocabularies_find_no_violation(page: Graph) -> None:
    """What they warn of stays: our publisher is no body of the EU; our own places and themes stand beside others'."""
    file = VOCABULARIES / "mdr-vocabularies.shape.ttl"
    if not file.is_file():
        pytest.skip("the shapes of DCAT-AP's vocabularies are not beside this repository")
    _, report, _ = pyshacl.validate(page, shacl_graph=Graph().parse(file), advanced=True)
    assert isinstance(report, Graph)
    results = [
        (report.value(each, SH.resultSeverity), report.value(each, SH.resultPath), report.value(each, SH.value))
        for each in report.objects(None, SH.result)
    ]
    assert {severity for severity, _, _ in results} == {SH.Warning}
    assert {path for _, path, _ in results} == {DCT.publisher, DCT.spatial, DCAT.theme}
    for _, path, value in results:
        assert path == DCT.publisher or str(value).startswith("https://w3id.org/policygraph/")


def test_a_theme_of_few_measures_is_no_theme_of_the_plan() -> None:
    def theme(code: str, *broader: str) -> DatasetTheme:
        return DatasetTheme({"zh": code}, "scheme", broader, (str(EU[f"data-theme/{code}"]),) if code else ())

    themes = {"shops": theme("ECON"), "schools": theme("EDUC"), "buses": theme("TRAN"), "fairs": theme("", "shops")}
    counts = {"graph": {"shops": 5, "fairs": 10, "schools": 4, "buses": 1}}
    known = CatalogueCoverage(iris=WHO.iris, themes=themes, themes_of=counts)
    assert known.european_themes("graph") == tuple(str(EU[f"data-theme/{code}"]) for code in ("ECON", "EDUC", "GOVE"))
    assert known.european_themes("elsewhere") == (str(EU["data-theme/GOVE"]),)


def test_every_keyword_is_one_that_ckan_takes(page: Graph) -> None:
    words = [str(word) for word in page.objects(None, DCAT.keyword) if isinstance(word, Literal)]
    assert "北京市" in words
    assert [word for word in words if not re.fullmatch(r"[\w \-.]{2,100}", word)] == []


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("“互联网+”", "互联网"),
        ("Xi'an", "Xian"),
        ("伊犁·哈萨克", "伊犁 哈萨克"),
        ("a, b; c", "a b c"),
        ("V2.0-试点", "V2.0-试点"),
    ],
)
def test_a_keyword_loses_the_signs_that_ckan_refuses(word: str, kept: str) -> None:
    assert plain([{"zh": word, "en": word}]) == {"zh": (kept,), "en": (kept,)}


def test_a_keyword_that_is_too_short_or_too_long_is_none() -> None:
    assert plain([{"zh": "京", "en": "x" * 101}]) == {"zh": (), "en": ()}
