"""A harvester pointed at one address takes everything, in order, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.util import guess_format

from tests.server.catalogue.conftest import BASE, Shop, plan_ids

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
PLANS = plan_ids(1000)


@dataclass
class Harvester:
    """A crawler as portals write it: HEAD, GET, read by Content-Type, follow next; conditional when it comes again."""

    client: FlaskClient
    tags: dict[str, str] = field(default_factory=dict)
    transferred: int = 0
    statuses: list[int] = field(default_factory=list)

    def harvest(self, address: str, headers: dict[str, str] | None = None) -> list[Graph]:
        pages: list[Graph] = []
        following: str | None = address
        while following:
            page = self._get(following, headers or {})
            pages.append(page)
            views = list(page.subjects(RDF.type, HYDRA.PartialCollectionView))
            assert len(views) == 1
            found = page.value(views[0], HYDRA.next)
            assert not isinstance(found, Literal), "hydra:next is an IRI"
            following = str(found) if found else None
        return pages

    def _get(self, address: str, headers: dict[str, str]) -> Graph:
        assert address.startswith(BASE)
        path = "/" + address.removeprefix(BASE)
        head = self.client.head(path, headers=headers)
        assert head.status_code == 200
        response = self.client.get(path, headers=headers)
        assert int(head.headers["Content-Length"]) == len(response.data)
        self.tags[path] = response.headers["ETag"]
        return Graph().parse(data=response.data, format=response.headers["Content-Type"].partition(";")[0])

    def come_again(self) -> None:
        for path, tag in self.tags.items():
            response = self.client.get(path, headers={"If-None-Match": tag})
            self.statuses.append(response.status_code)
            self.transferred += len(response.data)


@pytest.fixture(scope="module")
def opened(shop: Callable[..., Shop]) -> Shop:
    one = shop()
    one.publish(PLANS)
    return one


@pytest.fixture(scope="module")
def client(opened: Shop, window_on: Callable[[Shop], FlaskClient]) -> FlaskClient:
    return window_on(opened)


@pytest.fixture(scope="module")
def harvested(client: FlaskClient) -> tuple[Harvester, list[Graph]]:
    harvester = Harvester(client)
    return harvester, harvester.harvest(f"{BASE}catalog")


def datasets(pages: list[Graph]) -> list[str]:
    return [str(dataset) for page in pages for dataset in page.subjects(RDF.type, DCAT.Dataset)]


def test_every_dataset_is_taken_once_and_in_the_order_of_the_catalogue(
    harvested: tuple[Harvester, list[Graph]],
) -> None:
    _, pages = harvested
    names = [each.removeprefix(f"{BASE}id/dataset/") for each in datasets(pages)]
    assert names == ["all", "reference", "ontology", *PLANS]
    assert len(pages) == 11


def test_the_last_page_ends_and_every_page_counts_all(harvested: tuple[Harvester, list[Graph]]) -> None:
    _, pages = harvested
    assert [bool(list(page.subject_objects(HYDRA.next))) for page in pages] == [True] * 10 + [False]
    assert {str(total) for page in pages for total in page.objects(None, HYDRA.totalItems)} == {"1003"}


def test_each_has_what_udata_needs(harvested: tuple[Harvester, list[Graph]]) -> None:
    _, pages = harvested
    for page in pages:
        for dataset in page.subjects(RDF.type, DCAT.Dataset):
            assert str(page.value(dataset, DCT.identifier)) == str(dataset)
            assert {title.language for title in page.objects(dataset, DCT.title) if isinstance(title, Literal)} == {
                "zh",
                "en",
            }


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib's own reader of JSON-LD
@pytest.mark.parametrize("suffix", ["", ".ttl", ".rdf", ".jsonld", ".nt"])
def test_udata_reads_every_page_by_its_suffix_and_every_resource(suffix: str, client: FlaskClient) -> None:
    """The rules of udata's DCAT backend: format by suffix, else by Content-Type; then what it makes a resource from."""
    path = f"/catalog{suffix}?page=2" if suffix else "/catalog?page=2"
    kind = guess_format(urlsplit(path).path) or client.head(path).content_type.partition(";")[0]
    page = Graph().parse(data=client.get(path).data, format=kind)
    dataset = URIRef(f"{BASE}id/dataset/plan-0100")
    assert (dataset, RDF.type, DCAT.Dataset) in page
    for resource in page.objects(dataset, DCAT.distribution):
        assert page.value(resource, DCT.title) is not None
        assert str(page.value(resource, DCAT.downloadURL)).startswith(f"{BASE}dumps/")
        assert int(str(page.value(resource, DCAT.byteSize))) > 0
        checksum = page.value(resource, SPDX.checksum)
        algorithm = str(page.value(checksum, SPDX.algorithm)).rpartition("_")[2]
        assert (algorithm, len(str(page.value(checksum, SPDX.checksumValue)))) == ("sha256", 64)
        format_ = page.value(resource, DCT["format"])
        assert format_ is not None
        assert str(page.value(format_, RDFS.label)) in {"N-Quads", "Turtle", "CSV", "TXT"}
        assert str(page.value(resource, DCAT.mediaType)).startswith("https://www.iana.org/assignments/media-types/")
    period = page.value(dataset, DCT.temporal)
    assert [str(page.value(period, each)) for each in (DCAT.startDate, DCAT.endDate)] == ["2020-05-23", "2022-12-31"]
    frequency = str(page.value(dataset, DCT.accrualPeriodicity))
    assert frequency == "http://publications.europa.eu/resource/authority/frequency/IRREG"


