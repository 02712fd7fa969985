"""Figures count what is real and once: no invented sample, and no body's whole work under each of its functions."""

import gzip
import io
import re
from types import SimpleNamespace
from typing import Any, cast

import docx
import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from lxml import etree, html
from lxml.html import HtmlElement

from server.lists.definitions import LISTS, Listing
from server.pictures import tiles
from server.release.store.interface import Solution


def test_samples_are_in_no_headline_figure_and_never_first(client: FlaskClient) -> None:
    page = client.get("/?lang=en").text
    figures = dict(re.findall(r"<dt>(\w+)</dt><dd>([0-9,]+)</dd>", page))
    assert (figures["plan"], figures["measures"]) == ("1", "84")
    plans = re.findall(r"<li>.*?</li>", page.partition('id="plans"')[2].partition("</ul>")[0], re.DOTALL)
    assert [">sample<" in each for each in plans] == [False] + [True] * (len(plans) - 1)
    assert len(plans) > 1


def test_a_card_of_a_samples_measure_carries_its_badge(client: FlaskClient) -> None:
    listed = client.get("/measures?plan=sample-jia-2020-293&lang=en").text
    cards = re.findall(r'<li class="entry">.*?</li>', listed, re.DOTALL)
    assert cards
    assert all('<span class="badge">sample</span>' in each for each in cards)


def test_a_body_of_two_functions_counts_for_neither_and_says_so(client: FlaskClient) -> None:
    rows = client.get("/compare/functions.json").json
    assert rows
    shared = [row for row in rows["rows"] if row["functions_beside"]]
    alone = [row for row in rows["rows"] if not row["functions_beside"]]
    functions_of: dict[str, set[str]] = {}
    for row in rows["rows"]:
        functions_of.setdefault(row["agency"], set()).add(row["function"])
    assert {row["agency"] for row in shared} == {agency for agency, found in functions_of.items() if len(found) > 1}
    assert all(len(functions_of[row["agency"]]) == 1 for row in alone)
    page = client.get("/compare/functions?lang=en").text
    assert ("for its other functions too" in page) == bool(shared)


@pytest.mark.parametrize("query", ["", "?theme=08", "?theme=part-3", "?requirement=08.3"])
def test_a_dot_of_functions_leads_to_as_many_measures_as_it_counts(client: FlaskClient, query: str) -> None:
    drawn = etree.fromstring(client.get(f"/embed/compare/functions.svg{query}").data)
    dots = [each for each in drawn.iter("{http://www.w3.org/2000/svg}a") if each.get("tabindex")]
    assert dots
    for dot in dots:
        listed = (
            dot.get("href", "").removeprefix("http://localhost:8000").replace("/measures?", "/measures.json?size=1&")
        )
        count = int("".join(map(str, dot.itertext())).strip())
        assert client.get(listed).get_json()["total"] == count, listed


def test_an_invented_plan_makes_no_province_held_and_one_known_by_name_is_said_to_be(client: FlaskClient) -> None:
    drawn = etree.fromstring(client.get("/embed/map.svg?lang=en").data)
    states: dict[str, list[str]] = {}
    for tile in drawn.iter("{http://www.w3.org/2000/svg}a"):
        states.setdefault(tile[0].get("class", ""), []).append(" ".join("".join(map(str, tile.itertext())).split()))
    assert states["held"] == ["Tianjin84"]
    assert all("by name" in each for each in states["known"])
    assert (len(states["known"]), len(states["none"])) == (3, 27)


def test_what_samples_invent_is_counted_apart_and_a_citys_plan_is_in_its_province() -> None:
    def plan(name: str, place: str, of_class: str, sample: str = "") -> Solution:
        said = {"plan": name, "class": f"http://x.example/def#{of_class}", "place": place} | (
            {"sample": sample} if sample else {}
        )
        return Solution({each: ox.Literal(value) for each, value in said.items()})

    plans = [
        plan("a", "p", "ImplementationPlan"),
        plan("b", "p", "ImplementationPlan", "true"),
        plan("c", "q", "KnownPlan"),
        plan("d", "city", "ImplementationPlan"),
    ]
    items: dict[str, Any] = {"city": {"broader": "q"}, "p": {"key": "110000"}, "q": {"key": "440000"}}
    store = SimpleNamespace(select=lambda _: plans)
    index = SimpleNamespace(item=lambda iri: items.get(iri, {"measureCount": 5}))
    counted = tiles._plans(cast(Any, store), cast(Any, index))
    assert {each: n for each, n in counted.items() if n} == {
        ("p", "held"): 1, ("p", "measures held"): 5, ("p", "sample"): 1, ("q", "known"): 1,
        ("q", "measures known"): 5, ("q", "inside"): 1, ("q", "measures inside"): 5,
    }  # fmt: skip # entries side by side


