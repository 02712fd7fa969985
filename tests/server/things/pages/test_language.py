"""Two languages: which one is chosen, and whether every word is there in both."""

import re
import string
from pathlib import Path

import pyoxigraph as ox
import pytest

from server.words import language
from server.words.labels import Text, best
from server.words.language import Words
from server.words.names import CLASSES

SERVER = Path(__file__).parents[4] / "server"


@pytest.mark.parametrize(
    ("wanted", "accepted", "chosen"),
    [
        (None, None, "zh"),
        (None, "en-US,en;q=0.9,zh;q=0.8", "en"),
        (None, "zh-TW", "zh"),
        (None, "fr, en;q=0.2", "en"),
        (None, "fr", "zh"),
        ("en", "zh-CN", "en"),
        ("fr", "en", "en"),
    ],
)
def test_the_address_goes_before_the_header(wanted: str | None, accepted: str | None, chosen: str) -> None:
    assert language.choose(wanted, accepted) == chosen


def test_every_word_is_there_in_both_languages_with_the_same_blanks() -> None:
    for key in sorted(language.keys()):
        blanks = [
            {name for form in language.forms(key, tag) for _, name, _, _ in string.Formatter().parse(form) if name}
            for tag in language.LANGUAGES
        ]
        assert blanks[0] == blanks[1], key


def test_templates_use_only_words_that_are_there() -> None:
    used = {
        key
        for template in (SERVER / "templates").rglob("*.html")
        for key in re.findall(r"\bwords\([\"']([a-z_]+\.[a-z_]+)[\"'](?!\s*~)", template.read_text("utf-8"))
    }
    assert len(used) > 100
    assert used <= language.keys()


def test_every_kind_has_a_word() -> None:
    assert {f"kind.{kind}" for kind in CLASSES.values()} <= language.keys()


def test_the_singular_is_used_for_one() -> None:
    assert (Words("en")("home.n_measures", n=1), Words("en")("home.n_measures", n=1084)) == (
        "1 measure",
        "1,084 measures",
    )


@pytest.mark.parametrize(("tag", "expected"), [("zh", Text("北京", "zh")), ("en", Text("Beijing", "en"))])
def test_a_label_is_in_the_language_of_the_page(tag: str, expected: Text) -> None:
    assert best([ox.Literal("Beijing", language="en"), ox.Literal("北京", language="zh")], tag) == expected


def test_a_label_falls_back_and_keeps_its_tag() -> None:
    assert best([ox.Literal("北京", language="zh")], "en") == Text("北京", "zh")
    assert best([ox.Literal("Pékin", language="fr"), ox.Literal("BJ")], "en") == Text("BJ", "")
    assert best([ox.Literal("Pékin", language="fr")], "en") == Text("Pékin", "fr")
    assert best([], "en") is None
