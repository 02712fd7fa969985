"""A base with a path, behind a real nginx over https: every address carries the path, and no header of a client counts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import requests
from lxml import etree, html

from mapping import build
from mapping.release.publication import Publication
from mapping.workbench import Settings
from server.config import ServerConfig
from server.web.mount import host_of, inside, prefix_of, under
from tests.conftest import NOON, free_port
from tests.nginx import NGINX, nginx

OPENSSL = shutil.which("openssl")
PREFIX = "/政策/data"
QUOTED = prefix_of(f"https://data.example.org{PREFIX}/")
SERVERS = """
    ssl_certificate {folder}/certificate.pem; ssl_certificate_key {folder}/key.pem;
    server {{
        listen 127.0.0.1:{port} ssl;
        location {prefix}/ {{
            proxy_pass http://127.0.0.1:{behind};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header X-Forwarded-Prefix {prefix};
        }}
    }}
    server {{
        listen 127.0.0.1:{plain} ssl;
        location {prefix}/ {{ proxy_pass http://127.0.0.1:{behind}/; }}
    }}
"""
START = (
    "", "plans", "measures?theme=ndrc-2020-293/08", "search?q=消费", "compare/themes", "quality", "quality/small-2020",
    "catalog", "sparql",
    "sparql?query=SELECT * { ?s a ?o } LIMIT 3", "releases", "help", "api", "doc/ns/def", "doc/ns/shape", "model",
    "doc/id/measure/small-2020/1", "documents/small-2020", "cite/id/plan/small-2020", "doc/id/nothing", "reconcile/about",
    "catalog.ttl", "catalog.jsonld", "data.json", "directory.json", "feed.atom", "stream/1", "sitemap.xml", "robots.txt",
    "oai?verb=Identify", "openapi.json", "opensearch.xml", ".well-known/void", "reconcile", "llms.txt", "plans.json",
    "doc/id/plan/small-2020.jsonld", "doc/id/plan/small-2020.linkset", "search/suggestions?q=消费", "measures.csv",
    "quality/small-2020.json", "compare/themes.json", "doc/id/dataset/small-2020.ttl", "sparql/terms.json",
)  # fmt: skip # the pages side by side
MOST = 110


@dataclass(frozen=True)
class Proxied:
    """Where the site is: at its base, and through a proxy that takes the path away and forwards nothing."""

    base: str
    plain: str
    certificate: str
    behind: str

    def get(self, path: str, at: str | None = None, **headers: str) -> requests.Response:
        return requests.get(
            urljoin(at or self.base, path),
            headers={"Accept-Encoding": "identity", "Accept": "text/html, */*;q=0.5", **headers},
            verify=self.certificate,
            allow_redirects=False,
            timeout=20,
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, run_server: Callable[..., Any]) -> Iterator[Proxied]:
    if NGINX is None or OPENSSL is None:
        pytest.skip("nginx or openssl is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    port, plain = free_port(), free_port()
    base = f"https://localhost:{port}{PREFIX}/"
    settings = Settings(publication=Publication(base=base))
    assert build.build([_plan(folder)], settings, folder / "releases", build.Options(), at=NOON).exit_code == 0
    _certify(folder)
    with run_server(ServerConfig(releases=folder / "releases", proxies=("127.0.0.1",))) as server:
        servers = SERVERS.format(folder=folder, port=port, plain=plain, behind=urlsplit(server.url).port, prefix=PREFIX)
        with nginx(folder, port, servers):
            yield Proxied(base, f"https://localhost:{plain}{PREFIX}/", str(folder / "certificate.pem"), server.url)
        assert "fault" not in server.log.read_text("utf-8")


def _plan(folder: Path) -> Path:
    plan = folder / "plans" / "small-2020"
    plan.mkdir(parents=True)
    rows = "序号,国家要求,落实举措,责任单位\n1,培育国际消费中心城市。,2022年底前建成5条特色街区。,省商务厅\n"
    (plan / "document.csv").write_text(rows, "utf-8")
    (plan / "plan.toml").write_text(
        'id = "small-2020"\ndocument = "document.csv"\nnational = "ndrc-2020-293"\njurisdiction = "430000"\n'
        'id_local = "湘样〔2020〕1号"\ndate_document = 2020-06-01\ntitle = { zh = "小方案", en = "A small plan" }\n',
        "utf-8",
    )
    return plan


def _certify(folder: Path) -> None:
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(
        [cast(str, OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files],
        check=True,
        capture_output=True,
    )


def _links(answer: requests.Response) -> set[str]:
    """Return every address in an answer that a client would follow: of pages, headers, XML, and strings of JSON."""
    kind = answer.headers.get("Content-Type", "")
    found = {each["url"] for each in requests.utils.parse_header_links(answer.headers.get("Link", ""))}
    found |= {answer.headers[name] for name in ("Location", "Content-Location") if name in answer.headers}
    if "html" in kind:
        tree = html.document_fromstring(answer.content)
        found |= {str(each[2]) for each in cast(Any, tree).iterlinks()}
        found |= {
            each
            for each in map(str, cast(list[str], tree.xpath("//@action | //@*[starts-with(name(), 'data-')]")))
            if _PATH.match(each)
        }
        found |= {each for text in map(str, cast(list[str], tree.xpath("//script/text()"))) for each in _strings(text)}
    elif "json" in kind:
        found |= _strings(answer.text)
    elif re.search(r"[/+]xml\b", kind):
        tree = etree.fromstring(answer.content)
        texts = map(str, cast(list[str], tree.xpath("//@* | //text()")))
        found |= {each for each in texts if _PATH.match(each.strip()) or each.startswith("http")}
    return {
        urljoin(answer.url, urldefrag(each.strip())[0]) for each in found if not each.startswith(("data:", "mailto:"))
    }


_PATH = re.compile(r"/[A-Za-z.]")
_STRING = re.compile(r'"(?:/[A-Za-z.][^"\s]*|https?://localhost[^"\s]*)"')


def _strings(text: str) -> set[str]:
    """Return the addresses among the strings of a JSON document or a script."""
    return {json.loads(each) for each in _STRING.findall(text)}


_OF_DESCRIPTION = re.compile(r"/(openapi\.json|reconcile)$")
"""Paths there are below the address of the service, which is that of the base."""


def test_no_page_has_a_link_that_leaves_the_path_of_the_base(site: Proxied) -> None:
    line, seen, left, broken = deque(urljoin(site.base, each) for each in START), set[str](), [], []
    kinds: dict[str, int] = {}
    own = urlsplit(site.base).netloc
    while line and len(seen) < MOST:
        address = line.popleft()
        if address in seen:
            continue
        seen.add(address)
        answer = site.get(address)
        if answer.status_code >= 400 and "nothing" not in address:
            broken.append((address, answer.status_code))
        for link in set() if _OF_DESCRIPTION.search(address) else _links(answer):
            parts = urlsplit(link)
            if parts.netloc != own:
                continue
            if not parts.path.startswith((f"{QUOTED}/", f"{PREFIX}/")):
                left.append((address, link))
                continue
            kind = re.sub(r"[\d]+|%[0-9A-F]{2}", "", parts.path)
            kinds[kind] = kinds.get(kind, 0) + 1
            if kinds[kind] == 1:
                line.append(link)
    assert not left, left
    assert not broken, broken
    assert len(seen) > 100


SAME = (
    "", "plans", "sparql", "catalog.ttl", "id/plan/small-2020", "doc/id/plan/small-2020", "doc/id/nothing", "data.json", "/",
    "oai?verb=Identify", "reconcile", "doc//id/plan/small-2020", "search/suggestions?q=消费", "nothing?x=1", "stream",
    "sparql?query=SELECT * { SERVICE <http://evil.example/search> { ?s ?p ?o } }",
)  # fmt: skip # the pages side by side
LIES = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-Prefix": "/evil", "X-Forwarded-Port": "81",
    "Forwarded": "host=evil.example;proto=http", "X-Original-URL": "/evil", "X-Rewrite-URL": "/evil", "X-Script-Name": "/evil",
}  # fmt: skip # the pages side by side
NEW_EACH_TIME = {"date", "x-request-id", "connection", "server"}


def _told(answer: requests.Response) -> tuple[int, dict[str, str], bytes]:
    body = re.sub(rb"<(responseDate|request)[^>]*>[^<]*", b"", answer.content)  # OAI-PMH tells the time
    return answer.status_code, {k.lower(): v for k, v in answer.headers.items() if k.lower() not in NEW_EACH_TIME}, body


@pytest.mark.parametrize("path", SAME)
def test_no_header_and_no_proxy_changes_a_byte_of_an_answer(site: Proxied, path: str) -> None:
    expected = _told(site.get(path))
    assert _told(site.get(path, Host="evil.example")) == expected
    assert _told(site.get(path, Host="evil.example:81", **LIES)) == expected
    if path != "/":  # outside of what the proxy gives to the site
        assert _told(site.get(path, site.plain)) == expected
        assert _told(site.get(path, site.behind, Host="evil.example", **LIES)) == expected


def test_an_identifier_is_found_at_its_own_address_by_redirects_under_the_base(site: Proxied) -> None:
    first = site.get("id/plan/small-2020", Accept="text/turtle")
    assert (first.status_code, first.headers["Location"]) == (303, f"{QUOTED}/doc/id/plan/small-2020")
    document = site.get(urljoin(site.base, first.headers["Location"]), Accept="text/turtle")
    assert f"<{site.base}id/plan/small-2020>" in document.text
    home = site.get(site.base.rstrip("/"))
    assert (home.status_code, home.headers["Location"][-1]) == (301, "/")


def test_forms_and_queries_work_under_the_base(site: Proxied) -> None:
    page = html.document_fromstring(site.get("search").content)
    actions = {str(each) for each in cast(list[str], page.xpath("//form/@action"))}
    assert {each.startswith(f"{QUOTED}/") for each in actions} == {True}
    asked = requests.post(
        f"{site.base}sparql", data={"query": "ASK { ?m a ?class }"}, verify=site.certificate, timeout=20,
        headers={"Accept": "application/sparql-results+json"},
    )  # fmt: skip # a call on two lines
    assert asked.json()["boolean"] is True


def test_health_is_asked_behind_the_proxy_without_the_path(site: Proxied) -> None:
    assert site.get("/livez", site.behind).json() == {"status": "alive"}
    assert site.get("readyz", site.base).json()["status"] == "ready"


def test_a_path_is_below_a_prefix_segment_by_segment() -> None:
    assert inside("/policy/plans", "/policy") == "/plans"
    assert inside("/policy", "/policy") == "/"
    assert inside("/policy-2/plans", "/policy") == "/policy-2/plans"
    assert inside("/plans", "/policy") == "/plans"
    assert inside("/plans", "") == "/plans"


def test_the_host_of_a_base_is_named_as_a_request_names_it() -> None:
    assert host_of("https://数据.example.org:8443/政策/") == "xn--vxup8b.example.org:8443"
    assert host_of("http://[::1]:8000/p/") == "[::1]:8000"
    assert host_of("https://somebody@data.example.org/") == "data.example.org"


def test_only_addresses_of_this_site_are_put_under_a_prefix() -> None:
    page = """<a href="/plans">/plans</a><a href="//other.example/x"><a href="#top"><a href="?page=2">"""
    assert under(page, "/policy") == page.replace('"/plans"', '"/policy/plans"')
