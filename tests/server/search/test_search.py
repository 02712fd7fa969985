"""Search: any words of Chinese, as if by comparing character by character, and nothing that a person writes is syntax."""

import csv
import html
import io
import random
import re
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import openpyxl
import pytest
from flask.testing import FlaskClient

from server.search_index.words import MOST

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def find(client: FlaskClient, q: str, **query: Any) -> Any:
    response = client.get(f"/search.json?{urlencode({'q': q, 'size': 200, **query}, doseq=True)}")
    assert response.status_code == 200, response.text
    return response.get_json()


def texts(client: FlaskClient, name: str = "measures") -> dict[str, str]:
    """Return all texts of a list by identifier; the plan's texts hold some spaces, which do not count in Chinese."""
    items = client.get(f"/{name}.json?size=200").get_json()["items"]
    return {item["id"]: item["text"] for item in items}


def tight(text: str) -> str:
    return "".join(text.split())


# ---- what is found --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["养老", "税", "的", "消费升级", "5G", "美丽中国", "天津", "、"])
@pytest.mark.parametrize("kind", ["measure", "requirement"])
def test_a_word_finds_exactly_the_texts_that_contain_it(client: FlaskClient, word: str, kind: str) -> None:
    containing = {iri for iri, text in texts(client, f"{kind}s").items() if word in tight(text)}
    found = find(client, word, kind=kind)
    assert {hit["item"]["id"] for hit in found["hits"]} == containing
    assert found["total"] == len(containing)


def test_the_words_that_this_is_about_do_occur(client: FlaskClient) -> None:
    assert find(client, "养老", kind="measure")["total"] > 2
    assert find(client, "税", kind="measure")["total"] > 2


def test_any_stretch_of_any_text_finds_it(client: FlaskClient) -> None:
    chance = random.Random(293)
    by_iri = texts(client)
    for iri, text in chance.sample(sorted(by_iri.items()), 25):
        start = chance.randrange(len(text) - 1)
        piece = re.sub('["“”]', " ", text[start : start + chance.randint(1, 9)]).strip()
        if piece:
            assert iri in {hit["item"]["id"] for hit in find(client, f'"{piece}"', kind="measure")["hits"]}, piece


def test_several_words_must_all_occur_in_any_order(client: FlaskClient) -> None:
    both = {iri for iri, text in texts(client).items() if "养老" in text and "服务" in text}
    assert 0 < len(both) < len(texts(client))
    for q in ("养老 服务", "服务　养老", " 服务\t养老 服务 "):
        assert {hit["item"]["id"] for hit in find(client, q, kind="measure")["hits"]} == both


@pytest.mark.parametrize("q", ['"养老服务"', "“养老服务”", '"养老服务', "养老服务", '"养老 服务"'])
def test_a_phrase_must_occur_as_it_is_whatever_its_quotes_and_the_spaces_in_it(client: FlaskClient, q: str) -> None:
    containing = {iri for iri, text in texts(client).items() if "养老服务" in text}
    assert containing
    assert {hit["item"]["id"] for hit in find(client, q, kind="measure")["hits"]} == containing


def test_width_and_case_make_no_difference(client: FlaskClient) -> None:
    plain = [hit["item"]["id"] for hit in find(client, "5G")["hits"]]
    assert plain
    for q in ("5g", "５Ｇ", "５g"):
        assert [hit["item"]["id"] for hit in find(client, q)["hits"]] == plain


def test_things_are_found_by_all_their_names_in_both_languages(client: FlaskClient) -> None:
    for q, kind in (
        ("天津市商务局", "agency"), ("市商务局", "agency"), ("Bureau of Commerce", "agency"), ("天津", "jurisdiction"),
        ("Tianjin's division", "plan"), ("文旅休闲", "theme"), ("commerce", "function"),
    ):  # fmt: skip # entries side by side
        assert find(client, q, kind=kind)["hits"], q


def test_a_name_goes_before_a_mention(client: FlaskClient) -> None:
    hits = find(client, "商务局")["hits"]
    assert hits[0]["item"]["prefLabel"]["zh"] == "天津市商务局"


