"""The second plan, the amended plan and the second national document come in as data, and change nothing else."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from mapping import build
from mapping.release import compression
from mapping.release import folder as release
from mapping.release.folder import Manifest
from mapping.release.release import Release
from mapping.workbench import Settings
from server import app as application
from server.config import ServerConfig

ROOT = Path(__file__).parents[1]
TIANJIN = ROOT / "seeds" / "plans" / "tianjin-2020-293"
SAMPLES = ROOT / "tests" / "samples"
YI = SAMPLES / "plans" / "sample-yi-2020-293"
SECOND = SAMPLES / "plans" / "sample-jia-2021-7"
SETTINGS = Settings(reference=(str(SAMPLES / "reference"),))

Build = Callable[..., Path]


@pytest.fixture
def built(tmp_path: Path) -> Build:
    """Build plans into a release, and return its folder."""

    def make(*folders: Path, withdraw: tuple[str, ...] = ()) -> Path:
        outcome = build.build(folders, SETTINGS, tmp_path / "releases", build.Options(withdraw=withdraw))
        assert outcome.exit_code == 0, [made.held_back for made in outcome.made]
        found = release.live(tmp_path / "releases")
        assert found is not None
        return found

    return make


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Callable[[], FlaskClient]]:
    """Serve what has been built."""
    made = []

    def start() -> FlaskClient:
        made.append(application.create_app(ServerConfig(releases=tmp_path / "releases")))
        return made[-1].test_client()

    yield start
    for app in made:
        application.close(app)


def files_of(folder: Path, plan: str) -> dict[str, bytes]:
    """Return everything that a release publishes of one plan."""
    dumps = {dump.path: compression.read(folder, dump.path) for dump in Release.read(folder).dumps_of(plan)}
    reports = (folder / "reports").glob(f"{plan}.*")
    return dumps | {str(path.relative_to(folder)): path.read_bytes() for path in reports}


def graph_of(folder: Path, plan: str) -> str:
    manifest: Manifest = release.read_manifest(folder)
    return next(graph.sha256 for graph in manifest.graphs if graph.iri.endswith(f"graph/plan/{plan}"))


def test_another_plan_changes_no_byte_of_what_is_published_of_the_first(built: Build) -> None:
    alone = built(TIANJIN)
    before, digest = files_of(alone, "tianjin-2020-293"), graph_of(alone, "tianjin-2020-293")
    together = built(TIANJIN, YI, SECOND)
    assert together.name != alone.name
    assert len(before) >= 7
    assert files_of(together, "tianjin-2020-293") == before
    assert graph_of(together, "tianjin-2020-293") == digest


def test_the_order_in_which_plans_come_changes_nothing(built: Build) -> None:
    assert built(TIANJIN, YI).name == built(YI, TIANJIN).name


def test_withdrawing_the_second_plan_restores_the_former_release(built: Build) -> None:
    alone = built(TIANJIN)
    before = (alone / "manifest.json").read_bytes()
    built(TIANJIN, YI)
    restored = built(TIANJIN, withdraw=("sample-yi-2020-293",))
    assert (restored.name, (restored / "manifest.json").read_bytes()) == (alone.name, before)


def test_a_sample_says_so_in_its_data_and_in_the_manifest(built: Build) -> None:
    folder = built(TIANJIN, YI)
    flags = {entry.id: entry.sample for entry in release.read_manifest(folder).plans}
    assert flags == {"tianjin-2020-293": False, "sample-yi-2020-293": True}
    assert b'def#sample> "true"' in files_of(folder, "sample-yi-2020-293")["dumps/plan/sample-yi-2020-293.nq"]


def test_no_normal_release_holds_a_sample() -> None:
    assert not [path for path in (ROOT / "seeds").rglob("plan.toml") if "sample = true" in path.read_text("utf-8")]
    assert not [path for path in (ROOT / "seeds").rglob("*.ttl") if "虚构" in path.read_text("utf-8")]


REVISED = """
id = "revised"
document = "document.csv"
national = "ndrc-2020-293"
jurisdiction = "980000"
date_document = 2021-07-02
sample = true
{relation} = ["sample-yi-2020-293"]
title = {{ zh = "虚构乙市修订的若干措施", en = "Invented Municipality Yi: measures, revised" }}
"""


def revised(tmp_path: Path, relation: str) -> Path:
    folder = tmp_path / "plans" / "revised"
    folder.mkdir(parents=True)
    (folder / "plan.toml").write_text(REVISED.format(relation=relation), "utf-8")
    (folder / "document.csv").write_text(
        "序号,国家要求,落实举措,责任单位\n1,推动车联网部署应用。,开展车联网应用示范，建设示范道路8条。,市工业和信息化局\n",
        "utf-8",
    )
    return folder


@pytest.mark.parametrize(("relation", "term"), [("repeals", "repeals"), ("changes", "changes")])
def test_an_older_plan_stays_reachable_and_its_page_and_data_say_by_what_it_was_changed(
    built: Build, ask: Callable[[], FlaskClient], tmp_path: Path, relation: str, term: str
) -> None:
    built(YI, revised(tmp_path, relation))
    client = ask()
    data = client.get("/doc/id/plan/revised.nt").text
    assert f"ontology#{term}> <http://localhost:8000/id/plan/sample-yi-2020-293>" in data
    page = client.get("/doc/id/plan/sample-yi-2020-293?lang=en")
    assert page.status_code == 200
    assert "/doc/id/plan/revised" in page.text
    assert client.get("/doc/id/measure/sample-yi-2020-293/4").status_code == 200


def test_a_plan_that_was_replaced_no_longer_counts_in_comparisons_which_say_so(
    built: Build, ask: Callable[[], FlaskClient], tmp_path: Path
) -> None:
    built(YI, revised(tmp_path, "repeals"))
    client = ask()
    said = client.get("/compare/requirements.json?place=980000").get_json()
    assert said["replaced"] == ["http://localhost:8000/id/plan/sample-yi-2020-293"]
    assert {row["number"] for row in said["rows"] if row["measures"]} == {"11.3"}
    page = client.get("/compare/requirements?place=980000&lang=en").text
    assert "/doc/id/plan/sample-yi-2020-293" in page.partition("no longer count")[2]


def test_a_plan_that_was_amended_still_counts_beside_what_amends_it(
    built: Build, ask: Callable[[], FlaskClient], tmp_path: Path
) -> None:
    built(YI, revised(tmp_path, "changes"))
    client = ask()
    rows = client.get("/compare/requirements.json?place=980000").get_json()["rows"]
    page = client.get("/compare/requirements?place=980000&lang=en").text
    assert "/doc/id/plan/revised" in page.partition("another plan amends; both count")[2]
    assert {"11.3", "08.3"} <= {row["number"] for row in rows if row["measures"]}


def test_a_second_national_document_comes_in_as_data_alone(built: Build, ask: Callable[[], FlaskClient]) -> None:
    built(TIANJIN, SECOND)
    client = ask()
    rows = client.get("/compare/requirements.json?national=sample-2021-7").get_json()["rows"]
    assert [(row["number"], row["measures"]) for row in rows] == [("01.1", 1), ("01.2", 1), ("02.1", 1)]
    assert client.get("/doc/ns/national/sample-2021-7/requirement/02.1?lang=zh").status_code == 200
    code = [path for name in ("mapping", "server", "ontology", "shapes") for path in (ROOT / name).rglob("*.py")]
    assert not [path for path in code if "sample-2021-7" in path.read_text("utf-8")]


def test_themes_of_two_national_documents_compare_under_the_shared_theme(
    built: Build, ask: Callable[[], FlaskClient]
) -> None:
    built(TIANJIN, SECOND)
    client = ask()
    rows = list(csv.DictReader(io.StringIO(client.get("/compare/shared.csv").data.decode("utf-8-sig"))))
    by_shared: dict[str, set[str]] = {}
    for row in rows:
        by_shared.setdefault(row["shared"].rsplit("/", 1)[-1], set()).add(row["national"].rsplit("/", 1)[-1])
    assert by_shared["TRAN"] == {"ndrc-2020-293", "sample-2021-7"}
    assert by_shared["EDUC"] == {"ndrc-2020-293", "sample-2021-7"}
