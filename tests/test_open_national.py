"""A national document is never guessed: a plan that names none that is known is published and claims nothing of one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from mapping import plan_folder as folders
from mapping.alignment.quotations import NOTHING_MATCHES
from mapping.extract import extract
from mapping.new import propose
from mapping.reference import reference
from mapping.reference.national import NO_NATIONAL
from mapping.release import folder as release
from server.app import close, create_app
from server.command.cli import main
from server.config import Lanes, ServerConfig

ROOT = Path(__file__).parents[1]
TIANJIN = ROOT / "seeds" / "plans" / "tianjin-2020-293"
PLAN = """安徽省宣纸保护行动计划
皖政办〔2030〕18号
为落实《国务院关于保护传统造纸的意见》（国发〔2030〕5号），制定本计划。
一、重点任务
1.修缮纸坊。到2032年修缮纸坊12座。（责任单位：省文化和旅游厅）
2.支持老字号创新发展。办好中国品牌日活动。（责任单位：省商务厅）
3.培养捞纸匠人。（责任单位：省人力资源社会保障厅）
"""


def policygraph(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def document(folder: Path, text: str = PLAN, name: str = "计划.txt") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def known() -> reference.Reference:
    return reference.load()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    root = tmp_path_factory.mktemp("open")
    policygraph("new", document(root), "--plans", root / "plans")
    result = policygraph(
        "build", root / "plans" / "anhui-2030-18", TIANJIN, "--releases", root / "releases", "--jobs", 1
    )
    return root / "releases", result


def test_new_leaves_the_national_document_open_and_says_so(tmp_path: Path) -> None:
    result = policygraph("new", document(tmp_path), "--plans", tmp_path / "plans")
    (folder,) = (tmp_path / "plans").iterdir()
    assert folder.name == "anhui-2030-18"
    assert folders.load(folder).settings.national is None
    assert "national document" in " ".join(result.output.split())


@pytest.mark.parametrize(
    "line",
    [
        "根据发改就业〔2020〕293号文件，制定本计划。",
        "为落实《关于促进消费扩容提质加快形成强大国内市场的实施意见》，制定本计划。",
        "按照国家发展改革委等部门（发改就业[2020] 第 293 号）要求，制定本计划。",
    ],
)
def test_a_number_or_a_title_in_the_text_names_the_national_document(
    tmp_path: Path, known: reference.Reference, line: str
) -> None:
    made = propose(document(tmp_path, PLAN.replace("\n一、", f"\n{line}\n一、")), tmp_path / "plans", known)
    assert made.folder.settings.national == "ndrc-2020-293"


@pytest.mark.parametrize("line", ["参照湘发改就业〔2020〕293号。", "落实发改就业〔2021〕293号。", "促进消费扩容提质。"])
def test_what_only_resembles_a_national_document_names_none(
    tmp_path: Path, known: reference.Reference, line: str
) -> None:
    made = propose(document(tmp_path, PLAN.replace("\n一、", f"\n{line}\n一、")), tmp_path / "plans", known)
    assert made.folder.settings.national is None


def test_a_plan_without_a_number_of_its_own_is_called_by_its_file(tmp_path: Path, known: reference.Reference) -> None:
    text = PLAN.replace("皖政办〔2030〕18号\n", "")
    made = propose(document(tmp_path, text, "xuanzhi.txt"), tmp_path / "plans", known)
    assert made.folder.settings.id.startswith("anhui-xuanzhi")


def test_an_empty_national_is_open_too(plan_folder: Callable[..., Path], known: reference.Reference) -> None:
    folder = plan_folder("1,办展。,办展。,省商务厅\n")
    toml = folder / "plan.toml"
    toml.write_text(toml.read_text("utf-8").replace('"ndrc-2020-293"', '""'), "utf-8")
    found = extract(folders.load(folder), known)
    assert found.plan.ensures_implementation_of is None
    assert [one.code for one in found.findings].count(NO_NATIONAL) == 1


def test_extract_claims_nothing_and_says_it_once(tmp_path: Path, known: reference.Reference) -> None:
    made = propose(document(tmp_path), tmp_path / "plans", known)
    assert made.extraction is not None
    plan = made.extraction.plan
    assert len(plan.measures) == 3
    assert not [one for one in plan.measures if one.implements or one.mappings]
    assert not [one for one in plan.quotations if one.mappings]
    codes = {NO_NATIONAL, NOTHING_MATCHES, "unmatched-requirement"}
    assert [one.code for one in made.extraction.findings if one.code in codes] == [NO_NATIONAL]


def test_build_publishes_it_beside_others_with_one_warning_and_says_so(built: tuple[Path, Result]) -> None:
    releases, result = built
    assert result.exit_code == 0, result.output
    assert "anhui-2030-18: No national document is known that the plan carries out" in result.output
    live = release.live(releases)
    assert live is not None
    results = json.loads((live / "reports" / "anhui-2030-18.json").read_text("utf-8"))["results"]
    rules = [one["shape"].rpartition("/shape/")[2] for one in results]
    assert rules.count("ImplementationPlan/opinion-known") == 1
    assert not {"Measure/requirement-known", "QuotedRequirement/match"} & set(rules)
    assert {one["severity"] for one in results} <= {"Warning", "Info"}


@pytest.fixture(scope="module")
def window(built: tuple[Path, Result]) -> Iterator[Flask]:
    app = create_app(ServerConfig(releases=built[0], lanes=Lanes(fast=1)))
    yield app
    close(app)


@pytest.fixture(scope="module")
def client(window: Flask) -> FlaskClient:
    return window.test_client()


def said_in(page: str, where: str) -> str:
    """Return what a page says in a part of it (XPath)."""
    return str(html.fromstring(page).xpath(f"string({where})"))


TITLE = "扩容提质"
CLAIMS = (TITLE, "ndrc-2020-293", "293号", "Expanding and Upgrading Consumption")


@pytest.mark.parametrize(
    "path", ["/doc/id/plan/anhui-2030-18", "/doc/id/measure/anhui-2030-18/2", "/doc/id/dataset/anhui-2030-18"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_pages_claim_nothing_of_a_national_document(client: FlaskClient, path: str, language: str) -> None:
    answer = client.get(path, query_string={"lang": language}, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    said = said_in(answer.text, "//main")
    assert not [claim for claim in CLAIMS if claim in said]
    if "dataset" not in path:  # whose document describes the schemes of all themes of the release
        assert not [claim for claim in CLAIMS if claim in client.get(f"{path}.ttl").text]


def test_its_page_says_that_the_national_document_is_not_known(client: FlaskClient) -> None:
    page = client.get("/doc/id/plan/anhui-2030-18", query_string={"lang": "en"}, headers={"Accept": "text/html"}).text
    assert "Not known" in said_in(page, "//dl[@class='facts']")


@pytest.mark.parametrize(
    "path",
    ["/compare", "/compare/themes", "/compare/requirements", "/compare/functions", "/compare/targets", "/compare/gaps"],
)
def test_comparisons_leave_it_out_and_keep_the_others(client: FlaskClient, path: str) -> None:
    answer = client.get(path, query_string={"lang": "zh"}, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "安徽" not in said_in(answer.text, "//main")


@pytest.mark.parametrize(
    "path",
    ["/catalog", "/.well-known/void", "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/plans.csv", "/quality", "/"],
)
def test_catalogue_lists_and_quality_have_it(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "anhui-2030-18" in answer.text or "宣纸" in answer.text


def test_a_plan_of_which_nothing_matches_is_one_finding(
    plan_folder: Callable[..., Path], known: reference.Reference
) -> None:
    rows = "".join(f"{n},修缮第{n}座龙窑的窑头。,省窑业局\n" for n in range(1, 41))
    found = extract(folders.load(plan_folder(rows, header="序号,落实举措,责任单位")), known)
    said = [one for one in found.findings if one.code in {NOTHING_MATCHES, "unmatched-requirement"}]
    assert [one.code for one in said] == [NOTHING_MATCHES]
    assert "40" in said[0].message
    assert len(found.unmatched) == 40


def test_where_one_text_matches_the_others_are_named(
    plan_folder: Callable[..., Path], known: reference.Reference
) -> None:
    rows = "1,持续办好中国品牌日活动。,省商务厅\n2,修缮龙窑的窑头。,省窑业局\n3,捞纸。,省窑业局\n"
    found = extract(folders.load(plan_folder(rows, header="序号,落实举措,责任单位")), known)
    assert [one.number for one in found.findings if one.code == "unmatched-requirement"] == ["2", "3"]
