"""Lists: what is shown, narrowed, sorted and paged, and the same in every format."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from mapping.records.rdf import context
from ontology.iris import Iris
from server.app import close, create_app
from server.config import ServerConfig
from server.lists.definitions import LISTS
from server.lists.tables import COLUMNS, table
from server.search_index.items import MeasureItem

IRIS = Iris()
DEF = "https://w3id.org/policygraph/def#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
NAMES = [listing.name for listing in LISTS]
WISHES = [
    *NAMES,
    "measures?theme=ndrc-2020-293/part-2&sort=deadline&size=7&page=2",
    "measures?agency=120000/shi-shang-wu-ju&target=true",
    "measures?target=false&plan=tianjin-2020-293&size=50",
    "requirements?agency=120000/shi-shang-wu-ju&sort=measures&size=5&page=3",
    "agencies?function=commerce&function=civil-affairs",
    "themes?sort=measures&lang=en",
]


def twin(wish: str, suffix: str) -> str:
    path, _, query = wish.partition("?")
    return f"/{path}.{suffix}?{query}"


def get_json(client: FlaskClient, path: str, **query: Any) -> Any:
    response = client.get(f"{path}{'?' if query else ''}{urlencode(query, doseq=True)}")
    assert response.status_code == 200, response.text
    return response.get_json()


def graph(live: Path) -> ox.Store:
    return ox.Store.read_only(str(live / "store"))


def everything(client: FlaskClient, name: str, **query: Any) -> list[Any]:
    found, page = [], 1
    while True:
        answer = get_json(client, f"/{name}.json", page=page, size=30, **query)
        found += answer["items"]
        if "next" not in answer:
            return found
        page += 1


# ---- the same in every format ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", WISHES)
def test_page_json_csv_and_turtle_hold_the_same_things_in_the_same_order(client: FlaskClient, wish: str) -> None:
    items = client.get(twin(wish, "json")).get_json()["items"]
    assert items
    rows = list(csv.DictReader(io.StringIO(client.get(twin(wish, "csv")).data.decode("utf-8-sig"), newline="")))
    turtle = ox.parse(client.get(twin(wish, "ttl")).data, format=ox.RdfFormat.TURTLE)
    page = client.get(f"/{wish}", headers={"Accept": "text/html"}).text
    ids = [item["id"] for item in items]
    own_class = ox.NamedNode(DEF + items[0]["type"])
    assert [row["id"] for row in rows] == ids
    assert {quad.subject.value for quad in turtle if quad.predicate == TYPE and quad.object == own_class} == set(ids)
    shown = re.findall(r'<h2 class="entry-head"><a href="/doc/([^"?]+)', page)
    assert [IRIS.base + path if path.startswith("id/") else IRIS.vocabulary + path[3:] for path in shown] == ids


@pytest.mark.parametrize("wish", WISHES)
def test_every_statement_of_a_lists_turtle_is_in_the_graph(client: FlaskClient, live: Path, wish: str) -> None:
    store = graph(live)
    stated = list(ox.parse(client.get(twin(wish, "ttl")).data, format=ox.RdfFormat.TURTLE))
    assert stated
    strange = [quad for quad in stated if not any(store.quads_for_pattern(quad.subject, quad.predicate, quad.object))]
    assert not strange


@pytest.mark.parametrize("wish", WISHES)
def test_a_lists_json_reads_as_json_ld_that_states_what_its_turtle_states(client: FlaskClient, wish: str) -> None:
    document = client.get(twin(wish, "json")).get_json()
    address, *own = document["@context"]
    assert client.get("/" + address.removeprefix(IRIS.base)).get_json()["@context"] == context(IRIS)
    document["@context"] = [context(IRIS), *own]
    read = {quad.triple for quad in ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)}
    turtle = {quad.triple for quad in ox.parse(client.get(twin(wish, "ttl")).data, format=ox.RdfFormat.TURTLE)}
    assert read == turtle


def test_a_list_answers_in_the_format_that_is_asked_for(client: FlaskClient) -> None:
    for accept, media_type in (
        ("application/json", "application/json"),
        ("text/csv", "text/csv"),
        ("text/turtle", "text/turtle"),
        ("*/*", "text/html"),
    ):
        response = client.get("/agencies", headers={"Accept": accept})
        assert response.mimetype == media_type
        assert "Accept" in response.headers["Vary"]
    assert client.get("/agencies?format=csv").mimetype == "text/csv"
    assert client.get("/agencies", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("name", NAMES)
def test_a_list_has_a_page_in_both_languages_that_needs_no_script(client: FlaskClient, name: str) -> None:
    pages = {language: client.get(f"/{name}?lang={language}").text for language in ("zh", "en")}
    assert 'lang="zh-Hans"' in pages["zh"]
    assert '<html lang="en">' in pages["en"]
    assert pages["zh"] != pages["en"]
    assert not [page for page in pages.values() if re.search("<script(?! src=)", page)]
    assert all(f'<a href="/{name}' in page or "<form" in page for page in pages.values())


def test_an_answer_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    for path in ("/measures", "/measures.json?size=3", "/measures.csv", "/measures.ttl"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert client.head(path).headers["ETag"] == first.headers["ETag"]


# ---- CSV ------------------------------------------------------------------------------------------------------------


def test_csv_is_what_excel_in_chinese_opens_and_texts_are_exact(client: FlaskClient) -> None:
    response = client.get("/measures.csv?size=100")
    assert response.data.startswith(b"\xef\xbb\xbfid,key,")
    assert response.data.count(b"\r\n") >= 85
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    texts = [item["text"] for item in get_json(client, "/measures.json", size=100)["items"]]
    assert [row["text"] for row in rows] == texts


def test_a_text_that_a_spreadsheet_would_carry_out_is_marked_as_text_and_changed_in_nothing_else(window: Flask) -> None:
    text = '=HYPERLINK("http://example.org")\n+1'
    with window.test_request_context():
        body = table("measure", [MeasureItem(id="urn:x", key="x", text=text)], "zh").decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(body, newline="")))["text"] == f"'{text}"


def test_every_kind_that_is_listed_has_columns() -> None:
    assert set(COLUMNS) == {listing.kind for listing in LISTS}


# ---- narrowing ------------------------------------------------------------------------------------------------------


def test_a_count_is_the_number_of_things_that_choosing_it_shows(client: FlaskClient) -> None:
    facets = get_json(client, "/measures.json", size=1)["facets"]
    assert {"theme", "agency", "function", "jurisdiction", "plan", "requirement", "role", "target", "dated"} == set(
        facets
    )
    for name, values in facets.items():
        for value in values[:6]:
            assert get_json(client, "/measures.json", size=1, **{name: value["value"]})["total"] == value["count"]


def test_counts_stay_those_of_the_other_choices_when_one_is_made(client: FlaskClient) -> None:
    chosen = {"agency": "120000/shi-shang-wu-ju", "theme": "ndrc-2020-293/part-1"}
    answer = get_json(client, "/measures.json", size=1, **chosen)
    for name in chosen:
        others = {key: value for key, value in chosen.items() if key != name}
        for value in answer["facets"][name]:
            assert (
                get_json(client, "/measures.json", size=1, **others, **{name: value["value"]})["total"]
                == value["count"]
            )
    assert [value["value"] for value in answer["facets"]["agency"] if value["selected"]] == [chosen["agency"]]


def test_counts_are_those_of_the_graph(client: FlaskClient, live: Path) -> None:
    facets = get_json(client, "/measures.json", size=1)["facets"]
    for name in ("theme", "agency"):
        prop = ox.NamedNode(DEF + {"theme": "theme", "agency": "responsibleAgency"}[name])
        measures = {quad.subject for quad in graph(live).quads_for_pattern(None, TYPE, ox.NamedNode(f"{DEF}Measure"))}
        pairs = {
            (quad.subject, quad.object.value)
            for quad in graph(live).quads_for_pattern(None, prop, None)
            if quad.subject in measures and isinstance(quad.object, ox.NamedNode)
        }
        counted = Counter(iri.removeprefix(f"{IRIS.vocabulary}{name}/") for _, iri in pairs)
        narrow = {value["value"]: value["count"] for value in facets[name] if "part-" not in value["value"]}
        assert narrow == dict(counted)


def test_a_broader_theme_holds_the_measures_of_its_narrower_ones(client: FlaskClient) -> None:
    part = {item["id"] for item in everything(client, "measures", theme="ndrc-2020-293/part-2")}
    points = {
        item["id"]
        for item in everything(client, "measures", theme=[f"ndrc-2020-293/{point:02}" for point in (5, 6, 7)])
    }
    assert part == points


def test_several_keys_of_a_facet_mean_any_of_them(client: FlaskClient) -> None:
    keys = ["120000/shi-shang-wu-ju", "120000/shi-cai-zheng-ju"]
    apart = [{item["id"] for item in everything(client, "measures", agency=key)} for key in keys]
    together = {item["id"] for item in everything(client, "measures", agency=keys)}
    assert together == apart[0] | apart[1]
    assert len(together) < len(apart[0]) + len(apart[1])


def test_role_and_agency_together_mean_the_role_of_that_agency(leading: FlaskClient) -> None:
    commerce = next(item for item in everything(leading, "agencies", sort="measures") if item["measureCount"] == 3)

    def numbers(**query: str) -> list[str]:
        return [item["number"] for item in everything(leading, "measures", **query)]

    assert numbers(agency=commerce["key"]) == ["1", "2", "3"]
    assert numbers(agency=commerce["key"], role="lead") == ["1", "3"]
    assert numbers(agency=commerce["key"], role="supporting") == ["2"]
    facets = get_json(leading, "/measures.json", agency=commerce["key"])["facets"]
    assert {value["value"]: value["count"] for value in facets["role"]} == {"lead": 2, "supporting": 1}
    facets = get_json(leading, "/measures.json", role="lead")["facets"]
    assert {value["value"]: value["count"] for value in facets["agency"]}[commerce["key"]] == 2


def test_deadlines_narrow_and_sort(leading: FlaskClient) -> None:
    def numbers(**query: str) -> list[str]:
        return [item["number"] for item in everything(leading, "measures", **query)]

    assert numbers(until="2020-12-31") == ["1"]
    assert numbers(since="2021-01-01") == ["2"]
    assert numbers(since="2020-12-31", until="2022-06-30", sort="deadline-last") == ["2", "1"]
    assert numbers(dated="false") == ["3"]
    assert numbers(sort="deadline") == ["1", "2", "3"]
    assert numbers(sort="deadline-last") == ["2", "1", "3"]


def test_an_agencys_functions_are_its_own_and_not_its_partners(client: FlaskClient) -> None:
    for agency in everything(client, "agencies", function="commerce"):
        assert "commerce" in [function["id"].rpartition("/")[2] for function in agency["function"]]


# ---- sorting and paging ---------------------------------------------------------------------------------------------


def test_following_next_shows_everything_once(client: FlaskClient) -> None:
    address: str | None = "/measures.json?size=9"
    seen: list[str] = []
    while address:
        response = client.get(address)
        seen += [item["number"] for item in response.get_json()["items"]]
        found = re.search(r'<([^>]+)>; rel="next"', response.headers["Link"])
        address = found[1] if found else None
    assert seen == [str(number) for number in range(1, 85)]


def test_a_requirement_does_not_name_its_point_again_where_its_theme_is_called_like_it(client: FlaskClient) -> None:
    for path in ("/requirements?lang=en", "/search?q=养老&lang=en"):
        page: Any = html.document_fromstring(client.get(path, headers={"Accept": "text/html"}).text)
        named = [facts.xpath(".//a/text()") for facts in page.xpath("//dl[@class='card-facts']")]
        assert any(named)
        assert [names for names in named if len(names) != len(set(names))] == []


def test_most_measures_first(client: FlaskClient) -> None:
    counts = [item["measureCount"] for item in everything(client, "agencies", sort="measures")]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_themes_stand_in_the_order_of_the_national_document(client: FlaskClient) -> None:
    keys = [item["key"].partition("/")[2] for item in everything(client, "themes")]
    parts = {"part-1": range(1, 5), "part-2": range(5, 8), "part-3": range(8, 11), "part-4": range(11, 15),
             "part-5": range(15, 17), "part-6": range(17, 20)}  # fmt: skip # entries side by side
    assert keys == [key for part, points in parts.items() for key in (part, *(f"{point:02}" for point in points))]


# ---- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "parameter", "offered"),
    [
        ("themes=x", "themes", "theme"),
        ("theme=ndrc-2020-293/99", "theme", "ndrc-2020-293/19"),
        ("agency=120000/shi-shang-wu", "agency", "120000/shi-shang-wu-ju"),
        ("sort=best", "sort", "deadline-last"),
        ("target=maybe", "target", "false"),
        ("lang=fr", "lang", "en"),
    ],
)
def test_what_is_not_known_is_refused_with_what_there_is(
    client: FlaskClient, query: str, parameter: str, offered: str
) -> None:
    response = client.get(f"/measures.json?{query}", headers={"Accept": "application/problem+json"})
    problem = response.get_json()
    assert (response.status_code, problem["parameter"]) == (400, parameter)
    assert offered in problem["available"]
    assert offered in problem["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=1.5",
        "page=٣",
        "size=201",
        "size=",
        "since=20201231",
        "until=2020-02-30",
        "page=1&page=2",
    ],
)
def test_a_number_or_a_day_must_be_one(client: FlaskClient, query: str) -> None:
    assert client.get(f"/measures.json?{query}").status_code == 400


def test_a_day_that_a_form_leaves_open_narrows_nothing(client: FlaskClient) -> None:
    assert client.get("/measures.json?since=&until=").get_json()["total"] == 84


def test_a_page_behind_the_last_one_is_not_there(client: FlaskClient) -> None:
    assert client.get("/measures?page=5").status_code == 200
    assert client.get("/measures?page=6").status_code == 404
    assert client.get("/measures.json?agency=120000/shi-shang-wu-ju&role=lead").get_json()["items"] == []


# ---- where it comes from --------------------------------------------------------------------------------------------


def test_lists_need_nothing_of_a_remote_store(releases: Path) -> None:
    app = create_app(ServerConfig(releases=releases, store="http://127.0.0.1:9/sparql"))
    assert app.test_client().get("/measures.json").get_json()["total"] == 84
    close(app)


def test_a_release_without_an_index_says_what_to_do(tmp_path: Path, live: Path) -> None:
    folder = tmp_path / live.name
    folder.mkdir()
    for name in ("manifest.json", "store"):
        (folder / name).symlink_to(live / name)
    (tmp_path / "current").symlink_to(live.name)
    app = create_app(ServerConfig(releases=tmp_path))
    response = app.test_client().get("/measures.json")
    assert response.status_code == 503
    assert "policygraph build" in response.text
    close(app)


@pytest.mark.parametrize("path", ["/measures", "/themes?sort=measures", "/search?q=养老"])
def test_the_search_at_the_head_of_a_list_carries_nothing_but_the_words(client: FlaskClient, path: str) -> None:
    sent = html.document_fromstring(client.get(path).text).xpath("//form[@role='search']//input/@name")
    assert sent == ["q"]
