"""What a text takes over from others, word by word."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server.words.overlap import overlap


def marked(text: str, *others: str) -> str:
    """Return the text with what it adds in square brackets."""
    return "".join(each.text if each.shared else f"[{each.text}]" for each in overlap(text, others).pieces)


@pytest.mark.parametrize(
    ("text", "other", "says"),
    [
        ("开展夜间照明改造，新建公园。", "鼓励夜间照明改造。", "[开展]夜间照明改造[，新建公园。]"),
        # pieces in another order
        ("延长营业时间，改造夜间照明", "改造夜间照明、延长营业时间", "延长营业时间，改造夜间照明"),
        # one common word is an accident
        ("推进旅游惠民", "发展旅游市场", "[推进旅游惠民]"),
        # punctuation of the other kind is no difference
        ("农房, 厂房改造", "农房、厂房改造", "农房, 厂房改造"),
        # a number is one word, and another number is another
        ("建成2000家网点和超市", "建成200家网点和超市", "[建成2000]家网点和超市"),
        ("推广5G网络覆盖", "推广5g网络覆盖", "推广5G网络覆盖"),
        # what is shorter than a run is taken over whole, or not
        ("减税", "落实减税降费", "减税"),
        ("减税", "减少税费", "[减税]"),
    ],
)
def test_what_stands_in_both_is_taken_over_and_the_rest_is_added(text: str, other: str, says: str) -> None:
    assert marked(text, other) == says


def test_the_share_counts_words_and_not_marks() -> None:
    found = overlap("夜间照明，扩建公园。", ["夜间照明工程"])
    assert (found.words, found.share) == (8, 0.5)


def test_a_text_is_marked_against_all_others_at_once() -> None:
    assert marked("夜间照明与街头公园", "夜间照明工程", "新建街头公园") == "夜间照明[与]街头公园"


def test_a_text_without_words_shares_nothing() -> None:
    assert overlap("——。", ["——。"]).share == 0
    assert overlap("", ["有字"]).pieces == ()


@given(st.text("甲乙丙丁，。 1a"), st.text("甲乙丙丁，。 1a"))
def test_no_character_is_lost(text: str, other: str) -> None:
    found = overlap(text, [other])
    assert "".join(each.text for each in found.pieces) == text
    assert 0 <= found.share <= 1
    assert overlap(text, [text]).share == (1 if found.words else 0)


def test_the_comparison_marks_what_each_place_adds_and_leaves_out(client: FlaskClient) -> None:
    page = client.get("/compare/requirement?requirement=08.3").text
    assert '<del class="left-out">' in page
    assert '<ins class="added">' in page
    rows = client.get("/compare/requirement.json?requirement=08.3").get_json()["rows"]
    assert all(row["against"].endswith("requirement/08.3") for row in rows)
    assert all(0 <= row["taken_over"] <= 1 and 0 <= row["kept"] <= 1 for row in rows)


def test_places_are_marked_against_a_place_too(client: FlaskClient) -> None:
    address = "/compare/requirement{}?requirement=08.3&place=120000&place=970000&against=970000"
    rows = client.get(address.format(".json")).get_json()["rows"]
    assert {row["against"] for row in rows} == {row["place"] for row in rows if row["place"].endswith("970000")}
    own = [row for row in rows if row["place"].endswith("970000")]
    assert {(row["taken_over"], row["kept"]) for row in own} == {(1, None)}
    assert "against=970000" in client.get(address.format("")).text
    assert client.get(address.format("").replace("against=970000", "against=110000")).status_code == 400
