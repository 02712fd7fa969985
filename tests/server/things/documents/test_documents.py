"""A document to read: piece by piece, every passage marked where it stands, and withheld where it may not be shown."""

import base64
import datetime as dt
import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path

import html5rdf  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from mapping import build
from mapping.workbench import Settings
from server.app import close, create_app
from server.config import Lanes, ServerConfig
from server.things import source_documents
from server.things.source_documents import PIECE, pieces

PLAN = "tianjin-2020-293"
ACCESS = "https://w3id.org/policygraph/access/"


def page(client: FlaskClient, path: str, language: str = "en") -> html.HtmlElement:
    response = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == 200, (path, response.text[:500])
    html5rdf.HTMLParser(strict=True).parse(response.text)
    return html.document_fromstring(response.text)


def value_of(quad: ox.Quad) -> str:
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object.value


@pytest.fixture(scope="module")
def canonical(live: Path) -> str:
    return (live / f"dumps/document/{PLAN}/canonical.txt").read_bytes().decode()


@pytest.mark.parametrize(
    ("passage", "words"), [("41/target.1", "200 家"), ("41/measure", None), ("1/quotation", None), ("84/measure", None)]
)
def test_a_passage_is_highlighted_where_it_stands_in_its_context(
    client: FlaskClient, live: Path, canonical: str, passage: str, words: str | None
) -> None:
    store = ox.Store.read_only(str(live / "store"))
    iri = ox.NamedNode(f"http://localhost:8000/id/passage/{PLAN}/{passage}/quote")
    exact = ox.NamedNode("http://www.w3.org/ns/oa#exact")
    (quad,) = store.quads_for_pattern(iri, exact, None, ox.NamedNode(f"http://localhost:8000/graph/plan/{PLAN}"))
    source = page(client, f"/documents/{PLAN}?passage={passage}").xpath("//div[@class='document']")[0]
    marked = source.xpath(".//mark[@id='passage']")
    assert [mark.text_content() for mark in marked] == [value_of(quad)]
    assert words in {None, value_of(quad)}
    assert value_of(quad) in canonical


def test_a_short_document_is_one_page_and_whole_for_who_asks(
    live: Path, canonical: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_documents, "PIECE", len(canonical))
    app = create_app(ServerConfig(releases=live.parent, lanes=Lanes(fast=1)))  # its answers are no other test's
    for asked in ("?lang=en", "?lang=en&page=all"):
        shown = page(app.test_client(), f"/documents/{PLAN}{asked}")
        assert not shown.xpath("//nav[@class='paging']")
        assert len(shown.xpath("//div[@class='document']//tr")) > 84
    close(app)


def test_a_document_is_one_page_for_who_asks_and_its_table_a_table(client: FlaskClient, canonical: str) -> None:
    first = page(client, f"/documents/{PLAN}")
    assert len(pieces(canonical, PIECE)) > 1
    (whole,) = first.xpath("//p[@class='note']/a[contains(@href, 'page=all')]/@href")
    tree = page(client, whole)
    cells = [
        cell.text_content().strip() for row in tree.xpath("//div[@class='document']//tr") for cell in row.xpath("td")
    ]
    lines = [line for line in canonical.split("\n") if "\t" in line]
    assert cells == [cell.strip() for line in lines for cell in line.split("\t")]
    paragraphs = [each.text_content() for each in tree.xpath("//div[@class='document']/p")]
    assert [each for each in paragraphs if each.strip()] == [
        line for line in canonical.split("\n") if line.strip() and "\t" not in line
    ]


@pytest.mark.parametrize("address", [f"/documents/{PLAN}?measure=36", f"/documents/{PLAN}?passage=36/measure"])
def test_one_jumps_to_the_row_of_a_measure(client: FlaskClient, address: str) -> None:
    tree = page(client, address)
    marked = tree.xpath("//tr[@class='wanted']//mark[@id='passage']")
    assert [each.text_content()[:10] for each in marked] == ["积极与国内外旅游机构"]
    form = tree.xpath("//form[.//input[@name='measure']]/@action")
    assert form == [f"/documents/{PLAN}#passage"]


