"""Ontology, shapes and context documented at their own addresses, from the files that the release holds."""

import re
from importlib.resources import files
from pathlib import Path

import html5rdf  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient
from lxml import html
from rdflib import SH, Graph, URIRef

from mapping.release.folder import read_manifest
from mapping.release.release import Release
from ontology.iris import Iris
from ontology.terms import CLASSES, DATATYPE_PROPERTIES, OBJECT_PROPERTIES
from server.vocabulary.diagram import DiagramClass, diagram
from server.vocabulary.files import VocabularySource
from server.vocabulary.ontology import PARTS
from server.words.labels import Text
from shapes import library

DEF, SHAPE = "/doc/ns/def", "/doc/ns/shape"
PAGES = (
    DEF, SHAPE, "/doc/ns/context", f"{DEF}?term=Measure", f"{SHAPE}?shape=Measure", "/api?operation=measures_json",
    *(f"{DEF}?part={part}" for part in PARTS),
)  # fmt: skip # the pages side by side


def page(client: FlaskClient, path: str, language: str = "en") -> html.HtmlElement:
    response = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == 200, (path, response.text[:500])
    html5rdf.HTMLParser(strict=True).parse(response.text)
    return html.document_fromstring(response.text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_html_in_its_language(client: FlaskClient, path: str, language: str) -> None:
    tree = page(client, path, language)
    assert tree.get("lang") == {"zh": "zh-Hans", "en": "en"}[language]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    fragments = {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")}
    assert fragments <= set(ids)


@pytest.mark.parametrize("name", [*CLASSES, *OBJECT_PROPERTIES, *DATATYPE_PROPERTIES])
def test_every_term_has_its_place_at_the_address_of_its_iri(client: FlaskClient, name: str) -> None:
    assert page(client, DEF).xpath(f"//section[@id='{name}']//code")[0].text == f"policy:{name}"


def test_a_term_tells_what_it_is_where_it_is_used_and_what_it_is_aligned_with(client: FlaskClient) -> None:
    (href,) = page(client, DEF).xpath("//section[@id='implements']//h3/a/@href")
    said = page(client, href).xpath("string(//article)")
    for words in ("The national requirement or point", "eli:applies", "measure", "point", "requirement"):
        assert words in said
    measure = page(client, f"{DEF}?term=Measure").xpath("//article")[0]
    assert measure.xpath(".//q[@lang='zh-Hans']")
    assert measure.xpath(f".//a[@href='{DEF}?term=hasTarget']")
    assert measure.xpath(".//a[@href='/doc/ns/shape#Measure']")


def test_the_diagram_has_every_class_and_every_property_between_classes(client: FlaskClient) -> None:
    svg = page(client, f"{DEF}?part=diagram").xpath("//*[local-name()='svg'][contains(@class, 'uml')]")[0]
    linked = {href.removeprefix(f"{DEF}#") for href in svg.xpath(".//*[local-name()='a']/@href")}
    assert set(CLASSES) <= linked
    assert {"answers", "implements", "hasResponsibility", "agency", "canonicalText"} <= linked
    assert "period" not in linked  # its values are things of another vocabulary
    assert len(svg.xpath(".//*[local-name()='path'][contains(@class, 'line')]")) > 15


def test_boxes_of_a_diagram_do_not_overlap_even_where_classes_point_in_a_circle() -> None:
    ring = [DiagramClass(f"C{n}", Text(f"C{n}"), (), ((f"p{n}", Text("p"), (f"C{(n + 1) % 5}",)),)) for n in range(5)]
    many = [DiagramClass(f"D{n}", Text("D"), (), ()) for n in range(40)]
    drawn = diagram([*ring, *many])
    for one in drawn.boxes:
        for other in drawn.boxes:
            apart = abs(one.x - other.x) >= 196 or one.y >= other.y + other.height or other.y >= one.y + one.height
            assert one is other or apart, (one.anchor, other.anchor)
    assert len(drawn.lines) == 5


def test_change_log_deprecation_policy_and_design_note_are_on_the_page(client: FlaskClient) -> None:
    whole = page(client, DEF)
    parts = {part: page(client, whole.xpath(f"string(//li[@id='{part}']/a/@href)")) for part in PARTS}
    version = parts["changes"].xpath("string(//div[@class='written scroll']//h2)")
    assert (
        version
        == re.findall(r"^## (\S+)$", files("ontology").joinpath("CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[0]
    )
    assert "owl:deprecated" in parts["versions"].xpath("string(//article)")
    assert len(parts["design"].xpath("//article//table//tr")) > 20


def test_the_concepts_of_every_scheme_are_listed(client: FlaskClient) -> None:
    links = set(page(client, f"{DEF}?part=schemes").xpath("//article/*[self::h2 or self::dl]//a/@href"))
    assert {"/doc/ns/role/lead", "/doc/ns/access/withheld"} <= links
    for href in sorted(links):
        assert client.get(href, headers={"Accept": "text/html"}).status_code == 200, href


def test_a_file_of_the_words_can_be_downloaded(client: FlaskClient) -> None:
    links = page(client, f"{DEF}?part=files").xpath("//a[@download]/@href")
    assert len(links) > 30
    for name in ("/dumps/vocabulary/policy.ttl", "/dumps/vocabulary/shapes/measure.ttl"):
        assert name in links
        with client.get(name, follow_redirects=True) as response:
            assert Graph().parse(data=response.data, format="turtle")


def test_all_shapes_in_one_file_are_the_shapes_that_validate(client: FlaskClient) -> None:
    response = client.get("/doc/ns/shape", headers={"Accept": "text/turtle"})
    assert response.mimetype == "text/turtle"
    served = Graph().parse(data=response.data, format="turtle")
    assert len(served) == len(library.load(Iris()))


@pytest.mark.parametrize("path", ["/ns/shape", "/ns/shape/", "/ns/shape/0.1.0"])
def test_the_iri_of_the_shapes_and_of_their_version_leads_to_them(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (303, "/doc/ns/shape")


def test_every_rule_of_every_shape_is_documented_with_what_to_do(client: FlaskClient) -> None:
    tree = page(client, f"{SHAPE}?shape=Measure", "zh")
    whole = page(client, SHAPE, "zh")
    shapes = library.load(Iris())
    measure = URIRef("https://w3id.org/policygraph/shape/Measure")
    for rule in shapes.objects(measure, SH.property):
        anchor = str(rule).rpartition("/shape/")[2].replace("/", ".")
        (entry,) = tree.xpath(f"//*[@id='{anchor}']")
        assert whole.xpath(f"//li[@id='{anchor}']/a/@href") == [f"{SHAPE}?shape=Measure#{anchor}"]
        message = next(str(text) for text in shapes.objects(rule, SH.message) if getattr(text, "language", "") == "zh")
        assert message in entry.xpath("string()")


def test_the_context_says_what_each_name_stands_for(client: FlaskClient) -> None:
    rows = {
        row.xpath("string(th)"): [cell.text_content() for cell in row.xpath("td")]
        for row in page(client, "/doc/ns/context").xpath("//tbody/tr")
    }
    assert rows["deadline"] == ["policy:deadline", "xsd:date", ""]
    assert rows["measures"][0] == "^eli:is_part_of"
    assert "policy" not in rows
    address = page(client, "/doc/ns/context").xpath("string(//a[contains(@href, '.jsonld')]/@href)")
    assert client.get(address).status_code == 200


def test_a_release_without_words_is_documented_from_those_of_this_software(tmp_path: Path, live: Path) -> None:
    kept = Release.read(live)
    own = Release(tmp_path, kept.manifest)
    assert own.vocabulary == kept.vocabulary


def test_html_in_a_note_is_shown_and_not_run(tmp_path: Path, live: Path) -> None:
    folder = tmp_path / "dumps" / "vocabulary"
    folder.mkdir(parents=True)
    (folder / "CHANGELOG.md").write_text("# Changes\n\n<script>alert(1)</script>\n", "utf-8")
    shown = VocabularySource(Release(tmp_path, read_manifest(live))).note("CHANGELOG.md")
    assert "<script" not in shown
    assert "alert(1)" in shown


@pytest.mark.parametrize(
    "address", [f"{DEF}?term=Nichts", f"{DEF}?part=x", f"{SHAPE}?shape=x", "/model?of=x", "/api?operation=x"]
)
def test_a_part_that_is_not_there_is_not_found_and_what_there_is_is_told(client: FlaskClient, address: str) -> None:
    answer = client.get(f"{address}&lang=zh", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "没有" in answer.text
