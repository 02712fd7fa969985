"""The examples under `deploy/`, given to the real programs that they are for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from server.config import ServerConfig
from tests.conftest import ROOT, free_port, wait_until_up

CADDY, SYSTEMD = shutil.which("caddy"), shutil.which("systemd-analyze")
EXAMPLES = ROOT / "deploy"
QUAD = '<http://e/s> <http://e/p> "甲" <http://localhost:8000/graph/a> .\n'


@dataclass(frozen=True)
class Secured:
    """A window behind Caddy, the certificate of whoever signed Caddy's, and the window's access log."""

    url: str
    authority: Path
    log: Path

    def get(self, path: str, **how: Any) -> requests.Response:
        return requests.get(self.url + path, verify=str(self.authority), timeout=30, **how)


def wait_for_certificate(log: Path) -> None:
    """Wait for what Caddy makes when it already listens."""
    for _ in range(600):
        if "certificate obtained successfully" in log.read_text("utf-8"):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))


@pytest.fixture(scope="module")
def secured(
    serve: Callable[..., Any], release: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Secured]:
    if CADDY is None:
        pytest.skip("Caddy is not installed (Debian: caddy)")
    folder = tmp_path_factory.mktemp("caddy")
    release(folder, QUAD)
    log = folder / "access.jsonl"
    window = serve(ServerConfig(releases=folder, proxies=("127.0.0.1",), access_log=str(log)))
    site = (EXAMPLES / "Caddyfile").read_text("utf-8")
    site = site.replace("data.example.org {", f"localhost:{(port := free_port())} {{\n\ttls internal")
    site = site.replace("window:8000", window.url.removeprefix("http://").rstrip("/"))
    options = ["admin off", "auto_https disable_redirects", "skip_install_trust", f"storage file_system {folder}/caddy"]
    (folder / "Caddyfile").write_text("{\n\t" + "\n\t".join(options) + "\n}\n" + site, "utf-8")
    command = [CADDY, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with (folder / "caddy.log").open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as caddy:
        try:
            wait_until_up(f"http://localhost:{port}", caddy, folder / "caddy.log")
            authority = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
            wait_for_certificate(folder / "caddy.log")
            yield Secured(f"https://localhost:{port}", authority, log)
        finally:
            caddy.terminate()


def test_pages_and_queries_come_through_caddy_by_tls_and_are_kept(secured: Secured) -> None:
    page = secured.get("/")
    assert page.status_code == 200
    query = {"query": "SELECT * { ?s ?p ?o }"}
    answer = secured.get("/sparql", params=query, headers={"Accept": "text/csv"})
    assert "甲" in answer.text
    kept = {"Accept": "text/csv", "If-None-Match": answer.headers["ETag"]}
    assert secured.get("/sparql", params=query, headers=kept).status_code == 304


def test_caddy_says_who_asks_and_the_client_does_not(secured: Secured) -> None:
    secured.get("/livez?forged", headers={"X-Forwarded-For": "203.0.113.9"})
    lines = [json.loads(line) for line in secured.log.read_text("utf-8").splitlines()]
    assert {line["network"] for line in lines} == {"127.0.0.0/24"}


def test_a_body_that_is_too_large_is_refused_behind_caddy_too(secured: Secured) -> None:
    answer = requests.post(
        f"{secured.url}/sparql", data=b"x" * (3 << 20), verify=str(secured.authority), timeout=30,
        headers={"Content-Type": "application/sparql-query"},
    )  # fmt: skip # entries side by side
    assert answer.status_code == 413


@pytest.mark.skipif(SYSTEMD is None, reason="systemd is not installed")
def test_the_unit_is_sound_and_hardened(tmp_path: Path) -> None:
    assert SYSTEMD
    unit = (EXAMPLES / "policygraph.service").read_text("utf-8")
    unit = unit.replace("/opt/policygraph/bin/policygraph", str(shutil.which("true"))).replace(
        "=policygraph\n", "=daemon\n"
    )
    (tmp_path / "policygraph.service").write_text(unit, "utf-8")
    verified = subprocess.run(
        [SYSTEMD, "verify", str(tmp_path / "policygraph.service")], capture_output=True, text=True, check=False
    )
    assert "policygraph.service" not in verified.stderr
    judged = subprocess.run(
        [SYSTEMD, "security", "--offline=true", str(tmp_path / "policygraph.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip # entries side by side
    if (exposure := re.search(r"Overall exposure level for policygraph.service: (\d+\.\d)", judged.stdout)) is None:
        pytest.skip(f"this systemd judges no unit by its file: {judged.stderr[:200]}")
    assert float(exposure[1]) <= 2.5
