"""A plan that comes, changes and goes: in the stream, the feed, the pages, and in the past of a thing."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef

from mapping.release import folder as release
from mapping.release.lifecycle import publishing
from tests.server.catalogue.conftest import BASE, Shop, plan_ids

AS = Namespace("https://www.w3.org/ns/activitystreams#")
TREE = Namespace("https://w3id.org/tree#")
LDES = Namespace("https://w3id.org/ldes#")
FIRST, SECOND, THIRD = plan_ids(3)
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def one(shop: Callable[..., Shop]) -> Shop:
    """Publish three plans; change the first and withdraw the last; then a hundred more come, and fill a page of the stream."""
    found = shop()
    found.published.append(found.publish((FIRST, SECOND, THIRD)).id)
    found.published.append(found.publish((FIRST, SECOND), salt={FIRST: "changed"}).id)
    found.published.append(found.publish((*plan_ids(2), *plan_ids(110)[3:]), salt={FIRST: "changed"}).id)
    return found


@pytest.fixture(scope="module")
def client(one: Shop, window_on: Callable[[Shop], FlaskClient]) -> FlaskClient:
    return window_on(one)


def test_a_withdrawn_plan_leaves_a_tombstone(client: FlaskClient, one: Shop) -> None:
    for path in (
        f"/id/dataset/{THIRD}",
        f"/doc/id/dataset/{THIRD}",
        f"/doc/id/dataset/{THIRD}.ttl",
        f"/id/distribution/{THIRD}/ttl",
    ):
        answer = client.get(path, headers={"Accept": "application/problem+json"})
        assert answer.status_code == 410
        assert answer.json is not None
        assert answer.json["release"] == one.published[1]
    assert client.get("/doc/id/dataset/nobody").status_code == 404
    for file in (f"plan/{THIRD}.ttl", f"plan/{THIRD}.nq.gz", f"document/{THIRD}/原文.txt"):
        assert client.get(f"/dumps/{file}").status_code == 410
        assert client.get(f"/dumps/{file.replace(THIRD, 'nobody')}").status_code == 404


def test_the_stream_says_what_came_changed_and_went(client: FlaskClient) -> None:
    page = Graph().parse(data=client.get("/stream/1").data, format="turtle")
    happened = {
        (str(kind).rpartition("#")[2], str(page.value(event, AS.object)).rpartition("/")[2])
        for kind in (AS.Create, AS.Update, AS.Delete)
        for event in page.subjects(RDF.type, kind)
    }
    assert {("Update", FIRST), ("Delete", THIRD), ("Create", SECOND)} <= happened
    assert len(happened) == len(list(page.subject_objects(TREE.member))) == 100


def test_a_full_page_is_kept_for_ever_and_the_last_one_is_not(client: FlaskClient) -> None:
    assert "immutable" in client.get("/stream/1").headers["Cache-Control"]
    assert "immutable" not in client.get("/stream/2").headers["Cache-Control"]
    assert [client.get(f"/stream/{page}").status_code for page in ("3", "0", "x", "9" * 5000)] == [404] * 4


def test_every_event_is_found_from_the_stream(client: FlaskClient) -> None:
    root = Graph().parse(data=client.get("/stream").data, format="turtle")
    stream = URIRef(f"{BASE}stream")
    assert (stream, RDF.type, LDES.EventStream) in root
    assert root.value(stream, LDES.timestampPath) == AS.published
    nodes = sorted(str(node) for node in root.objects(None, TREE.node))
    assert nodes == [f"{BASE}stream/1", f"{BASE}stream/2"]
    members: list[str] = []
    for node in nodes:
        page = Graph().parse(data=client.get("/" + node.removeprefix(BASE)).data, format="turtle")
        members += [str(member) for member in page.objects(stream, TREE.member)]
    assert sorted(members) == sorted(f"{BASE}id/event/{number}" for number in range(1, 113))
    assert client.get("/id/event/101").headers["Location"] == "/stream/2"


def test_a_page_of_the_stream_stays_when_more_happens(
    shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]
) -> None:
    one = shop()
    one.publish(plan_ids(100))
    before = window_on(one).get("/stream/1")
    one.publish(plan_ids(99))
    after = window_on(one).get("/stream/1")
    assert after.data == before.data
    assert [after.headers.get(each) for each in ("ETag", "Last-Modified")] == [before.headers["ETag"], None]


def test_the_feed_shows_the_last_changes(client: FlaskClient) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(client.get("/feed.atom").data)
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 50
    assert feed.findtext(f"{atom}updated") == entries[0].findtext(f"{atom}updated") == "2026-01-01T02:00:00Z"
    assert all(entry.findtext(f"{atom}id") and entry.findtext(f"{atom}title") for entry in entries)


def test_a_feed_reader_takes_every_entry_and_finds_nothing_wrong(client: FlaskClient, one: Shop) -> None:
    """RFC 4287 §4.1.1, §4.1.2: what must stand there once, and ids that are never given twice."""
    answer = client.get("/feed.atom")
    read = feedparser.parse(answer.data, response_headers={"content-type": answer.content_type})
    assert (read.bozo, read.version, read.feed.id) == (False, "atom10", f"{BASE}feed.atom")
    assert len({entry.id for entry in read.entries}) == len(read.entries) == 50
    assert [entry.updated for entry in read.entries] == sorted((entry.updated for entry in read.entries), reverse=True)
    assert all(entry.title and entry.summary and entry.link.startswith(BASE) for entry in read.entries)
    assert read.feed.author == "示例数据局"
    own = [link.href for link in read.feed.links if link.rel == "self"]
    assert own == [f"{BASE}feed.atom"]


def follow(client: FlaskClient, address: str, seen: dict[str, Graph]) -> None:
    """Read a page of the stream and every page that it leads to, as a client of TREE does: by relations alone."""
    if address in seen:
        return
    seen[address] = page = Graph().parse(data=client.get("/" + address.removeprefix(BASE)).data, format="turtle")
    for relation in page.objects(None, TREE.relation):
        node = page.value(relation, TREE.node)
        assert page.value(relation, RDF.type) in {TREE.Relation, TREE.GreaterThanOrEqualToRelation}
        assert (page.value(relation, TREE.path) is None) == (page.value(relation, TREE.value) is None)
        follow(client, str(node), seen)


def test_a_client_of_the_stream_replays_it_to_the_plans_that_are_published(client: FlaskClient, one: Shop) -> None:
    """LDES: members are immutable, have one time and one object, and are reached from the stream by relations."""
    seen: dict[str, Graph] = {}
    follow(client, f"{BASE}stream", seen)
    stream = URIRef(f"{BASE}stream")
    events = [(page, event) for page in seen.values() for event in page.objects(stream, TREE.member)]
    assert len({event for _, event in events}) == len(events) == 112
    state: set[str] = set()
    for page, event in sorted(events, key=lambda pair: int(str(pair[1]).rpartition("/")[2])):
        assert len(list(page.objects(event, AS.published))) == len(list(page.objects(event, AS.object))) == 1
        plan = str(page.value(event, AS.object)).rpartition("/")[2]
        (kind,) = page.objects(event, RDF.type)
        state = state - {plan} if kind == AS.Delete else state | {plan}
    assert state == {plan.id for plan in release.read_manifest(one.releases / one.published[-1]).plans}
    for address, page in seen.items():
        assert (stream, TREE.view, None) in page
        bounds = [str(value) for value in page.objects(None, TREE.value)]
        assert bounds == sorted(bounds), address


def test_the_releases_are_listed_the_newest_first(client: FlaskClient, one: Shop) -> None:
    listed = client.get("/releases.json").json
    assert listed is not None
    assert [each["release"] for each in listed["releases"]] == one.published[::-1]
    assert [(each["created"], each["updated"], each["deleted"]) for each in listed["releases"]] == [
        (107, 0, 0),
        (0, 1, 1),
        (3, 0, 0),
    ]
    page = client.get("/releases", headers=HTML).text
    assert ">2026-01-01 00:00 UTC</time>" in page
    manifest = client.get(f"/releases/{one.published[0]}/manifest.json")
    assert manifest.json is not None
    assert (manifest.json["id"], len(manifest.json["plans"])) == (one.published[0], 3)


def test_a_release_that_was_pruned_is_gone_and_the_live_one_never_is(
    shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]
) -> None:
    one = shop()
    ids = [one.publish(plan_ids(count)).id for count in (1, 2, 3)]
    assert publishing.prune(one.releases, 1) == [ids[1], ids[0]]
    client = window_on(one)
    assert [client.get(f"/releases/{each}/", headers=HTML).status_code for each in ids] == [410, 410, 200]
    assert client.get("/releases/ffffffffffffffff/").status_code == 404
    early = {"Accept-Datetime": "Thu, 01 Jan 2026 00:10:00 GMT"}
    assert client.get("/dumps/policygraph.nq.gz", headers=early).headers["Location"] == (
        f"/releases/{ids[2]}/dumps/policygraph.nq.gz"
    )
    assert client.get("/dumps/nothing", headers=early).status_code == 404
    listed = client.get("/releases.json").json
    assert listed is not None
    assert [each["kept"] for each in listed["releases"]] == [True, False, False]


def test_the_past_of_a_thing_is_found_by_time(client: FlaskClient, one: Shop) -> None:
    thing = f"doc/id/plan/{THIRD}"
    gate = client.get(f"/timegate/{thing}", headers={"Accept-Datetime": "Thu, 01 Jan 2026 00:10:00 GMT"})
    assert (gate.status_code, gate.headers["Location"]) == (302, f"/releases/{one.published[0]}/{thing}")
    memento = client.get(f"{gate.headers['Location']}.ttl")
    assert memento.headers["Memento-Datetime"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert f'<{BASE}{thing}>; rel="original"' in memento.headers["Link"]
    assert (URIRef(f"{BASE}id/plan/{THIRD}"), None, None) in Graph().parse(data=memento.data, format="turtle")
    assert client.get(gate.headers["Location"], headers=HTML).status_code == 200
    assert client.get(f"/timemap/{thing}").text.count('memento"') == 1


def test_documents_of_things_say_where_their_past_is(client: FlaskClient) -> None:
    links = client.get(f"/doc/id/plan/{FIRST}.ttl").headers["Link"]
    assert f'<{BASE}timegate/doc/id/plan/{FIRST}>; rel="timegate"' in links
    assert f'<{BASE}timemap/doc/id/plan/{FIRST}>; rel="timemap"' in links


def test_a_time_that_is_none_is_refused(client: FlaskClient) -> None:
    assert client.get("/timegate/doc/id/plan/x", headers={"Accept-Datetime": "yesterday"}).status_code == 400
    assert client.get("/timegate/doc/id/plan/nobody").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_a_dataset_says_what_people_ask(language: str, client: FlaskClient, one: Shop) -> None:
    page = client.get(f"/doc/id/dataset/{FIRST}?lang={language}", headers=HTML).text
    said = {
        "zh": ("违例 0，警告 2", "引用本版本", "报告错误", "变更", "知识共享署名 4.0"),
        "en": (
            "0 violations, 2 warnings",
            "How to cite this release",
            "Report an error",
            "Creative Commons Attribution",
        ),
    }[language]
    links = (
        "mailto:contact@example.org",
        f"/dumps/plan/{FIRST}.ttl",
        *(f"/releases/{each}/" for each in one.published[:2]),
    )
    for words in (*said, *links, one.published[-1]):
        assert words in page


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (FIRST, ("66.6 %", "2 of 3", f'href="/quality/{FIRST}?lang=en"')),
        ("all", ("99 %", "109 of 110", "218 of 327")),
        ("reference", ("Every build validates the reference data",)),
    ],
)
def test_the_page_of_every_dataset_says_how_complete_it_is(
    name: str, told: tuple[str, ...], client: FlaskClient
) -> None:
    page = client.get(f"/doc/id/dataset/{name}?lang=en", headers=HTML).text
    section = page.partition('<h2 id="complete">')[2].partition("</section>")[0]
    for words in told:
        assert words in section


def test_the_page_of_a_dataset_says_how_to_cite_this_release_and_whom_to_tell(client: FlaskClient, one: Shop) -> None:
    page = html.unescape(client.get(f"/doc/id/dataset/{FIRST}?lang=en", headers=HTML).text)
    release = one.published[-1]
    assert f'href="/releases/{release}/?lang=en">{BASE}releases/{release}/</a>' in page
    assert f"@misc{{{FIRST}-{release},\n  author = {{{{Example Data Bureau}}}}," in page
    subject = f"Error%20in%20the%20data%3A%20{FIRST}%20%28release%20{release}%29"
    assert f'href="mailto:contact@example.org?subject={subject}&body=' in page


def test_the_page_of_a_dataset_tells_search_engines_and_machines(client: FlaskClient) -> None:
    answer = client.get(f"/doc/id/dataset/{FIRST}", headers=HTML)
    told = answer.text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    dataset = json.loads(told)
    assert (dataset["@type"], dataset["@id"]) == ("Dataset", f"{BASE}id/dataset/{FIRST}")
    assert {
        "name",
        "description",
        "license",
        "distribution",
        "datePublished",
        "creator",
        "temporalCoverage",
    } <= dataset.keys()
    assert {each["encodingFormat"] for each in dataset["distribution"]} == {
        "text/turtle",
        "application/n-quads",
        "text/csv",
        "text/plain",
    }
    for relation in ("cite-as", "describedby", "item", "type", "license", "author", "collection"):
        assert f'rel="{relation}"' in answer.headers["Link"]


def test_the_catalogue_is_a_page_too(client: FlaskClient) -> None:
    page = client.get("/catalog?lang=en", headers=HTML).text
    assert f'href="/doc/id/dataset/{FIRST}?lang=en"' in page
    assert 'rel="next" href="/catalog?page=2&amp;lang=en"' in page
