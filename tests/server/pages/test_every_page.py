"""Every page of the seed release: whole HTML, no broken link, no bare IRI, in both languages."""

import re
from collections import deque
from typing import Any
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

import html5rdf  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient
from lxml import html

# Rooms that are not open yet; the crawl does not go there.
NOT_OPEN = (
    "/search", "/plans", "/measures", "/requirements", "/themes", "/agencies", "/jurisdictions", "/compare", "/quality",
    "/catalog", "/dumps/",
)  # fmt: skip
KINDS = {
    "measure": "/doc/id/measure/tianjin-2020-293/41", "plan": "/doc/id/plan/tianjin-2020-293",
    "national": "/doc/ns/national/ndrc-2020-293", "part": "/doc/ns/national/ndrc-2020-293/part/3",
    "point": "/doc/ns/national/ndrc-2020-293/point/08", "requirement": "/doc/ns/national/ndrc-2020-293/requirement/08.3",
    "theme": "/doc/ns/theme/ndrc-2020-293/08", "theme of a part": "/doc/ns/theme/ndrc-2020-293/part-3",
    "agency": "/doc/ns/agency/120000/shi-shang-wu-ju", "jurisdiction": "/doc/ns/jurisdiction/120000",
    "function": "/doc/ns/function/commerce", "quotation": "/doc/id/quotation/tianjin-2020-293/41",
    "responsibility": "/doc/id/responsibility/tianjin-2020-293/41.1", "target": "/doc/id/target/tianjin-2020-293/41.1",
    "passage": "/doc/id/passage/tianjin-2020-293/41/measure", "source": "/doc/id/document/tianjin-2020-293",
    "text": "/doc/id/document/tianjin-2020-293/text", "mapping": "/doc/id/mapping/tianjin-2020-293/41.1",
    "scheme": "/doc/ns/theme/ndrc-2020-293", "role": "/doc/ns/role/lead", "graph": "/doc/graph/plan/tianjin-2020-293",
    "ontology": "/doc/ns/def", "home": "/",
}  # fmt: skip
LANGUAGES = {"zh": "zh-Hans", "en": "en"}


def nodes(text: str, path: str) -> list[Any]:
    """What an XPath finds; lxml's own type says that it could be anything."""
    found: Any = html.document_fromstring(text).xpath(path)
    return list(found)


def page(client: FlaskClient, path: str, language: str = "zh") -> str:
    response = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == 200, (path, response.status_code, response.text[:500])
    return response.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_every_kind_is_whole_html_in_its_language(client: FlaskClient, kind: str, language: str) -> None:
    text = page(client, KINDS[kind], language)
    html5rdf.HTMLParser(strict=True).parse(text)
    assert nodes(text, "/html/@lang") == [LANGUAGES[language]]
    ids = nodes(text, "//@id")
    assert len(ids) == len(set(ids))
    assert len(nodes(text, "//h1")) == 1
    assert nodes(text, "//head/title")[0].text.strip()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_page_shows_a_bare_iri_where_a_label_exists(client: FlaskClient, kind: str) -> None:
    anchors = nodes(page(client, KINDS[kind], "en"), "//main//a[not(contains(@class, 'iri'))]")
    shown = [anchor.text_content() for anchor in anchors]
    inside = re.compile(
        r"(https://w3id\.org/policygraph|http://localhost:8000)/(id|national|theme|agency|function|kind|role)"
    )
    assert [text for text in shown if inside.match(text)] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_chinese_text_on_an_english_page_says_so(client: FlaskClient, kind: str) -> None:
    unsaid = "//main//text()[not(ancestor::*[@lang='zh-Hans']) and not(ancestor::*[local-name()='svg'])]"
    texts = nodes(page(client, KINDS[kind], "en"), unsaid)
    assert [text for text in texts if _is_chinese(text) and text.getparent().tag not in {"option", "code"}] == []


def _is_chinese(text: str) -> bool:
    """An English sentence may quote a few Chinese words."""
    return 2 * len(re.findall(r"[\u4e00-\u9fff]", text)) > max(len(text.strip()), 4)


def links_of(text: str, base: str) -> set[str]:
    found = nodes(text, "//a/@href | //link/@href | //img/@src | //form/@action")
    return {urldefrag(urljoin(base, href))[0] for href in found}


def test_no_link_of_the_seed_release_is_broken(client: FlaskClient) -> None:
    """Walk from the front page to every page; data behind a page is asked for once a kind, by its suffix."""
    host = "http://here"
    queue, seen, broken = deque([f"{host}/"]), {f"{host}/"}, []
    suffixes: dict[tuple[str, str], int] = {}
    while queue:
        address = queue.popleft()
        parts = urlsplit(address)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        with client.get(target, headers={"Accept": "text/html, */*;q=0.5"}) as response:
            status, text = (
                response.status_code,
                response.get_data(as_text=True) if response.mimetype == "text/html" else "",
            )
        if status not in {200, 303}:
            broken.append((target, status))
        for link in links_of(text, address) if text else ():
            if link in seen or not link.startswith(host) or _is_left_out(urlsplit(link), suffixes):
                continue
            seen.add(link)
            queue.append(link)
    assert broken == []
    assert len(seen) > 1000


def _is_left_out(link: SplitResult, suffixes: dict[tuple[str, str], int]) -> bool:
    """Leave out rooms that are not open, the other language, and data beyond the first few of a kind."""
    path, query = link.path, link.query
    if path.startswith(NOT_OPEN) or "lang=" in query or path == "/sparql" or "agency=" in query:
        return True
    name, _, suffix = path.rpartition(".")
    if suffix in {"ttl", "jsonld", "nt", "rdf"}:
        kind = ("/".join(name.split("/")[:4]), suffix)
        suffixes[kind] = suffixes.get(kind, 0) + 1
        return suffixes[kind] > 2
    return False


def test_the_front_page_counts_what_there_is(client: FlaskClient) -> None:
    figures = nodes(page(client, "/"), "//dl[@class='figures']//dd/text()")
    assert figures[:3] == ["1", "84", "35"]
