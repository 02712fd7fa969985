"""Pages for an English reader: the translation beside the text, with its mark and its language, and never in its place."""

import re

import pytest
from flask.testing import FlaskClient

BASE = "/doc/id"
MARK = ">unofficial translation</span>"


def page(client: FlaskClient, path: str, language: str = "en") -> str:
    answer = client.get(f"{path}?lang={language}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "chinese", "english"),
    [
        (f"{BASE}/measure/tianjin-2020-293/46", "印发实施《", "Issue and implement the Guide to the Primary"),
        ("/doc/ns/national/ndrc-2020-293/requirement/07.3", "充分利用境外旅行社渠道", "Make full use of the channels of"),
        (f"{BASE}/plan/tianjin-2020-293", "推进“质量立市”战略实施", "Advance the strategy of “building the city on quality”"),
        (f"{BASE}/target/tianjin-2020-293/49.2", "城市配送点", "urban delivery points built (sites)"),
        (f"{BASE}/parameter/tianjin-2020-293/71.1", "一次性创业补贴", "one-off start-up subsidy"),
        (f"{BASE}/cited/tian-jin-pin-pai-zhi-shu-8f9fbeef", "天津品牌指数", "Tianjin Brand Index"),
        ("/doc/ns/national/ndrc-2020-293/point/07", "持续推广塑造", "Let the tourism promotion alliances"),
    ],
)  # fmt: skip # entries side by side
def test_the_english_stands_beside_the_chinese_with_its_mark(
    client: FlaskClient, path: str, chinese: str, english: str
) -> None:
    shown = page(client, path)
    marked = re.findall(r'<(\w+) class="[^"]*translation" lang="en">(.*?)</\1>', shown, re.DOTALL)
    assert any(english in text and MARK in f"{text}</span>" for _, text in marked), path
    assert chinese in re.sub("<[^>]+>", "", shown)


def test_the_page_of_a_measure_has_the_english_of_its_targets_its_documents_and_its_requirement(
    client: FlaskClient,
) -> None:
    shown = page(client, f"{BASE}/measure/tianjin-2020-293/41")
    for said in (
        "new brand chain convenience stores (establishments)",
        "Construction Standards for Brand Chain Convenience Stores in Tianjin",
        "Promote the development of community life services",
        "The Chinese text alone counts",
    ):
        assert said in shown


def test_a_chinese_page_is_as_it_was(client: FlaskClient) -> None:
    for path in (f"{BASE}/measure/tianjin-2020-293/41", "/doc/ns/national/ndrc-2020-293/requirement/08.3"):
        assert 'translation" lang="en"' not in page(client, path, "zh")


def test_the_plan_leads_to_its_translation_which_says_who_made_it_and_under_which_licence(client: FlaskClient) -> None:
    assert f"{BASE}/translation/tianjin-2020-293/en" in page(client, f"{BASE}/plan/tianjin-2020-293")
    shown = page(client, f"{BASE}/translation/tianjin-2020-293/en")
    assert "creativecommons.org/licenses/by/4.0" in shown
    assert "translations.en.tsv" in shown


def test_json_ld_and_turtle_say_a_translation_by_its_own_term(client: FlaskClient) -> None:
    found = client.get(f"{BASE}/measure/tianjin-2020-293/46.jsonld").get_data(as_text=True)
    assert '"unofficialTranslation": "Issue and implement' in found
    turtle = client.get(f"{BASE}/measure/tianjin-2020-293/46.ttl").get_data(as_text=True)
    assert 'policy:unofficialTranslation "Issue and implement' in turtle


def test_lists_show_it_and_have_it_as_a_column_of_its_own(client: FlaskClient) -> None:
    assert MARK in page(client, "/measures")
    assert MARK in page(client, "/requirements")
    head, row, *_ = client.get("/measures/all.csv?lang=en").get_data().decode("utf-8-sig").splitlines()
    assert "Unofficial translation" in head
    assert "Advance the strategy of “building the city on quality”" in row


def test_a_comparison_has_the_english_of_the_requirement_and_of_each_measure(client: FlaskClient) -> None:
    shown = page(client, "/compare/requirement", "en&requirement=02.5")
    assert "Encourage industry associations, research institutes" in shown
    assert "Encourage and guide the Tianjin Tourism Association" in shown
    (row,) = client.get("/compare/requirement.json?requirement=02.5").get_json()["rows"]
    assert row["measure_translation"].startswith("Publicise policies more widely")
