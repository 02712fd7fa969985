"""Addresses are built in one place, which carries on the language that was asked for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from lxml import html
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import RequestRedirect

from server import app as application
from server.words.addresses import FILES, PAGES, to

SERVER = Path(application.__file__).parent
PLAN = "tianjin-2020-293"
DESCRIBES_PATHS = {"words/addresses.py", "api/openapi.py", "reconcile/answers.py", "catalogue/archive/memento.py"}
"""Beside addresses: the description of the API, of the reconciliation service, and what reads the path of a request."""
_PAGE = re.compile(r"/(doc|id|ns|quality|compare|documents|releases|cite|measures|plans|search|sparql|catalog|help)\b")


@pytest.mark.parametrize("template", sorted((SERVER / "templates").rglob("*.html")), ids=lambda each: each.name)
def test_no_template_builds_an_address(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.findall(r"""(?:href|action|src)=["'](?:/|[^"']*\?)""", text) == []
    assert re.findall(r"lang=\{\{", text) == []


def test_no_module_but_addresses_builds_an_address() -> None:
    built = {
        (path.relative_to(SERVER).as_posix(), text)
        for path in SERVER.rglob("*.py")
        if path.relative_to(SERVER).as_posix() not in DESCRIBES_PATHS
        for text in _built(ast.parse(path.read_text("utf-8")))
    }
    assert built == set()


def _built(tree: ast.Module) -> Iterator[str]:
    """Yield the beginnings of texts with a place in them, and names of functions, by which an address could be built."""
    routes = {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        for each in ast.walk(decorator)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(each.name in {"urlencode", "url_for"} for each in node.names):
            yield "urlencode"
        if isinstance(node, ast.JoinedStr) and id(node) not in routes:
            begins = node.values[0]
            if isinstance(begins, ast.Constant) and _PAGE.match(str(begins.value)):
                yield str(begins.value)


@pytest.mark.parametrize("name", sorted({**PAGES, **FILES}.keys() - {"file"}))
def test_every_named_address_has_a_route(window: Flask, name: str) -> None:
    holes = ({**PAGES, **FILES})[name].count("{}")
    fits = {
        "comparison": ("themes",),
        "comparison_file": ("themes", "csv"),
        "stream_page": (1,),
        "cite": ("id/plan/x",),
    }
    fits |= {
        "history": ("id/plan/x",),
        "cite_file": ("id/plan/x", "bib"),
        "list_file": ("plans", "csv"),
        "all_of_list": ("measures", "csv"),
    }
    fits |= {
        "directory": ("json",),
        "catalog_file": ("ttl",),
        "shapes_file": ("ttl",),
        "kept_file": ("x", "dumps/x.ttl"),
        "embed": ("network",),
        "picture": ("id/plan/x",),
        "card": ("id/plan/x",),
    }
    address = to(name, *fits.get(name, ("x", "ttl")[:holes]))
    try:
        window.url_map.bind("localhost").match(urlsplit(address).path)
    except (RequestRedirect, MethodNotAllowed):
        pytest.fail(f"{address} leads elsewhere")


@pytest.mark.parametrize(
    "address",
    [
        "/", "/help", "/plans", "/measures", "/search?q=消费", "/quality", f"/quality/{PLAN}", "/compare/themes", "/sparql",
        "/catalog", f"/doc/id/dataset/{PLAN}", "/doc/id/series/ndrc-2020-293", "/releases", "/doc/ns/def", "/doc/ns/shape",
        "/doc/ns/context", f"/documents/{PLAN}", f"/doc/id/measure/{PLAN}/36", f"/cite/id/measure/{PLAN}/36",
        "/reconcile/about", "/doc/ns/function/commerce",
        "/network", "/deadlines", "/embed/compare/themes", f"/embed/id/plan/{PLAN}", "/compare/functions", "/compare/targets",
        "/doc/ns/def?term=Measure", "/doc/ns/shape?shape=Measure", "/model", "/model?of=Measure", "/map",
    ],
)  # fmt: skip # the pages side by side
def test_every_link_to_a_page_carries_the_language_that_was_asked_for(window: Flask, address: str) -> None:
    asked = f"{address}{'&' if '?' in address else '?'}lang=en"
    answer = window.test_client().get(asked, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    page = html.fromstring(answer.data)
    lost = [
        href
        for href in map(str, cast(list[str], page.xpath("//body//a[not(@rel='bookmark')]/@href")))
        if _is_page(href) and _language(href) != "en"
    ]
    assert lost == []


def _is_page(href: str) -> bool:
    path = urlsplit(href).path
    files = r"\.\w+$|^/(static|dumps|id|ns|graph|oai|stream|\.well-known)\b"
    return href.startswith("/") and not re.search(files, path)


def _language(href: str) -> str:
    return parse_qs(urlsplit(href).query).get("lang", [""])[0]


@pytest.mark.parametrize(
    "address",
    ["/ns/shape", "/ns/context", "/ns/def", f"/id/plan/{PLAN}", f"/id/dataset/{PLAN}", "/id/catalog",
     f"/lookup?uri=http://localhost:8000/id/plan/{PLAN}"],
)  # fmt: skip # the identifiers side by side
def test_an_identifier_sends_on_in_the_language_that_was_asked_for(window: Flask, address: str) -> None:
    answer = window.test_client().get(
        f"{address}{'&' if '?' in address else '?'}lang=en", headers={"Accept": "text/html"}
    )
    assert answer.status_code == 303
    assert _language(answer.headers["Location"]) == "en"