@pytest.mark.parametrize("text", ["x" * 100_000, "行\n" * 50_000, "", "短"])
def test_no_piece_is_much_longer_than_it_may_be(text: str) -> None:
    starts = [*pieces(text, PIECE), len(text)]
    assert starts == sorted(starts)
    assert max(b - a for a, b in itertools.pairwise(starts)) <= 2 * PIECE


def test_the_text_of_each_measure_leads_to_it(client: FlaskClient) -> None:
    pages = (page(client, f"/documents/{PLAN}?page={number}") for number in (1, 2))
    links = [href for each in pages for href in each.xpath("//div[@class='document']//td/a/@href")]
    assert links == [f"/doc/id/measure/{PLAN}/{number}" for number in range(1, 85)]


def test_the_file_itself_comes_with_its_checksum(client: FlaskClient) -> None:
    links = page(client, f"/documents/{PLAN}").xpath("//dl//a[@download]/@href")
    assert {href.rpartition("/")[2] for href in links} == {"canonical.txt", "document.txt"}
    for href in links:
        with client.get(href, follow_redirects=True) as response:
            digest = base64.b64encode(hashlib.sha256(response.data).digest()).decode()
            assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_a_passage_and_a_source_lead_to_the_document(client: FlaskClient) -> None:
    passage = page(client, f"/doc/id/passage/{PLAN}/41/measure").xpath("//a/@href")
    assert f"/documents/{PLAN}?passage=41%2Fmeasure#passage" in passage
    assert f"/documents/{PLAN}" in page(client, f"/doc/id/document/{PLAN}").xpath("//a/@href")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/documents/{PLAN}?page=99", 404),
        (f"/documents/{PLAN}?page=x", 400),
        (f"/documents/{PLAN}?passage=41/nothing", 404),
        (f"/documents/{PLAN}?passage=%3C%3E", 400),
        ("/documents/nowhere-2020", 404),
    ],
)
def test_what_a_document_does_not_have_is_said(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A window on a plan whose document its publisher withholds."""
    root = tmp_path_factory.mktemp("withheld")
    folder = root / "secret-2020"
    folder.mkdir()
    (folder / "document.csv").write_text(
        "序号,国家要求,落实举措,责任单位\n1,完善市场监管机制。,开展检查。,省商务厅\n", "utf-8"
    )
    (folder / "plan.toml").write_text(
        'id = "secret-2020"\ndocument = "document.csv"\nnational = "ndrc-2020-293"\njurisdiction = "430000"\n'
        'title = { zh = "方案", en = "A plan" }\npublish_document = false\n',
        "utf-8",
    )
    build.build([folder], Settings(), root / "releases", build.Options(), at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    app = create_app(ServerConfig(releases=root / "releases", lanes=Lanes(fast=1)))
    yield app
    close(app)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_withheld_document_is_said_to_be_withheld_and_by_what(withheld: Flask, language: str) -> None:
    tree = page(withheld.test_client(), "/documents/secret-2020", language)
    assert not tree.xpath("//div[@class='document'] | //a[@download]")
    said = tree.xpath("string(//main)")
    assert "publish_document = false" in said
    assert {"zh": "按设置不公开", "en": "withheld by a setting"}[language] in said
    assert len(tree.xpath("string(//code[@class='hash'])")) == 64


@pytest.mark.parametrize(("language", "said"), [("zh", "编者判断"), ("en", "is editorial")])
def test_a_measure_says_that_what_it_implements_was_decided_by_an_editor(
    client: FlaskClient, language: str, said: str
) -> None:
    decided = page(client, f"/doc/id/measure/{PLAN}/36", language).xpath("//p[@class='editorial']")
    assert len(decided) == 1
    assert said in decided[0].text_content()
    assert not page(client, f"/doc/id/measure/{PLAN}/1", language).xpath("//p[@class='editorial']")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A window on two releases of a plan whose one mapping its steward has reviewed; the second release has a plan more."""
    root = tmp_path_factory.mktemp("reviewed")
    folders = [plan_folder(root / name) for name in ("first-2020", "second-2020")]
    (folders[0] / "alignment.sssom.tsv").write_text(
        '#curie_map:\n#  data: "http://localhost:8000/"\n#  pg: "https://w3id.org/policygraph/"\n'
        "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\treviewer_id\n"
        "data:id/quotation/first-2020/1\t完善市场监管机制。\tskos:closeMatch\tpg:national/ndrc-2020-293/requirement/19.1\t"
        "semapv:MappingReview\trole:steward\n",
        "utf-8",
    )
    for day, given in enumerate((folders[:1], folders), 1):
        at = dt.datetime(2026, 1, day, tzinfo=dt.UTC)
        build.build(given, Settings(), root / "releases", build.Options(), at=at)
    app = create_app(ServerConfig(releases=root / "releases", lanes=Lanes(fast=1)))
    yield app
    close(app)


def plan_folder(folder: Path) -> Path:
    folder.mkdir()
    rows = "1,完善市场监管机制。,开展检查。,省商务厅\n"
    (folder / "document.csv").write_text(f"序号,国家要求,落实举措,责任单位\n{rows}", "utf-8")
    (folder / "plan.toml").write_text(
        f'id = "{folder.name}"\ndocument = "document.csv"\nnational = "ndrc-2020-293"\njurisdiction = "430000"\n'
        f'title = {{ zh = "方案 {folder.name}", en = "plan {folder.name}" }}\n',
        "utf-8",
    )
    return folder


@pytest.mark.parametrize(("language", "said"), [("zh", "审核者：数据整理者"), ("en", "Reviewed by data steward")])
def test_a_measure_says_who_reviewed_its_mapping_and_since_when_it_is_published(
    reviewed: Flask, language: str, said: str
) -> None:
    first, second = (
        page(reviewed.test_client(), f"/doc/id/measure/{plan}/1", language) for plan in ("first-2020", "second-2020")
    )
    data = page(reviewed.test_client(), "/doc/id/measure/first-2020/1?data=all", language)
    assert said in " ".join(data.xpath("string(//p[@class='mapping'])").replace("： ", "：").split())
    assert any("role/steward" in href for href in data.xpath("//p[@class='mapping']//a/@href"))
    since = "//section[@aria-labelledby='source']//time/@datetime"
    assert [first.xpath(since), second.xpath(since)] == [["2026-01-01T00:00:00Z"], ["2026-01-02T00:00:00Z"]]


def test_the_graph_says_what_is_published_of_a_document(live: Path) -> None:
    store = ox.Store.read_only(str(live / "store"))
    rights = ox.NamedNode("http://purl.org/dc/terms/accessRights")
    for thing in (f"id/document/{PLAN}", f"id/document/{PLAN}/text"):
        quads = store.quads_for_pattern(ox.NamedNode(f"http://localhost:8000/{thing}"), rights, None, None)
        assert {value_of(quad) for quad in quads} == {f"{ACCESS}public"}


def test_an_extraction_names_the_settings_and_versions_that_it_used(live: Path) -> None:
    store = ox.Store.read_only(str(live / "store"))
    activity = ox.NamedNode(f"http://localhost:8000/id/extraction/{PLAN}")
    graph = ox.NamedNode(f"http://localhost:8000/graph/plan/{PLAN}")
    used = {
        value_of(quad)
        for quad in store.quads_for_pattern(activity, ox.NamedNode("http://www.w3.org/ns/prov#used"), None, graph)
    }
    assert used == {
        f"http://localhost:8000/id/document/{PLAN}",
        f"http://localhost:8000/id/settings/{PLAN}/plan",
        f"http://localhost:8000/id/translation/{PLAN}/en",
        "https://w3id.org/policygraph/def/0.1.0",
        "https://w3id.org/policygraph/shape/0.1.0",
    }
    settings = Path(__file__).parents[4] / "seeds/plans" / PLAN / "plan.toml"
    checksum = ox.NamedNode(f"http://localhost:8000/id/settings/{PLAN}/plan/checksum")
    (said,) = store.quads_for_pattern(checksum, ox.NamedNode("http://spdx.org/rdf/terms#checksumValue"), None, graph)
    assert value_of(said) == hashlib.sha256(settings.read_bytes()).hexdigest()
