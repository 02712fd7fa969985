"""What pages say and where their lines break: whole words, whole names, words instead of codes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from server.words.anchors import titled
from server.words.labels import Text
from server.words.names import amount
from server.words.phrases import phrased, phrases


def page(client: FlaskClient, address: str, language: str = "zh") -> str:
    joint = "&" if "?" in address else "?"
    return unescape(client.get(f"{address}{joint}lang={language}", headers={"Accept": "text/html"}).text)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("关于加快形成绿色生活方式的实施意见", ("形成", "绿色", "生活", "意见")),
        ("河北省促进乡村旅游高质量发展分工方案", ("旅游", "发展", "方案")),
        ("推动便利店向社区延伸", ("推动", "社区", "延伸")),
    ],
)
def test_a_heading_breaks_between_phrases_and_says_the_same(title: str, words: tuple[str, ...]) -> None:
    found = phrases(title)
    assert "".join(found) == title
    assert len(found) > 2
    assert all(any(word in each for each in found) for word in words), found
    assert min(map(len, found)) > 1


def test_a_heading_without_chinese_is_left_as_it_is_and_one_with_markup_is_escaped() -> None:
    assert phrased("Open <200> shops") == "Open &lt;200&gt; shops"
    assert "<wbr>" not in phrased("Themes of the opinions 发改就业〔2020〕293号 on consumption")
    assert "<b>" not in phrased("推动<b>消费</b>升级")


def test_a_number_stays_with_the_word_before_it() -> None:
    assert '<span class="whole">Measure 12</span> · ' in titled(
        (Text("Measure 12"), Text("扩大消费")), "en", in_phrases=True
    )


def test_the_title_of_a_plan_is_broken_by_phrases_on_its_page(client: FlaskClient) -> None:
    heading = re.search(r"<h1>(.*?)</h1>", page(client, "/doc/id/plan/tianjin-2020-293"), re.DOTALL)
    assert heading
    assert "形成" in heading[1]
    assert heading[1].count("<wbr>") > 8


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("Renovate markets and consolidate neighbourhood retail", 26, "Renovate markets and…"),
        ("推动 Wi-Fi 覆盖全市景区和商圈", 13, "推动 Wi-Fi 覆盖全…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…"),
        ("short enough", 26, "short enough"),
    ],
)
def test_a_word_in_latin_letters_is_not_cut_within(text: str, length: int, cut: str) -> None:
    assert Text(text).excerpt(length).value == cut


def test_bodies_whose_names_begin_alike_are_told_apart_in_a_facet(client: FlaskClient) -> None:
    labels = re.findall(r'href="[^"]*agency=[^"]*" rel="nofollow">([^<]*)</a>', page(client, "/measures", "en"))
    assert "Tianjin Municipal Bureau of Industry and Information Technology" in labels
    assert len(set(labels)) == len(labels)


def test_large_numbers_have_their_thousands_apart() -> None:
    assert amount("2500000", None, None, "元") == "2,500,000 元"
    assert amount(None, "1200", "15000.5", "个") == "1,200–15,000.5 个"
    assert amount("若干", None, None, None) == "若干"


def test_a_card_says_the_time_of_its_measure_once(client: FlaskClient) -> None:
    card = page(client, "/measures?until=2020-12-31").partition("举措 59")[2].partition('<li class="entry">')[0]
    assert card.count("至 2020-12-31") == 2  # the measure's own, and that of one of its two numbers
    assert "所属举措" not in card


def test_an_unknown_measure_is_not_taken_for_something_with_a_like_sound(client: FlaskClient) -> None:
    told = page(client, "/doc/id/measure/rope")
    assert "错误 404" in told
    assert "Not Found" not in told
    assert "您要找的是不是" not in told


def test_the_place_of_a_plan_that_is_known_by_name_names_it(client: FlaskClient) -> None:
    told = page(client, "/doc/ns/jurisdiction/430000")
    assert "湘发改就业规〔2020〕764号" in told.partition("<h2")[2]
    assert "没有已发布的方案" not in told


def test_the_text_of_a_passage_is_called_by_the_title_of_its_plan(client: FlaskClient) -> None:
    crumbs = page(client, "/doc/id/passage/tianjin-2020-293/7/measure", "en").partition("<h1>")[0]
    assert "Canonical text of Tianjin's division of work" in crumbs


@pytest.mark.parametrize(
    "address", ["/", "/measures", "/doc/id/plan/tianjin-2020-293", "/doc/id/plan/none-2020", "/help"]
)
def test_a_page_says_its_language_and_what_is_no_page_says_none(client: FlaskClient, address: str) -> None:
    for accepted, told in (("en-GB,en;q=0.9", "en"), ("zh-CN", "zh-Hans")):
        answer = client.get(address, headers={"Accept": "text/html", "Accept-Language": accepted})
        assert answer.headers["Content-Language"] == told
        assert f'<html lang="{told}"' in answer.text
    assert "Content-Language" not in client.get("/measures.csv").headers
