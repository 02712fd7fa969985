"""Every page of the seed release: whole HTML, no broken link, no bare IRI, in both languages."""

import re
from collections import Counter, deque
from typing import Any
from urllib.parse import SplitResult, parse_qs, parse_qsl, urldefrag, urlencode, urljoin, urlsplit

import html5rdf  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient
from lxml import html

A_KIND = 3
PAGES_A_KIND = 30
"""How many pages of one kind of thing are walked to: all that they have in common is there."""
"""How many addresses of a kind the crawl asks for where only their parameters or their suffix tell them apart."""
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
}  # fmt: skip # entries side by side
DATA = {"ttl", "jsonld", "nt", "rdf", "json", "csv", "nq", "trig"}
SECTIONS = {
    "doc", "search", "plans", "measures", "requirements", "themes", "agencies", "jurisdictions", "functions", "compare",
    "quality", "catalog", "dumps", "sparql", "documents", "api",
}  # fmt: skip # entries side by side
"""The sections that the front page leads to, sooner or later."""
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


NAMED = {
    "measure": ("zh", ["tianjin-2020-293 的提取", "命名图 tianjin-2020-293"]),
    "source": ("en", ["Extraction of tianjin-2020-293"]),
    "requirement": ("en", ["Mapping of quoted requirement 41"]),
    "mapping": ("en", ["Mapping of quoted requirement 41"]),
}


@pytest.mark.parametrize("kind", NAMED)
def test_a_thing_without_a_label_is_named_in_words(client: FlaskClient, kind: str) -> None:
    language, names = NAMED[kind]
    address = f"{KINDS[kind]}?data=all"
    shown = {" ".join(each.split()) for each in nodes(page(client, address, language), "//main//text()")}
    assert set(names) <= shown


def test_what_points_to_a_thing_stands_by_its_number(client: FlaskClient) -> None:
    path = "/doc/ns/agency/120000/shi-shang-wu-ju?links=policy:responsibleAgency"
    shown = nodes(page(client, path, "en"), "//section[@aria-labelledby='linked']/ul/li/a[1]/text()")
    numbers = [int(text.removeprefix("Measure ")) for text in shown]
    assert len(numbers) == 34
    assert numbers == sorted(numbers)


SINGLE = [
    "/doc/ns/national/ndrc-2020-293/requirement/14.2",
    "/compare",
    "/compare/functions",
    "/catalog",
    "/doc/id/dataset/all",
]


@pytest.mark.parametrize("path", [*(KINDS[kind] for kind in KINDS if kind != "home"), *SINGLE])
def test_one_thing_is_counted_in_the_singular(client: FlaskClient, path: str) -> None:
    told = " ".join(nodes(page(client, path, "en"), "//text()"))
    told = " ".join(told.split())
    many = "plans|measures|agencies|themes|requirements|places|functions|statements|warnings|datasets"
    assert re.findall(rf"(?<![\w,.])1 (?:implementation )?(?:{many})\b", told) == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_chinese_text_on_an_english_page_says_so(client: FlaskClient, kind: str) -> None:
    unsaid = "//main//text()[not(ancestor::*[@lang='zh-Hans']) and not(ancestor::*[local-name()='svg'])]"
    texts = nodes(page(client, KINDS[kind], "en"), unsaid)
    assert [text for text in texts if _is_chinese(text) and text.getparent().tag not in {"option", "code"}] == []


def _is_chinese(text: str) -> bool:
    """An English sentence may quote a few Chinese words."""
    return 2 * len(re.findall(r"[\u4e00-\u9fff]", text)) > max(len(text.strip()), 4)


def links_of(text: str, base: str) -> set[str]:
    """What a page leads to: its links, and what its forms send as they stand."""
    found = nodes(text, "//a/@href | //link/@href | //img/@src | //script/@src")
    forms = [(form.action, form.form_values()) for form in nodes(text, "//form") if form.method == "GET"]
    found += [f"{action}?{urlencode(values)}" if values else action for action, values in forms]
    return {urldefrag(urljoin(base, href))[0] for href in found}


def test_no_link_of_the_seed_release_is_broken(client: FlaskClient) -> None:
    """Walk from the front page to every page and file; of lists in other orders and of data behind pages, to a few a kind."""
    host = "http://here"
    queue, seen, broken = deque([f"{host}/"]), {f"{host}/"}, []
    met: Counter[tuple[str, ...]] = Counter()
    while queue:
        address = queue.popleft()
        parts = urlsplit(address)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        with client.get(target, headers={"Accept": "text/html, */*;q=0.5"}) as response:
            status, text = (
                response.status_code,
                response.get_data(as_text=True) if response.mimetype == "text/html" else "",
            )
        if status not in {200, 302, 303}:
            broken.append((target, status))
        found = links_of(text, address) if text else set()
        if status in {302, 303}:
            found.add(urldefrag(urljoin(address, response.headers["Location"]))[0])
        for link in found:
            if link in seen or not link.startswith(host):
                continue
            seen.add(link)
            kind = _kind(urlsplit(link))
            met[kind] += 1
            if met[kind] <= (A_KIND if kind[0] == "twin" else PAGES_A_KIND):
                queue.append(link)
    assert broken == []
    assert len(seen) > 1000
    assert {urlsplit(each).path.split("/")[1] for each in seen} >= SECTIONS


def _kind(link: SplitResult) -> tuple[str, ...]:
    """What a link has in common with others of which some are enough: pages of one kind of thing, or twins of pages."""
    names = sorted({name for name, _ in parse_qsl(link.query, keep_blank_values=True)})
    stem, _, suffix = link.path.rpartition(".")
    asked = names if len(names) < 2 else [str(len(names))]
    if suffix in DATA:
        return ("twin", "/".join(stem.split("/")[:4]), suffix, *asked)
    return (
        ("twin", "/".join(link.path.split("/")[:3]), *asked) if asked else ("page", "/".join(link.path.split("/")[:4]))
    )


def test_the_front_page_counts_what_there_is(client: FlaskClient) -> None:
    figures = nodes(page(client, "/"), "//dl[@class='figures']//dd/text()")
    assert figures[:3] == ["1", "84", "35"]
    assert nodes(page(client, "/", "en"), "//dl[@class='figures']//dt/text()")[:3] == ["plan", "measures", "agencies"]


def test_the_front_page_says_when_its_release_was_published(client: FlaskClient) -> None:
    assert nodes(page(client, "/"), "//time/@datetime") == ["2026-01-01"]


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"home", "ontology"}))
def test_a_page_opens_as_a_query_that_has_an_answer(client: FlaskClient, kind: str) -> None:
    links = [urlsplit(href) for href in nodes(page(client, KINDS[kind]), "//footer//a/@href")]
    asked = next(parse_qs(link.query)["query"][0] for link in links if link.path == "/sparql" and "edit" in link.query)
    answer = client.get("/sparql", query_string={"query": asked}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, asked
    assert len(answer.text.splitlines()) > 1, asked
