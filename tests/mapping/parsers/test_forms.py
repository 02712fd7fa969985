"""The form in which responsibility texts are read: one script, nothing invisible, no blanks inside words."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from mapping.comparable import matching_form
from mapping.parsers.agencies import parse, read
from mapping.parsers.forms import responsibility_form
from mapping.parsers.mentions import ResponsibilityText
from mapping.parsers.text import seen

LABELLED = Path(__file__).parents[2] / "labelled/responsibilities.jsonl"
CASES = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufe00\ufeff"


def bare(said: ResponsibilityText) -> list[tuple[str, str]]:
    return [("".join(seen(body.name).text.split()), body.role) for body in said.bodies]


@given(st.text())
def test_offsets_of_a_form_point_at_the_characters_it_is_made_of(text: str) -> None:
    form = responsibility_form(text)
    assert len(form.words) == len(form.seen.offsets) - 1
    assert list(form.seen.offsets) == sorted(set(form.seen.offsets))


def test_traditional_characters_are_read_like_simplified_ones_and_published_as_printed() -> None:
    traditional = OpenCC("s2t")
    same = 0
    for case in CASES:
        text = traditional.convert(case["text"])
        if len(text) == len(case["text"]):
            said = read(text)
            assert all(text[body.start : body.end] == body.name for body in said.bodies)
            same += [(b.start, b.end, b.role) for b in said.bodies] == [
                (b.start, b.end, b.role) for b in read(case["text"]).bodies
            ]
    assert same >= 0.99 * len(CASES)


@pytest.mark.parametrize("character", INVISIBLE)
def test_a_character_that_prints_nothing_changes_no_reading(character: str) -> None:
    for case in CASES[::7]:
        text = character.join(case["text"])
        assert bare(read(text)) == bare(read(case["text"]))


@pytest.mark.parametrize("blank", [" ", "\u3000", "\n"])
def test_a_blank_inside_a_word_changes_no_reading(blank: str) -> None:
    wrong = []
    for case in CASES[::5]:
        plain = bare(read(case["text"]))
        for word in ("牵头", "配合", "负责", "责任单位", "牵头单位", "财政", "商务", "人民政府"):
            text = case["text"].replace(word, word[0] + blank + word[1:])
            if text != case["text"] and bare(read(text)) != plain:
                wrong.append(text)
    assert len(wrong) <= len(CASES[::5]) // 50, wrong


def test_letters_set_apart_are_words() -> None:
    assert bare(parse("牵 头 单 位 ： 市 水 务 局 ； 配 合 单 位 ： 各 县 区 政 府")) == [
        ("市水务局", "lead"),
        ("各县区政府", "supporting"),
    ]


def test_every_word_that_patterns_look_for_is_written_in_the_folded_script() -> None:
    root = Path(__file__).parents[3] / "mapping/parsers"
    words = "".join(path.read_text("utf-8") for suffix in ("*.py", "*.toml") for path in root.glob(suffix))
    ideographs = {character for character in words if "\u4e00" <= character <= "\u9fff"}
    assert {character for character in ideographs if matching_form(character) != character} == set()
    assert matching_form("乾縣") == "乾县"
