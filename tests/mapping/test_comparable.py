"""How texts are compared: one table of what is alike, and the forms made by it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.comparable import compact, fold, folded, letters, matching_form

ROOT = Path(__file__).parents[2]
READS_CHARACTERS = {"mapping/readers/pdf/glyphs.py", "server/release/store/reading/diagnosis.py"}
"""What does not compare: a font's Kangxi radicals become characters of the text, and a stray character is named."""


@given(st.text())
def test_a_matching_form_has_the_length_of_its_text(text: str) -> None:
    assert len(matching_form(text)) == len(text)


@given(st.text())
def test_every_folded_character_tells_where_it_comes_from(text: str) -> None:
    folded_text, places = fold(text)
    assert len(places) == len(folded_text)
    assert list(places) == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("推进“一站式” 服务试点。", '推进"一站式"服务试点'),
        ("５Ｇ网络，APP（应用）", "5G网络,app(应用)"),
        ("第㈢批", "第(三)批"),
        ("促進消費擴容提質", "促进消费扩容提质"),
        ("Cafe\u0301 文化", "café文化"),
        ("软\u00ad件\u200b园\ufeff", "软件园"),
    ],
)
def test_width_marks_blanks_scripts_and_what_prints_nothing_do_not_count(one: str, other: str) -> None:
    assert letters(one) == letters(other)


@pytest.mark.parametrize("name", ["发改委【专班】", "發改委［专班］", "发 改\u3000委〔专班〕", "发改\u200d委(专班)"])
def test_names_are_compact_in_one_kind_of_brackets_and_script(name: str) -> None:
    assert compact(name) == "发改委(专班)"


@pytest.mark.parametrize("dash", "—–―－‐‑‒−─﹣")
def test_all_dashes_are_one_wherever_texts_are_compared(dash: str) -> None:
    assert matching_form(f"4{dash}5") == compact(f"4{dash}5") == folded(f"4{dash}5") == "4-5"


def test_search_keeps_one_blank_between_words_of_letters_and_none_in_chinese() -> None:
    assert folded("Bureau  of\u00a0Commerce 商 务局") == "bureau▁of▁commerce商务局"


def test_a_county_called_qian_is_not_made_another_by_simplifying() -> None:
    assert compact("乾县") == folded("乾县") == "乾县"


def test_no_other_module_makes_texts_comparable_by_itself() -> None:
    modules = (path for package in ("mapping", "server") for path in (ROOT / package).rglob("*.py"))
    own = {
        path.relative_to(ROOT).as_posix()
        for path in modules
        if any(call in path.read_text("utf-8") for call in ("unicodedata.normalize(", "OpenCC("))
    }
    assert own == {"mapping/comparable.py"} | READS_CHARACTERS