THEME, REQUIREMENT = "{}/01", "{}/requirement/02.1"
INVENTED, REAL = "sample-2021-7", "ndrc-2020-293"


@pytest.mark.parametrize(("kind", "invented", "real"), [
    ("themes", THEME.format(INVENTED), THEME.format(REAL)), ("jurisdictions", "970000", "120000"),
    ("requirements", REQUIREMENT.format(INVENTED), REQUIREMENT.format(REAL)),
])  # fmt: skip # entries side by side
def test_what_only_samples_have_to_do_with_has_a_badge_in_lists_and_on_its_page(
    client: FlaskClient, kind: str, invented: str, real: str
) -> None:
    found: Any = html.fromstring(client.get(f"/{kind}?lang=en&size=200").data)
    for name, badges in ((invented, ["only in invented samples"]), (real, [])):
        head = found.xpath("//li[@class='entry']/*[@class='entry-head'][a[contains(@href, $it)]]", it=f"/{name}?")[0]
        assert head.xpath("span[@class='badge']/text()") == badges
        page: Any = html.fromstring(client.get(head.xpath("a/@href")[0], headers={"Accept": "text/html"}).data)
        assert page.xpath("//p[@class='kind']/span/text()") == badges


def test_bars_are_a_file_and_a_page_to_frame_as_every_picture(client: FlaskClient) -> None:
    page: HtmlElement = html.fromstring(client.get("/compare/targets?lang=en").data)
    files = page.xpath("//div[@class='take']/a[@download]/@href")
    assert files
    for file in files:
        drawn = etree.fromstring(client.get(file).data)
        assert len(list(drawn.iter("{http://www.w3.org/2000/svg}rect"))) > 2
        assert client.get(file.replace("targets.svg", "targets")).status_code == 200
    assert client.get("/embed/compare/targets.svg").status_code == 404


OF_PLANS = [each for each in LISTS if each.name in {"plans", "measures", "agencies", "jurisdictions"}]


@pytest.mark.parametrize("listing", OF_PLANS, ids=lambda each: each.name)
def test_what_is_of_samples_alone_stands_behind_what_is_real_in_every_order(
    client: FlaskClient, listing: Listing
) -> None:
    for sort in listing.offer.sorts:
        items = client.get(f"{listing.path}.json?size=200&sort={sort.name}").get_json()["items"]
        invented = [
            each["key"].startswith(("sample", "97", "98", "99")) for each in items if each.get("measureCount", 1)
        ]
        assert invented == sorted(invented), sort.name
        assert invented[:1] == [False]


@pytest.mark.parametrize("table", ["requirements", "gaps", "functions", "targets"])
def test_a_long_table_is_read_in_pages_that_weigh_little_and_hold_every_row_once(
    client: FlaskClient, table: str
) -> None:
    address: str | None = f"/compare/{table}?lang=en"
    heads: list[str] = []
    while address:
        answer = client.get(address, headers={"Accept": "text/html"})
        assert len(answer.data) <= 60 * 1024
        assert len(gzip.compress(answer.data, 6)) <= 15 * 1024
        page: HtmlElement = html.fromstring(answer.data)
        heads += [" ".join(each.text_content().split()) for each in page.xpath("//table[@class='compare']/tbody/tr/th")]
        address = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    assert len(heads) == len(set(heads)) > 20
    assert client.get(f"/compare/{table}?page=99", headers={"Accept": "text/html"}).status_code == 404


def test_a_printed_comparison_says_which_places_are_samples(client: FlaskClient) -> None:
    made = docx.Document(io.BytesIO(client.get("/compare/requirement.docx?requirement=08.3&lang=zh").data))
    places = [row.cells[0].text for row in made.tables[0].rows[1:]]
    assert [each.endswith(" [样例]") for each in places] == [False] + [True] * (len(places) - 1)
    assert len(places) > 2


def test_what_is_invented_is_never_first_in_a_feed(client: FlaskClient) -> None:
    feed = etree.fromstring(client.get("/measures.atom?function=commerce").data)
    identifiers = [each.text or "" for each in feed.findall("{*}entry/{*}id")]
    assert "/tianjin-2020-293/" in identifiers[0]
    invented = ["/sample-" in each for each in identifiers]
    assert any(invented)
    assert invented == sorted(invented)
