"""Two windows on one Virtuoso behind nginx are one to whoever asks, and go on as one when the other ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
import requests

from server.config import Limits, ServerConfig
from server.release.store.push import push
from tests.conftest import RunningServer, free_port
from tests.nginx import NGINX, nginx
from tests.stores import SERVERS

SERVERS_BEHIND = """
upstream windows {{ server {one}; server {two}; }}
server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://windows; add_header X-Window $upstream_addr always; }}
}}
"""
PATHS = (
    "", "measures?theme=ndrc-2020-293/08", "search?q=养老", "measures.csv", "compare/themes", "catalog.ttl",
    "doc/id/measure/tianjin-2020-293/36", "doc/id/measure/tianjin-2020-293/36.ttl",
    "oai?verb=ListRecords&metadataPrefix=oai_dc",
    "sparql?query=PREFIX schema: <http://schema.org/> SELECT ?m ?t { ?m schema:text ?t } ORDER BY ?m LIMIT 20",
)  # fmt: skip # the addresses side by side


class Copies(msgspec.Struct, frozen=True):
    """Two windows and the address of the proxy before them."""

    url: str
    windows: tuple[RunningServer, RunningServer]

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", timeout=60)


@pytest.fixture(scope="module", params=[SERVERS["virtuoso"]])
def copies(
    request: Any, releases: Path, live: Path, tmp_path_factory: pytest.TempPathFactory, run_server: Callable[..., Any]
) -> Iterator[Copies]:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("copies")
    with ExitStack() as stack:
        target = stack.enter_context(request.param(folder))
        push(live, target)
        config = ServerConfig(releases=releases, store=target.query, limits=Limits(rows=900))
        one, two = (stack.enter_context(run_server(config)) for _ in range(2))
        addresses = [urlsplit(each.url).netloc for each in (one, two)]
        port = free_port()
        servers = SERVERS_BEHIND.format(port=port, one=addresses[0], two=addresses[1])
        stack.enter_context(nginx(folder, port, servers))
        yield Copies(f"http://127.0.0.1:{port}/", (one, two))


@pytest.mark.parametrize("path", PATHS)
def test_both_windows_give_one_answer_under_one_tag(copies: Copies, path: str) -> None:
    answers = [copies.get(path) for _ in range(4)]
    assert len({each.headers["X-Window"] for each in answers}) == 2
    assert {each.status_code for each in answers} == {200}
    assert len({each.headers["ETag"] for each in answers}) == 1
    assert len({each.content for each in answers}) == 1


def test_what_one_window_has_tagged_the_other_knows(copies: Copies) -> None:
    tag = copies.get(PATHS[0]).headers["ETag"]
    again = [requests.get(copies.url, headers={"If-None-Match": tag}, timeout=60) for _ in range(2)]
    assert [each.status_code for each in again] == [304, 304]
    assert len({each.headers["X-Window"] for each in again}) == 2


def test_one_window_goes_on_when_the_other_ends(copies: Copies) -> None:
    ended, left = copies.windows
    ended.process.kill()
    ended.process.wait(20)
    answers = [copies.get(path) for path in PATHS]
    assert {each.status_code for each in answers} == {200}
    assert urlsplit(left.url).netloc in {each.headers["X-Window"].split(", ")[-1] for each in answers}
