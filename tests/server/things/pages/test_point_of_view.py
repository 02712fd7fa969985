"""Pages begin with what people come for, call things as people do, and fold away what only some want to see."""

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement

BUREAU = "120000/shi-shang-wu-ju"


def opened(client: FlaskClient, address: str) -> HtmlElement:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.data)


@pytest.mark.parametrize(
    "address",
    ["/measures?requirement=ndrc-2020-293/requirement/08.3", "/search?q=举措 41", "/doc/ns/agency/120000/shi-shang-wu-ju",
     "/doc/ns/national/ndrc-2020-293/requirement/08.3", "/doc/ns/theme/ndrc-2020-293/08"],
)  # fmt: skip # entries side by side
def test_a_measure_has_one_card_everywhere(client: FlaskClient, address: str) -> None:
    page = opened(client, f"{address}{'&' if '?' in address else '?'}lang=zh")
    card = page.xpath("//li[@class='entry'][.//a[contains(@href, '/doc/id/measure/tianjin-2020-293/41')]]")[0]
    said = " ".join(card.text_content().split())
    head = card.xpath("string(*[@class='entry-head'])").strip()
    assert head.startswith("天津 · 举措 41 · ")
    assert ("责任单位" in said, "天津市商务局" in said, "目标" in said, "200 家" in said) == (True,) * 4


def test_an_agency_begins_with_its_measures_and_leads_to_those_of_a_theme_and_of_a_partner(client: FlaskClient) -> None:
    page = opened(client, f"/doc/ns/agency/{BUREAU}?lang=zh")
    assert page.xpath("//h2/@id")[0] == "measures"
    assert len(page.xpath("//section[@aria-labelledby='partners']//ul/li")) == 28
    themes = page.xpath("//section[@aria-labelledby='themes']//a[@class='count']")
    partners = page.xpath("//section[@aria-labelledby='partners']//ul//a[@class='count']")
    for each in (themes[0], themes[-1], partners[0], partners[-1]):
        assert opened(client, each.get("href")).xpath("string(//h1/span)") == each.text


def test_measures_of_an_agency_narrow_to_those_that_another_carries_with_it(client: FlaskClient) -> None:
    other = "120000/shi-min-zheng-ju"
    both = client.get(f"/measures.json?agency={BUREAU}&partner={other}&size=200").json
    assert both
    assert 0 < both["total"] == len(both["items"]) < 34
    for item in both["items"]:
        assert {"shi-shang-wu-ju", "shi-min-zheng-ju"} <= {
            each["id"].rpartition("/")[2] for each in item["responsibleAgency"]
        }
    page = opened(client, f"/measures?agency={BUREAU}&partner={other}&lang=zh")
    assert "天津市民政局" in page.xpath("string(//p[@class='chosen'])")
    assert client.get("/measures.json?partner=nobody").status_code == 400


def test_raw_data_is_a_page_of_its_own_to_which_the_end_of_a_page_leads(client: FlaskClient) -> None:
    page = opened(client, "/doc/id/measure/tianjin-2020-293/36?lang=zh")
    assert "SHA-256" not in page.xpath("string(//main)")
    data = opened(client, page.xpath("//p[@class='data']/a/@href")[0])
    assert data.xpath("//main//@aria-labelledby") == ["provenance", "said", "linking"]
    assert data.xpath("//head/link[@rel='canonical']/@href") == ["/doc/id/measure/tianjin-2020-293/36?lang=zh"]
    shown = data.xpath("string(//main)")
    assert "SHA-256" in shown
    assert [code for code in ("semapv:", "skos:", "sssom:", "policy:") if code in shown] == []
