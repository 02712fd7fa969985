"""Every kind of page, in both languages, passes the Nu Html Checker, which is what the W3C's validator runs."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

CHECKER = Path(__file__).parents[4] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PAGES = (
    "/", "/plans", "/measures", "/measures?theme=ndrc-2020-293/08&sort=deadline", "/requirements", "/themes", "/agencies",
    "/jurisdictions", "/functions", "/search?q=养老", "/search?q=没有这样的词", "/api", "/sparql", "/sparql?query=SELECT+%3F",
    "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+3", "/compare", "/quality", "/quality/tianjin-2020-293", "/catalog",
    "/releases", "/documents/tianjin-2020-293?passage=41/measure", "/doc/id/measure/tianjin-2020-293/41",
    "/doc/id/plan/tianjin-2020-293", "/doc/ns/national/ndrc-2020-293", "/doc/ns/national/ndrc-2020-293/part/3",
    "/doc/ns/national/ndrc-2020-293/requirement/08.3", "/doc/ns/theme/ndrc-2020-293/08", "/doc/ns/theme/ndrc-2020-293/part-3",
    "/doc/ns/agency/120000/shi-shang-wu-ju", "/doc/ns/jurisdiction/120000", "/doc/ns/function/commerce",
    "/doc/id/quotation/tianjin-2020-293/41", "/doc/id/responsibility/tianjin-2020-293/41.1",
    "/doc/id/target/tianjin-2020-293/41.1", "/doc/id/passage/tianjin-2020-293/41/measure",
    "/doc/id/document/tianjin-2020-293", "/doc/id/mapping/tianjin-2020-293/41.1", "/doc/ns/role/lead",
    "/doc/graph/plan/tianjin-2020-293", "/doc/ns/def", "/doc/ns/shape", "/doc/ns/context",
    "/doc/ns/def?term=Measure", "/doc/ns/def?part=design", "/doc/ns/shape?shape=Measure", "/model", "/model?of=Measure", "/map",
    "/compare/targets", "/api?operation=measures_json",
    "/doc/ns/theme/ndrc-2020-293/08?links=policy:theme", "/doc/ns/theme/ndrc-2020-293/88",
)  # fmt: skip # entries side by side


def complaints(*files: Path) -> list[str]:
    """What the checker says of files, without its guesses at which language a page is in."""
    command = ["java", "-jar", str(CHECKER), "--exit-zero-always", "--format", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=True)
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{Path(each['url']).name}: {each['message']} … {each.get('extract', '')}"
        for each in messages
        if each["type"] == "error" or not each["message"].startswith("This document appears to be written in")
    ]


@pytest.fixture(scope="module", autouse=True)
def _checker() -> None:
    if shutil.which("java") is None or not CHECKER.exists():
        pytest.skip("the Nu Html Checker needs Java and `npm install`")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_page_is_valid_html(client: FlaskClient, tmp_path: Path, language: str) -> None:
    files = []
    for number, path in enumerate(PAGES):
        response = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
        assert response.mimetype == "text/html", path
        file = tmp_path / f"{number}-{path.strip('/').split('?')[0].replace('/', '-')}.html"
        file.write_bytes(response.data)
        files.append(file)
    assert complaints(*files) == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    file.write_text("<!doctype html><html lang=en><title>x</title><p id=a><p id=a><img src=x>")
    assert len(complaints(file)) >= 2
