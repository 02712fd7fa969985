"""A thing to which much points: its documents are paged, its page counts all of it, and both are quick."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests.utils
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from server.app import close, create_app
from server.config import Lanes, ServerConfig

BASE = "http://localhost:8000/"
DEF = "https://w3id.org/policygraph/def#"
AGENCY = "https://w3id.org/policygraph/agency/120000/shi-shang-wu-ju"
MEASURES = 10_000
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def statements() -> Iterator[str]:
    graph = f"<{BASE}graph/plan/large>"
    yield f'<{AGENCY}> <http://www.w3.org/2004/02/skos/core#prefLabel> "天津市商务局"@zh {graph} .'
    yield f"<{AGENCY}> <{TYPE}> <{DEF}Agency> {graph} ."
    for number in range(MEASURES):
        measure = f"<{BASE}id/measure/large/{number}>"
        yield f"{measure} <{TYPE}> <{DEF}Measure> {graph} ."
        yield f"{measure} <{DEF}responsibleAgency> <{AGENCY}> {graph} ."
        yield f'{measure} <http://data.europa.eu/eli/ontology#number> "{number}" {graph} .'


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, release: Callable[..., str]) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("large")
    release(folder, "\n".join(statements()))
    app = create_app(ServerConfig(releases=folder, lanes=Lanes(fast=1), cache_bytes=0))
    yield app.test_client()
    close(app)


def test_its_documents_lead_from_page_to_page_through_all_of_it(busy: FlaskClient) -> None:
    found, address, pages = Graph(), "/doc/ns/agency/120000/shi-shang-wu-ju.nt", 0
    while address:
        response = busy.get(address)
        found.parse(data=response.data, format="nt")
        onward = [
            each["url"] for each in requests.utils.parse_header_links(response.headers["Link"]) if each["rel"] == "next"
        ]
        address, pages = (onward or [""])[0], pages + 1
    pointing = set(found.subjects(URIRef(f"{DEF}responsibleAgency"), URIRef(AGENCY)))
    assert (len(pointing), pages) == (MEASURES, 51)


@pytest.mark.parametrize("suffix", ["html", "ttl", "jsonld", "rdf"])
def test_an_answer_holds_a_page_of_it(busy: FlaskClient, suffix: str) -> None:
    """What is read and written does not grow with what points to a thing; ``benchmarks/pages.py`` measures the time."""
    body = busy.get(f"/doc/ns/agency/120000/shi-shang-wu-ju.{suffix}").text
    assert 0 < len(set(re.findall(r"measure/large/\d+", body))) <= 200


def test_its_page_counts_everything_that_points_to_it(busy: FlaskClient) -> None:
    address = "/doc/ns/agency/120000/shi-shang-wu-ju.html"
    for about in ("", "?data=all"):  # its measures, and the links to it
        assert busy.get(address + about).text.count('<span class="count">10,000</span>') == 1
    second = busy.get(
        "/doc/ns/agency/120000/shi-shang-wu-ju?links=policy:responsibleAgency&page=2", headers={"Accept": "text/html"}
    )
    assert second.text.count('<li><a href="/doc/id/measure/large/') == 50


REQUIREMENT = "https://w3id.org/policygraph/national/ndrc-2020-293/requirement/07.1"
PLANS = 20


def plans_under_one_requirement() -> Iterator[str]:
    eli = "http://data.europa.eu/eli/ontology#"
    graph = f"<{BASE}graph/plan/several>"
    yield f"<{REQUIREMENT}> <{TYPE}> <{DEF}Requirement> {graph} ."
    yield f'<{REQUIREMENT}> <{eli}number> "07.1" {graph} .'
    for number in range(PLANS):
        measure, plan = f"<{BASE}id/measure/plan-{number:02d}/1>", f"<{BASE}id/plan/plan-{number:02d}>"
        yield f"{plan} <{TYPE}> <{DEF}ImplementationPlan> {graph} ."
        yield f"{measure} <{TYPE}> <{DEF}Measure> {graph} ."
        yield f"{measure} <{eli}is_part_of> {plan} {graph} ."
        yield f"{measure} <{DEF}implements> <{REQUIREMENT}> {graph} ."


def test_a_measure_shows_a_few_of_many_under_its_requirement_and_leads_to_all(
    tmp_path: Path, release: Callable[..., str]
) -> None:
    release(tmp_path, "\n".join(plans_under_one_requirement()))
    app = create_app(ServerConfig(releases=tmp_path, lanes=Lanes(fast=1), cache_bytes=0))
    page = app.test_client().get("/doc/id/measure/plan-00/1.html").text
    close(app)
    others = page[page.index('aria-labelledby="others"') : page.index('aria-labelledby="source"')]
    assert f'<span class="count">{PLANS - 1}</span>' in others
    assert others.count('<li class="entry">') == 12
    assert '全部举措见： <a href="/doc/ns/national/ndrc-2020-293/requirement/07.1">国家要求 07.1</a>' in others


def test_the_points_of_a_part_stand_below_it_and_hold_all_its_measures(client: FlaskClient) -> None:
    page = client.get("/doc/ns/jurisdiction/120000?lang=en", headers={"Accept": "text/html"}).text
    listed = page.partition('id="measures"')[2].partition("</section>")[0]
    parts = re.findall(
        r'/part-\d[^>]*>[^<]*</a> <span class="count">(\d+)</span>\s*<ul class="inner">(.*?)</ul>', listed, re.DOTALL
    )
    assert len(parts) == 6
    for count, points in parts:
        assert int(count) == sum(map(int, re.findall(r'class="count">(\d+)', points)))
        assert "/part-" not in points
