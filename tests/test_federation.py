"""Two publishers with data of their own and one vocabulary, compared by the queries that ``docs/federation.md`` gives."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from mapping import build
from mapping.release.publication import Publication
from mapping.workbench import Settings
from tests.conftest import free_port

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples"
DOCUMENT = (ROOT / "docs" / "federation.md").read_text("utf-8")
QUERIES = re.findall(r"```sparql\n(.*?)```", DOCUMENT, re.DOTALL)
OTHER = "https://data.example.net/sparql"


@dataclass(frozen=True)
class Publisher:
    """A running server; ``base`` is both its address and the base of its data."""

    base: str

    @property
    def sparql(self) -> str:
        return f"{self.base}sparql"

    @property
    def search(self) -> str:
        return f"{self.base}search"

    def ask(self, query: str) -> requests.Response:
        headers = {"Accept": "application/sparql-results+json"}
        return requests.post(self.sparql, data={"query": query}, headers=headers, timeout=60)


@contextmanager
def publisher(plan: Path, folder: Path, port: int, *services: str) -> Iterator[Publisher]:
    """Build a release of one plan under a base of its own, and serve it until the block ends."""
    base = f"http://127.0.0.1:{port}/"
    settings = Settings(publication=Publication(base=base), reference=(str(SAMPLES / "reference"),))
    assert build.build([plan], settings, folder / "releases", build.Options()).exit_code == 0
    command = [
        sys.executable,
        "-m",
        "server.command.cli",
        "serve",
        "--releases",
        str(folder / "releases"),
        "--port",
        str(port),
    ]
    command += [part for service in services for part in ("--service", service)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)
    try:
        wait_until_up(f"{base}healthz", process, folder / "log")
        yield Publisher(base)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_up(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            if requests.get(url, timeout=30).ok:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Publisher, Publisher]]:
    """Tianjin, which may ask the other, and the invented province Jia."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("jia")
        jia = stack.enter_context(publisher(SAMPLES / "plans" / "sample-jia-2020-293", folder, free_port()))
        folder = tmp_path_factory.mktemp("tianjin")
        plan = ROOT / "seeds" / "plans" / "tianjin-2020-293"
        yield stack.enter_context(publisher(plan, folder, free_port(), jia.sparql, jia.search)), jia


def rows(answer: requests.Response) -> list[dict[str, str]]:
    assert answer.ok, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def test_the_document_gives_three_queries_that_name_the_other_publisher() -> None:
    assert len(QUERIES) == 3
    assert all(OTHER in query for query in QUERIES)


def test_two_publishers_meet_under_the_same_requirement(both: tuple[Publisher, Publisher]) -> None:
    tianjin, jia = both
    found = rows(tianjin.ask(QUERIES[0].replace(OTHER, jia.sparql)))
    assert len(found) == 22
    shops = next(row for row in found if row["number"] == "08.3")
    assert "新建品牌连锁便利店 200 家" in shops["here"]
    assert "新建品牌连锁便利店300家" in shops["there"]
    assert shops["their_place"] == "Invented Province Jia"


def test_two_publishers_meet_under_the_same_theme(both: tuple[Publisher, Publisher]) -> None:
    tianjin, jia = both
    found = {row["notation"]: row for row in rows(tianjin.ask(QUERIES[1].replace(OTHER, jia.sparql)))}
    assert (found["01"]["ours"], found["01"]["theirs"]) == ("6", "2")
    assert "07" not in found  # only one of the two acts on it


def test_what_the_other_publisher_finds_joins_with_what_it_says(both: tuple[Publisher, Publisher]) -> None:
    tianjin, jia = both
    query = QUERIES[2].replace(OTHER, jia.sparql).replace(OTHER.replace("/sparql", "/search"), jia.search)
    found = rows(tianjin.ask(query.replace("养老 服务", "便利店")))
    assert {row["requirement"].rpartition("/")[2] for row in found} == {"08.3"}
    assert "<mark>便利店</mark>" in found[0]["excerpt"]


def test_each_publisher_has_data_under_its_own_base_and_names_the_same_requirements(
    both: tuple[Publisher, Publisher],
) -> None:
    query = (
        "PREFIX policy: <https://w3id.org/policygraph/def#> SELECT ?m ?r { ?m a policy:Measure ; policy:implements ?r }"
    )
    answers = [rows(each.ask(query)) for each in both]
    for each, found in zip(both, answers, strict=True):
        assert all(row["m"].startswith(f"{each.base}id/measure/") for row in found)
    assert {row["r"] for row in answers[1]} <= {row["r"] for row in answers[0]}


def test_an_address_that_is_not_on_the_list_is_refused(both: tuple[Publisher, Publisher]) -> None:
    tianjin, jia = both
    refused = jia.ask(QUERIES[0].replace(OTHER, tianjin.sparql))
    assert refused.status_code == 403
