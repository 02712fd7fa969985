"""The catalogue conforms to DCAT-AP 3: no violation and no warning of any of its shapes, page by page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pyoxigraph as ox
import pyshacl
import pytest
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, SH, SKOS, Graph, Namespace, URIRef

from mapping.release.publication import Publication
from server.words.addresses import to
from tests.server.catalogue.conftest import SHAPES, Shop, plan_ids

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
FILES = ("shapes", "range", "shapes_recommended", "deprecateduris", "dcat-ap-SHACL")
LABELS = (
    DCT.title,
    RDFS.label,
    SKOS.prefLabel,
    URIRef("http://xmlns.com/foaf/0.1/name"),
    URIRef("http://www.w3.org/2006/vcard/ns#fn"),
)
SMALL = "the catalogue of three plans"
DOCUMENTS = (
    "catalog.ttl", "catalog.ttl?page=2", "doc/id/dataset/all.ttl", "doc/id/dataset/plan-0001.ttl",
    "doc/id/dataset/reference.ttl", "doc/id/series/ndrc-2020-293.ttl", "doc/id/service/sparql.ttl",
)  # fmt: skip # entries side by side


@pytest.fixture(scope="module")
def client(shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]) -> FlaskClient:
    one = shop()
    one.publish(plan_ids(102))
    return window_on(one)


@pytest.fixture(scope="module")
def graphs(
    client: FlaskClient, shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]
) -> dict[str, Graph]:
    """Return the documents, read; one catalogue of three plans has everything on one page, for validators that are slow."""
    small = shop()
    small.publish(plan_ids(3))
    found = {SMALL: window_on(small).get("/catalog").data} | {each: client.get(f"/{each}").data for each in DOCUMENTS}
    return {name: Graph().parse(data=data, format="turtle") for name, data in found.items()}


def shapes(name: str) -> Graph:
    if not SHAPES.is_dir():
        pytest.skip("the shapes of DCAT-AP 3.0.1 are not beside this repository")
    found = Graph().parse(SHAPES / f"{name}.ttl")
    dangling = {each for each in found.objects(None, SH.property) if (each, SH.path, None) not in found}
    # two property shapes of dcat-ap-SHACL.ttl are named there and nowhere described
    assert len(dangling) == (2 if name == "dcat-ap-SHACL" else 0)
    for each in dangling:
        found.remove((None, SH.property, each))
    return found


@pytest.mark.parametrize("name", FILES)
def test_no_shape_finds_a_violation_or_a_warning_on_any_document(name: str, graphs: dict[str, Graph]) -> None:
    rules = shapes(name)
    for document in (SMALL, *(each for each in DOCUMENTS if each != "catalog.ttl")):
        conforms, _, text = pyshacl.validate(graphs[document], shacl_graph=rules, advanced=True)
        assert conforms, f"{document}: {text}"


@pytest.mark.parametrize("name", ["shapes", "shapes_recommended", "range"])
def test_the_shapes_do_find_what_is_missing(name: str, graphs: dict[str, Graph]) -> None:
    broken = Graph() + graphs["doc/id/dataset/plan-0001.ttl"]
    dataset = URIRef("https://data.example.org/id/dataset/plan-0001")
    for prop in (DCT.title, DCAT.theme):
        broken.remove((dataset, prop, None))
    for publisher in list(broken.objects(dataset, DCT.publisher)):
        broken.remove((publisher, RDF.type, None))
    conforms, _, _ = pyshacl.validate(broken, shacl_graph=shapes(name), advanced=True)
    assert not conforms


@pytest.mark.parametrize("name", FILES)
def test_another_publisher_conforms_too(
    name: str, shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]
) -> None:
    """With a licence that no table has, a page to write to, and a base with a path."""
    publication = Publication(
        base="https://portal.example.org/policy/",
        contact="https://portal.example.org/contact",
        license="https://portal.example.org/terms",
    )
    one = shop(publication)
    one.publish(plan_ids(2))
    written = window_on(one).get("/catalog").data
    assert b"https://portal.example.org/policy/id/dataset/plan-0001" in written
    conforms, _, text = pyshacl.validate(
        Graph().parse(data=written, format="turtle"), shacl_graph=shapes(name), advanced=True
    )
    assert conforms, text


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_object_is_typed_and_labelled_in_the_same_document(document: str, graphs: dict[str, Graph]) -> None:
    graph = graphs[document]
    named = {value for _, prop, value in graph if isinstance(value, URIRef) and prop != RDF.type}
    hydra = URIRef("http://www.w3.org/ns/hydra/core#")
    named -= {value for _, prop, value in graph if str(prop).startswith(hydra)}  # other pages
    named -= set(graph.objects(None, DCAT.inSeries)) if document.startswith("doc/id/service") else set()
    untyped = {each for each in named if (each, RDF.type, None) not in graph}
    unlabelled = {each for each in named if not any((each, label, None) in graph for label in LABELS)}
    assert (untyped, unlabelled) == (set(), set())


def test_titles_and_descriptions_are_chinese_first_then_english(graphs: dict[str, Graph]) -> None:
    graph = graphs["catalog.ttl"]
    datasets = list(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == 100
    for dataset in datasets:
        for prop in (DCT.title, DCT.description):
            assert [getattr(text, "language", None) for text in graph.objects(dataset, prop)] == ["zh", "en"]


def test_there_is_no_blank_node(graphs: dict[str, Graph]) -> None:
    for graph in graphs.values():
        assert not [term for triple in graph for term in triple if term.__class__.__name__ == "BNode"]


def test_every_format_says_the_same(client: FlaskClient) -> None:
    formats = {each: client.get(f"/catalog.{each}") for each in ("ttl", "rdf", "nt", "jsonld")}
    read = {
        suffix: {
            quad.triple for quad in ox.parse(answer.data, format=ox.RdfFormat.from_media_type(answer.mimetype or ""))
        }
        for suffix, answer in formats.items()
    }
    views = {suffix: f"https://data.example.org/catalog.{suffix}" for suffix in formats}
    plain = {
        suffix: {triple for triple in triples if not any(views[suffix] in str(term) for term in triple)}
        for suffix, triples in read.items()
    }
    assert plain["ttl"] == plain["rdf"] == plain["nt"] == plain["jsonld"]


def test_every_file_of_the_release_is_a_distribution_of_one_dataset(
    shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]
) -> None:
    one = shop()
    manifest = one.publish(plan_ids(3))
    page = Graph().parse(data=window_on(one).get("/catalog").data, format="turtle")
    given = [str(address) for address in page.objects(None, DCAT.downloadURL) if "/dumps/" in str(address)]
    wanted = [dump.path for dump in manifest.dumps if not dump.path.endswith("/canonical.txt")]
    assert sorted(given) == sorted(f"https://data.example.org{to('file', path)}" for path in wanted)
    of = URIRef("https://data.example.org/id/distribution/ontology/vocabulary/shapes/plan.ttl")
    assert page.value(None, DCAT.distribution, of) == URIRef("https://data.example.org/id/dataset/ontology")


def test_files_are_described_as_they_are(client: FlaskClient, graphs: dict[str, Graph]) -> None:
    graph = graphs["doc/id/dataset/plan-0001.ttl"]
    spdx = Namespace("http://spdx.org/rdf/terms#")
    files = list(graph.subjects(DCAT.byteSize, None))
    assert len(files) == 4
    for file in files:
        address = str(graph.value(file, DCAT.downloadURL)).removeprefix("https://data.example.org")
        with client.get(address, follow_redirects=True) as answer:
            body = answer.data
        checksum = graph.value(graph.value(file, spdx.checksum), spdx.checksumValue)
        assert (len(body), hashlib.sha256(body).hexdigest()) == (
            int(str(graph.value(file, DCAT.byteSize))),
            str(checksum).lower(),
        )
