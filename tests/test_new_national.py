"""From a file to a published second national document with a plan beside it, by commands alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from server.app import close, create_app
from server.command.cli import main
from server.config import ServerConfig

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "real" / "n129.html"
SAMPLE = ROOT / "tests" / "samples" / "national" / "竹产业.html"
Publish = Callable[[Path, str], tuple[Result, Result, FlaskClient]]
PLAN = """安徽省竹产业发展实施方案
为落实《商务部等2部门关于加快竹产业发展的指导意见》（虚商发〔2031〕9号），制定本方案。
一、重点任务
1.在主产县建设竹材分拣中心，配齐破竹和烘干设备。（责任单位：省农业农村厅）
2.组织竹产品进商超、进酒店。（责任单位：省商务厅）
"""
AID = """安徽省消费帮扶实施方案
为落实国办发〔2018〕129号文件，制定本方案。
一、重点任务
1.深入实施快递下乡工程，完善快递服务网络。（责任单位：省邮政管理局）
2.组织各类媒体宣传贫困地区特色农产品。（责任单位：省委宣传部）
"""


def policygraph(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Publish]:
    made = []

    def make(document: Path, plan: str) -> tuple[Result, Result, FlaskClient]:
        reference = tmp_path / "reference"
        first = policygraph("new", "--national", document, "--reference", reference)
        (tmp_path / "方案.txt").write_text(plan, "utf-8")
        policygraph("new", tmp_path / "方案.txt", "--plans", tmp_path / "plans", "--reference", reference)
        folders = sorted((tmp_path / "plans").iterdir())
        built = policygraph(
            "build", *folders, "--releases", tmp_path / "releases", "--reference", reference, "--jobs", 1
        )
        made.append(create_app(ServerConfig(releases=tmp_path / "releases")))
        return first, built, made[-1].test_client()

    yield make
    for app in made:
        close(app)


def test_a_national_document_of_a_file_is_published_with_a_plan_that_carries_it_out(published: Publish) -> None:
    first, built, client = published(SAMPLE, PLAN)
    assert first.exit_code == 0, first.output
    assert "3 parts, 3 points, 6 requirements" in " ".join(first.output.split())
    assert built.exit_code == 0, built.output
    assert "the English one may come later" in built.output
    page = client.get("/doc/ns/national/xushangfa-2031-9/requirement/01.1", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "安徽省" in page.get_data(as_text=True)
    measure = client.get("/doc/id/measure/anhui-2031-9/2.nt").get_data(as_text=True)
    assert "national/xushangfa-2031-9/requirement/03.1" in measure


def test_where_nothing_is_named_it_goes_below_the_seeds_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = policygraph("new", "--national", SAMPLE)
    assert (tmp_path / "seeds/reference/national/xushangfa-2031-9.ttl").is_file()
    assert "--reference seeds/reference" in made.output
    again = policygraph("new", "--national", SAMPLE)
    assert again.exit_code == 2
    assert "already" in again.output


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared documents are not beside this tree")
def test_a_real_page_becomes_a_national_document_with_all_its_parts_and_points(published: Publish) -> None:
    first, built, client = published(SHARED, AID)
    assert "6 parts, 17 points" in first.output
    assert built.exit_code == 0, built.output
    document = client.get("/doc/ns/national/guobanfa-2018-129.ttl").get_data(as_text=True)
    assert "国办发〔2018〕129号" in document
    assert "2018-12-30" in document
    measure = client.get("/doc/id/measure/anhui-2018-129/1.nt").get_data(as_text=True)
    assert "national/guobanfa-2018-129/requirement/06.3" in measure
