"""Pictures lead to what they show, are to be had as files, and alone may stand in a frame of another site."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree, html
from lxml.html import HtmlElement
from playwright.sync_api import Page

PLAN = "id/plan/tianjin-2020-293"
PICTURES = [
    "network", "deadlines", "map", PLAN, "ns/theme/ndrc-2020-293/08", "ns/agency/120000/shi-shang-wu-ju",
    "ns/national/ndrc-2020-293/requirement/08.3", "compare/themes", "compare/functions",
]  # fmt: skip # entries side by side
Visit = Callable[..., AbstractContextManager[Page]]
XLINK = "{http://www.w3.org/2000/svg}a"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_file_whose_every_link_leads_to_a_page(client: FlaskClient, name: str, lang: str) -> None:
    answer = client.get(f"/embed/{name}.svg?lang={lang}")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    links = {each.get("href", "") for each in etree.fromstring(answer.data).iter(XLINK)}
    assert links
    assert all(link.startswith("http://localhost:8000/") for link in links)
    for link in sorted(links)[:2] + sorted(links)[-2:]:
        assert (
            client.get(link.removeprefix("http://localhost:8000"), headers={"Accept": "text/html"}).status_code == 200
        )


@pytest.mark.parametrize("name", PICTURES)
def test_the_page_of_a_picture_may_be_framed_and_its_links_leave_the_frame(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/embed/{name}", headers={"Accept": "text/html"})
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    page: HtmlElement = html.fromstring(answer.data)
    links = [each for each in page.iter("a") if each.get("href")]
    assert links
    assert [each.get("href") for each in links if each.get("target") != "_top"] == []


@pytest.mark.parametrize(
    "page", ["/", "/network", f"/doc/{PLAN}", "/compare", "/search?q=养老", "/embed/nothing", "/sparql"]
)
def test_nothing_else_may_be_framed(client: FlaskClient, page: str) -> None:
    answer = client.get(page, headers={"Accept": "text/html"})
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_dot_leads_to_as_many_measures_as_it_counts(client: FlaskClient) -> None:
    drawn = etree.fromstring(client.get(f"/embed/{PLAN}.svg?lang=zh").data)
    dots = [each for each in drawn.iter(XLINK) if each.get("tabindex")]
    for dot in (dots[0], dots[len(dots) // 2], dots[-1]):
        count = int(re.findall(r"\d+$", str(etree.tostring(dot, method="text", encoding="unicode")).strip())[0])
        listed = client.get(
            dot.get("href", "").removeprefix("http://localhost:8000").replace("/measures?", "/measures.json?")
        )
        assert listed.json
        assert listed.json["total"] == count


def test_a_thing_without_anything_to_draw_says_so(client: FlaskClient) -> None:
    answer = client.get("/embed/ns/jurisdiction/650000.svg")
    assert answer.status_code == 404
    assert client.get("/embed/network?jurisdiction=120000&jurisdiction=110000").status_code == 400


def test_a_network_of_one_place_holds_its_agencies_alone(client: FlaskClient) -> None:
    assert client.get("/embed/network.svg?jurisdiction=120000").status_code == 200
    assert client.get("/embed/network.svg?jurisdiction=650000").status_code == 404


def test_a_picture_is_downloaded_as_png_and_a_dot_is_clicked(visit: Visit, address: str, tmp_path: Path) -> None:
    with visit() as page:
        page.goto(f"{address}/doc/ns/theme/ndrc-2020-293/08")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="PNG").click()
        file = tmp_path / "picture.png"
        waiting.value.save_as(file)
        assert file.read_bytes().startswith(b"\x89PNG")
        assert waiting.value.suggested_filename == "08.png"
        page.locator("svg a:has(circle)").first.click()
        page.wait_for_url("**/measures?*agency=*")


def test_the_map_has_every_province_once_and_says_which_is_held(client: FlaskClient) -> None:
    drawn = etree.fromstring(client.get("/embed/map.svg?lang=zh").data)
    tiles = list(drawn.iter(XLINK))
    assert len({each.get("href") for each in tiles}) == 31
    places = {
        (rect.get("x"), rect.get("y")) for tile in tiles for rect in tile.iter("{http://www.w3.org/2000/svg}rect")
    }
    assert len(places) == 31
    held = [
        str(etree.tostring(each, method="text", encoding="unicode")) for each in tiles if each[0].get("class") == "held"
    ]
    assert [" ".join(each.split()) for each in held] == ["天津84"]
