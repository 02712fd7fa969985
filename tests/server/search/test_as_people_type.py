"""Search as people type: with what is around a measure, by numbers, in pinyin, traditional characters and misspelt."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from mapping.release.index import forms, lexicon
from server.search_index.opened import SearchIndex
from server.search_index.references import references

Visit = Callable[..., AbstractContextManager[Page]]
BUREAU = "120000/shi-jiao-tong-yun-shu-wei"


def find(client: FlaskClient, q: str, **query: Any) -> Any:
    return client.get(f"/search.json?{urlencode({'q': q, 'size': 200, **query})}").get_json()


def keys(found: Any) -> list[str]:
    return [hit["item"]["key"] for hit in found["hits"]]


# ---- what is around a measure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["天津", "天津市", "Tianjin"])
def test_a_place_beside_a_word_is_where_the_measure_is_and_need_not_stand_in_its_text(
    client: FlaskClient, place: str
) -> None:
    alone = keys(find(client, "体育", kind="measure"))
    assert alone
    found = keys(find(client, f"{place} 体育", kind="measure"))
    assert (
        set(alone) <= set(found) < {item["key"] for item in client.get("/measures.json?size=200").get_json()["items"]}
    )


def test_an_agency_beside_a_word_is_who_carries_the_measure_by_any_of_its_names(client: FlaskClient) -> None:
    measures = client.get(f"/measures.json?agency={BUREAU}&size=200").get_json()["items"]
    carried = {item["key"] for item in measures if "旅游" in item["text"]}
    assert carried
    for name in ("天津市交通运输委员会", "市交通运输委", "交通运输委"):
        assert set(keys(find(client, f"{name} 旅游", kind="measure"))) == carried, name


def test_what_is_around_a_measure_does_not_find_it_alone(client: FlaskClient) -> None:
    texts = [item["text"] for item in client.get("/measures.json?size=200").get_json()["items"]]
    assert find(client, "体育局", kind="measure")["total"] == sum("体育局" in text for text in texts)


# ---- what a search may cost -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "most"), [(" ".join(f"养{n:02}老{n:02}服" for n in range(20)), 0), ("养佬馆娃夜箭惊技扶鹜 " * 3, 300)]
)
def test_a_search_for_what_nobody_has_written_costs_little(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, q: str, most: int
) -> None:
    looked: list[object] = []
    lexicon_of = SearchIndex.lexicon

    def counted(index: SearchIndex, *asked: Any) -> Any:
        looked.append(asked)
        return lexicon_of(index, *asked)

    monkeypatch.setattr(SearchIndex, "lexicon", counted)
    assert find(client, q)["total"] == 0
    assert len(looked) <= most


# ---- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "kind", "key"),
    [
        ("11.2", "requirement", "ndrc-2020-293/requirement/11.2"),
        ("要求 4.1", "requirement", "ndrc-2020-293/requirement/04.1"),
        ("Requirement 04.1", "requirement", "ndrc-2020-293/requirement/04.1"),
        ("第十九条", "point", "ndrc-2020-293/point/19"),
        ("（九）", "point", "ndrc-2020-293/point/09"), ("措施 52", "measure", "tianjin-2020-293/52"),
        ("measure 52", "measure", "tianjin-2020-293/52"), ("第五十二项举措", "measure", "tianjin-2020-293/52"),
        ("天津 举措52", "measure", "tianjin-2020-293/52"), ("293号文", "national", "ndrc-2020-293"),
        ("发改就业[2020]293号", "national", "ndrc-2020-293"), ("发改就业（2020）293 号", "national", "ndrc-2020-293"),
        ("２９３号", "national", "ndrc-2020-293"), ("52", "measure", "tianjin-2020-293/52"),
        ("2020年第293号", "national", "ndrc-2020-293"), ("發改就業2020 293號", "national", "ndrc-2020-293"),
        ("国家发改委 〔2020〕293号", "national", "ndrc-2020-293"),
        ("4.1条", "requirement", "ndrc-2020-293/requirement/04.1"),
        ("req. 4.1", "requirement", "ndrc-2020-293/requirement/04.1"),
        ("Section 4.1", "requirement", "ndrc-2020-293/requirement/04.1"), ("Article 19", "point", "ndrc-2020-293/point/19"),
        ("19条", "point", "ndrc-2020-293/point/19"), ("第十九條", "point", "ndrc-2020-293/point/19"),
        ("十九", "point", "ndrc-2020-293/point/19"), ("第十九", "point", "ndrc-2020-293/point/19"),
        ("52号措施", "measure", "tianjin-2020-293/52"), ("第52號", "measure", "tianjin-2020-293/52"),
        ("舉措：五十二", "measure", "tianjin-2020-293/52"), ("the 52nd measure", "measure", "tianjin-2020-293/52"),
        ("第二部分", "part", "ndrc-2020-293/part/2"), ("Part II", "part", "ndrc-2020-293/part/2"),
        ("二、", "part", "ndrc-2020-293/part/2"),
    ],
)  # fmt: skip # entries side by side
def test_a_thing_is_found_first_by_its_number(client: FlaskClient, q: str, kind: str, key: str) -> None:
    first = find(client, q)["hits"][0]
    assert (first["kind"], first["item"]["key"]) == (kind, key)


@pytest.mark.parametrize("text", ["5G", "20个", "3.5亿元", "30%", "第五代", "百名", "举措", "号"])
def test_a_number_inside_a_word_is_no_reference(text: str) -> None:
    assert not list(references(text))


@pytest.mark.parametrize("q", ["2020年底前", "二〇二〇年", "2020-12-31", "2020/12", "2020年12月31日", "2020.12.31"])
def test_a_day_finds_what_is_due_by_it(client: FlaskClient, q: str) -> None:
    dated = {item["key"] for item in client.get("/measures.json?dated=true&size=200").get_json()["items"]}
    found = keys(find(client, q, kind="measure"))
    assert found
    assert set(found[:2]) <= dated


def test_a_number_in_quotes_is_looked_for_as_it_stands(client: FlaskClient) -> None:
    assert all("52" in hit["html"].get("zh", "") for hit in find(client, '"52"')["hits"])


# ---- other ways of writing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "plain"),
    [("養老", "养老"), ("電子商務", "电子商务"), ("旅遊 體育", "旅游 体育"), ("發展改革委", "发展改革委")],
)
def test_traditional_characters_find_what_simplified_ones_find(client: FlaskClient, q: str, plain: str) -> None:
    found = find(client, q)
    assert found["total"]
    assert keys(found) == keys(find(client, plain))
    assert "readAs" not in found


@pytest.mark.parametrize(
    ("q", "read"),
    [
        ("tiyu", "体育"), ("ti yu", "体育"), ("wenhuahelvyouju", "文化和旅游局"), ("养佬", "养老"), ("旅由", "旅游"),
        ("lǚ yóu", "旅游"), ("lüyou", "旅游"), ("fgw", "发改委"), ("tj", "天津"), ("冲电桩", "充电桩"),
        ("chargers", "charging"),
        ("老年人", "养老"), ("second-hand", "used"), ("市监委", "市场监督管理委"), ("agriculturl", "agriculture"),
        ("Tianjing", "tianjin"),
    ],
)  # fmt: skip # entries side by side
def test_a_misspelt_word_is_read_as_a_near_one_and_the_page_says_so(client: FlaskClient, q: str, read: str) -> None:
    found = find(client, q)
    assert found["total"]
    told = " ".join(found.get("readAs", {}).get(q, ()))
    assert read in told or found["hits"][0]["item"]["key"] == "120000/shi-shi-chang-jian-guan-wei"
    if told:
        page = client.get(f"/search?q={quote(q)}&lang=en").text
        assert f"Nothing is found for “{q}”" in page


def test_words_written_together_are_parted_where_they_find_nothing_as_one(client: FlaskClient) -> None:
    found = find(client, "体育局旅游")
    assert found["readAs"] == {"体育局旅游": ["体育局", "旅游"]}
    assert keys(found) == keys(find(client, "体育局 旅游"))


@pytest.mark.parametrize(
    ("q", "plain"),
    [
        ("养老、体育、旅游？", "养老 体育 旅游"), ("（免税）", "免税"), ("#免税", "免税"), ("免税😀", "免税"),
        ("<b>免税</b>", "免税"),
        ("免税&amp;口岸", "免税 口岸"), ("谁负责免税店？", "免税店"), ("天津市养老政策有哪些", "天津市 养老"),
        ("「免税店」", "免税店"), ("谁负责老年人？", "养老"),
        ("which agencies are responsible for elderly care?", "elderly care"), ("天津商务局便利店", "天津 商务局 便利店"),
    ],
)  # fmt: skip # entries side by side
def test_signs_tags_and_the_words_of_a_question_are_left_out_where_nothing_has_them(
    client: FlaskClient, q: str, plain: str
) -> None:
    found = find(client, q)
    assert found["total"]
    assert keys(found) == keys(find(client, plain))


@pytest.mark.parametrize("q", ["？？？", "😀", '"', "&&"])
def test_signs_alone_find_nothing_and_the_page_says_why(client: FlaskClient, q: str) -> None:
    assert find(client, q)["total"] == 0
    page = client.get(f"/search?q={quote(q)}&lang=en").text
    assert "There is no word to look for, only signs." in page
    assert "Themes with most measures" in page


@pytest.mark.parametrize("q", ["2099年", "77.7%", "1.25亿"])
def test_a_number_is_never_read_as_a_part_of_it(client: FlaskClient, q: str) -> None:
    assert (find(client, q)["total"], find(client, q).get("readAs")) == (0, None)


@pytest.mark.parametrize(
    ("q", "meant"), [("国企", "国有企业"), ("外资", "外商"), ("游艇", "邮轮"), ("新能源车", "新能源汽车")]
)
def test_a_word_of_its_own_is_read_by_its_meaning_before_its_sound(client: FlaskClient, q: str, meant: str) -> None:
    assert find(client, q)["readAs"] == {q: [meant]}


def test_a_short_word_of_letters_is_none_inside_a_name_and_a_whole_word_goes_first(client: FlaskClient) -> None:
    assert not [each for each in find(client, "ai")["hits"] if each["kind"] == "jurisdiction"]
    assert find(client, "port")["hits"][0]["item"]["key"] == "port"


@pytest.mark.parametrize("q", ["举措 0", "举措100", "measure 999", "2020年第三季度"])
def test_a_number_that_nothing_has_finds_no_text_with_a_part_of_it(client: FlaskClient, q: str) -> None:
    assert find(client, q)["total"] == 0


@pytest.mark.parametrize("q", ["火星", "xyzzy", "zz", "嫦娥奔月", "q*"])
def test_what_resembles_nothing_is_not_guessed(client: FlaskClient, q: str) -> None:
    found = find(client, q)
    assert (found["total"], found.get("readAs")) == (0, None)


# ---- nothing found --------------------------------------------------------------------------------------------------


def test_an_empty_result_offers_fewer_words_parts_of_words_and_themes(client: FlaskClient) -> None:
    page = client.get("/search?q=火星 养老 体育&lang=en").text
    assert "With fewer words" in page
    assert re.search(r'<a href="/search\?q=[^"]+">体育</a>', page)
    parts = client.get("/search?q=体育火星&lang=en").text
    assert re.search(r'Parts of the words.*<a href="/search\?q=[^"]+">体育</a>', parts, re.DOTALL)
    assert re.search(r'Themes with most measures.*href="/doc/ns/theme/', parts, re.DOTALL)


def test_an_empty_result_offers_near_words(client: FlaskClient) -> None:
    page = client.get("/search?q=武清区&lang=en").text
    assert re.search(r'Near words.*<a href="/search\?q=[^"]+">[^<]*区[^<]*</a>', page, re.DOTALL)


def test_every_offer_finds_as_much_as_it_says(client: FlaskClient) -> None:
    page = client.get("/search?q=夜间火星 体育 消费&lang=zh").text
    offered = re.findall(r'<a href="/search\?q=[^"]+">([^<]+)</a> <span class="count">([\d,]+)</span>', page)
    assert offered
    for q, number in offered:
        assert find(client, q)["total"] == int(number.replace(",", "")), q


# ---- while typing ---------------------------------------------------------------------------------------------------


def test_suggestions_come_while_typing_and_a_chosen_one_opens_its_page(visit: Visit, address: str) -> None:
    with visit() as page:
        page.goto(f"{address}/")
        with page.expect_response("**/search/suggestions*"):
            page.locator("#find").press_sequentially("商务局")
        option = page.locator("#find-names option").first
        expect(option).to_have_attribute("value", "天津市商务局")
        page.locator("#find").fill("")
        page.locator("#find").evaluate(
            "input => { input.value = '天津市商务局'; input.dispatchEvent(new Event('input')); }"
        )  # what a browser does when an entry of its own list is chosen
        page.wait_for_url("**/doc/ns/agency/120000/shi-shang-wu-ju*")


def test_search_needs_no_script(visit: Visit, address: str) -> None:
    with visit(scripts=False) as page:
        page.goto(f"{address}/")
        page.fill("#find", "养老")
        page.press("#find", "Enter")
        expect(page.locator(".entry").first).to_be_visible()


@pytest.mark.parametrize(
    ("q", "name"), [("7.2", "国家要求"), ("shangwuju", "天津市商务局"), ("文旅局", "天津市文化和旅游局")]
)
def test_suggestions_understand_what_the_search_understands(client: FlaskClient, q: str, name: str) -> None:
    assert name in client.get(f"/search/suggestions?q={q}&lang=zh").get_json()[1][0]


def test_suggestions_say_where_the_words_stand_if_not_in_the_title(client: FlaskClient) -> None:
    _, names, told, _ = client.get("/search/suggestions?q=便利店&lang=zh").get_json()
    assert names
    assert all("便利店" in f"{name}{words}" for name, words in zip(names, told, strict=True))


# ---- forms and words ------------------------------------------------------------------------------------------------


def test_a_name_has_short_forms_without_its_place_and_rank() -> None:
    assert forms.forms(["湖南省民政厅"], ["湖南省", "湖南"]) == ["湖南省民政厅", "民政厅", "省民政厅"]


def test_a_group_of_governments_is_found_by_what_people_leave_out_of_its_name() -> None:
    assert {"各县人民政府", "县人民政府", "各县政府", "县政府"} <= set(forms.forms(["各县人民政府"]))


def test_a_documents_number_is_found_with_and_without_its_office() -> None:
    assert list(forms.documents("湘政办发〔2021〕8号")) == ["document 湘政办发20218", "document 20218", "document 8"]


def test_what_texts_say_once_is_no_word() -> None:
    said = lexicon.Lexicon()
    said.hear(["扩大旅游", "旅游消费"], ["民政局"])
    found = {each.word: each for each in said.words()}
    assert found["旅游"].sound == "lvyou"
    assert "扩大" not in found
    assert found["民政局"].is_name
