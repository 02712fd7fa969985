"""From a thing's page one gets to its comparison and to help; what a page is called says where it is of."""

import re

import pytest
from flask.testing import FlaskClient

PAGES = {
    "ns/national/ndrc-2020-293/requirement/11.2": "/compare/requirement?",
    "ns/theme/ndrc-2020-293/11": "/compare/requirements?",
    "ns/theme/ndrc-2020-293/part-2": "/compare/requirements?",
    "ns/function/civil-affairs": "/compare/functions",
    "id/plan/tianjin-2020-293": "/compare/themes?national=ndrc-2020-293",
    "ns/national/ndrc-2020-293": "/compare/themes?national=ndrc-2020-293",
    "ns/jurisdiction/120000": "/compare/themes",
    "id/measure/tianjin-2020-293/52": "/compare/requirement?",
}


@pytest.mark.parametrize("thing", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_thing_is_one_click_from_its_comparison(client: FlaskClient, thing: str, lang: str) -> None:
    page = client.get(f"/doc/{thing}.html?lang={lang}").text
    found = re.search(r'<p class="actions"><a href="(/compare[^"]+)">', page)
    assert found
    address = found[1].replace("&amp;", "&")
    assert address.startswith(PAGES[thing])
    assert client.get(address).status_code == 200


def test_what_has_no_measures_has_no_comparison(client: FlaskClient) -> None:
    assert 'class="actions"><a href="/compare' not in client.get("/doc/ns/jurisdiction/650000.html").text


@pytest.mark.parametrize(("lang", "title"), [("zh", "天津 · 举措 2 · "), ("en", "Tianjin · Measure 2 · ")])
def test_a_measure_is_called_by_place_number_and_first_clause(client: FlaskClient, lang: str, title: str) -> None:
    page = client.get(f"/doc/id/measure/tianjin-2020-293/2.html?lang={lang}").text
    shown = re.search("<title>(.*?)</title>", page)
    assert shown
    assert shown[1].startswith(title)
    assert not re.search("[，。；]", shown[1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_says_every_word_of_the_ontology_and_every_page_leads_to_it(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/help?lang={lang}").text
    for part in ("help", "about", "glossary", "contact", "license"):
        assert f'id="{part}"' in page
        assert f'href="/help?lang={lang}#{part}"' in client.get(f"/measures?lang={lang}").text
    for word in ("举措", "落实方案", "measure", "implementation plan"):
        assert word in page.casefold()