def test_a_second_run_with_nothing_new_transfers_only_304s(harvested: tuple[Harvester, list[Graph]]) -> None:
    harvester, _ = harvested
    harvester.come_again()
    assert harvester.statuses == [304] * 11
    assert harvester.transferred == 0


def test_a_harvester_that_knows_dates_only_gets_304_too(client: FlaskClient) -> None:
    first = client.get("/catalog")
    again = client.get("/catalog", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (again.status_code, again.data) == (304, b"")
    before = client.get("/catalog", headers={"If-Modified-Since": "Tue, 01 Jan 2019 00:00:00 GMT"})
    assert before.status_code == 200


@pytest.mark.parametrize("suffix", ["ttl", "rdf", "jsonld", "nt"])
def test_the_next_page_is_read_as_the_first_was(suffix: str, client: FlaskClient) -> None:
    answer = client.get(f"/catalog.{suffix}")
    page = ox.parse(answer.data, format=ox.RdfFormat.from_media_type(answer.mimetype or ""))
    following = [quad.object for quad in page if quad.predicate.value == str(HYDRA.next)]
    assert following == [ox.NamedNode(f"{BASE}catalog.{suffix}?page=2")]


def test_the_host_that_was_asked_is_never_in_an_answer(client: FlaskClient) -> None:
    for path in (
        "/catalog.ttl",
        "/oai?verb=Identify",
        "/sitemap.xml",
        "/void",
        "/stream/1",
        "/feed.atom",
        "/robots.txt",
    ):
        inner = {
            "Host": "inner.example.net:8080",
            "X-Forwarded-Host": "evil.example.com",
            "Forwarded": "host=evil.example.com",
        }
        answer = client.get(path, headers={**inner, "X-Forwarded-Proto": "gopher", "X-Forwarded-Prefix": "/evil"})
        assert answer.status_code == 200
        for wrong in ("inner.example.net", "evil", "gopher"):
            assert wrong not in answer.text + str(answer.headers)


def test_a_browser_gets_a_page_and_a_client_that_says_nothing_gets_turtle(client: FlaskClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get("/catalog", headers={"Accept": browser}).mimetype == "text/html"
    assert client.get("/catalog").mimetype == "text/turtle"
    assert client.get("/catalog", headers={"Accept": "*/*"}).mimetype == "text/turtle"


@pytest.mark.parametrize("page", ["0", "12", "x", "-1", "1.5", "", "١", "9" * 5000])
def test_a_page_that_is_not_there_is_refused(page: str, client: FlaskClient) -> None:
    assert client.get(f"/catalog?page={page}").status_code in {400, 404}


def test_void_counts_what_the_graph_holds(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    void = Namespace("http://rdfs.org/ns/void#")
    whole = URIRef(f"{BASE}id/dataset/all")
    measure = next(graph.subjects(void["class"], URIRef("https://w3id.org/policygraph/def#Measure")))
    assert str(graph.value(measure, void.entities)) == "1000"
    assert str(graph.value(whole, void.uriLookupEndpoint)) == f"{BASE}lookup?uri="
    assert {str(graph.value(links, void.objectsTarget)) for links in graph.subjects(RDF.type, void.Linkset)} == {
        "http://www.wikidata.org/entity/",
        "https://sws.geonames.org/",
    }
    assert graph.value(whole, DCT.license) is not None
    assert client.get("/void.ttl").data == client.get("/void").data


def test_the_sitemap_leads_to_every_plan(client: FlaskClient) -> None:
    assert client.get("/robots.txt").data.endswith(f"Sitemap: {BASE}sitemap.xml\n".encode())
    assert f"{BASE}sitemap-1.xml".encode() in client.get("/sitemap.xml").data
    part = client.get("/sitemap-1.xml").data
    for plan in PLANS[::100]:
        assert f"<loc>{BASE}doc/id/plan/{plan}</loc>".encode() in part
    assert client.get("/sitemap-2.xml").status_code == 404


def test_every_distribution_leads_to_the_dataset_that_describes_it(client: FlaskClient) -> None:
    page = Graph().parse(data=client.get("/catalog").data, format="turtle")
    for name in ("all", "plan-0001"):
        for distribution in page.objects(URIRef(f"{BASE}id/dataset/{name}"), DCAT.distribution):
            found = client.get("/" + str(distribution).removeprefix(BASE))
            assert (found.status_code, found.headers["Location"]) == (303, f"/doc/id/dataset/{name}")
    assert client.get("/id/distribution/plan-0001/nothing").status_code == 404


def test_the_lookup_leads_to_a_thing(client: FlaskClient) -> None:
    found = client.get("/lookup", query_string={"uri": f"{BASE}id/plan/plan-0001"})
    assert (found.status_code, found.headers["Location"]) == (303, "/doc/id/plan/plan-0001")
    assert client.get("/lookup?uri=https://elsewhere.example/x").status_code == 404
    assert client.get("/lookup").status_code == 400