@pytest.mark.parametrize("part", ["健康", "旅游", "税", "监管", "金融"])
def test_names_weigh_more_than_texts(client: FlaskClient, part: str) -> None:
    """A part of a name is in many texts too: the bodies that are called so come before what says it."""
    kinds = [hit["kind"] for hit in find(client, part)["hits"]]
    said = next(place for place, kind in enumerate(kinds) if kind in {"measure", "requirement"})
    assert "agency" in kinds[:said]


def test_hits_are_narrowed_by_kind_place_and_theme_and_counted(client: FlaskClient) -> None:
    found = find(client, "消费")
    for name in ("kind", "jurisdiction", "theme"):
        assert found["facets"][name]
        for value in found["facets"][name]:
            assert find(client, "消费", **{name: value["value"]})["total"] == value["count"]
    assert sum(value["count"] for value in found["facets"]["kind"]) == found["total"]


def test_pages_of_hits_hold_each_hit_once(client: FlaskClient) -> None:
    whole = [hit["item"]["id"] for hit in find(client, "消费")["hits"]]
    paged = [hit["item"]["id"] for page in (1, 2, 3) for hit in find(client, "消费", size=15, page=page)["hits"]]
    assert paged == whole[:45]
    assert len(set(whole)) == len(whole)


# ---- what is marked -------------------------------------------------------------------------------------------------


def unmarked(marked: str) -> str:
    return html.unescape(re.sub("</?mark>", "", marked))


@pytest.mark.parametrize("q", ["养老", "税", "养老 服务", "消费", "Tianjin", "commerce", "APP"])
def test_what_is_marked_is_what_was_looked_for_and_without_marks_the_text_is_the_source(
    client: FlaskClient, q: str
) -> None:
    hits = find(client, q)["hits"]
    assert hits
    for hit in hits:
        item = hit["item"]
        for language, text in hit["html"].items():
            assert unmarked(text) == (item.get("definition") or {"zh": item.get("text")})[language]
        every = [*hit["html"].values(), *hit["title"].values(), hit.get("translation", "")]
        marks = {
            tight(html.unescape(mark)).casefold() for each in every for mark in re.findall("<mark>(.*?)</mark>", each)
        }
        names = "".join(tight(name) for names in item.get("altLabel", {}).values() for name in names).casefold()
        for word in q.casefold().split():
            assert word in names or any(word in mark for mark in marks)


def test_the_page_marks_hits_and_shows_the_source(client: FlaskClient) -> None:
    page = client.get("/search?q=养老&kind=measure&lang=en").text
    assert '<mark class="hit">养老</mark>' in page
    shown = re.findall(r'<p class="entry-text"[^>]*>(.*?)</p>', page)
    sources = texts(client).values()
    assert shown
    for each in shown:
        text = html.unescape(re.sub("<[^>]+>", "", each)).strip("…")
        assert any(text in source for source in sources)


# ---- what people write ----------------------------------------------------------------------------------------------

WEIRD = [
    "text:养老", "养老 OR *", "NOT 养老", "[a TO z]", "养老~2", "养老^9", "/.*/", "(((", "))",
    "\\", "'", '"', '""', '" "', "“", "«»", "\x00", "\u200b", "👵🏽", "\ud7ff", "%00", "a" * 500, "养" * 500,
    "<script>alert(1)</script>", "{{7*7}}", "x' OR 1=1 --", "*", "?", "+-", "İ", "ﬀ", "㎡", "\u0301", "\u3000",
]  # fmt: skip # entries side by side


@pytest.mark.parametrize("q", WEIRD, ids=range(len(WEIRD)))
def test_nothing_that_is_written_is_syntax_or_breaks_anything(client: FlaskClient, q: str) -> None:
    found = find(client, q)
    assert found["q"] == q
    page = client.get(f"/search?{urlencode({'q': q})}")
    assert page.status_code == 200
    assert not re.search("<script(?! src=)", page.text)
    assert client.get(f"/search/suggestions?{urlencode({'q': q})}").get_json()[0] == q


