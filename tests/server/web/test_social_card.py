"""What other sites show with a link to a page: its title, and a picture with it in Chinese."""

import io
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from PIL import Image, ImageChops

from server.web import social_card
from server.web.social_card import HEIGHT, WIDTH, card

PAGES = [
    "/", "/measures", "/compare", "/map", "/help", "/doc/id/measure/tianjin-2020-293/9", "/doc/id/plan/tianjin-2020-293",
    "/doc/ns/agency/120000/shi-ti-yu-ju", "/doc/ns/theme/ndrc-2020-293/11", "/search?q=养老",
]  # fmt: skip # the pages side by side


def _font() -> None:
    if social_card.font_file() is None:
        pytest.skip("no font of this machine has Chinese")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_kind_of_page_has_a_picture_of_the_size_it_says(client: FlaskClient, path: str, lang: str) -> None:
    _font()
    page: HtmlElement = html.fromstring(
        client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}", headers={"Accept": "text/html"}).data
    )
    told = {each.get("property"): each.get("content") for each in page.xpath("//meta[@property]")}
    assert page.xpath("string(//meta[@name='twitter:card']/@content)") == "summary_large_image"
    assert told["og:image:alt"] == told["og:title"]
    address = urlsplit(told["og:image"])
    assert address.scheme
    answer = client.get(f"{address.path}?{address.query}")
    assert answer.mimetype == "image/png"
    assert len(answer.data) < 100_000
    size = Image.open(io.BytesIO(answer.data)).size
    assert size == (WIDTH, HEIGHT) == (int(told["og:image:width"]), int(told["og:image:height"]))


def test_things_have_cards_of_their_own_and_what_is_not_there_has_none(client: FlaskClient) -> None:
    _font()
    one, other = (client.get(f"/card/id/measure/tianjin-2020-293/{number}.png").data for number in (1, 2))
    assert one != other
    assert client.get("/card/id/measure/tianjin-2020-293/999.png").status_code == 404
    assert client.get("/card/nothing.png").status_code == 404


def ink(title: str) -> tuple[int, int, int, int] | None:
    """Return the box around what a card shows besides what every card does."""
    shown, empty = (Image.open(io.BytesIO(card("站", "", each, ""))).convert("L") for each in (title, ""))
    return (
        ImageChops.difference(shown, empty).point(lambda level: 255 * (level > 60)).getbbox()
    )  # palettes differ a little


@pytest.mark.parametrize(
    "title", ["短", "建" * 200, "a" * 300, "Explore new modes of cooperation with travel agencies " * 9]
)
def test_a_title_of_any_length_stays_in_the_picture(title: str) -> None:
    _font()
    box = ink(title)
    assert box is not None
    left, top, right, bottom = box
    assert left >= 70
    assert top >= 100
    assert bottom <= 400
    assert right <= WIDTH - 60


def test_a_machine_without_a_font_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(social_card, "font_file", lambda: None)
    social_card._font.cache_clear()
    with pytest.raises(LookupError, match="fonts-noto-cjk"):
        card("站", "", "题", "")
