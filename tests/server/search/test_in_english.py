"""Search in English: the words of unofficial translations, in whatever form, with their mark."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from mapping.release.index import english
from server.search_index.highlights import translated_segments

Visit = Callable[..., AbstractContextManager[Page]]


def find(client: FlaskClient, q: str, **query: Any) -> Any:
    return client.get(f"/search.json?{urlencode({'q': q, 'size': 200, **query})}").get_json()


def measures(client: FlaskClient, q: str) -> list[str]:
    return [hit["item"]["number"] for hit in find(client, q, kind="measure")["hits"]]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("elderly care", {"2", "67"}),
        ("care of the elderly", {"2", "67"}),
        ("charging piles", {"60"}),
        ("charging pile", {"60"}),
        ("Convenience Stores", {"41", "47", "51"}),
        ("used cars", {"64"}),
        ('"night market"', set()),
        ('"cruise home port"', {"27"}),
        ("blockchain", {"62", "79"}),
        ("museum tour", {"24"}),
        ("greengrocers", {"41"}),
        ("veterans start-up subsidy", {"71"}),
    ],
)
def test_english_words_find_the_measures_whose_translations_say_them(
    client: FlaskClient, q: str, first: set[str]
) -> None:
    found = measures(client, q)
    assert set(found[: len(first)]) == first


def test_a_place_and_english_words_go_together(client: FlaskClient) -> None:
    assert measures(client, "Tianjin blockchain") == measures(client, "blockchain")


def test_requirements_are_found_in_english_too(client: FlaskClient) -> None:
    found = find(client, "beautiful China", kind="requirement")
    assert [hit["item"]["number"] for hit in found["hits"]] == ["07.1"]


def test_a_misspelt_english_word_is_read_as_a_near_one(client: FlaskClient) -> None:
    found = find(client, "blokchain", kind="measure")
    assert found["readAs"] == {"blokchain": ["blockchain"]}
    assert {hit["item"]["number"] for hit in found["hits"]} == {"62", "79"}


def test_a_hit_has_its_words_marked_in_the_translation_and_the_source_is_not_translated(client: FlaskClient) -> None:
    (hit,) = find(client, "charging piles", kind="measure")["hits"]
    assert "<mark>charging</mark> <mark>piles</mark>" in hit["translation"]
    assert list(hit["html"]) == ["zh"]
    assert hit["item"]["unofficialTranslation"].startswith("Implement the national policies")


def test_whole_words_are_marked_in_whatever_form() -> None:
    found = translated_segments("Piles of charges; compiled, re-charging.", ["charging", "pile", "of"])
    assert [each.text for each in found if each.hit] == ["Piles", "charges", "charging"]
    assert "".join(each.text for each in found) == "Piles of charges; compiled, re-charging."


def test_words_are_compared_by_their_stems() -> None:
    assert english.stems("Children's SERVICES, 5G and e-commerce") == english.stems(
        "children service 5g and e commerce"
    )


@pytest.mark.parametrize(("language", "mark"), [("en", "unofficial translation"), ("zh", "非官方英译")])
def test_the_page_shows_the_translation_with_its_mark_and_its_language(
    client: FlaskClient, language: str, mark: str
) -> None:
    page = client.get(f"/search?q=charging+piles&lang={language}").get_data(as_text=True)
    (shown,) = re.findall(r'<p class="entry-text translation" lang="en">(.*?)</p>', page, re.DOTALL)
    assert re.search(r"<mark[^>]*>piles</mark>", shown)
    assert f">{mark}</span>" in shown


def test_chinese_words_bring_no_english_to_a_chinese_page(client: FlaskClient) -> None:
    assert "entry-text translation" not in client.get("/search?q=养老&lang=zh").get_data(as_text=True)


def test_an_english_reader_finds_measures_on_elderly_care_by_english_words_in_one_action(
    visit: Visit, address: str
) -> None:
    with visit("en") as page:
        page.goto(address)
        page.locator("main input[type=search]").fill("elderly care")
        page.locator("main input[type=search]").press("Enter")
        first = page.locator("li.entry", has=page.locator(".translation")).first
        expect(first.locator("[lang=en] mark").first).to_have_text(re.compile("elderly|care", re.IGNORECASE))
        expect(first).to_contain_text("unofficial translation")
        expect(first.locator("[lang=zh-Hans]").first).to_be_visible()
