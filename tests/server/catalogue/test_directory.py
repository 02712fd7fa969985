"""The directory of government information resources: the guide's fields, in four forms, and in those of a province."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from mapping.errors import PlanFolderError
from mapping.plan_folder import load
from mapping.release.publication import Publication
from ontology.credit_code import check_sign, fault
from server.app import close, create_app
from server.catalogue.harvest.directory import words
from server.config import Lanes, ServerConfig
from tests.server.catalogue.conftest import Shop, plan_ids

FIELDS = (
    "信息资源分类", "信息资源名称", "信息资源代码", "信息资源提供方", "信息资源提供方代码", "信息资源摘要", "信息资源格式",
    "信息项信息", "共享属性", "开放属性", "更新周期", "发布日期", "关联资源代码",
)  # fmt: skip # entries side by side
"""In the order of the guide."""


@pytest.fixture(scope="module")
def entries(releases: Path) -> dict[str, Any]:
    """The directory of the seeds, by name."""
    app = create_app(ServerConfig(releases=releases, lanes=Lanes(fast=1)))
    found = app.test_client().get("/directory.json").get_json()["目录"]
    close(app)
    return {entry["信息资源名称"]: entry for entry in found}


@pytest.fixture(scope="module")
def client(shop: Callable[..., Shop], window_on: Callable[[Shop], FlaskClient]) -> FlaskClient:
    """A window on hundreds of plans."""
    one = shop()
    one.publish(plan_ids(300))
    return window_on(one)


@pytest.fixture(scope="module")
def tianjin(entries: dict[str, Any]) -> Any:
    return next(entry for name, entry in entries.items() if "天津" in name)


def test_every_resource_has_the_thirteen_fields_in_the_order_of_the_guide(entries: dict[str, Any]) -> None:
    assert len(entries) > 4
    for entry in entries.values():
        assert tuple(field for field in entry if field in FIELDS) == FIELDS
        assert set(entry) - set(FIELDS) == {"行政区划代码", "更新日期", "数据地址", "数据量"}


def test_a_plan_is_provided_by_the_government_of_its_place_and_filed_under_its_code(tianjin: Any) -> None:
    assert tianjin["信息资源提供方"] == "天津市人民政府"
    assert tianjin["信息资源分类"] == {
        "类": {"代码": "3", "名称": "部门信息资源"},
        "项": {"代码": "07", "名称": "省（自治区、直辖市）及其下各级政务部门"},
        "目": {"代码": "012", "名称": "天津市"},
        "细目": {"代码": "120000", "名称": "天津市"},
    }
    assert tianjin["信息资源代码"] == "307012120000/000101"
    assert tianjin["行政区划代码"] == "120000"


def test_the_code_of_a_resource_is_that_of_its_class_and_a_number_of_its_own(entries: dict[str, Any]) -> None:
    for entry in entries.values():
        class_code = "".join(level["代码"] for level in entry["信息资源分类"].values())
        assert entry["信息资源代码"].partition("/")[0] == class_code
        assert [len(level["代码"]) for level in entry["信息资源分类"].values()][:3] == [1, 2, 3]
    codes = [entry["信息资源代码"] for entry in entries.values()]
    assert len(set(codes)) == len(codes)
    assert {each for entry in entries.values() for each in entry["关联资源代码"]} <= set(codes)


def test_an_item_has_a_type_of_the_guide_and_the_length_of_its_longest_value(tianjin: Any) -> None:
    items = {item["信息项名称"]: item for item in tianjin["信息项信息"]}
    assert (items["期限"]["数据类型"], items["期限"]["长度"]) == ("日期型D", "10")
    assert items["等相关单位"]["数据类型"] == "逻辑型L"
    assert items["方案标识"] == {"信息项名称": "方案标识", "数据类型": "字符型C", "长度": str(len("tianjin-2020-293"))}
    assert int(items["举措正文"]["长度"]) > 50


def test_sharing_and_openness_say_their_conditions_and_the_data_its_places(tianjin: Any) -> None:
    assert tianjin["共享属性"] == {
        "共享类型": "无条件共享", "共享条件": "无", "共享方式": {"分类": "共享平台方式", "类型": "文件、接口"},
    }  # fmt: skip # entries side by side
    assert tianjin["开放属性"]["是否向社会开放"] == "是"
    assert "creativecommons.org/licenses/by/4.0" in tianjin["开放属性"]["开放条件"]
    assert {"分类": "电子表格", "类型": "CSV"} in tianjin["信息资源格式"]
    assert {"分类": "电子文件", "类型": "XML"} in tianjin["信息资源格式"]
    assert {"分类": "自描述格式", "类型": "Turtle"} in tianjin["信息资源格式"]
    assert any(address.endswith(".csv") for address in tianjin["数据地址"])
    assert tianjin["更新日期"] >= tianjin["发布日期"]
    assert int(tianjin["数据量"].split(" ")[0]) > 100_000


def test_hundreds_of_plans_are_in_every_form(client: FlaskClient) -> None:
    entries = client.get("/directory.json").get_json()["目录"]
    assert len({entry["信息资源代码"] for entry in entries}) == len(entries) == 303
    assert {entry["信息资源提供方代码"] for entry in entries} == {"", "11120000000000000T"}
    answer = client.get("/directory.csv").get_data()
    assert answer.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.decode("utf-8-sig"))))
    assert [row["信息资源代码"] for row in rows] == [entry["信息资源代码"] for entry in entries]
    assert rows[-1]["信息资源分类（项）"] == "省（自治区、直辖市）及其下各级政务部门"
    resources = ET.fromstring(client.get("/directory.xml").data).findall("resource")
    assert [each.findtext("resourceCode") for each in resources] == [entry["信息资源代码"] for entry in entries]
    assert resources[0].find("category/class/code") is not None
    book = load_workbook(io.BytesIO(client.get("/directory.xlsx").data), read_only=True)
    assert book.sheetnames[:2] == ["目录", "信息项"]
    assert sum(1 for _ in book["目录"].iter_rows()) == 304


@pytest.mark.parametrize("suffix", ["json", "xml", "csv", "xlsx"])
def test_the_directory_is_told_in_the_fields_of_a_province(client: FlaskClient, suffix: str) -> None:
    answer = client.get(f"/directory.{suffix}?scheme=db37-2885")
    assert answer.status_code == 200
    if suffix == "json":
        first = answer.get_json()["目录"][-1]
        assert tuple(first) == tuple(words()["schemes"]["db37-2885"])
        assert first["信息资源标识符"].endswith("/000400")
        assert first["信息资源共享类型"] == "无条件共享"
    elif suffix == "xml":
        assert len(ET.fromstring(answer.data).findall("信息资源/信息资源标识符")) == 303


def test_a_scheme_that_is_not_known_is_refused_with_those_that_are(client: FlaskClient) -> None:
    answer = client.get("/directory.json?scheme=db99")
    assert answer.status_code == 400
    assert "db37-2885" in answer.text


@pytest.mark.parametrize("code", ["91350100M000100Y43", "121000004000039055"])
def test_a_credit_code_ends_in_its_check_sign(code: str) -> None:
    assert fault(code) is None
    assert fault(code[:-1] + ("0" if code[-1] != "0" else "1")) is not None


@pytest.mark.parametrize(
    "code", ["", "9135", "91350100M000100Y4３", "91350100I000100Y43", "91350100m000100y43", "A" * 18]
)
def test_what_has_not_the_form_of_a_credit_code_is_refused_with_its_form(code: str) -> None:
    assert "18 digits and capital letters" in (fault(code) or "")


def test_a_swapped_digit_of_the_publisher_is_refused_with_the_sign_that_fits() -> None:
    with pytest.raises(ValueError, match=f"check sign of its first 17 signs, {check_sign('11120000000001000')}"):
        Publication(publisher_code="11120000000001000T")


def test_a_plan_names_the_code_of_its_issuer_and_a_wrong_one_is_told(plan_folder: Any) -> None:
    line = "1,,支持消费。,省商务厅\n"
    body = "11430000000000000"
    code = body + check_sign(body)
    assert load(plan_folder(line, "good-2020", toml=f'issuer_code = "{code}"')).settings.issuer_code == code
    with pytest.raises(PlanFolderError, match="issuer_code"):
        load(plan_folder(line, "bad-2020", toml=f'issuer_code = "{body}Z"'))
