"""Where words stand in a text, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from mapping.comparable import fold
from server.search_index.highlights import excerpt, marked, segments, spans

TEXTS = st.text(alphabet=st.sampled_from("养老服务税 ,，A５Ｇg\n“”<&ßİ㎡ﬀ"), max_size=60)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_segments_join_to_the_text(text: str, words: list[str]) -> None:
    cut = segments(text, [folded for word in words if (folded := fold(word)[0])])
    assert "".join(each.text for each in cut) == text


@given(TEXTS, st.integers(0, 59), st.integers(1, 8))
def test_any_stretch_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    folded, _ = fold(text[start : start + length])
    if folded:
        assert spans(text, [folded])


@given(TEXTS)
def test_folding_keeps_the_place_of_every_character(text: str) -> None:
    folded, places = fold(text)
    assert len(folded) == len(places)
    assert list(places) == sorted(places)
    assert fold(f" {text}")[0] == folded  # a blank before it counts for nothing
    assert all(0 <= place < len(text) for place in places)
    assert fold(folded)[0] == folded


@given(TEXTS, st.integers(5, 40))
def test_an_excerpt_shows_the_first_hit(text: str, length: int) -> None:
    folded = fold("养老")[0]
    cut = segments(text, [folded])
    shown = excerpt(cut, length)
    assert "".join(each.text for each in shown).strip("…") in text
    assert sum(len(each.text) for each in shown) <= max(len(text), length + 2)


def test_neighbouring_hits_are_marked_as_one_and_html_is_escaped() -> None:
    assert marked(segments("a<b>养老服务&", ["养老", "服务", "老服"])) == "a&lt;b&gt;<mark>养老服务</mark>&amp;"