def test_operators_of_query_languages_are_looked_for_as_they_are(client: FlaskClient) -> None:
    assert find(client, "养老 OR 火星")["total"] == 0
    assert find(client, "养*")["readAs"] == {"养*": ["养"]}
    assert find(client, "text:养老")["total"] == 0


def test_nothing_looked_for_finds_nothing(client: FlaskClient) -> None:
    for q in ("", "   ", '""'):
        assert find(client, q)["total"] == 0
    assert client.get("/search").status_code == 200


def test_too_much_is_refused_and_not_cut(client: FlaskClient) -> None:
    assert client.get(f"/search.json?{urlencode({'q': '养' * 501})}").status_code == 400
    words = " ".join(chr(0x4E00 + number) for number in range(MOST + 1))
    assert client.get(f"/search.json?{urlencode({'q': words})}").status_code == 400
    assert client.get("/search.json?query=养老").status_code == 400
    assert client.get("/search.json?q=养老&kind=passage").status_code == 400


def test_where_nothing_has_all_words_each_is_offered_alone(client: FlaskClient) -> None:
    page = client.get("/search?q=养老 火星&lang=en").text
    alone = find(client, "养老")["total"]
    assert re.search(rf'<a href="/search\?q=[^"]+">养老</a> <span class="count">{alone}</span>', page)


def test_what_is_written_comes_back_escaped(client: FlaskClient) -> None:
    page = client.get("/search?q=%22%3E%3Cimg+src%3Dx%3E").text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


# ---- from the address bar -------------------------------------------------------------------------------------------


def test_browsers_find_the_search_and_its_suggestions(client: FlaskClient) -> None:
    assert '<link rel="search" href="/opensearch.xml"' in client.get("/").text
    described = ElementTree.fromstring(client.get("/opensearch.xml").data)
    assert len(described.findtext(f"{OPENSEARCH}ShortName", "")) in range(1, 17)
    templates = {
        url.get("rel") or url.get("type"): url.get("template", "") for url in described.iter(f"{OPENSEARCH}Url")
    }
    for name, media_type in (("text/html", "text/html"), ("suggestions", "application/x-suggestions+json")):
        address = re.sub(r"[?&]\w+=\{\w+\?\}", "", templates[name].replace("{searchTerms}", "商务"))
        response = client.get("/" + address.split("/", 3)[3])
        assert (response.status_code, response.mimetype) == (200, media_type)


def test_suggestions_are_names_that_hold_the_words(client: FlaskClient) -> None:
    q, names, kinds, addresses = client.get("/search/suggestions?q=商务局&lang=zh").get_json()
    assert (q, names[0], kinds[0]) == ("商务局", "天津市商务局", "单位")
    assert addresses[0].endswith("/doc/ns/agency/120000/shi-shang-wu-ju?lang=zh")
    assert len(names) == len(kinds) == len(addresses)


# ---- all of it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("q", ["体育", "养佬", "谁负责免税店？", "没有火星人"])
def test_all_that_is_found_is_one_table(client: FlaskClient, q: str) -> None:
    found = find(client, q, size=200)
    asked = urlencode({"q": q, "lang": "en"})
    table = list(csv.reader(io.StringIO(client.get(f"/search/all.csv?{asked}").data.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/search/all.xlsx?{asked}").data))
    assert table[0] == ["Kind", "Name", "Place", "Number", "Text", "Unofficial translation", "Invented sample", "Page"]
    assert len(table) - 1 == book.worksheets[0].max_row - 1 == found["total"]
    texts = [hit["item"]["text"] for hit in found["hits"] if hit["kind"] == "measure"]
    assert [row[4] for row in table if row[0] == "Measure"] == texts


def test_the_page_offers_all_of_it_where_there_is_any(client: FlaskClient) -> None:
    assert 'href="/search/all.xlsx?q=%E4%BD%93%E8%82%B2' in client.get("/search?q=体育").text
    assert "/search/all." not in client.get("/search?q=没有火星人").text
