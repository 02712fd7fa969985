"""Each filter and each search is a feed that pages name, so that one hears of what is new under it."""

from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from lxml import html

ATOM = "{http://www.w3.org/2005/Atom}"
BUREAU = "120000/shi-shang-wu-ju"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("address", [f"/measures?agency={BUREAU}", "/search?q=养老", "/plans", "/themes"])
def test_a_filter_or_search_names_its_feed_which_holds_what_it_finds(
    client: FlaskClient, address: str, lang: str
) -> None:
    page = html.fromstring(client.get(f"{address}{'&' if '?' in address else '?'}lang={lang}").data)
    found = [each for each in page.iter("link") if each.get("type") == "application/atom+xml"]
    assert len(found) == 1
    answer = client.get(found[0].get("href", ""))
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    feed = ET.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for each in entries:
        assert all((each.findtext(f"{ATOM}{name}") or "").strip() for name in ("id", "title", "updated"))
    own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == [feed.findtext(f"{ATOM}id")]


def test_a_feed_is_narrowed_as_its_list_is(client: FlaskClient) -> None:
    feed = ET.fromstring(client.get(f"/measures.atom?agency={BUREAU}").data)
    assert len(feed.findall(f"{ATOM}entry")) == 34
    assert client.get("/measures.atom?agency=nobody").status_code == 400


def test_a_feed_is_xml_whatever_was_searched_for(client: FlaskClient) -> None:
    feed = ET.fromstring(client.get("/search.atom?q=养老%01").data)
    assert "养老" in (feed.findtext(f"{ATOM}title") or "")
